"""Idioms of generators and iterators: `yield` in loops, chains, `next`, `zip`, `enumerate`, closures and higher-order functions."""

# ruff: noqa: E501 - a template's line holds many alternatives; what it expands to is short.
from __future__ import annotations

from training.programs.idiom_template import Idiom, family
from training.programs.program import Generator

YIELDING = (
    Idiom(
        """
def $g($n):
    $i = «0¦1»
    while $i < $n:
        yield «$i¦$i @fn¦($i, $n)»
        $i += «1¦1¦2»
def $f($n):
    «$r = []
    for $x in $g($n % 7):
        $r.append($x)
    return $r¦return «list¦tuple»($g($n % 7))¦$T = 0
    for $j, $x in enumerate($g($n % 6)):
        $T += $j
    return $T»
""",
        "n|k",
        mutable=False,
    ),
    Idiom(
        """
def $g($l):
    for $x in $l:
        if $x @num:
            yield $x«¦¦ @fn»
        «else:
            yield «0¦-$x»¦»
def $f($l):
    «return «list¦sum¦sorted¦tuple»($g($l))¦$r = []
    for $y in $g($l):
        «if $y > #5..20:
            break
        ¦»$r.append($y)
    return $r¦return [$y for $y in $g($l) if $y @num]¦return next($g($l), «None¦-1»)¦return max($g($l), default=0)»
""",
        "J|I",
    ),
    Idiom(
        """
def $g():
    $a, $z = «0, 1¦1, 1¦1, 2»
    while True:
        yield $a
        $a, $z = $z, «$a + $z¦$a * 2 + 1¦$z + 3»
def $f($n):
    «$q = $g()
    return [next($q) for $i in range($n % 7)]¦$r = []
    for $x in $g():
        if $x > $n:
            break
        $r.append($x)
    return $r¦$T = 0
    for $x in $g():
        $T += $x
        if $T >= $n:
            return «$T¦$x»¦$q = $g()
    $x = next($q)
    while $x < $n:
        $x = next($q)
    return $x»
""",
        "n",
        mutable=False,
    ),
    Idiom(
        """
def $g($l):
    $T = 0
    for $x in $l:
        $T += $x
        yield $T
def $h($l2):
    for $y in $l2:
        if $y @num:
            yield $y @fn
def $f($l):
    return «list($h($g($l)))¦sum($h($l))¦list($g($h($l)))¦[$x for $x in $g($l)]¦list(zip($l, $g($l)))»
""",
        "J",
    ),
    Idiom(
        """
def $g($s):
    $o = ''
    for $c in $s:
        if $c == '«x¦ ¦ ¦-¦a¦e»':
            yield $o
            $o = ''
        else:
            $o += $c
    «if $o:
        yield $o¦yield $o»
def $f($s):
    return «list($g($s))¦[$w.@case() for $w in $g($s)]¦@sep.join($g($s))¦max($g($s), key=len, default='')¦[len($w) for $w in $g($s)]»
""",
        "s",
    ),
    Idiom(
        """
def $g($l):
    for $x in $l:
        if isinstance($x, list):
            yield from $g($x)
        else:
            yield $x
def $f($l):
    return «list($g($l))¦sum($g($l))¦[$x for $x in $g($l) if $x @num]¦max($g($l), default=0)»
""",
        "N",
        mutable=False,
    ),
    Idiom(
        """
def $g($l, $k):
    for $i in range(0, len($l), «$k¦1»):
        yield $l[$i:$i + $k]
def $f($l, $n):
    $r = []
    for $o in $g($l, max($n, 1)):
        $r.append(«sum($o)¦$o¦$o[0]¦len($o)¦$o[-1]»)
    return $r
""",
        "Jk",
    ),
    Idiom(
        """
def $g():
    $T = 0
    while True:
        $x = yield $T
        if $x is None:
            break
        $T += $x
def $f($l):
    $q = $g()
    next($q)
    $r = []
    for $x in $l:
        $r.append($q.send($x))
    return $r
""",
        "J",
    ),
)
FUNCTIONAL = (
    Idiom(
        """
def $f($l):
    «$a = list(map(lambda $x: $x @fn, $l))
    $z = list(filter(lambda $x: $x @num, $a))
    return «$z¦$a, $z¦sum($z)»¦$q = iter($l)
    $r = []
    for $x in $q:
        $r.append($x + next($q, 0))
    return $r¦$q = ($x @fn for $x in $l if $x @num)
    $a = next($q, None)
    return $a, list($q)¦$r = [($i, $x) for $i, $x in enumerate($l, #0..2) if $x @num]
    return «$r¦dict($r)¦len($r)»»
""",
        "I",
    ),
    Idiom(
        """
def $g($k):
    def $h($x):
        return $x «*¦+¦-¦**» $k
    return $h
def $f($n, $l):
    $q = $g($n)
    «$r = []
    for $x in $l:
        $r.append($q($x))
    return $r¦return [$q($x) for $x in $l]¦return $q($q(#1..4)) if $n < 4 else $q(1)¦return sorted($l, key=$q)»
""",
        "kJ",
        mutable=False,
    ),
    Idiom(
        """
def $g($k=#0..3):
    $N = $k
    def $h(«¦$x=1»):
        nonlocal $N
        $N += «1¦2¦$k + 1»
        return $N
    return $h
def $f($n):
    $q = $g()
    «for $i in range($n % 5):
        $q()
    return $q()¦return [$q() for $i in range($n % 5)]¦$o = $g($n)
    return $q() + $o(), $o()»
""",
        "n",
    ),
    Idiom(
        """
def $g($q, $x, $k):
    for $i in range($k):
        $x = $q($x)
    return $x
def $f($x, $k):
    return «$g(lambda $y: $y @fn, $x, $k)¦$g(lambda $y: $y + $k, $x, 3)¦$g(abs, -$x, $k)¦$g(lambda $y: $y // 2 if $y % 2 == 0 else $y + 1, $x, $k)»
""",
        "nk",
    ),
    Idiom(
        """
from functools import reduce
def $f($l):
    return reduce(lambda $x, $y: «$x + $y¦$x * $y¦$x if $x > $y else $y¦$x * 10 + $y¦$x - $y», $l, «0¦1¦#0..10»)
""",
        "J|I",
    ),
    Idiom(
        """
def $g(*$l«¦, $k=1»):
    $T = 0
    for $x in $l:
        $T += $x
    return $T
def $f($a, $z, $m):
    return «$g($a, $z)¦$g(*$m)¦$g($a, *$m, $z)¦$g() + $g($z)¦[$g(*$m), $g($a)]»
""",
        "nnJ",
    ),
    Idiom(
        """
def $g(**$d):
    $r = []
    for $K, $V in $d.items():
        $r.append(«f'{$K}={$V}'¦($K, $V)¦$K * $V»)
    return «sorted($r)¦$r¦len($r)»
def $f($a, $z):
    return «$g(x=$a, y=$z)¦$g(a=$z % 4)¦$g(**{'k': $a, 'b': $z})¦$g()»
""",
        "kk|nk",
    ),
    Idiom(
        """
$d = {
    'add': lambda $x, $y: $x + $y,
    'mul': lambda $x, $y: $x * $y,
    'sub': lambda $x, $y: $x - $y,
}
def $f($n, $k):
    $s = 'add' if $n @num else '«sub¦mul¦div»'
    $q = $d.get($s«¦.lower()»)
    if $q is None:
        «$q = $d['«add¦mul¦sub»']¦return «0¦None¦$n»»
    return $q($n, $k)«¦¦ + #1..5»
""",
        "nk|nn",
    ),
    Idiom(
        """
def $g($h):
    def $w(*args):
        $r = $h(*args)
        «$r = -$r
        ¦»return $r «* 2¦+ 1¦- 3»
    return $w
@$g
def $f($n, $k):
    return $n @ar $k
""",
        "nk|nn",
    ),
    Idiom(
        """
from itertools import «A→accumulate¦chain¦groupby¦combinations¦product¦zip_longest»
def $f($l, $m):
    return «A→list(accumulate($l))«¦ + $m¦[-1:]»¦list(chain($l, $m))«¦[::2]»¦[($x, len(list($q))) for $x, $q in groupby($l)]¦[$x for $x in combinations($l[:3], 2)]¦[$x * $y for $x, $y in product($l[:2], $m[:2])]¦list(zip_longest($l, $m, fillvalue=«0¦None»))»
""",
        "JJ",
    ),
)
FAMILIES: dict[str, tuple[Generator, float]] = {
    "generators_yielding": (family("generators_yielding", YIELDING), 0.5),
    "generators_functional": (family("generators_functional", FUNCTIONAL), 0.7),
}

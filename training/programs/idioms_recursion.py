"""Idioms of recursion: on numbers, strings, lists, nested lists; mutual recursion, memos, small searches with backtracking.

Loops that do the same live in the other modules of idioms.
"""

# ruff: noqa: E501 - a template's line holds many alternatives; what it expands to is short.
from __future__ import annotations

from training.programs.idiom_template import Idiom, family
from training.programs.program import Generator


def _firm(template: str, kinds: str) -> Idiom:
    """An idiom whose conditions stay as they are: a changed one might never end."""
    return Idiom(template, kinds, mutable=False)


NUMBERS = (
    _firm(
        """
def $f($n):
    if $n «<= 1¦<= 0¦< 2¦< 1»:
        return «1¦1¦0¦#1..3¦$n»
    «return $n «*¦*¦+¦-» $f($n - «1¦1¦2»)¦$r = $f($n - «1¦2»)
    return «$r * 2¦$r + $n¦$n * $r¦$r - 1¦$r + $n % 3»¦if $n % 2 == 0:
        return $f($n - 1) + «1¦$n»
    return $f($n - 2) «*¦+» «2¦3»¦return $f($n // 2) + «1¦$n % 2¦$n»»
""",
        "k|k|n|n",
    ),
    _firm(
        """
def $f($n):
    if $n «<¦<=» «2¦1»:
        return «$n¦1¦$n»
    return $f($n - 1) + «$f($n - 2)¦$f($n - 2)¦$n * $f($n - 2)¦2 * $f($n - 3)»
""",
        "k",
    ),
    _firm(
        """
def $f($a, $z):
    if $z == 0:
        return $a
    «return $f($z, $a % $z)¦if $a < $z:
        return $f($z, $a)
    return $f($a - $z, $z)¦$r = $f($z, $a % $z)
    return $r»
""",
        "nn|nk",
    ),
    _firm(
        """
def $f($x, $k):
    if $k == 0:
        return 1
    «if $k % 2 == 0:
        $r = $f($x, $k // 2)
        return $r * $r
    return $x * $f($x, $k - 1)¦return $x * $f($x, $k - 1)¦$r = $f($x, $k // 2)
    if $k % 2:
        return $r * $r * $x
    return $r * $r¦return $f($x, $k - 1) + $x»
""",
        "kn|kk|nk",
    ),
    _firm(
        """
def $f($n):
    if $n < 10:
        return $n
    «return $n % 10 + $f($n // 10)¦return max($n % 10, $f($n // 10))¦return $f($n // 10 + $n % 10)¦$a, $z = divmod($n, 10)
    return $f($a) «+¦-¦*» $z¦return $f(sum(int($c) for $c in str($n)))»
""",
        "i|p",
    ),
    _firm(
        """
def $f($n):
    if $n «<= 0¦< 1»:
        return «''¦''¦'0'»
    return «$f($n // 2) + str($n % 2)¦str($n % 2) + $f($n // 2)¦$f($n - 1) + '*'¦$f($n // 3) + 'abc'[$n % 3]¦'(' + $f($n - 2) + ')'»
""",
        "n",
    ),
    _firm(
        """
def $f($n, $s='A', $t='B', $w='C'):
    if $n <= 0:
        return «A→0¦[]»
    «A→return $f($n // 2, $s, $w, $t) + 1 + $f($n // 2, $w, $t, $s)¦$r = $f($n // 2, $s, $w, $t)
    $r = $r + [$s + $t]
    return $r + $f($n // 2, $w, $t, $s)»
""",
        "k|k|n",
    ),
    _firm(
        """
def $f($n):
    if $n == 0:
        return «True¦'even'¦0»
    return $g($n - 1)
def $g($n):
    if $n == 0:
        return «False¦'odd'¦1»
    return $f($n - 1)
""",
        "n|k",
    ),
    _firm(
        """
$d = {}
def $g($n):
    if $n in $d:
        return $d[$n]
    if $n «< 2¦<= 1»:
        return «$n¦1»
    $r = $g($n - 1) + $g($n - 2)
    $d[$n] = $r
    return $r
def $f($k):
    «$d.clear()
    ¦»return «$g($k)¦[$g($i) for $i in range($k)]¦$g($k) + 1, len($d)»
""",
        "k|n",
    ),
    _firm(
        """
def $f($n, $d=None):
    if $d is None:
        $d = {}
    if $n in $d:
        return $d[$n]
    if $n <= 1:
        return «1¦$n»
    $d[$n] = $f($n - 1, $d) + «$f($n - 2, $d)¦$n¦2 * $f($n - 2, $d)»
    return $d[$n]
""",
        "k",
    ),
    _firm(
        """
from functools import lru_cache
@lru_cache(maxsize=None)
def $g($n, $k):
    if $n == 0 or $k == 0:
        return 1
    return $g($n - 1, $k) + $g($n, $k - 1)
def $f($a, $z):
    return «$g($a % 4, $z % 3)¦$g(min($a, 3), min($z, 2)) * 2»
""",
        "kk",
    ),
    _firm(
        """
def $f($n, $T=0):
    if $n == 0:
        return $T
    return $f($n - 1, $T «+ $n¦* 2 + $n¦+ $n * $n¦+ 1¦- $n»)
""",
        "n|k",
    ),
)
SEQUENCES = (
    _firm(
        """
def $f($s):
    if «not $s¦len($s) == 0¦$s == ''»:
        return ''
    return «$f($s[1:]) + $s[0]¦$s[-1] + $f($s[:-1])¦$s[0].@case() + $f($s[1:])¦$s[0] + $f($s[2:])¦($s[0] if $s[0].@pred() else '') + $f($s[1:])¦$f($s[1:]) + $s[0] * 2»
""",
        "w|s",
    ),
    _firm(
        """
def $f($s):
    if len($s) «<= 1¦< 2»:
        return True
    «if $s[0] != $s[-1]:
        return False
    return $f($s[1:-1])¦return $s[0] == $s[-1] and $f($s[1:-1])»
""",
        "w|s",
    ),
    _firm(
        """
def $f($s, $c):
    if not $s:
        return 0
    «$N = 1 if $s[0] == $c else 0
    return $N + $f($s[1:], $c)¦if $s[0] == $c:
        return 1 + $f($s[1:], $c)
    return $f($s[1:], $c)¦return ($s[-1] == $c) + $f($s[:-1], $c)»
""",
        "wc|sc",
    ),
    _firm(
        """
def $f($l):
    if «not $l¦len($l) == 0»:
        return «0¦0¦1»
    «return $l[0] + $f($l[1:])¦return $f($l[:-1]) - $l[-1]¦$x = $l[0]
    return ($x if $x @num else 0) + $f($l[1:])¦return 1 + $f($l[2:])¦return max($l[0], $f($l[1:]))¦$k = len($l) // 2
    if $k == 0:
        return $l[0]
    return $f($l[:$k]) «+¦-» $f($l[$k:])»
""",
        "J|I",
    ),
    _firm(
        """
def $f($l):
    if not $l:
        return []
    «if $l[0] @num:
        return [$l[0]] + $f($l[1:])
    return $f($l[1:])¦return $f($l[1:]) + [$l[0]]¦return [$l[0] @fn] + $f($l[1:])¦if $l[0] in $l[1:]:
        return $f($l[1:])
    return [$l[0]] + $f($l[1:])»
""",
        "J|I",
    ),
    _firm(
        """
def $f($l):
    $r = []
    for $x in $l:
        if isinstance($x, list):
            «$r.extend($f($x))¦$r += $f($x)¦$r = $f($x) + $r»
        else:
            $r.append($x«¦¦ @fn»)
    return $r
""",
        "N",
    ),
    _firm(
        """
def $f($l«¦¦, $k=1»):
    «$T = 0
    for $x in $l:
        if «isinstance($x, list)¦type($x) == list»:
            $T += $f($x)«¦¦ * 2»
        else:
            $T += «$x¦$x¦1¦abs($x)»
    return $T¦$b = 0
    for $x in $l:
        if isinstance($x, list):
            $b = max($b, $f($x))
    return $b + 1¦if not isinstance($l, list):
        return «$l¦1¦0»
    return «1 + max([$f($x) for $x in $l], default=0)¦sum($f($x) for $x in $l)»»
""",
        "N",
    ),
    _firm(
        """
def $f($s):
    if len($s) <= 1:
        return [$s]
    $r = []
    for $i in range(len($s)):
        for $o in $f($s[:$i] + $s[$i + 1:]):
            «$r.append($s[$i] + $o)¦if $s[$i] + $o not in $r:
                $r.append($s[$i] + $o)»
    return $r
def $g($s2):
    return $f($s2)
""".replace("def $g($s2):\n    return $f($s2)\n", "")
        .replace("def $f($s):\n", "def $g($s):\n")
        .replace("$f($s[:$i]", "$g($s[:$i]")
        + "def $f($w):\n    return «$g($w[:3])¦len($g($w[:3]))¦sorted($g($w[:2]))»\n",
        "w",
    ),
    _firm(
        """
def $g($l):
    if not $l:
        return [[]]
    $r = $g($l[1:])
    return «$r + [[$l[0]] + $x for $x in $r]¦[$x for $x in $r] + [$x + [$l[0]] for $x in $r]»
def $f($m):
    $o = $g($m[:#2..3])
    return «$o¦len($o)¦[sum($x) for $x in $o]¦sorted($o)»
""",
        "J",
    ),
    _firm(
        """
def $g($l, $x, $a, $z):
    if $a > $z:
        return «-1¦None¦False»
    $k = ($a + $z) // 2
    if $l[$k] == $x:
        return «$k¦True»
    if $l[$k] «<¦<¦>» $x:
        return $g($l, $x, $k + 1, $z)
    return $g($l, $x, $a, $k - 1)
def $f($l, $x):
    return $g($l, $x, 0, len($l) - 1)
""",
        "Sy",
    ),
    _firm(
        """
def $f($l):
    if len($l) <= 1:
        return $l
    «$k = len($l) // 2
    $a = $f($l[:$k])
    $z = $f($l[$k:])
    $r = []
    while $a and $z:
        $r.append($a.pop(0) if $a[0] «<=¦<¦>» $z[0] else $z.pop(0))
    return $r + $a + $z¦$x = $l[«0¦-1¦len($l) // 2»]
    $a = [$y for $y in $l if $y < $x]
    $z = [$y for $y in $l if $y > $x]
    return $f($a) + [$x] + $f($z)¦$x = min($l)
    $o = list($l)
    $o.remove($x)
    return [$x] + $f($o)»
""",
        "J",
    ),
    _firm(
        """
def $f($l, $n):
    if $n == 0:
        return True
    if not $l or $n < 0:
        return False
    return $f($l[1:], $n - $l[0]) or $f($l[1:], $n)
""",
        "Pn|Jn",
    ),
    _firm(
        """
def $f($l, $m):
    if not $l or not $m:
        return $l + $m
    if $l[0] «<=¦<¦>» $m[0]:
        return [$l[0]] + $f($l[1:], $m)
    return [$m[0]] + $f($l, $m[1:])
""",
        "JJ",
    ),
    _firm(
        """
def $f($d«¦, $k=0»):
    $T = 0
    for $V in $d.values():
        if isinstance($V, dict):
            $T += $f($V)«¦ + 1»
        else:
            $T += «$V¦1»
    return $T
""",
        "V",
    ),
    _firm(
        """
def $f($d, $x, $e=None):
    if $e is None:
        $e = []
    $e.append($x)
    for $y in $d«[$x]¦.get($x, [])»:
        if $y not in $e:
            $f($d, $y, $e)
    return «$e¦$e¦len($e)»
""".replace("$d«[$x]¦.get($x, [])»", "$d.get($x, [])")
        .replace("$f($d, $x, $e=None)", "$g($d, $x, $e=None)")
        .replace("            $f(", "            $g(")
        .replace("«$e¦$e¦len($e)»", "$e")
        + "def $f($d):\n    return «$g($d, 'a')¦len($g($d, 'a'))¦sorted($g($d, 'b'))¦{$x: len($g($d, $x)) for $x in $d}»\n",
        "A",
    ),
    _firm(
        """
def $f($n):
    $r = []
    def $g($s, $a, $z):
        if len($s) == 2 * $k:
            $r.append($s)
            return
        if $a < $k:
            $g($s + '(', $a + 1, $z)
        if $z < $a:
            $g($s + ')', $a, $z + 1)
    $k = $n % 3
    $g('', 0, 0)
    return $r
""",
        "n|k",
    ),
)
FAMILIES: dict[str, tuple[Generator, float]] = {
    "recursion_numbers": (family("recursion_numbers", NUMBERS), 1.0),
    "recursion_sequences": (family("recursion_sequences", SEQUENCES), 1.0),
}

"""Idioms of dict and set work: counting, grouping, inverting, merging, picking by value, nested records.

The dense one-line forms live in `idioms_oneliners.py`.
"""

# ruff: noqa: E501 - a template's line holds many alternatives; what it expands to is short.
from __future__ import annotations

from training.programs.idiom_template import Idiom, family
from training.programs.program import Generator

COUNTING = (
    Idiom(
        """
def $f($l):
    $d = {}
    for $x in $l:
        «$d[$x] = $d.get($x, 0) + «1¦1¦#2..3»¦if $x in $d:
            $d[$x] += 1
        else:
            $d[$x] = 1¦if $x not in $d:
            $d[$x] = 0
        $d[$x] += 1¦$d.setdefault($x, 0)
        $d[$x] += 1¦try:
            $d[$x] += 1
        except KeyError:
            $d[$x] = 1»
    «$b = None
    for $K, $V in $d.items():
        if $b is None or $V «>¦>=¦<» $d[$b]:
            $b = $K
    return «$b¦$b, $d¦$d.get($b)»¦$r = []
    for $K in $d:
        if $d[$K] @cmp #1..2:
            $r.append($K)
    return $r¦return «$d¦len($d)¦max($d.values(), default=0)¦sorted($d)¦list($d.items())¦[$K for $K, $V in $d.items() if $V == 1]»»
""",
        "I|W|P|Z|s",
    ),
    Idiom(
        """
from collections import Counter
def $f($s):
    $d = Counter($s«¦.lower()¦.split()¦.replace(' ', '')»)
    «$r = ''
    for $K, $V in $d.items():
        $r += «f'{$K}{$V}'¦$K * $V¦$K if $V == 1 else '*'»
    return $r¦return «$d.most_common(#1..2)¦dict($d)¦max($d.values(), default=0)¦len($d)¦$d[@c]¦[$K for $K in $d if $d[$K] > 1]»¦$d.update(@w)
    return dict($d)»
""",
        "s|w",
    ),
    Idiom(
        """
def $f($W):
    $D = {}
    for $w in $W:
        $K = «len($w)¦$w[0]¦$w[-1]¦$w.lower()¦''.join(sorted($w))¦len($w) % 2¦$w[:2]¦$w.isupper()»
        «if $K not in $D:
            $D[$K] = []
        $D[$K].append($w)¦$D.setdefault($K, []).append($w)¦if $K in $D:
            $D[$K].append($w)
        else:
            $D[$K] = [$w]¦$D[$K] = $D.get($K, []) + [$w]¦$D[$K] = $w»
    return «$D¦$D¦list($D.values())¦sorted($D)¦{$K: len($V) for $K, $V in $D.items()}»
""",
        "W",
    ),
    Idiom(
        """
from collections import defaultdict
def $f($P):
    $D = defaultdict(«A→list¦int¦set»)
    for $K, $V in $P:
        $D[$K]«A→.append($V«¦ @fn»)¦ += $V¦.add($V)»
    return «dict($D)¦dict($D)¦len($D)¦{$K: $D[$K] for $K in sorted($D)}¦list($D.items())»
""",
        "G",
    ),
    Idiom(
        """
def $f($l«¦¦, $k=#2..4»):
    $D = {«'even': [], 'odd': []»}
    for $x in $l:
        «$D['even' if $x % 2 == 0 else 'odd'].append($x)¦if $x % 2:
            $D['odd'].append($x)
        else:
            $D['even'].append($x @fn)¦$K = 'even' if $x @num else 'odd'
        $D[$K].append($x)»
    return «$D¦$D['even']¦len($D['odd'])¦$D['odd'] + $D['even']»
""",
        "I",
    ),
    Idiom(
        """
def $f($P):
    $T = {}
    for $K, $V in $P:
        if $K not in $T«¦ or $T[$K] < $V»:
            $T[$K] = $V
        «else:
            $T[$K] += $V¦elif $V @num:
            $T[$K] -= 1¦»
    «$r = sorted($T.items(), key=lambda $x: $x[1]«¦, reverse=True»)
    return «$r¦$r[0]¦[$K for $K, _ in $r]»¦return «$T¦sum($T.values())¦min($T, key=$T.get)»»
""",
        "G",
    ),
    Idiom(
        """
def $f($l):
    $e = set()
    $o = set()
    for $x in $l:
        if $x in $e:
            $o.add($x)
        «else:
            $e.add($x)¦$e.add($x)»
    return «sorted($o)¦len($e)¦len($o) > 0¦sorted($e - $o)¦list(sorted($e | $o))»
""",
        "I|P",
    ),
    Idiom(
        """
def $f($l, $m):
    $a«, $z = set($l), set($m)¦ = set($l)
    $z = set($m)»
    «if not $a «&¦-» $z:
        return []
    ¦»return «sorted($a & $z)¦sorted($a | $z)¦sorted($a - $z)¦sorted($a ^ $z)¦len($a & $z)¦$a <= $z¦$a.isdisjoint($z)¦len($a) - len($z)»
""",
        "II|JI|PP",
    ),
)
CHANGING = (
    Idiom(
        """
def $f($d):
    $D = {}
    for $K, $V in $d.items():
        «$D[$V] = $K¦if $V not in $D:
            $D[$V] = $K¦$D.setdefault($V, []).append($K)¦if $V @num:
            $D[$K] = $V«¦ @fn»¦$D[$K.@case()] = $V¦$D[$K] = «$V @fn¦str($V)¦[$V]¦len($K)»¦if len($K) @cmp #2..5:
            continue
        $D[$K] = $V»
    return «$D¦$D¦len($D)¦list($D)¦sorted($D.items(), key=str)»
""",
        "D",
    ),
    Idiom(
        """
def $f($d, $m):
    $r = «dict($d)¦$d.copy()¦{**$d}¦{}¦$d»
    for $K«, $V in $m.items()¦ in $m»:
        «if $K in $r:
            $r[$K] «+=¦=¦-=» $m[$K]
        else:
            $r[$K] = $m[$K]¦$r[$K] = $r.get($K, #0..2) + $m[$K]¦$r[$K] = max($m[$K], $r.get($K, 0))¦if $K not in $r:
            $r[$K] = $m[$K]»
    return «$r¦$r¦len($r)¦sum($r.values())»
""",
        "DU",
    ),
    Idiom(
        """
def $f($d, $m):
    «$d.update($m)
    return $d¦return {**$d, **$m}¦return $d | $m¦return {$K: $d[$K] for $K in $d if $K «in¦not in» $m}¦$r = []
    for $K in $d:
        if $K not in $m:
            $r.append(('removed', $K))
        elif $d[$K] != $m[$K]:
            $r.append(('changed', $K))
    return $r¦$r = [$K for $K in $d.keys() & $m.keys() if $d[$K] @eq $m[$K]]
    return sorted($r)¦return sorted(set($d) «-¦|¦&» set($m))»
""",
        "DU",
    ),
    Idiom(
        """
def $f($d, $K):
    «if $K in $d:
        «$d[$K] += #1..5¦$V = $d.pop($K)
        return $V«¦, $d»¦del $d[$K]¦$d[$K] = $d[$K] @fn¦return $d[$K]»
    «else:
        $d[$K] = #0..9¦»¦$V = $d.get($K«¦, #0..3»)
    if $V is None:
        $d[$K] = 0
        return «$d¦-1¦$K»¦$V = $d.pop($K, «None¦0¦-1»)
    $d[$K.@case()] = $V¦$d.setdefault($K, #0..9)
    $d[$K] «+=¦*=» #1..3»
    return «$d¦$d¦len($d)¦list($d)¦sum($x or 0 for $x in $d.values())»
""",
        "Dz",
    ),
    Idiom(
        """
def $f($d, $n):
    «for $K in list($d«¦.keys()»):
        if $d[$K] @cmp $n:
            «del $d[$K]¦$d.pop($K)¦$d[$K] = $n¦$d[$K] -= 1»
    return $d¦$r = []
    for $K, $V in «sorted($d.items())¦$d.items()»:
        if $V @cmp $n:
            $r.append(«$K¦($K, $V)¦$V¦f'{$K}:{$V}'»)
    return $r¦$r = {$K: $V for $K, $V in $d.items() if $V @cmp $n}
    return «$r¦len($r)¦sorted($r)»¦$T = 0
    for $V in $d.values():
        if $V @cmp $n:
            $T += $V
        «else:
            $T -= 1¦»
    return $T»
""",
        "Dn|Dk",
    ),
    Idiom(
        """
def $f($d):
    «$P = sorted($d.items(), key=lambda «$x: $x[1]¦$x: (-$x[1], $x[0])¦$x: len($x[0])»«¦, reverse=True»)
    $r = «{}¦{}»
    for $K, $V in $P«¦[:#2..3]»:
        $r[$K] = «$V¦len($r)¦$V @fn»
    return «$r¦list($r)¦$P»¦$b = None
    $n = #-1..5
    for $K in $d:
        if $d[$K] @cmp $n:
            $n = $d[$K]
            $b = $K
    return «$b¦$b, $n»¦if not $d:
        return None
    $b = max($d«, key=$d.get¦, key=lambda $K: $d[$K]¦, key=len¦»)
    «$d[$b] = 0
    return $d¦return $b¦return $d[$b]»»
""",
        "D",
    ),
    Idiom(
        """
def $f($W, $l):
    $D = «{}¦dict(zip($W, $l))¦{$w: $x for $w, $x in zip($W, $l)}»
    for $i«, $w in enumerate($W)¦ in range(min(len($W), len($l)))»:
        «if $i < len($l):
            $D[$W[$i]] = $l[$i]¦$D[$W[$i]] = $l[$i] if $i < len($l) else None¦$D[$W[$i]] = $i + sum($l[:$i])»
    return «$D¦$D¦list($D.values())¦len($D)»
""",
        "WI|WJ",
    ),
    Idiom(
        """
def $f($d, $W):
    «return [$d.get($w, «0¦None¦'?'¦$w») for $w in $W]¦$r = {}
    for $w in $W:
        if $w in $d:
            $r[$w] = $d[$w]
        «else:
            $r[$w] = -1¦»
    return $r¦$T = 0
    for $w in $W:
        $T += $d.get($w, #0..2)
    return $T¦$r = []
    for $w in $W:
        try:
            $r.append($d[$w])
        except KeyError:
            $r.append(«None¦$w¦0»)
    return $r»
""",
        "DW",
    ),
    Idiom(
        """
def $f($l, $n):
    $d = {}
    for $i, $x in enumerate($l):
        if $x in $d«¦ and $i - $d[$x] @cmp $n»:
            «return $d[$x], $i¦$d[$x] = $i¦$n -= 1¦del $d[$x]
            continue»
        $d[$x] = $i
    return «$d¦len($d)¦None¦$n, $d»
""",
        "In|Pk|Wk",
    ),
    Idiom(
        """
def $f($d, $W):
    $r = []
    for $w in $W:
        «$N = $d.pop($w, None)
        if $N is not None:
            $r.append(«$N¦($w, $N)»)¦if $d.get($w, 0) > 0:
            $d[$w] -= 1
            $r.append($w)
        else:
            $r.append(«None¦'none'¦$w.upper()»)¦$d[$w] = len($d)
        $r.append($d[$w])»
    return «$r, $d¦$r¦$d»
""",
        "DW",
    ),
)
NESTED = (
    Idiom(
        """
def $f($P):
    $T = 0
    for $R in $P:
        «$T += $R['price'] * $R['qty']¦if $R['qty'] @num:
            $T += $R['price']¦$T += $R.get('qty', 0)¦$T = max($T, $R['price'])¦if $R['name'].@pred():
            continue
        $T += $R['qty']»
    return «$T¦round($T, 2)¦$T / len($P)¦f'{$T:.2f}'¦{'total': $T}»
""",
        "L",
    ),
    Idiom(
        """
def $f($P):
    $D = {}
    for $R in $P:
        «$K = $R['name']«¦[0]¦.upper()»
        $D[$K] = «$R['qty']¦$D.get($K, 0) + $R['qty']¦$R¦$R['price'] * 2»¦$D.setdefault($R['qty'], []).append($R['name'])¦if $R['qty'] == 0:
            $D[$R['name']] = 'out'
        elif $R['price'] > #3..20:
            $D[$R['name']] = 'dear'
        else:
            $D[$R['name']] = 'ok'»
    return «$D¦$D¦list($D)»
""",
        "L",
    ),
    Idiom(
        """
def $f($P):
    «$P.sort(key=lambda $R: $R['«price¦qty¦name»']«¦, reverse=True»)
    return «[$R['name'] for $R in $P]¦$P[0]¦$P[-1]['qty']»¦return «[$R['name'] for $R in $P if $R['qty'] @num]¦sorted($R['price'] for $R in $P)¦{$R['name']: $R['qty'] for $R in $P}¦max($P, key=lambda $R: $R['price'])['name']¦[{**$R, 'qty': 0} for $R in $P]¦any($R['qty'] == 0 for $R in $P)»¦for $R in $P:
        $R['total'] = $R['price'] * $R['qty']
        «$R.pop('price')¦del $R['qty']¦»
    return $P»
""",
        "L",
    ),
    Idiom(
        """
def $f($d, $s):
    $o = $d
    for $K in $s.split('.'):
        if not isinstance($o, dict):
            return «None¦$o¦-1»
        $o = $o«.get($K)¦.get($K, {})»
    return $o
""",
        "Vw|Vc",
    ),
    Idiom(
        """
def $f($d):
    $r = {}
    for $K, $V in $d.items():
        if isinstance($V, dict):
            for $j, $x in $V.items():
                $r[«$K + '.' + $j¦f'{$K}_{$j}'¦$j¦($K, $j)»] = $x
        else:
            $r[$K] = $V«¦ @fn»
    return «$r¦$r¦len($r)¦sum($r.values())»
""",
        "V",
    ),
    Idiom(
        """
def $f($d):
    $T = 0
    for $K in $d:
        $V = $d[$K]
        «if isinstance($V, int):
            $T += $V
        else:
            $T += sum($V.values())¦if type($V) is dict:
            $T += len($V)
            continue
        $T -= $V»
    return $T
""",
        "V",
    ),
    Idiom(
        """
def $f($P):
    $D = {}
    for $a, $z in $P:
        $D.setdefault($a, «set()¦set()»).add($z)
        «$D.setdefault($z, set()).add($a)¦»
    return «{$K: sorted($V) for $K, $V in $D.items()}¦{$K: len($V) for $K, $V in $D.items()}¦max(len($V) for $V in $D.values())»
""",
        "R",
    ),
    Idiom(
        """
def $f($d):
    $D = {}
    for $K, $V in $d.items():
        for $x in $V:
            «if $x not in $D:
                $D[$x] = []
            $D[$x].append($K)¦$D[$x] = $D.get($x, 0) + 1»
    return «$D¦$D¦sorted($D)»
""",
        "A",
    ),
)
FAMILIES: dict[str, tuple[Generator, float]] = {
    "dicts_counting": (family("dicts_counting", COUNTING), 1.2),
    "dicts_changing": (family("dicts_changing", CHANGING), 1.4),
    "dicts_nested": (family("dicts_nested", NESTED), 0.8),
}

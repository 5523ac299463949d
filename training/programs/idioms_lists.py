"""Idioms of list work: scans, windows, sorting by hand, searching, moving items about, tables of rows, stacks and queues.

The dense one-line forms live in `idioms_oneliners.py`.
"""

# ruff: noqa: E501 - a template's line holds many alternatives; what it expands to is short.
from __future__ import annotations

from training.programs.idiom_template import Idiom, family
from training.programs.program import Generator

SCANS = (
    Idiom(
        """
def $f($l):
    if not $l:
        return «None¦0¦-1»
    $b = $l[0]
    «FORI $i $x IN $l:
        if $x @cmp $b:
            $b = $x
    return «$b¦$b * 2¦$b, len($l)»¦$j = 0
    for $i in range(1, len($l)):
        if $l[$i] «>¦<¦>=» $b:
            $b = $l[$i]
            $j = $i
    return «$j¦$b, $j¦[$j, $b]»¦$p = $l[0]
    for $x in $l[1:]:
        if $x > $b:
            $p = $b
            $b = $x
        elif $x > $p«¦ and $x != $b»:
            $p = $x
    return «$p¦$b, $p¦$b - $p»¦$y = $l[0]
    for $x in $l:
        if $x < $b:
            $b = $x
        «el¦»if $x > $y:
            $y = $x
    return «$b, $y¦$y - $b¦$b + $y¦[$b, $y]»»
""",
        "I",
    ),
    Idiom(
        """
def $f($l):
    $T = «0¦0¦1¦#1..10»
    FOR $x IN $l:
        $T «+= $x¦+= $x * $x¦-= $x¦+= abs($x)¦= $T * 2 + $x¦= max($T, $x)¦+= $x if $x @num else «1¦0¦-$x»¦= ($T + $x) % #5..20»
    return $T«¦¦ / len($l) if $l else 0¦ // #2..3¦, len($l)»
""",
        "I|P",
    ),
    Idiom(
        """
def $f($l«¦¦, $k=#1..5»):
    $r = []
    FOR $x IN $l:
        «if $x < #-3..2:
            «continue¦break»
        ¦»if $x @num:
            $r.append(«$x¦$x @fn¦$x¦str($x)¦($x, $x @fn)»)
        «elif $x @cmp #0..9:
            $r.«append($x @fn)¦insert(0, $x)»¦else:
            $r.append(«-$x¦0¦$x @fn»)¦»
    return «$r¦$r¦len($r)¦sum(1 for $y in $r if $y)¦$r[::-1]»
""",
        "I",
    ),
    Idiom(
        """
def $f($l):
    $r = []
    $T = «0¦1»
    FOR $x IN $l:
        $T = «$T + $x¦$T + $x¦$T * $x¦max($T, $x)¦$x - $T»
        $r.append(«$T¦$T¦$T % 10¦$T / #2..4»)
    return «$r¦$r¦$r[-1:]¦max($r, default=0)»
""",
        "J|I",
    ),
    Idiom(
        """
def $f($l):
    $u = True
    for $i in range(«1, len($l)¦1, len($l)¦len($l) - 1, 0, -1»):
        if $l[$i] @cmp $l[$i - 1]«¦ + #1..2»:
            $u = False
            «break¦break¦$T = $i¦»
    return «$u¦$u¦not $u¦'yes' if $u else 'no'»
""",
        "I|S",
    ),
    Idiom(
        """
def $f($l):
    if «not $l¦len($l) == 0»:
        return 0
    $b«, $N = 1, 1¦ = $N = 1¦ = 1
    $N = 1»
    for $i in range(1, len($l)):
        if $l[$i] «==¦>¦>=¦<¦!=» $l[$i - 1]«¦ + 1»:
            $N += 1
            «$b = max($b, $N)¦if $N > $b:
                $b = $N»
        else:
            $N = 1
    return $b
""",
        "I|S",
    ),
    Idiom(
        """
def $f($l):
    $b = $l[0]
    $o = 0
    for $x in $l:
        $o = max(«$o + $x, $x¦$x, $o + $x¦0, $o + $x»)
        «$b = max($b, $o)¦if $o > $b:
            $b = $o»
    return «$b¦$b¦$b, $o»
""",
        "P|P|P",
    ),
    Idiom(
        """
def $f($l):
    $N = 0
    $y = None
    for $x in $l:
        if $N == 0:
            $y = $x
        if $x == $y:
            $N += 1
        else:
            $N -= 1
    return «$y¦$y, $N¦$y if $l.count($y) > len($l) // 2 else None»
""",
        "I|P",
    ),
    Idiom(
        """
def $f($l):
    $a = 0
    $z = sum($l)
    for $i, $x in enumerate($l):
        $z -= $x
        if $a @cmp $z:
            return «$i¦$x¦$l[:$i]¦$a, $z»
        $a += $x
    return «-1¦None¦[]»
""",
        "I|P",
    ),
    Idiom(
        """
def $f($l):
    $y = $l[0]
    $b = 0
    for $x in $l[1:]:
        if $x < $y:
            $y = $x
        elif $x - $y > $b:
            $b = $x - $y
        «else:
            $b += #0..2¦»
    return $b
""",
        "P",
    ),
    Idiom(
        """
def $f($l, $m):
    $T = 0
    for $x, $y in zip($l, $m):
        «$T += $x * $y¦if $x == $y:
            $T += 1¦$T += abs($x - $y)¦$T += max($x, $y)¦if $x @cmp $y:
            $T += $x
        else:
            $T -= $y»
    return «$T¦$T¦$T / (len($l) or 1)¦$T, len($m)»
""",
        "II|PP|JI",
    ),
    Idiom(
        """
def $f($l, $k):
    $r = []
    for $i in range(len($l) - $k + 1):
        $o = $l[$i:$i + $k]
        «$r.append(sum($o))¦$r.append($o)¦$r.append(max($o, default=0))¦if sum($o) @num:
            $r.append($i)¦$T = 0
        for $x in $o:
            $T += $x
        $r.append($T)»
    return «$r¦$r¦max($r, default=0)¦len($r)»
""",
        "Jk|Ik",
    ),
    Idiom(
        """
def $f($l, $k):
    «if len($l) < $k:
        return «None¦0¦-1»
    ¦»$T = sum($l[:$k])
    $b = $T
    for $i in range($k, len($l)):
        $T += $l[$i] - $l[$i - $k]
        «if $T «>¦<» $b:
            $b = $T¦$b = «max¦min»($b, $T)»
    return «$b¦$b / $k if $k else 0¦$T, $b»
""",
        "Ik|Pk",
    ),
    Idiom(
        """
def $f($l, $n):
    $T = 0
    $N = 0
    for $x in $l:
        if $T + $x > $n:
            «break¦continue»
        $T += $x
        $N += 1
    return «$N¦$T¦$N, $T¦$n - $T¦$l[:$N]»
""",
        "Pn|In",
    ),
)
SORTING = (
    Idiom(
        """
def $f($l):
    «$l = $l[:]
    ¦»$n = len($l)
    for $i in range($n«¦ - 1»):
        $u = False
        for $j in range(«$n - 1 - $i¦$n - $i - 1¦$n - 1»):
            if $l[$j] «>¦>¦<» $l[$j + 1]:
                «$l[$j], $l[$j + 1] = $l[$j + 1], $l[$j]¦$o = $l[$j]
                $l[$j] = $l[$j + 1]
                $l[$j + 1] = $o»
                $u = True
        if not $u:
            break
    return «$l¦$l¦$l[-1:]¦$l, $n»
""",
        "J",
    ),
    Idiom(
        """
def $f($l):
    for $i in range(1, len($l)):
        $K = $l[$i]
        $j = $i - 1
        while $j >= 0 and $l[$j] «>¦>¦<» $K:
            $l[$j + 1] = $l[$j]
            $j -= 1
        $l[$j + 1] = $K
    return $l
""",
        "J|J|I",
    ),
    Idiom(
        """
def $f($l):
    for $i in range(len($l)):
        $j = $i
        for $k in range($i + 1, len($l)):
            if $l[$k] «<¦<¦>» $l[$j]:
                $j = $k
        «if $j != $i:
            $l[$i], $l[$j] = $l[$j], $l[$i]¦$l[$i], $l[$j] = $l[$j], $l[$i]»
    return $l
""",
        "J",
    ),
    Idiom(
        """
def $f($l):
    $r = []
    «$l = list($l)
    ¦»while $l:
        $x = «min¦max¦min»($l)
        $l.remove($x)
        $r.«append($x)¦append($x)¦insert(0, $x)»
    return $r
""",
        "J",
    ),
    Idiom(
        """
def $f($l):
    $r = []
    for $x in $l:
        $i = 0
        while $i < len($r) and $r[$i] «<¦<=¦>» $x:
            $i += 1
        $r.insert($i, $x)
    return «$r¦$r[0] if $r else None¦$r»
""",
        "J",
    ),
    Idiom(
        """
def $f($l, $x):
    $a = 0
    $z = len($l) - 1
    while $a <= $z:
        $n = ($a + $z) // 2
        if $l[$n] == $x:
            return «$n¦True¦$n + 1»
        «elif $l[$n] < $x:
            $a = $n + 1
        else:
            $z = $n - 1¦if $l[$n] > $x:
            $z = $n - 1
        else:
            $a = $n + 1»
    return «-1¦False¦None¦$a¦-$a - 1»
""",
        "Sy",
    ),
    Idiom(
        """
def $f($l, $x):
    $a, $z = 0, len($l)
    while $a < $z:
        $n = $a + ($z - $a) // 2
        if $l[$n] «<¦<=» $x:
            $a = $n + 1
        else:
            $z = $n
    «return $a¦$l.insert($a, $x)
    return $l¦return $a, $l[$a:]»
""",
        "Sy",
    ),
    Idiom(
        """
def $f($l, $m):
    $r = []
    $i«, $j = 0, 0¦ = $j = 0»
    while $i < len($l) and $j < len($m):
        if $l[$i] «<=¦<¦>» $m[$j]:
            $r.append($l[$i])
            $i += 1
        else:
            $r.append($m[$j])
            $j += 1
    «$r.extend($l[$i:])
    $r.extend($m[$j:])¦$r += $l[$i:] + $m[$j:]¦while $i < len($l):
        $r.append($l[$i])
        $i += 1¦»
    return $r
""",
        "SS",
    ),
    Idiom(
        """
def $f($l«¦¦, $x=#1..6»):
    $x = «$l[0] if $l else 0¦$l[-1] if $l else 0¦#1..6»
    «$a, $z = [], []
    for $y in $l:
        if $y @lt $x:
            $a.append($y)
        else:
            $z.append($y)
    return «$a, $z¦$a + $z¦$a + [$x] + $z¦len($a)»¦$i = 0
    for $j in range(len($l)):
        if $l[$j] @lt $x:
            $l[$i], $l[$j] = $l[$j], $l[$i]
            $i += 1
    return «$l¦$i¦$l, $i»¦$a = [$y for $y in $l if $y < $x]
    $e = [$y for $y in $l if $y == $x]
    $z = [$y for $y in $l if $y > $x]
    return «$a + $e + $z¦$z + $e + $a¦len($a), len($e), len($z)»»
""",
        "I|J",
    ),
    Idiom(
        """
def $f($W):
    $W.sort(«¦key=len¦key=lambda $w: (len($w), $w)¦reverse=True¦key=str.lower¦key=lambda $w: $w[-1:]¦key=lambda $w: -len($w)»)
    $r = []
    for $w in $W:
        «$r += [$w.@case()]¦$r += [len($w)]¦if len($w) @cmp #2..5:
            $r += [$w]»
    return $r
""",
        "W",
    ),
    Idiom(
        """
def $f($l):
    $a = 0
    $z = len($l) - 1
    while $a < $z:
        if $l[$a] @num:
            $a += 1
        else:
            $l[$a], $l[$z] = $l[$z], $l[$a]
            $z -= 1
    return «$l¦$l¦$a, $l»
""",
        "I",
    ),
    Idiom(
        """
def $f($l, $n):
    «$l.sort()
    $a = 0
    $z = len($l) - 1
    while $a < $z:
        $T = $l[$a] + $l[$z]
        if $T == $n:
            return «[$l[$a], $l[$z]]¦$a, $z¦True»
        if $T < $n:
            $a += 1
        else:
            $z -= 1¦$d = {}
    for $i, $x in enumerate($l):
        $y = $n - $x
        if $y in $d:
            return «[$d[$y], $i]¦$y, $x»
        $d[$x] = $i¦for $i in range(len($l)):
        for $j in range($i + 1, len($l)):
            if $l[$i] + $l[$j] == $n:
                return «$i, $j¦[$l[$i], $l[$j]]»¦$e = set()
    for $x in $l:
        if $n - $x in $e:
            return «True¦$x»
        $e.add($x)»
    return «None¦[]¦-1¦False»
""",
        "In|Jn|Sn",
    ),
)
MOVING = (
    Idiom(
        """
def $f($l):
    $r = []
    «$e = set()
    for $x in $l:
        if $x not in $e:
            $e.add($x)
            $r.append($x)¦for $x in $l:
        if $x «not in¦not in¦in» $r«¦ and $x @num»:
            $r.append($x)¦for $x in $l:
        if $x in $r:
            $r.remove($x)
        «else:
            $r.append($x)¦$r.append($x)»¦for $i, $x in enumerate($l):
        if $x not in $l[«:$i¦$i + 1:»]:
            $r.append($x)»
    return «$r¦$r¦len($r)¦sorted($r)¦len($l) - len($r)»
""",
        "I|W|P",
    ),
    Idiom(
        """
def $f($l, $k):
    «if not $l:
        return $l
    $k = $k % len($l)
    return «$l[$k:] + $l[:$k]¦$l[-$k:] + $l[:-$k]¦$l[:$k][::-1] + $l[$k:]»¦for $j in range($k):
        «$l.append($l.pop(0))¦$l.insert(0, $l.pop())¦$l = $l[1:] + $l[:1]»
    return $l¦$r = [0] * len($l)
    for $i in range(len($l)):
        $r[($i «+¦-» $k) % len($l)] = $l[$i]
    return $r»
""",
        "Pk|Pk|Pn",
    ),
    Idiom(
        """
def $f($l, $k):
    $r = []
    «for $i in range(0, len($l), max($k, 1)):
        $r.append(«$l[$i:$i + $k]¦sum($l[$i:$i + $k])¦$l[$i]¦$l[$i:$i + $k][::-1]»)¦$o = []
    for $x in $l:
        $o.append($x)
        if len($o) == $k:
            $r.append($o)
            $o = []
    «if $o:
        $r.append($o)¦»¦while $l:
        $r.append($l[:$k or 1])
        $l = $l[$k or 1:]»
    return «$r¦$r¦len($r)»
""",
        "Ik|Wk",
    ),
    Idiom(
        """
def $f($l«¦¦, $k=#0..3»):
    «$l.append(#0..20)¦$l.insert(«0¦1¦-1¦#0..3», #0..20)¦$l.extend(@I)¦$l += [#0..9, #0..9]¦$l.reverse()¦$l.sort()»
    «$x = $l.pop(«¦0¦-1») if $l else 0¦$x = len($l)¦$x = $l.count(#1..4)¦$x = sum($l[:2])»
    «$l[:1] = [$x]¦$l[-1:] = [$x * 2]¦$l.append($x)¦$l[1:1] = [$x, $x]¦$l[:1] = []¦$l[1:] = $l[:1]¦del $l[:1]¦$l[::2] = [0] * len($l[::2])¦$l *= 2»
    return «$l¦$l, $x¦$l[1:]¦$l[::-1]¦$l[-2:], $x¦sum($l)»
""",
        "I|J|P",
    ),
    Idiom(
        """
def $f($l, $x):
    «while $x in $l:
        $l.remove($x)¦for $y in $l[:]:
        if $y «==¦==¦<¦>» $x:
            $l.remove($y)¦for $i in range(len($l) - 1, -1, -1):
        if $l[$i] @cmp $x:
            «$l.pop($i)¦del $l[$i]»¦if $x in $l:
        $i = $l.index($x)
        «$l.pop($i)¦$l[$i] = #0..9¦$l = $l[:$i]¦$l[$i:] = []»
    else:
        $l.append($x)»
    return «$l¦$l¦len($l)¦$l, $x»
""",
        "Iy|Py",
    ),
    Idiom(
        """
def $f($l):
    $r = []
    while $l«¦ and len($r) < #2..5»:
        $x = $l.pop(«¦0»)
        «if $x @num:
            $r.append($x)
        «elif $l:
            $l.pop()¦else:
            $r.insert(0, $x)¦»¦$r.«append($x)¦insert(0, $x)»
        if $l:
            $l.pop(«0¦»)¦if $r and $r[-1] @lt $x:
            $r.pop()
        $r.append($x)»
    return «$r¦$r¦$r, $l¦len($r)»
""",
        "I|I|J",
    ),
    Idiom(
        """
def $f($l):
    «for $i in range(len($l)):
        if $l[$i] @num:
            $l[$i] = «$l[$i] @fn¦0¦$i¦$l[$i - 1]»
        «else:
            $l[$i] «+=¦-=¦*=» #1..3¦»
    ¦for $i in range(0, len($l) - 1, «1¦2»):
        «$l[$i], $l[$i + 1] = $l[$i + 1], $l[$i]¦if $l[$i] @cmp $l[$i + 1]:
            $l[$i] = $l[$i + 1]¦$l[$i + 1] += $l[$i]»
    ¦for $i in range(1, len($l)):
        $l[$i] «= $l[$i] + $l[$i - 1]¦-= $l[$i - 1]¦= max($l[$i], $l[$i - 1])»
    »return «$l¦$l¦sum($l)»
""",
        "I",
    ),
    Idiom(
        """
def $f($l):
    $j = 0
    for $i in range(len($l)):
        if $l[$i] «!= 0¦@num¦@num»:
            $l[$j] = $l[$i]
            $j += 1
    «for $i in range($j, len($l)):
        $l[$i] = «0¦-1»
    return $l¦while $j < len($l):
        $l[$j] = 0
        $j += 1
    return $l¦return «$l[:$j]¦$j¦$j, $l»»
""",
        "I",
    ),
    Idiom(
        """
def $f($l, $m):
    $r = []
    «for $x in $l:
        if $x «in¦in¦not in» $m«¦ and $x not in $r»:
            $r.append($x)¦for $x in $l + $m:
        if $x not in $r:
            $r.append($x)¦for $i in range(max(len($l), len($m))):
        if $i < len($l):
            $r.append($l[$i])
        if $i < len($m):
            $r.append($m[$i])¦for $x, $y in zip($l, $m):
        $r.append(«$x @ar $y¦($x, $y)¦max($x, $y)¦[$y, $x]¦$x if $x @cmp $y else $y»)¦$m = $m[:]
    for $x in $l:
        if $x in $m:
            $m.remove($x)
            $r.append($x)¦for $x in $l:
        for $y in $m:
            if $x @cmp $y:
                $r.append(«$x + $y¦($x, $y)»)»
    return «$r¦$r¦len($r)¦$r[::-1]»
""",
        "JJ|II",
    ),
    Idiom(
        """
def $f($l):
    $q = []
    for $x in $l:
        while $q and $q[-1] «<¦>¦==¦<=» $x:
            $q.pop()
        «$q.append($x)¦if len($q) < #2..4:
            $q.append($x)¦$q.append($x @fn)»
    return «$q¦len($q)¦sum($q)¦$q[::-1]»
""",
        "I|P",
    ),
    Idiom(
        """
def $f($l):
    $r = [«-1¦0¦None»] * len($l)
    $q = []
    for $i«, $x in enumerate($l)¦ in range(len($l))»:
        while $q and $l[$q[-1]] «<¦>» $l[$i]:
            $j = $q.pop()
            $r[$j] = «$l[$i]¦$i - $j¦$i»
        $q.append($i)
    return $r
""",
        "J|I",
    ),
    Idiom(
        """
def $f($W):
    $q = []
    for $w in $W:
        $o = $w.split()
        «$x = 0
        ¦»if $o[0] == 'push':
            $q.append(int($o[1]))
        elif $o[0] == 'pop':
            «if $q:
                $q.pop(«¦0»)¦$x = $q.pop() if $q else None»
        elif $o[0] in ('add', 'mul') and len($q) >= 2:
            $a, $z = $q.pop(), $q.pop()
            $q.append($a + $z if $o[0] == 'add' else $a * $z)
    return «$q¦$q[-1] if $q else None¦len($q)¦$q[::-1]»
""",
        "O",
    ),
    Idiom(
        """
def $f($l, $k):
    $q = list($l)
    $r = []
    while $q:
        for $i in range($k):
            $q.append($q.pop(0))
        $r.append($q.pop(0))
    return «$r¦$r[-1] if $r else None¦$r[:2]»
""",
        "Pk",
        mutable=False,
    ),
    Idiom(
        """
def $f($l):
    $r, $o = [], []
    for $x in $l:
        if isinstance($x, «int¦str¦(int, float)¦bool»):
            $r.append($x)
        «elif $x is None:
            continue¦elif isinstance($x, str):
            $o.append(len($x))¦»
        else:
            $o.append($x)
    return «$r, $o¦$r¦len($r), len($o)¦$o + $r»
""",
        "Q",
    ),
)
TABLES = (
    Idiom(
        """
def $f($M):
    $r = []
    «for $j in range(len($M[0])):
        $R = []
        for $i in range(len($M)):
            $R.append($M[$i][$j])
        $r.append(«$R¦$R¦sum($R)¦$R[::-1]»)¦for $R in $M:
        $r.append(«sum($R)¦max($R)¦$R[::-1]¦[$x @fn for $x in $R]¦sorted($R)¦len($R)»)¦for $R in $M:
        for $x in $R:
            «$r.append($x)¦if $x @num:
                $r.append($x @fn)¦if $x not in $r:
                $r.append($x)»¦for $E in zip(*$M):
        $r.append(«list($E)¦sum($E)¦$E[::-1]¦max($E)»)»
    return «$r¦$r¦$r[::-1]¦len($r)»
""",
        "M",
    ),
    Idiom(
        """
def $f($M):
    $T = 0
    for $i in range(min(len($M), len($M[0]))):
        «$T += $M[$i][$i]¦$T += $M[$i][-$i - 1]¦$T += $M[$i][$i] - $M[$i][-1 - $i]¦for $j in range($i, len($M[0])):
            $T += $M[$i][$j]¦for $j in range(len($M[0])):
            if $i == $j:
                $T += $M[$i][$j]
            «elif ($i + $j) % 2 == 0:
                $T -= $M[$i][$j]¦else:
                $T += 1»¦$T = max($T, sum($M[$i]))»
    return $T
""",
        "M",
    ),
    Idiom(
        """
def $f($n«¦, $k=#1..4»):
    $M = []
    for $i in range($n % #3..4«¦ + 1»):
        $R = []
        for $j in range(«#2..3¦$i + 1¦3 - $i % 2»):
            $R.append(«$i * $j¦$i + $j¦$j if $i == $j else 0¦($i + 1) * ($j + 1)¦$i @ar $j»)
        $M.append($R)
    return «$M¦sum(map(sum, $M))¦$M[-1:]¦len($M)»
""",
        "n",
    ),
    Idiom(
        """
def $f($n):
    $R = [1]
    $r = []
    for $i in range($n % #4..6):
        $r.append($R)
        $o = [1]
        for $j in range(len($R) - 1):
            $o.append($R[$j] + $R[$j + 1])
        $o.append(1)
        $R = $o
    return «$r¦$R¦$r[-1:]»
""",
        "n",
    ),
    Idiom(
        """
def $f($M, $x):
    for $i, $R in enumerate($M):
        «for $j, $E in enumerate($R):
            if $E «==¦==¦>» $x:
                return «$i, $j¦[$i, $j]¦$i * len($R) + $j¦$E»¦if $x in $R:
            return «$i, $R.index($x)¦$R¦$i»»
    return «None¦-1¦(-1, -1)»
""",
        "My|Mn",
    ),
    Idiom(
        """
def $f($M):
    $r = []
    $a, $z = 0, len($M) - 1
    while $a <= $z:
        $r += $M[$a]«¦[::-1]»
        if $a != $z:
            $r += $M[$z][::-1]
        $a += 1
        $z -= 1
    return $r
""",
        "M",
    ),
    Idiom(
        """
def $f($M):
    for $i in range(len($M)):
        for $j in range(len($M[$i])):
            if $M[$i][$j] @num:
                $M[$i][$j] «= 0¦+= #1..3¦= $i¦*= 2»
            «elif $i == $j:
                $M[$i][$j] = 1¦»
    return $M
""",
        "M",
    ),
    Idiom(
        """
def $f($P):
    $r = []
    for $a, $z in «sorted($P)¦$P¦sorted($P, key=lambda $x: $x[1])»:
        if $r and $a <= $r[-1][1]:
            $r[-1] = ($r[-1][0], max($r[-1][1], $z))
        else:
            $r.append(($a, $z))
    return «$r¦len($r)¦sum($b - $e for $e, $b in $r)»
""",
        "R",
    ),
    Idiom(
        """
def $f($P):
    $T = 0
    $p = #-1..1
    for $a, $z in sorted($P, key=lambda $x: $x[«0¦1»]):
        if $a @gt $p:
            $T += 1
            $p = $z
        «else:
            $p = max($p, $z)¦elif $z - $a > 3:
            $T -= 1¦»
    return «$T¦$p¦$T, $p»
""",
        "R",
    ),
    Idiom(
        """
def $f($M):
    $N = 0
    for $R in $M:
        for $x in $R:
            if $x == 0:
                continue
            if $x > #3..7:
                break
            $N += «1¦$x»
        «else:
            $N += #10..20¦»
    return $N
""",
        "M",
    ),
)
FAMILIES: dict[str, tuple[Generator, float]] = {
    "lists_scans": (family("lists_scans", SCANS), 1.5),
    "lists_sorting": (family("lists_sorting", SORTING), 1.2),
    "lists_moving": (family("lists_moving", MOVING), 1.6),
    "lists_tables": (family("lists_tables", TABLES), 0.8),
}

"""Idioms of dynamic programming and graphs on tiny inputs: tables, knapsacks, subsequences, distances, breadth and depth first.

Recursive searches live in `idioms_recursion.py`.
"""

from __future__ import annotations

from training.programs.idiom_template import Idiom, family
from training.programs.program import Generator

TABLES = (
    Idiom(
        """
def $f($n):
    $d = [0] * ($n % 8 + 2)
    $d[1] = «1¦1¦2»
    for $i in range(2, $n % 8 + 1):
        $d[$i] = $d[$i - 1] «+¦+¦*» $d[$i - 2]«¦ + 1»
    return «$d[$n % 8]¦$d¦$d[-1]»
""",
        "n|k",
    ),
    Idiom(
        """
def $f($l, $n):
    $n = $n % #6..9
    $d = [«A→«0¦1»¦99¦False»] * ($n + 1)
    $d[0] = «A→1¦0¦True»
    for $x in $l[:3]:
        for $i in range($x, $n + 1):
            «A→$d[$i] += $d[$i - $x]¦«$d[$i] = min($d[$i], $d[$i - $x] + 1)¦if $d[$i - $x] + 1 < $d[$i]:
                $d[$i] = $d[$i - $x] + 1»¦if $d[$i - $x]:
                $d[$i] = True»
    return «$d[$n]¦$d[$n]¦$d¦$d[-1] if $d[-1] != 99 else -1»
""",
        "Pn",
        mutable=False,
    ),
    Idiom(
        """
def $f($l, $n):
    $e = {0}
    for $x in $l«¦[:3]»:
        $e |= {$y + $x for $y in $e«¦ if $y + $x <= $n»}
    return «$n in $e¦max($y for $y in $e if $y <= $n)¦len($e)¦sorted($e)[:6]»
""",
        "Pn",
        mutable=False,
    ),
    Idiom(
        """
def $f($l):
    $d = [1] * len($l)
    for $i in range(len($l)):
        for $j in range($i):
            if $l[$j] «<¦<¦<=¦>» $l[$i]:
                «$d[$i] = max($d[$i], $d[$j] + 1)¦if $d[$j] + 1 > $d[$i]:
                    $d[$i] = $d[$j] + 1»
    return «max($d, default=0)¦$d¦$d[-1:]»
""",
        "J",
        mutable=False,
    ),
    Idiom(
        """
def $f($s, $t):
    $s, $t = $s[:#2..4], $t[:#2..3]
    $d = [[0] * (len($t) + 1) for $i in range(len($s) + 1)]
    for $i in range(1, len($s) + 1):
        for $j in range(1, len($t) + 1):
            if $s[$i - 1] == $t[$j - 1]:
                $d[$i][$j] = $d[$i - 1][$j - 1] + 1
            else:
                $d[$i][$j] = «max($d[$i - 1][$j], $d[$i][$j - 1])¦max($d[$i - 1][$j], $d[$i][$j - 1])¦0»
    return «$d[-1][-1]¦$d[-1]¦$d[len($s)][len($t)]»
""",
        "wt|ww",
        mutable=False,
    ),
    Idiom(
        """
def $f($s, $t):
    $p = list(range(len($t[:3]) + 1))
    for $i, $c in enumerate($s[:#2..4], 1):
        $o = [$i]
        for $j, $x in enumerate($t[:3], 1):
            $N = «0 if $c == $x else 1¦int($c != $x)¦($c != $x) * 1»
            $o.append(min($p[$j] + 1, $o[-1] + 1, $p[$j - 1] + $N))
        $p = $o
    return «$p[-1]¦$p»
""",
        "wt|ww",
        mutable=False,
    ),
    Idiom(
        """
def $f($n, $k):
    $n, $k = $n % 3 + 1, $k % 4 + 1
    $d = [[1] * $k for $i in range($n)]
    for $i in range(1, $n):
        for $j in range(1, $k):
            $d[$i][$j] = $d[$i - 1][$j] + $d[$i][$j - 1]«¦ - 1¦ % 7»
    return «$d[-1][-1]¦$d[$n - 1]¦$d»
""",
        "kk|nk",
        mutable=False,
    ),
    Idiom(
        """
def $f($M):
    for $i in range(len($M)):
        for $j in range(len($M[0])):
            if $i == 0 and $j == 0:
                continue
            «$a = $M[$i - 1][$j] if $i else 99
            $z = $M[$i][$j - 1] if $j else 99
            $M[$i][$j] += min($a, $z)¦if $i == 0:
                $M[$i][$j] += $M[$i][$j - 1]
            elif $j == 0:
                $M[$i][$j] += $M[$i - 1][$j]
            else:
                $M[$i][$j] += «min¦max»($M[$i - 1][$j], $M[$i][$j - 1])»
    return «$M[-1][-1]¦$M»
""",
        "M",
        mutable=False,
    ),
    Idiom(
        """
def $f($l):
    $a«, $z = 0, 0¦ = $z = 0»
    for $x in $l:
        $a, $z = $z, max($z, $a + $x)
    return «$z¦$z¦$a, $z»
""",
        "P|I",
    ),
    Idiom(
        """
def $f($l):
    $b = 0
    $i = 0
    while $i < len($l) and $i <= $b:
        $b = max($b, $i + $l[$i])
        $i += 1
    return «$b >= len($l) - 1¦$b¦$i, $b»
""",
        "P|J",
    ),
    Idiom(
        """
def $f($l):
    $a, $z = 0, len($l) - 1
    $b = 0
    while $a < $z:
        $x = «min¦max»($l[$a], $l[$z]) * ($z - $a)
        «$b = max($b, $x)¦if $x > $b:
            $b = $x»
        if $l[$a] < $l[$z]:
            $a += 1
        else:
            $z -= 1
    return $b
""",
        "P|I",
    ),
    Idiom(
        """
def $f($s):
    $b = ''
    for $i in range(len($s[:6])):
        $a, $z = $i, $i«¦ + 1»
        while $a >= 0 and $z < len($s) and $s[$a] == $s[$z]:
            $a -= 1
            $z += 1
        $o = $s[$a + 1:$z]
        if len($o) «>¦>=» len($b):
            $b = $o
    return «$b¦len($b)»
""",
        "w",
    ),
    Idiom(
        """
def $f($s):
    $a = 0
    $b = 0
    $e = «set()»
    for $c in $s:
        while $c in $e:
            $e.remove($s[$a])
            $a += 1
        $e.add($c)
        $b = max($b, len($e))
    return «$b¦$b, $a¦len($e)»
""",
        "w|s",
    ),
    Idiom(
        """
def $f($s):
    $d = {}
    $a, $b = 0, 0
    for $z, $c in enumerate($s):
        if $c in $d and $d[$c] >= $a:
            $a = $d[$c] + 1
        $d[$c] = $z
        $b = max($b, $z - $a + 1)
    return «$b¦$s[$a:]¦$b, $d»
""",
        "w|s",
    ),
)
GRAPHS = (
    Idiom(
        """
def $f($d):
    $q = ['a']
    $e = «[]¦[]»
    while $q:
        $x = $q.pop(«¦0»)
        if $x in $e:
            continue
        $e.append($x)
        for $y in $d.get($x, []):
            «if $y not in $e:
                $q.append($y)¦$q.append($y)»
    return «$e¦$e¦len($e)¦''.join($e)¦sorted($e)»
""",
        "A",
        mutable=False,
    ),
    Idiom(
        """
from collections import deque
def $f($d):
    $D = {'a': 0}
    $q = deque(['a'])
    while $q:
        $x = $q.popleft()
        for $y in $d[$x]:
            if $y not in $D:
                $D[$y] = $D[$x] + «1¦1¦2»
                $q.append($y)
    return «$D¦$D¦max($D.values())¦len($D) == len($d)¦$D.get('c', -1)»
""",
        "A",
        mutable=False,
    ),
    Idiom(
        """
def $f($d):
    $D = {$K: 0 for $K in $d}
    for $K in $d:
        for $x in $d[$K]:
            $D[$x] += 1
    «return «$D¦[$K for $K in $D if $D[$K] == 0]¦max($D, key=$D.get)»¦$q = [$K for $K in $D if $D[$K] == 0]
    $r = []
    while $q:
        $y = $q.pop(0)
        $r.append($y)
        for $x in $d[$y]:
            $D[$x] -= 1
            if $D[$x] == 0:
                $q.append($x)
    return «$r¦$r if len($r) == len($d) else None¦len($r)»»
""",
        "A",
        mutable=False,
    ),
    Idiom(
        """
def $f($P):
    $D = {}
    for $a, $z in $P:
        $D.setdefault($a, []).append($z)
        $D.setdefault($z, [])
    «$r = {}
    for $K in $D:
        $r[$K] = len($D[$K])
    return $r¦return «$D¦sorted($D)¦[$K for $K in $D if not $D[$K]]»»
""",
        "R",
    ),
    Idiom(
        """
def $f($M):
    $N = 0
    $q = [(0, 0)]
    $e = set()
    while $q«¦ and $N < 12»:
        $i, $j = $q.pop()
        if ($i, $j) in $e or $i >= len($M) or $j >= len($M[0]):
            continue
        $e.add(($i, $j))
        $N += $M[$i][$j]
        «$q.append(($i + 1, $j))
        ¦»$q.append(($i, $j + 1))
    return «$N¦len($e)¦$N, len($e)»
""",
        "M",
        mutable=False,
    ),
    Idiom(
        """
def $f($l):
    $p = list(range(6))
    def $g($x):
        while $p[$x] != $x:
            $x = $p[$x]
        return $x
    for $i in range(0, len($l) - 1, 2):
        $a, $z = $g($l[$i] % 6), $g($l[$i + 1] % 6)
        if $a != $z:
            $p[$a] = $z
    return «$p¦len({$g($i) for $i in range(6)})¦$g(0)»
""",
        "J",
        mutable=False,
    ),
    Idiom(
        """
import heapq
def $f($l, $k):
    «$q = []
    for $x in $l:
        heapq.heappush($q, «$x¦$x¦-$x»)
        «if len($q) > $k:
            heapq.heappop($q)¦»
    return «sorted($q)¦heapq.heappop($q) if $q else None¦$q[0] if $q else -1¦len($q)»¦heapq.heapify($l)
    $r = []
    while $l and len($r) < $k:
        $r.append(heapq.heappop($l))
    return $r¦return heapq.«nlargest¦nsmallest»($k, $l)»
""",
        "Jk",
        mutable=False,
    ),
    Idiom(
        """
import bisect
def $f($l, $x):
    «$i = bisect.bisect«_left¦_right¦»($l, $x)
    return «$i¦$l[:$i]¦$i, len($l)¦$l[$i] if $i < len($l) else None»¦bisect.insort($l, $x)
    return $l¦$r = []
    for $y in $l:
        bisect.insort($r, $y % ($x or 1))
    return $r»
""",
        "Sy|Sk",
    ),
    Idiom(
        """
from collections import deque
def $f($l, $k):
    $q = deque(«¦¦[], maxlen=#2..3»)
    for $x in $l:
        «$q.append($x)¦$q.appendleft($x)¦if $x @num:
            $q.append($x)
        else:
            $q.appendleft($x)»
        «if len($q) > $k:
            $q.popleft()¦»
    «$q.rotate(#-1..2)
    ¦»return «list($q)¦sum($q)¦len($q)¦list($q)[::-1]»
""",
        "Jk|Ik",
    ),
)
FAMILIES: dict[str, tuple[Generator, float]] = {
    "dynamic_tables": (family("dynamic_tables", TABLES), 0.7),
    "dynamic_graphs": (family("dynamic_graphs", GRAPHS), 0.6),
}

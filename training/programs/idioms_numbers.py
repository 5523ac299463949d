"""Idioms of number work: divisors, primes, digits, bases, series, powers, averages, clamps, conversions of units.

Recursive forms live in `idioms_recursion.py`.
"""

# ruff: noqa: E501 - a template's line holds many alternatives; what it expands to is short.
from __future__ import annotations

from training.programs.idiom_template import Idiom, family
from training.programs.program import Generator

DIVISORS = (
    Idiom(
        """
def $f($a, $z):
    «while $z«¦ != 0¦ > 0»:
        $a, $z = $z, $a % $z
    return $a«¦¦ == 1»¦$n, $k = $a, $z
    while $k > 0:
        $o = $n % $k
        $n = $k
        $k = $o
    return «$n¦$a * $z // ($n or 1)¦$a // $n if $n else 0»¦for $i in range(min($a, $z), 0, -1):
        if $a % $i == 0 and $z % $i == 0:
            return $i
    return 1¦$n = max($a, $z)
    while «$n % max($a, 1) != 0 or $n % max($z, 1) != 0»:
        $n += max($a, $z, 1)
    return $n»
""",
        "nn|kn|nk",
    ),
    Idiom(
        """
def $f($n):
    if $n @lt «2¦2¦1¦3»:
        return «False¦None¦0»
    «for $i in range(2, «int($n ** 0.5) + 1¦$n¦$n // 2 + 1»):
        if $n % $i == 0:
            return «False¦$i¦$n // $i»
    return True¦$i = 2
    while $i * $i <= $n:
        if $n % $i == 0:
            return «False¦$i»
        $i += 1
    return True¦if $n % 2 == 0:
        return $n == 2
    $k = 3
    while $k * $k <= $n:
        if not $n % $k:
            return False
        $k += 2
    return True»
""",
        "n|p",
    ),
    Idiom(
        """
def $f($n):
    $r = []
    $k = 2
    while $k * $k <= $n:
        while $n % $k == 0:
            $r.append($k)
            $n //= $k
        $k += 1
    if $n > 1:
        $r.append($n)
    return «$r¦$r¦len($r)¦set($r) == {2}¦$r[-1:]¦sorted(set($r))»
""",
        "n|p",
    ),
    Idiom(
        """
def $f($n):
    $r = «A→[]¦0¦1»
    for $i in range(1, $n % 30«¦ + 1»):
        if $n % $i == 0:
            «A→$r.append($i)¦$r += $i¦$r += 1»
    return «A→«$r¦len($r)¦$r[::-1]¦sum($r) == $n»¦«$r == $n¦$r @cmp $n¦$r - $n»¦$r»
""",
        "n|p",
    ),
    Idiom(
        """
def $f($n):
    $u = [True] * ($n % 20 + 1)
    $r = []
    for $i in range(2, len($u)):
        if $u[$i]:
            $r.append($i)
            for $j in range($i * $i, len($u), $i):
                $u[$j] = False
    return «$r¦len($r)¦sum($r)»
""",
        "n",
    ),
    Idiom(
        """
def $f($n):
    $r = []
    $x = «2¦2¦#3..6»
    while len($r) < $n % #3..6:
        «if all($x % $y for $y in $r):
            $r.append($x)
        $x += 1¦$r.append($x)
        $x = «$x * 2 + 1¦$x + len($r)¦$x * 3 - 2»»
    return «$r¦$r[-1:]¦$x¦sum($r)»
""",
        "n",
    ),
    Idiom(
        """
def $f($n):
    for $i in range(1, $n % 40 + 1):
        if $i % #2..5 == 0«¦ and $i % #3..5 == 0»:
            «$n -= $i¦return $i, $n¦continue¦break¦$n += 1»
        $n «+= 1¦+= $i % 2¦-= 1»
    return $n
""",
        "k|n",
        mutable=False,
    ),
    Idiom(
        """
def $f($n):
    $r = []
    for $i in range(1, $n«¦ + 1»):
        if $i % #A2..4 == 0 and $i % #B3..5 == 0:
            $r.append('«FizzBuzz¦both¦XY»')
        elif $i % #A == 0:
            $r.append('«Fizz¦a¦X»')
        elif $i % #B == 0:
            $r.append('«Buzz¦b¦Y»')
        else:
            $r.append(«str($i)¦$i¦''»)
    return «$r¦$r¦$r[-1:]¦len($r)»
""",
        "n",
    ),
)
DIGITS = (
    Idiom(
        """
def $f($n):
    $T = «0¦0¦1»
    $n = abs($n)
    while $n > 0:
        «$k = $n % 10
        $T «+= $k¦= $T * 10 + $k¦+= $k ** 2¦*= $k or 1¦= max($T, $k)¦+= 1 if $k @num else 0»
        $n //= 10¦$n, $k = divmod($n, 10)
        $T «+= $k¦= $T * 10 + $k¦-= $k»¦$T += $n % #2..10
        $n = $n // #2..10»
    return «$T¦$T¦$T % 9»
""",
        "i|p|p",
    ),
    Idiom(
        """
def $f($n):
    «$T = sum(int($c) for $c in str(abs($n)))
    return «$T¦$T % 3 == 0¦$n % $T if $T else $n¦$T, len(str($n))»¦$r = []
    for $c in str(abs($n)):
        $r.«append(int($c))¦insert(0, int($c) @fn)»
    return «$r¦sum($r)¦max($r)¦sorted($r)»¦$s = str($n)
    return «$s == $s[::-1]¦$s[::-1]¦$s.count('#0..9')¦''.join(sorted($s))¦ord($s[0]) + ord($s[-1])¦len($s)»»
""",
        "p|i",
    ),
    Idiom(
        """
def $f($n):
    $N = 0
    while $n > 9:
        $n = «sum(int($c) for $c in str($n))¦sum(map(int, str($n)))¦$n // 10 + $n % 10¦$n // 3»
        $N += 1
        «if $N > 5:
            break¦»
    return «$n¦$N¦$n, $N¦[$N, $n]»
""",
        "p|i",
    ),
    Idiom(
        """
def $f($n«¦, $k=2»):
    «if $n == 0:
        return '0'
    ¦»$r = ''
    while $n > 0:
        $r = str($n % #A2..9) + $r
        $n //= #A
    return «$r¦$r¦$r.zfill(8)¦int($r or 0)¦$r.count('1')¦len($r)»
""",
        "p|n",
    ),
    Idiom(
        """
def $f($n, $k):
    $d = '0123456789ABCDEF'
    $r = []
    $k = max($k, 2)
    while «$n»:
        $n, $i = divmod($n, $k)
        $r.append($d[$i])
    «$r.reverse()
    return ''.join($r)¦return ''.join($r[::-1]) or '0'¦return $r»
""",
        "pn|nk|pk",
    ),
    Idiom(
        """
def $f($s):
    $T = 0
    for $i, $c in enumerate(«reversed($s)¦$s¦$s[::-1]»):
        «if $c == '1':
            $T += 2 ** $i¦$T += ($c > '3') * 2 ** $i¦$T = $T * 2 + ($c == '1')»
    return $T
""",
        "s",
    ),
    Idiom(
        """
def $f($n):
    $s = str($n)
    $T = 0
    for $c in $s:
        $T += int($c) ** «len($s)¦2¦3»
    «if $T == $n:
        return True
    return False¦return $T == $n¦return $T¦return $T - $n»
""",
        "p",
    ),
    Idiom(
        """
def $f($n):
    $N = 0
    while $n«¦ > 0»:
        «$N += $n & 1
        $n >>= 1¦$n &= $n - 1
        $N += 1¦if $n % 2:
            $N += 1
        $n = $n // 2¦$n >>= #1..2
        $N += 1»
    return $N
""",
        "p|n",
    ),
    Idiom(
        """
def $f($a, $z):
    return «$a & $z¦$a | $z¦$a ^ $z¦($a << #1..2) + $z¦$a >> #1..2, $z >> 1¦bin($a ^ $z)¦bin($a).count('1') - bin($z).count('1')¦($a & 1) == ($z & 1)¦hex($a + $z)¦~$a & 15»
""",
        "nn|pp",
    ),
    Idiom(
        """
def $f($n):
    $P = [(10, 'X'), (9, 'IX'), (5, 'V'), (4, 'IV'), (1, 'I')]
    $r = ''
    for $V, $c in $P:
        while $n >= $V:
            $r += $c
            $n -= $V
    return $r
""",
        "n",
    ),
    Idiom(
        """
def $f($s):
    $d = {'I': 1, 'V': 5, 'X': 10, 'L': 50, 'a': 2, 'b': 3}
    $T = 0
    $p = 0
    for $c in «reversed($s)¦$s¦$s.upper()»:
        $V = $d.get($c, 0)
        if $V < $p:
            $T -= $V
        else:
            $T += $V
        $p = $V
    return $T
""",
        "w|s",
    ),
)
SERIES = (
    Idiom(
        """
def $f($n):
    $a, $z = «0, 1¦1, 1¦0, 1¦2, 1¦#0..3, #1..5»
    «for $i in range($n % 20):
        $a, $z = $z, «$a + $z¦$a + $z¦$a * 2 + 1¦$z + $a % 5»
    return «$a¦$z¦$a, $z»¦$r = []
    while $a < $n:
        $r.append($a)
        $a, $z = $z, $a + $z«¦ + 1»
    return «$r¦sum($r)¦len($r)»»
""",
        "n",
    ),
    Idiom(
        """
def $f($n):
    $r = [0, 1]
    for $i in range(2, $n % 15 + 1):
        $r.append($r[$i - 1] + $r[$i - 2]«¦ - 1»)
    return «$r¦$r[-1]¦$r[:$n]¦$r[$n % 2]»
""",
        "n",
    ),
    Idiom(
        """
def $f($n):
    $T = 1
    «for $i in range(«1, $n + 1¦2, $n + 1¦$n, 0, -1¦1, $n + 1, 2»):
        $T *= $i¦while $n > «1¦0¦1»:
        $T *= $n
        $n -= «1¦1¦2»»
    return $T
""",
        "k|k|k",
        mutable=False,
    ),
    Idiom(
        """
def $f($n):
    $N = 0
    «$r = [$n]
    ¦»while $n > 1 and $N < #8..15:
        if $n % 2 == 0:
            $n «//= 2¦= $n // 2»
        else:
            $n = «3 * $n + 1¦3 * $n + 1¦$n * 3 - 1¦$n - 1¦$n + #1..3»
        $N += 1
    return «$N¦$N, $n¦$n¦[$n, $N]»
""",
        "n|p",
    ),
    Idiom(
        """
def $f($x, $k):
    $r = 1
    «while $k > 0:
        if $k % 2 == 1:
            $r *= $x
        $x *= $x
        $k //= 2¦for $i in range($k):
        $r *= $x
        «if $r > #50..500:
            break¦»¦while $k:
        if $k & 1:
            $r = $r * $x % #A7..97
        $x = $x * $x % #A
        $k >>= 1»
    return $r
""",
        "kk|nk|kn",
        mutable=False,
    ),
    Idiom(
        """
def $f($n):
    «$i = 0
    while $i * $i «<=¦<» $n«¦ and $i < 30»:
        $i += 1
    return «$i - 1¦$i¦$i * $i == $n»¦$a, $z = 0, $n
    while $a «<=» $z:
        $k = ($a + $z) // 2
        if $k * $k == $n:
            return $k
        if $k * $k < $n:
            $a = $k + 1
        else:
            $z = $k - 1
    return «$z¦$a¦-1»¦$x = $n
    while $x * $x > $n:
        $x = ($x + $n // $x) // 2
    return $x»
""",
        "n|p",
    ),
    Idiom(
        """
def $f($n):
    $T = 0
    «$i = 1¦$i = 0¦$i = #1..5»
    while $i «<=¦<» $n«¦ and $T < #20..60»:
        «if $i @num:
            $T += $i
        $i += 1¦$T += $i
        $i «+= #1..3¦*= 2
        $i += 1»¦$T «+=¦-=» $i * $i
        $i += 1»
    return $T
""",
        "n",
    ),
    Idiom(
        """
def $f($n):
    $T = 0
    for $i in range(«$n¦1, $n + 1¦0, $n, #2..3¦$n, 0, -#1..3¦#0..3, $n»):
        «for $j in range($i % #2..4«¦ + 1»):
            $T += $j«¦ * $i¦ + 1»¦if $i % #2..4 == #0..1:
            continue
        $T += $i«¦ ** 2¦ // 2»¦$T += $i if $i @num else -1¦$T = $T * 2 + $i
        if $T > #30..99:
            break»
    return $T
""",
        "n",
    ),
    Idiom(
        """
def $f($n):
    $r = []
    for $i in range(1, $n % 8 + 1):
        $r «+= [$i @fn]¦+= [$i] * ($i % 3)¦+= ['*' * $i]¦+= [str($i) * ($i % 4)]»
    return $r
""",
        "n",
    ),
    Idiom(
        """
def $f($n):
    $r = «[]¦[]»
    for $i in range($n % 5«¦ + 1»):
        $s = «'*' * ($i + 1)¦' ' * $i + '#'¦'-'.join(['o'] * $i)¦str($i) * $i¦'*'.center(2 * $i + 1)»
        «$r.append($s)¦$r.append($s.@case())¦$r.insert(0, $s)»
    return «'|'.join($r)¦$r¦len($r), $r[-1:]»
""",
        "n",
    ),
)
MEASURES = (
    Idiom(
        """
def $f($l):
    «if not $l:
        return «0¦None¦0.0»
    ¦»$T = «0¦0.0»
    for $x in $l:
        $T += «$x¦$x¦$x * 2¦abs($x)»
    $k = $T / len($l)
    return «$k¦round($k, #0..3)¦$k > #5..20¦[$x - $k for $x in $l]¦sum(1 for $x in $l if $x @cmp $k)¦int($k)»
""",
        "P|F|F",
    ),
    Idiom(
        """
def $f($l):
    $l = sorted($l)
    $n = len($l)
    $i = $n // 2
    if $n % 2 == «1¦0»:
        return $l[$i]
    return «($l[$i - 1] + $l[$i]) / 2¦$l[$i]¦$l[$i - 1], $l[$i]¦($l[0] + $l[-1]) / 2»
""",
        "P|F",
    ),
    Idiom(
        """
def $f($x):
    «$y = ($x - 32) * 5 / 9¦$y = $x * 9 / 5 + 32¦$y = $x * @x¦$y = $x / @x¦$y = $x ** 2¦$y = $x * 1000 // 60¦$y = abs($x) ** 0.5»
    «$y = round($y, #0..3)¦if $y @cmp #5..50:
        $y = «0¦-$y¦$y / 2»¦»
    return «$y¦round($y, 2)¦int($y)¦f'{$y:.1f}'¦$y, $x»
""",
        "x|n",
    ),
    Idiom(
        """
def $f($x, $a, $z):
    «if $x < $a:
        return $a
    «el¦»if $x > $z:
        return $z
    return $x¦return max($a, min($x, $z))¦return min(max($x, $a), $z)¦if $a > $z:
        $a, $z = $z, $a
    return «$a <= $x <= $z¦$a < $x < $z¦($x - $a) % ($z - $a + 1)»¦if $x <= $a or $x >= $z:
        $x = ($a + $z) / 2
    return $x¦$y = $z - $a
    while $x > $z and $y > 0:
        $x -= $y
    return $x»
""",
        "nnn|iii|xnn",
    ),
    Idiom(
        """
def $f($x, $y, $x2, $y2):
    $a = $x2 - $x
    $z = «$y2 - $y¦abs($y2 - $y)»
    return «round(($a ** 2 + $z ** 2) ** 0.5, 2)¦abs($a) + abs($z)¦max(abs($a), abs($z))¦$a * $a + $z * $z¦$z / $a if $a else None¦($x + $x2) / 2, ($y + $y2) / 2¦$a, $z»
""",
        "nnnn|iiii",
    ),
    Idiom(
        """
import math
def $f($x, $y):
    $r = «math.sqrt($x * $x + $y * $y)¦math.hypot($x, $y)¦math.floor($x / ($y or 1))¦math.ceil($x / ($y or 1))¦math.gcd($x, $y)¦math.pi * $x¦math.isqrt(abs($x)) + $y¦math.trunc($x @ar $y)¦math.prod([$x, $y, #1..4])»
    «if $r > #4..20:
        return «int($r)¦-1¦$r - $x»
    ¦»return «$r¦round($r, #1..3)¦$r¦$r, $x»
""",
        "nn|np",
    ),
    Idiom(
        """
def $f($n):
    $a = $n // «3600¦60¦24¦7»
    $z = «$n % 3600 // 60¦$n - $a * 7¦$n % 60»
    «$o = $n % 60
    return «f'{$a:02d}:{$z:02d}:{$o:02d}'¦$a, $z, $o¦f'{$a}h {$z}m {$o}s'»¦return «f'{$a}:{$z:02}'¦($a, $z)¦$a * 100 + $z¦str($a) + 'h' + str($z)»»
""",
        "i|p",
    ),
    Idiom(
        """
def $f($x):
    «if $x @gt #80..95:
        $r = 'A'
    elif $x @gt #60..79:
        $r = 'B'
    elif $x @gt #30..59:
        $r = 'C'
    else:
        $r = 'F'
    return $r«¦ + '+'¦, $x»¦if $x < 0:
        return '«neg¦low¦bad»'
    if $x == 0:
        return 'zero'
    elif $x % 2 == 0:
        return '«even¦big¦ok»'
    return '«odd¦pos¦high»'¦for $k, $c in ((#50..90, 'high'), (#10..40, 'mid'), (0, 'low')):
        if $x @gt $k:
            return $c
    return None»
""",
        "i|p|n",
    ),
    Idiom(
        """
def $f($n):
    return «$n % 4 == 0 and ($n % 100 != 0 or $n % 400 == 0)¦$n % 2 == 0 @logic $n > #3..20¦$n if $n % 2 else -$n¦not $n % #2..5¦$n > 0 and $n & ($n - 1) == 0¦0 < $n < #5..50¦divmod($n, #2..12)¦$n // 2 if $n @num else $n * 3 + 1¦($n > 0) - ($n < 0)¦pow($n, #1..3, #5..20)»
""",
        "n|p|i",
    ),
    Idiom(
        """
def $f($n, $k):
    $r = $n
    «for $i in range($k):
        $r «+= $r * #5..20 / 100¦*= 1.0#2..5¦= $r * 2 - $i¦-= $r // #2..4¦= round($r * @x, 2)»
        «if $r > #90..300:
            return $i, $r¦»¦$N = 0
    while $r < #50..300 and $N < 8:
        $r = «$r * 2 + $k¦$r + $r // 2 + 1¦$r + $k * $N»
        $N += 1»
    return «$r¦round($r, 2)¦int($r)»
""",
        "nk|pk",
    ),
    Idiom(
        """
def $f($x, $y, $e):
    «if $x + $y <= $e or $x + $e <= $y or $y + $e <= $x:
        return 'invalid'
    if $x == $y == $e:
        return 'equilateral'
    «el¦»if $x == $y or $y == $e or $x == $e:
        return 'isosceles'
    return 'scalene'¦if $x > $y and $x > $e:
        return $x
    elif $y > $e:
        return $y
    else:
        return $e¦$b = $x
    if $y @cmp $b:
        $b = $y
    if $e @cmp $b:
        $b = $e
    return $b¦$x, $y, $e = sorted([$x, $y, $e])
    return «$x * $x + $y * $y == $e * $e¦$y¦$e - $x¦$x + $y > $e»»
""",
        "kkk|nnn|nnn",
    ),
    Idiom(
        """
def $f($n, $s):
    if $s == '+':
        return $n + #A1..9
    elif $s == '-':
        return $n - #A
    elif $s in ('*', @c, @w):
        return $n * #A
    elif not $s or $s[0] @cmp 'm':
        return $n // #A
    «raise ValueError('bad op')¦return None¦return $n¦else:
        return -$n»
""",
        "nw|nc|ns",
    ),
)
FAMILIES: dict[str, tuple[Generator, float]] = {
    "numbers_divisors": (family("numbers_divisors", DIVISORS), 1.0),
    "numbers_digits": (family("numbers_digits", DIGITS), 1.0),
    "numbers_series": (family("numbers_series", SERIES), 1.0),
    "numbers_measures": (family("numbers_measures", MEASURES), 1.0),
}

"""Idioms of errors: validation that raises, fallbacks, loops that skip failures, `else` and `finally`, own exceptions.

Many calls here end with an exception nobody catches; that is their purpose.
"""

from __future__ import annotations

from training.programs.idiom_template import Idiom, family
from training.programs.program import Generator

CAUGHT = (
    Idiom(
        """
def $f($a, $z):
    try:
        $r = $a «/¦//¦%» $z
    except ZeroDivisionError«¦ as $e»:
        «return «None¦0¦'inf'¦-1»¦$r = «0¦None¦$a»¦$r = str($z)
        $a = 0»
    «else:
        $r += 1
    ¦finally:
        $z = 0
    ¦»return «$r¦$r¦$r, $z¦$r or $a»
""",
        "nk|nn|ik",
    ),
    Idiom(
        """
def $f($l):
    $r = []
    $N = 0
    for $x in $l:
        try:
            $r.append(int($x)«¦¦ @fn»)
        except «ValueError¦ValueError¦(ValueError, TypeError)¦Exception»«¦ as $y»:
            «continue¦$r.append(«None¦0¦-1¦$x¦len($x)»)¦$N += 1¦pass¦break»
    return «$r¦$r¦$r, $N¦sum($x for $x in $r if isinstance($x, int))¦len($r)¦$N»
""",
        "Z",
    ),
    Idiom(
        """
def $f($s«¦¦, $k=0»):
    try:
        «$r = int($s)«¦ @fn»¦$r = float($s)¦$r = int($s, #2..16)¦$r = int($s.strip())
        $r = 100 // $r»
    except ValueError:
        return «None¦0¦-1¦$s¦len($s)»
    except ZeroDivisionError:
        return 'zero'
    return $r
""",
        "Y",
    ),
    Idiom(
        """
def $f($d, $K):
    try:
        «return $d[$K]«¦ @fn»¦$r = $d[$K]
        $d[$K] = $r + 1
        return $r¦$r = 100 // $d[$K]
        return $r»
    except KeyError«¦ as $e»:
        «return «None¦-1¦'missing'¦len($d)»¦$d[$K] = #0..9
        return $d¦raise ValueError($K)»
    «except ZeroDivisionError:
        return 0¦»
""",
        "Dz",
    ),
    Idiom(
        """
def $f($l, $i):
    try:
        $x = $l[$i]
    except IndexError:
        $x = «None¦0¦-1¦$l[-1] if $l else None»
    else:
        «$l[$i] = 0¦$x = $x @fn¦$l.append($x)»
    «finally:
        $l.append(«$i¦0»)¦»
    return «$x¦$x, $l¦$l»
""",
        "In|Ji|Jk",
    ),
    Idiom(
        """
def $f($l):
    $r = []
    try:
        for $x in $l:
            «if $x < 0:
                raise ValueError('negative')
            $r.append($x @fn)¦$r.append(#10..99 // $x)¦assert $x «<¦>¦!=» #0..15
            $r.append($x)¦if $x == #0..9:
                raise KeyError($x)
            $r.insert(0, $x)»
    except «(ValueError, ZeroDivisionError)¦Exception¦(AssertionError, ArithmeticError, ValueError, KeyError)» as $e:
        $r.append(«type($e).__name__¦-1¦None¦str($e)»)
    «else:
        $r.append('ok')
    ¦finally:
        $r.append(len($r))
    ¦»return $r
""",
        "I|P",
    ),
    Idiom(
        """
def $f($l):
    $d = {«'ok': 0, 'bad': 0»}
    for $x in $l:
        try:
            «$y = $x + 1¦$y = $x * 2 // 2¦$y = len($x)¦$y = $x.upper()¦$y = int($x)»
            $d['ok'] += 1
        except «(TypeError, ValueError, AttributeError)¦Exception»:
            $d['bad'] += 1
    return «$d¦$d¦$d['ok'] - $d['bad']»
""",
        "Q",
    ),
    Idiom(
        """
def $f($x, $y):
    try:
        $r = $x + $y
    except TypeError:
        «$r = str($x) + str($y)¦return «None¦'type'¦str($x)»¦$r = None»
    return $r
""",
        "qq",
    ),
    Idiom(
        """
class $X(«Exception¦ValueError»):
    «pass¦def __init__(self, $x):
        super().__init__($x)
        self.code = $x»
def $g($n):
    if $n @cmp #1..15:
        raise $X($n)
    return $n @fn
def $f($l):
    $r = []
    for $x in $l:
        try:
            $r.append($g($x))
        except $X as $e:
            $r.append(«$e.args[0]¦-1¦str($e)»)
            «break¦continue¦»
    return $r
""",
        "J|I",
    ),
    Idiom(
        """
def $f($l):
    $N = 0
    while True:
        try:
            $x = $l.pop(«¦0»)
        except IndexError:
            «break¦return $N»
        $N += «$x¦1¦$x if $x > 0 else 1»
    return «$N¦$N * 2»
""",
        "I|J",
        mutable=False,
    ),
    Idiom(
        """
def $f($n):
    $r = []
    for $i in range($n % #3..6):
        try:
            $r.append($i)
            if $i @num:
                continue
            «if $i == #1..4:
                break
            ¦»$r.append('a')
        finally:
            $r.append(«'f'¦-$i»)
    return $r
""",
        "n",
    ),
    Idiom(
        """
def $g($s):
    if not $s:
        raise ValueError(«'empty'»)
    return $s[0]
def $f($W):
    $r = ''
    for $w in $W:
        try:
            $r += $g($w«¦.strip()¦[1:]¦.replace(@c, '')»)
        except ValueError as $e:
            «$r += '?'¦$r += str($e)[0]¦return $r, str($e)»
    return $r
""",
        "W",
    ),
)
UNCAUGHT = (
    Idiom(
        """
def $f($n):
    if «not isinstance($n, int)¦$n is None¦type($n) is not int»:
        raise TypeError('«expected an int¦not an integer¦bad type»')
    if $n @cmp #0..30:
        raise ValueError(«f'bad value: {$n}'¦'out of range'¦$n¦'too small'»)
    return «$n @fn¦$n * $n¦'ok'¦str($n)»
""",
        "q|n|i",
    ),
    Idiom(
        """
def $f($d, $K):
    if $K not in $d:
        raise KeyError($K)
    «if $d[$K] @cmp #0..9:
        raise ValueError('«no stock¦too low¦bad count»')
    $d[$K] -= 1¦$V = $d.pop($K)¦»
    return «$d¦$d¦len($d)»
""",
        "Dz",
    ),
    Idiom(
        """
def $f($l, $i):
    «if $i < 0 or $i >= len($l):
        raise IndexError('«index out of range¦no such item»')
    return $l[$i]¦$x = $l[$i]
    return $x @fn¦$r = []
    for $j in range($i):
        $r.append($l[$j])
    return $r¦$l.remove($i)
    return $l¦$j = $l.index($i)
    return $l[:$j], $l[$j:]¦$l[$i] = #0..9
    return $l¦$x = $l.pop($i)
    return $x, $l»
""",
        "Ik|Jk|In",
    ),
    Idiom(
        """
def $f($s):
    «$a, $z = $s.split(@sp)
    return $z + $a¦$n = int($s)
    return $n @fn¦$i = $s.index(@c)
    return $s[:$i]¦$T = 0
    for $c in $s:
        $T += int($c)
    return $T¦$c = $s[#0..6]
    return $c.upper()¦if not $s.@pred():
        raise ValueError('invalid: ' + $s)
    return $s.@case()»
""",
        "s|w|Y",
    ),
    Idiom(
        """
def $f($x, $y):
    $r = «$x + $y¦$x * $y¦$x - $y¦[$x, $y]»
    «if $r == $x:
        raise ValueError($r)
    ¦»return «$r¦$r, $r¦str($r)¦len($r)»
""",
        "qq|qn",
    ),
    Idiom(
        """
class $X(Exception):
    pass
def $g($n, $k):
    if $k @gt $n:
        raise $X(«'not enough'¦f'need {$k - $n} more'¦$k - $n»)
    return $n - $k
def $f($n, $l):
    for $x in $l:
        $n = $g($n, $x)
    return $n
""",
        "nP|pP",
    ),
    Idiom(
        """
def $f($a, $z):
    «assert $z != 0, 'zero'¦if $z == 0:
        raise ZeroDivisionError('«division by zero¦z is zero»')¦$k = $a // $z»
    $r = $a / $z
    return «$r¦round($r, 2)¦int($r)»
""",
        "nk|ik",
    ),
    Idiom(
        """
def $f($s, $k):
    try:
        $n = int($s)
    except ValueError«¦ as $e»:
        raise «TypeError('not a number')«¦ from None»¦ValueError(f'bad: {$s!r}')¦»
    if $n > $k:
        raise OverflowError($n)
    return $n
""",
        "Yn|Yp",
    ),
    Idiom(
        """
def $f($s, $t):
    if len($s) < #3..7:
        raise ValueError('too short')
    if not any($c.isdigit() for $c in $s):
        «raise ValueError('no digit')¦return False¦$s += '1'»
    «if $t in $s:
        raise ValueError('contains ' + $t)
    ¦»return «True¦$s¦len($s)»
""",
        "st|ss",
    ),
    Idiom(
        """
def $f($l):
    $q = []
    for $x in $l:
        if $x @cmp #0..9:
            $q.append($x)
        else:
            $y = $q.pop()
            «$q.append($y + $x)¦if $y == $x:
                raise ValueError($y)»
    return $q
""",
        "I|J",
    ),
    Idiom(
        """
def $f($n):
    try:
        if $n @num:
            raise ValueError($n)
        $r = #10..99 // ($n - #0..6)
    finally:
        $n = 0
    return $r«¦, $n»
""",
        "n|k",
    ),
)
FAMILIES: dict[str, tuple[Generator, float]] = {
    "errors_caught": (family("errors_caught", CAUGHT), 0.9),
    "errors_uncaught": (family("errors_uncaught", UNCAUGHT), 0.5),
}

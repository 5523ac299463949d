"""Idioms of dense code: functions whose body is one to three lines of comprehensions, joins, slices, chained methods, conditions.

The loops that do the same step by step live in the other modules of idioms.
"""

# ruff: noqa: E501 - a template's line holds many alternatives; what it expands to is short.
from __future__ import annotations

from training.programs.idiom_template import Idiom, family
from training.programs.program import Generator

CHARACTER = "«$c.@pred()¦not $c.@pred()¦$c in @v¦$c not in @v¦$c @eq @C¦$c @cmp 'm'¦$c.lower() in 'aeiou'»"
"""A condition on one character."""
WORD = "«len($w) @cmp #1..6¦$w.@pred()¦$w.@with(@c)¦@c in $w¦$w == $w[::-1]¦$w @cmp 'm'¦$w»"
"""A condition on one word."""
ENDS = "«$r¦$r¦len($r)¦$r[:#1..4]¦$r[::-1]¦$r[-1:]¦$r * 2»"
"""What is done with a sequence at the end."""

STRINGS = (
    Idiom(
        f"""
def $f($s):
    «return ''.join($c for $c in $s if {CHARACTER})¦return ''.join([$c.@case() if {CHARACTER} else $c for $c in $s])¦$r = [$c for $c in $s if {CHARACTER}]
    return «@sep.join($r)¦{ENDS}»¦return «sum(1 for $c in $s if {CHARACTER})¦len([$c for $c in $s if {CHARACTER}])¦sum({CHARACTER} for $c in $s)»¦return «any¦all»({CHARACTER} for $c in $s)¦return next(($c for $c in $s if {CHARACTER}), «None¦''¦'?'»)¦return [$i for $i, $c in enumerate($s) if {CHARACTER}]»
""",
        "s|w",
    ),
    Idiom(
        """
def $f($s):
    «$s = $s.@case()
    ¦$s = $s.@strip(«¦@v¦@c»)
    ¦$s = $s.replace(@c, @C)
    ¦$s = $s[#0..3:]
    ¦$k = len($s) // 2
    »return «$s[::-1]¦$s[::2]¦$s[1::2]¦$s[:#1..5]¦$s[-#1..4:]¦$s[1:-1]¦$s[#1..3:#4..8]¦$s * #2..3¦$s + $s[::-1]¦$s[-1:] + $s[1:-1] + $s[:1]¦$s == $s[::-1]¦$s.@case()¦$s.@pred()¦len($s) % 2 == 0¦$s.count(@C)¦$s.find(@c)¦$s[:2] + @sep + $s[-2:]¦list($s)¦sorted($s)¦sorted(set($s))¦''.join(sorted($s«¦, reverse=True¦, key=str.lower»))¦$s or @w»
""",
        "s|w",
    ),
    Idiom(
        """
def $f($s):
    return $s.«strip()¦lower()¦upper()¦replace(@c, @C)¦replace(' ', @sep)¦strip(@v)¦lstrip(@c)¦title()».«replace(@c, @c)¦split(«¦@sp»)¦split(@sp, 1)¦rsplit(@sp, 1)¦partition(@sp)¦capitalize()¦swapcase()¦center(#6..16, '*')¦ljust(#5..12, '.')¦zfill(#5..12)¦«find¦count¦rfind»(@c)¦@with(@c)¦rstrip(@v)¦splitlines()¦rpartition(@sp)¦isidentifier()¦istitle()¦expandtabs(4)»
""",
        "s",
    ),
    Idiom(
        f"""
def $f($s):
    $W = $s.split(«¦¦@sp»)
    «$W = [$w for $w in $W if {WORD}]
    ¦$W = [$w.@case() for $w in $W]
    ¦$W.«reverse()¦sort()¦append(@w)¦sort(key=len)¦insert(0, @w)»
    ¦if len($W) < 2:
        return «$s¦None¦''»
    ¦»return «@sep.join($W)¦@sep.join($W[::-1])¦@sep.join($w[::-1] for $w in $W)¦@sep.join($w.@case() for $w in $W)¦''.join($w[:1] for $w in $W)¦[len($w) for $w in $W]¦{{$w: len($w) for $w in $W}}¦max($W, key=len, default='')¦sorted($W, key=«len¦str.lower¦lambda $w: $w[-1:]¦lambda $w: (-len($w), $w)»)¦sum(len($w) for $w in $W) / (len($W) or 1)¦len(set($W))¦$W[-1:]¦tuple($W)¦@sep.join(sorted(set($W)))¦[$W[$i] for $i in range(0, len($W), 2)]¦dict(enumerate($W))¦list(zip($W, $W[1:]))¦@sep.join(f'{{$i}}{{$w}}' for $i, $w in enumerate($W))»
""",
        "s",
    ),
    Idiom(
        """
def $f($s, $t):
    return «$t in $s¦$s.@find($t) if $t in $s else -1¦$s.replace($t, «''¦@C¦$t * 2¦$t.upper()»)¦$s.split($t)«¦[-1]¦[0]¦, len($t)» if $t else $s¦$s.@with($t)¦$s + $t if $s @cmp $t else $t + $s¦sorted($s) == sorted($t)¦set($s) «&¦-¦|» set($t) == set($s)¦sorted(set($s) & set($t))¦''.join($c for $c in $s if $c «in¦not in» $t)¦sum($a == $z for $a, $z in zip($s, $t))¦[$a + $z for $a, $z in zip($s, $t)]¦$t.join($s[:#2..6])¦$s.count($t) * $t¦$s.@strip($t)¦f'{$s}-{$t}'¦f'{$s[:3]:>6}{$t!r}'¦$s[$s.find($t):]¦$t.join($s.split())¦len($s) - len($t)¦$s.partition($t or 'x')¦{$s: $t}¦min($s, $t)¦$s.casefold() == $t.casefold()¦dict(zip($s, $t))¦list(map(ord, $t[:3]))»
""",
        "st|wt|sc",
    ),
    Idiom(
        f"""
def $f($W):
    «$W = «sorted($W)¦$W[::-1]¦$W[1:]¦list(dict.fromkeys($W))¦[$w.@strip() for $w in $W]»
    ¦»return «[$w for $w in $W if {WORD}]¦[$w.@case() for $w in $W]¦[$w[::-1] for $w in $W if {WORD}]¦@sep.join($W)¦@sep.join($w for $w in $W if {WORD})¦{{$w: len($w) for $w in $W«¦ if {WORD}»}}¦sorted($W, key=«len¦lambda $w: $w[::-1]¦lambda $w: (len($w), $w)»«¦, reverse=True»)¦«max¦min»($W, key=len, default=None)¦sum(len($w) for $w in $W)¦[($i, $w) for $i, $w in enumerate($W«¦, 1») if {WORD}]¦{{$w[0]: $w for $w in $W if $w}}¦«any¦all»({WORD} for $w in $W)¦[$w + str($i) for $i, $w in enumerate($W)]¦[$c for $w in $W for $c in $w if $c in @v]¦list(map(len, $W))¦list(filter(None, $W))¦''.join($w[0] for $w in $W if $w).@case()¦sorted({{len($w) for $w in $W}})¦dict(zip($W, range(len($W))))¦len(set(map(len, $W))) == 1¦[*$W, @w]»
""",
        "W",
    ),
    Idiom(
        """
def $f($s, $k):
    «if not $s:
        return $s
    ¦»return «$s[:$k]¦$s[$k:] + $s[:$k]¦$s[-$k:]¦$s[:-$k]¦$s[$k - 1::-1]¦$s[::$k or 1]¦$s[:$k] + '...' if len($s) > $k else $s¦$s * $k¦$s[:$k].upper() + $s[$k:]¦$s.ljust($k + #4..9, '-') + '|'¦[$s[$i:$i + $k] for $i in range(len($s) - $k + 1)]¦[$s[$i:$i + 2] for $i in range(0, len($s), $k or 1)]¦''.join(chr(ord($c) + $k) for $c in $s)¦''.join($c * $k for $c in $s)¦$s.split(' ', $k)¦$s[:$k][::-1] + $s[$k:]¦''.join($c for $i, $c in enumerate($s) if $i % ($k + 1))¦(len($s) + $k) // 3¦$s.find($s[-1], $k)¦$s[min($k, len($s) - 1)]¦f'{$s:>{$k + 8}}'»
""",
        "sk|wk",
    ),
    Idiom(
        """
def $f($s):
    return «int($s) if $s.isdigit() else «None¦-1¦$s»¦$s.upper() if $s.islower() else $s.lower()¦$s[0].upper() + $s[1:] if $s else ''¦'yes' if @c in $s else 'no'¦ord($s[0]) if $s else 0¦[ord($c) - 97 for $c in $s]¦{$c: $s.count($c) for $c in $s}¦{$c: $i for $i, $c in enumerate($s)}¦len(set($s)) == len($s)¦[$c for $c in dict.fromkeys($s) if $s.count($c) > 1]¦max($s, key=$s.count) if $s else None¦sorted($s, key=lambda $c: (-$s.count($c), $c))¦sum(int($c) for $c in $s if $c in '0123456789')¦sum(map(ord, $s)) % #7..26¦''.join(map(str, [len($w) for $w in $s.split()]))¦[*map(str.upper, $s)]¦list(zip($s, $s[1:]))¦[$c for $c, $x in zip($s, $s[1:]) if $c == $x]¦tuple($s)¦' '.join($s)¦repr($s)¦$s.translate(str.maketrans('ab', 'xy'))¦$s.translate(str.maketrans('', '', @v))»
""",
        "s|w",
    ),
)
LISTS = (
    Idiom(
        """
def $f($l):
    «$l = «sorted($l)¦$l[::-1]¦$l[1:]¦[$x @fn for $x in $l]¦[$x for $x in $l if $x @num]¦list(set($l))¦$l + $l[:2]¦$l[-3:]»
    ¦$n = len($l)
    ¦if not $l:
        return «None¦0¦[]»
    ¦»return «[$x @fn for $x in $l]¦[$x for $x in $l if $x @num]¦[$x @fn for $x in $l if $x @num]¦[$x @fn if $x @num else $x for $x in $l]¦sum($x for $x in $l if $x @num)¦sum($l) «¦/ (len($l) or 1)¦- max($l, default=0)»¦max($l, default=0) - min($l, default=0)¦sorted($l«¦, reverse=True¦, key=lambda $x: -$x¦, key=abs¦, key=lambda $x: ($x % 3, $x)»)¦[$i for $i, $x in enumerate($l) if $x @num]¦[$x * $i for $i, $x in enumerate($l)]¦any($x @num for $x in $l)¦all($x @num for $x in $l)¦{$x: $x @fn for $x in $l}¦{$x: $l.count($x) for $x in $l}¦$l[::2] + $l[1::2]¦$l[::-1]¦$l[len($l) // 2:]¦$l[:len($l) // 2]¦[$x - $y for $x, $y in zip($l[1:], $l)]¦[$x for $i, $x in enumerate($l) if $x not in $l[:$i]]¦len($l) == len(set($l))¦$l == $l[::-1]¦list(map(str, $l))¦@sep.join(map(str, $l))¦@sep.join(str($x) for $x in $l if $x @num)¦tuple($l[:3])¦[[$x] * 2 for $x in $l]¦[($x, $x @fn) for $x in $l]¦list(zip($l, $l[::-1]))¦max($l, key=lambda $x: $x % #3..7, default=None)¦[$y for $x in $l[:4] for $y in range($x % 3)]¦sorted(set($l))[-2:]¦len([$x for $x in $l if $x @num])¦[*$l, len($l)]¦next(($x for $x in $l if $x @num), None)¦dict(enumerate($l))¦min($l, default=-1) * #2..3»
""",
        "I|J|I",
    ),
    Idiom(
        """
def $f($l, $k):
    return «$l[:$k]¦$l[$k:]¦$l[$k:] + $l[:$k]¦$l[-$k:]¦$l * $k¦[$x * $k for $x in $l]¦[$x + $k for $x in $l if $x @cmp $k]¦[$x for $x in $l if $x % ($k or 2) == #0..1]¦$k in $l¦$l.count($k)¦$l.index($k) if $k in $l else -1¦[$x for $x in $l if $x != $k]¦sorted($l)[:$k]¦sorted($l, reverse=True)[:$k]¦sum($l[:$k])¦$l[::$k or 1]¦$l[:$k] + [$k] + $l[$k:]¦[$l[$i:$i + 2] for $i in range($k)]¦[sum($l[:$i]) for $i in range($k + 1)]¦[$x // ($k or 1) for $x in $l]¦[abs($x - $k) for $x in $l]¦min($l, key=lambda $x: abs($x - $k), default=None)¦sum($x @cmp $k for $x in $l)¦[$k if $x == 0 else $x for $x in $l]¦[max($x, $k) for $x in $l]¦list(range($k, 20, max($k, 4)))¦$l[$k] if $k < len($l) else None¦[$k] * len($l)¦divmod(sum($l), $k or 1)¦[$x for $x in range($k * 3) if $x in $l]»
""",
        "Ik|In|Iy",
    ),
    Idiom(
        """
def $f($l, $m):
    return «$l + $m¦[$x for $x in $l if $x «in¦not in» $m]¦[$x @ar $y for $x, $y in zip($l, $m)]¦[max($x, $y) for $x, $y in zip($l, $m)]¦sum($x * $y for $x, $y in zip($l, $m))¦[($x, $y) for $x in $l[:2] for $y in $m[:2]]¦list(zip($l, $m))¦sorted(set($l) «&¦|¦-¦^» set($m))¦dict(zip($l, $m))¦$l[::-1] + $m[::-1]¦$l == $m¦$l @cmp $m¦[*$l, *$m[:2]]¦[$l, $m][len($l) > len($m)]¦sorted($l + $m)¦[$x for $y in zip($l, $m) for $x in $y]¦all($x in $m for $x in $l)¦sum($l) @cmp sum($m)¦[$x + $i for $i, $x in enumerate($m)] if $l else $m¦len(set($l + $m))¦[$i for $i, ($x, $y) in enumerate(zip($l, $m)) if $x @cmp $y]»
""",
        "II|JJ|IJ",
    ),
    Idiom(
        """
def $f($M):
    return «[sum($R) for $R in $M]¦[list($R) for $R in zip(*$M)]¦[$x for $R in $M for $x in $R«¦ if $x @num»]¦sum(map(sum, $M))¦max(max($R) for $R in $M)¦[$R[::-1] for $R in $M]¦[$R[0] for $R in $M]¦[[$x @fn for $x in $R] for $R in $M]¦sum($M[$i][$i] for $i in range(min(len($M), len($M[0]))))¦sorted($M, key=sum)¦[len($R) for $R in $M]¦$M[::-1]¦[max($R) for $R in zip(*$M)]¦[[0] * len($R) for $R in $M]¦{$i: $R for $i, $R in enumerate($M)}¦any(0 in $R for $R in $M)¦' '.join(str($R[-1]) for $R in $M)¦sum([], []) + $M[0]¦[$R for $R in $M if sum($R) @cmp #3..15]¦len($M), len($M[0])»
""",
        "M",
    ),
    Idiom(
        """
def $f($P):
    return «[$x for $x, $y in $P]¦[$y for $x, $y in $P if $y @num]¦dict($P)¦sum($y for _, $y in $P)¦sorted($P, key=lambda $x: $x[1]«¦, reverse=True»)¦sorted($P)¦max($P, key=lambda $x: $x[1])«¦[0]»¦{$y: $x for $x, $y in $P}¦[f'{$x}={$y}' for $x, $y in $P]¦@sep.join($x for $x, $y in $P)¦list(zip(*$P))¦[$x * ($y % 3) for $x, $y in $P]¦[$x[0] for $x in $P]¦{$x for $x, $y in $P} == set()¦[($y, $x) for $x, $y in $P][::-1]¦all($y @num for $x, $y in $P)¦len({$x for $x, _ in $P})»
""",
        "G",
    ),
    Idiom(
        """
def $f($n«¦¦, $k=#2..4»):
    return «[$i @fn for $i in range($n % 8)]¦[$i for $i in range(1, $n + 1) if $n % $i == 0]¦sum(range($n + 1))¦sum($i for $i in range($n) if $i % #2..5 == 0)¦list(range($n % 9, 0, -#1..3))¦[[$i * $j for $j in range(3)] for $i in range($n % 4)]¦{$i: $i @fn for $i in range($n % 5)}¦@sep.join(str($i) for $i in range($n % 10))¦'*' * ($n % 12)¦[1 if $i == $n % 4 else 0 for $i in range(5)]¦all($n % $i for $i in range(2, $n))¦[int($c) for $c in str($n)]¦sum(int($c) for $c in str($n))¦str($n)[::-1]¦bin($n)«¦[2:]»¦f'{$n:0#3..6}'¦f'{$n:b}'¦f'{$n / 3:.#1..3f}'¦$n if $n > #3..15 else -$n¦'even' if $n % 2 == 0 else 'odd'¦($n, $n ** 2, $n ** 3)¦[$n] * ($n % 5)¦list(map(int, str($n)))¦min($n, #5..15), max($n, #2..9)¦[$i for $i in range(2, $n % 20) if all($i % $j for $j in range(2, $i))]¦[($i, $j) for $i in range($n % 4) for $j in range($i)]¦divmod($n, #2..9)¦round($n / #2..7, #0..3)¦chr(97 + $n % 26) * 3¦abs($n - #5..20) // 2¦'abcdefgh'[$n % 8]¦['a', 'b', 'c'][$n % 3:]»
""",
        "n",
    ),
    Idiom(
        """
def $f($l):
    $a, *$o = $l or [0]
    $z = «$o[-1] if $o else $a¦sum($o)¦len($o)¦[$x for $x in $o if $x @cmp $a]¦max($o, default=$a)»
    return «$a, $z¦$z¦[$a, $z, $o]¦$o + [$a]¦{'first': $a, 'rest': $z}»
""",
        "I|J",
    ),
    Idiom(
        f"""
def $f($l):
    $r = «[$x @fn for $x in $l if $x @num]¦sorted($l)¦$l[::2]¦list(filter(lambda $x: $x @num, $l))¦[str($x) for $x in $l]¦[($x, $i) for $i, $x in enumerate($l)]»
    «$r.«reverse()¦append(#0..9)¦extend($r[:1])¦insert(0, len($r))»
    ¦$r = $r[:#2..5]
    ¦$r *= 2
    ¦»«if len($r) @cmp #1..4:
        return «$l¦None¦$r[0] if $r else 0»
    ¦»return {ENDS}
""",
        "I",
    ),
)
DICTS = (
    Idiom(
        """
def $f($d):
    «$d = {**$d, @w: #0..9}
    ¦$d[@w] = #0..9
    ¦if not $d:
        return «{}¦None¦0»
    ¦»return «{$V: $K for $K, $V in $d.items()}¦{$K: $V @fn for $K, $V in $d.items()}¦{$K: $V for $K, $V in $d.items() if $V @num}¦{$K.@case(): $V for $K, $V in $d.items()}¦sorted($d)¦sorted($d.items(), key=lambda $x: $x[1]«¦, reverse=True»)¦sorted($d, key=$d.get)¦sum($d.values())¦max($d, key=$d.get, default=None)¦list($d.values())«¦[::-1]»¦list($d.items())[:2]¦[$K for $K in $d if $d[$K] @num]¦[$K * ($V % 3) for $K, $V in $d.items()]¦@sep.join(f'{$K}={$V}' for $K, $V in $d.items())¦len($d) == len(set($d.values()))¦dict(sorted($d.items()))¦any($V @num for $V in $d.values())¦{$K: len($K) for $K in $d}¦min($d.values(), default=0)¦{$K: $i for $i, $K in enumerate($d)}¦dict(list($d.items())[1:])¦{$V for $V in $d.values() if $V > 90} or $d¦list(map(len, $d))»
""",
        "D",
    ),
    Idiom(
        """
def $f($d, $K):
    return «$d.get($K)¦$d.get($K, #0..9)¦$K in $d¦$d[$K] if $K in $d else «None¦$K¦-1»¦{$V: $x for $V, $x in $d.items() if $V != $K}¦$d.pop($K, None)¦$d.setdefault($K, #0..9)¦{**$d, $K: #0..9}¦$d | {$K: len($d)}¦list($d).index($K) if $K in $d else -1¦[$V for $V in $d if $V @cmp $K]¦$d.get($K, 0) + $d.get(@w, 1)¦$d.get($K) or $K.upper()¦[$x for $x in ($K, @w) if $x not in $d]»
""",
        "Dz",
    ),
    Idiom(
        """
def $f($d, $m):
    return «{**$d, **$m}¦$d | $m¦{$K: $d[$K] + $m[$K] for $K in $d if $K in $m}¦{$K: $d.get($K, 0) + $m.get($K, 0) for $K in sorted({*$d, *$m})}¦sorted($d.keys() «&¦|¦-» $m.keys())¦$d == $m¦[$K for $K in $d if $K «in¦not in» $m]¦{$K: $V for $K, $V in $d.items() if $m.get($K) «!=¦==» $V}¦sum($d.values()) - sum($m.values())¦max($d, $m, key=len)¦len($d) @cmp len($m)¦list(zip($d, $m))¦[*$d, *$m]»
""",
        "DU",
    ),
    Idiom(
        """
def $f($l):
    $e = set($l)
    «$e.add(#0..9)
    ¦$e.discard(#0..9)
    ¦$e |= {#0..9, #0..9}
    ¦$e -= {0, 1, 2}
    ¦$e = {$x @fn for $x in $e}
    ¦»return «len($e)¦sorted($e)¦$e¦#0..9 in $e¦sum($e)¦len($e) == len($l)¦sorted($e, reverse=True)[:2]¦max($e, default=None)¦[$x for $x in sorted($e) if $l.count($x) == 1]¦$e & {1, 2, 3}¦{$x for $x in $e if $x @num}¦$e.issubset(range(10))¦frozenset($e) == $e¦tuple(sorted($e))»
""",
        "I|P|J",
    ),
    Idiom(
        """
def $f($d):
    return «$d['price'] * $d['qty']¦$d.get('size', 'none')¦{**$d, 'qty': $d['qty'] + 1}¦$d['name'].@case()¦list($d)¦'qty' in $d and $d['qty'] @num¦{$K: str($V) for $K, $V in $d.items()}¦[$V for $V in $d.values() if isinstance($V, str)]¦$d['name'][:2] + str($d['qty'])¦tuple($d.values())¦len($d['name']) * $d['qty']¦sorted($d)¦dict(reversed($d.items()))»
""",
        "H",
    ),
    Idiom(
        """
def $f($x, $y):
    return «$x and $y¦$x or $y¦$x if $x else $y¦not $x¦$x == $y¦$x is None¦[$x, $y]¦($y, $x)¦bool($x) == bool($y)¦str($x) + str($y)¦f'{$x}{$y}'¦type($x).__name__¦isinstance($x, (int, float))¦{'a': $x, 'b': $y}¦repr($y)¦$x == $y or $x is not None¦[$x] * #1..3 + [$y]¦len(str($x)) @cmp len(str($y))¦$x is $y¦any([$x, $y])¦all(($x, $y))»
""",
        "qq|qn|qs",
    ),
    Idiom(
        """
def $f($a, $z, $n):
    «$a, $z = $z, $a
    ¦$n = $n or #1..5
    ¦if $a @cmp $z:
        return $n
    ¦»return «$a + $z * $n¦($a + $z) * $n¦$a if $z > $n else $z¦max($a, $z, $n)¦sorted([$a, $z, $n])¦$a < $z < $n¦$a @ar $z @ar $n¦$a == $z or $z == $n¦[$a, $z, $n][$n % 3]¦sum((($a, $z, $n)))¦min($a, $z) + max($z, $n)¦$a // ($z or 1) + $n¦-$a % ($n or 7)¦abs($a - $z) @cmp $n¦$a ^ $z | $n¦{$a: $z, $n: 0}¦list(range(min($a, 4), $z, max($n, 3)))[:6]¦round($a / (abs($z) + 1), 2)¦$a > $z and $z > $n¦'abc'[$a % 3] * ($z % 4)¦($a > 3) + ($z > 3) + ($n > 3)¦float($a) + $z / 4¦f'{$a}/{$z}={$n:>4}'»
""",
        "nnn|kkn|iii",
    ),
)
FAMILIES: dict[str, tuple[Generator, float]] = {
    "oneliners_strings": (family("oneliners_strings", STRINGS), 2.0),
    "oneliners_lists": (family("oneliners_lists", LISTS), 2.0),
    "oneliners_dicts": (family("oneliners_dicts", DICTS), 1.6),
}

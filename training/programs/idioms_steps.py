"""Functions made of a few unrelated steps on strings, lists and dicts, as exercises and quick scripts often are.

Each step needs some variables by type and may give a new one; steps may stand under a condition or in a short loop.
Idioms with a purpose live in the other modules.
"""

# ruff: noqa: E501 - a template's line holds many alternatives; what it expands to is short.
from __future__ import annotations

from dataclasses import dataclass
from random import Random

from training.programs.idiom_template import choose, finish
from training.programs.program import Generator, Program


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Attributes:
        needs: the roles of the variables it reads, one letter each, all of which must be there.
        gives: the role it defines anew, or nothing when it only changes what is there.
        template: its lines, without indentation.
    """

    needs: str
    gives: str
    template: str


STEPS: tuple[Step, ...] = (
    Step("s", "", "$s = $s.@case()"),
    Step("s", "", "$s = $s.replace(@c, «@C¦''¦@w»)"),
    Step("s", "", "$s = $s.@strip(«¦@c¦@v»)"),
    Step("s", "", "$s = $s«[::-1]¦[1:]¦[:-1]¦[#1..3:]¦[:#3..8]¦[::2]¦ + @C¦[1:] + $s[:1]»"),
    Step("s", "", "$s += «@C¦$s[:#1..2]¦@w¦str(len($s))»"),
    Step("s", "", "$s = @sep.join($s«¦.split()¦[:5]¦.split(@sp)»)"),
    Step("s", "", "$s = $s.«ljust¦rjust¦center»(#5..12«¦, '-'¦, '*'»)"),
    Step("s", "", "if $s«.@pred()¦.@with(@c)¦[:1] == @c¦.count(@c) > #0..1»:\n    $s = $s«.@case()¦[1:]¦ + '!'¦.replace(@c, '')»"),
    Step("s", "", "if @c in $s:\n    $s = $s«.replace(@c, '', 1)¦[:-1]¦.partition(@c)[2]»\nelse:\n    $s = «@c + $s¦$s + @c¦$s.@case()»"),
    Step("s", "", "while $s.@with(@c):\n    $s = $s[1:-1]"),
    Step("s", "", "for $c in «@v¦@w¦$s[:3]»:\n    $s = $s.replace($c, «''¦'_'¦$c.upper()¦$c + $c»)"),
    Step("sc", "", "$s = $s.replace($c, «''¦@C¦$c * 2¦$c.@case()»)"),
    Step("sc", "", "if $c in $s:\n    $s = $s«.replace($c, @C, 1)¦[$s.index($c):]¦[:$s.rindex($c)]¦.split($c)[0]»"),
    Step("sc", "n", "$n = $s.«count¦find¦rfind»($c)"),
    Step("st", "", "if $s.@with($t):\n    $s = $s«[len($t):]¦.upper()¦ * 2¦[:-len($t)]»"),
    Step("st", "", "$s = «$s + $t¦$t + $s¦$s.replace($t, @C)¦$s[:2] + $t + $s[2:]»"),
    Step("st", "W", "$W = «[$s, $t]¦[$s, $t, $s + $t]¦$s.split($t or ' ')¦sorted([$t, $s])»"),
    Step("sk", "", "$s = $s«[$k:]¦[:$k]¦[:$k] + @C + $s[$k:]¦[-$k:]¦ * min($k, 3)¦.zfill($k + 4)»"),
    Step("sn", "", "if $n @cmp #0..6:\n    $s = $s«[$n:]¦[:$n]¦.@case()¦ + str($n)»"),
    Step("s", "n", "$n = «len($s)¦$s.count(@c)¦$s.find(@c)¦len($s) // 2¦len(set($s))¦sum($x.@pred() for $x in $s)¦ord($s[0]) if $s else 0»"),
    Step("s", "W", "$W = «list($s)¦$s.split(«¦@sp»)¦sorted($s)¦[$x for $x in $s if $x @eq @c]¦[$s[:2], $s[2:]]»"),
    Step("s", "d", "$d = «{$x: $s.count($x) for $x in $s}¦{$x: $i for $i, $x in enumerate($s)}¦dict.fromkeys($s, #0..3)»"),
    Step("s", "d", "$d = {}\nfor $x in $s:\n    $d[$x] = «$d.get($x, 0) + 1¦len($d)¦ord($x) % 10»"),
    Step("s", "o", "$o = ''\nfor $x in $s:\n    if $x.@pred():\n        $o += «$x¦$x.@case()»\n    «else:\n        $o = $x + $o¦else:\n        $o += @C¦»"),
    Step("s", "o", "$o = ''\nfor $i«, $x in enumerate($s)¦ in range(len($s))»:\n    if $i % #2..3 == #0..1:\n        $o += $s[$i]«.@case()¦»\n    else:\n        $o += «$s[-$i]¦'_'¦$s[$i]¦str($i)»"),
    Step("so", "", "$s = «$o + $s¦$s + $o¦$o or $s¦max($s, $o)»"),
    Step("o", "", "$o = $o«.@case()¦[::-1]¦[:#2..6]¦ * 2»"),
    Step("W", "", "$W.«reverse()¦sort()¦append(@w)¦insert(0, @w)¦extend([@c, @c])¦sort(key=len)¦insert(#1..3, @C)»"),
    Step("W", "", "$W = «$W[1:]¦$W[:-1]¦$W[::-1]¦sorted($W)¦[$w.@case() for $w in $W]¦[$w for $w in $W if $w.@pred()]¦$W + [@w]¦list(set($W)) if len($W) < 2 else $W¦list(dict.fromkeys($W))¦[$w[::-1] for $w in $W]¦$W * 2»"),
    Step("W", "", "if $W:\n    «$W.pop(«¦0»)¦$W[0] = $W[0].@case()¦$W[-1] += @C¦del $W[0]¦$W.append($W[0])¦$W[0], $W[-1] = $W[-1], $W[0]»"),
    Step("W", "", "for $i in range(len($W)):\n    $W[$i] = «$W[$i].@case()¦$W[$i] + str($i)¦$W[$i][:#1..3]¦$W[-$i]¦$W[$i].replace(@c, @C)»"),
    Step("W", "", "for $i, $w in enumerate($W):\n    if «len($w) @cmp #1..5¦$w.@pred()¦$i % 2 == 0»:\n        $W[$i] = «$w.@case()¦@C + $w¦$w * 2¦$w[1:]»"),
    Step("Wk", "", "$W = $W«[$k:]¦[:$k]¦[$k:] + $W[:$k]¦[-$k:]»"),
    Step("Wc", "", "if $c in $W:\n    $W.«remove($c)¦insert($W.index($c), @C)¦append($c)»\nelse:\n    $W.«append($c)¦insert(0, $c)¦reverse()»"),
    Step("W", "s", "$s = @sep.join($W)"),
    Step("W", "n", "$n = «len($W)¦sum(len($w) for $w in $W)¦$W.count(@c)¦max((len($w) for $w in $W), default=0)»"),
    Step("W", "l", "$l = [«len($w)¦$w.count(@c)¦ord($w[0]) - 90 if $w else 0¦$i + len($w)» for $i, $w in enumerate($W)]"),
    Step("W", "d", "$d = {$w: «len($w)¦$W.count($w)¦$w.count(@c)» for $w in $W}"),
    Step("W", "d", "$d = {}\nfor $w in $W:\n    «$d[$w] = len($d)¦$d[$w[:1]] = len($w)¦if $w not in $d:\n        $d[$w] = 0\n    $d[$w] += 1»"),
    Step("l", "", "$l.«reverse()¦sort()¦sort(reverse=True)¦append(#0..20)¦insert(#0..3, #0..20)¦extend([#0..9, #0..9])¦append(len($l))»"),
    Step("l", "", "$l = «$l[1:]¦$l[:-1]¦$l[::-1]¦sorted($l)¦[$x @fn for $x in $l]¦[$x for $x in $l if $x @num]¦$l + [#0..9]¦$l * 2¦$l[::2]¦[#0..9] + $l¦list(set($l))¦[$x * $i for $i, $x in enumerate($l)]»"),
    Step("l", "", "if $l:\n    «$l.pop(«¦0»)¦$l[0] = #0..9¦$l[-1] «+=¦*=¦-=» #2..5¦del $l[0]¦$l.append($l[0])¦$l[0], $l[-1] = $l[-1], $l[0]¦$l.remove(«max¦min»($l))»"),
    Step("l", "", "for $i in range(len($l)):\n    «$l[$i] = $l[$i] @fn¦if $l[$i] @num:\n        $l[$i] = «0¦$i¦$l[$i] @fn»¦$l[$i] «+=¦-=¦*=» «$i¦#1..3¦$l[-1]»»"),
    Step("l", "", "for $x in $l[:]:\n    if $x @num:\n        $l.«remove($x)¦append($x @fn)¦insert(0, $x)»"),
    Step("l", "", "for $i in range(0, len($l) - 1, 2):\n    $l[$i], $l[$i + 1] = $l[$i + 1], $l[$i]"),
    Step("l", "", "while len($l) > #2..5:\n    $l«.pop()¦.pop(0)¦ = $l[1:]»"),
    Step("l", "", "$l[#0..2:#1..4] = [«¦#0..9¦#0..9, #0..9»]"),
    Step("lk", "", "$l = «$l[$k:]¦$l[:$k]¦$l[$k:] + $l[:$k]¦[$x + $k for $x in $l]¦[$x for $x in $l if $x @cmp $k]¦[$x * $k for $x in $l]»"),
    Step("lk", "", "if $k in $l:\n    $l.«remove($k)¦insert($l.index($k), #0..9)¦append($l.count($k))»\nelse:\n    $l.append($k)"),
    Step("lk", "", "if len($l) @cmp $k:\n    «$l.append($k)¦$l = $l[::-1]¦$k += #1..3¦$k = len($l)»"),
    Step("lm", "", "«$l += $m¦$l = $l + $m[::-1]¦$l.extend($m)¦$l = [$x for $x in $l if $x not in $m]¦$l = [$x @ar $y for $x, $y in zip($l, $m)]¦for $x in $m:\n    if $x not in $l:\n        $l.append($x)¦if len($l) @cmp len($m):\n    $l, $m = $m, $l»"),
    Step("l", "n", "$n = «sum($l)¦len($l)¦max($l, default=0)¦min($l, default=0)¦$l.count(#0..5)¦$l[-1] if $l else 0¦sum($l) // (len($l) or 1)¦len(set($l))»"),
    Step("l", "n", "$n = #0..3\nfor $x in $l:\n    «$n += $x¦if $x @num:\n        $n += «1¦$x»¦$n = max($n, $x)¦if $x @cmp $n:\n        $n «+=¦-=» #1..3»"),
    Step("l", "W", "$W = [str($x)«¦ + @c¦ * 2» for $x in $l]"),
    Step("l", "d", "$d = {str($x): «$x @fn¦$l.count($x)¦$i» for $i, $x in enumerate($l)}"),
    Step("ln", "", "$l.«append($n)¦insert(0, $n)¦append($n @fn)»"),
    Step("ln", "", "$l = [«$x + $n¦max($x, $n)¦$x if $x @cmp $n else $n¦abs($x - $n)» for $x in $l]"),
    Step("n", "", "$n «+=¦-=¦*=» #1..5"),
    Step("n", "", "$n = «abs($n)¦$n // 2¦$n % #3..10¦-$n¦$n * 2 + 1¦max($n, #0..9)¦min($n, #5..20)»"),
    Step("n", "", "if $n @num:\n    $n = $n @fn\n«else:\n    $n «+=¦-=» #1..4¦»"),
    Step("nk", "", "«$n, $k = $k, $n¦$n = $n @ar $k¦if $n @cmp $k:\n    $n = $k»"),
    Step("n", "s", "$s = «str($n)¦bin($n)¦f'{$n:03}'¦'ab' * (abs($n) % 4)¦str($n * 7)[::-1]»"),
    Step("n", "l", "$l = «list(range(abs($n) % 6))¦[$n] * 3¦[int($x) for $x in str(abs($n))]¦[$i @fn for $i in range(abs($n) % 5)]»"),
    Step("d", "", "$d[@c] = #0..9"),
    Step("d", "", "$d.«pop(@w, None)¦setdefault(@w, #0..9)¦update({@c: #0..9})¦pop(@c, None)¦update(zip('ab', (1, 2)))»"),
    Step("d", "", "$d = {$K: $V «@fn» for $K, $V in $d.items()«¦ if $V @num¦ if len($K) @cmp #1..4»}"),
    Step("d", "", "for $K in «list($d)¦sorted($d)»:\n    if «$d[$K] @num¦len($K) @cmp #1..5»:\n        «del $d[$K]¦$d[$K] «+=¦*=» #2..4¦$d[$K.@case()] = $d.pop($K)»"),
    Step("dz", "", "if $z in $d:\n    «$d[$z] += #1..3¦del $d[$z]¦$d[$z] = len($d)»\nelse:\n    $d[$z] = #0..9"),
    Step("dz", "n", "$n = $d.«get($z, #0..5)¦pop($z, #0..5)¦setdefault($z, #0..5)»"),
    Step("d", "n", "$n = «len($d)¦sum($d.values())¦max($d.values(), default=0)¦$d.get(@c, 0)»"),
    Step("d", "W", "$W = «list($d)¦sorted($d)¦[$K for $K, $V in $d.items() if $V @num]¦sorted($d, key=$d.get)»"),
    Step("d", "l", "$l = «list($d.values())¦sorted($d.values())¦[len($K) for $K in $d]¦[$V @fn for $V in $d.values()]»"),
    Step("d", "", "for $K, $V in $d.items():\n    if $V @num:\n        $d[$K] = «$V @fn¦0¦len($K)»"),
    Step("l", "e", "$e = «set($l)¦{$x @fn for $x in $l}¦set($l[:3])»"),
    Step("e", "", "$e«.add(#0..9)¦.discard(#0..9)¦ |= {#0..9, #0..9}¦ -= {0, 1, 2, 3}¦ &= set(range(#3..12))¦.update([#0..9])»"),
    Step("el", "", "$l = [$x for $x in $l if $x «not in¦in» $e]"),
    Step("e", "l", "$l = sorted($e«¦, reverse=True»)"),
    Step("e", "n", "$n = «len($e)¦sum($e)¦max($e, default=0)¦len($e & {1, 2, 3})»"),
    Step("l", "P", "$P = «list(zip($l, $l[1:]))¦list(enumerate($l))¦[($x, $x @fn) for $x in $l]¦sorted(($x % 3, $x) for $x in $l)»"),
    Step("P", "", "$P«.sort(key=lambda $x: $x[1])¦.reverse()¦ = $P[:#1..3]¦.append((#0..9, #0..9))¦ = [($y, $x) for $x, $y in $P]¦ = [$x for $x in $P if $x[0] @cmp $x[1]]»"),
    Step("P", "l", "$l = [«$x + $y¦$x * $y¦max($x, $y)¦$y - $x» for $x, $y in $P]"),
    Step("P", "n", "$n = 0\nfor $x, $y in $P:\n    «if $x @cmp $y:\n        $n += «1¦$y»¦$n += $x * $y¦$n = max($n, $x + $y)»"),
    Step("P", "d", "$d = {str($x): $y for $x, $y in $P}"),
    Step("l", "u", "$u = «any($x @num for $x in $l)¦all($x @num for $x in $l)¦len($l) @cmp #2..5¦$l == sorted($l)¦#0..9 in $l¦bool($l)»"),
    Step("s", "u", "$u = «$s.@pred()¦any($x.@pred() for $x in $s)¦all($x in @v for $x in $s)¦$s == $s[::-1]¦@c in $s¦len($s) @cmp #3..9»"),
    Step("us", "", "$s = $s«[::-1]¦.@case()¦ + @C» if $u else «$s¦$s[1:]¦$s * 2»"),
    Step("ul", "", "if $u:\n    $l.«append(#0..9)¦reverse()¦sort()»\nelse:\n    $l = «$l[1:]¦$l + $l[:1]¦[]»"),
    Step("u", "", "$u = not $u"),
    Step("l", "x", "$x = «sum($l) / (len($l) or 1)¦len($l) * @x¦max($l, default=0) / 2¦round(sum($l) * @x, 1)»"),
    Step("x", "", "$x «+=¦-=¦*=¦/=» «@x¦2¦#1..9»"),
    Step("x", "", "$x = round($x, #0..2)"),
    Step("xn", "", "$n = «int($x) + $n¦max($n, int($x))¦round($x)»"),
    Step("s", "n", "try:\n    $n = int($s«¦[:2]¦.strip()»)\nexcept ValueError:\n    $n = «0¦-1¦len($s)»"),
    Step("lk", "n", "try:\n    $n = $l[$k]\nexcept IndexError:\n    $n = «0¦-1¦$k»"),
    Step("dz", "n", "try:\n    $n = $d[$z]\nexcept KeyError:\n    $n = «0¦-1¦len($d)»"),
    Step("s", "o", "$o = «f'{$s}-{len($s)}'¦f'<{$s[:3]}>'¦$s[:2] + $s[-2:]¦''.join(sorted($s))¦@w¦$s[0] * 2 if $s else @c¦''.join(reversed($s))»"),
    Step("s", "", "$o7 = ''\nFOR $c9 IN $s:\n    if $c9 @eq @C:\n        «continue¦break¦$o7 += @C»\n    $o7 «+= $c9¦+= $c9.@case()¦= $c9 + $o7»\n$s = $o7"),
    Step("s", "n", "$n = 0\nFOR $c9 IN $s:\n    «if $c9.@pred():\n        $n += 1¦if $c9 in @v:\n        $n += #1..3\n    else:\n        $n -= 1¦$n += ord($c9) - #90..110¦$n = $n * 2 + (1 if $c9 in @v else 0)»"),
    Step("l", "", "$m7 = []\nFOR $x9 IN $l:\n    «if $x9 @num:\n        $m7.append($x9 @fn)¦$m7.insert(0, $x9)¦if $m7 and $m7[-1] @cmp $x9:\n        $m7.pop()\n    $m7.append($x9)¦if $x9 not in $m7:\n        $m7.append($x9)¦if $x9 == #0..9:\n        break\n    $m7.append($x9)»\n$l = $m7"),
    Step("l", "n", "$n = 0\nFORI $i $x9 IN $l:\n    «if $x9 @cmp $i:\n        $n += 1¦$n += $x9 * $i¦if $i % 2:\n        $n -= $x9\n    else:\n        $n += $x9¦if $n > #8..20:\n        break\n    $n += $x9»"),
    Step("W", "o", "$o = ''\nFOR $w IN $W:\n    «$o += $w[:1]¦if len($w) @cmp len($o):\n        $o = $w¦$o = $w[-1:] + $o¦if $w.@pred():\n        $o += $w.@case()»"),
    Step("W", "", "$W7 = []\nFOR $w IN $W:\n    if $w «in¦not in» $W7«¦ or $w.@pred()»:\n        $W7.«append($w)¦insert(0, $w)»\n    «else:\n        $W7.append($w.@case())¦»\n$W = $W7"),
    Step("n", "", "while $n > #5..30:\n    $n «//= 2¦-= #3..9¦= $n // 3 + 1»"),
    Step("n", "l", "$l = []\nwhile $n > 0:\n    $l.append($n % «10¦2¦3»)\n    $n //= «10¦4¦3»"),
    Step("nl", "", "while $l and $n > 0:\n    $n -= 1\n    $l«.pop()¦.pop(0)¦ = $l[1:]»"),
    Step("sk", "W", "$W = [$s[$i:$i + 2] for $i in range(0, len($s), max($k, 2))]"),
    Step("l", "M", "$M = «[$l, $l[::-1]]¦[$l[:2], $l[2:]]¦[[$x, $x @fn] for $x in $l]¦[$l[$i:$i + 2] for $i in range(0, len($l), 2)]»"),
    Step("M", "", "$M«.reverse()¦.append([#0..9])¦ = [$R[::-1] for $R in $M]¦ = [$R for $R in $M if $R]¦ = sorted($M, key=len)»"),
    Step("M", "", "for $R in $M:\n    $R.«append(#0..9)¦reverse()¦sort()¦insert(0, len($R))»"),
    Step("M", "l", "$l = «[sum($R) for $R in $M]¦[$x for $R in $M for $x in $R]¦[len($R) for $R in $M]¦$M[-1] if $M else []¦sum($M, [])»"),
)  # fmt: skip
ENDINGS: dict[str, tuple[str, ...]] = {
    "s": (
        "$s",
        "$s",
        "$s",
        "len($s)",
        "$s.@case()",
        "$s[::-1]",
        "$s.@pred()",
        "$s.split(@sp)",
        "$s == $s[::-1]",
        "$s + @C",
    ),
    "o": ("$o", "$o", "$o", "len($o)", "$o[::-1]", "$o.@case()"),
    "t": ("$t",),
    "W": ("$W", "$W", "$W", "@sep.join($W)", "@sep.join($W)", "len($W)", "sorted($W)", "$W[:2]", "$W[-1:]"),
    "l": (
        "$l",
        "$l",
        "$l",
        "$l[::-1]",
        "sum($l)",
        "len($l)",
        "$l[:3]",
        "sorted($l)",
        "$l[-1] if $l else None",
        "tuple($l)",
    ),
    "m": ("$m",),
    "n": ("$n", "$n", "$n", "$n @fn", "$n > #0..9", "str($n)", "$n % 2 == 0"),
    "k": ("$k",),
    "d": ("$d", "$d", "$d", "len($d)", "sorted($d)", "list($d.items())", "sum($d.values())", "list($d)[:2]"),
    "c": ("$c",),
    "z": ("$z",),
    "e": ("$e", "sorted($e)", "len($e)", "sum($e)"),
    "P": ("$P", "$P", "len($P)", "dict($P)", "$P[:1]", "$P[::-1]"),
    "u": ("$u", "$u", "not $u", "'yes' if $u else 'no'"),
    "x": ("$x", "round($x, 1)", "int($x)"),
    "M": ("$M", "$M", "len($M)", "$M[:1]", "sum(map(len, $M))"),
}
"""What a function may return of a variable, by its role."""

CONDITIONS: dict[str, tuple[str, ...]] = {
    "s": ("len($s) @cmp #2..8", "$s.@pred()", "@c in $s", "$s", "$s @cmp @w", "$s[:1].@pred()", "not $s.@with(@c)"),
    "o": ("$o", "len($o) @cmp #1..5"),
    "W": ("len($W) @cmp #1..4", "$W", "@c in $W", "$W == sorted($W)"),
    "l": (
        "len($l) @cmp #1..5",
        "$l",
        "#0..9 in $l",
        "sum($l) @cmp #5..30",
        "$l and $l[0] @num",
        "max($l, default=0) @cmp #3..12",
    ),
    "n": ("$n @num", "$n @cmp #0..9"),
    "k": ("$k @num", "$k @cmp #0..4"),
    "d": ("len($d) @cmp #1..3", "@c in $d", "$d", "sum($d.values()) @cmp #5..30"),
    "c": ("$c.@pred()", "$c @cmp 'm'"),
    "u": ("$u", "not $u"),
    "x": ("$x @cmp #2..20",),
    "e": ("#0..9 in $e", "len($e) @cmp #1..4"),
}
"""Conditions on a variable, by its role."""

PARAMETERS: dict[str, tuple[tuple[str, str], ...]] = {
    "s": (("s", "s"), ("sc", "sc"), ("st", "st"), ("sk", "sk"), ("sc", "wc"), ("s", "w"), ("st", "wt"), ("stk", "stk")),
    "l": (("l", "I"), ("lk", "Ik"), ("lm", "JJ"), ("lk", "Jn"), ("l", "P"), ("lk", "Iy"), ("lkn", "Jkn")),
    "W": (("W", "W"), ("Wk", "Wk"), ("Wc", "Wc"), ("Wl", "WJ"), ("Ws", "Wc")),
    "d": (("d", "D"), ("dz", "Dz"), ("dk", "Dk"), ("dW", "DW"), ("dz", "Dz")),
    "n": (("n", "n"), ("nk", "nk"), ("n", "i"), ("ns", "ns")),
}
"""For each subject: the roles of the parameters, and the kinds of the arguments."""


_NEEDS = tuple(frozenset(step.needs) for step in STEPS)


def _indented(text: str, depth: int) -> list[str]:
    return ["    " * depth + line for line in text.split("\n") if line.strip()]


def _steps(first: str) -> Generator:
    name = f"steps_{first}"

    def generate(rng: Random) -> Program:
        roles, kinds = rng.choice(PARAMETERS[first])
        known = list(roles)
        lines = [f"def $f({', '.join('$' + role for role in roles)}):"]
        latest = roles[0]
        for _ in range(rng.choice((1, 2, 2, 3, 3, 4, 5))):
            fitting = [step for step, needs in zip(STEPS, _NEEDS, strict=True) if needs.issubset(known)]
            # Mostly go on with what was made last: a chain of steps reads like one purpose.
            near = [step for step in fitting if latest in step.needs]
            step = rng.choice(near if near and rng.random() < 0.8 else fitting)
            text, chance = choose(step.template, rng), rng.random()
            conditions = [condition for role in known for condition in CONDITIONS.get(role, ())]
            if not step.gives and chance < 0.18 and conditions:
                lines += _indented(f"if {rng.choice(conditions)}:", 1) + _indented(text, 2)
                if rng.random() < 0.4:
                    other = rng.choice([s for s in fitting if not s.gives])
                    lines += ["    else:", *_indented(choose(other.template, rng), 2)]
            elif not step.gives and chance < 0.26:
                lines += [f"    for $j9 in range({rng.choice(('2', '3', '#2..3'))}):", *_indented(text, 2)]
            else:
                lines += _indented(text, 1)
            latest = step.gives or latest
            if step.gives and step.gives not in known:
                known.append(step.gives)
            if conditions and rng.random() < 0.12:
                lines += [
                    f"    if {rng.choice(conditions)}:",
                    f"        return {rng.choice(ENDINGS[rng.choice(known)])}",
                ]
        ending = rng.choice(ENDINGS[latest])
        if rng.random() < 0.2:
            ending = f"{ending}, {rng.choice(ENDINGS[rng.choice(known)])}"
        lines.append(f"    return {ending}")
        # A key that is given has a key's name, not that of the right end of a range.
        return finish("\n".join(lines).replace("$z", "$K8"), kinds, False, name, rng)

    return generate


FAMILIES: dict[str, tuple[Generator, float]] = {
    "steps_s": (_steps("s"), 2.0),
    "steps_l": (_steps("l"), 1.6),
    "steps_W": (_steps("W"), 1.0),
    "steps_d": (_steps("d"), 1.2),
    "steps_n": (_steps("n"), 0.6),
}

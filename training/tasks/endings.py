"""Families of loops and recursions that end, each with the bugs that people make in it, by which it doesn't.

A variant's example is the arguments of a call that never ends. Which families are for training is said in `splits`.
"""

# A table: a family's text and variants stand together, however long the lines.
# ruff: noqa: E501, RUF005

from __future__ import annotations

from dataclasses import dataclass

Slots = dict[str, str]


@dataclass(frozen=True, slots=True)
class Ending:
    """One family.

    Attributes:
        name: of the family.
        template: its text; the first `def $f` is the entry unless `entry` says otherwise.
        good: variants that end for all inputs it expects.
        bad: variants that don't, with arguments for which they don't.
        calls: arguments of the kind that it expects.
    """

    name: str
    template: str
    good: tuple[Slots, ...]
    bad: tuple[tuple[Slots, tuple[str, ...]], ...]
    calls: tuple[str, ...]


def _s(**slots: str) -> Slots:
    return slots


FAMILIES: tuple[Ending, ...] = (
    Ending(
        "count_up",
        "def $f($n):\n    #I\n    $i = 0\n    $t = 0\n    while $i < $n:\n        #D\n        $t += $i\n        @A\n    return $t\n",
        (_s(A="$i += 1"), _s(A="$i += %1-4%"), _s(A="$i = $i + 2"), _s(A="$i += 1\n$t -= 1")),
        ((_s(A=""), ("5", "3")), (_s(A="$i -= 1"), ("4", "2")), (_s(A="$t += 1"), ("3",)), (_s(A="$i = 1"), ("6",)), (_s(A="$i += 0"), ("2",)), (_s(A="$n += 1\n$i += 1"), ("3",))),
        ("0", "1", "5", "8"),
    ),
    Ending(
        "count_down",
        "def $f($n):\n    #I\n    $t = []\n    while $n > 0:\n        $t.append($n)\n        #D\n        @A\n    return $t\n",
        (_s(A="$n -= 1"), _s(A="$n -= %1-3%"), _s(A="$n //= 2"), _s(A="$n = $n - 1"), _s(A="$n = $n // %2-9%")),
        ((_s(A=""), ("4",)), (_s(A="$n += 1"), ("3", "1")), (_s(A="$n = abs($n)"), ("2",)), (_s(A="$n -= 0"), ("5",)), (_s(A="$n = max($n - 1, 1)"), ("3",)), (_s(A="$n *= 2"), ("6",))),
        ("0", "1", "7", "10"),
    ),
    Ending(
        "step_bound",
        "def $f($n):\n    #I\n    $i = @S\n    $t = 0\n    while $i @C $n:\n        $t += $i\n        #D\n        $i += @P\n    return $t\n",
        (_s(S="0", C="<", P="2"), _s(S="1", C="<=", P="3"), _s(S="0", C="<", P="5"), _s(S="0", C="<=", P="1"), _s(S="1", C="<", P="4")),
        ((_s(S="0", C="!=", P="2"), ("5", "7")), (_s(S="1", C="!=", P="3"), ("6", "5")), (_s(S="0", C="!=", P="4"), ("10", "3")), (_s(S="1", C="!=", P="2"), ("4", "8"))),
        ("0", "5", "9", "12"),
    ),
    Ending(
        "float_steps",
        "def $f($n):\n    #I\n    $t = 0.0\n    $i = 0\n    while $t @C @B:\n        $t += @P\n        #D\n        $i += $n\n    return $i\n",
        (_s(C="<", B="1.0", P="0.1"), _s(C="<", B="2.0", P="0.2"), _s(C="<=", B="1.0", P="0.3"), _s(C="!=", B="2.0", P="0.5"), _s(C="!=", B="1.0", P="0.25")),
        ((_s(C="!=", B="1.0", P="0.1"), ("1", "2")), (_s(C="!=", B="2.0", P="0.2"), ("3",)), (_s(C="!=", B="1.0", P="0.3"), ("1",)), (_s(C="!=", B="3.0", P="0.7"), ("4",))),
        ("1", "3"),
    ),
    Ending(
        "wrong_variable",
        "def $f($a, $b):\n    #I\n    $t = 0\n    while @C:\n        #D\n        $t += 1\n        @A\n    return $t\n",
        (_s(C="$a < $b", A="$a += 1"), _s(C="$a < $b", A="$b -= 1"), _s(C="$a < $b", A="$a += 2\n$b -= 1"), _s(C="$b > $a", A="$b -= %1-3%"), _s(C="$t < $b", A="$a += 1")),
        ((_s(C="$a < $b", A="$b += 1"), ("0, 3", "1, 5")), (_s(C="$a < $b", A="$a -= 1"), ("2, 6",)), (_s(C="$a < $b", A="$a += 1\n$b += 1"), ("0, 4",)), (_s(C="$a > 0", A="$b -= 1"), ("3, 5",)), (_s(C="$b > 0", A="$a += 1"), ("1, 2",))),
        ("0, 5", "3, 3", "2, 9"),
    ),
    Ending(
        "skip_continue",
        "def $f($xs):\n    #I\n    $i = 0\n    $t = 0\n    while $i < len($xs):\n        @A\n        $t += $xs[$i]\n        #D\n        @B\n    return $t\n",
        (_s(A="if $xs[$i] < 0:\n    $i += 1\n    continue", B="$i += 1"), _s(A="if $xs[$i] == 0:\n    break", B="$i += 1"), _s(A="if $xs[$i] % 2:\n    $t += 1", B="$i += 1"), _s(A="if $xs[$i] < %1-3%:\n    $i += 2\n    continue", B="$i += 1")),
        ((_s(A="if $xs[$i] < 0:\n    continue", B="$i += 1"), ("[1, -2, 3]", "[-1]")), (_s(A="if $xs[$i] == 0:\n    continue", B="$i += 1"), ("[0]", "[2, 0, 4]")), (_s(A="if $xs[$i] % 2:\n    $t += 1\n    continue", B="$i += 1"), ("[1, 2]",)), (_s(A="if not $xs[$i]:\n    continue", B="$i += 1"), ("[3, 0]",)), (_s(A="if $xs[$i] > 1:\n    $t -= 1", B="if $xs[$i]:\n    $i += 1"), ("[1, 0]",))),
        ("[]", "[1, 2, 3]", "[4, 0, -1, 5]", "[-2, 6]"),
    ),
    Ending(
        "growing_list",
        "def $f($xs):\n    #I\n    $t = 0\n    for $x in @L:\n        $t += $x\n        #D\n        @A\n    return $t\n",
        (_s(L="list($xs)", A="$xs.append($x)"), _s(L="$xs[:]", A="$xs.append($t)"), _s(L="$xs", A="if $x > 100:\n    break"), _s(L="$xs", A="$t += len($xs)"), _s(L="sorted($xs)", A="$xs.append($x + 1)"), _s(L="$xs.copy()", A="$xs.insert(0, $x)")),
        ((_s(L="$xs", A="$xs.append($x)"), ("[1]", "[2, 3]")), (_s(L="$xs", A="$xs.append($t)"), ("[1, 2]",)), (_s(L="$xs", A="$xs.insert(0, $x)"), ("[4]",)), (_s(L="$xs", A="$xs.append($x + 1)"), ("[0, 1]",)), (_s(L="$xs", A="$xs += [$x]"), ("[3]",)), (_s(L="$xs", A="$xs.extend([$x, 0])"), ("[5, 6]",))),
        ("[]", "[1, 2, 3]", "[7, 0]"),
    ),
    Ending(
        "queue_drain",
        "def $f($xs):\n    #I\n    $t = []\n    while $xs:\n        $x = @P\n        #D\n        $t.append($x)\n        @A\n    return $t\n",
        (_s(P="$xs.pop()", A=""), _s(P="$xs.pop(0)", A=""), _s(P="$xs.pop()", A="if $x > 2:\n    $xs.append($x // 2)"), _s(P="$xs[0]", A="$xs = $xs[1:]"), _s(P="$xs.pop()", A="if $x > 0:\n    $xs.append($x - 1)"), _s(P="$xs[-1]", A="del $xs[-1]")),
        ((_s(P="$xs[0]", A=""), ("[1, 2]",)), (_s(P="$xs.pop()", A="$xs.append($x)"), ("[1]",)), (_s(P="$xs.pop(0)", A="$xs.append($x + 1)"), ("[3]",)), (_s(P="$xs[-1]", A="$xs = $xs[:]"), ("[2, 5]",)), (_s(P="$xs.pop()", A="if $x > 0:\n    $xs.append($x)"), ("[3]", "[0, 4]")), (_s(P="$xs.pop(0)", A="if $x % 2:\n    $xs.append($x + 2)"), ("[1, 2]",))),
        ("[]", "[1, 2]", "[4, 3, 0]"),
    ),
    Ending(
        "recursion_down",
        "def $f($n):\n    @G\n    return @R\n",
        tuple(_s(G=g, R=r) for g in ("if $n <= 0:\n    return 0", "if $n < 1:\n    return 1", "if $n <= 1:\n    return $n") for r in ("$n + $f($n - 1)", "1 + $f($n // 2)", "$f($n - 2) + 1", "$n * $f($n - %1-3%)")),
        (
            *((_s(G=g, R=r), e) for g, e in (("if $n == 0:\n    return 0", ("3", "5")), ("if $n == 0:\n    return 1", ("7",))) for r in ("$n + $f($n - 2)", "$f($n - 2) + 1")),
            (_s(G="if $n <= 0:\n    return 0", R="$n + $f($n)"), ("3", "1")),
            (_s(G="if $n <= 0:\n    return 0", R="$n + $f($n + 1)"), ("4",)),
            (_s(G="if $n < 0:\n    return 0", R="1 + $f($n // 2)"), ("6", "0")),
            (_s(G="$n = abs($n)", R="$n + $f($n - 1)"), ("2",)),
            (_s(G="if $n > %20-99%:\n    return $n", R="$f($n - 1) + 1"), ("5", "3")),
        ),
        ("0", "1", "6", "9"),
    ),
    Ending(
        "recursion_list",
        "def $f($xs):\n    @G\n    return @R\n",
        tuple(_s(G=g, R=r) for g in ("if not $xs:\n    return 0", "if len($xs) == 0:\n    return 0", "if $xs == []:\n    return 0") for r in ("$xs[0] + $f($xs[1:])", "$f($xs[:-1]) + $xs[-1]", "1 + $f($xs[2:])", "max($xs[0], $f($xs[1:]))")),
        (
            *((_s(G="if not $xs:\n    return 0", R=r), ("[1, 2]", "[3]")) for r in ("$xs[0] + $f($xs)", "$f($xs[0:]) + 1", "$xs[-1] + $f($xs[:])", "$xs[0] + $f($xs[1:] + $xs[:1])", "1 + $f($xs[::-1])", "$f($xs + [0])")),
            (_s(G="if len($xs) == 1:\n    return 1", R="1 + $f($xs[2:])"), ("[1, 2]", "[]")),
            (_s(G="if len($xs) > 9:\n    return 0", R="len($xs) + $f($xs[1:])"), ("[4]",)),
        ),
        ("[1]", "[1, 2, 3]", "[5, 0, 2, 8]"),
    ),
    Ending(
        "binary_search",
        "def $f($xs, $n):\n    #I\n    $a = 0\n    $b = len($xs) - 1\n    while $a <= $b:\n        $m = ($a + $b) // 2\n        #D\n        if $xs[$m] == $n:\n            return $m\n        if $xs[$m] < $n:\n            $a = @A\n        else:\n            $b = @B\n    return -1\n",
        (_s(A="$m + 1", B="$m - 1"),),
        ((_s(A="$m", B="$m - 1"), ("[1, 3, 5], 4", "[1, 2], 9")), (_s(A="$m + 1", B="$m"), ("[1, 3, 5], 0", "[2, 4], 3")), (_s(A="$m", B="$m"), ("[1], 0",)), (_s(A="$a", B="$m - 1"), ("[1, 2, 3], 7",))),
        ("[1, 3, 5, 7], 5", "[2, 4], 3", "[], 1", "[1, 2, 3], 9"),
    ),
    Ending(
        "gcd",
        "def $f($a, $b):\n    #I\n    while @C:\n        #D\n        @A\n    return @R\n",
        (_s(C="$b", A="$a, $b = $b, $a % $b", R="$a"), _s(C="$b != 0", A="$i = $a % $b\n$a = $b\n$b = $i", R="$a"), _s(C="$b > 0", A="$a, $b = $b, $a % $b", R="abs($a)"), _s(C="$b != 0", A="$a, $b = $b, $a % $b", R="$a")),
        ((_s(C="$b", A="$a, $b = $a % $b, $b", R="$a"), ("12, 8", "9, 6")), (_s(C="$b != 0", A="$a = $a % $b", R="$a"), ("10, 4",)), (_s(C="$b", A="$a, $b = $b, $a", R="$a"), ("6, 4",)), (_s(C="$b > 0", A="$a = $b\n$b = $a", R="$a"), ("5, 3",)), (_s(C="$a != $b", A="if $a > $b:\n    $a = $a - $b\nelse:\n    $a = $b - $a", R="$a"), ("2, 6",))),
        ("12, 8", "7, 3", "5, 0"),
    ),
    Ending(
        "subtract_equal",
        "def $f($a, $b):\n    #I\n    while $a != $b:\n        #D\n        if $a > $b:\n            @A\n        else:\n            @B\n    return $a\n",
        (_s(A="$a -= $b", B="$b -= $a"), _s(A="$a = $a - $b", B="$b = $b - $a"), _s(A="$a -= 1", B="$b -= 1"), _s(A="$a -= 1", B="$a += 1")),
        ((_s(A="$a -= $b", B="$a -= $b"), ("2, 6", "3, 5")), (_s(A="$a -= 1", B="$b += 1"), ("1, 4",)), (_s(A="$b += 2", B="$a += 2"), ("3, 4",)), (_s(A="$a += $b", B="$b -= $a"), ("5, 2",))),
        ("6, 4", "3, 9", "5, 5"),
    ),
    Ending(
        "digits",
        "def $f($n):\n    #I\n    $t = 0\n    while $n @C:\n        $t += $n % 10\n        #D\n        @A\n    return $t\n",
        (_s(C="> 0", A="$n //= 10"), _s(C="> 0", A="$n = $n // 10"), _s(C=">= 1", A="$n //= 10"), _s(C="> 9", A="$n //= 10"), _s(C="> 0", A="$n = ($n - $n % 10) // 10")),
        ((_s(C=">= 0", A="$n //= 10"), ("12", "0")), (_s(C="> 0", A="$t //= 10"), ("45",)), (_s(C="> 0", A="$n %= 10"), ("7", "23")), (_s(C="> 0", A="$n = $n - $n % 10"), ("30", "120")), (_s(C="> -1", A="$n = $n // 10"), ("5",))),
        ("0", "7", "123"),
    ),
    Ending(
        "two_pointers",
        "def $f($xs, $n):\n    #I\n    $a = 0\n    $b = len($xs) - 1\n    while $a < $b:\n        $t = $xs[$a] + $xs[$b]\n        #D\n        if $t == $n:\n            @A\n        elif $t < $n:\n            @B\n        else:\n            @D\n    return False\n",
        (_s(A="return True", B="$a += 1", D="$b -= 1"), _s(A="return ($a, $b)", B="$a = $a + 1", D="$b = $b - 1"), _s(A="$a += 1\n$b -= 1", B="$a += 1", D="$b -= 1"), _s(A="break", B="$a += 1", D="$b -= 1")),
        ((_s(A="return True", B="$a += 1", D="$b += 0"), ("[1, 2, 9], 4",)), (_s(A="$t += 1", B="$a += 1", D="$b -= 1"), ("[1, 2, 3], 4",)), (_s(A="return True", B="pass", D="$b -= 1"), ("[1, 2], 8",)), (_s(A="$t = 0", B="$a += 1", D="$b -= 1"), ("[2, 4], 6",)), (_s(A="return True", B="$a += 1", D="$n -= 0"), ("[3, 4], 1",))),
        ("[1, 2, 4, 6], 6", "[], 3", "[1, 5], 9", "[2, 3, 4], 1"),
    ),
    Ending(
        "retry_loop",
        "def $h($n, $i):\n    return $i > %2-6% and $n % 2 == 0\n\n\ndef $f($n):\n    #I\n    $i = 0\n    while @C:\n        #D\n        if $h($n, $i):\n            return $i\n        @A\n    return -1\n",
        (_s(C="$i < 10", A="$i += 1"), _s(C="$i < $n + 5", A="$i += 1"), _s(C="True", A="$i += 1\nif $i > 9:\n    break"), _s(C="$i <= 8", A="$i = $i + 1")),
        ((_s(C="True", A="$i += 1"), ("3", "1")), (_s(C="$i < 10", A=""), ("2", "5")), (_s(C="$i >= 0", A="$i += 1"), ("7",)), (_s(C="not $h($n, $i)", A=""), ("4",)), (_s(C="True", A="$i += 1\nif $i < 0:\n    break"), ("5",))),
        ("2", "3", "4"),
    ),
    Ending(
        "flag_loop",
        "def $f($xs):\n    #I\n    $w = True\n    while $w:\n        $w = @A\n        for $i in range(len($xs) - 1):\n            #D\n            if $xs[$i] @C $xs[$i + 1]:\n                $xs[$i], $xs[$i + 1] = $xs[$i + 1], $xs[$i]\n                $w = True\n    return $xs\n",
        (_s(A="False", C=">"), _s(A="False", C="<"), _s(A="not True", C=">")),
        ((_s(A="False", C=">="), ("[1, 1]", "[2, 2, 3]")), (_s(A="False", C="!="), ("[1, 2]",)), (_s(A="True", C=">"), ("[2, 1]", "[]")), (_s(A="False", C="<="), ("[3, 3]",)), (_s(A="len($xs) > 1", C=">"), ("[4, 5]",))),
        ("[]", "[3, 1, 2]", "[1, 2]", "[2, 2, 1]"),
    ),
    Ending(
        "graph_walk",
        "def $f($g, $a):\n    #I\n    $d = set()\n    $xs = [$a]\n    $t = []\n    while $xs:\n        $x = $xs.pop(@P)\n        @G\n        #D\n        $t.append($x)\n        for $i in $g.get($x, []):\n            @A\n    return $t\n",
        (_s(P="", G="if $x in $d:\n    continue\n$d.add($x)", A="$xs.append($i)"), _s(P="0", G="$d.add($x)", A="if $i not in $d:\n    $d.add($i)\n    $xs.append($i)"), _s(P="0", G="if $x in $d:\n    continue\n$d.add($x)", A="if $i not in $d:\n    $xs.append($i)")),
        ((_s(P="", G="", A="$xs.append($i)"), ("{1: [2], 2: [1]}, 1",)), (_s(P="0", G="", A="if $i not in $d:\n    $xs.append($i)"), ("{0: [0]}, 0", "{1: [2], 2: [1]}, 2")), (_s(P="0", G="$d.add($a)", A="if $i not in $d:\n    $xs.append($i)"), ("{1: [2], 2: [3], 3: [2]}, 1",)), (_s(P="", G="$d.add($x)", A="$xs.append($i)"), ("{3: [4], 4: [3]}, 3",))),
        ("{1: [2, 3], 2: [3], 3: [1]}, 1", "{}, 0", "{0: [1], 1: [0]}, 0"),
    ),
    Ending(
        "linked_walk",
        "def $f($d, $a):\n    #I\n    $t = []\n    while $a in $d@C:\n        $t.append($a)\n        #D\n        @A\n    return $t\n",
        (_s(C=" and $a not in $t", A="$a = $d[$a]"), _s(C="", A="$a = $d.pop($a)"), _s(C=" and len($t) < %3-9%", A="$a = $d[$a]"), _s(C=" and len($t) <= len($d)", A="$a = $d[$a]"), _s(C="", A="if $d[$a] in $t:\n    break\n$a = $d[$a]")),
        ((_s(C="", A="$a = $d[$a]"), ("{1: 2, 2: 1}, 1", "{'a': 'a'}, 'a'")), (_s(C="", A="$d[$a] = $a"), ("{1: 3}, 1",)), (_s(C="", A="$t = $t[1:]\n$a = $d[$a]"), ("{3: 4, 4: 3}, 3",)), (_s(C="", A="$a = $d.get($a, $a)"), ("{5: 5}, 5",)), (_s(C=" and $d", A="$a = $d[$a]"), ("{1: 2, 2: 3, 3: 1}, 2",))),
        ("{1: 2, 2: 3}, 1", "{1: 2, 2: 1}, 1", "{}, 4"),
    ),
    Ending(
        "parser",
        "def $f($s):\n    #I\n    $i = 0\n    $t = []\n    while $i < len($s):\n        if $s[$i] == @Q:\n            @A\n        elif $s[$i].isdigit():\n            $x = $i\n            while $x < len($s) and $s[$x].isdigit():\n                @B\n            $t.append($s[$i:$x])\n            @E\n        else:\n            #D\n            $t.append($s[$i])\n            @D\n    return $t\n",
        tuple(_s(Q=q, A="$i += 1", B="$x += 1", E="$i = $x", D="$i += 1") for q in ("' '", "','", "'-'")) + (_s(Q="' '", A="$i += 1\ncontinue", B="$x += 1", E="$i = $x", D="$i = $i + 1"),),
        ((_s(Q="' '", A="continue", B="$x += 1", E="$i = $x", D="$i += 1"), ("'a b'",)), (_s(Q="','", A="$i += 1", B="$i += 0", E="$i = $x", D="$i += 1"), ("'a1'",)), (_s(Q="' '", A="$i += 1", B="$x += 1", E="", D="$i += 1"), ("'12'",)), (_s(Q="'-'", A="$i += 1", B="$x += 1", E="$i = $x", D="pass"), ("'x'", "'1+'"))),
        ("''", "'a 12'", "'3,4'", "'x-1'"),
    ),
    Ending(
        "string_shrink",
        "def $f($s):\n    #I\n    $t = 0\n    while @C:\n        #D\n        $t += 1\n        @A\n    return $t\n",
        (_s(C="$s", A="$s = $s[1:]"), _s(C="len($s) > 1", A="$s = $s[:-1]"), _s(C="'  ' in $s", A="$s = $s.replace('  ', ' ')"), _s(C="$s.startswith('a')", A="$s = $s[1:]"), _s(C="'ab' in $s", A="$s = $s.replace('ab', '', 1)"), _s(C="len($s) < 9", A="$s = $s + 'x'")),
        ((_s(C="$s", A="$s = $s.strip()"), ("'abc'",)), (_s(C="len($s) > 1", A="$s = $s[0:]"), ("'xy'",)), (_s(C="'a' in $s", A="$s = $s.replace('a', 'aa')"), ("'cat'",)), (_s(C="$s.startswith('a')", A="$s.lstrip('a')"), ("'ab'",)), (_s(C="'  ' in $s", A="$s = $s.replace(' ', '  ')"), ("'a  b'",)), (_s(C="$s", A="$s = $s[1:] + $s[0]"), ("'hi'",)), (_s(C="len($s) < 9", A="$s = $s + ''"), ("'a'",))),
        ("''", "'abc'", "'a  b'", "'aab'"),
    ),
    Ending(
        "doubling",
        "def $f($n):\n    #I\n    $i = @S\n    $t = 0\n    while $i @C $n:\n        #D\n        $t += 1\n        $i @A\n    return $t\n",
        (_s(S="1", C="<", A="*= 2"), _s(S="1", C="<=", A="*= 3"), _s(S="2", C="<", A="*= $i"), _s(S="1", C="<", A="+= $i"), _s(S="1", C="<", A="= 2 * $i")),
        ((_s(S="0", C="<", A="*= 2"), ("5", "3")), (_s(S="1", C="!=", A="*= 2"), ("6", "5")), (_s(S="1", C="<", A="*= 1"), ("4",)), (_s(S="1", C="<", A="*= $i"), ("7",)), (_s(S="0", C="<", A="+= $i"), ("2",)), (_s(S="1", C="<", A="//= 2"), ("9",))),
        ("0", "1", "9", "20"),
    ),
    Ending(
        "helper_step",
        "def $h($i):\n    return @H\n\n\ndef $f($n):\n    #I\n    $t = 0\n    while $n > @L:\n        $t += $n\n        #D\n        @A\n    return $t\n",
        (_s(H="$i - 1", L="0", A="$n = $h($n)"), _s(H="$i // 2", L="0", A="$n = $h($n)"), _s(H="$i - %2-5%", L="1", A="$n = $h($n)"), _s(H="$i // 3", L="2", A="$n = $h($n)")),
        ((_s(H="$i - 1", L="0", A="$h($n)"), ("4", "2")), (_s(H="$i + 1", L="0", A="$n = $h($n)"), ("3",)), (_s(H="$i", L="0", A="$n = $h($n)"), ("5",)), (_s(H="$i * 2", L="1", A="$n = $h($n)"), ("3",)), (_s(H="($i + 1) // 2", L="0", A="$n = $h($n)"), ("6", "1")), (_s(H="$i - 1", L="0", A="$t = $h($t)"), ("2",))),
        ("0", "3", "9"),
    ),
    Ending(
        "mutual",
        "def $f($n):\n    if $n @C 0:\n        return True\n    return $h(@A)\n\n\ndef $h($n):\n    if $n @D 0:\n        return False\n    return $f(@B)\n",
        tuple(_s(C=c, D=c, A=a, B=a) for c in ("<=", "<") for a in ("$n - 1", "$n - 2")) + (_s(C="==", D="==", A="$n - 1", B="$n - 1"),),
        ((_s(C="==", D="==", A="$n - 2", B="$n - 2"), ("3", "1")), (_s(C="<=", D="<=", A="$n - 1", B="$n + 1"), ("2", "4")), (_s(C="<=", D="<=", A="$n", B="$n"), ("5",)), (_s(C="<", D="<", A="$n // 2", B="$n // 2"), ("6",)), (_s(C="<=", D="<=", A="$n + 1", B="$n - 1"), ("1",))),
        ("0", "4", "7"),
    ),
    Ending(
        "collatz_like",
        "def $f($n):\n    #I\n    $t = 0\n    while $n @C:\n        $t += 1\n        #D\n        if $n % 2 == 0:\n            $n @A\n        else:\n            $n @B\n    return $t\n",
        (_s(C="> 1", A="//= 2", B="-= 1"), _s(C="> 0", A="//= 2", B="-= 1"), _s(C="> 0", A="-= 2", B="-= 1"), _s(C="> 1", A="= $n // 2", B="= ($n - 1) // 2"), _s(C="> 1", A="//= 2", B="= $n // 2")),
        ((_s(C="> 1", A="//= 2", B="+= 2"), ("3", "5")), (_s(C="> 0", A="//= 2", B="+= 1"), ("1", "4")), (_s(C="> 1", A="+= 1", B="-= 1"), ("6", "3")), (_s(C="!= 1", A="//= 2", B="= 3 * $n - 1"), ("5", "7")), (_s(C="> 1", A="*= 2", B="-= 1"), ("2",)), (_s(C="> 0", A="//= 2", B="= $n * 2"), ("3",))),
        ("1", "6", "7"),
    ),
    Ending(
        "nested_reset",
        "def $f($n):\n    #I\n    $i = 0\n    $t = 0\n    while $i < $n:\n        $x = 0\n        while $x < @L:\n            $t += 1\n            @B\n        #D\n        @A\n    return $t\n",
        (_s(L="$i", A="$i += 1", B="$x += 1"), _s(L="$n", A="$i += 1", B="$x += 1"), _s(L="%2-5%", A="$i += 2", B="$x += 1"), _s(L="$i", A="$i = $i + 1", B="$x = $x + 2")),
        ((_s(L="$n", A="$i += 1", B="$i += 1"), ("3",)), (_s(L="$n", A="$x += 1", B="$x += 1"), ("4", "2")), (_s(L="3", A="$i += 1", B=""), ("2",)), (_s(L="$n", A="", B="$x += 1"), ("5",)), (_s(L="$n", A="$i += 1", B="$x -= 1"), ("3",))),
        ("0", "3", "4"),
    ),
    Ending(
        "newton",
        "def $f($n):\n    #I\n    $x = $n\n    $t = 0\n    while @C:\n        $x = @A\n        #D\n        $t += 1\n    return $x\n",
        (_s(C="$x * $x > $n", A="($x + $n // $x) // 2"), _s(C="$x * $x > $n", A="$x - 1"), _s(C="$x > 1 and $t < 20", A="($x + 1) // 2")),
        ((_s(C="$x * $x != $n", A="$x - 1"), ("5", "3")), (_s(C="$x * $x >= $n", A="$x // 1"), ("4",)), (_s(C="$x * $x != $n", A="($x + $n // $x) // 2"), ("5", "3")), (_s(C="$x > 0", A="($x + 1) // 2"), ("6",))),
        ("1", "4", "9", "10"),
    ),
    Ending(
        "remove_all",
        "def $f($xs, $x):\n    #I\n    $t = 0\n    while $x in $xs:\n        #D\n        @A\n        $t += 1\n    return $t\n",
        (_s(A="$xs.remove($x)"), _s(A="$xs.pop($xs.index($x))"), _s(A="$xs = [v0 for v0 in $xs if v0 != $x]"), _s(A="del $xs[$xs.index($x)]"), _s(A="$xs.pop()"), _s(A="$xs = $xs[1:]")),
        ((_s(A="$xs.index($x)"), ("[1, 2], 1",)), (_s(A="$xs.remove($x)\n$xs.append($x)"), ("[3], 3",)), (_s(A="$xs = list($xs)"), ("[1, 4], 4",)), (_s(A="$xs.reverse()"), ("[5, 6], 5",)), (_s(A="[v0 for v0 in $xs if v0 != $x]"), ("[7], 7",)), (_s(A="$xs.count($x)"), ("[0, 0], 0",))),
        ("[], 1", "[1, 2, 1], 1", "[3, 4], 5"),
    ),
    Ending(
        "chunks",
        "def $f($xs, $n):\n    #I\n    $t = []\n    @G\n    while $xs:\n        #D\n        $t.append($xs[:$n])\n        $xs = $xs[@A:]\n    return $t\n",
        (_s(G="if $n < 1:\n    raise ValueError($n)", A="$n"), _s(G="$n = max($n, 1)", A="$n"), _s(G="if $n <= 0:\n    return []", A="$n"), _s(G="$n = 2", A="$n"), _s(G="if not $n:\n    $n = 1", A="max(1, $n)")),
        ((_s(G="", A="$n"), ("[1, 2], 0",)), (_s(G="$n = max($n, 0)", A="$n"), ("[3], 0",)), (_s(G="if $n < 0:\n    return []", A="$n"), ("[1, 2, 3], 0",)), (_s(G="$n = max($n, 1)", A="0"), ("[1], 2",))),
        ("[], 2", "[1, 2, 3], 2", "[1, 2], 5"),
    ),
    Ending(
        "tree_depth",
        "def $f($d, $x):\n    #I\n    $t = 0\n    while $x @C:\n        #D\n        $t += 1\n        $x = @A\n    return $t\n",
        (_s(C="is not None", A="None if $t > 9 else $d.get($x)"), _s(C="is not None", A="$d.pop($x, None)"), _s(C="in $d", A="$d.pop($x)"), _s(C="> 0", A="($x - 1) // 2"), _s(C="> 1", A="$x // 2")),
        ((_s(C="is not None", A="$d.get($x, $x)"), ("{2: 1}, 2",)), (_s(C=">= 0", A="$x // 2"), ("{}, 3",)), (_s(C="is not None", A="$d.get(0, 0)"), ("{1: 0}, 1",)), (_s(C=">= 0", A="max(0, ($x - 1) // 2)"), ("{}, 5",)), (_s(C="is not None", A="$d.get($x)"), ("{1: 2, 2: 1}, 1",))),
        ("{3: 1, 1: 0}, 3", "{}, 2", "{5: 2, 2: 0}, 5"),
    ),
    Ending(
        "bounded_money",
        "def $f($n, $b):\n    #I\n    $i = 0\n    while $n < @T:\n        #D\n        @A\n        $i += 1\n    return $i\n",
        (_s(T="100", A="$n += max($b, 1)"), _s(T="50", A="$n += 5"), _s(T="100", A="if $b <= 0:\n    return -1\n$n += $b"), _s(T="$b", A="$n += 1"), _s(T="60", A="$n += abs($b) + 1")),
        ((_s(T="100", A="$n += $b"), ("10, 0", "5, -1")), (_s(T="$b", A="$n -= 1"), ("2, 5",)), (_s(T="50", A="$n -= $b"), ("9, 3",)), (_s(T="200", A="$n += $n * $b // 100"), ("3, 5", "100, 0")), (_s(T="100", A="$b += $n"), ("1, 2",))),
        ("0, 10", "60, 30", "120, 7"),
    ),
    Ending(
        "while_else_search",
        "def $f($xs, $x):\n    #I\n    $i = 0\n    while @C:\n        #D\n        $i @A\n    return $i\n",
        (_s(C="$i < len($xs) and $xs[$i] != $x", A="+= 1"), _s(C="$xs[$i:] and $xs[$i] < $x", A="+= 1"), _s(C="$i < len($xs) and $xs[$i] <= $x", A="= $i + 1"), _s(C="$i * $i < $x", A="+= 1")),
        ((_s(C="$i < len($xs) and $xs[$i] != $x", A="+= 0"), ("[1, 2], 2",)), (_s(C="$x not in $xs[$i:$i + 1]", A="+= 1"), ("[1, 2], 5",)), (_s(C="$xs[$i % len($xs)] != $x", A="+= 1"), ("[1, 2], 3",)), (_s(C="$i < len($xs) or $xs[0] != $x", A="+= 1"), ("[4, 2], 2",)), (_s(C="$xs[$i] != $x", A="= ($i + 1) % len($xs)"), ("[1, 2, 3], 9",))),
        ("[1, 2, 3], 3", "[4], 4", "[2, 5, 7], 7"),
    ),
    Ending(
        "swap_in_place",
        "def $f($xs):\n    #I\n    $i = 0\n    while $i < len($xs):\n        #D\n        if @C:\n            @A\n        else:\n            @B\n    return $xs\n",
        (_s(C="$xs[$i] < 0", A="$xs.pop($i)", B="$i += 1"), _s(C="$i > 0 and $xs[$i - 1] > $xs[$i]", A="$xs[$i], $xs[$i - 1] = $xs[$i - 1], $xs[$i]\n$i -= 1", B="$i += 1"), _s(C="$xs[$i] % 2", A="del $xs[$i]", B="$i += 1"), _s(C="$xs[$i] > 3", A="$xs[$i] -= 1", B="$i += 1")),
        ((_s(C="$xs[$i] < 0", A="$xs.append($xs.pop($i))", B="$i += 1"), ("[-1]", "[2, -3]")), (_s(C="$i > 0 and $xs[$i - 1] >= $xs[$i]", A="$xs[$i], $xs[$i - 1] = $xs[$i - 1], $xs[$i]\n$i -= 1", B="$i += 1"), ("[2, 2]",)), (_s(C="$xs[$i] % 2", A="$xs[$i] += 2", B="$i += 1"), ("[1]",)), (_s(C="$xs[$i] > 3", A="$i = 0", B="$i += 1"), ("[4, 1]",)), (_s(C="$i > 0 and $xs[$i - 1] != $xs[$i]", A="$xs[$i], $xs[$i - 1] = $xs[$i - 1], $xs[$i]\n$i -= 1", B="$i += 1"), ("[1, 2]",))),
        ("[]", "[3, 1, 2]", "[4, 0, 6]", "[5, 5]"),
    ),
    Ending(
        "recursion_pair",
        "def $f($a, $b):\n    if $a @C $b:\n        return $a\n    return $f(@A)\n",
        (_s(C=">=", A="$a + 1, $b"), _s(C=">=", A="$a + 1, $b - 1"), _s(C=">=", A="$a + 2, $b"), _s(C=">", A="$a, $b - 1"), _s(C=">", A="$a + 1, $b")),
        ((_s(C="==", A="$a + 1, $b - 1"), ("0, 3", "1, 4")), (_s(C=">=", A="$a, $b"), ("1, 2",)), (_s(C=">=", A="$a + 1, $b + 1"), ("0, 5",)), (_s(C="==", A="$a + 2, $b"), ("1, 4", "0, 3")), (_s(C=">=", A="$a - 1, $b"), ("3, 6",))),
        ("0, 6", "2, 2", "1, 8"),
    ),
    Ending(
        "recursion_halves",
        "def $f($xs, $a, $b):\n    if @C:\n        return $xs[$a] if $a < len($xs) else 0\n    $m = ($a + $b) // 2\n    return $f($xs, @A) + $f($xs, @B)\n",
        (_s(C="$b - $a <= 1", A="$a, $m", B="$m, $b"), _s(C="$a >= $b", A="$a, $m", B="$m + 1, $b"), _s(C="$b - $a < 2", A="$a, $m", B="$m, $b")),
        ((_s(C="$a >= $b", A="$a, $m", B="$m, $b"), ("[1, 2], 0, 2", "[4], 0, 1")), (_s(C="$a > $b", A="$a, $m", B="$m + 1, $b"), ("[1, 2, 3], 0, 2",)), (_s(C="$b == $a", A="$a, $m - 1", B="$m, $b"), ("[1, 2, 3], 0, 3",)), (_s(C="$b - $a <= 0", A="$a, $m", B="$m, $b"), ("[5, 6, 7], 0, 3",))),
        ("[1, 2, 3, 4], 0, 4", "[5], 0, 1", "[1, 2, 3], 0, 2"),
    ),
    Ending(
        "event_loop",
        "def $f($xs):\n    #I\n    $w = 'wait'\n    $i = 0\n    $t = 0\n    while $w != 'done':\n        $x = $xs[$i] if $i < len($xs) else None\n        #D\n        if $x is None:\n            $w = @E\n        elif $x == 'go':\n            $t += 1\n            @B\n        @A\n    return $t\n",
        (_s(E="'done'", A="$i += 1", B="$w = 'busy'"), _s(E="'done'", A="$i += 1", B="pass"), _s(E="'done'", A="$i = $i + 1", B="$t += 1"), _s(E="'done'", A="$i += 1", B="$w = 'done'")),
        ((_s(E="'end'", A="$i += 1", B="pass"), ("['go']", "[]")), (_s(E="'done'", A="", B="$t += 1"), ("['go']", "['stop']")), (_s(E="'done'", A="if $x == 'go':\n    $i += 1", B="$w = 'busy'"), ("['stop']",)), (_s(E="'wait'", A="$i += 1", B="$w = 'busy'"), ("['a', 'b']",)), (_s(E="'done'", A="$i += 1", B="$i = -1"), ("['go']",))),
        ("[]", "['go', 'x']", "['stop']"),
    ),
    Ending(
        "random_like",
        "def $f($n):\n    #I\n    $x = $n\n    $t = 0\n    while $x != @T@G:\n        $x = ($x * @M + @P) % @Q\n        #D\n        $t += 1\n    return $t\n",
        (_s(T="0", M="5", P="3", Q="16", G=""), _s(T="3", M="9", P="1", Q="8", G=""), _s(T="1", M="4", P="0", Q="10", G=" and $t < %5-20%"), _s(T="2", M="5", P="1", Q="16", G="")),
        ((_s(T="1", M="2", P="0", Q="8", G=""), ("4", "3")), (_s(T="1", M="4", P="0", Q="10", G=""), ("2", "3")), (_s(T="20", M="5", P="3", Q="16", G=""), ("1",)), (_s(T="0", M="2", P="1", Q="10", G=""), ("3", "1"))),
        ("0", "1", "7"),
    ),
    Ending(
        "squeeze",
        "def $f($a, $b, $n):\n    #I\n    while @C:\n        $m = @M\n        #D\n        if $m * $m > $n:\n            $b = @B\n        else:\n            $a = @A\n    return $a\n",
        (_s(C="$b - $a > 1", M="($a + $b) // 2", A="$m", B="$m"), _s(C="$a < $b", M="($a + $b + 1) // 2", A="$m", B="$m - 1"), _s(C="$a < $b", M="($a + $b) // 2", A="$m + 1", B="$m"), _s(C="$b - $a > 0.1", M="($a + $b) / 2", A="$m", B="$m")),
        ((_s(C="$a < $b", M="($a + $b) // 2", A="$m", B="$m - 1"), ("0, 3, 30", "0, 9, 30")), (_s(C="$a <= $b", M="($a + $b) // 2", A="$m + 1", B="$m"), ("0, 5, 9",)), (_s(C="$b - $a > 0", M="($a + $b) // 2", A="$m", B="$m"), ("0, 4, 5",)), (_s(C="$a != $b", M="($a + $b) // 2", A="$m", B="$m"), ("0, 8, 20",))),
        ("0, 10, 30", "0, 3, 4", "1, 8, 50"),
    ),
)  # fmt: skip

"""Families of functions whose growth is known from how they are written, several for each class.

A family has one class of time and of space; `args` says how to call it at a size, where {n} and {m} stand for sizes and {l} for a list of
that many numbers. Where library calls do the work, counting lines can't confirm the class, and `counted` is off.
"""

# A table: a family's text and variants stand together, however long the lines.
# ruff: noqa: E501

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Growth:
    """One family.

    Attributes:
        name: of the family.
        time: its class in the worst case.
        space: the same, of what is allocated: the result, and the depth of the stack.
        template: its text; `$f` is the entry.
        args: how to call it.
        slots: what may stand in its slots, any of each.
        counted: whether counting executed lines confirms the class.
    """

    name: str
    time: str
    space: str
    template: str
    args: str
    slots: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    counted: bool = True


_L = "list(range({n}))"
_OPS = ("$t += $x", "$t = max($t, $x)", "if $x > %1-5%:\n    $t += 1", "$t ^= $x", "$t = $t * 3 % 101 + $x")
_PAIR_OPS = ("$t += $x * $x2", "if $x == $x2:\n    $t += 1", "$t = max($t, $x - $x2)", "$t = ($t + $x) % 97")

FAMILIES: tuple[Growth, ...] = (
    # O(1)
    Growth("formula", "O(1)", "O(1)", "def $f($n):\n    #I\n    #D\n    @A\n    return $t\n", "{n}", {"A": ("$t = $n * ($n + 1) // 2", "$t = $n % %2-9% + %1-9%", "if $n > %2-50%:\n    $t = $n - %1-9%\nelse:\n    $t = %1-9% * $n", "$t = ($n & 1) * %2-9% + $n")}),
    Growth("ends_of_list", "O(1)", "O(1)", "def $f($xs):\n    #I\n    if not $xs:\n        return @R\n    #D\n    return @A\n", _L, {"R": ("0", "None", "-1"), "A": ("$xs[0] + $xs[-1]", "$xs[len($xs) // 2]", "$xs[-1] - $xs[0]", "($xs[0], len($xs))", "$xs[%0-0%] * %2-9%")}),
    Growth("fixed_loop", "O(1)", "O(1)", "def $f($n):\n    #I\n    $t = 0\n    for $i in range(%3-30%):\n        #D\n        @A\n    return $t\n", "{n}", {"A": ("$t += $n % ($i + 1)", "$t = ($t + $n * $i) % 101", "if $n % ($i + 2) == 0:\n    $t += $i", "$t += ($n >> $i) & 1")}),
    Growth("stack_push", "O(1)", "O(1)", "def $f($xs, $n):\n    #I\n    @A\n    #D\n    return @R\n", _L + ", 3", {"A": ("$xs.append($n)", "$xs[0] = $n", "if $xs:\n    $xs.pop()\n$xs.append($n)", "$xs[-1] += $n"), "R": ("len($xs)", "$xs[-1]", "$xs")}),
    Growth("dict_access", "O(1)", "O(1)", "def $f($d, $n):\n    #I\n    @A\n    #D\n    return @R\n", "dict.fromkeys(range({n})), 1", {"A": ("$d[$n] = $d.get($n) or 0", "if $n in $d:\n    return True", "$d.setdefault($n, 0)", "$d[$n] = len($d)"), "R": ("$d.get($n, 0)", "$n in $d", "len($d)")}),
    Growth("clamp", "O(1)", "O(1)", "def $f($n):\n    #I\n    if $n < %1-9%:\n        return @A\n    #D\n    if $n > %10-99%:\n        return @B\n    return $n\n", "{n}", {"A": ("%1-9%", "0", "-$n"), "B": ("%10-99%", "$n - %10-99%", "1")}),
    Growth("capped_while", "O(1)", "O(1)", "def $f($n):\n    #I\n    $i = 0\n    while $i < %4-20% and $n @C:\n        #D\n        $n = @A\n        $i += 1\n    return $n\n", "{n}", {"C": ("> 0", "!= 7", "% 5"), "A": ("$n - 1", "$n + 3", "$n * 2 % 1001")}),
    # O(log n)
    Growth("halving", "O(log n)", "O(1)", "def $f($n):\n    #I\n    $t = 0\n    while $n > @C:\n        #D\n        $t += @T\n        $n //= %2-5%\n    return $t\n", "{n}", {"C": ("0", "1"), "T": ("1", "$n % 2", "$n")}),
    Growth("doubling", "O(log n)", "O(1)", "def $f($n):\n    #I\n    $i = 1\n    $t = 0\n    while $i @C $n:\n        #D\n        $t += @T\n        $i *= %2-4%\n    return $t\n", "{n}", {"C": ("<", "<="), "T": ("1", "$i", "$n % $i")}),
    Growth("bisection", "O(log n)", "O(1)", "def $f($xs, $n):\n    #I\n    $a, $b = 0, len($xs)\n    while $a < $b:\n        $m = ($a + $b) // 2\n        #D\n        if $xs[$m] @C $n:\n            $a = $m + 1\n        else:\n            $b = $m\n    return @R\n", _L + ", {n}", {"C": ("<", "<="), "R": ("$a", "$a < len($xs) and $xs[$a] == $n", "$a - 1")}),
    Growth("bisection_recursive", "O(log n)", "O(log n)", "def $f($xs, $n, $a, $b):\n    if $a > $b:\n        return -1\n    $m = ($a + $b) // 2\n    if $xs[$m] == $n:\n        return $m\n    if $xs[$m] < $n:\n        return $f($xs, $n, $m + 1, $b)\n    return $f($xs, $n, $a, $m - 1)\n", _L + ", -1, 0, {n} - 1"),
    Growth("power", "O(log n)", "O(1)", "def $f($x, $n):\n    #I\n    $t = 1\n    while $n > 0:\n        if $n @C:\n            $t = $t * $x % %50-999%\n        #D\n        $x = $x * $x % %50-999%\n        $n @A\n    return $t\n", "3, {n}", {"C": ("% 2 == 1", "& 1", "% 2"), "A": ("//= 2", ">>= 1")}),
    Growth("power_recursive", "O(log n)", "O(log n)", "def $f($x, $n):\n    if $n == 0:\n        return 1\n    $t = $f($x, $n // 2)\n    if $n % 2:\n        return @A\n    return $t * $t % %50-999%\n", "3, {n}", {"A": ("$t * $t * $x % %50-999%", "$x * $t * $t % %50-999%")}),
    Growth("digits", "O(log n)", "O(1)", "def $f($n):\n    #I\n    $t = 0\n    while $n:\n        $n, $x = divmod($n, 10)\n        #D\n        @A\n    return $t\n", "{n}", {"A": _OPS}),
    Growth("halves_recursive", "O(log n)", "O(log n)", "def $f($n):\n    if $n <= @C:\n        return @R\n    return @A\n", "{n}", {"C": ("0", "1"), "R": ("0", "1", "$n"), "A": ("1 + $f($n // 2)", "$f($n // 3) + $n % 3", "max($n % 7, $f($n // 2))")}),
    Growth("heap_up", "O(log n)", "O(1)", "def $f($xs):\n    #I\n    $i = len($xs) - 1\n    while $i > 0:\n        $m = ($i - 1) // 2\n        #D\n        if $xs[$m] @C $xs[$i]:\n            break\n        $xs[$m], $xs[$i] = $xs[$i], $xs[$m]\n        $i = $m\n    return $xs[0]\n", "list(range({n}, 0, -1))", {"C": ("<=", "<")}),
    # O(sqrt n)
    Growth("is_prime", "O(sqrt n)", "O(1)", "def $f($n):\n    #I\n    if $n < 2:\n        return False\n    $i = 2\n    while $i * $i <= $n:\n        #D\n        if $n % $i == 0:\n            @A\n        $i += @P\n    return True\n", "{n}", {"A": ("return False", "return $i"), "P": ("1", "1", "2")}, counted=False),
    Growth("divisors", "O(sqrt n)", "O(1)", "def $f($n):\n    #I\n    $t = 0\n    $i = 1\n    while $i * $i @C $n:\n        #D\n        if $n % $i == 0:\n            $t += @A\n        $i += 1\n    return $t\n", "{n}", {"C": ("<=", "<"), "A": ("2", "1", "$i", "$i + $n // $i")}),
    Growth("root_by_counting", "O(sqrt n)", "O(1)", "def $f($n):\n    #I\n    $t = 0\n    while ($t + 1) ** 2 <= $n:\n        #D\n        $t += 1\n    return $t@R\n", "{n}", {"R": ("", " * $t == $n", " % 2")}),
    Growth("odd_subtraction", "O(sqrt n)", "O(1)", "def $f($n):\n    #I\n    $i = 1\n    $t = 0\n    while $n > 0:\n        $n -= $i\n        #D\n        $i += @P\n        $t += 1\n    return @R\n", "{n}", {"P": ("1", "2"), "R": ("$t", "$n == 0", "$i")}),
    Growth("root_range", "O(sqrt n)", "O(1)", "def $f($n):\n    #I\n    $t = 0\n    for $i in range(1, int($n ** 0.5) + 1):\n        #D\n        @A\n    return $t\n", "{n}", {"A": ("if $n % $i == 0:\n    $t += 1", "$t += $i", "$t = max($t, $n % $i)")}),
    # O(n)
    Growth("loop_items", "O(n)", "O(1)", "def $f($xs):\n    #I\n    $t = 0\n    for $x in $xs:\n        #D\n        @A\n    return $t\n", _L, {"A": _OPS}),
    Growth("loop_range", "O(n)", "O(1)", "def $f($n):\n    #I\n    $t = @S\n    for $i in range(@B):\n        #D\n        @A\n    return $t\n", "{n}", {"S": ("0", "1"), "B": ("$n", "1, $n + 1", "$n // 2", "0, $n, 2"), "A": ("$t += $i", "$t = $t * 2 % 11", "if $i % 3 == 0:\n    $t += 1")}),
    Growth("loop_while", "O(n)", "O(1)", "def $f($n):\n    #I\n    $i = 0\n    $t = 0\n    while $i < $n:\n        #D\n        @A\n        $i += %1-3%\n    return $t\n", "{n}", {"A": ("$t += $i", "if $i % 2:\n    $t += 1", "$t = ($t + $i) % 13")}),
    Growth("counting", "O(n)", "O(n)", "def $f($xs):\n    #I\n    $d = {}\n    for $x in $xs:\n        #D\n        @A\n    return $d\n", _L, {"A": ("$d[$x] = $d.get($x, 0) + 1", "if $x not in $d:\n    $d[$x] = 0\n$d[$x] += 1", "$d.setdefault($x, []).append(1)")}),
    Growth("new_list", "O(n)", "O(n)", "def $f($xs):\n    #I\n    $t = []\n    for $x in $xs:\n        #D\n        @A\n    return $t\n", _L, {"A": ("$t.append($x * 2)", "if $x > %1-9%:\n    $t.append($x)", "$t.append($x)\n$t.append(-$x)")}),
    Growth("comprehension", "O(n)", "O(n)", "def $f($xs):\n    #I\n    $t = @A\n    #D\n    return @R\n", _L, {"A": ("[$x * 2 for $x in $xs]", "[$x for $x in $xs if $x > 3]", "{$x: $x + 1 for $x in $xs}", "set($xs)", "$xs[::-1]"), "R": ("$t", "len($t)")}, counted=False),
    Growth("two_pointers", "O(n)", "O(1)", "def $f($xs):\n    #I\n    $a, $b = 0, len($xs) - 1\n    while $a < $b:\n        #D\n        @A\n        $a += 1\n        $b -= 1\n    return $xs\n", _L, {"A": ("$xs[$a], $xs[$b] = $xs[$b], $xs[$a]", "if $xs[$a] > $xs[$b]:\n    return False\n")}),
    Growth("linear_recursion", "O(n)", "O(n)", "def $f($n):\n    if $n <= @C:\n        return @R\n    return @A\n", "{n}", {"C": ("0", "1"), "R": ("0", "1"), "A": ("$n + $f($n - 1)", "$f($n - 2) + 1", "$f($n - 1) * 3 % 7", "max($n % 5, $f($n - 1))")}),
    Growth("memo_fib", "O(n)", "O(n)", "def $f($n, $d):\n    if $n < 2:\n        return $n\n    if $n in $d:\n        return $d[$n]\n    $d[$n] = ($f($n - 1, $d) + $f($n - 2, $d)) % 1009\n    return $d[$n]\n", "{n}, {{}}"),
    Growth("fib_loop", "O(n)", "O(1)", "def $f($n):\n    #I\n    $a, $b = 0, 1\n    for _ in range($n):\n        #D\n        $a, $b = $b, @A\n    return $a\n", "{n}", {"A": ("($a + $b) % %50-999%", "$a + $b - $b // 2", "max($a, $b) % 31 + 1")}),
    Growth("table_one", "O(n)", "O(n)", "def $f($n):\n    #I\n    $t = [0] * ($n + 2)\n    $t[1] = 1\n    for $i in range(2, $n + 1):\n        #D\n        $t[$i] = @A\n    return $t[$n]\n", "{n}", {"A": ("($t[$i - 1] + $t[$i - 2]) % 1009", "max($t[$i - 1], $t[$i - 2] + 1)", "min($t[$i - 1], $t[$i // 2]) + 1")}),
    Growth("brackets", "O(n)", "O(n)", "def $f($s):\n    #I\n    $xs = []\n    for $x in $s:\n        #D\n        if $x == '(':\n            $xs.append($x)\n        elif @C:\n            if not $xs:\n                return False\n            $xs.pop()\n    return not $xs\n", "'(' * {n}", {"C": ("$x == ')'", "$x in ')]'")}),
    Growth("two_passes", "O(n)", "O(1)", "def $f($xs):\n    #I\n    $t = 0\n    for $x in $xs:\n        @A\n    $x2 = 0\n    for $i in range(len($xs)):\n        #D\n        if $xs[$i] @C $t:\n            $x2 += 1\n    return $x2\n", _L, {"A": ("$t += $x", "$t = max($t, $x)"), "C": ("<", ">", "==")}),
    Growth("shrinking_work", "O(n)", "O(1)", "def $f($n):\n    #I\n    $t = 0\n    while $n > 0:\n        for $i in range($n):\n            #D\n            $t += @A\n        $n //= 2\n    return $t\n", "{n}", {"A": ("1", "$i", "$i % 3")}),
    Growth("window", "O(n)", "O(1)", "def $f($xs, $n):\n    #I\n    $a = 0\n    $t = 0\n    $x2 = 0\n    for $b in range(len($xs)):\n        $t += $xs[$b]\n        #D\n        while $t > $n:\n            $t -= $xs[$a]\n            $a += 1\n        $x2 = max($x2, @A)\n    return $x2\n", "[1] * {n}, 5", {"A": ("$b - $a + 1", "$t")}),
    # O(n log n)
    Growth("sort_then_scan", "O(n log n)", "O(n)", "def $f($xs):\n    #I\n    $t = 0\n    @L\n    for $i in range(1, len($xs)):\n        #D\n        @A\n    return $t\n", _L, {"L": ("$xs = sorted($xs)", "$xs = sorted($xs, reverse=True)", "$xs.sort()"), "A": ("if $xs[$i] == $xs[$i - 1]:\n    $t += 1", "$t = max($t, $xs[$i] - $xs[$i - 1])", "$t += $xs[$i] * $i")}, counted=False),
    Growth("halving_inside", "O(n log n)", "O(1)", "def $f($n):\n    #I\n    $t = 0\n    for $i in range(@B):\n        $x = $n\n        while $x > @C:\n            #D\n            $t += 1\n            $x //= 2\n    return $t\n", "{n}", {"B": ("$n", "1, $n"), "C": ("0", "1")}),
    Growth("doubling_inside", "O(n log n)", "O(1)", "def $f($xs):\n    #I\n    $t = 0\n    for $x in $xs:\n        $i = 1\n        while $i < len($xs):\n            #D\n            $t += $x * $i\n            $i *= 2\n    return $t\n", _L),
    Growth("merge_sort", "O(n log n)", "O(n)", "def $f($xs):\n    if len($xs) < 2:\n        return $xs\n    $m = len($xs) // 2\n    $a = $f($xs[:$m])\n    $b = $f($xs[$m:])\n    $t = []\n    $i = 0\n    $x = 0\n    while $i < len($a) and $x < len($b):\n        if $a[$i] @C $b[$x]:\n            $t.append($a[$i])\n            $i += 1\n        else:\n            $t.append($b[$x])\n            $x += 1\n    return $t + $a[$i:] + $b[$x:]\n", _L, {"C": ("<=", "<", ">")}),
    Growth("harmonic", "O(n log n)", "O(1)", "def $f($n):\n    #I\n    $t = 0\n    for $i in range(1, $n + 1):\n        for $x in range(@S, $n + 1, $i):\n            #D\n            $t += @A\n    return $t\n", "{n}", {"S": ("$i", "2 * $i"), "A": ("1", "$x", "$i")}),
    Growth("search_each", "O(n log n)", "O(1)", "def $h($xs, $x):\n    $a, $b = 0, len($xs)\n    while $a < $b:\n        $m = ($a + $b) // 2\n        if $xs[$m] < $x:\n            $a = $m + 1\n        else:\n            $b = $m\n    return $a\n\n\ndef $f($xs):\n    #I\n    $t = 0\n    for $x in $xs:\n        #D\n        $t += $h($xs, @A)\n    return $t\n", _L, {"A": ("$x", "$x + 1", "-$x")}),
    Growth("heap", "O(n log n)", "O(n)", "import heapq\n\n\ndef $f($xs):\n    #I\n    $t = []\n    for $x in $xs:\n        heapq.heappush($t, @A)\n    $x2 = 0\n    while $t:\n        #D\n        $x2 += heapq.heappop($t)\n    return $x2\n", _L, {"A": ("$x", "-$x")}, counted=False),
    Growth("split_and_sum", "O(n log n)", "O(n)", "def $f($xs):\n    if len($xs) <= 1:\n        return 0\n    $m = len($xs) // 2\n    $t = 0\n    for $x in $xs:\n        $t @A $x\n    return $t + $f($xs[:$m]) + $f($xs[$m:])\n", _L, {"A": ("+=", "-=", "^=")}),
    # O(n*m)
    Growth("two_lists", "O(n*m)", "O(1)", "def $f($xs1, $xs2):\n    #I\n    $t = 0\n    for $x in $xs1:\n        for $x2 in $xs2:\n            #D\n            @A\n    return $t\n", "list(range({n})), list(range({m}))", {"A": tuple(one for one in _PAIR_OPS)}),
    Growth("two_numbers", "O(n*m)", "O(1)", "def $f($n1, $n2):\n    #I\n    $t = 0\n    for $i in range($n1):\n        for $i2 in range($n2):\n            #D\n            $t += @A\n    return $t\n", "{n}, {m}", {"A": ("1", "$i * $i2", "$i + $i2")}),
    Growth("grid_build", "O(n*m)", "O(n*m)", "def $f($n1, $n2):\n    #I\n    $t = []\n    for $i in range($n1):\n        $x = []\n        for $i2 in range($n2):\n            #D\n            $x.append(@A)\n        $t.append($x)\n    return $t\n", "{n}, {m}", {"A": ("0", "$i * $i2", "$i + $i2", "($i, $i2)")}),
    Growth("common_subsequence", "O(n*m)", "O(n*m)", "def $f($s1, $s2):\n    #I\n    $t = [[0] * (len($s2) + 1) for _ in range(len($s1) + 1)]\n    for $i in range(1, len($s1) + 1):\n        for $i2 in range(1, len($s2) + 1):\n            #D\n            if $s1[$i - 1] == $s2[$i2 - 1]:\n                $t[$i][$i2] = $t[$i - 1][$i2 - 1] + 1\n            else:\n                $t[$i][$i2] = @A\n    return $t[-1][-1]\n", "'a' * {n}, 'b' * {m}", {"A": ("max($t[$i - 1][$i2], $t[$i][$i2 - 1])", "0", "min($t[$i - 1][$i2], $t[$i][$i2 - 1]) + 1")}),
    Growth("knapsack_table", "O(n*m)", "O(n)", "def $f($xs, $n):\n    #I\n    $t = [@S] * ($n + 1)\n    $t[0] = 1\n    for $x in $xs:\n        for $i in range($n, $x - 1, -1):\n            #D\n            $t[$i] @A $t[$i - $x]\n    return $t[$n]\n", "[1] * {n}, {m}", {"S": ("0", "False"), "A": ("+=", "|=")}),
    Growth("cross_membership", "O(n*m)", "O(1)", "def $f($xs1, $xs2):\n    #I\n    $t = 0\n    for $x in $xs1:\n        #D\n        if $x @A $xs2:\n            $t += 1\n    return $t\n", "list(range({n})), [-1] * {m}", {"A": ("in", "not in")}, counted=False),
    Growth("string_match", "O(n*m)", "O(1)", "def $f($s1, $s2):\n    #I\n    for $i in range(len($s1) - len($s2) + 1):\n        $t = 0\n        while $t < len($s2) and $s1[$i + $t] == $s2[$t]:\n            #D\n            $t += 1\n        if $t == len($s2):\n            return $i@A\n    return -1\n", "'a' * (2 * {n} + {m}), 'a' * {m} + 'b'", {"A": ("", " + 1")}),
    # O(n^2)
    Growth("pairs", "O(n^2)", "O(1)", "def $f($xs):\n    #I\n    $t = 0\n    for $i in range(len($xs)):\n        for $i2 in range(@B):\n            #D\n            @A\n    return $t\n", _L, {"B": ("$i + 1, len($xs)", "len($xs)", "$i"), "A": ("if $xs[$i] == $xs[$i2]:\n    $t += 1", "$t = max($t, $xs[$i] - $xs[$i2])", "$t += $xs[$i] * $xs[$i2]", "if $xs[$i] + $xs[$i2] == %3-9%:\n    $t += 1")}),
    Growth("square_range", "O(n^2)", "O(1)", "def $f($n):\n    #I\n    $t = 0\n    for $i in range($n):\n        for $i2 in range(@B):\n            #D\n            $t += @A\n    return $t\n", "{n}", {"B": ("$n", "$i", "$i, $n", "$n - $i"), "A": ("1", "$i * $i2", "$i2")}),
    Growth("bubble_sort", "O(n^2)", "O(1)", "def $f($xs):\n    #I\n    for $i in range(len($xs)):\n        for $i2 in range(len($xs) - 1@B):\n            #D\n            if $xs[$i2] @C $xs[$i2 + 1]:\n                $xs[$i2], $xs[$i2 + 1] = $xs[$i2 + 1], $xs[$i2]\n    return $xs\n", _L, {"B": ("", " - $i"), "C": (">", "<")}),
    Growth("insertion_sort", "O(n^2)", "O(1)", "def $f($xs):\n    #I\n    for $i in range(1, len($xs)):\n        $x = $xs[$i]\n        $a = $i - 1\n        while $a >= 0 and $xs[$a] @C $x:\n            $xs[$a + 1] = $xs[$a]\n            #D\n            $a -= 1\n        $xs[$a + 1] = $x\n    return $xs\n", "list(range({n}, 0, -1))", {"C": (">",)}),
    Growth("selection_sort", "O(n^2)", "O(1)", "def $f($xs):\n    #I\n    for $i in range(len($xs)):\n        $m = $i\n        for $a in range($i + 1, len($xs)):\n            #D\n            if $xs[$a] @C $xs[$m]:\n                $m = $a\n        $xs[$i], $xs[$m] = $xs[$m], $xs[$i]\n    return $xs\n", _L, {"C": ("<", ">")}),
    Growth("unique_by_list", "O(n^2)", "O(n)", "def $f($xs):\n    #I\n    $t = []\n    for $x in $xs:\n        #D\n        if $x not in $t:\n            $t.append($x)\n    return @R\n", _L, {"R": ("$t", "len($t)")}, counted=False),
    Growth("slicing_recursion", "O(n^2)", "O(n^2)", "def $f($xs):\n    if not $xs:\n        return 0\n    return @A\n", _L, {"A": ("$xs[0] + $f($xs[1:])", "max($xs[-1], $f($xs[:-1]))", "1 + $f($xs[1:])")}, counted=False),
    Growth("best_so_far", "O(n^2)", "O(n)", "def $f($xs):\n    #I\n    $t = [1] * len($xs)\n    for $i in range(len($xs)):\n        for $a in range($i):\n            #D\n            if $xs[$a] @C $xs[$i]:\n                $t[$i] = max($t[$i], $t[$a] + 1)\n    return @R\n", _L, {"C": ("<", "<=", ">"), "R": ("max($t)", "$t", "sum($t)")}),
    Growth("pop_front", "O(n^2)", "O(n)", "def $f($xs):\n    #I\n    $t = []\n    while $xs:\n        $x = @A\n        #D\n        @B\n        $t.append($x)\n    return $t\n", _L, {"A": ("min($xs)", "max($xs)"), "B": ("$xs.remove($x)",)}, counted=False),
    Growth("nested_while", "O(n^2)", "O(1)", "def $f($n):\n    #I\n    $i = 0\n    $t = 0\n    while $i < $n:\n        $a = @S\n        while $a < $n:\n            #D\n            $t += @A\n            $a += 1\n        $i += 1\n    return $t\n", "{n}", {"S": ("0", "$i"), "A": ("1", "$a", "$i")}),
    Growth("square_table", "O(n^2)", "O(n^2)", "def $f($n):\n    #I\n    $t = [[0] * $n for _ in range($n)]\n    for $i in range($n):\n        for $a in range($n):\n            #D\n            $t[$i][$a] = @A\n    return $t\n", "{n}", {"A": ("$i * $a", "1 if $i == $a else 0", "$i + $a")}),
    # O(n^3)
    Growth("triples", "O(n^3)", "O(1)", "def $f($xs):\n    #I\n    $t = 0\n    for $i in range(len($xs)):\n        for $i2 in range(@B):\n            for $i3 in range(@C):\n                #D\n                if $xs[$i] + $xs[$i2] + $xs[$i3] @D 0:\n                    $t += 1\n    return $t\n", _L, {"B": ("$i + 1, len($xs)", "len($xs)"), "C": ("$i2 + 1, len($xs)", "len($xs)"), "D": ("==", ">", "<")}),
    Growth("cube_range", "O(n^3)", "O(1)", "def $f($n):\n    #I\n    $t = 0\n    for $i in range($n):\n        for $i2 in range(@B):\n            for $i3 in range(@C):\n                #D\n                $t += @A\n    return $t\n", "{n}", {"B": ("$n", "$i"), "C": ("$n", "$i2", "$i"), "A": ("1", "$i3", "$i * $i2")}),
    Growth("matrix_product", "O(n^3)", "O(n^2)", "def $f($a, $b):\n    #I\n    $n = len($a)\n    $t = [[0] * $n for _ in range($n)]\n    for $i in range($n):\n        for $i2 in range($n):\n            for $i3 in range($n):\n                #D\n                $t[$i][$i2] @A $a[$i][$i3] * $b[$i3][$i2]\n    return $t\n", "[[1] * {n} for _ in range({n})], [[2] * {n} for _ in range({n})]", {"A": ("+=", "^=")}),
    Growth("shortest_paths", "O(n^3)", "O(1)", "def $f($g):\n    #I\n    $n = len($g)\n    for $m in range($n):\n        for $i in range($n):\n            for $i2 in range($n):\n                #D\n                $g[$i][$i2] = @A\n    return $g\n", "[[1] * {n} for _ in range({n})]", {"A": ("min($g[$i][$i2], $g[$i][$m] + $g[$m][$i2])", "$g[$i][$i2] or ($g[$i][$m] and $g[$m][$i2])")}),
    Growth("range_sums", "O(n^3)", "O(1)", "def $f($xs):\n    #I\n    $x2 = 0\n    for $a in range(len($xs)):\n        for $b in range($a, len($xs)):\n            $t = 0\n            for $i in range($a, $b + 1):\n                #D\n                $t += $xs[$i]\n            $x2 = max($x2, $t)\n    return $x2\n", _L),
    Growth("triple_while", "O(n^3)", "O(1)", "def $f($n):\n    #I\n    $t = 0\n    $i = 0\n    while $i < $n:\n        $a = 0\n        while $a < $n:\n            for $b in range($n):\n                #D\n                $t += @A\n            $a += 1\n        $i += 1\n    return $t\n", "{n}", {"A": ("1", "$a * $b", "$b")}),
    # O(n^k)
    Growth("words_of_length", "O(n^k)", "O(n^k)", "def $f($xs, $n):\n    if $n == 0:\n        return [[]]\n    $t = []\n    for $a in $f($xs, $n - 1):\n        for $x in $xs:\n            $t.append($a + [$x])\n    return $t\n", "list(range({n})), 3"),
    Growth("tuples_recursive", "O(n^k)", "O(n)", "def $f($xs, $n, $t):\n    if $n == 0:\n        return @R\n    $x = 0\n    for $i in $xs:\n        $x += $f($xs, $n - 1, $t @A $i)\n    return $x\n", "list(range({n})), 3, 0", {"R": ("$t", "$t == %3-9%", "1"), "A": ("+", "^")}),
    Growth("product_repeat", "O(n^k)", "O(1)", "from itertools import product\n\n\ndef $f($xs, $n):\n    #I\n    $t = 0\n    for $x in product($xs, repeat=$n):\n        #D\n        if @A:\n            $t += 1\n    return $t\n", "list(range({n})), 3", {"A": ("sum($x) == 9", "len(set($x)) == $n", "$x[0] == $x[-1]")}),
    Growth("power_range", "O(n^k)", "O(1)", "def $f($n1, $n2):\n    #I\n    $t = 0\n    for $i in range($n1 ** $n2):\n        #D\n        $t += @A\n    return $t\n", "{n}, 3", {"A": ("1", "$i % $n1", "$i & 1")}),
    # O(2^n)
    Growth("naive_fib", "O(2^n)", "O(n)", "def $f($n):\n    if $n < @C:\n        return $n\n    return @A\n", "{n}", {"C": ("2", "3"), "A": ("$f($n - 1) + $f($n - 2)", "$f($n - 1) + $f($n - 2) + 1", "max($f($n - 1), $f($n - 2) + $n)")}, counted=False),
    Growth("hanoi", "O(2^n)", "O(n)", "def $f($n):\n    if $n == 0:\n        return @R\n    return @A\n", "{n}", {"R": ("0", "1"), "A": ("$f($n - 1) + 1 + $f($n - 1)", "1 + $f($n - 1) + $f($n - 1)", "max($f($n - 1), $f($n - 1) + $n)")}),
    Growth("subset_choice", "O(2^n)", "O(n)", "def $f($xs, $i, $t):\n    if $i == len($xs):\n        return @R\n    return $f($xs, $i + 1, $t) @A $f($xs, $i + 1, $t + $xs[$i])\n", _L + ", 0, 0", {"R": ("$t == %3-9%", "$t % 2", "1"), "A": ("+",)}),
    Growth("bitmasks", "O(2^n)", "O(1)", "def $f($xs):\n    #I\n    $t = 0\n    for $i in range(@B):\n        #D\n        @A\n    return $t\n", _L, {"B": ("1 << len($xs)", "2 ** len($xs)"), "A": ("$t += $i & 1", "if $i % 3 == 0:\n    $t += 1")}),
    Growth("all_subsets", "O(2^n)", "O(2^n)", "def $f($xs):\n    #I\n    $t = [@E]\n    for $x in $xs:\n        $t += [$a @A for $a in $t]\n    return $t\n", _L, {"E": ("0",), "A": ("+ $x", "^ $x")}, counted=False),
    Growth("knapsack_recursive", "O(2^n)", "O(n)", "def $f($xs, $i, $n):\n    if $i == len($xs):\n        return 0\n    $t = $f($xs, $i + 1, $n)\n    if $xs[$i] <= $n:\n        $t = max($t, $xs[$i] + $f($xs, $i + 1, $n - $xs[$i]))\n    return $t\n", "[1] * {n}, 0, 1000"),
    # O(n!)
    Growth("permutations_recursive", "O(n!)", "O(n!)", "def $f($xs):\n    if len($xs) @C:\n        return [$xs]\n    $t = []\n    for $i in range(len($xs)):\n        for $a in $f($xs[:$i] + $xs[$i + 1:]):\n            $t.append([$xs[$i]] + $a)\n    return $t\n", _L, {"C": ("<= 1", "< 2")}),
    Growth("permutations_library", "O(n!)", "O(n)", "from itertools import permutations\n\n\ndef $f($xs):\n    #I\n    $t = 0\n    for $x in permutations($xs):\n        #D\n        if @A:\n            $t += 1\n    return $t\n", _L, {"A": ("$x[0] < $x[-1]", "list($x) == $xs", "$x[0] == 0")}),
    Growth("visit_in_any_order", "O(n!)", "O(n)", "def $f($xs, $d):\n    if len($d) == len($xs):\n        return @R\n    $t = 0\n    for $i in range(len($xs)):\n        if $i not in $d:\n            $d.add($i)\n            $t @A $f($xs, $d)\n            $d.remove($i)\n    return $t\n", _L + ", set()", {"R": ("1", "0"), "A": ("+=",)}),
    Growth("swap_permute", "O(n!)", "O(n)", "def $f($xs, $i):\n    if $i == len($xs):\n        return 1\n    $t = 0\n    for $a in range($i, len($xs)):\n        $xs[$i], $xs[$a] = $xs[$a], $xs[$i]\n        $t += $f($xs, $i + 1)\n        $xs[$i], $xs[$a] = $xs[$a], $xs[$i]\n    return @R\n", _L + ", 0", {"R": ("$t", "$t + 1")}),
    Growth("factorial_calls", "O(n!)", "O(n)", "def $f($n):\n    if $n == 0:\n        return 1\n    $t = 0\n    for $i in range($n):\n        $t += $f($n - 1)@A\n    return $t\n", "{n}", {"A": ("", " % 7", " + $i")}),
)  # fmt: skip

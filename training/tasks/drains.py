"""Loops whose end hangs on a collection that gets smaller, and recursions over numbers and sequences, in pairs as in `descents`."""

from __future__ import annotations

from random import Random

from training.tasks.blocks import Block, block, nest
from training.tasks.conditions import Condition, Loop, guard
from training.tasks.descents import Pair

_LIST = {"$xs": "list"}


def _uses(rng: Random, item: str = "$x") -> str:
    return rng.choice(
        (f"$t += {item}", "$t += 1", f"$t = {item}", f"$t = max($t, {item})", f"$t -= {item}", f"$t ^= {item}")
    )


def _full(name: str, rng: Random, least: int = 0) -> Condition | str:
    """That there is something in it."""
    if least == 0 and rng.random() < 0.5:
        return name
    return Condition(f"len({name})", *rng.choice(((">", str(least)), (">=", str(least + 1)))))


def taken_out(rng: Random) -> Pair:
    """Items are taken out of a list; what is put in again is less, goes elsewhere, or is as much."""
    least = rng.choice((0, 0, 0, 1, 2))
    condition = _full("$xs", rng, least)
    takes = (
        "$x = $xs.pop()",
        "$x = $xs.pop(0)",
        "$x = $xs[0]|$xs = $xs[1:]",
        "$x = $xs[-1]|del $xs[-1]",
        "$x = $xs[0]|del $xs[0]",
    )
    take = rng.choice(takes).split("|")
    put = rng.choice(("append($x)", "append(0)", "insert(0, $x)", "append($t)", "append($x + 1)", "extend([$x])"))
    use = rng.choice(("$t = 1", "$t = $x", "$t = $x + 1"))
    kind = rng.random()
    ys = "$d = []"
    if kind < 0.35:
        good, bad = block(take, use, f"$d.{put}"), block(take, use, f"$xs.{put}")
    elif kind < 0.55:
        # The other list gets shorter instead: it has just got longer.
        there = [line.replace("$xs", "$d") for line in take[1:]] or ["$d.pop()"]
        good = block(take, f"$d.{put}")
        bad = block("$x = $xs[0]" if len(take) == 1 else take[0], f"$d.{put}", there)
    elif kind < 0.8:
        test = guard("$x", rng)
        if len(take) == 2:
            good, bad = (
                block(take[0], nest(f"if {test}:", use), take[1]),
                block(take[0], nest(f"if {test}:", use, take[1])),
            )
        else:
            good = block(take, nest(f"if {test}:", f"$d.{put}"))
            bad = block(take, nest(f"if {test}:", "$xs.append($x)"))
    else:
        good = block(take, nest("if len($xs) > 3:", "$xs.pop()"), f"$d.{put}")
        bad = block(take, nest("if len($xs) < 4:", "$xs.append($x)"), f"$d.{put}")
    before = block(rng.sample([ys, "$t = 0"], 2))
    return Pair(
        Loop(before, condition, good), Loop(before, condition, bad), dict(_LIST), rng.choice(("$t", "len($d)", "$d"))
    )


def pushed(rng: Random) -> Pair:
    """A stack of work: what is pushed is smaller than what was popped, or not."""
    factor = rng.choice((("- 1", "+ 1"), ("// 2", "* 2"), ("- 2", "+ 2"), ("// 3", "* 3"), ("- 3", "+ 1")))
    least = rng.randint(0, 2)
    smaller, other = (f"$x {one}" for one in factor)
    if rng.random() < 0.3:
        other = rng.choice(("$n", "$x", "abs($x)"))
    begin = rng.choice(("[$n]", "[$n, 1]", "[0, $n]"))
    push = rng.choice(("append(@)", "append(@)", "insert(0, @)", "extend([@])"))
    pop = rng.choice(("pop()", "pop()", "pop(0)"))
    use = rng.choice(("$t = $x", "$t += 1", "$t += $x", ""))
    test = rng.choice((f"$x > {least}", f"{least} < $x", f"$x >= {least + 1}"))
    good, bad = (
        Loop(
            block(f"$xs = {begin}", "$t = 0"),
            condition,
            block(f"$x = $xs.{pop}", use, nest(f"if {test}:", f"$xs.{push}".replace("@", one))),
        )
        for condition in (_full("$xs", rng),)
        for one in (smaller, other)
    )
    return Pair(good, bad, {"$n": "int"}, "$t")


def marked(rng: Random) -> Pair:
    """A walk over what points where: what has been seen is marked and not gone to again, or it is only marked."""
    test = "if $b not in $d:"
    push = rng.choice(("$xs.append($b)", "$xs.insert(0, $b)"))
    pop = rng.choice(("$xs.pop()", "$xs.pop(0)"))
    mark = "$d.add($b)"
    if rng.random() < 0.5:
        inner_good = nest(test, mark, push)
        inner_bad = nest(test, push) if rng.random() < 0.5 else nest("if $b != $x:", mark, push)
    else:
        inner_good = nest("if $b in $d:", "continue"), mark, push
        inner_bad = nest("if $b in $xs:", "continue"), mark, push
    before = block(rng.sample(["$d = {$a}", "$xs = [$a]"], 2), "$t = 0")
    around = rng.choice(("$g[$x]", "$g.get($x, [])"))
    use = rng.choice(("$t += 1", "$t = $x", ""))
    good, bad = (
        Loop(before, condition, block(f"$x = {pop}", use, nest(f"for $b in {around}:", one)))
        for condition in (_full("$xs", rng),)
        for one in (inner_good, inner_bad)
    )
    return Pair(good, bad, {"$g": "graph", "$a": "node"}, rng.choice(("$t", "$d", "len($d)")), known=False)


def iterated(rng: Random) -> Pair:
    """A `for` over a list to which its body adds, or over a copy, or adding to another."""
    kind = rng.choice(("append(@)", "append(@)", "extend([@])", "insert(0, @)"))
    item = rng.choice(("$x", "$t", "0", "$x + 1"))
    line = kind.replace("@", item)
    use = _uses(rng)
    test = rng.choice(("", "", "if $x > 2:", "if $x % 2 == 0:")) if item == "$x" and kind.startswith("append") else ""

    def loop(read: str, target: str) -> Loop:
        put = f"{target}.{line}"
        return Loop(block("$t = 0", nest(f"for $x in {read}:", use, nest(test, put) if test else put)), "", ())

    one, other = rng.sample(("$xs", "$xs2"), 2)
    params = {"$xs": "list", "$xs2": "list"}
    copied = rng.choice((f"list({one})", f"{one}[:]", f"{one}.copy()"))
    good = loop(copied, one) if rng.random() < 0.15 else loop(one, other)
    return Pair(good, loop(one, one), params, rng.choice(("$t", "len($xs)", "len($xs2)", "$xs2")))


def cut(rng: Random) -> Pair:
    """A text or list is cut shorter in each round, or by nothing, or made up again."""
    is_text = rng.random() < 0.5
    params = {"$s": "text"} if is_text else {"$s": "list"}
    size = rng.randint(1, 3)
    cuts = [f"$s = $s[{size}:]", f"$s = $s[:-{size}]"] if size < 3 else [f"$s = $s[{size}:]", "$s = $s[:len($s) // 2]"]
    good_cut = rng.choice(cuts)
    whole = ["$s = $s[0:]", "$s = $s[::-1]", "$s = $s[:len($s)]", f"$s = $s[{size}:] + $s[:{size}]", "$s = $s[:]"]
    bad_cut = rng.choice(whole)
    use = rng.choice(("$t += 1", "$t = len($s)", "$t += len($s)", "$t = $s[0]"))
    kind = rng.random()
    condition = _full("$s", rng)
    if rng.random() < 0.4:
        # What keeps its length stands in the version that ends as well.
        use = rng.choice(whole)
    if kind < 0.5:
        good, bad = block(use, good_cut), block(use, bad_cut)
    elif kind < 0.75:
        # The same cuts, but those of the bad version go into another name.
        good, bad = block(use, good_cut), block(use, good_cut.replace("$s = ", "$s2 = "))
    else:
        test = rng.choice(("len($s) % 2", "len($s) > 3", "$s[0] == $s[-1]"))
        second = rng.choice(cuts)
        good = block(use, nest(f"if {test}:", good_cut), nest("else:", second))
        bad = block(use, nest(f"if {test}:", good_cut), nest("else:", bad_cut))
    return Pair(Loop(("$t = 0",), condition, good), Loop(("$t = 0",), condition, bad), params, "$t", known=kind < 0.75)


def called_again(rng: Random) -> Pair:
    """A recursion over a number: towards where it stops, past it, away from it, or on the spot."""
    up = rng.random() < 0.3
    size = rng.randint(1, 3)
    stop = rng.randint(6, 12) if up else rng.randint(0, 3)
    op = "+" if up else "-"
    base = f"$n {'>=' if up else '<='} {stop}" if rng.random() < 0.5 else f"$n {'>' if up else '<'} {stop}"
    step, wrong = f"$n {op} {size}", rng.choice((f"$n {'-' if up else '+'} {size}", "$n"))
    if not up and rng.random() < 0.3:
        half = rng.randint(2, 3)
        base, step = f"$n < {rng.randint(1, 4)}", f"$n // {half}"
        wrong = rng.choice((f"$n * {half}", f"$n // {half} + {rng.randint(3, 5)}"))
    plain = "$n + $h(@)", "$h(@) + 1", "1 + $h(@)", "$h(@)", "$h(@) * 2 % 7", "max($n, $h(@))", "$n - $h(@)"
    again = rng.choice((*plain, "[$n] + $h(@)"))
    end = "[]" if again.startswith("[") else rng.choice(("0", "1", "$n"))
    kind = rng.random()

    def helper(good: bool) -> Block:
        line = again.replace("@", step if good else wrong)
        if kind < 0.2:
            # Before the test instead of after it.
            asked = f"$t = {again.replace('@', step)}"
            stops = nest(f"if {base}:", f"return {end}")
            return block(nest("def $h($n):", block(stops, asked) if good else block(asked, stops), "return $t"))
        if kind < 0.4:
            test = guard("$n", rng_of_test)
            ways = nest(f"if {test}:", f"return {again.replace('@', step)}"), f"return {line}"
            return block(nest("def $h($n):", nest(f"if {base}:", f"return {end}"), *ways))
        return block(nest("def $h($n):", nest(f"if {base}:", f"return {end}"), f"return {line}"))

    seed = rng.random()
    rng_of_test = Random(seed)
    good_helper = helper(True)
    rng_of_test = Random(seed)
    bad_helper = helper(False)
    return Pair(
        Loop(good_helper, "", ()), Loop(bad_helper, "", ()), {"$n": "int"}, "$h($n)", known=kind >= 0.4 or kind < 0.2
    )


def called_on_less(rng: Random) -> Pair:
    """A recursion over a sequence with a place, or over two bounds."""
    size = rng.randint(1, 2)
    if rng.random() < 0.5:
        up = rng.random() < 0.6
        base = rng.choice(("$i >= len($xs)", "len($xs) <= $i")) if up else rng.choice(("$i < 0", "0 > $i"))
        step = f"$i + {size}" if up else f"$i - {size}"
        wrong = rng.choice(("$i", f"$i - {size}" if up else f"$i + {size}"))
        if up:
            # Python's places may be negative, and past the first one it raises: only standing still and the test of a length do.
            wrong = "$i"
        use = rng.choice(("len($xs) + ", "1 + ", "$i + ", ""))
        start = "0" if up else "len($xs) - 1"
        good, bad = (
            nest("def $h($xs, $i):", nest(f"if {base}:", "return 0"), f"return {use}$h($xs, {one})")
            for one in (step, wrong)
        )
        return Pair(Loop((good,), "", ()), Loop((bad,), "", ()), dict(_LIST), f"$h($xs, {start})")
    # Halving stops where the two halves are smaller than the whole: that hangs on the base and on the middle's side.
    base, ways = rng.choice(
        (
            ("$a >= $b", (("$a, $m", "$m + 1, $b"), ("$a, $m", "$m, $b"))),
            ("$a >= $b", (("$a, $m", "$m + 1, $b"), ("$a, $m + 1", "$m + 1, $b"))),
            ("$b - $a < 2", (("$a, $m", "$m, $b"), ("$a, $m + 1", "$m, $b"))),
            ("$b - $a < 3", (("$a, $m + 1", "$m, $b"), ("$a, $m + 2", "$m, $b"))),
        )
    )
    wider = base.replace("< 2", "< 1").replace("< 3", "< 2")
    kept = wider != base and rng.random() < 0.5
    test = rng.choice(("$m * $m > $n", "$m > $n", "$m % 3 == $n % 3", "$m * 2 >= $n"))
    first, second = rng.sample((0, 1), 2)
    good, bad = (
        nest(
            "def $h($a, $b, $n):",
            nest(f"if {stops}:", "return $a"),
            "$m = ($a + $b) // 2",
            nest(f"if {test}:", f"return $h({way[first]}, $n)"),
            f"return $h({way[second]}, $n)",
        )
        for stops, way in ((base, ways[0]), (wider, ways[0]) if kept else (base, ways[1]))
    )
    begin = f"$h({rng.randint(0, 2)}, {rng.randint(8, 40)}, $n)"
    return Pair(Loop((good,), "", ()), Loop((bad,), "", ()), {"$n": "int"}, begin, known=False)

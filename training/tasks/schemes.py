"""Recursions, and loops over numbers that are powers or products, drawn at random; each decision may change how they grow."""

from __future__ import annotations

from training.tasks.algebra import LOG, ONE, Cost, N
from training.tasks.blocks import Block, block, nest
from training.tasks.books import Grown
from training.tasks.choices import Choices

EXPONENTIAL, FACTORIAL, POWER = Cost(beyond="O(2^n)"), Cost(beyond="O(n!)"), Cost(beyond="O(n^k)")

_WORKS: tuple[tuple[Block, Cost], ...] = (
    ((), ONE),
    ((), ONE),
    (("$t += $n % 3",), ONE),
    ((nest("for $i in range(4):", "$t += $i"),), ONE),
    ((nest("for $i in range($n):", "$t += $i"),), N),
    (("$t += sum(range($n))",), N),
    (("$i = $n", nest("while $i > 0:", "$t += 1", "$i //= 2")), LOG),
)


def over_numbers(c: Choices) -> Grown:
    """A function of a number that calls itself on smaller ones."""
    step = c.of("step", ("$n - 1", "$n - 1", "$n - 2", "$n // 2", "$n // 2"))
    halves = "//" in step
    pattern = c.of("pattern", ("one", "one", "either", "two", "two", "memo", "each"))
    lines, each = c.of("work", _WORKS)
    call = f"$f({step})"
    second = call if halves or c.of("second", (0, 1)) else f"$f({step.replace('- 2', '- 3').replace('- 1', '- 2')})"
    space = LOG if halves else N
    given, args = "$n", "{n}"
    head: Block = ()
    match pattern:
        case "one":
            shape = c.of("shape", ("$t += @", "$t = $t + 2 * @", "$t = max($t, @)", "$t += @ % 7"))
            body = block(shape.replace("@", call))
            time = _down(each) if not halves else _halved(each)
        case "either":
            # Of two calls only one is reached.
            test = c.of("test", ("$n % 2", "$n % 3 == 0", "$n > 9", "$t > 4"))
            in_lines = block(nest(f"if {test}:", f"return {call}"), f"return {second} + 1")
            body = in_lines if c.of("lines", (0, 1)) else (f"$t += {call} if {test} else {second}",)
            time = _down(each) if not halves else _halved(each)
        case "two":
            shapes = f"$t += {call} + {second}", f"$t = max({call}, {second}) + $t", f"$t += {call}|$t -= {second}"
            body = block(c.of("shape2", shapes).split("|"))
            time = _down_twice(step, each) if not halves else _halved_twice(each)
        case "memo":
            given, args = "$n, $d", "{n}, {{}}"
            body = block(f"$t += {call} + {second}".replace(")", ", $d)"), "$d[$n] = $t")
            head = (nest("if $n in $d:", "return $d[$n]"),)
            time = _down(each) if not halves else _halved(each)
        case _:
            times, factor = c.of("each", (("$n", N), ("$n", N), ("2", ONE), ("1", ONE)))
            body = block(nest(f"for $j in range({times}):", f"$t += {call}"))
            if factor == N:
                time = FACTORIAL if step == "$n - 1" and each in (ONE, N) else None
            elif times == "1":
                time = _down(each) if not halves else _halved(each)
            else:
                time = _down_twice(step, each) if not halves else _halved_twice(each)
    base = nest(f"if $n < {c.of('base', (1, 2))}:", f"return {c.of('end', ('1', '0', '$n'))}")
    order = block(lines, body) if c.of("order", (0, 1)) or pattern == "either" else block(body, lines)
    leaves = isinstance(order[-1], str) and order[-1].startswith("return")
    program = (nest(f"def $f({given}):", base, head, "$t = 0", order, "" if leaves else "return $t"),)
    return Grown(program, time and time.label, space.label, args)


def _down(each: Cost) -> Cost:
    return N * each


def _halved(each: Cost) -> Cost | None:
    """n + n/2 + ... is n, and log n times a little is log n."""
    return {ONE: LOG, N: N}.get(each)


def _down_twice(step: str, each: Cost) -> Cost | None:
    return EXPONENTIAL if each == ONE and step == "$n - 1" else None


def _halved_twice(each: Cost) -> Cost | None:
    return {ONE: N, LOG: N, N: N * LOG}.get(each)


def over_lists(c: Choices) -> Grown:
    """A function of a list that calls itself on parts of it."""
    part = c.of("part", ("tail", "tail", "place", "place", "half", "halves", "halves", "bounds"))
    lines, each = c.of(
        "work",
        (
            ((), ONE),
            ((), ONE),
            (("$t += len($xs)",), ONE),
            (("$t += sum($xs)",), N),
            ((nest("for $x in $xs:", "$t += $x"),), N),
            ((nest("for $x in $xs[:3]:", "$t += $x"),), ONE),
        ),
    )
    use = c.of("use", ("$t += ", "$t += 1 + ", "$t += 2 * "))
    given, args = "$xs", "list(range({n}))"
    stop = c.of("stop", ("if not $xs:", "if len($xs) < 1:", "if len($xs) == 0:"))
    head: Block = ()
    match part:
        case "tail":
            cut = c.of("cut", ("$xs[1:]", "$xs[:-1]", "$xs[2:]"))
            body = block(f"{use}$f({cut})")
            time, space = N * N, N * N
        case "place":
            given, args = "$xs, $i", "list(range({n})), 0"
            stop = c.of("stop2", ("if $i >= len($xs):", "if len($xs) <= $i:"))
            step = c.of("step", ("$i + 1", "$i + 2", "$i * 2 + 1"))
            body = block(f"{use}$f($xs, {step})")
            rounds = LOG if "*" in step else N
            time, space = rounds * each, rounds
        case "half":
            stop = c.of("stop3", ("if len($xs) < 2:", "if len($xs) <= 1:"))
            body = block(f"{use}$f({c.of('side', ('$xs[len($xs) // 2:]', '$xs[:len($xs) // 2]'))})")
            time, space = N, N
        case "halves":
            stop = c.of("stop3", ("if len($xs) < 2:", "if len($xs) <= 1:"))
            head = ("$m = len($xs) // 2",)
            body = block(f"{use}$f($xs[:$m]) + $f($xs[$m:])")
            time, space = N * LOG, N
        case _:
            given, args = "$xs, $a, $b", "list(range({n})), 0, {n}"
            stop = c.of("stop4", ("if $b - $a < 2:", "if $a + 1 >= $b:"))
            head = ("$m = ($a + $b) // 2",)
            both = c.of("both", (0, 1))
            body = block(f"{use}$f($xs, $a, $m) + $f($xs, $m, $b)" if both else f"{use}$f($xs, $m, $b)")
            lines, each = ((), ONE) if each == N else (lines, each)
            time, space = (N if both else LOG), LOG
    end = c.of("end", ("0", "1"))
    ordered = block(lines, body) if c.of("order", (0, 1)) else block(body, lines)
    program = (nest(f"def $f({given}):", nest(stop, f"return {end}"), head, "$t = 0", ordered, "return $t"),)
    return Grown(program, time.label, space.label, args)


def over_powers(c: Choices) -> Grown:
    """Loops over all of something: numbers up to a power, what a library counts up, lists that grow by themselves."""
    kind = c.of("kind", ("range", "range", "range", "made", "made", "library", "doubled", "doubled", "until"))
    works = ("$t += $i % 3", "$t += 1", "$t ^= $i", "$t = max($t, $i % 11)")
    line = c.of("line", works)
    keep = c.of("keep", (0, 0, 0, 1))
    head: Block = ("$d = []",) if keep else ()
    body = block(line, "$d.append($i)" if keep else "")
    result = "$d" if keep else "$t"
    given, args = "$n", "{n}"
    n = "$n"
    if c.of("list", (0, 0, 1)):
        given, args, n = "$xs", "list(range({n}))", "len($xs)"
    imported: Block = ()
    space: Cost | None = None
    match kind:
        case "range":
            text, time = c.of(
                "to",
                (
                    (f"2 ** {n}", EXPONENTIAL),
                    (f"1 << {n}", EXPONENTIAL),
                    (f"{n} ** 2", N * N),
                    (f"{n} << 1", N),
                    (f"2 * {n}", N),
                    (f"{n} ** 3", N * N * N),
                    (f"{n} ** $k", POWER),
                    (f"{n} ** $k", POWER),
                    (f"factorial({n})", FACTORIAL),
                    (f"factorial({n})", FACTORIAL),
                    (f"{n}.bit_length()", LOG),
                ),
            )
            if "$k" in text:
                given, args = f"{given}, $k", f"{args}, 3"
            imported = ("from math import factorial",) if "fact" in text else ()
            lines = block(head, nest(f"for $i in range({text}):", body))
        case "made":
            # A number is made in one loop, a second runs up to it.
            change, time, also = c.of(
                "change",
                (
                    ("$b *= 2", EXPONENTIAL, ""),
                    ("$b *= 2", EXPONENTIAL, ""),
                    ("$b += $b", EXPONENTIAL, ""),
                    ("$b += 2", N, ""),
                    ("$b *= $j + 1", FACTORIAL, ""),
                    ("$b *= $j + 1", FACTORIAL, ""),
                    ("$b += $j", N * N, ""),
                    (f"$b *= {n}", POWER, "$k"),
                    (f"$b *= {n}", POWER, "$k"),
                    (f"$b += {n}", N * Cost(m=1), "$k"),
                    (f"$b = {n}", N, ""),
                ),
            )
            if also:
                given, args = f"{given}, $k", f"{args}, {'{m}' if time != POWER else '3'}"
            lines = block(
                head, "$b = 1", nest(f"for $j in range({also or n}):", change), nest("for $i in range($b):", body)
            )
        case "library":
            source = "$xs" if given == "$xs" else f"range({n})"
            text, time, name = c.of(
                "all",
                (
                    (f"permutations({source})", FACTORIAL, "permutations"),
                    (f"permutations({source})", FACTORIAL, "permutations"),
                    (f"permutations({source}, 2)", N * N, "permutations"),
                    (f"combinations({source}, 2)", N * N, "combinations"),
                    (f"combinations({source}, 3)", N * N * N, "combinations"),
                    (f"product({source}, repeat=$k)", POWER, "product"),
                    (f"product({source}, repeat=$k)", POWER, "product"),
                    (f"product({source}, repeat=2)", N * N, "product"),
                    (f"product((0, 1), repeat={n})", EXPONENTIAL, "product"),
                ),
            )
            if "$k" in text:
                given, args = f"{given}, $k", f"{args}, 3"
            imported = (f"from itertools import {name}",)
            use = c.of("use", ("$t += $x[0]", "$t += 1", nest("if $x[0] < $x[-1]:", "$t += 1")))
            lines = block(nest(f"for $x in {text}:", use))
            result = "$t"
            space = N if time in (FACTORIAL, EXPONENTIAL) else ONE
        case "doubled":
            change, time = c.of(
                "change",
                (
                    ("$d = $d + $d", EXPONENTIAL),
                    ("$d += [$x8 + 1 for $x8 in $d]", EXPONENTIAL),
                    ("$d.extend($d[:])", EXPONENTIAL),
                    ("$d = $d + [$j]", N * N),
                    ("$d = $d + $d[:1]", N * N),
                    ("$d.append($j)", N),
                    ("$d.extend($d[:1])", N),
                ),
            )
            lines = block("$d = [1]", nest(f"for $j in range({n}):", change))
            result = c.of("result", ("$d", "len($d)", "sum($d)"))
            space = N if time == N * N else time
        case _:
            bound, change, time = c.of(
                "until",
                (
                    (f"2 ** {n}", "$i += 1", EXPONENTIAL),
                    (f"2 ** {n}", "$i += 1", EXPONENTIAL),
                    (f"2 ** {n}", "$i *= 2", N),
                    (f"3 ** {n}", "$i *= 3", N),
                    (f"{n} ** 2", "$i += 1", N * N),
                    (f"{n} ** 2", "$i *= 2", LOG),
                    (f"{n} ** $k", "$i += 1", POWER),
                    (n, "$i += 1", N),
                    (n, "$i *= 2", LOG),
                ),
            )
            if "$k" in bound:
                given, args = f"{given}, $k", f"{args}, 3"
            lines = block(head, "$i = 1", nest(f"while $i < {bound}:", body, change))
    if space is None:
        space = time if keep else ONE
    program = block(imported, nest(f"def $f({given}):", "$t = 0", lines, f"return {result}"))
    return Grown(program, time.label, space.label, args)

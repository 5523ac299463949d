"""`for` loops over everything that can be iterated, with accumulators, conditions, `continue`, `break`, `else` and loops within."""

# ruff: noqa: E501 - templates and tables are read more easily on one line
from __future__ import annotations

import re

from training.programs.people_blocks import Statement, body, branch, early_return, feed, guarded_feed, leave, tried
from training.programs.people_expressions import special
from training.programs.people_kinds import element_of, parts
from training.programs.people_live import GUARD, Live, NoFit
from training.programs.people_statements import assign, augment, change, start_value, statement_of, unpack


def _head(live: Live) -> tuple[str, str, list[str], str]:
    """A loop's head: (targets, iterable, the targets' names, the container)."""
    rng = live.rng
    containers = [
        name
        for name, kind in live.kinds.items()
        if parts(kind)[0] in ("str", "list", "dict", "tuple", "set", "deque") and "any" not in kind
    ]
    shape = rng.random()
    if shape < 0.1 or not containers:
        i = live.new_element("index")
        low = rng.choice(("", "", "", "1, "))
        return i, f"range({low}{special(live, 'small')})", [i], ""
    name = rng.choice([each for each in containers if each in live.unread] or containers)
    base, _ = parts(live.kinds[name])
    if base == "dict":
        k, v = live.new_element("key"), live.new_element("value")
        if shape < 0.65 and k != v:
            return (
                f"{k}, {v}",
                rng.choice((f"{name}.items()", f"{name}.items()", f"sorted({name}.items())", f"list({name}.items())")),
                [k, v],
                name,
            )
        if shape < 0.8:
            return v, f"{name}.values()", [v], name
        return k, rng.choice((name, f"sorted({name})", f"{name}.keys()", f"list({name})")), [k], name
    element = element_of(live.kinds[name])
    x = live.new_element("char" if base == "str" else element, name)
    if base == "set":
        return x, f"sorted({name})", [x], name
    i = live.new_element("index")
    if base == "str" and shape < 0.25:
        return (
            x,
            rng.choice(
                (
                    f"{name}.split()",
                    f"{name}.split({special(live, 'sep')})",
                    f"reversed({name})",
                    f"{name}[::-1]",
                    f"sorted({name})",
                    f"{name}.lower()",
                )
            ),
            [x],
            name,
        )
    if shape < 0.45 and x != i and base != "deque":
        return (
            f"{i}, {x}",
            rng.choice((f"enumerate({name})", f"enumerate({name})", f"enumerate({name}, 1)", f"enumerate({name}[1:])")),
            [i, x],
            name,
        )
    if shape < 0.6 and base != "deque":
        return (
            i,
            rng.choice(
                (
                    f"range(len({name}))",
                    f"range(len({name}))",
                    f"range(len({name}) - 1)",
                    f"range(1, len({name}))",
                    f"range(0, len({name}), 2)",
                    f"range(len({name}) - 1, -1, -1)",
                )
            ),
            [i],
            name,
        )
    others = [each for each in containers if parts(live.kinds[each])[0] in ("str", "list") and each != name]
    if shape < 0.7 and others:
        other = rng.choice(others)
        live.bound[x] = "any"
        y = live.new_element("char" if live.kinds[other] == "str" else element_of(live.kinds[other]), other)
        del live.bound[x]
        return f"{x}, {y}", f"zip({name}, {other})", [x, y], name
    if shape < 0.78 and base in ("list", "str"):
        live.bound[x] = "any"
        y = live.new_element("char" if base == "str" else element)
        del live.bound[x]
        return f"{x}, {y}", f"zip({name}, {name}[1:])", [x, y], name
    if base == "list" and element_of(live.kinds[name]).startswith(("pair", "tuple")) and x != i:
        return f"{x}, {i}", name, [x, i], name
    forms = (
        (name, name, name, name, f"sorted({name})", f"{name}[::-1]", f"{name}[1:]", f"reversed({name})")
        if base != "deque"
        else (name,)
    )
    return x, rng.choice(forms), [x], name


ACCUMULATORS: dict[str, float] = {
    "int": 3, "str": 3, "list[str]": 2, "list[int]": 2.5, "dict[str,int]": 2, "set[int]": 0.4, "set[str]": 0.2, "bool": 0.4, "dict[str,list[str]]": 0.4,
    "dict[str,list[int]]": 0.3, "dict[int,list[str]]": 0.3, "dict[int,int]": 0.4, "float": 0.2, "list[pair[str,int]]": 0.3, "dict[str,str]": 0.2, "list[bool]": 0.1,
}  # fmt: skip


def accumulators(live: Live) -> list[str]:
    """Starts one or two accumulators, or takes variables that are there."""
    rng = live.rng
    there = [
        name for name, kind in live.kinds.items() if kind in ACCUMULATORS and name not in live.fixed and "." not in name
    ]
    if there and live.chance(0.25):
        return [rng.choice(there)]
    chosen: list[str] = []
    for _ in range(rng.choice((1, 1, 1, 2))):
        kind = rng.choices(list(ACCUMULATORS), list(ACCUMULATORS.values()))[0]
        name = live.new_name(kind)
        if live.attempt([f"{name} = {start_value(live, kind)}"], {name: kind}):
            chosen.append(name)
    if not chosen:
        raise NoFit
    return chosen


def for_loop(live: Live) -> bool:
    """A loop over something, with accumulators, conditions, `continue`, `break`, `else` or a loop within."""
    rng = live.rng
    targets = accumulators(live)
    head, iterable, names, container = _head(live)
    if container in targets and live.chance(0.9):
        return False
    sizes = (
        [len(list(value)) for value in live.evaluate(f"[*{iterable}]")] if _evaluates(live, f"[*{iterable}]") else []
    )
    if not sizes or max(sizes) < 1 or max(sizes) > 30 or (live.loops and max(sizes) > 6):
        return False
    with live.trial():
        live.envs = [env for env, size in zip(live.envs, sizes, strict=True) if size]
        if not live.attempt([f"for {head} in {iterable}:", "    break"], dict.fromkeys(names, "any")):
            return False
        live.lines = []
        live.fixed |= {*names, container}
        live.loops += 1
        live.hot = set(names)
        live.hot_targets = set(targets)
        lines = _loop_body(live, targets, container, names)
    block = [f"for {head} in {iterable}:", f"    {GUARD}", *("    " + line for line in lines)]
    live.read(iterable)
    if any(line.strip() == "break" for line in lines) and live.chance(0.25):
        block += ["else:", *body(live, [lambda own: statement_of(own, rng.choice(targets))])]
    return live.attempt(block, {name: live.kinds[name] for name in targets})


def _evaluates(live: Live, text: str) -> bool:
    try:
        live.evaluate(text)
    except Exception:
        return False
    return True


def _feeding(live: Live, name: str) -> Statement:
    """A statement that feeds the accumulator, under a condition half of the time."""
    feeder = guarded_feed if live.chance(0.5) else feed
    return lambda own: feeder(own, name)


def _loop_body(live: Live, targets: list[str], container: str, names: list[str]) -> list[str]:
    rng = live.rng
    statements: list[Statement] = []
    if "range(len" in "".join(live.lines) or (
        container and live.kinds.get(names[0]) == "int" and len(names) == 1 and live.chance(0.6)
    ):
        base = parts(live.kinds[container])[0] if container else ""
        if base in ("list", "str", "tuple") and live.chance(0.6):
            item = live.new_element("char" if base == "str" else element_of(live.kinds[container]), container)
            statements.append(
                lambda own: own.attempt([f"{item} = {container}[{names[0]}]"], {item: "any"}) and not own.hot.add(item)
            )
    if live.chance(0.25):
        statements.append(rng.choice((assign, assign, leave, early_return, change, unpack)))
    statements += [_feeding(live, name) for name in targets]
    if live.chance(0.2):
        statements.append(rng.choice((branch, leave, augment, early_return)))
    if live.loops < 2 and live.chance(0.14):
        statements.insert(rng.randint(0, len(statements)), for_loop)
    for statement in statements:
        tried(live, statement)
    text = "\n".join(live.lines)
    if not any(re.search(rf"\b{name}\b", text) for name in targets) or (
        not any(re.search(rf"\b{name}\b", text) for name in names) and live.chance(0.85)
    ):
        raise NoFit
    return live.lines

"""Statements with blocks: branches, early returns, loops with accumulators, `while` loops of every make, `try`."""

# ruff: noqa: E501 - templates and tables are read more easily on one line
from __future__ import annotations

import re
from collections.abc import Callable

from training.programs.people_expressions import SILLY, expression, fill, literal_of, special
from training.programs.people_kinds import element_of, parts
from training.programs.people_live import GUARD, Live, NoFit
from training.programs.people_statements import assign, augment, change, start_value, statement_of, unpack

Statement = Callable[[Live], bool]


def tried(live: Live, statement: Statement) -> bool:
    """Writes the statement, or nothing at all."""
    before = live.state()
    try:
        if statement(live):
            return True
    except NoFit:
        pass
    live.restore(before)
    return False


def body(live: Live, statements: list[Statement], least: int = 1) -> list[str]:
    """The lines that the statements write in a trial, indented by one level.

    Raises:
        NoFit: fewer than `least` of them could be written.
    """
    with live.trial():
        done = sum(tried(live, statement) for statement in statements)
        lines = live.lines
    if done < least:
        raise NoFit
    return ["    " + line for line in lines]


def condition(live: Live) -> str:
    """A condition, preferably one that does not come out the same whatever the example."""
    for _ in range(6):
        text = expression(live, "bool", live.rng.choice((1, 1, 1, 2)))
        if text in ("True", "False"):
            continue
        try:
            found = {bool(value) for value in live.evaluate(text)}
        except Exception:
            continue
        if len(found) == 2 or live.chance(0.6):
            live.read(text)
            return text
    raise NoFit


def branch(live: Live) -> bool:
    """`if`, with `elif` and `else` sometimes, whose blocks mostly change the same variable."""
    rng = live.rng
    names = [name for name in live.kinds if name not in live.fixed and live.kinds[name] not in ("any", "none")]
    if not names:
        return False
    target = rng.choice([name for name in names if name in live.unread] or names)

    def block() -> list[str]:
        made: list[Statement] = [lambda own: statement_of(own, target)]
        if live.chance(0.2):
            made.append(rng.choice((assign, augment, change)))
        if live.chance(0.08) and live.indent < 3:
            made.append(branch)
        return body(live, made)

    lines = [f"if {condition(live)}:", *block()]
    shape = rng.random()
    if shape < 0.25:
        lines += [f"elif {condition(live)}:", *block()]
    if shape < 0.55:
        lines += ["else:", *block()]
    return live.attempt(lines, {target: live.kinds[target]})


def choose_value(live: Live) -> bool:
    """A new variable that every branch sets."""
    kind = live.rng.choice(("str", "int", "str", live.kind()))
    name = live.new_name(kind)
    lines = [f"if {condition(live)}:", f"    {name} = {expression(live, kind, 1)}"]
    if live.chance(0.35):
        lines += [f"elif {condition(live)}:", f"    {name} = {expression(live, kind, 1)}"]
    lines += ["else:", f"    {name} = {expression(live, kind, live.rng.choice((0, 1)))}"]
    return live.attempt(lines, {name: kind})


def early_return(live: Live) -> bool:
    """`if condition: return value`; in a loop, it ends the search."""
    shape = live.rng.random()
    if shape < 0.55:
        value = live.rng.choice(("None", "-1", "''", "[]", "False", "True", "0", "{}"))
    elif shape < 0.8 and live.kinds:
        value = live.rng.choice(list(live.kinds))
    else:
        value = expression(live, live.kind(), 1)
    unread = list(live.unread)
    lines = [f"if {condition(live)}:", f"    return {value}"]
    live.unread = unread
    if live.chance(0.7):
        try:
            found = [bool(each) for each in live.evaluate(lines[0][3:-1])]
        except Exception:
            return False
        if found.count(True) > len(found) // 2:
            return False
    return live.attempt(lines)


def leave(live: Live) -> bool:
    """`if condition: continue` or `break`, in a loop only."""
    lines = [f"if {condition(live)}:", "    " + live.rng.choice(("continue", "continue", "break"))]
    live.lines += lines
    return True


def feed(live: Live, name: str) -> bool:
    """Adds something of the loop's own to an accumulator."""
    rng = live.rng
    kind = live.kinds[name]
    base, inner = parts(kind)
    if kind == "int":
        template = rng.choice(
            (f"{name} += «int»", f"{name} += «int»", f"{name} += 1", f"{name} += «int!»", f"{name} = max({name}, «int»)", f"{name} -= «int!»",
             f"{name} = {name} * «2..3» + «int!»", f"{name} += «2..5» if «bool» else «1..3»", f"{name} = min({name}, «int»)", f"{name} ^= «int!»",
             f"{name} = ({name} + «int») % «3..97»")
        )  # fmt: skip
    elif kind == "str":
        template = rng.choice((f"{name} += «str»", f"{name} += «str!»", f"{name} = «str» + {name}", f"{name} += «str» + «sep»", f"{name} = {name} + «ch» + «str!»",
                               f"{name} += «str!» if «bool» else «ch»"))  # fmt: skip
    elif base == "list":
        item = inner[0]
        template = rng.choice((f"{name}.append(«{item}»)", f"{name}.append(«{item}»)", f"{name}.append(«{item}!»)", f"{name}.insert(0, «{item}!»)",
                               f"{name} += [«{item}»]", f"{name}.append(«{item}!» if «bool» else «{item}?»)", f"{name} = [«{item}!»] + {name}"))  # fmt: skip
    elif base == "dict" and inner[1] == "int":
        key = f"«{inner[0]}»" if live.chance(0.35) else f"«{inner[0]}!»"
        key = fill(live, key, kind, 1)
        template = rng.choice((f"{name}[{key}] = {name}.get({key}, 0) + «1¦1¦int!»", f"{name}[{key}] = «int»", f"{name}.setdefault({key}, «int?»)",
                               f"if {key} not in {name}:\n    {name}[{key}] = 0\n{name}[{key}] += «1¦1¦int!»", f"if {key} in {name}:\n    {name}[{key}] += 1\nelse:\n    {name}[{key}] = 1",
                               f"{name}[{key}] = max({name}.get({key}, 0), «int»)"))  # fmt: skip
        template = template.replace("«1¦1¦int!»", rng.choice(("1", "1", "«int!»")))
    elif base == "dict" and inner[1].startswith("list"):
        key, item = f"«{inner[0]}»", parts(inner[1])[1][0]
        key = fill(live, key, kind, 1)
        template = rng.choice(
            (
                f"{name}.setdefault({key}, []).append(«{item}!»)",
                f"if {key} not in {name}:\n    {name}[{key}] = []\n{name}[{key}].append(«{item}!»)",
            )
        )
    elif base == "dict":
        template = f"{name}[«{inner[0]}»] = «{inner[1]}»"
    elif base == "set":
        template = f"{name}.add(«{inner[0]}»)"
    elif kind == "bool":
        template = rng.choice(
            (
                f"if «bool»:\n    {name} = «True¦False»",
                f"{name} = {name} «and¦or» «bool»",
                f"{name} = not {name}",
                f"{name} = «bool»",
            )
        )
    elif kind == "float":
        template = f"{name} += «float»"
    else:
        return False
    text = fill(live, template, kind, 1)
    if SILLY.search(text):
        return False
    live.read(text)
    return live.attempt(text.split("\n"), {name: kind})


def guarded_feed(live: Live, name: str) -> bool:
    """A branch in a loop that feeds an accumulator, in both arms sometimes."""
    lines = [f"if {condition(live)}:", *body(live, [lambda own: feed(own, name)])]
    shape = live.rng.random()
    if shape < 0.15:
        lines += [f"elif {condition(live)}:", *body(live, [lambda own: feed(own, name)])]
    if shape < 0.4:
        others = [each for each in sorted(live.hot_targets) if each in live.kinds] or [name]
        lines += ["else:", *body(live, [lambda own: feed(own, own.rng.choice(others))])]
    return live.attempt(lines, {name: live.kinds[name]})


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
    base, inner = parts(live.kinds[name])
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
    if base == "list" and inner[0].startswith(("pair", "tuple")) and x != i:
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


def _loop_body(live: Live, targets: list[str], container: str, names: list[str]) -> list[str]:
    rng = live.rng
    statements: list[Statement] = []
    if "range(len" in "".join(live.lines) or (
        container and live.kinds.get(names[0]) == "int" and len(names) == 1 and live.chance(0.6)
    ):
        base, inner = parts(live.kinds[container]) if container else ("", ())
        if base in ("list", "str", "tuple") and live.chance(0.6):
            item = live.new_element("char" if base == "str" else inner[0], container)
            statements.append(
                lambda own: own.attempt([f"{item} = {container}[{names[0]}]"], {item: "any"}) and not own.hot.add(item)
            )
    if live.chance(0.25):
        statements.append(rng.choice((assign, assign, leave, early_return, change, unpack)))
    statements += [
        (lambda own, each=name: guarded_feed(own, each))
        if live.chance(0.5)
        else (lambda own, each=name: feed(own, each))
        for name in targets
    ]
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


def caught(live: Live) -> bool:
    """`try` around something that may raise, with a value for the other case."""
    rng = live.rng
    risks = (
        ("int(«str!»)", "ValueError"), ("int(«str!»[«0..2»:])", "ValueError"), ("float(«str!»)", "ValueError"), ("«dict[K,V]!»[«key»]", "KeyError"),
        ("«dict[str,int]!»[«str!»]", "KeyError"), ("«list[S]!»[«int!»]", "IndexError"), ("«list[S]!»[«2..6»]", "IndexError"), ("«list[S]!».index(«item»)", "ValueError"),
        ("«str!».index(«ch»)", "ValueError"), ("«int!» // «int!»", "ZeroDivisionError"), ("«int!» % («int!» - «0..4»)", "ZeroDivisionError"), ("«str!»[«int!»]", "IndexError"),
        ("max(«list[S]!»)", "ValueError"), ("«list[S]!».pop()", "IndexError"), ("«list[S]!».pop(«1..4»)", "IndexError"), ("«any|str|int!» + 1", "TypeError"),
        ("len(«any|int!»)", "TypeError"), ("«str!».split(«sep»)[«1..2»]", "IndexError"), ("next(iter(«list[S]!»))", "StopIteration"), ("sum(«list[S]!»)", "TypeError"),
    )  # fmt: skip
    template, error = rng.choice(risks)
    text = fill(live, template, "any", 1)
    kind = rng.choice(("int", "str"))
    name = live.new_name(kind)
    default = rng.choice(("None", "-1", "0", "''", literal_of(live, kind)))
    handler = rng.choice(
        (
            f"except {error}:",
            f"except {error}:",
            f"except {error} as error:",
            f"except ({error}, {rng.choice(('TypeError', 'AttributeError', 'LookupError'))}):",
            "except Exception:",
        )
    )
    if handler.endswith("error:") and live.chance(0.7):
        default = rng.choice(("str(error)", "type(error).__name__", "f'bad: {error}'"))
    lines = ["try:", f"    {name} = {text}", handler, f"    {name} = {default}"]
    if live.chance(0.2):
        lines += ["else:", *body(live, [assign, augment])]
    elif live.chance(0.1):
        lines += ["finally:", *body(live, [augment, assign])]
    live.read(text)
    return live.attempt(lines, {name: "any"})

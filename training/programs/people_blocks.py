"""Statements with blocks: branches, early returns, loops with accumulators, `while` loops of every make, `try`."""

# ruff: noqa: E501 - templates and tables are read more easily on one line
from __future__ import annotations

from collections.abc import Callable

from training.programs.people_expressions import SILLY, expression, fill, literal_of
from training.programs.people_kinds import parts
from training.programs.people_live import Live, NoFit
from training.programs.people_statements import assign, augment, change, statement_of

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

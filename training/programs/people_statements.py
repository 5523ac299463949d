"""Statements without a block: assignments, augmented ones, method calls that change a container, unpacking, the last `return`."""

from __future__ import annotations

from itertools import accumulate

from training.programs import people_words
from training.programs.people_expressions import call, expression, fill, literal_of, of_bound
from training.programs.people_kinds import parts
from training.programs.people_live import GUARD, Live, NoFit, fits

_CHANGES: dict[str, str] = {
    "list": """
        6   «it».append(«T»)
        2   «it».extend(«list[T]|tuple[T]»)
        2   «it».insert(«0¦0¦1¦2¦-1», «T?»)
        2   «it».pop()
        1.5 «it».pop(«0¦0¦1¦-2»)
        .6  «it».pop(«small»)
        1.5 «it».remove(«item»)
        2   «it».reverse()
        2   «it».sort()
        .7  «it».sort(reverse=True)
        .3  «it».clear()
        1   «it»[«0¦-1¦1»] = «T»
        1   «it» += [«T?»]
        1   «it» += «list[T]!»
        .5  «it»[«0¦1»], «it»[-1] = «it»[-1], «it»[«0¦1»]
        .5  del «it»[«0¦-1¦1¦:1¦-1:¦::2»]
        .4  «it»[«1:1¦:0¦:2¦-1:»] = [«T?»]
        .4  «it».append(«it».pop(0))
        .3  «it».insert(0, «it».pop())
        .2  «it» *= 2
        .3  while «item» in «it»: «it».remove(«item»)
    """,
    "list[int]": """
        1   «it».sort(key=lambda v: «-v¦abs(v)¦v % 3¦(v % 2, v)»)
        2   «it»[«0¦-1¦1»] «+=¦-=¦*=» «1..5»
        1   «it».append(«it»[-1] «+¦*¦-» «1..4»)
        1   «it».append(sum(«it»))
        .5  «it»[«int!» % len(«it»)] «=¦+=» «int?»
    """,
    "list[str]": """
        1   «it».sort(key=«len¦str.lower¦lambda s: s[-1:]¦lambda s: (len(s), s)»)
        1   «it»[«0¦-1»] = «it»[«0¦-1»].«case»()
        1   «it»[«0¦-1»] += «ch»
        .5  «it».extend(«str!»)
    """,
    "dict": """
        4   «it»[«K?»] = «V»
        1.5 «it»[«key»] = «V?»
        2   «it».update({«K?»: «V?»})
        1   «it».update(«dict[K,V]!»)
        1.5 «it».setdefault(«K?», «V?»)
        1.5 «it».pop(«key», None)
        .7  «it».pop(«key»)
        .5  «it».popitem()
        .6  del «it»[«key»]
        .3  «it».clear()
        .5  «it» |= {«K?»: «V?»}
    """,
    "dict[str,int]": """
        2   «it»[«key»] «+=¦-=¦*=» «1..5»
        2   «it»[«K?»] = «it».get(«K?», 0) + «1..3»
        1   «it»['total'] = sum(«it».values())
        .5  «it».update(Counter(«str!»))
    """,
    "set": """
        4   «it».add(«T»)
        2   «it».discard(«item»)
        1   «it».update(«list[T]!»)
        1   «it» |= {«T?»}
        .7  «it» -= {«T?»}
        .5  «it».remove(«item»)
        .5  «it» &= set(«list[T]!»)
    """,
    "deque": """
        3   «it».append(«T»)
        2   «it».appendleft(«T?»)
        2   «it».popleft()
        1   «it».rotate(«1¦-1¦2»)
        1   «it».extend(«list[T]!»)
    """,
}  # fmt: skip

_UNPACK = """
    2   «A», «B» = «str!».split(«sep», 1)
    1   «A», *«B» = «str!».split(«sep»)
    2   «A», _, «B» = «str!».partition(«sep»)
    1   «A», «B» = «str!»[:«1..3»], «str!»[«1..3»:]
    2   «A», *«B» = «list[S]!»
    1   *«A», «B» = «list[S]!»
    1   «A», «B» = «list[S]!»[0], «list[S]!»[-1]
    2   «A», «B» = divmod(«int!», «2..10»)
    1.5 «A», «B» = min(«list[int]!»), max(«list[int]!»)
    1   «A», «B» = sum(«list[int]!»), len(«list[int]!»)
    1   «A», «B» = «int», «int?»
    1   «A», «B» = «str?», «int?»
    1   «A», «B» = «pair[str,int]|pair[int,str]!»
    1   «A», «B» = max(«dict[str,int]!».items(), key=lambda kv: kv[1])
    .7  «A», «B» = «list[S]!»[:len(«list[S]!») // 2], «list[S]!»[len(«list[S]!») // 2:]
    .7  «A», «B» = zip(*«dict[str,int]!».items())
    .7  «A» = «B» = «int?»
    .5  «A», «B» = map(int, «str!».split(«sep»))
    .5  («A», «B»), *_ = «dict[K,V]!».items()
    .5  «A», «B» = Counter(«str!»).most_common(1)[0]
"""


def _table(text: str) -> tuple[list[str], list[float]]:
    rows = [line.strip().partition(" ") for line in text.strip().splitlines()]
    return [template.strip() for _, _, template in rows], list(accumulate(float(weight) for weight, _, _ in rows))


_CHANGE_TABLES = {kind: _table(text) for kind, text in _CHANGES.items()}
_UNPACK_TABLE = _table(_UNPACK)


def assign(live: Live) -> bool:
    """`name = expression`, a new name or one that is there."""
    return _assign(live, live.kind(), None)


def _assign(live: Live, kind: str, target: str | None) -> bool:
    text = expression(live, kind, live.rng.choice((1, 1, 2, 2)))
    if text.isidentifier() and (live.chance(0.8) or kind.startswith(("list", "dict", "set"))):
        return False
    try:
        values = live.evaluate(text)
    except Exception:
        return False
    if not all(fits(value) for value in values):
        return False
    same = [name for name in live.having(kind) if name not in live.bound]
    if any(live.values(name) == values for name in same) and live.chance(0.75):
        return False  # a step that changes nothing teaches little
    free = [name for name in same if name not in live.fixed and "." not in name]
    if target is None and free and live.chance(0.45):
        target = next((name for name in free if name in text), None) or live.rng.choice(free)
    name = target or live.new_name(kind)
    if name in live.fixed:
        return False
    live.read(text)
    return live.attempt([f"{name} = {text}"], {name: kind})


def reassign(live: Live, name: str) -> bool:
    """A new value for a variable, made of its old one mostly."""
    if name in live.fixed:
        return False
    kind = live.kinds[name]
    if live.chance(0.4):
        return augment(live, name)
    return change(live, name) if parts(kind)[0] in _CHANGE_TABLES and live.chance(0.6) else _assign(live, kind, name)


def use_helper(live: Live) -> bool:
    """`name = helper(...)` with one of the functions at hand."""
    helper = live.rng.choice(list(live.helpers))
    kind = live.helpers[helper][1]
    text = call(live, helper, 1)
    live.read(text)
    name = live.new_name(kind if kind != "none" else "any")
    return live.attempt([f"{name} = {text}"], {name: kind})


def inner_function(live: Live) -> bool:
    """A small function of one parameter within the function, as a `def` or a `lambda`; it may be called from then on."""
    rng = live.rng
    kind, result = (
        rng.choice(("int", "int", "str", "str", "list[int]")),
        rng.choice(("int", "str", "bool", "int", "str")),
    )
    name = people_words.function(rng, {*live.taken, *live.kinds, *live.helpers}, live.domain, 0.4)
    parameter = live.new_element("char" if kind == "str" and live.chance(0.3) else kind)
    outer, live.kinds = live.kinds, {}
    live.bound[parameter] = kind
    try:
        text = of_bound(live, result, parameter)
        test = of_bound(live, "bool", parameter) if live.chance(0.35) else ""
        other = expression(live, result, 1) if test else ""
    finally:
        del live.bound[parameter]
        live.kinds = outer
    if not test and live.chance(0.3):
        lines = [f"{name} = lambda {parameter}: {text}"]
    elif test:
        lines = [
            f"def {name}({parameter}):",
            f"    {GUARD}",
            f"    if {test}:",
            f"        return {other}",
            f"    return {text}",
        ]
    else:
        lines = [f"def {name}({parameter}):", f"    {GUARD}", f"    return {text}"]
    if not live.attempt(lines, whole=True):
        return False
    live.taken.add(name)
    live.helpers[name] = ((kind,), result)
    return use_helper(live)


def augment(live: Live, name: str | None = None) -> bool:
    """`name += expression` and its like."""
    rng = live.rng
    if name is None:
        names = [each for each in live.kinds if each not in live.fixed and live.kinds[each] in ("int", "str", "float")]
        if not names:
            return False
        name = rng.choice(names)
    kind = live.kinds[name]
    if name in live.fixed:
        return False
    if kind == "int":
        operator = rng.choice(("+=", "+=", "+=", "-=", "*=", "//=", "%="))
        right = str(rng.randint(2, 9)) if operator in ("*=", "//=", "%=") else expression(live, "int", 1)
    elif kind == "float":
        operator = rng.choice(("+=", "-=", "*=", "/="))
        right = rng.choice(("0.5", "2", "1.5", "10")) if operator in ("*=", "/=") else expression(live, "float", 0)
    elif kind == "str":
        operator, right = "+=", expression(live, "str", 1)
    elif kind.startswith("list["):
        operator, right = "+=", expression(live, kind, 1)
    else:
        return False
    live.read(right)
    return live.attempt([f"{name} {operator} {right}"], {name: kind})


def change(live: Live, name: str | None = None) -> bool:
    """A method or an item assignment that changes a container."""
    if name is None:
        names = [
            each
            for each, kind in live.kinds.items()
            if parts(kind)[0] in _CHANGE_TABLES and each not in live.fixed and "any" not in kind
        ]
        if not names:
            return False
        name = live.rng.choice([each for each in names if each in live.unread] or names)
    kind = live.kinds[name]
    if name in live.fixed or "any" in kind:
        return False
    base = parts(kind)[0]
    tables = [table for table in (base, kind) if table in _CHANGE_TABLES]
    if not tables:
        return False
    templates, weights = _CHANGE_TABLES[live.rng.choice(tables)]
    template = live.rng.choices(templates, cum_weights=weights)[0].replace("«it»", name)
    text = fill(live, template, kind, 1)
    live.read(text)
    taking = any(mark in text for mark in (".pop(", ".popitem(", ".popleft(")) and text.startswith(f"{name}.")
    if taking and live.chance(0.6):
        taken = live.new_name("any" if not parts(kind)[1] else parts(kind)[1][-1])
        return live.attempt([f"{taken} = {text}"], {name: kind, taken: "any"})
    if text.startswith("while "):
        head, _, body = text.partition(": ")
        return live.attempt([f"{head}:", "    _guard(locals())", f"    {body}"], {name: kind})
    return live.attempt([text], {name: kind})


def unpack(live: Live) -> bool:
    """Several names at once."""
    templates, weights = _UNPACK_TABLE
    template = live.rng.choices(templates, cum_weights=weights)[0]
    swapped = [each for each in live.kinds if each not in live.fixed and "." not in each]
    if live.chance(0.12) and len(swapped) > 1:
        a, b = live.rng.sample(swapped, 2)
        return live.kinds[a] == live.kinds[b] and live.attempt(
            [f"{a}, {b} = {b}, {a}"], {a: live.kinds[a], b: live.kinds[b]}
        )
    text = fill(live, template.replace("«A»", "\0").replace("«B»", "\1"), "any", 1)
    texts = "str!" in template or "str?" in template
    a = live.new_name("str" if texts else "int")
    live.bound[a] = "any"
    try:
        b = live.new_name(
            "list[int]"
            if "*" in template and "(*" not in template
            else "str"
            if texts and "int" not in template
            else "int"
        )
    finally:
        del live.bound[a]
    live.read(text)
    return live.attempt([text.replace("\0", a).replace("\1", b)], {a: "any", b: "any"})


def statement_of(live: Live, name: str) -> bool:
    """Something that writes to the variable."""
    try:
        return reassign(live, name)
    except NoFit:
        return False


def start_value(live: Live, kind: str) -> str:
    """What an accumulator of a kind begins with."""
    base, _ = parts(kind)
    if kind == "int":
        return live.rng.choice(("0", "0", "0", "1"))
    if kind == "float":
        return "0.0"
    if kind == "bool":
        return live.rng.choice(("True", "False"))
    return {"str": "''", "list": "[]", "dict": "{}", "set": "set()"}.get(base) or literal_of(live, kind)


def last_return(live: Live) -> str:
    """The `return` line: what was written last, alone, in an expression, or with other things.

    Raises:
        NoFit: nothing could be returned.
    """
    for _ in range(12):
        try:
            text = _result(live)
            values = live.evaluate(text)
        except Exception:
            continue
        if all(fits(value) for value in values):
            return f"return {text}"
    raise NoFit


def _result(live: Live) -> str:
    rng = live.rng
    unread = [name for name in live.unread if name in live.kinds]
    last = unread[-1] if unread else rng.choice(list(live.kinds))
    kind = live.kinds[last]
    shape = rng.random()
    if len(unread) > 1 and live.chance(0.65):
        shape = 0.72 + 0.28 * shape
    if shape < 0.5 or (kind == "any" and shape < 0.8):
        return last
    if shape < 0.72:
        live.hot = {last}
        wanted = rng.choice((kind, "str", "int", "bool", "list[str]" if "str" in kind else "list[int]"))
        for _ in range(6):
            text = expression(live, wanted, 1)
            if last in text:
                return text
        return last
    names = list(dict.fromkeys([*unread[-2:], last, *rng.sample(list(live.kinds), min(1, len(live.kinds)))]))
    if shape < 0.86:
        inner = ", ".join(names[:3])
        return rng.choice((inner, f"({inner})", f"[{inner}]")) if len(names) > 1 else last
    if shape < 0.9:
        return "{" + ", ".join(f"'{name.split('.')[-1]}': {name}" for name in names[:3]) + "}"
    if shape < 0.95:
        return "f'" + rng.choice((" ", "-", ", ", ":")).join(f"{{{name}}}" for name in names[:3]) + "'"
    return rng.choice((f"len({last})", f"str({last})", f"{last} == {names[-1]}", f"bool({last})", f"sorted({last})"))

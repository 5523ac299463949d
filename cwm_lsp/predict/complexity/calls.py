"""What calls cost: builtins, methods, functions of the same file. What is called and not known is noted."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING

from cwm_lsp.predict.complexity.classes import CONSTANT, ComplexityClass
from cwm_lsp.predict.complexity.values import CONTAINERS, SMALL, UNKNOWN, Kind, Value, container

if TYPE_CHECKING:
    from cwm_lsp.predict.complexity.reader import Reader

_SUMS = frozenset({"sum", "min", "max", "any", "all", "fsum", "prod", "mean", "reduce"})
_COPIES: dict[str, Kind] = {
    "list": "list", "tuple": "tuple", "set": "set", "frozenset": "set", "deque": "list", "Counter": "dict", "dict": "dict",
    "copy": "list", "deepcopy": "list", "bytes": "str", "bytearray": "list", "array": "list", "OrderedDict": "dict",
    "defaultdict": "dict",
}  # fmt: skip
_LAZY = frozenset(
    {"enumerate", "zip", "map", "filter", "reversed", "iter", "islice", "chain", "accumulate", "cycle", "pairwise"}
)
_CONSTANT = frozenset(
    "abs chr ord isinstance issubclass hash id type callable float complex bool divmod round print getattr setattr hasattr "
    "delattr next len ceil floor gcd_ log log2 log10 sin cos tan exp isnan isinf hypot perf_counter time super object vars "
    "format_ property staticmethod namedtuple ValueError TypeError IndexError KeyError RuntimeError Exception AssertionError "
    "StopIteration NotImplementedError OverflowError ZeroDivisionError Fraction Decimal copysign fabs degrees radians atan2 "
    "TypeVar cast Lock randint random uniform itemgetter attrgetter partial".split()
)
_TEXT_COPIES = frozenset(
    "lower upper strip lstrip rstrip replace swapcase capitalize title encode decode translate zfill center ljust rjust "
    "casefold format removeprefix removesuffix expandtabs hexdigest".split()
)
_TEXT_TESTS = frozenset(
    "isdigit isalpha isupper islower isalnum isspace isnumeric isdecimal isidentifier istitle".split()
)
_SCANS = frozenset("index count find rfind rindex remove".split())
_SPLITS = frozenset("split rsplit splitlines partition rpartition".split())


def call(reader: Reader, node: ast.Call) -> Value:
    """Read a call."""
    keywords = {one.arg: reader.expression(one.value) for one in node.keywords if one.arg}
    if isinstance(node.func, ast.Attribute):
        return _method(reader, node, node.func, keywords)
    arguments = [reader.expression(one) for one in node.args]
    if isinstance(node.func, ast.Name):
        held = reader.lookup(node.func.id)
        if held is not None and held.kind == "function":
            return _entered(reader, held, arguments, keywords, node)
        if held is None and node.func.id in reader.functions:
            return reader.enter(reader.functions[node.func.id], arguments, keywords, node)
        if held is not None:
            reader.unsure(f"what {node.func.id} does")
            return UNKNOWN
        return _builtin(reader, node.func.id, arguments, keywords, node)
    held = reader.expression(node.func)
    if held.kind == "function":
        return _entered(reader, held, arguments, keywords, node)
    reader.unsure(f"what {ast.unparse(node.func)} does")
    return UNKNOWN


def _entered(reader: Reader, held: Value, arguments: list[Value], keywords: dict[str, Value], node: ast.Call) -> Value:
    if isinstance(held.code, ast.Lambda):
        return applied(reader, held.code, arguments)
    if held.code is not None:
        return reader.enter(held.code, arguments, keywords, node)
    return UNKNOWN


def applied(reader: Reader, function: ast.Lambda, arguments: list[Value]) -> Value:
    """Read a lambda's body with its parameters bound."""
    before = dict(reader.names)
    for one, value in zip(function.args.args, arguments, strict=False):
        reader.bind(one.arg, value)
    result = reader.expression(function.body)
    reader.names = before
    return result


def _key(reader: Reader, given: Value | None, node: ast.Call, over: Value, size: ComplexityClass) -> None:
    """The cost of a `key=` or of a mapped function, once for each item."""
    function = given
    if function is None or function.kind != "function":
        return
    item = over.item or Value(hint=f"an item of {over.hint}" if over.hint else "")

    def body(one: Value) -> None:
        if isinstance(function.code, ast.Lambda):
            applied(reader, function.code, [one])
        elif function.code is not None:
            reader.enter(function.code, [one], {}, None)

    reader.loop(replace(over, item=item), size, body, line=None, reason="")


def _builtin(reader: Reader, name: str, given: list[Value], keywords: dict[str, Value], node: ast.Call) -> Value:
    first = given[0] if given else UNKNOWN
    shown = ast.unparse(node.args[0]) if node.args else ""
    if name == "range":
        return _range(reader, node, given)
    if name == "len":
        return Value("int", reader.size(first, shown), hint="")
    if name in ("min", "max") and len(given) > 1:
        return _extreme(name, given)
    if name in _SUMS:
        over = given[1] if name == "reduce" and len(given) > 1 else first
        size = reader.size(over, shown)
        reader.charge(size, f"`{name}` goes through {shown}: {str(size)[2:-1]}" if size.terms else "")
        _key(reader, keywords.get("key") or (first if name == "reduce" else None), node, over, size)
        item = over.item or UNKNOWN
        if name in ("any", "all"):
            return Value("bool", CONSTANT)
        if name == "sum" and item.kind in CONTAINERS:
            inner = size * (item.size or CONSTANT)
            reader.charge(size * inner)
            return container("list", inner, item.item)
        return replace(item, weight=CONSTANT, shrinks="") if item.kind != "any" or item.hint else Value("any", CONSTANT)
    if name in ("sorted", "nlargest", "nsmallest"):
        over = first if name == "sorted" else (given[1] if len(given) > 1 else first)
        size = reader.size(over, shown)
        reader.charge(
            size * size.log(), f"`{name}` sorts {shown}: {str(size * size.log())[2:-1]}" if size.terms else ""
        )
        if (
            over.item is not None
            and over.item.kind in CONTAINERS
            and over.item.size is not None
            and over.item.size.terms
        ):
            reader.charge(size * size.log() * over.item.size)
        _key(reader, keywords.get("key"), node, over, size)
        return reader.allocate(replace(container("list", size, over.item, weight=size), shrinks=over.shrinks))
    if name in _COPIES:
        if not given or first.kind == "function":
            return reader.allocate(container(_COPIES[name], CONSTANT))
        size = reader.size(first, shown)
        reader.charge(size, f"`{name}({shown})` copies: {str(size)[2:-1]}" if size.terms else "")
        item = SMALL if name == "Counter" else first.item
        return reader.allocate(
            replace(container(_COPIES[name], size, item), shrinks=first.shrinks, is_part=first.is_part)
        )
    if name in _LAZY:
        return _lazy(reader, name, given, keywords, node)
    if name in ("str", "repr", "bin", "hex", "oct", "ascii"):
        return _digits(reader, first)
    if name == "int":
        if first.kind == "str":
            reader.charge(first.size or CONSTANT)
            return Value("int", None, hint=f"the value of {first.hint}" if first.hint else "")
        return replace(first, kind="int")
    if name in ("sqrt", "isqrt"):
        return Value("int", first.size.power(Fraction(1, 2)) if first.size is not None else None, hint=first.hint)
    if name in ("abs", "round", "floor", "ceil", "float", "divmod", "trunc"):
        return (
            Value("int", first.size, hint=first.hint, is_scalar=first.is_scalar)
            if name != "divmod"
            else Value("tuple", CONSTANT, item=first)
        )
    if name == "pow":
        reader.charge(given[1].size.log() if len(given) == 3 and given[1].size is not None else CONSTANT)
        return Value("int", given[2].size if len(given) == 3 else first.size)
    if name in ("gcd", "lcm"):
        reader.charge((first.size or CONSTANT).log())
        return first
    if name == "heapify":
        reader.charge(reader.size(first, shown))
        return UNKNOWN
    if name in ("heappush", "heappop", "heapreplace", "heappushpop"):
        if name == "heappush" and node.args and isinstance(node.args[0], ast.Name) and len(given) > 1:
            reader.grow(node.args[0].id, given[1])
            first = reader.lookup(node.args[0].id) or first
        size = first.size if first.size is not None else reader.size(first, shown)
        reader.charge(size.log(), f"`{name}` costs {str(size.log())[2:-1]}" if size.terms else "")
        return first.item or UNKNOWN
    if name.startswith(("bisect", "insort")):
        size = reader.size(first, shown)
        reader.charge(size if name.startswith("insort") else size.log())
        return Value("int", size)
    if name in ("permutations", "combinations", "product"):
        size = reader.size(first, shown)
        if "repeat" in keywords:
            reader.unsure("how many tuples `product` with `repeat` makes")
        if name == "permutations":
            many = ComplexityClass(frozenset({tuple((v, (1, 0, Fraction(0), 0)) for v in size.variables)}))
        elif len(node.args) > 1 and isinstance(node.args[1], ast.Constant) and isinstance(node.args[1].value, int):
            many = size.power(node.args[1].value)
        elif name == "product" and len(given) > 1:
            many = reduce(ComplexityClass.__mul__, (reader.size(one) for one in given), CONSTANT)
        else:
            many = size.exponential()
        return Value("iter", many, item=container("tuple", CONSTANT, first.item))
    if name in ("input", "open", "eval", "exec"):
        reader.unsure(f"what {name} gives")
        return UNKNOWN
    if name in _CONSTANT or name.endswith(("Error", "Exception")):
        return Value("any", CONSTANT) if name not in ("ord", "hash") else SMALL
    if name[:1].isupper() or not hasattr(builtins, name):
        reader.unsure(f"what {name} costs")
    return UNKNOWN


def _extreme(name: str, given: list[Value]) -> Value:
    known = [one.size for one in given if one.size is not None]
    if name == "max" or not known:
        return Value("int", reduce(ComplexityClass.__or__, known, CONSTANT) if known else None, hint=given[0].hint)
    # The smallest bounds it; of several that can't be compared, any does.
    least = known[0]
    for one in known[1:]:
        least = one if one <= least else least
    return Value("int", least)


def _range(reader: Reader, node: ast.Call, given: list[Value]) -> Value:
    texts = node.args
    sizes = [
        one.size if one.size is not None else (reader.size(one, ast.unparse(n)) if one.hint else CONSTANT)
        for one, n in zip(given, texts, strict=False)
    ]
    if not sizes:
        return UNKNOWN
    down = len(texts) == 3 and isinstance(texts[2], ast.UnaryOp)
    size = sizes[0] if len(sizes) == 1 or down else sizes[1]
    if len(sizes) > 1 and _same_start(texts):
        # range(i, i + k): k passes.
        size = reader.expression(texts[1].right).size or CONSTANT if isinstance(texts[1], ast.BinOp) else size
    over = Value("iter", size, item=_counted(node, given, sizes, size))
    if len(texts) == 3 and isinstance(texts[2], ast.Name) and given[2].size is not None and given[2].size.terms:
        # Steps of every size: n + n/2 + n/3 + …, which is n log n for all passes around together.
        return replace(over, hint="harmonic" if reader.passes and given[2].depth == len(reader.passes) else "")
    return over


def _counted(node: ast.Call, given: list[Value], sizes: list[ComplexityClass], size: ComplexityClass) -> Value:
    largest = reduce(ComplexityClass.__or__, sizes[:2], size)
    later = len(node.args) > 1 and isinstance(node.args[0], ast.Name) and given[0].kind in ("int", "any")
    return Value("int", largest, shrinks="later" if later else "")


def _same_start(texts: list[ast.expr]) -> bool:
    second = texts[1]
    return (
        isinstance(second, ast.BinOp)
        and isinstance(second.op, ast.Add)
        and ast.unparse(second.left) == ast.unparse(texts[0])
    )


def _lazy(reader: Reader, name: str, given: list[Value], keywords: dict[str, Value], node: ast.Call) -> Value:
    if not given:
        return UNKNOWN
    shown = [ast.unparse(one) for one in node.args]
    first = given[0]
    if name == "enumerate":
        size = reader.size(first, shown[0])
        item = first.item or Value(hint=f"an item of {first.hint}" if first.hint else "")
        return Value("iter", size, item=Value("tuple", CONSTANT, item=item), is_part=False, hint="")
    if name == "zip":
        known = [reader.size(one, text) for one, text in zip(given, shown, strict=True)]
        least = known[0]
        for one in known[1:]:
            least = one if one <= least else least
        item = first.item or Value(hint=f"an item of {first.hint}" if first.hint else "")
        return Value("iter", least, item=Value("tuple", CONSTANT, item=item))
    if name in ("map", "filter", "accumulate") and len(given) > 1:
        over = given[1] if name != "accumulate" else first
        size = reader.size(over, shown[1] if name != "accumulate" else shown[0])
        reader.charge(size)
        _key(reader, first, node, over, size)
        return Value(
            "iter",
            size,
            item=over.item if name == "filter" else Value("any", CONSTANT),
            shrinks="part" if name == "filter" else "",
        )
    if name == "islice" and len(given) > 1:
        return Value("iter", given[1].size or reader.size(first, shown[0]), item=first.item)
    if name == "chain":
        return Value(
            "iter",
            reduce(ComplexityClass.__or__, (reader.size(one, text) for one, text in zip(given, shown, strict=True))),
            item=first.item,
        )
    return Value("iter", reader.size(first, shown[0]), item=first.item, hint=first.hint, is_part=first.is_part)


def _digits(reader: Reader, value: Value) -> Value:
    if value.kind in CONTAINERS:
        size = value.size or CONSTANT
        reader.charge(size)
        return reader.allocate(container("str", size, Value("str", CONSTANT)))
    # Of a number that the caller gave the digits count; of any other they are taken for few.
    size = value.size.log() if value.is_scalar and value.size is not None else CONSTANT
    reader.charge(size)
    return reader.allocate(container("str", size, Value("str", CONSTANT)))


def _method(reader: Reader, node: ast.Call, function: ast.Attribute, keywords: dict[str, Value]) -> Value:
    name = function.attr
    target = function.value
    if isinstance(target, ast.Name) and reader.lookup(target.id) is None:
        if target.id in ("self", "cls"):
            arguments = [reader.expression(one) for one in node.args]
            if name in reader.functions:
                return reader.enter(reader.functions[name], arguments, keywords, node)
        elif target.id in _MODULES:
            arguments = [reader.expression(one) for one in node.args]
            if target.id == "re" and name in ("split", "findall", "sub", "match", "search", "fullmatch", "finditer"):
                text = arguments[1 if name != "sub" else 2] if len(arguments) > (2 if name == "sub" else 1) else UNKNOWN
                size = reader.size(text, "the text")
                reader.charge(size)
                reader.assume("a regular expression takes linear time")
                kind: Kind = "str" if name == "sub" else "list"
                return reader.allocate(Value(kind, size, item=Value("str", None), weight=size, is_part=kind == "list"))
            return _builtin(reader, name, arguments, keywords, node)
    if isinstance(target, ast.Name) and target.id in ("self", "cls") and name in reader.functions:
        arguments = [reader.expression(one) for one in node.args]
        return reader.enter(reader.functions[name], arguments, keywords, node)
    held = reader.expression(target)
    arguments = [reader.expression(one) for one in node.args]
    first = arguments[0] if arguments else UNKNOWN
    handler = _METHODS.get(name)
    if handler is not None:
        return handler(reader, node, target, held, arguments, keywords)
    size = held.size if held.size is not None else CONSTANT
    if name in _TEXT_TESTS:
        reader.charge(size)
        return Value("bool", CONSTANT)
    if name in _TEXT_COPIES:
        added = first.size or CONSTANT if name == "format" else CONSTANT
        reader.charge(size | added)
        return reader.allocate(
            replace(container("str", size | added, Value("str", CONSTANT)), hint=held.hint, depth=held.depth)
        )
    if name in ("startswith", "endswith"):
        # No more is compared than there is on either side.
        shorter = held.size is not None and (first.size is None or held.size <= first.size)
        reader.charge(((held.size if shorter else first.size) or CONSTANT) if held.size is not None else CONSTANT)
        return Value("bool", CONSTANT)
    if name in _SCANS:
        whole = reader.size(held, ast.unparse(target)) if held.kind != "set" else CONSTANT
        reader.charge(whole, f"`{ast.unparse(node.func)}` looks through {ast.unparse(target)}" if whole.terms else "")
        return Value("int", whole)
    if name in _SPLITS:
        reader.charge(size)
        return reader.allocate(
            Value(
                "list",
                size,
                item=Value("str", None, hint=f"an item of {held.hint}" if held.hint else ""),
                weight=size,
                is_part=True,
            )
        )
    if name in ("digest", "bit_length", "bit_count", "get", "setdefault", "acquire", "release", "total", "is_integer"):
        return held.item or Value("any", CONSTANT)
    if name in ("union", "intersection", "difference", "symmetric_difference", "issubset", "issuperset", "isdisjoint"):
        whole = size | (first.size or CONSTANT)
        reader.charge(whole)
        return reader.allocate(container("set", whole, held.item))
    if name in reader.functions and held.kind in ("any", "node"):
        reader.assume(f".{name}() is the method of this file")
        return reader.enter(reader.functions[name], arguments, keywords, node)
    reader.unsure(f"what .{name}() costs")
    return UNKNOWN


_MODULES = frozenset(
    "math itertools functools heapq bisect collections re operator string statistics random copy np numpy".split()
)
_Handler = Callable[["Reader", ast.Call, ast.expr, Value, "list[Value]", "dict[str, Value]"], Value]


def _append(
    reader: Reader, node: ast.Call, target: ast.expr, held: Value, given: list[Value], keywords: dict[str, Value]
) -> Value:
    item = given[-1] if given else UNKNOWN
    if isinstance(target, ast.Name):
        reader.grow(target.id, item)
    elif isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
        reader.grow(target.value.id, item)
    if (
        isinstance(node.func, ast.Attribute)
        and node.func.attr in ("insert", "appendleft")
        and held.kind == "list"
        and node.func.attr == "insert"
    ):
        grown = reader.lookup(target.id) if isinstance(target, ast.Name) else held
        size = (grown.size if grown is not None else held.size) or CONSTANT
        reader.charge(size, f"`{ast.unparse(node.func)}` moves what follows" if size.terms else "")
    return UNKNOWN


def _extend(
    reader: Reader, node: ast.Call, target: ast.expr, held: Value, given: list[Value], keywords: dict[str, Value]
) -> Value:
    added = given[0] if given else UNKNOWN
    size = (
        reader.size(added, ast.unparse(node.args[0])) if added.size is None and added.hint else (added.size or CONSTANT)
    )
    reader.charge(size)
    if isinstance(target, ast.Name):
        reader.grow(target.id, added.item or Value("any", CONSTANT), size)
    return UNKNOWN


def _pop(
    reader: Reader, node: ast.Call, target: ast.expr, held: Value, given: list[Value], keywords: dict[str, Value]
) -> Value:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    if (
        name == "pop"
        and held.kind == "list"
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and node.args[0].value == 0
    ):
        size = _window(reader, target, held)
        reader.charge(size, f"`{ast.unparse(node)}` moves all others" if size.terms else "")
    return held.item or Value(hint=f"an item of {held.hint}" if held.hint else "", size=None if held.hint else CONSTANT)


def _window(reader: Reader, target: ast.expr, held: Value) -> ComplexityClass:
    """The length of a list that items are popped from; one that gets an item for each that leaves stays as short as it was."""
    return held.size if held.size is not None else reader.size(held, ast.unparse(target))


def _sort(
    reader: Reader, node: ast.Call, target: ast.expr, held: Value, given: list[Value], keywords: dict[str, Value]
) -> Value:
    size = reader.size(held, ast.unparse(target))
    reader.charge(
        size * size.log(), f"`{ast.unparse(node.func)}` sorts: {str(size * size.log())[2:-1]}" if size.terms else ""
    )
    _key(reader, keywords.get("key"), node, held, size)
    reader.allocate(container("list", size, weight=size))
    return UNKNOWN


def _join(
    reader: Reader, node: ast.Call, target: ast.expr, held: Value, given: list[Value], keywords: dict[str, Value]
) -> Value:
    if not given:
        return container("str", CONSTANT)
    over = given[0]
    size = reader.size(over, ast.unparse(node.args[0]))
    inner = over.item.size if over.item is not None and over.item.size is not None else CONSTANT
    if over.is_part or any(name.startswith("@") for name in inner.variables):
        inner = CONSTANT
    reader.charge(size * inner, f"`join` copies: {str(size * inner)[2:-1]}" if size.terms else "")
    return reader.allocate(container("str", size * inner, Value("str", CONSTANT)))


def _views(
    reader: Reader, node: ast.Call, target: ast.expr, held: Value, given: list[Value], keywords: dict[str, Value]
) -> Value:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    size = held.size if held.size is not None else None
    item = held.item if name != "keys" else Value("any", CONSTANT)
    if name == "items":
        item = Value("tuple", CONSTANT, item=held.item)
    return Value("iter", size, item=item, hint=held.hint)


def _copy(
    reader: Reader, node: ast.Call, target: ast.expr, held: Value, given: list[Value], keywords: dict[str, Value]
) -> Value:
    size = reader.size(held, ast.unparse(target))
    reader.charge(size)
    return reader.allocate(replace(held, size=size, weight=size))


def _reverse(
    reader: Reader, node: ast.Call, target: ast.expr, held: Value, given: list[Value], keywords: dict[str, Value]
) -> Value:
    reader.charge(held.size if held.size is not None else reader.size(held, ast.unparse(target)))
    return UNKNOWN


def _clear(
    reader: Reader, node: ast.Call, target: ast.expr, held: Value, given: list[Value], keywords: dict[str, Value]
) -> Value:
    return UNKNOWN


_METHODS: dict[str, _Handler] = {
    "append": _append, "add": _append, "appendleft": _append, "insert": _append, "push": _append, "put": _append,
    "extend": _extend, "update": _extend, "pop": _pop, "popleft": _pop, "popitem": _pop, "sort": _sort, "join": _join,
    "items": _views, "keys": _views, "values": _views, "copy": _copy, "reverse": _reverse, "clear": _clear,
    "discard": _clear, "rotate": _reverse, "most_common": _sort, "elements": _views,
}  # fmt: skip

"""What is known of a value while a function's text is read: its kind, how large it is, what its items are.

Sizes are classes of growth in variables named by what they mean, such as `len(items)`; short symbols are given at the end.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from cwm_lsp.predict.complexity.classes import CONSTANT, ComplexityClass, linear

Kind = Literal["any", "int", "float", "bool", "str", "list", "tuple", "set", "dict", "iter", "function", "node"]
SEQUENCES = ("str", "list", "tuple")
CONTAINERS = ("str", "list", "tuple", "set", "dict", "iter")
Definition: TypeAlias = "ast.FunctionDef | ast.AsyncFunctionDef"


@dataclass(frozen=True, slots=True)
class Value:
    """A value.

    Attributes:
        kind: what it is, as far as is known.
        size: a number's magnitude, a container's length; None where nothing says.
        hint: what `size` would be called where it is None, such as `len(items)`; empty where it has no name.
        item: what a container holds; None where nothing says.
        weight: the memory that it has been given, with all that it holds; O(1) for what was there before.
        code: of a function: its tree.
        scope: of a function: the names around it.
        is_scalar: whether it is a number that the caller gave, whose digits count.
        is_part: whether its items are parts of one thing, whose lengths sum up to `size`.
        half: whether it stands for the middle of a search range.
        depth: how many loops were around it when it was bound.
        shrinks: how it is smaller than the parameter that it was made from: `minus`, `half`, `part`, `child`; empty if it is not.
    """

    kind: Kind = "any"
    size: ComplexityClass | None = None
    hint: str = ""
    item: Value | None = None
    weight: ComplexityClass = CONSTANT
    code: Definition | ast.Lambda | None = None
    scope: Mapping[str, Value] = field(default_factory=dict[str, "Value"])
    is_scalar: bool = False
    is_part: bool = False
    depth: int = 0
    shrinks: str = ""


UNKNOWN = Value()
SMALL = Value("int", CONSTANT)


def container(
    kind: Kind, size: ComplexityClass, item: Value | None = None, *, weight: ComplexityClass | None = None
) -> Value:
    """A container that was just made; as heavy as it is long, and as its items are."""
    return Value(kind, size, item=item, weight=size * (item.weight if item else CONSTANT) if weight is None else weight)


def joined(one: Value | None, two: Value | None) -> Value | None:
    """What is known of a value that is either."""
    if one is None or two is None or one == two:
        return one or two
    if one.size is not None and two.size is not None:
        size: ComplexityClass | None = one.size | two.size
    else:
        size = (
            one.size
            if one.size is not None and one.size.terms
            else two.size
            if two.size is not None and two.size.terms
            else None
        )
    base = one if one.kind != "any" else two
    return replace(
        base,
        kind=one.kind if one.kind == two.kind else "any" if "any" not in (one.kind, two.kind) else base.kind,
        size=size,
        hint=one.hint or two.hint,
        item=joined(one.item, two.item),
        weight=one.weight | two.weight,
        depth=min(one.depth, two.depth),
        is_part=one.is_part and two.is_part,
        shrinks=one.shrinks or two.shrinks,
    )


_ANNOTATED: dict[str, Kind] = {
    "int": "int", "float": "float", "bool": "bool", "complex": "float", "str": "str", "bytes": "str", "list": "list",
    "sequence": "list", "mutablesequence": "list", "deque": "list", "array": "list", "tuple": "tuple", "set": "set",
    "frozenset": "set", "dict": "dict", "mapping": "dict", "defaultdict": "dict", "counter": "dict", "iterable": "iter",
    "iterator": "iter", "generator": "iter",
}  # fmt: skip
_LIKE_NUMBERS = frozenset(
    "n m k x y a b i j num number limit target count lo hi low high left right depth step".split()
)
_TEXT_METHODS = frozenset(
    "split strip lower upper replace startswith endswith isdigit isalpha swapcase find join encode".split()
)
_LIST_METHODS = frozenset("append pop sort extend insert remove index count reverse".split())
_DICT_METHODS = frozenset("items keys values get setdefault".split())
_NUMERIC = (ast.Mod, ast.FloorDiv, ast.Div, ast.Sub, ast.Pow, ast.RShift, ast.BitAnd)
NODE_FIELDS = frozenset("left right next children prev parent head root tail".split())


def parameter(name: str, annotation: ast.expr | None, body: list[ast.AST]) -> Value:
    """What is known of a parameter from its annotation and from what is done with it."""
    if annotation is not None:
        found = annotated(name, annotation)
        if found.kind != "any":
            return found
    return _used(name, body)


def annotated(name: str, annotation: ast.expr) -> Value:
    """What an annotation says of a value of this name."""
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        try:
            annotation = ast.parse(annotation.value, mode="eval").body
        except (SyntaxError, ValueError):
            return Value(hint=name)
    if isinstance(annotation, ast.BinOp) and isinstance(annotation.op, ast.BitOr):
        return annotated(name, annotation.left)
    inside: list[ast.expr] = []
    head = annotation
    if isinstance(annotation, ast.Subscript):
        head = annotation.value
        inside = list(annotation.slice.elts) if isinstance(annotation.slice, ast.Tuple) else [annotation.slice]
    word = head.id if isinstance(head, ast.Name) else head.attr if isinstance(head, ast.Attribute) else ""
    if word in ("Optional", "Union", "Annotated", "Final") and inside:
        return annotated(name, inside[0])
    kind = _ANNOTATED.get(word.lower())
    if kind is None:
        return Value(hint=name)
    if kind in ("int", "float", "bool"):
        return number(name, kind)
    item = annotated(f"an item of {name}", inside[-1]) if inside else Value(hint=f"an item of {name}")
    return held(name, kind, item)


def number(name: str, kind: Kind = "int") -> Value:
    """A number that the caller gave."""
    is_item = name.startswith("an item of ")
    size = CONSTANT if kind == "bool" else None if is_item else linear(name)
    return Value(kind, size, hint=f"the value of {name}" if is_item else name, is_scalar=not is_item)


def held(name: str, kind: Kind, item: Value | None = None) -> Value:
    """A container that the caller gave."""
    is_item = name.startswith("an item of ")
    length = f"len of {name}" if is_item else f"len({name})"
    if kind == "str":
        item = Value("str", CONSTANT)
    if item is None:
        item = Value(hint=f"an item of {name}")
    # Items are of constant size unless the function goes through them one by one.
    return Value(kind, None if is_item else linear(length), hint=length, item=item)


def _used(name: str, body: list[ast.AST]) -> Value:
    """What a parameter without annotation must be, from how its name is used."""
    votes: dict[Kind, int] = {}

    def vote(kind: Kind, weight: int = 1) -> None:
        votes[kind] = votes.get(kind, 0) + weight

    def is_it(node: ast.AST | None) -> bool:
        return isinstance(node, ast.Name) and node.id == name

    asked = {
        ast.unparse(node.left)
        for node in body
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.In, ast.NotIn)) and is_it(node.comparators[0])
    }
    for node in body:
        if isinstance(node, (ast.For, ast.comprehension)) and is_it(node.iter):
            vote("list", 2)
        elif isinstance(node, ast.Call):
            called = node.func.id if isinstance(node.func, ast.Name) else ""
            if any(is_it(one) for one in node.args):
                if called in (
                    "len",
                    "sum",
                    "sorted",
                    "enumerate",
                    "zip",
                    "set",
                    "list",
                    "reversed",
                    "any",
                    "all",
                    "Counter",
                    "tuple",
                    "iter",
                    "heapify",
                    "map",
                    "filter",
                ):
                    vote("list", 2)
                elif called in ("range", "abs", "chr", "bin", "sqrt", "isqrt", "round", "divmod"):
                    vote("int", 3)
                elif called in ("min", "max") and len(node.args) == 1:
                    vote("list", 2)
            if isinstance(node.func, ast.Attribute) and is_it(node.func.value):
                method = node.func.attr
                kinds: tuple[tuple[frozenset[str], Kind], ...] = (
                    (_TEXT_METHODS, "str"),
                    (_LIST_METHODS, "list"),
                    (_DICT_METHODS, "dict"),
                )
                for methods, kind in kinds:
                    if method in methods:
                        vote(kind, 3)
        elif isinstance(node, ast.Subscript) and is_it(node.value):
            # What is asked for with `in` by the same key is a dictionary.
            vote("dict" if ast.unparse(node.slice) in asked else "list", 5 if ast.unparse(node.slice) in asked else 1)
        elif isinstance(node, ast.Attribute) and is_it(node.value) and node.attr in NODE_FIELDS:
            vote("node", 3)
        elif isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            texts = any(isinstance(one, ast.Constant) and isinstance(one.value, str) for one in sides)
            numbers = any(isinstance(one, ast.Constant) and isinstance(one.value, (int, float)) for one in sides)
            if any(is_it(one) for one in sides):
                if isinstance(node.ops[0], (ast.In, ast.NotIn)):
                    if any(is_it(one) for one in node.comparators):
                        vote("list", 2)
                elif texts:
                    vote("str")
                elif isinstance(node.ops[0], (ast.Lt, ast.Gt, ast.LtE, ast.GtE)) and not numbers:
                    vote("int")
                elif numbers:
                    vote("int", 2)
        elif isinstance(node, ast.BinOp) and (is_it(node.left) or is_it(node.right)):
            other = node.right if is_it(node.left) else node.left
            if isinstance(other, ast.Constant) and isinstance(other.value, str):
                vote("str")
            elif isinstance(node.op, _NUMERIC) or (isinstance(other, ast.Constant) and isinstance(other.value, int)):
                vote("int", 2)
        elif isinstance(node, ast.AugAssign) and is_it(node.target) and not isinstance(node.op, ast.Add):
            vote("int", 2)
    if votes.get("list") and (votes.get("str") or 0) > (votes.get("dict") or 0):
        return held(name, "str")
    if not votes:
        # Nothing in its use tells. A name that people give to numbers is taken for one.
        return number(name) if name.lower() in _LIKE_NUMBERS else Value(hint=name)
    best = max(votes, key=lambda kind: votes[kind])
    if best == "int":
        return number(name)
    if best == "node":
        return Value("node", linear(f"the number of nodes below {name}"), hint=name)
    return held(name, best)

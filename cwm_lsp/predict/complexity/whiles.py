"""How many passes a `while` makes: counters, halving and doubling, roots, two pointers, worklists, chains of nodes."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING

from cwm_lsp.predict.complexity.classes import CONSTANT, ComplexityClass, linear
from cwm_lsp.predict.complexity.values import NODE_FIELDS

if TYPE_CHECKING:
    from cwm_lsp.predict.complexity.reader import Reader

_TAKES = frozenset({"pop", "popleft", "popitem", "heappop", "remove"})
_PUTS = frozenset({"append", "appendleft", "push", "extend", "add", "heappush", "put", "insert"})


@dataclass(frozen=True, slots=True)
class While:
    """What is known of a `while`.

    Attributes:
        passes: how many it makes.
        bound: how far its counters go.
        reason: in words.
        moved: the counters.
        geometric: the counter that doubles or halves; empty where none does.
        is_visiting: whether it takes each node of a graph or a tree once.
        shared_from: the level of loops all of whose passes share these; None where each pass around has its own.
    """

    passes: ComplexityClass
    bound: ComplexityClass
    reason: str
    moved: tuple[str, ...] = ()
    geometric: str = ""
    is_visiting: bool = False
    shared_from: int | None = None


def read_while(reader: Reader, node: ast.While) -> While:
    """Find out; notes where it can't."""
    shown = ast.unparse(node.test)
    shown = shown if len(shown) <= 40 else shown[:39] + "…"
    moves = _moves(node.body)
    tests = (
        [node.test]
        if not _is_true(node.test)
        else [one.test for one in node.body if isinstance(one, ast.If) and _breaks(one)]
    )
    names = {one.id for test in tests for one in ast.walk(test) if isinstance(one, ast.Name)}
    taken = _taken(node)
    if taken:
        return _worklist(reader, node, taken, shown)
    bound = _bound(reader, tests, set(moves))
    if chain := next((name for name, kinds in moves.items() if "link" in kinds), ""):
        value = reader.lookup(chain)
        length = (
            value.size
            if value is not None and value.size is not None and value.size.terms
            else linear(f"the number of nodes after {chain}")
        )
        return While(length, length, f"`while {shown}` follows a chain of nodes", (chain,))
    tested = {name: kinds for name, kinds in moves.items() if name in names}
    both = next((name for name, kinds in tested.items() if "up" in kinds and kinds & {"down", "half", "remainder"}), "")
    if both:
        reader.unsure(f"whether {both} goes up or down in `while {shown}`")
    if not _is_true(node.test) and (away := _moving_away(node.test, moves)):
        reader.unsure(f"whether `while {shown}` ends: {away} moves away from its bound")
    if any(_is_capped(test, moves) for test in tests) and not any(
        _own(reader, name).terms for name in _counters(tests, moves)
    ):
        return While(CONSTANT, CONSTANT, f"`while {shown}` makes a constant number of passes", tuple(tested))
    halving = next((name for name, kinds in tested.items() if _is_geometric(kinds)), "")
    if halving and not any(kinds & {"step"} and not _is_geometric(kinds) for kinds in tested.values()):
        whole = bound | _own(reader, halving)
        if not whole.terms and bound == CONSTANT:
            whole = CONSTANT
        return While(
            whole.log(),
            whole,
            f"`while {shown}` halves or doubles {halving}: {_words(whole.log())}",
            (halving,),
            halving,
        )
    middle = next((name for name, kinds in tested.items() if "middle" in kinds), "")
    if middle:
        return While(bound.log(), bound, f"`while {shown}` halves a range: {_words(bound.log())}", tuple(tested))
    if any("remainder" in kinds for kinds in tested.values()):
        whole = reduce(ComplexityClass.__or__, (_own(reader, name) for name in tested), bound)
        return While(whole.log(), whole, f"`while {shown}` takes remainders: {_words(whole.log())}", tuple(tested))
    stepping = tuple(name for name, kinds in tested.items() if kinds & {"step", "cut"})
    if stepping:
        whole = bound
        # What counts down goes as far as it was large; what counts up goes to what it is compared with.
        for name in stepping:
            if moves[name] & {"down", "cut"} or not whole.terms:
                whole |= _own(reader, name)
        if uneven := _uneven(node.body, stepping, moves):
            reader.unsure(f"how far {uneven} steps in each pass of `while {shown}`")
        if not whole.terms and not _is_bounded(tests, moves):
            whole = _looked_at(reader, tests, moves)
        if _is_squared(tests, stepping):
            root = whole.power(Fraction(1, 2))
            return While(root, root, f"`while {shown}` goes up to a root: {_words(root)}", stepping, shared_from=None)
        shared = _shared(reader, node, stepping)
        more = " in all passes around it together" if shared is not None else ""
        return While(
            whole, whole, f"`while {shown}` steps towards its end: {_words(whole)}{more}", stepping, shared_from=shared
        )
    reader.unsure(f"how often `while {shown}` goes round")
    unknown = linear(f"the passes of `while {shown}`")
    return While(unknown, unknown, f"`while {shown}`: how often is unknown", tuple(tested))


def _is_geometric(kinds: set[str]) -> bool:
    """Whether a name only halves, or only doubles; a step down beside halving changes nothing, one up may undo it."""
    return bool(kinds & {"half", "double"}) and not {"half", "double"} <= kinds and not kinds & {"up", "other"}


def _words(passes: ComplexityClass) -> str:
    return f"{str(passes)[2:-1]} passes"


def _is_true(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and bool(node.value)


def _breaks(node: ast.If) -> bool:
    return any(isinstance(one, (ast.Break, ast.Return)) for one in ast.walk(node))


def _moves(body: Sequence[ast.stmt]) -> dict[str, set[str]]:
    """How each name that is assigned moves: `step`, `down`, `half`, `double`, `middle`, `link`, `cut`, `remainder`, `other`."""
    found: dict[str, set[str]] = {}
    middles = {
        target.id
        for one in body
        for node in ast.walk(one)
        if isinstance(node, ast.Assign) and _is_middle(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }

    def add(name: str, *kinds: str) -> None:
        found.setdefault(name, set()).update(kinds)

    def assigned(name: str, value: ast.expr) -> None:
        text = {one.id for one in ast.walk(value) if isinstance(one, ast.Name)}
        if isinstance(value, ast.Attribute) and value.attr in NODE_FIELDS:
            add(name, "link")
        elif text & middles:
            add(name, "middle")
        elif isinstance(value, ast.BinOp) and isinstance(value.op, ast.Mod):
            add(name, "remainder")
        elif isinstance(value, ast.BinOp) and name in text:
            add(name, *_operation(value.op, value.right if isinstance(value.left, ast.Name) else value.left))
        elif isinstance(value, ast.Subscript) and isinstance(value.slice, ast.Slice) and name in text:
            add(name, "cut")
        elif (
            isinstance(value, ast.Call)
            and name in text
            and any(isinstance(o, (ast.FloorDiv, ast.Div)) for o in ast.walk(value))
        ):
            add(name, "half")
        else:
            add(name, "other")

    for statement in body:
        for node in ast.walk(statement):
            if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
                add(node.target.id, *_operation(node.op, node.value))
            elif isinstance(node, ast.Assign):
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        assigned(target.id, node.value)
                    elif (
                        isinstance(target, ast.Tuple)
                        and isinstance(node.value, ast.Call)
                        and getattr(node.value.func, "id", "") == "divmod"
                    ):
                        for one in target.elts[:1]:
                            if isinstance(one, ast.Name):
                                add(one.id, "half")
                    elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                        for one, value in zip(target.elts, node.value.elts, strict=False):
                            if isinstance(one, ast.Name):
                                assigned(one.id, value)
    return found


def _operation(operator: ast.operator, by: ast.expr) -> tuple[str, ...]:
    match operator:
        case ast.Add():
            return ("step", "up")
        case ast.Sub():
            return ("step", "down")
        case ast.Mult() | ast.LShift():
            return ("double",)
        case ast.FloorDiv() | ast.Div() | ast.RShift():
            return ("half",)
        case ast.BitAnd():
            return ("half",)
        case ast.Mod():
            return ("remainder",)
        case _:
            return ("other",)


def _is_middle(node: ast.expr) -> bool:
    """`(low + high) // 2`, `low + (high - low) // 2`."""
    return any(
        isinstance(one, ast.BinOp)
        and isinstance(one.op, (ast.FloorDiv, ast.Div, ast.RShift))
        and isinstance(one.left, ast.BinOp)
        and isinstance(one.left.op, (ast.Add, ast.Sub))
        for one in ast.walk(node)
    )


def _own(reader: Reader, name: str) -> ComplexityClass:
    value = reader.lookup(name)
    return value.size if value is not None and value.size is not None else CONSTANT


def _bound(reader: Reader, tests: Sequence[ast.expr], moved: set[str]) -> ComplexityClass:
    """The size of what the counters are compared with."""
    found = CONSTANT
    for test in tests:
        for node in ast.walk(test):
            if not isinstance(node, ast.Compare):
                continue
            for side in (node.left, *node.comparators):
                value = reader.expression(side)
                plain = isinstance(side, ast.Name) and side.id in moved
                if (
                    value.size is not None
                    and value.kind not in ("str", "float")
                    and not (plain and not value.size.terms)
                ):
                    found |= value.size if not isinstance(side, ast.Subscript) else CONSTANT
    return found


def _uneven(body: Sequence[ast.stmt], stepping: Sequence[str], moves: dict[str, set[str]]) -> str:
    """A counter whose step is itself something that moves."""
    for statement in body:
        for node in ast.walk(statement):
            name, step = "", None
            if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
                name, step = node.target.id, node.value
            elif (
                isinstance(node, ast.Assign)
                and isinstance(node.targets[0], ast.Name)
                and isinstance(node.value, ast.BinOp)
            ):
                name, step = node.targets[0].id, node.value.right
            if name in stepping and step is not None:
                others = {one.id for one in ast.walk(step) if isinstance(one, ast.Name)} - {name}
                if others & {other for other, kinds in moves.items() if kinds & {"step", "double", "half"}}:
                    return name
    return ""


def _is_bounded(tests: Sequence[ast.expr], moved: dict[str, set[str]]) -> bool:
    """Whether a counter is compared with something at all, as in `i < 10`."""
    return any(
        isinstance(node, ast.Compare)
        and any(isinstance(one, ast.Name) and one.id in moved for one in (node.left, *node.comparators))
        for test in tests
        for node in ast.walk(test)
    )


def _looked_at(reader: Reader, tests: Sequence[ast.expr], moved: dict[str, set[str]]) -> ComplexityClass:
    """The size of what a test looks through with the counters."""
    found = CONSTANT
    for test in tests:
        for node in ast.walk(test):
            if isinstance(node, ast.Name) and node.id not in moved:
                value = reader.lookup(node.id)
                if value is not None and value.kind != "function" and value.size is not None:
                    found |= value.size
    if not found.terms:
        reader.unsure(f"how often `while {ast.unparse(tests[0])}` goes round")
    return found


def _is_squared(tests: Sequence[ast.expr], names: Sequence[str]) -> bool:
    """Whether a test compares the square of a counter: `i * i <= n`, `(i + 1) ** 2 <= n`."""
    for test in tests:
        for node in ast.walk(test):
            if not isinstance(node, ast.BinOp) or not {o.id for o in ast.walk(node) if isinstance(o, ast.Name)} <= set(
                names
            ):
                continue
            if isinstance(node.op, ast.Mult) and ast.unparse(node.left) == ast.unparse(node.right):
                return True
            if isinstance(node.op, ast.Pow) and isinstance(node.right, ast.Constant) and node.right.value == 2:
                return True
    return False


def _counters(tests: Sequence[ast.expr], moves: dict[str, set[str]]) -> list[str]:
    """The counters that `_is_capped` looks at."""
    return [
        one.left.id
        for test in tests
        for one in ast.walk(test)
        if isinstance(one, ast.Compare)
        and isinstance(one.left, ast.Name)
        and isinstance(one.comparators[0], ast.Constant)
        if "up" in moves.get(one.left.id, set())
    ]


def _moving_away(test: ast.expr, moves: dict[str, set[str]]) -> str:
    """The counter that only goes where the comparison stays true, as in `while n > 0: n += 1`; empty for none."""
    if not (isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.left, ast.Name)):
        return ""
    kinds = moves.get(test.left.id, set()) & {"up", "down", "half", "cut", "remainder", "other"}
    wrong = "up" if isinstance(test.ops[0], (ast.Gt, ast.GtE)) else "down"
    if not isinstance(test.ops[0], (ast.Gt, ast.GtE, ast.Lt, ast.LtE)):
        return ""
    others = {one.id for one in ast.walk(test.comparators[0]) if isinstance(one, ast.Name)}
    return test.left.id if kinds == {wrong} and not others & moves.keys() else ""


def _is_capped(test: ast.expr, moves: dict[str, set[str]]) -> bool:
    """Whether a counter that only goes up is compared with a number, along with whatever else."""
    parts = test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) else [test]
    return any(
        isinstance(one, ast.Compare)
        and isinstance(one.left, ast.Name)
        and "up" in moves.get(one.left.id, set())
        and not moves[one.left.id] & {"down", "other", "half"}
        and isinstance(one.ops[0], (ast.Lt, ast.LtE))
        and isinstance(one.comparators[0], ast.Constant)
        for one in parts
    )


def _taken(node: ast.While) -> str:
    """The worklist that the test looks at and the body takes from."""
    names = [ast.unparse(one) for one in ast.walk(node.test) if isinstance(one, (ast.Name, ast.Attribute))]
    for one in ast.walk(ast.Module(node.body, [])):
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr in _TAKES - {"heappop"}:
            if ast.unparse(one.func.value) in names:
                return ast.unparse(one.func.value)
        elif isinstance(one, ast.Call) and one.args and isinstance(one.func, (ast.Name, ast.Attribute)):
            called = one.func.id if isinstance(one.func, ast.Name) else one.func.attr
            if called == "heappop" and ast.unparse(one.args[0]) in names:
                return ast.unparse(one.args[0])
        elif isinstance(one, ast.Assign) and len(one.targets) == 1 and isinstance(one.targets[0], ast.Name):
            name = one.targets[0].id
            listed = isinstance(one.value, ast.Name) and one.value.id.startswith("next")
            if name in names and listed:
                return name
    return ""


def _puts(node: ast.AST, name: str) -> bool:
    for one in ast.walk(node):
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr in _PUTS:
            if ast.unparse(one.func.value) == name or (one.args and ast.unparse(one.args[0]) == name):
                return True
        elif isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id == "heappush" and one.args:
            return ast.unparse(one.args[0]) == name
    return False


def _worklist(reader: Reader, node: ast.While, name: str, shown: str) -> While:
    held = reader.lookup(name)
    body = ast.Module(node.body, [])
    filled = _puts(body, name) or any(isinstance(one, ast.Name) and one.id.startswith("next") for one in ast.walk(body))
    own = held.size if held is not None and held.size is not None else CONSTANT
    if not filled:
        # Each item leaves once; in a loop that fills it, once for all passes of that loop.
        if held is not None and reader.passes and held.depth < len(reader.passes):
            around = reduce(ComplexityClass.__mul__, reader.passes[held.depth :], CONSTANT)
            whole = own | around
            return While(
                whole,
                whole,
                f"`while {shown}` takes each item out once in all passes around it",
                (),
                shared_from=held.depth,
            )
        if not own.terms and held is not None and held.hint:
            own = reader.size(held)
        return While(own, own, f"`while {shown}` takes each item out: {_words(own)}", ())
    if any(
        isinstance(one, (ast.Compare,)) and isinstance(one.ops[0], (ast.In, ast.NotIn)) for one in ast.walk(body)
    ) or "visited[" in ast.unparse(body):
        whole = linear("the number of nodes")
        return While(whole, whole, f"`while {shown}` takes each node once", (), is_visiting=True)
    links = any(isinstance(one, ast.Attribute) and one.attr in NODE_FIELDS for one in ast.walk(body))
    if links:
        tree = next((one.size for one in reader.names.values() if one.kind == "node" and one.size is not None), None)
        whole = tree or linear("the number of nodes")
        return While(whole, whole, f"`while {shown}` takes each node of a tree once", (), is_visiting=True)
    reader.unsure(f"how often `while {shown}` finds something new")
    whole = own | linear(f"what `{name}` is given")
    return While(whole, whole, f"`while {shown}` works through what it finds", ())


def _shared(reader: Reader, node: ast.While, names: Sequence[str]) -> int | None:
    """The outermost loop whose passes share the counters: they are bound before it and only ever move one way."""
    depths = [held.depth for name in names if (held := reader.lookup(name)) is not None]
    if not depths or max(depths) >= len(reader.passes):
        return None
    return max(depths)

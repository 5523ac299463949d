"""Reads a function's text as a sum of costs: statements and loops. Expressions are `expressions`', `while` is `whiles`'.

It is an estimate of the worst case in the way people make it: each loop multiplies, each branch may be taken, calls of the same
file are read where they are called. What it doesn't understand is noted, so that nobody takes a guess for knowledge.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce

from cwm_lsp.predict.complexity.classes import CONSTANT, ComplexityClass, linear
from cwm_lsp.predict.complexity.estimates import LoopEstimate
from cwm_lsp.predict.complexity.recursion import SelfCall, solve
from cwm_lsp.predict.complexity.values import CONTAINERS, UNKNOWN, Definition, Value, held, joined, number, parameter
from cwm_lsp.predict.complexity.whiles import While, read_while

DEEPEST = 8
"""Calls within calls that are read."""
MOST_STEPS = 12_000
"""Nodes that are read for one function, those of what it calls included."""
FRESH = "@"
"""The first character of variables that stand for parts of a whole, and never leave the loop that they belong to."""


class TooMuchError(Exception):
    """The function is too large to be read."""


@dataclass(slots=True)
class Ledger:
    """What one level of loops has cost so far."""

    worst: ComplexityClass = CONSTANT
    best: ComplexityClass = CONSTANT


@dataclass(slots=True)
class Activation:
    """A function whose body is being read."""

    code: Definition
    arguments: dict[str, Value]
    depth: int
    calls: list[SelfCall] = field(default_factory=list[SelfCall])
    returned: Value | None = None


@dataclass(slots=True)
class Findings:
    """What is gathered on the way; dicts keep an order and no doubles."""

    reasons: dict[str, None] = field(default_factory=dict[str, None])
    unsure: dict[str, None] = field(default_factory=dict[str, None])
    assumed: dict[str, None] = field(default_factory=dict[str, None])
    loops: dict[int, LoopEstimate] = field(default_factory=dict[int, LoopEstimate])
    space: ComplexityClass = CONSTANT


class Reader:
    """Reads one function and what it calls."""

    def __init__(
        self, functions: Mapping[str, Definition], constants: dict[str, Value], remembering: frozenset[str]
    ) -> None:
        self.functions = functions
        self.remembering = remembering
        self.found = Findings()
        self.levels: list[Ledger] = [Ledger()]
        self.passes: list[ComplexityClass] = []
        self.names: dict[str, Value] = {}
        self.outer: list[dict[str, Value]] = [constants]
        self.active: list[Activation] = []
        self.steps = 0
        self._fresh = 0

    # What statements and expressions tell

    def charge(self, cost: ComplexityClass, reason: str = "") -> None:
        """Add a cost where the reading is."""
        self.levels[-1].worst |= cost
        self.levels[-1].best |= cost
        if reason and cost.terms and len(self.active) <= 1:
            self.found.reasons.setdefault(reason)

    def charge_outside(self, level: int, cost: ComplexityClass) -> None:
        """Add a cost that occurs once for all passes of the loops from a level on."""
        self.levels[level].worst |= cost

    def allocate(self, value: Value) -> Value:
        """Count a value's memory."""
        self.found.space |= value.weight
        return value

    def unsure(self, what: str) -> None:
        """Note what is not understood."""
        self.found.unsure.setdefault(what)

    def assume(self, what: str) -> None:
        """Note what is taken for granted."""
        self.found.assumed.setdefault(what)

    def fresh(self) -> str:
        """A variable for parts of a whole."""
        self._fresh += 1
        return f"{FRESH}{self._fresh}"

    def size(self, value: Value, what: str = "") -> ComplexityClass:
        """How large a value is; gives it a name where it has none."""
        if value.size is not None:
            return value.size
        if value.hint:
            named = value.hint if value.hint.startswith(("len ", "len(", "the ")) else f"len of {value.hint}"
            return linear(named)
        self.unsure(f"the size of {what or 'a value'} is unknown")
        return linear(f"the size of {what or 'a value'}")

    def lookup(self, name: str) -> Value | None:
        """What a name holds."""
        for scope in (self.names, *reversed(self.outer)):
            if name in scope:
                return scope[name]
        return None

    def bind(self, name: str, value: Value) -> None:
        """Assign a name."""
        self.names[name] = replace(value, depth=len(self.passes))

    def grow(self, name: str, item: Value, times: ComplexityClass = CONSTANT) -> None:
        """A container gets items: as many as passes of the loops that were entered since it was bound, `times` each."""
        held = self.lookup(name)
        if held is None:
            return
        scope = next((one for one in (self.names, *reversed(self.outer)) if name in one), self.names)
        added = reduce(ComplexityClass.__mul__, self.passes[held.depth :], times)
        memory = added * item.weight
        known = held.size if held.size is not None else (linear(held.hint) if held.hint else CONSTANT)
        scope[name] = replace(held, size=known | added, item=joined(held.item, item), weight=held.weight | memory)
        self.found.space |= memory

    # Statements

    def run(self, body: Sequence[ast.stmt]) -> None:
        """Read statements."""
        for one in body:
            self.steps += 1
            if self.steps > MOST_STEPS:
                raise TooMuchError
            self.statement(one)

    def expression(self, node: ast.expr) -> Value:
        """Read an expression, with its cost."""
        from cwm_lsp.predict.complexity.expressions import evaluate

        self.steps += 1
        if self.steps > MOST_STEPS:
            raise TooMuchError
        return evaluate(self, node)

    def statement(self, node: ast.stmt) -> None:
        """Read one statement."""
        match node:
            case ast.Assign():
                value = self.expression(node.value)
                for target in node.targets:
                    self.assign(target, value, node.value)
            case ast.AnnAssign():
                if node.value is not None:
                    self.assign(node.target, self.expression(node.value), node.value)
            case ast.AugAssign():
                self._augmented(node)
            case ast.For() | ast.AsyncFor():
                self._for(node)
            case ast.While():
                self._while(node)
            case ast.If():
                self._branches(node)
            case ast.Return():
                if node.value is not None:
                    value = self.expression(node.value)
                    self.active[-1].returned = joined(self.active[-1].returned, value)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self.names[node.name] = Value("function", code=node)
            case ast.Try():
                for block in (node.body, *(handler.body for handler in node.handlers), node.orelse, node.finalbody):
                    self.run(block)
            case ast.With() | ast.AsyncWith():
                for one in node.items:
                    value = self.expression(one.context_expr)
                    if one.optional_vars is not None:
                        self.assign(one.optional_vars, value, one.context_expr)
                self.run(node.body)
            case ast.Match():
                self.expression(node.subject)
                for case in node.cases:
                    self.run(case.body)
            case ast.Expr() | ast.Assert() | ast.Raise() | ast.Delete():
                for one in ast.iter_child_nodes(node):
                    if isinstance(one, ast.expr):
                        self.expression(one)
            case _:
                pass

    def assign(self, target: ast.expr, value: Value, source: ast.expr | None = None) -> None:
        """Bind a target."""
        if isinstance(target, ast.Name):
            self.bind(target.id, value)
        elif isinstance(target, (ast.Tuple, ast.List)):
            parts = source.elts if isinstance(source, (ast.Tuple, ast.List)) else []
            if len(parts) == len(target.elts):
                values = [self.expression(one) for one in parts]
            else:
                values = [value.item or Value(hint=f"an item of {value.hint}" if value.hint else "")] * len(target.elts)
            for one, item in zip(target.elts, values, strict=True):
                self.assign(one, item)
        elif isinstance(target, ast.Starred):
            self.assign(target.value, replace(value, kind="list"))
        elif isinstance(target, ast.Subscript):
            self.expression(target.slice)
            held = self.expression(target.value)
            if isinstance(target.value, ast.Name) and held.kind == "dict":
                self.grow(target.value.id, value)
            elif isinstance(target.slice, ast.Slice):
                self.charge(self.size(value, ast.unparse(target)))

    def _augmented(self, node: ast.AugAssign) -> None:
        value = self.expression(node.value)
        if not isinstance(node.target, ast.Name):
            self.expression(node.target if not isinstance(node.target, ast.Subscript) else node.target.value)
            return
        name = node.target.id
        held = self.lookup(name) or UNKNOWN
        if isinstance(node.op, ast.Add) and (held.kind in ("str", "list") or value.kind in ("str", "list")):
            added = value.size if value.size is not None else CONSTANT
            if self.passes and any(isinstance(one, ast.Name) and one.id == name for one in ast.walk(node.value)):
                # It gets as long again as it is, in each pass.
                added = reduce(ComplexityClass.__mul__, self.passes[held.depth :], CONSTANT).exponential()
                self.charge_outside(min(held.depth, len(self.levels) - 1), added)
                self.names[name] = replace(held, size=added, weight=added)
                self.found.space |= added
                return
            self.charge(added)
            self.grow(name, value.item or Value(), added)
            if held.kind == "str":
                self.assume("appending to a string costs what is appended")
            return
        from cwm_lsp.predict.complexity.expressions import arithmetic

        made = arithmetic(self, held, node.op, value, node.value)
        if isinstance(node.op, ast.Add) and made.kind in ("int", "any") and self.passes:
            # A counter is at most as large as it is often increased, times what is added.
            times = reduce(ComplexityClass.__mul__, self.passes[held.depth :], CONSTANT)
            made = replace(made, size=(made.size or CONSTANT) | times * (value.size or CONSTANT))
        self.names[name] = replace(made, depth=held.depth)

    def _branches(self, node: ast.If) -> None:
        self.expression(node.test)
        before = dict(self.names)
        self.run(node.body)
        first, self.names = self.names, before
        self.run(node.orelse)
        for name, value in first.items():
            other = self.names.get(name)
            both = joined(value, other)
            if both is not None:
                self.names[name] = both

    # Loops

    def _for(self, node: ast.For | ast.AsyncFor) -> None:
        over = self.expression(node.iter)
        for one in ast.walk(node.iter):
            called = one.func.id if isinstance(one, ast.Call) and isinstance(one.func, ast.Name) else ""
            if called and any(called == running.code.name for running in self.active):
                self.unsure(f"how many items {called} returns")
        shown = ast.unparse(node.iter)
        passes = self.size(over, shown)

        def body(item: Value) -> None:
            self.assign(node.target, item)
            self.run(node.body)

        reason = f"`for … in {_short(shown)}` makes {passes_in_words(passes)}"
        before = self.levels[-1].worst
        self.loop(over, passes, body, line=node.lineno, reason=reason, leaves=_leaves(node.body))
        if over.hint == "harmonic" and self.passes:
            total = self.found.loops[node.lineno].total if node.lineno in self.found.loops else None
            self.levels[-1].worst = before
            self.charge_outside(len(self.levels) - 2, (total or passes) * passes.log())
        self.run(node.orelse)

    def loop(
        self,
        over: Value,
        passes: ComplexityClass,
        body: Callable[[Value], None],
        *,
        line: int | None,
        reason: str,
        leaves: bool = False,
    ) -> None:
        """Read a loop.

        Args:
            over: what it goes over.
            passes: how often.
            body: reads one pass.
            line: where it stands; None for comprehensions and builtins.
            reason: in words.
            leaves: whether it may be left early.
        """
        item = over.item or Value(hint=f"an item of {over.hint}" if over.hint else "")
        fresh = ""
        if over.is_part:
            fresh = self.fresh()
            item = replace(item, size=linear(fresh))
        self.passes.append(passes)
        level = Ledger()
        for _ in range(2):
            # Twice, because what one pass makes longer the next one sees.
            self.levels.append(Ledger())
            body(item)
            level = self.levels.pop()
        self.passes.pop()
        worst = apportioned(level.worst, passes, fresh, passes)
        self.levels[-1].worst |= worst
        self.levels[-1].best |= level.best if leaves else apportioned(level.best, passes, fresh, passes)
        if fresh:
            self._forget(fresh, passes)
            for scope in (self.names, *self.outer):
                for name, value in scope.items():
                    scope[name] = _without(value, fresh, passes)
        if line is not None and len(self.active) <= 1:
            self.found.loops[line] = LoopEstimate(line, passes, worst, reason)
            self.found.reasons.setdefault(reason)

    def _while(self, node: ast.While) -> None:
        self.expression(node.test)
        read: While = read_while(self, node)
        fresh = ""
        if read.geometric:
            fresh = self.fresh()
        before = dict(self.names)
        self.passes.append(read.passes)
        level = Ledger()
        for _ in range(2):
            if fresh:
                self.names[read.geometric] = replace(self.names.get(read.geometric, UNKNOWN), size=linear(fresh))
            self.levels.append(Ledger())
            self.expression(node.test)
            self.run(node.body)
            level = self.levels.pop()
        self.passes.pop()
        for name in read.moved:
            # How far a counter goes is its bound's business, which has been read.
            if name in before:
                self.names[name] = replace(self.names[name], size=(before[name].size or CONSTANT) | read.bound)
        if fresh:
            self.names[read.geometric] = replace(before.get(read.geometric, UNKNOWN))
            self._forget(fresh, read.bound)
            for name, value in self.names.items():
                self.names[name] = _without(value, fresh, read.bound)
        cost = level.worst
        if read.is_visiting:
            # Each node's neighbours are looked at once: all of them together are the edges.
            for name in cost.variables:
                if name.startswith(("len of an item of", "len of the children")):
                    of_edges = ComplexityClass(frozenset(term for term in cost.terms if name in dict(term)))
                    self.levels[-1].worst |= of_edges.replaced(name, linear("the number of edges"))
                    cost = ComplexityClass(cost.terms - of_edges.terms)
                    held = ComplexityClass(frozenset(term for term in self.found.space.terms if name in dict(term)))
                    edges = linear("the number of edges") if held.terms else CONSTANT
                    self.found.space = ComplexityClass(self.found.space.terms - held.terms) | edges
        worst = apportioned(cost, read.passes, fresh, read.bound)
        if read.shared_from is not None and read.shared_from < len(self.levels):
            self.charge_outside(read.shared_from, worst)
        else:
            self.levels[-1].worst |= worst
            self.levels[-1].best |= (
                level.best if _leaves(node.body) else apportioned(level.best, read.passes, fresh, read.bound)
            )
        if len(self.active) <= 1:
            self.found.loops[node.lineno] = LoopEstimate(node.lineno, read.passes, worst, read.reason)
            self.found.reasons.setdefault(read.reason)
        self.run(node.orelse)

    def _forget(self, fresh: str, whole: ComplexityClass) -> None:
        """A loop over parts is over: what was said of a part is said of the whole."""
        space = self.found.space
        self.found.space = apportioned(space, CONSTANT, fresh, whole)
        for line, one in self.found.loops.items():
            passes = one.passes and one.passes.replaced(fresh, whole)
            self.found.loops[line] = replace(one, passes=passes, total=one.total and one.total.replaced(fresh, whole))

    # Calls

    def enter(
        self, code: Definition, arguments: list[Value], keywords: dict[str, Value], call: ast.Call | None
    ) -> Value:
        """Read a function of the file with these arguments; gives what it returns."""
        running = next((one for one in self.active if one.code is code), None)
        bound = self._bound(code, arguments, keywords)
        if running is not None:
            repeated = reduce(ComplexityClass.__mul__, self.passes[running.depth :], CONSTANT)
            running.calls.append(SelfCall(bound, repeated, call))
            return self._from_itself(running)
        if len(self.active) > DEEPEST:
            self.unsure(f"{code.name} is called too deeply to be read")
            return UNKNOWN
        activation = Activation(code, bound, len(self.passes))
        before, names = self.outer, self.names
        self.outer = [*self.outer, self.names] if self.active and code.name in self.names else [*self.outer]
        if self.active and code.name not in names and self.functions.get(code.name) is code:
            self.outer = self.outer[:1]
        self.names = {name: replace(value, depth=len(self.passes)) for name, value in bound.items()}
        self.active.append(activation)
        self.levels.append(Ledger())
        space, self.found.space = self.found.space, CONSTANT
        try:
            self.run(code.body)
        finally:
            self.active.pop()
        level = self.levels.pop()
        worst, own_space, best = solve(self, activation, level.worst, self.found.space, level.best)
        self.found.space = space | own_space
        self.outer, self.names = before, names
        self.levels[-1].worst |= worst
        self.levels[-1].best |= best
        return activation.returned or Value("any", CONSTANT)

    def _bound(self, code: Definition, arguments: list[Value], keywords: dict[str, Value]) -> dict[str, Value]:
        given = code.args
        places = [*given.posonlyargs, *given.args]
        if places and places[0].arg in ("self", "cls") and len(arguments) < len(places):
            arguments = [Value("node", hint="self"), *arguments]
        bound: dict[str, Value] = {}
        for index, one in enumerate([*places, *given.kwonlyargs]):
            if one.arg in keywords:
                bound[one.arg] = keywords[one.arg]
            elif index < len(arguments):
                bound[one.arg] = arguments[index]
            else:
                bound[one.arg] = Value("any", CONSTANT)
        body = list(ast.walk(code))
        for one in [*places, *given.kwonlyargs]:
            if bound[one.arg].kind == "any" and bound[one.arg].size is None:
                told = parameter(one.arg, one.annotation, body)
                given_as = bound[one.arg].hint
                if not given_as or given_as.startswith(("an item of", "len of", "self")):
                    bound[one.arg] = replace(bound[one.arg], kind=told.kind)
                elif told.kind in ("int", "float", "bool"):
                    # The caller passes it on as it got it: what it is shows here.
                    bound[one.arg] = number(given_as, told.kind)
                elif told.kind in CONTAINERS:
                    bound[one.arg] = held(given_as, told.kind, told.item)
        if given.vararg is not None:
            bound[given.vararg.arg] = Value(
                "tuple", linear(f"len({given.vararg.arg})"), item=Value(hint=f"an item of {given.vararg.arg}")
            )
        if given.kwarg is not None:
            bound[given.kwarg.arg] = Value("dict", linear(f"len({given.kwarg.arg})"))
        return bound

    def _from_itself(self, running: Activation) -> Value:
        """What a recursive call gives: of the kind that the function returns elsewhere, as large as what it was given."""
        returns = [one.value for one in ast.walk(running.code) if isinstance(one, ast.Return) and one.value is not None]
        listed = any(isinstance(one, (ast.List, ast.ListComp)) or _is_slice_sum(one) for one in returns)
        sizes = [
            one.size
            for one in running.arguments.values()
            if one.kind in ("list", "tuple", "str", "dict", "set") and one.size
        ]
        whole = reduce(ComplexityClass.__or__, sizes, CONSTANT)
        known = running.returned
        if known is not None and known.kind not in ("any", "int"):
            return replace(known, size=whole if whole.terms else known.size, shrinks="")
        return Value("list", whole, weight=CONSTANT) if listed else Value("any", CONSTANT)


def apportioned(cost: ComplexityClass, passes: ComplexityClass, fresh: str, whole: ComplexityClass) -> ComplexityClass:
    """What all passes cost: what depends on a part of the whole sums up to that of the whole, the rest is repeated."""
    if not fresh or fresh not in cost.variables:
        return passes * cost
    of_parts = ComplexityClass(frozenset(term for term in cost.terms if fresh in dict(term)))
    rest = ComplexityClass(cost.terms - of_parts.terms)
    logarithmic = ComplexityClass(
        frozenset(t for t in of_parts.terms if not any(n == fresh and (g[0] or g[1] or g[2]) for n, g in t))
    )
    heavy = ComplexityClass(of_parts.terms - logarithmic.terms)
    found = passes * rest
    if heavy.terms:
        found |= heavy.replaced(fresh, whole)
    if logarithmic.terms:
        found |= passes * logarithmic.replaced(fresh, whole)
    return found


def _without(value: Value, fresh: str, whole: ComplexityClass) -> Value:
    size = value.size.replaced(fresh, whole) if value.size is not None and fresh in value.size.variables else value.size
    weight = value.weight.replaced(fresh, whole) if fresh in value.weight.variables else value.weight
    item, is_part = value.item, value.is_part
    if item is not None and item.size is not None and fresh in item.size.variables:
        # Parts of one whole, gathered: together they are no longer than it.
        item, is_part = replace(item, size=None, weight=CONSTANT), True
        weight = (value.size or CONSTANT) | whole
    elif item is not None:
        item = _without(item, fresh, whole)
    if size is value.size and weight is value.weight and item is value.item:
        return value
    return replace(value, size=size, weight=weight, item=item, is_part=is_part)


def _leaves(body: Sequence[ast.stmt]) -> bool:
    pending: list[ast.AST] = list(body)
    while pending:
        one = pending.pop()
        if isinstance(one, (ast.Break, ast.Return, ast.Raise)):
            return True
        if not isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef, ast.For, ast.While)):
            pending.extend(ast.iter_child_nodes(one))
    return False


def _is_slice_sum(node: ast.expr) -> bool:
    return isinstance(node, ast.BinOp) and any(
        isinstance(one, (ast.List, ast.ListComp))
        or (isinstance(one, ast.Subscript) and isinstance(one.slice, ast.Slice))
        for one in ast.walk(node)
    )


def passes_in_words(passes: ComplexityClass) -> str:
    """`n passes` in words, with the variables' long names."""
    return f"{str(passes)[2:-1]} passes" if passes.terms else "a constant number of passes"


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"

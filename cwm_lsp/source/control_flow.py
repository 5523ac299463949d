"""What `sys.settrace` may report next in a function, line by line: the answers that decoding asks for.

The graph itself is laid out by flow_statements.py and its neighbours; here it is only walked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from cwm_lsp.source.document import Document
from cwm_lsp.source.flow_expressions import BUILTIN_NAMES, Names, Versions
from cwm_lsp.source.flow_graph import ESCAPES, FlowGraph, FlowNode, FlowTooLargeError, Kind
from cwm_lsp.source.flow_statements import function_flow
from cwm_lsp.source.functions import Function
from cwm_lsp.source.scopes import scope_of

ALL_VERSIONS: Versions = (10, 14)


@dataclass(frozen=True, slots=True)
class Next:
    """What may follow a `line` event within its scope; calls into other scopes may lie in between.

    Attributes:
        lines: the lines of a next `line` event with no exception or suspension before it, in file order.
        returns: the scope may return here: a `return` statement, or the end of the body.
        yields: the generator or coroutine may be suspended here; `ControlFlow.resumed` says how it goes on.
        raises: an `exception` event may follow.
        handlers: the lines of the first `line` event after such an exception: `except` clauses, `finally` bodies,
            `with` exits. For the iterator of a `for`, a StopIteration shows as an exception too: the lines after the
            loop are among them.
        escapes: such an exception may leave the scope at once.
        reraises: an exception that is already on its way may leave the scope here, after a `finally` body or an
            `except` clause that doesn't match: a `return` event with the value None, without an `exception` event.
    """

    lines: tuple[int, ...] = ()
    returns: bool = False
    yields: bool = False
    raises: bool = False
    handlers: tuple[int, ...] = ()
    escapes: bool = False
    reraises: bool = False

    @property
    def is_certain(self) -> bool:
        """Whether, exceptions apart, exactly one thing can follow."""
        return len(self.lines) + self.returns + self.yields + self.reraises == 1


@dataclass(frozen=True, slots=True)
class Places:
    """Where in a function control may stand after the `line` events so far; made by `ControlFlow.enter` and `move`."""

    nodes: frozenset[int]


@dataclass(slots=True)
class _Reach:
    """What is reached without another `line` event."""

    events: set[int] = field(default_factory=lambda: set())
    passed: list[int] = field(default_factory=lambda: [])
    suspended: list[int] = field(default_factory=lambda: [])
    returns: bool = False
    reraises: bool = False


class ControlFlow:
    """The possible courses of one function's `line` events."""

    def __init__(self, graph: FlowGraph, bound: frozenset[str]) -> None:
        self._nodes = graph.nodes
        self._unbound = _possibly_unbound(graph, bound)
        self._reaches: dict[int, _Reach] = {}
        self._by_line: dict[int, set[int]] = {}
        self._answers: dict[tuple[int, bool], Next] = {}
        first = self._spread([graph.entry], 0)
        self._entry = first.events
        self._explore(first.events)

    @property
    def entry(self) -> tuple[int, ...]:
        """The lines that the first `line` event of the scope may have."""
        return self._lines(self._entry)

    @property
    def lines(self) -> tuple[int, ...]:
        """Every line that can give a `line` event."""
        return tuple(sorted(self._by_line))

    @property
    def resumes(self) -> tuple[int, ...]:
        """The lines on which a generator or coroutine may be suspended, and where its next `call` event stands."""
        return tuple(line for line in self.lines if self.after(line).yields)

    def after(self, line: int) -> Next:
        """What may follow a `line` event at `line`, whatever came before; nothing, where no event can be."""
        return self._answer(line, resumed=False)

    def resumed(self, line: int) -> Next:
        """What may follow when a generator that was suspended at `line` is resumed there."""
        return self._answer(line, resumed=True)

    # With the history of the scope: tells the copies of a `finally` body apart, and the parts of a long expression

    def enter(self, line: int) -> Places:
        """Where control may stand after the first `line` event; anywhere on the line if that is no entry."""
        return self._places(line, self._entry)

    def following(self, places: Places) -> Next:
        """What may follow at these places."""
        return self._combine(self._next(node, resumed=False) for node in places.nodes)

    def following_resumed(self, places: Places) -> Next:
        """What may follow at these places when the generator that was suspended there is resumed."""
        return self._combine(self._next(node, resumed=True) for node in places.nodes)

    def move(self, places: Places, line: int, *, raised: bool = False) -> Places:
        """Where control may stand after the next `line` event, at `line`.

        Args:
            places: where it stood before.
            line: the line of the event. One that can't follow is taken at its word: anywhere on that line.
            raised: whether an `exception` event lay in between.
        """
        found: set[int] = set()
        for node in places.nodes:
            reach = self._reaches[node]
            if raised:
                found |= self._raised(reach, self._nodes[node].line)[1]
            else:
                found |= reach.events | self._resumption(reach, self._nodes[node].line).events
        return self._places(line, found)

    def _places(self, line: int, candidates: Iterable[int]) -> Places:
        found = frozenset(node for node in candidates if self._nodes[node].line == line)
        return Places(found or frozenset(self._by_line.get(line, ())))

    # Walking

    def _explore(self, start: set[int]) -> None:
        pending = list(start)
        while pending:
            node = pending.pop()
            if node in self._reaches:
                continue
            line = self._nodes[node].line
            reach = self._reaches[node] = self._spread([node], line)
            self._by_line.setdefault(line, set()).add(node)
            pending.extend(reach.events | self._raised(reach, line)[1])
            resumption = self._resumption(reach, line)
            pending.extend(resumption.events | self._raised(resumption, line)[1])

    def _spread(self, starts: Iterable[int], line: int) -> _Reach:
        """Follow control from nodes that execute now, as long as no `line` event comes."""
        reach = _Reach()
        pending = [(node, False) for node in starts]
        seen = set(pending)
        while pending:
            number, backward = pending.pop()
            node = self._nodes[number]
            reach.passed.append(number)
            if node.kind is Kind.RETURN:
                reach.returns = True
                continue
            if node.kind is Kind.YIELD:
                reach.suspended.append(number)
                continue
            if node.kind is Kind.RERAISE:
                # Some interpreters take the way to the handler for a backward jump, others don't.
                following = [(node.handler, False), (node.handler, True)] if node.handler != ESCAPES else []
                reach.reraises = reach.reraises or not following
            else:
                following = node.successors
            for target, jumps_back in following:
                # Through labels a backward jump stays one; an instruction that is passed ends it.
                back = jumps_back or (backward and not node.line)
                target_line = self._nodes[target].line
                if target_line and (target_line != line or back):
                    reach.events.add(target)
                elif (target, back) not in seen:
                    seen.add((target, back))
                    pending.append((target, back))
        return reach

    def _resumption(self, reach: _Reach, line: int) -> _Reach:
        starts = [target for node in reach.suspended for target, _ in self._nodes[node].successors]
        return self._merge(self._spread_from(start, line) for start in starts)

    def _spread_from(self, start: int, line: int) -> _Reach:
        """Like `_spread`, from a node that is about to execute and may give an event itself."""
        target_line = self._nodes[start].line
        if target_line and target_line != line:
            return _Reach(events={start})
        return self._spread([start], line)

    @staticmethod
    def _merge(reaches: Iterable[_Reach]) -> _Reach:
        whole = _Reach()
        for reach in reaches:
            whole.events |= reach.events
            whole.passed += reach.passed
            whole.suspended += reach.suspended
            whole.returns |= reach.returns
            whole.reraises |= reach.reraises
        return whole

    def _can_raise(self, number: int) -> bool:
        node = self._nodes[number]
        return node.raises or number in self._unbound

    def _raised(self, reach: _Reach, line: int) -> tuple[bool, set[int], bool]:
        """Whether what was passed can raise, the events after that, and whether the exception may leave the scope."""
        raising = [number for number in reach.passed if self._can_raise(number)]
        escapes = any(self._nodes[number].handler == ESCAPES for number in raising)
        targets = {self._nodes[number].handler for number in raising} - {ESCAPES}
        # A StopIteration of a `for`'s iterator ends the loop.
        targets |= {stop for number in raising if (stop := self._nodes[number].stop) is not None}
        after = self._merge(self._spread_from(target, line) for target in targets)
        return bool(raising), after.events, escapes or after.returns or after.reraises

    # Answers

    def _answer(self, line: int, *, resumed: bool) -> Next:
        key = (line, resumed)
        if key not in self._answers:
            nodes = self._by_line.get(line, ())
            self._answers[key] = self._combine(self._next(node, resumed=resumed) for node in nodes)
        return self._answers[key]

    def _next(self, node: int, *, resumed: bool) -> Next:
        line = self._nodes[node].line
        reach = self._reaches[node]
        if resumed:
            reach = self._resumption(reach, line)
        raises, handlers, escapes = self._raised(reach, line)
        return Next(
            lines=self._lines(reach.events),
            returns=reach.returns,
            yields=bool(reach.suspended),
            raises=raises,
            handlers=self._lines(handlers),
            escapes=escapes,
            reraises=reach.reraises,
        )

    @staticmethod
    def _combine(answers: Iterable[Next]) -> Next:
        whole = Next()
        for answer in answers:
            whole = Next(
                lines=tuple(sorted({*whole.lines, *answer.lines})),
                returns=whole.returns or answer.returns,
                yields=whole.yields or answer.yields,
                raises=whole.raises or answer.raises,
                handlers=tuple(sorted({*whole.handlers, *answer.handlers})),
                escapes=whole.escapes or answer.escapes,
                reraises=whole.reraises or answer.reraises,
            )
        return whole

    def _lines(self, nodes: Iterable[int]) -> tuple[int, ...]:
        return tuple(sorted({self._nodes[node].line for node in nodes}))


def control_flow(document: Document, function: Function, *, versions: Versions = ALL_VERSIONS) -> ControlFlow:
    """The control flow of a function of the document.

    Args:
        document: the file.
        function: one of its functions.
        versions: the minor versions of Python 3 to stand for, first and last. What differs between them is given as
            alternatives; (11, 11) stands for 3.11 alone.

    Returns:
        The flow; for a function too deeply nested to lay out, one in which any line may follow any other.
    """
    scope = scope_of(function.node, inline_comprehensions=versions[0] >= 12)
    own = frozenset(scope.locals())
    known = (BUILTIN_NAMES | document.module_names | frozenset(function.outer_names)) - own
    names = Names(own, known)
    try:
        graph = function_flow(function.node, names, versions, function.first_line).graph
        return ControlFlow(graph, frozenset(scope.parameters))
    except (FlowTooLargeError, RecursionError):
        return ControlFlow(_anything(function), frozenset(scope.parameters))


def _anything(function: Function) -> FlowGraph:
    """A graph in which every line of the body may follow every other, return, and raise."""
    graph = FlowGraph()
    start = graph.label()
    graph.place(start)
    end = graph.label()
    for line in range(function.def_line, function.last_line + 1):
        following = graph.label()
        graph.branch(following)
        graph.op(line, raises=True)
        if function.is_generator or function.is_async:
            suspended = graph.label()
            graph.branch(suspended)
            graph.op(line, kind=Kind.YIELD)
            graph.place(suspended)
        graph.branch(end)
        graph.jump(start)
        graph.place(following)
    graph.place(end)
    graph.op(0, kind=Kind.RETURN)
    return graph


def _possibly_unbound(graph: FlowGraph, parameters: frozenset[str]) -> set[int]:
    """The nodes that read or unbind a local name that may not be bound there."""
    nodes = graph.nodes
    asked = {number for number, node in enumerate(nodes) if node.reads is not None or node.unbinds is not None}
    unbound_somewhere = {node.unbinds for node in nodes if node.unbinds is not None}
    names = {name for number in asked if (name := _asked(nodes[number])) is not None}
    bits = {name: 1 << index for index, name in enumerate(sorted(names))}
    everything = (1 << len(bits)) - 1
    state: dict[int, int] = {graph.entry: sum(bits.get(name, 0) for name in parameters)}
    pending = [graph.entry]
    while pending:
        number = pending.pop()
        node = nodes[number]
        before = state[number]
        after = before | bits.get(node.binds or "", 0)
        after &= everything & ~bits.get(node.unbinds or "", 0)
        targets = [(target, after) for target, _ in node.successors]
        if node.handler != ESCAPES:
            targets.append((node.handler, before & after))
        for target, value in targets:
            merged = value if target not in state else state[target] & value
            if target not in state or merged != state[target]:
                state[target] = merged
                pending.append(target)
    return {
        number
        for number in asked
        if (name := _asked(nodes[number])) in unbound_somewhere or not state.get(number, everything) & bits[name or ""]
    }


def _asked(node: FlowNode) -> str | None:
    return node.reads if node.reads is not None else node.unbinds

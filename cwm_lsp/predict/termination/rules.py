"""What the text alone says about a function's end: which functions need asking, and for the others the rule that decided.

Pure. A rule that says "terminates" holds for integers, lists and whatever else the function is meant for; calls of functions that
the file does not define are taken to end. Loops that are meant to go on for ever are recognised, and nothing is said about them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from cwm_lsp.predict.termination.entering import callees, reachable
from cwm_lsp.predict.termination.links import links_of_self, why_loop_follows, why_recursion_follows
from cwm_lsp.predict.termination.rankings import why_it_ends
from cwm_lsp.predict.termination.reading import (
    Definition,
    called_name,
    definition,
    exits,
    integer,
    loops,
    names_bound,
    own_nodes,
    shared_names,
)
from cwm_lsp.predict.termination.settling import why_changes_run_out
from cwm_lsp.predict.termination.structural import why_recursion_ends
from cwm_lsp.predict.termination.verdict import Verdict
from cwm_lsp.predict.termination.worklists import why_it_finds_no_more
from cwm_lsp.source.document import Document
from cwm_lsp.source.functions import Function

RELYING = "as long as"
"""Stands in a reason that relies on what the text does not show."""
_GROWS = frozenset({"append", "extend", "insert"})
_ENDLESS = frozenset({"count", "cycle", "repeat", "iter"})
_WAITS = frozenset(
    {"input", "accept", "recv", "recvfrom", "recv_into", "sleep", "wait", "select", "poll", "readline", "read", "getch"}
    | {"serve_forever", "run_forever", "run_until_complete", "handle_request", "get_nowait", "get_message", "receive"}
    | {"next", "send", "recv_json", "recv_string", "brpop", "blpop", "tick", "getchar", "listen", "process_events"}
)
_SERVES = frozenset({"main", "run", "serve", "loop", "mainloop", "main_loop", "run_loop", "worker", "listen", "daemon"})
_LASTING = ("forever", "server", "watch", "consumer", "monitor")


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the text settles.

    Attributes:
        verdict: terminates; or unknown, where the function is meant to go on and there is nothing to ask.
        rule: which rule decided, in a few words.
        line: 1-based file line of the loop or recursive call that it speaks of; of the `def` where there is none.
        is_certain: whether it relies on nothing that the text does not show.
    """

    verdict: Verdict
    rule: str
    line: int
    is_certain: bool = True


@dataclass(frozen=True, slots=True)
class Concern:
    """A loop or a recursive call whose end is not plain.

    Attributes:
        line: 1-based file line.
        what: "while", "for" or "recursion".
    """

    line: int
    what: str


def needs_asking(document: Document, function: Function) -> bool:
    """Whether the function has a loop or recursion whose end is not plain from the text."""
    return own_ruling(document, function) is None


def ruling(document: Document, function: Function) -> Ruling | None:
    """What the text settles about a function together with the functions of the file that it may enter."""
    own = own_ruling(document, function)
    if own is None or own.verdict is not Verdict.TERMINATES:
        return own
    for other in reachable(document, function):
        found = own_ruling(document, other)
        if found is None or found.verdict is not Verdict.TERMINATES:
            return None
        if not found.is_certain and own.is_certain:
            own = replace(own, rule=f"{own.rule}; {other.name}: {found.rule}", is_certain=False)
    return own


def concerns(document: Document, function: Function) -> tuple[Concern, ...]:
    """The loops and recursive calls of a function whose end is not plain, in file order."""
    return _read(document, function)[1]


def own_ruling(document: Document, function: Function) -> Ruling | None:
    """What the text settles about a function's own loops and recursion; None where it needs asking."""
    return _read(document, function)[0]


@lru_cache(maxsize=1024)
def _read(document: Document, function: Function) -> tuple[Ruling | None, tuple[Concern, ...]]:
    node = definition(document, function)
    if node is None:
        return Ruling(Verdict.UNKNOWN, "a syntax error: it was not read", function.def_line), ()
    return _Reader(document, function, node).read()


class _Reader:
    def __init__(self, document: Document, function: Function, node: Definition) -> None:
        self.document = document
        self.function = function
        self.node = node
        nested = [
            one
            for one in ast.walk(node)
            if one is not node and isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        ]
        inside = {name.id for one in nested for name in ast.walk(one) if isinstance(name, ast.Name)}
        self.shared = shared_names(node) | inside
        self.constants = _constants(node, self.shared)
        self.aliased = _aliased(node)

    def read(self) -> tuple[Ruling | None, tuple[Concern, ...]]:
        """The ruling, and what needs asking."""
        notes: list[tuple[int, str]] = []
        meant: list[tuple[int, str]] = []
        open_ones: list[Concern] = []
        for loop in loops(self.node):
            if isinstance(loop, ast.While):
                reason = why_it_ends(loop, self.shared, self.constants, self.aliased)
                reason = reason or why_loop_follows(loop, self.node) or self._by_what_is_found(loop)
                if reason is not None:
                    notes.append((loop.lineno, f"while: {reason}"))
                elif (meaning := self._meaning(loop)) is not None:
                    meant.append((loop.lineno, meaning))
                else:
                    open_ones.append(Concern(loop.lineno, "while"))
            elif (reason := self._for(loop)) is not None:
                notes.append((loop.lineno, reason))
            else:
                open_ones.append(Concern(loop.lineno, "for"))
        open_ones += [Concern(one.lineno, "for") for one in self._endless_comprehensions()]
        calls = self._recursive_calls()
        if calls:
            is_direct = self._is_direct(calls)
            reason = why_recursion_ends(self.node, calls) if is_direct else None
            if reason is None:
                partners = () if is_direct else self._links_of_partners(calls)
                reason = why_recursion_follows(self.node, calls, is_direct=is_direct, partners=partners)
            if reason is not None:
                notes.append((calls[0].lineno, reason))
            else:
                open_ones += [Concern(call.lineno, "recursion") for call in calls]
        open_ones.sort(key=lambda one: one.line)
        if open_ones and not self._is_only_pulled(open_ones):
            return None, tuple(open_ones)
        if open_ones:
            meant.append((open_ones[0].line, "a generator, which goes on only as far as it is asked"))
        if meant:
            return Ruling(Verdict.UNKNOWN, f"meant to go on: {meant[0][1]}", meant[0][0]), ()
        if notes:
            # What is relied on is told first.
            line, reason = max(
                notes, key=lambda one: 2 * (RELYING in one[1]) + one[1].startswith(("while", "recursion"))
            )
            return Ruling(Verdict.TERMINATES, reason, line, is_certain=RELYING not in reason), ()
        if self.function.is_method and self.function.name.startswith("__") and self.function.name.endswith("__"):
            known = ("__init__", "__new__", "__enter__", "__exit__", "__post_init__", "__call__")
            if self.function.name not in known:
                return Ruling(
                    Verdict.UNKNOWN, "a special method, which operators may enter again", self.function.def_line
                ), ()
        return Ruling(Verdict.TERMINATES, "no loop and no recursion", self.function.def_line), ()

    def _by_what_is_found(self, loop: ast.While) -> str | None:
        used = {one.id for one in ast.walk(loop) if isinstance(one, ast.Name)}
        if used & self.shared:
            return None
        return why_it_finds_no_more(loop) or why_changes_run_out(loop)

    # Loops that are meant to go on

    def _is_only_pulled(self, found: list[Concern]) -> bool:
        """Whether every open loop of a generator yields."""
        if not self.function.is_generator:
            return False
        lines = {one.line for one in found if one.what != "recursion"}
        pulled = {
            loop.lineno
            for loop in loops(self.node)
            if any(isinstance(one, (ast.Yield, ast.YieldFrom)) for one in own_nodes(loop.body))
        }
        return lines <= pulled and all(one.what != "recursion" for one in found)

    def _meaning(self, loop: ast.While) -> str | None:
        """What the loop is meant for, where it is one that goes on for ever by design."""
        inside = [loop.test, *own_nodes(loop.test), *own_nodes(loop.body)]
        if any(isinstance(one, (ast.Yield, ast.YieldFrom)) for one in inside):
            return "a generator, which goes on only as far as it is asked"
        if any(isinstance(one, ast.Await) for one in inside):
            return "it awaits something with every pass"
        for one in inside:
            if isinstance(one, ast.Call) and self._waits(one):
                return f"it waits in {called_name(one)}() with every pass"
        is_always = isinstance(loop.test, ast.Constant) and bool(loop.test.value)
        name = self.function.name.lower()
        calls = any(isinstance(one, ast.Call) for one in own_nodes(loop.body))
        lasts = name in _SERVES or any(word in name for word in _LASTING)
        if is_always and calls and lasts and not list(exits(loop.body)):
            return f"the loop of {self.function.name}()"
        return None

    def _waits(self, call: ast.Call) -> bool:
        name = called_name(call)
        if name in _WAITS:
            return (
                name not in ("next", "send", "read", "wait", "poll", "select")
                or isinstance(call.func, ast.Attribute)
                or name == "next"
            )
        if name == "get" and isinstance(call.func, ast.Attribute):
            return not call.args or "queue" in ast.unparse(call.func.value).lower()
        return False

    # Loops over something

    def _for(self, loop: ast.For | ast.AsyncFor) -> str | None:
        if isinstance(loop, ast.AsyncFor):
            return "for over what is awaited"
        if not self._is_finite(loop.iter):
            return None
        for one in _sequences(loop.iter):
            if self._grows(loop, one):
                return None
        call = loop.iter
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "range":
            return "for over a range"
        return "for over something that it does not grow"

    def _is_finite(self, iterable: ast.expr) -> bool:
        for node in [iterable, *own_nodes(iterable)]:
            if not isinstance(node, ast.Call):
                continue
            name = called_name(node)
            if name in _ENDLESS and not (name == "repeat" and len(node.args) + len(node.keywords) > 1):
                is_module = isinstance(node.func, ast.Name) or ast.unparse(node.func).startswith("itertools.")
                if is_module and not (name == "iter" and len(node.args) == 1):
                    return False
            if isinstance(node.func, ast.Name):
                for other in self.document.functions:
                    if other.name == name and other.is_generator and other != self.function:
                        found = own_ruling(self.document, other)
                        if found is None or found.verdict is not Verdict.TERMINATES:
                            return False
        return True

    def _grows(self, loop: ast.For, sequence: ast.expr) -> bool:
        """Whether the body may add to the list that is gone over."""
        wanted = ast.unparse(sequence)
        is_shared = isinstance(sequence, ast.Name) and (sequence.id in self.aliased or sequence.id in self.shared)
        for node in own_nodes(loop.body):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _GROWS:
                if ast.unparse(node.func.value) == wanted or is_shared:
                    return True
            elif isinstance(node, ast.AugAssign) and (ast.unparse(node.target) == wanted):
                return True
            elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
                if isinstance(node.slice, ast.Slice) and ast.unparse(node.value) == wanted:
                    return True
            elif isinstance(node, ast.Call) and self._callee_grows(node, sequence):
                return True
        return False

    def _callee_grows(self, call: ast.Call, sequence: ast.expr) -> bool:
        """Whether a function of the file that is called in the body may add to the list."""
        name = called_name(call)
        given = any(ast.unparse(one) == ast.unparse(sequence) for one in call.args)
        if not given and not (isinstance(sequence, ast.Attribute) and isinstance(call.func, ast.Attribute)):
            return False
        for other in self.document.functions:
            if other.name != name:
                continue
            node = definition(self.document, other)
            if node is None:
                return True
            for one in own_nodes(node.body):
                target = one.func if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) else None
                if target is None or target.attr not in _GROWS:
                    continue
                if given or ast.unparse(target.value).endswith(f".{getattr(sequence, 'attr', '')}"):
                    return True
        return False

    def _endless_comprehensions(self) -> Iterator[ast.expr]:
        for node in own_nodes(self.node.body):
            if not isinstance(node, (ast.ListComp, ast.SetComp, ast.DictComp)):
                continue
            if not all(self._is_finite(one.iter) for one in node.generators):
                yield node

    # Recursion

    def _recursive_calls(self) -> list[ast.Call]:
        """The calls that may enter this function again, directly or through others of the file."""
        # Only what is called is looked at: a file may have thousands of functions.
        back: dict[Function, bool] = {self.function: True}
        found: list[ast.Call] = []
        for node in own_nodes(self.node.body):
            if isinstance(node, ast.Call):
                for one in callees(self.document, self.function, node):
                    if one not in back:
                        back[one] = _reaches(self.document, one, self.function)
                    if back[one]:
                        found.append(node)
                        break
        return found

    def _links_of_partners(self, calls: list[ast.Call]) -> frozenset[str]:
        """The links by which methods of other classes, which the calls may enter, call methods of the same name."""
        found: set[str] = set()
        for other in {one for call in calls for one in callees(self.document, self.function, call)}:
            node = definition(self.document, other)
            if node is None or other.name != self.function.name:
                return frozenset()
            entering = [
                one for one in own_nodes(node.body) if isinstance(one, ast.Call) and callees(self.document, other, one)
            ]
            found |= links_of_self(node, [one for one in entering if called_name(one) == other.name]) or set()
        return frozenset(found)

    def _is_direct(self, calls: list[ast.Call]) -> bool:
        return all(callees(self.document, self.function, call) == [self.function] for call in calls)


def _constants(node: Definition, shared: frozenset[str]) -> dict[str, int]:
    """Names that are bound once, to an integer literal."""
    arguments = {one.arg for one in ast.walk(node.args) if isinstance(one, ast.arg)}
    stores: dict[str, int] = {}
    values: dict[str, int] = {}
    for one in own_nodes(node.body):
        if isinstance(one, ast.Name) and isinstance(one.ctx, (ast.Store, ast.Del)):
            stores[one.id] = stores.get(one.id, 0) + 1
        if isinstance(one, ast.Assign) and len(one.targets) == 1 and isinstance(one.targets[0], ast.Name):
            value = integer(one.value)
            if value is not None:
                values[one.targets[0].id] = value
    return {
        name: value
        for name, value in values.items()
        if stores.get(name) == 1 and name not in shared and name not in arguments
    }


def _aliased(node: Definition) -> frozenset[str]:
    """Names between which plain assignments pass values on."""
    found: set[str] = set()
    for one in own_nodes(node.body):
        if isinstance(one, ast.Assign) and isinstance(one.value, (ast.Name, ast.Tuple, ast.IfExp, ast.BoolOp)):
            parts = {name.id for name in ast.walk(one.value) if isinstance(name, ast.Name)}
            if parts:
                found |= parts | names_bound([one])
        elif isinstance(one, ast.NamedExpr) and isinstance(one.value, ast.Name):
            found |= {one.value.id, one.target.id}
        elif isinstance(one, ast.With):
            found |= names_bound([one])
    return frozenset(found)


def _sequences(iterable: ast.expr) -> Iterator[ast.expr]:
    """The names and attributes that a loop goes over while they may change: not what is copied first."""
    if isinstance(iterable, (ast.Name, ast.Attribute, ast.Subscript)):
        yield iterable
    elif isinstance(iterable, ast.Call) and called_name(iterable) in (
        "enumerate",
        "zip",
        "map",
        "filter",
        "iter",
        "chain",
        "reversed",
    ):
        for one in iterable.args:
            yield from _sequences(one)
    elif isinstance(iterable, ast.GeneratorExp):
        for one in iterable.generators:
            yield from _sequences(one.iter)


def _reaches(document: Document, start: Function, target: Function) -> bool:
    return target in reachable(document, start)

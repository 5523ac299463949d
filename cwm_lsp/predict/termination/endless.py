"""Proofs that a loop or a recursion never ends: a set of states that is reached, and that no pass ever leaves.

From states that were seen at the loop's header a set is guessed, and the body is followed for the whole set at once: if every path
comes back into it and none can leave, the loop never ends. Anything that is not understood may leave. Nothing is executed.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from math import inf
from typing import cast

from cwm_lsp.predict.literals import is_immutable
from cwm_lsp.predict.termination.differences import compared_pairs, with_differences
from cwm_lsp.predict.termination.following import Follower
from cwm_lsp.predict.termination.kinds import kinds_of
from cwm_lsp.predict.termination.ranges import (
    ANYTHING,
    INTEGERS,
    MayLeaveError,
    Numbers,
    Range,
    Sequences,
    added,
    includes,
    joined,
    lengths,
    number,
    range_of,
    widened,
)
from cwm_lsp.predict.termination.reading import Definition, names_bound
from cwm_lsp.predict.termination.slices import plain_statements
from cwm_lsp.predict.termination.values import EnteredAgainError, Env

_ATTEMPTS = 6
States = Mapping[str, Range]
_NO_FUNCTIONS: Mapping[str, Definition] = {}


def loop_never_ends(
    loop: ast.While, seen: Sequence[Mapping[str, str]], functions: Mapping[str, Definition] = _NO_FUNCTIONS
) -> States | None:
    """A set of states that holds the first of those seen, and that the loop never leaves; None where none is found.

    Args:
        loop: the statement.
        seen: names and reprs at its header, before its condition, pass after pass; at least two.
        functions: plain functions by name that the loop may enter, whose results depend on their arguments alone.
    """
    ignored = plain_statements(loop, kinds_of(seen), seen[-1] if seen else {})
    apart = _apart(seen)
    pairs = compared_pairs(ast.walk(loop))
    return _invariant(
        seen,
        lambda env: Follower(functions=functions, ignored=ignored, apart=apart).one_pass(loop, env),
        pairs,
        is_relevant=_read_in(loop),
    )


def for_never_ends(
    loop: ast.For, seen: Sequence[Mapping[str, str]], functions: Mapping[str, Definition] = _NO_FUNCTIONS
) -> States | None:
    """As `loop_never_ends`, for a loop over a list by name whose every pass adds at least one item."""
    if not isinstance(loop.iter, ast.Name) or loop.iter.id in names_bound(loop.body) | names_bound(
        [ast.Assign([loop.target], loop.iter)]
    ):
        return None
    name = loop.iter.id
    least = [_least_integer(one.get(name, "")) for one in seen]
    least_item = min((one for one in least if one is not None), default=None) if None not in least else None
    item: Range = ANYTHING if least_item is None else Numbers(least_item, inf)
    kinds = kinds_of(seen)
    if least_item is not None and isinstance(loop.target, ast.Name):
        kinds[loop.target.id] = "int"
    ignored = plain_statements(loop, kinds, seen[-1] if seen else {})
    apart = _apart(seen)

    def step(env: Env) -> Env | None:
        before = env.get(name)
        if not isinstance(before, Sequences) or before.kind != "list":
            raise MayLeaveError
        # The lengths are followed from the least one: what is added is added whatever the length is.
        start = {**env, name: Sequences("list", number(0), item)}
        start |= dict.fromkeys(names_bound([ast.Assign([loop.target], loop.iter)]), item)
        follower = Follower(functions=functions, ignored=ignored, apart=apart)
        after = follower.loop_body(loop.body, dict(start))
        if not all(includes(item, one) for one in follower.added):
            raise MayLeaveError
        length = lengths(after[name]) if after is not None else None
        if after is None or length is None or length.low < 1:
            raise MayLeaveError
        return {**after, name: Sequences("list", added(before.length, length), item)}

    return _invariant(seen, step)


def recursion_never_ends(
    node: Definition, seen: Sequence[Mapping[str, str]], functions: Mapping[str, Definition] = _NO_FUNCTIONS
) -> States | None:
    """A set of arguments that holds the first of those seen, from each of which the function enters itself with others of them.

    Args:
        node: a plain function, entered by its name.
        seen: names and reprs of the arguments, call within call; at least two.
        functions: plain functions by name that it may enter, and through which it may enter itself.
    """
    if node.decorator_list or isinstance(node, ast.AsyncFunctionDef):
        return None
    if any(isinstance(one, (ast.Yield, ast.YieldFrom, ast.Await)) for one in ast.walk(node)):
        return None
    parameters = [one.arg for one in (*node.args.posonlyargs, *node.args.args)]
    if node.args.vararg or node.args.kwarg or node.args.kwonlyargs or node.args.defaults:
        return None

    def step(env: Env) -> Env | None:
        follower = Follower(functions=functions, function=node.name, parameters=parameters)
        try:
            follower.statements(node.body, dict(env))
        except EnteredAgainError:
            return follower.given
        raise MayLeaveError

    return _invariant(seen, step)


def _apart(seen: Sequence[Mapping[str, str]]) -> frozenset[str]:
    """The names whose values look like no other's that could be changed, so that they are no other name's."""
    texts = [text for text in seen[-1].values() if not is_immutable(text)] if seen else []
    return frozenset(name for name, text in seen[-1].items() if texts.count(text) == 1) if seen else frozenset()


def _read_in(loop: ast.While) -> frozenset[str]:
    return frozenset(one.id for one in ast.walk(loop) if isinstance(one, ast.Name))


def _invariant(
    seen: Sequence[Mapping[str, str]],
    step: Callable[[Env], Env | None],
    pairs: frozenset[tuple[str, str]] = frozenset(),
    is_relevant: frozenset[str] | None = None,
) -> States | None:
    if len(seen) < 2:
        return None
    texts = [{name: text for name, text in one.items() if is_relevant is None or name in is_relevant} for one in seen]
    states = [with_differences({name: range_of(text) for name, text in one.items()}, pairs) for one in texts]
    if any(one.keys() != states[-1].keys() for one in states):
        states = [one for one in states if one.keys() == states[-1].keys()]
    if len(states) < 2:
        return None
    for is_strided, to_zero in ((True, False), (False, False), (True, True)):
        first = states[-4] if len(states) >= 4 else states[0]
        env: Env = {name: widened(first[name], states[-1][name], is_strided=is_strided) for name in first}
        for other in states[-3:]:
            env = {
                name: value if includes(value, other[name]) else _loosened(value, other[name])
                for name, value in env.items()
            }
        if to_zero:
            env = {name: _up_to_zero(value, states[-1][name]) for name, value in env.items()}
        for _ in range(_ATTEMPTS):
            try:
                after = step(dict(env))
            except (MayLeaveError, EnteredAgainError, RecursionError):
                break
            if after is None:
                break
            missing = [name for name in env if name not in after]
            if missing:
                break
            outside = [name for name in env if not includes(env[name], after[name])]
            if not outside:
                return env
            env |= {name: _loosened(env[name], after[name]) for name in outside}
    return None


def _up_to_zero(value: Range, last: Range) -> Range:
    """The set without what lies beyond 0, where it is approached and not yet passed."""
    if isinstance(value, Numbers) and isinstance(last, Numbers):
        if value.low == -inf and last.low > 0:
            return replace(value, low=0)
        if value.high == inf and last.high < 0:
            return replace(value, high=0)
    return value


def _loosened(value: Range, other: Range) -> Range:
    both = joined(value, other)
    wider = widened(value, both, is_strided=True)
    if includes(wider, other):
        return wider
    if isinstance(value, Numbers) and isinstance(other, Numbers) and value.is_int and other.is_int:
        return INTEGERS
    return ANYTHING


def _least_integer(text: str) -> int | None:
    """The least item of what must be the repr of a list of integers."""
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    items = cast("list[object]", value) if isinstance(value, list) else []
    numbers = [one for one in items if isinstance(one, int) and not isinstance(one, bool)]
    return min(numbers) if numbers and len(numbers) == len(items) else None

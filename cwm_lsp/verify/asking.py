"""Operations that somebody else answers: the evaluator says what it would work out, and is told what comes of it.

What an operation is done on, and what becomes of its value, stays the evaluator's business: names, aliases, control flow. Here
lives how an operation is put to whoever answers, and how an answer is taken over; who that is, `predict` decides.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Generator
from functools import partial
from types import GeneratorType
from typing import TYPE_CHECKING, Any

from cwm_lsp.verify.caching import CachedFunction
from cwm_lsp.verify.classes import Instance, UserMethod
from cwm_lsp.verify.limits import refuse
from cwm_lsp.verify.objects import (
    BUILTIN_EXCEPTIONS,
    BoundMethod,
    Builtin,
    Evaluation,
    FunctionValue,
    Lazy,
    Operation,
    Thrown,
    UnboundMethod,
    kind_name,
    throw,
)
from cwm_lsp.verify.operators import binary, compare, done, take, truth
from cwm_lsp.verify.values import (
    ATOMS,
    CONTAINERS,
    ITERATORS,
    MAPPINGS,
    MUTABLE,
    Foreign,
    Known,
    parse,
)
from cwm_lsp.verify.wording import words_of, words_of_call, words_of_comparison

if TYPE_CHECKING:
    from cwm_lsp.verify.evaluator import Evaluator

RAISED = "raise "
"""An answer that begins so names an exception instead of a value."""
LONGEST_ASKED = 480
"""Characters of an operation; longer ones are not put to anybody."""

_UNASKED = frozenset(
    "print function iter next send throw close range enumerate zip map filter reversed slice super items keys values".split()
)
"""Calls that only make or move an iterator or a view, or show something."""
_CHANGING = frozenset(
    "append extend insert remove pop clear sort reverse add discard update setdefault popitem appendleft popleft extendleft "
    "rotate difference_update intersection_update symmetric_difference_update move_to_end subtract".split()
)
_CHANGING_FUNCTIONS = frozenset(
    "heappush heappop heapify heappushpop heapreplace insort insort_left insort_right".split()
)
_GIVING = frozenset("pop popitem popleft setdefault heappop heappushpop heapreplace".split())
"""What changes an object and has a value too; the others give None."""
_DRAINING = frozenset("list tuple set frozenset dict sum sorted max min Counter deque join extend update".split())


def asked(words: str | None, work: Callable[[], Any]) -> Evaluation:
    """The value of an operation, as whoever is asked says.

    Args:
        words: the operation, as Python would be written; None where that can't be done.
        work: works it out; its outcome is what training teaches, and which objects an answer that agrees stands for.

    Raises:
        Thrown: the answer names an exception.
        Unknowable: the operation can't be put into words, or the answer is no value.
    """
    result, error = yield from _outcome(work)
    return (yield from _answered(words, result, error))


def _outcome(work: Callable[[], Any]) -> Evaluation:
    """What an operation comes to: its value, and the exception that it raises; one of them is None."""
    try:
        result = work()
        if type(result) is GeneratorType:
            result = yield from result
    except Thrown as error:
        return None, error
    return result, None


def _answered(words: str | None, result: Any, error: Thrown | None) -> Evaluation:
    """The value of an operation that comes to this, as whoever is asked says."""
    if error is None and _is_no_data(result):
        return result
    truth = _truth(result, error)
    reply = yield _operation(words, truth)
    if reply != truth:
        return _taken(reply)
    if error is not None:
        raise error
    return result


def asked_membership(ev: Evaluator, kind: type[ast.cmpop], item: Any, holder: Any) -> Evaluation:
    """`item in holder` or `item not in holder`.

    The language defines membership in a container by comparing with one element after the other; whether a text holds another is
    one operation.
    """
    if type(holder) not in CONTAINERS:
        work = partial(compare, ev.budget, kind, item, holder)
        return (yield from asked(words_of_comparison(kind, item, holder), work))
    # What can't be looked for raises here, as it does without asking anybody.
    compare(ev.budget, kind, item, holder)
    is_found = False
    for one in list(holder):
        words = words_of_comparison(ast.Eq, item, one)
        # That numbers and texts are one object is no answer to whether they are equal: the interpreter shares them as it likes.
        is_found = (one is item and type(one) not in ATOMS) or truth(
            (yield from asked(words, partial(compare, ev.budget, ast.Eq, item, one)))
        )
        if is_found:
            break
    return is_found is (kind is ast.In)


def changed(target: Any, words: str | None, work: Callable[[], Any], *, gives: bool = False) -> Evaluation:
    """What an operation gives that changes an object; the object becomes what whoever is asked says.

    Args:
        target: the object.
        words: the operation, written before it is done.
        work: does it.
        gives: whether its value is asked for, too.

    Raises:
        Thrown: an answer names an exception.
        Unknowable: the operation can't be put into words, or an answer is no such object.
    """
    before = _parts(target)
    result, error = yield from _outcome(work)
    truth = _truth(target, error)
    reply = yield _operation(words, truth, is_effect=True)
    if reply != truth:
        _refill(target, _taken(reply), before)
    elif error is not None:
        raise error
    return (yield from _answered(words, result, None)) if gives else result


def asked_call(ev: Evaluator, function: Any, arguments: list[Any], named: dict[str, Any]) -> Evaluation:
    """As `asked` and `changed`, for a call of a function, a method or a type that the program does not define."""
    name = function.name if isinstance(function, (BoundMethod, UnboundMethod, Builtin)) else function.__name__
    if name in _UNASKED:
        return (yield from ev.plain_call(function, arguments, named))
    if name == "divmod" and len(arguments) == 2 and not named and all(type(one) is int for one in arguments):
        return (yield from _divided(ev, *arguments))
    logs: dict[int, list[Any]] = {}
    if name in _DRAINING:
        arguments = [take(ev.budget, one) if type(one) in ITERATORS else one for one in arguments]
    given = [_logged(ev, one, logs) for one in arguments]
    keyed = {key: _logged(ev, one, logs, is_key=key == "key") for key, one in named.items()}
    on_object = isinstance(function, BoundMethod)
    target: Any = None
    if on_object and name in _CHANGING and type(function.owner) in MUTABLE:
        target = function.owner
    elif isinstance(function, Builtin) and name in _CHANGING_FUNCTIONS and arguments and type(arguments[0]) in MUTABLE:
        target = given[0] = arguments[0]
    work = partial(ev.plain_call, function, given, keyed)
    if logs and target is None:
        # What an argument gives shows only when it has given it.
        result, error = yield from _outcome(work)
        return (yield from _answered(words_of_call(function, arguments, named, logs), result, error))
    words = words_of_call(function, arguments, named, logs)
    if target is not None:
        return (yield from changed(target, words, work, gives=name in _GIVING))
    return (yield from asked(words, work))


def _divided(ev: Evaluator, left: int, right: int) -> Evaluation:
    """`divmod` is two operations by its definition."""
    quotient = yield from asked(f"{left} // {right}", partial(binary, ev.budget, ast.FloorDiv, left, right))
    rest = yield from asked(f"{left} % {right}", partial(binary, ev.budget, ast.Mod, left, right))
    return quotient, rest


def _logged(ev: Evaluator, value: Any, logs: dict[int, list[Any]], *, is_key: bool = False) -> Any:
    """The argument, or one that does the same and keeps what it has given."""
    log: list[Any] = []
    if isinstance(value, Lazy):
        made: Any = Lazy(value.text, _kept_items(value, log), value.drive, (value,))
    elif isinstance(value, (FunctionValue, UserMethod, CachedFunction)) or (
        is_key and isinstance(value, (Builtin, BoundMethod, UnboundMethod, type))
    ):
        made = Builtin("function", lambda place, arguments, named: _kept_results(place, value, arguments, named, log))
    else:
        return value
    logs[id(value)] = log
    return made


def _kept_items(source: Lazy, log: list[Any]) -> Generator[Any, Any, None]:
    while True:
        item = yield from source.advance()
        if not item:
            return
        log.append(item[0])
        yield item


def _kept_results(
    ev: Evaluator, function: Any, arguments: list[Any], named: dict[str, Any], log: list[Any]
) -> Evaluation:
    result = yield from ev.call(function, arguments, named)
    log.append(result)
    return result


def _operation(words: str | None, truth: str, *, is_effect: bool = False) -> Operation:
    if words is None or len(words) > LONGEST_ASKED:
        refuse("an operation that is too long to be asked")
    return Operation(words, is_effect, truth)


def _is_no_data(value: Any) -> bool:
    """Whether a value has no repr that would tell what it is: functions, iterators, objects of the program's."""
    if isinstance(value, Instance) or type(value) in ITERATORS or isinstance(value, (Known, type)):
        return True
    return type(value).__module__ == "itertools"


def _truth(value: Any, error: Thrown | None) -> str:
    """The true answer: a value's repr, or the exception's name."""
    if error is not None:
        return RAISED + kind_name(error.value.kind)
    shown = words_of(value)
    if shown is None:
        refuse("a value that is too long to be asked for")
    return shown


def _taken(reply: str) -> Any:
    if reply.startswith(RAISED):
        kind = BUILTIN_EXCEPTIONS.get(reply.removeprefix(RAISED))
        if kind is None or not issubclass(kind, Exception):
            refuse("an answer that is no value")
        raise throw(kind)
    value = parse(reply)
    if isinstance(value, Foreign):
        refuse("an answer that is no value")
    return value


def _parts(holder: Any) -> list[Any]:
    return list(holder.values()) if type(holder) in MAPPINGS else list(holder)


def _refill(target: Any, wanted: Any, before: list[Any]) -> None:
    """Make an object what an answer says; parts that it has already stay the objects they are."""
    if type(wanted) is not type(target):
        refuse("an answer of another type")
    known = {
        words_of(one): one for one in (*before, *_parts(target)) if type(one) in MUTABLE or isinstance(one, Instance)
    }

    def own(one: Any) -> Any:
        return known.get(words_of(one), one)

    if type(target) in MAPPINGS:
        items = [(key, own(value)) for key, value in wanted.items()]
        target.clear()
        for key, value in items:
            done(target.__setitem__, key, value)
    elif type(target) is set:
        target.clear()
        target.update(wanted)
    else:
        parts = [own(one) for one in wanted]
        target.clear()
        target.extend(parts)

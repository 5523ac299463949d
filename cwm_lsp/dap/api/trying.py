"""Trying things out: evaluate, completions, setVariable, setExpression; comparing runs with changed values to the original."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cwm_lsp.dap.api.handling import Handler
from cwm_lsp.dap.api.looking import shown_scope
from cwm_lsp.dap.comparing import as_text, compare, outcome
from cwm_lsp.dap.debuggee import Debuggee
from cwm_lsp.dap.requests import Arguments, RequestError
from cwm_lsp.dap.run import Run
from cwm_lsp.dap.views import Shown
from cwm_lsp.dap.words import value_words

if TYPE_CHECKING:
    from cwm_lsp.dap.adapter import Adapter

_ASSIGNMENT = re.compile(r"\s*([A-Za-z_]\w*)\s*=(?!=)\s*(.+)\Z", re.DOTALL)
_LAST_WORD = re.compile(r"(?:[^\W\d]|:)\w*\Z")
WORKED_OUT = "worked out from predicted values"

HELP = """\
An expression is worked out from the predicted values, never run.
name = value      what if: give a variable another value; the rest is predicted anew
:runs             the predicted runs: the original, and one for each value that you changed
:use NAME         look at another of them
:compare [NAME]   how the run that you look at differs from the original, or from another
"""
_COMMANDS = {":help", ":runs", ":use", ":compare"}


def evaluate(adapter: Adapter, arguments: Arguments) -> Any:
    """Work an expression out, or do what a command in the console says."""
    expression = arguments.text("expression").strip()
    debuggee = adapter.subject
    is_typed = arguments.text("context", "repl") == "repl"
    if is_typed and expression.startswith(":"):
        return _command(adapter, debuggee, expression)
    scope = shown_scope(debuggee, arguments.optional_number("frameId"))
    if is_typed and (assigned := _ASSIGNMENT.match(expression)):
        return _changed(adapter, debuggee, scope, assigned.group(1), assigned.group(2), "result")
    text = debuggee.expressions.value(expression, debuggee.state(scope))
    at = debuggee.history.state_index(scope, debuggee.position)
    name = re.match(r"[A-Za-z_]\w*", expression)
    is_path = name is not None and re.fullmatch(r"[\w.\[\]'\"]+", expression) is not None
    held = dict(debuggee.state(scope))
    sure = value_words(debuggee.run, at, name.group()) if is_path and name and name.group() in held else WORKED_OUT
    return _result(adapter, Shown(expression, text, sure, expression if is_path else ""), "result")


def _result(adapter: Adapter, shown: Shown, key: str) -> dict[str, Any]:
    found = adapter.references.variable(shown)
    kept = ("type", "variablesReference", "namedVariables", "indexedVariables", "presentationHint")
    return {key: found["value"], **{one: found[one] for one in kept if one in found}}


def completions(adapter: Adapter, arguments: Arguments) -> dict[str, Any]:
    """The variables, and the console's commands."""
    debuggee = adapter.subject
    text = arguments.text("text")
    first = adapter.speaker.first_column
    before = _up_to(text, arguments.number("column") - first)
    word = _LAST_WORD.search(before)
    typed = word.group() if word is not None else ""
    if typed.startswith(":"):
        offered = [(one, "keyword") for one in sorted(_COMMANDS)]
    else:
        scope = shown_scope(debuggee, arguments.optional_number("frameId"))
        offered = [(name, "variable") for name, _ in debuggee.state(scope)]
    start = _units(before) - len(typed) + first
    return {
        "targets": [
            {"label": label, "type": kind, "start": start, "length": len(typed)}
            for label, kind in offered
            if label.startswith(typed)
        ]
    }


def _units(text: str) -> int:
    """Its length as DAP counts, in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _up_to(text: str, units: int) -> str:
    """The beginning of a text of so many UTF-16 code units."""
    return text.encode("utf-16-le", "surrogatepass")[: 2 * max(0, units)].decode("utf-16-le", "ignore")


# What if


def set_variable(adapter: Adapter, arguments: Arguments) -> dict[str, Any]:
    """Give a variable another value: everything after is predicted anew."""
    debuggee = adapter.subject
    group = adapter.references.get(arguments.number("variablesReference"))
    if group is None:
        raise RequestError("These variables are not shown any more.")
    if group.scope is None:
        raise RequestError("Only whole variables can be changed, not parts of them.", show=True)
    return _changed(adapter, debuggee, group.scope, arguments.text("name"), arguments.text("value"), "value")


def set_expression(adapter: Adapter, arguments: Arguments) -> dict[str, Any]:
    """The same, for a watched variable."""
    debuggee = adapter.subject
    name = arguments.text("expression").strip()
    if not name.isidentifier():
        raise RequestError("Only whole variables can be changed, not parts of them.", show=True)
    scope = shown_scope(debuggee, arguments.optional_number("frameId"))
    return _changed(adapter, debuggee, scope, name, arguments.text("value"), "value")


def _changed(adapter: Adapter, debuggee: Debuggee, scope: int, name: str, text: str, key: str) -> dict[str, Any]:
    run = debuggee.change(scope, name, text)
    change = run.change
    assert change is not None
    adapter.say(
        f"{run.name}: {name} = {change.after} instead of {change.before}. What follows is predicted anew; "
        ":compare tells how it differs from the original."
    )
    _invalidate(adapter)
    return _result(adapter, Shown(name, change.after, value_words(run, change.index, name), name), key)


def _invalidate(adapter: Adapter) -> None:
    if adapter.speaker.hears_invalidated:
        adapter.event("invalidated", {"areas": ["stacks", "variables"]})


def _command(adapter: Adapter, debuggee: Debuggee, typed: str) -> Any:
    command, _, rest = typed.partition(" ")
    match command:
        case ":help":
            return _text(HELP)
        case ":runs":
            return _text("\n".join(_line(debuggee, run) for run in debuggee.runs))
        case ":use":
            return _use(adapter, debuggee, rest)
        case ":compare":
            return _compared(debuggee, rest)
        case _:
            raise RequestError(f"There is no command {command}; :help names them.", show=True)


def _line(debuggee: Debuggee, run: Run) -> str:
    mark = "→" if run is debuggee.run else " "
    change = run.change
    how = f"{change.name} = {change.after} instead of {change.before}" if change is not None else "as called"
    return f"{mark} {run.name}: {how}; {outcome(run)}"


def _text(text: str) -> dict[str, Any]:
    return {"result": text.rstrip("\n"), "variablesReference": 0}


def _use(adapter: Adapter, debuggee: Debuggee, name: str) -> dict[str, Any]:
    debuggee.select(named_run(debuggee, name))
    assert debuggee.arrival is not None
    adapter.stopped(debuggee.arrival)
    return _text(_line(debuggee, debuggee.run))


async def _compared(debuggee: Debuggee, name: str) -> dict[str, Any]:
    other = _other(debuggee, name)
    await _whole(other)
    await _whole(debuggee.run)
    return _text(as_text((other.name, debuggee.run.name), compare(other, debuggee.run)))


async def _whole(run: Run) -> None:
    """Have a run predicted to its end."""
    while await run.reach(len(run.history)):
        pass


def _other(debuggee: Debuggee, name: str) -> Run:
    if len(debuggee.runs) < 2:
        raise RequestError("There is only the original run: change a value first.", show=True)
    if name.strip():
        return named_run(debuggee, name)
    return debuggee.runs[0] if debuggee.run is not debuggee.runs[0] else debuggee.runs[-1]


def named_run(debuggee: Debuggee, name: str) -> Run:
    """A run by its name, or by the number of the value that was changed; 0 is the original.

    Raises:
        RequestError: there is none.
    """
    wanted = name.strip()
    for number, run in enumerate(debuggee.runs):
        if wanted in (run.name, str(number)):
            return run
    raise RequestError(f"There is no run {wanted!r}: {', '.join(run.name for run in debuggee.runs)}.", show=True)


async def compare_runs(adapter: Adapter, arguments: Arguments) -> dict[str, Any]:
    """`cwm/compare`: two runs side by side. Arguments: `run` and `with`, names; the shown one and the original if missing."""
    debuggee = adapter.subject
    own = arguments.text("run", "")
    one = named_run(debuggee, own) if own else debuggee.run
    other = _other(debuggee, arguments.text("with", ""))
    await _whole(other)
    await _whole(one)
    found = compare(other, one)
    return {
        "runs": [other.name, one.name],
        "sharedSteps": found.shared,
        "courseParts": list(found.line) if found.line is not None else None,
        "rows": [{"what": row.what, "values": [row.one, row.other]} for row in found.rows],
        "text": as_text((other.name, one.name), found),
    }


def list_runs(adapter: Adapter, _: Arguments) -> dict[str, Any]:
    """`cwm/runs`: the original and those with changed values."""
    debuggee = adapter.subject
    return {
        "runs": [
            {
                "name": run.name,
                "isShown": run is debuggee.run,
                "steps": len(run.history),
                "outcome": outcome(run),
                "change": None
                if run.change is None
                else {"name": run.change.name, "before": run.change.before, "after": run.change.after},
            }
            for run in debuggee.runs
        ]
    }


def use_run(adapter: Adapter, arguments: Arguments) -> dict[str, Any]:
    """`cwm/use`: look at another run, by its `name`."""
    return _use(adapter, adapter.subject, arguments.text("name"))


TRYING: dict[str, Handler] = {
    "evaluate": evaluate,
    "completions": completions,
    "setVariable": set_variable,
    "setExpression": set_expression,
    "cwm/compare": compare_runs,
    "cwm/runs": list_runs,
    "cwm/use": use_run,
}

"""What the debugger says, and how sure it says that a value is."""

from __future__ import annotations

from cwm_lsp.dap.debuggee import Debuggee
from cwm_lsp.dap.run import Run
from cwm_lsp.dap.walk import Arrival, Why
from cwm_lsp.predict.calibration import DOUBTED_BELOW, HIDDEN_BELOW, FrameConfidence
from cwm_lsp.predict.standing import Standing
from cwm_lsp.predict.trace import Status
from cwm_lsp.trace.frames import Event

MARK = "predicted"
_LONGEST = 200


def greeting(debuggee: Debuggee, model: str) -> str:
    """The first words in the console."""
    question = debuggee.question
    asked = (
        f"the call {debuggee.context.call}" if debuggee.context.call is not None else "a call with invented arguments"
    )
    return (
        f"Nothing runs here. A model predicts what {asked} would do, step by step, forward and back.\n"
        f"Function {question.function.qualname}; call: {question.origin}; model: {model}.\n"
        "Type an expression to work it out from the predicted values, or :help.\n"
    )


def sureness(chance: float, standing: Standing) -> str:
    """How sure a value is, in a few words."""
    if standing.is_proven:
        return "verified"
    if standing.is_refuted:
        should = f", should be {standing.should_be}" if standing.should_be is not None else ""
        return f"predicted, contradicted{should}"
    number = f"{min(99, max(1, round(chance * 100)))} %"
    if chance >= DOUBTED_BELOW:
        return f"predicted, {number}"
    return f"predicted, doubtful, {number}" if chance >= HIDDEN_BELOW else f"predicted, rather a guess, {number}"


def value_words(run: Run, at: int, name: str) -> str:
    """How sure the value of a variable is.

    Args:
        run: the run.
        at: the moment that tells the value.
        name: the variable.
    """
    change = run.change
    if change is not None and change.name == name and change.index == at:
        return "set by you"
    if is_invented(run, at, name):
        return "invented by the model"
    found = confidence(run, at)
    return MARK if found is None else sureness(found.values.get(name, 0.0), found.standing.values.get(name, Standing()))


def is_invented(run: Run, at: int, name: str) -> bool:
    """Whether a variable still holds an argument that the model made up."""
    moments = run.history.moments
    if run.context.call is not None or not run.frames or moments[at].scope != moments[0].scope:
        return False
    return run.frames[0].is_invented and dict(moments[0].state).get(name) == dict(moments[at].state).get(name)


def result_words(run: Run, at: int) -> str:
    """How sure a returned value or an exception is."""
    found = confidence(run, at)
    return sureness(found.value, found.standing.value) if found is not None else MARK


def confidence(run: Run, at: int) -> FrameConfidence | None:
    """How sure a frame is."""
    return run.confidences[at] if 0 <= at < len(run.confidences) else None


def description(debuggee: Debuggee, arrival: Arrival) -> str:
    """Why one stops here, for people."""
    if arrival.hit is not None and arrival.why is Why.EXCEPTION:
        return f"Predicted exception: {arrival.hit.text}"
    if arrival.hit is not None:
        return f"{arrival.hit.kind.value}{': ' + arrival.hit.text if arrival.hit.text else ''}"
    return {
        Why.STEP: "step",
        Why.ENTRY: "entry",
        Why.GOTO: "goto",
        Why.RESTART: "restarted frame",
        Why.PAUSE: "paused",
        Why.CHANGE: debuggee.run.name,
        Why.BEGINNING: "beginning of the predicted run",
        Why.END: ending(debuggee),
    }.get(arrival.why, arrival.why.value)


def ending(debuggee: Debuggee) -> str:
    """What there is to say at the end of a run."""
    run, history = debuggee.run, debuggee.history
    if run.status is Status.CONTRADICTED:
        return f"the prediction stops here: {run.fault}"
    if not history.ended:
        return "the prediction was cut off here"
    last = history.last_shown()
    if last is None:
        return "the predicted call enters no function of the file"
    moment = history.moments[last]
    if history.left_by_exception(last):
        return f"end of the predicted run: raises {(history.moments[last - 1].value or '').strip(chr(39))}"
    if moment.event is Event.RETURN:
        return f"end of the predicted run: returns {short(moment.value or 'None')}"
    return "end of the predicted run"


def short(text: str, most: int = _LONGEST) -> str:
    """A text that fits a line."""
    return text if len(text) <= most else text[: most - 1] + "…"

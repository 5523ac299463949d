"""The conversation's life: initialize, launch, configurationDone, restart, terminate, disconnect, cancel."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

from cwm_lsp.dap.api.handling import THREAD, Handler, Then
from cwm_lsp.dap.api.moving import begin_start
from cwm_lsp.dap.breakpoints import Exceptions
from cwm_lsp.dap.client import Client, file_path
from cwm_lsp.dap.debuggee import Debuggee
from cwm_lsp.dap.question import question
from cwm_lsp.dap.requests import Arguments, RequestError
from cwm_lsp.dap.run import Beginning
from cwm_lsp.dap.words import MARK, greeting
from cwm_lsp.engine.choosing import make_ready_to_encode
from cwm_lsp.predict.trace import Status, TracePrediction, TraceSettings, trace_context
from cwm_lsp.session.configuration import Configuration, EngineName, flattened
from cwm_lsp.session.likeness import fitted, likeness
from cwm_lsp.session.memory import Key
from cwm_lsp.source.context import Context

if TYPE_CHECKING:
    from cwm_lsp.dap.adapter import Adapter

MAX_FRAMES = 10_000
"""Steps after which a run is cut off, unless the launch says otherwise."""
_MOST_FRAMES = 100_000

CAPABILITIES: dict[str, Any] = {
    "supportsConfigurationDoneRequest": True,
    "supportsFunctionBreakpoints": True,
    "supportsConditionalBreakpoints": True,
    "supportsHitConditionalBreakpoints": True,
    "supportsEvaluateForHovers": True,
    "exceptionBreakpointFilters": [
        {
            "filter": Exceptions.RAISED.value,
            "label": "Raised (predicted)",
            "description": "Where the predicted run raises an exception, caught or not.",
            "default": False,
        },
        {
            "filter": Exceptions.UNCAUGHT.value,
            "label": "Uncaught (predicted)",
            "description": "Where the predicted run raises an exception that nothing catches.",
            "default": True,
        },
    ],
    "supportsStepBack": True,
    "supportsSetVariable": True,
    "supportsSetExpression": True,
    "supportsRestartFrame": True,
    "supportsGotoTargetsRequest": True,
    "supportsCompletionsRequest": True,
    "completionTriggerCharacters": [":"],
    "supportsRestartRequest": True,
    "supportsExceptionInfoRequest": True,
    "supportTerminateDebuggee": False,
    "supportsTerminateRequest": True,
    "supportsDelayedStackTraceLoading": False,
    "supportsLoadedSourcesRequest": True,
    "supportsLogPoints": True,
    "supportsDataBreakpoints": True,
    "supportsBreakpointLocationsRequest": True,
    "supportsClipboardContext": True,
    "supportsSteppingGranularity": True,
    "supportsCancelRequest": True,
}


def initialize(adapter: Adapter, arguments: Arguments) -> dict[str, Any]:
    """What we can do. A second one is refused."""
    if adapter.client is not None:
        raise RequestError("initialize has been said already.")
    adapter.client = Client.read(arguments)
    return CAPABILITIES


async def launch(adapter: Adapter, arguments: Arguments) -> Then:
    """Work out what is to be predicted; `initialized` follows, since breakpoints are placed in a program."""
    if adapter.debuggee is not None or adapter.is_launching:
        raise RequestError("Something is being debugged already; restart it, or disconnect first.")
    await _launch(adapter, arguments)
    return Then(None, partial(adapter.event, "initialized"))


async def _launch(adapter: Adapter, arguments: Arguments) -> None:
    adapter.is_launching = True
    try:
        debuggee, model = await _debuggee(adapter, arguments)
    finally:
        adapter.is_launching = False
    adapter.launched = arguments
    adapter.debuggee = debuggee
    call = debuggee.context.call or debuggee.question.function.qualname
    adapter.event("process", {"name": f"{MARK}: {call}", "isLocalProcess": True, "startMethod": "launch"})
    adapter.say(greeting(debuggee, model))
    debuggee.run.want(0)


async def _debuggee(adapter: Adapter, arguments: Arguments) -> tuple[Debuggee, str]:
    host = adapter.host
    configuration, complaints = host.configuration(flattened(arguments.raw("settings")))
    for complaint in complaints:
        adapter.say(complaint, "important")
    max_frames = arguments.number("maxFrames", MAX_FRAMES)
    if not 1 <= max_frames <= _MOST_FRAMES:
        raise RequestError(f"maxFrames should be a number from 1 to {_MOST_FRAMES}.", show=True)
    path = file_path(arguments.text("program"))
    text = arguments.text("text", "") or await asyncio.to_thread(host.read, path)
    asked = question(
        path,
        text,
        function=arguments.text("function", ""),
        call=arguments.text("call", ""),
        line=arguments.optional_number("line"),
    )
    engine, calibration = host.engine(configuration)
    await make_ready_to_encode(engine)
    settings = TraceSettings(max_frames, configuration.context_tokens or None, verify=configuration.verify)
    context = await asyncio.to_thread(trace_context, engine, asked.document, asked.function, asked.call, settings)
    key = partial(
        Key,
        engine=engine.identity,
        verify=configuration.verify.value,
        entry=asked.function.qualname,
        context=await asyncio.to_thread(likeness, context.text),
    )
    known = await _recalled(
        adapter, configuration, [key(max_frames=n) for n in (max_frames, configuration.max_frames)], context
    )
    if known is not None:
        context = fitted(known.context.text, context)
    is_whole = known is not None and (known.status is not Status.CUT_OFF or len(known.frames) >= max_frames)
    debuggee = Debuggee(
        asked,
        context,
        engine,
        calibration,
        settings,
        known=known if is_whole else None,
        begun=Beginning(known.frames, known.timeline) if known is not None and not is_whole else None,
        finished=partial(host.remember, configuration, key(max_frames=max_frames)),
        complain=partial(adapter.say, category="stderr"),
        leaves_calls=arguments.flag("directReturns", configuration.engine is not EngineName.EMBEDDED),
    )
    return debuggee, engine.model


async def _recalled(
    adapter: Adapter, configuration: Configuration, keys: list[Key], context: Context
) -> TracePrediction | None:
    """What is remembered of the call: also of a language server's, which looks less far."""
    for key in keys:
        found = await adapter.host.recall(configuration, key, context)
        if found is not None:
            return found
    return None


def configuration_done(adapter: Adapter, _: Arguments) -> Then:
    """The client has said all about breakpoints: go to the first line, or on to the first breakpoint."""
    debuggee = adapter.subject
    if adapter.has_started:
        raise RequestError("configurationDone has been said already.")
    adapter.wanted.place(debuggee)
    adapter.has_started = True
    return Then(None, partial(begin_start, adapter))


async def restart(adapter: Adapter, arguments: Arguments) -> Then:
    """Read the file again and begin anew; breakpoints stay."""
    before = adapter.launched
    if before is None or adapter.is_launching:
        raise RequestError("Nothing has been launched yet.")
    given = arguments.below("arguments")
    await adapter.leave()
    try:
        await _launch(adapter, given if isinstance(arguments.raw("arguments"), dict) else before)
    except Exception:
        # What was debugged is gone, and the client must not believe otherwise.
        adapter.event("terminated")
        raise
    adapter.has_started = True

    def go_on() -> None:
        for placed in adapter.wanted.place(adapter.subject):
            adapter.event("breakpoint", {"reason": "changed", "breakpoint": placed.body(adapter.speaker)})
        begin_start(adapter)

    return Then(None, go_on)


async def terminate(adapter: Adapter, _: Arguments) -> Then:
    """End the session; the conversation goes on until `disconnect`."""
    await adapter.leave()
    return Then(None, partial(adapter.event, "terminated"))


async def disconnect(adapter: Adapter, _: Arguments) -> Then:
    """End the conversation."""
    await adapter.leave()
    return Then(None, adapter.over.set)


def cancel(adapter: Adapter, arguments: Arguments) -> None:
    """Stop a request or a progress that is under way; not an error where there is none."""
    request = arguments.optional_number("requestId")
    progress = arguments.text("progressId", "")
    if request:
        adapter.cancel_request(request)
    if progress and progress == str(adapter.progress) and adapter.debuggee is not None:
        adapter.debuggee.halt()


def threads(adapter: Adapter, _: Arguments) -> dict[str, Any]:
    """The only one."""
    debuggee = adapter.debuggee
    if debuggee is None:
        return {"threads": []}
    call = debuggee.context.call or debuggee.question.function.qualname
    return {"threads": [{"id": THREAD, "name": f"{call} ({MARK})"}]}


LIFE: dict[str, Handler] = {
    "initialize": initialize,
    "launch": launch,
    # The predictions of a language server are shared through what is remembered, so there is nothing else to attach to.
    "attach": launch,
    "configurationDone": configuration_done,
    "restart": restart,
    "terminate": terminate,
    "disconnect": disconnect,
    "cancel": cancel,
    "threads": threads,
}

"""From a request to a prediction on the screen: asks the question, drives the engine, hands each state to the face."""

from __future__ import annotations

import asyncio
import sys
from contextlib import aclosing
from dataclasses import dataclass
from typing import Literal

from cwm_lsp.cli.command import DONE, FAILED, NO_ENGINE, CommandError
from cwm_lsp.cli.engines import calibration_for, engine_for
from cwm_lsp.cli.faces import face_for
from cwm_lsp.cli.questions import Question, question
from cwm_lsp.engine.choosing import EngineChoice, losses_of
from cwm_lsp.engine.protocol import Engine, EngineError
from cwm_lsp.predict.certainty import Verify
from cwm_lsp.predict.trace import PredictionError, Status, TracePrediction, TraceSettings, predict_trace


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line says.

    Attributes:
        target: FILE or FILE::FUNCTION.
        call: None to take one from the file.
        max_frames: the most frames.
        verify: what is done with steps that follow for certain.
        engine: what predicts.
        shape: how it is shown.
    """

    target: str
    call: str | None
    max_frames: int
    verify: Literal["off", "mark", "correct"]
    engine: EngineChoice
    shape: Literal["terminal", "plain", "json"]


def trace(request: Request) -> int:
    """Predict and show; gives the exit status.

    Raises:
        CommandError: the question is wrong, or the engine can't answer.
    """
    asked = question(request.target, request.call)
    engine = engine_for(request.engine)
    try:
        final = asyncio.run(_predict(asked, engine, request))
    except EngineError as error:
        raise CommandError(str(error), NO_ENGINE) from error
    except PredictionError as error:
        raise CommandError(str(error)) from error
    return DONE if final is not None and final.status is Status.COMPLETE else FAILED


async def _predict(asked: Question, engine: Engine, request: Request) -> TracePrediction | None:
    final: TracePrediction | None = None
    settings = TraceSettings(max_frames=request.max_frames, verify=Verify(request.verify))
    try:
        # Before anything is shown: without an engine there is only an error.
        await engine.load()
        for lost in losses_of(engine):
            print(f"cwm-lsp trace: {lost}", file=sys.stderr)
        with face_for(request.shape, asked, calibration_for(engine, settings.verify)) as face:
            predictions = predict_trace(engine, asked.document, asked.function, asked.call, settings)
            async with aclosing(predictions):
                async for prediction in predictions:
                    final = prediction
                    face.show(prediction)
            if final is not None:
                face.finish(final)
    finally:
        await engine.close()
    return final

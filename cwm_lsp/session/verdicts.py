"""Whether a function ends and how it grows: asked once nothing is left to predict, kept by what it was asked about.

What a verdict is and how it is reached is `predict`'s work; when it is due is decided in `session`.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace

from cwm_lsp.engine.choosing import make_ready_to_encode
from cwm_lsp.engine.protocol import Engine, EngineError
from cwm_lsp.predict.judging.complexity import judge_complexity
from cwm_lsp.predict.judging.termination import TerminationSettings, judge, question_source
from cwm_lsp.predict.judging.verdicts import ComplexityVerdict, TerminationVerdict
from cwm_lsp.predict.opinions.answers import AnswerMemory
from cwm_lsp.predict.opinions.asking import ask_complexity
from cwm_lsp.predict.opinions.opinion import ComplexityOpinion
from cwm_lsp.predict.trace import PredictionError, trace_context
from cwm_lsp.session.files import OpenFile
from cwm_lsp.session.placement import Placement
from cwm_lsp.session.settings import SessionSettings
from cwm_lsp.session.views import Judged
from cwm_lsp.source.context import Context
from cwm_lsp.source.example_calls import example_calls
from cwm_lsp.source.functions import Function

logger = logging.getLogger(__name__)

_MOST_KEPT = 256
"""Functions whose verdicts are remembered."""


@dataclass(frozen=True, slots=True)
class _Known:
    """Verdicts, and the context in whose file their lines are counted."""

    context: Context
    termination: TerminationVerdict | None
    complexity: ComplexityVerdict | None


class VerdictMemory:
    """Verdicts by engine, questions and text; those that were not asked for longest are forgotten first."""

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[object, ...], _Known] = OrderedDict()

    def get(self, key: tuple[object, ...]) -> _Known | None:
        """What was found before."""
        found = self._held.get(key)
        if found is not None:
            self._held.move_to_end(key)
        return found

    def put(self, key: tuple[object, ...], known: _Known) -> None:
        """Keep what was found."""
        self._held[key] = known
        self._held.move_to_end(key)
        if len(self._held) > _MOST_KEPT:
            self._held.popitem(last=False)


class VerdictJob:
    """Both questions about one function of one state of a file."""

    def __init__(
        self,
        *,
        engine: Engine,
        settings: SessionSettings,
        memory: VerdictMemory,
        store: AnswerMemory | None,
        file: OpenFile,
        function: Function,
        ended: Callable[[VerdictJob], None],
    ) -> None:
        """Args:
        engine: may be asked for its opinion.
        settings: which questions are asked, and how.
        memory: asked first, and told at the end.
        store: keeps what the engine has answered; None for nowhere.
        file: where the verdicts go.
        function: of the file's latest text.
        ended: called at the very end.
        """
        self.uri = file.snapshot.uri
        self.function = function
        self._engine = engine
        self._settings = settings
        self._memory = memory
        self._opinion = replace(settings.opinion, memory=store)
        self._file = file
        self._document = file.document
        self._ended = ended
        self._task: asyncio.Task[None] | None = None
        self._is_ending = False

    def cancel(self) -> None:
        """End as soon as the engine can."""
        self._is_ending = True
        if self._task is not None:
            self._task.cancel()

    async def do(self) -> None:
        """Judge, whatever comes of it."""
        self._task = asyncio.current_task()
        try:
            if not self._is_ending:
                await self._judged()
        except (EngineError, PredictionError) as error:
            # Not worth a message: where the engine is gone, predictions have said so.
            logger.info("No verdict on %s: %s", self.function.qualname, error)
            self._settle(None)
        except asyncio.CancelledError:
            raise
        except Exception:
            logger.exception("Judging %s failed.", self.function.qualname)
            self._settle(None)
        finally:
            self._ended(self)

    async def _judged(self) -> None:
        name = self.function.qualname
        # Where the text says enough a model is not even loaded.
        await make_ready_to_encode(self._engine)
        context, tried = await asyncio.to_thread(self._question)
        wanted = (self._settings.termination, self._settings.complexity)
        key = (self._engine.identity, *wanted, self._opinion, name, context.text, tried)
        known = self._memory.get(key)
        if known is None:
            known = await self._asked(context)
            self._memory.put(key, known)
        self._settle(Judged(self.uri, name, known.termination, known.complexity, _placed(known.context, context)))

    def _question(self) -> tuple[Context, tuple[str, ...]]:
        """What verdicts depend on: the text, and the file's own calls, whose runs are followed."""
        context = trace_context(self._engine, self._document, self.function, None, self._settings.trace)
        return context, tuple(one.expression for one in example_calls(self._document, self.function))

    async def _asked(self, context: Context) -> _Known:
        termination = complexity = None
        if self._settings.termination:
            settings = TerminationSettings(opinion=self._opinion)
            termination = await judge(self._document, self.function, self._engine, settings)
        if self._settings.complexity and not (termination is not None and termination.never_ends):
            # What never ends has no class of growth.
            complexity = await judge_complexity(self._document, self.function, opinion=self._opinion_on_growth)
        return _Known(context, termination, complexity)

    async def _opinion_on_growth(self) -> ComplexityOpinion:
        source = await asyncio.to_thread(question_source, self._document, self.function)
        return await ask_complexity(self._engine, source, self.function.name, self._opinion)

    def _settle(self, judged: Judged | None) -> None:
        self._file.judge(self.function.qualname, self._document, judged)


def _placed(before: Context, now: Context) -> Placement:
    """Where the lines of a context stand in the file that gives the same one now."""
    lines = {
        old: new for old, new in zip(before.line_map, now.line_map, strict=True) if old is not None and new is not None
    }
    functions: list[tuple[int, int, int]] = []
    for old, new in zip(before.functions, now.functions, strict=True):
        functions.append((old.first_line, old.def_line, old.last_line))
        lines |= {old.first_line: new.first_line, old.def_line: new.def_line, old.last_line: new.last_line}
    return Placement(dict(sorted(lines.items())), tuple(functions))

"""What a session knows of an open file: its text, what is looked at, what is shown, and where work remains."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from cwm_lsp.predict.complexity.classes import ComplexityClass
from cwm_lsp.session.documents import Change, Snapshot
from cwm_lsp.session.selection import Selection
from cwm_lsp.session.settings import Trigger
from cwm_lsp.session.views import Judged, State, View
from cwm_lsp.source.document import Document
from cwm_lsp.source.functions import Function


@dataclass(slots=True)
class OpenFile:
    """The books of one file.

    Attributes:
        snapshot: its latest state.
        rests_at: the time from which on its text may be predicted.
        focus: the line under work, 1-based; None before anything pointed at one.
        visible: the first and the last line in sight.
        views: what can be shown, by function.
        settled: for each function the document for which there is nothing more to do.
        saved: the text as it was opened or saved.
        asked: for each function that somebody has asked for, the document for which they have.
        unasked: for each function whose view was found to be right, or to be none, without asking: the document.
        postponed: for each function without an example call the document in which it has none.
        calls: for each function the call that was predicted last.
        selection: what is picked for display.
        judged: the verdicts on functions.
        judged_in: for each function the document in which its verdicts were looked for.
        grew: for each function the class of its time in the text as it was opened or saved.
        is_judged_whole: whether somebody wants verdicts on all functions, in sight or not.
    """

    snapshot: Snapshot
    rests_at: float
    focus: int | None = None
    visible: tuple[int, int] | None = None
    views: dict[str, View] = field(default_factory=lambda: {})
    settled: dict[str, Document] = field(default_factory=lambda: {})
    saved: Document | None = None
    asked: dict[str, Document] = field(default_factory=lambda: {})
    unasked: dict[str, Document] = field(default_factory=lambda: {})
    postponed: dict[str, Document] = field(default_factory=lambda: {})
    calls: dict[str, str] = field(default_factory=lambda: {})
    selection: Selection = field(default_factory=Selection)
    judged: dict[str, Judged] = field(default_factory=lambda: {})
    judged_in: dict[str, Document] = field(default_factory=lambda: {})
    grew: dict[str, ComplexityClass] = field(default_factory=lambda: {})
    is_judged_whole: bool = False

    @property
    def document(self) -> Document:
        """The latest text."""
        return self.snapshot.document

    def function_at(self, line: int | None) -> Function | None:
        """The function that a line belongs to: the outermost, since an inner one has no calls of its own."""
        holding = [one for one in self.document.functions if line is not None and line in one and is_callable(one)]
        return max(holding, key=lambda one: one.last_line - one.first_line, default=None)

    def under_work(self) -> Function | None:
        """The function that holds the focus."""
        return self.function_at(self.focus)

    def in_sight(self, most: int) -> Iterator[Function]:
        """The visible functions, those nearest to the focus first."""
        if self.visible is None:
            return
        first, last = self.visible
        middle = self.focus if self.focus is not None else first
        latest = {one.qualname: one for one in self.document.functions if is_callable(one)}
        found = [one for one in latest.values() if one.first_line <= last and first <= one.last_line]
        found.sort(key=lambda one: (max(one.first_line - middle, middle - one.last_line, 0), one.first_line))
        yield from found[:most]

    def is_settled(self, function: Function, trigger: Trigger) -> bool:
        """Whether nothing is left to do for a function of the latest text."""
        name = function.qualname
        if self.settled.get(name) is self.document:
            return True
        if self.may_ask(function, trigger):
            return False
        return name not in self.views or self.unasked.get(name) is self.document

    def may_ask(self, function: Function, trigger: Trigger) -> bool:
        """Whether the engine may be asked about a function of the latest text."""
        if trigger is Trigger.ON_TYPE or self.asked.get(function.qualname) is self.document:
            return True
        return trigger is Trigger.ON_SAVE and self.saved is self.document

    def is_postponed(self, function: Function) -> bool:
        """Whether others go first, since the arguments would have to be invented."""
        return self.postponed.get(function.qualname) is self.document

    def update(self, snapshot: Snapshot, change: Change) -> bool:
        """Take the next state: views move with their lines, and those whose text was touched go.

        Args:
            snapshot: the state.
            change: how its lines differ from those before.

        Returns:
            Whether any view or verdict went.
        """
        self.snapshot = snapshot
        before = len(self.views) + len(self.judged)
        for name, view in tuple(self.views.items()):
            placement = view.placement.moved(change, snapshot.document.lines) if view.placement is not None else None
            if placement is None:
                self.drop(name)
            else:
                self.views[name] = View(view.uri, view.function, view.state, view.prediction, placement, view.message)
        for name, judged in tuple(self.judged.items()):
            placement = judged.placement.moved(change, snapshot.document.lines)
            if placement is None:
                del self.judged[name]
            else:
                self.judged[name] = replace(judged, placement=placement)
        if self.focus is not None:
            self.focus = change.line(self.focus) or min(change.first, len(snapshot.document.lines))
        return len(self.views) + len(self.judged) != before

    def show(self, view: View, most: int) -> None:
        """Put a view in its place; beyond `most`, the oldest go."""
        self.views.pop(view.function, None)
        self.views[view.function] = view
        for name in tuple(self.views)[: max(0, len(self.views) - most)]:
            del self.views[name]
            self.settled.pop(name, None)

    def judge(self, function: str, document: Document, judged: Judged | None) -> None:
        """Keep the verdicts on a function of the latest text, or that there are none."""
        if document is not self.document:
            return
        self.judged_in[function] = document
        if judged is not None:
            self.judged[function] = replace(judged, before=self.grew.get(function))
            if document is self.saved:
                self._remember(judged)

    def save(self) -> None:
        """The text was saved as it is: what grows faster from now on grows faster than this."""
        self.saved = self.document
        for function, judged in self.judged.items():
            if self.judged_in.get(function) is self.document:
                self._remember(judged)
                self.judged[function] = replace(judged, before=self.grew.get(function))

    def _remember(self, judged: Judged) -> None:
        if judged.complexity is not None and judged.complexity.time is not None:
            self.grew[judged.function] = judged.complexity.time

    def unjudged(self, most: int) -> Iterator[Function]:
        """Functions in sight whose verdicts were not looked for since the text changed."""
        functions = self.in_sight(most)
        if self.is_judged_whole:
            functions = iter([one for one in self.document.functions if is_callable(one)])
        yield from (one for one in functions if self.judged_in.get(one.qualname) is not self.document)

    def drop(self, function: str) -> None:
        """Take a view away; passes and activations that were picked in it name nothing any more."""
        view = self.views.pop(function, None)
        if view is not None and view.prediction is not None:
            self.selection = self.selection.without_places({one.qualname for one in view.prediction.context.functions})

    def prune(self) -> bool:
        """Take away the views of functions that are no longer there; whether there were any."""
        names = {one.qualname for one in self.document.functions}
        gone = [name for name in self.views if name not in names]
        for name in gone:
            del self.views[name]
        self.settled = {name: document for name, document in self.settled.items() if name in names}
        self.postponed = {name: document for name, document in self.postponed.items() if name in names}
        for books in (self.asked, self.unasked, self.judged, self.judged_in):
            for name in books.keys() - names:
                del books[name]
        self.calls = {name: call for name, call in self.calls.items() if name in names}
        return bool(gone)


def is_callable(function: Function) -> bool:
    """Whether a call of the function can be written down: it is whole, and not within another one."""
    return not function.has_error and "<locals>" not in function.qualname


def without_prediction(uri: str, function: str, state: State, message: str) -> View:
    """A view that says why there is nothing."""
    return View(uri, function, state, message=message)

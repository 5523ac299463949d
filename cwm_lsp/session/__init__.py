"""What an editor's session is: open files, what is predicted of them now, what is cancelled, what is remembered.

Everything of interest is imported from here; the modules below are its parts.
"""

from cwm_lsp.session.announcing import Listener
from cwm_lsp.session.clock import Clock, Timer
from cwm_lsp.session.documents import Edit, Snapshot
from cwm_lsp.session.files import is_callable
from cwm_lsp.session.placement import Placement
from cwm_lsp.session.selection import Loop, PickedCall, Selection
from cwm_lsp.session.session import Session
from cwm_lsp.session.settings import SessionSettings
from cwm_lsp.session.views import (
    EngineChanged,
    EngineStatus,
    Event,
    Judged,
    PredictionBegun,
    PredictionEnded,
    State,
    View,
    ViewsChanged,
)

__all__ = [
    "Clock",
    "Edit",
    "EngineChanged",
    "EngineStatus",
    "Event",
    "Judged",
    "Listener",
    "Loop",
    "PickedCall",
    "Placement",
    "PredictionBegun",
    "PredictionEnded",
    "Selection",
    "Session",
    "SessionSettings",
    "Snapshot",
    "State",
    "Timer",
    "View",
    "ViewsChanged",
    "is_callable",
]

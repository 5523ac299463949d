"""What a handler is, and what the handlers of several files share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cwm_lsp.dap.requests import Arguments

if TYPE_CHECKING:
    from cwm_lsp.dap.adapter import Adapter

THREAD = 1
"""The only thread's number."""

Handler = Callable[["Adapter", Arguments], Any]
"""Returns the answer's body, a `Then`, or an awaitable of one of them."""


@dataclass(frozen=True, slots=True)
class Then:
    """An answer, and what is to be done once it has been sent.

    Attributes:
        body: the answer's.
        after: done next.
    """

    body: object
    after: Callable[[], None]

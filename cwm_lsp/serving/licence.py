"""The licence of Meta's weights, told once before they are first used; that it was told is remembered in a file of the user's."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from platformdirs import user_state_path

from cwm_lsp.serving.weights import Weights

NOTICE = """\
The weights of facebook/cwm are Meta's, under a licence of their own: for non-commercial research,
not for any commercial product or service. Read it at https://huggingface.co/facebook/cwm before
you use them. cwm-lsp and the model that ships with it are under the MIT licence.
(This is told once.)"""


def notice(weights: Weights, folder: Path | None = None) -> str | None:
    """What has to be told before these weights are used, and remember that it was; None if nothing.

    Args:
        weights: about to be served.
        folder: where it is remembered; None for the user's usual one.
    """
    if not weights.is_metas:
        return None
    told = (folder or user_state_path("cwm-lsp", appauthor=False)) / "licence-of-cwm-told"
    if told.exists():
        return None
    # Where nothing can be remembered it is told again.
    with suppress(OSError):
        told.parent.mkdir(parents=True, exist_ok=True)
        told.touch()
    return NOTICE

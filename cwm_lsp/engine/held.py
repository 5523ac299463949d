"""What every in-process model has in common: state held for some tokens, and passes that extend it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from cwm_lsp.engine.decoding import Logits


class Held:
    """What was computed for one sequence's tokens.

    Attributes:
        tokens: the tokens whose state is held. Removing some from the end is all that rewinding takes.
    """

    def __init__(self) -> None:
        self.tokens: list[int] = []

    def shared(self, ids: Sequence[int]) -> int:
        """How many tokens at the beginning of `ids` are the ones held here."""
        held = len(self.tokens)
        if len(ids) >= held and self.tokens == ids[:held]:
            return held
        for position, (mine, theirs) in enumerate(zip(self.tokens, ids, strict=False)):
            if mine != theirs:
                return position
        return min(held, len(ids))


H = TypeVar("H", bound=Held)


class Model(Protocol[H]):
    """A model in this process. Nothing here is safe for two threads at once."""

    @property
    def vocabulary(self) -> int:
        """Token ids run from 0 to this, exclusive."""
        ...

    @property
    def context(self) -> int:
        """The most tokens of a sequence."""
        ...

    def cache(self) -> H:
        """State for no tokens yet."""
        ...

    def copy(self, source: H, target: H, count: int) -> None:
        """Have `target` hold the state of the first `count` tokens of `source`, and nothing else."""
        ...

    def extend(self, cache: H, ids: Sequence[int]) -> Logits:
        """One pass over some more tokens.

        Args:
            cache: of the tokens before; holds these afterwards too.
            ids: at least one token, at most as many as there is room for.

        Returns:
            The logits after the last of them, [vocabulary]; valid until the next pass.

        Raises:
            EngineError: the runtime failed.
        """
        ...

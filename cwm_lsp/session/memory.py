"""Predictions that were made, by what they were made from, so that the same question costs no tokens.

Bounded, and in this process only; what outlives it is in `store`.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from cwm_lsp.predict.trace import TracePrediction


@dataclass(frozen=True, slots=True)
class Key:
    """All that a prediction depends on.

    Attributes:
        engine: the engine's identity.
        max_frames: where a prediction is cut off.
        verify: what is done with steps that follow for certain.
        entry: the entry point's qualified name.
        context: the likeness of the text handed to the model, the call included.
    """

    engine: str
    max_frames: int
    verify: str
    entry: str
    context: str


class Memory:
    """Finished predictions; those that were not asked for longest are forgotten first."""

    def __init__(self, most_frames: int) -> None:
        """Args:
        most_frames: frames of all predictions together; a frame takes about a kilobyte or two.
        """
        self._most_frames = most_frames
        self._frames = 0
        self._held: OrderedDict[Key, TracePrediction] = OrderedDict()

    def __len__(self) -> int:
        return len(self._held)

    @property
    def frames(self) -> int:
        """Frames of all predictions that are held."""
        return self._frames

    def bound(self, most_frames: int) -> None:
        """Hold no more frames than these from now on."""
        self._most_frames = most_frames
        self._forget()

    def get(self, key: Key) -> TracePrediction | None:
        """The prediction, line numbers as they were when it was made."""
        found = self._held.get(key)
        if found is not None:
            self._held.move_to_end(key)
        return found

    def put(self, key: Key, prediction: TracePrediction) -> None:
        """Keep a finished prediction."""
        before = self._held.pop(key, None)
        self._frames += len(prediction.frames) - (len(before.frames) if before is not None else 0)
        self._held[key] = prediction
        self._forget()

    def _forget(self) -> None:
        while self._frames > self._most_frames:
            _, forgotten = self._held.popitem(last=False)
            self._frames -= len(forgotten.frames)

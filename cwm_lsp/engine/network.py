"""Passes of the embedded model through onnxruntime, each over a key-value cache that the caller holds.

The graph is made by `training/onnx_graph.py`. This module knows tokens and logits; which tokens to pass, and what to
make of the logits, is `embedded`'s business. Nothing here is safe for two threads at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from cwm_lsp.engine.held import Held
from cwm_lsp.engine.protocol import EngineError


@dataclass(frozen=True, slots=True)
class Shape:
    """The dimensions of the graph that matter to whoever holds its cache.

    Attributes:
        context: the most tokens of a sequence.
    """

    layers: int
    key_value_heads: int
    head: int
    context: int
    vocabulary: int


class _Binding(Protocol):
    """The part of onnxruntime's `IOBinding` that is used; its own types are not annotated."""

    def bind_input(
        self, name: str, device_type: str, device_id: int, element_type: Any, shape: Sequence[int], buffer_ptr: int
    ) -> None: ...

    def bind_output(
        self, name: str, device_type: str, device_id: int, element_type: Any, shape: Sequence[int], buffer_ptr: int
    ) -> None: ...


class _Session(Protocol):
    """The part of onnxruntime's `InferenceSession` that is used."""

    def io_binding(self) -> _Binding: ...

    def run_with_iobinding(self, iobinding: _Binding) -> None: ...


class Cache(Held):
    """The keys and values of one sequence's tokens, in memory that the graph reads and extends in place."""

    def __init__(self, shape: Shape, binding: _Binding) -> None:
        super().__init__()
        size = (2 * shape.layers, 1, shape.key_value_heads, shape.context, shape.head)
        # Never cleared: pages that no token has reached cost no memory.
        self._memory: NDArray[np.float32] = np.empty(size, np.float32)
        self._binding = binding
        self._last = np.zeros(1, np.int32)
        self._total = np.zeros((), np.int32)
        self._ids = np.zeros((1, 1), np.int64)
        self._logits = np.empty(shape.vocabulary, np.float32)
        for layer in range(shape.layers):
            for index, kind in enumerate(("key", "value")):
                part = self._memory[2 * layer + index]
                binding.bind_input(f"past_{kind}.{layer}", "cpu", 0, np.float32, part.shape, part.ctypes.data)
                binding.bind_output(f"present_{kind}.{layer}", "cpu", 0, np.float32, part.shape, part.ctypes.data)
        binding.bind_input("last", "cpu", 0, np.int32, self._last.shape, self._last.ctypes.data)
        binding.bind_input("total", "cpu", 0, np.int32, self._total.shape, self._total.ctypes.data)
        binding.bind_output("logits", "cpu", 0, np.float32, self._logits.shape, self._logits.ctypes.data)
        self._bind_ids()

    def _bind_ids(self) -> None:
        self._binding.bind_input("ids", "cpu", 0, np.int64, self._ids.shape, self._ids.ctypes.data)

    def copy_from(self, other: Cache, count: int) -> None:
        """Take over the state of another cache's first `count` tokens, forgetting one's own."""
        self.tokens = other.tokens[:count]
        self._memory[..., :count, :] = other._memory[..., :count, :]

    def extend(self, session: _Session, ids: Sequence[int]) -> NDArray[np.float32]:
        """One pass over some more tokens.

        Args:
            session: that of the network which made this cache.
            ids: at least one token, at most as many as there is room for.

        Returns:
            The logits after the last of them, [vocabulary]; valid until the next pass.

        Raises:
            EngineError: the runtime failed.
        """
        if self._ids.shape[1] == len(ids):
            self._ids[0] = ids
        else:
            self._ids = np.array([ids], np.int64)
            self._bind_ids()
        length = len(self.tokens) + len(ids)
        self._last[0] = length - 1
        self._total[()] = length
        try:
            session.run_with_iobinding(self._binding)
        except Exception as error:  # onnxruntime's exceptions have no common base but this
            raise EngineError(f"The embedded model failed in onnxruntime: {error}") from error
        self.tokens.extend(ids)
        return self._logits


class Network:
    """The graph, loaded.

    Attributes:
        shape: its dimensions.
    """

    def __init__(self, path: Path, shape: Shape, threads: int) -> None:
        """Load the graph; takes some tenths of a second.

        Args:
            path: the ONNX file.
            shape: its dimensions.
            threads: how many threads one pass may use.

        Raises:
            EngineError: the file is missing or broken, or this onnxruntime can't run it.
        """
        # Here, not above: importing onnxruntime takes a while, and loading happens off the event loop.
        import onnxruntime  # pyright: ignore[reportMissingTypeStubs]  # it has none

        runtime: Any = onnxruntime
        options = runtime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # Threads that spin between passes would take the editor's cores.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        try:
            session: _Session = runtime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime's exceptions have no common base but this
            raise EngineError(
                f"onnxruntime {runtime.__version__} can't load the embedded model ({path.name}): {error}. "
                "Reinstall cwm-lsp with onnxruntime 1.23 or newer."
            ) from error
        self.shape = shape
        self._session = session
        self.extend(self.cache(), [0])  # the first pass is slow: get it over with

    def cache(self) -> Cache:
        """An empty cache."""
        return Cache(self.shape, self._session.io_binding())

    @property
    def vocabulary(self) -> int:
        """Token ids run from 0 to this, exclusive."""
        return self.shape.vocabulary

    @property
    def context(self) -> int:
        """The most tokens of a sequence."""
        return self.shape.context

    def copy(self, source: Cache, target: Cache, count: int) -> None:
        """As `Cache.copy_from`."""
        target.copy_from(source, count)

    def extend(self, cache: Cache, ids: Sequence[int]) -> NDArray[np.float32]:
        """As `Cache.extend`."""
        return cache.extend(self._session, ids)

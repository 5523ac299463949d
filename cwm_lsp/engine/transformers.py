"""A CWM checkpoint in this process, through Hugging Face transformers on the processor or a GPU.

For whoever has torch and no server. The weights must be on this machine: nothing is downloaded. A server computes the same
faster; see `engine/server`.
"""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from cwm_lsp.engine.decoding import Logits
from cwm_lsp.engine.held import Held
from cwm_lsp.engine.local import Core, LocalGeneration
from cwm_lsp.engine.protocol import Counters, EngineError
from cwm_lsp.engine.tokenizer import SPECIAL_TOKENS
from cwm_lsp.engine.words import Words, folder_of, is_for_chat, is_ours, lacking, words_in
from cwm_lsp.engine.worker import Steps, Worker

REVISION = 2
"""Raised whenever the same weights would give other answers, so that predictions stored before are not used."""
DEFAULT = "facebook/cwm"
_INSTALL = "Install it with: pip install 'cwm-lsp[transformers]'"


class TransformersEngine:
    """A `CwmForCausalLM` as an `Engine`. Several sequences may be asked at once: they take turns, token by token."""

    def __init__(self, model: str | None = None, *, device: str | None = None, idle_caches: int = 2) -> None:
        """Nothing is read before it is needed.

        Args:
            model: a folder, or a name on the hub whose files are in its cache; None for Meta's CWM.
            device: such as `cpu` or `cuda:0`; None for a GPU if torch can use one.
            idle_caches: how many closed sequences' caches are kept for their prefixes.
        """
        self._wanted = model or DEFAULT
        self._device = device
        self._idle_caches = idle_caches
        self._worker = Worker("cwm-lsp transformers model")
        self._words: Words | None = None
        self._core: Core[_State] | None = None
        self._weights = ""
        self._folder: Path | None = None

    @property
    def identity(self) -> str:
        """Names the engine, the model and all that changes its answers; part of every cache key.

        Raises:
            EngineError: the engine is not loaded.
        """
        return f"transformers-{REVISION}:{self._weights}:{self._known_words.digest}"

    @property
    def model(self) -> str:
        """The model's name, for people."""
        return f"{self._folder.name if self._folder else self._wanted} (transformers)"

    @property
    def folder(self) -> Path | None:
        """Where the model's files are; None before it is loaded."""
        return self._folder

    @property
    def chats(self) -> bool:
        """Whether the loaded model was trained for conversations."""
        return self._words is not None and is_for_chat(self._words)

    @property
    def reminded(self) -> bool:
        """Whether the loaded model was trained with reminders."""
        return self._words is not None and is_ours(self._words)

    @property
    def operations(self) -> bool:
        """Whether the loaded model was trained to answer single operations: whoever was trained with reminders was."""
        return self.reminded

    @property
    def context_length(self) -> int:
        """The most tokens a sequence may have.

        Raises:
            EngineError: the engine is not loaded.
        """
        return self._known_core.context

    @property
    def counters(self) -> Counters:
        """What has been done since loading."""
        return self._core.counters if self._core else Counters()

    @property
    def vocabulary_size(self) -> int:
        """Token ids run from 0 to this, exclusive.

        Raises:
            EngineError: the engine is not loaded.
        """
        return self._known_core.size

    def encode(self, pieces: Sequence[str]) -> list[int]:
        """Plain text into token ids; no text ever becomes a special token.

        Raises:
            EngineError: the engine is not loaded.
        """
        return self._known_words.encode(pieces)

    def special(self, text: str) -> int:
        """The id of a special token such as `<|frame_sep|>`.

        Raises:
            EngineError: the model has no such token, or the engine is not loaded.
        """
        token = self._known_words.special(text)
        if token is None:
            raise EngineError(f"{self.model} has no token {text!r}: it is no code world model.")
        return token

    def data(self, token: int) -> bytes:
        """The bytes that a plain token stands for; empty for special tokens."""
        return self._known_words.data(token)

    @property
    def _known_words(self) -> Words:
        if self._words is None:
            raise EngineError(f"{self._wanted} has not been loaded yet; load the engine first.")
        return self._words

    @property
    def _known_core(self) -> Core[_State]:
        if self._core is None:
            raise EngineError(f"{self._wanted} has not been loaded yet; load the engine first.")
        return self._core

    async def load(self) -> None:
        """Read the weights, off the event loop; does nothing when they are there.

        Raises:
            EngineError: a package or the weights are missing, or the model can't predict traces.
        """
        if self._core is None:
            await self._worker.run(self._loading())

    def _loading(self) -> Steps[None]:
        # Two tasks may both have asked; the second job finds the work done.
        if self._core is None:
            folder = folder_of(str(Path(self._wanted).expanduser().absolute())) or folder_of(self._wanted)
            if folder is None:
                raise EngineError(
                    f"The model {self._wanted} is not on this machine. Give the folder of its files with --model; "
                    f"`hf download {DEFAULT}` fetches Meta's CWM, for which the hub wants an account that has accepted "
                    "the (non-commercial) licence, and a token: `hf auth login`."
                )
            words = words_in(folder)
            missing = lacking(words)
            if missing:
                raise EngineError(
                    f"{self._wanted} is no code world model: its vocabulary lacks {', '.join(missing[:3])}. "
                    f"Choose another with --model, such as {DEFAULT}."
                )
            model = _Model(folder, self._device)
            data = [words.data(token) for token in range(model.vocabulary)]
            named = (words.special(name) for name in SPECIAL_TOKENS)
            special = frozenset(token for token in named if token is not None)
            self._weights = _digest(folder) + f":{model.kind}"
            self._folder = folder
            self._words = words
            self._core = Core(model, data, special, self._idle_caches)
        return
        yield

    async def start(self, prompt: Sequence[int]) -> LocalGeneration:
        """Open a sequence. Nothing is computed before its first question.

        Args:
            prompt: at least one token.

        Raises:
            ContextOverflow: the prompt is longer than the context.
            EngineError: the model can't be loaded.
            ValueError: the prompt is empty, or has ids outside the vocabulary.
        """
        await self.load()
        if not prompt:
            raise ValueError("a prompt needs at least one token")
        generation = LocalGeneration(self._worker, self._known_core)
        generation.append(prompt)
        return generation

    async def close(self) -> None:
        """Free the memory and end the thread; questions under way fail. The next `start` loads anew."""
        await self._worker.stop()
        self._core = None


class _State(Held):
    """The key-value cache of one sequence, whole: layers with a window mask it, so that it can be cut anywhere."""

    def __init__(self, cache: Any) -> None:
        super().__init__()
        self.cache = cache


class _Model:
    """The loaded weights.

    Attributes:
        kind: what of device and precision changes answers.
    """

    def __init__(self, folder: Path, device: str | None) -> None:
        # Here, not above: importing torch takes seconds, and loading happens off the event loop.
        try:
            self._torch: Any = import_module("torch")
            self._library: Any = import_module("transformers")
            self._causal: Any = self._library.AutoModelForCausalLM
        except ImportError as error:
            raise EngineError(
                f"The engine `transformers` needs a package that is missing ({error.name}). {_INSTALL}"
            ) from error
        torch = self._torch
        self._device = device or ("cuda" if torch.cuda.is_available() else "cpu")
        # A processor is slow at sixteen bits, and its answers should be the checkpoint's own.
        precision = torch.float32 if self._device == "cpu" else torch.bfloat16
        try:
            self._model: Any = self._causal.from_pretrained(str(folder), dtype=precision, local_files_only=True)
            self._model.to(self._device).eval()
        except Exception as error:  # whatever the library raises for files it can't use
            raise EngineError(f"transformers can't load {folder}: {error}") from error
        parameters = inspect.signature(self._model.forward).parameters
        self._cache_name = "cache" if "cache" in parameters else "past_key_values"
        config = self._model.config
        self.vocabulary = int(config.vocab_size)
        self.context = int(config.max_position_embeddings)
        self.kind = str(precision).removeprefix("torch.")

    def cache(self) -> _State:
        """State for no tokens yet."""
        # Made without the configuration: caches of layers with a window would forget what rewinding needs.
        return _State(self._library.DynamicCache())

    def copy(self, source: _State, target: _State, count: int) -> None:
        """Have `target` hold the state of the first `count` tokens of `source`."""
        target.cache = self._library.DynamicCache()
        for index, layer in enumerate(source.cache.layers):
            keys, values = (part[..., :count, :].clone() for part in (layer.keys, layer.values))
            target.cache.update(keys, values, index)
        target.tokens = source.tokens[:count]

    def extend(self, cache: _State, ids: Sequence[int]) -> Logits:
        """One pass over some more tokens; gives the logits after the last of them."""
        torch = self._torch
        held = len(cache.tokens)
        try:
            # Cut layer by layer: what `crop` takes has changed from version to version.
            for layer in cache.cache.layers if cache.cache.get_seq_length() > held else ():
                layer.keys, layer.values = layer.keys[..., :held, :], layer.values[..., :held, :]
            with torch.inference_mode():
                inputs = torch.tensor([list(ids)], device=self._device)
                answer = self._model(
                    input_ids=inputs, use_cache=True, logits_to_keep=1, **{self._cache_name: cache.cache}
                )
                logits: Logits = answer.logits[0, -1].float().cpu().numpy()
        except RuntimeError as error:
            # A pass that broke off half-way leaves a cache that can't be trusted.
            cache.cache, cache.tokens = self._library.DynamicCache(), []
            raise EngineError(f"The model failed in torch: {str(error).splitlines()[0]}") from error
        cache.tokens.extend(ids)
        return np.asarray(logits, np.float32)


def _digest(folder: Path) -> str:
    """Names the weights by their files' names, sizes and times: reading 65 GB to be quite sure would take minutes."""
    files = sorted((*folder.glob("*.safetensors"), folder / "config.json"))
    described = [(file.name, (stat := file.stat()).st_size, stat.st_mtime_ns) for file in files if file.exists()]
    return hashlib.sha256(repr(described).encode()).hexdigest()[:16]

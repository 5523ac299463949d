"""A served model as an `Engine`: checked when it is loaded, checked anew when the server was lost in between."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from cwm_lsp.engine.protocol import Counters, EngineError
from cwm_lsp.engine.server.abilities import find_abilities
from cwm_lsp.engine.server.address import Address
from cwm_lsp.engine.server.client import Client, Patience
from cwm_lsp.engine.server.facts import check_same_words, check_words, served_model, words_folder
from cwm_lsp.engine.server.generation import ServerGeneration
from cwm_lsp.engine.server.session import Session, Tally
from cwm_lsp.engine.words import NEEDED, Words, digest_of, is_for_chat, is_ours, words_in

REVISION = 2
"""Raised whenever the same server would give other answers, so that predictions stored before are not used."""


class ServerEngine:
    """A model behind OpenAI's completions with token ids: vLLM, llama.cpp's server, SGLang.

    Its counters count requests as passes, and know of computed and reused tokens only what the server tells.
    """

    def __init__(
        self,
        address: Address,
        *,
        model: str | None = None,
        tokenizer: Path | None = None,
        patience: Patience | None = None,
    ) -> None:
        """Nothing is connected before it is needed.

        Args:
            address: the server's; whether it is allowed has been decided.
            model: what the server calls the model; None for the only one it has.
            tokenizer: the folder of the model's tokenizer; None to look for it on this machine.
            patience: the limits of every wait.
        """
        self._address = address
        self._wanted = model
        self._given = tokenizer
        self._client = Client(address, patience or Patience())
        self._session: Session | None = None
        self._loading = asyncio.Lock()
        self._words: tuple[Path, Words] | None = None
        self._tally = Tally()

    @property
    def _known(self) -> Session:
        if self._session is None:
            raise EngineError(f"The server at {self._address.name} has not been asked yet; load the engine first.")
        return self._session

    @property
    def identity(self) -> str:
        """Names the engine, the model and all that changes its answers; part of every cache key.

        Weights that were changed under the same name can't be told apart.

        Raises:
            EngineError: the engine is not loaded.
        """
        known = self._known
        served = known.served
        return f"server-{REVISION}:{digest_of([served, known.words.digest, known.abilities, self._address.base])}"

    @property
    def model(self) -> str:
        """The model's name, for people; the address until it is known."""
        if self._session is None:
            return f"the model at {self._address.name}"
        return (
            Path(self._session.served.id).name if self._session.served.id.startswith("/") else self._session.served.id
        )

    @property
    def losses(self) -> tuple[str, ...]:
        """What is lost with this server, a sentence each; empty before it is loaded, and with vLLM."""
        return self._session.abilities.losses if self._session else ()

    @property
    def address(self) -> Address:
        """Where the server is."""
        return self._address

    @property
    def folder(self) -> Path | None:
        """Where the model's tokenizer is; None before the engine is loaded."""
        return self._session.folder if self._session else None

    @property
    def chats(self) -> bool:
        """Whether the loaded model was trained for conversations."""
        return self._session is not None and is_for_chat(self._session.words)

    @property
    def reminded(self) -> bool:
        """Whether the loaded model was trained with reminders."""
        return self._session is not None and is_ours(self._session.words)

    @property
    def operations(self) -> bool:
        """Whether the loaded model was trained to answer single operations: whoever was trained with reminders was."""
        return self.reminded

    @property
    def context_length(self) -> int:
        """The most tokens a sequence may have: what the server has room for.

        Raises:
            EngineError: the engine is not loaded.
        """
        return self._known.served.context

    @property
    def counters(self) -> Counters:
        """What has been done since loading."""
        return self._tally.counters

    @property
    def vocabulary_size(self) -> int:
        """Token ids run from 0 to this, exclusive.

        Raises:
            EngineError: the engine is not loaded.
        """
        return self._known.words.size

    def encode(self, pieces: Sequence[str]) -> list[int]:
        """Plain text into token ids; no text ever becomes a special token.

        Raises:
            EngineError: the engine is not loaded.
        """
        return self._known.words.encode(pieces)

    def special(self, text: str) -> int:
        """The id of a special token such as `<|frame_sep|>`.

        Raises:
            EngineError: the model has no such token, or the engine is not loaded.
        """
        token = self._known.words.special(text)
        if token is None:
            raise EngineError(f"{self.model} has no token {text!r}.")
        return token

    def data(self, token: int) -> bytes:
        """The bytes that a plain token stands for; empty for special tokens."""
        return self._known.words.data(token)

    async def load(self) -> None:
        """Find out what the server has and can do, and read the tokenizer; does nothing when that is known.

        Raises:
            EngineError: nothing answers, or the model can't predict traces; the message says what to do.
        """
        if self._is_ready():
            return
        async with self._loading:
            if not self._is_ready():
                self._session = await self._found_out()

    def _is_ready(self) -> bool:
        # Where a server was lost another model may stand when something answers again.
        return self._session is not None and not self._session.is_lost

    async def _found_out(self) -> Session:
        served = await served_model(self._client, self._wanted)
        folder = words_folder(served, self._given)
        if self._words is None or self._words[0] != folder:
            # A vocabulary of 128,256 words takes a second.
            self._words = folder, await asyncio.to_thread(words_in, folder)
        words = self._words[1]
        check_words(served, words)
        await check_same_words(self._client, served, words, folder)
        specials = [words.special(name) or 0 for name in (NEEDED[0], NEEDED[9], NEEDED[2])]
        abilities = await find_abilities(self._client, served.id, specials, words.encode(["7"])[0], "7")
        return Session(self._client, self._address.name, served, folder, words, abilities, self._tally)

    async def start(self, prompt: Sequence[int]) -> ServerGeneration:
        """Open a sequence. Nothing is computed before its first question.

        Args:
            prompt: at least one token.

        Raises:
            ContextOverflow: the prompt is longer than the context.
            EngineError: the server can't be reached, or its model can't predict traces.
            ValueError: the prompt is empty, or has ids outside the vocabulary.
        """
        await self.load()
        if not prompt:
            raise ValueError("a prompt needs at least one token")
        generation = ServerGeneration(self._known)
        generation.append(prompt)
        return generation

    async def close(self) -> None:
        """Close all connections. The next `start` opens new ones."""
        self._session = None
        await self._client.close()

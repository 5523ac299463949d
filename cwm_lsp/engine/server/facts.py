"""What a server says of itself: which models, how long their contexts are, whose tokenizer they have. Checked before use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cwm_lsp.engine.protocol import EngineError
from cwm_lsp.engine.server.client import Client, Refused
from cwm_lsp.engine.words import NEEDED, Words, folder_of, lacking

ASSUMED_CONTEXT = 4096
"""Tokens, where a server doesn't tell."""
LEAST_CONTEXT = 512
HOW_TO_SERVE = "`cwm-lsp serve` starts a model that can; or serve facebook/cwm with vLLM."


@dataclass(frozen=True, slots=True)
class Served:
    """A model that a server offers.

    Attributes:
        id: what requests call it.
        root: where the server has it from: a folder, a file, or a name on the hub; empty if it doesn't tell.
        kind: the server's own name for itself, such as `vllm`; empty if it doesn't tell.
        context: the most tokens of a sequence.
    """

    id: str
    root: str
    kind: str
    context: int

    @property
    def name(self) -> str:
        """For people: the last part of a path, else as it is called."""
        return Path(self.id).name if self.id.startswith("/") else self.id


async def served_model(client: Client, wanted: str | None) -> Served:
    """The model to use: the wanted one, or the only one there is.

    Raises:
        EngineError: there is none of that name, or several and none is named.
    """
    listed = await client.get("/v1/models")
    try:
        models = [_served(one) for one in listed["data"]]
    except (KeyError, TypeError, ValueError) as error:
        raise EngineError(f"The server's list of models can't be read ({error!r}). Is the address right?") from error
    names = ", ".join(model.id for model in models) or "none"
    if wanted is not None:
        models = [model for model in models if wanted in (model.id, model.root)]
        if not models:
            raise EngineError(f"The server has no model {wanted!r}; it has: {names}.")
    if len(models) != 1:
        raise EngineError(f"The server has several models or none; name one with --model. It has: {names}.")
    (model,) = models
    if model.context == 0:
        model = Served(model.id, model.root, model.kind, await _context_of_slot(client))
    if model.context < LEAST_CONTEXT:
        raise EngineError(
            f"{model.id} is served with a context of {model.context} tokens, which is too short for a trace. "
            "Start the server with more: --max-model-len for vLLM, --ctx-size for llama.cpp."
        )
    return model


def _served(told: Mapping[str, Any]) -> Served:
    name = str(told["id"])
    kind = str(told.get("owned_by") or "")
    # llama.cpp's `n_ctx_train` is the model's; what the server has room for stands elsewhere.
    return Served(name, str(told.get("root") or name), kind, int(told.get("max_model_len") or 0))


async def _context_of_slot(client: Client) -> int:
    """What llama.cpp's server says of itself."""
    try:
        properties = await client.get("/props")
        return int(properties["default_generation_settings"]["n_ctx"])
    except (Refused, KeyError, TypeError, ValueError):
        return ASSUMED_CONTEXT


def words_folder(served: Served, given: Path | None) -> Path:
    """Where the served model's tokenizer is on this machine.

    Raises:
        EngineError: it isn't.
    """
    if given is not None:
        return given.expanduser()
    found = folder_of(served.root) or folder_of(served.id)
    if found is None:
        raise EngineError(
            f"The tokenizer of {served.id} is not on this machine. Give the folder of its tokenizer.json with "
            "--tokenizer; for Meta's CWM, `hf download facebook/cwm tokenizer.json` fetches it "
            "(the hub wants an account that has accepted the licence, and a token: `hf auth login`)."
        )
    return found


def check_words(served: Served, words: Words) -> None:
    """Raises:
    EngineError: the model's vocabulary has no trace tokens.
    """
    missing = lacking(words)
    if missing:
        raise EngineError(
            f"{served.id} is no code world model: its vocabulary lacks {', '.join(missing[:3])}. {HOW_TO_SERVE}"
        )


async def check_same_words(client: Client, served: Served, words: Words, folder: Path) -> None:
    """Have the server tokenize two of the special tokens, if it can, and compare.

    Raises:
        EngineError: the server's model has another vocabulary than the one in the folder.
    """
    for name in (NEEDED[2], NEEDED[6]):
        # One body for two dialects: vLLM's and llama.cpp's.
        body = {"model": served.id, "prompt": name, "add_special_tokens": False}
        body |= {"content": name, "add_special": False, "parse_special": True}
        try:
            answer = await client.post("/tokenize", body)
            theirs: Sequence[int] = [int(token) for token in answer["tokens"]]
        except (Refused, KeyError, TypeError, ValueError):
            return
        if list(theirs) != [words.special(name)]:
            raise EngineError(
                f"{served.id} has another vocabulary than the tokenizer in {folder}: {name} is token "
                f"{words.special(name)} here and {list(theirs)} there. Give the right folder with --tokenizer, "
                f"or serve another model: {HOW_TO_SERVE}"
            )

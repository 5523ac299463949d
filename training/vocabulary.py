"""Makes the embedded model's vocabulary: the words that code uses most, after the bytes and the fused operators.

Words are counted in the standard library of the interpreter that runs this, and in generated programs. The result is committed; run
it again only for a new model: every id after a changed word moves.
"""

from __future__ import annotations

import builtins
import io
import json
import keyword
import re
import sysconfig
import tokenize
from collections import Counter
from pathlib import Path
from random import Random

from cwm_lsp.engine.tokenizer import INDENTS, JSON_PIECES, MARKER, OPERATORS
from training.programs import sample

WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
WORDS_FROM_LIBRARY = 700
PROGRAMS = 6000
SEEN_AT_LEAST = 4


def words_of(source: str) -> Counter[str]:
    """How often each word stands in an identifier of the source; strings and comments don't count.

    Raises:
        tokenize.TokenError, SyntaxError: this is not Python.
    """
    counted: Counter[str] = Counter()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.NAME:
            counted.update(WORD.findall(token.string))
    return counted


def words_of_library() -> Counter[str]:
    """The words of the standard library's own modules, its packages and tests left out."""
    counted: Counter[str] = Counter()
    for path in sorted(Path(sysconfig.get_paths()["stdlib"]).glob("*.py")):
        try:
            counted += words_of(path.read_text(encoding="utf-8"))
        except (tokenize.TokenError, SyntaxError, UnicodeDecodeError):
            continue
    return counted


def words_of_programs() -> list[str]:
    """The words that generated programs use more than by chance."""
    random = Random("vocabulary")
    counted: Counter[str] = Counter()
    for _ in range(PROGRAMS):
        counted += words_of(sample(random).source)
    return [word for word, count in counted.items() if count >= SEEN_AT_LEAST]


def certain_words() -> list[str]:
    """Keywords, builtins and the methods of the plain types, cut as identifiers are."""
    names = [*keyword.kwlist, *keyword.softkwlist, *dir(builtins), "self", "cls", "main"]
    for kind in (str, list, dict, set, tuple, int, float, bytes):
        names += [name for name in dir(kind) if not name.startswith("_")]
    return [word for name in names for word in WORD.findall(name)]


def vocabulary() -> list[str]:
    """The tokens after the bytes, in order of their ids."""
    frequent = [word for word, _ in words_of_library().most_common(WORDS_FROM_LIBRARY)]
    words = sorted({word for word in (*certain_words(), *words_of_programs(), *frequent) if len(word) > 1})
    return list(dict.fromkeys([*JSON_PIECES, MARKER, *INDENTS, *OPERATORS, *words]))


def main() -> None:
    """Write the vocabulary beside the engine."""
    words = vocabulary()
    target = Path(__file__).parents[1] / "cwm_lsp" / "engine" / "weights" / "vocabulary.json"
    target.write_text(json.dumps(words, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"{len(words)} words -> {target.name}")


if __name__ == "__main__":
    main()

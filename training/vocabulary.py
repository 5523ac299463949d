"""Makes the embedded model's vocabulary: the words that code uses most, after the bytes and the fused operators.

Words are counted in the standard library of the interpreter that runs this, plus the name pools of the generators. The result is
committed; run it again only for a new model: every id after a changed word moves.
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

from cwm_lsp.engine.tokenizer import INDENTS, JSON_PIECES, OPERATORS

WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
WORDS_FROM_LIBRARY = 1100


def words_of_library() -> Counter[str]:
    """How often each word stands in an identifier of the standard library's own modules (its tests left out)."""
    counted: Counter[str] = Counter()
    for path in sorted(Path(sysconfig.get_paths()["stdlib"]).glob("*.py")):
        try:
            tokens = list(tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline))
        except (tokenize.TokenError, SyntaxError, UnicodeDecodeError):
            continue
        for token in tokens:
            if token.type == tokenize.NAME:
                counted.update(WORD.findall(token.string))
    return counted


def certain_words() -> list[str]:
    """Keywords, builtins and the methods of the plain types, cut as identifiers are."""
    names = [*keyword.kwlist, *keyword.softkwlist, *dir(builtins), "self", "cls", "main"]
    for kind in (str, list, dict, set, tuple, int, float, bytes):
        names += [name for name in dir(kind) if not name.startswith("_")]
    return [word for name in names for word in WORD.findall(name)]


def vocabulary(extra: list[str]) -> list[str]:
    """The tokens after the bytes, in order of their ids.

    Args:
        extra: words that the generators use in names.
    """
    frequent = [word for word, _ in words_of_library().most_common(WORDS_FROM_LIBRARY)]
    words = sorted({word for word in (*certain_words(), *extra, *frequent) if len(word) > 1})
    return list(dict.fromkeys([*JSON_PIECES, *INDENTS, *OPERATORS, *words]))


def main() -> None:
    """Write the vocabulary beside the engine."""
    from training.programs import names

    extra = [word for text in names.all_names() for word in WORD.findall(text)]
    target = Path(__file__).parents[1] / "cwm_lsp" / "engine" / "weights" / "vocabulary.json"
    target.write_text(json.dumps(vocabulary(extra), ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"{len(vocabulary(extra))} words -> {target.name}")


if __name__ == "__main__":
    main()

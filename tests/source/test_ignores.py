"""Comments that silence diagnostics, by line and code."""

from __future__ import annotations

from cwm_lsp.source.document import Document
from cwm_lsp.source.ignores import EVERYTHING, ignores, is_ignored

SOURCE = """\
def f(n):  # cwm: ignore[non-termination]
    while True:  # cwm: ignore
        n += 1  # cwm: ignore[non-termination, complexity]
    text = "# cwm: ignore"
    # cwm: ignore(3)
    # cwm: f(3)
"""


def test_codes_by_line() -> None:
    assert ignores(Document.parse(SOURCE)).codes == {
        1: {"non-termination"},
        2: {EVERYTHING},
        3: {"non-termination", "complexity"},
    }


def test_a_comment_at_the_def_silences_the_whole_function() -> None:
    document = Document.parse(SOURCE)
    (function,) = document.functions
    assert is_ignored(ignores(document), function, 4, "non-termination")
    assert not is_ignored(ignores(document), function, 4, "complexity")
    assert is_ignored(ignores(document), function, 2, "complexity")

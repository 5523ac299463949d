from __future__ import annotations

from cwm_lsp.session.documents import change_between
from cwm_lsp.session.placement import Placement
from cwm_lsp.source.document import Document
from tests.predict.true_runs import context_of

SOURCE = """\
LIMIT = 3


def helper(x):
    return x + LIMIT


OTHER = 4


def f(x):
    # A comment.
    y = helper(x)

    return y


def g():
    pass
"""
PLACEMENT = Placement.of(context_of(SOURCE, "f", "f(1)"))
HELPER, F = 4, 11


def moved(before: str, after: str, source: str = SOURCE) -> Placement | None:
    """Where everything is after a replacement; both texts are parts of the source."""
    assert before in source
    text = source.replace(before, after, 1)
    lines = Document.parse(text).lines
    return PLACEMENT.moved(change_between(Document.parse(source).lines, lines), lines)


def test_lines_above_move_all() -> None:
    now = moved("LIMIT = 3\n", "# One.\n# Two.\nLIMIT = 3\n")
    assert now is not None
    assert (now.lines[HELPER], now.lines[F]) == (HELPER + 2, F + 2)


def test_lines_between_move_what_is_below_them() -> None:
    now = moved("OTHER = 4\n", "OTHER = 4\nMORE = 5\n")
    assert now is not None
    assert (now.lines[HELPER], now.lines[F]) == (HELPER, F + 1)


def test_lines_below_move_nothing() -> None:
    assert moved("def g():\n    pass\n", "") == PLACEMENT


def test_an_edit_of_the_function_a_callee_or_a_constant_touches_it() -> None:
    assert moved("y = helper(x)", "y = helper(x) + 1") is None
    assert moved("x + LIMIT", "x - LIMIT") is None
    assert moved("LIMIT = 3", "LIMIT = 33") is None


def test_any_line_within_the_function_touches_it_even_a_comment() -> None:
    assert moved("    # A comment.", "    # Another comment.") is None
    assert moved("\n\n    return y", "\n    z = 1\n\n    return y") is None


def test_blank_lines_around_the_function_do_not_touch_it() -> None:
    assert moved("    return y\n", "    return y\n\n\n") is not None
    assert moved("def f(x):", "\n\ndef f(x):") is not None


def test_a_line_that_the_function_takes_in_touches_it() -> None:
    assert moved("    return y\n", "    return y\n    z = 1\n") is None
    assert moved("    return y\n", "    return y\n\n    # More:\n    z = 1\n") is None
    assert moved("def f(x):", "@cache\ndef f(x):") is None


def test_a_context_found_anew_agrees_with_the_lines_that_moved() -> None:
    text = "# One more.\n" + SOURCE
    now = moved("LIMIT = 3\n", "# One more.\nLIMIT = 3\n")
    assert now is not None
    before, after = context_of(SOURCE, "f", "f(1)"), context_of(text, "f", "f(1)")
    assert now.agrees(before, after)
    assert not PLACEMENT.agrees(before, after)

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from cwm_lsp.source.control_flow import control_flow
from cwm_lsp.source.document import Document

STACK = '''\
import os

class Stack:
    """Holds things."""

    def __init__(self, *items, limit: int = 3):
        self.items = list(items)

    @property
    def top(self):
        return self.items[-1]

def outer(a, /, b, *, c=1, **rest):
    def inner():
        nonlocal b
        b += a
        yield b
    return inner

async def last(): pass
'''


def facts(document: Document) -> list[object]:
    """All that is told of a file's functions."""
    told: list[object] = [document.lines, document.has_error]
    for function in document.functions:
        flow = control_flow(document, function)
        told.append((function, function.locals, flow.entry, [(line, flow.after(line)) for line in flow.lines]))
    return told


def test_functions_in_file_order_with_their_spans() -> None:
    document = Document.parse(STACK)
    assert [(each.qualname, each.first_line, each.def_line, each.last_line) for each in document.functions] == [
        ("Stack.__init__", 6, 6, 7),
        ("Stack.top", 9, 10, 11),
        ("outer", 13, 13, 18),
        ("outer.<locals>.inner", 14, 14, 17),
        ("last", 20, 20, 20),
    ]


def test_what_is_told_of_a_function() -> None:
    document = Document.parse(STACK)
    init, outer, inner, last = (document.function(name) for name in ("__init__", "outer", "inner", "last"))
    assert init is not None and outer is not None and inner is not None and last is not None
    assert init.is_method and init.class_name == "Stack" and init.locals == ("self", "limit", "items")
    assert [(each.name, each.kind, each.annotation, each.default) for each in init.parameters] == [
        ("self", "positional", None, None),
        ("items", "args", None, None),
        ("limit", "keyword", "int", "3"),
    ]
    assert [each.kind for each in outer.parameters] == ["positional-only", "positional", "keyword", "kwargs"]
    assert outer.locals == ("a", "b", "c", "rest", "inner")
    assert inner.is_generator and inner.locals == ("a", "b") and inner.outer_names == ("a", "b")
    assert last.is_async and not last.is_generator


def test_functions_by_name_and_by_line() -> None:
    document = Document.parse(STACK)
    names = {name: document.function(name) for name in ("Stack.top", "top", "outer.<locals>.inner", "nothing")}
    assert {name: each and each.qualname for name, each in names.items()} == {
        "Stack.top": "Stack.top",
        "top": "Stack.top",
        "outer.<locals>.inner": "outer.<locals>.inner",
        "nothing": None,
    }
    at = {line: document.function_at(line) for line in (1, 9, 15, 18)}
    assert {line: each and each.name for line, each in at.items()} == {1: None, 9: "top", 15: "inner", 18: "outer"}


def test_lines_are_split_as_the_tokenizer_does() -> None:
    document = Document.parse("a = 1\r\nb = 2\rdef f():\n    return '\u2028'\n\x0cdef g(): pass")
    assert document.lines == ("a = 1", "b = 2", "def f():", "    return '\u2028'", "\x0cdef g(): pass")
    assert [(each.name, each.def_line) for each in document.functions] == [("f", 3), ("g", 5)]


def test_any_text_is_a_document() -> None:
    for text in ("", "\n", "\x00", "\ud800 = 1\ndef f(): pass", "\ufeffdef f(): pass", "é\U0001f600"):
        assert Document.parse(text).text == text
    assert Document.parse("\ud800 = 1\ndef f(): pass").function("f") is not None


PIECES = st.sampled_from(
    [
        "def f(a):\n",
        "    return a\n",
        "x",
        "\r",
        "\n",
        "\r\n",
        "    ",
        '"',
        '"""',
        "(",
        ")",
        ":",
        "é",
        "😀",
        "if a:\n",
        "class C:\n",
        "    def m(self): pass\n",
        "�",
        "\t",
        "#",
        "while True:\n        break\n",
        "\\\n",
        "\u2028",
        "\x0c",
    ]
)


@settings(max_examples=120, deadline=None)
@given(st.lists(PIECES, max_size=12), st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), PIECES), max_size=5))
def test_edits_give_what_a_fresh_parse_gives(start: list[str], edits: list[tuple[float, float, str]]) -> None:
    document = Document.parse(STACK[:200] + "".join(start))
    for where, length, piece in edits:
        begin = int(where * len(document.text))
        document = document.edited(begin, begin + int(length * 20), piece)
    fresh = Document.parse(document.text)
    assert facts(document) == facts(fresh)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=12), st.lists(PIECES, max_size=12))
def test_updating_the_whole_text_gives_what_a_fresh_parse_gives(one: list[str], other: list[str]) -> None:
    before, after = STACK[:150] + "".join(one) + STACK[150:], STACK[:150] + "".join(other) + STACK[150:]
    assert facts(Document.parse(before).updated(after)) == facts(Document.parse(after))


def test_an_edit_leaves_the_old_document_as_it_was() -> None:
    document = Document.parse(STACK)
    told = facts(document)
    assert document.edited(0, len(STACK), "def other(): pass").function("other") is not None
    assert facts(document) == told


BROKEN = {
    "an open bracket above": ("x = (1,\n", ""),
    "a broken header above": ("def broken(:\n    y = 3\n", ""),
    "half a statement below": ("", "for x in\n"),
    "a stray indent": ("      z = 1\n", "   )\n"),
    "an unfinished class": ("class Half:\n    def one(self, a b):\n        pass\n", ""),
    "a Python 2 file": ("print 'x' % 3\nexec code in d\n", ""),
    "merge marks": ("<<<<<<< HEAD\n=======\n", ">>>>>>> other\n"),
    "an open string": ("s = 'abc\n", ""),
}

HEALTHY = """\
@decorator
def healthy(n):
    total = 0
    for i in range(n):
        total += i
    return total
"""


def test_broken_code_elsewhere_costs_a_healthy_function_nothing() -> None:
    alone = Document.parse(HEALTHY)
    expected = alone.functions[0]
    flow = control_flow(alone, expected)
    for what, (above, below) in BROKEN.items():
        document = Document.parse(above + HEALTHY + below)
        shift = above.count("\n")
        found = document.function("healthy")
        assert found is not None and not found.has_error, what
        assert (found.first_line, found.last_line) == (expected.first_line + shift, expected.last_line + shift), what
        assert found.locals == expected.locals, what
        shifted = control_flow(document, found)
        assert [line - shift for line in shifted.lines] == list(flow.lines), what
        for line in flow.lines:
            assert [each - shift for each in shifted.after(line + shift).lines] == list(flow.after(line).lines), what


def test_a_healthy_method_beside_a_broken_one() -> None:
    document = Document.parse("class C:\n    def bad(self:\n        x = (\n    def good(self):\n        return 1\n")
    good = document.function("good")
    assert good is not None and not good.has_error
    assert (good.qualname, good.class_name, good.def_line) == ("C.good", "C", 4)


def test_code_in_strings_is_no_function() -> None:
    document = Document.parse('text = """\ndef f():\n    pass\n"""\nx = (\n')
    assert document.functions == ()


def test_large_files_are_read_in_well_under_a_second() -> None:
    text = "".join(f"{HEALTHY}\n".replace("healthy", f"function_{number}") for number in range(2900))
    begin = time.process_time()
    document = Document.parse(text)
    assert len(document.lines) > 20_000
    assert len(document.functions) == 2900
    first = time.process_time() - begin
    begin = time.process_time()
    edited = document.edited(len(text) // 2, len(text) // 2, " ")
    assert len(edited.functions) >= 2899
    assert first < 2 and time.process_time() - begin < 2

"""Calls to try: what a function does with a parameter says what kind of value it is for, also where another function does it."""

from __future__ import annotations

from textwrap import dedent

import pytest

from cwm_lsp.predict.termination.candidates import candidates
from cwm_lsp.predict.termination.verdict import Sort
from cwm_lsp.source.document import Document


def calls(source: str) -> dict[str, Sort]:
    """The calls of the last function, and how usual each is."""
    document = Document.parse(dedent(source))
    return {one.call: one.sort for one in candidates(document, document.functions[-1], limit=10)}


def test_a_parameter_that_is_handed_on_is_what_the_other_function_takes() -> None:
    source = """
        def inner(items):
            while items:
                items.pop()


        def f(what):
            return inner(what)
        """
    assert "f([3, 1, 2])" in calls(source)


def test_a_walk_begins_at_a_node_of_its_graph() -> None:
    source = """
        def f(routes, begin):
            stack = [begin]
            while stack:
                for other in routes.get(stack.pop(), []):
                    stack.append(other)
        """
    ordinary = [call for call, sort in calls(source).items() if sort is Sort.ORDINARY]
    assert ordinary
    assert all(call.endswith((", 1)", ", 2)")) and ("1: [" in call) for call in ordinary)


@pytest.mark.parametrize("test", ["what[i].isdigit()", "what[i] == ','"])
def test_what_holds_single_characters_is_text(test: str) -> None:
    source = f"""
        def f(what):
            i = 0
            while i < len(what):
                if {test}:
                    i += 1
        """
    assert all("'" in call for call in calls(source))


def test_a_function_that_looks_for_digits_gets_some_among_letters() -> None:
    source = """
        def f(text):
            while text and text[0].isdigit():
                text = text[1:]
        """
    assert "f('a1')" in calls(source)


@pytest.mark.parametrize(("check", "sort"), [("if n < 0:\n        return", Sort.ORDINARY), ("n = n", Sort.UNUSUAL)])
def test_zero_is_ordinary_where_the_function_itself_lets_it_through(check: str, sort: Sort) -> None:
    source = f"def f(n):\n    {check}\n    while n != 1:\n        n -= 1\n"
    assert calls(source)["f(0)"] is sort

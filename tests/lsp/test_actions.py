"""Code actions: the file as it would be after each of them."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from lsprotocol import types

from cwm_lsp.lsp.positions import edit_of
from cwm_lsp.source.document import Document
from tests.lsp.serving import Editor, serving


def applied(text: str, action: types.CodeAction) -> str:
    assert action.edit is not None
    assert action.edit.document_changes is not None
    (change,) = action.edit.document_changes
    assert isinstance(change, types.TextDocumentEdit)
    (edit,) = change.edits
    assert isinstance(edit, types.TextEdit)
    document = Document.parse(text)
    one = edit_of(document, types.TextDocumentContentChangePartial(edit.range, edit.new_text), "utf-16")
    return document.edited(one.start, one.end, one.text).text


async def after(editor: Editor, source: str, line: int, title: str, function: str = "f") -> str:
    """The file after the action whose title begins like this."""
    text = dedent(source).lstrip("\n")
    editor.open(text)
    await editor.predicted(function)
    actions = await editor.actions(line)
    return applied(text, next(action for action in actions if action.title.startswith(title)))


async def test_a_call_to_predict_is_added_above_the_function(model: Path) -> None:
    async with serving(model) as editor:
        source = """
            class Stack:
                def push(self, item, *, times=1):
                    return [item] * times
        """
        text = await after(editor, source, 1, "Add a call", "Stack.push")
        assert "    # cwm: Stack().push(..., times=1)\n    def push(" in text


async def test_a_doctest_goes_into_a_docstring_that_is_there(model: Path) -> None:
    async with serving(model) as editor:
        source = '''
            def f(n):
                """Twice."""
                return n * 2

            # cwm: f(4)
        '''
        assert await after(editor, source, 0, "Write the prediction down as a doctest") == dedent('''\
            def f(n):
                """Twice.

                >>> f(4)  # predicted, verified
                8
                """
                return n * 2

            # cwm: f(4)
        ''')


async def test_a_doctest_makes_a_docstring_where_there_is_none(model: Path) -> None:
    async with serving(model) as editor:
        source = """
            def f(n):
                return 1 // n

            # cwm: f(0)
        """
        assert await after(editor, source, 0, "Write the prediction down as a doctest") == dedent('''\
            def f(n):
                """
                >>> f(0)  # doctest: +IGNORE_EXCEPTION_DETAIL
                Traceback (most recent call last):
                    ...
                ZeroDivisionError: predicted, verified
                """
                return 1 // n

            # cwm: f(0)
        ''')


async def test_an_assertion_goes_below_the_function(model: Path) -> None:
    async with serving(model) as editor:
        source = """
            def f(n):
                return n > 2

            # cwm: f(4)
        """
        assert await after(editor, source, 0, "Write the prediction down as an assertion") == dedent("""\
            def f(n):
                return n > 2


            assert f(4) is True  # predicted, verified

            # cwm: f(4)
        """)


async def test_what_stands_there_already_is_not_offered_again(model: Path) -> None:
    async with serving(model) as editor:
        editor.open('def f(n):\n    """\n    >>> f(1)\n    1\n    """\n    return n\n\n\nassert f(1) == 1\n')
        await editor.predicted("f")
        assert [action.title for action in await editor.actions(0)] == ["Add a call to predict: # cwm: f(1)"]
        assert await editor.actions(5) == []


async def test_without_a_prediction_only_a_call_can_be_added(model: Path) -> None:
    async with serving(model) as editor:
        editor.open("def f(a, b):\n    return a\n")
        assert [action.title for action in await editor.actions(0)] == ["Add a call to predict: # cwm: f(..., ...)"]


async def test_nothing_is_offered_outside_of_functions_or_for_another_kind(model: Path) -> None:
    async with serving(model) as editor:
        editor.open("x = 1\n\n\ndef f(a):\n    return a\n")
        assert await editor.actions(0) == []
        place = types.Range(types.Position(3, 0), types.Position(3, 0))
        context = types.CodeActionContext([], only=[types.CodeActionKind.QuickFix])
        params = types.CodeActionParams(types.TextDocumentIdentifier("file:///project/module.py"), place, context)
        assert not await editor.client.text_document_code_action_async(params)

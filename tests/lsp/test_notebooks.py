"""Notebooks: cells see each other, positions are the cell's own, and a shell's magic is no error."""

from __future__ import annotations

from pathlib import Path

from lsprotocol import types

from cwm_lsp.lsp.notebooks import python_of
from tests.lsp.serving import Editor, serving

BOOK = "file:///project/book.ipynb"
CELLS = {
    "cell:1": "%matplotlib inline\nRATE = 3",
    "cell:2": "# 🍓\ndef f(x):\n    y = x * RATE\n    return y",
    "cell:3": "!ls\nassert f(2) == 6",
}


def open_book(editor: Editor) -> None:
    cells = [types.NotebookCell(types.NotebookCellKind.Code, uri) for uri in CELLS]
    documents = [types.TextDocumentItem(uri, "python", 1, text) for uri, text in CELLS.items()]
    notebook = types.NotebookDocument(BOOK, "jupyter-notebook", 1, cells)
    editor.client.notebook_document_did_open(types.DidOpenNotebookDocumentParams(notebook, documents))


def change(editor: Editor, cells: types.NotebookDocumentCellChanges) -> None:
    editor.version += 1
    editor.client.notebook_document_did_change(
        types.DidChangeNotebookDocumentParams(
            types.VersionedNotebookDocumentIdentifier(editor.version, BOOK),
            types.NotebookDocumentChangeEvent(cells=cells),
        )
    )


async def hints_of(editor: Editor, cell: str) -> dict[int, str]:
    """The hints of a cell by its rows, once there are any."""
    place = types.Range(types.Position(0, 0), types.Position(50, 0))
    params = types.InlayHintParams(types.TextDocumentIdentifier(cell), place)
    while True:
        editor.happened.clear()
        found = await editor.client.text_document_inlay_hint_async(params)
        if found:
            return {one.position.line: _label(one) for one in found}
        await editor.happened.wait()


def _label(hint: types.InlayHint) -> str:
    return hint.label if isinstance(hint.label, str) else "".join(part.value for part in hint.label)


async def test_a_cell_is_predicted_with_what_others_define_and_call(any_model: Path) -> None:
    async with serving(any_model) as editor:
        open_book(editor)
        hints = await hints_of(editor, "cell:2")
        assert "x = 2" in hints[1]
        assert set(hints) <= {1, 2, 3}


async def test_a_hover_is_about_the_place_in_the_cell(any_model: Path) -> None:
    async with serving(any_model) as editor:
        open_book(editor)
        await hints_of(editor, "cell:2")
        params = types.HoverParams(types.TextDocumentIdentifier("cell:2"), types.Position(1, 5))
        found = await editor.client.text_document_hover_async(params)
        assert found is not None
        assert isinstance(found.contents, types.MarkupContent)
        assert "f(2)" in found.contents.value
        elsewhere = types.HoverParams(types.TextDocumentIdentifier("cell:1"), types.Position(1, 0))
        assert await editor.client.text_document_hover_async(elsewhere) is None


async def test_an_edit_of_one_cell_reaches_another(any_model: Path) -> None:
    async with serving(any_model) as editor:
        open_book(editor)
        await hints_of(editor, "cell:2")
        place = types.Range(types.Position(1, 9), types.Position(1, 10))
        content = types.NotebookDocumentCellContentChanges(
            types.VersionedTextDocumentIdentifier(2, "cell:3"), [types.TextDocumentContentChangePartial(place, "7")]
        )
        change(editor, types.NotebookDocumentCellChanges(text_content=[content]))
        while "x = 7" not in (await hints_of(editor, "cell:2")).get(1, ""):
            editor.happened.clear()
            await editor.happened.wait()


async def test_cells_that_move_take_their_hints_along(any_model: Path) -> None:
    async with serving(any_model) as editor:
        open_book(editor)
        before = await hints_of(editor, "cell:2")
        new = types.NotebookCell(types.NotebookCellKind.Code, "cell:0")
        structure = types.NotebookDocumentCellChangeStructure(
            types.NotebookCellArrayChange(0, 0, [new]),
            [types.TextDocumentItem("cell:0", "python", 1, "a = 1\n\nb = 2")],
        )
        change(editor, types.NotebookDocumentCellChanges(structure=structure))
        assert await hints_of(editor, "cell:2") == before


async def test_a_notebook_that_is_closed_is_forgotten(any_model: Path) -> None:
    async with serving(any_model) as editor:
        open_book(editor)
        await hints_of(editor, "cell:2")
        documents = [types.TextDocumentIdentifier(uri) for uri in CELLS]
        editor.client.notebook_document_did_close(
            types.DidCloseNotebookDocumentParams(types.NotebookDocumentIdentifier(BOOK), documents)
        )
        params = types.HoverParams(types.TextDocumentIdentifier("cell:2"), types.Position(1, 5))
        assert await editor.client.text_document_hover_async(params) is None


def test_what_only_a_shell_understands_is_a_comment_of_the_same_length() -> None:
    assert python_of("%time x = 1\ny = 2\n  !ls") == "#time x = 1\ny = 2\n  #ls"
    assert python_of("%%bash\nls\n\necho") == "#%bash\n#s\n\n#cho"
    assert python_of("x = 5 % 3\n'''\n% no\n'''") != ""

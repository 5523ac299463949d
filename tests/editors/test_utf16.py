"""A client that counts in UTF-16, as VS Code does: the same suite without a real editor."""

from __future__ import annotations

from pathlib import Path

from lsprotocol import types

from tests.editors.smoke import CALL, SOURCE, UNITS, Seen, check
from tests.lsp.serving import URI, Editor, serving


def _seen(hints: list[types.InlayHint]) -> list[tuple[int, int, str]]:
    return [
        (
            one.position.line,
            one.position.character,
            one.label if isinstance(one.label, str) else "".join(part.value for part in one.label),
        )
        for one in hints
    ]


async def _when(editor: Editor, text: str) -> list[tuple[int, int, str]]:
    def is_told(hints: list[types.InlayHint]) -> bool:
        seen = _seen(hints)
        return any(text in label for _, _, label in seen) and any(row == 5 for row, _, _ in seen)

    return _seen(await editor.hints_when(is_told))


async def test_a_client_that_counts_in_utf_16(any_model: Path) -> None:
    async with serving(any_model, encodings=["utf-16"]) as editor:
        editor.open(SOURCE)
        hints = await _when(editor, "'a🍓a'")
        hover = await editor.hover(0, 5)
        await editor.until(lambda: bool(editor.client.diagnostics.get(URI)))
        problems = [(one.range.start.line, str(one.message)) for one in editor.client.diagnostics[URI]]
        column = UNITS["utf-16"]('assert count("a🍓')
        editor.change((CALL, column), (CALL, column), "🍓")
        edited = await _when(editor, "'a🍓🍓a'")
        encoding = types.PositionEncodingKind(editor.capabilities.position_encoding or "").value
        check(Seen(encoding, hints, edited, hover, problems), "utf-16")

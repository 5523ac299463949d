"""Files as they really are: huge, minified, broken, renamed, unsaved, by the hundred. The server answers."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path

import pytest
from lsprotocol import types

from cwm_lsp.lsp.parent import is_alive, wait_for_end
from tests.lsp.serving import COMMAND, PATIENCE, URI, Editor, serving

CALLED = "def f(x):\n    y = x + 1\n    return y\n\n\nassert f(1) == 2\n"
FILLER = "def filler_{0}(a):\n    return a + {0}\n\n\n"


def close(editor: Editor, uri: str = URI) -> None:
    editor.client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))


@pytest.mark.slow
async def test_a_file_of_twenty_thousand_lines(any_model: Path) -> None:
    fillers = [FILLER.format(number) for number in range(5000)]
    async with serving(any_model) as editor:
        editor.open("".join([*fillers[:2000], CALLED, "\n\n", *fillers[2000:]]))
        row = 8000
        editor.change((row + 1, 12), (row + 1, 13), "2")
        hints = await editor.hints_when(lambda hints: any(hint.position.line == row for hint in hints))
        assert hints
        editor.change((0, 0), (0, 0), "# Above.\n")
        assert any(hint.position.line == row + 1 for hint in await editor.hints())


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "x = [" + "1," * 200_000 + "]\n" + CALLED,
        "x = " + "(" * 3000 + ")" * 3000 + "\n" + CALLED,
        "s = '" + "🍓" * 100_000 + "'\n" + CALLED,
        ";".join(f"a{n}={n}" for n in range(20_000)) + "\n" + CALLED,
        "\0\x0c\ufeff\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace") + "\n" + CALLED,
    ],
    ids=["long list", "deep brackets", "berries", "minified", "control characters"],
)
async def test_lines_that_nobody_wrote_by_hand(any_model: Path, text: str) -> None:
    async with serving(any_model) as editor:
        editor.open(text)
        row = text[: text.index("def f(")].count("\n")
        await editor.hints_when(lambda hints: any(hint.position.line == row for hint in hints))


async def test_text_that_was_no_utf_8_on_disk(any_model: Path, tmp_path: Path) -> None:
    path = tmp_path / "latin.py"
    path.write_bytes(b"# caf\xe9 \xff\xfe\n" + CALLED.encode())
    async with serving(any_model) as editor:
        # Editors send what they could read; the server never looks at the file itself.
        editor.open(path.read_bytes().decode("utf-8", "replace"), path.as_uri())
        path.unlink()
        position = types.Position(1, 5)
        found = await editor.client.text_document_hover_async(
            types.HoverParams(types.TextDocumentIdentifier(path.as_uri()), position)
        )
        assert found is not None


async def test_files_that_are_renamed_and_files_that_were_never_saved(any_model: Path) -> None:
    async with serving(any_model) as editor:
        for uri in (
            "untitled:Untitled-1",
            "file:///project/other%20name%20%F0%9F%8D%93.py",
            "vscode-vfs://github/a/b.py",
        ):
            editor.open(CALLED, uri)
            found = await editor.client.text_document_hover_async(
                types.HoverParams(types.TextDocumentIdentifier(uri), types.Position(0, 5))
            )
            assert found is not None
            close(editor, uri)


@pytest.mark.slow
async def test_hundreds_of_files_are_open(any_model: Path) -> None:
    async with serving(any_model) as editor:
        for number in range(300):
            editor.open(CALLED.replace("x + 1", f"x + {number}"), f"file:///project/m{number}.py")
        editor.open(CALLED)
        await editor.hints_when(bool)
        for number in range(300):
            close(editor, f"file:///project/m{number}.py")
        assert await editor.hints()


async def test_positions_beyond_the_text_are_cut_to_it(any_model: Path) -> None:
    async with serving(any_model) as editor:
        editor.open(CALLED)
        editor.change((900, 900), (901, 5), "# Far below.\n")
        editor.change((0, 900), (0, 901), "  # Far to the right.")
        hints = await editor.hints_when(bool)
        assert hints[0].position.character == len("def f(x):  # Far to the right.")


# Whose process it is


def test_a_process_is_alive_until_it_has_ended() -> None:
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    assert is_alive(process.pid)
    process.communicate(b"\n")
    assert not is_alive(process.pid)
    assert is_alive(os.getpid())
    assert not is_alive(0)


async def test_the_end_of_a_process_is_waited_for() -> None:
    looks = iter([True, True, False])
    await asyncio.wait_for(wait_for_end(1, 0.0, lambda _: next(looks)), PATIENCE)


async def test_a_client_that_died_without_a_word_takes_the_server_with_it(any_model: Path) -> None:
    # The pipe stays open, as if somebody else had inherited it; only the process that was named is gone.
    gone = await asyncio.create_subprocess_exec(sys.executable, "-c", "")
    await gone.wait()
    server = await asyncio.create_subprocess_exec(*COMMAND, stdin=PIPE, stdout=PIPE, stderr=DEVNULL)
    assert server.stdin is not None
    body = (
        b'{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":%d,"rootUri":null,"capabilities":{}}}'
        % gone.pid
    )
    server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
    await server.stdin.drain()
    assert await asyncio.wait_for(server.wait(), PATIENCE) == 1

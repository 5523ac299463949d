"""Neovim's own client, which counts in UTF-8."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests.editors.smoke import check, drive

NEOVIM = shutil.which("nvim", path=str(Path(sys.executable).parent)) or shutil.which("nvim")


@pytest.mark.editor
@pytest.mark.skipif(NEOVIM is None, reason="Neovim is not installed: make neovim")
def test_neovim_shows_what_is_predicted(tmp_path: Path, any_model: Path) -> None:
    assert NEOVIM is not None
    script = Path(__file__).with_name("neovim_smoke.lua")
    seen = drive([NEOVIM, "--clean", "--headless", "-S", str(script)], tmp_path, any_model)
    check(seen, "utf-8")

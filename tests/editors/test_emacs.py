"""Emacs with eglot, which counts in characters and takes no pulled diagnostics."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.editors.smoke import check, drive

EMACS = shutil.which("emacs")


def _version() -> int:
    """The editor's major version; 0 without one. Eglot knows inlay hints from Emacs 30 on."""
    if EMACS is None:
        return 0
    said = subprocess.run([EMACS, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"GNU Emacs (\d+)", said)
    return int(found[1]) if found else 0


@pytest.mark.editor
@pytest.mark.skipif(_version() < 30, reason="Emacs 30 is not installed: make emacs")
def test_eglot_shows_what_is_predicted(tmp_path: Path, any_model: Path) -> None:
    assert EMACS is not None
    script = Path(__file__).with_name("emacs_smoke.el")
    seen = drive([EMACS, "--batch", "--quick", "--load", str(script)], tmp_path, any_model)
    check(seen, "utf-32")

"""The adapter driven by the client that adapters for VS Code are tested with, where it is installed (`make dap-client`)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "testsupport"


@pytest.mark.editor
def test_it_is_content() -> None:
    npm = shutil.which("npm")
    if npm is None or not (FOLDER / "node_modules").exists():
        pytest.skip("make dap-client installs the client")
    environment = {
        **os.environ,
        "CWM_LSP": f"{sys.executable} -m cwm_lsp.cli",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    done = subprocess.run([npm, "test"], cwd=FOLDER, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr

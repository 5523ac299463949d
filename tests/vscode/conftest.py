"""One drive through the real editor, which all tests of it share; skipped, with the reason, where the editor isn't there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / "build" / "vscode"
NODE = TOOLS / "node24" / "node_modules" / "node" / "bin" / "node"
EXTENSION = ROOT / "editor" / "vscode"
PATIENCE = 1500
"""Seconds. A limit for what has gone wrong, not a time that anything should take."""


def _missing() -> str | None:
    needed = {
        "Node 24": NODE,
        "code-server": TOOLS / "server" / "node_modules" / "code-server" / "package.json",
        "the extension's packages": EXTENSION / "node_modules" / "playwright-core" / "package.json",
    }
    missing = [name for name, path in needed.items() if not path.exists()]
    if shutil.which("chromium") is None and "CHROMIUM" not in os.environ:
        missing.append("chromium (or CHROMIUM)")
    return f"not there: {', '.join(missing)}; make vscode installs what npm has" if missing else None


@pytest.fixture(scope="session")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What was seen in each scene. `CWM_VSCODE_OUT` names a folder that keeps it, with pictures."""
    missing = _missing()
    if missing is not None:
        pytest.skip(missing)
    kept = os.environ.get("CWM_VSCODE_OUT")
    out = Path(kept).resolve() if kept else tmp_path_factory.mktemp("vscode")
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    server = Path(sys.executable).parent / "cwm-lsp"
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
    command = [str(NODE), str(Path(__file__).parent / "drive.mjs"), "--tools", str(TOOLS), "--out", str(out)]
    command += ["--server", str(server), "--chromium", chromium]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    print(done.stdout)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return json.loads((out / "seen.json").read_text(encoding="utf-8"))

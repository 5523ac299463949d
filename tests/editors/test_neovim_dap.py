"""The nvim-dap configuration in the documentation, in a real Neovim: with it the adapter starts, stops, and steps back.

nvim-dap itself comes from no package registry; a small client in Lua does with the configuration what nvim-dap does.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.dap.programs import TOTALS

ROOT = Path(__file__).parents[2]
NEOVIM = shutil.which("nvim", path=str(Path(sys.executable).parent)) or shutil.which("nvim")


def documented() -> str:
    """The Lua of docs/debugging.md."""
    found = re.search(r"```lua\n(.*?)```", (ROOT / "docs" / "debugging.md").read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


@pytest.mark.editor
@pytest.mark.skipif(NEOVIM is None, reason="Neovim is not installed: make neovim")
def test_the_documented_configuration_steps_forward_and_back(tmp_path: Path) -> None:
    assert NEOVIM is not None
    program = tmp_path / "scores.py"
    program.write_text(TOTALS, encoding="utf-8")
    configuration = tmp_path / "configuration.lua"
    configuration.write_text(documented(), encoding="utf-8")
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "CWM_FILE": str(program),
        "CWM_LINE": "8",
        "CWM_CONFIGURATION": str(configuration),
        "CWM_SEEN": str(tmp_path / "seen.json"),
    }
    script = str(Path(__file__).with_name("neovim_dap.lua"))
    command = [NEOVIM, "--clean", "--headless", "-S", script]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    seen = json.loads((tmp_path / "seen.json").read_text(encoding="utf-8"))
    assert "problem" not in seen, seen["problem"] + done.stderr
    assert (seen["configuration"]["program"], seen["configuration"]["line"]) == (str(program), 8)
    assert seen["steps_back"] is True
    assert [stop["line"] for stop in seen["stops"]] == [7, 8, 9, 8, 7]
    assert {stop["name"] for stop in seen["stops"]} == {"totals (predicted)"}

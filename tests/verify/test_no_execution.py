"""The package never executes what it reads: no `eval`, no `exec`, no compiling to code, no imports by name."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import cwm_lsp.verify

FILES = sorted(Path(cwm_lsp.verify.__path__[0]).glob("*.py"))
FORBIDDEN = frozenset(
    {"eval", "exec", "compile", "__import__", "import_module", "setattr", "globals", "locals", "open", "getenv"}
)
GIVING_UP = frozenset({"values.py", "classes.py"})
"""Here `setattr` makes the operations of what is not known give up, when the module is read."""
EXECUTING = frozenset("os subprocess importlib runpy code socket ctypes".split())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_nothing_here_can_execute_a_text(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if (name == "setattr" and path.name in GIVING_UP) or ast.unparse(node.func) == "re.compile":
            continue
        assert name not in FORBIDDEN, f"{path.name}:{node.lineno} calls {name}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_nothing_here_imports_what_can(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not {name.partition(".")[0] for name in imported} & EXECUTING

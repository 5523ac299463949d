"""The page about debugging says what there is."""

from __future__ import annotations

import re
from pathlib import Path

from cwm_lsp.dap.api import HANDLERS
from tests.dap.test_requests import REFUSED

PAGE = (Path(__file__).parents[2] / "docs" / "debugging.md").read_text(encoding="utf-8")


def row(name: str) -> set[str]:
    found = re.search(rf"^\| {name} \| (.*) \|$", PAGE, re.MULTILINE)
    assert found is not None
    return set(re.findall(r"\b[a-z]+[A-Z]?\w*\b", found.group(1).partition(", and anything")[0]))


def test_every_request_is_on_the_page() -> None:
    assert row("supported") == {name for name in HANDLERS if not name.startswith("cwm/")}
    assert row("answered with an error") == set(REFUSED)
    assert all(f"`{name}`" in PAGE for name in HANDLERS if name.startswith("cwm/"))

"""`cwm-lsp complexity`: tables, JSON, budgets, an earlier commit; and the hooks that run it before a commit."""

from __future__ import annotations

import bisect
import collections
import heapq
import json
import re
import shlex
import statistics
import subprocess
import textwrap
from pathlib import Path

import pytest

from cwm_lsp.cli import COMMANDS, main

SLOW = """\
# cwm: O(n)
def pairs(xs):
    return sum(x == y for x in xs for y in xs)


def total(xs: list):
    t = 0
    for x in xs:
        t += x
    return t
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "slow.py").write_text(SLOW)
    return tmp_path


def test_a_table_says_how_functions_grow(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["complexity", "slow.py"]) == 1
    shown = capsys.readouterr().out
    assert re.search(r"slow.py::total +6 +O\(n\) +O\(1\) +n = len\(xs\)", shown)
    assert "slow.py:2:1: warning pairs grows as O(n²), its budget is O(n) (n = len(xs)) [complexity-budget]" in shown


def test_json_keeps_the_sources_apart(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["complexity", ".", "--json"])
    held = json.loads(capsys.readouterr().out)
    pairs, total = held["functions"]
    assert pairs["time"] == "O(n^2)" and total["variables"] == {"n": "len(xs)"}
    assert total["text"]["loops"][0]["line"] == 8 and total["runs"] is None and total["model"] is None
    assert held["findings"][0]["properties"] == {"time": "O(n^2)", "budget": "O(n)"}


def test_a_budget_for_all_a_comment_for_one(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["complexity", "slow.py", "--budget", "O(1)"]) == 1
    assert "2 findings" in capsys.readouterr().out
    (project / "slow.py").write_text(SLOW.replace("# cwm: O(n)", "# cwm: O(n^2)"))
    assert main(["complexity", "slow.py"]) == 0
    (project / "slow.py").write_text(SLOW.replace("# cwm: O(n)", "# cwm: O(quick?)"))
    assert main(["complexity", "slow.py"]) == 1
    assert "is no class of growth" in capsys.readouterr().out
    (project / "slow.py").write_text(SLOW.replace("def pairs(xs):", "def pairs(xs):  # cwm: ignore[complexity-budget]"))
    assert main(["complexity", "slow.py"]) == 0
    assert main(["complexity", "slow.py", "--budget", "?"]) == 2
    assert "write one such as O(1)" in capsys.readouterr().err


def test_a_baseline_and_sarif(project: Path) -> None:
    assert main(["complexity", ".", "--baseline", "known.json", "--write-baseline"]) == 0
    assert main(["complexity", ".", "--baseline", "known.json", "--sarif", "log.sarif"]) == 0
    assert json.loads(Path("log.sarif").read_text())["runs"][0]["results"] == []
    assert main(["complexity", ".", "--sarif", "log.sarif"]) == 1
    assert json.loads(Path("log.sarif").read_text())["runs"][0]["results"][0]["ruleId"] == "complexity-budget"


def test_what_became_worse_since_a_commit(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def git(*words: str) -> None:
        subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", *words], check=True, capture_output=True)

    git("init", "-q")
    git("add", "slow.py")
    git("commit", "-q", "-m", "one", "--no-verify")
    assert "grew" not in (main(["complexity", "."]), capsys.readouterr().out)[1]
    (project / "slow.py").write_text(SLOW.replace("        t += x\n", "        t += x * xs.count(x)\n"))
    assert main(["complexity", ".", "--since", "HEAD"]) == 1
    assert "total grows as O(n²), at HEAD it grew as O(n) [complexity-regression]" in capsys.readouterr().out
    assert main(["complexity", ".", "--since", "nowhere"]) == 2


@pytest.mark.slow
def test_the_standard_library_is_read_without_a_fall(capsys: pytest.CaptureFixture[str]) -> None:
    folders = [Path(json.__file__).parent, Path(collections.__file__).parent]
    files = [Path(str(one.__file__)) for one in (heapq, bisect, textwrap, statistics)]
    assert main(["complexity", *map(str, files + folders)]) == 0
    assert "0 findings" in capsys.readouterr().out


def test_hooks_name_commands_that_there_are() -> None:
    text = (Path(__file__).parents[2] / ".pre-commit-hooks.yaml").read_text()
    hooks = [
        dict(re.findall(r"^[- ] (\w+): (.+)$", one, re.MULTILINE))
        for one in re.split(r"(?=^- id)", text, flags=re.MULTILINE)[1:]
    ]
    assert {hook["id"] for hook in hooks} == {"cwm-halts", "cwm-complexity"}
    for hook in hooks:
        program, command, *_ = shlex.split(hook["entry"])
        assert program == "cwm-lsp" and command in {one.name for one in COMMANDS}
        assert hook["language"] == "python" and hook["types"] == "[python]" and hook["name"]


def test_how_a_model_is_asked_in_words_can_be_said(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from cwm_lsp.engine.protocol import EngineError
    from cwm_lsp.predict.judging import termination
    from cwm_lsp.predict.opinions import asking
    from cwm_lsp.predict.opinions.opinion import OpinionSettings

    told: list[OpinionSettings] = []

    async def growth(*given: object) -> None:
        told.append(given[-1])  # pyright: ignore[reportArgumentType]
        raise EngineError("asked")

    async def ending(*given: object) -> None:
        told.append(given[-1].opinion)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
        raise EngineError("asked")

    monkeypatch.setattr(asking, "ask_complexity", growth)
    monkeypatch.setattr(termination, "judge", ending)
    wanted = ["--reasoning", "--samples", "5", "--seconds", "9"]
    for words in (["complexity", "slow.py", "--model-opinion", *wanted], ["halts", "slow.py", *wanted]):
        assert main(words) != 0
    assert told == [OpinionSettings(reasoning=True, samples=5, seconds=9.0)] * 2

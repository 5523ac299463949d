"""What the checking commands share: files found, findings that keep their identity, SARIF that code scanning takes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from cwm_lsp.cli.checks.finding import Finding, Rule, fingerprints
from cwm_lsp.cli.checks.reporting import Report, ReportOptions, finish
from cwm_lsp.cli.checks.sarif import sarif
from cwm_lsp.cli.checks.walking import source_files
from cwm_lsp.cli.command import DONE, FAILED, CommandError

RULE = Rule("over-budget", "Too slow", "It grows faster than it may.", "warning", "complexity.md#over-budget")
FOUND = Finding(RULE, "warning", "f grows as O(n²)", "a b/é.py", 3, 5, 9, "A.f", "def f(self):", {"time": "O(n^2)"})


def test_a_folder_is_walked_and_what_is_no_own_code_left_out(tmp_path: Path) -> None:
    for name in ("a.py", "b/c.py", ".venv/x.py", "node_modules/y.py", "env/lib/z.py", "notes.txt", "made_d.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("def f(): pass\n")
    (tmp_path / "env/pyvenv.cfg").write_text("")
    found = list(source_files([tmp_path, tmp_path / "a.py"], ["made_*"]))
    assert [file.path.name for file in found] == ["a.py", "c.py"]
    assert all(file.problem is None for file in found)


def test_what_cannot_be_read_is_told_and_not_dropped(tmp_path: Path) -> None:
    (tmp_path / "bad.py").write_bytes(b"x = '\xff\xfe'\n")
    (tmp_path / "broken.py").write_text("def g(:\n\n\ndef f(x):\n    return x\n")
    bad, broken = source_files([tmp_path])
    assert bad.document is None and bad.problem is not None and "UTF-8" in bad.problem
    assert broken.document is not None and broken.problem is not None and broken.line == 1
    with pytest.raises(CommandError, match="no such file or folder"):
        list(source_files([tmp_path / "none"]))


def test_a_finding_keeps_its_identity_when_lines_move() -> None:
    moved = replace(FOUND, line=30, message="other words")
    assert fingerprints([FOUND]) == fingerprints([moved])
    assert len({*fingerprints([FOUND, FOUND, replace(FOUND, function="A.g")])}) == 3


def test_sarif_has_what_code_scanning_asks_for() -> None:
    log = sarif([replace(RULE, id="another"), RULE], [FOUND])
    assert log["version"] == "2.1.0" and log["$schema"].endswith("sarif-2.1.0.json")
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    (result,) = run["results"]
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == "over-budget"
    for rule in rules:
        assert rule["shortDescription"]["text"] and rule["fullDescription"]["text"] and rule["help"]["text"]
    assert result["level"] in {"none", "note", "warning", "error"} and result["message"]["text"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "a%20b/%C3%A9.py"
    assert place["region"] == {"startLine": 3, "startColumn": 5, "endLine": 9}
    assert all(isinstance(mark, str) for mark in result["partialFingerprints"].values())
    json.dumps(log)


def test_a_baseline_takes_away_what_was_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = tmp_path / "baseline.json"

    def status(findings: list[Finding], write_baseline: bool = False) -> int:
        report = Report([RULE], ["function"], findings=findings, files=1)
        return finish(report, ReportOptions("complexity", baseline=base, write_baseline=write_baseline))

    with pytest.raises(CommandError, match="--write-baseline"):
        status([FOUND])
    assert status([FOUND], write_baseline=True) == DONE
    assert status([replace(FOUND, line=8)]) == DONE
    assert status([FOUND, replace(FOUND, function="B.f")]) == FAILED
    assert "1 finding (1 known)" in capsys.readouterr().out


def test_json_is_one_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = Report([RULE], ["function"], rows=[("f",)], records=[{"function": "f"}], findings=[FOUND], files=1)
    assert finish(report, ReportOptions("complexity", json=True, sarif=tmp_path / "log.sarif")) == FAILED
    held = json.loads(capsys.readouterr().out)
    assert held["functions"] == [{"function": "f"}] and held["findings"][0]["path"] == "a b/é.py"
    assert json.loads((tmp_path / "log.sarif").read_text())["runs"][0]["results"][0]["ruleId"] == "over-budget"

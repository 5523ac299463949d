from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from cwm_lsp.evaluate.command import configure, run

ITEM = {"id": "a/0", "family": "a", "source": "def g(n):\n    return n * 7919\n", "entry": "g", "calls": ["g(6007)"]}


@pytest.mark.model
def test_where_runs_go_wrong_is_printed_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    data, written = tmp_path / "data.jsonl", tmp_path / "out.json"
    data.write_text(json.dumps(ITEM) + "\n", encoding="utf-8")
    parser = argparse.ArgumentParser()
    configure(parser)
    given = ["traces", str(data), "--verify", "off", "--failures", "--max-frames", "5", "--json", str(written)]
    assert run(parser.parse_args(given)) == 0
    printed = capsys.readouterr().out
    assert "no error after" in printed
    held = json.loads(written.read_text(encoding="utf-8"))
    assert (held["data"], held["verify"], held["max_frames"]) == ("data.jsonl", "off", 5)
    # No model of this size multiplies such numbers in its head.
    (error,) = held["first_errors"]
    assert (error["wrong"], error["statement"]) == ("returned value", "return")
    assert "47569433, not " in printed

"""`cwm-lsp serve` and `cwm-lsp doctor`: what they show, and what they say when something is missing."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from cwm_lsp.cli import main
from cwm_lsp.serving.licence import NOTICE, notice
from cwm_lsp.serving.weights import Weights, find_weights
from tests.engine.models import CONFIG, write_checkpoint
from tests.serving.ports import free_port

# Healthy once, then gone: as much of a server as a test needs.
ONCE = """
import http.server, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
    def log_message(self, *_): pass
port = int(sys.argv[sys.argv.index("--port") + 1])
server = http.server.HTTPServer(("127.0.0.1", port), Handler)
print("Initializing a V1 LLM engine", flush=True)
server.handle_request()
"""


@pytest.fixture(autouse=True)
def _no_gpus(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("cwm_lsp.serving.gpus.find_gpus", tuple)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hub"))
    monkeypatch.delenv("HF_TOKEN", raising=False)


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    return write_checkpoint(tmp_path / "weights", CONFIG)


def test_a_dry_run_shows_the_command(weights: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["serve", str(weights), "--dry-run", "--port", "8017", "--vllm", "vllm serve", "--flags=--seed 7"]
    assert main(words) == 0
    shown = shlex.split(capsys.readouterr().out)
    assert shown[0:2] == ["VLLM_NO_USAGE_STATS=1", "DO_NOT_TRACK=1"]
    at = shown.index("vllm")
    assert shown[at : at + 7] == ["vllm", "serve", str(weights), "--host", "127.0.0.1", "--port", "8017"]
    assert shown[-2:] == ["--seed", "7"]


def test_without_a_gpu_metas_model_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve"]) == 3
    assert "No GPU was found" in capsys.readouterr().err


def test_a_server_is_started_waited_for_and_its_end_told(weights: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program = shlex.join([sys.executable, "-c", ONCE])
    port = free_port()
    assert main(["serve", str(weights), "--port", str(port), "--vllm", program, "--patience", "60"]) == 3
    told = capsys.readouterr().err
    assert f"ready at http://127.0.0.1:{port}" in told
    assert "has ended with status 0" in told


def test_a_server_that_fails_says_why(weights: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program = shlex.join([sys.executable, "-c", "raise SystemExit('torch.OutOfMemoryError: CUDA out of memory')"])
    assert main(["serve", str(weights), "--port", str(free_port()), "--vllm", program]) == 3
    assert "smaller --context" in capsys.readouterr().err


def test_the_licence_of_metas_weights_is_told_once(tmp_path: Path, weights: Path) -> None:
    metas = Weights("facebook/cwm", None, 65 * 10**9, 131_072, is_quantized=False, has_token=False)
    assert notice(metas, tmp_path) == NOTICE
    assert "non-commercial" in NOTICE
    assert notice(metas, tmp_path) is None
    assert notice(find_weights(str(weights)), tmp_path / "other") is None


def test_weights_are_found_where_they_are(weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = find_weights(str(weights))
    assert (here.folder, here.context, here.is_quantized) == (weights, 160, False)
    assert here.size > 0
    missing = find_weights("facebook/cwm")
    assert (missing.folder, missing.has_token) == (None, False)
    monkeypatch.setenv("HF_TOKEN", "hf_x")
    assert find_weights("facebook/cwm").has_token


def test_the_doctor_examines_the_embedded_model(any_model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--model", str(any_model)]) == 0
    shown = capsys.readouterr().out
    assert "onnxruntime" in shown
    assert "of 4 values right" in shown
    assert "frames a second" in shown


def test_the_doctor_says_what_is_missing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["doctor", "--endpoint", f"http://127.0.0.1:{free_port()}"]) == 3
    assert "No model server answers" in capsys.readouterr().out
    assert main(["doctor", "--engine", "transformers", "--model", str(tmp_path)]) == 3
    assert "is not on this machine" in capsys.readouterr().out

"""A server's process, with small programs in vLLM's place: healthy, dead at once, never ready, unknown program."""

from __future__ import annotations

import sys

import pytest

from cwm_lsp.serving.launch import LaunchError, Server, cause_in, is_free, stage_in, vllm_command
from tests.serving.ports import free_port

HEALTHY = """
import http.server, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
    def log_message(self, *_): pass
print("Initializing a V1 LLM engine", flush=True)
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""


def started(program: str, port: int) -> Server:
    return Server([sys.executable, "-c", program, str(port)], {}, port)


def test_it_is_waited_for_and_ended() -> None:
    server = started(HEALTHY, free_port())
    try:
        server.wait(30)
        assert server.is_running
        assert not is_free(server.port)
    finally:
        server.stop()
    assert not server.is_running
    assert is_free(server.port)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("torch.OutOfMemoryError: CUDA out of memory. Tried to allocate", "smaller --context"),
        ("huggingface_hub.errors.GatedRepoError: 401 Client Error.", "hf auth login"),
        ("OSError: [Errno 98] error while attempting to bind: address already in use", "--port"),
        ("api_server.py: error: unrecognized arguments: --frob", "doesn't know a flag"),
        ("Traceback\nValueError: something nobody has seen\n", "ValueError: something nobody has seen"),
        ("", "said nothing"),
    ],
)
def test_why_it_did_not_start_is_told(said: str, told: str) -> None:
    assert told in cause_in(said)


def test_a_server_that_ends_is_told_with_its_last_words() -> None:
    server = started("raise MemoryError('CUDA out of memory')", free_port())
    with pytest.raises(LaunchError, match=r"ended before it was ready.*smaller --context"):
        server.wait(30)


def test_a_server_that_never_listens_is_given_up() -> None:
    server = started("import time; print('Starting to load model', flush=True); time.sleep(600)", free_port())
    try:
        with pytest.raises(LaunchError, match="not ready after 1 seconds"):
            server.wait(1)
    finally:
        server.stop()
    assert not server.is_running


def test_a_program_that_is_not_there() -> None:
    with pytest.raises(LaunchError, match="can't be started"):
        Server(["/no/such/program"], {}, free_port())


def test_the_users_own_command_is_taken_apart() -> None:
    assert vllm_command("'/opt/v llm/bin/vllm' serve") == ["/opt/v llm/bin/vllm", "serve"]


def test_the_latest_stage_is_told() -> None:
    log = "Starting to load model\nLoading safetensors checkpoint shards:  50% Completed\nGPU KV cache size: 10\n"
    assert stage_in(log[:70]) == "loading the weights, 50 %"
    assert stage_in(log) == "reserving memory for histories"
    assert stage_in("hello") == ""

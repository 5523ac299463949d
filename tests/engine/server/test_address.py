"""This machine is allowed, others only when the user says so, whatever an address looks like."""

from __future__ import annotations

from pathlib import Path

import pytest

from cwm_lsp.engine.protocol import EngineError
from cwm_lsp.engine.server.address import HostRefused, parse_address


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://127.0.0.1:8000/v1/", "http://127.0.0.1:8000"),
        ("localhost:8080", "http://localhost:8080"),
        ("http://[::1]:30000", "http://[::1]:30000"),
        ("https://127.0.0.2/models/v1", "https://127.0.0.2/models"),
    ],
)
def test_this_machine(text: str, base: str) -> None:
    address = parse_address(text)
    assert (address.base, address.is_local) == (base, True)


def test_a_unix_socket() -> None:
    address = parse_address("unix:///run/model.sock")
    assert (address.socket, address.name, address.is_local) == (Path("/run/model.sock"), "unix:/run/model.sock", True)


@pytest.mark.parametrize(
    "text",
    [
        "http://192.168.1.7:8000",
        "http://0.0.0.0:8000",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com:8000",
        "https://gpu",
        "http://[::ffff:10.0.0.1]:8000",
        "http://2130706433:8000",
    ],
)
def test_another_machine_only_when_allowed(text: str) -> None:
    with pytest.raises(HostRefused, match=r"your code would be sent there.*--allow-remote-host.*ssh -N -L"):
        parse_address(text)
    assert not parse_address(text, allow_remote=True).is_local


@pytest.mark.parametrize(
    "text",
    ["", "ftp://127.0.0.1", "http://", "http://127.0.0.1:port", "http://127.0.0.1:99999", "http://127.0.0.1/?a=b"],
)
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(EngineError, match="is no address of a server"):
        parse_address(text)


def test_a_name_before_the_host_hides_nothing() -> None:
    with pytest.raises(EngineError, match="must not hold a name"):
        parse_address("http://127.0.0.1:8000@example.com/")

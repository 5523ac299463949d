"""The extension's manifest: the server's settings in full, and nothing that a workspace could misuse."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from cwm_lsp.lsp import commands
from cwm_lsp.session.configuration import settings

EXTENSION = Path(__file__).parents[2] / "editor" / "vscode"
MANIFEST: dict[str, Any] = json.loads((EXTENSION / "package.json").read_text(encoding="utf-8"))
CONTRIBUTED: dict[str, Any] = MANIFEST["contributes"]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    described = importlib.util.spec_from_file_location("vscode_settings", EXTENSION / "scripts" / "settings.py")
    assert described is not None and described.loader is not None
    module = importlib.util.module_from_spec(described)
    described.loader.exec_module(module)
    return module


def _properties() -> dict[str, dict[str, Any]]:
    return {name: one for group in CONTRIBUTED["configuration"] for name, one in group["properties"].items()}


def test_the_manifest_has_the_server_s_settings(script: ModuleType) -> None:
    assert script.manifest() == (EXTENSION / "package.json").read_text(encoding="utf-8"), (
        "run python editor/vscode/scripts/settings.py"
    )
    assert {one.name for one in settings()} <= set(_properties())


@pytest.mark.parametrize(
    "name",
    ["cwm.server.path", "cwm.server.interpreter", "cwm.endpoint", "cwm.model", "cwm.cache.folder", "cwm.log.file"],
)
def test_programs_hosts_and_files_are_not_taken_from_a_workspace(name: str) -> None:
    assert _properties()[name]["scope"] == "machine"


def test_sending_source_to_another_machine_is_the_user_s_alone() -> None:
    assert _properties()["cwm.allowRemoteHost"]["scope"] == "application"
    assert "cwm.allowRemoteHost" in MANIFEST["capabilities"]["untrustedWorkspaces"]["restrictedConfigurations"]


def test_the_extension_s_commands_are_no_commands_of_the_server() -> None:
    own = {one["command"] for one in CONTRIBUTED["commands"]}
    assert own.isdisjoint(commands.ALL)
    assert all(one["category"] == "CWM" for one in CONTRIBUTED["commands"])


def test_every_command_is_registered() -> None:
    source = (EXTENSION / "src" / "commands.ts").read_text(encoding="utf-8")
    registered = set(re.findall(r'^    "(cwm\.\w+)":', source, re.MULTILINE))
    assert {one["command"] for one in CONTRIBUTED["commands"]} == registered


def test_steps_are_never_called_runs_of_the_user_s_code() -> None:
    titles = [one["title"] for one in CONTRIBUTED["commands"]]
    assert all("predicted run" in title.lower() for title in titles if " run" in title.lower())


@pytest.mark.parametrize("request_name", ["launch", "attach"])
def test_configurations_have_the_arguments_that_the_adapter_documents(request_name: str) -> None:
    text = (EXTENSION.parents[1] / "docs" / "debugging.md").read_text(encoding="utf-8")
    table = text[text.index("| `program` |") :].split("\n\n")[0]
    # The extension itself gives the text of what is not saved.
    documented = set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) - {"text"}
    attributes = CONTRIBUTED["debuggers"][0]["configurationAttributes"][request_name]["properties"]
    assert set(attributes) == documented


def test_every_key_is_a_command_s_and_only_in_python_files() -> None:
    commands_of_keys = {one["command"] for one in CONTRIBUTED["keybindings"]}
    assert commands_of_keys <= {one["command"] for one in CONTRIBUTED["commands"]}
    assert all("editorLangId == python" in one["when"] for one in CONTRIBUTED["keybindings"])


def test_the_lock_file_names_no_registry() -> None:
    assert '"resolved"' not in (EXTENSION / "package-lock.json").read_text(encoding="utf-8")

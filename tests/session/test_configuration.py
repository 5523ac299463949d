"""Settings from wherever they come: what is used, what is refused, and what is said of it."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cwm_lsp.predict.certainty import Verify
from cwm_lsp.session.configuration import DEFAULT, Configuration, Reach, Severity, flattened, read, settings
from cwm_lsp.session.configuration_page import page, vscode_properties
from cwm_lsp.session.settings import SessionSettings, Trigger

DOCS = Path(__file__).parents[2] / "docs"


def configured(**given: object) -> Configuration:
    reading = read(flattened({name.replace("__", "."): value for name, value in given.items()}))
    assert reading.complaints == ()
    return reading.configuration


def test_every_way_to_nest_them_means_the_same() -> None:
    for nested in (
        {"cwm": {"log": {"level": "debug"}, "maxFrames": 9}},
        {"cwm.log.level": "debug", "cwm.maxFrames": 9},
        {"cwm": {"log.level": "debug"}, "cwm.maxFrames": 9},
        {"log": {"level": "debug"}, "maxFrames": 9},
    ):
        assert flattened(nested) == {"cwm.log.level": "debug", "cwm.maxFrames": 9}


@pytest.mark.parametrize("given", [None, [], 3, "cwm", {}, {"cwm": None}, {"cwm": {}}])
def test_nothing_given_means_the_defaults(given: object) -> None:
    reading = read(flattened(given))
    assert reading.complaints == ()
    assert reading.configuration == DEFAULT


def test_words_become_what_they_mean() -> None:
    found = configured(trigger="onSave", verify="off", diagnostics__exception="hint", confidence__hidden=1)
    assert found.trigger is Trigger.ON_SAVE
    assert found.verify is Verify.OFF
    assert found.exception_severity is Severity.HINT
    assert found.hidden_below == 1.0


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("debounce", "soon", "cwm.debounce should be a whole number from 0 to 10000; 150 is used."),
        ("debounce", -1, "cwm.debounce should be a whole number from 0 to 10000; 150 is used."),
        ("debounce", True, "cwm.debounce should be a whole number from 0 to 10000; 150 is used."),
        ("maxFrames", 1.5, "cwm.maxFrames should be a whole number from 1 to 10000; 256 is used."),
        ("maxFrames", float("nan"), "cwm.maxFrames should be a whole number from 1 to 10000; 256 is used."),
        ("enable", "yes", "cwm.enable should be true or false; true is used."),
        ("trigger", "always", "cwm.trigger should be one of onType, onSave, manual; onType is used."),
        ("model", 3, 'cwm.model should be a text; "" is used.'),
        ("maxFrame", 3, "cwm.maxFrame is not a setting; did you mean cwm.maxFrames?"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_and_the_default_taken(name: str, value: object, said: str) -> None:
    reading = read(flattened({"cwm": {name: value}}))
    assert reading.complaints == (said,)
    assert reading.configuration == DEFAULT


@given(
    st.dictionaries(
        st.sampled_from([setting.name for setting in settings()]),
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | st.text(max_size=5)
        | st.lists(st.integers(), max_size=2),
    )
)
def test_whatever_is_given_there_is_a_configuration(values: dict[str, object]) -> None:
    reading = read(values, values)
    for setting in settings():
        if reading.configuration != DEFAULT and setting.reach is not Reach.USER:
            value = getattr(reading.configuration, setting.attribute)
            assert setting.kind.read(getattr(value, "value", value)) == value


def test_what_a_client_answers_later_goes_before_what_it_started_with() -> None:
    reading = read({"cwm.maxFrames": 10, "cwm.debounce": 20}, {"cwm.maxFrames": 30})
    assert (reading.configuration.max_frames, reading.configuration.debounce) == (30, 20)


def test_no_answer_of_a_client_names_a_file_or_a_folder() -> None:
    later = {"cwm.log.file": "/tmp/x", "cwm.cache.folder": "/tmp", "cwm.model": "/tmp"}
    found = read({"cwm.log.file": "mine"}, later).configuration
    assert (found.log_file, found.cache_folder, found.model) == ("mine", "", "")


# Source text stays on the machine


@pytest.mark.parametrize("at_start", [True, False])
def test_no_setting_of_an_editor_can_name_another_machine(at_start: bool) -> None:
    given: dict[str, object] = {"cwm.endpoint": "https://example.org/v1", "cwm.allowRemoteHost": True}
    reading = read(given if at_start else {}, {} if at_start else given)
    assert reading.configuration == DEFAULT
    assert any("not this machine" in said for said in reading.complaints)
    assert any("--allow-remote-host" in said and "cwm.allowRemoteHost" in said for said in reading.complaints)


def test_an_address_that_is_none_is_named() -> None:
    reading = read({"cwm.endpoint": "gopher://"})
    assert reading.configuration == DEFAULT
    assert reading.complaints[0].startswith("cwm.endpoint can't be used; http://127.0.0.1:8000 is.")


def test_the_command_line_can_allow_it() -> None:
    reading = read({}, {"cwm.endpoint": "https://example.org/v1"}, allow_remote_host=True)
    assert reading.configuration.endpoint == "https://example.org/v1"
    assert reading.complaints == ()


# One list


def test_the_page_is_that_of_the_program() -> None:
    assert (DOCS / "settings.md").read_text(encoding="utf-8") == page(), (
        "Generate it anew: python -m cwm_lsp.session.configuration_page > docs/settings.md"
    )


def test_every_field_is_a_setting_with_a_sound_default_and_a_name_of_its_own() -> None:
    found = settings()
    assert [setting.attribute for setting in found] == [one.name for one in fields(Configuration)]
    names = [setting.name for setting in found]
    assert len(set(names)) == len(names)
    for setting in found:
        assert re.fullmatch(r"cwm(\.[a-z][A-Za-z]*)+", setting.name)
        # A name that is a value and a section at once could not be nested.
        assert not any(other.startswith(setting.name + ".") for other in names)
        default = setting.default
        assert setting.kind.read(getattr(default, "value", default)) == default
        assert setting.doc.endswith(".")


def test_the_defaults_are_those_of_a_session() -> None:
    # An editor asks how functions end and grow; whoever makes a session by hand says so.
    assert DEFAULT.session == SessionSettings(termination=True, complexity=True)


def test_an_extension_gets_types_defaults_and_scopes() -> None:
    properties = vscode_properties()
    assert json.loads(json.dumps(properties)) == properties
    assert properties["cwm.trigger"]["enum"] == ["onType", "onSave", "manual"]
    assert properties["cwm.trigger"]["default"] == "onType"
    assert properties["cwm.allowRemoteHost"]["scope"] == "application"
    assert properties["cwm.log.file"]["scope"] == "machine"

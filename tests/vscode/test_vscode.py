"""What a user sees in the real VS Code. The examples' calls are worked out, so what is shown depends on no model."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.editor, pytest.mark.slow]

Seen = dict[str, Any]
MANIFEST: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "editor" / "vscode" / "package.json").read_text(encoding="utf-8")
)


def scene(seen: Seen, name: str) -> dict[str, Any]:
    """What was seen in a scene that went through."""
    found = seen[name]
    assert "failed" not in found, found["failed"]
    return found


def labels(hints: list[dict[str, Any]]) -> dict[int, str]:
    return {hint["line"] + 1: hint["label"] for hint in hints}


def test_hints_stand_at_the_line_ends(seen: Seen) -> None:
    found = scene(seen, "hints")
    assert labels(found["hints"])[8] == "total = 3 → 7 → 8 → 15"
    assert "total += scoretotal = 3 → 7 → 8 → 15" in found["onScreen"]


def test_lenses_name_the_call_its_debugging_and_its_end(seen: Seen) -> None:
    found = scene(seen, "lenses")
    above = [lens["title"] for lens in found["lenses"] if lens["line"] == 3]
    assert above[:2] == ["▶ running_totals([3, 4, 1, 7])", "debug (predicted)"]
    assert "→ [3, 7, 8, 15] (verified)" in above
    assert "debug (predicted)" in "".join(found["onScreen"])


def test_the_outline_is_left_to_others(seen: Seen) -> None:
    assert scene(seen, "outline")["symbols"] == []


def test_a_hover_tells_how_sure_a_value_is(seen: Seen) -> None:
    shown = "\n".join(scene(seen, "hover")["onScreen"])
    assert "verified" in shown
    assert "nothing was run" in shown


def test_the_status_item_names_the_engine(seen: Seen) -> None:
    found = scene(seen, "status")
    assert found["health"]["status"]["engine"] == "embedded"
    assert found["onScreen"].startswith("CWM: embedded")


def test_one_iteration_can_be_shown(seen: Seen) -> None:
    found = scene(seen, "iterations")
    assert labels(found["first"])[8] == labels(found["back"])[8] == "total = 3"
    assert labels(found["second"])[8] == "total = 7"
    assert labels(found["all"])[8] == "total = 3 → 7 → 8 → 15"


def test_a_call_can_be_written_and_another_be_picked_by_its_lens(seen: Seen) -> None:
    found = scene(seen, "call")
    assert labels(found["hints"])[8] == "total = 10 → 30"
    assert labels(found["again"])[8] == "total = 3 → 7 → 8 → 15"


def test_an_exception_is_underlined_and_can_be_written_down(seen: Seen) -> None:
    found = scene(seen, "problems")
    (problem,) = found["diagnostics"]
    assert (problem["line"], problem["code"]) == (21, "predicted-exception")
    assert "ZeroDivisionError" in problem["message"]
    assert found["underlined"] > 0
    assert any("doctest" in action for action in found["actions"])


def test_an_endless_loop_is_reported_and_nobody_waits_for_it(seen: Seen) -> None:
    (problem,) = scene(seen, "endless")["diagnostics"]
    assert (problem["line"], problem["code"]) == (4, "endless-loop")


def test_places_are_counted_in_utf_16(seen: Seen) -> None:
    found = {hint["line"]: hint for hint in scene(seen, "snakes")["hints"]}
    assert found[4]["column"] == len('    text = "') + 2 * 2 + len('" + word')
    assert "🐍🐍ss" in found[4]["label"]


# The timeline


def test_the_timeline_has_a_mark_for_each_step_a_row_for_each_line_and_lanes_of_values(seen: Seen) -> None:
    found = scene(seen, "timeline")
    assert len(found["marks"]) == found["count"] == 18
    assert {mark["size"] for mark in found["marks"]} == {"18"}
    assert [row.split("\n")[0] for row in found["rows"][:7]] == [str(line) for line in range(4, 11)]
    assert {"[3, 4, 1, 7]", "0", "3", "7", "8", "15", "[3, 7, 8, 15]"} <= set(found["stretches"])
    assert (found["call"], found["badge"]) == (["running_totals([3, 4, 1, 7])"], ["predicted"])
    assert found["result"] == ["returns [3, 7, 8, 15] (verified)"]


def test_the_timeline_loads_nothing_from_elsewhere(seen: Seen) -> None:
    policy = scene(seen, "timeline")["policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


def test_the_timeline_can_be_used_by_keyboard_and_heard(seen: Seen) -> None:
    found = scene(seen, "timelineKeys")
    assert [one["step"] for one in found["seen"]] == [1, 2, 3, 6, 3, 17, 0, 0]
    assert all(one["hasFocus"] and one["tabIndex"] == 0 for one in found["seen"])
    assert found["focusable"] == 1
    assert found["live"] == ["Step 2 of 18, line 5: total = 0 (verified). total = 0"]
    assert scene(seen, "timeline")["list"] == "listbox"
    assert scene(seen, "timeline")["marks"][3]["label"].startswith("Step 4 of 18, line 7, pass 1: score = 3")


def test_a_click_shows_the_step_hints_follow_and_enter_goes_to_the_line(seen: Seen) -> None:
    found = scene(seen, "timelineClick")
    assert labels(found["hints"])[8] == "total = 7"
    assert found["slider"] == ["pass 2 of 4"]
    assert "total = 7" in found["tip"][0]
    assert found["editor"]["line"] == 7
    assert [mark["step"] for mark in found["others"] if not mark["isOther"]] == [0, 1, 2, 6, 7, 8, 16, 17]


def test_the_slider_picks_a_pass_or_all(seen: Seen) -> None:
    found = scene(seen, "timelineSlider")
    assert labels(found["third"])[8] == "total = 8"
    assert found["step"]["step"] == 9
    assert labels(found["all"])[8] == "total = 3 → 7 → 8 → 15"


def test_the_timeline_follows_the_cursor(seen: Seen) -> None:
    assert scene(seen, "timelineEdit") == {"call": ["collatz(6)"], "back": ["running_totals([3, 4, 1, 7])"]}


def test_of_a_long_run_only_what_is_in_sight_is_in_the_page(seen: Seen) -> None:
    found = scene(seen, "timelineLong")
    assert found["size"] == "2404"
    assert found["inPage"] < 200
    assert (found["last"]["step"], found["last"]["hasFocus"]) == (2403, True)
    assert "Cut off" in found["cut"][0]


def test_an_iteration_is_picked_from_a_list_that_tells_its_value(seen: Seen) -> None:
    found = scene(seen, "pickIteration")
    assert found["offered"][0].startswith("All 4 passes")
    assert "score = 1" in found["offered"][3]
    assert labels(found["hints"])[8] == "total = 8"


def _contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2 has it, from 1 to 21."""

    def luminance(colour: str) -> float:
        parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(("theme", "least"), [("dark", 4.5), ("light", 4.5), ("contrast", 7), ("contrast-light", 7)])
def test_the_timeline_is_readable_in_every_theme(seen: Seen, theme: str, least: float) -> None:
    found = scene(seen, "timelineThemes")[theme]
    for name in ("text", "stretch", "detail"):
        assert _contrast(found[name], found["paper"]) >= least, name
    assert _contrast(found["mark"], found["paper"]) >= 3


def test_our_keys_are_nobody_s_default(seen: Seen) -> None:
    defaults = {
        key
        for key, command in re.findall(r'"key": "([^"]*)",\s*"command": "([^"]*)"', scene(seen, "keys")["defaults"])
        if not command.startswith(("cwm.", "-cwm."))
    }
    assert len(defaults) > 300
    chords = {key.split()[0] for key in defaults if " " in key}
    for binding in MANIFEST["contributes"]["keybindings"]:
        key = binding["key"]
        assert key not in defaults, key
        assert key not in chords, key
        first = key.split()[0]
        assert first == key or first not in defaults - {"ctrl+k"}, key


# Debugging


def test_a_lens_starts_a_predicted_session_with_buttons_for_both_directions(seen: Seen) -> None:
    found = scene(seen, "debugging")
    assert found["entry"]["type"] == "cwm"
    assert found["entry"]["line"] == 5
    assert "Predicted run of running_totals([3, 4, 1, 7])" in found["entry"]["name"]
    assert all("predicted" in frame for frame in found["entry"]["frames"])
    assert found["buttons"] == {"STEP": 1, "BACK": 1, "REVERSE": 1, "CONTINUE": 1}


def test_hints_stand_back_while_a_session_stands_still(seen: Seen) -> None:
    assert scene(seen, "debugging")["hints"] == []
    assert labels(scene(seen, "stop")["hints"])[8] == "total = 3 → 7 → 8 → 15"


def test_the_buttons_step_forward_and_back(seen: Seen) -> None:
    forward, back = scene(seen, "forward"), scene(seen, "back")
    assert forward["lines"] == [6, 7, 8, 9]
    assert forward["session"]["variables"]["Locals"]["total"] == "3 : int · verified"
    assert back["session"]["line"] == 8
    assert back["session"]["variables"]["Locals"]["total"] == "0 : int · verified"


def test_variables_stand_in_their_pane_and_beside_the_lines(seen: Seen) -> None:
    assert "total" in scene(seen, "breakpoint")["pane"]
    lines = scene(seen, "breakpoint")["inline"].splitlines()
    assert any("totals.append(total)" in line and "total = 7" in line for line in lines)
    assert not any("total = 0" in line and "total = 7" in line for line in lines)


def test_a_breakpoint_stops_forward_and_in_reverse(seen: Seen) -> None:
    forward, reverse = scene(seen, "breakpoint")["session"], scene(seen, "reverse")["session"]
    assert (forward["line"], forward["variables"]["Locals"]["total"]) == (9, "7 : int · verified")
    assert (reverse["line"], reverse["variables"]["Locals"]["total"]) == (9, "3 : int · verified")


def test_what_follows_a_changed_value_is_predicted_anew(seen: Seen) -> None:
    found = scene(seen, "whatIf")
    assert found["changed"]["variables"]["Locals"]["total"].startswith("100")
    assert any("[100, 104, 105, 112]" in message for message in found["messages"])
    assert "[3, 7, 8, 15]" in found["compared"]
    assert "[100, 104, 105, 112]" in found["compared"]


def test_a_command_steps_through_the_function_under_the_cursor(seen: Seen) -> None:
    found = scene(seen, "debugHere")
    assert found["session"]["frames"] == ["collatz (predicted)", "predicted call: collatz(6)"]
    assert (found["session"]["line"], found["forward"]["line"], found["back"]["line"]) == (5, 6, 5)


def test_f5_without_a_configuration_steps_through_the_function_under_the_cursor(seen: Seen) -> None:
    session = scene(seen, "f5")["session"]
    assert (session["type"], session["line"]) == ("cwm", 14)
    assert session["frames"][0] == "best_round (predicted)"


def test_each_function_of_the_file_is_offered_by_itself(seen: Seen) -> None:
    found = scene(seen, "dynamic")
    assert any("running_totals" in one for one in found["offered"])
    assert found["session"]["frames"][0] == "best_round (predicted)"


def test_what_is_known_of_the_whole_file_is_shown_as_a_document(seen: Seen) -> None:
    found = scene(seen, "verdicts")
    assert any("running_totals" in one and "best_round" in one for one in found["halting"])
    assert any("O(n" in one for one in found["complexity"])


def test_nothing_is_installed_before_somebody_says_so(seen: Seen) -> None:
    found = scene(seen, "install")
    text = " ".join(found["text"])
    assert "Nothing else on this machine is changed" in text or "brings no server along" in text
    assert found["left"] == []
    assert found["health"]["kind"] == "running"


# Switching


def test_one_switch_stops_everything_and_starts_it_again(seen: Seen) -> None:
    found = scene(seen, "switch")
    assert found["off"] == {"hints": [], "status": "CWM off", "lenses": []}
    assert labels(found["on"]["hints"])[8] == "total = 3 → 7 → 8 → 15"


def test_the_server_can_be_started_anew(seen: Seen) -> None:
    found = scene(seen, "restart")
    assert found["health"]["kind"] == "running"
    assert labels(found["hints"])[8] == "total = 3 → 7 → 8 → 15"


def test_the_walkthrough_opens(seen: Seen) -> None:
    assert "Step Forward and Back" in scene(seen, "walkthrough")["onScreen"]


def test_a_server_that_is_not_there_is_said_and_nothing_else_is_started(seen: Seen) -> None:
    found = scene(seen, "wrongServer")
    assert found["health"]["kind"] == "failed"
    assert "/nowhere/cwm-lsp" in found["health"]["message"]
    assert "cwm.restartServer" in found["commands"]

"""Programs with the answer to whether they end, and the sandbox's word on it.

Every item of a file becomes one here. The sandbox can show that a call ends; that one never does is only made likely by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cwm_lsp.evaluate.datasets import read_json_lines
from cwm_lsp.trace.frames import Event
from cwm_lsp.trace.sandbox import Sandbox

ENDS = "terminates"
ENDLESS = "does not terminate"


@dataclass(frozen=True, slots=True)
class HaltingItem:
    """One program.

    Attributes:
        id: unique in its file.
        family: what it is counted under.
        source: the module's text.
        entry: the function that is asked about.
        ends: whether it ends for every input that it is meant for.
        calls: of one that ends, calls that do; of one that doesn't, calls that never end.
    """

    id: str
    family: str
    source: str
    entry: str
    ends: bool
    calls: tuple[str, ...]


def read_halting_items(path: Path) -> tuple[HaltingItem, ...]:
    """Read a JSON Lines file of labelled programs, or HumanEval, whose solutions all end.

    Raises:
        DatasetError: no such file, or a line in no known form.
    """
    return read_json_lines(path, lambda held: [_item(held)])


def _item(held: Mapping[str, Any]) -> HaltingItem:
    if "canonical_solution" in held:
        return HaltingItem(
            held["task_id"], "humaneval", held["prompt"] + held["canonical_solution"], held["entry_point"], True, ()
        )
    if held["label"] not in (ENDS, ENDLESS):
        raise ValueError(f"the label is {held['label']!r}, neither {ENDS!r} nor {ENDLESS!r}")
    calls = held.get("calls") or ([held["example"]] if held.get("example") else [])
    family = str(held.get("family") or held.get("name", ""))
    return HaltingItem(held["id"], family, held["source"], held["entry"], held["label"] == ENDS, tuple(calls))


def ends_in_sandbox(source: str, call: str, sandbox: Sandbox) -> bool | None:
    """Whether a call ends within the sandbox's limits; recursion that Python stops does not count as an end.

    Args:
        source: the module's text.
        call: the call.
        sandbox: executes it.

    Returns:
        None where the program can't be executed at all.
    """
    recording = sandbox.record(f"{source.rstrip()}\n\n\ndef main():\n    return {call}\n")
    if not recording.moments:
        return None
    raised = any(one.event is Event.EXCEPTION and one.value == repr("RecursionError") for one in recording.moments)
    # Where recursion goes too deep for the recorder as well, the outermost return is missing.
    last = recording.moments[-1]
    return recording.ended and not raised and last.event is Event.RETURN and last.scope == 0

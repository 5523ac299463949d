from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from cwm_lsp.engine.embedded import EmbeddedEngine
from cwm_lsp.predict.calibration import (
    Asked,
    Calibration,
    GrowingConfidences,
    asked_of,
    confidences,
    load_calibration,
    store_calibration,
)
from cwm_lsp.predict.certainty import Verify
from cwm_lsp.predict.prediction import PredictedFrame
from cwm_lsp.trace.frames import Event, Frame, State
from cwm_lsp.trace.moments import Moment


def frame(state: State, values: dict[str, float], path: float, decisions: int) -> PredictedFrame:
    moment = Moment(Event.LINE, 0, 1, "", state, None, (0,))
    return PredictedFrame(Frame(Event.LINE, "", state), moment, 0.0, 0.0, values, 0.0, path, decisions)


def test_what_was_forced_before_anything_was_decided_is_certain():
    (found,) = confidences([frame((("x", "1"),), {}, 0.0, 0)], Calibration(slip=0.1)).frames
    assert found.values == {"x": 1.0}
    assert found.place == 1.0


def test_a_value_that_stays_keeps_the_confidence_it_was_given():
    first = frame((("x", "1"),), {"x": -0.1}, -0.1, 1)
    later = frame((("x", ".."), ("y", "2")), {"y": -1.0}, -1.1, 2)
    found = confidences([first, later], Calibration()).frames
    assert found[1].values["x"] == found[0].values["x"]
    assert found[1].values["y"] < found[1].values["x"]


def test_a_calibration_is_stored_beside_the_weights(tmp_path: Path):
    assert load_calibration(tmp_path) == Calibration()
    stored = Calibration(0.5, 0.25, 0.001, "somewhere")
    store_calibration(stored, tmp_path)
    assert load_calibration(tmp_path) == stored
    assert load_calibration(tmp_path, Asked.OPERATIONS) == Calibration()
    store_calibration(replace(stored, slip=0.5), tmp_path, Asked.OPERATIONS)
    assert load_calibration(tmp_path) == stored


def test_a_prediction_that_grows_is_read_as_if_it_had_been_whole_from_the_beginning():
    frames = [frame((("x", str(number)),), {"x": -0.1 * number}, -0.2 * number, number) for number in range(6)]
    calibration = Calibration(slip=0.1)
    growing = GrowingConfidences(calibration)
    for count in (1, 3, 6):
        assert growing.read(frames[:count]) == confidences(frames[:count], calibration)
    assert growing.read(frames[:2]) == confidences(frames[:2], calibration), "one that starts anew"


def test_each_way_of_asking_has_a_calibration_of_its_own():
    engine = EmbeddedEngine()
    assert asked_of(engine, Verify.CORRECT) is Asked.FRAMES
    assert asked_of(engine, Verify.OFF) is asked_of(engine, Verify.MARK) is Asked.OPERATIONS
    assert asked_of(EmbeddedEngine(operations=False), Verify.OFF) is Asked.FRAMES

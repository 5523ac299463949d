from __future__ import annotations

from cwm_lsp.session import Edit, Selection, State
from tests.session.fakes import Desk, desk

URI = "file:///project/module.py"
SOURCE = '''\
def double(x):
    """
    >>> double(1)
    2
    >>> double(2)
    4
    """
    for i in range(x):
        x = x + i
    return x


def other(x):
    return x


assert other(1)
'''


def call(at: Desk, function: str) -> str | None:
    view = at.session.view(URI, function)
    if view is None or view.state is not State.READY or view.prediction is None:
        return None
    return view.prediction.provenance.call


async def opened(at: Desk) -> None:
    at.session.open(URI, 1, SOURCE)
    at.session.focus(URI, 1)
    await at.until(lambda: call(at, "double") == "double(1)")


async def test_a_picked_call_is_predicted_and_the_view_of_another_goes_at_once() -> None:
    async with desk() as at:
        await opened(at)
        assert at.session.pick_call(URI, "double", "double(2)") is None
        assert at.session.view(URI, "double") is None
        await at.until(lambda: call(at, "double") == "double(2)")
        assert at.session.pick_call(URI, "double", None) is None
        await at.until(lambda: call(at, "double") == "double(1)")


async def test_a_call_that_stands_nowhere_can_be_picked() -> None:
    async with desk() as at:
        await opened(at)
        assert at.session.pick_call(URI, "double", "double( 40 )") is None
        await at.until(lambda: call(at, "double") == "double( 40 )")


async def test_why_a_call_cannot_be_picked() -> None:
    async with desk() as at:
        await opened(at)
        for wrong in ("double(", "other(1)", "unknown(3)", "1 + 1"):
            assert at.session.pick_call(URI, "double", wrong)
        assert at.session.pick_call("file:///elsewhere.py", "double", "double(2)")
        assert call(at, "double") == "double(1)"


async def test_a_picked_call_that_no_longer_stands_there_gives_way_to_the_first() -> None:
    async with desk() as at:
        await opened(at)
        at.session.pick_call(URI, "double", "double(2)")
        await at.until(lambda: call(at, "double") == "double(2)")
        place = SOURCE.index("double(2)") + len("double(")
        at.session.edit(URI, 2, Edit(place, place + 1, "3"))
        at.clock.advance(1.0)
        await at.until(lambda: call(at, "double") == "double(1)")


async def test_a_pass_stays_picked_while_its_function_moves_and_goes_when_it_is_edited() -> None:
    async with desk() as at:
        await opened(at)
        at.session.pick_pass(URI, ("double", 7), 2)
        at.session.pick_activation(URI, "other", 3)
        at.session.edit(URI, 2, Edit(0, 0, "# One line more.\n\n"))
        assert at.session.selection(URI).passes == {("double", 7): 2}
        place = at.session.snapshot(URI).document.text.index("x + i")  # pyright: ignore[reportOptionalMemberAccess]
        at.session.edit(URI, 3, Edit(place, place + 1, "y"))
        assert at.session.selection(URI).passes == {}
        assert at.session.selection(URI).activations == {"other": 3}


def test_another_activation_has_other_passes() -> None:
    picked = Selection().with_pass(("f", 1), 3).with_pass(("g", 1), 4).with_activation("f", 2)
    assert picked.passes == {("g", 1): 4}
    assert picked.with_activation("f", None).activations == {}

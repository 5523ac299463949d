"""Values as trees, how sure they are, pages of long ones, and expressions over them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cwm_lsp.dap.expressions import ExpressionError, Expressions
from cwm_lsp.dap.trees import Shape, resolve, tree
from tests.dap.client import RefusedError, Shelf, talking
from tests.dap.programs import TOTALS

FILE = "scores.py"


@pytest.mark.parametrize(
    ("text", "kind", "parts"),
    [
        ("[1, 'a, b', [2, 3]]", "list", [("[0]", "1"), ("[1]", "'a, b'"), ("[2]", "[2, 3]")]),
        ("(1,)", "tuple", [("[0]", "1")]),
        ("()", "tuple", []),
        ("{'a': 1, (1, 2): {'b': 2}}", "dict", [("'a'", "1"), ("(1, 2)", "{'b': 2}")]),
        ("{'a:b': ':'}", "dict", [("'a:b'", "':'")]),
        ("{}", "dict", []),
        ("{1, 2}", "set", [("{0}", "1"), ("{1}", "2")]),
        ("set()", "set", []),
        ("frozenset({1})", "frozenset", [("{0}", "1")]),
        ("deque([1, 2], maxlen=3)", "deque", [("[0]", "1"), ("[1]", "2")]),
        ("Counter({'a': 2})", "Counter", [("'a'", "2")]),
        ("defaultdict(<class 'list'>, {1: [2]})", "defaultdict", [("1", "[2]")]),
        ("Point(x=1, y=[2, 3])", "Point", [("x", "1"), ("y", "[2, 3]")]),
        ("shop.Item('tea', 3)", "Item", [("(0)", "'tea'"), ("(1)", "3")]),
        ("[<Node object>, <function f at>]", "list", [("[0]", "<Node object>"), ("[1]", "<function f at>")]),
        ("3", "int", []),
        ("-2.5e-07", "float", []),
        ("(1+2j)", "complex", []),
        ("'it''s [1, 2]'", "str", []),
        ("True", "bool", []),
        ("None", "NoneType", []),
        ("<shop.Node object>", "Node", []),
        ("range(0, 3)", "range", []),
        ("", "", []),
    ],
)
def test_reprs_unfold(text: str, kind: str, parts: list[tuple[str, str]]) -> None:
    found = tree(text)
    assert found.type == kind
    assert [(part.name, part.text) for part in found.parts] == parts


@pytest.mark.parametrize(
    "text", ["[1, 2, 33...", "{'a': 1, 'b...", "[[1, 2], [3, ...", "Point(x=1, y=...", "{'a': {'b': ..."]
)
def test_reprs_that_the_trace_has_cut_unfold_as_far_as_they_go(text: str) -> None:
    found = tree(text)
    assert found.is_cut
    assert found.parts


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.binary(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(max_size=4) | st.integers(), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(plain)
def test_the_parts_of_plain_data_are_its_elements(value: object) -> None:
    found = tree(repr(value))
    match value:
        case list() | tuple():
            assert [part.text for part in found.parts] == [repr(one) for one in value]
        case dict():
            assert found.shape is Shape.MAPPING
            assert [(part.name, part.text) for part in found.parts] == [(repr(k), repr(v)) for k, v in value.items()]
        case _:
            assert not found.parts
    for part in found.parts:
        assert resolve(repr(value), part.path) == part.text


@given(st.text())
def test_any_text_unfolds_to_something(text: str) -> None:
    for part in tree(text).parts:
        tree(part.text)


STATE = (("total", "3"), ("found", "[1, {'a': (2, 3)}]"), ("node", "<Node object>"), ("point", "Point(x=1, y=[2])"))
CONTEXT = "LIMIT = 3\nNAMES = ['a']\nN = 1\nN = 2\n"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("total", "3"),
        ("total * 2 + LIMIT", "9"),
        ("found[1]['a'][0]", "2"),
        ("found[-1]", "{'a': (2, 3)}"),
        ("point.y", "[2]"),
        ("node", "<Node object>"),
        ("len(found) if total else None", "2"),
        ("f'{total:>4}'", "'   3'"),
        ("sorted([3, 1, total])", "[1, 3, 3]"),
        ("{k: v for k, v in zip('ab', found)}", "{'a': 1, 'b': {'a': (2, 3)}}"),
    ],
)
def test_expressions_are_worked_out(text: str, value: str) -> None:
    assert Expressions(CONTEXT).value(text, STATE) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "total +",
        "nobody",
        "node.x",
        "N",
        "NAMES",
        "__import__('os').system('x')",
        "open('x')",
        "eval('1')",
        "total.__class__",
        "(lambda: [0 for _ in iter(int, 1)])()",
        "10 ** 10 ** 10",
        "'a' * 10 ** 12",
        "total / 0",
        "await total",
        "(" * 500 + ")" * 500,
    ],
)
def test_expressions_that_have_no_value_say_so(text: str) -> None:
    with pytest.raises(ExpressionError):
        Expressions(CONTEXT).value(text, STATE)


async def test_variables_say_how_sure_they_are() -> None:
    async with talking(Shelf()) as client:
        await client.start(FILE, text=TOTALS)
        await client.go_on("continue")
        types = {one["name"]: one["type"] for one in await client.variables()}
        assert types["total"] == "int · verified"
        assert types["found"] == "list · verified"
        assert types["(return) totals"] == "list · verified"
    async with talking(Shelf()) as client:
        # Asked of a model alone, which says 0 to everything.
        await client.start(FILE, text=TOTALS, settings={"verify": "off"})
        await client.go_on("stepIn")
        await client.go_on("stepIn")
        kinds = {one["name"]: one["type"] for one in await client.variables()}
        assert kinds["total"].startswith("int · predicted, ")


async def test_long_values_come_in_pages() -> None:
    text = "def f(items):\n    n = len(items)\n    return n\n"
    async with talking(Shelf()) as client:
        await client.start(FILE, text=text, call=f"f({list(range(30))})")
        (items,) = [one for one in await client.variables("Arguments") if one["name"] == "items"]
        assert items["indexedVariables"] == 30
        page = await client.request(
            "variables", variablesReference=items["variablesReference"], filter="indexed", start=10, count=5
        )
        assert [one["value"] for one in page["variables"]] == ["10", "11", "12", "13", "14"]
        assert page["variables"][0]["evaluateName"] == "items[10]"
        named = await client.request("variables", variablesReference=items["variablesReference"], filter="named")
        assert named["variables"] == []


async def test_watches_hovers_and_the_console() -> None:
    async with talking(Shelf()) as client:
        await client.start(FILE, text=TOTALS)
        await client.go_on("continue")
        for context in ("watch", "hover", "repl", "clipboard"):
            answer = await client.request("evaluate", expression="found[0]", context=context)
            assert (answer["result"], answer["type"]) == ("3", "int · verified")
        answer = await client.request("evaluate", expression="sum(found)", context="watch")
        assert (answer["result"], answer["type"]) == ("18", "int · worked out from predicted values")
        unfolded = await client.request("evaluate", expression="found", context="repl")
        assert unfolded["variablesReference"]
        with pytest.raises(RefusedError, match="a name that is not known"):
            await client.request("evaluate", expression="nobody", context="watch")
        targets = (await client.request("completions", text="fo", column=3))["targets"]
        assert [one["label"] for one in targets] == ["found"]
        targets = (await client.request("completions", text=":c", column=3))["targets"]
        assert [one["label"] for one in targets] == [":compare"]


async def test_references_are_good_while_one_stands_still() -> None:
    async with talking(Shelf()) as client:
        await client.start(FILE, text=TOTALS)
        reference = await client.reference("Arguments")
        await client.request("variables", variablesReference=reference)
        await client.go_on("next")
        with pytest.raises(RefusedError, match="not shown any more"):
            await client.request("variables", variablesReference=reference)

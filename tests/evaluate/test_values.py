from __future__ import annotations

import pytest

from cwm_lsp.evaluate.values import value_kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("7", "int, 1 digit"),
        ("-12345", "int, 4-6 digits"),
        ("0.25", "float, 3 digits"),
        ("True", "bool"),
        ("None", "None"),
        ("''", "str, 0 characters"),
        (r"'it\'s'", "str, 4-6 characters"),
        ("[1, [2, 3]]", "list, 2 elements"),
        ("{'a': 1}", "dict, 1 element"),
        (repr("x" * 60), "str, over 40 characters"),
        ("<Stack object>", "object, 11-20 characters"),
        ("deque([])", "object, 7-10 characters"),
        ("[1, 2, 3...", "object, 11-20 characters"),
    ],
)
def test_the_kind_of_a_value(text: str, kind: str):
    assert value_kind(text) == kind

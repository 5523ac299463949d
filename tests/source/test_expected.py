from __future__ import annotations

from textwrap import dedent

import pytest

from cwm_lsp.source.document import Document
from cwm_lsp.source.expected import expects_exception

SOURCE = dedent('''\
    def f(n):
        """
        >>> f(0)  # yes
        Traceback (most recent call last):
            ...
        ZeroDivisionError
        >>> f(
        ...     1)  # no
        1
        >>> f(2)  # no
        """


    assert f(1)  # no


    def test_f(self):
        with pytest.raises(ZeroDivisionError):
            f(0)  # yes
        with open("x"):
            f(0)  # no
        self.assertRaises(ZeroDivisionError, f(0))  # yes
        with contextlib.suppress(Exception):
            f(0)  # yes
        try:
            f(0)  # yes
        except ValueError:
            f(1)  # no
        try:
            f(0)  # no
        finally:
            pass
''')


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (number, text.endswith("yes"))
        for number, text in enumerate(SOURCE.split("\n"), 1)
        if text.endswith(("# yes", "# no"))
    ],
)
def test_calls_that_are_meant_to_raise(line: int, expected: bool) -> None:
    assert expects_exception(Document.parse(SOURCE), line) is expected

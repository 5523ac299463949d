"""The calls that tests make of what they import, found without importing anything."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from cwm_lsp.source.document import Document
from cwm_lsp.source.test_calls import Module, imported_calls, is_of


def calls(text: str) -> list[tuple[str, str]]:
    return [
        ("." * call.module.level + ".".join(call.module.parts), call.expression)
        for call in imported_calls(Document.parse(text))
    ]


def test_calls_of_imported_functions_with_plain_arguments() -> None:
    text = "from shop.cart import total\n\ndef test_total():\n    items = [1, 2]\n    assert total(items) == 3\n"
    assert calls(text) == [("shop.cart", "total([1, 2])")]


def test_parametrised_tests_give_one_call_each() -> None:
    text = (
        "import pytest\nfrom m import f\n\n"
        '@pytest.mark.parametrize(("a", "b"), [(1, 2), pytest.param(3, 4)])\n'
        "def test_f(a, b):\n    assert f(a) == b\n"
    )
    assert calls(text) == [("m", "f(1)"), ("m", "f(3)")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("from m import f as g\ng(1)\n", [("m", "f(1)")]),
        ("from .m import f\nf(1)\n", [(".m", "f(1)")]),
        ("from . import m\nm.f(1)\n", [(".m", "f(1)"), (".", "m.f(1)")]),
        ("import a.m\na.m.f(1)\n", [("a.m", "f(1)")]),
        ("import a.m as n\nn.f(n.C(2))\n", [("a.m", "f(C(2))"), ("a.m", "C(2)")]),
        ("from m import Stack\nStack().push(5)\n", [("m", "Stack().push(5)"), ("m", "Stack()")]),
        ("def test():\n    from m import f\n    f(1)\n", [("m", "f(1)")]),
        ("from m import f\ndef test(fixture):\n    f(fixture)\n", []),
        ("from m import f\nfrom n import g\nf(g(1))\n", [("n", "g(1)")]),
        ("from m import f\nawait f(1)\n", [("m", "f(1)")]),
        ("from m import *\nf(1)\n", []),
        ("import m\nm\n", []),
        ("from m import f\nf(\n", []),
        ("from m import (\n", []),
        ("\0\ud800", []),
    ],
)
def test_imports_of_every_kind(text: str, found: list[tuple[str, str]]) -> None:
    assert sorted(calls(text)) == sorted(found)


@pytest.mark.parametrize(
    ("module", "path", "fits"),
    [
        (Module(("m",)), "src/m.py", True),
        (Module(("m",)), "src/m/__init__.py", True),
        (Module(("p", "m")), "src/p/m.py", True),
        (Module(("p", "m")), "src/q/m.py", False),
        (Module(("m",), 1), "tests/m.py", True),
        (Module(("m",), 1), "src/m.py", False),
        (Module(("m",), 2), "m.py", True),
        (Module((), 1), "tests/__init__.py", True),
        (Module(()), "src/m.py", False),
    ],
)
def test_which_file_an_import_may_mean(module: Module, path: str, fits: bool) -> None:
    assert is_of(module, PurePosixPath("tests/test_m.py"), PurePosixPath(path)) is fits

"""Programs out of the installed standard library: pure functions that are found by their syntax, with arguments that fit.

A function is pure here if all that it names is its own, a builtin without side effects, a constant of its module, or another such
function. Modules are read as text; the functions are only ever called in the sandbox, where arguments are tried.
"""

from __future__ import annotations

import ast
import builtins
import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from cwm_lsp.trace.frames import Event
from cwm_lsp.trace.moments import Moment
from cwm_lsp.trace.recorder import Limits
from cwm_lsp.trace.sandbox import Sandbox
from cwm_lsp.trace.sandbox_child import IMPORTABLE

MODULES = """
    _pydecimal _pydatetime datetime _strptime argparse base64 bisect calendar cgi colorsys configparser copy csv datetime difflib
    email.base64mime email.header email.message email.quoprimime email.utils encodings.idna encodings.punycode filecmp fnmatch
    fractions functools genericpath getopt gettext glob graphlib heapq html html.entities html.parser http.cookiejar
    http.cookies imghdr inspect ipaddress json.decoder json.encoder keyword linecache locale mailbox mimetypes netrc nntplib
    ntpath nturl2path opcode operator optparse pickletools plistlib poplib posixpath pprint pstats pydoc quopri random re._parser
    re._compiler reprlib shlex shutil sndhdr sre_parse statistics string stringprep tabnanny tarfile textwrap token tokenize trace
    traceback turtle urllib.parse urllib.request uuid wave wsgiref.util wsgiref.headers xdrlib xml.dom.minidom
    xml.etree.ElementPath xml.sax.saxutils zipfile zipapp fileinput ftplib imaplib ctypes.util lib2to3.pgen2.literals
    lib2to3.fixer_util idlelib.textview idlelib.format idlelib.help tkinter.font distutils.util distutils.version unittest.util
    unittest.case timeit smtplib sysconfig tempfile dataclasses enum typing dis
""".split()
"""Where to look: modules with functions on numbers, text and lists."""

_IMPURE = frozenset(
    """__import__ breakpoint compile delattr eval exec exit globals help id input locals memoryview open print quit setattr vars
    super classmethod staticmethod property""".split()
)
_SAFE_BUILTINS = frozenset(vars(builtins)) - _IMPURE
RUNS = 8
"""Of one function that end with a value, at most."""
RAISING = 2
"""Of one function that end with an exception, at most."""
TRIALS = 150

_WORDS = (
    "",
    "a",
    "abc",
    "hello world",
    "Hello, World! 123",
    "/usr/lib/x.tar.gz",
    "../a//b/./c.txt",
    "C:\\dir\\file.txt",
    "<b>x &amp; y</b>",
    "key=value; other='two words'",
    "2024-02-29T12:30:05+01:00",
    "   indented\n  text\n\nmore\n",
    "*.py",
    "[a-z]?x*",
    "%d items, {0} left",
    "user@example.org (A Name)",
    "10.0.0.1",
    "0123456789",
    "straße",
)
_POOL: dict[str, tuple[str, ...]] = {
    "int": ("0", "1", "2", "3", "5", "7", "12", "28", "100", "365", "1999", "2024", "738000", "-1", "-4", "123456789"),
    "float": ("0.0", "0.5", "1.0", "2.5", "-3.75", "0.1", "99.99"),
    "str": tuple(repr(word) for word in _WORDS),
    "bytes": ("b''", "b'abc'", "b'=41 hello'", "bytes([1, 2, 250])"),
    "numbers": (
        "[]",
        "[1]",
        "[3, 1, 2]",
        "[1, 2, 2, 3, 9]",
        "[0.5, 1.5, 2.25]",
        "[5, -3, 8, 0, 8]",
        "(4, 2)",
        "(1, 2, 3)",
    ),
    "texts": (
        "['a']",
        "['b', 'a', 'c']",
        "['/a/b', '/a/c']",
        "['one', 'two words', '']",
        "('x', 'y')",
        "['-x', 'f', '--long=3']",
    ),
    "nested": ("[[1, 2], [3, 4]]", "[(1, 'a'), (2, 'b')]", "[[], [1]]", "{(1, 2): 3}"),
    "dict": ("{}", "{'a': 1}", "{'a': 'b', 'c': 'd'}", "{1: 'x', 2: 'y'}"),
    "set": ("{1, 2, 3}", "set()", "frozenset('ab')"),
    "flag": ("True", "False", "None"),
    "function": ("(lambda x: x)", "len", "str", "(lambda a, b: a < b)", "int"),
}
"""Arguments to try, by type."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pure function with all the text that it needs.

    Attributes:
        name: module and function.
        text: a module's text: constants, other functions, and it.
        entry: the function.
    """

    name: str
    text: str
    entry: ast.FunctionDef


def candidates() -> Iterator[Candidate]:
    """The pure functions of the modules on the list, in the order of the list."""
    for name in dict.fromkeys(MODULES):
        try:
            found = importlib.util.find_spec(name)
        except (ImportError, AttributeError):
            continue
        if found is not None and found.origin is not None and found.origin.endswith(".py"):
            yield from _Module(name, Path(found.origin).read_text(encoding="utf-8")).pure_functions()


class _Module:
    """One module's text, with what its top level binds."""

    def __init__(self, name: str, text: str) -> None:
        self._name = name
        self._text = text
        self._tree = ast.parse(text)
        self._order: dict[str, int] = {}
        self._functions: dict[str, ast.FunctionDef] = {}
        self._constants: dict[str, ast.stmt] = {}
        self._imports: dict[str, ast.stmt] = {}
        for index, node in enumerate(self._tree.body):
            self._read(index, node)

    def _read(self, index: int, node: ast.stmt) -> None:
        if isinstance(node, ast.FunctionDef) and not node.decorator_list:
            self._functions[node.name] = node
            self._order[node.name] = index
        elif isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            self._constants[node.targets[0].id] = node
            self._order[node.targets[0].id] = index
        elif isinstance(node, ast.Import):
            for one in node.names:
                if one.name in IMPORTABLE:
                    self._imports[one.asname or one.name] = ast.Import([one])
        elif isinstance(node, ast.ImportFrom) and node.module in IMPORTABLE and not node.level:
            for one in node.names:
                self._imports[one.asname or one.name] = ast.ImportFrom(node.module, [one], 0)

    def pure_functions(self) -> Iterator[Candidate]:
        """Those functions for which everything needed is here."""
        for name, node in self._functions.items():
            needed = self._needed(name)
            if needed is None or not _is_plain(node):
                continue
            imports = [ast.unparse(self._imports[one]) for one in needed if one in self._imports]
            parts = [self._part(one) for one in sorted(needed - set(self._imports), key=self._order.__getitem__)]
            yield Candidate(f"{self._name}.{name}", "\n".join(imports) + "\n\n" + "\n\n".join(parts) + "\n", node)

    def _part(self, name: str) -> str:
        node = self._functions.get(name) or self._constants[name]
        return ast.get_source_segment(self._text, node) or ""

    def _needed(self, name: str) -> set[str] | None:
        """The module's names that a function needs, itself included; None if it needs anything else."""
        needed: set[str] = set()
        pending = [name]
        while pending:
            one = pending.pop()
            if one in needed:
                continue
            needed.add(one)
            node = self._functions.get(one) or self._constants.get(one)
            if node is None:
                continue
            for free in _free_names(node):
                if free in self._order or free in self._imports:
                    pending.append(free)
                elif free not in _SAFE_BUILTINS:
                    return None
            if any(isinstance(part, _FORBIDDEN) for part in ast.walk(node)):
                return None
        return needed


_FORBIDDEN = (ast.Import, ast.ImportFrom, ast.Global, ast.ClassDef, ast.AsyncFunctionDef, ast.Await)


def _free_names(node: ast.stmt) -> set[str]:
    """The names that a definition or a constant loads and does not bind itself anywhere."""
    loaded = {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load)}
    if not isinstance(node, ast.FunctionDef):
        return loaded | set[str]()
    bound = {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and not isinstance(one.ctx, ast.Load)}
    bound |= {one.arg for one in ast.walk(node) if isinstance(one, ast.arg)}
    bound |= {one.name for one in ast.walk(node) if isinstance(one, (ast.FunctionDef, ast.ExceptHandler)) and one.name}
    return loaded - bound


def _is_plain(node: ast.FunctionDef) -> bool:
    """Whether a function can be called with a few positional arguments."""
    count = len(node.args.posonlyargs) + len(node.args.args)
    return 1 <= count <= 5 and not node.args.kwonlyargs and node.args.kwarg is None


def library_runs(seed: int, frames: int) -> Iterator[tuple[str, tuple[Moment, ...]]]:
    """True runs of the library's pure functions: the text, its moments. Without end: each round tries other arguments."""
    rng = Random(seed)
    found = list(candidates())
    with Sandbox(Limits(frames=frames)) as sandbox:
        while True:
            for candidate in found:
                yield from _runs_of(candidate, sandbox, rng)


def _runs_of(candidate: Candidate, sandbox: Sandbox, rng: Random) -> Iterator[tuple[str, tuple[Moment, ...]]]:
    good = raising = 0
    seen: set[str] = set()
    kinds: list[tuple[str, ...]] = []
    for _ in range(TRIALS):
        if good >= RUNS:
            return
        # Types that have fitted once are tried again with other values.
        fitting = rng.choice(kinds) if kinds and rng.random() < 0.7 else _types(candidate.entry, rng)
        call = f"{candidate.entry.name}({', '.join(rng.choice(_POOL[kind]) for kind in fitting)})"
        if call in seen:
            continue
        seen.add(call)
        text = f"{candidate.text}\n\ndef main():  # << START_OF_TRACE\n    return {call}\n"
        moments = sandbox.record(text).moments
        if any(one.event is Event.EXCEPTION and one.scope == 0 for one in moments):
            raising += 1
            if raising > RAISING:
                continue
        elif len(moments) > 4:
            good += 1
            kinds.append(fitting)
        yield text, moments


def _types(node: ast.FunctionDef, rng: Random) -> tuple[str, ...]:
    """One type for each parameter, those with defaults left out at times."""
    count = len(node.args.posonlyargs) + len(node.args.args)
    least = max(1, count - len(node.args.defaults))
    return tuple(rng.choice(tuple(_POOL)) for _ in range(rng.randint(least, count)))

"""Which modules functions are taken from: the standard library's own, and installed packages whose licences permit it."""

from __future__ import annotations

import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Module:
    """A file of Python.

    Attributes:
        name: dotted.
        path: the file.
        licence: its SPDX expression.
    """

    name: str
    path: Path
    licence: str


STANDARD = "PSF-2.0"
PACKAGES: dict[str, str] = {
    "anyio": "MIT",
    "attr": "MIT",
    "click": "BSD-3-Clause",
    "fsspec": "BSD-3-Clause",
    "h11": "MIT",
    "idna": "BSD-3-Clause",
    "iniconfig": "MIT",
    "jinja2": "BSD-3-Clause",
    "markdown_it": "MIT",
    "mdurl": "MIT",
    "mpmath": "BSD-3-Clause",
    "networkx": "BSD-3-Clause",
    "packaging": "Apache-2.0 OR BSD-2-Clause",
    "pluggy": "MIT",
    "pygments": "BSD-2-Clause",
    "rich": "MIT",
    "sortedcontainers": "Apache-2.0",
    "sympy": "BSD-3-Clause",
    "typer": "MIT",
}
"""Installed package -> its licence, as its metadata says."""

FIRST = tuple(
    """textwrap string heapq bisect statistics fractions colorsys calendar shlex difflib posixpath ntpath genericpath
    fnmatch html quopri base64 json.decoder json.encoder json.scanner collections datetime _pydatetime _pydecimal
    urllib.parse email.utils email.quoprimime mimetypes ipaddress random copy pprint reprlib configparser csv
    getopt optparse argparse re._parser re._compiler locale gettext http.cookies nturl2path stringprep
    encodings.punycode encodings.idna tokenize keyword operator functools graphlib _strptime tomllib._parser
    tomllib._re xml.sax.saxutils inspect typing dataclasses ast traceback linecache timeit uuid plistlib codeop
    sre_parse""".split()
)
"""Modules that are mostly plain functions, looked at first."""
_LEFT_OUT = (
    "test",
    "tests",
    "__pycache__",
    "site-packages",
    "lib2to3",
    "ensurepip",
    "idle_test",
    "turtledemo",
    "conftest",
)


def modules() -> Iterator[Module]:
    """The modules, the most promising first."""
    standard = Path(sysconfig.get_paths()["stdlib"])
    installed = Path(sysconfig.get_paths()["purelib"])
    for name in FIRST:
        path = standard.joinpath(*name.split("."))
        for file in (path.with_suffix(".py"), path / "__init__.py"):
            if file.exists():
                yield Module(name, file, STANDARD)
    for name, licence in PACKAGES.items():
        yield from _below(installed / name, installed, licence)
    for module in _below(standard, standard, STANDARD):
        if module.name not in FIRST:
            yield module


def _below(folder: Path, root: Path, licence: str) -> Iterator[Module]:
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        if not set(parts) & set(_LEFT_OUT):
            yield Module(".".join(parts).removesuffix(".__init__"), path, licence)

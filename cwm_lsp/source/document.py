"""An immutable snapshot of a file's text with its tree, and the functions found in it.

An edit gives a new snapshot and reparses only what it touched. Functions that stand in the shadow of a syntax error are
looked for on their own, so that broken code elsewhere costs them nothing.
"""

from __future__ import annotations

import re

from tree_sitter import Node, Point, Query, QueryCursor, Range, Tree

from cwm_lsp.source.functions import Function, function_from
from cwm_lsp.source.scopes import scope_of
from cwm_lsp.source.syntax import PYTHON, encode, field, line_of, parse, split_lines, text_of

_DEFINITIONS = Query(PYTHON, "[(function_definition) (class_definition)] @definition")
_STRINGS = Query(PYTHON, "(string) @string")
_HEADER = re.compile(rb"^([ \t]*)(async[ \t]+def|def|class)[ \t]+(\w+)", re.MULTILINE)


class Document:
    """One state of a file: text, lines, tree, functions. Never changes; `edited` and `updated` give the next state."""

    __slots__ = ("_functions", "_module_names", "_source", "_tree", "lines", "text")

    def __init__(self, text: str, source: bytes, tree: Tree) -> None:
        self.text = text
        self.lines = split_lines(text)
        self._source = source
        self._tree = tree
        self._functions: tuple[Function, ...] | None = None
        self._module_names: frozenset[str] | None = None

    @classmethod
    def parse(cls, text: str) -> Document:
        """Parse a whole file. Any text is fine: errors in it become error nodes."""
        source = encode(text)
        return cls(text, source, parse(source))

    def edited(self, start: int, end: int, new_text: str) -> Document:
        """The document with the characters from `start` up to `end` replaced.

        Args:
            start, end: offsets into `text`, in characters (code points); the range is cut to the text.
            new_text: what stands there afterwards.
        """
        start = max(0, min(start, len(self.text)))
        end = max(start, min(end, len(self.text)))
        text = self.text[:start] + new_text + self.text[end:]
        source = encode(text)
        # A carriage return is a line end or half of one, depending on its neighbours: they belong to the edit.
        if start and self.text[start - 1] == "\r":
            start -= 1
        tail = len(self.text) - end
        if tail and self.text[end] == "\n":
            tail -= 1
        before = len(encode(self.text[:start]))
        after = len(encode(self.text[len(self.text) - tail :])) if tail else 0
        old = self._tree.copy()
        old_end, new_end = len(self._source) - after, len(source) - after
        old.edit(
            before,
            old_end,
            new_end,
            _point(self._source, before),
            _point(self._source, old_end),
            _point(source, new_end),
        )
        return Document(text, source, parse(source, old))

    def updated(self, text: str) -> Document:
        """The document with the whole text replaced; what both have in common at their ends is not parsed anew."""
        if text == self.text:
            return self
        shortest = min(len(text), len(self.text))
        start = _common_prefix(self.text, text, shortest)
        tail = _common_prefix(self.text[::-1], text[::-1], shortest - start)
        return self.edited(start, len(self.text) - tail, text[start : len(text) - tail])

    @property
    def root(self) -> Node:
        """The root of the tree."""
        return self._tree.root_node

    @property
    def has_error(self) -> bool:
        """Whether the file holds a syntax error anywhere."""
        return self.root.has_error

    @property
    def functions(self) -> tuple[Function, ...]:
        """Every function of the file in file order, nested ones and methods included."""
        if self._functions is None:
            self._functions = _functions(self._source, self._tree)
        return self._functions

    @property
    def is_read(self) -> bool:
        """Whether `functions` is at hand; in a long file finding them takes longer than a keystroke may."""
        return self._functions is not None

    @property
    def module_names(self) -> frozenset[str]:
        """The names that the module's own statements bind."""
        if self._module_names is None:
            self._module_names = frozenset(scope_of(self.root).bound)
        return self._module_names

    def function(self, name: str) -> Function | None:
        """The function with this qualified name, or else with this bare name, or else with this end of its name.

        Of several the last one, since that is what the name refers to in the end.
        """
        found = (
            [function for function in self.functions if function.qualname == name]
            or [function for function in self.functions if function.name == name]
            or [function for function in self.functions if function.qualname.endswith(f".{name}")]
        )
        return found[-1] if found else None

    def function_at(self, line: int) -> Function | None:
        """The innermost function that holds the line, decorators included."""
        holding = [function for function in self.functions if line in function]
        return min(holding, key=lambda function: function.last_line - function.first_line, default=None)

    def line(self, number: int) -> str:
        """The text of a 1-based line without its end; empty beyond the file."""
        return self.lines[number - 1] if 1 <= number <= len(self.lines) else ""


def _point(source: bytes, offset: int) -> Point:
    return Point(source.count(b"\n", 0, offset), offset - (source.rfind(b"\n", 0, offset) + 1))


def _common_prefix(one: str, other: str, limit: int) -> int:
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _captures(query: Query, node: Node, name: str) -> list[Node]:
    return sorted(
        QueryCursor(query).captures(node).get(name, []), key=lambda found: (found.start_byte, -found.end_byte)
    )


def _functions(source: bytes, tree: Tree) -> tuple[Function, ...]:
    found = _functions_below(tree.root_node, ())
    if tree.root_node.has_error:
        sound = {function.def_line for function in found if not function.has_error}
        for function in _islands(source, tree.root_node, sound):
            found = [other for other in found if other.def_line != function.def_line]
            found.append(function)
    return tuple(sorted(found, key=lambda function: (function.def_line, function.node.start_byte)))


def _functions_below(root: Node, holders: tuple[tuple[str, str], ...]) -> list[Function]:
    """The functions below a root; `holders` is what holds the root itself."""
    found: list[Function] = []
    open_nodes: list[Node] = []
    for node in _captures(_DEFINITIONS, root, "definition"):
        while open_nodes and open_nodes[-1].end_byte <= node.start_byte:
            open_nodes.pop()
        if node.type == "function_definition":
            path = tuple(_holder(outer) for outer in open_nodes)
            found.append(function_from(node, holders=holders + path, first_line=_first_line(node)))
        open_nodes.append(node)
    return found


def _holder(node: Node) -> tuple[str, str]:
    return ("class" if node.type == "class_definition" else "function", text_of(field(node, "name")))


def _first_line(node: Node) -> int:
    parent = node.parent
    return line_of(parent) if parent is not None and parent.type == "decorated_definition" else line_of(node)


# Functions in the shadow of a syntax error


def _islands(source: bytes, root: Node, sound: set[int]) -> list[Function]:
    """Functions that the file's own tree lost to an error and that are well-formed by themselves."""
    lines = source.split(b"\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    strings = [node for node in _captures(_STRINGS, root, "string") if not node.has_error]
    found: list[Function] = []
    covered: list[tuple[int, int]] = []
    for match in _HEADER.finditer(source):
        row = source.count(b"\n", 0, match.start())
        if match[2] == b"class" or row + 1 in sound or any(first <= row + 1 <= last for first, last in covered):
            continue
        if any(node.start_byte < match.start(2) < node.end_byte for node in strings):
            continue
        indent = len(match[1])
        first, last = _decorators_above(lines, row, match[1]), _end_of_block(lines, row, indent)
        column = len(lines[first]) - len(lines[first].lstrip())
        stop = starts[last] + len(lines[last])
        area = Range(Point(first, column), Point(last, len(lines[last])), starts[first] + column, stop)
        island = parse(source, ranges=[area]).root_node
        if island.has_error:
            continue
        functions = _functions_below(island, _holders_by_indentation(lines, row, indent))
        found.extend(functions)
        covered.extend((function.first_line, function.last_line) for function in functions)
    return found


def _decorators_above(lines: list[bytes], row: int, indent: bytes) -> int:
    while row and lines[row - 1].startswith(indent + b"@"):
        row -= 1
    return row


def _end_of_block(lines: list[bytes], row: int, indent: int) -> int:
    """The last row of the block under a header: up to the next line that starts no deeper, closing brackets apart."""
    last = row
    for number in range(row + 1, len(lines)):
        text = lines[number].strip()
        if not text or text.startswith(b"#"):
            continue
        shallow = len(lines[number]) - len(lines[number].lstrip()) <= indent
        if shallow and text[:1] not in b")]}":
            break
        last = number
    return last


def _holders_by_indentation(lines: list[bytes], row: int, indent: int) -> tuple[tuple[str, str], ...]:
    holders: list[tuple[str, str]] = []
    for number in range(row - 1, -1, -1):
        if not indent:
            break
        line = lines[number]
        own = len(line) - len(line.lstrip())
        if not line.strip() or line.lstrip().startswith(b"#") or own >= indent:
            continue
        match = _HEADER.match(line)
        if match is not None:
            kind = "class" if match[2] == b"class" else "function"
            holders.append((kind, match[3].decode(errors="replace")))
        indent = own
    return tuple(reversed(holders))

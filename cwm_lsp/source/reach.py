"""Whose objects a line can change, where the text tells: by methods and stores of names, under the condition that these are plain.

`effects` says whether a line may change any object at all; this module narrows that down. It gives up (None) on everything that
could run unknown code: calls of the file's functions, attributes of objects, `with`, `yield`, whatever it does not know.
"""

from __future__ import annotations

from dataclasses import dataclass

from tree_sitter import Node

from cwm_lsp.source.document import Document
from cwm_lsp.source.effects import PURE_BUILTINS, Statement, statements_at
from cwm_lsp.source.functions import Function
from cwm_lsp.source.syntax import field, fields, named, text_of, unwrap

_BUILTINS = PURE_BUILTINS | frozenset(
    "all any bin dict divmod enumerate filter frozenset hex list map max min oct pow print repr reversed round set sorted str "
    "sum tuple zip Counter OrderedDict defaultdict deque".split()
)
"""They change none of their plain arguments."""
_MUTATING = frozenset(
    "add append appendleft clear difference_update discard extend extendleft insert intersection_update move_to_end pop popitem "
    "popleft remove reverse rotate setdefault sort subtract symmetric_difference_update update".split()
)
_READING = frozenset(
    "capitalize casefold center copy count difference endswith find format get index intersection isalnum isalpha isascii "
    "isdecimal isdigit isdisjoint isidentifier islower isnumeric isspace issubset issuperset istitle isupper items join keys "
    "ljust lower lstrip most_common partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip "
    "split splitlines startswith strip swapcase symmetric_difference title translate union upper values zfill bit_length "
    "elements encode decode is_integer hex".split()
)
_MODULES = frozenset({"math", "string"})
_STOPS = frozenset(
    "await class_definition class_pattern decorated_definition exec_statement import_from_statement import_statement "
    "match_statement type_alias_statement with_statement yield ERROR".split()
)


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose objects a line can change, if the values of all these names are plain containers, numbers and strings.

    Attributes:
        mutated: names whose object may be changed itself.
        inside: names within whose object another object may be changed.
        handled: all names that are read.
    """

    mutated: frozenset[str] = frozenset()
    inside: frozenset[str] = frozenset()
    handled: frozenset[str] = frozenset()


def reach(document: Document, function: Function, line: int) -> Reach | None:
    """Whose objects the statements on a line can change; None where the text does not tell."""
    if "class " in document.text:
        # A class may write its objects like a list.
        return None
    found = _Found(document.module_names)
    for statement in statements_at(function, line):
        if statement.node.type in _STOPS or not found.statement(statement):
            return None
    return Reach(frozenset(found.mutated), frozenset(found.inside), frozenset(found.handled))


class _Found:
    def __init__(self, module_names: frozenset[str]) -> None:
        self.mutated: set[str] = set()
        self.inside: set[str] = set()
        self.handled: set[str] = set()
        self._builtins = _BUILTINS - module_names

    def statement(self, statement: Statement) -> bool:
        """Take in one statement; False where it can't be told."""
        if statement.node.type == "for_statement" and not all(map(self._stored, fields(statement.node, "left"))):
            return False
        return all(map(self._read, statement.parts))

    def _read(self, node: Node) -> bool:
        kind = node.type
        if kind in _STOPS:
            return False
        if kind == "identifier":
            self.handled.add(text_of(node))
            return True
        if kind == "call":
            return self._called(node)
        if kind == "attribute":
            base = field(node, "object")
            return base is not None and text_of(base) in _MODULES
        if kind in ("assignment", "augmented_assignment"):
            return self._assigned(node, is_augmented=kind == "augmented_assignment")
        if kind == "delete_statement":
            return all(map(self._stored, named(node)))
        if kind == "keyword_argument":
            value = field(node, "value")
            return value is not None and self._read(value)
        if kind == "lambda":
            body = field(node, "body")
            return body is not None and self._read(body)
        if kind == "for_in_clause":
            right = field(node, "right")
            return right is not None and all(map(self._stored, fields(node, "left"))) and self._read(right)
        return all(map(self._read, named(node)))

    def _assigned(self, node: Node, *, is_augmented: bool) -> bool:
        right = field(node, "right")
        for target in fields(node, "left"):
            if is_augmented and target.type == "identifier":
                self.mutated.add(text_of(target))
                self.handled.add(text_of(target))
            elif not self._stored(target):
                return False
        return right is None or self._read(right)

    def _stored(self, target: Node) -> bool:
        """Take in a target of a store."""
        target = unwrap(target)
        if target.type == "identifier":
            return True
        if target.type == "subscript":
            return self._changed(field(target, "value")) and all(map(self._read, fields(target, "subscript")))
        if target.type in ("pattern_list", "tuple_pattern", "list_pattern", "expression_list", "tuple"):
            return all(map(self._stored, named(target)))
        return False

    def _changed(self, owner: Node | None) -> bool:
        """Take in that an object may change which an expression gives."""
        if owner is None:
            return False
        owner = unwrap(owner)
        if owner.type == "identifier":
            self.mutated.add(text_of(owner))
            self.handled.add(text_of(owner))
            return True
        base = owner
        while base.type == "subscript" or (base.type == "call" and _method(base) in ("setdefault", "get")):
            parts = fields(base, "subscript") if base.type == "subscript" else named(field(base, "arguments") or base)
            if not all(map(self._read, parts)):
                return False
            if base.type == "call":
                inner = field(field(base, "function") or base, "object")
                if _method(base) == "setdefault" and inner is not None and inner.type == "identifier":
                    self.mutated.add(text_of(inner))
            else:
                inner = field(base, "value")
            if inner is None:
                return False
            base = unwrap(inner)
        if base.type != "identifier":
            return False
        self.inside.add(text_of(base))
        self.handled.add(text_of(base))
        return True

    def _called(self, node: Node) -> bool:
        function, arguments = field(node, "function"), field(node, "arguments")
        if function is None or arguments is None or not all(map(self._read, named(arguments))):
            return False
        function = unwrap(function)
        if function.type == "identifier":
            return text_of(function) in self._builtins
        if function.type != "attribute":
            return False
        owner, name = field(function, "object"), text_of(field(function, "attribute"))
        if owner is None:
            return False
        if name in _MUTATING:
            return self._changed(owner)
        if text_of(owner) in _MODULES:
            return True
        return name in _READING and self._read(owner)


def _method(call: Node) -> str:
    function = field(call, "function")
    return text_of(field(function, "attribute")) if function is not None and function.type == "attribute" else ""

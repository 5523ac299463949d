"""Which statements can't raise, whatever the names hold that are only carried along: sums of integers, lists that are added to.

The kinds of what names hold are known from a run; an operation is plain where these kinds are all that it takes.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from cwm_lsp.predict.termination.reading import called_name, integer


@dataclass
class Plainness:
    """Tells plain statements from others.

    Attributes:
        kinds: names and "int", "float", "str", "list", "set" or "dict", for those that hold nothing else.
    """

    kinds: Mapping[str, str]

    def is_plain(self, node: ast.AST, deciding: AbstractSet[str] | None) -> bool:
        """Whether it raises nothing that it has not raised already, whatever the names hold that don't decide."""
        if isinstance(node, ast.Assign):
            if len(node.targets) != 1:
                return False
            target, value = node.targets[0], node.value
            if isinstance(target, ast.Name):
                kind = self.kind(value, deciding)
                if self._is_decided(value, deciding):
                    return True
                return kind is not None and (target.id not in self.kinds or kind == self.kinds[target.id])
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
                pairs = zip(target.elts, value.elts, strict=True)
                return all(
                    isinstance(one, ast.Name)
                    and (kind := self.kind(given, deciding)) is not None
                    and kind == self.kinds.get(one.id)
                    for one, given in pairs
                )
            if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
                is_key = self.kind(target.slice, deciding) in ("int", "str")
                return is_key and self.kinds.get(target.value.id) == "dict" and self.kind(value, deciding) is not None
            return False
        if isinstance(node, ast.AugAssign):
            if not isinstance(node.target, ast.Name):
                return False
            value = ast.BinOp(ast.Name(node.target.id, ast.Load()), node.op, node.value)
            kind = self.kind(value, deciding)
            return kind is not None and kind == self.kinds.get(node.target.id)
        if isinstance(node, ast.Expr):
            return self._is_plain_call(node.value, deciding)
        return isinstance(node, ast.expr) and self.kind(node, deciding) is not None

    def _is_plain_call(self, node: ast.expr, deciding: AbstractSet[str] | None) -> bool:
        if isinstance(node, ast.Constant):
            return True
        if not isinstance(node, ast.Call) or node.keywords:
            return False
        kinds = [self.kind(one, deciding) for one in node.args]
        if None in kinds:
            return False
        if isinstance(node.func, ast.Name):
            return node.func.id == "print"
        if not isinstance(node.func, ast.Attribute) or not isinstance(node.func.value, ast.Name):
            return False
        owner = self.kinds.get(node.func.value.id)
        if owner == "list":
            return (node.func.attr == "append" and len(kinds) == 1) or (
                node.func.attr == "insert" and len(kinds) == 2 and kinds[0] == "int"
            )
        return owner == "set" and node.func.attr == "add" and kinds[0] in ("int", "str")

    def kind(self, node: ast.expr, deciding: AbstractSet[str] | None) -> str | None:
        """What kind of value an expression has, "any" where that does not matter; None if it may raise.

        Args:
            node: the expression.
            deciding: the names that decide; None where it may not have been executed yet.
        """
        if isinstance(node, ast.Constant):
            return type(node.value).__name__
        if isinstance(node, ast.Name):
            return self.kinds.get(node.id, None if deciding is None else "any")
        if isinstance(node, ast.Call) and called_name(node) == "len" and len(node.args) == 1:
            inner = self.kind(node.args[0], deciding)
            return "int" if inner in ("list", "str", "dict", "set") or self._is_decided(node, deciding) else None
        if isinstance(node, ast.Call) and called_name(node) in ("max", "min") and len(node.args) > 1:
            return "int" if all(self.kind(one, deciding) == "int" for one in node.args) else None
        if isinstance(node, ast.BinOp):
            found = self._operation(node, deciding)
            if found is not None:
                return found
        if isinstance(node, ast.Compare):
            parts = [self.kind(one, deciding) for one in (node.left, *node.comparators)]
            if all(one == "int" for one in parts) or all(one == "str" for one in parts):
                return "bool"
            if all(isinstance(one, (ast.Eq, ast.NotEq)) for one in node.ops) and None not in parts:
                return "bool"
        if isinstance(node, ast.UnaryOp):
            inner = self.kind(node.operand, deciding)
            if isinstance(node.op, ast.Not) and inner is not None:
                return "bool"
            if inner == "int":
                return "int"
        if isinstance(node, ast.BoolOp) and all(self.kind(one, deciding) == "bool" for one in node.values):
            return "bool"
        if isinstance(node, (ast.Tuple, ast.List)):
            kinds = [self.kind(one, deciding) for one in node.elts]
            return None if None in kinds else type(node).__name__.lower()
        if isinstance(node, ast.Subscript) and self._is_decided(node, deciding):
            return self._item_kind(node)
        return "any" if self._is_decided(node, deciding) else None

    def _item_kind(self, node: ast.Subscript) -> str:
        if not isinstance(node.value, ast.Name):
            return "any"
        owner = self.kinds.get(node.value.id, "")
        if isinstance(node.slice, ast.Slice) or owner == "str":
            return owner or "any"
        return self.kinds.get(f"{node.value.id}[]", "any")

    def _operation(self, node: ast.BinOp, deciding: AbstractSet[str] | None) -> str | None:
        left, right = self.kind(node.left, deciding), self.kind(node.right, deciding)
        if left == right == "int":
            if isinstance(node.op, (ast.Add, ast.Sub, ast.Mult)):
                return "int"
            if isinstance(node.op, (ast.FloorDiv, ast.Mod)) and integer(node.right) not in (None, 0):
                return "int"
        if left == right and left in ("float", "str", "list") and isinstance(node.op, ast.Add):
            return left
        return None

    def _is_decided(self, node: ast.expr, deciding: AbstractSet[str] | None) -> bool:
        """Whether the names that decide, and the builtins, are all that it reads, so that it gives what it gave before."""
        if deciding is None:
            return False
        called = {one.func.id for one in ast.walk(node) if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)}
        inner = set(bound_by_comprehensions(node))
        return all(one.id in deciding | called | inner for one in ast.walk(node) if isinstance(one, ast.Name))


def bound_by_comprehensions(node: ast.AST) -> Iterator[str]:
    """The names that the comprehensions within bind for themselves."""
    for one in ast.walk(node):
        if isinstance(one, ast.comprehension):
            for name in ast.walk(one.target):
                if isinstance(name, ast.Name):
                    yield name.id

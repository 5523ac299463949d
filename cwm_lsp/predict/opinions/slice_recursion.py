"""Of a function its recursion: the calls of itself, with what they are given, and the conditions under which none is made."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from cwm_lsp.predict.opinions.slice_loops import kept_statements, names_needed
from cwm_lsp.predict.opinions.slice_names import FUNCTIONS, AnyFunction, calls, names_read
from cwm_lsp.predict.termination.reading import called_name


class Recursion:
    """A function of which its own calls are left, with what they are given, and where it returns without."""

    def __init__(self, functions: dict[str, AnyFunction], function: AnyFunction) -> None:
        self._names = {
            name for name in functions if name == function.name or calls(functions[name], functions, function.name)
        }
        relevant = {
            name for one in self._own_calls(function) for arg in ast.iter_child_nodes(one) for name in names_read(arg)
        }
        self._relevant = names_needed(function.body, relevant)

    def _own_calls(self, node: ast.AST) -> list[ast.Call]:
        return [one for one in ast.walk(node) if isinstance(one, ast.Call) and self._is_own(one)]

    def _is_own(self, call: ast.Call) -> bool:
        return called_name(call) in self._names

    def _under_conditions(self, node: ast.AST) -> list[ast.stmt]:
        """The calls in an expression, those that may be left out under an `if`, those of a comprehension in a loop."""
        if not self._own_calls(node):
            return []
        if isinstance(node, ast.IfExp):
            first, other = self._under_conditions(node.body), self._under_conditions(node.orelse)
            return [*self._under_conditions(node.test), ast.If(node.test, first or [ast.Pass()], other)]
        if isinstance(node, ast.BoolOp):
            first, *rest = node.values
            after = self._under_conditions(rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest))
            test = first if isinstance(node.op, ast.And) else ast.UnaryOp(ast.Not(), first)
            return [*self._under_conditions(first), *([ast.If(test, after, [])] if after else [])]
        if isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp)):
            inside: list[ast.stmt] = self._under_conditions(node.elt)
            for one in reversed(node.generators):
                inside = [*self._under_conditions(ast.Tuple(one.ifs, ast.Load())), *inside]
                for test in reversed(one.ifs):
                    inside = [ast.If(test, inside, [])]
                inside = [*self._under_conditions(one.iter), ast.For(one.target, one.iter, inside or [ast.Pass()], [])]
            return inside
        found = [one for child in ast.iter_child_nodes(node) for one in self._under_conditions(child)]
        if isinstance(node, ast.Call) and self._is_own(node):
            found.append(ast.Expr(node))
        return found

    def body(self, body: Sequence[ast.stmt]) -> list[ast.stmt]:
        """The statements that matter."""
        found: list[ast.stmt] = []
        for one in body:
            calls = [] if isinstance(one, (*FUNCTIONS, ast.ClassDef)) else self._own_calls(one)
            if isinstance(one, ast.If):
                found += self._under_conditions(one.test)
                first, other = self.body(one.body), self.body(one.orelse)
                if first or other:
                    found.append(ast.If(one.test, first or [ast.Pass()], other))
            elif isinstance(one, ast.For):
                inner = self.body(one.body)
                if inner:
                    found.append(ast.For(one.target, one.iter, inner, []))
            elif isinstance(one, ast.While):
                inner = self.body(one.body)
                if inner:
                    found.append(ast.While(one.test, inner, []))
            elif calls and not isinstance(one, (ast.Assign, ast.AugAssign, ast.AnnAssign)):
                found += self._under_conditions(one)
                if isinstance(one, (ast.Return, ast.Raise)):
                    found.append(ast.Return(None))
            elif calls:
                found.append(one)
            else:
                found += kept_statements([one], self._relevant)
        return found

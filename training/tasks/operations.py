"""Rewrites a program so that it counts what it does: statements, rounds of comprehensions, what built-in operations read or make.

Sorting n items counts n log n, searching a list its length, cutting or joining what comes out. What is allocated is the most that
the variables of all open calls hold at one time, and the depth of calls. Nothing runs here; `counting` does that in the sandbox.
"""

from __future__ import annotations

import ast

COUNTER = """
class _Stop(BaseException):
    pass
class _Counter:
    def __init__(self, most, weighed):
        self.time, self.space, self.most, self.open, self.weighed, self.given = 0, 0, most, [], weighed, set()
    def tick(self, count=1):
        self.time += count
        if self.time > self.most:
            raise _Stop
    def size(self, value, seen):
        if not isinstance(value, (list, tuple, set, dict, str)) or id(value) in self.given or id(value) in seen:
            return 0
        seen.add(id(value))
        if isinstance(value, str):
            return len(value)
        inner = value.values() if isinstance(value, dict) else value
        return len(value) + sum(self.size(one, seen) for one in inner if isinstance(one, (list, set, dict)))
    def weigh(self, names, more=0):
        if self.weighed:
            seen = set()
            self.open[-1] = names
            held = sum(self.size(value, seen) for scope in self.open for value in scope.values())
            self.space = max(self.space, held + more + len(self.open) - 1)
    def line(self, names):
        self.tick()
        self.weigh(names)
    def enter(self):
        self.open.append({})
    def leave(self):
        self.open.pop()
    def made(self, value):
        if isinstance(value, (list, tuple, str, set, dict)):
            self.tick(len(value))
            if self.weighed:
                self.weigh(self.open[-1], len(value))
        return value
    def within(self, item, held):
        if isinstance(held, (list, tuple, str)):
            self.tick(len(held))
        return item in held
    def called(self, name, function, *given, **named):
        large = [len(one) for one in given if isinstance(one, (list, tuple, set, dict, str, range))]
        size = max(large, default=0)
        if name == "sorted":
            self.tick(int(size * max(1, size).bit_length()))
        elif name in ("sum", "min", "max", "list", "set", "tuple", "dict", "fromkeys"):
            self.tick(size)
        elif name in ("count", "index", "insert", "copy", "extend", "pop_first", "remove"):
            self.tick(size + (len(function.__self__) if name != "extend" else 0))
        value = function(*given, **named)
        return self.made(value) if name in ("sorted", "list", "set", "tuple", "dict", "fromkeys", "copy") else value
"""
"""The counter that a rewritten program talks to, as source text."""

_BUILT_IN = ("sorted", "sum", "min", "max", "list", "set", "tuple", "dict")
_METHODS = ("count", "index", "insert", "copy", "extend", "remove", "fromkeys")


class _Counting(ast.NodeTransformer):
    def _lines(self, body: list[ast.stmt]) -> list[ast.stmt]:
        made: list[ast.stmt] = []
        for statement in body:
            made += [_statement("_c.line(locals())"), self.visit(statement)]
        return made

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        inner = ast.Try([*self._lines(node.body)], [], [], [_statement("_c.leave()")])
        node.body = [_statement("_c.enter()"), inner]
        return node

    def _block(self, node: ast.For | ast.While | ast.If) -> ast.AST:
        for name, value in ast.iter_fields(node):
            if isinstance(value, ast.expr):
                setattr(node, name, self.visit(value))
        node.body = self._lines(node.body)
        node.orelse = self._lines(node.orelse)
        if isinstance(node, (ast.For, ast.While)):
            node.body.append(_statement("_c.tick()"))
        return node

    def visit_For(self, node: ast.For) -> ast.AST:
        return self._block(node)

    def visit_While(self, node: ast.While) -> ast.AST:
        return self._block(node)

    def visit_If(self, node: ast.If) -> ast.AST:
        return self._block(node)

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        if len(node.ops) == 1 and isinstance(node.ops[0], (ast.In, ast.NotIn)):
            asked: ast.expr = _called("within", node.left, node.comparators[0])
            return ast.UnaryOp(ast.Not(), asked) if isinstance(node.ops[0], ast.NotIn) else asked
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        self.generic_visit(node)
        return _called("made", node) if isinstance(node.slice, ast.Slice) and isinstance(node.ctx, ast.Load) else node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        return _called("made", node) if isinstance(node.op, (ast.Add, ast.Mult)) else node

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp) -> ast.AST:
        self.generic_visit(node)
        node.elt = ast.Subscript(ast.Tuple([_called("tick"), node.elt], ast.Load()), ast.Constant(1), ast.Load())
        return node if isinstance(node, ast.GeneratorExp) else _called("made", node)

    visit_ListComp = visit_SetComp = visit_GeneratorExp = _comprehension

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        name = (
            node.func.id
            if isinstance(node.func, ast.Name)
            else node.func.attr
            if isinstance(node.func, ast.Attribute)
            else ""
        )
        if (isinstance(node.func, ast.Name) and name in _BUILT_IN) or (
            isinstance(node.func, ast.Attribute) and name in _METHODS
        ):
            return ast.Call(
                ast.Attribute(ast.Name("_c", ast.Load()), "called", ast.Load()),
                [ast.Constant(name), node.func, *node.args],
                node.keywords,
            )
        return node


def _statement(text: str) -> ast.stmt:
    return ast.parse(text).body[0]


def _called(name: str, *given: ast.expr) -> ast.expr:
    return ast.Call(ast.Attribute(ast.Name("_c", ast.Load()), name, ast.Load()), list(given), [])


def counted_text(source: str) -> str:
    """The program with its counting put in; it talks to `_c`.

    Raises:
        SyntaxError: this is no program.
    """
    tree = ast.parse(source)
    tree.body = [_Counting().visit(node) if isinstance(node, ast.FunctionDef) else node for node in tree.body]
    return ast.unparse(ast.fix_missing_locations(tree))

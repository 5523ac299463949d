"""`match` statements as the compiler lays them out: each pattern's tests on its own lines, then what it captures."""

from __future__ import annotations

from tree_sitter import Node

from cwm_lsp.source.flow_expressions import ExpressionFlow
from cwm_lsp.source.scopes import pattern_captures
from cwm_lsp.source.syntax import body_of, field, fields, line_of, named, text_of

_COMPOSITE = frozenset(
    {
        "case_pattern",
        "union_pattern",
        "list_pattern",
        "tuple_pattern",
        "dict_pattern",
        "class_pattern",
        "keyword_pattern",
        "as_pattern",
    }
)


class PatternFlow(ExpressionFlow):
    """Emits `match` statements; the blocks of its cases are the statements' emitter's."""

    def block(self, statements: list[Node]) -> None:
        """Emit statements one after the other."""
        raise NotImplementedError

    def _match(self, node: Node) -> None:
        subjects = fields(node, "subject")
        if len(subjects) == 1:
            self.visit(subjects[0])
        elif subjects:
            self.elements(subjects[0], subjects, list_like=False)
        end = self.graph.label()
        body = field(node, "body")
        cases = [case for case in named(body) if case.type == "case_clause"] if body is not None else []
        for case in cases:
            failed, following = self.graph.label(), self.graph.label()
            line = self._case(case, failed)
            block = body_of(case)
            if block is not None:
                self.block(named(block))
            self.graph.jump(end)
            self.graph.place(failed)
            if self.versions[0] < 12:
                self.graph.branch(following)
            if self.versions[1] >= 12:
                # What is left of the subject is dropped on the pattern's first line.
                self.graph.op(line)
            self.graph.place(following)
        self.graph.place(end)

    def _case(self, case: Node, following: int) -> int:
        """Emit a case's pattern and guard; what fails goes to `following`. Gives the pattern's line."""
        patterns = [child for child in named(case) if child.type == "case_pattern"]
        line = line_of(patterns[0]) if patterns else line_of(case)
        self.graph.op(line)
        if len(patterns) > 1:
            self.graph.op(line, raises=True)
            self.graph.branch(following)
        for pattern in patterns:
            self._pattern(pattern, following)
        for name in [name for pattern in patterns for name in pattern_captures(pattern)]:
            self.store_name(text_of(name), self.since(12, line, line_of(name)))
        guard = field(case, "guard")
        if guard is not None and named(guard):
            self.jump_if(named(guard)[0], following, False, line)
        return line

    def _pattern(self, pattern: Node, following: int) -> None:
        """Emit a pattern's tests; those that fail go to `following`."""
        parts = named(pattern)
        line = line_of(pattern)
        if pattern.type in ("case_pattern", "tuple_pattern") and len(parts) == 1 and "," not in _tokens(pattern):
            self._pattern(parts[0], following)
        elif pattern.type == "as_pattern":
            for part in parts[:-1]:
                self._pattern(part, following)
        elif pattern.type == "union_pattern":
            done = self.graph.label()
            for index, part in enumerate(parts):
                other = self.graph.label()
                last = index == len(parts) - 1
                self._pattern(part, following if last else other)
                self.graph.op(line)
                if not last:
                    self.graph.jump(done)
                    self.graph.place(other)
            self.graph.place(done)
        elif pattern.type == "keyword_pattern":
            for part in parts[1:]:
                self._pattern(part, following)
        elif pattern.type == "dotted_name":
            if len(parts) > 1:
                self.load(parts[0])
                self.graph.op(line, raises=True)
                self.graph.branch(following)
        elif pattern.type == "splat_pattern" or not (parts or pattern.type != "case_pattern"):
            return
        elif pattern.type in _COMPOSITE:
            if pattern.type == "class_pattern":
                self._class_name(parts[0])
            self.graph.op(line, raises=True)
            self.graph.branch(following)
            keys = {key.id for key in pattern.children_by_field_name("key")}
            for part in parts[1:] if pattern.type == "class_pattern" else parts:
                if part.id not in keys:
                    self._pattern(part, following)
        else:
            self.graph.op(line, raises=True)
            self.graph.branch(following)

    def _class_name(self, name: Node) -> None:
        first = named(name)
        if first:
            self.load(first[0])
        if len(first) > 1:
            self.graph.op(line_of(name), raises=True)


def _tokens(pattern: Node) -> set[str]:
    return {child.type for child in pattern.children}

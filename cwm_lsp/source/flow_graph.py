"""A function as the graph of its bytecode's lines: nodes that stand for instructions, edges, and where exceptions go.

The graph knows nothing of syntax (flow_statements.py and flow_expressions.py fill it) and answers no questions
(control_flow.py does). A node without a line is an instruction that CPython gives none: it inherits the current line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

NODE_LIMIT = 60_000
ESCAPES = -1
"""The handler of a node whose exception leaves the scope."""


class FlowTooLargeError(Exception):
    """The graph outgrew `NODE_LIMIT`: copies of `finally` bodies grow exponentially with their nesting."""


class Kind(Enum):
    """What a node does beyond going to its successors."""

    PLAIN = auto()
    RETURN = auto()
    YIELD = auto()
    MAY_YIELD = auto()
    RERAISE = auto()


@dataclass(slots=True)
class FlowNode:
    """One instruction, or a label.

    Attributes:
        line: 1-based; 0 inherits the line of whatever came before.
        successors: node and whether the jump goes backward.
        handler: where an exception raised here goes: a node or `ESCAPES`.
        raises: whether it can raise, whatever is bound.
        reads: a local name that must be bound here, else it raises.
        binds, unbinds: the local name bound or unbound here.
        stop: where an iterator's StopIteration leads that is raised here: it shows as an exception, and the loop ends.
    """

    line: int
    kind: Kind = Kind.PLAIN
    successors: list[tuple[int, bool]] = field(default_factory=lambda: [])
    handler: int = ESCAPES
    raises: bool = False
    reads: str | None = None
    binds: str | None = None
    unbinds: str | None = None
    stop: int | None = None


class FlowGraph:
    """Built by emission, as a compiler emits code: `op` appends to wherever control stands, labels join and branch."""

    def __init__(self) -> None:
        self.nodes: list[FlowNode] = []
        self.ends: list[int] = []
        self.handler = ESCAPES
        self._placed: set[int] = set()
        self._targeted: set[int] = set()
        self.entry = self.label()
        self._placed.add(self.entry)
        self.ends = [self.entry]

    @property
    def end_lines(self) -> tuple[int, ...]:
        """The lines of the instructions after which the next `op` would stand; empty where control can't arrive."""
        return tuple(sorted({self.nodes[end].line for end in self.ends} - {0}))

    def label(self) -> int:
        """A place that is jumped to before or after it is placed."""
        return self._add(FlowNode(0))

    def place(self, label: int) -> None:
        """Control falls into `label` here; it arrives there by the jumps already made, too."""
        self._placed.add(label)
        self._link(label, backward=False)
        self.ends = [label] if label in self._targeted else []

    def branch(self, label: int, *, backward: bool | None = None) -> None:
        """Control may jump to `label` or go on; unless told, a jump to a label that is placed already goes backward."""
        self._link(label, backward=label in self._placed if backward is None else backward)

    def jump(self, label: int) -> None:
        """Control goes to `label` and nowhere else."""
        self.branch(label)
        self.ends = []

    def op(
        self,
        lines: int | Sequence[int],
        *,
        raises: bool = False,
        kind: Kind = Kind.PLAIN,
        reads: str | None = None,
        binds: str | None = None,
        unbinds: str | None = None,
        stop: int | None = None,
    ) -> None:
        """Append an instruction. Several lines mean that interpreters differ: any of them may be its line."""
        if not self.ends:
            return
        starts = self.ends
        added: list[int] = []
        for line in dict.fromkeys((lines,) if isinstance(lines, int) else lines):
            node = self._add(FlowNode(line, kind, [], self.handler, raises, reads, binds, unbinds, stop))
            if raises or reads is not None or unbinds is not None or kind is Kind.RERAISE:
                self._targeted.add(self.handler)
            for start in starts:
                self.nodes[start].successors.append((node, False))
            added.append(node)
        if stop is not None:
            self._targeted.add(stop)
        self.ends = [] if kind in (Kind.RETURN, Kind.RERAISE) else added

    def _link(self, label: int, *, backward: bool) -> None:
        for end in self.ends:
            self.nodes[end].successors.append((label, backward))
            self._targeted.add(label)

    def _add(self, node: FlowNode) -> int:
        if len(self.nodes) >= NODE_LIMIT:
            raise FlowTooLargeError
        self.nodes.append(node)
        return len(self.nodes) - 1

"""Conditions of loops as data, so that one loop can be written in several ways: negated, turned, as a flag, as a recursion."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from training.tasks.blocks import KEY, Block, Nest, block, keys_of, nest, text_of

_NEGATED = {"<": ">=", ">": "<=", "<=": ">", ">=": "<", "!=": "==", "==": "!="}
_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "!=": "!=", "==": "=="}


@dataclass(frozen=True, slots=True)
class Condition:
    """A comparison: `left operator right`."""

    left: str
    operator: str
    right: str

    def __str__(self) -> str:
        return f"{self.left} {self.operator} {self.right}"

    @property
    def negated(self) -> Condition:
        """True where this one is false."""
        return Condition(self.left, _NEGATED[self.operator], self.right)

    @property
    def turned(self) -> Condition:
        """The same, sides exchanged."""
        return Condition(self.right, _TURNED[self.operator], self.left)


@dataclass(frozen=True, slots=True)
class Loop:
    """A loop with what comes before and after it.

    Attributes:
        before: what its variables begin with.
        condition: as long as it holds, the body runs.
        body: what runs.
        after: what comes then.
    """

    before: Block
    condition: Condition | str
    body: Block
    after: Block = ()


STYLES = (*("while",) * 4, *("turned",) * 2, *("break",) * 2, "return", "not", "flag", *("recursion",) * 2)
"""How a loop may be written, as often as it shall be."""


def styled(loop: Loop, style: str, result: str) -> tuple[Block, Block]:
    """The loop as statements in one of the `STYLES`, and the helper functions that these need.

    Args:
        loop: what is written.
        style: how.
        result: the expression that the function gives back.
    """
    condition, body = loop.condition, loop.body
    ending = block(loop.after, f"return {result}")
    if not condition:
        return ending_of(loop, ending)
    if isinstance(condition, str):
        return block(loop.before, nest(f"while {condition}:", body), ending), ()
    leaves = text_of(body)
    if style == "recursion" and not any(word in leaves for word in ("continue", "break", "return")):
        return _recursive(loop, condition, result)
    if style == "flag":
        set_down = nest(f"if {condition.negated}:", "$w9 = False"), nest("else:", body)
        return block(loop.before, "$w9 = True", nest("while $w9:", set_down), ending), ()
    if style in ("break", "return"):
        leave = "break" if style == "break" or loop.after else f"return {result}"
        rest = ending if leave == "break" else ()
        return block(loop.before, nest("while True:", nest(f"if {condition.negated}:", leave), body), rest), ()
    head = f"not {condition.negated}" if style == "not" else str(condition.turned if style == "turned" else condition)
    return block(loop.before, nest(f"while {head}:", body), ending), ()


def ending_of(loop: Loop, ending: Block) -> tuple[Block, Block]:
    """What has no condition stands as it is written, its functions aside."""
    helpers = tuple(line for line in loop.before if isinstance(line, Nest) and line.head.startswith("def "))
    return block([line for line in loop.before if line not in helpers], ending), helpers


def _recursive(loop: Loop, condition: Condition, result: str) -> tuple[Block, Block]:
    """One round is one call: the loop's variables are the helper's parameters."""
    inside = [Nest(f"while {condition}:", loop.body)]
    passed = [key for key in keys_of(block(inside, result)) if not key.startswith(("$h", "$f"))]
    known = set(keys_of(loop.before))
    local = {key for key in passed if _is_first_set(key, loop.body) and key not in known and key not in str(condition)}
    passed = [key for key in passed if key not in local or key in KEY.findall(result)]
    given = ", ".join(passed)
    stops = nest(f"if {condition.negated}:", f"return {result}")
    helper = nest(f"def $h9({given}):", stops, loop.body, f"return $h9({given})")
    if loop.after:
        call = block(
            f"{', '.join(KEY.findall(result))} = $h9({given})" if KEY.fullmatch(result) else f"$w8 = $h9({given})"
        )
        ending = block(call, loop.after, f"return {result}" if KEY.fullmatch(result) else "return $w8")
        return block(loop.before, ending), (helper,)
    return block(loop.before, f"return $h9({given})"), (helper,)


def _is_first_set(key: str, body: Block) -> bool:
    """Whether the body's first line with this name is one that sets it."""
    for line in text_of(body).split("\n"):
        if key in KEY.findall(line):
            return line.strip().startswith((f"{key} = ", f"for {key} in"))
    return False


def compared(left: str, right: str, *, up: bool, strict: bool) -> Condition:
    """`left < right` going up, `left > right` going down; with equality where not strict."""
    return Condition(left, ("<" if up else ">") + ("" if strict else "="), right)


def guard(variable: str, rng: Random) -> str:
    """A test that is sometimes true of a whole number."""
    modulus = rng.randint(2, 4)
    return rng.choice(
        (
            f"{variable} % {modulus} == {rng.randrange(modulus)}",
            f"{variable} % {modulus} != {rng.randrange(modulus)}",
            f"{variable} % {modulus}",
            f"{variable} > {rng.randint(1, 6)}",
            f"{variable} < {rng.randint(2, 7)}",
        )
    )

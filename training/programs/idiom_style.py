"""Small variations of finished code, as hands differ: assignments, named results, guards, comments, types, spacing.

Some change what the program does (a comparison turned, a constant moved): the code stays legal and still ends.
"""

from __future__ import annotations

import re
from random import Random

from training.programs.idiom_arguments import ANNOTATIONS

_AUGMENTED = re.compile(r"^( *)([A-Za-z_]\w*) ([-+*]|//|%)= (.+)$")
_PLAIN = re.compile(r"^( *)([A-Za-z_]\w*) = \2 ([-+*]|//|%) ([^-+*/%|&<>, ]+)$")
_SIGNATURE = re.compile(r"^def (\w+)\(([\w, ]*)\):$")
_COMPARED = re.compile(r" (<|<=|>|>=|==|!=) ")
_CONSTANT = re.compile(r"(?<![\w.'\"])(\d)(?![\w.'\"])")
_SIMPLE = re.compile(r"[\w.\[\]()']+")
_ORDERINGS = ("<", "<=", ">", ">=", "==", "!=")
_DOCSTRINGS = (
    "Return the result.", "Simple helper.", "Compute it step by step.", "See the tests.", "Work on a copy.",
    "Small utility.",
    "Return the answer for the given input.", "Exercise 3.", "Naive version.", "Not very efficient.",
)  # fmt: skip
_COMMENTS = (
    "loop over everything", "start value", "check this first", "edge case", "done", "update", "skip the rest",
    "base case",
    "step 1", "keep going", "result so far", "just in case", "not needed?", "count it", "the simple way", "return it",
)  # fmt: skip
_RESULTS = ("outcome", "value_out", "to_return", "response", "final_value", "answer_value", "returned")


def _augment(line: str, rng: Random) -> str:
    """`x += 1` as `x = x + 1`, and the other way, now and then."""
    if found := _AUGMENTED.match(line):
        pad, target, operator, rest = found.groups()
        if rng.random() < 0.25 and ((operator == "+" and " if " not in rest) or _SIMPLE.fullmatch(rest)):
            return f"{pad}{target} = {target} {operator} {rest}"
    elif (found := _PLAIN.match(line)) and rng.random() < 0.35:
        return f"{found[1]}{found[2]} {found[3]}= {found[4]}"
    return line


def _mutate(line: str, rng: Random) -> str:
    """Turns a comparison, a connective or a constant of a line."""
    bare = line.lstrip()
    if not bare.startswith(("if ", "elif ")) and " for " not in line:
        if rng.random() < 0.04 and "= " in bare and "range" not in bare:
            return _CONSTANT.sub(lambda found: str(rng.randint(0, 5)), line, count=1)
        return line
    chance = rng.random()
    if chance < 0.10:
        return _COMPARED.sub(
            lambda found: f" {rng.choice(_ORDERINGS if found[1] not in ('==', '!=') else ('==', '!='))} ", line, count=1
        )
    if chance < 0.14 and "range" not in bare and "%" not in bare and "[" not in bare:
        return _CONSTANT.sub(lambda found: str(rng.randint(0, 7)), line, count=1)
    if chance < 0.16:
        return line.replace(" and ", " or ", 1) if " and " in line else line.replace(" or ", " and ", 1)
    return line


def _named_result(line: str, rng: Random) -> list[str]:
    """`return a + b` as an assignment and a return."""
    value = line[11:]
    if line.startswith("    return ") and " " in value and value[0] != "'":
        name = rng.choice(_RESULTS)
        return [f"    {name} = {value}", f"    return {name}"]
    return [line]


def _opening(parameter: str, kind: str, rng: Random) -> str:
    """A first statement about a parameter: a guard, a length, a copy, another case; empty for kinds that have none."""
    leave = rng.choice(("None", "0", "-1", "False", parameter))
    if kind in "swBET":
        return rng.choice(
            (
                f"    {parameter} = {parameter}.{rng.choice(('lower', 'upper', 'strip', 'swapcase', 'title'))}()",
                f"    length = len({parameter})",
                f"    if not {parameter}:\n        return {leave}",
                f"    if len({parameter}) {rng.choice('<>')} {rng.randint(1, 14)}:\n        return {leave}",
                f"    {parameter} = {parameter}[:{rng.randint(4, 12)}]",
            )
        )
    if kind in "IJPWFGR":
        cut = rng.choice(
            (f"list({parameter})", f"{parameter}[:]", f"{parameter}[::-1]", f"{parameter}[:{rng.randint(2, 6)}]")
        )
        return rng.choice(
            (
                f"    size_before = len({parameter})",
                f"    if not {parameter}:\n        return {leave}",
                f"    if len({parameter}) {rng.choice('<>')} {rng.randint(1, 6)}:\n        return {leave}",
                f"    {parameter} = {cut}",
            )
        )
    if kind in "DU":
        return rng.choice((f"    {parameter} = dict({parameter})", f"    if not {parameter}:\n        return {leave}"))
    if kind in "ni":
        limit = f"{rng.choice(('<', '<='))} {rng.randint(0, 3)}"
        return rng.choice((f"    if {parameter} {limit}:\n        return {leave}", f"    start_value = {parameter}"))
    return ""


def _open(lines: list[str], entry: str, kinds: str, rng: Random) -> list[str]:
    """Sometimes begins the entry with a docstring or a first statement of its own."""
    at = next(i for i, line in enumerate(lines) if line.startswith(f"def {entry}("))
    found = _SIGNATURE.match(lines[at])
    parameters = found[2].split(", ") if found and found[2] else []
    if len(parameters) != len(kinds):
        return lines
    added: list[str] = []
    if rng.random() < 0.05:
        added.append(f'    """{rng.choice(_DOCSTRINGS)}"""')
    if parameters and rng.random() < 0.2:
        which = rng.randrange(len(kinds))
        if opening := _opening(parameters[which], kinds[which], rng):
            added += opening.split("\n")
    return [*lines[: at + 1], *added, *lines[at + 1 :]]


def _typed(line: str, kinds: str, rng: Random) -> str:
    """The entry's signature with types, where each parameter's is known."""
    found = _SIGNATURE.match(line)
    parameters = found[2].split(", ") if found and found[2] else []
    if not found or len(parameters) != len(kinds):
        return line
    typed = [f"{p}: {ANNOTATIONS[k]}" if k in ANNOTATIONS else p for p, k in zip(parameters, kinds, strict=True)]
    returned = rng.choice(("", "", " -> str", " -> int", " -> bool", " -> list", " -> list[int]", " -> dict"))
    return f"def {found[1]}({', '.join(typed)}){returned}:"


def _spaced(lines: list[str], rng: Random) -> list[str]:
    """Blank lines between definitions, seldom within, and a few comments."""
    gap = [""] * rng.choice((1, 2, 2))
    airy, commented = rng.random() < 0.12, rng.random() < 0.06
    spaced: list[str] = []
    for line in lines:
        before = spaced[-1] if spaced else ""
        if before and not before.startswith(("@", "    @")) and line.startswith(("def ", "class ", "@")):
            spaced += gap
        elif before.startswith("      ") and line.startswith(("    def ", "    @")):
            spaced += gap[1:]
        elif airy and before and not before.startswith("def ") and line.startswith(("    return ", "    for ")):
            spaced.append("")
        if commented and line.startswith("    ") and rng.random() < 0.25:
            comment = rng.choice(_COMMENTS)
            if rng.random() < 0.5 and '"""' not in line:
                line = f"{line}  # {comment}"
            elif not line.lstrip().startswith(("el", "except", "finally")):
                spaced.append(f"{line[: len(line) - len(line.lstrip())]}# {comment}")
        spaced.append(line)
    return spaced


def written(lines: list[str], entry: str, kinds: str, mutable: bool, rng: Random) -> str:
    """The module's text, with a random hand's habits.

    Args:
        lines: the module without blank lines.
        entry: the entry's name.
        kinds: the kinds of its parameters.
        mutable: whether conditions and constants may be changed.
        rng: the random source.
    """
    text = "\n".join(lines)
    recursive = text.count(f"{entry}(") > 1
    mutable = mutable and not recursive and "while " not in text
    named = rng.random() < 0.12
    varied: list[str] = []
    for line in lines if recursive else _open(lines, entry, kinds, rng):
        line = _augment(line, rng)
        if mutable:
            line = _mutate(line, rng)
        varied += _named_result(line, rng) if named else [line]
    if rng.random() < 0.15:
        varied = [_typed(line, kinds, rng) if line.startswith(f"def {entry}(") else line for line in varied]
    source = "\n".join(_spaced(varied, rng)) + "\n"
    if '"' not in source and "\\" not in source and rng.random() < 0.4:
        source = source.replace("'", '"')
    return source

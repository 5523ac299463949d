"""Turns a template into a program: choices are taken, names and constants drawn, and the style varied line by line.

A template is Python text in which `«a¦b¦c»` is a choice (it nests, may be empty, may span lines; those that
begin with the same `A→` take the same alternative), `$i` a name of a role (`$i2`
is another one), `#2..9` an integer (`#A2..9` names it, `#A` repeats it), `@w` a literal or an operator, `FOR $x IN $l:` a loop
over a sequence in any style and `FORI $i $x IN $l:` one that needs the index. Lines left blank vanish. The templates
themselves live in `idioms_*.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from training.programs import idiom_arguments as arguments
from training.programs.program import Generator, Program


@dataclass(frozen=True, slots=True)
class Idiom:
    """One way of writing something.

    Attributes:
        template: the module's text with choices; the entry is the function named `$f`.
        kinds: the parameters' kinds, one letter each (see `idiom_arguments`); `|` separates alternatives.
        mutable: whether conditions may be changed at random and the run is still sure to end.
    """

    template: str
    kinds: str
    mutable: bool = True


Tree = list["str | list[Tree]"]
"""A template in parts: plain text, or the alternatives of a choice."""

ROLES: dict[str, str] = {
    "s": "s text string word sentence line phrase value data msg txt source content st name title label raw message",
    "t": "t other text2 second pattern target s2 needle part sub b suffix marker",
    "w": "word w token part item piece name term entry",
    "W": "words tokens parts items names pieces chunks terms fields entries",
    "c": "ch c char letter x symbol sym ltr cc",
    "i": "i idx pos index p i ii at",
    "j": "j k q jj j other_idx",
    "n": "n num number x value limit size m top n0",
    "k": "k n size step width amount shift times m window limit offset",
    "l": "nums numbers lst arr values items data xs a seq array elements scores prices vals li points",
    "m": "other ys b second list2 more rhs bs lst2 extra_items",
    "x": "x num value item el n v number elem cur e val",
    "y": "y b nxt other_x y0 z second_value yy",
    "r": "result res out output ans answer ret new acc final r built collected",
    "o": "tmp buf buffer rest leftover extra part2 chunk piece current cur_part group",
    "T": "total s_total acc sum_ running amount tot balance t total_sum score",
    "N": "count cnt counter hits found_n c n_hits num_found matches tally",
    "d": "d data mapping table counts dic lookup info inventory stock ages freq registry",
    "D": "result out new merged groups res index by_key final d2 table2 grouped",
    "K": "key k name field kk label",
    "V": "value v val amount qty vv item_value",
    "b": "best largest top maximum record longest biggest winner m",
    "u": "flag found ok valid done changed is_ok good",
    "e": "seen visited used known done_set already",
    "q": "queue stack pending todo st work q frontier",
    "a": "lo left start low a begin first l0",
    "z": "hi right end high b stop last_i r0",
    "p": "prev last before previous old p0",
    "M": "matrix grid m rows board table mat",
    "R": "row r line current_row cells",
    "E": "col cell cc entry_value val_at",
    "P": "pairs records entries rows items orders data",
    "g": "helper check inner apply step convert is_valid process_one transform visit go handle",
    "h": "second_step combine update_one measure finish is_ok adjust score_of",
    "C": "Counter Box Account Stack Tracker Item Node Store Ledger Robot Basket Buffer Meter Player Shelf Wallet",
    "B": "Shape Point Entry Machine Base Vector Unit Task Animal Job",
    "X": "AppError InvalidInput LimitExceeded NotReady ParseError EmptyError BadValue",
    "A": "add push put insert deposit record append_item give",
    "L": "remove take pop_item withdraw drop spend draw",
    "S": "amount value total size level balance count score",
    "H": "items data history values log entries contents",
    "O": "obj box acc st c tracker thing machine it1 store",
}
NAMES: dict[str, tuple[str, ...]] = {role: tuple(names.split()) for role, names in ROLES.items()}
VERBS = [
    "get",
    "find",
    "count",
    "compute",
    "make",
    "build",
    "check",
    "process",
    "calc",
    "sum",
    "filter",
    "convert",
    "remove",
    "select",
    "update",
    "collect",
    "parse",
    "split",
    "merge",
    "reverse",
    "group",
    "format",
    "clean",
    "transform",
    "solve",
    "handle",
    "shift",
    "encode",
    "decode",
    "scan",
    "measure",
    "pick",
    "rank",
    "extract",
    "normalize",
]
NOUNS = [
    "items",
    "values",
    "text",
    "word",
    "words",
    "numbers",
    "list",
    "data",
    "string",
    "result",
    "total",
    "digits",
    "pairs",
    "chars",
    "letters",
    "score",
    "index",
    "keys",
    "groups",
    "parts",
    "prefix",
    "order",
    "stats",
    "range",
    "names",
    "lines",
    "matches",
    "tokens",
    "series",
    "code",
    "limit",
    "max",
    "min",
]
PLAIN_NAMES = [
    "f",
    "solve",
    "func",
    "foo",
    "main_fn",
    "run",
    "g1",
    "process",
    "calculate",
    "solution",
    "task",
    "compute",
]

LITERALS: dict[str, Callable[[Random], str]] = {
    "c": lambda r: repr(r.choice("aeiostnxzb")),
    "C": lambda r: repr(r.choice("aeiou- _,.!*#0123xA")),
    "w": lambda r: repr(arguments.word(r)),
    "s": lambda r: repr(arguments.text(r)),
    "v": lambda r: repr(r.choice(("aeiou", "aeiouAEIOU", "aeiouy", "xyz", "abc", "0123456789", ".,!?", " -_", "13579", "stn"))),
    "sep": lambda r: repr(r.choice(("", " ", " ", "-", ",", "_", ", ", "|", "/", "+"))),
    "sp": lambda r: repr(r.choice((" ", " ", "-", ",", "_", ", ", "a", "e", "o"))),
    "I": lambda r: repr(arguments.integers(r)),
    "W": lambda r: repr(arguments.words(r)),
    "D": lambda r: repr(arguments.mapping(r)),
    "i": lambda r: str(arguments.integer(r)),
    "x": lambda r: str(r.choice((0.5, 1.5, 2.0, 0.1, 0.25, 1.1, 10.0, 0.9, 3.5))),
    "cmp": lambda r: r.choice(("<", "<=", ">", ">=", "==", "!=", ">", "<")),
    "lt": lambda r: r.choice(("<", "<=")),
    "gt": lambda r: r.choice((">", ">=")),
    "eq": lambda r: r.choice(("==", "==", "==", "!=")),
    "ar": lambda r: r.choice(("+", "+", "-", "*")),
    "aug": lambda r: r.choice(("+=", "+=", "-=", "*=")),
    "logic": lambda r: r.choice(("and", "or")),
    "bool": lambda r: r.choice(("True", "False")),
    "pred": lambda r: r.choice(("isdigit", "isalpha", "isupper", "islower", "isalnum", "isspace", "isdecimal", "isnumeric")),
    "case": lambda r: r.choice(("upper", "lower", "swapcase", "title", "capitalize", "upper", "lower", "casefold")),
    "strip": lambda r: r.choice(("strip", "lstrip", "rstrip")),
    "agg": lambda r: r.choice(("sum", "len", "len", "sum", "max", "min")),
    "find": lambda r: r.choice(("find", "rfind", "count", "index", "rindex", "find", "count")),
    "with": lambda r: r.choice(("startswith", "endswith")),
    "num": lambda r: r.choice(("% 2 == 0", "% 2 == 1", "% 3 == 0", "> 5", "< 10", ">= 3", "!= 0", "> 0", "% 2", "< 0", "== 1")),
    "fn": lambda r: r.choice(("* 2", "+ 1", "** 2", "- 1", "// 2", "% 3", "* 3", "+ 10", "% 10", "* -1")),
}  # fmt: skip

_LINK = re.compile("[A-Z]→")
_SPLIT = re.compile("([«¦»])")
_LOOP = re.compile(r"^( *)FOR(I?) (?:(\S+) )?(\S+) IN (.+):$")
_MARK = re.compile(r"\$([A-Za-z])(\d?)|#([A-Z]?)(?:(-?\d+)\.\.(-?\d+))?|@([A-Za-z]+)\b")
_AUGMENTED = re.compile(r"^( *)([A-Za-z_]\w*) ([-+*]|//|%)= (.+)$")
_PLAIN = re.compile(r"^( *)([A-Za-z_]\w*) = \2 ([-+*]|//|%) ([^-+*/%|&<>]+)$")
_SIGNATURE = re.compile(r"^def (\w+)\(([\w, ]*)\):$", re.MULTILINE)
_COMPARED = re.compile(r" (<|<=|>|>=|==|!=) ")
_SIMPLE = re.compile(r"[\w.\[\]()']+")


@lru_cache(maxsize=4096)
def _parse(template: str) -> Tree:
    """The template as nested choices: text, or a list of alternatives."""
    root: Tree = []
    current = root
    stack: list[tuple[Tree, list[Tree]]] = []
    for piece in _SPLIT.split(template):
        if piece == "«":
            first: Tree = []
            alternatives: list[Tree] = [first]
            current.append(alternatives)
            stack.append((current, alternatives))
            current = first
        elif piece == "¦" and stack:
            following: Tree = []
            stack[-1][1].append(following)
            current = following
        elif piece == "»" and stack:
            current = stack.pop()[0]
        elif piece:
            current.append(piece)
    if stack:
        raise ValueError(f"A choice is not closed in the template {template!r}")
    return root


def _choose(tree: Tree, rng: Random, linked: dict[str, int]) -> str:
    """Takes one alternative of each choice; choices that begin with the same `A→` take the same one."""
    parts: list[str] = []
    for node in tree:
        if isinstance(node, str):
            parts.append(node)
            continue
        which = rng.randrange(len(node))
        head = node[0][0] if node[0] else ""
        if isinstance(head, str) and head[1:2] == "→":
            which = linked.setdefault(head[0], which) % len(node)
        parts.append(_choose(node[which], rng, linked))
    return "".join(parts)


def _loops(text: str, rng: Random) -> str:
    """Writes `FOR` and `FORI` lines in one of the ways people loop over a sequence."""
    lines: list[str] = []
    fresh = 6
    for line in text.split("\n"):
        found = _LOOP.match(line)
        if not found:
            lines.append(line)
            continue
        pad, indexed, index, item, sequence = found.groups()
        form = rng.random()
        if not indexed:
            index = f"$i{fresh}"
            fresh += 1
            if form < 0.55:
                lines.append(f"{pad}for {item} in {sequence}:")
                continue
        if form < 0.7:
            lines.append(f"{pad}for {index}, {item} in enumerate({sequence}):")
        elif form < 0.88:
            lines += [f"{pad}for {index} in range(len({sequence})):", f"{pad}    {item} = {sequence}[{index}]"]
        elif indexed:
            lines += [f"{pad}{index} = -1", f"{pad}while {index} < len({sequence}) - 1:", f"{pad}    {index} += 1"]
            lines.append(f"{pad}    {item} = {sequence}[{index}]")
        else:
            lines += [
                f"{pad}{index} = 0",
                f"{pad}while {index} < len({sequence}):",
                f"{pad}    {item} = {sequence}[{index}]",
            ]
            lines.append(f"{pad}    {index} += 1")
    return "\n".join(lines)


def _function_name(rng: Random) -> str:
    if rng.random() < 0.25:
        return rng.choice(PLAIN_NAMES)
    return f"{rng.choice(VERBS)}_{rng.choice(NOUNS)}"


def _fill(text: str, rng: Random) -> tuple[str, str]:
    """Draws names and constants; returns the text and the entry's name."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    numbers: dict[str, str] = {}

    def name(role: str, digit: str) -> str:
        if (known := names.get(role + digit)) is not None:
            return known
        for attempt in range(30):
            chosen = _function_name(rng) if role in "fF" else rng.choice(NAMES[role])
            if attempt > 8:
                chosen += str(rng.randint(1, 9))
            if chosen not in taken:
                break
        else:
            chosen = f"{role}_{len(taken)}"
        names[role + digit] = chosen
        taken.add(chosen)
        return chosen

    def replace(found: re.Match[str]) -> str:
        role, digit, number, low, high, literal = found.groups()
        if role:
            return name(role, digit)
        if literal:
            return LITERALS[literal](rng) if literal in LITERALS else found[0]
        if low:
            drawn = str(rng.randint(int(low), int(high)))
            if number:
                numbers[number] = drawn
            return drawn
        return numbers.get(number, found[0]) if number else found[0]

    filled = _MARK.sub(replace, text)
    return filled, names.get("f", "")


def _vary(lines: list[str], rng: Random, mutable: bool) -> list[str]:
    """Rewrites single lines: augmented or plain assignment, other operands' order, a changed comparison, a named result."""
    varied: list[str] = []
    named = rng.random() < 0.12
    for line in lines:
        chance = rng.random()
        if chance < 0.25 and (found := _AUGMENTED.match(line)):
            pad, target, operator, rest = found.groups()
            if (operator in "+-" and " " not in rest) or (operator == "+" and _SIMPLE.fullmatch(rest)):
                line = f"{pad}{target} = {target} {operator} {rest}"
            elif operator == "+":
                line = (
                    f"{pad}{target} = {target} + ({rest})" if " if " in rest else f"{pad}{target} = {target} + {rest}"
                )
        elif chance < 0.35 and (found := _PLAIN.match(line)) and ", " not in line:
            pad, target, operator, rest = found.groups()
            line = f"{pad}{target} {operator}= {rest}"
        elif mutable and chance < 0.12 and (line.lstrip().startswith(("if ", "elif ")) or " for " in line):
            line = _COMPARED.sub(
                lambda m: (
                    f" {rng.choice(('<', '<=', '>', '>=', '==', '!=') if m[1] not in ('==', '!=') else ('==', '!='))} "
                ),
                line,
                count=1,
            )
        if named and line.startswith("    return ") and line[11:12] not in ("", "'") and " " in line[11:]:
            varied.append(
                f"    {rng.choice(('outcome', 'value_out', 'to_return', 'response', 'final_value'))} = {line[11:]}"
            )
            line = f"    return {varied[-1].split()[0]}"
        varied.append(line)
    return varied


def _annotate(source: str, entry: str, kinds: str, rng: Random) -> str:
    """Writes the entry's parameters with their types."""

    def replace(found: re.Match[str]) -> str:
        parameters = found[2].split(", ") if found[2] else []
        if found[1] != entry or len(parameters) != len(kinds):
            return found[0]
        typed = [
            f"{p}: {arguments.ANNOTATIONS[k]}" if k in arguments.ANNOTATIONS else p
            for p, k in zip(parameters, kinds, strict=True)
        ]
        return f"def {found[1]}({', '.join(typed)}):"

    return _SIGNATURE.sub(replace, source)


DOCSTRINGS = (
    "Return the result.", "Simple helper.", "Compute it step by step.", "See the tests.", "Work on a copy.", "Small utility.",
    "Return the answer for the given input.", "Exercise 3.", "Naive version.", "Not very efficient.",
)  # fmt: skip


def _prologue(lines: list[str], entry: str, kinds: str, rng: Random) -> list[str]:
    """Sometimes begins the entry with a docstring, a guard or a harmless first statement."""
    at = next(i for i, line in enumerate(lines) if line.startswith(f"def {entry}("))
    found = _SIGNATURE.match(lines[at])
    parameters = found[2].split(", ") if found and found[2] else []
    if len(parameters) != len(kinds):
        return lines
    added: list[str] = []
    if rng.random() < 0.05:
        added.append(f'    """{rng.choice(DOCSTRINGS)}"""')
    if parameters and rng.random() < 0.22:
        which = rng.randrange(len(kinds))
        parameter, kind = parameters[which], kinds[which]
        options: list[str] = []
        if kind in "swBET":
            options = [
                f"    {parameter} = {parameter}.{rng.choice(('lower', 'upper', 'strip', 'swapcase', 'title'))}()",
                f"    length = len({parameter})",
                f"    if not {parameter}:\n        return {rng.choice(('None', repr(''), '0', 'False', parameter))}",
                f"    if len({parameter}) {rng.choice('<>')} {rng.randint(1, 14)}:\n        return {rng.choice(('None', parameter, '-1'))}",
            ]
        elif kind in "IJPSWFQG":
            options = [
                f"    size_before = len({parameter})",
                f"    if not {parameter}:\n        return {rng.choice(('None', '[]', '0', 'False', parameter))}",
                f"    if len({parameter}) {rng.choice('<>')} {rng.randint(1, 6)}:\n        return {rng.choice(('None', parameter, '-1'))}",
                f"    {parameter} = {rng.choice((f'list({parameter})', f'{parameter}[:]', f'{parameter}[::-1]', f'{parameter}[:{rng.randint(2, 6)}]'))}",
            ]
        elif kind in "DU":
            options = [
                f"    {parameter} = dict({parameter})",
                f"    if not {parameter}:\n        return {rng.choice(('None', '{}', '0'))}",
            ]
        elif kind in "ni":
            options = [
                f"    if {parameter} {rng.choice(('<', '<='))} {rng.randint(0, 3)}:\n        return {rng.choice(('0', 'None', parameter, '-1'))}",
                f"    start_value = {parameter}",
            ]
        if options:
            added += rng.choice(options).split("\n")
    return lines[: at + 1] + added + lines[at + 1 :]


def _space(lines: list[str], rng: Random) -> list[str]:
    """Blank lines between definitions, as people leave them."""
    gap = [""] * rng.choice((1, 2, 2))
    spaced: list[str] = []
    for line in lines:
        before = spaced[-1] if spaced else ""
        if before and not before.startswith(("@", "    @")) and line.startswith(("def ", "class ", "@")):
            spaced += gap
        elif before.startswith("      ") and line.startswith(("    def ", "    @")) and len(gap) == 2:
            spaced.append("")
        spaced.append(line)
    return spaced


def expand(idiom: Idiom, family: str, rng: Random) -> Program:
    """Makes one program of an idiom.

    Raises:
        ValueError: the template leaves a choice open or has no function `$f`.
    """
    text = _loops(_LINK.sub("", _choose(_parse(idiom.template), rng, {})), rng)
    filled, entry = _fill(text, rng)
    if not entry:
        raise ValueError(f"No function $f in the template {idiom.template!r}")
    kinds = rng.choice(idiom.kinds.split("|"))
    lines = [line.rstrip() for line in filled.split("\n") if line.strip()]
    recursive = filled.count(f"{entry}(") > 1
    if not recursive:
        lines = _prologue(lines, entry, kinds, rng)
    source = (
        "\n".join(_space(_vary(lines, rng, idiom.mutable and not recursive and "while " not in filled), rng)) + "\n"
    )
    if rng.random() < 0.15:
        source = _annotate(source, entry, kinds, rng)
    calls = tuple(f"{entry}({arguments.argument_list(rng, kinds)})" for _ in range(rng.choice((1, 1, 2, 2, 3))))
    if '"' not in source and "\\" not in source and rng.random() < 0.4:
        source = source.replace("'", '"')
    return Program(family, source, entry, calls)


def family(name: str, idioms: Sequence[Idiom]) -> Generator:
    """A generator that draws one of the idioms each time."""

    def generate(rng: Random) -> Program:
        return expand(rng.choice(idioms), name, rng)

    return generate

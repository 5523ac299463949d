"""What stands for a name's role and for a literal in a template: `$i` an index, `$s` a string, `@w` a word, `@cmp` a comparison.

How templates are written and expanded is `idiom_template`'s subject; names by type are `names`' own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from random import Random

from training.programs import idiom_arguments as arguments
from training.programs import names

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
NAMES: dict[str, tuple[str, ...]] = {role: tuple(pool.split()) for role, pool in ROLES.items()}
LITERALS: dict[str, Callable[[Random], str]] = {
    "c": lambda r: repr(r.choice("aeiostnxzb")),
    "C": lambda r: repr(r.choice("aeiou- _,.!*#0123xA")),
    "w": lambda r: repr(arguments.word(r)),
    "v": lambda r: repr(r.choice(("aeiou", "aeiouAEIOU", "aeiouy", "xyz", "abc", "0123456789", ".,!?", " -_", "13579", "stn"))),
    "sep": lambda r: repr(r.choice(("", " ", " ", "-", ",", "_", ", ", "|", "/", "+"))),
    "sp": lambda r: repr(r.choice((" ", " ", "-", ",", "_", ", ", "a", "e", "o"))),
    "I": lambda r: repr(arguments.integers(r)),
    "x": lambda r: str(r.choice((0.5, 1.5, 2.0, 0.1, 0.25, 1.1, 10.0, 0.9, 3.5))),
    "cmp": lambda r: r.choice(("<", "<=", ">", ">=", "==", "!=", ">", "<")),
    "lt": lambda r: r.choice(("<", "<=")),
    "gt": lambda r: r.choice((">", ">=")),
    "eq": lambda r: r.choice(("==", "==", "==", "!=")),
    "ar": lambda r: r.choice(("+", "+", "-", "*")),
    "logic": lambda r: r.choice(("and", "or")),
    "pred": lambda r: r.choice(("isdigit", "isalpha", "isupper", "islower", "isalnum", "isspace", "isdecimal", "isnumeric")),
    "case": lambda r: r.choice(("upper", "lower", "swapcase", "title", "capitalize", "upper", "lower", "casefold")),
    "strip": lambda r: r.choice(("strip", "lstrip", "rstrip")),
    "find": lambda r: r.choice(("find", "rfind", "count", "index", "rindex", "find", "count")),
    "with": lambda r: r.choice(("startswith", "endswith")),
    "num": lambda r: r.choice(("% 2 == 0", "% 2 == 1", "% 3 == 0", "> 5", "< 10", ">= 3", "!= 0", "> 0", "% 2", "< 0", "== 1")),
    "fn": lambda r: r.choice(("* 2", "+ 1", "** 2", "- 1", "// 2", "% 3", "* 3", "+ 10", "% 10", "* -1")),
}  # fmt: skip

_TYPES: dict[str, str] = {
    "s": "str", "t": "str", "W": "list_str", "n": "int", "k": "int", "T": "int", "N": "int", "b": "int", "x": "int",
    "l": "list_int", "m": "list_int", "r": "list_int", "d": "dict", "D": "dict", "e": "set", "M": "list_list",
}  # fmt: skip
_ELEMENTS: dict[str, str] = {
    "c": "char",
    "w": "str",
    "i": "index",
    "j": "index",
    "K": "key",
    "V": "value",
    "R": "list",
    "y": "int",
}


def name(rng: Random, role: str, taken: Collection[str]) -> str:
    """A name for a role, none of `taken`."""
    if role in ("f", "F"):
        return names.function(rng, taken)
    typed = rng.random()
    if typed < 0.4 and role in _TYPES:
        return names.variable(rng, _TYPES[role], taken)
    if typed < 0.4 and role in _ELEMENTS:
        return names.element(rng, _ELEMENTS[role], taken)
    chosen = rng.choice(NAMES[role])
    while chosen in taken:
        chosen = f"{rng.choice(NAMES[role])}{rng.randint(1, 9)}"
    return chosen

"""Names as people give them: variables by type, functions, classes, attributes, parts of words.

Every pool is bounded, so that a small vocabulary covers it; nothing here knows what a program looks like.
Values live in `values`.
"""

from __future__ import annotations

from collections.abc import Collection
from random import Random


def split_words(text: str) -> tuple[str, ...]:
    """The words of a text; a word that stands twice is drawn twice as often."""
    return tuple(text.split())


NOUNS: tuple[str, ...] = split_words(
    "account action address age amount answer area array average balance base batch best block book bound "
    "box bucket budget buffer byte cache capacity case cell chain change char check child chunk city "
    "class clean code coin color column command config cost count country current customer cycle data "
    "date day delta depth diff digit distance edge element email end entry error even event factor field "
    "file first flag flight fruit game grade graph grid group half hash head height high hour index input "
    "inventory item job key label last left length letter level limit line link list log low lower map "
    "mark mask match matrix max member message middle min mode month move name node note number object "
    "odd offset option order output pair parent part password path pattern payment peak person phrase "
    "pivot place player point position power prefix previous price prime product profit queue range rank "
    "rate ratio record region request rest result right root round row rule salary sample score segment "
    "sentence sequence shape shift side sign size slot sort source speed square stack start state status "
    "step stock store string student suffix sum symbol table tag target task team temp term test text "
    "threshold ticket time title token tool total tree turn type unit upper user value vector vowel "
    "weight width window word worker year zone"
)
"""Nouns that code is full of; alone or joined by `_` they make names."""

ADJECTIVES: tuple[str, ...] = split_words(
    "all active any big clean common current double empty extra final first full good half high last left "
    "long low main max min mid modified new next old only other prev raw right safe seen short single "
    "small sorted sub top total unique used valid visited wide"
)
"""Words that stand before a noun in a name."""

VERBS: tuple[str, ...] = split_words(
    "add adjust apply append average build calc calculate change check choose clean clear collect combine "
    "compare compress compute convert copy count create cut decode divide drop encode evaluate expand "
    "extend extract fill filter find fix flatten format get group handle has increase insert invert is "
    "join keep limit list load make map mark mask match measure merge mix move multiply normalize pack "
    "parse partition pick place pop process push rank reduce remove rename repeat replace reset reverse "
    "rotate scale scan score search select shift shorten shuffle simulate skip solve sort split square "
    "strip sum swap take test transform trim update validate walk wrap"
)
"""First words of function names."""

PLAIN_FUNCTIONS: tuple[str, ...] = (
    *(
        "f",
        "f",
        "f",
        "f",
        "f",
        "func",
        "foo",
        "g",
        "solve",
        "solution",
        "process",
        "compute",
        "calculate",
        "transform",
        "run",
    ),
    *(
        "helper",
        "test",
        "check",
        "convert",
        "my_function",
        "example",
        "do_it",
        "work",
        "task",
        "update",
        "count",
        "evaluate",
    ),
)
"""Function names that say nothing; `f` is by far the most frequent."""

_POOLS: dict[str, tuple[str, ...]] = {
    "int": split_words(
        "a b c d k m n p q x y z i j num n num number total count result res value val size limit length "
        "start end step low high left right best current prev score amount price level index idx pos position "
        "threshold target max_val min_val max_value min_value cnt acc product sum_ total_sum diff digit "
        "digits power base factor offset width height depth max_num min_num first second last carry rem "
        "remainder quotient balance rate day year age steps num1 num2 max_len max_count counter points rank "
        "money cost seconds minutes hours distance money delta half temp tmp ans output"
    ),
    "float": split_words(
        "x y z a b avg average mean total rate price ratio weight height width area result value val score "
        "temp tax discount balance amount percent factor speed distance radius cost subtotal scaled acc t "
        "delta step"
    ),
    "str": split_words(
        "s s s s text text text string word word name line t st a b c x result res out output msg message "
        "sentence phrase prefix suffix letters char ch key title label token pattern sep new_text new_string "
        "new_str result_str data value txt str1 str2 s1 s2 code full_name first_name last_name email user "
        "username input_string part rest chars answer ans current letter buf encoded cleaned separator "
        "substring old new sub fill target upper_text email content"
    ),
    "bool": split_words(
        "flag found ok done is_valid valid changed result seen swapped is_even reverse strict active ready "
        "enabled is_sorted has_digit match is_prime success started upper x"
    ),
    "list_int": split_words(
        "nums nums nums numbers numbers arr arr array lst lst xs a b l data values items result res out "
        "scores prices list1 list2 new_list evens odds total_list seq sequence output stack queue left right "
        "digits counts ages grades squares ans vals result_list sub window temps weights sizes points row "
        "elements integers my_list filtered nums1 nums2 history amounts"
    ),
    "list_float": split_words(
        "values prices data nums rates weights scores temps xs measurements result averages amounts"
    ),
    "list_str": split_words(
        "words words strings names names items lines tokens parts lst letters chars result res out output "
        "tags keys texts fields new_list result_list strs word_list fruits colors users cities labels "
        "messages stack pieces data array arr ans list1 files commands cleaned sentences sections"
    ),
    "list_list": split_words(
        "matrix grid matrix rows table board lists pairs groups data nested result m points chunks"
    ),
    "dict": split_words(
        "d d d data counts counter freq result res mapping table scores prices inventory ages lookup seen "
        "cache stock groups index dic dictionary my_dict new_dict info config totals char_count word_count "
        "memo out users items grades balance settings map_ dict1 dict2 ans record options output votes"
    ),
    "set": split_words(
        "seen s unique visited items set1 set2 a b common used letters values result allowed tags missing known group"
    ),
    "tuple": split_words("pair t point tup data result limits record p best bounds values a b item position span"),
    "func": split_words("fn func op key_func apply transform double square add check is_ok helper g h inner predicate"),
    "any": split_words("x value item obj data arg element v thing y result"),
}

_ELEMENTS: dict[str, tuple[str, ...]] = {
    "int": split_words("x x n num num i v val value e el elem item number a y digit d score element price k"),
    "float": split_words("x v val value price p item rate"),
    "str": split_words("w word word s item name x t token part e line st string key text tag element a"),
    "char": split_words("c c c c ch ch char char letter x s l i symbol"),
    "list": split_words("row row row r line sub lst group x pair item"),
    "index": split_words("i i i i i i j j k idx index pos n"),
    "key": split_words("k k k key key key name item x word"),
    "value": split_words("v v v value val val count num n amount score"),
}

KINDS: tuple[str, ...] = tuple(_POOLS)
"""The kinds that `variable` knows."""

ELEMENT_KINDS: tuple[str, ...] = tuple(_ELEMENTS)
"""The kinds that `element` knows."""

ATTRIBUTES: tuple[str, ...] = split_words(
    "name value count total items size level score price balance data width height x y owner age stack "
    "title amount limit index history capacity color points rate state label weight"
)
"""Names of attributes of small classes."""

CLASSES: tuple[str, ...] = split_words(
    "Account Animal Bag Basket Box Buffer Car Cart Cell Circle Counter Dog Employee Game Inventory Item "
    "Library Light Logger Machine Matrix Meter Node Order Person Pile Player Point Product Queue "
    "Rectangle Robot Scale Score Shape Shop Stack Student Tank Team Temperature Ticket Timer Tracker "
    "Vector Wallet Worker"
)
"""Names of small classes."""

METHODS: tuple[str, ...] = split_words(
    "add apply bump change clear decrease deposit double drop get grow increase merge move pop push put "
    "remove reset scale set_value shift spend step take update use withdraw"
)
"""Names of methods that change an object."""

_KEYWORD_LIKE = frozenset(
    split_words(
        "and as assert class def del elif else for from if import in is not or pass return try while with "
        "yield list str int dict set map filter sum min max len range sorted reversed any all input hash type "
        "id next iter object format round abs ord chr tuple bool float print zip enumerate lambda"
    )
)

_PLURALS = frozenset({"list_int", "list_str", "list_float", "list_list", "set"})


def _free(rng: Random, name: str, taken: Collection[str]) -> str:
    if name not in taken:
        return name
    for suffix in rng.choice((("2", "3", "4"), ("_2", "_3", "_4"), ("1", "2", "3"))):
        if name + suffix not in taken:
            return name + suffix
    number = 5
    while f"{name}{number}" in taken:
        number += 1
    return f"{name}{number}"


def _compound(rng: Random, kind: str) -> str:
    noun = rng.choice(NOUNS)
    shape = rng.random()
    if kind in _PLURALS:
        plural = noun if noun.endswith("s") else f"{noun[:-1]}ies" if noun.endswith(("ty", "ry")) else f"{noun}s"
        name = plural if shape < 0.4 else f"{rng.choice(ADJECTIVES)}_{plural}" if shape < 0.8 else f"{noun}_list"
    elif kind == "dict":
        name = rng.choice((f"{noun}_map", f"{noun}_dict", f"{noun}_by_{rng.choice(NOUNS)}", f"{noun}_counts"))
    elif kind == "bool":
        name = rng.choice((f"is_{rng.choice(ADJECTIVES)}", f"has_{noun}", f"{noun}_found"))
    elif kind == "int":
        name = rng.choice(
            (noun, f"{noun}_count", f"{rng.choice(ADJECTIVES)}_{noun}", f"num_{noun}s", f"{noun}_{rng.choice(NOUNS)}")
        )
    else:
        name = (
            noun
            if shape < 0.4
            else f"{rng.choice(ADJECTIVES)}_{noun}"
            if shape < 0.8
            else f"{noun}_{rng.choice(NOUNS)}"
        )
    return f"{name}_" if name in _KEYWORD_LIKE else name


def variable(rng: Random, kind: str, taken: Collection[str] = ()) -> str:
    """A name for a variable or an argument that holds a `kind`, none of `taken`.

    Args:
        rng: the random source.
        kind: one of `KINDS`; an unknown kind is named as `any`.
        taken: names that are in use.
    """
    pool = _POOLS.get(kind, _POOLS["any"])
    for _ in range(4):
        name = _compound(rng, kind) if rng.random() < 0.15 else rng.choice(pool)
        if name not in taken:
            return name
    return _free(rng, rng.choice(pool), taken)


def element(rng: Random, kind: str, taken: Collection[str] = ()) -> str:
    """A name for a loop's variable: an element of a container, an index, a key or a value (see `ELEMENT_KINDS`)."""
    pool = _ELEMENTS.get(kind, _ELEMENTS["int"])
    for _ in range(4):
        name = rng.choice(pool)
        if name not in taken:
            return name
    return _free(rng, rng.choice(pool), taken)


def function(rng: Random, taken: Collection[str] = ()) -> str:
    """A name for a function: `f`, `solve`, `count_vowels`, `get_max_price`; never a builtin's name."""
    for _ in range(4):
        if rng.random() < 0.4:
            name = rng.choice(PLAIN_FUNCTIONS)
        else:
            name = f"{rng.choice(VERBS)}_{rng.choice(NOUNS)}"
            shape = rng.random()
            if shape < 0.3:
                name += "s"
            elif shape < 0.45:
                name = f"{name.split('_')[0]}_{rng.choice(ADJECTIVES)}_{rng.choice(NOUNS)}"
        if name not in taken and name not in _KEYWORD_LIKE:
            return name
    return _free(rng, "func", taken)


def class_(rng: Random, taken: Collection[str] = ()) -> str:
    """A name for a class."""
    return _free(rng, rng.choice(CLASSES), taken)


def attribute(rng: Random, taken: Collection[str] = ()) -> str:
    """A name for an attribute."""
    return _free(rng, rng.choice(ATTRIBUTES), taken)


def method(rng: Random, taken: Collection[str] = ()) -> str:
    """A name for a method that changes its object."""
    return _free(rng, rng.choice(METHODS), taken)

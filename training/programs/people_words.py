"""Words that people use in code, by domain: names of parameters and locals, verbs and nouns of functions, words of docstrings.

Pools only; which values fit a name stands in `people_values`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Domain:
    """What a program is about.

    Attributes:
        things: nouns in the singular.
        words: words that values of strings and keys are made of.
        numbers: names for integers.
        texts: names for strings.
        verbs: what its functions do.
    """

    things: tuple[str, ...]
    words: tuple[str, ...]
    numbers: tuple[str, ...]
    texts: tuple[str, ...]
    verbs: tuple[str, ...]


def _domain(things: str, words: str, numbers: str, texts: str, verbs: str) -> Domain:
    return Domain(*(tuple(part.split()) for part in (things, words, numbers, texts, verbs)))


DOMAINS: dict[str, Domain] = {
    "shop": _domain(
        "product order item customer invoice cart coupon price supplier category receipt refund parcel",
        "apple bread milk cheese coffee sugar rice soap lamp chair table phone cable mouse shirt shoes hat pen paper",
        "quantity stock discount price units budget limit total reorder margin points",
        "product sku customer category coupon label brand barcode",
        "apply find count total sort group cheapest restock pack ship price filter list",
    ),
    "text": _domain(
        "word line sentence paragraph letter token phrase character vowel prefix title comment heading",
        "the quick brown fox river stone summer letter paper silver morning window garden yellow simple music story",
        "width length position limit count start offset column size",
        "text sentence word line phrase content paragraph message prefix suffix pattern title",
        "clean split join mask wrap count replace capitalize reverse shorten normalize extract strip highlight",
    ),
    "game": _domain(
        "player move card dice board tile piece team round enemy score level weapon potion quest",
        "sword shield potion arrow dragon knight wizard rogue castle gold gem key torch map ring queen king ace",
        "score health level damage lives turns rounds bonus speed power step energy",
        "player move team weapon hero command direction state",
        "play move attack score deal roll heal update check win resolve level rank simulate",
    ),
    "graph": _domain(
        "node edge path route tree city road link neighbor parent child root component",
        "a b c d e f north south hub port oslo rome paris lima cairo delhi tokyo quito",
        "start goal depth distance cost steps weight degree",
        "start target source node label route city",
        "find visit walk connect reach count shortest traverse build trace",
    ),
    "school": _domain(
        "student grade course teacher exam class subject mark lesson pupil term essay",
        "ann ben carl dora emil fay gus hana ivan jule math art music history physics biology chemistry latin",
        "grade credits age year points passing weeks bonus",
        "student subject name course letter teacher room",
        "grade rank average enroll pass curve list find assign report score",
    ),
    "bank": _domain(
        "account transfer deposit balance loan payment fee rate owner card statement branch",
        "rent salary food fuel gift bonus tax fee alice bob carol dave savings checking loan transfer",
        "balance amount fee rate months limit overdraft cents years",
        "owner account currency iban note kind name",
        "deposit withdraw transfer settle charge check apply compute convert balance audit",
    ),
    "sensor": _domain(
        "reading sensor sample signal peak window channel threshold alarm device spike average",
        "temp humidity light pressure motion sound co2 wind rain north south roof cellar ok low high",
        "threshold window limit rate offset low high samples gain",
        "sensor unit channel status device room",
        "smooth detect filter scale clamp read calibrate average count find merge",
    ),
    "calendar": _domain(
        "day month event meeting slot hour week date shift year minute holiday",
        "mon tue wed thu fri sat sun jan feb mar apr may june july aug sept oct nov dec lunch call standup",
        "day month year hour minutes weeks duration start end",
        "date day month event title when slot",
        "schedule shift count parse format merge add find overlap next plan",
    ),
    "parser": _domain(
        "token field header line row key value tag option pair record command entry section",
        "name size color host port mode debug user level true false null on off path id type",
        "depth index line limit position level pos",
        "source line token field header data raw entry spec query",
        "parse read decode encode tokenize split scan convert load match expand serialize",
    ),
    "matrix": _domain(
        "row column cell grid matrix value diagonal block vector board pixel",
        "x o dot hash red green blue wall open left right up down",
        "rows cols size scale shift target row col k",
        "symbol cell direction mark axis",
        "rotate transpose flatten fill sum scale flip find shift mark trim build",
    ),
    "numbers": _domain(
        "number digit factor prime divisor sum square sequence multiple remainder power pair",
        "one two three four five six seven eight nine ten zero odd even prime",
        "n number num value limit base k x y factor target low high divisor",
        "digits number binary code numeral text",
        "sum count find check compute reduce collapse list factor round convert square",
    ),
    "library": _domain(
        "book author title shelf loan reader page copy genre chapter member",
        "emma ulysses dune hamlet faust novel poem drama essay atlas guide comic diary letters",
        "pages copies year days fine limit shelf count",
        "title author isbn genre reader keyword",
        "borrow search index sort find return renew list shelve label",
    ),
    "kitchen": _domain(
        "recipe ingredient dish step meal portion guest menu spice oven",
        "flour egg butter salt pepper onion garlic tomato basil cream honey lemon beef fish soup cake",
        "servings grams minutes portions heat cups guests",
        "dish ingredient unit step name recipe",
        "scale mix bake list combine serve plan cook measure chop",
    ),
    "travel": _domain(
        "flight ticket trip city bag seat hotel train stop route passenger gate",
        "paris rome oslo berlin madrid lisbon vienna prague london dublin athens bern train bus plane",
        "seats distance fare nights stops hours weight gate",
        "city origin destination passenger code route airline",
        "book plan route board sort find merge cheapest estimate assign",
    ),
    "tickets": _domain(
        "user task issue ticket team role job status request log error session group",
        "open closed urgent login admin guest editor bug chore crash retry done todo blocked review",
        "priority retries age limit attempts count hours size",
        "user status role message owner title email tag",
        "assign close filter rank merge group escalate count route summarize retry",
    ),
}  # fmt: skip
"""domain -> its words."""

PEOPLE = tuple(
    "Ann Ben Carla David Emma Felix Gina Hugo Iris Jonas Kate Leo Mia Noah Olga Paul Rosa Sam Tina Uwe Vera Will "
    "Yara Zoe Mary Peter John Lucy Maria Ahmed Chen Priya Kenji Amara".split()
)
SURNAMES = tuple("Smith Jones Brown Miller Lee Garcia Khan Rossi Novak Olsen Kim Patel Meyer Silva Dubois".split())

_GENERAL: dict[str, tuple[str, ...]] = {
    "int": tuple("n k x num i m a b total count size result value limit res idx p num1 start pos length".split()),
    "float": tuple("x rate value avg total ratio price mean weight amount score temp y".split()),
    "bool": tuple("flag found ok done valid strict reverse is_valid seen changed match active has_match".split()),
    "str": tuple(
        "text text text s s string word line st txt t value result new_text out sep char prefix res name key ans "
        "a b cleaned output target sub label msg data rest".split()
    ),
    "list[int]": tuple("nums numbers lst arr array values xs data result res items ls out scores a vals seq".split()),
    "list[float]": tuple("values prices data nums rates weights temps xs result".split()),
    "list[str]": tuple("words names items lst tokens parts lines strings chars result out res ls fields tags".split()),
    "list": tuple("items lst result out rows pairs groups chunks data res nested matrix table".split()),
    "dict": tuple("d counts dic mapping result table data lookup freq res index groups cache info my_dict".split()),
    "set": tuple("seen unique s visited common letters used known missing".split()),
    "tuple": tuple("pair point t record bounds tup entry best".split()),
    "any": tuple("value result x item obj out res ans".split()),
}
_ELEMENTS: dict[str, tuple[str, ...]] = {
    "int": tuple("x n num i v value number y val d e k item".split()),
    "float": tuple("x v value price p".split()),
    "str": tuple("w word s item name x token part c t line key e".split()),
    "char": tuple("c ch char letter c x i symbol".split()),
    "index": tuple("i i i j idx k index pos".split()),
    "key": tuple("k key k name key".split()),
    "value": tuple("v value val v count".split()),
    "any": tuple("item x row pair entry p group r t".split()),
}
RESERVED = frozenset(
    "list str int dict set map filter sum min max len range sorted reversed any all input hash type id next iter object "
    "format round abs ord chr tuple bool float print zip enumerate lambda class return pass from import if else as in is "
    "not and or open compile del global yield match case bin hex oct pow vars dir exec eval slice True False None "
    "self math re string Counter deque defaultdict product chain combinations accumulate groupby reduce bisect heapq "
    "count itertools permutations zip_longest repeat islice takewhile dropwhile starmap pairwise cycle".split()
) - {"count"}


def free(name: str, taken: Collection[str], rng: Random) -> str:
    """The name itself, or with a mark at its end where it is taken or a builtin's."""
    if name in RESERVED:
        name = rng.choice((f"{name}_", f"the_{name}", f"new_{name}"))
    while name in taken or name in RESERVED:
        tail = rng.choice("2_3")
        name = f"{name}{tail}" if tail != "_" else f"new_{name}" if not name.startswith("new_") else f"{name}_2"
    return name


def plural(noun: str) -> str:
    """The noun's plural."""
    if noun.endswith("y") and noun[-2:-1] not in "aeio":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s" if noun != "dice" else "")


def base_of(kind: str) -> str:
    """The pool of names that a kind draws from."""
    return kind if kind in _GENERAL else kind.split("[")[0] if kind.split("[")[0] in _GENERAL else "any"


def variable(rng: Random, kind: str, taken: Collection[str], domain: Domain, plain: float = 0.5) -> str:
    """A name for a variable of a kind.

    Args:
        rng: the random source.
        kind: as `people_kinds` writes them, such as `list[int]`.
        taken: names in use.
        domain: what the program is about.
        plain: the share of names that say nothing of the domain.
    """
    base = base_of(kind)
    if rng.random() < plain:
        return free(rng.choice(_GENERAL[base]), taken, rng)
    noun = rng.choice(domain.things)
    other = rng.choice(domain.things)
    mark = rng.choice(("new", "old", "last", "best", "first", "current", "all", "valid", "sorted", "top", "max", "min"))
    if base == "int":
        name = rng.choice(
            (rng.choice(domain.numbers), f"{noun}_count", f"{mark}_{rng.choice(domain.numbers)}", f"num_{plural(noun)}")
        )
    elif base == "float":
        name = rng.choice((f"{noun}_rate", f"avg_{noun}", f"{noun}_weight", f"{mark}_{noun}"))
    elif base == "str":
        name = rng.choice((rng.choice(domain.texts), rng.choice(domain.texts), f"{noun}_name", f"{mark}_{noun}", noun))
    elif base == "bool":
        name = rng.choice((f"is_{mark}", f"has_{noun}", f"{noun}_found", f"allow_{noun}"))
    elif base == "dict":
        name = rng.choice(
            (f"{noun}_map", f"{noun}_counts", f"{noun}_by_{other}", plural(noun), f"{noun}_index", f"{noun}_info")
        )
    elif base == "set":
        name = rng.choice((f"seen_{plural(noun)}", f"unique_{plural(noun)}", f"{noun}_set", f"used_{plural(noun)}"))
    else:
        name = rng.choice(
            (plural(noun), plural(noun), f"{mark}_{plural(noun)}", f"{noun}_list", f"{other}_{plural(noun)}")
        )
    return free(name, taken, rng)


def element(rng: Random, kind: str, taken: Collection[str], source: str = "") -> str:
    """A name for a loop's variable; the singular of its container's name where that fits.

    Args:
        rng: the random source.
        kind: the element's kind, or `char`, `index`, `key`, `value`.
        taken: names in use.
        source: the container's name, or empty.
    """
    singular = source[:-3] + "y" if source.endswith("ies") else source[:-1] if source.endswith("s") else ""
    if singular.isidentifier() and len(singular) > 2 and singular not in taken and rng.random() < 0.35:
        return free(singular, taken, rng)
    pool = _ELEMENTS.get(kind, _ELEMENTS["any"])
    for _ in range(4):
        name = rng.choice(pool)
        if name not in taken:
            return free(name, taken, rng)
    return free(rng.choice(pool), taken, rng)


def function(rng: Random, taken: Collection[str], domain: Domain, plain: float = 0.4) -> str:
    """A name for a function."""
    if rng.random() < plain:
        name = rng.choice(
            ("f", "f", "f", "f", "func", "solve", "process", "solution", "compute", "transform", "helper", "convert")
        )
        return free(name, taken, rng)
    verb, noun = rng.choice(domain.verbs), rng.choice(domain.things)
    shape = rng.random()
    if shape < 0.5:
        name = f"{verb}_{plural(noun) if rng.random() < 0.5 else noun}"
    elif shape < 0.7:
        name = f"{verb}_{rng.choice(domain.things)}_{noun}"
    elif shape < 0.8:
        name = f"get_{noun}_{rng.choice(domain.numbers)}"
    elif shape < 0.9:
        name = f"{verb}_{rng.choice(('by', 'with', 'from', 'to'))}_{noun}"
    else:
        name = verb
    return free(name, taken, rng)


def purpose(rng: Random, name: str, domain: Domain) -> str:
    """A sentence for a docstring, made of the function's name and the domain's words."""
    noun, other = rng.choice(domain.things), rng.choice(domain.things)
    first = name.split("_")[0].capitalize() if "_" in name else rng.choice(domain.verbs).capitalize()
    tail = name.split("_", 1)[1].replace("_", " ") if "_" in name else plural(noun)
    return rng.choice(
        (
            f"{first} the {tail}.",
            f"{first} {plural(noun)} for each {other}.",
            f"Return the {noun} of the given {plural(other)}.",
            f"{first} every {noun} and return the {tail}.",
            f"Given some {plural(noun)}, {first.lower()} the {tail}.",
            f"{first} {tail}; empty input gives an empty {noun}.",
        )
    )

"""Rules for lists, dicts, sets and tuples, by the kinds of what they hold where that matters."""

# ruff: noqa: E501 - a rule is one line
from __future__ import annotations

RULES: dict[str, str] = {
    "list[T]": """
        3   sorted(«list[T]!»«¦¦, reverse=True»)
        2   «list[T]!»[::-1]
        1   list(reversed(«list[T]!»))
        2   «list[T]!»[«1..2»:]
        2   «list[T]!»[:«1..4»]
        1   «list[T]!»[:-«1..2»]
        1   «list[T]!»[-«1..3»:]
        1   «list[T]!»[«::2¦1::2¦::-2¦1:-1¦1:4¦::3¦-2::-1¦2:»]
        .6  «list[T]!»[«small»:]
        .6  «list[T]!»[:«small»]
        .4  «list[T]!»[:len(«list[T]!») // 2]
        .5  «list[T]!»[«1..2»:] + «list[T]!»[:«1..2»]
        1   «list[T]!» + «list[T]?»
        .6  «list[T]!» + [«T?»]
        .4  [«T?»] + «list[T]!»
        .4  «list[T]!» * 2
        .5  [«T?»] * «small»
        1   list(«list[T]|tuple[T]!»)
        .6  «list[T]!».copy()
        .5  list(dict.fromkeys(«list[T]!»))
        .7  sorted(set(«list[T]!»)«¦, reverse=True»)
        1   sorted(«set[T]!»)
        .5  sorted(set(«list[T]!») «&¦|¦-¦^» set(«list[T]?»))
        3   [«T@» for «@T» in «list[T]!»]
        3   [«@T» for «@T» in «list[T]!» if «bool@»]
        1   [«T@» for «@T» in «list[T]!» if «bool@»]
        1   [«T@» if «bool@» else «@T» for «@T» in «list[T]!»]
        1   [«T@» for «@S» in «list[S]!»]
        .6  [«@T» for «@T» in «list[T]!» if «@T» not in «list[T]|set[T]!»]
        .5  list(filter(«None¦bool¦lambda v: v», «list[T]!»))
        .5  [v for i, v in enumerate(«list[T]!») if i % 2 == «0¦1»]
        .4  [«list[T]!»[i] for i in range(0, len(«list[T]!»), «1..3»)]
        .3  [«list[T]!»[i] for i in range(len(«list[T]!») - 1, -1, -1)]
        .3  [v for g in «list[list[T]]!» for v in g«¦ if v»]
        .2  list(chain(«list[T]!», «list[T]?»))
        .2  list(chain.from_iterable(«list[list[T]]!»))
        .2  sum(«list[list[T]]!», [])
        .2  list(islice(«list[T]!», «1..4»))
        .2  list(takewhile(lambda v: v != «item», «list[T]!»))
        .2  [k for k, _ in groupby(«list[T]!»)]
        .2  list(Counter(«list[T]!»))
        .3  list(«deque[T]!»)
        .4  [min(«list[T]!»), max(«list[T]!»)]
        .5  «list[T]!» if «bool» else «list[T]?»
        .3  «list[T]!» or [«T?»]
        .2  [v for pair in zip(«list[T]!», «list[T]?») for v in pair]
        .4  «dict[str,list[T]]!».get(«key», [])
        .3  «list[list[T]]!»[«0¦-1¦1»]
    """,
    "list[int]": """
        2   list(range(«small»))
        1   list(range(«0..3», «4..9», «1..3»))
        .6  list(range(«5..9», «0..2», -«1..2»))
        2   [«int@» for «@int» in range(«small»)]
        1   [«int@» for «@int» in range(«1..8») if «bool@»]
        1.5 [len(«@str») for «@str» in «list[str]!»]
        .7  list(map(len, «list[str]!»))
        .7  [int(«@str») for «@str» in «str!» if «@str».isdigit()]
        .4  [int(«@str») for «@str» in «list[str]!» if «@str».isdigit()]
        .6  [int(«@str») for «@str» in str(abs(«int!»))]
        .4  list(map(int, str(abs(«int!»))))
        .5  [i for i, «@str» in enumerate(«str!») if «bool@»]
        .5  [i for i, «@S» in enumerate(«list[S]!») if «bool@»]
        .4  [ord(«@str») - «96¦97¦48¦0» for «@str» in «str!»]
        .5  [«str!».count(«@str») for «@str» in «chars»]
        1   list(«dict[str,int]!».values())
        .5  sorted(«dict[str,int]!».values()«¦, reverse=True»)
        1   list(map(lambda v: v «* 2¦+ 1¦** 2¦% 3¦- 1», «list[int]!»))
        .6  list(filter(lambda v: v «> 0¦% 2¦% 2 == 0¦< 10», «list[int]!»))
        .8  [a «+¦-¦*» b for a, b in zip(«list[int]!», «list[int]!»«[1:]¦[::-1]¦»)]
        .4  [i * v for i, v in enumerate(«list[int]!»)]
        .5  [sum(«@list[int]») for «@list[int]» in «list[list[int]]!»]
        .3  [«@list[int]»[«0¦-1»] for «@list[int]» in «list[list[int]]!»]
        .3  [sum(col) for col in zip(*«list[list[int]]!»)]
        .4  sorted(«list[int]!», key=lambda v: «-v¦abs(v)¦(v % 2, v)¦(-v % 3, v)¦str(v)»«¦, reverse=True»)
        .4  list(accumulate(«list[int]!»«¦¦, max»))
        .3  list(accumulate(«list[int]!», lambda a, b: a «+ 2 *¦- ¦+» b))
        .3  heapq.n«largest¦smallest»(«1..3», «list[int]!»)
        .3  [«int?», «int?»«¦, 0»]
        .3  [0] * len(«str|list[S]!»)
        .2  [d for d in range(1, «5..12») if «int!» % d == 0]
        .2  list(divmod(«int!», «2..10»))
        .2  [«list[int]!».count(«@int») for «@int» in «list[int]!»]
        .2  [«@pair[str,int]»[1] for «@pair[str,int]» in «list[pair[str,int]]!»]
        .2  [max(a, b) for a, b in zip_longest(«list[int]!», «list[int]!», fillvalue=0)]
        .2  [int(v) for v in «str!».split(«sep»)]
    """,
    "list[float]": """
        2   [round(«float@», 1) for «@float» in «list[float]!»]
        1   [«@float» * «2¦0.5¦10» for «@float» in «list[float]!»]
        1   [«@int» / «2¦4¦10» for «@int» in «list[int]!»]
        1   [round(«@float» - min(«list[float]!»), 2) for «@float» in «list[float]!»]
        .5  [round(«@int» / max(«list[int]!»), 2) for «@int» in «list[int]!»]
        .5  [round((a + b) / 2, 2) for a, b in zip(«list[float]!», «list[float]!»[1:])]
    """,
    "list[list[int]]": """
        2   [«@list[int]»[::-1] for «@list[int]» in «list[list[int]]!»]
        1   [list(r) for r in zip(*«list[list[int]]!»)]
        1   [[v «* 2¦+ 1¦% 3¦- 1» for v in «@list[int]»] for «@list[int]» in «list[list[int]]!»]
        1   [sorted(«@list[int]») for «@list[int]» in «list[list[int]]!»]
        1   [«@list[int]»[:] for «@list[int]» in «list[list[int]]!»]
        1   [«list[int]!»[i:i + «2..3»] for i in range(0, len(«list[int]!»), «2..3»)]
        .6  [[0] * «2..4» for _ in range(«1..4»)]
        .6  [[i «*¦+¦-» j for j in range(«2..4»)] for i in range(«2..3»)]
        .5  sorted(«list[list[int]]!», key=«sum¦len¦max¦lambda r: r[-1]»)
        .5  [«@list[int]» for «@list[int]» in «list[list[int]]!» if «bool@»]
        .4  [list(p) for p in combinations(«list[int]!»[:4], 2)]
        .3  [list(r)[::-1] for r in zip(*«list[list[int]]!»)]
        .3  [list(g) for _, g in groupby(«list[int]!»)]
        .3  [[a, b] for a, b in zip(«list[int]!», «list[int]?»)]
    """,
    "list[pair[str,int]]": """
        3   list(«dict[str,int]!».items())
        2   sorted(«dict[str,int]!».items()«¦, key=lambda kv: kv[1]¦, key=lambda kv: (-kv[1], kv[0])¦, key=lambda kv: kv[1], reverse=True»)
        1   [(«@str», len(«@str»)) for «@str» in «list[str]!»]
        1   list(zip(«list[str]!», «list[int]!»))
        1   Counter(«str|list[str]!»).most_common(«1..3»)
        .5  [(k, len(list(g))) for k, g in groupby(«str!»)]
        .5  [(«@str», «str!».count(«@str»)) for «@str» in «chars»]
        .3  [(k, v «* 2¦+ 1¦- 1») for k, v in «dict[str,int]!».items() if v «>¦<» «0..5»]
    """,
    "list[pair[int,str]]": """
        2   list(enumerate(«str|list[str]!»«¦, 1»))
        1   [(len(«@str»), «@str») for «@str» in «list[str]!»]
        .5  [(v, k) for k, v in «dict[str,int]!».items()]
        .5  sorted((v, k) for k, v in «dict[str,int]!».items())
    """,
    "dict[K,V]": """
        1   dict(«dict[K,V]!»)
        1   «dict[K,V]!».copy()
        .5  {k: v for k, v in «dict[K,V]!».items() if v}
        .6  {k: v for k, v in «dict[K,V]!».items() if k «!=¦==¦>» «key»}
        .4  {k: v for k, v in «dict[K,V]!».items() if v != «V?»}
        1   dict(sorted(«dict[K,V]!».items()))
        1   {**«dict[K,V]!», «K?»: «V?»}
        .6  «dict[K,V]!» | {«K?»: «V?»}
        .5  dict(zip(«list[K]!», «list[V]!»))
        .3  dict(list(«dict[K,V]!».items())[:«1..3»])
        .3  dict(reversed(«dict[K,V]!».items()))
        .3  «dict[K,V]!» if «bool» else {}
    """,
    "dict[str,int]": """
        2   {«@str»: len(«@str») for «@str» in «list[str]!»}
        2   {«@str»: «str!».count(«@str») for «@str» in «str!»}
        1   {«@str»: «list[str]!».count(«@str») for «@str» in «list[str]!»}
        1   {«@str»: i for i, «@str» in enumerate(«list[str]|str!»)}
        1.2 {k: v «* 2¦+ 1¦- 1¦// 2¦% 3» for k, v in «dict[str,int]!».items()}
        1   {k: v for k, v in «dict[str,int]!».items() if v «>¦<¦>=¦!=» «0..8»}
        .6  {k.«case»(): v for k, v in «dict[str,int]!».items()}
        .6  dict.fromkeys(«list[str]|str!», «0¦1»)
        .6  dict(Counter(«str|list[str]!»))
        .4  dict(sorted(«dict[str,int]!».items(), key=lambda kv: kv[1]«¦, reverse=True»))
        .5  dict(zip(«list[str]!», range(«3..9»)))
        .4  {«@str»: «int?» for «@str» in «list[str]!»}
        .4  {«word»: «int?», «word»: «int?»}
        .3  {k: max(v, «1..9») for k, v in «dict[str,int]!».items()}
        .3  {v: k for k, v in enumerate(«list[str]!», 1)}
        .2  dict(part.split(«'='¦':'») for part in «str!».split(«sep»))
    """,
    "dict[str,str]": """
        2   {«@str»: «str@» for «@str» in «list[str]!»}
        1   {k: v.«case»() for k, v in «dict[str,str]!».items()}
        1   {v: k for k, v in «dict[str,str]!».items()}
        1   {«word»: «str?», «word»: «str?»}
        1   dict(zip(«list[str]!», «list[str]!»[1:]))
        .6  {k: str(v) for k, v in «dict[str,int]!».items()}
        .4  dict(zip('abc', «list[str]!»))
    """,
    "dict[int,str]": """
        2   {len(«@str»): «@str» for «@str» in «list[str]!»}
        1   {i: «@str» for i, «@str» in enumerate(«list[str]|str!»«¦, 1»)}
        1   {v: k for k, v in «dict[str,int]!».items()}
        .6  dict(enumerate(«list[str]!»))
    """,
    "dict[int,int]": """
        2   {«@int»: «int@» for «@int» in «list[int]!»}
        1   {«@int»: «list[int]!».count(«@int») for «@int» in «list[int]!»}
        1   {i: v for i, v in enumerate(«list[int]!»)}
        1   dict(Counter(«list[int]!»))
        .5  {i: i «** 2¦* 3¦% 4» for i in range(«small»)}
    """,
    "dict[str,list[int]]": """
        1   {«@str»: [i for i, c in enumerate(«str!») if c == «@str»] for «@str» in «str!»}
        1   {«word»: «list[int]?», «word»: []}
        .5  {k: sorted(v) for k, v in «dict[str,list[int]]!».items()}
        .5  {k: [v] for k, v in «dict[str,int]!».items()}
    """,
    "dict[str,list[str]]": """
        1   {c: [w for w in «list[str]!» if w.startswith(c)] for c in «chars»}
        1   {«word»: «list[str]?», «word»: []}
        .6  {w: w.split(«sep») for w in «list[str]!»}
    """,
    "set[T]": """
        3   set(«list[T]!»)
        1   set(«list[T]!») «&¦|¦-» set(«list[T]?»)
        1   {«T@» for «@T» in «list[T]!»}
        1   {«@T» for «@T» in «list[T]!» if «bool@»}
        1   «set[T]!» «&¦|¦-¦^» «set[T]?»
        .5  «set[T]!».«union¦intersection¦difference»(«list[T]!»)
    """,
    "set[int]": """
        1   {len(«@str») for «@str» in «list[str]!»}
        1   {«@int» % «2..5» for «@int» in «list[int]!»}
        1   set(range(«small»))
    """,
    "set[str]": """
        1   {«ch»}
        1   set(«str!»[:1])
    """,
    "tuple[T]": """
        2   tuple(«list[T]!»)
        1   tuple(sorted(«list[T]!»))
        1   tuple(«T@» for «@T» in «list[T]!»)
        1   («T?», «T?»)
        1   («T?», «T?», «T?»)
        .6  «tuple[T]!»[«1:¦::-1¦:2¦:-1»]
        .5  «tuple[T]!» + («T?»,)
        .4  (min(«list[T]!»), max(«list[T]!»))
    """,
    "tuple[int]": """
        1   divmod(«int!», «2..10»)
        1   (sum(«list[int]!»), len(«list[int]!»))
        1   tuple(map(len, «list[str]!»))
    """,
    "pair[str,int]": """
        2   («str?», «int?»)
        1   («str?», len(«str!»))
        1   max(«dict[str,int]!».items(), key=lambda kv: kv[1])
        1   «list[pair[str,int]]!»[«0¦-1»]
    """,
    "deque[T]": """
        2   deque(«list[T]!»)
        1   deque(«list[T]!», maxlen=«2..4»)
    """,
}
"""kind -> its rules."""

"""Rules for numbers and truth values: a weight and a template a line, see `people_expressions` for the holes."""

from __future__ import annotations

RULES: dict[str, str] = {
    "int": """
        5   «int» «+¦+¦-» «1..10»
        3   «int!» «+¦+¦-¦*» «int?»
        2   «int» * «2..9»
        1.5 «int» // «2..10»
        2.5 «int» % «2..11»
        1.5 («int!» «+¦-» «int?») «*¦//¦%» «2..9»
        1.2 «max¦min»(«int!», «int?»)
        .3  «max¦min»(«int!», «int?», «0..20»)
        .7  abs(«int» - «int?»)
        .4  abs(«int!»)
        .3  -«int!»
        .3  «int!» ** 2
        5   len(«str|list[S]!»)
        1   len(«dict[K,V]!»)
        .7  len(set(«str|list[S]!»))
        .6  len(«str!».split())
        .8  len(«str!».split(«sep»))
        .6  len(«str»)
        2   sum(«list[int]|tuple[int]|set[int]!»)
        .8  «max¦min»(«list[int]|tuple[int]!»)
        .4  «max¦min»(«list[int]!», default=«0¦-1¦None¦1»)
        1   «list[int]!»[«idx»]
        .5  «list[int]!»[«int!» % len(«list[int]!»)]
        .3  «list[int]!»[len(«list[int]!») // 2]
        .3  «list[int]!»[-1] - «list[int]!»[0]
        .6  sum(«@int» for «@int» in «list[int]!» if «bool@»)
        .5  sum(«int@» for «@int» in «list[int]|tuple[int]!»)
        .4  sum(1 for «@S» in «list[S]!» if «bool@»)
        .3  sum(«bool@» for «@S» in «list[S]!»)
        .5  sum(len(«@str») for «@str» in «list[str]!»)
        .4  max(len(«@str») for «@str» in «list[str]!»)
        .5  sum(1 for «@str» in «str!» if «bool@»)
        .4  sum(«@str» in «chars» for «@str» in «str!»)
        .3  sum(«str!».count(«@str») for «@str» in «chars»)
        .3  sum(int(«@str») for «@str» in «str!» if «@str».isdigit())
        .2  len([«@S» for «@S» in «list[S]!» if «bool@»])
        .2  len(list(filter(str.«pred», «str|list[str]!»)))
        2   «str!».count(«ch»)
        1.2 «str!».«find¦find¦rfind»(«ch»)
        .5  «str!».«find¦rfind»(«word»)
        .3  «str!».find(«ch», «1..4»)
        .4  «str!».index(«ch»)
        .2  «str!».rindex(«ch»)
        .3  «str!».count(«str?»)
        .5  ord(«str!»[«0¦-1»]) «- 97¦- 96¦% 7¦- 48¦+ 1»
        .3  ord(«str!»[0])
        .6  «list[S]!».count(«item»)
        .4  «list[S]!».index(«item»)
        .3  «list[int]!».count(«int!»)
        1   «dict[str,int]!».get(«key», «0¦0¦-1¦1»)
        .5  «dict[str,int]!».get(«str!», «0¦0¦-1»)
        .5  «dict[str,int]!»[«key»]
        .6  sum(«dict[str,int]!».values())
        .4  «max¦min»(«dict[str,int]!».values())
        .3  sum(«@V» for «@V» in «dict[K,V]!».values() if «bool@»)
        .3  sum(len(«@V») for «@V» in «dict[K,V]!».values())
        .5  int(«str!»)
        .3  int(«str!»[«0..2»:«3..5»])
        .3  int(''.join(«@str» for «@str» in «str!» if «@str».isdigit()) or «0¦1»)
        .3  int(str(«int!»)[::-1])
        .3  sum(int(«@str») for «@str» in str(abs(«int!»)))
        .3  len(str(«int!»))
        .2  int(bin(«int!»).count('1'))
        .2  bin(«int!»).count('1')
        .2  int(«str!», «2¦2¦16¦8»)
        .4  «int!» «&¦|¦^» «1..15»
        .3  «int!» «>>¦<<» «1..3»
        .3  divmod(«int!», «2..10»)[«0¦1»]
        .3  «int!» // «int!» if «int!» else 0
        .2  pow(«int!», «2..3», «5..13»)
        1   «int?» if «bool» else «int?»
        .5  «int!» if «int!» «>¦<¦>=» «int?» else «int?»
        .5  «round¦int»(«float!»)
        .2  int(«float!» * «10¦100»)
        .3  len(«list[list[int]]!»[«0¦-1»])
        .4  sum(sum(«@list[int]») for «@list[int]» in «list[list[int]]!»)
        .2  sum(«list[list[int]]!»[«@int»][«@int»] for «@int» in range(len(«list[list[int]]!»)))
        .3  max(«max¦sum¦len»(«@list[int]») for «@list[int]» in «list[list[int]]!»)
        .2  next((«@int» for «@int» in «list[int]!» if «bool@»), «-1¦0»)
        .15 reduce(lambda a, b: a «*¦+¦- 1 +¦^» b, «list[int]!»)
        .15 math.gcd(«int!», «2..30»)
        .1  math.«floor¦ceil»(«float!»)
        .1  math.prod(«list[int]!»[:«2..4»])
        .15 bisect.bisect«¦_left¦_right»(sorted(«list[int]!»), «int?»)
        .1  heapq.n«largest¦smallest»(«1..2», «list[int]!»)[-1]
        .15 Counter(«str|list[S]!»).most_common(1)[0][1]
        .1  sum(a * b for a, b in zip(«list[int]!», «list[int]!»))
        .1  sum(a != b for a, b in zip(«str!», «str?»))
        .1  len(re.findall(r'«\\d+¦[aeiou]¦\\w+¦[A-Z]¦[^a-z]»', «str!»))
        .15 sum(«@int» «*¦+¦-» «1..4» for «@int» in range(«small»))
        .15 sum(«list[int]!»[«¦1¦-3»:«:2¦3¦¦-1»])
        .2  sum(«pair[str,int]!»[1:])
        .2  «pair[str,int]|pair[int,str]!»[«0¦1»]
        .2  sum(«@pair[str,int]»[1] for «@pair[str,int]» in «list[pair[str,int]]!»)
        .2  max(«list[int]!», key=lambda v: «v % 5¦-v¦abs(v)¦(v % 3, v)¦-abs(v - 4)»)
        .4  «int!» + «bool?»
        .3  «bool!» + «bool?»
    """,
    "float": """
        3   «float!» «*¦+¦-» «float?»
        2   «float!» * «2¦0.5¦1.5¦10¦100¦0.1»
        2   «int!» / «2¦4¦10¦5¦100»
        1   «int!» / «int!»
        3   round(«float» «*¦+¦/» «float?», «1¦2¦2»)
        1   round(«int!» / «2..9», «1¦2¦3»)
        1   round(sum(«list[float]!»), «1¦2»)
        1   round(sum(«list[int]|list[float]!») / len(«list[int]|list[float]!»), «1¦2»)
        1   «max¦min»(«list[float]!»)
        1   «list[float]!»[«idx»]
        .5  round(«float!», «0¦1»)
        .5  abs(«float!»)
        .5  float(«int|str!»)
        .5  «max¦min»(«float!», «0.0¦1.0¦10»)
        .5  «float?» if «bool» else «float?»
        .3  round(math.sqrt(abs(«int|float!»)), «1¦2¦3»)
        .3  sum(«list[float]!») * «0.5¦2¦0.1»
        .2  float('«1.5¦2¦-0.5¦10.25¦3e2»')
        .3  «float!» // 1
        .3  «float!» % «1¦2¦10»
    """,
    "bool": """
        4   «int!» «<¦>¦<=¦>=¦==¦!=» «int?»
        2   «int!» % «2¦2¦3¦5» «==¦!=» «0¦0¦1»
        1   «0..5» «<¦<=» «int!» «<¦<=» «6..50»
        3   «str!».«pred»()
        2   «ch» «in¦in¦not in» «str!»
        4   «char» «in¦not in» «chars»
        .2  «str!» «in¦not in» «chars»
        3   «char» «==¦!=» «ch»
        .3  «str!» «==¦!=» «ch»
        1   «str!» «==¦!=» «word»
        .6  «char» «<¦>» «ch»
        1   «str!».«startswith¦endswith»(«ch»)
        .6  «str!».«startswith¦endswith»(«word»)
        .2  «str!».«startswith¦endswith»((«ch», «ch»))
        1.5 len(«str|list[S]!») «<¦>¦==¦>=¦!=» «1..7»
        .7  len(«str|list[S]!») % 2 «==¦!=» 0
        1.2 «item» «in¦in¦not in» «list[S]|set[S]|tuple[S]!»
        .8  «int!» «in¦not in» «list[int]|set[int]!»
        .8  «str!» «in¦not in» «list[str]|set[str]|dict[str,int]!»
        1   «key» «in¦not in» «dict[K,V]!»
        .5  not «str|list[S]|dict[K,V]!»
        .6  «float!» «<¦>¦>=» «1..50»
        .6  «str!»[«0¦-1»] «==¦!=» «ch»
        .3  «str!»[0].«pred»()
        .5  «str!» == «str!»[::-1]
        .3  «str!».lower() == «str?».lower()
        .4  any(«bool@» for «@S» in «list[S]!»)
        .4  all(«bool@» for «@S» in «list[S]!»)
        .4  any(«bool@» for «@str» in «str!»)
        .3  all(«bool@» for «@str» in «str!»)
        .3  any(«@str» in «str!» for «@str» in «chars»)
        .3  any(map(str.«pred», «str|list[str]!»))
        .3  «list[int]!» == sorted(«list[int]!»)
        .3  len(set(«list[S]|str!»)) «==¦<» len(«list[S]|str!»)
        .3  sum(«list[int]!») «>¦<» «5..50»
        .3  max(«list[int]!») «>¦<¦==» «int?»
        .3  «dict[str,int]!».get(«key», 0) «>¦<» «1..9»
        .2  set(«str!») «<=¦&» set(«chars»)
        .2  isinstance(«any|int|str!», «int¦str¦(int, float)¦list»)
        .4  «any!» is «None¦not None»
        1   «bool?» and «bool»
        .8  «bool?» or «bool»
        .6  not «bool!»
        .8  bool(«int|str|list[S]!»)
        .5  «int!» «>¦<» 0 and «int!» % «2..5» == 0
        .2  all(a «<¦<=» b for a, b in zip(«list[int]!», «list[int]!»[1:]))
        .2  all(«int!» % d for d in range(2, «3..7»))
        .3  «list[int]!»[«idx»] «<¦>¦==» «int?»
        .2  «set[int]!» & «set[int]?» == set()
        .2  «set[S]!».«issubset¦isdisjoint¦issuperset»(«set[S]?»)
        .1  bool(re.«search¦match»(r'«\\d¦[aeiou]{2}¦^[A-Z]¦\\s¦[^\\w ]»', «str!»))
    """,
}
"""kind -> its rules."""

"""Rules for strings and lists of strings: every method of `str` that real code uses."""

from __future__ import annotations

RULES: dict[str, str] = {
    "str": """
        6   «str!».«case»()
        1   «str!».«case»().«case»()
        1   «str».«case»()
        .5  «str».strip(«chars»)
        .6  «str».replace(«ch», «ch»)
        .4  «str».«lstrip¦rstrip»(«ch»).«case»()
        .3  «str!».strip().lower().replace(' ', «sep»)
        .3  «str»[«1:¦:-1¦::-1¦:4¦-3:¦::2»]
        .3  «str».split(«sep»)[«0¦-1»].«case»()
        2   «str!».strip(«chars»)
        1   «str!».«lstrip¦rstrip»(«chars»)
        1   «str!».«lstrip¦rstrip¦strip»(«ch»)
        1   «str!».«strip¦lstrip¦rstrip»()
        4   «str!».replace(«ch», «ch»)
        2   «str!».replace(«ch», '')
        1   «str!».replace(«word», «word»)
        .7  «str!».replace(«ch», «ch», «1..2»)
        .6  «str!».replace(«ch», «ch»).replace(«ch», «ch»)
        .5  «str!».replace(«str?», «str?»)
        2   «str!»[::-1]
        1.5 «str!»[«1..3»:]
        1.5 «str!»[:«1..5»]
        1   «str!»[-«1..4»:]
        1   «str!»[:-«1..3»]
        .8  «str!»[«::2¦1::2¦1:-1¦1:4¦2:5¦::-2¦::3¦-3:-1¦4:1:-1»]
        .7  «str!»[:len(«str!») // 2]
        .5  «str!»[len(«str!») // 2:]
        .5  «str!»[«small»:]
        .5  «str!»[:«small»]
        .3  «str!»[«int!»:]
        .3  «str!»[:«int!»]
        .5  «str!»[«1..3»:] + «str!»[:«1..3»]
        2   «str!» + «ch»
        1.5 «ch» + «str!»
        1   «str!» + «str?»
        .7  «str!» + «sep» + «str?»
        .7  «str?» * «2..3»
        .6  «ch» * «small»
        .6  «ch» * len(«str!»)
        2   «sep».join(«list[str]!»)
        .7  «sep».join(«list[str]!»[::-1])
        .4  «sep».join(sorted(«list[str]!»))
        .5  «sep».join(«str@» for «@str» in «list[str]!»)
        .5  «sep».join(«@str» for «@str» in «list[str]!» if «bool@»)
        .8  «sep».join(«str!»)
        1.2 ''.join(«@str» for «@str» in «str!» if «bool@»)
        .8  ''.join(«str@» for «@str» in «str!»)
        .8  ''.join(«str@» if «bool@» else «@str» for «@str» in «str!»)
        .4  ''.join([«@str» for «@str» in «str!» if «bool@»])
        .5  ''.join(sorted(«str!»))
        .3  ''.join(sorted(set(«str!»)))
        .3  ''.join(reversed(«str!»))
        .3  ''.join(dict.fromkeys(«str!»))
        .3  ''.join(sorted(«str!», key=«str.lower¦ord¦lambda c: -ord(c)¦lambda c: (c.isdigit(), c)», reverse=«True¦False»))
        .5  ' '.join(«str!».split()[::-1])
        .4  «sep».join(«str!».split(«sep»))
        .4  ' '.join(«str@» for «@str» in «str!».split())
        .3  ' '.join(«@str».capitalize() for «@str» in «str!».split(«sep»))
        .3  ' '.join(«@str»[::-1] for «@str» in «str!».split(' '))
        .3  ''.join(«@str»[0] for «@str» in «str!».split())
        .2  ''.join(chr((ord(«@str») - 97 + «1..13») % 26 + 97) if «@str».islower() else «@str» for «@str» in «str!»)
        .2  ''.join(chr(ord(«@str») + «1..2») for «@str» in «str!»)
        .3  ''.join(map(str, «list[int]!»))
        .3  «sep».join(str(«int@») for «@int» in «list[int]!»)
        .3  «sep».join(map(str, «list[S]!»))
        .2  «sep».join(f'{k}{«'='¦':'»}{v}' for k, v in «dict[str,int]!».items())
        .3  «sep».join(«dict[str,int]!»)
        .2  «sep».join(sorted(«dict[str,int]!».keys()))
        1.2 str(«int|float»)
        .3  str(«list[S]|bool|any!»)
        .3  «bin¦hex¦oct»(«int!»)
        .3  «bin¦hex»(«int!»)[2:]
        .2  chr(«97¦97¦65» + «int!» % 26)
        1.2 «str!».zfill(«width»)
        .5  str(«int!»).zfill(«2..8»)
        1   «str!».«ljust¦rjust¦center»(«width»)
        1.2 «str!».«ljust¦rjust¦center»(«width», «ch»)
        .3  «str!».«ljust¦rjust¦center»(len(«str!») + «1..4», «ch»)
        2   «str!»[«0¦0¦-1¦1»]
        .4  «str!»[«int!» % len(«str!»)]
        1   «str!».split(«sep»)[«0¦-1¦0»]
        .5  «str!».split()[«0¦-1»]
        .4  «str!».rsplit(«sep», 1)[«0¦-1»]
        1   «str!».partition(«sep»)[«0¦2¦0»]
        .5  «str!».rpartition(«sep»)[«0¦2»]
        .3  «str!»[«str!».find(«ch»):]
        .4  «str!»[:«str!».find(«ch»)]
        .3  «str!»[«str!».index(«ch») + 1:]
        .6  «str!».«removeprefix¦removesuffix»(«ch»)
        .3  «str!».«removeprefix¦removesuffix»(«word»)
        .4  «str!».translate(str.maketrans(«'abc'¦'aei'», «'xyz'¦'431'»))
        .3  «str!».translate(str.maketrans('', '', «chars»))
        .2  «str!».translate({ord(«ch»): «ch»})
        .3  «str!».expandtabs(«2..4»)
        2   «list[str]!»[«idx»]
        .4  «list[str]!».pop(«¦0¦-1»)
        .4  «max¦min»(«list[str]!», key=len)
        .3  «max¦min»(«list[str]|str!»)
        .3  next((«@str» for «@str» in «list[str]!» if «bool@»), «''¦'none'¦None»)
        .8  «dict[str,str]|dict[int,str]!».get(«key», «''¦'?'¦'none'»)
        .3  «dict[str,str]!».get(«str!», «str!»)
        .3  max(«dict[str,int]!», key=«dict[str,int]!».get)
        .3  Counter(«str|list[str]!»).most_common(1)[0][0]
        1   «str?» if «bool» else «str?»
        .6  «word» if «bool» else «word»
        .4  «str!» or «word»
        .3  «str!» and «str!»[0]
        2.5 f'{«str!»}«-¦ ¦:¦_¦, ¦/¦=»{«str|int!»}'
        1.5 f'«id¦no¦item¦x¦user¦v»«-¦: ¦_¦ ¦=»{«str|int|bool|list[S]!»}'
        .7  f'{«int!»}«/¦ of ¦:¦-¦x»{«int!»}'
        .6  f'{«int!»:«fmt»}'
        .5  f'{«float!»:.«1..2»f}'
        .4  f'{«str!»:«>8¦<6¦^9¦*^10¦->7¦.3»}'
        .3  f'{«str!»!r}'
        .4  f'{len(«str|list[S]!»)} «items¦left¦words¦ch»'
        .4  f'{«str!».«case»()}«!¦.¦?»'
        .3  '{}«-¦ ¦:»{}'.format(«str|int!», «str|int!»)
        .2  '{:>«4..9»}|'.format(«str|int!»)
        .3  '%s«-¦ ¦=»%s' % («str|int!», «str|int!»)
        .1  '%0«2..5»d' % «int!»
        .3  «str!»[0].upper() + «str!»[1:]
        .3  «str!»[-1] + «str!»[:-1]
        .2  re.sub(r'«\\d+¦[aeiou]¦\\s+¦[^a-z]¦(.)\\1¦[A-Z]¦\\W»', «''¦'-'¦'*'¦'#'», «str!»)
        .1  (re.search(r'«\\d+¦[a-z]+¦[A-Z]\\w*»', «str!») or ['none'])[0]
        .2  ''.join(a + b for a, b in zip(«str!», «str!»[::-1]))
        .2  ''.join(k * len(list(g)) for k, g in groupby(«str!»))
        .2  ''.join(f'{k}{len(list(g))}' for k, g in groupby(«str!»))
        .2  «pair[str,int]|pair[int,str]!»[«0¦1»]
        .2  «str!».casefold()
        .2  repr(«str|list[S]|int!»)
        .2  str(«int!»)[::-1]
        .2  «'yes'¦'even'¦'ok'» if «bool» else «'no'¦'odd'¦'bad'»
    """,
    "list[str]": """
        4   «str!».split(«sep»)
        3   «str!».split()
        .7  «str».split(«sep»)
        .6  «str!».«case»().split()
        .4  «str!».strip(«chars»).split(«sep»)
        1   «str!».split(«sep», 1)
        .6  «str!».rsplit(«sep», 1)
        .8  «str!».splitlines()
        2   list(«str!»)
        .8  sorted(«str!»)
        .5  list(set(«str!»)) if len(set(«str!»)) == 1 else sorted(set(«str!»))
        1   list(«dict[str,int]|dict[str,str]!».keys())
        .5  list(«dict[str,int]!»)
        .5  sorted(«dict[str,int]!»)
        .5  sorted(«dict[str,int]!», key=«dict[str,int]!».get«¦, reverse=True»)
        .5  list(«dict[str,str]!».values())
        1   [«str@» for «@str» in «str!».split(«sep»)]
        1   [«str@» for «@str» in «str!»]
        .8  [«@str» for «@str» in «str!» if «bool@»]
        .5  [«@str» for «@str» in «str!».split(«sep») if «@str»]
        .6  [str(«int@») for «@int» in «list[int]!»]
        .4  list(map(str, «list[int]!»))
        .6  list(map(str.«lower¦upper¦strip¦title¦capitalize», «list[str]!»))
        .5  [«str!»[i:i + «2..4»] for i in range(0, len(«str!»), «2..4»)]
        .4  [«str!»[:i] for i in range(1, «2..5»)]
        .3  [«str!»[i] for i in range(«¦1, »len(«str!»), «1..3»)]
        .3  [a + b for a, b in zip(«str!», «str!»[1:])]
        .3  [a + «sep» + b for a, b in zip(«list[str]!», «list[str]?»)]
        .3  [f'{i}«:¦-¦.»{v}' for i, v in enumerate(«list[str]!»«¦, 1»)]
        .3  [k for k, v in «dict[str,int]!».items() if v «>¦<¦==¦>=» «1..9»]
        .3  [f'{k}«=¦:»{v}' for k, v in «dict[str,int]!».items()]
        .4  sorted(«list[str]!», key=«len¦len¦str.lower¦lambda s: (len(s), s)¦lambda s: s[::-1]¦lambda s: s[-1:]»«¦, reverse=True»)
        .3  [«word», «word»«¦, 'end'»]
        .3  [«str?», «str?»]
        .2  re.findall(r'«\\d+¦[a-z]+¦\\w+¦[A-Z][a-z]*¦.¦[aeiou]»', «str!»)
        .2  re.split(r'«[,;]¦\\s+¦\\d¦[-_ ]»', «str!»)
        .2  [''.join(p) for p in combinations(«str!»[:4], 2)]
        .2  [k for k, _ in groupby(«str|list[str]!»)]
        .2  [k for k, _ in Counter(«str|list[str]!»).most_common(«1..3»)]
        .2  list(«str!».partition(«sep»))
        .2  [«@pair[str,int]»[0] for «@pair[str,int]» in «list[pair[str,int]]!»]
    """,
}
"""kind -> its rules."""

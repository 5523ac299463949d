"""The grammar as text: expressions by type, conditions on a variable, changes of a variable, last expressions of a function.

One line each: a weight and a template. `grammar_templates` reads the language of the templates and says what it means.
"""

# ruff: noqa: E501 - pieces of programs are read more easily on one line

from __future__ import annotations

EXPRESSIONS: dict[str, str] = {
    "int": """
        5   {int} {~+~+~-} {#1-10}
        3   {int} {~+~+~-} {int}
        3   {int} * {#2-5}
        .7  {#2-5} * {int}
        1   {once}{int} * {int}
        2   {int} // {#2-10}
        2.5 {int} % {#2-10}
        2   ({int} {~+~-~*} {#2-9}) {~* 2~// 2~% 7~% 10~+ 1~% 5~// 3}
        1   ({int} + {int}) {~* 2~// 2~% 10~% 7}
        .6  {int} * 2 {~+~-} {int}
        .8  {~max~min}({int}, {=int})
        .6  abs({int} - {=int})
        .5  abs({int})
        .3  -{int}
        2.5 len({str|list_int|list_str|dict|set|tuple|list_list})
        1.5 sum({list_int|tuple|set})
        1   {~max~min}({1:list_int|tuple})
        1   {1:list_int|tuple}[{~0~-1}]
        .5  {2:list_int|tuple}[{~1~-2}]
        .4  {3:list_int}[{~2~-3~1}]
        .4  {1:list_int}[len({1}) // 2]
        .3  {2:list_int}[0] {~+~-~*} {1}[-1]
        .5  max({1:list_int}) - min({1})
        .5  sum({@int} for {@int} in {list_int|tuple} if {?int})
        .5  sum({@int} {~* 2~+ 1~** 2~% 3} for {@int} in {list_int|tuple})
        .4  sum(1 for {@int} in {list_int|tuple|set} if {?int})
        .2  len([{@int} for {@int} in {list_int} if {?int}])
        .3  sum(len({@str}) for {@str} in {list_str})
        .3  max(len({@str}) for {@str} in {1:list_str})
        .4  sum({@char} {~in~not in} {chars} for {@char} in {str})
        .4  sum(1 for {@char} in {str} if {?char})
        .2  sum(int({@char}) for {@char} in {str} if {@char}.isdigit())
        .8  {str}.{~count~count~find~rfind}({ch})
        .3  len({str}.split({~~' '~','~'-'}))
        .3  len(set({str|list_int}))
        .5  {list_int}.count({=int})
        .2  {1:list_int}.index({1}[-1])
        1.2 {dict}.get({=str}, {~0~0~0~1~-1})
        .6  sum({dict}.values())
        .3  max({dict}.values(), default=0)
        .2  min({dict}.values(), default={~0~-1~10})
        .4  {int} {~& 1~& 3~| 1~^ 1~>> 1~& 7~<< 1~^ 5~| 4~>> 2}
        .2  {int} {~&~|~^} {int}
        .7  {once}{small} ** {~2~2~2~3}
        .2  {once}2 ** {small}
        .3  pow({#2-5}, {small}, {#7-13})
        1   {int} if {if} else {=int}
        .2  ord({1:str}[{~0~-1}]) - {~97~97~65~48}
        .2  ord({1:str}[0]) % {#5-10}
        .8  {~round~int}({float})
        .3  int({bool})
        .2  int(str({int})[::-1].strip('-'))
        .3  sum(int({@char}) for {@char} in str(abs({int})))
        .2  len(str({int}))
        .6  {1:list_list}[0][0] if {1}[0] else 0
        .5  sum(sum({@list}) for {@list} in {list_list})
        .4  sum(len({@list}) for {@list} in {list_list})
        .4  len({1:list_list}[{~0~-1}])
        .4  sum({1:list_list}[{~0~-1}])
        .3  max(sum({@list}) for {@list} in {1:list_list})
        .2  divmod({int}, {#2-9})[{~0~1}]
        .15 next(({@int} for {@int} in {list_int} if {?int}), {~-1~0})
    """,
    "str": """
        4   {str}.{case}()
        .2  {str}.{case}().{case}()
        .8  {str}[::-1]
        .6  {str}[{~1~2~3}:]
        .6  {str}[:{~1~2~3~4~-1~-2}]
        .3  {str}[-{#1-4}:]
        .3  {str}[{~::2~1::2~1:-1~1:4~2:5~::-2}]
        1.5 {str} + {ch}
        1   {ch} + {str}
        1   {str} + {word}
        .4  {word} + {str}
        .8  {once}{str} + {str}
        .7  {once}{str} + {sep} + {str}
        .5  {once}{str} * {~2~2~3}
        .3  {ch} * {small}
        .9  {str}.replace({ch}, {ch})
        .4  {str}.replace({ch}, '')
        .2  {str}.replace({ch}, {ch}, 1)
        1   {sep}.join({list_str})
        .3  {sep}.join({@str}{~[::-1]~[0:1]~.title()~.upper()} for {@str} in {list_str})
        .7  ''.join({@char} for {@char} in {str} if {?char})
        .3  ''.join({@char}.upper() if {?char} else {@char} for {@char} in {str})
        .2  ''.join({ch} if {?char} else {@char} for {@char} in {str})
        .3  ''.join(sorted({str}))
        .2  ''.join(reversed({str}))
        .2  ' '.join({str}.split()[::-1])
        .3  ' '.join({@str}.capitalize() for {@str} in {str}.split())
        .2  ''.join(chr(ord({@char}) + {#1-3}) for {@char} in {str})
        .3  ''.join(map(str, {list_int}))
        .3  {sep}.join(str({@int}) for {@int} in {list_int})
        .8  str({int|float})
        .2  str({list_int|bool|tuple})
        .2  {~bin~hex~oct}({int})
        .3  {~bin~hex}({int})[2:]
        .2  {str}.{~zfill}({#4-12})
        .4  {str}.{~ljust~rjust~center}({#5-12})
        .4  {str}.{~ljust~rjust~center}({#5-12}, {~'*'~'-'~'.'~'0'~'_'})
        .8  {1:str|list_str}[{~0~-1}]
        .3  {1:str|list_str}[len({1}) // 2]
        .3  chr({~97~97~65} + {int} % 26)
        .5  {str}.split({sp})[{~0~-1}]
        .3  {str}.partition({sp})[{~0~2~1}]
        .1  {str}.rpartition({sp})[{~0~2}]
        .3  {str}.{~strip~lstrip~rstrip}({ch})
        .2  {str}.removeprefix({ch})
        .2  {str}.removesuffix({ch})
        .8  {str} if {if} else {=str}
        .5  {word} if {if} else {word}
        .2  max({1:list_str}, key=len)
        .2  min({1:list_str})
        2   f'{{{str}}}{join}{{{int}}}'
        1   f'{{{str}}}{join}{{{str}}}'
        .6  f'{{{int}}}{join}{{{int}}}'
        .7  f'{plain}{join}{{{str|int|bool|list_int|float}}}'
        .4  f'{plain}: {{{int} {~+~*~%} {#2-9}}}'
        .3  f'{{{int}:{~03d~>4~02x~b~5d~+d~04d~<3}}}'
        .5  f'{{{float}:{~.2f~.1f~.0f~.3f~6.1f}}}'
        .3  f'{{{str}:{~>8~<6~^9~*^10~.3~->7}}}'
        .3  f'{{{str}!r}}'
        .3  f'{{len({str|list_int|list_str})}} {plain}'
        .2  '{{}}{join}{{}}'.format({str|int}, {str|int})
        .2  '%s{join}%d' % ({str}, {int})
        .2  {1:str}[0].upper() + {1}[1:]
        .2  {1:str}[-1] + {1}[:-1]
    """,
    "bool": """
        5   {truth}
        .3  {~any~all}({?int} for {@int} in {list_int|tuple})
        .3  {~any~all}({?char} for {@char} in {str})
        .2  {~any~all}({?str} for {@str} in {list_str})
        .3  not {bool}
        .3  {bool} {~and~or} {truth}
        .2  {str} == {1}[::-1]
        .2  bool({int|str|list_int})
        .2  isinstance({int|str|list_int|bool|float}, {~int~str~list~(int, float)})
        .2  len(set({list_int})) == len({1})
        .2  sorted({list_int}) == {1}
    """,
    "list_int": """
        3   [{@int} {~* 2~+ 1~- 1~** 2~% 2~* 3~// 2~+ 10~% 3} for {@int} in {list_int|tuple}]
        1   [{@int} {~+~-~*} {int} for {@int} in {list_int|tuple}]
        2   [{@int} for {@int} in {list_int|tuple|set} if {?int}]
        .6  [{@int} {~* 2~+ 1~** 2} for {@int} in {list_int} if {?int}]
        .5  [{@int} {~* 2~+ 1~// 2} if {?int} else {@int} for {@int} in {list_int}]
        .3  [{@int} if {?int} else {~0~-1~1} for {@int} in {list_int}]
        .4  list(map(lambda {@int}: {@int} {~* 2~+ 1~** 2~% 3}, {list_int}))
        .3  list(filter(lambda {@int}: {?int}, {list_int}))
        .3  [{@index} * {@int} for {@index}, {@int} in enumerate({list_int})]
        .3  [{@index} for {@index}, {@int} in enumerate({list_int}) if {?int}]
        .3  [{1:list_int}[{@index}] for {@index} in range(0, len({1}), 2)]
        .7  {list_int}[::-1]
        .5  {list_int}[1:]
        .6  {list_int}[{~:2~:3~2:~-2:~:-1~::2~1::2~1:3~1:-1~-3:}]
        .3  {list_int}[:{small}]
        .2  {list_int}[{small}:] + {1}[:{2}]
        1   sorted({list_int|tuple|set})
        .5  sorted({list_int|tuple|set}, reverse=True)
        .3  sorted({list_int}, key=lambda {@int}: {~-~}{@int})
        .2  sorted({list_int}, key=lambda {@int}: ({@int} % {#2-3}, {@int}))
        .2  sorted({list_int}, key=abs)
        .2  sorted(set({list_int}))
        .4  list(range({#2-8}))
        .3  list(range({#0-3}, {#4-9}))
        .2  list(range({~0~1~2~5}, {#8-15}, {#2-4}))
        .6  list(range({small}))
        .4  list(range(1, {small} + 1))
        .3  [{@index} {~* {@index}~* 2~% 3} for {@index} in range({small})]
        .2  list(range({small}, 0, -1))
        .4  [{~0~0~1}] * {small}
        .4  [len({@str}) for {@str} in {list_str}]
        .3  [len({@str}) for {@str} in {str}.split()]
        .2  list(map(len, {list_str}))
        .3  [ord({@char}) for {@char} in {str}]
        .3  [int({@char}) for {@char} in {str} if {@char}.isdigit()]
        .3  [{@index} for {@index}, {@char} in enumerate({str}) if {?char}]
        .4  [a {~+~-~*} b for a, b in zip({list_int}, {list_int|tuple})]
        .2  [max(a, b) for a, b in zip({list_int}, {list_int})]
        .7  {once}{list_int} + {list_int}
        .7  {list_int} + [{=int}]
        .4  [{=int}] + {list_int}
        .3  {list_int}.copy()
        .2  {once}{list_int} * 2
        .5  [{int}, {=int}]
        .4  [{int}, {int}, {=int}]
        .4  list({dict}.values())
        .2  sorted({dict}.values())
        .3  [{@value} for {@value} in {dict}.values() if {?value}]
        .3  list({tuple})
        .5  [sum({@list}) for {@list} in {list_list}]
        .3  [len({@list}) for {@list} in {list_list}]
        .5  [x for {@list} in {list_list} for x in {@list}]
        .3  {1:list_list}[{~0~-1}]
        .3  [int({@char}) for {@char} in str(abs({int}))]
        .6  {!list_int}
    """,
    "list_str": """
        2   {str}.split()
        .6  {str}.split({sp})
        .2  {str}.split({sp}, 1)
        .2  {str}.lower().split()
        .1  {str}.splitlines()
        1   list({str})
        .3  sorted({str})
        .2  sorted(set({str}))
        .5  [{@char} for {@char} in {str} if {?char}]
        .2  [{str}[{@index}:{@index} + 2] for {@index} in range(0, len({1}), 2)]
        .1  [{str}[:{@index} + 1] for {@index} in range(len({1}))]
        2   [{@str}.{case}() for {@str} in {list_str}]
        .5  [{@str}{~[::-1]~[:2]~[:1]~[1:]~[-2:]} for {@str} in {list_str}]
        .4  [{@str} + {ch} for {@str} in {list_str}]
        .3  [f'{~~{plain}}{join}{{{@str}}}' for {@str} in {list_str}]
        .2  [f'{{{@index}}}:{{{@str}}}' for {@index}, {@str} in enumerate({list_str})]
        1.2 [{@str} for {@str} in {list_str} if {?str}]
        .3  [{@str}.upper() if {?str} else {@str} for {@str} in {list_str}]
        .6  sorted({list_str})
        .4  sorted({list_str}, key=len)
        .2  sorted({list_str}, reverse=True)
        .2  sorted({list_str}, key=lambda {@str}: {@str}[-1:])
        .3  sorted({list_str}, key=lambda {@str}: (len({@str}), {@str}))
        .2  sorted(set({list_str}))
        .4  {list_str}[{~::-1~1:~:2~:-1~-2:~::2}]
        .3  {once}{list_str} + {list_str}
        .3  {list_str} + [{=str}]
        .2  [{str}, {=str}]
        .4  list({dict}.keys())
        .4  sorted({dict})
        .4  [{@key} for {@key}, {@value} in {dict}.items() if {?value}]
        .2  sorted({dict}, key={1}.get)
        .2  [f'{{{@key}}}={{{@value}}}' for {@key}, {@value} in {dict}.items()]
        .5  [str({@int}) for {@int} in {list_int|tuple}]
        .2  list(map(str, {list_int|tuple}))
        .2  [{ch} * {@int} for {@int} in range(1, {#3-5})]
        .5  {!list_str}
    """,
    "dict": """
        1.5 {{{@key}: {@value} {~+ 1~* 2~- 1~+ 10~% 3} for {@key}, {@value} in {dict}.items()}}
        1.5 {{{@key}: {@value} for {@key}, {@value} in {dict}.items() if {?value}}}
        .3  {{{@key}.upper(): {@value} for {@key}, {@value} in {dict}.items()}}
        .4  {{{@key}: {dict}[{@key}] for {@key} in sorted({1})}}
        .4  dict({dict})
        .3  {dict}.copy()
        .3  dict(sorted({dict}.items()))
        .2  dict(sorted({dict}.items(), key=lambda kv: {~~-}kv[1]))
        .4  {{**{dict}, {key}: {=int}}}
        .3  {{**{dict}, **{dict}}}
        .2  {dict} | {dict}
        1   {{{@char}: {str}.count({@char}) for {@char} in {1}}}
        .4  {{{@char}: {@index} for {@index}, {@char} in enumerate({str})}}
        .4  {{{@str}: len({@str}) for {@str} in {str}.split()}}
        .3  dict.fromkeys({str}, {~0~1})
        1   {{{@str}: len({@str}) for {@str} in {list_str}}}
        .5  dict.fromkeys({list_str}, {~0~0~1})
        .4  {{{@str}: {list_str}.count({@str}) for {@str} in {1}}}
        .4  {{{@str}: {@index} for {@index}, {@str} in enumerate({list_str})}}
        .6  dict(zip({list_str}, {list_int}))
        .3  dict(zip({list_str}, range(len({1}))))
        .7  {{{key}: {=int}, {key}: {=int}}}
        .3  {{'total': {int}, 'count': {=int}}}
        .5  {!dict}
    """,
    "set": """
        2   set({list_int|tuple})
        1.5 {set} {~|~&~-~^} {set}
        .6  {set} {~|~&~-~^} {{{#1-5}, {#6-12}}}
        .4  {set}.{~union~intersection~difference}({set|list_int})
        .8  {{{@int} for {@int} in {set|list_int|tuple} if {?int}}}
        .8  {{{@int} {~% 3~+ 1~// 2~% 5~* 2} for {@int} in {set|list_int|tuple}}}
        .4  set(range({#2-6}))
        .3  {{len({@str}) for {@str} in {list_str}}}
        .3  {{{int}, {=int}}}
        .5  {!set}
    """,
    "tuple": """
        2   ({int}, {=int})
        1   ({int}, {int}, {=int})
        1   {tuple} + ({=int},)
        .6  {tuple}[::-1]
        .6  {tuple}[{~1:~:2~:-1~::2}]
        .6  tuple(sorted({tuple|list_int|set}))
        .5  tuple({list_int})
        .4  tuple({@int} {~* 2~+ 1~** 2} for {@int} in {tuple|list_int})
        .3  tuple({@int} for {@int} in {tuple|list_int} if {?int})
        .8  divmod({int}, {#2-9})
        .5  (len({tuple|list_int|set}), sum({1}))
        .4  (min({1:tuple|list_int}), max({1}))
        .3  {once}{tuple} + {tuple}
        .2  {tuple} * 2
        .3  {!tuple}
    """,
    "list_list": """
        1   [{@list}[::-1] for {@list} in {list_list}]
        .6  {list_list}[::-1]
        .6  [sorted({@list}) for {@list} in {list_list}]
        .5  [{@list}[:] for {@list} in {list_list}]
        .7  [list(col) for col in zip(*{list_list})]
        .8  [[x {~+ 1~* 2~% 2~* 10} for x in {@list}] for {@list} in {list_list}]
        .3  [[x for x in {@list} if x {~> 2~% 2 == 0~< 5}] for {@list} in {list_list}]
        .4  sorted({list_list}, key={~sum~len})
        .4  [{@list} for {@list} in {list_list} if {~len~sum}({@list}) > {#1-5}]
        .6  [{list_int}[{@index}:{@index} + {#A2-3}] for {@index} in range(0, len({1}), {#A})]
        .3  [[{~0~0~1}] * {#2-3} for _ in range({#2-3})]
        .3  [[{@index} {~*~+} j for j in range({#2-3})] for {@index} in range({#2-3})]
        .2  [{@list} + [{=int}] for {@list} in {list_list}]
        .3  {!list_list}
    """,
    "float": """
        2   {float} {~+~-~*} {~0.5~1.5~2~0.1~10~2.5~0.25}
        1   {float|int} / {~2~2~4~5~10~100~3}
        1.5 round({float|int} {~*~/} {~1.2~3~2.5~7~1.1~0.9}, {~1~2~2})
        1   {float} {~+~-~*} {float|int}
        .5  {int} * {~0.5~1.5~0.1~2.5}
        .3  float({int})
        .5  abs({float})
        .6  {~max~min}({float}, {~0.0~1.0~10.0})
        1   sum({1:list_float|list_int}) / len({1})
        .6  round(sum({1:list_float}) / len({1}), 2)
        .5  round(sum({list_float}), {~1~2})
        .5  {~max~min}({1:list_float})
        .4  {1:list_float}[{~0~-1}] {~* 2~+ 0.5~/ 2~- 1.5}
        .4  {float} if {if} else {=float}
        .2  {float} ** 2
        .2  {float} // {#1-5}
        .2  {float} % {#2-5}
        .2  {int} ** 0.5
    """,
    "list_float": """
        2   [{@float} * {~2~0.5~1.5~10} for {@float} in {list_float}]
        1   [round({@float} * {~1.1~0.9~1.25}, {~1~2}) for {@float} in {list_float}]
        .6  [{@float} / {~2~4~10} for {@float} in {list_float|list_int}]
        .6  [{@float} for {@float} in {list_float} if {?float}]
        .4  sorted({list_float}{~~, reverse=True})
        .4  [{@float} + {=float} for {@float} in {list_float}]
        .3  [float({@int}) for {@int} in {list_int}]
        .4  {list_float}[{~1:~:2~::-1}]
        .3  [{float}, {=float}]
        .4  {!list_float}
    """,
}
"""kind -> what gives a value of it."""

CONDITIONS: dict[str, str] = {
    "int": """
        3   {_} % {~2~2~2~3~4~5} {~==~==~!=} 0
        1   {_} % {~2~3~4} == 1
        .3  {_} % {~2~3}
        2   {_} {~>~>~<~!=~==~>=} 0
        1.5 {_} {~<~>~>=~<=~==} {int}
        .5  {#0-3} {~<~<=} {_} {~<~<=} {#5-20}
        .4  {_} {~in~not in} {list_int|tuple|set}
        .2  {_} in ({#0-3}, {#4-9})
        3   {_} {~>~>~<~<~>=~<=} {#1-20}
        .8  {_} {~==~!=} {#1-9}
        .4  {_} > {#1-9} and {_} {~% 2 == 0~< 50~!= 12~% 3 != 0}
        .3  {_} < {#0-4} or {_} {~> 20~% 5 == 0~> 9}
        .15 not {_}
        .15 {_} & 1
    """,
    "char": """
        4   {_}.{~isalpha~isdigit~isupper~islower~isalnum~isalpha~isdigit~isspace}()
        .4  not {_}.{~isalpha~isdigit~isupper~isspace}()
        3   {_} {~in~in~not in} {chars}
        .5  {_}.lower() in 'aeiou'
        .5  {_} {~in~not in} {str}
        2   {_} {~==~!=} {ch}
        .6  {_} {~<~>} {~'m'~'h'~'n'~'t'}
    """,
    "str": """
        2   len({_}) {~>~<~>=~==} {#2-8}
        .5  len({_}) % 2 {~==~!=} 0
        1   {_}.{~isalpha~isdigit~isupper~islower~isalnum~istitle}()
        1.2 {ch} {~in~in~not in} {_}
        1   {_}.{~startswith~endswith}({ch})
        .4  {_} == {_}[::-1]
        .7  {_}
        .3  not {_}
        .6  {_} {~==~!=} {word}
        .5  {_} {~in~not in} {list_str|dict}
        .4  {_} {~<~>~==~!=} {str}
        .3  {_} {~in~not in} {str}
    """,
    "bool": """
        3   {_}
        1.5 not {_}
    """,
    "float": """
        3   {_} {~<~>~>=~<=} {~0~1~2~5~10~20~0.5~7.5~50}
        .6  {_} {~<~>} {float}
        .2  {_} == int({_})
    """,
    "list_int": """
        1   {#0-10} {~in~in~not in} {_}
        .5  {~any~all}({@int} {~<~>~!=} {#0-9} for {@int} in {_})
        1   {_}
        .7  not {_}
        1.5 len({_}) {~>~<~==~>=} {#1-5}
        .5  sum({_}) {~>~<} {#5-30}
        .6  {int} {~in~not in} {_}
        .2  {_} == sorted({_})
        .2  len(set({_})) < len({_})
        .2  len({_}) % 2 == 0
    """,
    "list_str": """
        1   {=str} {~in~not in} {_}
        1   {_}
        .5  not {_}
        1   len({_}) {~>~<~==~>=} {#1-4}
        .3  {~any~all}({?str} for {@str} in {_})
    """,
    "dict": """
        1.5 {key} {~in~in~not in} {_}
        .7  {str} {~in~not in} {_}
        .7  {_}
        .4  not {_}
        1   len({_}) {~>~<~==} {#1-4}
        .4  sum({_}.values()) > {#5-20}
    """,
    "set": """
        2   {#0-10} {~in~in~not in} {_}
        .7  len({_}) {~>~<~==} {#1-4}
        .5  {int} {~in~not in} {_}
        .5  {_}
        .3  {_} {~<=~&} {set}
    """,
    "tuple": """
        1   {#0-10} {~in~not in} {_}
        1   len({_}) {~>~<~==} {#1-4}
        .5  {_}
        .4  sum({_}) > {#3-20}
    """,
    "list_list": """
        1   len({_}) {~>~<~==} {#1-3}
        .5  {_}
        .4  {~any~all}(len({@list}) == len({_}) for {@list} in {_})
        .3  {~any~all}({@list} for {@list} in {_})
        .3  any({#0-9} in {@list} for {@list} in {_})
    """,
    "list_float": """
        1   len({_}) {~>~<} {#1-4}
        .5  {_}
        .5  sum({_}) > {#5-30}
    """,
}
"""kind -> what may be asked of a variable `{_}` of it."""

CLOSINGS: dict[str, str] = {
    "int": "1 {_} * 2\n1 {_} % {#2-10}\n1 {_} + {#1-9}\n1 str({_})\n.8 {_} > {#1-9}\n.5 max({_}, 0)\n.5 -{_}\n.4 {_} == {#0-9}\n"
    ".5 f'{plain}: {{{_}}}'\n.6 {_} if {_} > 0 else {~0~-1~None}",
    "str": "1 {_}.{case}()\n1 {_}.strip()\n1 {_}[::-1]\n1 len({_})\n.4 {_} or 'empty'\n.6 {_} + '!'\n.4 {_} == {_}[::-1]\n.4 {_}.split()\n"
    ".3 {_}[:{#3-8}]\n.3 {_}.isupper()",
    "list_int": "1 sum({_})\n1 len({_})\n1 sorted({_})\n.7 {_}[::-1]\n.4 max({_}, default=0)\n.4 tuple({_})\n.6 {_}[:{#2-4}]\n.3 {_}[-1] if {_} else None\n"
    ".3 set({_})\n.3 {_} or None",
    "list_str": "1 {sep}.join({_})\n.5 len({_})\n.5 sorted({_})\n.5 {_}[::-1]\n.3 {_}[0] if {_} else ''\n.3 tuple({_})",
    "dict": "1 len({_})\n1 sorted({_}.items())\n.7 list({_})\n.6 sum({_}.values())\n.4 max({_}, key={_}.get) if {_} else None\n.4 list({_}.items())",
    "set": "1 sorted({_})\n1 len({_})\n.6 sum({_})\n.3 {#1-9} in {_}",
    "tuple": "1 len({_})\n1 sum({_})\n1 list({_})\n.5 sorted({_})",
    "float": "2 round({_}, {~1~2})\n1 f'{{{_}:.2f}}'\n.5 int({_})\n.5 {_} > {#1-20}",
    "list_float": "1 sum({_})\n1 [round({@float}, 1) for {@float} in {_}]\n.5 len({_})\n.5 sorted({_})",
    "list_list": "1 len({_})\n1 {_}[::-1]\n.7 [sum({@list}) for {@list} in {_}]",
    "bool": "1 not {_}\n.5 int({_})\n.5 'yes' if {_} else 'no'",
}
"""kind -> what a function may return instead of its variable `{_}` itself."""

CHANGES: dict[str, str] = {
    "int": """
        5   {_} += {=int}
        2   {_} -= {=int}
        1   {_} = {_} + {=int}
        .4  {_} = {=int} - {_}
        1.2 {_} *= {#2-4}
        .7  {_} //= {#2-4}
        .7  {_} %= {#3-12}
        .5  {_} = {~max~min}({_}, {=int})
        .3  {_} {~^~|~&}= {#1-7}
        .3  {_} {~<<~>>}= 1
        .3  {_} = abs({_})
        .2  {_} **= 2
        .3  {_} = -{_}
    """,
    "str": """
        1   {_} += {word}
        1   {_} += {ch}
        .6  {_} += {str}
        1.5 {_} = {_}.{case}()
        .7  {_} = {_}[{~::-1~1:~:-1~:3}]
        .7  {_} = {_}.replace({ch}, {ch})
        .5  {_} = {ch} + {_}
        .3  {_} = {_} * 2
    """,
    "bool": "1 {_} = True\n1 {_} = False\n1 {_} = not {_}\n1.5 {_} = {truth}",
    "float": """
        2   {_} {~+~+~-}= {~0.5~1.5~2~0.1~2.5}
        1   {_} *= {~2~0.5~1.1~1.5}
        1   {_} {~+~-}= {int|float}
        .6  {_} /= {~2~4~10}
        .7  {_} = round({_}, {~1~2})
    """,
    "tuple": "1 {_} += ({=int},)\n1 {_} = {_} + ({=int},)\n.7 {_} = {_}[::-1]\n.4 {_} = ({=int},) + {_}",
    "set": """
        3   {_}.add({=int})
        1   {_}.discard({=int})
        .7  {_}.update([{=int}, {=int}])
        .6  {_} |= {{{#0-9}, {=int}}}
        .5  {_} &= {set}
        .4  {_} -= {{{=int}}}
        .4  {_}.update({list_int})
    """,
    "list_int": """
        3   {_}.append({=int})
        1   {_}.insert({~0~0~1~2}, {=int})
        .8  {_}.extend([{=int}, {=int}])
        .5  {_}.extend({list_int|tuple})
        .4  {_} += [{=int}]
        1   {_}.reverse()
        1   {_}.sort()
        .5  {_}.sort(reverse=True)
        .2  {_}.sort(key=lambda {@int}: {@int} % {#2-4})
        .5  {_} = {_}[::-1]
        .2  {_}[:2] = [{=int}]
        .2  {_} *= 2
    """,
    "list_str": """
        3   {_}.append({=str})
        1   {_}.insert({~0~1}, {=str})
        .6  {_}.extend([{=str}, {=str}])
        .6  {_}.reverse()
        .8  {_}.sort()
        .4  {_}.sort(key=len)
        .4  {_} += [{=str}]
        .3  {_}.extend({str}.split())
    """,
    "list_float": "2 {_}.append({=float})\n1 {_}.sort()\n.6 {_}.reverse()\n.5 {_}.insert(0, {=float})",
    "list_list": "1 {_}.append([{=int}, {=int}])\n.7 {_}.reverse()\n.6 {_}.sort()\n.4 {_}.insert(0, [{=int}])",
    "dict": """
        2   {_}[{key}] = {=int}
        1.5 {_}[{str}] = {=int}
        1.5 {_}[{key}] = {_}.get({key}, 0) + {#1-5}
        1   {_}[{str}] = {_}.get({1}, 0) + 1
        .7  {_}.setdefault({key}, {~0~1~5})
        .7  {_}.pop({key}, None)
        .6  {_}.update({{{key}: {=int}}})
        .4  {_}.update({dict})
    """,
}
"""kind -> statements of one line that change a variable `{_}` of it, outside of loops."""

ELEMENT_CHANGES: dict[str, str] = {
    "list_int": "1 {_}[{~0~-1}] = {=int}\n1 {_}[{~0~-1}] {~+~-~*}= {#2-5}\n.7 {_}[0], {_}[-1] = {_}[-1], {_}[0]",
    "list_str": "1 {_}[{~0~-1}] = {=str}\n1 {_}[{~0~-1}] = {_}[{~0~-1}].{case}()\n.6 {_}[0] += {ch}\n.5 {_}[0], {_}[-1] = {_}[-1], {_}[0]",
    "list_list": "1 {_}[0].append({=int})\n.6 {_}[{~0~-1}] = [{=int}]\n.5 {_}[-1].reverse()\n.5 {_}[0] = {_}[0][::-1]",
}
"""kind -> statements that change an element; the list isn't empty."""

FEEDS: dict[str, str] = {
    "int<int": """
        6   {_} += {.}
        1   {_} = {_} + {.}
        1.5 {_} -= {.}
        1   {_} += {.} * {#2-4}
        .7  {_} += {.} {~% 3~// 2~% 2~** 2~% 5~+ 1}
        2   {_} += 1
        .4  {_} += abs({.})
        .7  {_} = {~max~max~min}({_}, {.})
        .8  {_} = ({_} * {#2-4} + {.}) % {~7~10~13~17~50~100~97}
        .3  {_} {~^~|}= {.}
        .3  {_} += {.} + {int}
        .2  {_} = {.} - {_}
        .4  {_} = {.}
    """,
    "int<str": """
        3   {_} += 1
        3   {_} += len({.})
        .6  {_} += {.}.count({~'a'~'e'~'o'~'s'})
        .7  {_} = max({_}, len({.}))
        .7  {_} -= 1
        .6  {_} += {#2-5}
        .3  {_} = {_} * 2 + len({.})
        .3  {_} = len({.})
    """,
    "int<float": "1 {_} += 1\n1 {_} += int({.})\n.4 {_} += round({.})",
    "float<float": "3 {_} += {.}\n1 {_} -= {.}\n1 {_} += {.} * {~2~0.5~1.5}\n.6 {_} = max({_}, {.})\n.5 {_} = round({_} + {.}, 2)",
    "float<int": "2 {_} += {.} * {~0.5~1.5~0.1}\n1 {_} += {.} / {~2~4~10}\n1 {_} += {.}\n.5 {_} -= {.}",
    "str<str": """
        5   {_} += {.}
        1   {_} = {_} + {.}
        1   {_} = {.} + {_}
        2   {_} += {.}.{~upper~lower~swapcase~upper~capitalize~strip}()
        .7  {_} += {.} + {~' '~'-'~'_'~','~'.'}
        .4  {_} += {~' '~'-'~'_'~','} + {.}
        .3  {_} += {.} * 2
        1   {_} += {~'*'~'-'~'_'~'#'~'x'~'.'~'?'~'0'}
        .4  {_} += {.}[::-1]
        .3  {_} += {.}[:1]
        .3  {_} += f'{{{.}}}{~,~;~ ~/~|}'
    """,
    "str<int": "3 {_} += str({.})\n.7 {_} += str({.} {~% 2~* 2~% 10~+ 1})\n.7 {_} += {~'*'~'-'~'x'~'.'~'a'}\n.5 {_} = str({.}) + {_}\n"
    ".4 {_} += f'{{{.}}}{~,~ ~-~;}'\n.4 {_} += chr(97 + {.} % 26)\n.3 {_} = {_}[1:] + str({.} % 10)",
    "list_int<int": """
        5   {_}.append({.})
        2.5 {_}.append({.} {~* 2~+ 1~- 1~** 2~% 3~* 3~// 2~% 10})
        .6  {_}.insert(0, {.})
        .5  {_} += [{.}]
        .3  {_} = {_} + [{.}]
        .3  {_} = [{.}] + {_}
        .6  {_}.append({.} + {int})
        .3  {_}.append(abs({.}))
        .2  {_}.append(len({_}) + {.})
    """,
    "list_int<str": "3 {_}.append(len({.}))\n.5 {_}.append({.}.count('a'))\n.5 {_}.append({~0~1~-1})\n.3 {_}.insert(0, len({.}))\n.3 {_}.append(ord({.}[0]) if {.} else 0)",
    "list_int<float": "1 {_}.append(int({.}))\n1 {_}.append(round({.}))",
    "list_str<str": """
        5   {_}.append({.})
        2   {_}.append({.}.{~upper~lower~title~strip~capitalize~swapcase}())
        .7  {_}.append({.}[::-1])
        .5  {_}.append({.} + {ch})
        .5  {_}.insert(0, {.})
        .3  {_} += [{.}]
        .3  {_}.append({.} * 2)
        .3  {_}.append(f'{~~{plain}}{join}{{{.}}}')
    """,
    "list_str<int": "3 {_}.append(str({.}))\n.6 {_}.append({~'a'~'x'~'-'~'*'} * ({.} % 4))\n.5 {_}.append(f'{plain}{{{.}}}')\n.5 {_}.append('even' if {.} % 2 == 0 else 'odd')",
    "list_float<float": "3 {_}.append({.})\n1 {_}.append(round({.} * {~1.1~0.9~2}, 2))\n1 {_}.append({.} {~* 2~/ 2~+ 0.5})",
    "list_float<int": "1 {_}.append({.} / {~2~4~10})\n1 {_}.append({.} * 0.5)",
    "dict<str": """
        4   {_}[{.}] = {_}.get({.}, 0) + 1
        2   {_}[{.}] = len({.})
        .7  {_}[{.}] = {=int}
        .5  {_}.setdefault({.}, len({_}))
        .3  {_}[{.}.upper()] = {#1-5}
        .3  {_}.pop({.}, None)
        .3  {_}[{.}] = {_}.get({.}, {#2-5}) * 2
        .3  {_}[{.}[:1]] = {_}.get({.}[:1], 0) + len({.})
    """,
    "dict<int": "2 {_}[str({.})] = {.}\n1 {_}[str({.})] = {_}.get(str({.}), 0) + 1\n1 {_}[f'{~k~n~x_}{{{.}}}'] = {.} {~* 2~+ 1~** 2}\n"
    "1 {_}['even' if {.} % 2 == 0 else 'odd'] = {.}",
    "set<int": "4 {_}.add({.})\n1.5 {_}.add({.} {~% 3~% 5~* 2~+ 1~// 2})\n.6 {_}.discard({.})\n.4 {_} |= {{{.}}}\n.4 {_} = {_} ^ {{{.}}}",
    "set<str": "1 {_}.add(len({.}))",
    "tuple<int": "2 {_} += ({.},)\n1 {_} = {_} + ({.} {~* 2~+ 1~% 3},)\n.5 {_} = ({.},) + {_}",
    "bool<int": "2 {_} = {.} {~>~<} {#1-9}\n1 {_} = not {_}\n1 {_} = {_} or {.} {~> 5~% 2 == 0~== 0}\n1 {_} = {~True~False}",
    "bool<str": "1 {_} = not {_}\n1 {_} = {_} or {.} == {.}[::-1]\n1 {_} = {~True~False}",
    "list_list<int": "1 {_}.append([{.}])\n1 {_}.append([{.}, {.} {~+ 1~* 2~% 3~** 2}])\n.6 {_}.append([{.}] * {#1-3})",
    "list_list<list": "2 {_}.append({.}[::-1])\n1 {_}.append(sorted({.}))\n1 {_}.append({.}[:{#1-3}])",
    "int<list": "2 {_} += sum({.})\n2 {_} += len({.})\n.7 {_} = max({_}, sum({.}))\n.7 {_} += {.}[0] if {.} else 0",
    "list_int<list": "2 {_}.append(sum({.}))\n1 {_}.append(len({.}))\n1.5 {_}.extend({.})\n.5 {_} += {.}[:2]\n.5 {_}.append(max({.}, default=0))",
}
"""`accumulator's kind<element's kind` -> statements that take an element `{.}` into an accumulator `{_}`, within loops."""

INITIALS: dict[str, str] = {
    "int": "6 0\n1.5 1\n1 {#2-20}\n.2 -1",
    "str": "6 ''\n1 {word}",
    "bool": "2 False\n1 True",
    "float": "3 0.0\n1 1.0\n.5 {!float}",
    "list_int": "8 []\n.6 [{=int}]\n.3 [0]",
    "list_str": "8 []\n.5 [{=str}]",
    "list_list": "1 []",
    "list_float": "1 []",
    "dict": "8 {{}}\n1 dict()\n.7 {{{key}: {#0-5}}}",
    "set": "1 set()",
    "tuple": "1 ()",
}
"""kind -> what an accumulator starts with."""

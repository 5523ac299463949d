"""Idioms of state: machines, tokenizers, small parsers, robots, shops, games, queues of commands, cellular rows.

Classes that hold a state live in `idioms_classes.py`.
"""

from __future__ import annotations

from training.programs.idiom_template import Idiom, family
from training.programs.program import Generator

MACHINES = (
    Idiom(
        """
def $f($s):
    $x = $y = 0
    for $c in $s:
        if $c == 'U':
            $y += 1
        elif $c == 'D':
            $y -= 1
        elif $c == 'L':
            $x -= 1
        «elif $c == 'R':
            $x += 1¦else:
            $x += «1¦2»»
        «if $x == 0 and $y == 0:
            break¦»
    return «$x, $y¦($x, $y) == (0, 0)¦abs($x) + abs($y)¦[$x, $y]¦{'x': $x, 'y': $y}»
""",
        "T",
    ),
    Idiom(
        """
def $f($s):
    $d = {'U': (0, 1), 'D': (0, -1), 'L': (-1, 0), 'R': (1, 0)}
    $a, $z = 0, 0
    «$e = [(0, 0)]
    »for $c in $s:
        $i, $j = $d.get($c, (0, 0))
        $a += $i
        $z += $j
        if ($a, $z) in $e:
            «break¦continue¦return $a, $z»
        $e.append(($a, $z))
    return «$e¦len($e)¦$a, $z¦$e[-1]»
""",
        "T",
    ),
    Idiom(
        """
def $f($s):
    $T = '«off¦idle¦closed»'
    $N = 0
    for $c in $s:
        if $T == 'off' or $T == 'idle' or $T == 'closed':
            if $c in @v:
                $T = 'on'
        elif $T == 'on':
            $N += «1¦2»
            if $c @eq @C:
                $T = 'off'
            «elif $N > #2..4:
                $T = 'done'¦»
        else:
            break
    return «$T¦$T, $N¦$N¦$T == 'on'»
""",
        "s|w",
    ),
    Idiom(
        """
def $f($s):
    $d = {
        ('start', 'a'): 'mid',
        ('start', 'b'): 'start',
        ('mid', 'a'): 'end',
        ('mid', 'b'): 'start',
    }
    $T = 'start'
    for $c in $s:
        $T = $d.get(($T, $c), «$T¦'start'¦'end'»)
        if $T == 'end':
            «break¦return True¦continue»
    return «$T¦$T == 'end'¦$T, len($s)»
""",
        "w|s",
    ),
    Idiom(
        """
def $f($W):
    $T = 'red'
    $r = []
    for $w in $W:
        if $T == 'red':
            $T = 'green'
        elif $T == 'green':
            $T = 'yellow' if len($w) @cmp 4 else 'green'
        else:
            $T = 'red'
        $r.append($T«¦[0]»)
    return «$r¦$T¦$r.count('green')»
""",
        "W",
    ),
    Idiom(
        """
def $f($l, $n):
    $r = []
    for $x in $l:
        if $x < 0:
            «$n += $x¦$n -= abs($x)»
        elif $x > $n:
            $r.append(«'denied'¦$x¦('fail', $x)»)
            «continue¦$n -= 1¦break»
        else:
            $n -= $x
        $r.append($n)
    return «$r¦$n¦$n, $r¦len($r)»
""",
        "In|Pn|Pp",
    ),
    Idiom(
        """
def $f($W):
    $T = #0..5
    for $w in $W:
        $o = $w.split()
        $k = int($o[1]) if len($o) > 1 else «1¦0»
        if $o[0] in ('add', 'push', 'right', 'up'):
            $T += $k
        elif $o[0] in ('sub', 'pop', 'left'):
            $T -= $k
        elif $o[0] == 'mul':
            $T *= $k
        else:
            «$T = 0¦continue¦$T = -$T¦return $T, $w»
    return $T
""",
        "O",
    ),
    Idiom(
        """
def $f($W):
    $r = []
    $q = []
    for $w in $W:
        if $w == 'undo' or $w == 'pop':
            if $r:
                $q.append($r.pop())
        elif $w.startswith('re'):
            while $q:
                $r.append($q.pop())
        else:
            $r.append($w)
            «$q.clear()¦$q = []¦»
    return «$r¦$r, $q¦' '.join($r)¦len($q)»
""",
        "O",
    ),
    Idiom(
        """
def $f($l):
    for $i in range(#1..3):
        $m = $l[:]
        for $j in range(len($l)):
            $a = $l[$j - 1]
            $z = $l[($j + 1) % len($l)]
            $m[$j] = «($a + $z) % 2¦$a ^ $z¦1 if $a == $z else 0¦max($a, $z)¦$a»
        $l = $m
    return $l
""",
        "P",
    ),
    Idiom(
        """
def $f($l, $k):
    $T = 0
    $N = 0
    for $x in $l:
        $N += 1
        if $x == $k or $x @num:
            $T += $x
            «$k += 1¦$N = 0¦$k = $x»
        elif $N > #1..3:
            $T -= 1
            $N = 0
        «else:
            $k -= 1¦»
    return «$T, $N, $k¦$T¦$T + $k»
""",
        "Ik|Jk|Pn",
    ),
    Idiom(
        """
def $f($d, $W):
    $T = 0
    $r = []
    for $w in $W:
        if $w not in $d:
            $r.append($w)
            «continue¦$d[$w] = 1¦$T -= 1
            continue»
        «if $d[$w] @cmp #5..15:
            $T += $d[$w] // 2
        else:
            $T += $d[$w]¦$T += $d.pop($w)¦$T += $d[$w]
        $d[$w] = 0»
    return «$T, $r¦$T¦$d¦{'total': $T, 'missing': $r}»
""",
        "DW",
    ),
    Idiom(
        """
def $f($n, $k):
    $T = 0
    $N = $n % 20
    while $N > 0:
        $T += 1
        «$N -= $k + 1¦$N -= max($k, 1)¦$N = $N // 2 - $k¦if $N % 2:
            $N -= 3
        else:
            $N //= 2»
        «if $T > #3..7:
            break¦»
    return «$T¦$T, $N¦$N»
""",
        "nk|pk",
    ),
    Idiom(
        """
def $f($l):
    $a, $z = [], []
    for $x in $l:
        if sum($a) <= sum($z):
            $a.append($x)
        else:
            $z.append($x)
    return «$a, $z¦sum($a) - sum($z)¦len($a)¦[$a, $z]»
""",
        "P|I",
    ),
    Idiom(
        """
def $f($l, $m):
    $T = {'a': 0, 'b': 0}
    for $x, $y in zip($l, $m):
        if $x @cmp $y:
            $T['a'] += «1¦$x»
        elif $x == $y:
            «continue¦$T['a'] += 1
            $T['b'] += 1¦break»
        else:
            $T['b'] += «1¦$y - $x»
    «if $T['a'] == $T['b']:
        return 'draw'
    return 'a' if $T['a'] > $T['b'] else 'b'¦return $T¦return max($T, key=$T.get), $T['a']»
""",
        "JJ|PP",
    ),
)
PARSERS = (
    Idiom(
        """
def $f($s):
    $r = []
    $i = 0
    while $i < len($s):
        $c = $s[$i]
        if $c.isdigit():
            $j = $i
            while $j < len($s) and $s[$j].isdigit():
                $j += 1
            $r.append(«int($s[$i:$j])¦$s[$i:$j]¦('num', int($s[$i:$j]))»)
            $i = $j
        else:
            «if $c != ' ':
                $r.append($c)¦$r.append($c)¦if $c in '+-*':
                $r.append(«$c¦('op', $c)»)»
            $i += 1
    return «$r¦len($r)¦$r[::-1]»
""",
        "E|E|s",
    ),
    Idiom(
        """
def $f($s):
    $T = 0
    $n = 0
    $p = '+'
    for $c in $s + '+':
        if $c.isdigit():
            $n = $n * 10 + int($c)
        elif $c in '+-*':
            if $p == '+':
                $T += $n
            elif $p == '-':
                $T -= $n
            else:
                $T *= $n
            $p = $c
            $n = 0
    return $T
""",
        "E",
    ),
    Idiom(
        """
def $f($s):
    $q = []
    for $o in $s.replace(' ', '').replace('+', ' + ').replace('-', ' - ').split():
        if $o == '+' or $o == '-':
            $q.append($o)
        else:
            $q.append(«$o¦len($o)¦int($o) if $o.isdigit() else $o»)
    return «$q¦len($q)¦$q[::2]¦$q[-1:]»
""",
        "E",
    ),
    Idiom(
        """
def $f($s):
    $q = []
    for $c in $s:
        if $c.isdigit():
            $q.append(int($c))
        elif $c == «'+'¦'a'¦'b'» and len($q) > 1:
            $q.append($q.pop() + $q.pop())
        elif $c in «'*c'¦'-d'» and len($q) > 1:
            $a = $q.pop()
            $z = $q.pop()
            $q.append($z «*¦-» $a)
    return «$q¦$q[-1] if $q else 0¦len($q)»
""",
        "s|E",
    ),
    Idiom(
        """
def $f($s):
    $u = False
    $r = ''
    for $c in $s:
        if $c «in¦not in» @v:
            $u = not $u
            «continue¦$r += '|'¦»
        «if $u:
            $r += $c.upper()
        else:
            $r += $c¦if not $u:
            $r += $c¦$r += $c if $u else '.'»
    return «$r¦$r, $u»
""",
        "s|w",
    ),
    Idiom(
        """
def $f($s):
    $q = []
    $o = ''
    $N = 0
    for $c in $s:
        if $c in '([{':
            $N += 1
            $q.append($o)
            $o = ''
        elif $c in ')]}':
            $N -= 1
            $o = ($q.pop() if $q else '') + '<' + $o + '>'
        else:
            $o += $c
    return «$o¦$o, $N¦$q»
""",
        "B|B|s",
    ),
    Idiom(
        """
def $f($s):
    $r = []
    $o = ''
    $u = False
    for $c in $s:
        if $c in «'eE'¦'a'»:
            $u = not $u
        elif $c in ' ,' and not $u:
            $r.append($o)
            $o = ''
        else:
            $o += $c
    $r.append($o)
    return $r
""",
        "s",
    ),
    Idiom(
        """
def $f($s):
    $i = 0
    $r = ''
    while $i < len($s):
        «if $s[$i] == @c:
            $r += @sep
            $i += 2¦if $s[$i:$i + 2] in ('ab', 'll', '  ', 'aa', '--'):
            $r += '#'
            $i += 2¦if $s[$i].isdigit():
            $r += $s[:int($s[$i]) % 3]
            $i += 1»
        else:
            $r += $s[$i]
            $i += 1
    return «$r¦$r, $i¦len($r)»
""",
        "s|w",
    ),
    Idiom(
        """
def $f($s):
    $d = {}
    $K = None
    for $o in $s.split(@sp):
        if $K is None:
            $K = $o
        else:
            $d[$K] = $o
            $K = None
    «if $K is not None:
        $d[$K] = «None¦''»¦»
    return «$d¦$d, $K¦len($d)»
""",
        "s",
    ),
    Idiom(
        """
def $f($s, $k):
    $r = []
    $o = ''
    for $w in $s.split():
        if len($o) + len($w) + 1 @cmp $k + #5..9:
            $r.append($o)
            $o = $w
        else:
            $o = ($o + ' ' + $w).strip()
    «if $o:
        $r.append($o)
    ¦$r.append($o)
    »return «$r¦len($r)¦'/'.join($r)»
""",
        "sk|sn",
    ),
    Idiom(
        """
def $f($s):
    $n = len($s)
    «$s = $s.strip()
    »if not $s:
        return 0
    $p = 1
    $i = 0
    if $s[0] in '+-':
        $p = -1 if $s[0] == '-' else 1
        $i += 1
    $T = 0
    while $i < len($s) and $s[$i].isdigit():
        $T = $T * 10 + ord($s[$i]) - 48
        $i += 1
    return «$p * $T¦$p * $T, $i¦$T if $i == $n else None»
""",
        "Y|s",
    ),
)
FAMILIES: dict[str, tuple[Generator, float]] = {
    "state_machines": (family("state_machines", MACHINES), 0.9),
    "state_parsers": (family("state_parsers", PARSERS), 0.9),
}

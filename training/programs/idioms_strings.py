"""Idioms of string work: loops over characters, counting, searching, splitting, replacing, padding, encoding.

The dense one-line forms live in `idioms_oneliners.py`.
"""

# ruff: noqa: E501 - a template's line holds many alternatives; what it expands to is short.
from __future__ import annotations

from training.programs.idiom_template import Idiom, family
from training.programs.program import Generator

BUILDING = (
    Idiom(
        """
def $f($s):
    $r = «''¦''¦@w¦@c»
    FOR $c IN $s:
        «$r = $c + $r¦$r += $c¦$r = $r + $c * #2..3¦$r += $c + $c¦$r += $c.@case()»
    return $r
""",
        "s|w",
    ),
    Idiom(
        """
def $f($s):
    $r = ''
    «$N = 0¦»
    FOR $c IN $s:
        if «$c.@pred()¦not $c.@pred()¦$c in @v¦$c not in @v¦$c @eq @C¦$c.lower() in @v»:
            «$r += $c¦$r += $c.@case()¦$r = $c + $r¦continue¦$r += '*'»
        «else:
            $r += «@C¦$c.@case()¦$c * 2¦str(len($r))»¦elif $c.@pred():
            $r += $c.@case()¦$r += «@C¦$c»¦elif $c == @C:
            break
        else:
            $r = $r + $c»
    return «$r¦$r¦$r.@case()¦$r, len($r)¦$r[::-1]»
""",
        "s|s|w",
    ),
    Idiom(
        """
def $f($s, $c):
    $N = «0¦0¦1»
    FOR $x IN $s:
        if $x «==¦==¦!=¦>» $c«¦ and $N < #2..6¦ or $x.@pred()»:
            $N += «1¦1¦2»
    return $N«¦¦ / len($s) if $s else 0¦ * #2..5¦, $s.count($c)»
""",
        "sc",
    ),
    Idiom(
        """
def $f($s):
    $r = «[]¦['']»
    $o = ''
    for $c in $s«¦ + ' '¦.@case()»:
        if $c == «' '¦' '¦'-'¦','¦@c»:
            «if $o:
                $r.append($o)¦$r.append($o)»
            $o = ''
        else:
            $o += $c
    «if $o:
        $r.append($o)¦$r.append($o)¦»
    return «$r¦len($r)¦@sep.join($r)¦$r[::-1]¦@sep.join(reversed($r))»
""",
        "s",
    ),
    Idiom(
        """
def $f($s):
    if not $s:
        return ''
    $r = «A→''¦[]»
    $p = $s[0]
    $N = 1
    for $c in $s[1:]:
        if $c == $p:
            $N += 1
        else:
            $r += «A→«$p + str($N)¦str($N) + $p¦f'{$p}{$N}'»¦[«$p + str($N)¦$p¦($p, $N)»]»
            $p = $c
            $N = 1
    $r += «A→«$p + str($N)¦str($N) + $p¦$p»¦[$p]»
    return $r
""",
        "s|w",
    ),
    Idiom(
        """
def $f($s):
    $r = ''
    $i = 0
    while $i < len($s):
        $j = $i
        while $j < len($s) and $s[$j] == $s[$i]:
            $j += 1
        $N = $j - $i
        «$r += $s[$i] + (str($N) if $N > 1 else '')¦if $N > 1:
            $r += f'{$s[$i]}{$N}'
        else:
            $r += $s[$i]¦$r += $s[$i]¦if $N >= #2..3:
            $r += $s[$i].upper()»
        $i = $j
    return $r
""",
        "s|w",
    ),
    Idiom(
        """
def $f($s):
    $r = ''
    for $i in range(0, len($s) - 1, 2):
        $c = $s[$i]
        $k = «int($s[$i + 1]) if $s[$i + 1].isdigit() else 1¦#1..3»
        $r += $c * $k
    return $r
""",
        "s",
    ),
    Idiom(
        """
def $f($s, $k):
    $r = «A→''¦[]¦''»
    for $c in $s:
        if $c.isupper():
            $o = chr((ord($c) - 65 «+¦+¦-» $k) % 26 + 65)
        elif $c.«islower()¦isalpha()»:
            $o = chr((ord($c) - 97 «+¦+¦-» $k) % 26 + 97)
        else:
            $o = $c
        $r «A→«+= $o¦= $o + $r»¦+= [$o]¦+= $o»
    return «A→$r¦''.join($r)¦$r»
""",
        "sk|si|wn",
    ),
    Idiom(
        """
def $f($s):
    $k = «3¦#1..9»
    $d = «'abcdefghijklmnopqrstuvwxyz'¦'abcdefghij'¦'zyxwvutsrqponmlkjihgfedcba'»
    $r = ''
    for $c in $s«.lower()¦»:
        «if $c not in $d:
            continue
        ¦»$i = $d.find($c)
        $r += «$d[($i + $k) % len($d)]¦$d[-$i]¦$d[$i - $k]¦$d[len($d) - $i - 1]»
    return $r
""",
        "s|w",
    ),
    Idiom(
        """
def $f($s):
    $N = len($s) // 2
    $a = $s[:$N]
    $z = $s[$N:]
    «if len($s) % 2 == «0¦1»:
        return $z + $a
    ¦»return «$z + $a¦$a[::-1] + $z¦$a + $z[::-1]¦$a.@case() + $z.@case()¦$z + @sep + $a»
""",
        "s|w",
    ),
    Idiom(
        """
def $f($s, $t):
    $r = ''
    for $c, $x in zip($s, $t):
        «$r += $c + $x¦$r += $c if $c @cmp $x else $x¦$r += max($c, $x)¦if $c == $x:
            $r += $c¦$r += chr(97 + (ord($c) + ord($x)) % 26)»
    «$k = min(len($s), len($t))
    $r += $s[$k:] + $t[$k:]¦if len($s) > len($t):
        $r += $s[len($t):]
    else:
        $r += $t[len($s):]¦»
    return $r
""",
        "ww|st|wt",
    ),
    Idiom(
        """
def $f($s):
    $W = $s.split(«¦¦' '¦@sp»)
    $r = []
    FORI $i $w IN $W:
        if «$i % 2 == 0¦len($w) @cmp #1..6¦$w.@pred()¦$w == $w[::-1]¦$i @cmp #0..3»:
            $r.append(«$w.@case()¦$w[::-1]¦$w¦$w[:#1..3]¦$w + str($i)»)
        «else:
            $r.append(«$w¦$w[-1:] + $w[:-1]¦$w.@case()¦str(len($w))»)¦elif $w:
            $r.insert(0, $w)¦»
    return @sep.join($r)
""",
        "s",
    ),
    Idiom(
        """
def $f($s):
    $r = $s
    while «A→'  '¦'aa'¦'--'» in $r:
        $r = $r.replace(«A→'  ', ' '¦'aa', «''¦'a'¦'b'»¦'--', '-'»«¦¦, 1»)
    return $r
""",
        "s",
    ),
    Idiom(
        """
def $f($s, $t):
    «$N = 0
    ¦»while $t in $s«¦ and len($s) > #1..4»:
        $s = $s.replace($t, «''¦''¦$t[1:]¦$t[:-1]»«¦, 1¦, 1»)
        if not $t:
            break
    return $s
""",
        "st|sc",
    ),
    Idiom(
        """
def $f($s):
    $W = $s.split(@sp)
    $d = {}
    for $w in $W:
        «$d[$w] = $d.get($w, 0) + 1¦if $w in $d:
            $d[$w] += 1
        else:
            $d[$w] = 1¦if $w not in $d:
            $d[$w] = 0
        $d[$w] += «1¦len($w)»¦$d.setdefault($w, 0)
        $d[$w] += 1»
    return «$d¦max($d, key=$d.get)¦sorted($d.items())¦len($d)¦[$w for $w in $d if $d[$w] == 1]¦{$K: $V for $K, $V in $d.items() if $V > 1}»
""",
        "s",
    ),
    Idiom(
        """
def $f($s):
    $e = ''
    $r = ''
    for $c in $s:
        if $c «not in¦not in¦in» $e:
            «$r += $c¦$r += $c.@case()¦$r = $c + $r»
        $e += $c
    return $r
""",
        "s|w",
    ),
    Idiom(
        """
def $f($s):
    $e = set()
    $r = «A→''¦[]»
    for $c in $s«¦.lower()»:
        if $c in $e:
            «continue¦$r «A→+= $c.upper()¦.append($c)»
            continue¦break»
        $e.add($c)
        $r «A→+= $c¦.append($c)»
    return «$r¦len($r)¦len($e)¦''.join(sorted($e))»
""",
        "s|w",
    ),
)
SEARCHING = (
    Idiom(
        """
def $f($s):
    «$s = $s.lower()¦$s = $s.replace(' ', '')¦$s = ''.join($c for $c in $s if $c.isalnum())¦»
    $a«, $z = 0, len($s) - 1¦ = 0
    $z = len($s) - 1»
    while $a < $z:
        if $s[$a] != $s[$z]:
            return False
        $a += 1
        $z -= 1
    return True
""",
        "w|s",
    ),
    Idiom(
        """
def $f($s):
    for $i in range(len($s) // 2):
        if $s[$i] != $s[«-$i - 1¦len($s) - 1 - $i¦-1 - $i¦~$i»]:
            return «False¦$i¦$s[$i]»
    return «True¦-1¦$s»
""",
        "w|s",
    ),
    Idiom(
        """
def $f($s, $t):
    $r = []
    $i = $s.find($t)
    while $i != -1:
        $r.append($i)
        $i = $s.find($t, $i + «1¦1¦2¦max(1, len($t))»)
    return «$r¦len($r)¦$r[-1] if $r else -1¦tuple($r)»
""",
        "st|sc",
    ),
    Idiom(
        """
def $f($s, $c):
    $r = []
    FORI $i $x IN $s:
        if $x == $c«¦.lower()»:
            $r.append($i)
    «if not $r:
        return «-1¦None¦[-1]»¦if len($r) > 2:
        $r.pop()¦»
    return «$r¦$r¦sum($r)¦$r[::-1]»
""",
        "sc",
    ),
    Idiom(
        """
def $f($s):
    $q = []
    for $c in $s:
        if $c in «'([{'¦'('¦'(['»:
            $q.append($c)
        elif $c in «')]}'¦')'¦')]'»:
            if not $q:
                return False
            $p = $q.pop()
            «if $p + $c not in ('()', '[]', '{}'):
                return False¦if ($p == '(' and $c != ')') or ($p == '[' and $c != ']'):
                return False¦»
    return «not $q¦len($q) == 0¦$q == []»
""",
        "B",
    ),
    Idiom(
        """
def $f($s):
    $d = {')': '(', ']': '[', '}': '{'}
    $q = []
    «$b = 0
    ¦»for $c in $s:
        if $c in $d.values():
            $q.append($c)
        elif $c in $d:
            if $q and $q[-1] == $d[$c]:
                $q.pop()
            else:
                return «False¦-1¦$c»
    return «not $q¦len($q)¦$q»
""",
        "B",
    ),
    Idiom(
        """
def $f($s):
    $N = 0
    $b = 0
    for $c in $s:
        if $c == '(':
            $N += 1
            «if $N > $b:
                $b = $N¦$b = max($b, $N)»
        elif $c == ')':
            $N -= 1
            if $N < 0:
                «return -1¦$N = 0¦break»
    return «$b¦$b if $N == 0 else -1¦$N, $b»
""",
        "B",
    ),
    Idiom(
        """
def $f($s, $t):
    if len($s) != len($t):
        return «False¦-1¦abs(len($s) - len($t))»
    $N = 0
    for $i in range(len($s)):
        if $s[$i] «!=¦==» $t[$i]:
            $N += 1
    return $N«¦ <= #1..3¦ == 0»
""",
        "ww|wt|st",
    ),
    Idiom(
        """
def $f($s, $t):
    $d = {}
    for $c in $s:
        $d[$c] = $d.get($c, 0) + 1
    for $c in $t:
        if «$c not in $d¦$d.get($c, 0) == 0»:
            return «False¦$c¦None»
        $d[$c] -= 1
        «if $d[$c] == 0:
            del $d[$c]¦»
    return «True¦not $d¦$d¦all($V == 0 for $V in $d.values())»
""",
        "wt|st",
    ),
    Idiom(
        """
def $f($s):
    $b = ''
    for $w in $s.split(«¦@sp»):
        if len($w) «>¦>=¦>» len($b)«¦ and $w.@pred()¦ or not $b»:
            $b = $w
    return «$b¦$b.@case()¦len($b)¦$b, len($b)»
""",
        "s",
    ),
    Idiom(
        """
def $f($W):
    $p = $W[0]
    for $w in $W[1:]:
        while not $w.startswith($p):
            $p = $p[:-1]
            «if not $p:
                return «''¦None¦'none'»¦»
    return $p
""",
        "W",
    ),
    Idiom(
        """
def $f($s, $k):
    $b = 0
    for $i in range(len($s) - $k + 1):
        $o = $s[$i:$i + $k]
        «$N = sum(1 for $c in $o if $c in @v)
        if $N > $b:
            $b = $N¦if $o > str($b):
            $b = $o¦if $o == $o[::-1]:
            return $o¦if len(set($o)) == $k:
            return $i, $o»
    return $b
""",
        "sk|wk",
    ),
    Idiom(
        """
def $f($s):
    $d = {}
    «for $c in $s:
        $d[$c] = $d.get($c, 0) + 1
    for $c in $s:
        if $d[$c] == 1:
            return $c
    return «None¦''¦-1»¦for $i, $c in enumerate($s):
        if $c in $d:
            return «$c¦$i¦$d[$c], $i»
        $d[$c] = $i
    return «None¦-1¦$d»¦for $c in $s:
        if $c not in $d:
            $d[$c] = []
        $d[$c].append(len($d))
    return $d»
""",
        "w|s",
    ),
    Idiom(
        """
def $f($s):
    $u, $N, $T = 0, 0, 0
    for $c in $s:
        if $c.«isupper¦isdigit¦isalpha»():
            $u += 1
        elif $c.«islower¦isspace¦isdigit»():
            $N += 1
        else:
            $T += 1
    return «$u, $N, $T¦[$u, $N, $T]¦{'a': $u, 'b': $N, 'other': $T}¦$u > $N¦max($u, $N, $T)»
""",
        "s",
    ),
    Idiom(
        """
def $f($s, $t):
    $i = 0
    for $c in $t:
        if $i < len($s) and $c == $s[$i]:
            $i += 1
    return «$i == len($s)¦$s[:$i]¦$s[$i:]¦$i»
""",
        "ww|wt",
    ),
    Idiom(
        """
def $f($s, $t):
    «$i = $s.@find($t)¦$i = $s.«find¦rfind»($t)»
    if $i «== -1¦< 0¦>= 0»:
        return «$s¦None¦''¦-1»
    return «$s[:$i]¦$s[$i:]¦$s[:$i] + $s[$i + len($t):]¦$s[:$i] + $t.@case() + $s[$i + len($t):]¦$s[$i + 1:] + $s[:$i]»
""",
        "st|sc",
    ),
)
PARSING = (
    Idiom(
        """
def $f($s):
    $T = 0
    for $c in $s:
        if $c.isdigit():
            $T «+= int($c)¦= $T * 10 + int($c)¦+= ord($c) - ord('0')¦= $T * #2..3 + int($c)»
        «elif $c == '-':
            $T = -$T¦else:
            continue¦elif $T > #9..99:
            break¦»
    return $T
""",
        "s",
    ),
    Idiom(
        """
def $f($s):
    $r = []
    $o = ''
    for $c in $s«¦ + ' '»:
        if $c.isdigit():
            $o += $c
        elif $o:
            $r.append(int($o))
            $o = ''
    if $o:
        $r.append(«int($o)¦$o»)
    return «$r¦sum($r)¦len($r)¦max($r) if $r else None¦$r[-1:]»
""",
        "s",
    ),
    Idiom(
        """
def $f($s):
    $d = {}
    for $o in $s.split(«';'¦'&'¦','¦' '»):
        if '=' not in $o:
            $d[$o] = «None¦True¦len($o)»
            continue
        $K, $V = $o.split('=', 1)
        $d[$K«.strip()¦»] = «$V¦$V.strip()¦int($V) if $V.isdigit() else $V»
    return $d
""",
        "s",
    ),
    Idiom(
        """
def $f($n):
    $s = «str($n)¦str(abs($n))¦bin($n)¦hex($n)»
    $r = ''
    «for $i in range(len($s)):
        if $i > 0 and (len($s) - $i) % #2..3 == 0:
            $r += @C
        $r += $s[$i]¦for $c in reversed($s):
        $r += $c¦while len($s) > #2..3:
        $r = ',' + $s[-#2..3:] + $r
        $s = $s[:-3]
    $r = $s + $r»
    return $r
""",
        "p|i",
    ),
    Idiom(
        """
def $f($s, $k«¦, $c='«0¦*¦ ¦-»'»):
    «while len($s) < $k:
        $s = «'0' + $s¦$s + ' '¦'*' + $s + '*'¦$s + $s[-1:] + '.'»
    return $s¦$n = $k - len($s)
    if $n <= 0:
        return $s«¦[:$k]»
    $a = $n // 2
    return '«0¦*¦ »' * $a + $s + '-' * ($n - $a)¦return $s.«rjust¦ljust¦center»($k«¦, @C¦, '0'»)¦return $s.zfill($k)«¦[:$k]»»
""",
        "wn|sn",
    ),
    Idiom(
        """
def $f($s):
    $r = «[]¦[''] »
    for $c in $s:
        if $c.isupper():
            $r.append(«'_' + $c.lower()¦' ' + $c¦$c.lower()»)
        «elif $c == '-':
            $r.append('_')
        ¦»else:
            $r.append($c)
    return ''.join($r)«.lstrip('_')¦¦.strip()»
""",
        "s|w",
    ),
    Idiom(
        """
def $f($s):
    $W = $s.split('«_¦-¦ »')
    $r = $W[0]«.lower()¦»
    for $w in $W[1:]:
        $r += $w«.capitalize()¦.title()¦[:1].upper() + $w[1:]»
    return $r
""",
        "s",
    ),
    Idiom(
        """
def $f($s, $t):
    «if $s.@with($t):
        «$s = $s[len($t):]¦$s = $s[:-len($t)]¦return $s[len($t):]»
    return $s¦if $t and $s.endswith($t):
        return $s[:-len($t)]
    return $s + $t¦$a, $o, $z = $s.«partition¦rpartition»($t)
    return «$a¦$z + $o + $a¦[$a, $z]¦$z»¦$W = $s.«split¦rsplit»($t or ' '«¦, 1»)
    return «$W¦len($W)¦$W[-1]¦$W[0] + @sep + $W[-1]»¦$s = $s.«removeprefix¦removesuffix»($t)
    return $s¦$s = $s.@strip($t)
    return «$s¦$s + '|'¦len($s)»»
""",
        "st|sc",
    ),
    Idiom(
        """
def $f($s):
    $r = []
    for $o in $s.«splitlines()¦split(',')¦split()¦split('-')»:
        $o = $o.strip()
        if not $o«¦ or $o.startswith('#')¦ or len($o) < 2»:
            continue
        $r.append(«$o¦$o.@case()¦(len($o), $o)¦$o[0]¦$o.replace(@c, @C)»)
    return $r
""",
        "s",
    ),
    Idiom(
        """
def $f($s):
    $l = list($s)
    «$l.sort()¦$l.sort(reverse=True)¦$l.reverse()¦$l[0], $l[-1] = $l[-1], $l[0]¦for $i in range(0, len($l) - 1, 2):
        $l[$i], $l[$i + 1] = $l[$i + 1], $l[$i]¦for $i in range(len($l)):
        if $l[$i] in @v:
            $l[$i] = @C¦$a, $z = 0, len($l) - 1
    while $a < $z:
        $l[$a], $l[$z] = $l[$z], $l[$a]
        $a += 1
        $z -= 1¦$l.append($l.pop(0))¦for $c in list($l):
        if $l.count($c) > 1:
            $l.remove($c)»
    return «''.join($l)¦''.join($l)¦@sep.join($l)¦$l»
""",
        "s|w",
    ),
    Idiom(
        """
def $f($s):
    $d = {@c: @C, @c: @C, ' ': @sep}
    $r = ''
    for $c in $s:
        $r += $d«.get($c, $c)¦.get($c, '')¦[$c] if $c in $d else $c»
    return $r
""",
        "s",
    ),
)
FAMILIES: dict[str, tuple[Generator, float]] = {
    "strings_building": (family("strings_building", BUILDING), 1.5),
    "strings_searching": (family("strings_searching", SEARCHING), 1.5),
    "strings_parsing": (family("strings_parsing", PARSING), 1.2),
}

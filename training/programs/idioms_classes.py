"""Idioms of small classes: stacks, accounts, points, linked nodes, dataclasses, inheritance, special methods.

The entry is always a function that makes objects and works with them.
"""

from __future__ import annotations

from training.programs.idiom_template import Idiom, family
from training.programs.program import Generator

CONTAINERS = (
    Idiom(
        """
class $C:
    def __init__(self«¦, $S=#0..5»):
        self.$H = []
    def $A(self, $x):
        «if $x «in¦not in» self.$H:
            return «False¦None»
        self.$H.append($x)¦self.$H.«append($x)¦insert(0, $x)»«¦
        return self»»
    def $L(self):
        if not self.$H:
            return None
        return self.$H.pop(«¦0»)
    def $g(self):
        return «len(self.$H)¦sum(self.$H)¦self.$H[-1] if self.$H else None¦self.$H[:]»
def $f($l):
    $O = $C()
    for $x in $l:
        «$O.$A($x)¦if $x @num:
            $O.$A($x)
        else:
            $O.$L()»
    «$r = $O.$L()
    ¦»return «$O.$g()¦$O.$H¦$O.$g(), len($O.$H)¦$O.$L(), $O.$g()»
""",
        "I|J",
    ),
    Idiom(
        """
class $C:
    def __init__(self, $k):
        self.$S = $k
        self.$H = []
    def $A(self, $x):
        if len(self.$H) «>=¦>» self.$S:
            «self.$H.pop(0)¦return False¦self.$H = self.$H[1:]»
        self.$H.append($x)
        return True
    «@property
    def $g(self):
        return «sum(self.$H)¦len(self.$H)¦max(self.$H, default=0)»¦def __len__(self):
        return len(self.$H)
    @property
    def $g(self):
        return len(self) * 2»
def $f($l, $k):
    $O = $C($k)
    «$r = [$O.$A($x) for $x in $l]¦$r = 0
    for $x in $l:
        if $O.$A($x):
            $r += 1»
    return «$r, $O.$g¦$O.$H¦$O.$g»
""",
        "Jk",
    ),
    Idiom(
        """
class $B:
    def __init__(self, $x, next=None):
        self.$V = $x
        self.next = next
def $f($l):
    $p = None
    for $x in «$l¦reversed($l)¦$l[:4]»:
        $p = $B($x, $p)
    $r = «A→[]¦0»
    «»while $p«¦ is not None»:
        «A→$r.append($p.$V)¦$r += $p.$V»
        $p = $p.next
    return $r
""",
        "J",
        mutable=False,
    ),
    Idiom(
        """
class $B:
    def __init__(self, $x):
        self.$V = $x
        self.left = None
        self.right = None
def $g($O, $x):
    if $O is None:
        return $B($x)
    if $x < $O.$V:
        $O.left = $g($O.left, $x)
    else:
        $O.right = $g($O.right, $x)
    return $O
def $h($O):
    if $O is None:
        return «A→[]¦0»
    return «A→$h($O.left) + [$O.$V] + $h($O.right)¦1 + max($h($O.left), $h($O.right))»
def $f($l):
    $p = None
    for $x in $l:
        $p = $g($p, $x)
    return $h($p)
""",
        "J",
        mutable=False,
    ),
    Idiom(
        """
class $C:
    def __init__(self):
        self.$H = {}
    def $A(self, $K, $V=1):
        self.$H[$K] = self.$H.get($K, 0) + $V
        «return self.$H[$K]¦»
    def $L(self, $K):
        if self.$H.get($K, 0) «<= 0¦== 0¦< 1»:
            return False
        self.$H[$K] -= 1
        «if self.$H[$K] == 0:
            del self.$H[$K]
        ¦»return True
def $f($W):
    $O = $C()
    for $i, $w in enumerate($W):
        if $i % #2..3 == «0¦1»:
            $O.$A($w, $i + 1)
        else:
            $O.$L($w)
    return $O.$H
""",
        "W",
    ),
    Idiom(
        """
class $C:
    def __init__(self, $l):
        self.$H = list($l)
    def __len__(self):
        return len(self.$H)
    def __getitem__(self, $i):
        return self.$H[$i % len(self.$H)]
    def __contains__(self, $x):
        return $x in self.$H
def $f($l, $k):
    $O = $C($l)
    «return $O[$k], len($O), $k in $O¦if $k in $O:
        return len($O)
    return $O[$k]¦return [$O[$i] for $i in range($k, $k + 3)]¦$T = 0
    for $i in range(len($O)):
        $T += $O[$i + $k]
    return $T»
""",
        "Pk",
    ),
    Idiom(
        """
class $C:
    def __init__(self, $n):
        self.$S = $n
    def __iter__(self):
        $i = self.$S
        while $i > 0:
            yield $i
            $i -= «1¦2»
def $f($n):
    «$r = []
    for $x in $C($n % 6):
        $r.append($x @fn)
    return $r¦return «list¦sum¦tuple»($C($n % 7))¦return [$x for $x in $C($n % 8) if $x @num]»
""",
        "n",
    ),
)
RECORDS = (
    Idiom(
        """
class $C:
    def __init__(self, $n=#0..50):
        self.$S = $n
    def $A(self, $k):
        «if $k <= 0:
            raise ValueError('«amount¦negative»')
        ¦»self.$S += $k
        «return self.$S¦»
    def $L(self, $k):
        if $k > self.$S:
            «return False¦self.$S = 0
            return None»
        self.$S -= $k
        return «True¦self.$S¦$k»
def $f($n, $l):
    $O = $C($n)
    for $x in $l:
        if $x @num:
            $O.$A(abs($x) + 1)
        «else¦elif $x >= 0»:
            $O.$L(abs($x))
    return $O.$S
""",
        "nP|nJ|pP",
    ),
    Idiom(
        """
class $C:
    $S = #0..3
    def __init__(self, $w):
        self.name = $w
        $C.$S += 1
        «self.number = $C.$S¦self.number = len($w)»
    def «$g(self)¦$g(self)»:
        return «f'{self.name}-{self.number}'¦self.name * self.number¦self.name.upper()¦self.name, self.number»
def $f($W):
    «$r = [$C($w) for $w in $W]
    return «[$x.$g() for $x in $r]¦[$x.number for $x in $r]¦len($r) + $C.$S»¦$r = []
    for $w in $W:
        $O = $C($w)
        $r.append($O.$g())
    return $r, $C.$S¦$O = $C(@w)
    for $w in $W:
        $O.name += $w[:1]
    return $O.$g()»
""",
        "W",
    ),
    Idiom(
        """
class $B:
    def __init__(self, $x, $y):
        self.x = $x
        self.y = $y
    def __add__(self, other):
        return $B(self.x + other.x, self.y + other.y)
    «def __eq__(self, other):
        return self.x == other.x and self.y == other.y
    ¦»def __repr__(self):
        return f'$B({self.x}, {self.y})'
    def $g(self«¦¦, $k=#2..4»):
        return «abs(self.x) + abs(self.y)¦$B(self.y, self.x)¦self.x * self.y¦$B(self.x * 2, -self.y)¦(self.x, self.y)»
def $f($a, $z):
    $x = $B($a, $z)
    $y = $B(#0..9, #0..9)
    «$x = $x + $y
    ¦$x.x «+=¦-=» #1..5
    ¦»«if $x == $y:
        return 0
    ¦»return «$x.$g()¦($x + $y).$g()¦$x¦$x.$g(), $y.$g()»
""",
        "nn|ii",
    ),
    Idiom(
        """
from dataclasses import dataclass
@dataclass
class $C:
    name: str
    $S: int = «0¦0¦#1..5»
    «done: bool = False
    »def $A(self, $k):
        self.$S += $k
        «self.done = self.$S @gt #5..15
        ¦»return self
def $f($s, $l):
    $O = $C($s)
    for $x in $l:
        «$O.$A($x)¦if not $O.done:
            $O.$A($x)¦$O.$S = $O.$S @fn + $x»
    return «$O¦$O.$S¦$O.name, $O.$S¦$O.done¦$O == $C($s, #0..9)»
""",
        "wJ|wP",
    ),
    Idiom(
        """
from dataclasses import dataclass
@dataclass
class $B:
    name: str
    price: int
    qty: int = 1
    def total(self):
        return self.price * self.qty
def $f($P):
    $r = [$B($K, $V«¦¦, $V % 3») for $K, $V in $P]
    «$T = 0
    for $x in $r:
        «if $x.price @cmp #2..9:
            continue
        ¦»$T += $x.total()
    return $T¦$r.sort(key=lambda $x: $x.price«¦, reverse=True»)
    return «[$x.name for $x in $r]¦$r[0]¦$r[0].total()»¦$b = max($r, key=lambda $x: $x.total())
    $b.qty += 1
    return $b.total(), $b.name»
""",
        "G",
    ),
    Idiom(
        """
class $B:
    def __init__(self, $n):
        self.n = $n
    def $g(self):
        return self.n
    def $h(self):
        return self.$g() * 2
class $C($B):
    «def __init__(self, $n):
        super().__init__($n «+¦*» #1..4)
        self.k = $n
    ¦»def $g(self):
        return «self.n + 1¦super().$g() - 1¦-self.n¦self.n * self.n»
def $f($n):
    $O = «$C($n)¦$C($n) if $n @num else $B($n)¦$B($n)»
    return «$O.$h()¦$O.$g() + $O.$h()¦$O.n, $O.$h()¦isinstance($O, $C), $O.$g()»
""",
        "n|i",
    ),
    Idiom(
        """
class $B:
    def $g(self):
        return 0
class $C($B):
    def __init__(self, $k):
        self.side = $k
    def $g(self):
        return self.side ** 2
class $C2($B):
    def __init__(self, $a, $z):
        self.w = $a
        self.h = $z
    def $g(self):
        return self.w * self.h
def $f($l):
    $T = 0
    for $x in $l:
        $O = $C($x) if $x @num else $C2($x, #1..5)
        $T += $O.$g()
    return $T
""",
        "J",
    ),
    Idiom(
        """
class $C:
    def __init__(self, $k=0):
        self._$S = $k
    @property
    def $S(self):
        return self._$S
    @$S.setter
    def $S(self, $x):
        self._$S = «max(0, $x)¦min($x, #5..30)¦$x if $x > 0 else 0¦$x * 2»
    «@staticmethod
    def $g($x):
        return $x + 1
    ¦@classmethod
    def $g(cls, $x):
        return cls($x)._$S
    »
def $f($l):
    $O = $C(#0..5)
    for $x in $l:
        $O.$S «+= $x¦= $C.$g($x)¦-= $x¦= $O.$S + $C.$g($x)»
    return $O.$S
""",
        "J|I",
    ),
    Idiom(
        """
class $C:
    def __init__(self):
        self.x, self.y = 0, 0
        self.d = «0¦1»
    def $A(self, $k):
        if self.d == 0:
            self.y += $k
        elif self.d == 1:
            self.x += $k
        elif self.d == 2:
            self.y -= $k
        else:
            self.x -= $k
    def $L(self, $c):
        self.d = (self.d + (1 if $c == 'R' else -1)) % 4
def $f($s):
    $O = $C()
    for $c in $s:
        if $c in 'LR':
            $O.$L($c)
        else:
            $O.$A(«1¦2»)
    return «$O.x, $O.y¦($O.x, $O.y, $O.d)¦abs($O.x) + abs($O.y)»
""",
        "T",
    ),
    Idiom(
        """
class $C:
    def __init__(self, $n):
        self.$S = $n
    def __call__(self, $x):
        «self.$S += $x
        return self.$S¦return self.$S «*¦+¦-» $x»
def $f($n, $l):
    $O = $C($n)
    return «[$O($x) for $x in $l]¦sum(map($O, $l))¦list(map($O, $l))[-1:]¦$O($O(#1..4))»
""",
        "kJ|nJ",
    ),
)
FAMILIES: dict[str, tuple[Generator, float]] = {
    "classes_containers": (family("classes_containers", CONTAINERS), 0.5),
    "classes_records": (family("classes_records", RECORDS), 0.6),
}

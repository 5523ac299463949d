"""Skeletons of small classes in use: dataclasses, named tuples, enumerations, operators, properties, inheritance."""

# ruff: noqa: E501 - templates are read more easily on one line
from __future__ import annotations

from training.programs.people_skeletons import Skeleton, family
from training.programs.people_words import PEOPLE
from training.programs.program import Generator

OBJECTS = (
    Skeleton(
        """
@dataclass
class $g_a:
    name: str
    level: int = «0¦1¦10»
    log: list = field(default_factory=list)
    def raise_by(self, amount):
        «if amount < 0:
            raise ValueError('negative')
        ¦»self.level += amount
        self.log.append(«amount¦self.level¦f'+{amount}'»)
        return self
    @property
    def is_high(self):
        return self.level «>¦>=» #5..30
def $f($s_name, $l_steps):
    $x_it = $g_a($s_name)
    for $e_s in $l_steps:
        «$x_it.raise_by($e_s)¦try:
            $x_it.raise_by($e_s)
        except ValueError:
            $x_it.log.append(None)»
        if $x_it.is_high:
            «break¦$x_it.level = 0¦$x_it.name = $x_it.name.upper()»
    return «$x_it¦$x_it.level, $x_it.log¦f'{$x_it.name}: {$x_it.level}'¦$x_it.is_high»
""",
        lambda rng, domain: [rng.choice(PEOPLE), [rng.randint(-3, 12) for _ in range(rng.randint(1, 4))]],
        raises=True,
    ),
    Skeleton(
        """
class $g_a(NamedTuple):
    name: str
    amount: int
    def doubled(self):
        return self._replace(amount=self.amount * 2)
def $f($m_rows):
    $q_items = [$g_a(*$x_r) for $x_r in $m_rows]
    «$q_items.sort(key=lambda p: p.amount)¦$q_items = sorted($q_items, key=lambda p: (-p.amount, p.name))¦$q_items = [$x_i.doubled() if $x_i.amount < #3..9 else $x_i for $x_i in $q_items]»
    $n_total = 0
    for $x_i in $q_items:
        $n_total += $x_i.amount
        «if $n_total > #15..60:
            return $x_i.name¦»
    return «$n_total¦$q_items[0].name, $n_total¦[$x_i.name for $x_i in $q_items]¦$q_items[-1]»
""",
        lambda rng, domain: [[(word, rng.randint(1, 30)) for word in rng.sample(domain.words, rng.randint(1, 3))]],
    ),
    Skeleton(
        """
class $g_light(Enum):
    RED = 1
    GREEN = 2
    BLUE = 3
    def following(self):
        return $g_light(self.value % 3 + 1)
def $f($n_steps, $s_first):
    $x_now = $g_light[$s_first]
    $w_seen = []
    for _ in range($n_steps):
        $x_now = $x_now.following()
        $w_seen.append(«$x_now.name¦$x_now.value¦$x_now.name.lower()»)
        «if $x_now is $g_light.BLUE:
            break¦»
    return «$w_seen¦$x_now.name¦$x_now.value * 10 + len($w_seen)»
""",
        lambda rng, _domain: [rng.randint(0, 4), rng.choice(("RED", "GREEN", "BLUE"))],
    ),
    Skeleton(
        """
class $g_box:
    def __init__(self, limit):
        self.limit = limit
        self.items = []
    def put(self, item):
        if len(self.items) >= self.limit:
            «return False¦raise OverflowError('full')¦self.items.pop(0)»
        self.items.append(item)
        return True
    def take(self):
        return self.items.pop(«¦0») if self.items else None
    def __len__(self):
        return len(self.items)
    def __repr__(self):
        return f'$g_box({self.items})'
def $f($n_limit, $w_items):
    $x_box = $g_box($n_limit)
    $q_out = []
    for $o_i in $w_items:
        if $o_i.startswith(«'s'¦'b'¦'c'¦'p'»):
            $q_out.append($x_box.take())
        else:
            «$q_out.append($x_box.put($o_i))¦$x_box.put($o_i)»
    return «$q_out, len($x_box)¦$x_box.items¦$x_box¦len($x_box)»
""",
        lambda rng, domain: [rng.randint(1, 3), rng.choices(domain.words, k=rng.randint(1, 4))],
        raises=True,
    ),
    Skeleton(
        """
class $g_base:
    rate = #1..4
    def __init__(self, size):
        self.size = size
    def cost(self):
        return self.size * self.rate
    def label(self):
        return f'{type(self).__name__}:{self.cost()}'
class $g_special($g_base):
    rate = #5..9
    def __init__(self, size, extra=#1..9):
        super().__init__(size)
        self.extra = extra
    def cost(self):
        return super().cost() «+¦-» self.extra
def $f($l_sizes):
    $n_total = 0
    $w_labels = []
    for $i_a, $e_s in enumerate($l_sizes):
        $x_it = $g_special($e_s) if $i_a % 2 «== 0¦» else $g_base($e_s)
        $n_total += $x_it.cost()
        «$w_labels.append($x_it.label())¦»
    return «$n_total¦$w_labels, $n_total¦$n_total // len($l_sizes)»
""",
        lambda rng, _domain: [[rng.randint(1, 20) for _ in range(rng.randint(1, 3))]],
    ),
    Skeleton(
        """
@dataclass(frozen=True)
class $g_p:
    x: int
    y: int = 0
    def __add__(self, other):
        return $g_p(self.x + other.x, self.y «+¦-» other.y)
    def __lt__(self, other):
        return (self.«x, self.y) < (other.x, other.y)¦y) < (other.y)»
    def norm(self):
        return abs(self.x) + abs(self.y)
def $f($m_points):
    $x_sum = $g_p(0)
    for $i_a, $i_b in $m_points:
        $x_sum = $x_sum + $g_p($i_a, $i_b)
        «if $x_sum.norm() > #8..25:
            return $x_sum¦if $x_sum < $g_p(0, 0):
            $x_sum = $g_p(0, 0)»
    return «$x_sum¦$x_sum.norm()¦$x_sum.x, $x_sum.y¦$x_sum == $g_p(#0..5, #0..5)»
""",
        lambda rng, _domain: [[(rng.randint(-9, 9), rng.randint(-9, 9)) for _ in range(rng.randint(1, 3))]],
    ),
    Skeleton(
        """
class $g_account:
    def __init__(self, owner, balance=0):
        self.owner = owner
        self.balance = balance
        self.history = []
    def deposit(self, amount):
        self.balance += amount
        self.history.append(('in', amount))
    def withdraw(self, amount):
        if amount > self.balance:
            raise ValueError(f'only {self.balance} left')
        self.balance -= amount
        self.history.append(('out', amount))
        return self.balance
def $f($s_owner, $l_amounts):
    $x_acc = $g_account($s_owner, #0..40)
    $n_refused = 0
    for $e_a in $l_amounts:
        if $e_a >= 0:
            $x_acc.deposit($e_a)
        else:
            try:
                $x_acc.withdraw(-$e_a)
            except ValueError «as error:
                $x_acc.history.append(str(error))¦:
                $n_refused += 1»
    return «$x_acc.balance¦$x_acc.balance, $n_refused¦$x_acc.history¦len($x_acc.history)»
""".replace(
            " «as error:\n                $x_acc.history.append(str(error))¦:\n                $n_refused += 1»",
            "«:\n                $n_refused += 1¦ as error:\n                $x_acc.history.append(str(error))»",
        ),
        lambda rng, _domain: [rng.choice(PEOPLE), [rng.randint(-40, 30) for _ in range(rng.randint(1, 4))]],
    ),
)

FAMILIES: dict[str, tuple[Generator, float]] = {"people_objects": (family("people_objects", OBJECTS), 2.4)}
"""family -> (generator, weight)."""

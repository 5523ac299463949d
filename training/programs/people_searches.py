"""Skeletons of searching, sorting and number work: halving, counting, partitions, factors, digits, matrices, bits."""

# ruff: noqa: E501 - templates are read more easily on one line
from __future__ import annotations

from random import Random

from training.programs.people_skeletons import Arguments, Skeleton, family
from training.programs.people_words import Domain
from training.programs.program import Generator


def _numbers(low: int, high: int, least: int = 1, most: int = 7) -> Arguments:
    return lambda rng, _domain: [[rng.randint(low, high) for _ in range(rng.randint(least, most))]]


def _sorted_and_target(rng: Random, _domain: Domain) -> list[object]:
    values = sorted(rng.sample(range(60), rng.randint(2, 12)))
    return [values, rng.choice((*values, rng.randint(0, 60)))]


def _one(low: int, high: int) -> Arguments:
    return lambda rng, _domain: [rng.randint(low, high)]


def _square(rng: Random, _domain: Domain) -> list[object]:
    size = rng.randint(2, 3)
    return [[[rng.randint(0, 9) for _ in range(size)] for _ in range(size)]]


SORTS = (
    Skeleton(
        """
def $f($l_values, $n_target):
    $i_lo, $i_hi = 0, len($l_values)«¦ - 1»
    «$n_tries = 0
    ¦»while $i_lo < $i_hi:
        $i_mid = ($i_lo + $i_hi) // 2
        if $l_values[$i_mid] «<¦<¦<=» $n_target:
            $i_lo = $i_mid + 1
        else:
            $i_hi = $i_mid
    return «$i_lo¦$i_lo, $i_lo < len($l_values) and $l_values[$i_lo] == $n_target¦$l_values[:$i_lo]»
""".replace("    «$n_tries = 0\n    ¦»while", "    while"),
        _sorted_and_target,
    ),
    Skeleton(
        """
def $f($l_values, $n_target):
    $i_lo, $i_hi = 0, len($l_values) - 1
    $n_tries = 0
    while $i_lo <= $i_hi:
        $i_mid = $i_lo + ($i_hi - $i_lo) // 2
        $n_tries += 1
        if $l_values[$i_mid] == $n_target:
            return «$i_mid¦($i_mid, $n_tries)¦True»
        «if $l_values[$i_mid] < $n_target¦elif $l_values[$i_mid] < $n_target»:
            $i_lo = $i_mid + 1
        else:
            $i_hi = $i_mid - 1
    return «-1¦($i_lo, $n_tries)¦None»
""",
        _sorted_and_target,
    ),
    Skeleton(
        """
def $f($l_values):
    $l_out = «list($l_values)¦$l_values[:]¦$l_values.copy()»
    «$n_swaps = 0
    for $i_a in range(len($l_out)):
        for $i_b in range(len($l_out) - 1 - $i_a):
            if $l_out[$i_b] «>¦>¦<» $l_out[$i_b + 1]:
                $l_out[$i_b], $l_out[$i_b + 1] = $l_out[$i_b + 1], $l_out[$i_b]
                $n_swaps += 1
    return «$l_out¦$l_out, $n_swaps¦$n_swaps»¦for $i_a in range(1, len($l_out)):
        $e_v = $l_out[$i_a]
        $i_b = $i_a - 1
        while $i_b >= 0 and $l_out[$i_b] «>¦<» $e_v:
            $l_out[$i_b + 1] = $l_out[$i_b]
            $i_b -= 1
        $l_out[$i_b + 1] = $e_v
    return $l_out¦for $i_a in range(len($l_out) - 1):
        $i_low = $i_a
        for $i_b in range($i_a + 1, len($l_out)):
            if $l_out[$i_b] «<¦>» $l_out[$i_low]:
                $i_low = $i_b
        if $i_low != $i_a:
            $l_out[$i_a], $l_out[$i_low] = $l_out[$i_low], $l_out[$i_a]
    return $l_out»
""",
        _numbers(-9, 40, 1, 4),
    ),
    Skeleton(
        """
def $f_merge($l_left, $l_right):
    $l_out = []
    while $l_left and $l_right:
        $l_out.append(«($l_left if $l_left[0] <= $l_right[0] else $l_right).pop(0)¦$l_left.pop(0) if $l_left[0] <= $l_right[0] else $l_right.pop(0)»)
    return $l_out + $l_left + $l_right
def $f($l_values):
    if len($l_values) <= 1:
        return $l_values
    $i_mid = len($l_values) // 2
    return $f_merge($f($l_values[:$i_mid]), $f($l_values[$i_mid:]))
""",
        _numbers(0, 99, 1, 4),
    ),
    Skeleton(
        """
def $f($l_values):
    if len($l_values) < 2:
        return «$l_values¦list($l_values)»
    $n_pivot = «$l_values[0]¦$l_values[-1]¦$l_values[len($l_values) // 2]»
    $l_less = [$e_v for $e_v in $l_values if $e_v < $n_pivot]
    $l_same = [$e_v for $e_v in $l_values if $e_v == $n_pivot]
    $l_more = [$e_v for $e_v in $l_values if $e_v > $n_pivot]
    return «$f($l_less) + $l_same + $f($l_more)¦$f($l_more) + $l_same + $f($l_less)»
""",
        _numbers(0, 50, 1, 6),
    ),
    Skeleton(
        """
def $f($l_values):
    $l_buckets = [0] * (max($l_values) + 1)
    for $e_v in $l_values:
        $l_buckets[$e_v] += 1
    $l_out = []
    for $i_a, $n_count in enumerate($l_buckets):
        «$l_out += [$i_a] * $n_count¦if $n_count «> 1¦== 1¦»:
            $l_out.append($i_a)»
    return $l_out
""",
        _numbers(0, 7, 1, 7),
    ),
    Skeleton(
        """
def $f($l_values, $n_pivot):
    $i_at = 0
    for $i_a in range(len($l_values)):
        if $l_values[$i_a] «<¦<=¦!=» $n_pivot:
            $l_values[$i_at], $l_values[$i_a] = $l_values[$i_a], $l_values[$i_at]
            $i_at += 1
    return «$l_values¦$i_at¦$l_values[:$i_at], $l_values[$i_at:]»
""",
        lambda rng, _domain: [[rng.randint(0, 9) for _ in range(rng.randint(2, 8))], rng.randint(2, 7)],
    ),
)

DIGITS = (
    Skeleton(
        """
def $f($n_x):
    $l_factors = []
    $n_d = 2
    while $n_d * $n_d <= $n_x:
        while $n_x % $n_d == 0:
            $l_factors.append($n_d)
            $n_x //= $n_d
        $n_d += «1¦1 if $n_d == 2 else 2»
    if $n_x > 1:
        $l_factors.append($n_x)
    return «$l_factors¦len(set($l_factors))¦sum($l_factors)¦dict(Counter($l_factors))»
""",
        _one(2, 600),
    ),
    Skeleton(
        """
def $f($n_limit):
    $l_marks = [True] * ($n_limit + 1)
    $l_out = []
    for $i_a in range(2, $n_limit + 1):
        if $l_marks[$i_a]:
            $l_out.append($i_a)
            for $i_b in range($i_a * $i_a, $n_limit + 1, $i_a):
                $l_marks[$i_b] = False
    return «$l_out¦len($l_out)¦$l_out[-1] if $l_out else 0»
""",
        _one(2, 20),
    ),
    Skeleton(
        """
def $f($n_x):
    $n_steps = 0
    while $n_x >= 10:
        «$n_x = sum(int($c_d) for $c_d in str($n_x))¦$n_next = 1
        for $c_d in str($n_x):
            $n_next *= int($c_d)«¦ or 1»
        $n_x = $n_next¦$n_next = 0
        while $n_x:
            $n_next += ($n_x % 10) «** 2¦* 2¦»
            $n_x //= 10
        $n_x = $n_next»
        $n_steps += 1
        if $n_steps == #3..8:
            break
    return «$n_x¦$n_x, $n_steps¦$n_steps»
""",
        _one(1, 99999999),
    ),
    Skeleton(
        """
def $f($n_x):
    $n_out = 0
    $n_sign = -1 if $n_x < 0 else 1
    $n_x = abs($n_x)
    while $n_x:
        $n_x, $n_digit = divmod($n_x, 10)
        $n_out = $n_out * 10 + «$n_digit¦$n_digit¦9 - $n_digit»
    return «$n_sign * $n_out¦$n_out¦str($n_out)»
""",
        _one(-9999999999, 9999999999),
    ),
    Skeleton(
        """
def $f($n_x):
    $n_bits = 0
    while $n_x:
        «$n_bits += $n_x & 1
        $n_x >>= 1¦$n_x &= $n_x - 1
        $n_bits += 1¦if $n_x % 2:
            $n_bits = $n_bits * 2 + 1
        $n_x //= 2»
    return «$n_bits¦$n_bits % 2 == 0¦bin($n_bits)»
""",
        _one(0, 5000),
    ),
    Skeleton(
        """
def $f($n_base, $n_power, $n_mod):
    $n_out = 1
    while $n_power > 0:
        if $n_power «& 1¦% 2 == 1»:
            $n_out = $n_out * $n_base % $n_mod
        $n_base = $n_base * $n_base % $n_mod
        $n_power «//= 2¦>>= 1»
    return $n_out
""",
        lambda rng, _domain: [rng.randint(2, 99), rng.randint(0, 60), rng.randint(2, 1000)],
    ),
    Skeleton(
        """
def $f($n_from, $n_to):
    $l_out = []
    for $n_x in range($n_from, $n_to):
        $l_digits = [int($c_d) for $c_d in str($n_x)]
        if «$n_x % sum($l_digits) == 0¦$l_digits == $l_digits[::-1]¦sum($l_digits) % 2 == 0¦len(set($l_digits)) == len($l_digits)¦$n_x % $l_digits[0] == 0»:
            $l_out.append($n_x)
    return «$l_out¦len($l_out)¦sum($l_out)»
""",
        lambda rng, _domain: (lambda low: [low, low + rng.randint(1, 15)])(rng.randint(1, 500)),
    ),
)

MATRICES = (
    Skeleton(
        """
def $f($m_grid):
    $n_size = len($m_grid)
    $m_out = [[0] * $n_size for _ in range($n_size)]
    for $i_a in range($n_size):
        for $i_b in range($n_size):
            $m_out[«$i_b][$n_size - 1 - $i_a¦$i_b][$i_a¦$i_a][$n_size - 1 - $i_b¦$n_size - 1 - $i_b][$i_a»] = $m_grid[$i_a][$i_b]
    return $m_out
""",
        _square,
    ),
    Skeleton(
        """
def $f($m_grid):
    $n_first = sum($m_grid[$i_a][$i_a] for $i_a in range(len($m_grid)))
    $n_second = sum($l_row[«-$i_a - 1¦len($l_row) - 1 - $i_a»] for $i_a, $l_row in enumerate($m_grid))
    return «abs($n_first - $n_second)¦$n_first, $n_second¦$n_first + $n_second¦$n_first == $n_second»
""",
        _square,
    ),
    Skeleton(
        """
def $f($m_left, $m_right):
    $m_out = []
    for $l_row in $m_left:
        $m_out.append([])
        for $l_col in zip(*$m_right):
            $m_out[-1].append(sum($n_a * $n_b for $n_a, $n_b in zip($l_row, $l_col)))
    return «$m_out¦sum(map(sum, $m_out))»
""",
        lambda rng, _domain: [
            [[rng.randint(-3, 6) for _ in range(2)] for _ in range(rng.randint(1, 3))],
            [[rng.randint(0, 5) for _ in range(2)] for _ in range(2)],
        ],
    ),
    Skeleton(
        """
def $f($m_grid):
    $l_out = []
    while $m_grid:
        $l_out += $m_grid.pop(0)
        $m_grid = «[list($p_r) for $p_r in zip(*$m_grid)][::-1]¦$m_grid[::-1]¦[$l_row[::-1] for $l_row in $m_grid]»
    return «$l_out¦$l_out[-1]¦''.join(map(str, $l_out))»
""",
        _square,
    ),
    Skeleton(
        """
def $f($m_grid, $n_target):
    for $i_a, $l_row in enumerate($m_grid):
        for $i_b, $n_cell in enumerate($l_row):
            if $n_cell «==¦>=» $n_target:
                return «($i_a, $i_b)¦$i_a * len($l_row) + $i_b¦$l_row»
    return «None¦(-1, -1)¦[]»
""",
        lambda rng, domain: [*_square(rng, domain), rng.randint(0, 12)],
    ),
    Skeleton(
        """
def $f($m_grid):
    $l_sums = [0] * len($m_grid[0])
    for $l_row in $m_grid:
        for $i_b, $n_cell in enumerate($l_row):
            $l_sums[$i_b] = «$l_sums[$i_b] + $n_cell¦max($l_sums[$i_b], $n_cell)¦$l_sums[$i_b] * 2 + $n_cell»
    return «$l_sums¦$l_sums.index(max($l_sums))¦[$l_sums, [sum($l_row) for $l_row in $m_grid]]»
""",
        _square,
    ),
    Skeleton(
        """
def $f($w_board):
    $w_lines = list($w_board)
    $w_lines += [''.join($p_c) for $p_c in zip(*$w_board)]
    $w_lines.append(''.join($w_board[$i_a][$i_a] for $i_a in range(3)))
    for $o_l in $w_lines:
        if $o_l[0] != '.' and $o_l == $o_l[0] * 3:
            return $o_l[0]
    return «None¦'draw' if '.' not in ''.join($w_board) else 'open'¦''»
""",
        lambda rng, _domain: [["".join(rng.choices("XO.", k=3)) for _ in range(3)]],
    ),
)

FAMILIES: dict[str, tuple[Generator, float]] = {
    "people_sorts": (family("people_sorts", SORTS), 1.3),
    "people_digits": (family("people_digits", DIGITS), 1.3),
    "people_matrices": (family("people_matrices", MATRICES), 1.0),
}
"""family -> (generator, weight)."""

"""Skeletons of dynamic programming and of scans with a memory: tables, windows, prefix sums, memoised recursion."""

from __future__ import annotations

from random import Random

from training.programs.people_skeletons import Arguments, Skeleton, family
from training.programs.people_words import Domain
from training.programs.program import Generator


def _numbers(low: int, high: int, least: int = 2, most: int = 8) -> Arguments:
    return lambda rng, _domain: [[rng.randint(low, high) for _ in range(rng.randint(least, most))]]


def _with_target(low: int, high: int, top: int) -> Arguments:
    return lambda rng, _domain: [[rng.randint(low, high) for _ in range(rng.randint(2, 5))], rng.randint(1, top)]


def _two_texts(rng: Random, _domain: Domain) -> list[object]:
    alphabet = rng.choice(("ab", "abc", "ACGT", "xyz"))
    return ["".join(rng.choices(alphabet, k=rng.randint(1, 5))) for _ in range(2)]


def _grid(rng: Random, _domain: Domain) -> list[object]:
    width = rng.randint(2, 4)
    return [[[rng.randint(0, 9) for _ in range(width)] for _ in range(rng.randint(2, 3))]]


def _text(rng: Random, _domain: Domain) -> list[object]:
    return ["".join(rng.choices(rng.choice(("ab", "abc", "abcdef")), k=rng.randint(3, 8)))]


def _weights(rng: Random, _domain: Domain) -> list[object]:
    size = rng.randint(2, 4)
    return [[rng.randint(1, 5) for _ in range(size)], [rng.randint(1, 20) for _ in range(size)], rng.randint(3, 8)]


def _small(low: int, high: int) -> Arguments:
    return lambda rng, _domain: [rng.randint(low, high)]


TABLES = (
    Skeleton(
        """
def $f($l_coins, $n_amount):
    $l_table = [«1»] + [0] * $n_amount
    for $e_c in $l_coins:
        for $i_x in range($e_c, $n_amount + 1):
            $l_table[$i_x] += $l_table[$i_x - $e_c]
    return «$l_table[$n_amount]¦$l_table[-1]¦$l_table[-1] % #7..97¦$l_table»
""",
        _with_target(1, 5, 9),
    ),
    Skeleton(
        """
def $f($l_steps, $n_target):
    $n_none = $n_target + 1
    $l_best = [0] + [$n_none] * $n_target
    for $i_a in range(1, $n_target + 1):
        for $e_s in $l_steps:
            if $e_s <= $i_a «and $l_best[$i_a - $e_s] + 1 < $l_best[$i_a]:
                $l_best[$i_a] = $l_best[$i_a - $e_s] + 1¦:
                $l_best[$i_a] = min($l_best[$i_a], $l_best[$i_a - $e_s] + 1)»
    return «$l_best[$n_target] if $l_best[$n_target] < $n_none else «-1¦None»¦$l_best»
""",
        _with_target(1, 6, 9),
    ),
    Skeleton(
        """
def $f($l_weights, $l_values, $n_room):
    $l_row = [0] * ($n_room + 1)
    for $e_w, $v_x in zip($l_weights, $l_values):
        for $i_r in range($n_room, $e_w - 1, -1):
            $l_row[$i_r] = max($l_row[$i_r], $l_row[$i_r - $e_w] + $v_x)
    return «$l_row[$n_room]¦max($l_row)¦$l_row»
""",
        _weights,
    ),
    Skeleton(
        """
def $f($s_first, $s_second):
    $m_table = [[0] * (len($s_second) + 1) for _ in range(len($s_first) + 1)]
    for $i_a in range(1, len($s_first) + 1):
        for $i_b in range(1, len($s_second) + 1):
            if $s_first[$i_a - 1] == $s_second[$i_b - 1]:
                $m_table[$i_a][$i_b] = $m_table[$i_a - 1][$i_b - 1] + 1
            «else:
                $m_table[$i_a][$i_b] = max($m_table[$i_a - 1][$i_b], $m_table[$i_a][$i_b - 1])¦»
    return «$m_table[-1][-1]¦max(max($e_r) for $e_r in $m_table)¦len($s_first) - $m_table[-1][-1]»
""",
        _two_texts,
    ),
    Skeleton(
        """
def $f($s_first, $s_second):
    $l_prev = list(range(len($s_second) + 1))
    for $i_a, $c_a in enumerate($s_first, 1):
        $l_cur = [$i_a]
        for $i_b, $c_b in enumerate($s_second, 1):
            $n_cost = 0 if $c_a == $c_b else «1¦1¦2»
            $l_cur.append(min($l_prev[$i_b] + 1, $l_cur[$i_b - 1] + 1, $l_prev[$i_b - 1] + $n_cost))
        $l_prev = $l_cur
    return $l_prev[-1]
""",
        _two_texts,
    ),
    Skeleton(
        """
def $f($m_grid):
    $n_rows, $n_cols = len($m_grid), len($m_grid[0])
    $m_best = [«list($x_r)¦$x_r[:]» for $x_r in $m_grid]
    for $i_a in range($n_rows):
        for $i_b in range($n_cols):
            if $i_a == 0 and $i_b == 0:
                continue
            $l_before = []
            if $i_a > 0:
                $l_before.append($m_best[$i_a - 1][$i_b])
            if $i_b > 0:
                $l_before.append($m_best[$i_a][$i_b - 1])
            $m_best[$i_a][$i_b] += «min¦max¦min»($l_before)
    return «$m_best[-1][-1]¦$m_best¦$m_best[-1]»
""",
        _grid,
    ),
    Skeleton(
        """
def $f($n_rows, $n_cols):
    $l_ways = [1] * $n_cols
    for _ in range($n_rows - 1):
        for $i_a in range(1, $n_cols):
            $l_ways[$i_a] «+= $l_ways[$i_a - 1]¦= $l_ways[$i_a] + $l_ways[$i_a - 1]¦= ($l_ways[$i_a] + $l_ways[$i_a - 1]) % #7..50»
    return «$l_ways[-1]¦$l_ways»
""",
        lambda rng, _domain: [rng.randint(1, 5), rng.randint(1, 6)],
    ),
    Skeleton(
        """
def $f($l_values):
    if not $l_values:
        return «0¦[]»
    $l_ends = [1] * len($l_values)
    for $i_a in range(len($l_values)):
        for $i_b in range($i_a):
            if $l_values[$i_b] «<¦<=¦>» $l_values[$i_a]:
                $l_ends[$i_a] = max($l_ends[$i_a], $l_ends[$i_b] + 1)
    return «max($l_ends)¦$l_ends»
""",
        _numbers(0, 20, 0, 6),
    ),
    Skeleton(
        """
def $f($n_count):
    $m_rows = [[1]]
    while len($m_rows) < $n_count:
        $l_last = $m_rows[-1]
        $m_rows.append([1] + [$e_a «+¦+¦*» $e_b for $e_a, $e_b in zip($l_last, $l_last[1:])] + [1])
    return «$m_rows[-1]¦sum($m_rows[-1])¦max($m_rows[-1])¦$m_rows[:$n_count]»
""",
        _small(1, 6),
    ),
    Skeleton(
        """
def $f($s_text, $w_known):
    $l_ok = [True] + [False] * len($s_text)
    for $i_end in range(1, len($s_text) + 1):
        for $o_w in $w_known:
            if $s_text[:$i_end].endswith($o_w) and $l_ok[$i_end - len($o_w)]:
                $l_ok[$i_end] = True
                «break¦»
    return «$l_ok[-1]¦$l_ok.count(True)¦[$i_x for $i_x, $b_x in enumerate($l_ok) if $b_x]»
""",
        lambda rng, domain: (lambda words: ["".join(rng.choices(words, k=rng.randint(1, 3)))[:8], words])(
            ["".join(rng.choices("abc", k=rng.randint(1, 3))) for _ in range(3)]
        ),
    ),
    Skeleton(
        """
def $f($l_values, $n_goal):
    $t_sums = {0}
    for $e_v in $l_values:
        $t_sums |= {$e_s + $e_v for $e_s in $t_sums«¦ if $e_s + $e_v <= $n_goal»}
    return «$n_goal in $t_sums¦max($e_s for $e_s in $t_sums if $e_s <= $n_goal)¦len($t_sums)¦sorted($t_sums)[:5]»
""",
        _with_target(1, 9, 20),
    ),
)

SCANS = (
    Skeleton(
        """
def $f($l_values):
    $n_best = $n_now = «$l_values[0]¦0¦$l_values[0]»
    for $e_v in $l_values«[1:]¦»:
        $n_now = max(«$e_v¦0¦$e_v», $n_now + $e_v)
        «$n_best = max($n_best, $n_now)¦if $n_now > $n_best:
            $n_best = $n_now»
    return «$n_best¦$n_best, $n_now»
""",
        _numbers(-9, 12, 1, 9),
    ),
    Skeleton(
        """
def $f($l_values, $n_size):
    $l_out = []
    $n_sum = sum($l_values[:$n_size])
    $l_out.append($n_sum)
    for $i_a in range($n_size, len($l_values)):
        $n_sum += $l_values[$i_a] - $l_values[$i_a - $n_size]
        $l_out.append($n_sum)
    return «$l_out¦max($l_out)¦[round($e_s / $n_size, 1) for $e_s in $l_out]¦$l_out.index(max($l_out))»
""",
        lambda rng, _domain: [[rng.randint(-3, 15) for _ in range(rng.randint(3, 9))], rng.randint(1, 3)],
    ),
    Skeleton(
        """
def $f($s_text):
    $d_last = {}
    $i_start = $n_best = 0
    for $i_a, $c_a in enumerate($s_text):
        if $c_a in $d_last and $d_last[$c_a] >= $i_start:
            $i_start = $d_last[$c_a] + 1
        $d_last[$c_a] = $i_a
        $n_best = max($n_best, $i_a - $i_start + 1)
    return «$n_best¦$n_best, $i_start¦$s_text[$i_start:]»
""",
        _text,
    ),
    Skeleton(
        """
def $f($l_values, $n_goal):
    $d_seen = {}
    for $i_a, $e_v in enumerate($l_values):
        $n_need = $n_goal - $e_v
        if $n_need in $d_seen:
            return «($d_seen[$n_need], $i_a)¦[$n_need, $e_v]¦$d_seen[$n_need] + $i_a»
        $d_seen[$e_v] = $i_a
    return «None¦[]¦-1»
""",
        _with_target(0, 9, 14),
    ),
    Skeleton(
        """
def $f($l_values):
    $l_left = [1] * len($l_values)
    for $i_a in range(1, len($l_values)):
        $l_left[$i_a] = $l_left[$i_a - 1] «*¦+¦-» $l_values[$i_a - 1]
    $n_right = «1¦0»
    for $i_a in range(len($l_values) - 1, -1, -1):
        $l_left[$i_a] «*=¦+=» $n_right
        $n_right «*=¦+=» $l_values[$i_a]
    return «$l_left¦$l_left, $n_right¦max($l_left)»
""",
        _numbers(1, 6, 1, 5),
    ),
    Skeleton(
        """
def $f($l_values):
    $q_stack, $l_out = [], [«-1¦0¦None»] * len($l_values)
    for $i_a, $e_v in enumerate($l_values):
        while $q_stack and $l_values[$q_stack[-1]] «<¦<=¦>» $e_v:
            $i_b = $q_stack.pop()
            $l_out[$i_b] = «$e_v¦$i_a - $i_b¦$i_a»
        $q_stack.append($i_a)
    return «$l_out¦$l_out, $q_stack¦$l_out.count($l_out[-1])»
""",
        _numbers(0, 20, 1, 7),
    ),
    Skeleton(
        """
def $f($m_spans):
    $m_spans = sorted($m_spans)
    $m_out = []
    for $i_lo, $i_hi in $m_spans:
        if $m_out and $i_lo <= $m_out[-1][1]«¦ + 1»:
            $m_out[-1] = ($m_out[-1][0], max($m_out[-1][1], $i_hi))
        else:
            $m_out.append(($i_lo, $i_hi))
    return «$m_out¦len($m_out)¦sum($i_b - $i_a for $i_a, $i_b in $m_out)»
""",
        lambda rng, _domain: [[(a, a + rng.randint(0, 6)) for a in rng.choices(range(20), k=rng.randint(1, 6))]],
    ),
    Skeleton(
        """
def $f($l_prices):
    $n_low = $l_prices[0]
    $n_gain = 0
    for $e_p in $l_prices[1:]:
        if $e_p < $n_low:
            $n_low = $e_p
        «elif $e_p - $n_low > $n_gain:
            $n_gain = $e_p - $n_low¦else:
            $n_gain «= max($n_gain, $e_p - $n_low)¦+= $e_p - $n_low»»
    return $n_gain
""",
        _numbers(1, 40, 1, 8),
    ),
    Skeleton(
        """
def $f($s_text):
    $n_best = «''¦$s_text[:1]»
    for $i_mid in range(len($s_text)):
        for $i_a, $i_b in (($i_mid, $i_mid), ($i_mid, $i_mid + 1)):
            while $i_a >= 0 and $i_b < len($s_text) and $s_text[$i_a] == $s_text[$i_b]:
                $i_a -= 1
                $i_b += 1
            if $i_b - $i_a - 1 > len($n_best):
                $n_best = $s_text[$i_a + 1:$i_b]
    return «$n_best¦len($n_best)¦$n_best.upper()»
""",
        _text,
    ),
)

MEMOISED = (
    Skeleton(
        """
$d_memo = {0: «0¦1¦2», 1: 1}
def $f($n_x):
    if $n_x in $d_memo:
        return $d_memo[$n_x]
    $n_value = $f($n_x - 1) «+¦+¦-» «$f($n_x - 2)¦2 * $f($n_x - 2)¦$n_x»
    $d_memo[$n_x] = $n_value
    return $n_value
""",
        _small(0, 7),
    ),
    Skeleton(
        """
@lru_cache(maxsize=None)
def $f($n_x):
    if $n_x «< 2¦<= 1¦< 3»:
        return «$n_x¦1»
    «if $n_x % 2 == 0:
        return $f($n_x // 2) + 1
    return $f($n_x - 1) + «1¦$n_x»¦return $f($n_x - 1) + $f($n_x - 2)¦return min($f($n_x - 1), $f($n_x // 2)) + 1»
""",
        _small(0, 9),
    ),
    Skeleton(
        """
def $f($n_rows, $n_cols, $d_memo=None):
    if $d_memo is None:
        $d_memo = {}
    if $n_rows == 1 or $n_cols == 1:
        return 1
    $p_key = ($n_rows, $n_cols)
    if $p_key not in $d_memo:
        $d_memo[$p_key] = $f($n_rows - 1, $n_cols, $d_memo) + $f($n_rows, $n_cols - 1, $d_memo)
    return $d_memo[$p_key]
""",
        lambda rng, _domain: [rng.randint(1, 3), rng.randint(1, 4)],
    ),
    Skeleton(
        """
def $f($l_values, $n_left):
    $d_done = {}
    def $f_go($i_a, $n_rest):
        if $i_a == len($l_values):
            return «$n_rest == 0¦1 if $n_rest == 0 else 0»
        if ($i_a, $n_rest) in $d_done:
            return $d_done[$i_a, $n_rest]
        $n_out = $f_go($i_a + 1, $n_rest) «or¦+» $f_go($i_a + 1, $n_rest - $l_values[$i_a])
        $d_done[$i_a, $n_rest] = $n_out
        return $n_out
    return $f_go(0, $n_left)
""",
        lambda rng, _domain: [[rng.randint(1, 6) for _ in range(rng.randint(1, 3))], rng.randint(1, 9)],
    ),
)

FAMILIES: dict[str, tuple[Generator, float]] = {
    "people_tables": (family("people_tables", TABLES), 1.6),
    "people_scans": (family("people_scans", SCANS), 1.6),
    "people_memoised": (family("people_memoised", MEMOISED), 0.8),
}
"""family -> (generator, weight)."""

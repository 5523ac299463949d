"""Skeletons of simulations: robots, queues, accounts, games, populations, schedules, editors."""

# ruff: noqa: E501 - templates are read more easily on one line
from __future__ import annotations

from random import Random

from training.programs.people_skeletons import Skeleton, family
from training.programs.people_words import PEOPLE, Domain
from training.programs.program import Generator


def _moves(rng: Random, _domain: Domain) -> list[object]:
    return ["".join(rng.choices(rng.choice(("LRUD", "FFLR", "NESW")), k=rng.randint(2, 9)))]


def _orders(rng: Random, domain: Domain) -> list[object]:
    items = rng.sample(domain.words, 3)
    return [
        {item: rng.randint(0, 12) for item in items},
        [(rng.choice((*items, rng.choice(domain.things))), rng.randint(1, 8)) for _ in range(rng.randint(1, 5))],
    ]


def _votes(rng: Random, domain: Domain) -> list[object]:
    names = rng.sample(domain.words, 3)
    return [rng.choices(names, k=rng.randint(2, 9))]


def _transfers(rng: Random, _domain: Domain) -> list[object]:
    names = rng.sample([name.lower() for name in PEOPLE], 3)
    return [
        {name: rng.randint(0, 100) for name in names},
        [(*rng.sample(names, 2), rng.randint(1, 70)) for _ in range(rng.randint(1, 4))],
    ]


def _jobs(rng: Random, domain: Domain) -> list[object]:
    return [[(name, rng.randint(1, 6)) for name in rng.sample(domain.words, rng.randint(1, 4))], rng.randint(1, 3)]


def _keys(rng: Random, domain: Domain) -> list[object]:
    words = rng.sample(domain.words, 4)
    return [rng.randint(1, 3), rng.choices(words, k=rng.randint(2, 6))]


def _edits(rng: Random, domain: Domain) -> list[object]:
    return [
        [
            rng.choice(
                (
                    f"type {rng.choice(domain.words)}",
                    f"type {rng.choice('abc')}",
                    "undo",
                    "back",
                    "upper",
                    "clear"[: rng.choice((5, 5))],
                )
            )
            for _ in range(rng.randint(2, 6))
        ]
    ]


def _life(rng: Random, _domain: Domain) -> list[object]:
    return [[rng.choice((0, 1)) for _ in range(rng.randint(4, 9))], rng.randint(1, 4)]


def _growth(rng: Random, _domain: Domain) -> list[object]:
    return [rng.randint(1, 500), rng.randint(2, 20), rng.randint(2, 7)]


def _events(rng: Random, domain: Domain) -> list[object]:
    return [
        [
            rng.choice((f"in {rng.choice(PEOPLE)}", f"in {rng.choice(domain.words)}", "out", "skip"))
            for _ in range(rng.randint(2, 7))
        ]
    ]


PLAIN = (
    Skeleton(
        """
def $f($s_moves):
    $n_x, $n_y = 0, 0
    «$t_seen = {(0, 0)}
    ¦»for $c_m in $s_moves:
        if $c_m in 'RE':
            $n_x += 1
        elif $c_m in 'LW':
            $n_x -= «1¦1¦2»
        elif $c_m in 'UNF':
            $n_y += 1
        else:
            $n_y -= 1
    return «($n_x, $n_y)¦abs($n_x) + abs($n_y)¦$n_x == 0 and $n_y == 0¦f'{$n_x},{$n_y}'»
""".replace("    «$t_seen = {(0, 0)}\n    ¦»for", "    for"),
        _moves,
    ),
    Skeleton(
        """
def $f($s_moves):
    $d_turn = {'N': (0, 1), 'E': (1, 0), 'S': (0, -1), 'W': (-1, 0)}
    $p_at = (0, 0)
    $q_trail = [$p_at]
    for $c_m in $s_moves:
        $n_dx, $n_dy = $d_turn.get($c_m, (0, 0))
        $p_at = ($p_at[0] + $n_dx, $p_at[1] + $n_dy)
        if $p_at in $q_trail:
            «break¦continue¦return $p_at»
        $q_trail.append($p_at)
    return «len($q_trail)¦$q_trail[-1]¦$p_at¦max($q_trail)»
""",
        _moves,
    ),
    Skeleton(
        """
def $f($d_stock, $m_orders):
    $w_failed = []
    $n_sold = 0
    for $o_name, $n_wanted in $m_orders:
        $n_have = $d_stock.get($o_name, 0)
        if $n_have >= $n_wanted:
            $d_stock[$o_name] = $n_have - $n_wanted
            $n_sold += $n_wanted
        «elif $n_have > 0:
            $n_sold += $n_have
            $d_stock[$o_name] = 0
            $w_failed.append($o_name)
        else:
            $w_failed.append(«$o_name¦f'no {$o_name}'»)¦else:
            $w_failed.append($o_name)»
    return «$n_sold, $w_failed¦$d_stock¦$w_failed¦{'sold': $n_sold, 'failed': $w_failed}»
""",
        _orders,
    ),
    Skeleton(
        """
def $f($w_votes):
    $d_counts = «Counter($w_votes)¦{}
    for $o_v in $w_votes:
        $d_counts[$o_v] = $d_counts.get($o_v, 0) + 1»
    $n_best = max($d_counts.values())
    $w_winners = «sorted($k_a for $k_a, $v_x in $d_counts.items() if $v_x == $n_best)¦[$k_a for $k_a in $d_counts if $d_counts[$k_a] == $n_best]»
    if len($w_winners) > 1:
        return «None¦$w_winners¦'tie'¦$w_winners[0]»
    return «$w_winners[0]¦($w_winners[0], $n_best)¦f'{$w_winners[0]} won with {$n_best}'»
""",
        _votes,
    ),
    Skeleton(
        """
def $f($d_accounts, $m_moves):
    $n_done = 0
    for $o_a, $o_b, $n_amount in $m_moves:
        «if $d_accounts[$o_a] < $n_amount:
            continue¦if $d_accounts[$o_a] - $n_amount < -#5..30:
            break¦$n_amount = min($n_amount, $d_accounts[$o_a])»
        $d_accounts[$o_a] -= $n_amount
        $d_accounts[$o_b] += $n_amount
        $n_done += 1
    return «$d_accounts¦($n_done, max($d_accounts, key=$d_accounts.get))¦sorted($d_accounts.values())¦$n_done»
""",
        _transfers,
    ),
    Skeleton(
        """
def $f($m_jobs, $n_slice):
    $q_queue = deque($m_jobs)
    $n_time = 0
    $w_done = []
    while $q_queue:
        $o_name, $n_left = $q_queue.popleft()
        $n_run = min($n_left, $n_slice)
        $n_time += $n_run
        if $n_left > $n_run:
            $q_queue.append(($o_name, $n_left - $n_run))
        else:
            $w_done.append(«($o_name, $n_time)¦$o_name¦f'{$o_name}@{$n_time}'»)
    return «$w_done¦$n_time, $w_done¦dict($w_done) if isinstance($w_done[0], tuple) else $w_done»
""",
        _jobs,
    ),
    Skeleton(
        """
def $f($n_size, $w_keys):
    $w_cache = []
    $n_hits = «$n_misses = 0¦0»
    for $o_key in $w_keys:
        if $o_key in $w_cache:
            $w_cache.remove($o_key)
            $n_hits += 1
        elif len($w_cache) == $n_size:
            $w_cache.pop(0)
        $w_cache.append($o_key)
    return «$w_cache¦$n_hits¦($n_hits, $w_cache)¦round($n_hits / len($w_keys), 2)»
""",
        _keys,
    ),
    Skeleton(
        """
def $f($w_edits):
    $s_text = ''
    $w_past = []
    for $o_e in $w_edits:
        if $o_e == 'undo':
            if $w_past:
                $s_text = $w_past.pop()
            continue
        $w_past.append($s_text)
        if $o_e.startswith('type '):
            $s_text += $o_e[5:]
        elif $o_e == 'back':
            $s_text = $s_text[:-«1¦1¦2»]
        elif $o_e == 'upper':
            $s_text = $s_text.upper()
        else:
            $s_text = ''
    return «$s_text¦$s_text, len($w_past)¦$w_past + [$s_text]»
""",
        _edits,
    ),
    Skeleton(
        """
def $f($l_cells, $n_rounds):
    for _ in range($n_rounds):
        $l_next = []
        for $i_a in range(len($l_cells)):
            $n_left = $l_cells[$i_a - 1] if $i_a > 0 else 0
            $n_right = $l_cells[$i_a + 1] if $i_a + 1 < len($l_cells) else 0
            $l_next.append(«$n_left ^ $n_right¦1 if $n_left + $n_right + $l_cells[$i_a] == 2 else 0¦int($n_left + $n_right == 1)¦($n_left + $l_cells[$i_a]) % 2»)
        $l_cells = $l_next
    return «$l_cells¦sum($l_cells)¦''.join('#' if $e_c else '.' for $e_c in $l_cells)»
""",
        _life,
    ),
    Skeleton(
        """
def $f($n_start, $n_percent, $n_years):
    $n_now = $n_start
    $l_history = []
    for $i_y in range($n_years):
        $n_now += $n_now * $n_percent // 100
        «if $i_y % 2 == 1:
            $n_now -= #1..20¦$n_now = min($n_now, #200..2000)¦if $n_now > #100..900:
            break»
        $l_history.append($n_now)
    return «$l_history¦$n_now¦$n_now - $n_start, $i_y»
""",
        _growth,
    ),
    Skeleton(
        """
def $f($n_seed, $n_rolls):
    $d_faces = {}
    for $i_a in range($n_rolls):
        $n_seed = ($n_seed * #3..25 + #1..17) % #50..300
        $n_face = $n_seed % 6 + 1
        $d_faces[$n_face] = $d_faces.get($n_face, 0) + 1
        «if $n_face == 6:
            break¦»
    return «$d_faces¦max($d_faces, key=$d_faces.get)¦$n_seed¦sorted($d_faces.items())»
""",
        lambda rng, _domain: [rng.randint(0, 99), rng.randint(1, 7)],
    ),
    Skeleton(
        """
def $f($w_events):
    $w_line = []
    $w_served = []
    for $o_e in $w_events:
        $s_kind, *$w_who = $o_e.split()
        if $s_kind == 'in':
            «if len($w_line) >= #2..4:
                continue
            ¦»$w_line.append($w_who[0])
        elif $s_kind == 'out' and $w_line:
            $w_served.append($w_line.pop(«0¦0¦»))
        «else:
            $w_line = $w_line[1:] + $w_line[:1]¦»
    return «$w_served¦$w_served, $w_line¦len($w_line)¦{'served': len($w_served), 'waiting': $w_line}»
""",
        _events,
    ),
)

FAMILIES: dict[str, tuple[Generator, float]] = {
    "people_simulations": (family("people_simulations", PLAIN), 2.4),
}
"""family -> (generator, weight)."""

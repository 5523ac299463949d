"""Skeletons of graph and tree work: queues, stacks, recursion, distances, orders, components, floods."""

# ruff: noqa: E501 - templates are read more easily on one line
from __future__ import annotations

from random import Random

from training.programs.people_skeletons import Skeleton, family
from training.programs.people_words import Domain
from training.programs.program import Generator


def _nodes(rng: Random, domain: Domain, most: int = 5) -> list[str]:
    size = rng.randint(2, most)
    return list("abcdefg"[:size]) if rng.random() < 0.5 else rng.sample(domain.words, size)


def _directed(rng: Random, nodes: list[str], *, forward: bool = False) -> dict[str, list[str]]:
    return {
        node: sorted(
            rng.sample(
                nodes[at + 1 :] if forward else nodes,
                min(rng.randint(0, 2), len(nodes) - at - 1 if forward else len(nodes)),
            )
        )
        for at, node in enumerate(nodes)
    }


def _graph(rng: Random, domain: Domain) -> list[object]:
    nodes = _nodes(rng, domain)
    return [_directed(rng, nodes), nodes[0]]


def _graph_and_goal(rng: Random, domain: Domain) -> list[object]:
    nodes = _nodes(rng, domain)
    return [_directed(rng, nodes), nodes[0], rng.choice(nodes)]


def _acyclic(rng: Random, domain: Domain) -> list[object]:
    return [_directed(rng, _nodes(rng, domain), forward=True)]


def _weighted(rng: Random, domain: Domain) -> list[object]:
    nodes = _nodes(rng, domain, 4)
    return [
        {
            node: {other: rng.randint(1, 9) for other in rng.sample(nodes, rng.randint(0, 2)) if other != node}
            for node in nodes
        },
        nodes[0],
    ]


def _edges(rng: Random, domain: Domain) -> list[object]:
    nodes = _nodes(rng, domain)
    return [nodes, [tuple(rng.sample(nodes, 2)) for _ in range(rng.randint(1, 5))]]


def _numbered(rng: Random, _domain: Domain) -> list[object]:
    size = rng.randint(2, 6)
    return [size, [(rng.randrange(size), rng.randrange(size)) for _ in range(rng.randint(1, 5))]]


def _picture(rng: Random, _domain: Domain) -> list[object]:
    width = rng.randint(2, 4)
    return [[[rng.choice((0, 0, 1, 1, 1)) for _ in range(width)] for _ in range(rng.randint(2, 3))]]


def _maze(rng: Random, _domain: Domain) -> list[object]:
    width = rng.randint(2, 4)
    rows = ["".join(rng.choice("....#") for _ in range(width)) for _ in range(rng.randint(2, 3))]
    rows[0] = "." + rows[0][1:]
    return [rows]


WALKS = (
    Skeleton(
        """
def $f($d_graph, $s_start):
    $t_seen = {$s_start}
    $q_todo = «A→deque([$s_start])¦[$s_start]»
    $w_order = []
    while $q_todo:
        $o_node = $q_todo.«A→popleft()¦pop(0)»
        $w_order.append($o_node)
        for $x_next in $d_graph.get($o_node, []):
            if $x_next not in $t_seen:
                $t_seen.add($x_next)
                $q_todo.append($x_next)
    return «$w_order¦len($w_order)¦'-'.join($w_order)¦$w_order[-1]»
""",
        _graph,
    ),
    Skeleton(
        """
def $f($d_graph, $s_start):
    $d_dist = {$s_start: 0}
    $q_todo = deque([$s_start])
    while $q_todo:
        $o_node = $q_todo.popleft()
        for $x_next in $d_graph[$o_node]:
            if $x_next not in $d_dist:
                $d_dist[$x_next] = $d_dist[$o_node] + «1¦1¦2»
                $q_todo.append($x_next)
    return «$d_dist¦max($d_dist.values())¦sorted($d_dist, key=$d_dist.get)¦sum($d_dist.values())»
""",
        _graph,
    ),
    Skeleton(
        """
def $f($d_graph, $o_node, $w_seen=None):
    if $w_seen is None:
        $w_seen = []
    if $o_node in $w_seen:
        return $w_seen
    $w_seen.append($o_node)
    for $x_next in «$d_graph.get($o_node, [])¦sorted($d_graph[$o_node])¦reversed($d_graph[$o_node])»:
        $f($d_graph, $x_next, $w_seen)
    return $w_seen
""",
        _graph,
    ),
    Skeleton(
        """
def $f($d_graph, $s_start, $s_goal):
    $q_stack = [($s_start, [$s_start])]
    «$n_tries = 0
    ¦»while $q_stack:
        $o_node, $w_path = $q_stack.pop()
        if $o_node == $s_goal:
            return «$w_path¦len($w_path) - 1¦' > '.join($w_path)¦True»
        for $x_next in $d_graph[$o_node]:
            if $x_next not in $w_path:
                $q_stack.append(($x_next, «$w_path + [$x_next]¦[*$w_path, $x_next]»))
    return «None¦[]¦-1¦False»
""",
        _graph_and_goal,
    ),
    Skeleton(
        """
def $f_visit($d_graph, $o_node, $t_done, $w_out):
    if $o_node in $t_done:
        return
    $t_done.add($o_node)
    for $x_next in $d_graph[$o_node]:
        $f_visit($d_graph, $x_next, $t_done, $w_out)
    $w_out.append($o_node)
def $f($d_graph):
    $w_out = []
    $t_done = set()
    for $o_node in $d_graph:
        $f_visit($d_graph, $o_node, $t_done, $w_out)
    return «$w_out[::-1]¦list(reversed($w_out))¦$w_out¦' '.join($w_out)»
""",
        _acyclic,
    ),
    Skeleton(
        """
def $f($d_graph):
    $d_degree = {$k_a: 0 for $k_a in $d_graph}
    for $w_others in $d_graph.values():
        for $o_b in $w_others:
            $d_degree[$o_b] += 1
    $w_ready = [$k_a for $k_a, $v_x in $d_degree.items() if $v_x == 0]
    $w_order = []
    while $w_ready:
        $o_node = $w_ready.pop(«0¦»)
        $w_order.append($o_node)
        for $o_b in $d_graph[$o_node]:
            $d_degree[$o_b] -= 1
            if $d_degree[$o_b] == 0:
                $w_ready.append($o_b)
    return «$w_order¦$w_order if len($w_order) == len($d_graph) else []¦len($w_order)»
""",
        _acyclic,
    ),
    Skeleton(
        """
def $f($d_graph, $s_start):
    $d_dist = {«$k_a: float('inf') for $k_a in $d_graph¦$k_a: 999 for $k_a in $d_graph»}
    $d_dist[$s_start] = 0
    $q_heap = [(0, $s_start)]
    while $q_heap:
        $n_far, $o_node = heapq.heappop($q_heap)
        if $n_far > $d_dist[$o_node]:
            continue
        for $x_next, $n_cost in $d_graph[$o_node].items():
            $n_new = $n_far + $n_cost
            if $n_new < $d_dist[$x_next]:
                $d_dist[$x_next] = $n_new
                heapq.heappush($q_heap, ($n_new, $x_next))
    return «$d_dist¦max($d_dist.values())¦$d_dist.get('c', -1)»
""",
        _weighted,
    ),
    Skeleton(
        """
def $f($d_graph):
    $t_done, $t_now = set(), set()
    def $f_go($o_node):
        if $o_node in $t_now:
            return True
        if $o_node in $t_done:
            return False
        $t_now.add($o_node)
        $b_x = any($f_go($x_next) for $x_next in $d_graph[$o_node])
        $t_now.discard($o_node)
        $t_done.add($o_node)
        return $b_x
    return «any($f_go($k_a) for $k_a in $d_graph)¦[$k_a for $k_a in $d_graph if $f_go($k_a)]»
""",
        lambda rng, domain: _graph(rng, domain)[:1],
    ),
)

GROUPS = (
    Skeleton(
        """
def $f_root($l_parent, $n_x):
    while $l_parent[$n_x] != $n_x:
        $n_x = $l_parent[$n_x]
    return $n_x
def $f($n_size, $m_pairs):
    $l_parent = list(range($n_size))
    for $i_a, $i_b in $m_pairs:
        $n_first, $n_second = $f_root($l_parent, $i_a), $f_root($l_parent, $i_b)
        if $n_first != $n_second:
            $l_parent[«$n_second] = $n_first¦$n_first] = $n_second¦max($n_first, $n_second)] = min($n_first, $n_second)»
    return «$l_parent¦sum(1 for $i_c in range($n_size) if $l_parent[$i_c] == $i_c)¦[$f_root($l_parent, $i_c) for $i_c in range($n_size)]»
""",
        _numbered,
    ),
    Skeleton(
        """
def $f($w_nodes, $m_edges):
    $d_near = {$o_n: «[]¦set()» for $o_n in $w_nodes}
    for $o_a, $o_b in $m_edges:
        $d_near[$o_a] = sorted({*$d_near[$o_a], $o_b})
        $d_near[$o_b] = sorted({*$d_near[$o_b], $o_a})
    $t_seen = set()
    $m_groups = []
    for $o_n in $w_nodes:
        if $o_n in $t_seen:
            continue
        $w_group, $q_stack = [], [$o_n]
        while $q_stack:
            $o_c = $q_stack.pop()
            if $o_c not in $t_seen:
                $t_seen.add($o_c)
                $w_group.append($o_c)
                $q_stack.extend($d_near[$o_c])
        $m_groups.append(«sorted($w_group)¦$w_group¦len($w_group)»)
    return «$m_groups¦len($m_groups)¦max($m_groups)»
""",
        _edges,
    ),
    Skeleton(
        """
def $f($w_nodes, $m_edges):
    $d_count = dict.fromkeys($w_nodes, 0)
    for $o_a, $o_b in $m_edges:
        $d_count[$o_a] += 1
        «$d_count[$o_b] += 1¦$d_count[$o_b] -= 1¦»
    return «$d_count¦[$k_x for $k_x, $v_x in $d_count.items() if $v_x == «0¦1¦2»]¦max($d_count, key=$d_count.get)¦sorted($d_count.items(), key=lambda p: (-p[1], p[0]))»
""",
        _edges,
    ),
    Skeleton(
        """
def $f($m_edges):
    $d_near = defaultdict(list)
    for $o_a, $o_b in $m_edges:
        $d_near[$o_a].append($o_b)
        «$d_near[$o_b].append($o_a)¦»
    return «dict($d_near)¦{$k_x: len($v_x) for $k_x, $v_x in $d_near.items()}¦sorted($d_near)»
""",
        lambda rng, domain: _edges(rng, domain)[1:],
    ),
    Skeleton(
        """
def $f($m_grid):
    $n_rows, $n_cols = len($m_grid), len($m_grid[0])
    $t_seen = set()
    def $f_fill($i_a, $i_b):
        if not (0 <= $i_a < $n_rows and 0 <= $i_b < $n_cols):
            return 0
        if $m_grid[$i_a][$i_b] == 0 or ($i_a, $i_b) in $t_seen:
            return 0
        $t_seen.add(($i_a, $i_b))
        return 1 + $f_fill($i_a + 1, $i_b) + $f_fill($i_a - 1, $i_b) + $f_fill($i_a, $i_b + 1) + $f_fill($i_a, $i_b - 1)
    $l_sizes = []
    for $i_a in range($n_rows):
        for $i_b in range($n_cols):
            if $m_grid[$i_a][$i_b] and ($i_a, $i_b) not in $t_seen:
                $l_sizes.append($f_fill($i_a, $i_b))
    return «$l_sizes¦len($l_sizes)¦max($l_sizes, default=0)»
""",
        lambda rng, _domain: [[[rng.choice((0, 0, 1)) for _ in range(2)] for _ in range(2)]],
    ),
    Skeleton(
        """
def $f($m_grid):
    $n_total = 0
    for $i_a, $l_row in enumerate($m_grid):
        for $i_b, $n_cell in enumerate($l_row):
            if not $n_cell:
                continue
            $n_total += «4¦1¦2»
            if $i_a > 0 and $m_grid[$i_a - 1][$i_b]:
                $n_total -= «2¦1»
            if $i_b > 0 and $m_grid[$i_a][$i_b - 1]:
                $n_total -= «2¦1»
    return $n_total
""",
        _picture,
    ),
    Skeleton(
        """
def $f($w_maze):
    $q_todo = deque([(0, 0, 0)])
    $t_seen = {(0, 0)}
    while $q_todo:
        $i_a, $i_b, $n_far = $q_todo.popleft()
        if $i_a == len($w_maze) - 1 and $i_b == len($w_maze[0]) - 1:
            return $n_far
        for $n_da, $n_db in ((1, 0), (0, 1)«, (-1, 0), (0, -1)¦»):
            $n_ra, $n_rb = $i_a + $n_da, $i_b + $n_db
            if 0 <= $n_ra < len($w_maze) and 0 <= $n_rb < len($w_maze[0]) and $w_maze[$n_ra][$n_rb] == '.' and ($n_ra, $n_rb) not in $t_seen:
                $t_seen.add(($n_ra, $n_rb))
                $q_todo.append(($n_ra, $n_rb, $n_far + 1))
    return «-1¦None»
""",
        _maze,
    ),
)

FAMILIES: dict[str, tuple[Generator, float]] = {
    "people_walks": (family("people_walks", WALKS), 1.4),
    "people_groups": (family("people_groups", GROUPS), 1.2),
}
"""family -> (generator, weight)."""

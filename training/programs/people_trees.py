"""Skeletons of work on trees and linked nodes: tuples, nested dicts, parents' names, small classes."""

# ruff: noqa: E501 - templates are read more easily on one line
from __future__ import annotations

from random import Random

from training.programs.people_skeletons import Skeleton, family
from training.programs.people_words import Domain
from training.programs.program import Generator


def _tree(rng: Random, domain: Domain, depth: int = 0) -> object:
    if depth > 2 or rng.random() < 0.25 * depth:
        return None
    return (rng.randint(1, 20), _tree(rng, domain, depth + 1), _tree(rng, domain, depth + 1))


def _folders(rng: Random, domain: Domain, depth: int = 0) -> dict[str, object]:
    names = rng.sample(domain.words, rng.randint(1, 3))
    return {
        name: _folders(rng, domain, depth + 1) if depth < 2 and rng.random() < 0.35 else rng.randint(1, 60)
        for name in names
    }


def _parents(rng: Random, domain: Domain) -> list[object]:
    nodes = rng.sample(domain.words, rng.randint(2, 6))
    parents = {node: rng.choice(nodes[:at]) for at, node in enumerate(nodes) if at}
    return [parents, rng.choice(nodes)]


TREES = (
    Skeleton(
        """
def $f($p_tree):
    if $p_tree is None:
        return «0¦0¦-1»
    $n_value, $p_left, $p_right = $p_tree
    return «1 + max($f($p_left), $f($p_right))¦$n_value + $f($p_left) + $f($p_right)¦max($n_value, $f($p_left), $f($p_right))¦1 + $f($p_left) + $f($p_right)»
""",
        lambda rng, domain: [_tree(rng, domain)],
    ),
    Skeleton(
        """
def $f($p_tree, $l_out=None):
    if $l_out is None:
        $l_out = []
    if $p_tree:
        «$f($p_tree[1], $l_out)
        $l_out.append($p_tree[0])
        $f($p_tree[2], $l_out)¦$l_out.append($p_tree[0])
        $f($p_tree[1], $l_out)
        $f($p_tree[2], $l_out)¦$f($p_tree[1], $l_out)
        $f($p_tree[2], $l_out)
        $l_out.append($p_tree[0])»
    return $l_out
""",
        lambda rng, domain: [_tree(rng, domain)],
    ),
    Skeleton(
        """
def $f($d_tree«, $n_depth=0¦»):
    $n_total = 0
    for $k_x, $v_x in $d_tree.items():
        if isinstance($v_x, dict):
            $n_total += $f($v_x)
        else:
            $n_total += «$v_x¦1¦len($k_x)¦$v_x % #2..9»
    return $n_total
""",
        lambda rng, domain: [_folders(rng, domain)],
    ),
    Skeleton(
        """
def $f($d_tree, $s_prefix=''):
    $w_out = []
    for $k_x, $v_x in $d_tree.items():
        $s_path = «f'{$s_prefix}/{$k_x}'¦$s_prefix + '.' + $k_x if $s_prefix else $k_x¦$s_prefix + $k_x[0]»
        if isinstance($v_x, dict):
            $w_out «+= $f($v_x, $s_path)¦.extend($f($v_x, $s_path))»
        «elif $v_x > #5..30:
            $w_out.append($s_path)¦else:
            $w_out.append(«$s_path¦($s_path, $v_x)¦f'{$s_path}={$v_x}'»)»
    return $w_out
""".replace(
            "$w_out «+= $f($v_x, $s_path)¦.extend($f($v_x, $s_path))»",
            "«$w_out += $f($v_x, $s_path)¦$w_out.extend($f($v_x, $s_path))»",
        ),
        lambda rng, domain: [_folders(rng, domain)],
    ),
    Skeleton(
        """
def $f($d_parent, $s_name):
    $w_chain = [$s_name]
    while $s_name in $d_parent:
        $s_name = $d_parent[$s_name]
        $w_chain.append($s_name)
    return «$w_chain¦len($w_chain) - 1¦$w_chain[-1]¦' < '.join($w_chain)»
""",
        _parents,
    ),
    Skeleton(
        """
class $g_node:
    def __init__(self, value, left=None, right=None):
        self.value = value
        self.left = left
        self.right = right
    def __repr__(self):
        return f'<{self.value}>'
def $f_add(root, value):
    if root is None:
        return $g_node(value)
    if value < root.value:
        root.left = $f_add(root.left, value)
    else:
        root.right = $f_add(root.right, value)
    return root
def $f_walk(root):
    if root is None:
        return []
    return «$f_walk(root.left) + [root.value] + $f_walk(root.right)¦[root.value] + $f_walk(root.left) + $f_walk(root.right)»
def $f($l_values):
    $x_root = None
    for $e_v in $l_values:
        $x_root = $f_add($x_root, $e_v)
    return «$f_walk($x_root)¦$f_walk($x_root)[0]»
""",
        lambda rng, _domain: [[rng.randint(1, 30) for _ in range(rng.randint(1, 4))]],
    ),
    Skeleton(
        """
class $g_node:
    def __init__(self, value, next_node=None):
        self.value = value
        self.next = next_node
    def __repr__(self):
        return f'$g_node({self.value})'
def $f($l_values):
    $x_head = None
    for $e_v in «$l_values¦reversed($l_values)»:
        $x_head = $g_node($e_v, $x_head)
    $n_total = 0
    $l_out = []
    while $x_head«¦ and $x_head.value != #1..9»:
        $l_out.append($x_head.value)
        «$n_total += $x_head.value¦$n_total = $n_total * 2 + $x_head.value % 2»
        $x_head = $x_head.next
    return «$l_out¦$n_total¦$l_out, $n_total»
""",
        lambda rng, _domain: [[rng.randint(1, 30) for _ in range(rng.randint(1, 4))]],
    ),
)

FAMILIES: dict[str, tuple[Generator, float]] = {"people_trees": (family("people_trees", TREES), 1.2)}
"""family -> (generator, weight)."""

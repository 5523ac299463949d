"""Which families are for training, which to fit the confidence to, and which to measure on. No family is in two of them."""

from __future__ import annotations

from training.tasks import complexity, termination
from training.tasks.endings import Ending
from training.tasks.growths import Growth

SPLITS = ("training", "calibration", "test")

_TERMINATION = {
    "calibration": frozenset(
        {"skip_continue", "recursion_pair", "doubling", "linked_walk", "bounded_money", "nested_reset"}
    ),
    "test": frozenset(
        {"step_bound", "two_pointers", "digits", "mutual", "remove_all", "tree_depth", "swap_in_place", "gcd"}
        | {"recursion_list", "event_loop"}
    ),
}
_COMPLEXITY = {
    "calibration": frozenset(
        {"stack_push", "heap_up", "root_by_counting", "window", "new_list", "fib_loop", "merge_sort", "doubling_inside"}
        | {"grid_build", "insertion_sort", "slicing_recursion", "triple_while", "power_range", "knapsack_recursive"}
        | {"visit_in_any_order"}
    ),
    "test": frozenset(
        {"dict_access", "clamp", "bisection", "halves_recursive", "odd_subtraction", "two_pointers", "linear_recursion"}
        | {"brackets", "counting", "split_and_sum", "search_each", "common_subsequence", "cross_membership"}
        | {"selection_sort", "unique_by_list", "best_so_far", "shortest_paths", "range_sums", "tuples_recursive"}
        | {"subset_choice", "swap_permute"}
    ),
}


def _is_in(name: str, split: str, named: dict[str, frozenset[str]]) -> bool:
    return name in named[split] if split in named else not any(name in names for names in named.values())


def termination_families(split: str) -> list[Ending]:
    """The families of one of the `SPLITS`."""
    return [family for name, family in termination.families().items() if _is_in(name, split, _TERMINATION)]


def complexity_families(split: str) -> list[Growth]:
    """The families of one of the `SPLITS`."""
    return [family for name, family in complexity.families().items() if _is_in(name, split, _COMPLEXITY)]

"""Generators of small Python programs, one module for each way of writing them.

Deterministic by seed; no data set is read.
"""

from __future__ import annotations

from functools import cache
from itertools import accumulate
from random import Random

from training.programs import (
    grammar_calls,
    grammar_classes,
    grammar_exceptions,
    grammar_functions,
    grammar_generators,
    grammar_recursion,
    idioms_classes,
    idioms_dicts,
    idioms_dynamic,
    idioms_errors,
    idioms_fused,
    idioms_generators,
    idioms_lists,
    idioms_numbers,
    idioms_oneliners,
    idioms_recursion,
    idioms_state,
    idioms_steps,
    idioms_strings,
    people_dynamic,
    people_functions,
    people_graphs,
    people_objects,
    people_parsers,
    people_searches,
    people_shapes,
    people_simulations,
    people_trees,
)
from training.programs.program import Generator, Program

_MODULES = (
    grammar_calls,
    grammar_classes,
    grammar_exceptions,
    grammar_functions,
    grammar_generators,
    grammar_recursion,
    idioms_classes,
    idioms_dicts,
    idioms_dynamic,
    idioms_errors,
    idioms_fused,
    idioms_generators,
    idioms_lists,
    idioms_numbers,
    idioms_oneliners,
    idioms_recursion,
    idioms_state,
    idioms_steps,
    idioms_strings,
    people_dynamic,
    people_functions,
    people_graphs,
    people_objects,
    people_parsers,
    people_searches,
    people_shapes,
    people_simulations,
    people_trees,
)


@cache
def families() -> dict[str, tuple[Generator, float]]:
    """Every family of programs: name -> (generator, weight)."""
    return {name: entry for module in _MODULES for name, entry in module.FAMILIES.items()}


@cache
def _weighted() -> tuple[list[Generator], list[float]]:
    entries = list(families().values())
    return [generator for generator, _ in entries], list(accumulate(weight for _, weight in entries))


_NOT_PUT_TOGETHER = SyntaxError, RecursionError, AttributeError, ValueError, TypeError, KeyError, IndexError
"""What one of thousands of draws may raise; another is taken then."""


def sample(rng: Random) -> Program:
    """One program of a family drawn by weight."""
    generators, cumulative = _weighted()
    while True:
        try:
            return rng.choices(generators, cum_weights=cumulative)[0](rng)
        except _NOT_PUT_TOGETHER:
            continue

"""The probability of each of several continuations, from any engine that chooses.

A choice tells the likeliest option and its probability. Asked again among the rest, the engine tells the next, relative to
the rest; so all of them are known after one question less than there are options, at each place where the options part.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

from cwm_lsp.engine.protocol import Generation


async def weigh(generation: Generation, options: Sequence[Sequence[int]]) -> list[float]:
    """The probability of each option, among the options, token by token along their tree. Appends nothing in the end.

    Args:
        generation: up to where the options begin.
        options: as `Generation.choose` wants them.

    Raises:
        EngineError: the engine can't answer.
    """
    begin = generation.length
    weights = [0.0] * len(options)
    open_groups: list[tuple[list[int], int, float]] = [(list(range(len(options))), 0, 1.0)]
    while open_groups:
        group, depth, weight = open_groups.pop()
        if len(group) == 1:
            weights[group[0]] = weight
            continue
        following = sorted({options[index][depth] for index in group})
        shares = {following[0]: 1.0}
        if len(following) > 1:
            generation.append(options[group[0]][:depth])
            shares = await _shares(generation, following)
            generation.rewind(begin)
        for token, share in shares.items():
            open_groups.append(([i for i in group if options[i][depth] == token], depth + 1, weight * share))
    return weights


async def _shares(generation: Generation, tokens: Sequence[int]) -> dict[int, float]:
    """The probability of each single token, among them."""
    here = generation.length
    rest = list(tokens)
    left = 1.0
    shares: dict[int, float] = {}
    while len(rest) > 1:
        chosen = await generation.choose([[token] for token in rest])
        generation.rewind(here)
        shares[rest.pop(chosen.index)] = share = left * min(1.0, exp(chosen.logprob))
        left -= share
    shares[rest[0]] = max(0.0, left)
    return shares

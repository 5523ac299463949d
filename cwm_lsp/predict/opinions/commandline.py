"""The options by which command lines say how a model is asked in words, and what that may cost. Who is asked, others say."""

from __future__ import annotations

import argparse

from cwm_lsp.predict.opinions.opinion import OpinionSettings

_DEFAULT = OpinionSettings()


def add_opinion_arguments(parser: argparse._ActionsContainer) -> None:  # pyright: ignore[reportPrivateUsage]
    """Arguments for `opinion_settings`."""
    parser.add_argument("--reasoning", action="store_true", help="let a model that can reason do so before it answers")
    parser.add_argument(
        "--samples", type=int, default=_DEFAULT.samples, help="thoughts that vote, with --reasoning (default: 1)"
    )
    parser.add_argument("--thinking", type=int, default=_DEFAULT.thinking, help="tokens of a thought (default: 4096)")
    parser.add_argument(
        "--seconds", type=float, default=_DEFAULT.seconds, help="seconds a question, then thoughts are closed"
    )


def opinion_settings(options: argparse.Namespace) -> OpinionSettings:
    """How a model is asked."""
    return OpinionSettings(
        reasoning=options.reasoning, samples=options.samples, thinking=options.thinking, seconds=options.seconds
    )

"""Rows of figures as plain tables for a terminal. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence


def share(part: int, whole: int) -> str:
    """A percentage with one decimal, or a dash where there is nothing to share."""
    return f"{100 * part / whole:.1f} %" if whole else "-"


def aligned(rows: Sequence[Sequence[str]], left: Collection[int] = (0,)) -> str:
    """The rows with their columns under each other.

    Args:
        rows: of equal length, the heading first.
        left: the columns that begin at the left; the others end at the right, as figures do.
    """
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]

    def padded(column: int, cell: str) -> str:
        return cell.ljust(widths[column]) if column in left else cell.rjust(widths[column])

    return "\n".join("  ".join(padded(column, cell) for column, cell in enumerate(row)).rstrip() for row in rows)

"""A file of findings that are known already and count no longer: read, written, subtracted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from cwm_lsp.cli.checks.finding import Finding, fingerprints
from cwm_lsp.cli.command import CommandError

VERSION = 1


def write_baseline(findings: Sequence[Finding], path: Path) -> None:
    """Write a baseline; beside each fingerprint stands what it means, for people who review the file.

    Raises:
        CommandError: it can't be written.
    """
    known = {
        mark: f"{one.path} {one.function} [{one.rule.id}]"
        for one, mark in zip(findings, fingerprints(findings), strict=True)
    }
    try:
        path.write_text(json.dumps({"version": VERSION, "known": known}, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise CommandError(f"can't write the baseline {path}: {error.strerror}") from error


def read_baseline(path: Path) -> frozenset[str]:
    """The fingerprints of a baseline.

    Raises:
        CommandError: it can't be read, or is none.
    """
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        if held["version"] != VERSION:
            raise CommandError(f"{path} is a baseline of another version; write it anew with --write-baseline")
        return frozenset(str(mark) for mark in dict(held["known"]))
    except OSError as error:
        raise CommandError(f"can't read the baseline {path}: {error.strerror}; --write-baseline makes one") from error
    except (ValueError, KeyError, TypeError) as error:
        raise CommandError(f"{path} is not a baseline; --write-baseline makes one") from error


def split(findings: Sequence[Finding], known: frozenset[str]) -> tuple[list[Finding], list[Finding]]:
    """New findings, and known ones."""
    new: list[Finding] = []
    old: list[Finding] = []
    for one, mark in zip(findings, fingerprints(findings), strict=True):
        (old if mark in known else new).append(one)
    return new, old

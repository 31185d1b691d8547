"""How commands report what they found."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from linkaudit.core.formats import FORMATS
from linkaudit.core.problem import NOTES, WARNINGS, Problem

OK, FAILED, PROBLEMS = 0, 1, 2


def report(
    problems: Sequence[Problem], form: str, rules: Mapping[str, str], *, strict: bool = False
) -> int:
    """Print problems in a format; return the exit code.

    Notes do not count for it, warnings only if it is strict.
    """
    print(FORMATS[form](problems, rules), end="")
    if form == "text":
        print(count(problems), file=sys.stderr)
    harmless = NOTES if strict else NOTES | WARNINGS
    return PROBLEMS if any(problem.rule not in harmless for problem in problems) else OK


def count(problems: Sequence[Problem]) -> str:
    """The number of problems in words, with those of the warnings and notes if there are any."""
    notes = sum(problem.rule in NOTES for problem in problems)
    warnings = sum(problem.rule in WARNINGS for problem in problems)
    words = [_number(len(problems) - notes - warnings, "problem")]
    words += [_number(warnings, "warning")] if warnings else []
    words += [_number(notes, "note")] if notes else []
    return ", ".join(words)


def shown(path: Path) -> str:
    """The path as a person would type it from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _number(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"

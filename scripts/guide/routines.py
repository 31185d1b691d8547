"""The routines: exercises in order, each with its steps, pictures, dose and when to stop.

A routine becomes Markdown, as if an editor had written it into the page. So its words obey the
rules of all words, its headings are in the contents, and its citations are numbered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from guide import data_file
from guide.exercise import Routine
from guide.problems import Problem
from guide.routine_text import markdown

ROUTINES = "_data/routines.yml"
# The block of a routine; blank lines may stand before the line that closes it.
_BLOCK = re.compile(
    r"^///+[ \t]*routine[ \t]*\|[ \t]*(?P<name>\S.*?)[ \t]*$"
    r"(?:(?P<blank>(?:\n[ \t]*)*)\n[ \t]*///[ \t]*$)?",
    re.MULTILINE,
)


@dataclass(frozen=True)
class WrittenRoutine:
    """A routine and its Markdown; `lines` gives for each line of it that of the data file."""

    routine: Routine
    markdown: str = field(repr=False)
    lines: tuple[int, ...] = field(repr=False)


@dataclass(frozen=True)
class Routines:
    """Every routine by its id. `unreadable` is what could not be read."""

    by_id: Mapping[str, WrittenRoutine] = field(default_factory=lambda: MappingProxyType({}))
    unreadable: tuple[Problem, ...] = ()

    @classmethod
    def load(cls, docs: Path) -> Routines:
        """Read the routines below the docs folder. Never raises for what the file holds."""
        path = docs / ROUTINES
        return _load(docs, path.stat().st_mtime_ns if path.is_file() else 0)


def with_routines(text: str, markdown_of: Callable[[str], str]) -> str:
    """A text with the Markdown of each routine in the place of its block."""
    return _BLOCK.sub(lambda block: f"{markdown_of(block['name'])}{block['blank'] or ''}", text)


@lru_cache(maxsize=4)
def _load(docs: Path, changed: int) -> Routines:
    problems: list[Problem] = []
    found: dict[str, WrittenRoutine] = {}
    for routine in data_file.read(docs, ROUTINES, Routine, problems):
        if routine.id in found:
            message = f'"{routine.id}" stands in line {found[routine.id].routine.line_of()} too'
            problems.append(routine.problem("unreadable", message))
            continue
        texts, lines = zip(*markdown(routine), strict=True)
        found[routine.id] = WrittenRoutine(routine, "\n".join(texts), lines)
    return Routines(MappingProxyType(found), tuple(problems))

"""The line `/// routine | id`: the routine's Markdown stands in its place."""

from __future__ import annotations

import re
from pathlib import Path

from markdown import Markdown
from markdown.preprocessors import Preprocessor

from guide.problems import did_you_mean
from guide.routines import ROUTINES, Routines

_ROUTINE = re.compile(r"^///+[ \t]*routine[ \t]*\|[ \t]*(?P<name>\S.*?)[ \t]*$")


class RoutineError(ValueError):
    """There is no such routine."""


class RoutineText(Preprocessor):
    """Put routines in place before any block is read, as the engine's own snippets are."""

    def __init__(self, md: Markdown, docs: Path) -> None:
        super().__init__(md)
        self._docs = docs

    def run(self, lines: list[str]) -> list[str]:
        found: list[str] = []
        closing = False
        for line in lines:
            match = _ROUTINE.match(line)
            if match:
                found += self._markdown(match["name"]).split("\n")
            if not match and not (closing and line.strip() == "///"):
                found.append(line)
            closing = bool(match) or (closing and not line.strip())
        return found

    def _markdown(self, name: str) -> str:
        routines = Routines.load(self._docs).by_id
        if name not in routines:
            hint = did_you_mean(name, routines)
            raise RoutineError(f'there is no routine "{name}" in {ROUTINES}{hint}')
        return routines[name].markdown

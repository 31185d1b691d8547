"""The line `/// routine | id`: the routine's Markdown stands in its place."""

from __future__ import annotations

from pathlib import Path

from markdown import Markdown
from markdown.preprocessors import Preprocessor

from guide.problems import did_you_mean
from guide.routines import ROUTINES, Routines, with_routines


class RoutineError(ValueError):
    """There is no such routine."""


class RoutineText(Preprocessor):
    """Put routines in place before any block is read, as the engine's own snippets are."""

    def __init__(self, md: Markdown, docs: Path) -> None:
        super().__init__(md)
        self._docs = docs

    def run(self, lines: list[str]) -> list[str]:
        return with_routines("\n".join(lines), self._markdown).split("\n")

    def _markdown(self, name: str) -> str:
        routines = Routines.load(self._docs).by_id
        if name not in routines:
            hint = did_you_mean(name, routines)
            raise RoutineError(f'there is no routine "{name}" in {ROUTINES}{hint}')
        return routines[name].markdown

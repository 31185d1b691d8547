"""The words of a guide, read and checked once for all editions that have the same."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from linkaudit.core.problem import Problem
from mkdocs.theme import Theme

from guide import rules
from guide.content.guide import Guide
from guide.edition.edition import Edition
from guide.edition.inputs import Inputs, digest_of
from guide.edition.nations import Nation
from guide.search import index
from guide.site.kept import CACHE, Kept


class _OwnTemplates(FileSystemLoader):
    """Lists only what is in the first folder: no page of ours loads what a theme brings besides."""

    def list_templates(self) -> list[str]:
        return FileSystemLoader(self.searchpath[0]).list_templates()


def environment(theme: Theme) -> Environment:
    """The templates of a theme; of its files only our own are published."""
    made: Environment = theme.get_env()
    made.loader = _OwnTemplates(theme.dirs)
    return made


@dataclass
class Words:
    """The words of guides on one day: those of a nation, in one folder, are the same for all.

    What was `kept` of an earlier run is not made again.
    """

    today: date
    kept: Kept = field(default_factory=Kept)
    # For words how many settings of a print, by its path, are too small for them
    beginnings: dict[tuple[Path, Nation], dict[str, int]] = field(default_factory=dict)
    _guides: dict[tuple[Path, Nation], Guide] = field(default_factory=dict)
    _inputs: dict[tuple[Path, Path], Inputs] = field(default_factory=dict)
    _templates: dict[tuple[str, ...], Environment] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path, today: date) -> Words:
        """The words of the guide in a folder, with what an earlier run kept of them."""
        return cls(today, Kept(folder / CACHE))

    def guide(self, edition: Edition) -> Guide:
        """The guide in the words of the edition's nation."""
        self.inputs(edition)  # before the words are read: they may change at any time
        key = self.key(edition)
        if key not in self._guides:
            self._guides[key] = Guide.of(edition)
        return self._guides[key]

    @staticmethod
    def key(edition: Edition) -> tuple[Path, Nation]:
        """What tells the words of an edition from others: their folder, and its nation."""
        return edition.docs, edition.nation

    def inputs(self, edition: Edition) -> Inputs:
        """The digests of all that the edition has in common with others, as they were first."""
        key = edition.docs, edition.templates
        if key not in self._inputs:
            self._inputs[key] = Inputs.of(edition)
        return self._inputs[key]

    def problems(self, edition: Edition) -> list[Problem]:
        """All problems of these words, sorted."""

        def found() -> list[dict[str, object]]:
            problems = rules.check_content(self.guide(edition), self.today)
            return [asdict(problem) for problem in problems]

        return [Problem(**one) for one in self.kept.made(self._key("problems", edition), found)]

    def write_index(self, folder: Path, edition: Edition) -> None:
        """Write the index of the search into a rendered site."""
        guide, flat = self.guide(edition), index.is_flat(folder, self.guide(edition))
        key = self._key(f"search {flat}", edition)
        index.put(folder, self.kept.made(key, lambda: index.scripts(guide, flat)))

    def environment(self, theme: Theme) -> Environment:
        """The templates of a theme, each read once."""
        folders = tuple(theme.dirs)
        if folders not in self._templates:
            self._templates[folders] = environment(theme)
        return self._templates[folders]

    def _key(self, what: str, edition: Edition) -> str:
        words = self.inputs(edition).of_words(edition.nation)
        # The day matters to the rules of reviews, and to nothing else that is kept.
        day = str(self.today) if what == "problems" else ""
        return digest_of((what, day, str(edition.docs.name), words))

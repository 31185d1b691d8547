"""The content of the guide, read once: pages, passages that pages share, the bibliography."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from linkaudit.core.problem import Problem
from linkaudit.references.bibliography import Bibliography

from guide.content.data_blocks import DataBlock, MadeLine, data_blocks, in_place
from guide.content.interface import Interface, faults_of
from guide.content.markdown_text import LineKind, find_mentions, scan
from guide.content.navigation import Moved
from guide.content.numbers import Numbers
from guide.content.page import Page, PageKinds, read_page
from guide.content.poses import FILE as POSES
from guide.content.poses import Poses
from guide.content.proof import Proof
from guide.content.routines import ROUTINES, Routines
from guide.content.treatments import PARTS_OF_OVERVIEW, TREATMENTS, Treatments, overview
from guide.content.treatments import markdown as markdown_of_treatment
from guide.content.word_lists import SearchWords, WordLists
from guide.core.own_files import name_of, own_files
from guide.edition.identity import Identity
from guide.edition.nations import NO_FACTS, Nation, Nations, passages_of

if TYPE_CHECKING:
    # The Markdown extension loads this module, where no MkDocs may be.
    from guide.edition.edition import Edition

PARTS = "_parts"
DRAWINGS = "assets/images"
REFERENCES = "_data/references.yml"
# The blocks whose Markdown is made of data.
_PAGE_LINK = re.compile(r"\]\(([^()\s#]+\.md)(?:#[^()\s]*)?\)")
DATA_BLOCKS = ("routine", "treatment", "treatments")


@dataclass(frozen=True)
class Guide:
    """Everything below the docs folder that a patient reads. It knows no engine and no network."""

    docs: Path
    pages: tuple[Page, ...]
    parts: Mapping[str, Page]
    bibliography: Bibliography
    word_lists: WordLists = field(default_factory=WordLists)
    routines: Routines = field(default_factory=Routines)
    treatments: Treatments = field(default_factory=Treatments)
    numbers: Numbers = field(default_factory=Numbers)
    poses: Poses = field(default_factory=Poses)
    proof: Proof = field(default_factory=Proof)
    moved: Moved = field(default_factory=Moved)
    search_words: SearchWords = field(default_factory=SearchWords)
    kinds: PageKinds = field(default_factory=PageKinds)
    nation: Nation = NO_FACTS
    identity: Identity = field(default_factory=Identity)
    unreadable: tuple[Problem, ...] = ()

    @classmethod
    def of(cls, edition: Edition) -> Guide:
        """The guide of an edition, in the words of its nation."""
        return cls.load(edition.docs, edition.nation, edition.identity)

    @classmethod
    def load(
        cls, docs: Path, nation: Nation | None = None, identity: Identity | None = None
    ) -> Guide:
        """Read the docs folder, in the words of a nation, without one in those of England.

        `identity` is what mkdocs.yml beside the folder says, if it is not given.
        What cannot be read is kept as problems in `unreadable`.
        """
        if not docs.is_dir():
            raise FileNotFoundError(f"the docs folder must exist, {docs} does not")
        problems: list[Problem] = []
        problems += faults_of(docs)
        nation = nation or Nation.load(docs)
        problems += Nations.load(docs).unreadable
        paths = markdown_files(docs)
        pages = (path for path in paths if path.parts[0] != PARTS)
        passages = passages_of(paths, PARTS, nation)
        return cls(
            docs=docs,
            pages=tuple(read_page(docs, path, problems, nation) for path in pages),
            parts={
                name: read_page(docs, path, problems, nation) for name, path in passages.items()
            },
            bibliography=Bibliography.load(docs / REFERENCES),
            word_lists=WordLists.load(docs),
            routines=Routines.load(docs),
            treatments=Treatments.load(docs, nation),
            numbers=Numbers.load(docs),
            poses=Poses.load(docs),
            proof=Proof.load(docs, nation),
            moved=Moved.load(docs),
            search_words=SearchWords.load(docs),
            kinds=PageKinds.load(docs),
            nation=nation,
            identity=identity or Identity.load(docs),
            unreadable=tuple(problems),
        )

    @property
    def ui(self) -> Interface:
        """The words of blocks, templates and prints."""
        return Interface.load(self.docs)

    @cached_property
    def by_path(self) -> Mapping[str, Page]:
        """The pages by their paths below the docs folder."""
        return {str(page.path): page for page in self.pages}

    @property
    def urgent_page(self) -> Page | None:
        """The page with the signs that cannot wait, if the guide names one of its pages."""
        return self.by_path.get(self.identity.urgent_page)

    def leads_to_urgent_help(self, page: Page, text: str) -> bool:
        """Whether a link of a text on a page leads to the page with the signs that cannot wait."""
        folder, urgent = str(page.path.parent), self.identity.urgent_page
        links = (posixpath.join(folder, link) for link in _PAGE_LINK.findall(text))
        return any(posixpath.normpath(link) == urgent for link in links)

    @cached_property
    def files(self) -> tuple[Page, ...]:
        """Pages first, then the passages they share, what is of data, and the words of pictures."""
        routines = map(self.routine, self.routines.by_id)
        treatments = map(self.treatment, self.treatments.by_id)
        return (*self.pages, *self.parts.values(), *routines, *treatments, *self._captions())

    def routine(self, name: str) -> Page:
        """A routine as a passage that a page includes."""
        found = self.routines.by_id[name]
        path = PurePosixPath(ROUTINES)
        return Page(path, {}, {}, self.nation.put(found.markdown), lines=found.lines)

    def treatment(self, name: str, *, brief: bool = False, part: str = "") -> Page:
        """A treatment as a passage that a page includes."""
        found = self.treatments.by_id[name]
        lines = markdown_of_treatment(found, self.ui, brief=brief, part=part)
        return self._passage(TREATMENTS, lines)

    def made(self, block: DataBlock) -> Page | None:
        """The passage that stands in the place of a block of data; None if nothing is there."""
        if block.name == "routine":
            return self.routine(block.words) if block.words in self.routines.by_id else None
        if block.name == "treatment":
            known = block.words in self.treatments.by_id
            brief = block.options.get("brief") == "true"
            part = block.options.get("part", "")
            return self.treatment(block.words, brief=brief, part=part) if known else None
        if block.words and block.words not in PARTS_OF_OVERVIEW:
            return None
        page = self.page_of_treatments
        folder = str(page.path.parent) if page else ""
        of_all = self.treatments.by_id.values()
        return self._passage(TREATMENTS, overview(of_all, self.ui, folder, block.words))

    def _passage(self, file: str, lines: Iterable[MadeLine]) -> Page:
        """Lines that are made of a data file, as a passage."""
        texts, numbers = zip(*lines, strict=True)
        body = self.nation.put("\n".join(texts))
        return Page(PurePosixPath(file), {}, {}, body, lines=numbers)

    @cached_property
    def page_of_treatments(self) -> Page | None:
        """The one page with the overview of treatments."""
        return next((page for page in self.pages if any(page.data_blocks("treatments"))), None)

    def _captions(self) -> Iterator[Page]:
        """The captions and alt texts of pictures, so that they are checked as all words are."""
        if self.poses.words:
            texts, lines = zip(*self.poses.words, strict=True)
            apart = tuple(line for line in lines for _ in range(2))
            yield Page(PurePosixPath(POSES), {}, {}, "\n\n".join(texts), lines=apart)

    def problem(self, page: Page, line: int, message: str, target: str | None = None) -> Problem:
        """A problem at a line of the file of a page or passage."""
        return Problem(self.name_of(page.path), line, message, target=target)

    def is_own(self, page: Page) -> bool:
        """Whether a page or passage is a clinic's own, and no part of the guide."""
        return str(page.path) in own_files(self.docs)

    def name_of(self, path: PurePosixPath | str) -> str:
        """The name of a file below the docs folder as problems print it."""
        return name_of(self.docs, path)

    def pages_citing(self) -> dict[str, list[Page]]:
        """Map each citekey to the pages that cite it.

        A page cites what stands in it, in its passages, and in the open decisions that it lists.
        """
        citing: dict[str, list[Page]] = {}
        options = [key for decision in self.proof.decisions for key in decision.all_cites]
        for page in self.pages:
            texts = (page, *self.passages_of(page))
            mentions = (mention for text in texts for mention in text.mentions())
            keys = [citation.key for mention in mentions for citation in mention.citations]
            if page.has_block("decisions"):
                keys += options
            for key in dict.fromkeys(keys):
                citing.setdefault(key, []).append(page)
        return citing

    @cached_property
    def cited_by_nations(self) -> frozenset[str]:
        """The references that facts and passages cite, of whatever nation."""
        nations = Nations.load(self.docs).by_name.values()
        texts = [fact.says for nation in nations for fact in nation.facts.values()]
        passages = (path for path in markdown_files(self.docs) if path.parts[0] == PARTS)
        texts += [read_page(self.docs, path, [], NO_FACTS).body for path in passages]
        mentions = (mention for text in texts for mention in find_mentions(text))
        return frozenset(one.key for mention in mentions for one in mention.citations)

    def passages_of(self, page: Page) -> Iterator[Page]:
        """Yield the passages of a page, also those within passages, and what is made of data."""
        waiting, seen = [page], {page.path}
        while waiting:
            text = waiting.pop()
            for block in data_blocks(text.body, *DATA_BLOCKS):
                made = self.made(block)
                if made:
                    yield made
            for _, name in text.includes():
                part = self.parts.get(name)
                if part and part.path not in seen:
                    seen.add(part.path)
                    waiting.append(part)
                    yield part

    def text_of(self, page: Page, *, but: Collection[str] = ()) -> str:
        """The body of a page with its passages, and what is made of data, in their places.

        Blocks of data whose names are in `but` are only named.
        """
        key = (page.path, page.body, frozenset(but))
        if key not in self._texts:
            self._texts[key] = self._made_text(page, but)
        return self._texts[key]

    @cached_property
    def _texts(self) -> dict[tuple[PurePosixPath, str, frozenset[str]], str]:
        """The texts of pages that were asked for: many rules ask for the same."""
        return {}

    def _made_text(self, page: Page, but: Collection[str]) -> str:

        def made(block: DataBlock) -> str:
            found = self.made(block)
            return found.body if found else ""

        makers = {name: made for name in DATA_BLOCKS if name not in but}
        return in_place(self._with_passages(page), makers)

    def _with_passages(self, page: Page, around: tuple[Page, ...] = ()) -> str:

        def passage(name: str) -> str:
            part = self.parts.get(name)
            return self._with_passages(part, (*around, page)) if part and part not in around else ""

        texts = (
            passage(line.name) if line.kind is LineKind.INCLUDE and line.name else line.written
            for line in scan(page.body)
        )
        return "\n".join(texts)


def markdown_files(docs: Path) -> list[PurePosixPath]:
    """The pages and passages below a docs folder, sorted; none in a folder that is hidden."""
    # Whoever reads a pipe waits for ever; the rule `odd_file` reports it.
    files = (path for path in docs.rglob("*.md") if path.is_file())
    found = (PurePosixPath(path.relative_to(docs).as_posix()) for path in files)
    return sorted(path for path in found if not any(part.startswith(".") for part in path.parts))

"""The content of the guide, read once: pages, passages that pages share, the bibliography."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath

from linkaudit.core.problem import Problem
from linkaudit.references.bibliography import Bibliography

from guide.content.coverage import Proof
from guide.content.interface import Interface, faults_of
from guide.content.markdown_text import LineKind, scan
from guide.content.page import Page, read_page
from guide.content.page_kinds import PageKinds
from guide.content.poses import FILE as POSES
from guide.content.poses import Poses
from guide.content.routines import ROUTINES, Routines, with_routines
from guide.content.word_lists import SearchWords, WordLists

PARTS = "_parts"
DRAWINGS = "assets/images"
REFERENCES = "_data/references.yml"
URGENT_HELP = "urgent-help.md"  # the page that others lead to before anything else


@dataclass(frozen=True)
class Guide:
    """Everything below the docs folder that a patient reads. It knows no engine and no network."""

    docs: Path
    pages: tuple[Page, ...]
    parts: Mapping[str, Page]
    bibliography: Bibliography
    word_lists: WordLists = field(default_factory=WordLists)
    routines: Routines = field(default_factory=Routines)
    poses: Poses = field(default_factory=Poses)
    proof: Proof = field(default_factory=Proof)
    search_words: SearchWords = field(default_factory=SearchWords)
    kinds: PageKinds = field(default_factory=PageKinds)
    unreadable: tuple[Problem, ...] = ()

    @classmethod
    def load(cls, docs: Path) -> Guide:
        """Read the docs folder. What cannot be read is kept as problems in `unreadable`."""
        if not docs.is_dir():
            raise FileNotFoundError(f"the docs folder must exist, {docs} does not")
        problems: list[Problem] = []
        problems += faults_of(docs)
        files = {path: read_page(docs, path, problems) for path in markdown_files(docs)}
        return cls(
            docs=docs,
            pages=tuple(page for path, page in files.items() if path.parts[0] != PARTS),
            parts={
                str(path.relative_to(PARTS)): page
                for path, page in files.items()
                if path.parts[0] == PARTS
            },
            bibliography=Bibliography.load(docs / REFERENCES),
            word_lists=WordLists.load(docs),
            routines=Routines.load(docs),
            poses=Poses.load(docs),
            proof=Proof.load(docs),
            search_words=SearchWords.load(docs),
            kinds=PageKinds.load(docs),
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

    @cached_property
    def files(self) -> tuple[Page, ...]:
        """Pages first, then the passages they share, the routines, and the words of pictures."""
        routines = map(self.routine, self.routines.by_id)
        return (*self.pages, *self.parts.values(), *routines, *self._captions())

    def routine(self, name: str) -> Page:
        """A routine as a passage that a page includes."""
        found = self.routines.by_id[name]
        path = PurePosixPath(ROUTINES)
        return Page(path, {}, {}, found.markdown, lines=found.lines)

    def _captions(self) -> Iterator[Page]:
        """The captions and alt texts of pictures, so that they are checked as all words are."""
        if self.poses.words:
            texts, lines = zip(*self.poses.words, strict=True)
            apart = tuple(line for line in lines for _ in range(2))
            yield Page(PurePosixPath(POSES), {}, {}, "\n\n".join(texts), lines=apart)

    def problem(self, page: Page, line: int, message: str, target: str | None = None) -> Problem:
        """A problem at a line of the file of a page or passage."""
        return Problem(self.name_of(page.path), line, message, target=target)

    def name_of(self, path: PurePosixPath | str) -> str:
        """The name of a file below the docs folder as problems print it."""
        return f"{self.docs.name}/{path}"

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

    def passages_of(self, page: Page) -> Iterator[Page]:
        """Yield the passages that a page includes, also those within passages, and routines."""
        waiting, seen = [page], {page.path}
        while waiting:
            text = waiting.pop()
            for _, name in text.routines():
                if name in self.routines.by_id:
                    yield self.routine(name)
            for _, name in text.includes():
                part = self.parts.get(name)
                if part and part.path not in seen:
                    seen.add(part.path)
                    waiting.append(part)
                    yield part

    def text_of(self, page: Page) -> str:
        """The body of a page with its passages and routines in their places."""

        def routine(name: str) -> str:
            found = self.routines.by_id.get(name)
            return found.markdown if found else ""

        return with_routines(self.with_passages(page), routine)

    def with_passages(self, page: Page, around: tuple[Page, ...] = ()) -> str:
        """The body of a page with its passages in their places; routines are only named."""

        def passage(name: str) -> str:
            part = self.parts.get(name)
            return self.with_passages(part, (*around, page)) if part and part not in around else ""

        texts = (
            passage(line.name) if line.kind is LineKind.INCLUDE and line.name else line.written
            for line in scan(page.body)
        )
        return "\n".join(texts)


def markdown_files(docs: Path) -> list[PurePosixPath]:
    """The pages and passages below a docs folder, sorted; none in a folder that is hidden."""
    # Whoever reads a pipe waits for ever; the rule `odd_file` tells of it.
    files = (path for path in docs.rglob("*.md") if path.is_file())
    found = (PurePosixPath(path.relative_to(docs).as_posix()) for path in files)
    return sorted(path for path in found if not any(part.startswith(".") for part in path.parts))

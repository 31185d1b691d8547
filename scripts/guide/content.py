"""The content of the guide, read once: pages, passages that pages share, the bibliography."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from guide import marked_yaml
from guide.bibliography import Bibliography
from guide.citation import Mention, find_mentions
from guide.problems import Problem
from guide.prose import without_code
from guide.word_lists import WordLists

PARTS = "_parts"
DRAWINGS = "assets/images"
REFERENCES = "_data/references.yml"
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)?---[ \t]*(?:\n|\Z)", re.DOTALL)
_INCLUDE = re.compile(r'^[ \t]*--8<--[ \t]+["\'](?P<name>[^"\']+)["\'][ \t]*$', re.MULTILINE)
_DRAWING = re.compile(r"^[ \t]*///+[ \t]*picture[ \t]*\|[ \t]*(?P<name>\S.*?)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True)
class Page:
    """One Markdown file: a page, or a passage that pages include.

    `path` is relative to the docs folder; `meta_lines` and `line_of` give lines of the file.
    """

    path: PurePosixPath
    meta: Mapping[str, Any] = field(repr=False)
    meta_lines: Mapping[str, int] = field(repr=False)
    body: str = field(repr=False)
    body_line: int = 1

    @property
    def title(self) -> str:
        return str(self.meta.get("title", self.path.stem))

    @property
    def waivers(self) -> dict[str, Any]:
        """The rules that the page waives, with the reasons, as far as they have their form."""
        waivers = self.meta.get("waivers")
        return waivers if isinstance(waivers, dict) else {}

    def line_of(self, line_in_body: int) -> int:
        """Turn a line of the body into a line of the file."""
        return self.body_line + line_in_body - 1

    def mentions(self) -> Iterator[Mention]:
        """Yield the citations of this file, not those of passages that it includes."""
        for mention in find_mentions(self.body):
            yield Mention(self.line_of(mention.line), mention.citations, mention.error)

    def includes(self) -> Iterator[tuple[int, str]]:
        """Yield the line and the name of each shared passage that this file includes."""
        yield from self._names(_INCLUDE)

    def unnamed_includes(self) -> Iterator[int]:
        """Yield the line of each include in a form that names no passage on its own line."""
        named = {line for line, _ in self.includes()}
        for number, text in enumerate(without_code(self.body).split("\n"), start=self.body_line):
            if text.lstrip().startswith("--8<--") and number not in named:
                yield number

    def drawings(self) -> Iterator[tuple[int, str]]:
        """Yield the line and the name of each drawing that this file shows."""
        yield from self._names(_DRAWING)

    def _names(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, str]]:
        prose = without_code(self.body)
        for match in pattern.finditer(prose):
            yield self.line_of(prose.count("\n", 0, match.start("name")) + 1), match["name"]


@dataclass(frozen=True)
class Guide:
    """Everything below the docs folder that a patient reads. It knows no engine and no network."""

    docs: Path
    pages: tuple[Page, ...]
    parts: Mapping[str, Page]
    bibliography: Bibliography
    word_lists: WordLists = field(default_factory=WordLists)
    unreadable: tuple[Problem, ...] = ()

    @classmethod
    def load(cls, docs: Path) -> Guide:
        """Read the docs folder. What cannot be read is kept as problems in `unreadable`."""
        if not docs.is_dir():
            raise FileNotFoundError(f"the docs folder must exist, {docs} does not")
        problems: list[Problem] = []
        files = {path: _read_page(docs, path, problems) for path in _markdown_files(docs)}
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
            unreadable=tuple(problems),
        )

    @property
    def files(self) -> tuple[Page, ...]:
        """Pages first, then the passages they share."""
        return (*self.pages, *self.parts.values())

    def problem(
        self, page: Page, line: int, rule: str, message: str, target: str | None = None
    ) -> Problem:
        """A problem at a line of the file of a page or passage."""
        return Problem(self.name_of(page.path), line, rule, message, target=target)

    def name_of(self, path: PurePosixPath | str) -> str:
        """The name of a file below the docs folder as problems print it."""
        return f"{self.docs.name}/{path}"

    def pages_citing(self) -> dict[str, list[Page]]:
        """Map each citekey to the pages that cite it, also through a shared passage."""
        citing: dict[str, list[Page]] = {}
        for page in self.pages:
            for text in (page, *self.passages_of(page)):
                for mention in text.mentions():
                    for citation in mention.citations:
                        pages = citing.setdefault(citation.key, [])
                        if page not in pages:
                            pages.append(page)
        return citing

    def passages_of(self, page: Page) -> Iterator[Page]:
        """Yield the shared passages that a page includes, also those within passages."""
        waiting, seen = [page], {page.path}
        while waiting:
            for _, name in waiting.pop().includes():
                part = self.parts.get(name)
                if part and part.path not in seen:
                    seen.add(part.path)
                    waiting.append(part)
                    yield part


def _markdown_files(docs: Path) -> list[PurePosixPath]:
    found = (PurePosixPath(path.relative_to(docs).as_posix()) for path in docs.rglob("*.md"))
    return sorted(path for path in found if not any(part.startswith(".") for part in path.parts))


def _read_page(docs: Path, path: PurePosixPath, problems: list[Problem]) -> Page:
    name = f"{docs.name}/{path}"
    raw = (docs / path).read_bytes()
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problems.append(Problem(name, line, "unreadable", "must be UTF-8 text, is not"))
        text = raw.decode("utf-8", errors="replace")
    match = _FRONT_MATTER.match(text)
    if not match:
        return Page(path, {}, {}, text)
    body_line = text.count("\n", 0, match.end()) + 1
    body = text[match.end() :]
    try:
        meta = marked_yaml.load(match[1] or "")
    except marked_yaml.MarkedYamlError as error:
        problems.append(Problem(name, error.line + 1, "unreadable", f"front matter: {error}"))
        meta = None
    if not isinstance(meta, marked_yaml.Mapping):
        return Page(path, {}, {}, body, body_line)
    return Page(path, meta, {k: n + 1 for k, n in meta.lines.items()}, body, body_line)

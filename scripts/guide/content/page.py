"""A page: one Markdown file with its front matter, its kind, and what it takes from other files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal, NamedTuple

from linkaudit.core import yaml_lines
from linkaudit.core.data_file import DataEntry, Words, read
from linkaudit.core.files import NotUtf8Error, text_of
from linkaudit.core.problem import UNREADABLE, Problem
from pydantic import Field, model_validator

from guide.content.data_blocks import DataBlock, data_blocks
from guide.content.markdown_text import (
    CitationCluster,
    LineKind,
    MarkdownLine,
    find_mentions,
    scan,
    split_front_matter,
)
from guide.core.own_files import name_of
from guide.edition.nations import Nation

KINDS = "_data/page_kinds.yml"


class PageKind(DataEntry):
    """Pages that are alike: `pages` names files (`about.md`), and folders (`myths/`).

    `words` is the most that the core of such a page may have; pages for patients must give it.
    With `exercises: apart` the exercises that a page shows are not counted.
    `screens` is the most that it may take on a small phone, and `act_by` the screen on which its
    first action must begin: a browser measures them (tests/browser/test_screens.py).
    """

    kind: Words
    pages: Annotated[list[Words], Field(min_length=1)]
    words: int | None = Field(default=None, gt=0)
    screens: int | None = Field(default=None, gt=0)
    act_by: int | None = Field(default=None, gt=0)
    exercises: Literal["apart"] | None = None
    patients: bool = True

    @model_validator(mode="after")
    def _has_a_limit(self) -> PageKind:
        if self.patients and self.words is None:
            raise ValueError("must give words, or else patients: false")
        return self


@dataclass(frozen=True)
class PageKinds:
    """All kinds, empty if the guide lists none. `unreadable` is what could not be read."""

    kinds: tuple[PageKind, ...] = ()
    unreadable: tuple[Problem, ...] = ()

    @classmethod
    def load(cls, docs: Path) -> PageKinds:
        """Read the kinds below the docs folder. Never raises for what the file holds."""
        problems: list[Problem] = []
        return cls(tuple(read(docs, KINDS, PageKind, problems)), tuple(problems))

    def of(self, path: PurePosixPath) -> PageKind | None:
        """The kind of a page: that which names its file, else the nearest folder around it."""
        by_name = {name: kind for kind in self.kinds for name in kind.pages}
        names = (str(path), *(f"{folder}/" for folder in path.parents))
        return next((by_name[name] for name in names if name in by_name), None)


# How large a page may be: beyond this, rules and engine would take minutes over one file.
#
# Some steps of the engine take as long as the square of the marks in a paragraph, or of the lists
# within lists. No page that a patient can read comes near any of these bounds.

PAGE = 200_000  # letters
LINES = 20_000
PARAGRAPH = 20_000  # letters, of lines without an empty one between them
LINE = 5_000  # letters
MARKS = 1_000  # of one kind in a page: a hundred paragraphs of them take as long as one
INDENT = 80  # columns: lists nested 20 deep
_MARKS = "[]*_`{!<"
# What stands before the words of a line: blanks, and the marks of lists and quotations.
_LEAD = re.compile(r"(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])*")


class Excess(NamedTuple):
    """Where a text is beyond a bound: the line, counted from 1, and what must be there."""

    line: int
    message: str


def what_is_beyond(text: str) -> Excess | None:
    """The first place where a Markdown text is beyond a bound."""
    if len(text) > PAGE:
        return Excess(1, f"a page must have at most {PAGE:,} letters, has {len(text):,}: split it")
    lines = text.split("\n")
    if len(lines) > LINES:
        return Excess(1, f"a page must have at most {LINES:,} lines, has {len(lines):,}: split it")
    faults = (_crowded(text), _long_or_deep(lines), _unbroken(lines))
    return min(filter(None, faults), default=None)


def _crowded(text: str) -> Excess | None:
    for mark in _MARKS:
        times = text.count(mark)
        if times > MARKS:
            before = mark.join(text.split(mark, MARKS + 1)[:-1])
            line = before.count("\n") + 1
            return Excess(line, f'a page must have at most {MARKS:,} "{mark}", has {times:,}')
    return None


def _long_or_deep(lines: list[str]) -> Excess | None:
    for number, line in enumerate(lines, start=1):
        if len(line) > LINE:
            message = f"a line must have at most {LINE:,} letters, has {len(line):,}"
            return Excess(number, message)
        lead = _LEAD.match(line.rstrip())
        columns = len(lead[0].expandtabs(4)) if lead else 0
        if columns > INDENT:
            message = f"a line must be indented by at most {INDENT} columns, is by {columns}"
            return Excess(number, message)
    return None


def _unbroken(lines: list[str]) -> Excess | None:
    for number, paragraph in _paragraphs(lines):
        if len(paragraph) > PARAGRAPH:
            message = f"a paragraph must have at most {PARAGRAPH:,} letters, has {len(paragraph):,}"
            return Excess(number, f"{message}: put an empty line where a thought ends")
    return None


def _paragraphs(lines: list[str]) -> Iterator[tuple[int, str]]:
    first = 0
    for number, line in enumerate([*lines, ""]):
        if not line.strip():
            if number > first:
                yield first + 1, "\n".join(lines[first:number])
            first = number + 1


DATES = {"last_reviewed", "next_review"}


class Use(NamedTuple):
    """A line of a file that shows what another file holds, and the name of that."""

    line: int
    name: str


class Myth(NamedTuple):
    """What people say, and what is known; `at` is the heading that tells more, or nothing."""

    said: str
    fact: str
    at: str = ""


@dataclass(frozen=True)
class Page:
    """One Markdown file: a page, or a passage that pages include.

    `path` is relative to the docs folder; `meta_lines` and `line_of` give lines of the file.
    A passage made of data has in `lines` the line of the data file for each line of its body.
    One that is beyond the bounds of a page is empty, and `is_beyond` is true.
    """

    path: PurePosixPath
    meta: Mapping[str, Any] = field(repr=False)
    meta_lines: Mapping[str, int] = field(repr=False)
    body: str = field(repr=False)
    body_line: int = 1
    lines: tuple[int, ...] = field(default=(), repr=False)
    is_beyond: bool = False

    @property
    def title(self) -> str:
        return str(self.meta.get("title", self.path.stem))

    @property
    def waivers(self) -> dict[str, Any]:
        """The rules that the page waives, with the reasons, as far as they have their form."""
        waivers = self.meta.get("waivers")
        return waivers if isinstance(waivers, dict) else {}

    @property
    def search_words(self) -> tuple[str, ...]:
        """What patients may call the matter of the page, as far as it is a list of words."""
        words = self.meta.get("search_words")
        return tuple(w for w in words if isinstance(w, str)) if isinstance(words, list) else ()

    @property
    def is_leaflet(self) -> bool:
        """Whether it asks to be printed as a leaflet; of the guide's own pages mkdocs.yml says."""
        return self.meta.get("leaflet") is True

    @property
    def myths(self) -> tuple[Myth, ...]:
        """The myths that the page tells, as far as they have their form.

        The fact of `myth` is the title of the page; each of `myths` has its own.
        """
        said, others = self.meta.get("myth"), self.meta.get("myths")
        own = [Myth(said, self.title)] if isinstance(said, str) else []
        return (*own, *filter(None, map(_myth, others if isinstance(others, list) else ())))

    @property
    def is_searched(self) -> bool:
        """False for a page that says `search: {exclude: true}`."""
        search = self.meta.get("search")
        return not (isinstance(search, dict) and search.get("exclude"))

    @property
    def search_boost(self) -> float:
        """What the page's place among results is multiplied by: `search: {boost: 0.5}`."""
        search = self.meta.get("search")
        boost = search.get("boost", 1) if isinstance(search, dict) else 1
        return float(boost) if isinstance(boost, int | float) else 1.0

    def line_of(self, line_in_body: int) -> int:
        """Turn a line of the body into a line of the file."""
        if self.lines:
            return self.lines[min(line_in_body, len(self.lines)) - 1]
        return self.body_line + line_in_body - 1

    def mentions(self) -> Iterator[CitationCluster]:
        """Yield the citations of this file, not those of passages that it includes."""
        for mention in find_mentions(self.body):
            yield CitationCluster(self.line_of(mention.line), mention.citations, mention.error)

    def includes(self) -> Iterator[Use]:
        """Yield the shared passages that this file includes."""
        for line in self._includes:
            if line.name:
                yield Use(self.line_of(line.number), line.name)

    def unnamed_includes(self) -> Iterator[int]:
        """Yield the line of each include in a form that names no passage on its own line."""
        yield from (self.line_of(line.number) for line in self._includes if not line.name)

    def drawings(self) -> Iterator[Use]:
        """Yield the drawings that this file shows, by their names."""
        yield from self._shown("picture")

    def poses(self) -> Iterator[Use]:
        """Yield the poses whose pictures this file shows, by their ids."""
        yield from self._shown("pose")

    def routines(self) -> Iterator[Use]:
        """Yield the routines that this file shows, by their ids."""
        yield from self._shown("routine")

    def treatments(self) -> Iterator[Use]:
        """Yield the treatments that this file shows, by their ids."""
        yield from self._shown("treatment")

    def data_blocks(self, *names: str) -> Iterator[DataBlock]:
        """Yield the blocks of these names that are made of data; `line` is that of the file."""
        for block in data_blocks(self.body, *names):
            yield replace(block, line=self.line_of(block.line))

    def has_block(self, name: str) -> bool:
        """Whether this file has a block of a name and nothing behind it, like `/// claims`."""
        return any(line.name == name and not line.words for line in self._blocks)

    @property
    def _includes(self) -> Iterator[MarkdownLine]:
        return (line for line in scan(self.body) if line.kind is LineKind.INCLUDE)

    @property
    def _blocks(self) -> Iterator[MarkdownLine]:
        return (line for line in scan(self.body) if line.opens)

    def _shown(self, block: str) -> Iterator[Use]:
        for line in self._blocks:
            if line.name == block and line.words:
                yield Use(self.line_of(line.number), line.words)


def _myth(entry: Any) -> Myth | None:
    if not isinstance(entry, dict):
        return None
    said, fact, at = entry.get("myth"), entry.get("fact"), entry.get("at", "")
    if not (isinstance(said, str) and isinstance(fact, str) and isinstance(at, str)):
        return None
    return Myth(said, fact, at)


def _date_of(value: Any) -> Any:
    """A date that stands in quotes, as editors on the web write it; other values as they are."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else value
    except ValueError:
        return value


def read_text(docs: Path, path: PurePosixPath, problems: list[Problem]) -> str | None:
    """Read the text of a file below the docs folder, or None if it is beyond the bounds of a page.

    What cannot be read becomes a problem.
    """
    name = name_of(docs, path)
    raw = (docs / path).read_bytes()
    try:
        text = text_of(raw)
    except NotUtf8Error as error:
        problems.append(Problem(name, error.line, str(error), rule=UNREADABLE))
        text = error.text
    text = text.replace("\r\n", "\n")
    if beyond := what_is_beyond(text):
        problems.append(Problem(name, beyond.line, beyond.message, rule=UNREADABLE))
        return None
    return text


def read_page(docs: Path, path: PurePosixPath, problems: list[Problem], nation: Nation) -> Page:
    """Read a file below the docs folder in the words of a nation.

    What cannot be read becomes a problem. Of front matter only `search_words` takes such words:
    the rest the engine gives to templates as it is.
    """
    name = name_of(docs, path)
    text = read_text(docs, path, problems)
    if text is None:
        return Page(path, {}, {}, "", is_beyond=True)
    front = split_front_matter(text)
    if not front:
        return Page(path, {}, {}, nation.put(text))
    body = nation.put(front.body)
    try:
        meta = yaml_lines.load(front.yaml)
    except yaml_lines.MarkedYamlError as error:
        problems.append(Problem(name, error.line + 1, f"front matter: {error}", rule=UNREADABLE))
        meta = None
    if not isinstance(meta, yaml_lines.Mapping):
        return Page(path, {}, {}, body, front.body_line)
    if "search_words" in meta:
        meta["search_words"] = nation.put_into(meta["search_words"])
    for key in DATES & meta.keys():
        meta[key] = _date_of(meta[key])
    lines = {key: line + 1 for key, line in meta.lines.items()}
    return Page(path, meta, lines, body, front.body_line)

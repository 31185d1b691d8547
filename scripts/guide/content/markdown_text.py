"""The one scanner of our Markdown: what each line is, and what the lines make up.

It tells code and comments from words, then what stands on each line: a heading, a fence of a block
(`/// name | words`, with options, closed by `///`), a fold (`//// more | heading`, which may hold
blocks), an include, an item, a row. Headings, sections, lists, tables, paragraphs with their
sentences, and citations are read from these lines.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

# Words without code and comments.

# Where something begins that may be no prose: fenced code, a comment, a code span.
_BEGIN = re.compile(
    r"^[ ]*+(?P<fence>`{3,}+|~{3,}+)[^\n]*+\n|(?P<comment><!--)|(?<![\\`])(?P<ticks>`++)",
    re.MULTILINE,
)
_FENCE_END = re.compile(r"^[ ]*+(?P<mark>`{3,}+|~{3,}+)[`~]*+[ ]*+$", re.MULTILINE)
_TICKS = re.compile(r"`++")
_PARAGRAPH_END = re.compile(r"\n(?=[ \t]*+\n)")
# Neither goes on beyond where the next one begins: what nothing closes is read once.
_ADDRESS = re.compile(r"\]\((?>(?:[^)\]]|\](?!\())*)\)|\[@(?>(?:[^\[\]]|\[(?!@))*)\]")
# A bracket of a link, with the address behind it in angle brackets: `[words](<a b.md> "title")`;
# or all of `[name]: <a.md>`.
_LINK_MARK = re.compile(
    r"^ {0,3}\[[^\[\]\n]*+\]:[ ]*+(?P<named><[^<>\s]*+>)[ ]*+$|(?P<image>!?)(?<!\\)(?P<open>\[)"
    r"|(?<!\\)(?P<close>\])(?:(?=\([ \t]*+(?P<address><[^<>\n]*+>)"
    r"\s*+(?:(?:\"[^\"\n]*+\"|'[^'\n]*+')\s*+)?\)))?|\n(?=[ \t]*+\n)",
    re.MULTILINE,
)
_NO_LINE_END = re.compile(r"[^\n]")
_ITEM_MARK = r"(?:[-*+]|\d++[.)])\s++"
_LIST_ITEM = re.compile(rf"\s*+{_ITEM_MARK}")


@lru_cache(maxsize=4000)
def without_code(text: str) -> str:
    """Blank out code and comments; every other character keeps its line and column."""
    pieces, done = [], 0
    for start, end in _NotProse(text):
        pieces += [text[done:start], _NO_LINE_END.sub(" ", text[start:end])]
        done = end
    prose = "".join([*pieces, text[done:]])
    return "\n".join(_without_indented_code(prose.split("\n")))


def without_addresses(text: str) -> str:
    """Blank out the addresses of links, and citations; the rest keeps its line and column."""
    return _ADDRESS.sub(blank, text)


def without_angles(text: str) -> str:
    """Blank out the addresses of links that stand in angle brackets: they are no tags of HTML.

    In the words of another link they are none, but tags: the engine makes no link of the inner.
    """
    spans, around = [], list[bool]()  # whether each open bracket is that of an image
    for mark in _LINK_MARK.finditer(text) if "<" in text else ():
        if mark["named"]:
            spans.append(mark.span("named"))
        elif mark["open"]:
            around.append(bool(mark["image"]))
        elif not mark["close"]:
            around.clear()
        elif around:
            is_image = around.pop()
            if mark["address"] and (is_image or not around):
                spans.append(mark.span("address"))
    pieces, done = [], 0
    for start, end in spans:
        # The > stays: it ends a tag that begins before the link.
        pieces += [text[done:start], " " * (end - 1 - start)]
        done = end - 1
    return "".join([*pieces, text[done:]])


def blank(match: re.Match[str]) -> str:
    """Spaces for every character of a match but its line ends."""
    return _NO_LINE_END.sub(" ", match.group())


class _NotProse:
    """Where fenced code, comments and code spans start and end; each sign is read once or twice.

    What nothing closes is prose. A fence is closed by as many marks or more, or, if nowhere below
    are that many, by the most that are.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._fence_ends: dict[str, list[tuple[int, int, int]]] = {"`": [], "~": []}
        for end in _FENCE_END.finditer(text):
            mark = end["mark"]
            self._fence_ends[mark[0]].append((end.start(), end.end(), len(mark)))
        # For each end of a fence, the most marks of all from there on.
        self._most = {
            mark: list(accumulate((length for *_, length in reversed(ends)), max))[::-1]
            for mark, ends in self._fence_ends.items()
        }
        self._paragraph_ends = [end.start() for end in _PARAGRAPH_END.finditer(text)]
        # The code spans' marks by their paragraph and their number.
        self._ticks: dict[tuple[int, int], list[int]] = {}
        for run in _TICKS.finditer(text):
            kind = (self._paragraph(run.start()), len(run.group()))
            self._ticks.setdefault(kind, []).append(run.start())
        self._last_comment_end = text.rfind("-->")

    def __iter__(self) -> Iterator[tuple[int, int]]:
        place = 0
        while begin := _BEGIN.search(self._text, place):
            start, place, end = begin.start(), begin.end(), 0
            if begin["fence"]:
                end = self._end_of_fence(begin["fence"], begin.end())
                if not end:
                    start, place = begin.span("fence")
            elif begin["comment"] and place <= self._last_comment_end:
                end = self._text.find("-->", place) + len("-->")
            if not end and self._text[start] == "`":
                end = self._end_of_span(start, place)
            if end:
                yield start, end
                place = end

    def _end_of_fence(self, fence: str, start: int) -> int:
        ends, most = self._fence_ends[fence[0]], self._most[fence[0]]
        first = bisect_left(ends, (start,))
        if first == len(ends):
            return 0
        wanted = min(len(fence), most[first])
        return next(ends[n][1] for n in range(first, len(ends)) if ends[n][2] >= wanted)

    def _end_of_span(self, start: int, end: int) -> int:
        """Where as many marks stand again in the paragraph."""
        length = end - start
        alike = self._ticks.get((self._paragraph(start), length), [])
        following = bisect_left(alike, end)
        return alike[following] + length if following < len(alike) else 0

    def _paragraph(self, place: int) -> int:
        return bisect_left(self._paragraph_ends, place)


def _without_indented_code(lines: list[str]) -> Iterator[str]:
    """Blank out code indented by four spaces; what is indented below a list item is prose."""
    in_list = in_code = False
    before = ""
    for line in lines:
        if line.strip():
            indented = line.startswith(("    ", "\t"))
            if not indented:
                in_list = bool(_LIST_ITEM.match(line)) or (in_list and bool(before.strip()))
            in_code = indented and not in_list and (in_code or not before.strip())
        yield " " * len(line) if in_code else line
        before = line


# What stands on each line.

_WORDS = r"\S(?:.*\S)?"
_LINE = re.compile(
    rf"(?P<indent>[ \t]*+)(?:(?P<heading>(?P<marks>#{{1,6}})\s++(?P<title>{_WORDS})?)"
    r"|(?P<fence>(?P<slashes>///++)[ \t]*+(?P<block>[\w-]*+)[ \t]*+"
    rf"(?:\|[ \t]*+(?P<argument>{_WORDS}))?)"
    r"|(?P<include>--8<--(?:[ \t]++[\"'](?P<passage>[^\"']++)[\"'][ \t]*+$)?)"
    r"|(?P<rule>(?:\|\s*+)?:?-{3,})"
    rf"|(?P<item>{_ITEM_MARK})"
    r"|(?P<row>\|))?"
)
# The attributes that a heading or another piece of text gives itself, with an anchor among them.
ATTRIBUTES = re.compile(r"\{[^{}#\n]*+#(?P<anchor>[\w-]++)[^{}\n]*+\}")
_OWN_ANCHOR = re.compile(rf"(?<![ \t])[ \t]*+{ATTRIBUTES.pattern}[ \t]*$")
_TABLE_RULE = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?$")
_COLUMN = re.compile(r"(?<!\\)\|")
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)?---[ \t]*(?:\n|\Z)", re.DOTALL)
_INDENT = 4  # columns: what is indented by so many belongs to a list item, or gives an option


FOLD = "more"  # the block that is a section of the page, and may hold other blocks
FOLD_LEVEL = 2  # of its heading


class LineKind(StrEnum):
    """What a line is. A fence with a name opens a block, one without closes it.

    A fold is a section of the page: the fence that opens it is its heading.
    """

    BLANK = "blank"
    TEXT = "text"
    HEADING = "heading"
    FENCE = "fence"
    FOLD_END = "fold end"
    OPTION = "option"  # of a block: `name: value`, indented, right below the fence that opens it
    INCLUDE = "include"
    ITEM = "item"
    ROW = "row"
    RULE = "rule"  # below the head of a table, or between two texts


class MarkdownLine(NamedTuple):
    """A line of a Markdown text; `number` counts from 1, `indent` columns.

    `written` is the whole line, `text` has blanks in place of code and comments. `name` is that of
    a block or of an included passage, empty if none is given; `words` are what stands behind the
    mark of a heading, a fence or an item, less the `anchor` that a heading gives itself,
    `{#name}`. `block` names the block around the line; a fold is none:
    `fold` has its slashes, on its first line and its last too, and is empty elsewhere.
    """

    number: int
    written: str
    text: str
    kind: LineKind
    indent: int = 0
    level: int = 0  # of a heading, 1 to 6
    name: str = ""
    words: str = ""
    block: str = ""
    fold: str = ""
    anchor: str = ""

    @property
    def is_heading(self) -> bool:
        """Whether a section begins here."""
        return self.kind is LineKind.HEADING and not self.indent

    @property
    def is_mark(self) -> bool:
        """Whether it has no words of the text: a fence, an option, an include."""
        marks = (LineKind.FENCE, LineKind.FOLD_END, LineKind.OPTION, LineKind.INCLUDE)
        return self.kind in marks

    @property
    def opens_fold(self) -> bool:
        """Whether a fold begins here."""
        return self.kind is LineKind.HEADING and self.name == FOLD

    @property
    def opens(self) -> bool:
        """Whether it opens a block, be it in a list item."""
        return self.kind is LineKind.FENCE and bool(self.name)

    @property
    def is_fence(self) -> bool:
        """Whether it opens or closes a block that stands in no list item."""
        return self.kind is LineKind.FENCE and self.indent < _INDENT


def named(heading: str) -> tuple[str, str]:
    """The words of a heading, and the anchor that it gives itself, `{#name}`, or nothing."""
    own = _OWN_ANCHOR.search(heading)
    return (heading[: own.start()], own["anchor"]) if own else (heading, "")


class FrontMatter(NamedTuple):
    """The YAML at the head of a file, from its second line on, and the text below it."""

    yaml: str
    body: str
    body_line: int


def split_front_matter(text: str) -> FrontMatter | None:
    """The front matter of a file and its text; None if it has none."""
    match = _FRONT_MATTER.match(text)
    if not match:
        return None
    return FrontMatter(match[1] or "", text[match.end() :], text.count("\n", 0, match.end()) + 1)


@lru_cache(maxsize=1000)
def scan(text: str) -> tuple[MarkdownLine, ...]:
    """Every line of a Markdown text without front matter."""
    return tuple(_scanned(text))


def _scanned(text: str) -> Iterator[MarkdownLine]:
    block, slashes, fold, options_from = "", "", "", 0
    pairs = zip(text.split("\n"), without_code(text).split("\n"), strict=True)
    for number, (written, prose) in enumerate(pairs, start=1):
        found = _LINE.match(prose)
        assert found is not None  # it may match nothing
        indent = len(found["indent"].expandtabs(_INDENT))
        kind = LineKind.TEXT if found.lastgroup == "indent" else LineKind(str(found.lastgroup))
        kind = kind if prose.strip() else LineKind.BLANK
        is_option = options_from and indent >= options_from
        if is_option and kind not in (LineKind.FENCE, LineKind.BLANK):
            kind = LineKind.OPTION
        level = len(found["marks"] or "")
        around = fold
        if kind is LineKind.FENCE and indent < _INDENT:
            if found["block"] == FOLD and not (block or fold):
                kind, level, around = LineKind.HEADING, FOLD_LEVEL, found["slashes"]
            elif not found["block"] and fold and not block and found["slashes"] == fold:
                kind = LineKind.FOLD_END
            elif not found["block"] and block and found["slashes"] != slashes:
                kind = LineKind.TEXT  # a block ends with as many slashes as it began with
        words, anchor = named(found["title"] or found["argument"] or "")
        line = MarkdownLine(
            number,
            written,
            prose,
            kind,
            indent,
            level=level,
            name=found["block"] or found["passage"] or "",
            words=prose[found.end() :] if kind is LineKind.ITEM else words,
            anchor=anchor,
            block=block,
            fold=around,
        )
        yield line
        fold = "" if kind is LineKind.FOLD_END else around
        if line.is_fence:
            block, slashes = line.name, found["slashes"]
        if kind is not LineKind.OPTION:
            options_from = indent + _INDENT if line.opens else 0


# What the lines make up.

_SENTENCE_END = re.compile(r"(?<=[.!?:])[\"')]*\s+(?=[A-Z0-9\"'(\[*])|(?<=[.!?])\n")
_PROSE = (LineKind.TEXT, LineKind.ITEM, LineKind.ROW)


class Sentence(NamedTuple):
    """A sentence, and the line on which it starts."""

    line: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """Consecutive lines of prose, a list item, or a row of a table; `line` counts from 1."""

    line: int
    text: str
    is_item: bool = False

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""
        return self.text.lstrip().startswith("|")

    def sentences(self) -> Iterator[Sentence]:
        """Yield the sentences."""
        return (Sentence(self.line + line, text) for line, text in _sentences(self.text))


@lru_cache(maxsize=20_000)
def _sentences(paragraph: str) -> tuple[Sentence, ...]:
    """The sentences of a text; `line` counts from 0."""
    found = []
    start = line = counted = 0
    for end in [*(m.end() for m in _SENTENCE_END.finditer(paragraph)), len(paragraph)]:
        sentence = paragraph[start:end]
        lead = len(sentence) - len(sentence.lstrip())
        if sentence.strip():
            line, counted = line + paragraph.count("\n", counted, start + lead), start + lead
            found.append(Sentence(line, sentence.strip()))
        start = end
    return tuple(found)


@dataclass(frozen=True)
class Heading:
    """A heading of a section, or of a block (`block` is then its name)."""

    line: int
    words: str
    block: str | None = None


class SectionText(NamedTuple):
    """A heading, and the text below it; the first of a text has a heading without words."""

    heading: Heading
    text: str


@dataclass(frozen=True)
class ItemList:
    """Items that follow one another; `block` is the block around them, if there is one."""

    line: int
    items: tuple[str, ...]
    block: str | None


class Table(NamedTuple):
    """A table: the line of its head, and the words of each of its columns there."""

    line: int
    heads: tuple[str, ...]


@lru_cache(maxsize=1000)
def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs, list items and rows of a text; headings, fences and options are left out."""
    return tuple(_paragraphs(text))


def _paragraphs(text: str) -> Iterator[Paragraph]:
    lines: list[str] = []
    first, is_item = 1, False
    for line in (*scan(text), MarkdownLine(0, "", "", LineKind.BLANK)):
        if lines and line.kind is not LineKind.TEXT:
            yield Paragraph(first, "\n".join(lines), is_item)
            lines = []
        if line.kind in _PROSE:
            if not lines:
                first, is_item = line.number, line.kind is LineKind.ITEM
            lines.append(line.words if line.kind is LineKind.ITEM else line.text)


def headings(text: str) -> Iterator[Heading]:
    """Yield the headings of a text in order, blocks included."""
    for line in scan(text):
        if line.is_heading and line.words:
            yield Heading(line.number, line.words)
        elif line.is_fence and line.name:
            yield Heading(line.number, line.words, line.name)


def sections(text: str) -> Iterator[SectionText]:
    """Yield each section with the text below its heading; a block is a section too."""
    lines = scan(text)
    starts = [Heading(0, ""), *headings(text)]
    ends = [*(heading.line - 1 for heading in starts[1:]), len(lines)]
    for heading, end in zip(starts, ends, strict=True):
        body = lines[heading.line : end]
        # What follows a block's end belongs to no block; behind a picture in it the eye rests.
        stop = next((n for n, line in enumerate(body) if line.kind is LineKind.FENCE), len(body))
        yield SectionText(
            heading, "\n".join(line.text for line in body[: stop if heading.block else None])
        )


def lists(text: str) -> Iterator[ItemList]:
    """Yield the lists of a text; items of lists within lists are left out."""
    items: list[MarkdownLine] = []
    for line in (*scan(text), MarkdownLine(0, "", "", LineKind.TEXT)):
        if line.kind is LineKind.ITEM and not line.indent:
            items.append(line)
        elif items and line.kind is not LineKind.BLANK and (line.is_fence or not line.indent):
            words = tuple(item.words.strip() for item in items)
            yield ItemList(items[0].number, words, items[0].block or None)
            items = []


def tables(text: str) -> Iterator[Table]:
    """Yield the tables of a text."""
    for head, below in pairwise(scan(text)):
        if "|" in head.text and _TABLE_RULE.match(below.text):
            row = head.text.strip().removeprefix("|").removesuffix("|")
            yield Table(head.number, tuple(_COLUMN.split(row)))


# The grammar of a citation: Pandoc's `[@key]`, `[@a; @b]`, `[@key, 1.2.7]`.

KEY = r"[A-Za-z0-9_](?:[\w:.#$%&+?<>~/-]*[\w/])?"
# A link whose text starts with @, `[@handle](…)`, is not a citation, nor is an escaped bracket.
CLUSTER = r"(?<![\\!])\[(@[^\[\]]+)\](?![(\[])"
# What only looks like one: `[see @key]`, `[-@key]`, `[@]`. An address, `[me@home]`, does not.
_LOOKALIKE = r"(?<![\\!])\[([^\[\]@]*(?<![\w.])@[^\[\]]*)\](?![(\[])"
_UNCLOSED = r"(?<![\\!])\[(@[^\[\]]*?)(?=\n[ \t]*\n|\[|\Z)"
_ITEM = re.compile(rf"@({KEY})(?:,\s*(\S.*))?", re.DOTALL)


class CitationError(ValueError):
    """The text in the brackets is not a list of citations."""


@dataclass(frozen=True)
class Citation:
    """One citekey in the text, with its locator if it has one."""

    key: str
    locator: str | None = None


@dataclass(frozen=True)
class CitationCluster:
    """A cluster of citations at a line of a text; `error` says what is wrong with its form."""

    line: int
    citations: tuple[Citation, ...]
    error: str | None = None


def parse_cluster(inside: str) -> tuple[Citation, ...]:
    """Read the text between the brackets. Raises `CitationError` with what was expected."""
    citations = []
    for item in inside.split(";"):
        match = _ITEM.fullmatch(item.strip())
        if not match:
            raise CitationError(_must_be_like(inside))
        locator = " ".join(match[2].split()) if match[2] else None
        citations.append(Citation(match[1], locator))
    return tuple(citations)


def _must_be_like(inside: str) -> str:
    return f'must be like [@key], [@a; @b] or [@key, 1.2.7], is "[{inside}]"'


@lru_cache(maxsize=20_000)
def find_mentions(text: str) -> tuple[CitationCluster, ...]:
    """Every citation cluster of a Markdown text that is not in code, well formed or not."""
    return tuple(_found_mentions(text)) if "[" in text else ()


def _found_mentions(text: str) -> Iterator[CitationCluster]:
    prose = without_code(text)
    line = counted = 0
    for match in re.finditer(_LOOKALIKE, prose):
        line, counted = line + prose.count("\n", counted, match.start()), match.start()
        try:
            if not match[1].startswith("@"):
                raise CitationError(_must_be_like(match[1]))
            yield CitationCluster(line + 1, parse_cluster(match[1]))
        except CitationError as error:
            yield CitationCluster(line + 1, (), str(error))
    line = counted = 0
    for match in re.finditer(_UNCLOSED, prose):
        line, counted = line + prose.count("\n", counted, match.start()), match.start()
        yield CitationCluster(line + 1, (), f'must end with ], is "[{match[1].split()[0]}"')

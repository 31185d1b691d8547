"""The structure of a Markdown text: its sections, and its lists with their items."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

# The prose of a Markdown text: its words without code, comments and markup, line by line.

# Where something begins that may be no prose: fenced code, a comment, a code span.
_BEGIN = re.compile(
    r"^[ ]*+(?P<fence>`{3,}+|~{3,}+)[^\n]*+\n|(?P<comment><!--)|(?<![\\`])(?P<ticks>`++)",
    re.MULTILINE,
)
_FENCE_END = re.compile(r"^[ ]*+(?P<mark>`{3,}+|~{3,}+)[`~]*+[ ]*+$", re.MULTILINE)
_TICKS = re.compile(r"`++")
_PARAGRAPH_END = re.compile(r"\n(?=[ \t]*+\n)")
# Neither goes on beyond where the next one begins: what nothing closes is read once.
_ADDRESS = re.compile(r"\]\((?:[^)\]]|\](?!\())*+\)|\[@(?:[^\[\]]|\[(?!@))*+\]")
_NO_LINE_END = re.compile(r"[^\n]")
_LIST_ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+")
_MARKUP_LINE = re.compile(r"^\s*+(?:#{1,6}\s|///|--8<--|(?:\|\s*+)?:?-{3,})")
_SENTENCE_END = re.compile(r"(?<=[.!?:])[\"')]*\s+(?=[A-Z0-9\"'(\[*])|(?<=[.!?])\n")


@dataclass(frozen=True)
class Paragraph:
    """Consecutive lines of prose, or one list item; `line` counts from 1 in the text."""

    line: int
    text: str
    is_item: bool = False

    def sentences(self) -> Iterator[tuple[int, str]]:
        """Yield each sentence with the line on which it starts."""
        start, line, counted = 0, self.line, 0
        for end in [*(m.end() for m in _SENTENCE_END.finditer(self.text)), len(self.text)]:
            sentence = self.text[start:end]
            lead = len(sentence) - len(sentence.lstrip())
            if sentence.strip():
                line, counted = line + self.text.count("\n", counted, start + lead), start + lead
                yield line, sentence.strip()
            start = end


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


@lru_cache(maxsize=1000)
def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Split Markdown into paragraphs and list items; headings and block fences are left out."""
    return tuple(_paragraphs(text))


def _paragraphs(text: str) -> Iterator[Paragraph]:
    lines: list[str] = []
    first, is_item = 1, False
    for number, line in enumerate([*without_code(text).split("\n"), ""], start=1):
        # A row of a table is read by itself, as a list item is.
        starts_item = bool(_LIST_ITEM.match(line)) or line.lstrip().startswith("|")
        if lines and (starts_item or not line.strip() or _MARKUP_LINE.match(line)):
            yield Paragraph(first, "\n".join(lines), is_item)
            lines = []
        if line.strip() and not _MARKUP_LINE.match(line):
            if not lines:
                first, is_item = number, bool(_LIST_ITEM.match(line))
            lines.append(_LIST_ITEM.sub("", line))


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
class Mention:
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


def find_mentions(text: str) -> Iterator[Mention]:
    """Yield every citation cluster of a Markdown text that is not in code, well formed or not."""
    prose = without_code(text)
    line = counted = 0
    for match in re.finditer(_LOOKALIKE, prose):
        line, counted = line + prose.count("\n", counted, match.start()), match.start()
        try:
            if not match[1].startswith("@"):
                raise CitationError(_must_be_like(match[1]))
            yield Mention(line + 1, parse_cluster(match[1]))
        except CitationError as error:
            yield Mention(line + 1, (), str(error))
    line = counted = 0
    for match in re.finditer(_UNCLOSED, prose):
        line, counted = line + prose.count("\n", counted, match.start()), match.start()
        yield Mention(line + 1, (), f'must end with ], is "[{match[1].split()[0]}"')


_WORDS = r"(?P<words>\S(?:.*\S)?)"
_HEADING = re.compile(rf"^#{{1,6}}\s++{_WORDS}")
_BLOCK_HEADING = re.compile(rf"^///\s*+(?P<name>[\w-]++)\s*+(?:\|\s*+{_WORDS})?")
_ITEM_LINE = re.compile(rf"^(?:[-*+]|\d+[.)])\s++{_WORDS}")


@dataclass(frozen=True)
class Heading:
    """A heading of a section, or of a block (`block` is then its name)."""

    line: int
    words: str
    block: str | None = None


@dataclass(frozen=True)
class ItemList:
    """Items that follow one another; `block` is the block around them, if there is one."""

    line: int
    items: tuple[str, ...]
    block: str | None


def headings(text: str) -> Iterator[Heading]:
    """Yield the headings of a text in order, blocks included."""
    for number, line in enumerate(without_code(text).split("\n"), start=1):
        section, block = _HEADING.match(line), _BLOCK_HEADING.match(line)
        if section:
            yield Heading(number, section["words"])
        elif block:
            yield Heading(number, block["words"] or "", block["name"])


def sections(text: str) -> Iterator[tuple[Heading, str]]:
    """Yield each section with the text below its heading; a block is a section too."""
    lines = without_code(text).split("\n")
    starts = [Heading(0, ""), *headings(text)]
    ends = [*(heading.line - 1 for heading in starts[1:]), len(lines)]
    for heading, end in zip(starts, ends, strict=True):
        body = lines[heading.line : end]
        # What follows a block's end belongs to no block.
        stop = next((n for n, line in enumerate(body) if line.strip() == "///"), len(body))
        yield heading, "\n".join(body[:stop] if heading.block else body)


def lists(text: str) -> Iterator[ItemList]:
    """Yield the lists of a text; items of lists within lists are left out."""
    block: str | None = None
    items: list[str] = []
    first = 0
    for number, line in enumerate([*without_code(text).split("\n"), "end"], start=1):
        item, fence = _ITEM_LINE.match(line), _BLOCK_HEADING.match(line)
        if item:
            if not items:
                first = number
            items.append(item["words"])
        elif items and line.strip() and not line.startswith(" "):
            yield ItemList(first, tuple(items), block)
            items = []
        if fence:
            block = fence["name"]
        elif line.strip() == "///":
            block = None

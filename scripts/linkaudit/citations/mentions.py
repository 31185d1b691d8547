"""The citations in a Markdown text, as Pandoc, Manubot and mkdocs-bibtex read them.

`[@key]`, `[see @a, pp. 3-5; -@b]`, `@key [p. 3]`, `@{odd key/}`, `@doi:10.1136/bmj.i6748`,
`[@alias]: doi:10.1136/bmj.i6748`, and `nocite` in the metadata. No citation is what stands in
code, comments, mathematics, addresses and e-mail addresses, or behind a backslash. Where Pandoc,
Python-Markdown and CommonMark differ, text stays prose, so that no citation in it is overlooked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from linkaudit.core import yaml_lines
from linkaudit.references.identifiers import without_end_of_sentence

# What in a Markdown file is not prose: blocks of code, comments, and the metadata of Pandoc.
#
# Blocks are found here; what stands within a line, such as a code span, is a token below.

_QUOTE = re.compile(r"(?: {0,3}> ?)*")
_FENCE = re.compile(r"[ \t]*(?P<mark>`{3,}|~{3,})(?P<info>.*)")
# What follows, indented by four spaces, is prose: in a list, a footnote, a definition,
# an admonition or a tab of Material for MkDocs.
_CONTAINER = re.compile(
    r"(?:[-*+:~]|[\w#]{1,3}[.)]|\([\w@-]+\)|\[\^[^\]]+\]:|!!!|\?\?\?\+?|===)(?:\s|$)"
)
# Quarto reads captions from such lines of a code cell.
_CELL_OPTION = re.compile(r"\s*(?:#|//|--|%%)\|")
_CODE_SPAN = re.compile(r"(`+)[^`](?:.*?[^`])?\1(?!`)")
_FIRST_KEY = re.compile(r"(?:\s*(?:#.*)?\n)*[\w\"'-][^:\n]*:(?:\s|$)")


@dataclass(frozen=True)
class Markdown:
    """A file as two texts of its length: each has spaces where the other has its words."""

    prose: str
    metadata: str


def parts_of(text: str) -> Markdown:
    """Part a Markdown text into prose and metadata, without code and long comments."""
    lines = text.split("\n")
    metadata = [_blank(line) for line in lines]
    for number in _metadata_lines(lines):
        metadata[number], lines[number] = lines[number], metadata[number]
    return Markdown("\n".join(_Blocks(lines)), "\n".join(metadata))


def _blank(line: str) -> str:
    return " " * len(line)


def _metadata_lines(lines: list[str]) -> Iterator[int]:
    """Yield the lines of the front matter, and of blocks like it that stand further down."""
    rules = [n for n, line in enumerate(lines) if line.rstrip() in ("---", "...", "+++")]
    done = -1
    for start, end in pairwise(rules):
        if start <= done or (start and (lines[start].strip() != "---" or lines[start - 1].strip())):
            continue
        inside = "\n".join(lines[start + 1 : end])
        if _FIRST_KEY.match(inside) and (start == 0 or _is_mapping(inside)):
            done = end
            yield from range(start, end + 1)


def _is_mapping(text: str) -> bool:
    try:
        return isinstance(yaml_lines.load(text), yaml_lines.Mapping)
    except yaml_lines.MarkedYamlError:
        return False  # prose between two rules


class _Blocks:
    """The lines of a text with spaces for those that are code or within a long comment."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.containers: list[int] = []  # how far each open list or the like is indented
        self.in_code, self.after_blank = False, True
        self.last_comment_end = max((n for n, line in enumerate(lines) if "-->" in line), default=0)
        self.never_closed: dict[str, int] = {}

    def __iter__(self) -> Iterator[str]:
        number = 0
        while number < len(self.lines):
            line = self.lines[number]
            quote, words = self._unquoted(line)
            if self._is_indented_code(words):
                yield _blank(line)
            elif (fence := _FENCE.match(words)) and (
                end := self._end_of(fence, number, quote)
            ) is not None:
                yield from self._cell(fence["info"], self.lines[number : end + 1])
                number = end
            elif (start := self._comment_start(line, number)) is not None:
                yield line[:start] + _blank(line[start:])
                number += 1
                while "-->" not in self.lines[number]:
                    yield _blank(self.lines[number])
                    number += 1
                before, end_mark, after = self.lines[number].partition("-->")
                yield _blank(before + end_mark) + after
            else:
                yield line
            number += 1

    @staticmethod
    def _unquoted(line: str) -> tuple[str, str]:
        quote = _QUOTE.match(line)
        mark = quote.group() if quote else ""
        return mark, line[len(mark) :].expandtabs(4)

    def _is_indented_code(self, words: str) -> bool:
        """Whether a line is code by its indentation; it is given the lines one by one."""
        if not words.strip():
            self.after_blank = True
            return False
        indent = len(words) - len(words.lstrip())
        opens = _CONTAINER.match(words.lstrip())
        if self.after_blank or opens:
            while self.containers and indent <= self.containers[-1]:
                self.containers.pop()
        margin = self.containers[-1] + 4 if self.containers else 0
        self.in_code = indent >= margin + 4 and (self.in_code or self.after_blank)
        self.after_blank = False
        if opens and not self.in_code:
            self.containers.append(indent)
        return self.in_code

    def _end_of(self, fence: re.Match[str], number: int, quote: str) -> int | None:
        """The line that closes a fence; one that nothing closes is no fence for Pandoc."""
        mark, size = fence["mark"][0], len(fence["mark"])
        if (mark == "`" and "`" in fence["info"]) or size >= self.never_closed.get(mark, size + 1):
            return None
        for end in range(number + 1, len(self.lines)):
            inner, words = self._unquoted(self.lines[end])
            if quote.strip() and not inner.strip():
                return end - 1
            closing = words.strip()
            if len(closing) >= size and not closing.strip(mark):
                return end
        self.never_closed[mark] = size
        return None

    @staticmethod
    def _cell(info: str, lines: list[str]) -> Iterator[str]:
        """Blank out a fenced block, but for the options of a cell that Quarto runs."""
        is_cell = info.lstrip().startswith("{")
        for place, line in enumerate(lines):
            yield line if is_cell and (place == 0 or _CELL_OPTION.match(line)) else _blank(line)

    def _comment_start(self, line: str, number: int) -> int | None:
        """Where a comment of several lines starts in a line, if one does."""
        if "<!--" not in line or number >= self.last_comment_end:
            return None
        start = _CODE_SPAN.sub(lambda span: _blank(span.group()), line).rfind("<!--")
        return start if start >= 0 and "-->" not in line[start:] else None


# The grammar of a citation in Markdown: the signs of a text that matter, as one pattern.
#
# Each match of `TOKEN` sets one group of these: `key`, `braced` or `doi` for a citekey; `all` for
# `@*`; `definition` with `alias` and `target` for what Manubot calls a tag; `example` with `label`
# for a numbered example of Pandoc; `open`, `close` and `link` for brackets; `paragraph` for the end
# of one; `ticks`, `comment` and `element` for what begins something that is no prose. What sets
# none of them is to be passed over.

# Pandoc: letters and digits, and among them single marks; `//` for the sake of addresses.
KEY = r"\w(?:\w|[:.\#$%&+?<>~/-](?=\w)|[:/](?=/))*"
TOKEN = re.compile(
    rf"""
      (?P<escape>\\[^\w\s])
    | (?P<ticks>`+)
    | (?P<math>\$\$[^$]+\$\$
        | (?<!\w)\$(?![\s$]|\d[^$]*@)(?:[^$\\\n]|\\.|\n(?![ \t]*\n))+?(?<!\s)\$(?!\d))
    | (?P<comment><!--)
    | (?P<tag></?(?P<element>[A-Za-z][\w-]*)(?=[\s/>])[^<>]*> | <[A-Za-z][\w+.-]*:[^<>\s]*>)
    | (?P<all>(?<![^\W_])@\*)
    | (?<![^\W_])@(?:\{{(?P<braced>(?:[^{{}}\n]|\{{[^{{}}\n]*\}})+)\}}
        | (?P<doi>(?i:doi):10\.[^\s\[\],;|*`"'\\]+) | (?P<key>{KEY}))
    | (?P<url>(?:https?|ftp)://[^\s<>\[\]|]+)
    | (?P<example>(?<=\n)(?<=\n\n)[ ]{{0,3}}\(@(?P<label>[\w-]*)\)(?=\s))
    | (?P<definition>(?<=\n)[ ]{{0,3}}\[@(?P<alias>{KEY})\]:[ \t]+<?(?P<target>[\w+.-]+:\S+?)>?
        (?=[ \t]*(?:"[^"\n]*"[ \t]*)?\n))
    | (?P<open>!?\[)
    | (?P<link>\]\((?:[^()\n]|\([^()\n]*\))*\) | \]\[[^\[\]\n@]*\])
    | (?P<close>\])
    | (?P<paragraph>\n[ \t]*\n)
    """,
    re.VERBOSE | re.DOTALL,
)

_TICKS = re.compile(r"`+")
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_VERBATIM_ELEMENTS = {"code", "math", "pre", "script", "style", "svg", "template", "textarea"}
# github.com/@name, which an address without its scheme is
_HOST_BEFORE = re.compile(r"[\w-]\.[A-Za-z]{2,}/(?:[^\s()\[\]]*/)?$")
_FIELD = re.compile(r"^([\w-]+)[ \t]*:", re.MULTILINE)
_OWN_ENTRY = re.compile(r"^[ \t]*(?:-[ \t]+)?id:[ \t]*[\"']?([^\s\"']+)", re.MULTILINE)
_FULL_BIBLIOGRAPHY = re.compile(r"^[ \t]*\\full_bibliography\b", re.MULTILINE)


@dataclass(frozen=True)
class CitekeyMention:
    """A citekey in the text. In brackets it is a citation, else it may be a person's @name.

    `only_use` is set where it may be a citation, but an unknown key is no fault: `[@name](url)`.
    """

    key: str
    line: int
    in_brackets: bool = False
    only_use: bool = False


@dataclass(frozen=True)
class Citations:
    """What a Markdown text cites.

    `aliases` map a key to the identifier it stands for (Manubot), with its line; `own` are the
    keys of entries in the text's own metadata, and labels of Pandoc's examples; `cites_all`
    is true if the whole bibliography is printed.
    """

    mentions: tuple[CitekeyMention, ...]
    aliases: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    cites_all: bool = False


def citations_of(text: str) -> Citations:
    """Read the citations of a Markdown text."""
    parts = parts_of(text)
    body = _Scan(parts.prose)
    nocite, other = _metadata(parts.metadata)
    listed, rest = _Scan(nocite), _Scan(other)
    mentions = [
        *body.mentions,
        *(replace(mention, in_brackets=True) for mention in listed.mentions),
        # Brackets may be a list of YAML, and what is in them persons: as behind a bare @.
        *(replace(mention, in_brackets=False) for mention in rest.mentions if mention.in_brackets),
    ]
    return Citations(
        tuple(sorted(mentions, key=lambda mention: mention.line)),
        body.aliases,
        frozenset({*_OWN_ENTRY.findall(other), *body.labels}),
        listed.cites_all or bool(_FULL_BIBLIOGRAPHY.search(parts.prose)),
    )


def _metadata(text: str) -> tuple[str, str]:
    """The field nocite, and all other fields; each as a text with the same lines."""
    if not text.strip():
        return "", ""
    starts = list(_FIELD.finditer(text))
    ends = [*(match.start() for match in starts[1:]), len(text)]
    before = starts[0].start() if starts else len(text)
    nocite, other = [_only_line_ends(text[:before])], [text[:before]]
    for match, end in zip(starts, ends, strict=False):
        value = text[match.start() : end]
        is_nocite = match[1] == "nocite"
        nocite.append(value if is_nocite else _only_line_ends(value))
        other.append(_only_line_ends(value) if is_nocite else value)
    return "".join(nocite), "".join(other)


def _only_line_ends(text: str) -> str:
    return "\n" * text.count("\n")


class _Scan:
    """One reading of a prose from its start to its end; the mentions in order."""

    def __init__(self, text: str) -> None:
        self.text = f"\n\n{text}\n"  # so that the first line is like any other
        self.mentions: list[CitekeyMention] = []
        self.aliases: dict[str, tuple[str, int]] = {}
        self.labels: set[str] = set()
        self.cites_all = False
        self._open: list[tuple[int, int]] = []  # where a bracket opens, and at which mention
        self._settled = 0  # how many mentions no outer bracket can change
        self._line, self._counted = -1, 0
        self._in_vain: set[str] = set()  # ends that the text has no more
        self._paragraph = 0  # where the paragraph ends with the last code, and its runs of marks
        self._runs: Counter[int] = Counter()
        position = 0
        while match := TOKEN.search(self.text, position):
            position = self._read(match)

    def _read(self, match: re.Match[str]) -> int:
        """Take in a token; return where to go on."""
        if match["key"] or match["braced"] or match["doi"]:
            return self._mention(match)
        if match["all"]:
            self.cites_all = True
        elif match["ticks"]:
            return self._behind_code(match)
        elif match["comment"]:
            return self._behind("-->", match)
        elif match["element"] and match["element"].lower() in _VERBATIM_ELEMENTS:
            return self._behind(rf"(?i:</{match['element']}\s*>)", match)
        elif match["definition"]:
            self.aliases[match["alias"]] = (match["target"], self._line_at(match.start("alias")))
        elif match["example"]:
            self.labels.add(match["label"])
        elif match["open"]:
            self._open.append((match.end(), len(self.mentions)))
        elif match["link"] or match["close"]:
            self._close(match.start(), is_link=bool(match["link"]))
        elif match["paragraph"]:
            self._open.clear()
            return match.end() - 1  # its last line end may begin another, or a definition
        return match.end()

    def _mention(self, match: re.Match[str]) -> int:
        key, end = match["braced"] or match["key"], match.end()
        if match["doi"]:
            key = without_end_of_sentence(match["doi"])
            end = match.start("doi") + len(key)
        before = self.text[max(0, match.start() - 200) : match.start()]
        if before.endswith("_") and key.endswith("_"):
            key = key.rstrip("_")  # _@key_ is a key in italics
        if not (before.endswith("/") and _HOST_BEFORE.search(before)):
            self.mentions.append(
                CitekeyMention(key, self._line_at(match.start()), before.endswith("^["))
            )
        return end

    def _behind(self, end: str, match: re.Match[str]) -> int:
        """Where to go on behind what is no prose; behind its start if nothing ends it."""
        if end not in self._in_vain:
            found = re.compile(end).search(self.text, match.end())
            if found:
                return found.end()
            self._in_vain.add(end)
        return match.end()

    def _behind_code(self, match: re.Match[str]) -> int:
        """Behind a code span, which ends in its paragraph with as many marks as it has."""
        if match.end() > self._paragraph:
            found = _PARAGRAPH.search(self.text, match.end())
            self._paragraph = found.start() if found else len(self.text)
            ticks = _TICKS.finditer(self.text, match.start(), self._paragraph)
            self._runs = Counter(len(run.group()) for run in ticks)
        size = len(match["ticks"])
        self._runs[size] -= 1
        if self._runs[size] <= 0:
            return match.end()
        for run in _TICKS.finditer(self.text, match.end(), self._paragraph):
            self._runs[len(run.group())] -= 1
            if len(run.group()) == size:
                return run.end()
        return match.end()

    def _close(self, end: int, is_link: bool) -> None:
        """Tell the mentions since the bracket opened that they stand in it, or in a link."""
        if not self._open:
            return
        start, first = self._open.pop()
        starts_with_at = self.text[start:end].lstrip("-").startswith("@")
        if is_link and not starts_with_at:
            return
        for place in range(max(first, self._settled), len(self.mentions)):
            mention = self.mentions[place]
            self.mentions[place] = replace(mention, in_brackets=not is_link, only_use=is_link)
        self._settled = len(self.mentions)

    def _line_at(self, position: int) -> int:
        """The line of a position, which must not lie before one asked for earlier."""
        self._line += self.text.count("\n", self._counted, position)
        self._counted = position
        return self._line

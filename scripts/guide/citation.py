"""The grammar of a citation: Pandoc's `[@key]`, `[@a; @b]`, `[@key, 1.2.7]`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from guide.prose import without_code

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

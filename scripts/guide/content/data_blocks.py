"""Blocks that are made of data: their Markdown stands in their place before any block is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from guide.content.markdown_text import LineKind, scan


@dataclass(frozen=True)
class DataBlock:
    """A block such as `/// treatment | heat` with its options; `line` counts from 1.

    `options` keeps what stands behind each name as text.
    """

    name: str
    words: str
    line: int
    options: Mapping[str, str] = field(default_factory=dict)


class MadeLine(NamedTuple):
    """A line of Markdown, and the line of the data file that its words are from."""

    text: str
    line: int


MarkdownOf = Callable[[DataBlock], str]
# What stands in a text: a written line, or a block that is made of data.
_Piece = str | DataBlock


def in_place(text: str, makers: Mapping[str, MarkdownOf]) -> str:
    """A text with the Markdown of each block that has a maker in the place of the block.

    Blank lines may stand before the line that closes the block; they are kept.
    """
    return "\n".join(
        makers[piece.name](piece) if isinstance(piece, DataBlock) else piece
        for piece in _pieces(text, makers)
    )


def data_blocks(text: str, *names: str) -> Iterator[DataBlock]:
    """Yield the blocks of these names in a text."""
    return (piece for piece in _pieces(text, names) if isinstance(piece, DataBlock))


def _pieces(text: str, names: Mapping[str, MarkdownOf] | tuple[str, ...]) -> Iterator[_Piece]:
    lines = scan(text)
    is_open = in_options = False
    for line in lines:
        if line.is_fence and line.name in names:
            yield DataBlock(line.name, line.words, line.number, _options(text, line.number))
            is_open = in_options = True
            continue
        in_options = in_options and line.kind is LineKind.OPTION
        if in_options:
            continue
        if not (is_open and line.is_fence and not line.name):
            yield line.written
        is_open = is_open and line.kind is LineKind.BLANK


def _options(text: str, opened: int) -> dict[str, str]:
    """The options right below the line that opens a block."""
    found: dict[str, str] = {}
    for line in scan(text)[opened:]:
        if line.kind is not LineKind.OPTION:
            break
        name, _, value = line.text.partition(":")
        found[name.strip()] = value.strip()
    return found

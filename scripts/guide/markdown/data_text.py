"""Blocks of data, such as `/// routine | id`: their Markdown stands in their place."""

from __future__ import annotations

from pathlib import Path

from linkaudit.core.problem import did_you_mean
from markdown import Markdown
from markdown.preprocessors import Preprocessor

from guide.content.data_blocks import DataBlock, in_place
from guide.content.guide import DATA_BLOCKS
from guide.content.routines import ROUTINES
from guide.content.treatments import PARTS_OF_OVERVIEW, TREATMENTS
from guide.markdown.current_guide import current_guide


class DataBlockError(ValueError):
    """There is no such entry in the data."""


class DataText(Preprocessor):
    """Put the words of data in place before any block is read, as the engine's snippets are."""

    def __init__(self, md: Markdown, docs: Path) -> None:
        super().__init__(md)
        self._docs = docs

    def run(self, lines: list[str]) -> list[str]:
        return in_place("\n".join(lines), dict.fromkeys(DATA_BLOCKS, self._markdown)).split("\n")

    def _markdown(self, block: DataBlock) -> str:
        guide = current_guide(self._docs)
        made = guide.made(block)
        if made:
            return made.body
        what, known, file = {
            "routine": ("routine", guide.routines.by_id, ROUTINES),
            "treatment": ("treatment", guide.treatments.by_id, TREATMENTS),
            "treatments": ("list of treatments", PARTS_OF_OVERVIEW, TREATMENTS),
        }[block.name]
        hint = did_you_mean(block.words, known)
        raise DataBlockError(f'there is no {what} "{block.words}" in {file}{hint}')

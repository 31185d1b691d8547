"""The Markdown extension `guide.markdown`: citations, care cards and the other blocks, pictures.

It works in every engine that renders with Python-Markdown; it asks no engine for anything.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from linkaudit.core.problem import did_you_mean
from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from pymdownx.blocks import BlocksExtension

from guide.content.data_blocks import DataBlock, in_place
from guide.content.guide import DATA_BLOCKS
from guide.content.routines import ROUTINES
from guide.content.treatments import PARTS_OF_OVERVIEW, TREATMENTS
from guide.edition.clinic import nation as nation_called
from guide.edition.nations import BASE, Nation
from guide.markdown.a_to_z import AToZ
from guide.markdown.blocks import BLOCKS
from guide.markdown.citations import BibliographyList, CitationMarks, ReferenceList
from guide.markdown.containers import current_guide
from guide.markdown.content_lists import ClaimTables, CoverageTables, DecisionTables, MythList
from guide.markdown.figures import PictureBlock, PosePicture


class DataBlockError(ValueError):
    """There is no such entry in the data."""


class DataText(Preprocessor):
    """Put the words of data and of the nation in place before any block is read.

    The engine's snippets are in place by then.
    """

    def __init__(self, md: Markdown, docs: Path, nation: Nation) -> None:
        super().__init__(md)
        self._docs, self._nation = docs, nation

    def run(self, lines: list[str]) -> list[str]:
        text = self._nation.put("\n".join(lines))
        return in_place(text, dict.fromkeys(DATA_BLOCKS, self._markdown)).split("\n")

    def _markdown(self, block: DataBlock) -> str:
        guide = current_guide(self._docs, self._nation)
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


# Blocks that read the rest of the guide, or files of it.
READERS = (
    AToZ,
    PictureBlock,
    PosePicture,
    BibliographyList,
    MythList,
    ClaimTables,
    CoverageTables,
    DecisionTables,
)
BLOCK_NAMES = (*(block.NAME for block in (*BLOCKS, *READERS)), *DATA_BLOCKS)


class _GuideBlocks(BlocksExtension):  # type: ignore[misc]
    """The blocks of the guide; each knows the docs folder and the nation."""

    def __init__(self, docs: Path, nation: Nation) -> None:
        self.given = {"docs": docs, "nation": nation}
        super().__init__()

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: N802
        for block in (*BLOCKS, *READERS):
            block_mgr.register(block, self.given)


class GuideExtension(Extension):
    """Options `docs_dir`: the folder, relative to the working directory; `nation`: its name."""

    def __init__(self, **options: Any) -> None:
        self.config = {
            "docs_dir": ["docs", "the folder with the pages and _data"],
            "nation": [BASE, "whose numbers and services readers are told"],
        }
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        docs, nation = Path(self.getConfig("docs_dir")).resolve(), self.getConfig("nation")
        # An edition that gives numbers of its own gives the nation whole.
        if not isinstance(nation, Nation):
            nation = Nation.load(docs, nation_called(str(nation)))
        _GuideBlocks(docs, nation).extendMarkdown(md)
        # After the engine's snippets (32), so that a shared passage may show a routine.
        md.preprocessors.register(DataText(md, docs, nation), "guide-data", 31)
        marks = CitationMarks(md)
        # After code spans (190) and escapes (180), before links and short references (170, 130).
        md.inlinePatterns.register(marks, "guide-citations", 175)
        # After inline patterns (20), so that marks can be numbered in the order of the page;
        # before the table of contents (5), so that "References" is in it.
        md.treeprocessors.register(ReferenceList(md, docs), "guide-references", 15)


def makeExtension(**options: Any) -> GuideExtension:  # noqa: N802
    """The name by which Python-Markdown finds the extension."""
    return GuideExtension(**options)

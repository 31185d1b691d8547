"""The Markdown extension `guide.markdown`: citations, care cards and the other blocks, pictures.

It works in every engine that renders with Python-Markdown; it asks no engine for anything.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from pymdownx.blocks import BlocksExtension

from guide.markdown.a_to_z import AToZ
from guide.markdown.blocks import BLOCKS
from guide.markdown.citations import BibliographyList, CitationMarks, ReferenceList
from guide.markdown.coverage_tables import ClaimTables, CoverageTables, DecisionTables
from guide.markdown.data_text import DataText
from guide.markdown.pictures import MythList, PictureBlock, PosePicture
from guide.markdown.sheets import SHEETS

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


class _GuideBlocks(BlocksExtension):  # type: ignore[misc]
    """The blocks of the guide; each may be told where the docs folder is."""

    def __init__(self, docs: Path) -> None:
        self.docs = docs
        super().__init__()

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: N802
        for block in (*BLOCKS, *SHEETS, *READERS):
            block_mgr.register(block, {"docs": self.docs})


class GuideExtension(Extension):
    """Option `docs_dir`: the docs folder, relative to the working directory."""

    def __init__(self, **options: Any) -> None:
        self.config = {"docs_dir": ["docs", "the folder with the pages and _data"]}
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        docs = Path(self.getConfig("docs_dir")).resolve()
        _GuideBlocks(docs).extendMarkdown(md)
        # After the engine's snippets (32), so that a shared passage may show a routine.
        md.preprocessors.register(DataText(md, docs), "guide-data", 31)
        marks = CitationMarks(md)
        # After code spans (190) and escapes (180), before links and short references (170, 130).
        md.inlinePatterns.register(marks, "guide-citations", 175)
        # After inline patterns (20), so that marks can be numbered in the order of the page;
        # before the table of contents (5), so that "References" is in it.
        md.treeprocessors.register(ReferenceList(md, docs), "guide-references", 15)


def makeExtension(**options: Any) -> GuideExtension:  # noqa: N802
    """The name by which Python-Markdown finds the extension."""
    return GuideExtension(**options)

"""Blocks that list what the guide holds: claims, needs and decisions as tables, and its myths."""

from __future__ import annotations

import posixpath
import xml.etree.ElementTree as etree
from abc import abstractmethod
from collections.abc import Iterable, Sequence
from typing import get_args

from linkaudit.core.problem import did_you_mean

from guide.content.page import Myth
from guide.content.proof import Kind
from guide.core import html_class
from guide.markdown.anchors import anchor_at
from guide.markdown.blocks import Comparison, label_cells
from guide.markdown.citations import MARK
from guide.markdown.containers import Reader, current_guide, page_with, text


class _Tables(Reader):
    """Tables with a heading each. A link leads from the page that shows the block."""

    def on_create(self, parent: etree.Element) -> etree.Element:
        self.guide = current_guide(self.docs, self.nation)
        self.page = page_with(self.guide, self.NAME)
        block = etree.SubElement(parent, "div", {"class": html_class.PROOF})
        self.add_tables(block)
        for table in block.iter("table"):
            label_cells(table)
        return block

    @abstractmethod
    def add_tables(self, block: etree.Element) -> None:
        """Add the tables of the block."""

    def add_table(
        self, block: etree.Element, heading: str, caption: str, heads: Iterable[str]
    ) -> etree.Element:
        """Add a heading and a table; return the body of the table."""
        etree.SubElement(block, "h2").text = text(heading)
        holder = etree.SubElement(block, "div", {"class": Comparison.CLASS})
        table = etree.SubElement(holder, "table")
        etree.SubElement(table, "caption").text = text(caption)
        row = etree.SubElement(etree.SubElement(table, "thead"), "tr")
        for head in heads:
            etree.SubElement(row, "th").text = text(head)
        return etree.SubElement(table, "tbody")

    def add_places(self, cell: etree.Element, places: Sequence[str]) -> None:
        """Add a link to each place, like `page.md#anchor`, to a cell."""
        for number, place in enumerate(places, start=1):
            path, _, anchor = place.partition("#")
            # The engine turns the path of a page into its address, as for any link in the text.
            href = f"{posixpath.relpath(path, self.page.parent)}#{anchor}"
            link = etree.SubElement(cell, "a", {"href": href})
            page, heading = self.guide.by_path.get(path), anchor_at(self.guide, place)
            words = [page.title if page else path, heading.words if heading else ""]
            link.text = text(": ".join(filter(None, words)))
            link.tail = ", " if number < len(places) else ""

    def add_words(self, row: etree.Element, said: str, cites: Iterable[str] = ()) -> etree.Element:
        """Add a cell of words, with marks for the references that are known, and return it."""
        cell = etree.SubElement(row, "td")
        known = self.guide.bibliography.references
        cited = [f"@{key}" for key in cites if key in known]
        cell.text = text(f"{said} " if said and cited else said)
        if cited:
            etree.SubElement(cell, "span", {MARK: "; ".join(cited)})
        return cell


class ClaimTables(_Tables):
    """`/// claims`: a table for each source document, with what became of each of its claims."""

    NAME = "claims"

    def add_tables(self, block: etree.Element) -> None:
        heads = [self.ui.text(f"coverage.{head}") for head in ("claim", "found", "became", "where")]
        for source, claims in self.guide.proof.sources.items():
            name = f"{source[:1].upper()}{source[1:]}"
            caption = self.ui.text("coverage.claims_of", source=source)
            body = self.add_table(block, name, caption, heads)
            for claim in claims:
                row = etree.SubElement(body, "tr")
                etree.SubElement(row, "td").text = text(claim.claim)
                verdict = self.ui.text(f"coverage.verdict.{claim.verdict}")
                found = f"{verdict} {claim.note}".strip()
                self.add_words(row, found, claim.cites)
                self.add_words(row, self.ui.text(f"coverage.outcome.{claim.became}"))
                self.add_places(etree.SubElement(row, "td"), claim.said)


class CoverageTables(_Tables):
    """`/// coverage`: a table for each list of what a guide must say, with where this one does."""

    NAME = "coverage"

    def add_tables(self, block: etree.Element) -> None:
        for kind in get_args(Kind):
            condition = self.guide.identity.condition
            heading = self.ui.text(f"coverage.kind.{kind}.heading", condition=condition)
            head = self.ui.text(f"coverage.kind.{kind}.head")
            heads = [head, self.ui.text("coverage.sources"), self.ui.text("coverage.where")]
            caption = self.ui.text("coverage.needs", heading=heading)
            body = self.add_table(block, heading, caption, heads)
            for need in self.guide.proof.needs:
                if need.kind == kind:
                    row = etree.SubElement(body, "tr")
                    etree.SubElement(row, "td").text = text(need.needs)
                    self.add_words(row, need.note, need.cites)
                    self.add_places(etree.SubElement(row, "td"), need.said)


class DecisionTables(_Tables):
    """`/// decisions`: a table for each open question, with its options and what is printed."""

    NAME = "decisions"

    def add_tables(self, block: etree.Element) -> None:
        for decision in self.guide.proof.decisions:
            caption = self.ui.text("coverage.who", who=decision.who)
            heads = [self.ui.text("coverage.option"), self.ui.text("coverage.printed")]
            body = self.add_table(block, decision.question, caption, heads)
            for option in decision.options:
                row = etree.SubElement(body, "tr")
                self.add_words(row, option.says, option.cites)
                if option.printed:
                    said = self.ui.text("coverage.is_printed", because=decision.because)
                    cell = self.add_words(row, f"{said} ")
                    self.add_places(cell, decision.said)
                else:
                    self.add_words(row, self.ui.text("coverage.is_not"))


class MythError(ValueError):
    """There is no such myth."""


class MythList(Reader):
    """A list of pages, `- posture.md` or `- ../what-helps/scans.md`.

    Each becomes the myths that it tells, every one with its fact as the link.
    """

    NAME = "myth-list"

    def on_create(self, parent: etree.Element) -> etree.Element:
        return etree.SubElement(parent, "div", {"class": html_class.MYTHS})

    def on_end(self, block: etree.Element) -> None:
        guide = current_guide(self.docs, self.nation)
        here = page_with(guide, self.NAME).parent
        pages = {posixpath.relpath(p.path, here): p for p in guide.pages if p.myths}
        for listed in block.iter("ul"):
            names = ["".join(item.itertext()).strip() for item in listed]
            for item in list(listed):
                listed.remove(item)
            for name in names:
                if name not in pages:
                    raise MythError(f'no page "{name}" tells a myth{did_you_mean(name, pages)}')
                for myth in pages[name].myths:
                    _add_myth(listed, myth, name)


def _add_myth(listed: etree.Element, myth: Myth, page: str) -> None:
    item = etree.SubElement(listed, "li", {"class": html_class.MYTHS_ITEM})
    said = etree.SubElement(item, "span", {"class": html_class.MYTHS_MYTH})
    said.text = text(f'"{myth.said}"')
    said.tail = " "
    # The engine turns the path of a page into its address, as for any link in the text.
    place = f"{page}#{myth.at}" if myth.at else page
    etree.SubElement(item, "a", {"href": place}).text = text(myth.fact)

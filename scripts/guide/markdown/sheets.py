"""Blocks of tables and of sheets to write on. Nothing here calculates, stores or advises."""

from __future__ import annotations

import xml.etree.ElementTree as etree

from pymdownx.blocks.block import Block, type_ranged_integer

from guide.content.readability import readable
from guide.core import html_class
from guide.markdown.containers import Plain

MOST_LINES = 12


class Comparison(Plain):
    """A table whose rows become cards on a phone: each cell then says its column itself."""

    NAME = "comparison"
    CLASS = html_class.COMPARISON

    def on_end(self, block: etree.Element) -> None:
        for table in block.iter("table"):
            label_cells(table)


class Grid(Comparison):
    """A table with empty cells to write in."""

    NAME = "grid"
    CLASS = html_class.GRID


class Write(Block):  # type: ignore[misc]
    """`/// write | label`: lines to write on, below a label and an optional hint.

    The option `lines` gives their number, 1 to 12.
    """

    NAME = "write"
    ARGUMENT = True
    OPTIONS = {"lines": [2, type_ranged_integer(1, MOST_LINES)]}  # noqa: RUF012  the library's form

    def on_create(self, parent: etree.Element) -> etree.Element:
        section = etree.SubElement(parent, "div", {"class": html_class.WRITE})
        label = etree.SubElement(section, "p", {"class": html_class.WRITE_LABEL})
        label.text = self.argument
        hint = etree.SubElement(section, "div", {"class": html_class.WRITE_HINT})
        lines = etree.SubElement(section, "div", {"class": html_class.WRITE_LINES})
        lines.set("aria-hidden", "true")
        for _ in range(self.options["lines"]):
            etree.SubElement(lines, "span", {"class": html_class.WRITE_LINE})
        return hint

    def on_add(self, block: etree.Element) -> etree.Element:
        hint = block.find(f"./div[@class='{html_class.WRITE_HINT}']")
        return block if hint is None else hint


def label_cells(table: etree.Element) -> None:
    """Give each cell of a body the words of its column's head, and each table its roles.

    A phone shows the rows as cards, and what is no longer laid out as a table is none to a
    screen reader either, unless it says so.
    """
    # The words of a cell are still Markdown here.
    words = ("".join(head.itertext()) for head in table.iterfind("./thead/tr/th"))
    heads = [readable(head).strip() for head in words]
    table.set("role", "table")
    for group in table:
        if group.tag == "caption":
            continue
        group.set("role", "rowgroup")
        for row in group.iterfind("tr"):
            row.set("role", "row")
            for cell, head in zip(row, heads, strict=False):
                if group.tag == "thead":
                    cell.set("role", "columnheader")
                    cell.set("scope", "col")
                elif cell is row[0]:
                    cell.tag = "th"
                    cell.set("role", "rowheader")
                    cell.set("scope", "row")
                else:
                    cell.set("role", "cell")
                    cell.set("data-label", head)


SHEETS = (Comparison, Grid, Write)

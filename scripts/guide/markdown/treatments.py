"""The blocks that treatments are made of: their ratings, their cards, their numbers as pictures.

No page writes them: `guide.content.treatments` does.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from typing import Any

from pymdownx.blocks.block import type_number, type_string

from guide.content.interface import Interface
from guide.content.treatments import STEPS
from guide.core import html_class
from guide.markdown import charts
from guide.markdown.containers import Reader, Section, text

SCALES: dict[str, list[Any]] = {scale: ["", type_string] for scale in STEPS}


def word_of(value: str, ui: Interface) -> str:
    """The word that readers see for a value of a scale, such as "no more than a dummy"."""
    return ui.text(f"rating.{value.replace(' ', '-')}")


class Rating(Reader):
    """How much a treatment helps, how sure we are, what it may harm: each a word and a shape."""

    NAME = "rating"
    OPTIONS = SCALES

    def on_create(self, parent: etree.Element) -> etree.Element:
        return self.add_rating(parent)

    def add_rating(self, parent: etree.Element) -> etree.Element:
        """Add the list of the three scales to an element."""
        block = etree.SubElement(parent, "ul", {"class": html_class.RATING})
        for scale, steps in STEPS.items():
            value = self.options[scale]
            item = etree.SubElement(block, "li", {"class": html_class.RATING_ITEM})
            name = etree.SubElement(item, "span", {"class": html_class.RATING_NAME})
            name.text, name.tail = text(f"{self.ui.text(f'rating.{scale}')}:"), " "
            marks = etree.SubElement(item, "span")
            marks.text = self.md.htmlStash.store(charts.rating(scale, steps[value]))
            marks.tail = text(f" {word_of(value, self.ui)}")
        return block


class TreatmentCard(Section, Rating):
    """A treatment in the overview: its name leads to its page; below is what it may do."""

    NAME = "treatment-card"
    ARGUMENT = True
    CLASS = html_class.TREATMENT
    LEVEL = "h3"
    OPTIONS = {**SCALES, "page": ["", type_string]}  # noqa: RUF012  the library's form

    def on_create(self, parent: etree.Element) -> etree.Element:
        body = super().on_create(parent)
        section = parent[-1]
        heading = section[0]
        heading.text = ""
        link = etree.SubElement(heading, "a", {"href": self.options["page"]})
        link.text = text(self.argument)
        self.add_rating(section)
        return body


class Chart(Reader):
    """`/// chart | points` or `people`: a number as a picture; the text of the block says it."""

    NAME = "chart"
    ARGUMENT = True
    OPTIONS = {  # noqa: RUF012  the library's form
        name: [None, type_number] for name in ("value", "low", "high", "of")
    }

    def on_create(self, parent: etree.Element) -> etree.Element:
        figure = etree.SubElement(parent, "figure", {"class": html_class.CHART})
        holder = etree.SubElement(figure, "div", {"class": html_class.CHART_DRAWING})
        holder.text = self.md.htmlStash.store(self._drawing())
        return etree.SubElement(figure, "figcaption")

    def on_add(self, block: etree.Element) -> etree.Element:
        return block

    def _drawing(self) -> str:
        value, low, high, of = (self.options[name] for name in ("value", "low", "high", "of"))
        key = "chart.bar" if self.argument == "points" else "chart.figures"
        title = self.ui.text(key, value=self.ui.number(value), of=self.ui.number(of))
        if self.argument != "points":
            return charts.people(int(value), int(of), title)
        if low is not None:
            ends = {"low": self.ui.number(low), "high": self.ui.number(high)}
            title += f" {self.ui.text('chart.drawn_range', **ends)}"
        said = tuple(self.ui.number(number) for number in (value, 0, of))
        return charts.points(value, low, high, int(of), title, said)


TREATMENTS = (Rating, TreatmentCard, Chart)

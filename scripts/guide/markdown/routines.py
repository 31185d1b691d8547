"""The blocks of exercises: their steps, their dose, and what keeps people safe."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from typing import Any

from pymdownx.blocks.block import type_string

from guide.core import html_class
from guide.markdown.containers import Plain, Reader, Section, text


def counts(value: Any) -> str:
    """A number, which YAML has read as one, or two numbers."""
    return str(value)


def fold(parent: etree.Element, level: str, words: str) -> etree.Element:
    """Add what opens at a touch, without a script, and return what holds its content."""
    details = etree.SubElement(parent, "details", {"class": html_class.MORE})
    summary = etree.SubElement(details, "summary", {"class": html_class.MORE_SUMMARY})
    etree.SubElement(summary, level, {"class": html_class.MORE_HEADING}).text = words
    return etree.SubElement(details, "div", {"class": html_class.MORE_BODY})


class AskFirst(Reader):
    """Who must ask a health professional before a routine: one list, folded.

    It stands before the movement, so it is no fold of the end of a page, and paper always has it.
    """

    NAME = "ask-first"

    def on_create(self, parent: etree.Element) -> etree.Element:
        section = etree.SubElement(parent, "section", {"class": html_class.ASK_FIRST})
        return fold(section, "h2", self.ui.text(f"blocks.{self.NAME}"))


class StopIf(Section):
    """The signs at which to stop one exercise, beside the rules for all."""

    NAME = "stop-if"
    CLASS = html_class.LIST_CARD
    MODIFIER = "stop"
    LEVEL = "h3"


class StartRoutine(Plain):
    """A button that opens the guided view; hidden until a script can answer it."""

    NAME = "start-routine"
    CLASS = html_class.ROUTINE

    def on_create(self, parent: etree.Element) -> etree.Element:
        block = super().on_create(parent)
        block.set("data-routine", "")
        button = etree.SubElement(block, "button", {"type": "button", "hidden": "hidden"})
        button.set("class", html_class.START)
        button.set("data-start", "")
        button.text = text(self.ui.text("routine.start"))
        failed = etree.SubElement(block, "p", {"hidden": "hidden", "data-failed": "routine"})
        failed.text = text(self.ui.text("routine.failed"))
        return block


class Counted(Plain):
    """A container whose options become data for the guided view."""

    def on_create(self, parent: etree.Element) -> etree.Element:
        block = super().on_create(parent)
        for name in self.OPTIONS:
            if self.options[name]:
                block.set(f"data-{name}", self.options[name])
        return block


class DoseBlock(Counted):
    """How long, how often: a list of `**Hold**: 20 seconds`.

    Its options are what can be counted: `seconds: 60 120` and `times: 2 3`, the least and the most.
    """

    NAME = "dose"
    CLASS = html_class.DOSE
    OPTIONS = {"seconds": ["", counts], "times": ["", counts]}  # noqa: RUF012  the library's form


class StepsBlock(Counted):
    """A numbered list of instructions, each with its picture.

    With a name it is another way to do an exercise, such as in a chair, and is folded.
    Its options hold a word for each step: where a countdown may start (`timed: not start still`),
    and after which step a turn is done (`again: not not turn`). `position: chair` tells the
    guided view which of several ways this is.
    """

    NAME = "steps"
    ARGUMENT: bool | None = None
    CLASS = html_class.STEPS
    OPTIONS = {  # noqa: RUF012
        "timed": ["", type_string],
        "again": ["", type_string],
        "position": ["", type_string],
    }

    def on_create(self, parent: etree.Element) -> etree.Element:
        if self.argument:
            way = fold(parent, "h3", self.argument)
            parent[-1].set("class", f"{html_class.MORE} {html_class.OTHER_WAY}")
            parent = way
        return super().on_create(parent)


class TrafficLight(Plain):
    """A list of `green: …`, `amber: …`, `red: …`: how much extra pain is all right."""

    NAME = "traffic-light"
    CLASS = html_class.TRAFFIC_LIGHT

    def on_end(self, block: etree.Element) -> None:
        for item in block.iter("li"):
            holder = next(iter(item)) if len(item) and not (item.text or "").strip() else item
            colour, colon, rest = (holder.text or "").partition(":")
            if colon and colour.strip() in ("green", "amber", "red"):
                modifier = f"{self.CLASS}__item--{colour.strip()}"
                item.set("class", f"{self.CLASS}__item {modifier}")
                light = etree.Element("span", {"class": f"{self.CLASS}__light"})
                light.text, light.tail = self.ui.text(f"blocks.{colour.strip()}"), f":{rest}"
                holder.text = ""
                holder.insert(0, light)


EXERCISES = (StartRoutine, AskFirst, StopIf, DoseBlock, StepsBlock, TrafficLight)

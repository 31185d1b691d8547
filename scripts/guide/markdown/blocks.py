"""The blocks of health content: key messages, care cards, do and do not lists, exercises, sheets.

Each is written `/// name | heading`, closed by `///`. The rules behind them are those of the NHS
digital service manual for care cards, do and don't lists and warning callouts. Nothing here
calculates, stores or advises.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from pathlib import PurePosixPath
from typing import Any

from linkaudit.core.problem import did_you_mean
from markdown.extensions.toc import slugify
from pymdownx.blocks.block import Block, type_ranged_integer, type_string

from guide.content.markdown_text import FOLD
from guide.content.routines import ROUTINES
from guide.content.text_statistics import readable
from guide.core import html_class
from guide.markdown.containers import (
    Plain,
    Reader,
    Section,
    current_guide,
    fold_body,
    text,
)
from guide.markdown.figures import TREATMENTS, pose_figure, small_drawing


class KeyMessage(Section):
    """What to remember; the first one of a page comes from its front matter."""

    NAME = "key-message"
    CLASS = html_class.KEY_MESSAGE


class CareCard(Section):
    """When to get which help. The heading calls to one action and ends with a colon."""

    ARGUMENT = True
    CLASS = html_class.CARE_CARD
    SAID = True


class EmergencyCard(CareCard):
    """When to call 999 or go to A&E."""

    NAME = "emergency-card"
    MODIFIER = "emergency"


class UrgentCard(CareCard):
    """When to ask for help today."""

    NAME = "urgent-card"
    MODIFIER = "urgent"


class NonUrgentCard(CareCard):
    """When to see a GP or physiotherapist."""

    NAME = "non-urgent-card"
    MODIFIER = "non-urgent"


class More(Reader):
    """A fold: what not every reader needs, closed until it is asked for."""

    NAME = FOLD
    ARGUMENT = True

    def on_create(self, parent: etree.Element) -> etree.Element:
        return fold_body(parent, "h2", self.argument)


class Do(Section):
    """A list of things to do, above its `do-not`."""

    NAME = "do"
    CLASS = html_class.LIST_CARD
    MODIFIER = "do"
    LEVEL = "h3"


class DoNot(Section):
    """A list of things not to do; each item says "do not" itself."""

    NAME = "do-not"
    CLASS = html_class.LIST_CARD
    MODIFIER = "do-not"
    LEVEL = "h3"


class WhatWeKnow(Section):
    """What good sources agree on."""

    NAME = "what-we-know"
    CLASS = html_class.EVIDENCE
    MODIFIER = "known"
    LEVEL = "h3"


class WhatWeDoNotKnow(Section):
    """Where sources are weak, silent or differ."""

    NAME = "what-we-do-not-know"
    CLASS = html_class.EVIDENCE
    MODIFIER = "unknown"
    LEVEL = "h3"


class Important(Section):
    """A warning callout: something serious that a reader must not miss."""

    NAME = "important"
    ARGUMENT = True
    CLASS = html_class.CALLOUT
    SAID = True


class Danger(Important):
    """A warning of what may be an emergency: it looks as grave as the card of when to call 999."""

    NAME = "danger"
    MODIFIER = "danger"


class Resources(Section):
    """Websites of others; on paper each gets its address and a QR code."""

    NAME = "resources"
    CLASS = html_class.RESOURCES


_LINK = re.compile(r"\]\((?P<page>[^)#\s]+)")


class NeedCards(Plain):
    """A list of links in the reader's own voice, each a card.

    That of a page that has the name of a routine shows the picture of it. It is decoration: the
    words of the card say what it is.
    """

    NAME = "need-cards"
    CLASS = html_class.NEED_CARDS

    def on_end(self, block: etree.Element) -> None:
        routines = current_guide(self.docs, self.nation).routines.by_id
        for card in block.iter("li"):
            link = _LINK.search("".join(card.itertext()))  # no element yet
            name = PurePosixPath(link["page"]).stem if link else ""
            pose = routines[name].routine.pose_now if name in routines else ""
            if pose:
                # First, so that words flow round it, and below it where letters are large.
                picture = etree.Element("span", {"class": html_class.NEED_CARDS_PICTURE})
                picture.text = self.md.htmlStash.store(small_drawing(self.docs, pose))
                picture.tail, card.text = card.text, ""
                card.insert(0, picture)


class CallList(Plain):
    """A list of whom to call; each number that is a link is a button."""

    NAME = "call-list"
    CLASS = html_class.CALL_LIST


class Prints(Plain):
    """Where a finished build lists what can be printed; what it holds is shown until then."""

    NAME = "prints"
    CLASS = html_class.PRINTS


# Exercises: their steps, their dose, and what keeps people safe.


def counts(value: Any) -> str:
    """A number, which YAML has read as one, or two numbers."""
    return str(value)


class RoutineError(ValueError):
    """There is no such routine."""


class AskFirst(Reader):
    """Who must ask a health professional before a routine: one list, folded.

    It stands before the movement, so it is no fold of the end of a page, and paper always has it.
    Right below the card of a routine it becomes a part of that, above the first step.
    """

    NAME = "ask-first"

    def on_create(self, parent: etree.Element) -> etree.Element:
        section = etree.Element("section", {"class": html_class.ASK_FIRST})
        body = _card_above(parent)
        if body is None:
            parent.append(section)
        else:
            body.insert(len(body) - 1, section)
        return fold_body(section, "h2", self.ui.text(f"blocks.{self.NAME}"))


class DoNow(Section):
    """The card at the head of a page: what to check first, three steps, one picture, one button.

    The page writes them and names the picture (`pose: walk-easy`), or names a routine
    (`routine: walking`): then the steps are sentences of that, and the button begins the view that
    shows one step at a time. Without scripts it leads to the steps.
    """

    NAME = "do-now"
    CLASS = html_class.DO_NOW
    OPTIONS = {"routine": ["", type_string], "pose": ["", type_string]}  # noqa: RUF012

    def on_create(self, parent: etree.Element) -> etree.Element:
        body = super().on_create(parent)
        # The template fills it: what is printed of the page is offered below the card.
        etree.SubElement(parent, "p", {"class": html_class.PRINT_TOP})
        return body

    def on_end(self, block: etree.Element) -> None:
        if self.options["pose"]:
            block.append(pose_figure(self.md, self.docs, self.options["pose"], self.ui))
        if not self.options["routine"]:
            return
        known = current_guide(self.docs, self.nation).routines.by_id
        name = self.options["routine"]
        if name not in known:
            hint = did_you_mean(name, known)
            raise RoutineError(f'there is no routine "{name}" in {ROUTINES}{hint}')
        routine = known[name].routine
        if not routine.now:
            raise RoutineError(f'the routine "{name}" must say in {ROUTINES} what to do now')
        made = etree.SubElement(block, "div", {"class": html_class.DO_NOW_MADE})
        steps = etree.SubElement(made, "ol")
        for said in routine.now:
            etree.SubElement(steps, "li").text = text(self.nation.put(said))
        way = etree.SubElement(etree.SubElement(made, "p"), "a", {"class": html_class.BUTTON})
        way.set("href", f"#{slugify(routine.exercises[0].name, '-')}")
        way.set("data-press", "")
        way.text = text(self.ui.text("routine.show"))
        made.append(pose_figure(self.md, self.docs, routine.pose_now, self.ui))


def _card_above(parent: etree.Element) -> etree.Element | None:
    """What holds the words of a card of a routine that ends a text, its steps last."""
    if len(parent) < 2 or parent[-1].get("class") != html_class.PRINT_TOP:
        return None
    body = parent[-2][-1]
    return body if len(body) and body[-1].get("class") == html_class.DO_NOW_MADE else None


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
            way = fold_body(parent, "h3", self.argument)
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


# Tables, and sheets to write on.

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


# In this order a misspelt name is compared with them.
BLOCKS = (
    KeyMessage,
    EmergencyCard,
    UrgentCard,
    NonUrgentCard,
    Do,
    DoNot,
    WhatWeKnow,
    WhatWeDoNotKnow,
    Important,
    Danger,
    More,
    Resources,
    NeedCards,
    CallList,
    Prints,
    DoNow,
    StartRoutine,
    AskFirst,
    StopIf,
    DoseBlock,
    StepsBlock,
    TrafficLight,
    *TREATMENTS,
    Comparison,
    Grid,
    Write,
)
CARE_CARDS = tuple(block.NAME for block in BLOCKS if issubclass(block, CareCard))

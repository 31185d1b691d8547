"""The blocks of health content: key messages, care cards, do and do not lists, what we know.

Each is written `/// name | heading`, closed by `///`. The rules behind them are those of the NHS
digital service manual for care cards, do and don't lists and warning callouts.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree

from pymdownx.blocks.block import Block

from guide.markdown.sheets import SHEETS


class _Section(Block):  # type: ignore[misc]
    """A section with a class and a heading. `HIDDEN` is said by screen readers before it."""

    ARGUMENT: bool | None = None
    CLASS = ""
    MODIFIER = ""
    HEADING = ""
    LEVEL = "h2"
    HIDDEN = ""

    def on_create(self, parent: etree.Element) -> etree.Element:
        classes = f"{self.CLASS} {self.CLASS}--{self.MODIFIER}" if self.MODIFIER else self.CLASS
        section = etree.SubElement(parent, "section", {"class": classes})
        heading = etree.SubElement(section, self.LEVEL, {"class": f"{self.CLASS}__heading"})
        if self.HIDDEN:
            hidden = etree.SubElement(heading, "span", {"class": "app-visually-hidden"})
            hidden.text = f"{self.HIDDEN}: "
            hidden.tail = self.argument or self.HEADING
        else:
            heading.text = self.argument or self.HEADING
        return etree.SubElement(section, "div", {"class": f"{self.CLASS}__body"})


class KeyMessage(_Section):
    """What to remember; the first one of a page comes from its front matter."""

    NAME = "key-message"
    CLASS = "app-key-message"
    HEADING = "The main thing"


class EmergencyCard(_Section):
    """When to call 999 or go to A&E. The heading calls to one action and ends with a colon."""

    NAME = "emergency-card"
    ARGUMENT = True
    CLASS = "app-care-card"
    MODIFIER = "emergency"
    HIDDEN = "Immediate action required"


class UrgentCard(_Section):
    """When to ask for help today."""

    NAME = "urgent-card"
    ARGUMENT = True
    CLASS = "app-care-card"
    MODIFIER = "urgent"
    HIDDEN = "Urgent advice"


class NonUrgentCard(_Section):
    """When to see a GP or physiotherapist."""

    NAME = "non-urgent-card"
    ARGUMENT = True
    CLASS = "app-care-card"
    MODIFIER = "non-urgent"
    HIDDEN = "Non-urgent advice"


class Do(_Section):
    """A list of things to do, above its `do-not`."""

    NAME = "do"
    CLASS = "app-list-card"
    MODIFIER = "do"
    HEADING = "Do"
    LEVEL = "h3"


class DoNot(_Section):
    """A list of things not to do; each item says "do not" itself."""

    NAME = "do-not"
    CLASS = "app-list-card"
    MODIFIER = "do-not"
    HEADING = "Do not"
    LEVEL = "h3"


class WhatWeKnow(_Section):
    """What good sources agree on."""

    NAME = "what-we-know"
    CLASS = "app-evidence"
    MODIFIER = "known"
    HEADING = "What we know"
    LEVEL = "h3"


class WhatWeDoNotKnow(_Section):
    """Where sources are weak, silent or differ."""

    NAME = "what-we-do-not-know"
    CLASS = "app-evidence"
    MODIFIER = "unknown"
    HEADING = "What we do not know"
    LEVEL = "h3"


class Important(_Section):
    """A warning callout: something serious that a reader must not miss."""

    NAME = "important"
    ARGUMENT = True
    CLASS = "app-callout"
    HIDDEN = "Important"


class Resources(_Section):
    """Websites of others; on paper each gets its address and a QR code."""

    NAME = "resources"
    CLASS = "app-resources"
    HEADING = "Websites we suggest"


class _Plain(Block):  # type: ignore[misc]
    """A container without a heading of its own."""

    CLASS = ""

    def on_create(self, parent: etree.Element) -> etree.Element:
        return etree.SubElement(parent, "div", {"class": self.CLASS})


class NeedCards(_Plain):
    """A list of links in the reader's own voice, each a card."""

    NAME = "need-cards"
    CLASS = "app-need-cards"


class TrafficLight(_Plain):
    """A list of `green: …`, `amber: …`, `red: …`: how much extra pain is all right."""

    NAME = "traffic-light"
    CLASS = "app-traffic-light"

    def on_end(self, block: etree.Element) -> None:
        for item in block.iter("li"):
            holder = next(iter(item)) if len(item) and not (item.text or "").strip() else item
            colour, colon, rest = (holder.text or "").partition(":")
            if colon and colour.strip() in ("green", "amber", "red"):
                modifier = f"{self.CLASS}__item--{colour.strip()}"
                item.set("class", f"{self.CLASS}__item {modifier}")
                light = etree.Element("span", {"class": f"{self.CLASS}__light"})
                light.text, light.tail = colour.strip().capitalize(), f":{rest}"
                holder.text = ""
                holder.insert(0, light)


class AskFirst(_Section):
    """Who must ask a health professional before an exercise."""

    NAME = "ask-first"
    CLASS = "app-ask-first"
    HEADING = "Ask a physiotherapist or GP first if:"
    LEVEL = "h3"


class StopIf(_Section):
    """The signs at which to stop one exercise, beside the rules for all."""

    NAME = "stop-if"
    CLASS = "app-list-card"
    MODIFIER = "stop"
    HEADING = "Stop if:"
    LEVEL = "h3"


class Dose(_Plain):
    """How long, how often: a list of `**Hold**: 20 seconds`."""

    NAME = "dose"
    CLASS = "app-dose"


class Steps(_Plain):
    """A numbered list of instructions, each with its picture."""

    NAME = "steps"
    CLASS = "app-steps"


CARE_CARDS = (EmergencyCard.NAME, UrgentCard.NAME, NonUrgentCard.NAME)
BLOCKS = (
    AskFirst,
    StopIf,
    Dose,
    Steps,
    KeyMessage,
    EmergencyCard,
    UrgentCard,
    NonUrgentCard,
    Do,
    DoNot,
    WhatWeKnow,
    WhatWeDoNotKnow,
    Important,
    Resources,
    NeedCards,
    TrafficLight,
)
# These are registered apart: they read files, or stand for text that is read before all blocks.
_OTHERS = ("picture", "pose", "bibliography", "myth-list", "claims", "coverage", "routine")
BLOCK_NAMES = (*(block.NAME for block in (*BLOCKS, *SHEETS)), *_OTHERS)

"""The blocks of health content: key messages, care cards, do and do not lists, what we know.

Each is written `/// name | heading`, closed by `///`. The rules behind them are those of the NHS
digital service manual for care cards, do and don't lists and warning callouts.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree

from guide.content.guide import DATA_BLOCKS
from guide.content.markdown_text import FOLD
from guide.core import html_class
from guide.markdown.containers import Plain, Reader, Section
from guide.markdown.routines import EXERCISES
from guide.markdown.sheets import SHEETS
from guide.markdown.treatments import TREATMENTS


class KeyMessage(Section):
    """What to remember; the first one of a page comes from its front matter."""

    NAME = "key-message"
    CLASS = html_class.KEY_MESSAGE


class EmergencyCard(Section):
    """When to call 999 or go to A&E. The heading calls to one action and ends with a colon."""

    NAME = "emergency-card"
    ARGUMENT = True
    CLASS = html_class.CARE_CARD
    MODIFIER = "emergency"
    SAID = True


class UrgentCard(Section):
    """When to ask for help today."""

    NAME = "urgent-card"
    ARGUMENT = True
    CLASS = html_class.CARE_CARD
    MODIFIER = "urgent"
    SAID = True


class NonUrgentCard(Section):
    """When to see a GP or physiotherapist."""

    NAME = "non-urgent-card"
    ARGUMENT = True
    CLASS = html_class.CARE_CARD
    MODIFIER = "non-urgent"
    SAID = True


class More(Reader):
    """A fold: what not every reader needs, closed until it is asked for."""

    NAME = FOLD
    ARGUMENT = True

    def on_create(self, parent: etree.Element) -> etree.Element:
        fold = etree.SubElement(parent, "details", {"class": html_class.MORE})
        summary = etree.SubElement(fold, "summary", {"class": html_class.MORE_SUMMARY})
        etree.SubElement(summary, "h2", {"class": html_class.MORE_HEADING}).text = self.argument
        return etree.SubElement(fold, "div", {"class": html_class.MORE_BODY})


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


class Resources(Section):
    """Websites of others; on paper each gets its address and a QR code."""

    NAME = "resources"
    CLASS = html_class.RESOURCES


class NeedCards(Plain):
    """A list of links in the reader's own voice, each a card."""

    NAME = "need-cards"
    CLASS = html_class.NEED_CARDS


class CallList(Plain):
    """A list of whom to call; each number that is a link is a button."""

    NAME = "call-list"
    CLASS = html_class.CALL_LIST


class Prints(Plain):
    """Where a finished build lists what can be printed; what it holds is shown until then."""

    NAME = "prints"
    CLASS = html_class.PRINTS


CARE_CARDS = (EmergencyCard.NAME, UrgentCard.NAME, NonUrgentCard.NAME)
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
    More,
    Resources,
    NeedCards,
    CallList,
    Prints,
    *EXERCISES,
    *TREATMENTS,
)
# These are registered apart: they read files, or stand for text that is read before all blocks.
_OTHERS = (
    "a-to-z",
    "picture",
    "pose",
    "bibliography",
    "myth-list",
    "claims",
    "coverage",
    "decisions",
    *DATA_BLOCKS,
)
BLOCK_NAMES = (*(block.NAME for block in (*BLOCKS, *SHEETS)), *_OTHERS)

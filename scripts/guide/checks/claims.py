"""Claims: what only a source may say, and what nobody may say without its condition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from guide.citation import find_mentions
from guide.content import Guide
from guide.page import Page
from guide.problems import Problem
from guide.prose import Paragraph, paragraphs

_PEOPLE = "people|persons|adults|men|women|patients|participants|volunteers|children|cases"
_WORDS = "one|two|three|four|five|six|seven|eight|nine|ten|twenty|hundred"
# What may stand between a number and the people it counts: "26 healthy people".
_KIND = r"(?!(?:if|with|when|most|many|and|or|the|for|to|in|of)\b)[a-z-]+,?\s+"
_NUMBER = re.compile(
    r"(?<!\d[.,])\b\d(?:[\d,.]*\d)?\s*(?:%|per\s?cent\b)"
    rf"|(?<!\d,)\b(?:\d[\d,]*|{_WORDS})\s+(?:in|out\s+of)\s+(?:every\s+)?"
    rf"(?:(?!(?:19|20)\d\d\b)\d[\d,]*\b|(?:{_WORDS})\b)"
    rf"|(?<!\d[.,])\b\d(?:[\d,.]*\d)?(?:\s+(?:thousand|million|billion))?\s+(?:{_KIND}){{0,2}}(?:{_PEOPLE})\b"
    rf"|\b(?:half|a\s+third|a\s+quarter)\s+of\s+(?:all\s+)?(?:{_PEOPLE})\b",
    re.IGNORECASE,
)
_SOURCE_WORD = re.compile(
    r"\b(?:stud(?:y|ies)|research(?:ers?)?|evidence|guidelines?|trials?)\b", re.IGNORECASE
)
_SAFE = re.compile(
    r"\bsafe\s+(?:for\s+(?:\w+\s+){1,3})?to\s+(?:(?:start|keep)\s+)?mov(?:e|ing)\b", re.IGNORECASE
)
_CONDITION = re.compile(
    r"\bonce\s+serious\s+causes\s+(?:are|have\s+been)\s+ruled\s+out\b", re.IGNORECASE
)


def uncited_claim(guide: Guide, today: date) -> Iterator[Problem]:
    """A claim must have a citation in its paragraph or list item.

    A claim is a sentence with a number of people, a percentage, or one of the words study,
    research, evidence, guideline and trial. The main message holds no citation and so no claim.
    """
    for page in guide.files:
        for paragraph, cited in _paragraphs_with_keys(page):
            if cited:
                continue
            for line, sentence in paragraph.sentences():
                claim = _NUMBER.search(sentence) or _SOURCE_WORD.search(sentence)
                if claim:
                    word = " ".join(claim.group().split())
                    message = f'"{word}" makes a claim: cite its source in the same paragraph'
                    yield guide.problem(page, line, "uncited-claim", message, word)


def number_from_partial_reference(guide: Guide, today: date) -> Iterator[Problem]:
    """A number of people or a percentage must come from a source that is verified in full."""
    references = guide.bibliography.references
    for page in guide.files:
        for paragraph, keys in _paragraphs_with_keys(page):
            known = [references[key] for key in keys if key in references]
            if not known or any(r.verification == "verified" for r in known):
                continue
            for line, sentence in paragraph.sentences():
                number = _NUMBER.search(sentence)
                if number:
                    message = (
                        f'"{number.group()}" rests on "{known[0].key}", which is only partly '
                        "verified: use words"
                    )
                    rule = "number-from-partial-reference"
                    yield guide.problem(page, line, rule, message, known[0].key)


def unconditional_safety(guide: Guide, today: date) -> Iterator[Problem]:
    """ "Safe to move" must never stand without "once serious causes are ruled out"."""
    for page in guide.files:
        for paragraph, _ in _paragraphs_with_keys(page):
            for line, sentence in paragraph.sentences():
                safe = _SAFE.search(sentence)
                if safe and not _CONDITION.search(sentence):
                    message = (
                        f'"{safe.group()}" must stand with "once serious causes are ruled out" '
                        "in the same sentence"
                    )
                    yield guide.problem(page, line, "unconditional-safety", message)


def _paragraphs_with_keys(page: Page) -> Iterator[tuple[Paragraph, list[str]]]:
    """Yield the paragraphs of the file with the keys that each cites; the main message first."""
    if isinstance(page.meta.get("main_message"), str):
        yield Paragraph(page.meta_lines["main_message"], page.meta["main_message"]), []
    for found in paragraphs(page.body):
        paragraph = Paragraph(page.line_of(found.line), found.text)
        mentions = find_mentions(paragraph.text)
        yield paragraph, [c.key for mention in mentions for c in mention.citations]

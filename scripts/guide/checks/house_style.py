"""House style: headings, numbers, lists, cards and hard words, by the NHS service manual."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from guide.content import Guide, Page
from guide.markdown.blocks import CARE_CARDS
from guide.problems import Problem
from guide.prose import blank, paragraphs, without_addresses, without_code
from guide.structure import headings, lists

MOST_ITEMS_IN_A_LIST = 6
MOST_CALLOUTS_ON_A_PAGE = 2
_ITALICS = re.compile(
    r"(?<![\w*])\*(?![\s*])[^*\n]+\*(?![\w*])|(?<![\w_])_(?![\s_])[^_\n]+_(?![\w_])"
)
_DASH_RANGE = re.compile(r"(?<![\w-])\d+\s?[-–—]\s?\d+(?![\w-])")
_PERCENTAGE = re.compile(r"\b\d[\d.,]*\s?(?:%|per\s?cent\b)", re.IGNORECASE)
_N_IN_M = re.compile(r"\b\d[\d,]*\s+in\s+(?:every\s+)?(\d[\d,]*)\b")
_LINK_OR_MARK = re.compile(r"\[[^\]]*\]\([^)]*\)|\[@[^\]]*\]|[*_]")


def question_heading(guide: Guide, today: date) -> Iterator[Problem]:
    """NS-9. A heading must say something, and end without a mark."""
    for page in guide.files:
        for heading in headings(page.body):
            if heading.words.endswith(("?", "!", ".")):
                message = f'must be a statement without a mark at its end, is "{heading.words}"'
                yield _problem(guide, page, heading.line, "question-heading", message)


def italics(guide: Guide, today: date) -> Iterator[Problem]:
    """NS-14. No italics: slanted letters are hard to read."""
    for page in guide.files:
        prose = without_code(without_addresses(page.body))
        for match in _ITALICS.finditer(prose):
            line = prose.count("\n", 0, match.start()) + 1
            message = f"{match.group()} must be in plain letters"
            yield _problem(guide, page, line, "italics", message)


def dash_range(guide: Guide, today: date) -> Iterator[Problem]:
    """NS-20. A range must be written with "to": 10 to 15 minutes."""
    yield from _each_match(guide, _DASH_RANGE, "dash-range", 'must be written with "to"')


def percentage(guide: Guide, today: date) -> Iterator[Problem]:
    """NS-21. A share of people must be written as "8 in 10 people", never in percent."""
    yield from _each_match(guide, _PERCENTAGE, "percentage", 'write it as "8 in 10 people"')


def mixed_denominators(guide: Guide, today: date) -> Iterator[Problem]:
    """CC-17. All shares on a page must be of the same number: 8 in 10, 6 in 10."""
    for page in guide.pages:
        texts = [page.body, *(part.body for part in guide.passages_of(page))]
        found = dict.fromkeys(n for text in texts for n in _N_IN_M.findall(without_code(text)))
        if len(found) > 1:
            message = f"shares on a page must be of one number, are of {' and '.join(found)}"
            yield _problem(guide, page, 1, "mixed-denominators", message)


def long_list(guide: Guide, today: date) -> Iterator[Problem]:
    """NS-12. A list must have 6 items at most; lists of links and resources may have more."""
    for page in guide.files:
        for found in lists(page.body):
            links = sum(item.startswith("[") for item in found.items)
            if len(found.items) > MOST_ITEMS_IN_A_LIST and links < len(found.items):
                most, count = MOST_ITEMS_IN_A_LIST, len(found.items)
                message = f"a list must have {most} items at most, has {count}"
                yield _problem(guide, page, found.line, "long-list", message)


def care_card_form(guide: Guide, today: date) -> Iterator[Problem]:
    """CA-3, CA-5. A care card's heading must end with a colon; one card of a kind to a page."""
    for page in guide.files:
        for heading in headings(page.body):
            if heading.block in CARE_CARDS and not heading.words.endswith(":"):
                message = f'the heading of a care card must end with a colon, is "{heading.words}"'
                yield _problem(guide, page, heading.line, "care-card-form", message)
    for page in guide.pages:
        blocks = _blocks_of(guide, page)
        for kind in CARE_CARDS:
            if blocks.count(kind) > 1:
                message = f"a page must have one {kind} at most, has {blocks.count(kind)}"
                yield _problem(guide, page, 1, "care-card-form", message)


def do_list_form(guide: Guide, today: date) -> Iterator[Problem]:
    """DD-1 to DD-3, DD-7. Do stands before do not; each item of the second says "do not".

    No item of the first begins with "do", and neither list has a single item.
    """
    for page in guide.files:
        before = ""
        for found in lists(page.body):
            if found.block not in ("do", "do-not"):
                continue
            line = found.line
            if found.block == "do" and before == "do-not":
                yield _problem(guide, page, line, "do-list-form", "do must stand before do-not")
            if len(found.items) == 1:
                message = f"a {found.block} list must have two items or more"
                yield _problem(guide, page, line, "do-list-form", message)
            for item in found.items:
                says_not = item.lower().startswith("do not ")
                if says_not is not (found.block == "do-not"):
                    message = f'an item of a {found.block} list must not begin like "{item[:30]}"'
                    yield _problem(guide, page, line, "do-list-form", message)
            before = found.block


def too_many_callouts(guide: Guide, today: date) -> Iterator[Problem]:
    """WC-1. A page must have 2 callouts at most, those of shared passages included."""
    for page in guide.pages:
        count = _blocks_of(guide, page).count("important")
        if count > MOST_CALLOUTS_ON_A_PAGE:
            message = f"a page must have {MOST_CALLOUTS_ON_A_PAGE} callouts at most, has {count}"
            yield _problem(guide, page, 1, "too-many-callouts", message)


def unexplained_word(guide: Guide, today: date) -> Iterator[Problem]:
    """PM-4. A word of _data/medical_words.yml must be explained on the page that uses it.

    Where it first stands: in brackets behind it, in brackets itself behind the plain words, or by
    examples ("such as"). Or anywhere on the page by a sentence of its own: "Sciatica is …".
    """
    for page in guide.files:
        # The words of a link are the title of another page, which explains them.
        found = [(p.line, _LINK_OR_MARK.sub(blank, p.text)) for p in paragraphs(page.body)]
        for pattern in guide.word_lists.medical:
            uses = ((line, text, pattern.search(text)) for line, text in found)
            line, text, match = next((use for use in uses if use[2]), (0, "", None))
            if match is None or _is_explained(text, match):
                continue
            sentence = rf"(?:{pattern.pattern})['\"]?\s+(?:is|are|means?)\b"
            bodies = (part.body for part in (page, *guide.passages_of(page)))
            if not any(re.search(sentence, body, re.IGNORECASE) for body in bodies):
                line += text.count("\n", 0, match.start())
                message = f'"{match.group()}" must be explained where it is first used'
                yield _problem(guide, page, line, "unexplained-word", message)


def _is_explained(text: str, match: re.Match[str]) -> bool:
    behind, ahead = text[: match.start()], text[match.end() :]
    in_brackets = behind.rfind("(") > behind.rfind(")")
    # "opioids (strong painkillers)", "anti-inflammatories, such as ibuprofen"
    opens = re.match(r"[\w\s,-]{0,30}\(|\s*,?\s+such\s+as\b", ahead)
    # "Doctors call this sciatica", "called sciatica"
    named = re.search(r"\bcall(?:ed|s)?\b[^.]{0,40}$", behind)
    return in_brackets or bool(opens) or bool(named)


def _blocks_of(guide: Guide, page: Page) -> list[str]:
    texts = (page, *guide.passages_of(page))
    return [h.block for text in texts for h in headings(text.body) if h.block]


def _each_match(
    guide: Guide, pattern: re.Pattern[str], rule: str, remedy: str
) -> Iterator[Problem]:
    for page in guide.files:
        for found in paragraphs(page.body):
            prose = without_addresses(found.text)
            for match in pattern.finditer(prose):
                line = found.line + prose.count("\n", 0, match.start())
                yield _problem(guide, page, line, rule, f'"{match.group()}": {remedy}')


def _problem(guide: Guide, page: Page, line: int, rule: str, message: str) -> Problem:
    """A problem at a line of the body."""
    return guide.problem(page, page.line_of(line), rule, message)

"""House style: headings, letters, numbers, lists and tables, by the NHS service manual."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction

from linkaudit.core.problem import Problem
from linkaudit.core.rule import rule

from guide.content.guide import Guide
from guide.content.markdown_text import (
    headings,
    lists,
    paragraphs,
    tables,
    without_addresses,
    without_code,
)
from guide.content.page import Page
from guide.content.text_statistics import words
from guide.rules.families import CONTENT

MOST_ITEMS_IN_A_LIST = 6
MOST_COLUMNS = 4
MOST_WORDS_IN_A_HEAD = 4
_ITALICS = re.compile(
    r"(?<![\w*])\*(?![\s*])[^*\n]+\*(?![\w*])|(?<![\w_])_(?![\s_])[^_\n]+_(?![\w_])"
)
_DASH_RANGE = re.compile(r"(?<![\w-])\d+\s?[-–—]\s?\d+(?![\w-])")
_PERCENTAGE = re.compile(r"(?<!\d[.,])\b\d[\d.,]*\s?(?:%|per\s?cent\b)", re.IGNORECASE)
_N_IN_M = re.compile(
    r"(?<!\d,)\b(?P<many>\d[\d,]*)\s+in\s+(?:every\s+)?"
    r"(?P<of>(?P<number>\d(?:[\d,]*\d)?)\b(?:\s+(?P<times>thousand|million))?)",
    re.IGNORECASE,
)
_TIMES = {"": 1, "thousand": 1_000, "million": 1_000_000}


@rule(family=CONTENT, waivable=True)
def question_heading(guide: Guide) -> Iterator[Problem]:
    """NS-9. A heading must say something, and end without a mark."""
    for page in guide.files:
        for heading in headings(page.body):
            if heading.words.endswith(("?", "!", ".")):
                message = f'must be a statement without a mark at its end, is "{heading.words}"'
                yield _problem(guide, page, heading.line, message)


@rule(family=CONTENT)
def italics(guide: Guide) -> Iterator[Problem]:
    """NS-14. No italics: slanted letters are hard to read."""
    for page in guide.files:
        prose = without_code(without_addresses(page.body))
        for match in _ITALICS.finditer(prose):
            line = prose.count("\n", 0, match.start()) + 1
            message = f"{match.group()} must be in plain letters"
            yield _problem(guide, page, line, message)


@rule(family=CONTENT)
def dash_range(guide: Guide) -> Iterator[Problem]:
    """NS-20. A range must be written with "to": 10 to 15 minutes."""
    yield from _each_match(guide, _DASH_RANGE, 'must be written with "to"')


@rule(family=CONTENT, waivable=True)
def percentage(guide: Guide) -> Iterator[Problem]:
    """NS-21. A share of people must be written as "8 in 10 people", never in percent."""
    yield from _each_match(guide, _PERCENTAGE, _as_people)


@rule(family=CONTENT, waivable=True)
def mixed_denominators(guide: Guide) -> Iterator[Problem]:
    """CC-17. All shares on a page must be of the same number, or of 10 and 100: 8 in 10, 65 in 100.

    What is rarer than 1 in 100 may be of more, as it cannot be told in whole people of 100.
    """
    for page in guide.pages:
        texts = [page.body, *(part.body for part in guide.passages_of(page))]
        found = dict.fromkeys(
            share["of"]
            for text in texts
            for share in _N_IN_M.finditer(without_code(text))
            if _is_of_a_hundred(share)
        )
        if len(found) > 1 and not found.keys() <= {"10", "100"}:
            numbers = " and ".join(found)
            message = f"shares on a page must be of one number, or of 10 and 100, are of {numbers}"
            yield _problem(guide, page, 1, message)


def _is_of_a_hundred(share: re.Match[str]) -> bool:
    """Whether a share is 1 in 100 or more, so that it could be told of 100 people."""
    many, of = (int(share[name].replace(",", "")) for name in ("many", "number"))
    return many * 100 >= of * _TIMES[(share["times"] or "").lower()]


@rule(family=CONTENT, waivable=True)
def long_list(guide: Guide) -> Iterator[Problem]:
    """NS-12. A list must have 6 items at most; lists of links and resources may have more."""
    for page in guide.files:
        for found in lists(page.body):
            links = sum(item.startswith("[") for item in found.items)
            if len(found.items) > MOST_ITEMS_IN_A_LIST and links < len(found.items):
                most, count = MOST_ITEMS_IN_A_LIST, len(found.items)
                message = f"a list must have {most} items at most, has {count}"
                yield _problem(guide, page, found.line, message)


@rule(family=CONTENT)
def wide_table(guide: Guide) -> Iterator[Problem]:
    """PM-19. A table must have 4 columns at most, and 4 words at most in the head of each."""
    for page in guide.files:
        for line, heads in tables(page.body):
            if len(heads) > MOST_COLUMNS:
                message = f"a table must have {MOST_COLUMNS} columns at most, has {len(heads)}"
                yield _problem(guide, page, line, message)
            for head in heads:
                if len(words(head)) > MOST_WORDS_IN_A_HEAD:
                    most, count = MOST_WORDS_IN_A_HEAD, len(words(head))
                    message = f'must have {most} words at most, has {count}: "{head.strip()}"'
                    yield _problem(guide, page, line, message)


def _each_match(
    guide: Guide, pattern: re.Pattern[str], remedy: str | Callable[[str], str]
) -> Iterator[Problem]:
    for page in guide.files:
        for found in paragraphs(page.body):
            prose = without_addresses(found.text)
            for match in pattern.finditer(prose):
                line = found.line + prose.count("\n", 0, match.start())
                what = remedy if isinstance(remedy, str) else remedy(match.group())
                yield _problem(guide, page, line, f'"{match.group()}": {what}')


def _as_people(percentage: str) -> str:
    """How to write a percentage: the same number, of as few people as give whole ones."""
    number = re.sub(r",(?=\d{3}(?!\d))", "", re.match(r"[\d.,]+", percentage)[0].strip(".,"))  # type: ignore[index]
    try:
        share = Fraction(number.replace(",", ".")) / 100
    except ValueError:
        share = Fraction(2)
    for people in (10, 100, 1_000, 10_000):
        if share <= 1 and (share * people).denominator == 1:
            return f'write it as "{share * people} in {people:,} people"'
    return 'write it as "2 times as many", or as a number of people'


def _problem(guide: Guide, page: Page, line: int, message: str) -> Problem:
    """A problem at a line of the body."""
    return guide.problem(page, page.line_of(line), message)

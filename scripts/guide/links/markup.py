"""The HTML of a built page: unique ids, no reference or footnote that was left over."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from guide.links.page import BuiltPage
from guide.problems import Problem

# No numbers, no syntax such as [<n>][/<m>], no sets of characters such as [0-9a-f].
_REFERENCE = re.compile(
    r"(?<![\w\]/])\[(?!\d+\]|[^\[\]\n<>]*+[<>]|(?:\w-\w)+\])[^\[\]\n]++\]"
    r"\[(?![/<]|(?:\w-\w)+\])[^\[\]\n]*\]"
)
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]++\]")


def duplicate_id(page: BuiltPage) -> Iterator[Problem]:
    """An id must stand once on a page, or links to it go astray."""
    if len(set(page.ids)) == len(page.ids):
        return
    for name, times in Counter(page.ids).items():
        if times > 1:
            message = f'the id "{name}" stands {times} times'
            yield page.problem("duplicate-id", message, name)


def undefined_reference(page: BuiltPage) -> Iterator[Problem]:
    """A link by reference, [words][key], must have its address somewhere on the page."""
    yield from _left_over(page, "][", _REFERENCE, "undefined-reference", "leads nowhere")


def undefined_footnote(page: BuiltPage) -> Iterator[Problem]:
    """A footnote, [^1], must have its words somewhere on the page."""
    yield from _left_over(page, "[^", _FOOTNOTE, "undefined-footnote", "has no words")


def _left_over(
    page: BuiltPage, sign: str, pattern: re.Pattern[str], rule: str, fault: str
) -> Iterator[Problem]:
    """Yield a problem for each piece of Markdown that is left in the words of a page."""
    # Most pages show no sign of it, and to take the words out of a page costs more than to read.
    text = page.text
    if ("[" in text and sign in text) or "&#91;" in text or "&lbrack;" in text:
        for found in dict.fromkeys(pattern.findall(page.words)):
            yield page.problem(rule, f'"{found}" {fault}', found)

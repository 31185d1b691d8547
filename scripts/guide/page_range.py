"""The pages of a work in its journal or book, as bibliographies write them."""

from __future__ import annotations

import re

# A page is a number, or one with a letter before it: 13, e123, S12, CD009790, 87.e7.
_RANGE = re.compile(
    r"(?P<sign>[A-Za-z]*|\d+\.[A-Za-z])(?P<first>\d+)\s*(?:[-–—]|--)\s*"
    r"(?P<sign2>[A-Za-z]*|\d+\.[A-Za-z])(?P<last>\d+)"
)
_LABEL = re.compile(r"^(?:pages?|pp?)\b[.\s]*", re.IGNORECASE)


def pages_fault(text: str) -> str | None:
    """What is wrong with the pages in one sentence, or None.

    Each range must rise, also one that leaves out what both pages share: 698-9 is 698-699.
    What is no range of two numbers, such as an article number, may have any form.
    """
    if _LABEL.match(text):
        return f'page must be like 13-23, without a word before it, is "{text}"'
    for part in re.split(r"\s*[,;&]\s*", text):
        if part.endswith(("-", "–", "—")):
            return f'page must end with a number, is "{text}"'
        match = _RANGE.fullmatch(part)
        if match and not _rises(match):
            return f'the pages must rise from the first to the last, are "{text}"'
    return None


def _rises(match: re.Match[str]) -> bool:
    sign, first, second_sign, last = match.group("sign", "first", "sign2", "last")
    if second_sign and second_sign != sign:
        return True  # S12-A3 or 130-135.e2: numbers of two kinds cannot be compared
    if len(last) < len(first) and not second_sign:
        last = first[: -len(last)] + last
    return int(last) > int(first)

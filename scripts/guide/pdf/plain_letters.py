"""Letters that every braille table and every voice knows, in place of signs made for the eye."""

from __future__ import annotations

import re
import unicodedata

_SIGNS = {
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT DOUBLE QUOTATION MARK}": '"',
    "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    "\N{HORIZONTAL ELLIPSIS}": "...",
    "\N{BULLET}": "-",
    "\N{NON-BREAKING HYPHEN}": "-",
    "\N{MINUS SIGN}": "-",
    "\N{EM DASH}": " - ",
    "\N{MULTIPLICATION SIGN}": " times ",
    "\N{PLUS-MINUS SIGN}": " plus or minus ",
    "\N{GREATER-THAN OR EQUAL TO}": " at least ",
    "\N{LESS-THAN OR EQUAL TO}": " at most ",
    "\N{ALMOST EQUAL TO}": " about ",
    "\N{DEGREE SIGN}C": " degrees Celsius",
    "\N{DEGREE SIGN}": " degrees",
    "\N{VULGAR FRACTION ONE HALF}": " 1/2",
    "\N{VULGAR FRACTION ONE QUARTER}": " 1/4",
    "\N{VULGAR FRACTION THREE QUARTERS}": " 3/4",
    "\N{RIGHTWARDS ARROW}": " to ",
    "\N{LEFTWARDS ARROW}": " from ",
    "\N{LEFT RIGHT ARROW}": " to and from ",
    "\N{UPWARDS ARROW}": " up ",
    "\N{DOWNWARDS ARROW}": " down ",
    "\N{CHECK MARK}": " yes ",
    "\N{HEAVY CHECK MARK}": " yes ",
    "\N{MULTIPLICATION X}": " no ",
    "\N{BALLOT X}": " no ",
}
_SIGN = re.compile("|".join(map(re.escape, _SIGNS)))
_RANGE = re.compile(r"(?<=\d)\N{EN DASH}(?=\d)")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")
_SPACES = re.compile(r"[^\S\n]+")
_BEFORE_STOP = re.compile(r" +(?=[.,;:!?)](?:\s|$))")


def plain(text: str) -> str:
    """Return the text with signs as words, straight quotes and single spaces, line by line."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    text = _RANGE.sub(" to ", text).replace("\N{EN DASH}", " - ")
    text = _SPACES.sub(" ", _SIGN.sub(lambda sign: _SIGNS[sign[0]], text))
    return "\n".join(_BEFORE_STOP.sub("", line.strip()) for line in text.split("\n"))

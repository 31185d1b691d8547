"""Words as registers write them: markup and entities taken off, and what makes two texts equal."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from guide.entities import unescaped, untagged

# Words that an abbreviation leaves out.
SMALL: Final = frozenset(
    "a an and at by de del der des di die du e el et for from fur in la le les of on s the to und "
    "with y zu".split()
)
# The same formula again, in TeX or in content MathML, beside the one that is shown.
# What nothing ends goes on to the end of the text.
_SECOND_FORMULA = re.compile(
    r"<(?:\w{1,20}:)?annotation(?:-xml)?\b(?:.*?</(?:\w{1,20}:)?annotation[^<>]*+>?|.*+)", re.S
)
_TEX = re.compile(r"\$+|\\[A-Za-z]+|[{}]")
_ARTICLE = re.compile(r"^(?:the|an|a) (?=.)")
_GREEK = re.compile(r"GREEK (?:SMALL|CAPITAL) LETTER (?:.* )?(\w+)")
# Letters that have no base letter in Unicode, as people write them without the stroke.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)


def clean(text: str) -> str:
    """The text as a reader sees it: no tags, no entities, single spaces."""
    for _ in range(2):  # some publishers deposit `&amp;lt;i&amp;gt;`
        text = unescaped(text)
    return " ".join(untagged(_SECOND_FORMULA.sub("", text)).split())


def fold(text: str) -> str:
    """The text in words that can be compared: lower case, no marks, no accents, no first article.

    A Greek letter becomes its name, `&` becomes `and`.
    """
    plain = _TEX.sub("", clean(text)).replace("&", " and ")
    letters = "".join(_letter(c) for c in unicodedata.normalize("NFKD", plain))
    words = re.sub(r"[\W_]+", " ", letters.casefold().translate(_PLAIN)).strip()
    return _ARTICLE.sub("", words)


def squeeze(text: str) -> str:
    """The folded text without spaces: `low-back` and `low back`, `CO<sub>2</sub>` and `CO2`."""
    return fold(text).replace(" ", "")


def _letter(character: str) -> str:
    if unicodedata.combining(character) or character in "'’‘ʼ`´":
        return ""
    greek = _GREEK.fullmatch(unicodedata.name(character, ""))
    return greek[1] if greek else character

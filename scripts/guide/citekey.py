"""The citekey of a new reference: family name, year and a word, like ashar2022prt."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from guide.bibliography import Reference

_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "œ": "oe", "ß": "ss", "ł": "l", "đ": "d", "ð": "d"})
_LONGEST = 40  # letters of a name and of a word: a title without a blank is one word
_SMALL_WORDS = frozenset(
    "a an and are as at be between by can do does for from how in into is it its not of on or than "
    "that the their this to using versus via vs what when which who why with".split()
)


def citekey_of(new: Reference, known: Iterable[Reference]) -> str:
    """A citekey for a reference, in lower case and ASCII, that none of the known ones has.

    A body that is known already keeps the short name it has there, such as nice or who.
    """
    others = list(known)
    taken = {reference.key for reference in others}
    year = new.year or next(iter(new.date("accessed")), "")
    stem = f"{_name(new, others)[:_LONGEST]}{year}"
    words = [word[:_LONGEST] for word in _words(new.text("title")) if word not in _SMALL_WORDS]
    return next(key for key in _candidates(stem, words or ["work"]) if key not in taken)


def _candidates(stem: str, words: list[str]) -> Iterator[str]:
    for word in words:
        yield f"{stem}{word}"
    number = 2
    while True:
        yield f"{stem}{words[0]}{number}"
        number += 1


def _name(new: Reference, known: list[Reference]) -> str:
    author = next(iter(new.authors), {})
    if author.get("family"):
        return "".join(_words(author["family"])) or "anon"
    body = author.get("literal") or new.text("publisher")
    for reference in known:
        first = next(iter(reference.authors), {})
        short = re.match(r"[a-z]+", reference.key)
        if body and short and first.get("literal") == body:
            return short.group()
    words = body.split()
    initials = "".join(word[0] for word in words if word[:1].isupper())
    if len(words) > 1 and len(initials) > 1:
        return "".join(_words(initials))
    return "".join(_words(body)) or "anon"


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", str(text).casefold().translate(_LETTERS))
    return re.findall(r"[a-z0-9]+", re.sub(r"['’ʼ\u0300-\u036f]", "", plain))

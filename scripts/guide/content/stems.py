"""Stems: one form for a word in its plural, in its tenses, in British and in American spelling.

`assets/javascripts/search-engine.js` makes the same stems; a test holds one against the other.
The rules for endings are those of English: they are an algorithm, so a guide in another language
needs its own here. Its stop words stand in the catalogue of words.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from guide.content.interface import Interface

_WORD = re.compile(r"[^\W_]+")
# Accents; and apostrophes of every kind, so that "can't", "can’t" and "cant" are one word.
_DROPPED = re.compile(r"[\u0300-\u036f'\u2018\u2019\u201b\u02bc\u00b4`]")
_ENDINGS = tuple(
    (re.compile(rf"^(.*[aeiouy].*){ending}$"), least)
    for ending, least in (("ing", 3), ("ed", 3), ("nes", 3), ("ful", 3), ("ment", 3), ("ly", 5))
)


def words(text: str) -> list[str]:
    """The words of a text in lower case, without accents and apostrophes."""
    return _WORD.findall(_DROPPED.sub("", unicodedata.normalize("NFD", text.lower())))


@cache
def stop_words() -> frozenset[str]:
    """The small words of a question, which tell nothing about its matter."""
    return frozenset(Interface.load().items("locale.stop_words"))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a word that `words` gave. A stem need not be a word: "massag"."""
    if len(word) < 4 or not word.isalpha():
        return word
    word = re.sub(r"ie[sd]$", "y", word) if len(word) > 4 else word
    word = re.sub(r"(ss|sh|ch|x)es$", r"\1", word)
    word = re.sub(r"([^siu])s$", r"\1", word)
    if len(word) < 4:
        return word
    word = re.sub(r"([b-df-hj-np-tv-z])\1", r"\1", word)
    word = re.sub(r"([st])ion$", r"\1", word)
    for _ in range(2):
        for ending, least in _ENDINGS:
            found = ending.match(word)
            if found and len(found[1]) >= least:
                word = found[1]
    word = re.sub(r"ae|^oe", "e", word.replace("z", "s"))
    word = re.sub(r"(.)our", r"\1or", word)
    word = re.sub(r"(..)tre$", r"\1ter", word)
    short = re.sub(r"(...)y$", r"\1i", re.sub(r"(...)e$", r"\1", word))
    return word if short in stop_words() else short  # "note" is not "not"


def stems(text: str) -> list[str]:
    """The stems of the words of a text, in order."""
    return [stem(word) for word in words(text)]

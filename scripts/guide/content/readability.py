"""How hard a text is to read: its words, syllables and Flesch-Kincaid grade.

Source of the formula: Kincaid JP and others. Derivation of new readability formulas. Naval
Technical Training Command; 1975. A grade of 5 is for readers of 10 to 11 years. A number is a
smoke alarm and no claim: only readers can tell whether a text is plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from guide.content.guide import Guide
from guide.content.markdown_text import paragraphs
from guide.content.page import Page

# What nothing closes must not be looked through to the end of the text from each of its starts.
_CITATION = re.compile(r"(?<!\s)\s*+\[@(?>(?:[^\[\]]|\[(?!@))*)\]")
_LINK = re.compile(r"!?\[([^\]]{0,1000}+)\](?:\([^)]{0,2000}+\)|\[[^\]]{0,1000}+\])")
_MARKS = re.compile(r"[*_`|]|\{[:#.][^{}]*+\}")
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9'&-]*")
# Letters that end a word without a sound of their own: the e of "make", "makes", "liked".
_SILENT_END = re.compile(r"(?:(?<!s)(?<!c)[^laeiouyszcgx]es|[^aeiouytd]ed|[^laeiouy]e)$")
# Two links or more one after another, below a name for all: names are no sentence.
_LINKS = re.compile(r"(?:\*\*[^*\n]+\*\*\s+)?(?:\[[^\[\]]*\]\([^()]*\),?\s*){2,}")
_VOWELS = re.compile(r"[aeiouy]+")
# Vowels side by side that are two syllables: "being", "radio", "area".
_TWO_SOUNDS = re.compile(r"(?:ia(?!l\b|n\b)|io(?!n)|iu|eing|ual(?=ly)|eo\b|uou|ea(?=te|\b))")


def readable(text: str) -> str:
    """The words as a reader sees them: without citations, addresses and marks of emphasis."""
    return _MARKS.sub("", _LINK.sub(r"\1", _CITATION.sub("", text)))


def words(text: str) -> list[str]:
    """The words of a text, numbers included."""
    return _WORD.findall(readable(text))


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """The syllables of an English word, counted by its vowels; at least one."""
    bare = re.sub(r"[^a-z]", "", word.lower())
    without_end = _SILENT_END.sub(lambda m: m.group()[0], bare) if len(bare) > 3 else bare
    count = len(_VOWELS.findall(without_end)) + len(_TWO_SOUNDS.findall(without_end))
    return max(1, count)


def grade(sentences: Iterable[str]) -> float:
    """The Flesch-Kincaid grade of sentences; an item of a list counts as one. 0 for none."""
    counted = [found for found in map(words, sentences) if found]
    total = sum(map(len, counted))
    if not total:
        return 0.0
    sounds = sum(syllables(word) for sentence in counted for word in sentence)
    return 0.39 * total / len(counted) + 11.8 * sounds / total - 15.59


def grade_of(guide: Guide, page: Page) -> float:
    """The reading grade of a page as its reader meets it."""
    return grade(prose_of(guide, page))


def prose_of(guide: Guide, page: Page, *, lists: bool = True) -> Iterator[str]:
    """Yield the sentences of a page, shared passages included, without rows of tables and links.

    Without `lists` only running text: items are often no sentences, and steps are short for good.
    """
    for text in (page, *guide.passages_of(page)):
        for paragraph in paragraphs(text.body):
            is_prose = not (paragraph.is_row or _LINKS.fullmatch(paragraph.text.strip()))
            if is_prose and (lists or not paragraph.is_item):
                yield from (sentence for _, sentence in paragraph.sentences())

"""How hard and how long texts are: syllables and reading grade, words of pages, what repeats.

Source of the formula of Flesch and Kincaid: Kincaid JP and others. Derivation of new readability
formulas. Naval Technical Training Command; 1975. A grade of 5 is for readers of 10 to 11 years. A
number is a smoke alarm and no claim: only readers can tell whether a text is plain.

Counted are title, main message, headings and text with shared passages and routines; not what
only the site adds: the list of sources, and the captions of pictures of `poses.yml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from guide.content.guide import Guide
from guide.content.markdown_text import LineKind, MarkdownLine, Paragraph, paragraphs, scan
from guide.content.page import Page, PageKind

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


@lru_cache(maxsize=50_000)
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


# Blocks whose argument is the name of a file or an entry, and no words.
_NAMED = ("picture", "pose", "routine")
_EXERCISES = ("routine",)
_STEPS = "steps"
SHORTEST = 5  # words of a sentence that counts as repeated; shorter ones are anybody's
MANY = 3  # pages on which a sentence is repeated
_SIGNS = re.compile(r"[^\w']+")


@dataclass(frozen=True)
class PageLength:
    """The words of a page; `most` is the limit of its core, None if it has none."""

    page: Page
    kind: PageKind | None
    core: int
    whole: int

    @property
    def most(self) -> int | None:
        return self.kind.words if self.kind else None

    def is_over(self, room: int = 0) -> bool:
        """Whether the core is longer than that, by more words than there is room for."""
        return self.most is not None and self.core > self.most + room


@dataclass(frozen=True)
class GuideLength:
    """The pages that patients read, with their words, and the share of these that repeats."""

    pages: tuple[PageLength, ...]
    repeated: int  # words in sentences of SHORTEST words or more that stand on MANY pages or more

    @cached_property
    def words(self) -> int:
        """The words of all pages, folds included."""
        return sum(page.whole for page in self.pages)

    @property
    def share(self) -> float:
        """The share of the words that repeats, 0 to 1."""
        return self.repeated / self.words if self.words else 0.0


def length_of(guide: Guide, page: Page) -> PageLength:
    """Count the words of a page: those outside of folds, and all."""
    kind = guide.kinds.of(page.path)
    apart = kind is not None and kind.exercises == "apart"
    head = len(words(page.title)) + sum(len(words(text)) for text in _main_message(page))
    text = guide.text_of(page, but=_EXERCISES if apart else ())
    core = sum(
        _count(line)
        for line in scan(text)
        if not line.fold and not (apart and line.block == _STEPS)
    )
    return PageLength(page, kind, head + core, head + sum(map(_count, scan(guide.text_of(page)))))


def length_of_guide(guide: Guide) -> GuideLength:
    """Count all pages that a kind gives to patients."""
    lengths = (length_of(guide, page) for page in guide.pages)
    patients = tuple(length for length in lengths if length.kind and length.kind.patients)
    texts = [(length.page, guide.text_of(length.page)) for length in patients]
    found = sentence_places(texts, lists=False).values()
    repeated = sum(
        place.length for places in found for place in places if pages_with(places) >= MANY
    )
    return GuideLength(patients, repeated)


class SentencePlace(NamedTuple):
    """Where a sentence stands: the page, the line of its text (0 for the main message)."""

    page: Page
    line: int
    text: str

    @property
    def length(self) -> int:
        """The words of the sentence."""
        return len(words(self.text))


def sentence_places(
    texts: Iterable[tuple[Page, str]], *, lists: bool
) -> dict[str, list[SentencePlace]]:
    """Map each sentence of SHORTEST words or more to where it stands in the texts of pages.

    Sentences are the same whatever their case, signs, links and citations. Main messages count,
    rows of tables do not; items of lists do with `lists`.
    """
    found: dict[str, list[SentencePlace]] = {}
    for page, text in texts:
        # A main message is on no line of the text: it stays on line 0, however long.
        message = (Paragraph(0, " ".join(said.split())) for said in _main_message(page))
        for paragraph in (*message, *paragraphs(text)):
            if paragraph.is_row or (paragraph.is_item and not lists):
                continue
            for line, sentence in paragraph.sentences():
                place = SentencePlace(page, line, sentence)
                if place.length >= SHORTEST:
                    key = _SIGNS.sub(" ", readable(sentence)).strip().lower()
                    found.setdefault(key, []).append(place)
    return found


def pages_with(places: Iterable[SentencePlace]) -> int:
    """On how many pages a sentence stands."""
    return len({place.page.path for place in places})


def _main_message(page: Page) -> Iterator[str]:
    message = page.meta.get("main_message")
    if isinstance(message, str):
        yield message


def _count(line: MarkdownLine) -> int:
    """The words of a line that a reader sees."""
    match line.kind:
        case LineKind.HEADING | LineKind.ITEM:
            return len(words(line.words))
        case LineKind.FENCE:
            return 0 if line.name in _NAMED else len(words(line.words))
        case LineKind.TEXT | LineKind.ROW:
            return len(words(line.text))
    return 0

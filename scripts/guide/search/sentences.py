"""What a result shows of its page: a sentence with the words that were found, and the page's kind.

`search/sentences.js` holds some sentences of each page: those that together hold the words which
tell the page from others. The search asks for it with the index, finds by its words too, and
waits for it with nothing.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from guide.content.guide import Guide
from guide.content.interface import NoWordsError
from guide.content.markdown_text import paragraphs
from guide.content.page import Page
from guide.content.stems import stem, stems, stop_words
from guide.content.text_statistics import readable

# The sentences that are kept for all pages together, and for one page at least and at most.
MOST_SENTENCES, LEAST_OF_A_PAGE, MOST_OF_A_PAGE = 400, 2, 8
# Letters: shorter ones say little without what stands around them, longer ones fill a phone.
SHORTEST, LONGEST = 30, 150
# An item of a list without one is no sentence.
_ENDS = (".", "!", "?")


@dataclass(frozen=True)
class Sentences:
    """For each page the name of its kind, and the sentences that are kept of it.

    The first sentence is that of the main message: it is shown where no other fits better. The
    name of a kind that the catalogue has no words for is empty.
    """

    of: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def stems(self) -> list[set[str]]:
        """For each page the stems of its sentences."""
        return [set(stems(" ".join(kept))) for _, kept in self.of]

    def script(self) -> dict[str, object]:
        """The names of kinds, and for each page the number of its kind with its sentences."""
        kinds = sorted({kind for kind, _ in self.of})
        return {"kinds": kinds, "pages": [[kinds.index(kind), *kept] for kind, kept in self.of]}


def sentences(guide: Guide, pages: Sequence[Page]) -> Sentences:
    """The sentences of these pages."""
    of = {page.path: tuple(dict.fromkeys(_of_page(guide, page))) for page in pages}
    rarities = _rarities(of)
    most = min(MOST_OF_A_PAGE, max(LEAST_OF_A_PAGE, MOST_SENTENCES // max(1, len(pages))))
    asked = {
        entry.page: set(stems(" ".join(entry.questions))) for entry in guide.search_words.questions
    }
    kept = {
        page.path: _telling(of[page.path], rarities, asked.get(str(page.path), frozenset()), most)
        for page in pages
    }
    return Sentences(tuple((_kind(guide, page), tuple(kept[page.path])) for page in pages))


def _kind(guide: Guide, page: Page) -> str:
    """What readers call the kind of a page."""
    kind = guide.kinds.of(page.path)
    if kind is None:
        return ""
    try:
        return guide.ui.text(f"search.kinds.{kind.kind.replace(' ', '-')}")
    except NoWordsError:
        return ""


def _of_page(guide: Guide, page: Page) -> Iterator[str]:
    """Yield the sentences of a page that may stand by themselves, those of the message first."""
    message = str(page.meta.get("main_message", ""))
    for text in (message, guide.text_of(page)):
        for paragraph in paragraphs(text):
            if paragraph.is_row:
                continue
            for _, sentence in paragraph.sentences():
                shown = " ".join(readable(sentence).split())
                if SHORTEST <= len(shown) <= LONGEST and shown.endswith(_ENDS):
                    yield shown[:1].upper() + shown[1:]


def _rarities(of: Mapping[PurePosixPath, Sequence[str]]) -> dict[str, float]:
    """What each stem tells: the fewer pages have it, the more."""
    small = {stem(word) for word in stop_words()}
    pages = Counter(
        name for said in of.values() for name in {s for text in said for s in stems(text)} - small
    )
    return {name: math.log(len(of) / number) for name, number in pages.items()}


def _telling(
    said: Sequence[str], rarities: Mapping[str, float], asked: Collection[str], most: int
) -> list[str]:
    """The first sentence, and those that add the rarest words for their length.

    Words that people type who look for the page, `asked`, count half as much again.
    """
    kept = list(said[:1])
    held = set(stems(" ".join(kept)))
    left = {text: set(stems(text)) for text in said[1:]}

    def worth(text: str) -> float:
        added = sum(rarities.get(name, 0) * (1 + (name in asked) / 2) for name in left[text] - held)
        return added / (SHORTEST + len(text))

    while left and len(kept) < most:
        best = max(left, key=worth)
        if worth(best) <= 0:
            break
        held |= left.pop(best)
        kept.append(best)
    return kept

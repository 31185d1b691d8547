"""The index of the search: four small scripts, because no page may fetch a file from a disk.

`search/topics.js` holds what results are shown and mostly found with: titles, headings, the
words of patients. `search/words.js` holds which pages questions with a word want, as was learned
from `question_examples.yml`, and in which section it stands. Only the words that tell pages apart
are in it, and fewer of each page where there are more pages. `search/emergencies.js` holds what
tells an emergency from other questions, `search/sentences.js` what results show of their pages;
the search finds by the words of these too.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from pathlib import Path, PurePosixPath

from markdown.extensions.toc import slugify

from guide.content.guide import Guide
from guide.content.markdown_text import LineKind, MarkdownLine, scan
from guide.content.page import Page
from guide.content.stems import stem, stems, stop_words
from guide.content.text_statistics import readable
from guide.content.word_lists import UrgentWords
from guide.markdown.anchors import anchors
from guide.search.emergencies import Weights, front_coded
from guide.search.questions import QuestionWeights
from guide.search.sentences import Sentences, sentences

# The sections of a page as search knows them: each heading with the stems of its text.

# A list of pages by their files, as a `myth-list` has it.
_FILE = re.compile(r"(?:\.\./)*(?:[\w-]+/)*[\w-]+\.md$")
_NO_WORDS = (LineKind.OPTION, LineKind.INCLUDE, LineKind.RULE)


@dataclass(frozen=True)
class IndexedSection:
    """A heading with its anchor, and how often each stem stands below it; a page's own has none."""

    heading: str
    anchor: str
    stems: Counter[str]


def sections(guide: Guide, page: Page) -> tuple[IndexedSection, ...]:
    """The sections of a page. The first is the page itself: all before its first heading."""
    body = guide.text_of(page)
    return (
        IndexedSection("", "", _stems_above_a_heading(body)),
        *(
            IndexedSection(anchor.words, anchor.name, _stems_above_a_heading(anchor.text))
            for anchor in anchors(body, guide.ui).values()
        ),
    )


def _stems_above_a_heading(text: str) -> Counter[str]:
    lines = takewhile(lambda line: not _begins(line), scan(text))
    return Counter(stems(readable("\n".join(line.text for line in lines if _has_words(line)))))


def _begins(line: MarkdownLine) -> bool:
    """Whether a section begins there, or a block with a heading of its own."""
    return line.is_heading or (line.is_fence and bool(line.words))


def _has_words(line: MarkdownLine) -> bool:
    """Whether there are words that tell of the section; the id of a step's picture is one."""
    is_file = line.kind is LineKind.ITEM and bool(_FILE.match(line.words))
    return not (line.is_fence or is_file or line.kind in _NO_WORDS)


FOLDER = "search"
TOPICS, WORDS = f"{FOLDER}/topics.js", f"{FOLDER}/words.js"
EMERGENCIES, SENTENCES = f"{FOLDER}/emergencies.js", f"{FOLDER}/sentences.js"
# A stem on more than a quarter of the pages tells little: "back", "pain".
COMMON = 0.25
# It does tell much if patients use it for so few: "pregnant" stands in many warnings.
SPOKEN = 5
# A heading on more pages than one in twenty leads to no page in particular: "How sure we are".
REPEATED = 0.05
MOST_WORDS_OF_A_NAME = 3
# The words of text that are kept for all pages together, and for one page at least and at most.
MOST_WORDS, LEAST_OF_A_PAGE, MOST_OF_A_PAGE = 120, 1, 4


def write(site: Path, guide: Guide) -> None:
    """Write the index of the guide into its built site, in place of the engine's own."""
    put(site, scripts(guide, is_flat(site, guide)))


def put(site: Path, scripts: Mapping[str, str]) -> None:
    """Write the scripts of an index, by their paths, into a built site."""
    (site / FOLDER).mkdir(exist_ok=True)
    for path, text in scripts.items():
        (site / path).write_text(text, "utf-8")
    for left in ("search/search_index.json", "search.json"):
        (site / left).unlink(missing_ok=True)


def is_flat(site: Path, guide: Guide) -> bool:
    """Whether pages of a built site are files of their own, and not folders."""
    return (site / "index.html").is_file() and any(
        (site / page.path).with_suffix(".html").is_file()
        for page in guide.pages
        if page.is_searched and page.path.stem != "index"
    )


def scripts(guide: Guide, flat: bool) -> dict[str, str]:
    """The scripts of the index by their paths."""
    pages, found = _searched(guide)
    of_pages = [_stems_of(page, found[page.path]) for page in pages]
    documents = Counter(stem for counted in of_pages for stem in counted)
    spoken = Counter(s for page in pages for s in set(stems(" ".join(page.search_words))))
    common = {
        s
        for s, n in documents.items()
        if n > max(1, COMMON * len(pages)) and not 0 < spoken[s] <= SPOKEN
    }
    topics = {
        "end": ".html" if flat else "/",
        "stop": " ".join(sorted(stop_words())),
        "common": " ".join(
            sorted(common - {stem(word) for word in stop_words()}, key=lambda s: (-documents[s], s))
        ),
        "same": [_stemmed(group.root) for group in guide.search_words.same],
        "urgent": [_urgent(entry) for entry in guide.search_words.urgent],
        "pages": [_topic(page, found[page.path]) for page in pages],
    }
    here = [found[page.path] for page in pages]
    shown = sentences(guide, pages)
    asked = QuestionWeights.load(guide.docs)
    words = _words(pages, here, documents, common, asked, shown)
    weights = Weights.load(guide.docs)
    emergencies = {"always": weights.always, "lines": "\n".join(weights.lines())}
    return {
        TOPICS: _script("guideTopics", topics),
        WORDS: _script("guideWords", words),
        EMERGENCIES: _script("guideEmergencies", emergencies),
        SENTENCES: _script("guideSentences", shown.script()),
    }


def _searched(guide: Guide) -> tuple[list[Page], dict[PurePosixPath, list[IndexedSection]]]:
    """The pages that the search finds, and their sections that tell them apart."""
    pages = [page for page in guide.pages if page.is_searched]
    last = {page.path for page in pages if page.search_boost < 1}
    return pages, _telling({page.path: sections(guide, page) for page in pages}, last)


def named(guide: Guide) -> Iterator[tuple[Page, list[str]]]:
    """Each page that the search finds with what leads there by name.

    Who types a word that a glossary explains wants that page, unless another is about it.
    """
    pages, found = _searched(guide)
    for page in pages:
        headings = [section.heading for section in found[page.path] if section.heading]
        yield page, headings if page.search_boost < 1 else list(_names(page))


def _telling(
    found: dict[PurePosixPath, tuple[IndexedSection, ...]], last: set[PurePosixPath]
) -> dict[PurePosixPath, list[IndexedSection]]:
    """The sections without those whose headings many pages have, and without those of a letter.

    Pages that come last among results keep those that name a thing, as a glossary does. The words
    of the others go to the page.
    """
    pages = Counter(heading for of in found.values() for heading in {s.heading for s in of})
    most = max(2, REPEATED * len(found))
    telling: dict[PurePosixPath, list[IndexedSection]] = {}
    for path, of in found.items():
        kept = [
            s
            for s in of[1:]
            if pages[s.heading] <= most
            and len(s.heading) > 1
            and (path not in last or len(s.heading.split()) <= MOST_WORDS_OF_A_NAME)
        ]
        rest = sum((s.stems for s in of if s not in kept), Counter[str]())
        telling[path] = [IndexedSection("", "", rest), *kept]
    return telling


def _script(name: str, value: object) -> str:
    return f"{name}={json.dumps(value, ensure_ascii=False, separators=(',', ':'))}\n"


def _stems_of(page: Page, found: Iterable[IndexedSection]) -> Counter[str]:
    """How often each stem stands on a page, those of its front matter included."""
    counted = Counter(stems(f"{page.title} {' '.join(page.search_words)} {_summary(page)}"))
    for section in found:
        counted.update(section.stems)
        counted.update(stems(section.heading))
    return counted


def _summary(page: Page) -> str:
    return f"{page.meta.get('main_message', '')} {page.meta.get('description', '')}"


def _topic(page: Page, found: Iterable[IndexedSection]) -> list[object]:
    headings = [
        section.heading
        if slugify(section.heading, "-") == section.anchor
        else f"{section.heading}\t{section.anchor}"
        for section in found
        if section.anchor
    ]
    title, *words = _names(page)
    topic: list[object] = [
        str(page.path.with_suffix("")),
        title,
        "|".join(words),
        "|".join(headings),
    ]
    return [*topic, page.search_boost] if page.search_boost != 1 else topic


def _stemmed(phrases: Iterable[str]) -> str:
    """The stems of phrases that are never shown, each once."""
    return "|".join(dict.fromkeys(" ".join(stems(phrase)) for phrase in phrases))


def _once(phrases: Iterable[str]) -> Iterable[str]:
    """Of phrases with the same stems, one."""
    return {tuple(stems(phrase)): phrase for phrase in phrases}.values()


def _urgent(entry: UrgentWords) -> list[str]:
    path, _, anchor = entry.page.partition("#")
    when = [_stemmed(entry.when)] if entry.when else []
    return [entry.kind, path.removesuffix(".md"), anchor, _stemmed(entry.words), *when]


def _names(page: Page) -> Iterator[str]:
    """What a page is called: its title, the myths that it answers, the words of patients."""
    yield page.title
    yield from _once([*(myth.said for myth in page.myths), *page.search_words])


def _words(
    pages: Sequence[Page],
    found: Sequence[Sequence[IndexedSection]],
    documents: Counter[str],
    common: set[str],
    asked: QuestionWeights,
    shown: Sentences,
) -> str:
    """Lines of stems in order, each with the sections that it stands in.

    Words without a place are there so that none is taken for a slip in another.
    A line is the number of letters that it shares with the line before, the other letters, the
    sections, and after a stop the pages that questions with that word want, each with its weight.
    Places are distances in base 26: capitals end a number. A weight is a capital, A for 1. What
    `topics.js` and `sentences.js` say of a page is left out.
    """
    most = min(MOST_OF_A_PAGE, max(LEAST_OF_A_PAGE, MOST_WORDS // max(1, len(pages))))
    stop = {stem(word) for word in stop_words()}
    places: dict[str, list[int]] = {
        name: [] for name in documents if name not in common | stop and not name.isdigit()
    }
    numbers = {str(page.path): number for number, page in enumerate(pages)}
    wanted = {
        name: {numbers[page]: weight for page, weight in of.items() if page in numbers}
        for name, of in asked.of.items()
    }
    known: set[str] = set()  # the stems that stand in topics.js
    first = 0
    for page, here, told in zip(pages, found, shown.stems, strict=True):
        named = set(stems(" ".join(_names(page))))
        counted: Counter[str] = Counter(stems(_summary(page)))
        for section in here:
            counted.update(section.stems)
            named.update(stems(section.heading))
        worth = {
            name: (1 + math.log(count)) * math.log(len(pages) / documents[name])
            for name, count in counted.items()
            if name in places and name not in named | told
        }
        # Pages that come last among results keep fewer.
        kept = round(most * min(1, page.search_boost))
        for name in sorted(worth, key=lambda name: (-worth[name], name))[:kept]:
            best = max(range(len(here)), key=lambda place: here[place].stems[name])
            places[name].append(first + best)
        known |= named | told
        first += len(here)
    listed = {name for of in (places, wanted) for name, there in of.items() if there}
    doubtful = places.keys() - listed - known
    near = {variant for name in {*listed, *known} for variant in _one_letter_less(name)}
    listed.update(name for name in doubtful if near & _one_letter_less(name))
    return "\n".join(_lines((n, places.get(n, ()), wanted.get(n, {})) for n in sorted(listed)))


def _one_letter_less(name: str) -> set[str]:
    """The word, and it without one letter: two words share one if they differ in one letter."""
    return {name, *(name[:at] + name[at + 1 :] for at in range(len(name)))}


def _lines(
    each: Iterable[tuple[str, Iterable[int], Mapping[int, int]]],
) -> Iterator[str]:
    before = ""
    for name, places, wanted in each:
        weighed = zip(_distances(wanted), (wanted[page] for page in sorted(wanted)), strict=True)
        pages = "".join(f"{distance}{chr(64 + weight)}" for distance, weight in weighed)
        told = "".join(_distances(places)) + (f".{pages}" if pages else "")
        yield f"{front_coded(name, before)} {told}".rstrip()
        before = name


def _distances(numbers: Iterable[int]) -> Iterator[str]:
    return (_in_letters(b - a) for a, b in pairwise([0, *sorted(numbers)]))


def _in_letters(number: int) -> str:
    letters = chr(65 + number % 26)
    while number := number // 26:
        letters = chr(97 + number % 26) + letters
    return letters

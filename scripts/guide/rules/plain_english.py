"""Plain English: common words, short sentences, and no more of them than a reader needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from linkaudit.core.problem import Problem, did_you_mean
from linkaudit.core.rule import rule

from guide.content.guide import Guide
from guide.content.markdown_text import Paragraph, blank, paragraphs, sections, without_addresses
from guide.content.page import KINDS, Page
from guide.content.text_statistics import (
    MANY,
    grade,
    grade_of,
    length_of,
    length_of_guide,
    prose_of,
    readable,
    sentence_places,
    syllables,
    words,
)
from guide.content.word_lists import AvoidedWord, those_in
from guide.markdown.blocks import CARE_CARDS
from guide.rules.families import CONTENT

# Plain English: how hard, how long, and in which words, by the NHS digital service manual.

HARDEST_GRADE = 6.0
EASIEST_GRADE, FEWEST_WORDS = 3.5, 100  # the grade of fewer words says little
MOST_WORDS_IN_A_SENTENCE = 20
LONG_WORD, MOST_LONG_WORDS = 4, 3  # syllables, and such words in a sentence
MOST_SENTENCES_IN_A_PARAGRAPH = 3
MOST_WORDS_IN_A_SECTION = 120
_SENTENCES_OF_A_SECTION = 2  # with names that another nation may have longer
SAFETY_BLOCKS = (*CARE_CARDS, "important", "danger")
_LINK_TEXT = re.compile(r"\[([^\]]{0,1000}+)\]\(")
_EXPLAINED = re.compile(r'\([^()]*\)|"[^"]*"')
_CONTRACTION = re.compile(r"\b\w+n['’]t\b", re.IGNORECASE)


@rule(family=CONTENT, waivable=True)
def hard_reading(guide: Guide) -> Iterator[Problem]:
    """NS-1. A page must have a Flesch-Kincaid grade of 6 or less; the target is 4 to 6."""
    for page in guide.pages:
        level = grade_of(guide, page)
        if level > HARDEST_GRADE:
            message = f"must have a reading grade of {HARDEST_GRADE} or less, has {level:.1f}"
            yield guide.problem(page, 1, message)


@rule(family=CONTENT, severity="warning")
def staccato(guide: Guide) -> Iterator[Problem]:
    """The running text of a page must have a grade of 3.5 or more: nobody talks in bursts.

    Lists, tables and pages with fewer than 100 words of running text are not counted.
    """
    for page in guide.pages:
        prose = list(prose_of(guide, page, lists=False))
        level = round(grade(prose), 1)
        if level < EASIEST_GRADE and sum(len(words(said)) for said in prose) >= FEWEST_WORDS:
            message = (
                f"running text must have a reading grade of {EASIEST_GRADE} or more, has "
                f"{level}: join short sentences"
            )
            yield guide.problem(page, 1, message)


@rule(family=CONTENT, waivable=True)
def long_sentence(guide: Guide) -> Iterator[Problem]:
    """NS-2. A sentence must have 20 words at most; 4 more if its nation has longer names."""
    most = MOST_WORDS_IN_A_SENTENCE + guide.nation.room
    for page in guide.files:
        for paragraph in _prose(page):
            for line, sentence in paragraph.sentences():
                count = len(words(sentence))
                if count > most:
                    start = " ".join(readable(sentence).split()[:6])
                    message = f'must have {most} words at most, has {count}: "{start} …"'
                    yield guide.problem(page, line, message)


@rule(family=CONTENT, waivable=True)
def hard_words(guide: Guide) -> Iterator[Problem]:
    """NS-1. A sentence must have 3 words of 4 or more syllables at most.

    The grade of a page is a mean: one sentence that nobody understands hardly moves it.
    """
    for page in guide.files:
        for paragraph in _prose(page):
            for line, sentence in paragraph.sentences():
                hard = [word for word in words(sentence) if syllables(word) >= LONG_WORD]
                if len(hard) > MOST_LONG_WORDS:
                    message = (
                        f"must have {MOST_LONG_WORDS} words of {LONG_WORD} or more syllables at "
                        f"most, has {len(hard)}: {', '.join(hard)}"
                    )
                    yield guide.problem(page, line, message)


@rule(family=CONTENT, waivable=True)
def long_paragraph(guide: Guide) -> Iterator[Problem]:
    """NS-3. A paragraph must have 3 sentences at most; items of lists may have more."""
    for page in guide.files:
        for paragraph in _prose(page):
            count = sum(1 for _ in paragraph.sentences())
            if not paragraph.is_item and count > MOST_SENTENCES_IN_A_PARAGRAPH:
                most = MOST_SENTENCES_IN_A_PARAGRAPH
                message = f"a paragraph must have {most} sentences at most, has {count}"
                yield guide.problem(page, paragraph.line, message)


@rule(family=CONTENT, waivable=True)
def long_section(guide: Guide) -> Iterator[Problem]:
    """PM-8. A section must have 120 words at most: one idea to a section.

    It may have 8 more if its nation has longer names. Care cards and callouts may be longer: their
    lists are bound to their source.
    """
    most = MOST_WORDS_IN_A_SECTION + _SENTENCES_OF_A_SECTION * guide.nation.room
    for page in guide.files:
        for heading, text in sections(page.body):
            count = len(words(text))
            if heading.block not in SAFETY_BLOCKS and count > most:
                line = page.line_of(max(1, heading.line))
                message = (
                    f"a section must have {MOST_WORDS_IN_A_SECTION} words at most, has {count}"
                )
                yield guide.problem(page, line, message)


@rule(family=CONTENT, waivable=True)
def plain_words(guide: Guide) -> Iterator[Problem]:
    """NS-8, NS-24 to NS-34. Words of _data/plain_words.yml must be replaced by plain ones.

    A word in brackets, or in straight double quotes, is explained or quoted, and may stand.
    """
    for page in guide.files:
        prose = list(_prose(page))
        avoided = those_in(guide.word_lists.avoided, (paragraph.text for paragraph in prose))
        for paragraph in prose:
            for place, word, use, source in _found_words(avoided, paragraph.text):
                line = paragraph.line + paragraph.text.count("\n", 0, place)
                message = f'"{word}": use {use} ({source})'
                yield guide.problem(page, line, message, word)


@rule(family=CONTENT)
def negative_contraction(guide: Guide) -> Iterator[Problem]:
    """NS-23. Write do not and cannot: the end of "don't" is easily missed."""
    for page in guide.files:
        for paragraph in _prose(page):
            for match in _CONTRACTION.finditer(paragraph.text):
                line = paragraph.line + paragraph.text.count("\n", 0, match.start())
                message = f'"{match.group()}" must be written in full'
                yield guide.problem(page, line, message, match.group())


def _prose(page: Page) -> Iterator[Paragraph]:
    """Yield the main message and the paragraphs of a page, without the rows of tables."""
    if isinstance(page.meta.get("main_message"), str):
        yield Paragraph(page.meta_lines["main_message"], page.meta["main_message"])
    for found in paragraphs(page.body):
        if not found.is_row:
            yield Paragraph(page.line_of(found.line), found.text, found.is_item)


def _found_words(avoided: Iterable[AvoidedWord], text: str) -> Iterator[tuple[int, str, str, str]]:
    """Yield the place of each word to avoid, the word, what to use, and the rule."""
    bare = _without_explained(text)
    for entry in avoided:
        spans = _LINK_TEXT.finditer(text) if entry.only_links else [None]
        for span in spans:
            start, end = (span.start(1), span.end(1)) if span else (0, len(bare))
            for match in entry.pattern.finditer(text if span else bare, start, end):
                if match[1]:
                    yield match.start(), match.group(), entry.use, entry.rule


def _without_explained(text: str) -> str:
    """Blank out what stands in brackets and in straight quotes; lines stay where they are."""
    return _EXPLAINED.sub(blank, without_addresses(text))


# What tells that a picture is coming, or that it was one.
_MARKER = re.compile(
    r"\b(?:one way to picture it|(?:picture|think of) (?:it|this|that|your|an?)"
    r"|(?:is|works|acts|(?:a bit|a little)) like)\b",
    re.IGNORECASE,
)
_LINK_OR_MARK = re.compile(r"\[[^\]]{0,1000}+\]\([^)]{0,2000}+\)|\[@[^\]]{0,1000}+\]|[*_]")
# NICE, NG59, A&E, GPs; a product code such as B12, or a word with a hyphen, is none.
_ABBREVIATION = re.compile(r"(?<![\w&-])(?P<name>[A-Z]&?[A-Z][A-Z&]*\d*)s?(?![\w-])")
_SAYS_WHAT_IT_IS = (
    r"(?:,?(?:\s+(?:which|who))?\s+"
    r"(?:is|are|was|means?|stands?\s+for|advises?|writes?|sets?|makes?|runs?|trial)\b"
    r"|(?:\s[\w.]+){0,2},\s+(?:an?|the|our)\b)"  # WCAG 2.2 AA, the standard for websites
)


@rule(family=CONTENT, waivable=True)
def unexplained_word(guide: Guide) -> Iterator[Problem]:
    """PM-4. A word of _data/medical_words.yml must be explained where a page first uses it.

    In reading order: the main message, then the text with its passages and what is made of data. In
    brackets behind it, in brackets itself behind the plain words, by examples ("such as"), or in
    the title or its paragraph by a sentence: "Sciatica is …". A fold further down comes too late.
    What others say, in straight double quotes, is no use of a word.
    """
    yield from dict.fromkeys(_unexplained_words(guide))


def _unexplained_words(guide: Guide) -> Iterator[Problem]:
    for page in guide.pages:
        found = list(_said(guide, page))
        for phrases in those_in(guide.word_lists.medical, (said.text for said in found)):
            uses = ((said, phrases.pattern.search(_without_quoted(said.text))) for said in found)
            said, match = next((use for use in uses if use[1]), (None, None))
            if said and match and not _is_explained(said.text, match):
                means = rf"(?:{phrases.pattern.pattern})['\"]?\s+(?:is|are|means?)\b"
                if not re.search(means, f"{page.title}\n{said.text}", re.IGNORECASE):
                    message = f'"{match.group()}" must be explained where it is first used'
                    yield guide.problem(*said.place_of(match), message)


@rule(family=CONTENT, waivable=True)
def abbreviation(guide: Guide) -> Iterator[Problem]:
    """NS-25. An abbreviation must be explained where a page first uses it, in reading order.

    With the full words before or behind it, one of the two in brackets, or by a sentence that says
    what it is: "NICE advises the NHS". _data/known_abbreviations.yml lists those that all know.
    """
    yield from dict.fromkeys(_unexplained_abbreviations(guide))


def _unexplained_abbreviations(guide: Guide) -> Iterator[Problem]:
    for page in guide.pages:
        seen = set(guide.word_lists.known_abbreviations)
        for said in _said(guide, page):
            for match in _ABBREVIATION.finditer(said.text):
                name = match["name"]
                if name in seen:
                    continue
                seen.add(name)
                says = re.search(rf"\b{re.escape(name)}\b{_SAYS_WHAT_IT_IS}", said.text)
                if not says and not _is_explained(said.text, match):
                    message = f'"{name}" must be explained where it is first used'
                    yield guide.problem(*said.place_of(match), message, name)


@rule(family=CONTENT, waivable=True)
def metaphor_unmarked(guide: Guide) -> Iterator[Problem]:
    """NS-6. A word of _data/metaphors.yml must stand in or after a sentence that marks a picture.

    By "one way to picture it", "think of it", "picture a" or "is like", for example: readers who
    take words as they are then know that it is one.
    """
    for page in guide.files:
        texts = list(_texts(page))
        metaphors = those_in(guide.word_lists.metaphors, (text for _, text in texts))
        for line, text in texts:
            if _MARKER.search(text):
                break
            for metaphor in metaphors:
                for match in metaphor.pattern.finditer(text):
                    if match[1]:
                        place = page.line_of(line + text.count("\n", 0, match.start()))
                        message = (
                            f'"{match[1]}" is a picture: say so before, like "Think of it as" '
                            'or "It is like"'
                        )
                        yield guide.problem(page, place, message, match[1])


def explains(guide: Guide, sentence: str) -> bool:
    """Whether a sentence begins with an abbreviation or a word of medicine, and says what it is."""
    text = readable(sentence)
    name = _ABBREVIATION.match(text)
    if name and re.match(_SAYS_WHAT_IT_IS, text[name.end() :]):
        return True
    of_medicine = (phrases.pattern.match(text) for phrases in guide.word_lists.medical)
    return any(
        word and re.match(r"\s+(?:is|are|means?)\b", text[word.end() :]) for word in of_medicine
    )


class _Said(NamedTuple):
    """A paragraph as a reader meets it, without the words of links; for each line, where it stands.

    That is the file, which may be a passage, and the line in it.
    """

    text: str
    places: tuple[tuple[Page, int], ...]

    def place_of(self, match: re.Match[str]) -> tuple[Page, int]:
        return self.places[self.text.count("\n", 0, match.start())]


def _said(guide: Guide, page: Page) -> Iterator[_Said]:
    """Yield what a page says in reading order: its main message, then its text as it is shown."""
    message = page.meta.get("main_message")
    if isinstance(message, str):
        place = (page, page.meta_lines["main_message"])
        yield _Said(message, (place,) * (message.count("\n") + 1))
    written = {
        line.strip(): (file, file.line_of(paragraph.line + place))
        for file in (*guide.passages_of(page), page)
        for paragraph in paragraphs(file.body)
        for place, line in enumerate(paragraph.text.split("\n"))
    }
    for paragraph in paragraphs(guide.text_of(page)):
        lines = paragraph.text.split("\n")
        places = (written.get(line.strip(), (page, 1)) for line in lines)
        yield _Said(_LINK_OR_MARK.sub(blank, paragraph.text), tuple(places))


def _without_quoted(text: str) -> str:
    return re.sub(r'"[^"]*"', blank, text)


def _texts(page: Page) -> Iterator[tuple[int, str]]:
    """Yield the line in the body and the text of each paragraph, without the words of links.

    Those are the title of another page, which explains them.
    """
    for paragraph in paragraphs(page.body):
        yield paragraph.line, _LINK_OR_MARK.sub(blank, paragraph.text)


def _is_explained(text: str, match: re.Match[str]) -> bool:
    behind, ahead = text[: match.start()], text[match.end() :]
    in_brackets = behind.rfind("(") > behind.rfind(")")
    # "opioids (strong painkillers)", "anti-inflammatories, such as ibuprofen"
    opens = re.match(r"[\w\s,-]{0,30}\(|\s*,?\s+such\s+as\b|,\s+(?:an?|the|our)\b", ahead)
    # "Doctors call this sciatica", "called sciatica", "the short name NSAIDs"
    named = re.search(r"\b(?:call(?:ed|s)?|short(?:\s+name)?)\b[^.]{0,40}$", behind)
    return in_brackets or bool(opens) or bool(named)


MOST_PAGES = 55
MOST_WORDS = 26_000
MOST_REPEATED = 0.05
MOST_PAGES_OF_A_SENTENCE = 2
# With names that another nation may have longer
_SENTENCES_OF_A_PAGE, _SENTENCES_OF_A_GUIDE = 6, 100


@rule(family=CONTENT)
def page_length(guide: Guide) -> Iterator[Problem]:
    """The core of a page for patients must have no more words than _data/page_kinds.yml allows.

    The core is what stands outside of folds. Every page must be of a kind, and what a kind names
    must be there.
    """
    yield from _kinds_without_pages(guide)
    room = _SENTENCES_OF_A_PAGE * guide.nation.room
    for page in guide.pages if guide.kinds.kinds else ():
        found = length_of(guide, page)
        if not (found.kind or guide.kinds.unreadable or guide.is_own(page)):
            message = f"must be of a kind: name it, or its folder, in {guide.name_of(KINDS)}"
            yield guide.problem(page, 1, message)
        if found.kind and found.is_over(room):
            message = (
                f"must have {found.most} words at most outside of folds ({found.kind.kind}), "
                f"has {found.core}"
            )
            yield guide.problem(page, 1, message)


def _kinds_without_pages(guide: Guide) -> Iterator[Problem]:
    folders = {f"{folder}/" for page in guide.pages for folder in page.path.parents}
    for kind in guide.kinds.kinds:
        for place, name in enumerate(kind.pages):
            known = folders if name.endswith("/") else guide.by_path.keys()
            if name not in known:
                what = "folder" if name.endswith("/") else "page"
                message = f'there is no {what} "{name}"{did_you_mean(name, known)}'
                yield kind.problem(message, name, ("pages", place))


@rule(family=CONTENT)
def guide_length(guide: Guide) -> Iterator[Problem]:
    """The guide must have 55 pages for patients at most, with 26,000 words, of which 5% may repeat.

    Folds, shared passages and routines count. Repeated are the words of sentences of 5 words or
    more in running text that stand on 3 of these pages or more, passages included.
    """
    if not guide.kinds.kinds:
        return
    found = length_of_guide(guide)
    where = guide.name_of(KINDS)
    if len(found.pages) > MOST_PAGES:
        message = f"the guide must have {MOST_PAGES} pages at most for patients"
        yield Problem(where, 1, f"{message}, has {len(found.pages)}")
    if found.words > MOST_WORDS + _SENTENCES_OF_A_GUIDE * guide.nation.room:
        message = f"the pages for patients must have {MOST_WORDS:,} words at most"
        yield Problem(where, 1, f"{message}, have {found.words:,}")
    if found.share > MOST_REPEATED:
        message = (
            f"of the words for patients {MOST_REPEATED:.0%} at most may stand in sentences that "
            f"are on {MANY} pages or more, {found.share:.1%} do"
        )
        yield Problem(where, 1, message)


@rule(family=CONTENT)
def said_too_often(guide: Guide) -> Iterator[Problem]:
    """A sentence of 5 words or more must stand on two pages at most; more take it from _parts.

    The line that leads to urgent help is the same everywhere for good, and so is what a word means,
    which each page must say; what ends with a colon only leads on to a list.
    """
    texts = [(page, page.body) for page in guide.pages if not guide.is_own(page)]
    for places in sentence_places(texts, lists=True).values():
        pages = list(dict.fromkeys(str(place.page.path) for place in places))
        page, line, text = places[0]
        leads = text.endswith(":") or any(
            guide.leads_to_urgent_help(place.page, place.text) for place in places
        )
        if len(pages) > MOST_PAGES_OF_A_SENTENCE and not (leads or explains(guide, text)):
            place = page.line_of(line) if line else page.meta_lines["main_message"]
            message = (
                f"must stand on {MOST_PAGES_OF_A_SENTENCE} pages at most, or once in _parts: "
                f'"{" ".join(readable(text).split())}" is on {", ".join(pages)}'
            )
            yield guide.problem(page, place, message)

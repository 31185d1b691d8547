"""Words that a reader may not know, and pictures of speech: each is explained before it is used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from guide.content import Guide
from guide.page import Page
from guide.problems import Problem
from guide.prose import blank, paragraphs
from guide.word_lists import those_in

MARKER = "one way to picture it"
_LINK_OR_MARK = re.compile(r"\[[^\]]{0,1000}+\]\([^)]{0,2000}+\)|\[@[^\]]{0,1000}+\]|[*_]")
# NICE, NG59, A&E, GPs; a product code such as B12, or a word with a hyphen, is none.
_ABBREVIATION = re.compile(r"(?<![\w&-])(?P<name>[A-Z]&?[A-Z][A-Z&]*\d*)s?(?![\w-])")
_SAYS_WHAT_IT_IS = (
    r"(?:,?(?:\s+(?:which|who))?\s+"
    r"(?:is|are|was|means?|stands?\s+for|advises?|writes?|sets?|makes?|runs?|trial)\b"
    r"|(?:\s[\w.]+){0,2},\s+(?:an?|the|our)\b)"  # WCAG 2.2 AA, the standard for websites
)


def unexplained_word(guide: Guide, today: date) -> Iterator[Problem]:
    """PM-4. A word of _data/medical_words.yml must be explained on the page that uses it.

    Where it first stands: in brackets behind it, in brackets itself behind the plain words, or by
    examples ("such as"). Or by a passage that the page includes, or anywhere on the page by a
    sentence of its own: "Sciatica is …".
    """
    for page in guide.files:
        found = list(_texts(page))
        for phrases in those_in(guide.word_lists.medical, (text for _, text in found)):
            pattern = phrases.pattern
            line, text, match = _first_use(pattern, found)
            if match is None or _is_explained(text, match):
                continue
            sentence = rf"(?:{pattern.pattern})['\"]?\s+(?:is|are|means?)\b"
            passages = list(guide.passages_of(page))
            said = any(re.search(sentence, t.body, re.IGNORECASE) for t in (page, *passages))
            if not said and not any(_is_explained_in(part, pattern) for part in passages):
                line += text.count("\n", 0, match.start())
                message = f'"{match.group()}" must be explained where it is first used'
                yield guide.problem(page, page.line_of(line), "unexplained-word", message)


def abbreviation(guide: Guide, today: date) -> Iterator[Problem]:
    """NS-25. An abbreviation must be explained where a page first uses it.

    With the full words before or behind it, one of the two in brackets, or by a sentence that says
    what it is: "NICE advises the NHS". _data/known_abbreviations.yml lists those that all know.
    """
    for page in guide.files:
        seen = set(guide.word_lists.known_abbreviations)
        for line, text in _texts(page):
            for match in _ABBREVIATION.finditer(text):
                name = match["name"]
                if name in seen:
                    continue
                seen.add(name)
                says = re.search(rf"\b{re.escape(name)}\b{_SAYS_WHAT_IT_IS}", text)
                if not says and not _is_explained(text, match):
                    place = page.line_of(line + text.count("\n", 0, match.start()))
                    message = f'"{name}" must be explained where it is first used'
                    yield guide.problem(page, place, "abbreviation", message, name)


def metaphor_unmarked(guide: Guide, today: date) -> Iterator[Problem]:
    """NS-6. A word of _data/metaphors.yml must come after "One way to picture it" on its page.

    Readers who take words as they are then know that a picture is coming.
    """
    for page in guide.files:
        texts = list(_texts(page))
        metaphors = those_in(guide.word_lists.metaphors, (text for _, text in texts))
        for line, text in texts:
            if MARKER in text.lower():
                break
            for metaphor in metaphors:
                for match in metaphor.pattern.finditer(text):
                    if match[1]:
                        place = page.line_of(line + text.count("\n", 0, match.start()))
                        message = f'"{match[1]}" is a picture: begin with "One way to picture it:"'
                        yield guide.problem(page, place, "metaphor-unmarked", message, match[1])


def _texts(page: Page) -> Iterator[tuple[int, str]]:
    """Yield the line in the body and the text of each paragraph, without the words of links.

    Those are the title of another page, which explains them.
    """
    for paragraph in paragraphs(page.body):
        yield paragraph.line, _LINK_OR_MARK.sub(blank, paragraph.text)


def _first_use(
    pattern: re.Pattern[str], texts: list[tuple[int, str]]
) -> tuple[int, str, re.Match[str] | None]:
    uses = ((line, text, pattern.search(text)) for line, text in texts)
    return next((use for use in uses if use[2]), (0, "", None))


def _is_explained_in(page: Page, pattern: re.Pattern[str]) -> bool:
    _, text, match = _first_use(pattern, list(_texts(page)))
    return match is not None and _is_explained(text, match)


def _is_explained(text: str, match: re.Match[str]) -> bool:
    behind, ahead = text[: match.start()], text[match.end() :]
    in_brackets = behind.rfind("(") > behind.rfind(")")
    # "opioids (strong painkillers)", "anti-inflammatories, such as ibuprofen"
    opens = re.match(r"[\w\s,-]{0,30}\(|\s*,?\s+such\s+as\b", ahead)
    # "Doctors call this sciatica", "called sciatica", "the short name NSAIDs"
    named = re.search(r"\b(?:call(?:ed|s)?|short(?:\s+name)?)\b[^.]{0,40}$", behind)
    return in_brackets or bool(opens) or bool(named)

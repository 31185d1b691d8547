"""Claims: what only a source may say, and what nobody may say without its condition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from linkaudit.core.problem import Problem, did_you_mean
from linkaudit.core.rule import rule
from linkaudit.references.bibliography import EVIDENCE, LISTED, READ, SEEN, Reference

from guide.content.guide import Guide
from guide.content.markdown_text import (
    LineKind,
    MarkdownLine,
    Paragraph,
    find_mentions,
    headings,
    paragraphs,
    scan,
    without_addresses,
)
from guide.content.numbers import NUMBERS, Figure, Found, figures
from guide.content.page import Page
from guide.content.text_statistics import readable
from guide.content.treatments import TREATMENTS
from guide.rules.families import REFERENCES

STOP_RULES, BEFORE_MOVING = "stop-rules.md", "before-moving.md"

# Citations in the text: their form and the references they name.


@rule(family=REFERENCES)
def malformed_citation(guide: Guide) -> Iterator[Problem]:
    """A citation must have the form [@key], [@a; @b] or [@key, 1.2.7]."""
    for page in guide.files:
        for mention in page.mentions():
            if mention.error:
                yield guide.problem(page, mention.line, mention.error)


@rule(family=REFERENCES)
def unknown_citation(guide: Guide) -> Iterator[Problem]:
    """Every citekey must be the id of a reference in the bibliography."""
    known = guide.bibliography.references
    for page in guide.files:
        for mention in page.mentions():
            for key in (citation.key for citation in mention.citations):
                if key not in known:
                    hint = did_you_mean(key, known)
                    message = f'"@{key}" is not in {guide.bibliography.name}{hint}'
                    yield guide.problem(page, mention.line, message, key)


@rule(family=REFERENCES)
def citation_in_heading(guide: Guide) -> Iterator[Problem]:
    """A heading must not hold a citation: it stands in menus and contents too."""
    for page in guide.files:
        for heading in headings(page.body):
            if any(find_mentions(heading.words)):
                line = page.line_of(heading.line)
                message = "move the citation to the sentence that it supports"
                yield guide.problem(page, line, message)


_PEOPLE = "people|persons|adults|men|women|patients|participants|volunteers|children|cases"
_WORDS = "one|two|three|four|five|six|seven|eight|nine|ten|twenty|hundred"
# What may stand between a number and the people it counts: "26 healthy people".
_KIND = r"(?!(?:if|with|when|most|many|and|or|the|for|to|in|of)\b)[a-z-]+,?\s+"
_NUMBER = re.compile(
    r"(?<!\d[.,])\b\d(?:[\d,.]*\d)?\s*(?:%|per\s?cent\b)"
    rf"|(?<!\d,)\b(?:\d[\d,]*|{_WORDS})\s+(?:in|out\s+of)\s+(?:every\s+)?"
    rf"(?:(?!(?:19|20)\d\d\b)\d[\d,]*\b|(?:{_WORDS})\b)"
    rf"|(?<!\d[.,])\b\d(?:[\d,.]*\d)?(?:\s+(?:thousand|million|billion))?\s+(?:{_KIND}){{0,2}}(?:{_PEOPLE})\b"
    rf"|\b(?:half|a\s+third|a\s+quarter)\s+of\s+(?:all\s+)?(?:{_PEOPLE})\b",
    re.IGNORECASE,
)
_DOSE = re.compile(
    r"\b\d(?:[\d,.]*\d)?\s*(?:mg|ml|g|points?|tablets?|times|minutes?|hours?|days?)\b",
    re.IGNORECASE,
)
_EFFECT = re.compile(
    r"\b(?:help(?:s|ed)?|ease[sd]?|lower(?:s|ed)?|reduce[sd]?|improve[sd]?|better|worse|works?|worked"
    r"|benefits?|relie(?:f|ve[sd]?)|harm(?:s|ed)?|no more than)\b",
    re.IGNORECASE,
)
_SOURCE_WORD = re.compile(
    r"\b(?:stud(?:y|ies)|research(?:ers?)?|evidence|guidelines?|trials?)\b", re.IGNORECASE
)
_SAFE = re.compile(
    r"\bsafe\s+(?:for\s+(?:\w+\s+){1,3})?to\s+(?:(?:start|keep)\s+)?mov(?:e|ing)\b", re.IGNORECASE
)
# What tells a reader to move, at the head of a sentence or an item.
_KEEP_MOVING = re.compile(
    r"(?:keep|stay|start|begin|get)\s+(?:active|moving|walking|exercising)\b", re.IGNORECASE
)
_SHOWN = ("routine", "pose")
_CONDITION = re.compile(
    r"\bonce\s+serious\s+causes\s+(?:are|have\s+been)\s+ruled\s+out\b", re.IGNORECASE
)


@rule(family=REFERENCES, waivable=True)
def uncited_claim(guide: Guide) -> Iterator[Problem]:
    """A claim must have a citation in its paragraph or list item.

    A claim is a sentence with a number of people, a percentage, or one of the words study,
    research, evidence, guideline and trial. The main message holds no citation and so no claim.
    """
    for page in guide.files:
        for paragraph, cited in _paragraphs_with_keys(page):
            if cited:
                continue
            for line, sentence in paragraph.sentences():
                words = without_addresses(sentence)
                claim = _NUMBER.search(words) or _SOURCE_WORD.search(words)
                if claim:
                    word = " ".join(claim.group().split())
                    message = f'"{word}" makes a claim: cite its source in the same paragraph'
                    yield guide.problem(page, line, message, word)


@rule(family=REFERENCES)
def unread_claim(guide: Guide) -> Iterator[Problem]:
    """A number, a dose or an effect must cite a work of which that was read.

    custom.seen says what was read of a work. Of one read only in part, or as others sum it up,
    custom.figures lists the numbers that were seen, as pages print them; its effects may be told
    in words. A work that is only listed carries no sentence, whatever it says; a support service
    (custom.evidence: service) may still be cited for being there.
    """
    references = guide.bibliography.references
    for page in guide.files:
        for paragraph, keys in _paragraphs_with_keys(page):
            for line, sentence in paragraph.sentences():
                of_sentence = [c.key for m in find_mentions(sentence) for c in m.citations]
                cited = [references[key] for key in of_sentence or keys if key in references]
                if not cited or any(work.seen in READ for work in cited):
                    continue
                works = [work for work in cited if work.evidence != EVIDENCE["service"]]
                claim = _unread(without_addresses(sentence), cited)
                if of_sentence and works and all(work.seen == LISTED for work in cited):
                    message = (
                        f'the sentence rests on "{works[0].key}", of which nothing was read '
                        f"({SEEN[LISTED]}): cite what was read, or leave it out"
                    )
                    yield guide.problem(page, line, message, works[0].key)
                elif claim:
                    message = (
                        f'"{claim}" rests on "{cited[0].key}", of which that was not read '
                        f"({SEEN.get(cited[0].seen, 'custom.seen is missing')}): cite what was "
                        "read, or leave it out"
                    )
                    yield guide.problem(page, line, message, cited[0].key)


def _unread(sentence: str, cited: list[Reference]) -> str:
    """The first number, dose or effect that nobody read in any of the works; empty if none."""
    seen = {figure for work in cited for figure in work.figures}
    for number in (*_NUMBER.finditer(sentence), *_DOSE.finditer(sentence)):
        words = " ".join(number.group().split())
        whole = re.compile(rf"(?<![\w.,]){re.escape(words)}(?!\w)", re.IGNORECASE)
        if not any(whole.search(figure) for figure in seen):
            return words
    if all(work.seen == LISTED for work in cited):
        effect = _EFFECT.search(sentence)
        return effect.group() if effect else ""
    return ""


PROFESSIONALS = "professionals"


@rule(family=REFERENCES)
def unlisted_number(guide: Guide) -> Iterator[Problem]:
    """A number of people or points must be listed, and cite the source that it is listed with.

    That is, "9 in 100" or "15 points of 100" on a page for patients must stand in
    _data/numbers.yml or among the numbers of _data/treatments.yml, if the guide has such a list.
    A clinic cannot list its own.
    """
    files_are_read = not (guide.numbers.unreadable or guide.treatments.unreadable)
    known = guide.numbers.known(guide.treatments.by_id.values()) if files_are_read else {}
    for page in guide.files if guide.numbers.listed and known else ():
        if page.path.parts[0] == PROFESSIONALS or guide.is_own(page):
            continue
        for paragraph, keys in _paragraphs_with_keys(page):
            for line, sentence in paragraph.sentences():
                of_sentence = [c.key for m in find_mentions(sentence) for c in m.citations]
                for found in figures(without_addresses(sentence)):
                    message = _not_listed(found, set(of_sentence or keys), known)
                    if message:
                        yield guide.problem(page, line, message, found.words)


def _not_listed(found: Found, cited: set[str], known: dict[Figure, set[str]]) -> str:
    """Why a number may not be printed so; empty if it may."""
    sources = known.get(found.figure, set())
    if sources and (sources & cited or not cited):
        return ""
    if sources:
        names = " or ".join(f"@{key}" for key in sorted(sources))
        return f'"{found.words}" is listed as a number of {names}: cite it in the same sentence'
    listed = sorted(str(figure) for figure, keys in known.items() if keys & cited)
    of_source = f"; listed for {', '.join(sorted(cited))}: {', '.join(listed)}" if listed else ""
    files = f"{NUMBERS} or among the numbers of {TREATMENTS}"
    return f'"{found.words}" must be listed in {files}{of_source}'


@rule(family=REFERENCES)
def unconditional_safety(guide: Guide) -> Iterator[Problem]:
    """A page must lead to urgent help before it tells anybody to move, or that it is safe to move.

    By a link to extra.urgent_page above a routine, a picture of an exercise, the stop rules, "keep
    moving" and the like: in a line of the page or by a passage such as before-moving.md, but not in
    a fold that is closed. "Safe to move" may stand with "once serious causes are ruled out" in its
    sentence instead; in the main message, which also stands alone, it must.
    """
    named = guide.identity.urgent_page or "urgent help, which extra.urgent_page must name"
    if BEFORE_MOVING in guide.parts:
        named += f', such as --8<-- "{BEFORE_MOVING}"'
    # Where it is no page, that alone is wrong, and the rule of the settings says so.
    is_missing = bool(guide.identity.urgent_page) and not guide.urgent_page
    for page in guide.pages:
        line = page.meta_lines.get("main_message", 1)
        for sentence in _main_message(page):
            safe = _SAFE.search(sentence)
            if safe and not _CONDITION.search(sentence):
                message = (
                    f'"{safe.group()}" must stand with "once serious causes are ruled out" '
                    "in the same sentence"
                )
                yield guide.problem(page, line, message)
        led = {
            0: is_missing or page is guide.urgent_page
        }  # for each fold, and for what is in none: 0
        for move in _moves(guide, page):
            if not move.words:
                led[move.fold] = True
            elif not (led[0] or led.get(move.fold)):
                message = f"{move.words} must come after a line that leads to {named}"
                yield guide.problem(page, page.line_of(move.line), message)
                break


class _Move(NamedTuple):
    """What makes people move, or with empty words what leads them to urgent help first."""

    line: int
    fold: int
    words: str


def _moves(guide: Guide, page: Page, around: tuple[Page, ...] = ()) -> Iterator[_Move]:
    """Yield them as they stand on the page; those of a passage at the line that includes it."""
    said = {paragraph.line: paragraph for paragraph in paragraphs(page.body)}
    reader = around[0] if around else page  # whose folder the links of a passage are seen from
    fold = folds = 0
    for line in scan(page.body):
        folds += line.opens_fold
        fold = folds if line.fold else 0
        if line.kind is LineKind.INCLUDE:
            part = guide.parts.get(line.name)
            if line.name == STOP_RULES:
                yield _Move(line.number, fold, "when to stop")
            if part and part not in around:
                for move in _moves(guide, part, (*around, page)):
                    yield _Move(line.number, fold or move.fold, move.words)
        elif line.opens and line.name in _SHOWN and not _shows_others(guide, line):
            yield _Move(line.number, fold, f'the {line.name} "{line.words}"')
        elif line.number in said:
            for number, sentence in said[line.number].sentences():
                tells = _SAFE.search(sentence) or _KEEP_MOVING.match(readable(sentence))
                if guide.leads_to_urgent_help(reader, sentence):
                    yield _Move(number, fold, "")
                if tells and not (_SAFE.search(sentence) and _CONDITION.search(sentence)):
                    yield _Move(number, fold, f'"{" ".join(tells.group().split())}"')


def _shows_others(guide: Guide, line: MarkdownLine) -> bool:
    """Whether it is a picture of what others do, such as a therapist's hands."""
    pose = guide.poses.by_id.get(line.words) if line.name == "pose" else None
    return pose is not None and not pose.exercise


def _main_message(page: Page) -> Iterator[str]:
    message = page.meta.get("main_message")
    if isinstance(message, str):
        yield from (sentence for _, sentence in Paragraph(1, message).sentences())


def _paragraphs_with_keys(page: Page) -> Iterator[tuple[Paragraph, list[str]]]:
    """Yield the paragraphs of the file with the keys that each cites; the main message first."""
    if isinstance(page.meta.get("main_message"), str):
        yield Paragraph(page.meta_lines["main_message"], page.meta["main_message"]), []
    for found in paragraphs(page.body):
        paragraph = Paragraph(page.line_of(found.line), found.text)
        mentions = find_mentions(paragraph.text)
        yield paragraph, [c.key for mention in mentions for c in mention.citations]

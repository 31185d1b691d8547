"""The bibliography: its entries are complete, checked and cited."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guide.bibliography import (
    EVIDENCE,
    READ,
    SEEN,
    WAYS_TO_FIND,
    Reference,
)
from guide.content import Guide
from guide.csl import TYPES, VARIABLES
from guide.problems import Problem, did_you_mean


def duplicate_reference(guide: Guide, today: date) -> Iterator[Problem]:
    """A citekey must be given to one reference only."""
    for reference in guide.bibliography.duplicates:
        first = guide.bibliography.references[reference.key].line
        message = f'"{reference.key}" is the id of the reference in line {first} too'
        yield problem_of(guide, reference, "duplicate-reference", message)


def incomplete_reference(guide: Guide, today: date) -> Iterator[Problem]:
    """A reference must have a title, a year, and a way to find it.

    An undated web page gives the day on which it was read, `accessed`, instead of the year.
    The ways are DOI, PMID, PMCID, ISBN, URL, number, a journal with pages, or a publisher.
    """
    for reference in entries(guide):
        missing = []
        if not reference.text("title"):
            missing.append("title")
        if not reference.year and not reference.date("accessed"):
            missing.append("issued, like {date-parts: [[2016, 11, 30]]}, or accessed")
        in_journal = reference.text("container-title") and reference.text("page")
        named = any(reference.text(way) for way in WAYS_TO_FIND)
        if not (named or in_journal or reference.text("publisher")):
            missing.append("a way to find it (DOI, PMID, ISBN or URL)")
        if missing:
            message = f'"{reference.key}" must give {", ".join(missing)}'
            yield problem_of(guide, reference, "incomplete-reference", message)


def unknown_reference_field(guide: Guide, today: date) -> Iterator[Problem]:
    """The fields of a reference, and its type, must have names of CSL."""
    for reference in entries(guide):
        kind = reference.text("type")
        if kind and kind not in TYPES:
            message = f'"{kind}" is no type of CSL{did_you_mean(kind, TYPES)}'
            yield problem_of(guide, reference, "unknown-reference-field", message, "type")
        for name in map(str, reference.fields):
            if name not in VARIABLES:
                message = f'"{name}" is no field of CSL{did_you_mean(name, VARIABLES)}'
                yield problem_of(guide, reference, "unknown-reference-field", message, name)


def malformed_author(guide: Guide, today: date) -> Iterator[Problem]:
    """author must be a list of {family: Moseley, given: G.L.} or {literal: Name of a body}."""
    for reference in entries(guide):
        authors = reference.fields.get("author", [])
        for author in authors if isinstance(authors, list) else [authors]:
            named = isinstance(author, dict) and (author.get("family") or author.get("literal"))
            if not named:
                message = f"author must be like {{family: Moseley, given: G.L.}}, is {author!r}"
                yield problem_of(guide, reference, "malformed-author", message, "author")


def malformed_date(guide: Guide, today: date) -> Iterator[Problem]:
    """issued, accessed and custom.checked must be real dates and not lie ahead.

    issued and accessed are given as far as they are known, checked like 2026-11-22.
    """
    must = f"must be a date that exists and is not after {today}"
    for reference in entries(guide):
        for name in ("issued", "accessed"):
            parts = reference.date(name)
            if parts and not _is_past(parts, today):
                message = f"{name} {must}, is {'-'.join(map(str, parts))}"
                yield problem_of(guide, reference, "malformed-date", message, name)
        given = reference.custom.get("checked")
        checked = checked_on(reference)
        if given is not None and (checked is None or checked > today):
            message = f"custom.checked {must}, is {given}"
            yield problem_of(guide, reference, "malformed-date", message, "custom")


def _is_past(parts: tuple[int, ...], today: date) -> bool:
    year, month, day = (*parts, 1, 1)[:3]
    try:
        return date(year, month, day) <= today
    except ValueError:
        return False


def unknown_evidence(guide: Guide, today: date) -> Iterator[Problem]:
    """custom.evidence must be a kind of evidence that the guide has plain words for."""
    for reference in entries(guide):
        kind = str(reference.custom.get("evidence", ""))
        if kind not in EVIDENCE:
            kinds = ", ".join(EVIDENCE)
            message = f'custom.evidence must be one of {kinds}; is "{kind}"'
            message += did_you_mean(kind, EVIDENCE)
            yield problem_of(guide, reference, "unknown-evidence", message, "custom")


def unknown_seen(guide: Guide, today: date) -> Iterator[Problem]:
    """custom.seen must say what was seen of the work: readers are told so beside it.

    Of what was not read as a whole, as an abstract or as a page, custom.to_check says what a
    person has still to compare with the work itself, and custom.figures lists the numbers seen.
    """
    for reference in entries(guide):
        if reference.seen not in SEEN:
            states = ", ".join(SEEN)
            message = f'custom.seen must be one of {states}; is "{reference.seen}"'
            message += did_you_mean(reference.seen, SEEN)
            yield problem_of(guide, reference, "unknown-seen", message, "custom")
        elif reference.seen not in READ and not reference.to_check:
            message = (
                "custom.to_check must say what a person has still to compare, as custom.seen is "
                f'"{reference.seen}"'
            )
            yield problem_of(guide, reference, "unknown-seen", message, "custom")


def unused_reference(guide: Guide, today: date) -> Iterator[Problem]:
    """Every reference must be cited by a page."""
    citing = guide.pages_citing()
    for reference in guide.bibliography:
        if reference.key not in citing:
            message = f'no page cites "{reference.key}"; cite it or delete it'
            yield problem_of(guide, reference, "unused-reference", message)


def checked_on(reference: Reference) -> date | None:
    """The day on which a person last looked whether the work still stands, if the entry has it."""
    try:
        return date.fromisoformat(str(reference.custom.get("checked")))
    except ValueError:
        return None


def entries(guide: Guide) -> tuple[Reference, ...]:
    """Every entry of the bibliography, also those that repeat a citekey."""
    return (*guide.bibliography, *guide.bibliography.duplicates)


def problem_of(
    guide: Guide, reference: Reference, rule: str, message: str, name: str = "id"
) -> Problem:
    """A problem at the line of a field of the reference."""
    line = reference.line_of(name)
    target = reference.key if name == "id" else reference.text(name)
    return Problem(guide.bibliography.name, line, rule, message, target=target)

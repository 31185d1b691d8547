"""The bibliography: entries, identifiers, and the works behind them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from urllib.parse import urlsplit

from linkaudit.core.problem import Problem, did_you_mean
from linkaudit.core.rule import rule
from linkaudit.core.text import is_web_address
from linkaudit.references import identifiers
from linkaudit.references.bibliography import (
    EVIDENCE,
    READ,
    SEEN,
    TYPES,
    VARIABLES,
    WAYS_TO_FIND,
    Reference,
    Works,
    is_preprint,
    normal_title,
)
from linkaudit.references.identifiers import normal_doi, pages_fault

from guide.content.guide import Guide
from guide.references.guidelines import STILL_CURRENT, checked_on, current_until
from guide.rules.families import DATED_REFERENCES, REFERENCES, GuideOnDay

# The bibliography: its entries are complete, checked and cited.


@rule(family=REFERENCES)
def duplicate_reference(guide: Guide) -> Iterator[Problem]:
    """A citekey must be given to one reference only."""
    for reference in guide.bibliography.duplicates:
        first = guide.bibliography.references[reference.key].line
        message = f'"{reference.key}" is the id of the reference in line {first} too'
        yield problem_of(guide, reference, message)


@rule(family=REFERENCES)
def incomplete_reference(guide: Guide) -> Iterator[Problem]:
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
            yield problem_of(guide, reference, message)


@rule(family=REFERENCES)
def unknown_reference_field(guide: Guide) -> Iterator[Problem]:
    """The fields of a reference, and its type, must have names of CSL."""
    for reference in entries(guide):
        kind = reference.text("type")
        if kind and kind not in TYPES:
            message = f'"{kind}" is no type of CSL{did_you_mean(kind, TYPES)}'
            yield problem_of(guide, reference, message, "type")
        for name in map(str, reference.fields):
            if name not in VARIABLES:
                message = f'"{name}" is no field of CSL{did_you_mean(name, VARIABLES)}'
                yield problem_of(guide, reference, message, name)


@rule(family=REFERENCES)
def malformed_author(guide: Guide) -> Iterator[Problem]:
    """author must be a list of {family: Moseley, given: G.L.} or {literal: Name of a body}."""
    for reference in entries(guide):
        authors = reference.fields.get("author", [])
        for author in authors if isinstance(authors, list) else [authors]:
            named = isinstance(author, dict) and (author.get("family") or author.get("literal"))
            if not named:
                message = f"author must be like {{family: Moseley, given: G.L.}}, is {author!r}"
                yield problem_of(guide, reference, message, "author")


@rule(family=DATED_REFERENCES)
def malformed_date(on_day: GuideOnDay) -> Iterator[Problem]:
    """issued, accessed and custom.checked must be real dates and not lie ahead.

    issued and accessed are given as far as they are known, checked like 2026-11-22.
    """
    guide, today = on_day
    must = f"must be a date that exists and is not after {today}"
    for reference in entries(guide):
        for name in ("issued", "accessed"):
            parts = reference.date(name)
            if parts and not _is_past(parts, today):
                message = f"{name} {must}, is {'-'.join(map(str, parts))}"
                yield problem_of(guide, reference, message, name)
        given = reference.custom.get("checked")
        checked = checked_on(reference)
        if given is not None and (checked is None or checked > today):
            message = f"custom.checked {must}, is {given}"
            yield problem_of(guide, reference, message, "custom")


def _is_past(parts: tuple[int, ...], today: date) -> bool:
    year, month, day = (*parts, 1, 1)[:3]
    try:
        return date(year, month, day) <= today
    except ValueError:
        return False


@rule(family=REFERENCES)
def unknown_evidence(guide: Guide) -> Iterator[Problem]:
    """custom.evidence must be a kind of evidence that the guide has plain words for."""
    for reference in entries(guide):
        kind = str(reference.custom.get("evidence", ""))
        if kind not in EVIDENCE:
            kinds = ", ".join(EVIDENCE)
            message = f'custom.evidence must be one of {kinds}; is "{kind}"'
            message += did_you_mean(kind, EVIDENCE)
            yield problem_of(guide, reference, message, "custom")


@rule(family=REFERENCES)
def unknown_seen(guide: Guide) -> Iterator[Problem]:
    """custom.seen must say what was seen of the work: readers are told so beside it.

    Of what was not read as a whole, as an abstract or as a page, custom.to_check says what a
    person has still to compare with the work itself, and custom.figures lists the numbers seen.
    """
    for reference in entries(guide):
        if reference.seen not in SEEN:
            states = ", ".join(SEEN)
            message = f'custom.seen must be one of {states}; is "{reference.seen}"'
            message += did_you_mean(reference.seen, SEEN)
            yield problem_of(guide, reference, message, "custom")
        elif reference.seen not in READ and not reference.to_check:
            message = (
                "custom.to_check must say what a person has still to compare, as custom.seen is "
                f'"{reference.seen}"'
            )
            yield problem_of(guide, reference, message, "custom")


@rule(family=REFERENCES)
def unused_reference(guide: Guide) -> Iterator[Problem]:
    """Every reference must be cited by a page, of this nation or of another."""
    cited = {*guide.pages_citing(), *guide.cited_by_nations}
    for reference in guide.bibliography:
        if reference.key not in cited:
            message = f'no page cites "{reference.key}"; cite it or delete it'
            yield problem_of(guide, reference, message)


def entries(guide: Guide) -> tuple[Reference, ...]:
    """Every entry of the bibliography, also those that repeat a citekey."""
    return (*guide.bibliography, *guide.bibliography.duplicates)


def problem_of(guide: Guide, reference: Reference, message: str, name: str = "id") -> Problem:
    """A problem at the line of a field of the reference."""
    line = reference.line_of(name)
    target = reference.key if name == "id" else reference.text(name)
    return Problem(guide.bibliography.name, line, message, target=target)


# The identifiers of references: of the right form, with the right check digit.


@rule(family=REFERENCES)
def malformed_doi(guide: Guide) -> Iterator[Problem]:
    """A DOI must begin with 10. and stand without its web address."""
    yield from _faults(guide, "DOI", identifiers.doi_fault)


@rule(family=REFERENCES)
def malformed_pmid(guide: Guide) -> Iterator[Problem]:
    """A PMID must be a number of 1 to 8 digits."""
    yield from _faults(guide, "PMID", identifiers.pmid_fault)


@rule(family=REFERENCES)
def malformed_pmcid(guide: Guide) -> Iterator[Problem]:
    """A PMCID must be the letters PMC and a number."""
    yield from _faults(guide, "PMCID", identifiers.pmcid_fault)


@rule(family=REFERENCES)
def malformed_isbn(guide: Guide) -> Iterator[Problem]:
    """An ISBN must have 10 or 13 digits, of which the last is its check digit."""
    yield from _faults(guide, "ISBN", identifiers.isbn_fault)


@rule(family=REFERENCES)
def malformed_issn(guide: Guide) -> Iterator[Problem]:
    """An ISSN must have 8 digits, of which the last is its check digit."""
    yield from _faults(guide, "ISSN", identifiers.issn_fault)


@rule(family=REFERENCES)
def malformed_pages(guide: Guide) -> Iterator[Problem]:
    """Pages must rise: 13-23, 698-9, e123-e130; or be one page or article number, like n895."""
    yield from _faults(guide, "page", pages_fault)


@rule(family=REFERENCES)
def malformed_url(guide: Guide) -> Iterator[Problem]:
    """A URL must begin with http:// or https:// and name a host."""
    yield from _faults(guide, "URL", _url_fault)


def _url_fault(url: str) -> str | None:
    if is_web_address(url):
        return None
    return f'URL must be like https://www.nice.org.uk/guidance/ng59, is "{url}"'


def _faults(guide: Guide, name: str, fault_of: Callable[[str], str | None]) -> Iterator[Problem]:
    """A problem at each field of a name that has a fault."""
    for reference in entries(guide):
        text = reference.text(name)
        fault = fault_of(text) if text else None
        if fault:
            yield problem_of(guide, reference, fault, name)


# What may say anything: it is read as a view, or tells where to get help.
_NO_CLAIM = ("expert", "service")
_WEAK_TYPES = ("article-newspaper", "post", "post-weblog")
_WEAK_PART = re.compile(r"blogs?|news|magazines?|weblogs?")
_WEAK_HOST = re.compile(
    r"(?:^|\.)(?:(?:blogs?|news|magazine|forums?)\..+|.*\.(?:blogspot|substack|wordpress|tumblr)"
    r"\.com|(?:medium|lifehack|huffpost|huffingtonpost|nytimes|forbes|reddit|quora|facebook)"
    r"\.(?:com|org|co\.uk)|(?:dailymail|telegraph|mirror|express|independent|thesun|thetimes)"
    r"\.co\.uk|theguardian\.com)$"
)
# Whose bulletins are advice, not journalism, though CSL has no better type for them.
_OFFICIAL_HOST = re.compile(
    r"(?:^|\.)(?:gov\.(?:uk|scot|wales)|nhs\.(?:uk|net|scot|wales)|hscni\.net|nice\.org\.uk"
    r"|sign\.ac\.uk|who\.int|cdc\.gov|nih\.gov|europa\.eu)$"
)


@rule(family=REFERENCES)
def duplicate_work(guide: Guide) -> Iterator[Problem]:
    """A work must have one reference only: one DOI, one PMID, one title in one year."""
    known = Works()
    for reference in guide.bibliography:
        if same := known.first_same(reference):
            earlier, reason = same
            message = (
                f'"{reference.key}" is the work of "{earlier.key}" in line {earlier.line}: '
                f"{reason}; keep one"
            )
            yield problem_of(guide, reference, message)
        known.add(reference)


@rule(family=REFERENCES)
def known_preprint(guide: Guide) -> Iterator[Problem]:
    """A preprint must give way to the published work, once there is one.

    It is known if an entry has the same title, or if custom.published_as holds its DOI.
    """
    works = entries(guide)
    published = {normal_title(w.text("title")): w for w in works if not is_preprint(w)}
    for reference in works:
        if is_preprint(reference):
            other = published.get(normal_title(reference.text("title")))
            named = other.key if other else reference.custom.get("published_as")
            if named and normal_doi(str(named)) != normal_doi(reference.text("DOI")):
                message = f'"{reference.key}" is a preprint: cite what was published, "{named}"'
                yield problem_of(guide, reference, message)


@rule(family=DATED_REFERENCES, severity="warning", clock=True)
def stale_guideline(on_day: GuideOnDay) -> Iterator[Problem]:
    """A guideline of more than 5 years ago must say when a person found it still current.

    `custom.checked: 2026-11-22` is the day, and holds for 3 years. Until somebody has looked,
    custom.to_check says "whether it is still current".
    """
    guide, today = on_day
    for reference in entries(guide):
        until = current_until(reference)
        if until is None or today <= until:
            continue
        checked = checked_on(reference)
        when = f'"{reference.key}" is of {"-".join(map(str, reference.date("issued")))}'
        if checked is None:
            message = (
                f"{when}: look whether it is {STILL_CURRENT}, and write the day in "
                f"custom.checked, like checked: {today}"
            )
        else:
            message = (
                f"{when} and was last checked on {checked}: look again whether it is "
                f"{STILL_CURRENT}"
            )
        yield problem_of(guide, reference, message)


@rule(family=REFERENCES)
def weak_source(guide: Guide) -> Iterator[Problem]:
    """A claim about health must not rest on a blog, a newspaper or a magazine.

    They may be cited as an expert's view or for a service, with custom.evidence to say so.
    """
    for reference in entries(guide):
        kind = _weak_kind(reference)
        if kind and reference.custom.get("evidence") not in _NO_CLAIM:
            message = f"{kind} is no source for a claim about health: cite the study behind it"
            yield problem_of(guide, reference, message)


def _weak_kind(reference: Reference) -> str:
    """What makes a reference a blog, a news page or a magazine, or nothing if it is none."""
    kind, url = reference.text("type"), reference.text("URL")
    if kind in _WEAK_TYPES:
        return f'what has the type "{kind}"'
    if any(reference.text(name) for name in ("DOI", "PMID", "PMCID", "ISBN")):
        return ""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    if kind == "article-magazine" and not _OFFICIAL_HOST.search(host):
        return f'what has the type "{kind}"'
    folders = parts.path.lower().split("/")
    if _WEAK_HOST.search(host) or any(_WEAK_PART.fullmatch(folder) for folder in folders):
        return f'"{url}"'
    return ""

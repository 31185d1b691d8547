"""The identifiers of references: of the right form, with the right check digit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from guide import identifiers
from guide.checks.references import entries, problem_of
from guide.content import Guide
from guide.page_range import pages_fault
from guide.problems import Problem
from guide.web import is_web_address


def malformed_doi(guide: Guide, today: date) -> Iterator[Problem]:
    """A DOI must begin with 10. and stand without its web address."""
    yield from _faults(guide, "malformed-doi", "DOI", identifiers.doi_fault)


def malformed_pmid(guide: Guide, today: date) -> Iterator[Problem]:
    """A PMID must be a number of 1 to 8 digits."""
    yield from _faults(guide, "malformed-pmid", "PMID", identifiers.pmid_fault)


def malformed_pmcid(guide: Guide, today: date) -> Iterator[Problem]:
    """A PMCID must be the letters PMC and a number."""
    yield from _faults(guide, "malformed-pmcid", "PMCID", identifiers.pmcid_fault)


def malformed_isbn(guide: Guide, today: date) -> Iterator[Problem]:
    """An ISBN must have 10 or 13 digits, of which the last is its check digit."""
    yield from _faults(guide, "malformed-isbn", "ISBN", identifiers.isbn_fault)


def malformed_issn(guide: Guide, today: date) -> Iterator[Problem]:
    """An ISSN must have 8 digits, of which the last is its check digit."""
    yield from _faults(guide, "malformed-issn", "ISSN", identifiers.issn_fault)


def malformed_pages(guide: Guide, today: date) -> Iterator[Problem]:
    """Pages must rise: 13-23, 698-9, e123-e130; or be one page or article number, like n895."""
    yield from _faults(guide, "malformed-pages", "page", pages_fault)


def malformed_url(guide: Guide, today: date) -> Iterator[Problem]:
    """A URL must begin with http:// or https:// and name a host."""
    yield from _faults(guide, "malformed-url", "URL", _url_fault)


def _url_fault(url: str) -> str | None:
    if is_web_address(url):
        return None
    return f'URL must be like https://www.nice.org.uk/guidance/ng59, is "{url}"'


def _faults(
    guide: Guide, rule: str, name: str, fault_of: Callable[[str], str | None]
) -> Iterator[Problem]:
    """A problem at each field of a name that has a fault."""
    for reference in entries(guide):
        text = reference.text(name)
        fault = fault_of(text) if text else None
        if fault:
            yield problem_of(guide, reference, rule, fault, name)

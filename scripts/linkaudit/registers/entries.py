"""A new entry of the bibliography, from what a register has of a work."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import unquote

from linkaudit.core.text import date_parts, mapping, mappings, text, texts
from linkaudit.references.identifiers import doi_fault, pmid_fault
from linkaudit.registers import crossref, pubmed
from linkaudit.registers.queries import Services, register_client
from linkaudit.registers.record import Name, clean, parts_of

_BEFORE_DOI = re.compile(r"(?:https?://(?:dx\.|www\.)?doi\.org/|doi:?\s*)", re.I)
_BEFORE_PMID = re.compile(r"(?:https?://pubmed\.ncbi\.nlm\.nih\.gov/|PMID:?\s*)", re.I)
# Crossref's kinds of work that CSL calls otherwise than `document`.
_TYPES = {
    "journal-article": "article-journal",
    "book": "book",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "book-chapter": "chapter",
    "book-part": "chapter",
    "book-section": "chapter",
    "reference-entry": "entry",
    "proceedings-article": "paper-conference",
    "posted-content": "article",
    "report": "report",
    "report-component": "report",
    "dissertation": "thesis",
    "dataset": "dataset",
    "standard": "standard",
    "peer-review": "review",
}
# What PubMed calls a work that has neither volume nor pages yet.
_AHEAD_OF_PRINT = "10"
_AHEAD = "Epub ahead of print"


class EntryError(Exception):
    """No entry can be made; the text says why in one sentence."""


def is_identifier(what: str) -> bool:
    """Whether the text is a DOI or a PMID, bare or as people write them."""
    return not (doi_fault(_doi(what)) and pmid_fault(_pmid(what)))


def fetch_entry(what: str, services: Services, today: date) -> dict[str, Any]:
    """The CSL fields, without an id, of the work with a DOI or PMID. Raises EntryError."""
    doi, pmid = _doi(what), _pmid(what)
    if not doi_fault(doi):
        return asyncio.run(_from_crossref(doi, services, today))
    if not pmid_fault(pmid):
        return asyncio.run(_from_pubmed(pmid, services, today))
    raise EntryError(f'must be a DOI like 10.1136/bmj.i6748 or a PMID, is "{what}"')


def _doi(what: str) -> str:
    """The text without what stands before a DOI; an address has its odd letters escaped."""
    rest = _BEFORE_DOI.sub("", what.strip(), count=1)
    return unquote(rest) if "://" in what else rest


def _pmid(what: str) -> str:
    return _BEFORE_PMID.sub("", what.strip(), count=1).rstrip("/")


async def _from_crossref(doi: str, services: Services, today: date) -> dict[str, Any]:
    async with register_client(services, today, None) as registers:
        url = crossref.address(services.crossref, doi)
        message = await registers.ask(crossref.REGISTER, url, crossref.read)
        if message is None:
            raise EntryError(f"Crossref did not answer: {registers.reason(crossref.REGISTER)}")
    if not message:
        raise EntryError(f"Crossref has no record of {doi}; give a BibTeX or CSL file instead")
    entry = crossref_entry(message)
    # Crossref may have it in small letters: as it was printed is nicer.
    return entry | {"DOI": doi} if entry["DOI"].lower() == doi.lower() else entry


async def _from_pubmed(pmid: str, services: Services, today: date) -> dict[str, Any]:
    async with register_client(services, today, None) as registers:
        url = pubmed.address(services.eutils, [pmid])
        summaries = await registers.ask(pubmed.REGISTER, url, pubmed.read)
        if summaries is None:
            raise EntryError(f"PubMed did not answer: {registers.reason(pubmed.REGISTER)}")
    summary = mapping(summaries.get(pmid))
    if not summary or not pubmed.is_known(summary):
        raise EntryError(f"PubMed has no work with the PMID {pmid}")
    return pubmed_entry(pmid, summary)


def crossref_entry(message: Mapping[str, Any]) -> dict[str, Any]:
    """Crossref's record as CSL fields, those that are empty left out.

    The date is that of print, if there is one: volume and pages belong to it.
    """
    dates = (date_parts(message.get(name)) for name in crossref.DATES)
    record = crossref.record(message)
    kind = _TYPES.get(text(message.get("type")), "document")
    # A journal is known by its name alone, a preprint by the server that it stands on.
    house = {} if kind == "article-journal" else message
    server = next((text(each.get("name")) for each in mappings(message.get("institution"))), "")
    return _filled(
        type=kind,
        title=crossref.title(message),
        author=[_author(name) for name in record.authors],
        editor=[_author(name) for name in crossref.names(message, "editor")],
        issued=_date(next((parts for parts in dates if parts), ())),
        container_title=_first(message.get("container-title")),
        volume=record.volume,
        issue=record.issue,
        page=next(iter(record.pages), ""),
        edition=text(message.get("edition-number")),
        publisher=clean((server if kind == "article" else "") or text(house.get("publisher"))),
        publisher_place=clean(text(house.get("publisher-location"))),
        DOI=record.doi,
        ISBN=_first(message.get("ISBN")).rpartition("/")[2],
    )


def pubmed_entry(pmid: str, summary: Mapping[str, Any]) -> dict[str, Any]:
    """PubMed's summary as CSL fields, those that are empty left out."""
    record = pubmed.record(summary)
    # A chapter has the title of its book as well; a whole book of the Bookshelf only that.
    book = clean(text(summary.get("booktitle")))
    title = clean(record.titles[0]) or book
    kind = "chapter" if book and title != book else "book"
    if not book and record.journals:
        kind = "article-journal"
    return _filled(
        type=kind,
        title=title if kind != "book" else book or title,
        author=[_author(name) for name in record.authors],
        editor=[_author(name) for name in pubmed.names(summary, "editor")],
        issued=_date(parts_of(text(summary.get("pubdate")))),
        container_title={"chapter": book, "book": ""}.get(
            kind, clean(next(iter(record.journals), ""))
        ),
        medium=clean(text(summary.get("medium"))) if book else "",
        status=_AHEAD if text(summary.get("pubstatus")) == _AHEAD_OF_PRINT else "",
        edition=clean(text(summary.get("edition"))),
        publisher=clean(text(summary.get("publishername"))),
        publisher_place=clean(text(summary.get("publisherlocation"))),
        volume=record.volume,
        issue=record.issue,
        page=next(iter(record.pages), ""),
        DOI=record.doi,
        PMID=pmid,
        PMCID=pubmed.identifier(summary, "pmc"),
    )


def _filled(**fields: Any) -> dict[str, Any]:
    return {name.replace("_", "-"): value for name, value in fields.items() if value}


def _author(name: Name) -> dict[str, str]:
    if name.is_body:
        return {"literal": name.family}
    named = {"family": name.family, "given": name.given, "suffix": name.suffix}
    return {part: text for part, text in named.items() if text}


def _date(parts: Iterable[int]) -> dict[str, list[list[int]]]:
    found = list(parts)
    return {"date-parts": [found]} if found else {}


def _first(value: object) -> str:
    return clean(next(iter(texts(value)), ""))

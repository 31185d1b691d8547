"""Registers of DOIs: Crossref, for articles, books and reports; doi.org, which knows them all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from linkaudit.core.text import (
    UnreadableAnswerError,
    date_parts,
    json_object,
    mapping,
    mappings,
    text,
    texts,
)
from linkaudit.references.name_parts import parted_suffix
from linkaudit.registers.notices import notice, notice_in_title
from linkaudit.registers.record import NO_MATCH, Match, Name, Notice, Record, clean, parts_of

REGISTER = "Crossref"
_JOURNALS = ("container-title", "short-container-title")
DATES = ("published-print", "published-online", "published", "issued")


def address(base: str, doi: str) -> str:
    """Where Crossref, or the handle service, tells of a DOI."""
    return base + quote(doi, safe="/:;,()")


def search_address(base: str, title: str) -> str:
    """Where the record is whose title is most like this one."""
    return f"{base.rstrip('/')}?rows=1&query.bibliographic={quote(title, safe='')}"


def read(status: int, body: bytes) -> Mapping[str, Any]:
    """The record in an answer, empty if Crossref has none of that DOI.

    Raises UnreadableAnswerError for an answer from which neither follows.
    """
    if status == 404:
        return {}
    if status != 200:
        raise UnreadableAnswerError(f"it answered {status}")
    message = mapping(json_object(body).get("message"))
    if not text(message.get("DOI")):
        raise UnreadableAnswerError("its answer holds no record of a work")
    return message


def read_search(_status: int, body: bytes) -> Match:
    """The best match of a search, empty if there is none."""
    items = mappings(mapping(json_object(body).get("message")).get("items"))
    return Match(text(items[0].get("DOI")), title(items[0])) if items else NO_MATCH


def title(message: Mapping[str, Any]) -> str:
    """The title with its subtitle, without markup."""
    main, *_ = (*texts(message.get("title")), "")
    sub, *_ = (*texts(message.get("subtitle")), "")
    main, sub = clean(main), clean(sub)
    return f"{main}: {sub}" if main and sub and sub.lower() not in main.lower() else main


def record(message: Mapping[str, Any]) -> Record:
    """What Crossref tells of a work."""
    own = text(message.get("DOI"))
    journal_issue = mapping(message.get("journal-issue"))
    dates = [date_parts(holder.get(name)) for holder in (message, journal_issue) for name in DATES]
    titles = [title(message), *texts(message.get("title")), *texts(message.get("original-title"))]
    return Record(
        REGISTER,
        doi=own,
        titles=tuple(titles),
        authors=tuple(names(message)),
        years=tuple(sorted({parts[0] for parts in dates if parts})),
        journals=tuple(name for field in _JOURNALS for name in texts(message.get(field))),
        volume=text(message.get("volume")),
        issue=text(message.get("issue")) or text(journal_issue.get("issue")),
        pages=texts(message.get("page")) + texts(message.get("article-number")),
        notices=tuple(_notices(message, own)),
    )


def names(message: Mapping[str, Any], role: str = "author") -> Iterator[Name]:
    """The authors, first one first."""
    authors = mappings(message.get(role))
    for author in sorted(authors, key=lambda author: author.get("sequence") != "first"):
        if text(author.get("family")):
            family, suffix = parted_suffix(clean(text(author["family"])))
            suffix = clean(text(author.get("suffix"))) or suffix
            yield Name(family, clean(text(author.get("given"))), suffix=suffix)
        elif text(author.get("name")):
            yield Name(clean(text(author["name"])), is_body=True)


def _notices(message: Mapping[str, Any], own: str) -> Iterator[Notice]:
    """Each notice, of this work or, where it is itself one, of another."""
    for direction in ("updated-by", "update-to"):
        for update in mappings(message.get(direction)):
            updated = mapping(update.get("updated"))
            day = date_parts(updated) or parts_of(text(updated.get("date-time")))
            where = text(update.get("DOI"))
            # Some publishers put the notice in the place of the work: it then updates itself.
            is_own = where.lower() == own.lower()
            of_other = direction == "update-to" and not is_own
            kind = text(update.get("type"))
            if said := notice(kind, "" if is_own else where, day, of_other=of_other):
                yield said
    for name, others in mapping(message.get("relation")).items():
        for other in mappings(others):
            # `is-retraction-of` is what a notice says; `is-preprint-of` is said of the work.
            of_other = name.endswith(("-of", "-to", "-for")) and "preprint" not in name
            if said := notice(name, text(other.get("id")), of_other=of_other):
                yield said
    yield from notice_in_title(title(message))


# The handle service of doi.org: whether a DOI leads anywhere, whoever registered it.

DOI_ORG = "doi.org"
HANDLE_SERVICE = "https://doi.org/api/handles/"
_KNOWN = (1, 200)  # found, and found without the values that were asked for
_UNKNOWN = 100


def is_registered(status: int, body: bytes) -> bool:
    """Whether the DOI is registered. Raises UnreadableAnswerError if the answer does not tell."""
    if status not in (200, 404):
        raise UnreadableAnswerError(f"it answered {status}")
    code = json_object(body).get("responseCode")
    if code not in (*_KNOWN, _UNKNOWN):
        raise UnreadableAnswerError(f"it answered with the code {code}")
    return code in _KNOWN

"""PubMed: what its E-utilities tell of a work by its PMID."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from linkaudit.core.text import UnreadableAnswerError, json_object, mapping, mappings, text, texts
from linkaudit.references.name_parts import parted_suffix
from linkaudit.registers.notices import notice, notice_in_title
from linkaudit.registers.record import Name, Notice, Record, parts_of

REGISTER = "PubMed"
# Where PubMed knows a work by its PMCID; what it has of the work itself is in PubMed.
CENTRAL = "PubMed Central"
MOST_AT_ONCE = 200
_DOI = re.compile(r"\b10\.\d{4,9}/\S+?(?=[.;,]?(?:\s|$))")
_INITIALS = re.compile(r"(?P<family>.+) (?P<initials>[^\W\d_]{1,4})")
# Publication types of what is itself a notice.
_OWN_KIND = {
    "retraction of publication": "retraction",
    "retraction notice": "retraction",
    "expression of concern": "expression of concern",
    "published erratum": "erratum",
}


def address(base: str, pmids: Iterable[str]) -> str:
    """Where the summaries of some PMIDs are."""
    return f"{base}esummary.fcgi?db=pubmed&retmode=json&id={','.join(pmids)}"


def central_address(base: str, pmcids: Iterable[str]) -> str:
    """Where the summaries of some PMCIDs are, which the service knows without their PMC."""
    numbers = ",".join(map(central_number, pmcids))
    return f"{base}esummary.fcgi?db=pmc&retmode=json&id={numbers}"


def central_number(pmcid: str) -> str:
    """The number of a PMCID, by which a summary is found."""
    return pmcid.upper().removeprefix("PMC")


def read(status: int, body: bytes) -> Mapping[str, Any]:
    """The summaries by PMID. Raises UnreadableAnswerError if the answer holds none."""
    if status != 200:
        raise UnreadableAnswerError(f"it answered {status}")
    result = mapping(json_object(body).get("result"))
    if not texts(result.get("uids")):
        raise UnreadableAnswerError("its answer holds no summaries")
    return result


def is_known(summary: Mapping[str, Any]) -> bool:
    """Whether PubMed has the work; of any other number it says `cannot get document summary`."""
    return not summary.get("error")


def identifier(summary: Mapping[str, Any], kind: str) -> str:
    """Another number of the work: its `doi` or `pmc`, empty if there is none."""
    for other in mappings(summary.get("articleids")):
        if other.get("idtype") == kind:
            return text(other.get("value"))
    found = _DOI.search(text(summary.get("elocationid"))) if kind == "doi" else None
    return found[0] if found else ""


def title(summary: Mapping[str, Any]) -> str:
    """The title without the full stop that PubMed adds, and without brackets of a translation."""
    words = text(summary.get("title")).removesuffix(".")
    return words[1:-1] if words.startswith("[") and words.endswith("]") else words


def names(summary: Mapping[str, Any], role: str = "author") -> Iterator[Name]:
    """The authors, or the editors, first one first."""
    for author in mappings(summary.get("authors")):
        name, kind = text(author.get("name")), text(author.get("authtype"))
        if (kind == "Editor") != (role == "editor"):
            continue
        person, suffix = parted_suffix(name)
        if suffix.isupper():  # PubMed writes 2nd: what looks like II are initials
            person, suffix = name, ""
        found = _INITIALS.fullmatch(person)
        if found and found["initials"].isupper() and kind != "CollectiveName":
            yield Name(found["family"], found["initials"], suffix=suffix)
        elif name:
            yield Name(name, is_body=kind == "CollectiveName")


def record(summary: Mapping[str, Any]) -> Record:
    """What PubMed tells of a work."""
    dates = [parts_of(text(summary.get(name))) for name in ("pubdate", "epubdate")]
    return Record(
        REGISTER,
        doi=identifier(summary, "doi"),
        titles=(title(summary), text(summary.get("vernaculartitle"))),
        authors=tuple(names(summary)),
        years=tuple(sorted({parts[0] for parts in dates if parts})),
        journals=(
            texts(summary.get("booktitle"))
            + texts(summary.get("fulljournalname"))
            + texts(summary.get("source"))
        ),
        volume=text(summary.get("volume")),
        issue=text(summary.get("issue")),
        pages=texts(summary.get("pages")),
        notices=tuple(_notices(summary)),
    )


def _notices(summary: Mapping[str, Any]) -> Iterator[Notice]:
    """Each notice, of this work or, where it is itself one, of another."""
    for reference in mappings(summary.get("references")):
        kind, source = text(reference.get("reftype")), text(reference.get("refsource"))
        doi, pmid = _DOI.search(source), text(reference.get("pmid"))
        where = doi[0] if doi else f"PMID {pmid}" if pmid else ""
        # `Spine (Phila Pa 1976). 2010 Feb 6;35(1):2.`: the date stands behind the journal.
        of_other = kind.lower().endswith(("of", "for"))
        if said := notice(kind, where, parts_of(source.partition(". ")[2]), of_other=of_other):
            yield said
    for kind in texts(summary.get("pubtype")):
        own = _OWN_KIND.get(kind.lower())
        of_work = "retraction" if kind == "Retracted Publication" else ""
        if said := notice(own or of_work, of_other=bool(own)):
            yield said
    yield from notice_in_title(title(summary))

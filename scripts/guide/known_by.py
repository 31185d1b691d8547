"""By what identifiers registers know a work, wherever its reference gives them.

Reference managers write a DOI or a PMID into the address of a work, or into a note (Zotero's
*Extra*), when their format has no field for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from guide.identifiers import doi_fault, doi_of

_NAMES = ("DOI", "PMID", "PMCID")
_LONGEST = 20_000  # letters of a note that are read
# A library may stand between: doi-org.proxy.university.example.
_DOI_SITE = re.compile(r"https?://(?:dx\.|www\.)?doi[.-]org(?:\.[\w.-]*)?/(?P<doi>\S+)", re.I)
_PUBMED = re.compile(
    r"(?:\bpubmed\.(?:ncbi\.nlm\.nih\.)?gov/(?:\?term=)?|\bnlm\.nih\.gov/(?:m/)?pubmed/(?:\?term=)?"
    r"|\bnlm\.nih\.gov/\S{0,200}?\blist_uids=|\beuropepmc\.org/(?:abstract|article)/med/)"
    r"(?P<pmid>[1-9]\d{0,7})(?!\d)",
    re.I,
)
_CENTRAL = re.compile(
    r"\b(?:nlm\.nih\.gov/(?:pmc/)?|europepmc\.org/)articles?/(?:pmc/)?(?P<pmcid>PMC[1-9]\d{0,8})(?!\d)",
    re.I,
)
# In a note an identifier is that of the work only if its line begins with its name: others may
# be those of comments and corrections.
_NOTE_LINE = re.compile(r"[\n;]|\\par\b|\\\\")
_IN_NOTE = re.compile(
    r"\s*(?:PMID\s*[:=]\s*(?P<pmid>[1-9]\d{0,7})(?!\d)|PMC(?:ID)?\s*[:=]\s*(?P<pmcid>PMC[1-9]\d{0,8})"
    r"|DOI\s*[:=]\s*(?P<doi>\S+)|(?P<address>https?://\S+))[\s.,]*",
    re.I,
)
_VERSION = re.compile(r"(?i:(?:PMCID:?\s*)?(?:PMC)?)([1-9]\d{0,8})(?:\.\d+)?")
_LABELLED_PMID = re.compile(r"(?:PMID:?\s*)?([1-9]\d{0,7})\.?", re.I)


@dataclass(frozen=True)
class KnownBy:
    """The identifiers of a work, each empty if it is not given, all of the right form.

    `fields` names the field in which each was found, like `{"PMID": "URL"}`.
    """

    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    fields: Mapping[str, str] = field(default_factory=dict, compare=False)

    def __bool__(self) -> bool:
        return bool(self.doi or self.pmid or self.pmcid)

    def with_others(self, others: KnownBy) -> KnownBy:
        """These identifiers, and where one is missing that of others, found in the same field."""
        where = next(iter(self.fields.values()), "")
        kinds = {kind: where for kind in others.fields if where}
        return KnownBy(
            self.doi or others.doi,
            self.pmid or others.pmid,
            self.pmcid or others.pmcid,
            {**kinds, **self.fields},
        )


def known_by(fields: Mapping[str, Any]) -> KnownBy:
    """The identifiers in the CSL fields of a reference, whatever the case of their names.

    The address and the note are read only where no field of its own gives one.
    """
    given = {str(name).lower(): (str(name), str(value)) for name, value in fields.items() if value}
    for names, read in (
        (_NAMES, _of_field),
        (("URL",), _of_address),
        (("note", "extra"), _of_note),
    ):
        found: dict[str, tuple[str, str]] = {}
        for name in names:
            written, text = given.get(name.lower(), ("", ""))
            for kind, value in read(name, text[:_LONGEST].strip()):
                found.setdefault(kind, (value, written))
        if found:
            doi, pmid, pmcid = (found.get(name, ("", ""))[0] for name in _NAMES)
            return KnownBy(doi, pmid, pmcid, {kind: name for kind, (_, name) in found.items()})
    return KnownBy()


def _of_field(name: str, text: str) -> Iterator[tuple[str, str]]:
    if name == "DOI":
        yield from _as_doi(text)
    elif name == "PMID" and (found := _LABELLED_PMID.fullmatch(text)):
        yield name, found[1]
    elif name == "PMCID" and (found := _VERSION.fullmatch(text)):
        yield name, f"PMC{found[1]}"


def _of_address(_name: str, text: str) -> Iterator[tuple[str, str]]:
    if found := _DOI_SITE.search(text):
        yield from _as_doi(unquote(found["doi"]))
    elif found := _PUBMED.search(text):
        yield "PMID", found["pmid"]
    elif found := _CENTRAL.search(text):
        yield "PMCID", found["pmcid"].upper()


def _of_note(_name: str, text: str) -> Iterator[tuple[str, str]]:
    for line in _NOTE_LINE.split(text):
        end = 0
        while found := _IN_NOTE.match(line, end):
            end = found.end()
            if found["doi"]:
                yield from _as_doi(found["doi"])
            elif found["address"]:
                yield from _of_address("", found["address"])
            elif found["pmid"]:
                yield "PMID", found["pmid"]
            else:
                yield "PMCID", found["pmcid"].upper()


def _as_doi(text: str) -> Iterator[tuple[str, str]]:
    """A DOI as written, or the one within the text; none if there is none."""
    doi = text if not doi_fault(text) else doi_of(text)
    if doi:
        yield "DOI", doi

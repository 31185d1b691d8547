"""Identifiers of works: DOI, PMID, PMCID, ISBN, ISSN, wherever a reference gives them; pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

# The identifiers of works: DOI, PMID, PMCID, ISBN and ISSN, their forms and check digits.
#
# Each `…_fault` takes an identifier as written and returns what is wrong with it in one sentence,
# or None. Nothing here asks whether the work exists.

# 10.1136/bmj.i6748; the prefix may have parts, 10.1000.10/x. 10/abc is a DOI made short.
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+|10/[A-Za-z0-9]+")
_DOI_WITHIN = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s\"'{}]+")
_DOI_SITE = re.compile(r"(?:https?://)?(?:dx\.|www\.)?doi\.org/", re.IGNORECASE)
_PMID = re.compile(r"[1-9]\d{0,7}")
_PMCID = re.compile(r"PMC[1-9]\d{0,8}")
_ISBN_SEPARATORS = re.compile(r"[\s‐‑-]")
_ISSN = re.compile(r"(\d{4})-?(\d{3})([\dXx])")
_PAIRS = ("()", "[]", "{}", "<>")


def doi_of(text: str) -> str:
    """The DOI within a text such as `https://doi.org/10.1136/bmj.i6748`, or nothing."""
    found = _DOI_WITHIN.search(unquote(text))
    return without_end_of_sentence(found.group()) if found else ""


def normal_doi(text: str) -> str:
    """A DOI as it is compared with another: lower case, without its address."""
    return (doi_of(text) or _DOI_SITE.sub("", text.strip())).lower()


def doi_fault(text: str) -> str | None:
    """A DOI must begin with 10., have a slash, and stand without address and full stop."""
    if _DOI.fullmatch(text) and text == without_end_of_sentence(text):
        return None
    near = doi_of(text)
    return f'DOI must be like 10.1136/bmj.i6748, is "{text}"{_hint(near, text)}'


def pmid_fault(text: str) -> str | None:
    """A PMID must be a number of 1 to 8 digits."""
    if _PMID.fullmatch(text):
        return None
    near = "" if "PMC" in text.upper() else _digits_within(text)
    hint = _hint(near if _PMID.fullmatch(near) else "", text)
    return f'PMID must be a number of 1 to 8 digits, is "{text}"{hint}'


def pmcid_fault(text: str) -> str | None:
    """A PMCID must be PMC and a number."""
    if _PMCID.fullmatch(text):
        return None
    near = f"PMC{_digits_within(text)}"
    hint = _hint(near if _PMCID.fullmatch(near) else "", text)
    return f'PMCID must be like PMC5396190, is "{text}"{hint}'


def isbn_fault(text: str) -> str | None:
    """An ISBN must have 10 or 13 digits, of which the last is its check digit."""
    digits = _ISBN_SEPARATORS.sub("", text).upper()
    if not re.fullmatch(r"\d+X?", digits):
        return f'ISBN must be digits and hyphens like 978-1-4731-4508-5, is "{text}"'
    if len(digits) not in (10, 13):
        return f'ISBN must have 10 or 13 digits, has {len(digits)}: "{text}"'
    if len(digits) == 13 and not digits.startswith(("978", "979")):
        return f'ISBN of 13 digits must begin with 978 or 979, is "{text}"'
    right = isbn_check_digit(digits[:-1])
    return None if digits[-1] == right else f'ISBN must end with {right}, is "{text}"'


def isbn_check_digit(body: str) -> str:
    """The last digit of an ISBN from the 9 or 12 digits before it; of 9, it may be X."""
    if len(body) == 9:
        return _modulo_11(body)
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
    return str(-total % 10)


def issn_fault(text: str) -> str | None:
    """An ISSN must have 8 digits, of which the last is its check digit."""
    for issn in re.split(r"\s*[,;]\s*", text):  # a journal has one for paper and one for screens
        match = _ISSN.fullmatch(issn)
        if not match:
            return f'ISSN must be like 0140-6736, is "{issn}"'
        right = issn_check_digit(match[1] + match[2])
        if match[3].upper() != right:
            return f'ISSN must end with {right}, is "{issn}"'
    return None


def issn_check_digit(body: str) -> str:
    """The last digit of an ISSN from the 7 digits before it; it may be X."""
    return _modulo_11(body)


def _modulo_11(body: str) -> str:
    total = sum(int(digit) * weight for weight, digit in enumerate(reversed(body), start=2))
    return "0123456789X"[-total % 11]


def without_end_of_sentence(doi: str) -> str:
    """Cut off what belongs to the sentence around a DOI: `.`, or a bracket that opened before."""
    while doi:
        closes = next((pair for pair in _PAIRS if doi.endswith(pair[1])), None)
        opened_before = closes is not None and doi.count(closes[1]) > doi.count(closes[0])
        if not opened_before and doi[-1] not in ".,;:'\"":
            break
        doi = doi[:-1]
    return doi


def _digits_within(text: str) -> str:
    runs = re.findall(r"\d+", text)
    return max(runs, key=len).lstrip("0") if runs else ""


def _hint(near: str, text: str) -> str:
    return f'; did you mean "{near}"?' if near and near != text else ""


# By what identifiers registers know a work, wherever its reference gives them.
#
# Reference managers write a DOI or a PMID into the address of a work, or into a note (Zotero's
# *Extra*), when their format has no field for it.

_NAMES = ("DOI", "PMID", "PMCID")
_LONGEST = 20_000  # letters of a note that are read
# A library may stand between: doi-org.proxy.university.example.
_IN_DOI_ADDRESS = re.compile(r"https?://(?:dx\.|www\.)?doi[.-]org(?:\.[\w.-]*)?/(?P<doi>\S+)", re.I)
# Publishers name a page by its DOI, and behind it the form of the text.
_IN_PUBLISHERS_ADDRESS = re.compile(
    r"https?://[^/\s]+/(?:[\w-]+/){0,3}?(?:doi|articles?|chapter|book|lookup)/(?:[a-z]{2,12}/)?"
    r"(?P<doi>10\.\d{4,9}/[^\s?#]+?)"
    r"(?:/(?:abstract|epdf|epub|full|fulltext|full-text|html|meta|pdf|references|summary))?/?"
    r"(?:[?#]\S*)?\Z",
    re.I,
)
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
    if found := _IN_DOI_ADDRESS.search(text):
        yield from _as_doi(unquote(found["doi"]))
    elif found := _IN_PUBLISHERS_ADDRESS.match(unquote(text)):
        yield from _as_doi(found["doi"])
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


# A page is a number, or one with a letter before it: 13, e123, S12, CD009790, 87.e7.
_RANGE = re.compile(
    r"(?P<sign>[A-Za-z]*|\d+\.[A-Za-z])(?P<first>\d+)\s*(?:[-–—]|--)\s*"
    r"(?P<sign2>[A-Za-z]*|\d+\.[A-Za-z])(?P<last>\d+)"
)
_LABEL = re.compile(r"^(?:pages?|pp?)\b[.\s]*", re.IGNORECASE)


def pages_fault(text: str) -> str | None:
    """What is wrong with the pages in one sentence, or None.

    Each range must rise, also one that leaves out what both pages share: 698-9 is 698-699.
    What is no range of two numbers, such as an article number, may have any form.
    """
    if _LABEL.match(text):
        return f'page must be like 13-23, without a word before it, is "{text}"'
    for part in re.split(r"\s*[,;&]\s*", text):
        if part.endswith(("-", "–", "—")):
            return f'page must end with a number, is "{text}"'
        match = _RANGE.fullmatch(part)
        if match and not _rises(match):
            return f'the pages must rise from the first to the last, are "{text}"'
    return None


def _rises(match: re.Match[str]) -> bool:
    sign, first, second_sign, last = match.group("sign", "first", "sign2", "last")
    if second_sign and second_sign != sign:
        return True  # S12-A3 or 130-135.e2: numbers of two kinds cannot be compared
    if len(last) < len(first) and not second_sign:
        last = first[: -len(last)] + last
    return int(last) > int(first)

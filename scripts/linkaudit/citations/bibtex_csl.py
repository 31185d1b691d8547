"""From the fields of BibTeX and BibLaTeX to those of CSL."""

from __future__ import annotations

import codecs
import contextlib
import re
from collections.abc import Mapping
from typing import Any

import latexcodec  # noqa: F401  registers the codec "ulatex"
from pybtex.bibtex.utils import split_name_list
from pybtex.database import Person
from pybtex.exceptions import PybtexError

from linkaudit.citations.bibtex import NOTES, BibtexEntry

_TYPES = {
    "article": "article-journal",
    "book": "book",
    "booklet": "pamphlet",
    "collection": "book",
    "conference": "paper-conference",
    "dataset": "dataset",
    "electronic": "webpage",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "manual": "report",
    "mastersthesis": "thesis",
    "mvbook": "book",
    "online": "webpage",
    "patent": "patent",
    "phdthesis": "thesis",
    "proceedings": "book",
    "report": "report",
    "software": "software",
    "techreport": "report",
    "thesis": "thesis",
    "unpublished": "manuscript",
    "www": "webpage",
}
# CSL's name, and the names of BibTeX of which the first that is given counts.
_TEXTS = {
    "title": ("title",),
    "container-title": ("journaltitle", "journal", "booktitle", "maintitle"),
    "volume": ("volume",),
    "edition": ("edition",),
    "publisher": ("publisher", "institution", "school", "organization"),
    "publisher-place": ("address", "location"),
    "genre": ("type",),
    "DOI": ("doi",),
    "PMID": ("pmid", "pubmedid", "pubmed"),
    "PMCID": ("pmcid", "pmc"),
    "ISBN": ("isbn",),
    "ISSN": ("issn",),
    "URL": ("url", "ee", "link", "bdsk-url-1"),
}
# What an eprint is the number of, by the names that people give its type.
_EPRINTS = {
    "doi": "DOI",
    "pmid": "PMID",
    "pubmed": "PMID",
    "medline": "PMID",
    "pmc": "PMCID",
    "pmcid": "PMCID",
    "pubmedcentral": "PMCID",
}
_AS_WRITTEN = ("DOI", "PMID", "PMCID", "ISBN", "ISSN", "URL")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_WRAPPED = re.compile(r"\\(?:url|href|nolinkurl|path)\s*\{([^{}]*)\}")


def csl_of(entry: BibtexEntry) -> dict[str, Any]:
    """The CSL fields of an entry, without an id; what CSL has no name for is left out."""
    given = entry.fields
    csl: dict[str, Any] = {"type": _type_of(entry)}
    for name, sources in _TEXTS.items():
        value = next((given[source] for source in sources if given.get(source)), "")
        clean = without_tex(value) if name in _AS_WRITTEN else plain(value)
        if clean:
            csl[name] = clean
    if given.get("subtitle"):
        csl["title"] = f"{csl.get('title', '')}: {plain(given['subtitle'])}"
    number = plain(given.get("number", ""))
    is_article = csl["type"] == "article-journal"
    csl |= {"issue" if is_article else "number": number} if number else {}
    csl |= {"issue": plain(given["issue"])} if given.get("issue") else {}
    pages = re.sub(r"\s*(?:-+|–|—)\s*", "-", plain(given.get("pages", given.get("eid", ""))))
    csl |= {"page": pages} if pages else {}
    for role in ("author", "editor"):
        names = [_name_of(name) for name in split_name_list(given.get(role, "")) if name.strip()]
        csl |= {role: names} if names else {}
    link = _WRAPPED.search(given.get("howpublished", ""))
    csl |= {"URL": without_tex(link.group())} if link and "URL" not in csl else {}
    csl = _of_eprint(given) | csl
    notes = "\n".join(without_tex(given[name]) for name in NOTES if given.get(name))
    csl |= {"note": notes} if notes else {}
    issued = _date_of(given.get("date", "")) or _issued_in(given)
    accessed = _date_of(given.get("urldate", ""))
    csl |= {"issued": {"date-parts": [issued]}} if issued else {}
    csl |= {"accessed": {"date-parts": [accessed]}} if accessed else {}
    return csl


def plain(text: str) -> str:
    """A value of BibTeX as a person reads it: no braces, accents in their letters."""
    text = re.sub(r"\\([ij])(?![A-Za-z])\s*", r"\1", _WRAPPED.sub(r"\1", text))
    text = re.sub(r"\\(?:emph|text\w{2,6}|mathrm|mkbibquote)\s*(?=\{)", "", text)
    # What it cannot read is left to the person who reads the entry.
    with contextlib.suppress(ValueError, KeyError):
        text = codecs.getdecoder("ulatex")(text)[0]  # type: ignore[arg-type]
    text = re.sub(r"\\([A-Za-z]+)\s*", r"\1", text)
    return " ".join(re.sub(r"[{}]", "", text).split())


def without_tex(text: str) -> str:
    """An identifier or address without the marks that TeX needs around some characters."""
    text = _WRAPPED.sub(r"\1", text)
    for command, sign in (("less", "<"), ("greater", ">"), ("underscore", "_")):
        text = re.sub(rf"\{{?\\text{command}\s*(?:\{{\}})?\}}?", sign, text)
    text = re.sub(r"\$([<>])\$", r"\1", text)
    return re.sub(r"\\([_%&#$~{}])|[{}]", r"\1", text).strip()


def _of_eprint(given: Mapping[str, str]) -> dict[str, str]:
    """The identifier that BibLaTeX has as an eprint: `eprint = {95}, eprinttype = {pubmed}`."""
    number = without_tex(given.get("eprint", ""))
    kind = given.get("eprinttype") or given.get("archiveprefix") or ""
    name = _EPRINTS.get(re.sub(r"[^a-z]", "", kind.lower()), "")
    if not kind and re.fullmatch(r"PMC\d{1,9}", number):
        name = "PMCID"
    return {name: number} if name and number else {}


def _type_of(entry: BibtexEntry) -> str:
    if entry.kind == "misc":
        is_page = entry.fields.get("url") or "\\url" in entry.fields.get("howpublished", "")
        return "webpage" if is_page else "document"
    return _TYPES.get(entry.kind, "document")


def _name_of(name: str) -> dict[str, str]:
    """One author; a name in braces is that of a body."""
    if name.strip().lower() == "others":
        return {"literal": "and others"}
    if re.fullmatch(r"\{.*\}", name.strip(), re.DOTALL):
        return {"literal": plain(name)}
    try:
        person = Person(name)
    except PybtexError:  # such as one with too many commas
        return {"literal": plain(name)}
    family = plain(" ".join([*person.prelast_names, *person.last_names]))
    given = plain(" ".join([*person.first_names, *person.middle_names]))
    return {"family": family, **({"given": given} if given else {})}


def _date_of(text: str) -> list[int]:
    """A date of BibLaTeX, like 2020-05-16, as far as it is given; of two the first."""
    match = re.match(r"\s*(\d{4})(?:-(\d\d))?(?:-(\d\d))?", text)
    return [int(part) for part in match.groups() if part] if match else []


def _issued_in(given: Mapping[str, str]) -> list[int]:
    year = re.search(r"\d{4}", given.get("year", ""))
    if not year:
        return []
    month = given.get("month", "").strip(" {}").lower()
    if month[:3] in _MONTHS:
        return [int(year.group()), _MONTHS.index(month[:3]) + 1]
    if re.fullmatch(r"\d{1,2}", month, re.ASCII):
        return [int(year.group()), int(month)]
    return [int(year.group())]

"""What an entry of BibTeX or BibLaTeX is in CSL, with all that it takes from other entries."""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping
from dataclasses import replace
from typing import Any

from linkaudit.citations.bibtex import NOTES, ROLES, BibtexEntry
from linkaudit.citations.bibtex_names import read_names
from linkaudit.citations.latex import plain

# What an entry takes from the one that it names in `crossref`, as BibLaTeX has it: all that it
# lacks, but not what is the other's own.
_NOT_INHERITED = frozenset(
    "abstract addendum annotation annote archiveprefix author bdsk-url-1 crossref date-added "
    "date-modified doi ee entryset eprint eprinttype execute file howpublished ids keywords label "
    "link note options pages pagetotal pmc pmcid pmid presort pubmed pubmedid related shorthand "
    "shorttitle sortkey sorttitle subtitle title titleaddon url urldate xdata xref".split()
)
# Of what the title of the other becomes.
_TITLES = ("title", "subtitle", "titleaddon")
_PART_OF_A_BOOK = ("inbook", "bookinbook", "incollection", "inproceedings", "inreference",
                   "conference", "suppbook", "suppcollection")  # fmt: skip
_WITH_AUTHOR_OF_BOOK = ("inbook", "bookinbook", "suppbook")


# How far up an entry takes from others. Real ones have two generations above them, or three.
_MOST_GENERATIONS = 20


def with_inherited(
    entry: BibtexEntry,
    known: Mapping[str, BibtexEntry],
    done: MutableMapping[str, BibtexEntry] | None = None,
) -> BibtexEntry:
    """The entry with all that it takes from others in `xdata` and `crossref`, and they take.

    `known` are the entries by their keys, `done` those that have theirs already: it grows, so that
    of many entries each is looked at once. What a circle of entries takes from itself is nothing.
    """
    return _with_inherited(entry, known, {} if done is None else done, frozenset())


def _with_inherited(
    entry: BibtexEntry,
    known: Mapping[str, BibtexEntry],
    done: MutableMapping[str, BibtexEntry],
    below: frozenset[str],
) -> BibtexEntry:
    fields, below = dict(entry.fields), below | {entry.key}
    for relation in ("xdata", "crossref"):
        for key in parents_of(entry, relation):
            if key not in known or key in below or len(below) > _MOST_GENERATIONS:
                continue
            if key not in done:
                done[key] = _with_inherited(known[key], known, done, below)
            taken = done[key].fields if relation == "xdata" else _passed_on(entry.kind, done[key])
            fields = {**taken, **fields}
    return replace(entry, fields=fields)


def parents_of(entry: BibtexEntry, relation: str) -> list[str]:
    """The keys that an entry names in a field such as `crossref`."""
    keys = map(str.strip, entry.fields.get(relation, "").split(","))
    return [key for key in keys if key]


def _passed_on(kind: str, parent: BibtexEntry) -> dict[str, str]:
    """What an entry of a kind takes from its parent, by the names that it has in the entry."""
    taken = {name: text for name, text in parent.fields.items() if name not in _NOT_INHERITED}
    if kind in ("article", "suppperiodical"):
        whole = "journal"
    elif parent.kind.startswith("mv"):
        whole = "main"
    else:
        whole = "book" if kind in _PART_OF_A_BOOK else ""
    if whole:
        titles = {f"{whole}{name}": parent.fields.get(name, "") for name in _TITLES}
        taken = {name: text for name, text in titles.items() if text} | taken
    if kind in _WITH_AUTHOR_OF_BOOK and "author" in parent.fields:
        taken = {"author": parent.fields["author"]} | taken
    return taken


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
# What BibLaTeX prints for such a type, or for the kind of an entry that gives none.
_GENRES = {
    "phdthesis": "PhD thesis",
    "mastersthesis": "Master's thesis",
    "mathesis": "Master's thesis",
    "bathesis": "Bachelor's thesis",
    "techreport": "technical report",
    "resreport": "research report",
}
# How far a work is on its way to print, by BibLaTeX's word for it.
_STATES = {
    "prepublished": "Epub ahead of print",
    "inpress": "in press",
    "forthcoming": "forthcoming",
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
        if name == "container-title" and csl["type"] == "book":
            sources = ("maintitle",)  # others repeat the title there, for what is part of it
        value = next((given[source] for source in sources if given.get(source)), "")
        clean = without_tex(value) if name in _AS_WRITTEN else plain(value)
        if clean:
            csl[name] = clean
    if given.get("subtitle"):
        csl["title"] = f"{csl.get('title', '')}: {plain(given['subtitle'])}"
    if genre := _GENRES.get(given.get("type", entry.kind).lower()):
        csl["genre"] = genre
    state = _STATES.get(given.get("pubstate", "").lower().replace(" ", ""), "")
    csl |= {"status": state} if state else {}
    number = plain(given.get("number", ""))
    is_article = csl["type"] == "article-journal"
    csl |= {"issue" if is_article else "number": number} if number else {}
    csl |= {"issue": plain(given["issue"])} if given.get("issue") else {}
    pages = re.sub(r"\s*(?:-+|–|—)\s*", "-", plain(given.get("pages", given.get("eid", ""))))
    csl |= {"page": pages} if pages else {}
    for role in ROLES:
        names = [name.csl for name in read_names(given.get(role, ""))]
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

"""A BibTeX file, entry by entry, so that one that is broken does not hide the others.

pybtex reads each entry; where entries start and end is found here, because an entry whose
brace is missing would otherwise take in all that follow, and because pybtex stops at the first
key that is given twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pybtex.bibtex.utils import split_name_list
from pybtex.database import Person
from pybtex.database.input.bibtex import LowLevelParser, UndefinedMacro, month_names
from pybtex.exceptions import PybtexError
from pybtex.scanner import PybtexSyntaxError, Token
from pybtex.utils import CaseInsensitiveDict

from linkaudit.citations.latex import plain

_START = re.compile(r"(?<![\w.])@[ \t]*(?P<kind>[A-Za-z]\w*)\s*(?P<bracket>[{(])")
_HEAD = re.compile(
    r"\s*(?:(?P<key>[^\s,{}()=\"#%'~\\][^\s,{}\"]*)(?=\s*[,})])"
    r"|(?P<word>[^\s,{}()=\"#%'~\\][^\s,{}=\"]*)(?=\s+[^\s=]))"
)
_PART = re.compile(r'[{}()"]|^[ \t]*@[ \t]*[A-Za-z]\w*\s*[{(]\s*[^\s,{}=]+\s*,', re.MULTILINE)
_MARK = re.compile(r"[{}\"@]")  # all that pybtex skips to
_FIELD = re.compile(r"(?<![\w-])([A-Za-z][\w-]*)\s*=")
_NO_ENTRIES = ("comment", "preamble", "string")
# Reference managers keep identifiers in these, each on a line of its own.
NOTES = ("note", "annote", "annotation", "addendum")


# How many letters the strings of a file may stand for wherever they are used, beside its length.
_ROOM = 1_000_000
_ROOM_BY_LETTER = 10


class _Parser(LowLevelParser):  # type: ignore[misc]
    """Reads one command; strings that stand for more than is left of `room` stand for nothing."""

    def __init__(self, text: str, room: list[int], **more: Any) -> None:
        super().__init__(text, **more)
        self._room = room

    def substitute_macro(self, name: str) -> str:
        """The text that a string stands for. `room` is a list of one number, which gets less."""
        value = str(super().substitute_macro(name))
        self._room[0] -= len(value)
        return value if self._room[0] >= 0 else ""

    def skip_to(self, patterns: Sequence[Any]) -> Token | None:
        """Go behind the first of some marks.

        Pybtex looks for each by itself: for one that stands nowhere, to the end of the text each
        time.
        """
        start: int = self.pos  # type: ignore[has-type]
        for mark in _MARK.finditer(self.text, start):
            pattern = next((p for p in patterns if p.match(self.text, mark.start())), None)
            if pattern:
                value = self.text[start : mark.end()]
                self.pos = mark.end()
                self.update_lineno(value)
                return Token(value, pattern)
        return None


@dataclass(frozen=True)
class BibtexEntry:
    """One entry; `kind` and the names of `fields` are in lower case, values as written.

    Only notes keep their lines.
    """

    kind: str
    key: str
    line: int
    fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    doi_line: int = 0


@dataclass(frozen=True)
class SyntaxFault:
    """What could not be read, at a line of the file, and the entry in which it is if known."""

    line: int
    message: str
    key: str = ""


def read_bibtex(text: str) -> Iterator[BibtexEntry | SyntaxFault]:
    """Yield every entry of a BibTeX file in its order, and a fault for what is broken.

    An entry that is broken is yielded too, with as many fields as could be read.
    """
    macros = CaseInsensitiveDict(month_names)
    room, is_reported = [_ROOM + _ROOM_BY_LETTER * len(text)], False
    line, counted = 1, 0
    for start, end, closed in _commands(text):
        line, counted = line + text.count("\n", counted, start), start
        command = text[start:end]
        found = _START.match(command)
        kind = found["kind"].lower() if found else "comment"
        if kind == "comment" or found is None:
            continue
        errors: list[PybtexSyntaxError] = []
        parser = _Parser(command, room, macros=macros, handle_error=errors.append)
        read = next(iter(parser), None)
        if room[0] < 0 and not is_reported:
            is_reported = True
            most = f"{_ROOM:,} letters and {_ROOM_BY_LETTER} times the file"
            yield SyntaxFault(
                line, f"the strings up to here stand for more than {most}: write less"
            )
        if kind in _NO_ENTRIES:
            continue
        head = _HEAD.match(command, found.end())
        key = (head["key"] or head["word"]) if head else ""
        wrong = next((e for e in errors if not isinstance(e, UndefinedMacro)), None)
        if not head or head["word"]:
            message = f"@{kind} must have a key and a comma, like @{kind}{{smith2020,"
            yield SyntaxFault(line, message, key)
        elif not closed:
            yield SyntaxFault(line, f'"{key}" must end with a closing brace', key)
        elif wrong:
            message = f'"{key}" cannot be read to its end: {wrong.args[0]}'
            yield SyntaxFault(line + (wrong.lineno or 1) - 1, message, key)
        if not key:
            continue
        fields: dict[str, str] = {}
        for name, parts in read[1][1] if read else ():
            fields.setdefault(name.lower(), _on_lines("".join(parts), name.lower() in NOTES))
        names = (m for m in _FIELD.finditer(command) if m[1].lower() == "doi")
        doi = next(names, None)
        doi_line = line + command.count("\n", 0, doi.start()) if doi else line
        yield BibtexEntry(kind, key, line, fields, doi_line)


def _on_lines(value: str, keep: bool) -> str:
    """A value with single spaces, on one line unless its lines are to be kept."""
    if not keep:
        return " ".join(value.split())
    return "\n".join(" ".join(line.split()) for line in value.strip().split("\n"))


def _commands(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield where each @command starts and ends, and whether its bracket is closed."""
    position, last_end, trusting = 0, 0, True
    while match := _START.search(text, position):
        start = match.start()
        if "%" in text[max(last_end, text.rfind("\n", 0, start)) : start]:
            position = match.end()  # commented out, as everybody but BibTeX reads it
            continue
        end, closed, cut = _end_of(text, match.end(), match["bracket"], trusting)
        trusting = trusting and not cut
        yield start, end, closed
        position = last_end = end


def _end_of(text: str, position: int, bracket: str, trusting: bool) -> tuple[int, bool, bool]:
    """Where a command ends, whether it is closed there, and whether the end was out of sight.

    A line that begins like an entry may stand in a value in braces, unless nothing closes them.
    """
    depth, in_quotes, first_inside = 1 if bracket == "{" else 0, False, None
    for part in _PART.finditer(text, position):
        mark = part.group()
        if len(mark) > 1:
            if depth <= 1 or not trusting:
                return part.start(), False, False
            first_inside = part.start() if first_inside is None else first_inside
            depth += 1 if mark.rstrip().rstrip(",").find("{") >= 0 else 0
        elif mark == "{":
            depth += 1
        elif mark == "}":
            depth -= 1
            if depth == 0 and bracket == "{":
                return part.end(), True, False
        elif mark == '"':
            in_quotes = not in_quotes if depth == (bracket == "{") else in_quotes
        elif mark == ")" and bracket == "(" and depth == 0 and not in_quotes:
            return part.end(), True, False
    return (first_inside or len(text)), False, first_inside is not None


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

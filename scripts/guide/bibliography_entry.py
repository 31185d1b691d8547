"""An entry of the bibliography: the fields it has of a work, and how the file writes them."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from typing import Any

import yaml

from guide.csl import TYPES
from guide.entities import untagged
from guide.identifiers import doi_of
from guide.known_by import known_by

# The fields that an entry may have, in the order of the file. Abstracts are left out: they
# are somebody's own words.
_FIELDS = (
    *("type", "title", "author", "editor", "issued", "edition", "genre", "container-title"),
    *("volume", "issue", "page", "number", "publisher", "publisher-place", "ISBN"),
    *("DOI", "URL", "PMID", "PMCID", "accessed"),
)
_NAMES = ("author", "editor")
_DATES = ("issued", "accessed")
# What a journal has, not each of its articles.
_NOT_OF_ARTICLES = ("number", "publisher", "publisher-place", "ISBN")
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


def fields_of(csl: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an entry from a CSL item of any origin, in the order and form of the file."""
    fields: dict[str, Any] = {}
    for name in _FIELDS:
        value = csl.get(name)
        if name in _NAMES:
            people = [_person(person) for person in value] if isinstance(value, list) else []
            fields[name] = [person for person in people if person]
        elif name in _DATES:
            parts = _date_parts(value)
            fields[name] = {"date-parts": [parts]} if parts else None
        elif isinstance(value, str | int | float):
            fields[name] = _plain(value)
    fields["type"] = fields["type"] if fields.get("type") in TYPES else "document"
    known = known_by(csl)
    fields["DOI"] = doi_of(fields.get("DOI", "")) or fields.get("DOI") or known.doi
    fields["PMID"] = fields.get("PMID") or known.pmid
    fields["PMCID"] = fields.get("PMCID") or known.pmcid
    if fields["DOI"] and "doi.org/" in fields.get("URL", ""):
        del fields["URL"]
    if fields["type"] == "article-journal":
        for name in _NOT_OF_ARTICLES:
            fields.pop(name, None)
    return {name: fields[name] for name in _FIELDS if fields.get(name)}


def entry_text(key: str, fields: Mapping[str, Any]) -> str:
    """An entry as the file writes it; ends with a line end."""
    lines = [f"- id: {scalar(key)}"]
    for name in _FIELDS:
        value = fields.get(name)
        if not value:
            continue
        if name in _NAMES:
            lines += [f"  {name}:", *(f"    - {_within_braces(person)}" for person in value)]
        elif name in _DATES:
            parts = ", ".join(map(str, value["date-parts"][0]))
            lines.append(f"  {name}: {{date-parts: [[{parts}]]}}")
        else:
            lines.append(f"  {name}: {scalar(value)}")
    if fields.get("custom"):
        lines.append("  custom:")
        lines += [f"    {name}: {scalar(value)}" for name, value in fields["custom"].items()]
    return "\n".join(lines) + "\n"


def scalar(value: Any, template: str = "a: {}") -> str:
    """A text in YAML, in single quotes if it needs any where the template puts it."""
    text = str(value)
    with contextlib.suppress(yaml.YAMLError, ValueError):
        if yaml.safe_load(template.format(text)) == {"a": text}:
            return text
    return "'" + text.replace("'", "''") + "'"


def _within_braces(person: Mapping[str, str]) -> str:
    parts = (f"{name}: {scalar(value, '{{a: {}}}')}" for name, value in person.items())
    return f"{{{', '.join(parts)}}}"


def _plain(value: Any) -> str:
    return " ".join(untagged(str(value)).split())


def _person(person: Any) -> dict[str, str]:
    """A name as {family: van Tulder, given: M.W.}, or {literal: Name of a body}."""
    if not isinstance(person, Mapping):
        return {"literal": _plain(person)} if person else {}
    said = {name: _plain(value) for name, value in person.items() if value}
    particles = (said.get("dropping-particle"), said.get("non-dropping-particle"))
    family = " ".join(part for part in (*particles, said.get("family")) if part)
    if not family:
        literal = said.get("literal") or said.get("given")
        return {"literal": literal} if literal else {}
    given = _initials(said.get("given", ""))
    return {"family": family, **({"given": given} if given else {})}


def _initials(given: str) -> str:
    """`Jean-Pierre R.` is J.-P.R., and so is `J-P R`; PubMed's `GL` is G.L."""
    names: list[str] = re.findall(r"-?[^\W\d_][^\s.-]*", given)
    if len(names) == 1 and names[0].isupper() and len(names[0]) <= 3:
        names = list(names[0])
    return "".join(f"{name[: 1 + name.startswith('-')]}.".upper() for name in names)


def _date_parts(value: Any) -> list[int]:
    """Year, month and day as far as they are given, in any of the forms that CSL and Pandoc have.

    Of a range the first day counts.
    """
    if isinstance(value, list):  # Pandoc's older form
        value = next(iter(value), None)
    if isinstance(value, Mapping):
        given = value.get("date-parts") or [[value.get(part) for part in ("year", "month", "day")]]
        with contextlib.suppress(TypeError, ValueError, IndexError, OverflowError):
            known = [part for part in given[0] if part]
            if known:
                return [int(part) for part in known]
        value = value.get("raw") or value.get("literal")
    match = _DATE.match(str(value)) if value else None
    return [int(part) for part in match.groups() if part] if match else []

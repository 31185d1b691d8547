"""Accession: a work that is new to the bibliography becomes an entry of it.

The entry is written in the style of the file and in the order of the citekeys; all else stays
as it is, to the byte. It claims nothing that nobody did: what kind of evidence it is, and
whether somebody has compared it with the source, a person must fill in.
"""

from __future__ import annotations

import contextlib
import re
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from linkaudit.core import yaml_lines
from linkaudit.core.files import write_whole
from linkaudit.core.problem import CannotRunError
from linkaudit.core.text import untagged
from linkaudit.references.bibliography import TYPES, Reference, same_work
from linkaudit.references.identifiers import doi_of, known_by
from linkaudit.references.name_parts import parted_suffix, plain_suffix, without_own_letters
from yaml.reader import Reader

# The citekey of a new reference: family name, year and a word, like ashar2022prt.

_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "œ": "oe", "ß": "ss", "ł": "l", "đ": "d", "ð": "d"})
_LONGEST = 40  # letters of a name and of a word: a title without a blank is one word
_SMALL_WORDS = frozenset(
    "a an and are as at be between by can do does for from how in into is it its not of on or than "
    "that the their this to using versus via vs what when which who why with".split()
)


def citekey_of(new: Reference, known: Iterable[Reference]) -> str:
    """A citekey for a reference, in lower case and ASCII, that none of the known ones has.

    A body that is known already keeps the short name it has there, such as nice or who.
    """
    others = list(known)
    taken = {reference.key for reference in others}
    year = new.year or next(iter(new.date("accessed")), "")
    stem = f"{_name(new, others)[:_LONGEST]}{year}"
    words = [word[:_LONGEST] for word in _words(new.text("title")) if word not in _SMALL_WORDS]
    return next(key for key in _candidates(stem, words or ["work"]) if key not in taken)


def _candidates(stem: str, words: list[str]) -> Iterator[str]:
    for word in words:
        yield f"{stem}{word}"
    number = 2
    while True:
        yield f"{stem}{words[0]}{number}"
        number += 1


def _name(new: Reference, known: list[Reference]) -> str:
    author = next(iter(new.authors), {})
    if author.get("family"):
        return "".join(_words(author["family"])) or "anon"
    body = author.get("literal") or new.text("publisher")
    for reference in known:
        first = next(iter(reference.authors), {})
        short = re.match(r"[a-z]+", reference.key)
        if body and short and first.get("literal") == body:
            return short.group()
    words = body.split()
    initials = "".join(word[0] for word in words if word[:1].isupper())
    if len(words) > 1 and len(initials) > 1:
        return "".join(_words(initials))
    return "".join(_words(body)) or "anon"


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", str(text).casefold().translate(_LETTERS))
    return re.findall(r"[a-z0-9]+", re.sub(r"['’ʼ\u0300-\u036f]", "", plain))


# An entry of the bibliography: the fields it has of a work, and how the file writes them.

# The fields that an entry may have, in the order of the file. Abstracts are left out: they
# are somebody's own words.
_FIELDS = (
    *("type", "title", "author", "editor", "issued", "edition", "genre", "container-title"),
    *("medium", "status"),
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
    """A text in YAML, in single quotes if it needs any where the template puts it.

    Without the control characters, such as escape, that a file of YAML must not hold.
    """
    text = Reader.NON_PRINTABLE.sub("", str(value))
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
    """A name as {family: van Tulder, given: M.W., suffix: Jr}, or {literal: Name of a body}."""
    if not isinstance(person, Mapping):
        return {"literal": _plain(person)} if person else {}
    said = {name: _plain(value) for name, value in person.items() if value}
    particles = (said.get("dropping-particle"), said.get("non-dropping-particle"))
    family = " ".join(part for part in (*particles, said.get("family")) if part)
    if not family:
        literal = said.get("literal") or said.get("given")
        return {"literal": literal} if literal else {}
    family, suffix = parted_suffix(family)
    given, other = parted_suffix(said.get("given", ""))
    suffix = plain_suffix(said.get("suffix") or suffix or other)
    named = {"family": family, "given": _initials(given), "suffix": suffix}
    return {part: text for part, text in named.items() if text}


def _initials(given: str) -> str:
    """`Jean-Pierre R.` is J.-P.R., and so is `J-P R`; PubMed's `GL` is G.L.

    What has no capitals, as a name in Chinese, stays whole; in brackets it is left out.
    """
    given, _ = without_own_letters(given)
    if given and not any(letter.isupper() or letter.islower() for letter in given):
        return given
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


# What only a person can say of a work.
TO_FILL_IN = {"evidence": "?", "seen": "?"}


class KnownWorkError(CannotRunError):
    """The work has an entry already, under `key`."""

    def __init__(self, title: str, key: str, reason: str) -> None:
        super().__init__(f'"{title}" is in the bibliography as "{key}": {reason}')
        self.key = key


@dataclass(frozen=True)
class Accession:
    """A work that was given, and the key of its entry; `refused` says why it got no new one."""

    key: str
    refused: str = ""


def add(path: Path, works: Iterable[Mapping[str, Any]]) -> list[Accession]:
    """Add works, given as CSL fields, to a bibliography file; write it once, whole or not at all.

    Raises `CannotRunError` if the file is not as we write it, `OSError` if it cannot be written.
    """
    try:
        before = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise CannotRunError(f"{path} must be UTF-8 text, is not") from None
    text = before
    done = []
    for csl in works:
        try:
            text, key = with_entry(text, csl)
            done.append(Accession(key))
        except KnownWorkError as error:
            done.append(Accession(error.key, str(error)))
    if text != before:
        write_whole(path.resolve(), text.encode())
    return done


def with_entry(text: str, csl: Mapping[str, Any]) -> tuple[str, str]:
    """The text of a bibliography with a new entry, and its key.

    Raises `KnownWorkError` if the work is there, `CannotRunError` if no entry can be made.
    """
    known = _references(text)
    new = Reference("", 0, fields_of(csl))
    title = new.text("title")
    if not title:
        raise CannotRunError("a new reference must have a title, has none")
    for reference in known:
        reason = same_work(reference, new)
        if reason:
            raise KnownWorkError(title, reference.key, reason)
    key = citekey_of(new, known)
    after = _inserted(text, entry_text(key, {**new.fields, "custom": TO_FILL_IN}), key, known)
    if not _holds(after, key, known):
        raise CannotRunError("the bibliography must be a list with an entry after each dash")
    return after, key


def _holds(text: str, key: str, known: list[Reference]) -> bool:
    """Whether a bibliography has one entry more than those known, and these as they were."""
    try:
        read = {reference.key: reference.fields for reference in _references(text)}
    except CannotRunError:
        return False
    return read.pop(key, None) is not None and read == {old.key: old.fields for old in known}


def _references(text: str) -> list[Reference]:
    try:
        entries = yaml_lines.load(text)
    except yaml_lines.MarkedYamlError as error:
        raise CannotRunError(f"line {error.line} of the bibliography: {error}") from None
    if not isinstance(entries, list | None):
        raise CannotRunError("the bibliography must be a list of references")
    return [
        Reference(str(entry.get("id", "")), entry.line, entry)
        for entry in entries or []
        if isinstance(entry, yaml_lines.Mapping)
    ]


def _inserted(text: str, entry: str, key: str, known: list[Reference]) -> str:
    """The text with an entry before the first whose key is greater, or at the end."""
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    if known:
        first = lines[known[0].line - 1]
        entry = textwrap.indent(entry, first[: len(first) - len(first.lstrip())])
    entry = entry.replace("\n", newline)
    later = next((reference.line - 1 for reference in known if reference.key > key), None)
    if later is not None:
        place = _above_comments(lines, later)
        return "".join([*lines[:place], entry, newline, *lines[place:]])
    if text.strip() in ("", "[]"):
        return entry
    ended = text if text.endswith("\n") else text + newline
    return f"{ended}{newline}{entry}"


def _above_comments(lines: list[str], entry: int) -> int:
    """Where an entry begins with the comments on top of it; the head of the file is not its."""
    place = entry
    while place and lines[place - 1].lstrip().startswith("#"):
        place -= 1
    return place or entry

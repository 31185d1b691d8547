"""The bibliography: every work that a page may cite, as CSL fields in YAML.

A work is what a reference stands for: two references may stand for the same one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from linkaudit.core import yaml_lines
from linkaudit.core.files import NotUtf8Error, text_of
from linkaudit.core.problem import UNREADABLE, Problem
from linkaudit.core.text import untagged
from linkaudit.references.identifiers import normal_doi

# The names of CSL 1.0.2 that a bibliography may use: types and variables.
#
# Source: the schema of the Citation Style Language, csl-data.json. What nobody prints
# may stand in an entry all the same, because people copy entries from elsewhere.

TYPES = frozenset(
    "article article-journal article-magazine article-newspaper bill book broadcast chapter "
    "classic collection dataset document entry entry-dictionary entry-encyclopedia event figure "
    "graphic hearing interview legal_case legislation manuscript map motion_picture "
    "musical_score pamphlet paper-conference patent performance periodical "
    "personal_communication post post-weblog regulation report review review-book software song "
    "speech standard thesis treaty webpage".split()
)
VARIABLES = frozenset(
    "id type citation-key categories language journalAbbreviation shortTitle author "
    "chair collection-editor compiler composer container-author contributor curator director "
    "editor editorial-director executive-producer guest host illustrator interviewer narrator "
    "organizer original-author performer producer recipient reviewed-author script-writer "
    "series-creator translator accessed available-date event-date issued original-date submitted "
    "abstract annote archive archive_collection archive_location archive-place authority "
    "call-number chapter-number citation-label citation-number collection-number "
    "collection-title container-title container-title-short dimensions division DOI edition "
    "event event-place event-title first-reference-note-number genre ISBN ISSN issue "
    "jurisdiction keyword locator medium note number number-of-pages number-of-volumes "
    "original-publisher original-publisher-place original-title page page-first part part-title "
    "PMCID PMID printing publisher publisher-place references reviewed-genre reviewed-title scale "
    "section source status supplement title title-short URL version volume volume-title "
    "volume-title-short year-suffix custom".split()
)

# What kind of evidence a reference is, in the words a reader sees, strongest first.
EVIDENCE = {
    "guideline": "National guideline",
    "international-guideline": "International guideline",
    "review": "Review of many studies",
    "trial": "Trial",
    "follow-up": "Study that follows people",
    "snapshot": "Study of people at one point in time",
    "experiment": "Small laboratory study",
    "advice": "Health service advice",
    "government": "Government information",
    "expert": "Expert view",
    "service": "Support service",
}
LISTED = "listed"
# What was seen of a work when it was cited, in the words a reader sees, most first.
SEEN = {
    "full": "Read: the whole text",
    "abstract": "Read: the abstract",
    "page": "Read: the page, in a copy",
    "part": "Read: a part of it",
    "summary": "Read: only what others say of it",
    LISTED: "Only listed: not read yet",
}
# Of these, enough was read to print any number that the work gives; of the others, those in
# custom.figures, and of a work that is only listed none.
READ = ("full", "abstract", "page")
# Any one of these lets a reader find the work.
WAYS_TO_FIND = ("DOI", "PMID", "PMCID", "ISBN", "URL", "number")


@dataclass(frozen=True)
class Reference:
    """One entry: `fields` are CSL variables as written, `line` is its line in the file."""

    key: str
    line: int
    fields: Mapping[str, Any] = field(repr=False)

    def line_of(self, name: str) -> int:
        """The line of a field, or of the entry if it has no such field."""
        lines: Mapping[str, int] = getattr(self.fields, "lines", {})
        return lines.get(name, self.line)

    def text(self, name: str) -> str:
        """A CSL variable as text, empty if it is not given."""
        value = self.fields.get(name)
        return "" if value is None else str(value).strip()

    def date(self, name: str) -> tuple[int, ...]:
        """A CSL date as (year, month, day), as far as it is given; empty if it is not."""
        value = self.fields.get(name)
        try:
            return tuple(int(part) for part in value["date-parts"][0])  # type: ignore[index]
        except (TypeError, KeyError, IndexError, ValueError, OverflowError):
            return ()

    @property
    def year(self) -> int | None:
        return next(iter(self.date("issued")), None)

    @property
    def authors(self) -> list[Mapping[str, str]]:
        return self.people("author")

    def people(self, role: str) -> list[Mapping[str, str]]:
        """The names in a field of CSL such as `editor`, first one first."""
        value = self.fields.get(role)
        return [a for a in value if isinstance(a, Mapping)] if isinstance(value, list) else []

    @property
    def custom(self) -> Mapping[str, Any]:
        value = self.fields.get("custom")
        return value if isinstance(value, Mapping) else {}

    @property
    def seen(self) -> str:
        """What was seen of the work, one of SEEN if the entry is right."""
        return str(self.custom.get("seen", ""))

    @property
    def to_check(self) -> str:
        """What a person has still to compare with the work itself; empty if nothing."""
        return str(self.custom.get("to_check") or "").strip()

    @property
    def state(self) -> str:
        """What was seen and what is still to check, as readers are told."""
        seen = SEEN.get(self.seen, "")
        return f"{seen}. Still to check: {self.to_check}." if self.to_check else f"{seen}."

    @property
    def figures(self) -> tuple[str, ...]:
        """The numbers that were seen though the work was not read, as pages print them."""
        given = self.custom.get("figures")
        return tuple(map(str, given)) if isinstance(given, list) else ()

    @property
    def evidence(self) -> str:
        """The kind of evidence, in plain words."""
        return EVIDENCE.get(str(self.custom.get("evidence")), "")

    @property
    def url(self) -> str:
        """The address that leads to the work: its DOI first."""
        if self.text("DOI"):
            return f"https://doi.org/{self.text('DOI')}"
        if self.text("PMID") and not self.text("URL"):
            return f"https://pubmed.ncbi.nlm.nih.gov/{self.text('PMID')}/"
        return self.text("URL")

    @property
    def short_name(self) -> str:
        """First author and year, for a link's name: `Hayden and others, 2021`."""
        names = [a.get("family") or a.get("literal", "") for a in self.authors]
        who = names[0] if names else self.text("title")
        if len(names) > 1:
            who += " and others"
        return f"{who}, {self.year}" if self.year else who


@dataclass(frozen=True)
class Bibliography:
    """All references in file order. `duplicates` repeat a key; `unreadable` could not be read."""

    path: Path
    references: Mapping[str, Reference]
    duplicates: tuple[Reference, ...] = ()
    unreadable: tuple[Problem, ...] = ()

    @classmethod
    def load(cls, path: Path) -> Bibliography:
        """Read the file, or the copy kept since it was last changed. Never raises."""
        try:
            stamp = path.stat().st_mtime_ns
        except OSError:
            stamp = 0
        return _load(path, stamp)

    @property
    def name(self) -> str:
        """The file as problems print it, from the docs folder on."""
        return "/".join(self.path.parts[-3:])

    def __iter__(self) -> Iterator[Reference]:
        return iter(self.references.values())

    def __len__(self) -> int:
        return len(self.references)


@lru_cache(maxsize=8)
def _load(path: Path, stamp: int) -> Bibliography:
    """`stamp` is part of the cache's key: a changed file is read again."""
    name = Bibliography(path, {}).name

    def failed(message: str, line: int = 1) -> Bibliography:
        return Bibliography(path, {}, unreadable=(Problem(name, line, message, rule=UNREADABLE),))

    if not path.is_file():  # also a pipe, which nobody could read to its end
        return failed("the bibliography must exist, there is no such file")
    try:
        entries = yaml_lines.load(text_of(path.read_bytes()))
    except OSError as error:
        return failed(f"the bibliography must be readable: {error.strerror}")
    except (yaml_lines.MarkedYamlError, NotUtf8Error) as error:
        return failed(str(error), error.line)
    if entries is None:
        return Bibliography(path, {})
    if not isinstance(entries, list):
        return failed(f"must be a list of references, is a {type(entries).__name__}")
    references: dict[str, Reference] = {}
    duplicates: list[Reference] = []
    problems: list[Problem] = []
    for place, entry in enumerate(entries, start=1):
        if not isinstance(entry, yaml_lines.Mapping) or not isinstance(entry.get("id"), str):
            line = getattr(entry, "line", 1)
            message = f"reference {place} of the list must be a mapping with an id"
            problems.append(Problem(name, line, message, rule=UNREADABLE))
            continue
        reference = Reference(entry["id"], entry.line, entry)
        if reference.key in references:
            duplicates.append(reference)
        else:
            references[reference.key] = reference
    return Bibliography(path, references, tuple(duplicates), tuple(problems))


# When two references are of one work.

# Who registers nothing but preprints under these: medRxiv and bioRxiv (before 2025 with the
# journals of Cold Spring Harbor, which have letters after the slash), Research Square, SSRN,
# Preprints.org, OSF and its parts, ChemRxiv, Authorea, TechRxiv, arXiv, PeerJ Preprints.
_PREPRINT_DOI = re.compile(
    r"10\.1101/(?:\d{4}\.\d\d\.\d\d\.)?\d+|10\.(?:64898|21203/rs|2139/ssrn|20944/preprints"
    r"|31219|31222|31234|31235|31236|26434|22541|36227|48550/arxiv|7287/peerj\.preprints)\b"
)


def normal_title(title: str) -> str:
    """A title as it is compared with another: letters and digits, in lower case, no accents."""
    plain = unicodedata.normalize("NFKD", untagged(title))
    return "".join(c for c in plain.casefold() if c.isalnum())


def same_work(one: Reference, other: Reference) -> str | None:
    """Why two references are of one work, like `the same DOI`, or None if they are not.

    The same title in the same year is one work, unless other people wrote it or one of the two
    is the preprint of the other.
    """
    others = _identifiers(other)
    for identifier in _identifiers(one):
        if identifier in others:
            return f"the same {identifier[0]}"
    title = _title_and_year(one)
    if title and title == _title_and_year(other):
        authors = [_first_author(one), _first_author(other)]
        return "the same title and year" if "" in authors or len(set(authors)) == 1 else None
    return None


class Works:
    """References, of which the first that is of the same work as another is found at once."""

    def __init__(self) -> None:
        self._references: list[Reference] = []
        # The place of the first reference with each identifier; and with each title in a year, by
        # the first author, of which None stands for any.
        self._named: dict[tuple[str, str], int] = {}
        self._titled: dict[tuple[object, ...], dict[str | None, int]] = {}

    def add(self, reference: Reference) -> None:
        """Add a reference behind the others."""
        place = len(self._references)
        self._references.append(reference)
        for name in _identifiers(reference):
            self._named.setdefault(name, place)
        if title := _title_and_year(reference):
            authors = self._titled.setdefault(title, {})
            authors.setdefault(_first_author(reference), place)
            authors.setdefault(None, place)

    def first_same(self, reference: Reference) -> tuple[Reference, str] | None:
        """The first that is of one work with a reference, and why; `same_work` says when."""
        places = [self._named[name] for name in _identifiers(reference) if name in self._named]
        authors = self._titled.get(_title_and_year(reference) or (), {})
        own = _first_author(reference)
        places += [
            authors[author] for author in (("", own) if own else (None,)) if author in authors
        ]
        if not places:
            return None
        first = self._references[min(places)]
        return first, same_work(first, reference) or ""


def _identifiers(reference: Reference) -> list[tuple[str, str]]:
    """What no two works share, by its kind."""
    named = {
        "DOI": normal_doi(reference.text("DOI")),
        "PMID": reference.text("PMID"),
        "PMCID": reference.text("PMCID"),
    }
    return [(kind, value) for kind, value in named.items() if value]


def _title_and_year(reference: Reference) -> tuple[object, ...] | None:
    """What two references to one work have in common if their authors do not differ."""
    title = normal_title(reference.text("title"))
    if reference.year is None or not title:
        return None
    return is_preprint(reference), reference.year, title


def is_preprint(reference: Reference) -> bool:
    """Whether a reference says, by DOI, type or genre, that nobody has reviewed the work yet."""
    return (
        reference.text("type") == "article"
        or "preprint" in reference.text("genre").lower()
        or bool(_PREPRINT_DOI.match(normal_doi(reference.text("DOI"))))
    )


def _first_author(reference: Reference) -> str:
    author = next(iter(reference.authors), {})
    return normal_title(str(author.get("family") or author.get("literal") or ""))

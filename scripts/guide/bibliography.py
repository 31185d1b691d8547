"""The bibliography: every work that a page may cite, as CSL fields in YAML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from guide import marked_yaml
from guide.problems import Problem

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
    "expert": "Expert view",
    "service": "Support service",
}
VERIFICATION = {
    "verified": "Checked against a copy of the source",
    "partial": "Partly checked: a person has still to compare some details with the source",
}
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
        value = self.fields.get("author")
        return [a for a in value if isinstance(a, Mapping)] if isinstance(value, list) else []

    @property
    def custom(self) -> Mapping[str, str]:
        value = self.fields.get("custom")
        return value if isinstance(value, Mapping) else {}

    @property
    def verification(self) -> str:
        return str(self.custom.get("verification", ""))

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
        return Bibliography(path, {}, unreadable=(Problem(name, line, "unreadable", message),))

    if not path.is_file():  # also a pipe, which nobody could read to its end
        return failed("the bibliography must exist, there is no such file")
    try:
        entries = marked_yaml.load(path.read_text(encoding="utf-8"))
    except OSError as error:
        return failed(f"the bibliography must be readable: {error.strerror}")
    except UnicodeDecodeError:
        return failed("must be UTF-8 text, is not")
    except marked_yaml.MarkedYamlError as error:
        return failed(str(error), error.line)
    if entries is None:
        return Bibliography(path, {})
    if not isinstance(entries, list):
        return failed(f"must be a list of references, is a {type(entries).__name__}")
    references: dict[str, Reference] = {}
    duplicates: list[Reference] = []
    problems: list[Problem] = []
    for place, entry in enumerate(entries, start=1):
        if not isinstance(entry, marked_yaml.Mapping) or not isinstance(entry.get("id"), str):
            line = getattr(entry, "line", 1)
            message = f"reference {place} of the list must be a mapping with an id"
            problems.append(Problem(name, line, "unreadable", message))
            continue
        reference = Reference(entry["id"], entry.line, entry)
        if reference.key in references:
            duplicates.append(reference)
        else:
            references[reference.key] = reference
    return Bibliography(path, references, tuple(duplicates), tuple(problems))

"""A reference, and what the services told of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from guide.bibliography import Reference
from guide.known_by import KnownBy, known_by
from guide.online import crossref, nice, pubmed
from guide.online.nice import Guidance
from guide.online.notices import told_by_title
from guide.online.records import Record
from guide.online.wording import clean
from guide.problems import Problem


@dataclass(frozen=True)
class Told:
    """What the services tell of one work; None where there was no verdict, or no question.

    An empty `work` says that Crossref has none: another register may. `likely` is a DOI and
    its title that may be meant where doi.org does not know the one that is given.
    """

    known: bool | None = None
    work: Mapping[str, Any] | None = None
    summary: Mapping[str, Any] | None = None
    guidance: Guidance | None = None
    likely: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Unanswered:
    """About how many references of those `asked` a register gave no verdict, and why first."""

    register: str
    count: int
    asked: int
    reason: str


@dataclass(frozen=True)
class Case:
    """A reference of the file `path`, and what was told of it.

    `known_by` are its identifiers, with those that a register has beside them. `is_ours` is false
    for a work of a manuscript, in which nobody can say that he has looked at it.
    """

    path: str
    reference: Reference
    told: Told
    today: date
    known_by: KnownBy
    is_ours: bool = True

    @classmethod
    def of(cls, path: str, reference: Reference, today: date, *, is_ours: bool = True) -> Case:
        """A reference of which nothing is told yet."""
        return cls(path, reference, Told(), today, known_by(reference.fields), is_ours)

    @property
    def key(self) -> str:
        return self.reference.key

    @property
    def doi(self) -> str:
        """The DOI, if one of the form of a DOI is known."""
        return self.known_by.doi

    @property
    def pmid(self) -> str:
        """The PMID, if one of the form of a PMID is known."""
        return self.known_by.pmid

    @property
    def pmcid(self) -> str:
        """The PMCID, if one of the form of a PMCID is known."""
        return self.known_by.pmcid

    @property
    def is_in_central_only(self) -> bool:
        """Whether nothing but a PMCID is known, for which PubMed has other numbers."""
        return bool(self.pmcid and not (self.doi or self.pmid))

    @property
    def is_unasked(self) -> bool:
        """Whether no register can be asked; what is malformed is told by rules of its own."""
        if self.known_by or (self.is_ours and nice.guidance_id(self.reference.text("URL"))):
            return False
        told = ("DOI", "PMID", "PMCID") if self.is_ours else ("DOI",)
        return not any(self.reference.text(name) for name in told)

    @property
    def checked(self) -> date | None:
        """The day on which a person looked at the work, from custom.checked."""
        try:
            return date.fromisoformat(str(self.reference.custom.get("checked", "")))
        except ValueError:
            return None

    @cached_property
    def in_crossref(self) -> Record | None:
        return crossref.record(self.told.work) if self.told.work else None

    @cached_property
    def in_pubmed(self) -> Record | None:
        summary = self.told.summary
        return pubmed.record(summary) if summary and pubmed.is_known(summary) else None

    @property
    def is_other_in_pubmed(self) -> bool:
        """Whether the PMID is that of a work with another DOI."""
        names = {self.doi.lower(), self.in_crossref.doi.lower() if self.in_crossref else ""} - {""}
        other = self.in_pubmed.doi.lower() if self.in_pubmed else ""
        return bool(names and other) and other not in names

    @property
    def records(self) -> list[Record]:
        """The records of this work, Crossref's first."""
        here = None if self.is_other_in_pubmed else self.in_pubmed
        return [record for record in (self.in_crossref, here) if record]

    @property
    def own(self) -> Record:
        """What the reference itself says in its title: that the work was retracted."""
        told = list(told_by_title(clean(self.reference.text("title"))))
        notices = tuple(said for said, of_other in told if not of_other)
        of_others = tuple(said for said, of_other in told if of_other)
        return Record("its title here", notices=notices, notice_of=of_others)

    def problem(self, rule: str, message: str, field: str) -> Problem:
        """A problem at the line of a field; its target is the name by which we asked."""
        target = {"PMID": self.pmid, "URL": self.reference.text("URL")}.get(field)
        line = self.reference.line_of(self.known_by.fields.get(field, field))
        return Problem(self.path, line, rule, message, target=target or self.doi or self.pmid)

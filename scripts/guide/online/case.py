"""A reference, and what the services told of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from guide.bibliography import Reference
from guide.identifiers import doi_fault, pmid_fault
from guide.online import crossref, pubmed
from guide.online.nice import Guidance
from guide.online.records import Record
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
    """A reference of the file `path`, and what was told of it."""

    path: str
    reference: Reference
    told: Told
    today: date

    @property
    def key(self) -> str:
        return self.reference.key

    @property
    def doi(self) -> str:
        """The DOI, if it has the form of one."""
        doi = self.reference.text("DOI")
        return "" if doi_fault(doi) else doi

    @property
    def pmid(self) -> str:
        """The PMID, if it has the form of one."""
        pmid = self.reference.text("PMID")
        return "" if pmid_fault(pmid) else pmid

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

    def problem(self, rule: str, message: str, field: str) -> Problem:
        """A problem at the line of a field; its target is the name by which we asked."""
        target = {"PMID": self.pmid, "URL": self.reference.text("URL")}.get(field)
        line = self.reference.line_of(field)
        return Problem(self.path, line, rule, message, target=target or self.doi or self.pmid)

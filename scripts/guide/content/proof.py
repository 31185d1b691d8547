"""What the guide accounts for: each claim, each need, and each decision that is still open."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from linkaudit.core import data_file
from linkaudit.core.data_file import Text, Words
from linkaudit.core.problem import Problem
from pydantic import BeforeValidator, field_validator

from guide.edition.nations import NO_FACTS, Nation

# The claims of the documents that the guide grew from, what a guide to its condition must say,
# and what a clinician has still to decide.
SOURCES = "_data/sources.yml"
COVERAGE = "_data/coverage.yml"
DECISIONS = "_data/decisions.yml"
Verdict = Literal["support", "qualify", "contradict", "none", "local"]
Outcome = Literal["kept", "qualified", "rejected", "left-out"]
Kind = Literal["guideline", "needs", "concepts"]


def _one_or_more(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class ProofEntry(data_file.DataEntry):
    """What the guide must account for; `said` is where it does: `page.md#anchor`."""

    id: Words
    said: Annotated[tuple[Words, ...], BeforeValidator(_one_or_more)] = ()
    cites: tuple[Words, ...] = ()
    note: Text = ""

    @property
    def all_cites(self) -> tuple[str, ...]:
        """Every reference that the entry names."""
        return self.cites


class Claim(ProofEntry):
    """A claim of a source document, and what became of it."""

    source: Words
    claim: Words
    verdict: Verdict
    became: Outcome


class Need(ProofEntry):
    """What a guide must say."""

    kind: Kind
    needs: Words


class Option(data_file.StrictModel):
    """One answer to an open question, with the sources that give it."""

    says: Words
    cites: tuple[Words, ...] = ()
    printed: bool = False


class Decision(ProofEntry):
    """What a clinician has still to decide; meanwhile the guide prints one of the options."""

    question: Words
    options: tuple[Option, ...]
    because: Words
    who: Words

    @property
    def all_cites(self) -> tuple[str, ...]:
        return (*self.cites, *(key for option in self.options for key in option.cites))

    @field_validator("options")
    @classmethod
    def _one_is_printed(cls, options: tuple[Option, ...]) -> tuple[Option, ...]:
        printed = sum(option.printed for option in options)
        if len(options) < 2 or printed != 1:
            raise ValueError(
                f"must be two or more, one of them printed: true; of {len(options)}, {printed} are"
            )
        return options


@dataclass(frozen=True)
class Proof:
    """The three files; one that is not there is empty. `unreadable` is what could not be read."""

    claims: tuple[Claim, ...] = ()
    needs: tuple[Need, ...] = ()
    decisions: tuple[Decision, ...] = ()
    unreadable: tuple[Problem, ...] = ()

    @classmethod
    def load(cls, docs: Path, nation: Nation = NO_FACTS) -> Proof:
        """Read the files below the docs folder. Never raises for what they hold."""
        problems: list[Problem] = []
        claims = tuple(data_file.read(docs, SOURCES, Claim, problems))
        needs = tuple(data_file.read(docs, COVERAGE, Need, problems))
        found = data_file.read(docs, DECISIONS, Decision, problems, nation.put_into)
        decisions = tuple(found)
        return cls(claims, needs, decisions, tuple(problems))

    @property
    def unread_ids(self) -> set[str]:
        """The ids of entries that stand in the files, but not in the form that they must have."""
        return {problem.target for problem in self.unreadable if problem.target}

    @property
    def entries(self) -> tuple[ProofEntry, ...]:
        """The claims, the needs, then the decisions."""
        return (*self.claims, *self.needs, *self.decisions)

    @property
    def sources(self) -> dict[str, list[Claim]]:
        """The claims of each source document, in the order of the file."""
        by_source: dict[str, list[Claim]] = {}
        for claim in self.claims:
            by_source.setdefault(claim.source, []).append(claim)
        return by_source

"""Approvals: who has checked which words of the guide, and when.

`approvals.yml`, beside the settings of an edition, holds a record for each signature. It is bound
to the words by a digest for each page, and to itself by a digest of the whole record: a page whose
words have changed since counts as unchecked again, and a record changed by hand is refused. That
tells a slip from a signature. It is no proof of who typed the name: whoever can run the command
can sign, and the history of the repository keeps who did.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from linkaudit.core import data_file
from linkaudit.core.data_file import DataEntry, StrictModel, Words
from linkaudit.core.problem import Problem
from linkaudit.references.bibliography import Reference

from guide.content import poses
from guide.content.data_blocks import data_blocks
from guide.content.guide import DRAWINGS, Guide
from guide.content.interface import Interface
from guide.content.markdown_text import find_mentions, scan
from guide.content.page import Page
from guide.content.proof import COVERAGE, DECISIONS, SOURCES

FILE = "approvals.yml"
FORGED = "forged-approval"
# The parts of the catalogue that a page shows among its own words.
_SHOWN = (
    *("blocks", "calls", "urgent_steps", "treatment", "treatments", "ways", "rating", "chart"),
    "pose",
)
_META = ("title", "description", "main_message", "myth", "myths")
# Blocks that show what other files or other pages say.
_TABLES = {"claims": SOURCES, "coverage": COVERAGE, "decisions": DECISIONS}


class Registration(StrictModel):
    """Where a professional is registered, and under which number."""

    body: Words
    number: Words


class Choice(StrictModel):
    """What was printed of an open decision when the words were checked."""

    decision: Words
    printed: Words


class Approval(DataEntry):
    """A signature. `pages` maps the checked pages to the digests of their words."""

    name: Words
    profession: Words
    registration: Registration
    signed: date
    nation: Words
    scope: Words  # "whole guide", or "pages"
    pages: dict[str, Words]
    decisions: tuple[Choice, ...] = ()
    digest: Words

    @property
    def sealed(self) -> str:
        """The digest that the record must have, by what else it says."""
        return seal(self.model_dump(mode="json", exclude={"digest"}))


def seal(record: Mapping[str, Any]) -> str:
    """The digest of a record, as plain values without its own `digest`."""
    text = json.dumps(record, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def digest_of(guide: Guide, page: Page) -> str:
    """The digest of all that a reader of a page is told: 64 hexadecimal digits.

    Its words, those of passages, data, pictures and blocks, which works it cites, the numbers of
    the nation, and what is printed of the open decisions that the page answers. How a work is
    printed is no part of it: whoever mends its volume changes no claim.
    """
    sha = hashlib.sha256()
    for part in _told(guide, page):
        content = part if isinstance(part, bytes) else _plain(part)
        sha.update(b"%d\n" % len(content))
        sha.update(content)
    return sha.hexdigest()


def _plain(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=str).encode()


def _told(guide: Guide, page: Page) -> Iterator[object]:
    text = guide.text_of(page)
    yield [guide.nation.name, str(page.path), {key: page.meta.get(key) for key in _META}, text]
    facts = guide.nation.facts.items()
    yield {key: fact.says for key, fact in facts if fact.has_number}
    yield {key: guide.ui.words.get(key) for key in _SHOWN}
    cited = {each.key for mention in find_mentions(text) for each in mention.citations}
    yield [_work(reference) for reference in guide.bibliography if reference.key in cited]
    for line in scan(text):
        if not line.opens:
            continue
        if line.name == "pose" and line.words in guide.poses.by_id:
            yield from _drawn(guide, line.words)
        if line.name == "picture":
            file = guide.docs / DRAWINGS / f"{line.words}.svg"
            yield file.read_bytes() if file.is_file() else line.words
        if line.name in _TABLES:
            file = guide.docs / _TABLES[line.name]
            yield guide.nation.put(file.read_text("utf-8")) if file.is_file() else ""
        if line.name == "myth-list":
            yield [[other.title, *map(list, other.myths)] for other in guide.pages]
        if line.name == "a-to-z":
            yield [[other.title, *other.search_words] for other in guide.pages]
            yield [[entry.page, *entry.words] for entry in guide.search_words.urgent]
        if line.name == "bibliography":
            yield [_work(reference) for reference in guide.bibliography]
    for block in data_blocks(text, "do-now"):
        routine = guide.routines.by_id.get(block.options.get("routine", ""))
        yield list(routine.routine.now or ()) if routine else []
        shown = (block.options.get("pose"), routine.routine.pose_now if routine else None)
        for name in shown:
            if name in guide.poses.by_id:
                yield from _drawn(guide, str(name))
    yield [choice.model_dump() for choice in choices(guide, [page])]


def _drawn(guide: Guide, name: str) -> Iterator[object]:
    pose = guide.poses.by_id[name]
    try:
        yield poses.drawing_of(pose, guide.docs)
        yield poses.movement_of(pose, guide.docs) if pose.moves else ""
    except poses.DrawingError:
        yield name
    yield [pose.caption, pose.alt]


def _work(reference: Reference) -> list[object]:
    """What tells a work from another."""
    named = ("title", "author", "issued", "DOI")
    return [reference.key, *(reference.fields.get(name) for name in named)]


def choices(guide: Guide, pages: Iterable[Page]) -> list[Choice]:
    """What is printed of each open decision that one of the pages answers."""
    paths = {str(page.path) for page in pages}
    return [
        Choice(decision=decision.id, printed=next(o.says for o in decision.options if o.printed))
        for decision in guide.proof.decisions
        if paths & {place.partition("#")[0] for place in decision.said}
    ]


@dataclass(frozen=True)
class Approvals:
    """The records of an edition, and what they say of its words as they are now.

    `checked` has the pages whose words are those that somebody signed, with the last signature;
    `changed` those that were signed in other words.
    """

    records: tuple[Approval, ...] = ()
    checked: Mapping[str, Approval] = field(default_factory=dict)
    changed: Mapping[str, Approval] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @classmethod
    def load(cls, folder: Path, guide: Guide) -> Approvals:
        """Read the records in a folder. Never raises: what is wrong is in `problems`."""
        if not (folder / FILE).is_file():
            return cls()
        found: list[Problem] = []
        read = list(data_file.read(folder, FILE, Approval, found))
        problems = [_at_file(problem) for problem in found]
        records = []
        for record in read:
            if record.digest == record.sealed:
                records.append(record)
                continue
            line = record.line_of("digest")
            message = (
                f'"{record.name}" must have the digest of what the record says, has another: it '
                "was changed by hand. Take it out, and sign anew: guide approve"
            )
            problems.append(Problem(FILE, line, message, target=record.name, rule=FORGED))
        checked: dict[str, Approval] = {}
        changed: dict[str, Approval] = {}
        for record in sorted(records, key=lambda one: one.signed):
            for path, digest in record.pages.items():
                page = guide.by_path.get(path)
                of_nation = record.nation == guide.nation.name
                if page and of_nation and digest == digest_of(guide, page):
                    checked[path] = record
                elif page and of_nation:
                    changed[path] = record
        changed = {path: record for path, record in changed.items() if path not in checked}
        return cls(tuple(records), checked, changed, tuple(problems))

    def notice(self, paths: Iterable[str], ui: Interface) -> str:
        """What pages, or a print of them, say: who has checked all of them, or that nobody has."""
        of = list(paths)
        if not of or any(path not in self.checked for path in of):
            return ui.text("notice.changed" if self.changed.keys() & {*of} else "notice.draft")
        signed = {record.digest: record for record in (self.checked[path] for path in of)}
        return " ".join(
            ui.text(
                "notice.checked",
                name=record.name,
                profession=record.profession,
                body=record.registration.body,
                number=record.registration.number,
                date=ui.date(record.signed),
            )
            for record in signed.values()
        )


# Of a guide that nobody has checked.
NONE = Approvals()


def _at_file(problem: Problem) -> Problem:
    return Problem(FILE, problem.line, problem.message, target=problem.target, rule=problem.rule)

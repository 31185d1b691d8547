"""What the guide accounts for: every claim, need and decision has its place and references."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linkaudit.core.problem import Problem, did_you_mean
from linkaudit.core.rule import rule

from guide.content.guide import Guide
from guide.content.proof import SOURCES, ProofEntry
from guide.edition.nations import BASE
from guide.markdown.anchors import anchor_at, anchors
from guide.rules.families import CONTENT

_NUMBERED = re.compile(r"(?P<source>.+)-(?P<number>[1-9][0-9]{0,8})")
_PAGE = re.compile(r"(?:[\w-]+/)*[\w-]+\.md")
_JUDGED = ("support", "qualify", "contradict")


@rule(family=CONTENT)
def duplicate_entry(guide: Guide) -> Iterator[Problem]:
    """Each id must stand once in _data/sources.yml, coverage.yml and decisions.yml together."""
    first: dict[str, ProofEntry] = {}
    for entry in guide.proof.entries:
        before = first.setdefault(entry.id, entry)
        if before is not entry:
            message = f"is the id of the entry in {before.place} too"
            yield _problem(entry, message, entry.id)


@rule(family=CONTENT)
def missing_claim(guide: Guide) -> Iterator[Problem]:
    """The claims of a source must be numbered from 1 without a gap: 004-1, 004-2, 004-3."""
    for source, claims in guide.proof.sources.items():
        ids = {claim.id for claim in claims} | guide.proof.unread_ids
        for claim in claims:
            match = _NUMBERED.fullmatch(claim.id)
            if not match:
                message = "must end with the number of the claim, like 004-37"
                yield _problem(claim, message, claim.id)
            elif match["number"] != "1":
                before = f"{match['source']}-{int(match['number']) - 1}"
                if before not in ids:
                    message = f'must follow "{before}", which is not among those of "{source}"'
                    yield _problem(claim, message, before)


@rule(family=CONTENT)
def unknown_claim(guide: Guide) -> Iterator[Problem]:
    """A dose in _data/routines.yml must be from a claim of _data/sources.yml, or be ours."""
    known = {claim.id for claim in guide.proof.claims} | guide.proof.unread_ids
    for found in guide.routines.by_id.values():
        for place, exercise in enumerate(found.routine.exercises):
            for number, dose in enumerate(exercise.dose):
                if dose.claim and dose.claim not in known:
                    where = ("exercises", place, "dose", number, "claim")
                    hint = did_you_mean(dose.claim, known)
                    message = f'"{dose.claim}" is no claim of {SOURCES}{hint}'
                    yield found.routine.problem(message, dose.claim, where)


@rule(family=CONTENT)
def entry_without_place(guide: Guide) -> Iterator[Problem]:
    """Every claim, need and decision must name where the guide speaks of it, in `said`."""
    for entry in guide.proof.entries:
        if not entry.said:
            message = "must name the place that speaks of it, like said: scans.md#the-heading"
            yield _problem(entry, message)


@rule(family=CONTENT)
def wrong_redirect(guide: Guide) -> Iterator[Problem]:
    """Each entry of _data/moved.yml must lead from a page that was to one that is, and a heading.

    Bookmarks, search engines and codes on paper lead to the old address.
    """
    seen: set[str] = set()
    for move in guide.moved.moves:
        fault = ""
        if not _PAGE.fullmatch(move.old):
            fault = f'must be the path of a page, like scans.md, is "{move.old}"'
        elif move.old in guide.by_path:
            fault = f'"{move.old}" is there: only a page that was may lead elsewhere'
        elif move.old in seen:
            fault = f'"{move.old}" stands in the list twice'
        if fault:
            yield move.problem(f"from {fault}", move.old, ("from",))
        seen.add(move.old)
        if move.page not in guide.by_path:
            message = f'to "{move.to}" leads to no page{did_you_mean(move.page, guide.by_path)}'
            yield move.problem(message, move.to, ("to",))
        elif move.anchor and not anchor_at(guide, move.to):
            known = anchors(guide.text_of(guide.by_path[move.page]), guide.ui)
            hint = did_you_mean(move.anchor, known)
            message = f'to "{move.to}" leads to no heading{hint}'
            yield move.problem(message, move.to, ("to",))


@rule(family=CONTENT)
def missing_place(guide: Guide) -> Iterator[Problem]:
    """A place must be a page and the anchor of one of its headings: scans.md#the-heading."""
    for entry in guide.proof.entries:
        for place in entry.said:
            message = _wrong_place(guide, place)
            if message:
                yield _problem(entry, message, place)


@rule(family=CONTENT)
def unknown_citekey(guide: Guide) -> Iterator[Problem]:
    """Every reference in `cites`, also in that of an option, must be in the bibliography."""
    known = guide.bibliography.references
    for entry in guide.proof.entries:
        for key in entry.all_cites:
            if key not in known:
                hint = did_you_mean(key, known)
                message = f'cites "{key}", which is not in {guide.bibliography.name}{hint}'
                yield _problem(entry, message, key)


@rule(family=CONTENT)
def entry_without_reference(guide: Guide) -> Iterator[Problem]:
    """A claim that was judged and not left out must name a reference, or say why in `note`."""
    for claim in guide.proof.claims:
        must_cite = claim.verdict in _JUDGED and claim.became != "left-out"
        if must_cite and not claim.cites and not claim.note:
            message = "must name a reference in cites, or say in note why there is none"
            yield _problem(claim, message)


@rule(family=CONTENT)
def place_without_reference(guide: Guide) -> Iterator[Problem]:
    """Each reference in `cites` must be cited at a place that `said` names.

    That is, below its heading, down to the next heading of the same level or a higher one. It is
    asked of the words for England: another nation's law has other sources.
    """
    if guide.nation.name != BASE:
        return
    for entry in guide.proof.entries:
        places = [anchor_at(guide, place) for place in entry.said]
        found = [place for place in places if place]
        cited = {key for place in found for key in place.citekeys()}
        # A place that is missing, or a reference that is not known, is reported by its own rule.
        if found and len(found) == len(places):
            for key in entry.cites:
                if key in guide.bibliography.references and key not in cited:
                    message = f'cites "{key}", but nothing does at {" or ".join(entry.said)}'
                    yield _problem(entry, message, key)


def _problem(entry: ProofEntry, message: str, target: str | None = None) -> Problem:
    """A problem of an entry, named by its id."""
    return entry.problem(f'"{entry.id}" {message}', target)


def _wrong_place(guide: Guide, place: str) -> str | None:
    path, _, anchor = place.partition("#")
    page = guide.by_path.get(path)
    if not path or not anchor:
        return f'must name a page and a heading, like scans.md#the-heading, is "{place}"'
    if not page:
        hint = did_you_mean(path, guide.by_path)
        return f'is said on "{path}", and there is no such page{hint}'
    found = anchors(guide.text_of(page), guide.ui)
    if anchor not in found:
        return f'is said at "{place}", and there is no such heading{did_you_mean(anchor, found)}'
    return None

"""What became of a work: retracted, doubted, corrected or replaced by a newer one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from linkaudit.registers.record import Notice, Record, as_text, last_day

# The marks that publishers put on a title: that the work was taken back, or that it says so.

_THING = r"(?:article|paper|publication|chapter|manuscript|preprint|study)"
_WORK = rf"(?i:(?:retracted|withdrawn|removed|temporary removal)(?:\s+{_THING})?)"
_RETRACTION = (
    r"(?i:(?:(?:notice|statement)\s+of\s+)?(?:(?:editorial|partial|full)\s+)?retraction"
    r"(?:\s+and\s+replacement)?(?:\s+(?:note|notice|statement))?"
    r"|(?:withdrawal|removal)\s+(?:note|notice|statement)"
    r"|(?:notice|statement)\s+of\s+(?:withdrawal|removal))"
)
_OF = r"(?i:\s+(?:to|of|for))"
# Tried in this order. Retraction, withdrawal and removal are words of medicine too: without a
# colon, brackets or capitals more must tell that the publisher speaks.
_FRONT = (
    re.compile(
        rf"\s*[\[(]\s*(?:(?P<work>{_WORK})|(?P<notice>{_RETRACTION}))\s*[\])]\s*[:.–—-]*\s*"
    ),
    re.compile(rf"\s*\[?(?P<work>{_WORK})\s*(?::|—|--|\])\s*"),
    re.compile(rf"\s*\[?(?P<notice>{_RETRACTION})(?:{_OF})?\s*(?::|—|--|\])\s*"),
    re.compile(rf"\s*(?P<work>(?i:retracted)(?:\s+(?i:{_THING}))?|WITHDRAWN|REMOVED)\s+[–-]\s+"),
    re.compile(r"\s*(?P<work>(?:RETRACTED|WITHDRAWN)(?:\s+[A-Z]+)?)\.?\s+(?=[A-Z][a-z])"),
    re.compile(r"\s*(?P<notice>RETRACTION(?:\s+NOTICE)?)\s+[–-]\s+"),
    re.compile(rf"\s*(?P<notice>{_RETRACTION}){_OF}\s+(?=[\"'“‘«„])"),
    re.compile(
        r"\s*(?P<notice>(?i:(?:retraction|withdrawal|removal)\s+(?:note|notice|statement)"
        r"|(?:notice|statement)\s+of\s+(?:retraction|withdrawal|removal)))(?i:\s+(?:to|of|for))?"
        r"(?:[.,]?\s+|\.?\Z)"
    ),
    re.compile(r"\s*(?P<notice>(?i:retraction))\.?\Z"),
    re.compile(r"\s*(?P<notice>Retraction) for (?=[^:]{1,80}\bet al\b)"),
)
_SEE = r"(?:\s*[.:,;]\s[^\[\]()]*+)?"
_END = (
    re.compile(rf"[\[(](?P<work>(?:Retracted|Withdrawn)(?:\s+(?i:{_THING}))?){_SEE}[\])]\.?\Z"),
    re.compile(rf"[\[(](?P<work>(?:RETRACTED|WITHDRAWN)(?:\s+[A-Z]+)?){_SEE}[\])]\.?\Z"),
    re.compile(r"[\[(](?P<notice>(?i:retraction)) of (?i:vol|pg|v\.)[^\[\]()]*+[\])]\.?\Z"),
    re.compile(rf"\s[–—-]\s(?P<work>RETRACTED(?:\s+[A-Z]+)?|Retracted(?:\s+{_THING})?)\.?\Z"),
)


class Mark(NamedTuple):
    """A mark: the words of it, whether the work is itself the notice, and the title without it."""

    words: str
    is_notice: bool
    title: str


def mark_of(title: str) -> Mark | None:
    """The mark of a title, like `RETRACTED: Rest for back pain`, if it has one."""
    for pattern in _FRONT:
        if found := pattern.match(title):
            return _mark(found, title[found.end() :])
    for pattern in _END:
        if found := pattern.search(title):
            return _mark(found, title[: found.start()].rstrip())
    return None


def unmarked(title: str) -> str:
    """The title without its mark."""
    mark = mark_of(title)
    return mark.title if mark else title


def _mark(found: re.Match[str], rest: str) -> Mark:
    groups = found.groupdict()
    notice = groups.get("notice")
    return Mark(notice or groups.get("work") or "", bool(notice), rest)


RETRACTED, CONCERN, CORRECTED, NEWER = (
    "retracted",
    "expression-of-concern",
    "corrected",
    "newer-guidance",
)
_STRONGEST_FIRST = (RETRACTED, CONCERN, CORRECTED, NEWER)
# What registers call a notice, by the letters that all their forms share, and what we say of it.
_KINDS = (
    ("partial retract", RETRACTED, "was retracted in part"),
    ("retract", RETRACTED, "was retracted"),
    ("withdraw", RETRACTED, "was withdrawn"),
    ("remov", RETRACTED, "was removed"),
    ("concern", CONCERN, "is under an expression of concern"),
    ("correct", CORRECTED, "was corrected"),
    ("corrigend", CORRECTED, "was corrected"),
    ("errat", CORRECTED, "was corrected"),
    ("addend", CORRECTED, "was added to"),
    ("clarif", CORRECTED, "was clarified"),
    ("republished in", CORRECTED, "was published again"),
    ("new version", NEWER, "has a newer version"),
    ("new edition", NEWER, "has a newer edition"),
    ("update in", NEWER, "has a newer version"),
    ("replaced by", NEWER, "was replaced"),
    ("preprint of", NEWER, "is a preprint of a published work"),
)
_NOTICES = {
    RETRACTED: "notice of retraction",
    CONCERN: "notice of concern",
    CORRECTED: "notice of correction",
}


def notice(
    kind: str, where: str = "", day: tuple[int, ...] = (), *, of_other: bool = False
) -> Notice | None:
    """The notice that a register calls so, like `partial_retraction` or `Retraction in`, if any."""
    words = re.sub(r"[\W_]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind)).lower()
    for letters, rule, word in _KINDS:
        if letters in words:
            return Notice(rule, word, where, day, of_other)
    return None


def notice_in_title(title: str) -> Iterator[Notice]:
    """The notice in a title, like `RETRACTED: Rest for back pain`.

    It is of another work where the title is that of the notice: `Retraction: Rest for back pain`.
    """
    mark = mark_of(title)
    said = notice(mark.words, of_other=mark.is_notice) if mark else None
    if said:
        yield said


def judge(
    key: str, records: Iterable[Record], checked: date | None, today: date | None
) -> Iterator[tuple[str, str]]:
    """The rule and the message for each notice that a reader must know of, once.

    `today` is None for works of a manuscript, which has no place to say what was looked at.

    What a person has looked at since, on the day `checked`, is settled: a correction or a newer
    version, never a retraction or a concern. A retracted work needs no other notice. What bears
    no date is never known to have been read, but for a correction nobody is asked twice.
    """
    said_of = [(record.register, said) for record in records for said in record.notices]
    found = _merged((register, said) for register, said in said_of if not said.of_other)
    retracted = any(said.rule == RETRACTED for _, said in found)
    for register, said in found:
        if (retracted and said.rule != RETRACTED) or _is_settled(said, checked):
            continue
        when = f" of {as_text(said.day)}" if said.day else ""
        see = f", see {said.where or 'the notice'}{when}" if said.where or when else ""
        yield said.rule, f'"{key}" {said.word}{see} ({register}){_remedy(said, today)}'
    for register, said in _merged((register, said) for register, said in said_of if said.of_other):
        of = f" of {said.where}" if said.where else ""
        if said.rule in _NOTICES:
            yield said.rule, f'"{key}" is a {_NOTICES[said.rule]}{of}, not the work ({register})'


def _merged(notices: Iterable[tuple[str, Notice]]) -> list[tuple[str, Notice]]:
    """Each notice once, strongest first, then by day, with the registers that know of it.

    Registers may date one notice differently: the last day counts, as the first is often that
    of the work itself. A notice without a DOI of its own is one of those that have it.
    """
    by_place: dict[tuple[str, str], tuple[list[str], Notice]] = {}
    for register, said in sorted(notices, key=lambda item: _strength(item[1])):
        has_doi = said.where.startswith("10.")
        same = next(
            (
                place
                for place in by_place
                if (place[1] == said.where.lower() and has_doi)
                or (place[0] == said.rule and not has_doi)
            ),
            (said.rule, said.where.lower()),
        )
        names, known = by_place.setdefault(same, ([], said))
        if register not in names:
            names.append(register)
        if known.rule == said.rule and said.day > known.day:
            by_place[same] = (names, replace(known, day=said.day))
    merged = [(" and ".join(names), said) for names, said in by_place.values()]
    return sorted(merged, key=lambda item: (_strength(item[1])[0], item[1].day))


def _strength(said: Notice) -> tuple[int, bool]:
    """What orders notices: the strongest rule first, then those that name their DOI."""
    return _STRONGEST_FIRST.index(said.rule), not said.where.startswith("10.")


def _is_settled(said: Notice, checked: date | None) -> bool:
    if not checked or said.rule not in (CORRECTED, NEWER):
        return False
    day = last_day(said.day)
    return day <= checked if day else said.rule == CORRECTED


def _remedy(said: Notice, today: date | None) -> str:
    if said.rule == RETRACTED:
        return "; take it out, and every claim that rests on it"
    if said.rule == CONCERN:
        return "; ask a clinician whether a claim may still rest on it"
    if said.rule == NEWER and not said.day:
        return "; cite that instead"
    if today is None:
        return "; read it, and see whether what rests on the work still holds"
    return f"; read it, then say so with custom.checked: {today}"

"""Whether two names are those of the same author."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from guide.online.records import Name
from guide.online.wording import SMALL, fold

_NOBODY = frozenset(("", "and others", "et al"))
_UMLAUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_SUFFIX = re.compile(r"[\s,]+(?:jr|sr|ii|iii|iv|2nd|3rd)\.?$", re.I)


def known(names: Iterable[Name]) -> list[Name]:
    """The names without those that name nobody, like `and others`."""
    return [name for name in names if fold(name.family) not in _NOBODY]


def same_first_author(ours: Sequence[Name], theirs: Sequence[Name]) -> bool:
    """Whether the first of ours is the first of theirs, or one of the two lists tells nobody.

    A group may stand before or behind its people, as registers differ in that.
    """
    if not ours or not theirs:
        return True
    people = [name for name in theirs if not name.is_body]
    groups = [name for name in theirs if name.is_body and ours[0].is_body]
    return any(same_name(ours[0], name) for name in (*people[:1], *groups))


def same_name(ours: Name, theirs: Name) -> bool:
    """Whether two names may be those of one author, however much of them is given.

    A body of ours is compared with a body or a person, a person with a person.
    """
    if ours.is_body:
        return _same_body(fold(ours.family), fold(theirs.family))
    if _same_family(ours.family, theirs.family):
        return _same_initials(ours.given, theirs.given)
    # Registers mix up family and given name, above all of authors from East Asia.
    return _same_family(ours.family, theirs.given) and _same_initials(ours.given, theirs.family)


def _same_body(ours: str, theirs: str) -> bool:
    """Bodies go by part of their name, by its first letters, or hold a person's name as one."""
    short, long = sorted((ours, theirs), key=len)
    letters = "".join(word[0] for word in long.split() if word not in SMALL)
    return re.search(rf"\b{re.escape(short)}\b", long) is not None or short == letters


def _same_family(ours: str, theirs: str) -> bool:
    """Whether one name is the other or a part of it, like `Berg` of `van den Berg`."""
    return any(
        set(a) <= set(b) or set(b) <= set(a) or "".join(a) == "".join(b)
        for a in _spellings(ours)
        for b in _spellings(theirs)
        if a and b
    )


def _spellings(name: str) -> list[list[str]]:
    """The words of a family name, its umlauts with and without e."""
    name = _SUFFIX.sub("", name)
    return [fold(spelling).split() for spelling in (name, name.translate(_UMLAUT))]


def _same_initials(ours: str, theirs: str) -> bool:
    """Whether a first name of one side is among those of the other, if we can read both."""
    a, b = _initials(ours), _initials(theirs)
    return not a or not b or a[0] in b or b[0] in a


def _initials(given: str) -> str:
    """The first letters of given names: `G. Lorimer`, `G.L.` and `GL` are all `gl`."""
    together = re.sub(r"\b([A-Z]{2,4})\b", lambda found: " ".join(found[1]), given)
    return "".join(word[0] for word in fold(f"x {together}").split()[1:] if word[0].isascii())

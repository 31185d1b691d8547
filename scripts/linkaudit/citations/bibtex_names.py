"""Names of authors and editors in BibTeX and BibLaTeX, as CSL has them.

`Smith, Ann`, `Ann Smith`, `van Dam, Jr., Jan`, `{Nut Board}`, `family=Dam, prefix=van, given=Jan`,
joined by `and`. Where people write lists in another way, the text is kept whole, and it is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import shorten
from typing import NamedTuple

from pybtex.bibtex.utils import split_name_list, split_tex_string
from pybtex.database import Person
from pybtex.exceptions import PybtexError

from linkaudit.citations.latex import plain
from linkaudit.references.name_parts import (
    is_east_asian,
    is_suffix,
    parted_suffix,
    without_own_letters,
)

_LONGEST = 500  # letters of one name; what is longer is a list, or no name
_OTHERS = {"literal": "and others"}
# `et al.` at the end of a name, or alone, set in any way; `others` that no program takes for it.
_ET_AL = re.compile(
    r"(?:[\s,;~&\\]++|^)\{*+(?>(?:\\?(?:emph|textit|em|it)\b\s*+\{?)?)"
    r"(?:et\.?[\s~]*+al(?:ii|ia)?+\.?|others\.?)\}*+$",
    re.IGNORECASE,
)
# A part of a name in BibLaTeX's form, and the parts there are.
_PART = re.compile(r"\s*(?P<part>[A-Za-z][\w-]*)\s*=\s*(?P<value>.*?)\s*", re.DOTALL)
_PARTS = frozenset(
    "family given prefix suffix family-i given-i prefix-i suffix-i useprefix juniorcomma id "
    "hash nameformat sortingnamekeytemplatename uniquenametemplatename gender".split()
)
_INITIALS = r"[A-Z](?:[.\s-]{0,2}[A-Z]){0,3}\.?"
# `Smith J`, or `Smith, J.`, of which a list has several; `J. Smith` within braces.
_WITH_INITIALS = re.compile(rf"[^,]*[^\W\d_]{{2,}} {_INITIALS}")
_TURNED = re.compile(rf"[^,\s][^,]*, {_INITIALS}")
_WITHOUT_COMMA = re.compile(r"(?P<family>\S.*[^\W\d_]{2,}) (?P<given>[A-Z]{1,3})")
_INITIALS_FIRST = re.compile(r"(?:[A-Z]\.[\s~-]{0,2}){1,4}[^\W\d_][^\s,]+")
_SIGN_BETWEEN = re.compile(r";|\s\\?&\s")
_AND_OTHERS = 'must have "and others" in the place of those left out'
_JOINED = 'must be names joined by "and"'
_BODY = re.compile(
    r"(?:academy|agency|alliance|association|authority|centre|center|college|collaboration|"
    r"collaborators|collaborative|commission|committee|consortium|council|department|federation|"
    r"foundation|group|initiative|institute|investigators|ministry|network|office|organi[sz]ation|"
    r"panel|service|society|taskforce|trialists|trust|union|university)s?",
    re.IGNORECASE,
)


class ReadName(NamedTuple):
    """A name in CSL, and what it must be as a part of a sentence, empty if it is clear.

    `written` is what it is instead, cut to some words.
    """

    csl: dict[str, str]
    unclear: str = ""
    written: str = ""


def read_names(value: str) -> Iterator[ReadName]:
    """Yield each name of a field. Of one that is unclear, CSL has the whole text as a literal."""
    for name in split_name_list(value):
        if len(name) > _LONGEST:
            start = shorten(name[:_LONGEST], 60, placeholder=" …")
            yield ReadName({"literal": plain(name)}, _JOINED, start)
            continue
        if name.strip().lower() == "others":
            yield ReadName(_OTHERS)
            continue
        person, et_al = _ET_AL.subn("", name.strip())
        if et_al:  # it may have stood in the braces of the name
            person += "}" * (person.count("{") - person.count("}"))
        if person:
            read = _read(person)
            if read.unclear:
                read = read._replace(written=shorten(plain(person), 60, placeholder=" …"))
            yield read
        if et_al:
            yield ReadName(_OTHERS, _AND_OTHERS, shorten(plain(name), 60, placeholder=" …"))


def _read(name: str) -> ReadName:
    if inside := _within_braces(name):
        return ReadName({"literal": plain(name)}, _unclear_body(inside))
    parts = split_tex_string(name.strip('"'), ",")
    if all(found and found["part"].lower() in _PARTS for found in map(_PART.fullmatch, parts)):
        return _extended(name, parts)
    found = _WITHOUT_COMMA.fullmatch(plain(name)) if len(parts) == 1 else None
    if found and not is_suffix(found["given"]):
        must = (
            f'must have a comma behind the family name, like "{found["family"]}, {found["given"]}"'
        )
        return ReadName(_named(found["family"], found["given"]), must)
    unclear = _unclear_person(name, parts)
    csl = {"literal": plain(name)} if unclear else _person(name)
    return ReadName(csl, unclear)


def _within_braces(name: str) -> str:
    """What is in the braces around a whole name, one pair or more; empty if there are none."""
    depth = 0
    for place, sign in enumerate(name):
        depth += (sign == "{") - (sign == "}")
        if depth <= 0 and place < len(name) - 1:
            return ""
    inside = name[1:-1].strip() if name.endswith("}") and depth == 0 else ""
    return (inside and _within_braces(inside)) or inside


def _person(name: str) -> dict[str, str]:
    """A person by the rules of BibTeX, with the suffix wherever it stands."""
    name, own_letters = without_own_letters(name)
    if is_east_asian(name):
        family, _, given = name.partition(" ")
        return _named(family, given)
    try:
        person = Person(name)
    except PybtexError:  # such as one with too many commas
        return {"literal": plain(name)}
    family = plain(" ".join([*person.prelast_names, *person.last_names]))
    given = plain(" ".join([*person.first_names, *person.middle_names]))
    suffix = plain(" ".join(person.lineage_names))
    if suffix and is_suffix(given) and not is_suffix(suffix):
        given, suffix = suffix, given
    if not suffix and is_suffix(family) and " " in given:  # John Smith III
        given, _, last = given.rpartition(" ")
        family, suffix = last, family
    elif not suffix:
        family, suffix = parted_suffix(family)
    if not suffix:
        given, suffix = parted_suffix(given)
    return _named(family, f"{given} ({own_letters})" if own_letters and given else given, suffix)


def _named(family: str, given: str, suffix: str = "") -> dict[str, str]:
    named = {"family": family, "given": given, "suffix": suffix}
    return {part: text for part, text in named.items() if text}


def _extended(name: str, parts: list[str]) -> ReadName:
    """A name in BibLaTeX's form with named parts."""
    given = {
        found["part"].lower(): plain(found["value"].strip('"'))
        for found in map(_PART.fullmatch, parts)
        if found
    }
    family = " ".join(part for part in (given.get("prefix"), given.get("family")) if part)
    if not family:
        return ReadName({"literal": plain(name)}, "must have a part family")
    if set(given) == {"family"}:
        return ReadName({"literal": family})
    first = given.get("given") or given.get("given-i", "")
    return ReadName(_named(family, first, given.get("suffix", "")))


def _unclear_person(name: str, parts: list[str]) -> str:
    """Why a text outside braces may be no name of one person."""
    plain_parts = [plain(part) for part in parts]
    several = (
        len(parts) > 3
        or _SIGN_BETWEEN.search(name)
        or (len(parts) == 3 and not any(map(is_suffix, plain_parts[1:])))
        or (len(parts) == 2 and all(map(_WITH_INITIALS.fullmatch, plain_parts)))
    )
    if several:
        return _JOINED
    words = plain(name).split()
    if len(parts) == 1 and len(words) > 1 and _BODY.fullmatch(words[-1]):
        return f"must have a body in braces, like {{{plain(name)}}}"
    return ""


def _unclear_body(inside: str) -> str:
    """Why a text in braces may be a list of persons: no program parts it."""
    names = [plain(name) for name in split_name_list(inside)]
    people = all(_TURNED.fullmatch(name) or _INITIALS_FIRST.fullmatch(name) for name in names)
    with_commas = len(names) > 1 and all("," in name for name in names)
    if people or with_commas or ";" in inside:
        return "must be names without braces around them"
    return ""

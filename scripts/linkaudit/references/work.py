"""A work is what a reference stands for: two references may stand for the same one."""

from __future__ import annotations

import re
import unicodedata

from linkaudit.core.text import untagged
from linkaudit.references.bibliography import Reference
from linkaudit.references.identifiers import normal_doi

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

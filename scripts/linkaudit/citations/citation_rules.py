"""The rules of a manuscript.

In brackets, everything behind an @ is a citation. A bare @name may be a person on GitHub: it is
taken for a misspelt citation only if it looks like one, see `is_meant_as_citation`, or if the
manuscript is `bare`.
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from linkaudit.citations.library import LibraryEntry
from linkaudit.citations.mentions import CitekeyMention
from linkaudit.citations.texts import Manuscript, Text, is_cross_reference, is_identifier
from linkaudit.core.problem import Problem, in_order
from linkaudit.core.rule import Family, rule
from linkaudit.references.identifiers import doi_fault, normal_doi

# The citekey that a misspelt one is nearest to, found fast among thousands.

_LONGEST = 200  # of a key that is worth comparing
_CANDIDATES = 40


class Spelling:
    """The known citekeys, to be compared with one that is not known."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys: Mapping[str, str] = {key.lower(): key for key in keys if len(key) < _LONGEST}
        self._with: defaultdict[str, list[str]] = defaultdict(list)
        for key in self._keys:
            for piece in _pieces(key):
                self._with[piece].append(key)
        self._nearest: dict[str, str | None] = {}

    def nearest(self, wrong: str) -> str | None:
        """The known key most like the wrong one, whatever the case, or None if none is near."""
        wrong = wrong.lower()
        if wrong not in self._nearest:
            near = difflib.get_close_matches(wrong, self._candidates(wrong), n=1, cutoff=0.6)
            self._nearest[wrong] = self._keys[near[0]] if near else None
        return self._nearest[wrong]

    def is_slip(self, wrong: str) -> bool:
        """Whether a key with a digit is known but for one slip of the finger."""
        near = self.nearest(wrong) if any(c.isdigit() for c in wrong) else None
        if near is None:
            return False
        return difflib.SequenceMatcher(None, wrong.lower(), near.lower()).ratio() >= 0.85

    def _candidates(self, wrong: str) -> list[str]:
        """Keys that share a piece with the wrong one, those with the rarest piece first."""
        if len(wrong) >= _LONGEST:
            return []
        found: dict[str, None] = {}
        for piece in sorted(_pieces(wrong), key=lambda piece: len(self._with.get(piece, ()))):
            for key in self._with.get(piece, ())[:_CANDIDATES]:
                found[key] = None
            if len(found) >= _CANDIDATES:
                break
        return list(found)


def _pieces(key: str) -> set[str]:
    """Every three signs in a row; the ends of a key count as signs too."""
    marked = f"^{key}$"
    return {marked[start : start + 3] for start in range(len(marked) - 2)}


CITATIONS = Family[Manuscript]("citations")

_LONGEST_KEY = 200
# A family name and a year, as most citekeys have them: hayden2021, Smith_2019a, NICE:2016;
# or what is defined by the text itself in Manubot, @tag:deep-review.
_LIKE_A_CITEKEY = re.compile(r"[^\W\d_]{2}.*(?<!\d)(?:1[5-9]|20)\d\d(?!\d).*|(?:tag|raw):.+")


@rule(family=CITATIONS)
def unreadable(manuscript: Manuscript) -> Iterator[Problem]:
    """Bibliographies must be BibTeX or CSL that can be read, and texts must be UTF-8."""
    yield from manuscript.unreadable


@rule(family=CITATIONS, severity="warning")
def unclear_field(manuscript: Manuscript) -> Iterator[Problem]:
    """Names must be joined by "and", strings and parents defined, and commands of LaTeX known."""
    yield from manuscript.library.unclear


@rule(family=CITATIONS)
def undefined(manuscript: Manuscript) -> Iterator[Problem]:
    """Every citekey in the texts must be that of an entry in the bibliography."""
    library = manuscript.library
    if not library.entries and library.unreadable:
        return  # the bibliography is what is wrong, not each citation
    spelling = Spelling(library.by_key)
    for text in manuscript.texts:
        reported = set()
        for mention in text.citations.mentions:
            place = (mention.line, mention.key)
            if place in reported or not _is_unknown(manuscript, mention, spelling):
                continue
            reported.add(place)
            near = spelling.nearest(mention.key)
            hint = f'; did you mean "{near}"?' if near else ""
            message = f'"@{mention.key}" must be in the bibliography, is not{hint}'
            yield _in_text(text, mention.line, message, mention.key)


@rule(family=CITATIONS)
def unused(manuscript: Manuscript) -> Iterator[Problem]:
    """Every entry of the bibliography must be cited by a text."""
    if any(text.citations.cites_all for text in manuscript.texts):
        return
    cited = {
        entry.key
        for key in manuscript.used
        if (entry := manuscript.library.by_key.get(manuscript.identifiers.get(key, key)))
    }
    waiting = list(cited)
    while waiting:
        entry = manuscript.library.by_key[waiting.pop()]
        for parent in entry.parents:
            if parent in manuscript.library.by_key and parent not in cited:
                cited.add(parent)
                waiting.append(parent)
    for entry in manuscript.library.entries:
        if entry.is_work and entry.key not in cited:
            message = f'no text cites "{entry.key}"; cite it or delete it'
            yield _in_library(entry, entry.line, message, entry.key)


@rule(family=CITATIONS)
def duplicate_key(manuscript: Manuscript) -> Iterator[Problem]:
    """A citekey must be given to one entry only."""
    known: dict[str, LibraryEntry] = {}
    for entry in manuscript.library.entries:
        first = known.setdefault(entry.key, entry)
        if first is not entry:
            message = f'"{entry.key}" is the key of the entry in {_place(first, entry)} too'
            yield _in_library(entry, entry.line, message, entry.key)


@rule(family=CITATIONS)
def duplicate_doi(manuscript: Manuscript) -> Iterator[Problem]:
    """A work must stand in the bibliography once: a DOI under one key, or cited as @doi: only."""
    known: dict[str, LibraryEntry] = {}
    for entry in manuscript.library.entries:
        if not entry.doi:
            continue
        first = known.setdefault(normal_doi(entry.doi), entry)
        if first.key != entry.key:
            message = (
                f'"{entry.key}" has the DOI of "{first.key}" in {_place(first, entry)}: keep one'
            )
            yield _in_library(entry, entry.doi_line, message, entry.doi)
    reported = set()
    for text, line, doi in manuscript.dois():
        place = (text.name, normal_doi(doi))
        other = known.get(normal_doi(doi))
        if other is None or place in reported:
            continue
        if other.key in manuscript.used and not other.key.lower().startswith("doi:"):
            reported.add(place)
            message = f'this work is cited as "@{other.key}" too: keep one of the two'
            yield _in_text(text, line, message, doi)


@rule(family=CITATIONS)
def malformed_doi(manuscript: Manuscript) -> Iterator[Problem]:
    """A DOI must begin with 10. and stand without its web address."""
    for entry in manuscript.library.entries:
        fault = doi_fault(entry.doi) if entry.doi else None
        if fault:
            yield _in_library(entry, entry.doi_line, fault, entry.doi)
    for text, line, doi in manuscript.dois():
        fault = doi_fault(doi)
        if fault:
            yield _in_text(text, line, fault, doi)


def check_manuscript(manuscript: Manuscript) -> list[Problem]:
    """All problems of a manuscript, sorted."""
    return in_order(CITATIONS.check(manuscript))


def is_meant_as_citation(mention: CitekeyMention, spelling: Spelling) -> bool:
    """Whether an unknown key is a misspelt citation, not the name of a person or of code.

    It is in brackets; a bare one must have a name and a year in it, or be one slip away from
    a known key with a digit.
    """
    if mention.only_use or len(mention.key) > _LONGEST_KEY:
        return False
    return (
        mention.in_brackets
        or bool(_LIKE_A_CITEKEY.fullmatch(mention.key))
        or spelling.is_slip(mention.key)
    )


def _is_unknown(manuscript: Manuscript, mention: CitekeyMention, spelling: Spelling) -> bool:
    key = mention.key
    return not (
        key in manuscript.library.by_key
        or key in manuscript.aliases
        or key in manuscript.own
        or is_identifier(key)
        or is_cross_reference(key)
    ) and (is_meant_as_citation(mention, spelling) or (manuscript.bare and not mention.only_use))


def _place(first: LibraryEntry, other: LibraryEntry) -> str:
    return f"line {first.line}" if first.path == other.path else f"{first.path}:{first.line}"


def _in_text(text: Text, line: int, message: str, target: str) -> Problem:
    return Problem(text.name, line, message, page=text.name, target=target)


def _in_library(entry: LibraryEntry, line: int, message: str, target: str) -> Problem:
    return Problem(entry.path, line, message, page=entry.path, target=target)

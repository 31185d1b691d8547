"""A work is what a reference stands for: two references may stand for the same one."""

from __future__ import annotations

import re
import unicodedata

from guide.bibliography import Reference
from guide.identifiers import normal_doi

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
# Who registers nothing but preprints under these: medRxiv and bioRxiv (before 2025 with the
# journals of Cold Spring Harbor, which have letters after the slash), Research Square, SSRN,
# Preprints.org, OSF and its parts, ChemRxiv, Authorea, TechRxiv, arXiv, PeerJ Preprints.
_PREPRINT_DOI = re.compile(
    r"10\.1101/(?:\d{4}\.\d\d\.\d\d\.)?\d+|10\.(?:64898|21203/rs|2139/ssrn|20944/preprints"
    r"|31219|31222|31234|31235|31236|26434|22541|36227|48550/arxiv|7287/peerj\.preprints)\b"
)


def normal_title(title: str) -> str:
    """A title as it is compared with another: letters and digits, in lower case, no accents."""
    plain = unicodedata.normalize("NFKD", _TAG.sub("", title))
    return "".join(c for c in plain.casefold() if c.isalnum())


def same_work(one: Reference, other: Reference) -> str | None:
    """Why two references are of one work, like `the same DOI`, or None if they are not.

    The same title in the same year is one work, unless other people wrote it or one of the two
    is the preprint of the other.
    """
    if _agree(normal_doi(one.text("DOI")), normal_doi(other.text("DOI"))):
        return "the same DOI"
    for name in ("PMID", "PMCID"):
        if _agree(one.text(name), other.text(name)):
            return f"the same {name}"
    if is_preprint(one) != is_preprint(other) or one.year is None or one.year != other.year:
        return None
    if _agree(normal_title(one.text("title")), normal_title(other.text("title"))):
        authors = [_first_author(one), _first_author(other)]
        return "the same title and year" if "" in authors or len(set(authors)) == 1 else None
    return None


def is_preprint(reference: Reference) -> bool:
    """Whether a reference says, by DOI, type or genre, that nobody has reviewed the work yet."""
    return (
        reference.text("type") == "article"
        or "preprint" in reference.text("genre").lower()
        or bool(_PREPRINT_DOI.match(normal_doi(reference.text("DOI"))))
    )


def _agree(one: str, other: str) -> bool:
    return bool(one) and one == other


def _first_author(reference: Reference) -> str:
    author = next(iter(reference.authors), {})
    return normal_title(str(author.get("family") or author.get("literal") or ""))

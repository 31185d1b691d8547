"""The works behind the references: each once, published, current, and fit for a health claim."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from guide.bibliography import Reference
from guide.checks.references import checked_on, entries, problem_of
from guide.content import Guide
from guide.identifiers import normal_doi
from guide.problems import Problem
from guide.work import Works, is_preprint, normal_title

GUIDELINES = ("guideline", "international-guideline")
YEARS_A_GUIDELINE_LASTS, YEARS_A_CHECK_LASTS = 5, 3
# What custom.to_check says of a guideline as long as nobody has looked.
STILL_CURRENT = "still current"
# What may say anything: it is read as a view, or tells where to get help.
_NO_CLAIM = ("expert", "service")
_WEAK_TYPES = ("article-newspaper", "post", "post-weblog")
_WEAK_PART = re.compile(r"blogs?|news|magazines?|weblogs?")
_WEAK_HOST = re.compile(
    r"(?:^|\.)(?:(?:blogs?|news|magazine|forums?)\..+|.*\.(?:blogspot|substack|wordpress|tumblr)"
    r"\.com|(?:medium|lifehack|huffpost|huffingtonpost|nytimes|forbes|reddit|quora|facebook)"
    r"\.(?:com|org|co\.uk)|(?:dailymail|telegraph|mirror|express|independent|thesun|thetimes)"
    r"\.co\.uk|theguardian\.com)$"
)
# Whose bulletins are advice, not journalism, though CSL has no better type for them.
_OFFICIAL_HOST = re.compile(
    r"(?:^|\.)(?:gov\.(?:uk|scot|wales)|nhs\.(?:uk|net|scot|wales)|hscni\.net|nice\.org\.uk"
    r"|sign\.ac\.uk|who\.int|cdc\.gov|nih\.gov|europa\.eu)$"
)


def duplicate_work(guide: Guide, today: date) -> Iterator[Problem]:
    """A work must have one reference only: one DOI, one PMID, one title in one year."""
    known = Works()
    for reference in guide.bibliography:
        if same := known.first_same(reference):
            earlier, reason = same
            message = (
                f'"{reference.key}" is the work of "{earlier.key}" in line {earlier.line}: '
                f"{reason}; keep one"
            )
            yield problem_of(guide, reference, "duplicate-work", message)
        known.add(reference)


def known_preprint(guide: Guide, today: date) -> Iterator[Problem]:
    """A preprint must give way to the published work, once there is one.

    It is known if an entry has the same title, or if custom.published_as holds its DOI.
    """
    works = entries(guide)
    published = {normal_title(w.text("title")): w for w in works if not is_preprint(w)}
    for reference in works:
        if is_preprint(reference):
            other = published.get(normal_title(reference.text("title")))
            named = other.key if other else reference.custom.get("published_as")
            if named and normal_doi(str(named)) != normal_doi(reference.text("DOI")):
                message = f'"{reference.key}" is a preprint: cite what was published, "{named}"'
                yield problem_of(guide, reference, "known-preprint", message)


def stale_guideline(guide: Guide, today: date) -> Iterator[Problem]:
    """A guideline of more than 5 years ago must say when a person found it still current.

    `custom.checked: 2026-11-22` is the day, and holds for 3 years. Until somebody has looked,
    custom.to_check says "whether it is still current".
    """
    for reference in entries(guide):
        if reference.custom.get("evidence") not in GUIDELINES:
            continue
        issued = reference.date("issued")
        if not issued or not _is_older(issued, YEARS_A_GUIDELINE_LASTS, today):
            continue
        checked = checked_on(reference)
        said_so = STILL_CURRENT in reference.to_check
        when = "-".join(map(str, issued))
        if checked is None and not said_so:
            message = (
                f'"{reference.key}" is of {when}: look whether it is {STILL_CURRENT}, and write '
                f"the day in custom.checked, like checked: {today}"
            )
        elif checked and _is_older(_parts(checked), YEARS_A_CHECK_LASTS, today):
            message = (
                f'"{reference.key}" is of {when} and was last checked on {checked}: '
                f"look again whether it is {STILL_CURRENT}"
            )
        else:
            continue
        yield problem_of(guide, reference, "stale-guideline", message)


def weak_source(guide: Guide, today: date) -> Iterator[Problem]:
    """A claim about health must not rest on a blog, a newspaper or a magazine.

    They may be cited as an expert's view or for a service, with custom.evidence to say so.
    """
    for reference in entries(guide):
        kind = _weak_kind(reference)
        if kind and reference.custom.get("evidence") not in _NO_CLAIM:
            message = f"{kind} is no source for a claim about health: cite the study behind it"
            yield problem_of(guide, reference, "weak-source", message)


def _weak_kind(reference: Reference) -> str:
    """What makes a reference a blog, a news page or a magazine, or nothing if it is none."""
    kind, url = reference.text("type"), reference.text("URL")
    if kind in _WEAK_TYPES:
        return f'what has the type "{kind}"'
    if any(reference.text(name) for name in ("DOI", "PMID", "PMCID", "ISBN")):
        return ""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    if kind == "article-magazine" and not _OFFICIAL_HOST.search(host):
        return f'what has the type "{kind}"'
    folders = parts.path.lower().split("/")
    if _WEAK_HOST.search(host) or any(_WEAK_PART.fullmatch(folder) for folder in folders):
        return f'"{url}"'
    return ""


def _is_older(parts: tuple[int, ...], years: int, today: date) -> bool:
    """Whether a date lies more than so many years back, however its unknown parts are taken."""
    year, *rest = (*parts, *(12, 31)[len(parts) - 1 :])
    return (year + years, *rest) < _parts(today)


def _parts(day: date) -> tuple[int, ...]:
    return day.year, day.month, day.day

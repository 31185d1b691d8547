"""The front matter of pages: what each must state about itself, and which rules it may waive."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from linkaudit.core import yaml_lines
from linkaudit.core.problem import Problem, did_you_mean
from linkaudit.core.rule import registered, rule

from guide.content.guide import Guide
from guide.content.markdown_text import scan
from guide.content.page import Page
from guide.edition.own_content import unreadable_passages
from guide.markdown.anchors import anchors
from guide.rules.families import CONTENT, DATED_CONTENT, WAIVERS, CheckedGuide, GuideOnDay

# The front matter contract: what every page states about itself.

# In the order in which pages give them.
CONTRACT = ("title", "description", "main_message", "last_reviewed", "next_review", "status")
OWN_CONTRACT = ("title",)
OPTIONAL = ("leaflet", "myth", "myths", "robots", "search", "search_words", "tiles", "waivers")
# Lengths in characters: a heading and a search result that are not cut off,
# and a main message that is whole on the first screen of a phone of 360 by 640 pixels.
LENGTHS = {
    "title": (3, 65),
    "description": (50, 160),
    "main_message": (20, 220),
    "myth": (10, 80),
}
# What an entry of `myths` says, in characters; beside them, `at` may name a heading of the page.
MYTH = {"myth": LENGTHS["myth"], "fact": (10, 80)}
# What an entry of `tiles` says, on the home page alone: the page of a card, and its symbol.
HOME = PurePosixPath("index.md")
TILE = ("page", "symbol")
# Whether a page is checked says approvals.yml, bound to its words: front matter may claim nothing.
STATUSES = ("draft",)
MOST_MONTHS_BETWEEN_REVIEWS = 36


@rule(family=CONTENT)
def unreadable(guide: Guide) -> Iterator[Problem]:
    """Every file must be UTF-8 text, with front matter and data in YAML, and no page too large.

    A page may have 200,000 letters in 20,000 lines, a paragraph 20,000, a line 5,000.
    """
    yield from guide.unreadable
    yield from guide.bibliography.unreadable
    yield from guide.word_lists.unreadable
    yield from guide.routines.unreadable
    yield from guide.treatments.unreadable
    yield from guide.numbers.unreadable
    yield from guide.poses.unreadable
    yield from guide.proof.unreadable
    yield from guide.moved.unreadable
    yield from guide.search_words.unreadable
    yield from guide.kinds.unreadable
    yield from unreadable_passages(guide.docs)


@rule(family=CONTENT)
def missing_front_matter(guide: Guide) -> Iterator[Problem]:
    """Every page must give title, description, main_message, last_reviewed, next_review, status.

    A clinic's own page must give a title.
    """
    unread = {problem.path for problem in guide.unreadable}
    for page in guide.pages:
        needed = OWN_CONTRACT if guide.is_own(page) else CONTRACT
        missing = [key for key in needed if page.meta.get(key) in (None, "")]
        if missing and guide.name_of(page.path) not in unread:
            message = f"front matter must give {', '.join(missing)}"
            yield _problem(guide, page, message, target=missing[0])


@rule(family=CONTENT)
def unknown_front_matter(guide: Guide) -> Iterator[Problem]:
    """Front matter must have no key that nothing reads."""
    known = (*CONTRACT, *OPTIONAL)
    for page in guide.pages:
        for key in page.meta:
            if key not in known:
                message = f'nothing reads "{key}"{did_you_mean(key, known)}'
                yield _problem(guide, page, message, key)


@rule(family=CONTENT)
def front_matter_length(guide: Guide) -> Iterator[Problem]:
    """Title 3 to 65 characters, description 50 to 160, main message 20 to 220, myth 10 to 80."""
    for page in guide.pages:
        for key, (least, most) in LENGTHS.items():
            value = page.meta.get(key)
            # What every page must give is reported by another rule if it is not there.
            if key not in page.meta or (key in CONTRACT and value in (None, "")):
                continue
            if message := _wrong_length(key, value, least, most):
                yield _problem(guide, page, message, key)


@rule(family=CONTENT)
def wrong_leaflet(guide: Guide) -> Iterator[Problem]:
    """`leaflet: true` makes a leaflet of a clinic's own page; mkdocs.yml lists the guide's."""
    for page in guide.pages:
        if "leaflet" not in page.meta:
            continue
        if not guide.is_own(page):
            message = (
                "leaflet is for a clinic's own pages: list this one in mkdocs.yml, at leaflets"
            )
            yield _problem(guide, page, message, "leaflet")
        elif not isinstance(page.meta["leaflet"], bool):
            message = f'leaflet must be true or false, is "{page.meta["leaflet"]}"'
            yield _problem(guide, page, message, "leaflet")


@rule(family=CONTENT)
def wrong_myths(guide: Guide) -> Iterator[Problem]:
    """Each entry of `myths` must say a myth and its fact, both of 10 to 80 characters.

    A page may tell several: `myths: [{myth: Discs slip, fact: Discs cannot slip, at: discs}]`.
    """
    for page in guide.pages:
        given = page.meta.get("myths")
        if "myths" in page.meta and not (isinstance(given, list) and given):
            message = f"myths must be a list like - {{myth: …, fact: …}}, is {given!r}"
            yield _problem(guide, page, message, "myths")
        for line, entry in _myths(page):
            for message in _wrong_in_myth(entry):
                yield guide.problem(page, line, message)


@rule(family=CONTENT)
def wrong_tiles(guide: Guide) -> Iterator[Problem]:
    """Each entry of `tiles` of index.md must name the page that a card leads to, and a symbol.

    `tiles: [{page: scans.md, symbol: flash}]` puts the symbol on the card that leads to scans.md.
    """
    paths = [str(page.path) for page in guide.pages]
    for page in guide.pages:
        if "tiles" not in page.meta:
            continue
        if page.path != HOME:
            yield _problem(guide, page, f"only {HOME} has tiles", "tiles")
            continue
        if not tiles_of(page):
            message = (
                f"tiles must be a list like - {{page: …, symbol: …}}, is {page.meta['tiles']!r}"
            )
            yield _problem(guide, page, message, "tiles")
        for line, tile in tiles_of(page):
            for message in _wrong_in_tile(tile, page, paths):
                yield guide.problem(page, line, message)


def _wrong_in_tile(tile: Any, page: Page, paths: list[str]) -> Iterator[str]:
    if not isinstance(tile, dict):
        yield f"an entry of tiles must be {{page: …, symbol: …}}, is {tile!r}"
        return
    for key in tile:
        if key not in TILE:
            yield f'nothing reads "{key}" in an entry of tiles{did_you_mean(key, TILE)}'
    for key in TILE:
        if key not in tile:
            yield f"an entry of tiles must give {key}"
        elif not isinstance(tile[key], str):
            yield f"{key} must be text, is {tile[key]!r}"
    to = tile.get("page")
    if isinstance(to, str) and to not in paths:
        yield f'"{to}" is no page of the guide{did_you_mean(to, paths)}'
    elif isinstance(to, str) and f"]({to})" not in page.body:
        yield f'no card of this page leads to "{to}"'


def tiles_of(page: Page) -> list[tuple[int, Any]]:
    """Each entry of `tiles`, with its line; none if they are no list."""
    return _entries(page, "tiles")


def _entries(page: Page, key: str) -> list[tuple[int, Any]]:
    given = page.meta.get(key)
    if not isinstance(given, yaml_lines.Sequence):
        return []
    # The front matter begins in the second line of its file.
    return [(line + 1, entry) for line, entry in zip(given.lines, given, strict=True)]


def _myths(page: Page) -> list[tuple[int, Any]]:
    """Each entry of `myths`, with its line."""
    return _entries(page, "myths")


def _wrong_in_myth(entry: Any) -> Iterator[str]:
    if not isinstance(entry, dict):
        yield f"an entry of myths must be {{myth: …, fact: …}}, is {entry!r}"
        return
    known = (*MYTH, "at")
    for key in entry:
        if key not in known:
            yield f'nothing reads "{key}" in an entry of myths{did_you_mean(key, known)}'
    for key, (least, most) in MYTH.items():
        if key not in entry:
            yield f"an entry of myths must give {key}"
        elif message := _wrong_length(key, entry[key], least, most):
            yield message
    if not isinstance(entry.get("at", ""), str):
        yield f"at must be text, is {entry['at']!r}"


@rule(family=CONTENT)
def myth_place(guide: Guide) -> Iterator[Problem]:
    """The heading that an entry of `myths` names in `at` must stand on its page."""
    for page in guide.pages:
        named = [(line, m["at"]) for line, m in _myths(page) if isinstance(m, dict) and "at" in m]
        found = anchors(guide.text_of(page), guide.ui) if named else {}
        for line, at in named:
            if isinstance(at, str) and at not in found:
                message = f'there is no heading "#{at}" on this page{did_you_mean(at, found)}'
                yield guide.problem(page, line, message, f"{page.path}#{at}")


@rule(family=CONTENT)
def duplicate_title(guide: Guide) -> Iterator[Problem]:
    """No two pages may have the same title."""
    first: dict[str, Page] = {}
    for page in guide.pages:
        if "title" not in page.meta:
            continue
        other = first.setdefault(page.title.casefold(), page)
        if other is not page:
            message = f'"{page.title}" is the title of {guide.name_of(other.path)} too'
            yield _problem(guide, page, message, "title")


@rule(family=CONTENT)
def title_in_text(guide: Guide) -> Iterator[Problem]:
    """The text must begin with ##: the title stands in the front matter."""
    for page in guide.files:
        for line in scan(page.body):
            if line.is_heading and line.level == 1:
                message = f'must have two signs or more, is "{line.text.strip()}"'
                yield guide.problem(page, page.line_of(line.number), message)


@rule(family=CONTENT)
def wrong_status(guide: Guide) -> Iterator[Problem]:
    """status must be draft: who has checked a page stands in approvals.yml, with its words."""
    for page in guide.pages:
        status = page.meta.get("status")
        if status not in (None, "", *STATUSES):
            message = f'status must be draft: guide approve records who has checked, is "{status}"'
            yield _problem(guide, page, message, "status")


@rule(family=DATED_CONTENT)
def wrong_review_date(on_day: GuideOnDay) -> Iterator[Problem]:
    """last_reviewed must not lie ahead; next_review must follow it within 36 months."""
    guide, today = on_day
    for page in guide.pages:
        last, following = page.meta.get("last_reviewed"), page.meta.get("next_review")
        for key, value in (("last_reviewed", last), ("next_review", following)):
            if value not in (None, "") and type(value) is not date:
                message = f'{key} must be a date like 2026-11-22, is "{value}"'
                yield _problem(guide, page, message, key)
        if type(last) is date and last > today:
            message = f"last_reviewed must not be after today, {today}, is {last}"
            yield _problem(guide, page, message, "last_reviewed")
        if type(last) is not date or type(following) is not date:
            continue
        latest = _months_after(last, MOST_MONTHS_BETWEEN_REVIEWS)
        if not last < following <= latest:
            message = f"next_review must be after {last} and not after {latest}, is {following}"
            yield _problem(guide, page, message, "next_review")


@rule(family=DATED_CONTENT, severity="warning", clock=True)
def overdue_review(on_day: GuideOnDay) -> Iterator[Problem]:
    """A page must be reviewed again by the date that next_review gives."""
    guide, today = on_day
    for page in guide.pages:
        following = page.meta.get("next_review")
        if type(following) is date and following < today:
            days = (today - following).days
            ago = "1 day ago" if days == 1 else f"{days} days ago"
            message = f"the review was due on {following}, {ago}"
            yield _problem(guide, page, message, "next_review")


def _wrong_length(key: str, value: object, least: int, most: int) -> str:
    """What is wrong with a text that must have so many characters, or nothing."""
    if not isinstance(value, str):
        return f"{key} must be text, is {value!r}"
    if not least <= len(value) <= most:
        return f"{key} must have {least} to {most} characters, has {len(value)}"
    return ""


def _months_after(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    if day.year + years > date.max.year:
        return date.max
    for last in (day.day, 30, 29, 28):  # 31 August and six months is 28 or 29 February
        try:
            return date(day.year + years, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def _problem(
    guide: Guide, page: Page, message: str, key: str = "", target: str | None = None
) -> Problem:
    """A problem at the line of a key of the front matter."""
    return guide.problem(page, page.meta_lines.get(key, 1), message, target or key or None)


def waivable() -> list[str]:
    """The names of the rules that a page may waive: whether words are plain is a judgement."""
    return [rule.name for rule in registered() if rule.waivable]


def waived(guide: Guide) -> set[tuple[str, str]]:
    """The file and the rule of each waiver that holds."""
    may_be = waivable()
    return {
        (guide.name_of(page.path), name)
        for page in guide.files
        for name, reason in page.waivers.items()
        if name in may_be and reason and isinstance(reason, str)
    }


@rule(family=WAIVERS)
def unneeded_waiver(checked: CheckedGuide) -> Iterator[Problem]:
    """A waiver must name a rule that may be waived, give a reason, and still be needed.

    `waivers: {uncited-claim: why it is right here}` in the front matter of a page.
    """
    guide, found = checked
    broken = {(problem.path, problem.rule) for problem in found}
    may_be = waivable()
    for page in guide.files:
        path, line = guide.name_of(page.path), page.meta_lines.get("waivers", 1)
        given = page.meta.get("waivers", {})
        if not isinstance(given, dict):
            message = f"waivers must map a rule to a reason, is {given!r}"
            yield guide.problem(page, line, message)
        for name, reason in page.waivers.items():
            if name not in may_be:
                message = f'"{name}" cannot be waived{did_you_mean(name, may_be)}'
            elif not isinstance(reason, str) or not reason.strip():
                message = f'the waiver of "{name}" must give a reason, is {reason!r}'
            elif (path, name) not in broken:
                message = f'"{name}" is waived but no longer broken here; delete the waiver'
            else:
                continue
            yield guide.problem(page, line, message, name)

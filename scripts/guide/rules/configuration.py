"""An edition: what a clinic may set, and whether what it says about itself is right."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from linkaudit.core.problem import Problem, did_you_mean
from linkaudit.core.rule import rule

from guide.content.approvals import FILE as APPROVALS
from guide.content.approvals import Approvals
from guide.content.guide import PARTS, Guide, markdown_files
from guide.content.page import read_page
from guide.edition import settings
from guide.edition.clinic import CONTACT, LIKE
from guide.edition.edition import OWN_NUMBERS, Edition
from guide.edition.nations import FILE as NATIONS
from guide.edition.nations import NAMES, NO_FACTS, OTHER, OWN
from guide.edition.nav import reading_order
from guide.print.editions import ALL, EDITIONS, no_edition
from guide.rules.families import DATED_EDITION, EDITION, RENDERED, EditionOnDay, RenderedEdition
from guide.rules.front_matter import HOME, tiles_of

# A date has no zone: who signs after midnight in summer is a day ahead of a clock in UTC.
_OF_TIME_ZONES = timedelta(days=1)


@rule(family=EDITION)
def refused_tag(edition: Edition) -> Iterator[Problem]:
    """Settings must be plain values; only mkdocs.yml may say `!ENV`, and take only SITE_URL."""
    yield from _faults(edition, refused_tag.name)


@rule(family=EDITION)
def missing_inherit(edition: Edition) -> Iterator[Problem]:
    """A clinic's file must begin with INHERIT: mkdocs.yml, to have the guide's own settings."""
    yield from _faults(edition, missing_inherit.name)


@rule(family=EDITION)
def refused_edition_setting(edition: Edition) -> Iterator[Problem]:
    """A clinic's file may set names, addresses, logo and extra; all else is the guide's own.

    No file may change or silence the draft notice.
    """
    yield from _faults(edition, refused_edition_setting.name)


@rule(family=EDITION)
def wrong_setting(edition: Edition) -> Iterator[Problem]:
    """Names must be text, and site_url the address of a folder."""
    yield from _faults(edition, wrong_setting.name)


@rule(family=EDITION, severity="warning")
def overridden_site_url(edition: Edition) -> Iterator[Problem]:
    """site_url should be where the site is published; SITE_URL, which says so, wins. It is told."""
    published = os.environ.get("SITE_URL", "") and str(edition.config.site_url)
    for file in edition.files:
        written = file.said.get("site_url")
        if not (published and file.is_edition and isinstance(written, str)):
            continue
        if written.rstrip("/").lower() != published.rstrip("/").lower():
            message = (
                f'"{written}" is not where this is published: SITE_URL says "{published}", '
                "which is used; delete site_url, or make its host your own domain in Settings, "
                "Pages"
            )
            yield file.problem("site_url", message)


@rule(family=EDITION)
def unknown_clinic_key(edition: Edition) -> Iterator[Problem]:
    """extra.clinic must have no key that nothing reads."""
    yield from _faults(edition, unknown_clinic_key.name)


@rule(family=EDITION)
def wrong_clinic_value(edition: Edition) -> Iterator[Problem]:
    """Phone, e-mail, addresses and lists of extra.clinic must have their form."""
    yield from _faults(edition, wrong_clinic_value.name)
    contact = next((key for key in CONTACT if getattr(edition.clinic, key)), None)
    name = "extra.clinic.name"
    if contact and not edition.clinic.name and not _is_wrong(edition, name):
        message = f"name must be given: without it no patient is told your {contact}"
        yield edition.problem(name, message.replace("_", " "))


@rule(family=EDITION)
def low_contrast_colour(edition: Edition) -> Iterator[Problem]:
    """The clinic's colour must have a contrast of 4.5 to 1 with every light surface."""
    yield from _faults(edition, low_contrast_colour.name)


@rule(family=EDITION)
def missing_nation(edition: Edition) -> Iterator[Problem]:
    """A clinic must name its nation, whose numbers and law its patients get; `other` gives its own.

    The nations are england, scotland, wales, northern-ireland, ireland and other.
    """
    clinic, key = edition.clinic, "extra.clinic.nation"
    if clinic.name and not clinic.nation and not _is_wrong(edition, key):
        message = f"nation must be given, as patients get its numbers and law: {', '.join(NAMES)}"
        yield edition.problem(key, message)
    own = OWN_NUMBERS
    is_wrong = any((problem.target or "").startswith(own) for problem in edition.faults)
    if clinic.nation == OTHER and not (clinic.numbers or is_wrong or _is_wrong(edition, own)):
        message = f"numbers must be given with nation: {OTHER}, like {LIKE['numbers']}"
        yield edition.problem(own, message)
    if clinic.numbers and clinic.nation != OTHER and not _is_wrong(edition, key):
        message = f"numbers may be given only with nation: {OTHER}: the guide has those of a nation"
        yield edition.problem(own, message)


@rule(family=EDITION)
def unverified_fact(edition: Edition) -> Iterator[Problem]:
    """What patients of a nation are told must be verified, and a number in full.

    A number is verified on the page of whoever answers it, and not in a copy.
    """
    nation, own = edition.nation, OWN if edition.clinic.numbers else ()
    file = f"{edition.docs.name}/{NATIONS}"
    is_told = edition.clinic.nation != OTHER or edition.clinic.numbers
    for key, fact in nation.facts.items() if is_told else ():
        if key in own or fact.verified in ("full", "ours"):
            continue
        if fact.verified == "part" and not fact.has_number:
            continue
        name, line = f"{nation.name}.{key}", nation.lines[key]
        how = "not at all" if fact.verified == "none" else "only in part"
        message = f'{name} must be verified before patients are told "{fact.says}", is {how}'
        yield Problem(file, line, message, target=name)


@rule(family=EDITION)
def forged_approval(edition: Edition) -> Iterator[Problem]:
    """A record of approvals.yml must be as `guide approve` wrote it, with the digest of itself."""
    if (edition.folder / APPROVALS).is_file():
        guide = Guide.of(edition)
        yield from Approvals.load(edition.folder, guide).problems


@rule(family=DATED_EDITION)
def future_approval(on_day: EditionOnDay) -> Iterator[Problem]:
    """A record of approvals.yml must not be signed after today, but for the day of time zones."""
    edition, today = on_day
    if (edition.folder / APPROVALS).is_file():
        guide = Guide.of(edition)
        for record in Approvals.load(edition.folder, guide).records:
            if record.signed > today + _OF_TIME_ZONES:
                message = (
                    f'"{record.name}" must have signed by today, {today}, and has on '
                    f"{record.signed}: take the record out, and sign anew: guide approve"
                )
                line = record.line_of("signed")
                yield Problem(APPROVALS, line, message, target=record.name)


@rule(family=EDITION)
def unsigned_nation(edition: Edition) -> Iterator[Problem]:
    """The words for `nation: other` must be signed as a whole: nobody of ours knows its law."""
    if edition.clinic.nation == OTHER and edition.clinic.numbers:
        guide = Guide.of(edition)
        checked = Approvals.load(edition.folder, guide).checked
        missing = [path for path in guide.by_path if path not in checked]
        if missing:
            message = (
                f"nation: {OTHER} needs the signature of a clinician for every page, "
                f"{len(missing)} of {len(guide.pages)} have none: guide approve --all"
            )
            yield edition.problem("extra.clinic.nation", message)


@rule(family=EDITION)
def unknown_urgent_page(edition: Edition) -> Iterator[Problem]:
    """extra.urgent_page must be a page: the templates lead to it from every page."""
    given = edition.config.extra.get("urgent_page")
    pages = [str(path) for path in markdown_files(edition.docs) if path.parts[0] != PARTS]
    if given is not None and given not in pages:
        message = f'"{given}" is no page of the guide{did_you_mean(str(given), pages)}'
        yield edition.problem("extra.urgent_page", message)


# What other pages templates lead to.
LINKED = ("about", "references", "topics", "print")


@rule(family=EDITION)
def unknown_linked_page(edition: Edition) -> Iterator[Problem]:
    """extra.pages must name pages, by what they are: about, references, topics, print."""
    given = edition.config.extra.get("pages", {})
    if not isinstance(given, dict):
        message = f"must hold keys and values, such as {{about: about.md}}, is {given!r}"
        yield edition.problem("extra.pages", message)
        return
    pages = [str(path) for path in markdown_files(edition.docs) if path.parts[0] != PARTS]
    for key, page in given.items():
        if key not in LINKED:
            message = f'nothing leads to "{key}"{did_you_mean(str(key), LINKED)}'
        elif page not in pages:
            message = f'"{page}" is no page of the guide{did_you_mean(str(page), pages)}'
        else:
            continue
        yield edition.problem(f"extra.pages.{key}", message)


@rule(family=EDITION)
def unknown_symbol(edition: Edition) -> Iterator[Problem]:
    """A symbol of `tiles` and of extra.kinds must be an icon of the theme; without it is none."""
    folders = [Path(folder) / ".icons/material" for folder in edition.config.theme.dirs]
    known = {file.stem for folder in folders for file in folder.glob("*.svg")}
    if not known:
        return
    kinds = edition.config.extra.get("kinds")
    for place, kind in enumerate(kinds if isinstance(kinds, list) else []):
        symbol = kind.get("symbol") if isinstance(kind, dict) else None
        if symbol not in known:
            yield edition.problem(f"extra.kinds.{place}.symbol", _no_icon(symbol, known))
    if not (edition.docs / HOME).is_file():
        return
    # What cannot be read, the rules of words report.
    home = read_page(edition.docs, HOME, [], NO_FACTS)
    for line, tile in tiles_of(home):
        symbol = tile.get("symbol") if isinstance(tile, dict) else None
        if isinstance(symbol, str) and symbol not in known:
            yield Problem(f"{edition.docs.name}/{HOME}", line, _no_icon(symbol, known))


def _no_icon(symbol: object, known: set[str]) -> str:
    return f'"{symbol}" is no icon of Material Design{did_you_mean(str(symbol), known)}'


@rule(family=EDITION)
def unknown_print_part(edition: Edition) -> Iterator[Problem]:
    """extra.booklet and extra.leaflets must list sections or pages of the nav."""
    known = [part for pair in reading_order(edition.config.nav or []) for part in pair if part]
    for key in ("extra.booklet", "extra.leaflets"):
        for place, part in _listed(edition, key):
            if isinstance(part, Problem):
                yield part
            elif part not in known:
                hint = did_you_mean(part, known)
                message = f'"{part}" is no section and no page of nav{hint}'
                yield edition.problem(place, message)


@rule(family=EDITION)
def unknown_print_edition(edition: Edition) -> Iterator[Problem]:
    """extra.print must list editions that can be printed, or say `all`."""
    if edition.config.extra.get("print") == ALL:
        return
    for place, name in _listed(edition, "extra.print"):
        if isinstance(name, Problem):
            yield name
        elif name not in EDITIONS:
            yield edition.problem(place, no_edition(name))


@rule(family=EDITION)
def unknown_leaflet(edition: Edition) -> Iterator[Problem]:
    """A code of extra.clinic.leaflet_code must be that of a page or of an edition for paper."""
    codes = edition.clinic.leaflet_code
    for name in codes if isinstance(codes, dict) else ():
        if name not in EDITIONS and not (edition.docs / name).is_file():
            pages = (p.relative_to(edition.docs).as_posix() for p in edition.docs.rglob("*.md"))
            message = f'there is no page "{name}"{did_you_mean(name, (*EDITIONS, *pages))}'
            key = f"extra.clinic.leaflet_code.{name}"
            yield edition.problem(key, message)


@rule(family=RENDERED)
def engine_warning(rendered: RenderedEdition) -> Iterator[Problem]:
    """MkDocs must have nothing to warn of."""
    for warning in rendered.warnings:
        yield Problem(rendered.edition.path.name, 1, warning)


def _listed(edition: Edition, key: str) -> Iterator[tuple[str, str | Problem]]:
    """Yield the place and the text of each item of a list, or a problem if it is none."""
    chosen = edition.config.extra.get(key.removeprefix("extra."))
    if chosen is not None and not isinstance(chosen, list):
        message = f'must be a list: one line each, after a dash; is "{chosen}"'
        yield key, edition.problem(key, message)
        return
    for number, item in enumerate(chosen or ()):
        place = f"{key}.{number}"
        if isinstance(item, str):
            yield place, item
        else:
            message = f"must be a name alone, such as {next(iter(EDITIONS))}, without brackets"
            yield place, edition.problem(place, message)


def _is_wrong(edition: Edition, key: str) -> bool:
    return bool({problem.target for problem in edition.faults} & {*settings.around(key)})


def _faults(edition: Edition, rule: str) -> Iterator[Problem]:
    yield from (problem for problem in edition.faults if problem.rule == rule)

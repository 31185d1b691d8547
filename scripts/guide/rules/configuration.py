"""An edition: what a clinic may set, and whether what it says about itself is right."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from linkaudit.core.problem import Problem, did_you_mean
from linkaudit.core.rule import rule
from mkdocs.utils import markdown_extensions

from guide.content import picture_files
from guide.content.approvals import FILE as APPROVALS
from guide.content.approvals import Approvals
from guide.content.guide import PARTS, Guide, markdown_files
from guide.content.navigation import reading_order
from guide.content.page import read_page
from guide.edition import settings
from guide.edition.clinic import CONTACT, LIKE
from guide.edition.edition import OWN_NUMBERS, Edition
from guide.edition.nations import FILE as NATIONS
from guide.edition.nations import NAMES, NO_FACTS, OTHER, OWN
from guide.print.editions import EDITIONS, no_edition
from guide.publish.budget import KB, in_kb, zipped
from guide.publish.site_folder import not_built
from guide.rules.families import EDITION, RENDERED, RenderedEdition
from guide.rules.front_matter import HOME, tiles_of

_LIGHT_LOGO = 10 * KB  # as sent: about as much as a page
# A backslash parts folders for who unpacks an archive elsewhere.
_ODD_NAME = re.compile(r"[\\\x00-\x1f\x7f]")
_PAGE = ".md"
# Bytes. The name of what is made of a file is longer, and file systems end at 255.
_LONGEST_NAME = 200


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
        guide = Guide.load(edition.docs, edition.nation)
        yield from Approvals.load(edition.folder, guide).problems


@rule(family=EDITION)
def unsigned_nation(edition: Edition) -> Iterator[Problem]:
    """The words for `nation: other` must be signed as a whole: nobody of ours knows its law."""
    if edition.clinic.nation == OTHER and edition.clinic.numbers:
        guide = Guide.load(edition.docs, edition.nation)
        checked = Approvals.load(edition.folder, guide).checked
        missing = [path for path in guide.by_path if path not in checked]
        if missing:
            message = (
                f"nation: {OTHER} needs the signature of a clinician for every page, "
                f"{len(missing)} of {len(guide.pages)} have none: guide approve --all"
            )
            yield edition.problem("extra.clinic.nation", message)


@rule(family=EDITION)
def missing_logo(edition: Edition) -> Iterator[Problem]:
    """The clinic's logo, and its icon, must be pictures below docs/assets."""
    for key, name in edition.logos.items():
        if (
            not name.startswith("assets/")
            or ".." in name
            or not name.lower().endswith(picture_files.ENDINGS)
        ):
            message = f'must be like assets/clinic/logo.svg (or .png, .jpg, .webp), is "{name}"'
            yield edition.problem(key, message)
        elif not (edition.docs / name).is_file():
            images = (
                p.relative_to(edition.docs).as_posix() for p in edition.docs.glob("assets/*/*")
            )
            hint = did_you_mean(name, images)
            message = f'there is no file "{name}" in {edition.docs.name}/{hint}'
            yield edition.problem(key, message)


@rule(family=EDITION, severity="warning")
def heavy_logo(edition: Edition) -> Iterator[Problem]:
    """A logo should weigh at most 10 KB: every page shows it. It stops no build."""
    for key, name in edition.logos.items():
        file = edition.docs / name
        size = zipped(file.read_bytes()) if file.is_file() else 0
        if size > _LIGHT_LOGO:
            message = (
                f'"{name}" weighs {in_kb(size)} KB, and every page shows it; save it with less '
                f"than {_LIGHT_LOGO // KB} KB: as .svg, or as .png or .webp, 128 pixels high"
            )
            yield edition.problem(key, message)


@rule(family=EDITION)
def odd_file(edition: Edition) -> Iterator[Problem]:
    """What is published must be a file of its own with a plain name: no link, no pipe.

    A link would publish what stands elsewhere on the machine that builds.
    """
    given = edition.config.theme.custom_dir
    for folder in (edition.docs, *([Path(given)] if given else [])):
        if folder.resolve() != folder:
            fault = f'must be a folder of its own, is a link to "{folder.resolve()}"'
            yield Problem(folder.name, 1, fault, target=folder.name)
            continue
        for path in sorted(folder.rglob("*")):
            name = f"{folder.name}/{path.relative_to(folder).as_posix()}"
            fault = ""
            if path.is_symlink():
                fault = f'must be a file of its own, is a link to "{path.readlink()}"'
            elif not (path.is_file() or path.is_dir()):
                fault = "must be a file or a folder, is a pipe or a device"
            else:
                fault = _fault_of_name(path)
            if fault:
                yield Problem(name, 1, fault, target=name)


def _fault_of_name(path: Path) -> str:
    raw = os.fsencode(path.name)
    if _ODD_NAME.search(path.name):
        return "must have a name without backslashes and control characters"
    if len(raw) > _LONGEST_NAME:
        return f"must have a name of {_LONGEST_NAME} bytes at most, has {len(raw)}"
    if raw.decode("utf-8", "replace") != path.name:
        return "must have a name in UTF-8"
    # The engine renders more endings than the rules read, and copies what it does not render.
    if path.suffix != _PAGE and path.suffix.lower() in markdown_extensions and path.is_file():
        return f"must end with {_PAGE}, as all pages do, ends with {path.suffix}"
    if path.name.endswith(".html.md") or (path.is_dir() and path.suffix == ".html"):
        return "must not be named like a built page, ends with .html"
    if path.name == "README.md":
        return "must be index.md: of a README the engine makes the page of its folder"
    return ""


@rule(family=EDITION)
def wrong_site_dir(edition: Edition) -> Iterator[Problem]:
    """site_dir must be a folder of its own below the guide's, with only what a build made in it.

    A build puts the new site in the place of the last one, and deletes that.
    """
    folder = Path(edition.config.site_dir)
    given = edition.raw.get("site_dir", folder.name)
    fault = ""
    # Where many editions go, whoever builds them has said.
    around = edition.place.folder if edition.place else edition.folder
    # What is on the way to it may be a link that leads out.
    if around not in (folder.parent.resolve() / folder.name).parents:
        fault = "must be a folder within the guide's own"
    elif any(part.startswith(".") for part in folder.relative_to(around).parts):
        fault = "must be a folder that does not begin with a dot"
    else:
        for own in (edition.docs, *map(Path, edition.config.theme.dirs[:1])):
            if own == folder or own in folder.parents or folder in own.parents:
                fault = f"must be another folder than {own.name}/, which is not built"
    if fault:
        yield edition.problem("site_dir", f'{fault}, is "{given}"')
        return
    strangers = not_built(edition.site)
    if strangers == ["."]:
        message = f'must be a folder, "{given}" is none: move it away'
        yield edition.problem("site_dir", message)
    elif strangers:
        more = f" and {len(strangers) - 1} more" if len(strangers) > 1 else ""
        message = (
            f'"{strangers[0]}"{more} in {given}/ was not made by a build, which would delete it: '
            "move it away, or give another site_dir"
        )
        yield edition.problem("site_dir", message)


@rule(family=EDITION)
def broken_picture(edition: Edition) -> Iterator[Problem]:
    """A picture must be one: of the kind that its name says, in RGB, of 1 MB and 4096 pixels."""
    for file, name in _pictures(edition):
        for line, message in picture_files.unreadable(_read(file), file.suffix.lower()):
            yield Problem(name, line, message)


@rule(family=EDITION)
def active_picture(edition: Edition) -> Iterator[Problem]:
    """An SVG must be only a picture: it runs nothing, and takes nothing from elsewhere."""
    for file, name in _pictures(edition):
        if file.suffix.lower() == picture_files.SVG:
            with suppress(picture_files.UnreadablePictureError):  # reported as broken
                for line, message in picture_files.not_only_a_picture(_read(file)):
                    yield Problem(name, line, message)


@rule(family=EDITION, severity="warning")
def lost_on_paper(edition: Edition) -> Iterator[Problem]:
    """An SVG should have nothing that paper goes without, such as a filter. It stops no build."""
    logos = {edition.docs / name for name in edition.logos.values()}
    for file, name in _pictures(edition):
        if file.suffix.lower() == picture_files.SVG:
            with suppress(picture_files.UnreadablePictureError):  # reported as broken
                for line, message in picture_files.lost_on_paper(_read(file), logo=file in logos):
                    yield Problem(name, line, message)


@rule(family=EDITION)
def unknown_urgent_page(edition: Edition) -> Iterator[Problem]:
    """extra.urgent_page must be a page: the templates lead to it from every page."""
    given = edition.config.extra.get("urgent_page")
    pages = [str(path) for path in markdown_files(edition.docs) if path.parts[0] != PARTS]
    if given is not None and given not in pages:
        message = f'"{given}" is no page of the guide{did_you_mean(str(given), pages)}'
        yield edition.problem("extra.urgent_page", message)


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
    """extra.print must list editions that can be printed."""
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


def _pictures(edition: Edition) -> Iterator[tuple[Path, str]]:
    """All pictures that are published, with the names that they have in the project."""
    templates = Path(edition.config.theme.dirs[0])
    ours = [templates] if templates.is_relative_to(edition.folder) else []
    for folder in (edition.docs, *ours):
        for file in sorted(folder.rglob("*")):
            if file.suffix.lower() in picture_files.ENDINGS and file.is_file():
                yield file, f"{folder.name}/{file.relative_to(folder).as_posix()}"


def _read(file: Path) -> bytes:
    """The file, or as much of it as tells that it is too large."""
    with file.open("rb") as opened:
        return opened.read(picture_files.MOST_BYTES + 1)

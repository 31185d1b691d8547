"""An edition: what a clinic may set, and whether what it says about itself is right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from guide import clinic, pictures
from guide.delivery.budget import KB, in_kb, zipped
from guide.edition import Edition
from guide.pdf.editions import EDITIONS, no_edition
from guide.pdf.order import reading_order
from guide.problems import Problem, did_you_mean

ALLOWED = ("INHERIT", "site_name", "site_url", "site_description", "site_dir", "theme", "extra")
ALLOWED_IN_THEME = ("logo", "favicon")
ALLOWED_IN_EXTRA = ("clinic", "print")
_LIGHT_LOGO = 10 * KB  # as sent: about as much as a page
REFUSED = {
    "nav": "every edition has all pages: a missing page could be the one that a reader needs",
    "hooks": "the successor of MkDocs ignores hooks without a word",
    "plugins": "the successor of MkDocs ignores unknown plugins without a word",
    "markdown_extensions": "citations and care cards depend on the guide's own list",
    "extra_css": "contrast, large type and print are tested with the guide's own style sheet",
    "extra_javascript": "the guide runs no script that it has not been tested with",
    "docs_dir": "an edition has the guide's own words",
}


def missing_inherit(edition: Edition) -> Iterator[Problem]:
    """A clinic's file must begin with INHERIT: mkdocs.yml, to have the guide's own settings."""
    if edition.path.name != "mkdocs.yml" and "INHERIT" not in edition.raw:
        message = "the first line must be INHERIT: mkdocs.yml"
        yield edition.problem("missing-inherit", "INHERIT", message)


def refused_edition_setting(edition: Edition) -> Iterator[Problem]:
    """A clinic's file may set names, addresses, logo and extra; all else is the guide's own."""
    if "INHERIT" not in edition.raw:
        return
    for key in edition.raw:
        if key not in ALLOWED:
            reason = REFUSED.get(key, f"it may set {', '.join(ALLOWED[1:])}")
            hint = "" if key in REFUSED else did_you_mean(key, ALLOWED)
            message = f'an edition must not set "{key}": {reason}{hint}'
            yield edition.problem("refused-edition-setting", key, message)
    for name, allowed in (("theme", ALLOWED_IN_THEME), ("extra", ALLOWED_IN_EXTRA)):
        settings = edition.raw.get(name) or {}
        # `theme: readthedocs` would replace the whole theme
        keys = [f"{name}.{key}" for key in settings] if isinstance(settings, dict) else [name]
        for key in keys:
            if key.removeprefix(f"{name}.") not in allowed:
                message = f'an edition must not set "{key}": it may set '
                message += " and ".join(f"{name}.{key}" for key in allowed)
                yield edition.problem("refused-edition-setting", key, message)


def unknown_clinic_key(edition: Edition) -> Iterator[Problem]:
    """extra.clinic must have no key that nothing reads."""
    yield from _faults(edition, "unknown-clinic-key")


def wrong_clinic_value(edition: Edition) -> Iterator[Problem]:
    """Phone, e-mail, addresses and lists of extra.clinic must have their form."""
    yield from _faults(edition, "wrong-clinic-value")


def low_contrast_colour(edition: Edition) -> Iterator[Problem]:
    """The clinic's colour must have a contrast of 4.5 to 1 with every light surface."""
    yield from _faults(edition, "low-contrast-colour")


def missing_logo(edition: Edition) -> Iterator[Problem]:
    """The clinic's logo must be a picture below docs/assets."""
    for key, name in edition.logos.items():
        if (
            not name.startswith("assets/")
            or ".." in name
            or not name.lower().endswith(pictures.ENDINGS)
        ):
            message = f'must be like assets/clinic/logo.svg (or .png, .jpg, .webp), is "{name}"'
            yield edition.problem("missing-logo", key, message)
        elif not (edition.docs / name).is_file():
            images = (
                p.relative_to(edition.docs).as_posix() for p in edition.docs.glob("assets/*/*")
            )
            hint = did_you_mean(name, images)
            message = f'there is no file "{name}" in {edition.docs.name}/{hint}'
            yield edition.problem("missing-logo", key, message)


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
            yield edition.problem("heavy-logo", key, message)


def broken_picture(edition: Edition) -> Iterator[Problem]:
    """A picture must be one: of the kind that its name says, in RGB, of 1 MB and 4096 pixels."""
    for file, name in _pictures(edition):
        for line, message in pictures.unreadable(_read(file), file.suffix.lower()):
            yield Problem(name, line, "broken-picture", message)


def active_picture(edition: Edition) -> Iterator[Problem]:
    """An SVG must be only a picture: it runs nothing, and takes nothing from elsewhere."""
    for file, name in _pictures(edition):
        if file.suffix.lower() == pictures.SVG:
            for line, message in pictures.not_only_a_picture(_read(file)):
                yield Problem(name, line, "active-picture", message)


def lost_on_paper(edition: Edition) -> Iterator[Problem]:
    """An SVG should have nothing that paper goes without, such as a filter. It stops no build."""
    logos = {edition.docs / name for name in edition.logos.values()}
    for file, name in _pictures(edition):
        if file.suffix.lower() == pictures.SVG:
            for line, message in pictures.lost_on_paper(_read(file), logo=file in logos):
                yield Problem(name, line, "lost-on-paper", message)


def unknown_print_part(edition: Edition) -> Iterator[Problem]:
    """extra.booklet and extra.leaflets must list sections or pages of the nav."""
    known = [part for pair in reading_order(edition.config.nav or []) for part in pair if part]
    for key in ("booklet", "leaflets"):
        for part in edition.config.extra.get(key) or ():
            if part not in known:
                hint = did_you_mean(str(part), known)
                message = f'"{part}" is no section and no page of nav{hint}'
                yield edition.problem("unknown-print-part", f"extra.{key}", message)


def unknown_print_edition(edition: Edition) -> Iterator[Problem]:
    """extra.print must list editions that can be printed."""
    chosen = edition.config.extra.get("print")
    if chosen is not None and not isinstance(chosen, list):
        message = f'must be a list: one edition each, after a dash; is "{chosen}"'
        yield edition.problem("unknown-print-edition", "extra.print", message)
        return
    for name in chosen or ():
        if name not in EDITIONS:
            yield edition.problem("unknown-print-edition", "extra.print", no_edition(str(name)))


def _pictures(edition: Edition) -> Iterator[tuple[Path, str]]:
    """All pictures that are published, with the names that they have in the project."""
    templates = Path(edition.config.theme.dirs[0])
    ours = [templates] if templates.is_relative_to(edition.folder) else []
    for folder in (edition.docs, *ours):
        for file in sorted(folder.rglob("*")):
            if file.suffix.lower() in pictures.ENDINGS and file.is_file():
                yield file, f"{folder.name}/{file.relative_to(folder).as_posix()}"


def _read(file: Path) -> bytes:
    """The file, or as much of it as tells that it is too large."""
    with file.open("rb") as opened:
        return opened.read(pictures.MOST_BYTES + 1)


def _faults(edition: Edition, wanted: str) -> Iterator[Problem]:
    for rule, key, message in clinic.faults(edition.config.extra.get("clinic")):
        if rule == wanted:
            yield edition.problem(rule, f"extra.clinic.{key}", message)

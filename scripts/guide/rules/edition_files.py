"""The files of an edition: what is published, its logo and pictures, and where the site is kept."""

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
from guide.core.own_files import name_of, own_files
from guide.edition.edition import Edition
from guide.edition.own_content import PLACES, README
from guide.publish.budget import KB, in_kb, zipped
from guide.publish.site_folder import not_built
from guide.rules.families import EDITION

_LIGHT_LOGO = 10 * KB  # as sent: about as much as a page
# A backslash parts folders for who unpacks an archive elsewhere.
_ODD_NAME = re.compile(r"[\\\x00-\x1f\x7f]")
_PAGE = ".md"
# Bytes. The name of what is made of a file is longer, and file systems end at 255.
_LONGEST_NAME = 200


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
            ours = (p.relative_to(edition.docs).as_posix() for p in edition.docs.glob("assets/*/*"))
            hint = did_you_mean(name, own_files(edition.docs) if edition.is_released else ours)
            where = f"beside {edition.path.name}" if edition.is_released else "in docs/"
            message = f'there is no file "{name}" {where}{hint}'
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
    own = [edition.folder / name for name in PLACES] if edition.has_own_content else []
    readmes = [folder / README for folder in own]
    for folder in (edition.guides_docs, *([Path(given)] if given else []), *own):
        if folder.resolve() != folder:
            fault = f'must be a folder of its own, is a link to "{folder.resolve()}"'
            yield Problem(folder.name, 1, fault, target=folder.name)
            continue
        for path in sorted(folder.rglob("*")):
            name = f"{folder.name}/{path.relative_to(folder).as_posix()}"
            fault = ""
            if path in readmes:
                continue
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


def _pictures(edition: Edition) -> Iterator[tuple[Path, str]]:
    """All pictures that are published, with the names that they have in the project."""
    templates = Path(edition.config.theme.dirs[0])
    ours = [templates] if templates.is_relative_to(edition.folder) else []
    for folder in (edition.docs, *ours):
        for file in sorted(folder.rglob("*")):
            if file.suffix.lower() in picture_files.ENDINGS and file.is_file():
                yield file, name_of(folder, file.relative_to(folder))


def _read(file: Path) -> bytes:
    """The file, or as much of it as tells that it is too large."""
    with file.open("rb") as opened:
        return opened.read(picture_files.MOST_BYTES + 1)

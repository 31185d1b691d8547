"""What a clinic holds of its own beside clinic.yml, and the docs folder that is made with it.

`pages/` has pages of its own, which the menu gets; `local/` passages that take the place of those
of the guide which may differ from town to town; `assets/` logos and pictures. The engine reads one
folder: it is put together in the clinic's cache. Nothing there takes the place of a file of the
guide, so that a newer release never conflicts with it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from linkaudit.core import data_file
from linkaudit.core.data_file import DataEntry, Words
from linkaudit.core.problem import Problem

from guide.core.own_files import LIST, own_files
from guide.edition.nations import LOCAL
from guide.edition.settings import BASE

PAGES, ASSETS = "pages", "assets"
PARTS = "_parts"
# Where each stands below the docs folder.
PLACES = {PAGES: PAGES, LOCAL: f"{PARTS}/{LOCAL}", ASSETS: ASSETS}
README = "README.md"  # says in each folder what it is for
FILE = "_data/local_passages.yml"
# Below the folder of a clinic.
_TOGETHER = ".cache/guide"


class LocalPassage(DataEntry):
    """A passage of `_parts` that a clinic may replace, and what it says."""

    passage: Words
    says: Words


def local_passages(docs: Path) -> tuple[LocalPassage, ...]:
    """The passages that a clinic may replace, as far as their list can be read."""
    return tuple(data_file.read(docs, FILE, LocalPassage, []))


def unreadable_passages(docs: Path) -> list[Problem]:
    """What is wrong with the list."""
    problems: list[Problem] = []
    list(data_file.read(docs, FILE, LocalPassage, problems))
    return problems


class OwnFile(NamedTuple):
    """A file of a clinic: its name in the clinic's folder, and its path below the docs folder."""

    name: str
    path: str


def own(folder: Path) -> Iterator[OwnFile]:
    """Yield what a clinic's folder holds for its pages, in order; links and the like are left."""
    for kind, place in PLACES.items():
        top = folder / kind
        if top.is_symlink() or not top.is_dir():
            continue
        for file in sorted(top.rglob("*")):
            inside = file.relative_to(top)
            hidden = any(part.startswith(".") for part in inside.parts)
            links = any(one.is_symlink() for one in (file, *file.parents[: len(inside.parts) - 1]))
            if not (hidden or links) and file.is_file() and inside.as_posix() != README:
                yield OwnFile(f"{kind}/{inside.as_posix()}", f"{place}/{inside.as_posix()}")


def docs_of(folder: Path, guide: Path, into: Path | None = None) -> Path:
    """The docs folder of an edition: that of the guide, or one with what the clinic's has besides.

    `guide` is the docs folder of the guide. What the clinic may not replace stays the guide's.
    They are put together in the folder `into`, by itself in the clinic's cache.
    """
    replaceable = {f"{PLACES[LOCAL]}/{one.passage}" for one in local_passages(guide)}
    found = [
        file
        for file in own(folder)
        if (file.path in replaceable or not file.name.startswith(f"{LOCAL}/"))
        and not (guide / file.path).exists()
    ]
    if not found:
        return guide
    together = into or folder / _TOGETHER
    docs = together / "docs"
    wanted = {path.relative_to(guide).as_posix(): path for path in _files(guide)}
    wanted |= {file.path: folder / file.name for file in found}
    for path, source in wanted.items():
        _write(docs / path, source.read_bytes())
    for there in sorted(docs.rglob("*"), reverse=True):
        if there.is_dir() and not there.is_symlink():
            if not any(there.iterdir()):
                there.rmdir()
        elif there.relative_to(docs).as_posix() not in wanted:
            there.unlink(missing_ok=True)
    # What the guide is, whoever reads this folder alone finds beside it, as beside the guide's own.
    if (guide.parent / BASE).is_file():
        _write(together / BASE, (guide.parent / BASE).read_bytes())
    names = json.dumps({file.path: file.name for file in found}, indent=1)
    _write(together / LIST, names.encode())
    return docs


def own_pages(docs: Path) -> list[str]:
    """The pages of a clinic below the docs folder, in the order of their names, index.md first."""
    paths = (path for path in own_files(docs) if path.startswith(f"{PAGES}/"))
    pages = [path for path in paths if path.endswith(".md")]
    return sorted(pages, key=lambda path: (path != f"{PAGES}/index.md", path))


def _files(folder: Path) -> Iterator[Path]:
    for here, _, names in os.walk(folder):
        yield from (Path(here) / name for name in names)


def _write(file: Path, content: bytes) -> None:
    """Write a file unless it holds that; times would not tell: those of a wheel's files are equal.

    Several builds may do so at a time.
    """
    if file.is_symlink() or not file.is_file() or file.read_bytes() != content:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_name(f".{file.name}.{os.getpid()}")
        beside.write_bytes(content)
        beside.replace(file)

"""`guide changes`: what another release says otherwise, and which approvals it ends."""

from __future__ import annotations

import argparse
import re
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from linkaudit.cli.program import OK, shown
from linkaudit.core.problem import CannotRunError, on_one_line

from guide.cli import add_edition
from guide.content.approvals import FILE
from guide.content.guide import Guide
from guide.content.release_changes import Changes, PageChange, changes_between
from guide.core.content_folder import content_in
from guide.edition.edition import Edition, edition_of, nation_of
from guide.edition.own_content import docs_of

_VERSION = re.compile(r'__version__ = "(?P<version>[^"]+)"')
_MOST_BYTES = 200_000_000  # of a wheel, unpacked


class NoReleaseError(CannotRunError):
    """What was named holds no release of the guide."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `guide changes`."""
    parser.epilog = (
        "OLD and NEW are wheels, or folders with a checkout or an unpacked wheel. Both are read as "
        "your edition has them: with its nation, its local passages, its approvals."
    )
    add_edition(parser)
    parser.add_argument("old", type=Path, metavar="OLD", help="the release that you have")
    parser.add_argument("new", type=Path, metavar="NEW", help="the one to come")
    parser.add_argument("--format", choices=tuple(_FORMS), default="text")


def run(options: argparse.Namespace) -> int:
    """Print what differs; return the exit code."""
    edition = edition_of(options.config_file)
    with ExitStack() as held:
        releases = [
            _release(path, edition, Path(held.enter_context(tempfile.TemporaryDirectory())))
            for path in (options.old, options.new)
        ]
        (old, before), (new, after) = releases
        # Drawings and words of blocks are read only now.
        found = changes_between(old, new, edition.folder)
    for line in _FORMS[options.format](found, before, after):
        print(line)
    return OK


def _release(path: Path, edition: Edition, scratch: Path) -> tuple[Guide, str]:
    """A release as the edition would have it, and its version."""
    root = path
    if path.is_file():
        root = scratch / "wheel"
        _unpack(path, root)
    content = content_in(root.resolve()) if root.is_dir() else None
    if content is None:
        raise NoReleaseError(f"{shown(path)} must be a wheel or a checkout of the guide, is none")
    docs = content / "docs"
    if edition.is_released:
        docs = docs_of(edition.folder, docs, scratch / "docs")
    guide = Guide.load(docs, nation_of(docs, edition.clinic))
    return guide, _version(root) or shown(path)


def _unpack(wheel: Path, root: Path) -> None:
    try:
        with ZipFile(wheel) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_BYTES:
                raise NoReleaseError(f"{shown(wheel)} must be a wheel of the guide, is too large")
            archive.extractall(root)  # `zipfile` keeps names within the folder
    except BadZipFile:
        raise NoReleaseError(f"{shown(wheel)} must be a wheel of the guide, is none") from None


def _version(root: Path) -> str:
    for file in (root / "guide/__init__.py", root / "scripts/guide/__init__.py"):
        found = _VERSION.search(file.read_text("utf-8")) if file.is_file() else None
        if found:
            return found["version"]
    return ""


def text(found: Changes, before: str, after: str) -> Iterator[str]:
    """Yield lines for a terminal."""
    yield f"Pages whose words differ between {before} and {after}: {len(found.pages)}"
    yield from (f"  {page.path}: {_how(page)}" for page in found.pages)
    yield f"Approvals that fall due: {len(found.due)}"
    for path, record in found.due:
        yield f"  {path}: checked by {record.name} on {record.signed}"


def markdown(found: Changes, before: str, after: str) -> Iterator[str]:
    """Yield lines of Markdown for a pull request."""
    yield f"## What release {after} changes after {before}"
    yield ""
    if not found.pages:
        yield "No page has other words."
        return
    yield "| page | what | checked until now by |"
    yield "|---|---|---|"
    due = dict(found.due)
    for page in found.pages:
        record = due.get(page.path)
        who = f"{_cell(record.name)}, {record.signed}" if record else ""
        yield f"| `{page.path}`: {_cell(page.title)} | {_how(page)} | {who} |"
    yield ""
    if due:
        of_pages = "1 page" if len(due) == 1 else f"{len(due)} pages"
        yield (
            f"**The draft notice comes back on {of_pages}** until somebody has read the new words: "
            f"`guide approve {' '.join(due)}`"
        )
    else:
        yield "No approval falls due."


def _cell(words: str) -> str:
    return re.sub(r"([\\`*_\[\]<>|@#])", r"\\\1", words)


def _how(page: PageChange) -> str:
    if page.what != "changed":
        return page.what
    if not page.added + page.removed:
        return "changed in a picture, a number or the words of a block"
    lines = "1 line" if page.added == 1 else f"{page.added} lines"
    return f"changed, {lines} added and {page.removed} removed"


def notes(found: Changes, before: str, after: str) -> Iterator[str]:
    """Yield commands of a workflow, which GitHub shows beside the lines of approvals.yml."""
    for path, record in found.due:
        name = on_one_line(record.name)
        message = f"{path} has other words than {name} checked: have it read and sign anew"
        line = record.line_of("pages", path)
        yield f"::warning file={FILE},line={line},title=approval-due::{message}"


_FORMS = {"text": text, "markdown": markdown, "github": notes}

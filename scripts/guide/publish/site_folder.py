"""The folder of the site: only what a build made may be replaced, and only by a whole site.

A build leaves a list of its files in the site, `.guide-files`. What is not in that list belongs to
somebody: nothing here deletes it. Beside it stands an archive of the site, for a disk.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import posixpath
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from linkaudit.core.files import make_way, read_cached, write_cached
from linkaudit.core.problem import CannotRunError

from guide.content.picture_files import ENDINGS
from guide.edition.edition import Edition
from guide.edition.inputs import Inputs, digest_of_files
from guide.publish.offline import WORKER

# The built site: of which edition it is, and whether it was made of the words that are there.

_LAST = Path(".cache/built-last")


def note_built(edition: Edition, made: str, *, complete: bool = True) -> None:
    """Remember, outside of the site, what the site that now stands in the folder was made from.

    Of a `complete` one also its files, so that it can stay where it is if nothing changes.
    """
    files = _digest_of_files(edition.site) if complete else ""
    write_cached(_built_from(edition), f"{made}\n{files}")
    write_cached(edition.folder / _LAST, str(edition.site))


def is_as_built(edition: Edition, made: str) -> bool:
    """Whether the whole site, and its archive, stand there as they were made from the same."""
    files = _digest_of_files(edition.site)
    return bool(files) and read_cached(_built_from(edition)) == f"{made}\n{files}"


def _digest_of_files(site: Path) -> str:
    """The digest of all files of a site, and of its archive; nothing if one cannot be read."""
    archive = site.with_name(f"{site.name}.zip")
    try:
        return digest_of_files(site, archive)
    except OSError:
        return ""


def last_built(folder: Path) -> Path | None:
    """The site that was built last by the guide in a folder, if it is still there."""
    note = read_cached(folder / _LAST)
    # A damaged note may hold what no path can: a NUL.
    is_there = note and "\0" not in note and (Path(note) / "index.html").is_file()
    return Path(note) if note and is_there else None


def is_current(edition: Edition) -> bool:
    """Whether the built site is this edition's, and was made of what is there now."""
    noted = (read_cached(_built_from(edition)) or "").split("\n")[0]
    is_there = (edition.site / "index.html").is_file()
    return is_there and noted == Inputs.of(edition).of_edition(edition)


def _built_from(edition: Edition) -> Path:
    return edition.folder / ".cache" / f"{edition.site.name}-built-from"


# Finishing touches on a built site: what nobody needs goes.


def drop_unused_assets(site: Path, docs: Path, templates: Path) -> None:
    """Delete the theme's own scripts and style sheets, which no page of ours loads."""
    for asset in sorted((site / "assets").rglob("*"), reverse=True):
        inside = asset.relative_to(site)
        if asset.is_dir():
            if not any(asset.iterdir()):
                asset.rmdir()
        elif not (docs / inside).exists() and not (templates / inside).exists():
            asset.unlink()


# Where the logos of many clinics stand, of which each site has its own.
LOGOS = "assets/clinic"
GUIDES_PICTURES = ("assets/images", "assets/drawings", "assets/movements")


def drop_logos_of_others(site: Path, edition: Edition) -> None:
    """Delete the pictures among the logos that are not the edition's, and that no page shows."""
    own = set(edition.logos.values())
    folders = {LOGOS, *(posixpath.dirname(logo) for logo in own)} - {"assets", *GUIDES_PICTURES}
    paths = [path for folder in folders for path in sorted((site / folder).rglob("*"))]
    names = {path.relative_to(site).as_posix() for path in paths if path.is_file()}
    others = {name for name in names - own if name.lower().endswith(ENDINGS)}
    if others:
        pages = [page.read_text("utf-8") for page in site.rglob("*.html")]
        for name in others:
            if not any(name in page for page in pages):
                (site / name).unlink()


LIST = ".guide-files"
# Beside the site: what a build that was killed may have left.
_BUILDING = "building"
_PREVIOUS = "previous"
_FOLDER, _FILE = 0o755, 0o644
# Linux has no exchange on some file systems, and other systems have none by this name.
_NO_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}
# A mount point is no folder that can be renamed.
_NO_RENAME = {errno.EBUSY, errno.EXDEV}


def files_below(folder: Path) -> set[str]:
    """The paths of all files and links in a folder, relative to it (posix).

    Raises `OSError` if a folder cannot be read: nobody knows whose files are in it.
    """

    def give_up(error: OSError) -> None:
        raise error

    found = set()
    for here, folders, names in os.walk(folder, onerror=give_up):
        links = [name for name in folders if (Path(here) / name).is_symlink()]
        found |= {(Path(here) / name).relative_to(folder).as_posix() for name in (*names, *links)}
    return found


def not_built(site: Path) -> list[str]:
    """What stands in the place of the site and was not made by a build, sorted; `.` is itself."""
    if not site.exists() and not site.is_symlink():
        return []
    if not site.is_dir():
        return ["."]
    unfinished = f"{_beside(site, _BUILDING).name}-"
    found = files_below(site) - _listed(site) - {LIST}
    return sorted(name for name in found if not name.startswith(unfinished))


def note_files(site: Path) -> None:
    """Write the list of all files of a site into it, and let everybody read them.

    Whatever the umask of who builds, a web server must be able to.
    """
    files = sorted(files_below(site) - {LIST})
    (site / LIST).write_text("".join(f"{name}\n" for name in files), "utf-8")
    site.chmod(_FOLDER)
    for path in site.rglob("*"):
        if not path.is_symlink():
            path.chmod(_FOLDER if path.is_dir() else _FILE)


@contextmanager
def locked(site: Path, lock: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Lock the site: a second build waits until the first one has ended, however it does.

    Raises `CannotRunError` if the folder of the lock holds what leads elsewhere.
    """
    cache = lock.parent
    for path in (cache, *sorted(cache.rglob("*"))):
        # A build writes and deletes what is there: a link would let it do so elsewhere.
        if path.is_symlink() or (path.exists() and not (path.is_file() or path.is_dir())):
            name = path.relative_to(cache.parent)
            raise CannotRunError(f"{name} must be a file or folder of its own: delete it")
    with make_way(lock).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"another build of {site.name}/ is running: waiting until it has ended")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def new_folder(site: Path) -> Iterator[Path]:
    """A folder beside the site to build in; it goes, unless it took the place of the site."""
    site.parent.mkdir(parents=True, exist_ok=True)
    prefix = _beside(site, _BUILDING).name
    folder = Path(tempfile.mkdtemp(prefix=f"{prefix}-", dir=site.parent))
    folder.chmod(_FOLDER)  # mkdtemp lets nobody else read it
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def restore(site: Path) -> None:
    """Bring back the last site if a build was killed on its way, and delete what it left.

    Whoever calls it has locked the site, so no other build is running.
    """
    previous = _beside(site, _PREVIOUS)
    if previous.is_dir() and not site.exists():
        previous.rename(site)
    left = [*site.parent.glob(f"{_beside(site, _BUILDING).name}-*")]
    if site.is_dir():
        left += site.glob(f"{_beside(site, _BUILDING).name}-*")
    for folder in (previous, *left):
        shutil.rmtree(folder, ignore_errors=True)


def replace(folder: Path, site: Path) -> None:
    """Put the folder of a finished site, with its list, in the place of the last one.

    In one step where the system can, so that at no moment there is no site. Raises
    `CannotRunError` if somebody has put a file into the last site while the new one was made.
    """
    if not site.exists():
        folder.rename(site)
        return
    if strangers := not_built(site):
        name = site.name if strangers == ["."] else f"{site.name}/{strangers[0]}"
        raise CannotRunError(f"{name} was put there while the site was built: move it away")
    try:
        _exchange(folder, site)
    except OSError as error:
        if error.errno in _NO_RENAME:
            _fill(site, folder)
        elif error.errno in _NO_EXCHANGE:
            _replace_in_two_steps(folder, site)
        else:
            raise


def _listed(site: Path) -> set[str]:
    """The files that the last build left in the site; none if it has no list."""
    try:
        return set((site / LIST).read_text("utf-8").splitlines())
    except (OSError, UnicodeDecodeError):
        return set()


def _beside(site: Path, what: str) -> Path:
    return site.with_name(f".{site.name}-{what}")


def _exchange(one: Path, other: Path) -> None:
    """Let two folders change places. Raises `OSError`, also if the system cannot do so."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    if rename(here, os.fsencode(one), here, os.fsencode(other), exchange):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(one), None, str(other))


def _replace_in_two_steps(folder: Path, site: Path) -> None:
    previous = _beside(site, _PREVIOUS)
    shutil.rmtree(previous, ignore_errors=True)
    site.rename(previous)
    folder.rename(site)
    shutil.rmtree(previous, ignore_errors=True)


def _fill(site: Path, folder: Path) -> None:
    """Fill a mount point, which nothing can be put in the place of, file by file.

    All is copied into it first, so that a full disk changes nothing.
    """
    staged = Path(tempfile.mkdtemp(prefix=f"{_beside(site, _BUILDING).name}-", dir=site))
    try:
        shutil.copytree(folder, staged, dirs_exist_ok=True)
        # Of the list, what is there: it is a file, and could name files outside of the site.
        new, old = files_below(folder), _listed(site) & files_below(site)
        # A build that is killed from here on finds all files of both in the list.
        both = sorted((new | old) - {LIST})
        (site / LIST).write_text("".join(f"{name}\n" for name in both), "utf-8")
        # The worker last: a phone that finds it new asks for what it lists.
        for name in sorted(new - {LIST}, key=lambda name: (name == WORKER, name)):
            (site / name).parent.mkdir(parents=True, exist_ok=True)
            (staged / name).replace(site / name)
        for name in old - new:
            (site / name).unlink(missing_ok=True)
        (staged / LIST).replace(site / LIST)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    for path in sorted(site.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()


# The guide for a disk: an archive whose pages open without a web server, and without scripts.

# A link to a folder: a web server answers it with the page in it, a disk with a list of files.
_LINK_TO_FOLDER = re.compile(
    r'(?P<open><a\b[^>]*?\shref=")(?P<path>(?:[\w.-]+/)*)(?P<end>\.{0,2})(?=["#?])'
)
# The same site gives the same archive.
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


@contextmanager
def packed(site: Path, archive: Path) -> Iterator[None]:
    """Pack a site into an archive, in a folder of the archive's name.

    It takes the place of the last archive when the block ends well, and goes if it does not.
    """
    unfinished = archive.with_name(f".{archive.name}-writing")
    unfinished.unlink(missing_ok=True)  # a link would be written through
    try:
        with ZipFile(unfinished, "w", ZIP_DEFLATED) as disk:
            for path in sorted(path for path in site.rglob("*") if path.is_file()):
                if path.name == LIST:
                    continue
                name = f"{archive.stem}/{path.relative_to(site).as_posix()}"
                content = path.read_bytes()
                if path.suffix == ".html":
                    content = for_disk(content.decode()).encode()
                entry = ZipInfo(name, _LONG_AGO)
                entry.compress_type = ZIP_DEFLATED
                entry.external_attr = 0o644 << 16  # what anybody may read
                disk.writestr(entry, content)
        unfinished.chmod(0o644)
        yield
        unfinished.replace(archive)
    finally:
        unfinished.unlink(missing_ok=True)


def for_disk(page: str) -> str:
    """The page with links that name the file in a folder."""

    def named(link: re.Match[str]) -> str:
        if not link["path"] and not link["end"]:  # to a part of the page itself
            return link[0]
        folder = f"{link['path']}{link['end']}".rstrip("/")
        return f"{link['open']}{folder}/index.html"

    return _LINK_TO_FOLDER.sub(named, page)

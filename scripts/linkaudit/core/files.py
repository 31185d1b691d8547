"""Files that may be otherwise than they should: texts of people, and what is kept in a cache.

People save texts in UTF-8 or, by mistake, in what their editor likes best.
"""

from __future__ import annotations

import codecs
import os
import shutil
import tempfile
from pathlib import Path

from linkaudit.core.problem import UNREADABLE, Problem

_BY_MARK = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
_REMEDY = "save it again, with the encoding UTF-8"


class NotUtf8Error(ValueError):
    """The bytes are no UTF-8; `line` is where, `text` what was most likely meant."""

    def __init__(self, message: str, line: int, text: str) -> None:
        super().__init__(message)
        self.line, self.text = line, text


def text_of(raw: bytes) -> str:
    """The text of a file, without a byte order mark. Raises `NotUtf8Error`."""
    for mark, encoding in _BY_MARK.items():
        if raw.startswith(mark):
            message = f"must be UTF-8 text, is {encoding}; {_REMEDY}"
            raise NotUtf8Error(message, 1, raw.decode(encoding, "replace"))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        # What Windows writes; a few bytes mean nothing to it.
        text = raw.decode("cp1252", "replace")
        raise NotUtf8Error(f"must be UTF-8 text, is not; {_REMEDY}", line, text) from error


def read_text(path: Path, problems: list[Problem]) -> str:
    """The text of a file with `\n` at the end of its lines; what is no UTF-8 becomes a problem.

    Raises `OSError`.
    """
    try:
        text = text_of(path.read_bytes())
    except NotUtf8Error as error:
        name, text = path.as_posix(), error.text
        problem = Problem(name, error.line, str(error), page=name, target=name, rule=UNREADABLE)
        problems.append(problem)
    return text.replace("\r\n", "\n").replace("\r", "\n")


# Files of a cache: what is damaged, or stands in the way of one, counts as not there.
#
# Whatever has happened to a cache costs time and nothing else: its files are written anew. A store
# of answers, which may have taken hours, is set aside and not deleted.


def read_cached(path: Path) -> str | None:
    """The text of a file of the cache; None if there is none that can be read."""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def write_cached(path: Path, text: str) -> None:
    """Write a file of the cache, whatever stands in its place. Raises `OSError` if it cannot."""
    make_way(path)
    path.write_text(text, "utf-8")


def make_way(path: Path) -> Path:
    """Make sure that a file can be written into the cache: its folder, and no folder in its place.

    Returns the path. A link is left as it is.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    return path


def set_aside(path: Path) -> Path:
    """Give a file or folder another name beside it, one that is free; return it."""
    names = (path.with_name(f"{path.name}.aside{number or ''}") for number in range(1000))
    aside = next(name for name in names if not name.exists())
    return path.rename(aside)


def write_whole(path: Path, content: bytes) -> None:
    """Put a file there, or in the place of one, with its rights, in one step. Raises `OSError`."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, new)
        else:
            new.chmod(0o644)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)

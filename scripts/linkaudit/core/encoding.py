"""Text files as people save them: in UTF-8, or, by mistake, in what their editor likes best."""

from __future__ import annotations

import codecs
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

"""A BibTeX file, entry by entry, so that one that is broken does not hide the others.

pybtex reads each entry; where entries start and end is found here, because an entry whose
brace is missing would otherwise take in all that follow, and because pybtex stops at the first
key that is given twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pybtex.database.input.bibtex import LowLevelParser, UndefinedMacro, month_names
from pybtex.scanner import PybtexSyntaxError, Token
from pybtex.utils import CaseInsensitiveDict

from linkaudit.citations.bibtex_names import read_names
from linkaudit.citations.latex import unknown_commands
from linkaudit.core.problem import UNREADABLE, did_you_mean

_START = re.compile(r"(?<![\w.])@[ \t]*(?P<kind>[A-Za-z]\w*)\s*(?P<bracket>[{(])")
_HEAD = re.compile(
    r"\s*(?:(?P<key>[^\s,{}()=\"#%'~\\][^\s,{}\"]*)(?=\s*[,})])"
    r"|(?P<spaced>[^\s,{}()=\"#%'~\\]+(?:[ \t]+[^\s,{}=\"]+)+)(?=[ \t]*,)"
    r"|(?P<word>[^\s,{}()=\"#%'~\\][^\s,{}=\"]*)(?=\s+[^\s=]))"
)
_PART = re.compile(r'[{}()"]|^[ \t]*@[ \t]*[A-Za-z]\w*\s*[{(]\s*[^\s,{}=]+\s*,', re.MULTILINE)
_MARK = re.compile(r"[{}\"@]")  # all that pybtex skips to
_FIELD = re.compile(r"(?<![\w-])([A-Za-z][\w-]*)\s*=")
# The rule of what can be read, but perhaps not as it is meant.
UNCLEAR = "unclear-field"
ROLES = ("author", "editor")
# Of what people see of a work, each field that is text.
_SHOWN = (
    *ROLES,
    *("title", "subtitle", "journaltitle", "journal", "booktitle", "maintitle", "publisher"),
    *("institution", "school", "organization", "address", "location", "edition", "volume"),
    *("number", "pages", "type"),
)
_NO_ENTRIES = ("comment", "preamble", "string")
# Reference managers keep identifiers in these, each on a line of its own.
NOTES = ("note", "annote", "annotation", "addendum")


# How many letters the strings of a file may stand for wherever they are used, beside its length.
_ROOM = 1_000_000
_ROOM_BY_LETTER = 10


class _Parser(LowLevelParser):  # type: ignore[misc]
    """Reads one command; strings that stand for more than is left of `room` stand for nothing."""

    def __init__(self, text: str, room: list[int], **more: Any) -> None:
        super().__init__(text, **more)
        self._room = room

    def substitute_macro(self, name: str) -> str:
        """The text that a string stands for, or its name, and an error, if that is not known.

        `room` is a list of one number, which gets less.
        """
        value = str(super().substitute_macro(name)) or ("" if name in self.macros else name)
        self._room[0] -= len(value)
        return value if self._room[0] >= 0 else ""

    def skip_to(self, patterns: Sequence[Any]) -> Token | None:
        """Go behind the first of some marks.

        Pybtex looks for each by itself: for one that stands nowhere, to the end of the text each
        time.
        """
        start: int = self.pos  # type: ignore[has-type]
        for mark in _MARK.finditer(self.text, start):
            pattern = next((p for p in patterns if p.match(self.text, mark.start())), None)
            if pattern:
                value = self.text[start : mark.end()]
                self.pos = mark.end()
                self.update_lineno(value)
                return Token(value, pattern)
        return None


@dataclass(frozen=True)
class BibtexEntry:
    """One entry; `kind` and the names of `fields` are in lower case, values as written.

    Only notes keep their lines. `lines` are those of the fields.
    """

    kind: str
    key: str
    line: int
    fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    doi_line: int = 0
    lines: Mapping[str, int] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class SyntaxFault:
    """What could not be read, at a line of the file, and the entry in which it is if known.

    Under the rule `UNCLEAR` it is a field that was read, but perhaps not as it was meant.
    """

    line: int
    message: str
    key: str = ""
    rule: str = field(default=UNREADABLE, repr=False)


def read_bibtex(
    text: str, strings: MutableMapping[str, str] | None = None
) -> Iterator[BibtexEntry | SyntaxFault]:
    """Yield every entry of a BibTeX file in its order, and a fault for what is broken.

    An entry that is broken is yielded too, with as many fields as could be read. `strings` are
    those that files before this one define; those of this one are added.
    """
    macros = known_strings() if strings is None else strings
    room, is_reported = [_ROOM + _ROOM_BY_LETTER * len(text)], False
    line, counted = 1, 0
    for start, end, closed in _commands(text):
        line, counted = line + text.count("\n", counted, start), start
        command = text[start:end]
        found = _START.match(command)
        kind = found["kind"].lower() if found else "comment"
        if kind == "comment" or found is None:
            continue
        errors: list[PybtexSyntaxError] = []
        parser = _Parser(command, room, macros=macros, handle_error=errors.append)
        read = next(iter(parser), None)
        if room[0] < 0 and not is_reported:
            is_reported = True
            most = f"{_ROOM:,} letters and {_ROOM_BY_LETTER} times the file"
            yield SyntaxFault(
                line, f"the strings up to here stand for more than {most}: write less"
            )
        if kind in _NO_ENTRIES:
            continue
        head = _HEAD.match(command, found.end())
        key = "".join((head["key"] or head["spaced"] or head["word"]).split()) if head else ""
        wrong = next((e for e in errors if not isinstance(e, UndefinedMacro)), None)
        unknown = [error for error in errors if isinstance(error, UndefinedMacro)]
        if head and head["spaced"]:
            message = f'a key must have no space, like {key}, is "{head["spaced"]}"'
            yield SyntaxFault(line, message, key)
        elif not head or head["word"]:
            message = f"@{kind} must have a key and a comma, like @{kind}{{smith2020,"
            yield SyntaxFault(line, message, key)
        elif not closed:
            yield SyntaxFault(line, f'"{key}" must end with a closing brace', key)
        elif wrong:
            # The first word of a value without braces is taken for a string, the second for an end.
            is_bare = any(error.lineno == wrong.lineno for error in unknown)
            said = "words must stand in braces" if is_bare else wrong.args[0]
            unknown = [error for error in unknown if error.lineno != wrong.lineno]
            message = f'"{key}" cannot be read to its end: {said}'
            yield SyntaxFault(line + (wrong.lineno or 1) - 1, message, key)
        if not key:
            continue
        fields: dict[str, str] = {}
        for name, parts in read[1][1] if read else ():
            fields.setdefault(name.lower(), _on_lines("".join(parts), name.lower() in NOTES))
        lines = _lines_of(command, line)
        entry = BibtexEntry(kind, key, line, fields, lines.get("doi", line), lines)
        yield entry
        for error in unknown:
            name = str(error.args[0])
            message = (
                "a value without braces must be a number, a month or an @string, "
                f'"{name}" is not{did_you_mean(name, macros)}'
            )
            yield SyntaxFault(line + error.lineno - 1, message, key, UNCLEAR)
        yield from _unclear_fields(entry)


def known_strings() -> MutableMapping[str, str]:
    """The strings that are known before a file defines any: the months, also in full."""
    in_full = {name: name for name in (*month_names.values(), "Sept")}
    strings: MutableMapping[str, str] = CaseInsensitiveDict({**in_full, **month_names})
    return strings


def _lines_of(command: str, line: int) -> dict[str, int]:
    """The line of each field in the text of an entry that begins at a line."""
    lines: dict[str, int] = {}
    counted = 0
    for found in _FIELD.finditer(command):
        line, counted = line + command.count("\n", counted, found.start()), found.start()
        lines.setdefault(found[1].lower(), line)
    return lines


def _unclear_fields(entry: BibtexEntry) -> Iterator[SyntaxFault]:
    """What is written in a way that no program reads as it is meant."""
    for name in _SHOWN:
        value = entry.fields.get(name, "")
        line = entry.lines.get(name, entry.line)
        if name in ROLES:
            for read in read_names(value):
                if read.unclear:
                    message = f'the {name} of "{entry.key}" {read.unclear}, is "{read.written}"'
                    yield SyntaxFault(line, message, entry.key, UNCLEAR)
        commands = [f"\\{command}" for command in unknown_commands(value)]
        if commands:
            message = (
                f'the {name} of "{entry.key}" must have commands of LaTeX that stand for text, '
                f"{', '.join(commands)} is unknown"
            )
            yield SyntaxFault(line, message, entry.key, UNCLEAR)


def _on_lines(value: str, keep: bool) -> str:
    """A value with single spaces, on one line unless its lines are to be kept."""
    if not keep:
        return " ".join(value.split())
    return "\n".join(" ".join(line.split()) for line in value.strip().split("\n"))


def _commands(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield where each @command starts and ends, and whether its bracket is closed."""
    position, last_end, trusting = 0, 0, True
    while match := _START.search(text, position):
        start = match.start()
        if "%" in text[max(last_end, text.rfind("\n", 0, start)) : start]:
            position = match.end()  # commented out, as everybody but BibTeX reads it
            continue
        end, closed, cut = _end_of(text, match.end(), match["bracket"], trusting)
        trusting = trusting and not cut
        yield start, end, closed
        position = last_end = end


def _end_of(text: str, position: int, bracket: str, trusting: bool) -> tuple[int, bool, bool]:
    """Where a command ends, whether it is closed there, and whether the end was out of sight.

    A line that begins like an entry may stand in a value in braces, unless nothing closes them.
    """
    depth, in_quotes, first_inside = 1 if bracket == "{" else 0, False, None
    for part in _PART.finditer(text, position):
        mark = part.group()
        if len(mark) > 1:
            if depth <= 1 or not trusting:
                return part.start(), False, False
            first_inside = part.start() if first_inside is None else first_inside
            depth += 1 if mark.rstrip().rstrip(",").find("{") >= 0 else 0
        elif mark == "{":
            depth += 1
        elif mark == "}":
            depth -= 1
            if depth == 0 and bracket == "{":
                return part.end(), True, False
        elif mark == '"':
            in_quotes = not in_quotes if depth == (bracket == "{") else in_quotes
        elif mark == ")" and bracket == "(" and depth == 0 and not in_quotes:
            return part.end(), True, False
    return (first_inside or len(text)), False, first_inside is not None

"""A table of clinics: a row for each edition, as spreadsheets save it.

The columns are the keys of a clinic, and `site_name`, `site_url`, `site_description`, and `folder`,
the name of the edition's own. Of what is a list, each line of a cell is one; a link is its words
and then its address.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from linkaudit.core.files import NotUtf8Error, text_of
from linkaudit.core.problem import Problem, ProblemsError, did_you_mean
from markdown.extensions.toc import slugify

from guide.edition.clinic import Clinic, OwnNumbers
from guide.edition.settings import SettingsFile

FOLDER = "folder"
_SETTINGS = ("site_name", "site_url", "site_description")
_LISTS = ("address", "opening_hours", "links")
_NUMBERS = tuple(f"numbers.{key}" for key in OwnNumbers.model_fields)
COLUMNS = (
    *(FOLDER, *_SETTINGS),
    *(key for key in Clinic.model_fields if key != "numbers"),
    *_NUMBERS,
)
# What keeps a row from being an edition. No registered rule: those are asked of an edition.
RULE = "wrong-table"
# Excel says which mark parts its columns in a line before them: sep=;
_MARK = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_MARKS = ",;\t"
_LINES = re.compile(r"[\n|]")
_LINK = re.compile(r"(?P<title>.*\S)\s+(?P<url>\S+)", re.DOTALL)
# A number in a cell that is no text: Excel takes its first 0 away, and shortens a long one.
_SHORTENED = re.compile(r"[1-9][0-9]{8,9}|[0-9]([.,][0-9]+)?E\+[0-9]+", re.IGNORECASE)


class ClinicRow(NamedTuple):
    """A clinic of a table: the name of its folder, its settings, what is wrong with the row."""

    name: str
    line: int
    file: SettingsFile
    problems: Sequence[Problem]


def read(path: Path, base: Path) -> list[ClinicRow]:
    """Read a table of clinics whose editions inherit from `base`.

    Raises `ProblemsError` if its columns cannot be told, `OSError` if it cannot be read.
    """
    name = path.name
    text = _text_of(path).replace("\r\n", "\n").replace("\r", "\n")
    marked = _MARK.match(text)
    before = 1 if marked else 0  # lines that no row is made of
    text = text[marked.end() :] if marked else text
    mark = marked[1] if marked else max(_MARKS, key=text.partition("\n")[0].count)
    rows: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    start = 1 + before
    try:
        for cells in reader:
            rows.append((start, [cell.strip() for cell in cells]))
            start = reader.line_num + 1 + before
    except csv.Error as error:
        message = f"the row that begins here cannot be read ({error}): look at its quotes"
        raise ProblemsError([Problem(name, start, message, rule=RULE)]) from error
    head = [cell.lower().replace(" ", "_") for cell in rows[0][1]] if rows else []
    problems = list(_faults_of_head(name, 1 + before, head))
    if problems:
        raise ProblemsError(problems)
    return [
        _row(name, line, number, head, cells, base)
        for number, (line, cells) in enumerate(rows[1:], start=2)
        if any(cells)
    ]


def _text_of(path: Path) -> str:
    """The text of a table: in UTF-8, or in what Excel saves if it is not told to, cp1252."""
    try:
        return text_of(path.read_bytes())
    except NotUtf8Error as error:
        if "\N{REPLACEMENT CHARACTER}" in error.text or "\0" in error.text:
            raise ProblemsError([Problem(path.name, error.line, str(error), rule=RULE)]) from error
        return error.text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")


def _faults_of_head(name: str, line: int, head: Sequence[str]) -> Iterator[Problem]:
    def problem(place: int, message: str) -> Problem:
        return Problem(name, line, f"cell {_letters(place)}1: {message}", rule=RULE)

    if not head or not any(head):
        columns = f"the first line must name the columns, such as {', '.join(COLUMNS[1:6])}"
        yield Problem(name, line, columns, rule=RULE)
        return
    if "name" not in head and "site_name" not in head:
        yield Problem(name, line, 'there must be a column "name", or "site_name"', rule=RULE)
    for place, column in enumerate(head):
        if column and column not in COLUMNS:
            hint = did_you_mean(column, COLUMNS)
            yield problem(place, f'nothing reads the column "{column}"{hint}')
    counted = Counter(column for column in head if column)
    for column in (column for column, count in counted.items() if count > 1):
        place = len(head) - 1 - list(reversed(head)).index(column)
        yield problem(place, f'the column "{column}" is there twice')


def _row(
    name: str,
    line: int,
    number: int,
    head: Sequence[str],
    cells: Sequence[str],
    base: Path,
) -> ClinicRow:
    """The settings of a row; `number` is that of a spreadsheet, `line` that of the text."""
    given = dict(zip(head, cells, strict=False))
    problems: list[Problem] = []
    said: dict[str, Any] = {"INHERIT": base.name}
    clinic: dict[str, Any] = {}
    places: dict[str, str] = {}
    for place, column in enumerate(head):
        value = given.get(column, "")
        if not column:
            continue
        cell = f"{_letters(place)}{number}"
        key = column if column in (FOLDER, *_SETTINGS) else f"extra.clinic.{column}"
        places[key] = cell
        if not value:
            continue
        if column in _SETTINGS:
            said[column] = value
        elif column in _NUMBERS:
            clinic.setdefault("numbers", {})[column.removeprefix("numbers.")] = value
        elif column != FOLDER:
            clinic[column] = _value(column, value)
        if column == "phone" and _SHORTENED.fullmatch(value):
            message = (
                f'phone must be as people dial it, is "{value}": the spreadsheet took it for a '
                "number; make the column text, and type it again"
            )
            problems.append(Problem(name, line, f"cell {cell}: {message}", rule=RULE))
            del clinic[column]
    for place in range(len(head), len(cells)):
        if cells[place]:
            message = f'"{cells[place]}" stands in no column; put quotes around a text with commas'
            cell = f"{_letters(place)}{number}"
            problems.append(Problem(name, line, f"cell {cell}: {message}", rule=RULE))
    called = given.get("site_name") or given.get("name") or ""
    if not called:
        problems.append(Problem(name, line, f"row {number}: a clinic must have a name", rule=RULE))
    said.setdefault("site_name", called or f"row {number}")
    said["extra"] = {"clinic": clinic}
    lines = dict.fromkeys((*_keys(said), *places), line)
    file = SettingsFile(name, said, lines, (), base.parent, places)
    return ClinicRow(given.get(FOLDER) or slug_of(called) or f"row-{number}", line, file, problems)


def _value(column: str, value: str) -> Any:
    """What a cell holds; of what is a list, a line is one."""
    if column not in _LISTS:
        return value
    lines = [line.strip() for line in _LINES.split(value) if line.strip()]
    if column != "links":
        return lines
    found = ((line, _LINK.fullmatch(line)) for line in lines)
    return [
        {"title": link["title"], "url": link["url"]} if link else {"title": line}
        for line, link in found
    ]


def _keys(held: Mapping[str, Any], before: str = "") -> Iterator[str]:
    for key, value in held.items():
        yield f"{before}{key}"
        if isinstance(value, Mapping):
            yield from _keys(value, f"{before}{key}.")


def _letters(place: int) -> str:
    """What a spreadsheet calls a column: A for 0, AA for 26."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def slug_of(name: str) -> str:
    """The name of a folder for a clinic: `riverside-physiotherapy`."""
    return slugify(name, "-").strip("-")

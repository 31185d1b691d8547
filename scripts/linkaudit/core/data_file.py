"""Data files: a YAML list below the docs folder, each entry held to a pydantic model."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, ValidationError

from linkaudit.core import yaml_lines
from linkaudit.core.files import NotUtf8Error, text_of
from linkaudit.core.problem import UNREADABLE, Problem, did_you_mean

# What pydantic finds wrong in a data file, in our words: what must be, what is.

Place = Sequence[str | int]

# What must be, where pydantic's words are those of a programmer.
_PLAIN: Mapping[str, str] = {
    "dataclass_type": "must hold keys and values",
    "model_type": "must hold keys and values",
    "float_parsing": "must be a number",
    "float_type": "must be a number",
    "list_type": "must be a list",
    "string_too_short": "must not be empty",
    "string_type": "must be text: put quotes around it",
    "too_long": "must have fewer items",
    "too_short": "must have more items",
    "tuple_type": "must be a list in square brackets",
}
_FORMS = ("union_tag_invalid", "union_tag_not_found")
UNKNOWN_KEY = ("extra_forbidden", "unexpected_keyword_argument")


def in_our_words(detail: Mapping[str, Any], place: Place, known: Iterable[str]) -> str:
    """One error of pydantic as a sentence; `known` are the keys that may stand at the place."""
    where = ".".join(str(part) for part in place) or "an entry"
    if detail["type"] == "missing":
        return f"{where} must be given"
    if detail["type"] in UNKNOWN_KEY:
        return f'nothing reads "{where}"{did_you_mean(str(place[-1]), known)}'
    given = str(detail["input"])
    if detail["type"] == "literal_error":
        return _one_of(where, re.split(r", | or ", detail["ctx"]["expected"]), given)
    # Of several forms, one key tells which an entry has.
    if detail["type"] in _FORMS:
        where = f"{where}.{_bare(detail['ctx']['discriminator'])}"
        if detail["type"] != "union_tag_invalid":
            return f"{where} must be given"
        return _one_of(where, detail["ctx"]["expected_tags"].split(", "), detail["ctx"]["tag"])
    # pydantic says "Input should be …"; we say what must be.
    message = detail["msg"].removeprefix("Value error, ")
    message = re.sub(r"^(?:Input|String|Value|List|Tuple|Dictionary) should", "must", message)
    must = f"{where} {_PLAIN.get(detail['type'], message)}"
    # Of a list of entries that breaks a rule of ours the line says which: its text is long.
    entries = detail["input"] if isinstance(detail["input"], list) else []
    is_long = detail["type"] == "value_error" and any(isinstance(e, dict) for e in entries)
    return must if is_long else f'{must}, is "{given}"'


def _one_of(where: str, expected: Iterable[str], given: str) -> str:
    allowed = [_bare(word) for word in expected]
    message = f'{where} must be one of {", ".join(allowed)}, is "{given}"'
    return message + did_you_mean(given, allowed)


def _bare(word: str) -> str:
    return word.strip("'")


Model = TypeVar("Model", bound=BaseModel)


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


# Text on one line: what an editor breaks over lines may not become a list or a heading.
Text = Annotated[str, AfterValidator(_on_one_line)]
Words = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_on_one_line)
]


class StrictModel(BaseModel):
    """Keys and values in which nothing stands that nothing reads."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Placed(BaseModel):
    """An entry of a list, which knows where it is written."""

    _file: str = ""
    _written: Any = None

    def model_post_init(self, context: Any) -> None:
        """Keep the place that `read` gives as the context."""
        if context:
            self._file, self._written = context

    @property
    def place(self) -> str:
        """The file and the line, as a problem names them."""
        return f"{self._file}:{self.line_of()}"

    def line_of(self, *place: str | int) -> int:
        """The line of a value in the entry, such as `line_of("steps", 0, "say")`."""
        return line_at(self._written, place)

    def problem(
        self,
        message: str,
        target: str | None = None,
        place: Sequence[str | int] = (),
        *,
        rule: str = "",
    ) -> Problem:
        """A problem at the line of a value in the entry, or of the entry itself."""
        return Problem(self._file, self.line_of(*place), message, target=target, rule=rule)


class DataEntry(StrictModel, Placed):
    """An entry with keys, which knows where it is written."""


def read(
    docs: Path,
    name: str,
    model: type[Model],
    problems: list[Problem],
    put_into: Callable[[Any], Any] = lambda value: value,
) -> Iterator[Model]:
    """Yield each entry that has its form.

    What has not becomes a problem with file and line, whose target is the id of the entry if
    it has one. A file that is not there is empty. `put_into` may change texts in their places.
    """
    file = f"{docs.name}/{name}"
    entries = put_into(_entries(docs / name, file, problems))
    for place, entry in enumerate(entries):
        try:
            yield model.model_validate(entry, context=(file, entry))
        except ValidationError as error:
            known = tuple(_fields(model))
            for detail in error.errors():
                where = _written_place(entry, detail["type"], detail["loc"])
                line = line_at(entries, (place, *where))
                message = in_our_words(dict(detail), where, known)
                target = str(entry["id"]) if isinstance(entry, dict) and "id" in entry else None
                problems.append(Problem(file, line, message, target=target, rule=UNREADABLE))


def _written_place(entry: Any, kind: str, place: Place) -> Place:
    """The place of an error as the file has it: pydantic names the form of an entry as well."""
    found: list[str | int] = []
    for number, part in enumerate(place, start=1):
        is_form = isinstance(entry, dict) and part not in entry
        if is_form and (number < len(place) or kind not in ("missing", *UNKNOWN_KEY)):
            continue
        found.append(part)
        try:
            entry = entry[part]
        except (KeyError, IndexError, TypeError):
            entry = None
    return found


def line_at(value: Any, place: Sequence[str | int]) -> int:
    """The line of a value within what `yaml_lines` read: the nearest that is known."""
    line: int = getattr(value, "line", 1)
    for part in place:
        if isinstance(value, yaml_lines.Mapping):
            line = value.lines.get(str(part), line)
        elif isinstance(value, yaml_lines.Sequence) and isinstance(part, int):
            line = value.lines[part] if part < len(value) else line
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            break
    return line


def _entries(path: Path, file: str, problems: list[Problem]) -> list[Any]:
    def failed(line: int, message: str) -> list[Any]:
        problems.append(Problem(file, line, message, rule=UNREADABLE))
        return []

    if not path.is_file():
        return []
    try:
        entries = yaml_lines.load(text_of(path.read_bytes()))
    except (yaml_lines.MarkedYamlError, NotUtf8Error) as error:
        return failed(error.line, str(error))
    if not isinstance(entries, list | None):
        return failed(1, "must be a list: begin each entry with a dash")
    return entries or []


def _fields(model: type[BaseModel]) -> Iterator[str]:
    """The keys of a model and of the models that it holds."""
    for name, field in model.model_fields.items():
        yield field.alias or name
        for inner in _models(field.annotation):
            yield from _fields(inner)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)

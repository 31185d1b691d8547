"""Data files: a YAML list below the docs folder, each entry held to a pydantic model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from guide import marked_yaml
from guide.faults import in_our_words
from guide.problems import Problem

Model = TypeVar("Model", bound=BaseModel)


def read(
    docs: Path, name: str, model: type[Model], problems: list[Problem]
) -> Iterator[tuple[Model, marked_yaml.Mapping]]:
    """Yield each entry that has its form, with the mapping as written, which knows its lines.

    What has not becomes a problem with file and line. A file that is not there is empty.
    """
    for entry in _entries(docs, name, problems):
        try:
            yield model.model_validate(entry), entry
        except ValidationError as error:
            known = tuple(_fields(model))
            for detail in error.errors():
                line = line_at(entry, detail["loc"])
                message = in_our_words(dict(detail), detail["loc"], known)
                problems.append(Problem(f"{docs.name}/{name}", line, "unreadable", message))


def line_at(value: Any, place: Sequence[str | int]) -> int:
    """The line of a value within what `marked_yaml` read: the nearest that is known."""
    line: int = getattr(value, "line", 1)
    for part in place:
        if isinstance(value, marked_yaml.Mapping):
            line = value.lines.get(str(part), line)
        elif isinstance(value, marked_yaml.Sequence) and isinstance(part, int):
            line = value.lines[part] if part < len(value) else line
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            break
    return line


def _entries(docs: Path, name: str, problems: list[Problem]) -> list[Any]:
    def failed(line: int, message: str) -> list[Any]:
        problems.append(Problem(f"{docs.name}/{name}", line, "unreadable", message))
        return []

    if not (docs / name).is_file():
        return []
    try:
        entries = marked_yaml.load((docs / name).read_text("utf-8-sig")) or []
    except UnicodeDecodeError:
        return failed(1, "must be UTF-8 text, is not")
    except marked_yaml.MarkedYamlError as error:
        return failed(error.line, str(error))
    if not isinstance(entries, list):
        return failed(1, f"must be a list, is a {type(entries).__name__}")
    return entries


def _fields(model: type[BaseModel]) -> Iterator[str]:
    """The keys of a model and of the models that it holds."""
    for name, field in model.model_fields.items():
        yield name
        for inner in _models(field.annotation):
            yield from _fields(inner)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)

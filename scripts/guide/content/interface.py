"""The words of the guide that stand in no page: those of templates, scripts, prints and blocks.

`docs/_data/interface.yml` has them by language, and says in which language the pages are.
mkdocs.yml inherits that file, so that templates have the same words as `ui` without a plugin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal
from linkaudit.core import yaml_lines
from linkaudit.core.files import NotUtf8Error, text_of
from linkaudit.core.problem import UNREADABLE, CannotRunError, Problem, did_you_mean
from markupsafe import Markup, escape

from guide.core.content_folder import content_folder

FILE = "_data/interface.yml"
# What a guide without a catalogue of its own speaks: one of a few pages, a test.
USUAL = content_folder() / "docs" / FILE
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_KEY = re.compile(r"[a-z][a-z0-9_-]*")


class NoWordsError(CannotRunError):
    """Words that are needed stand in no catalogue."""


@dataclass(frozen=True, eq=False)
class Interface:
    """The words of one language by keys like `search.none`.

    A word with a number is a mapping of plural forms, as CLDR names them; months are a list.
    """

    language: str
    words: Mapping[str, Any] = field(repr=False)

    @classmethod
    def load(cls, docs: Path | None = None) -> Interface:
        """The words in the language of the docs folder; the usual ones if it has none to be read.

        `faults_of` says what is wrong with its own. Raises `NoWordsError` if the usual ones
        cannot be read.
        """
        file = docs / FILE if docs and (docs / FILE).is_file() else USUAL
        return _load(file, file.stat().st_mtime_ns)

    def text(self, key: str, count: float | None = None, /, **values: object) -> str:
        """The words of a key, with the values in the places of the names in braces.

        With a `count` it is the plural form for that number, which is the value `count` too.
        Raises `NoWordsError` for a key that is not there, `KeyError` for a name without a value.
        """
        return _PLACEHOLDER.sub(lambda name: str(values[name[1]]), self._form(key, count, values))

    def markup(self, key: str, count: float | None = None, /, **values: object) -> Markup:
        """The words of a key as HTML. Values are escaped unless they are `Markup` themselves."""
        pieces = _PLACEHOLDER.split(self._form(key, count, values))
        names = (values[name] for name in pieces[1::2])
        filled = [escape(piece) for piece in pieces]
        filled[1::2] = map(escape, names)
        return Markup().join(filled)

    def items(self, key: str) -> list[str]:
        """The words of a list, such as `locale.months`, or of a text, such as stop words."""
        held = self._at(key)
        return list(held) if isinstance(held, list) else str(held).split()

    def css(self, key: str, /, **values: str) -> str:
        """The words of a key as CSS `content`; values are CSS, such as `counter(page)`."""
        pieces = _PLACEHOLDER.split(str(self._at(key)))
        for place, piece in enumerate(pieces):
            said = piece.replace('"', r"\22 ").replace("\N{NO-BREAK SPACE}", r"\a0")
            pieces[place] = values[piece] if place % 2 else f'"{said}"'
        return " ".join(piece for piece in pieces if piece != '""')

    def date(self, day: date) -> str:
        """A date as people say it, on one line: 22 November 2026."""
        month = self.items("locale.months")[day.month - 1]
        words = self.text("locale.date", day=day.day, month=month, year=day.year)
        return words.replace(" ", "\N{NO-BREAK SPACE}")

    def number(self, value: float) -> str:
        """A number as people write it: 1,000 and 0.5."""
        return str(format_decimal(value, locale=Locale.parse(self.language, sep="-")))

    def _at(self, key: str) -> Any:
        held: Any = self.words
        for name in key.split("."):
            if not isinstance(held, Mapping) or name not in held:
                near = did_you_mean(key, (known for known, _ in _leaves(self.words, 1)))
                raise NoWordsError(f'{FILE} has no words "{key}" in "{self.language}"{near}')
            held = held[name]
        return held

    def _form(self, key: str, count: float | None, values: dict[str, object]) -> str:
        held = self._at(key)
        if count is None:
            return str(held)
        values.setdefault("count", count)
        return str(held[_plural(self.language)(count)])


@lru_cache(maxsize=8)
def _load(file: Path, changed: int) -> Interface:
    said, problems = _read(file, FILE)
    language = str(_below(_below(said, "theme"), "language"))
    words = _below(_below(_below(said, "extra"), "interface"), language)
    if not isinstance(words, Mapping) and file != USUAL:
        return Interface.load()
    if not isinstance(words, Mapping):
        raise NoWordsError("\n".join(map(str, problems)))
    return Interface(language, words)


@lru_cache(maxsize=8)
def _plural(language: str) -> Any:
    return Locale.parse(language, sep="-").plural_form


def faults_of(docs: Path) -> list[Problem]:
    """What is wrong with the catalogue of a docs folder; nothing if it has none of its own."""
    file, name = docs / FILE, f"{docs.name}/{FILE}"
    return _read(file, name)[1] if file.is_file() else []


def _read(file: Path, name: str) -> tuple[Any, list[Problem]]:
    """What a catalogue says, and what is wrong with it."""
    try:
        said = yaml_lines.load(text_of(file.read_bytes()))
    except (yaml_lines.MarkedYamlError, NotUtf8Error) as error:
        return None, [Problem(name, error.line, str(error), rule=UNREADABLE)]
    problems = [Problem(name, line, message, rule=UNREADABLE) for line, message in _faults(said)]
    return said, problems


_Faults = Iterator[tuple[int, str]]


def _faults(said: Any) -> _Faults:
    theme, extra = (_below(said, key) for key in ("theme", "extra"))
    language, languages = _below(theme, "language"), _below(extra, "interface")
    keys_of_file = set(said) - {"INHERIT"} if isinstance(said, dict) else set()
    if not isinstance(languages, yaml_lines.Mapping) or (keys_of_file, set(theme), set(extra)) != (
        {"theme", "extra"},
        {"language"},
        {"interface"},
    ):
        yield 1, "must hold theme.language, and below extra.interface the words of each language"
        return
    if language not in languages:
        hint = did_you_mean(str(language), languages)
        line = theme.lines["language"]
        yield line, f'there are no words in the language "{language}" below extra.interface{hint}'
        return
    models: dict[str, tuple[int, Any]] = {}
    for name, words in languages.items():
        line = languages.lines[name]
        try:
            forms = {*_plural(str(name)).tags, "other"}
        except (UnknownLocaleError, ValueError):
            yield line, f'"{name}" is no code of a language, such as "en" or "cy"'
            continue
        found = dict(_leaves(words, line))
        yield from _wrong_words(found, forms)
        if not models:
            models = found
        else:
            yield from _differences(str(name), line, found, models, next(iter(languages)))


def _below(held: Any, key: str) -> Any:
    return held.get(key) if isinstance(held, dict) else None


def _leaves(held: Any, line: int, key: str = "") -> Iterator[tuple[str, tuple[int, Any]]]:
    """Each key like `search.none` with its line and words; plural forms are one word."""
    if isinstance(held, yaml_lines.Mapping) and "other" not in held:
        for name, below in held.items():
            yield from _leaves(below, held.lines[name], f"{key}.{name}" if key else name)
    else:
        yield key, (line, held)


def _wrong_words(found: Mapping[str, tuple[int, Any]], forms: set[str]) -> _Faults:
    for key, (line, held) in found.items():
        for name in key.split("."):
            if not _KEY.fullmatch(name) or hasattr(dict, name):
                wrong = "is a word of the templates" if hasattr(dict, name) else "must be in a to z"
                yield line, f'the key "{key}": "{name}" {wrong}: take another name'
        if isinstance(held, dict) and set(held) != forms:
            wanted = ", ".join(sorted(forms))
            yield line, f'"{key}" must have the forms {wanted}, has {", ".join(sorted(held))}'
        for text in _texts(held):
            if not isinstance(text, str) or not text.strip():
                yield line, f'"{key}" must be words, is "{"" if text is None else text}"'


def _differences(
    language: str,
    line: int,
    found: Mapping[str, tuple[int, Any]],
    models: Mapping[str, tuple[int, Any]],
    model: str,
) -> _Faults:
    """How the words of a language differ in keys and names from those of the first."""
    for key in models.keys() - found.keys():
        yield line, f'"{language}" has no words for "{key}"'
    for key, (at, held) in found.items():
        if key not in models:
            yield at, f'"{model}" has no key "{key}"{did_you_mean(key, models)}'
            continue
        of_model = models[key][1]
        if type(held) is not type(of_model) or (
            isinstance(held, list) and len(held) != len(of_model)
        ):
            yield at, f'"{key}" must have the form that it has in "{model}"'
        elif _names(held) != _names(of_model):
            wanted = ", ".join(f"{{{name}}}" for name in sorted(_names(of_model))) or "none"
            yield at, f'"{key}" must have the same names in braces as in "{model}": {wanted}'


def _texts(held: Any) -> list[Any]:
    if isinstance(held, dict):
        return list(held.values())
    return held if isinstance(held, list) else [held]


def _names(held: Any) -> set[str]:
    return {name for text in _texts(held) for name in _PLACEHOLDER.findall(str(text))}


def keys(ui: Interface) -> dict[str, int]:
    """Every key of a language, with its line in the catalogue; a plural has one for its forms."""
    return {key: line for key, (line, _) in _leaves(ui.words, 1)}

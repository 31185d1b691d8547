"""The word lists of the guide: words to avoid, and words to explain before they are used."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from guide import marked_yaml
from guide.problems import Problem

PLAIN = "_data/plain_words.yml"
MEDICAL = "_data/medical_words.yml"
KNOWN = "_data/known_abbreviations.yml"
METAPHORS = "_data/metaphors.yml"
_Entry = TypeVar("_Entry")


@dataclass(frozen=True)
class AvoidedWord:
    """Words to avoid, which the first group of `pattern` holds, and what to use instead."""

    pattern: re.Pattern[str]
    use: str
    rule: str
    only_links: bool


@dataclass(frozen=True)
class WordLists:
    """All lists; one that is not there is empty. `unreadable` is what could not be read.

    The first group of a metaphor's pattern holds its word, as that of an avoided word does.
    """

    avoided: tuple[AvoidedWord, ...] = ()
    medical: tuple[re.Pattern[str], ...] = ()
    known_abbreviations: frozenset[str] = frozenset()
    metaphors: tuple[re.Pattern[str], ...] = ()
    unreadable: tuple[Problem, ...] = field(default=())

    @classmethod
    def load(cls, docs: Path) -> WordLists:
        """Read the lists below the docs folder. Never raises for what they hold."""
        problems: list[Problem] = []
        avoided = _read(docs, PLAIN, _avoided_word, problems)
        medical = _read(docs, MEDICAL, _medical_word, problems)
        known = _read(docs, KNOWN, _abbreviation, problems)
        metaphors = _read(docs, METAPHORS, _metaphor, problems)
        return cls(
            tuple(avoided), tuple(medical), frozenset(known), tuple(metaphors), tuple(problems)
        )


def _read(
    docs: Path, name: str, make: Callable[[Any], _Entry], problems: list[Problem]
) -> list[_Entry]:
    """Make something of each entry of a list; what cannot be made becomes a problem."""
    if not (docs / name).is_file():
        return []

    def failed(line: int, message: str) -> None:
        problems.append(Problem(f"{docs.name}/{name}", line, "unreadable", message))

    made = []
    try:
        entries = marked_yaml.load((docs / name).read_text("utf-8")) or []
    except UnicodeDecodeError:
        failed(1, "must be UTF-8 text, is not")
        return []
    except marked_yaml.MarkedYamlError as error:
        failed(error.line, str(error))
        return []
    if not isinstance(entries, list):
        failed(1, f"must be a list, is a {type(entries).__name__}")
        return []
    for place, entry in enumerate(entries, start=1):
        try:
            made.append(make(entry))
        except (KeyError, TypeError, ValueError):
            form = (make.__doc__ or "").rstrip(".")
            failed(getattr(entry, "line", 1), f"entry {place} must be like {form}, is {entry!r}")
    return made


def _avoided_word(entry: Any) -> AvoidedWord:
    """{avoid: [risk, risks], except: [at risk], use: chance, rule: NS-30}."""
    pattern = _with_exceptions(entry, "avoid")
    only_links = entry.get("only") == "links"
    return AvoidedWord(pattern, str(entry["use"]), str(entry["rule"]), only_links)


def _medical_word(entry: Any) -> re.Pattern[str]:
    """[opioid, opioids]."""
    return _whole_words(_any_of(entry))


def _abbreviation(entry: Any) -> str:
    """GP."""
    if not isinstance(entry, str) or not entry.strip():
        raise TypeError("must be a word")
    return entry


def _metaphor(entry: Any) -> re.Pattern[str]:
    """{picture: [alarm, alarms], except: [phone alarm]}."""
    return _with_exceptions(entry, "picture")


def _with_exceptions(entry: Any, key: str) -> re.Pattern[str]:
    """A phrase that may stand is matched first, as a whole, and told by no group."""
    may_stand = f"{_any_of(entry['except'])}|" if "except" in entry else ""
    return _whole_words(f"{may_stand}({_any_of(entry[key])})")


def _whole_words(forms: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{forms})(?![\w-])", re.IGNORECASE)


def _any_of(phrases: Iterable[str]) -> str:
    if isinstance(phrases, str) or not phrases:
        raise TypeError("must be a list of words")
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in phrases)

"""Word lists that editors keep: words to avoid or to explain, and the words of those who search."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from linkaudit.core.data_file import DataEntry, Placed, StrictModel, Words, read
from linkaudit.core.problem import Problem
from pydantic import Field, RootModel

# The word lists of the guide: words to avoid, and words to explain before they are used.

PLAIN = "_data/plain_words.yml"
MEDICAL = "_data/medical_words.yml"
KNOWN = "_data/known_abbreviations.yml"
METAPHORS = "_data/metaphors.yml"
Forms = Annotated[list[Words], Field(min_length=1)]


class Phrases(StrictModel):
    """The forms of a word, and longer phrases with it that may stand."""

    forms: Forms
    may_stand: Forms | None = Field(default=None, alias="except")

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds whole words; a phrase that may stand is matched first, in no group."""
        may_stand = f"{_any_of(self.may_stand)}|" if self.may_stand else ""
        words = rf"(?<![\w-])(?:{may_stand}({_any_of(self.forms)}))(?![\w-])"
        return re.compile(words, re.IGNORECASE)

    @cached_property
    def starts(self) -> tuple[str, ...]:
        """The first word of each form."""
        return tuple(form.split()[0].lower() for form in self.forms)


class AvoidedWord(Phrases):
    """Words to avoid, and what to use instead."""

    forms: Forms = Field(alias="avoid")
    use: Words
    rule: Words
    only: Literal["links"] | None = None

    @property
    def only_links(self) -> bool:
        """Whether the words may stand, but not as the words of a link."""
        return self.only == "links"


class Metaphor(Phrases):
    """Words that are a picture of speech."""

    forms: Forms = Field(alias="picture")


class MedicalWord(RootModel[Forms]):
    """The forms of a word to explain."""


class Abbreviation(RootModel[Words]):
    """A short form that all know."""


AnyPhrases = TypeVar("AnyPhrases", bound=Phrases)


@dataclass(frozen=True)
class WordLists:
    """All lists; one that is not there is empty. `unreadable` is what could not be read."""

    avoided: tuple[AvoidedWord, ...] = ()
    medical: tuple[Phrases, ...] = ()
    known_abbreviations: frozenset[str] = frozenset()
    metaphors: tuple[Metaphor, ...] = ()
    unreadable: tuple[Problem, ...] = ()

    @classmethod
    def load(cls, docs: Path) -> WordLists:
        """Read the lists below the docs folder. Never raises for what they hold."""
        problems: list[Problem] = []
        return cls(
            tuple(read(docs, PLAIN, AvoidedWord, problems)),
            tuple(Phrases(forms=word.root) for word in read(docs, MEDICAL, MedicalWord, problems)),
            frozenset(word.root for word in read(docs, KNOWN, Abbreviation, problems)),
            tuple(read(docs, METAPHORS, Metaphor, problems)),
            tuple(problems),
        )


def those_in(phrases: Iterable[AnyPhrases], texts: Iterable[str]) -> list[AnyPhrases]:
    """Those of which a first word stands in the texts: a quick look that saves many searches."""
    text = "\n".join(texts).lower()
    return [each for each in phrases if any(start in text for start in each.starts)]


def _any_of(phrases: Iterable[str]) -> str:
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in phrases)


URGENT = "_data/urgent_words.yml"
SAME = "_data/same_words.yml"
MEANINGS = "_data/search_meanings.yml"
QUESTIONS = "_data/question_examples.yml"


class UrgentWords(DataEntry):
    """A place of the guide for an emergency, `page.md` or `page.md#anchor`.

    It stands before all results if one of its phrases is asked for, and if a question is like
    the examples of that kind; then, with `when`, only if one of those phrases is asked for too.
    """

    kind: Literal["overdose", "crisis", "urgent"]
    page: Words
    words: Forms
    when: Forms | None = None


class SameWords(Placed, RootModel[Forms]):
    """Words that mean the same."""


class Meaning(DataEntry):
    """What search words mean on the pages that they lead to, in words that such a page says."""

    means: Words
    words: Forms


class QuestionExamples(DataEntry):
    """A page, and what people type who look for it: from these the search learns other words."""

    page: Words
    questions: Forms


def read_questions(docs: Path, problems: list[Problem]) -> tuple[QuestionExamples, ...]:
    """The questions of each page; what cannot be read becomes a problem."""
    return tuple(read(docs, QUESTIONS, QuestionExamples, problems))


@dataclass(frozen=True)
class SearchWords:
    """All lists; one that is not there is empty. `unreadable` is what could not be read."""

    urgent: tuple[UrgentWords, ...] = ()
    same: tuple[SameWords, ...] = ()
    meanings: tuple[Meaning, ...] = ()
    questions: tuple[QuestionExamples, ...] = ()
    unreadable: tuple[Problem, ...] = ()

    @classmethod
    def load(cls, docs: Path) -> SearchWords:
        """Read the lists below the docs folder. Never raises for what they hold."""
        problems: list[Problem] = []
        urgent = tuple(read(docs, URGENT, UrgentWords, problems))
        same = tuple(read(docs, SAME, SameWords, problems))
        meanings = tuple(read(docs, MEANINGS, Meaning, problems))
        questions = read_questions(docs, problems)
        return cls(urgent, same, meanings, questions, tuple(problems))

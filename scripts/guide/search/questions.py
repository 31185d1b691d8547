"""Which pages a question wants, by weights learned from the questions that people type.

A question is its features: its stems, and the groups of words with the same meaning that it
names. Each feature has small whole weights for the pages that questions with it want.
`scripts/tools/learn_questions.py` learns them; `assets/javascripts/search-engine.js` adds them up.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from linkaudit.core.problem import UNREADABLE, Problem

from guide.content.stems import stems
from guide.content.word_lists import QuestionExamples, SameWords

WEIGHTS = "_data/question_weights.txt"
# A weight of 4 makes a page e times as likely. None is larger than 12: it is written as a letter.
UNIT, MOST = 4, 12
# The group of words with the same meaning at place 7 of `same_words.yml` is the feature "=7".
GROUP = "="
_DIGEST = re.compile(r"digest ([0-9a-f]{16})")
_WEIGHTS = re.compile(r"([^\s:]+): (\S+ \d+(?:, \S+ \d+)*)")

PageWeights = Mapping[str, int]


@dataclass(frozen=True)
class Groups:
    """The groups of words with the same meaning, as the features of a question name them."""

    same: Sequence[SameWords]

    @cached_property
    def _forms(self) -> dict[str, list[tuple[str, list[str]]]]:
        forms: dict[str, list[tuple[str, list[str]]]] = {}
        for number, group in enumerate(self.same):
            for form in map(stems, group.root):
                forms.setdefault(form[0], []).append((f"{GROUP}{number}", form))
        return forms

    def features(self, text: str) -> set[str]:
        """What the weights know a question by: "pee" has pee and the group that it stands in."""
        said = stems(text)
        return {
            *said,
            *(
                name
                for at, first in enumerate(said)
                for name, form in self._forms.get(first, ())
                if said[at : at + len(form)] == form
            ),
        }


def digest(questions: Sequence[QuestionExamples], same: Sequence[SameWords]) -> str:
    """Tells whether weights were learned from these questions, with the features of today."""
    groups = Groups(same)
    known = sorted(
        (entry.page, sorted(groups.features(text)))
        for entry in questions
        for text in entry.questions
    )
    return hashlib.sha256(json.dumps(known).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class QuestionWeights:
    """For each feature the weight of each page that it speaks for; `digest` of the questions."""

    of: Mapping[str, PageWeights] = field(default_factory=dict)
    digest: str = ""
    problems: tuple[Problem, ...] = ()

    @classmethod
    def load(cls, docs: Path) -> QuestionWeights:
        """Read the weights below the docs folder. Never raises for what they hold."""
        path, file = docs / WEIGHTS, f"{docs.name}/{WEIGHTS}"
        if not path.is_file():
            return cls()
        try:
            text = path.read_text("utf-8-sig")
        except UnicodeDecodeError:
            problem = Problem(file, 1, "must be UTF-8 text, is not", rule=UNREADABLE)
            return cls(problems=(problem,))
        problems: list[Problem] = []
        of: dict[str, PageWeights] = {}
        for number, line in enumerate(text.split("\n"), 1):
            if not line.strip() or line.startswith("#"):
                continue
            if found := _WEIGHTS.fullmatch(line):
                pairs = (each.rsplit(" ", 1) for each in found[2].split(", "))
                of[found[1]] = {page: int(weight) for page, weight in pairs}
            else:
                message = f'must be a feature and pages with whole numbers, is "{line}"'
                problems.append(Problem(file, number, message, rule="stale-question-weights"))
        head = _DIGEST.search(text)
        return cls(of, head[1] if head else "", tuple(problems))

    def text(self) -> str:
        """The weights as their file holds them."""
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        yield "# Learned by `make emergencies`: change question_examples.yml, not this file."
        yield f"# Of the questions with the digest {self.digest}"
        for name, pages in sorted(self.of.items()):
            yield f"{name}: " + ", ".join(f"{page} {n}" for page, n in sorted(pages.items()))

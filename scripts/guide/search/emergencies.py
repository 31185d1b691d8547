"""Emergencies: which place a question needs, if any, by weights learned from examples.

A question is its features: its stems, each pair of stems that follow one another, the beginnings
of longer stems, and whether it has a number. Each feature has a small whole weight for each
place. `scripts/tools/learn_emergencies.py` learns them; `assets/javascripts/search-engine.js`
adds them up as `Weights.scores` does, and a test holds one against the other.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from linkaudit.core.problem import UNREADABLE, Problem, did_you_mean

from guide.content.stems import stems, words
from guide.content.word_lists import read_questions

EXAMPLES = "_data/emergency_examples.txt"
WEIGHTS = "_data/emergency_weights.txt"
# The order counts: of two places that a question needs, the first is shown first.
PLACES = ("overdose", "crisis", "urgent")
NONE = "none"
# A weight of 4 makes a place e times as likely. None is larger than 12: it is written as a letter.
UNIT, MOST = 4, 12
# A place that is nearly as likely as the likeliest stands before it if `PLACES` has it so.
NEARLY = 0.7
NUMBER = "#"
BEGINNING = 4
# What is added up before any feature stands in the list of weights under this name.
ALWAYS = "^"
_DIGEST = re.compile(r"digest ([0-9a-f]{16})")
_WEIGHT = re.compile(r"(-?\d+) (-?\d+) (-?\d+) (\S.*)")

Triple = tuple[int, int, int]
# Without weights nothing is an emergency.
UNLIKELY: Triple = (-400, -400, -400)


def features(text: str) -> set[str]:
    """What the weights know a question by: "numb leg" has numb, leg, "numb leg"."""
    said = stems(text)
    found = {*said, *(f"{one} {next_}" for one, next_ in pairwise(said))}
    found.update(f"{stem[:BEGINNING]}*" for stem in said if len(stem) > BEGINNING)
    if any(re.fullmatch("[0-9]+", stem) for stem in said):
        found.add(NUMBER)
    return found


@dataclass(frozen=True)
class Examples:
    """What people typed, each with its place or `NONE`. `problems` are lines without that form.

    The questions of `question_examples.yml` are no emergencies.
    """

    of: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()

    @classmethod
    def load(cls, docs: Path) -> Examples:
        """Read the examples below the docs folder. Never raises for what they hold."""
        file = f"{docs.name}/{EXAMPLES}"
        found: list[tuple[str, str]] = []
        problems: list[Problem] = []
        first: dict[str, int] = {}
        for number, line in _lines(docs / EXAMPLES, file, problems):
            place, colon, text = (part.strip() for part in line.partition(":"))
            bare = " ".join(words(text))
            if not colon or not bare:
                message = f'must be a place, a colon and what is typed, is "{line}"'
            elif place not in (*PLACES, NONE):
                known = (*PLACES, NONE)
                hint = did_you_mean(place, known)
                message = f'the place must be one of {", ".join(known)}, is "{place}"{hint}'
            elif bare in first:
                message = f'"{text}" stands in line {first[bare]} too'
            else:
                first[bare] = number
                found.append((text, place))
                continue
            problems.append(Problem(file, number, message, target=line, rule="emergency-example"))
        ordinary = [text for page in read_questions(docs, []) for text in page.questions]
        found += [(text, NONE) for text in ordinary if " ".join(words(text)) not in first]
        return cls(tuple(found), tuple(problems))

    @property
    def digest(self) -> str:
        """Tells whether weights were learned from these examples, with the features of today."""
        return _digest(self.of)


@lru_cache(maxsize=4)  # thousands of examples, of which `guide serve` asks after each change
def _digest(examples: tuple[tuple[str, str], ...]) -> str:
    known = sorted((place, sorted(features(text))) for text, place in examples)
    return hashlib.sha256(json.dumps(known).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Weights:
    """The weight of each feature for each of `PLACES`, against none; `digest` of the examples."""

    of: Mapping[str, Triple] = field(default_factory=dict)
    always: Triple = UNLIKELY
    digest: str = ""
    problems: tuple[Problem, ...] = ()

    @classmethod
    def load(cls, docs: Path) -> Weights:
        """Read the weights below the docs folder. Never raises for what they hold."""
        file = f"{docs.name}/{WEIGHTS}"
        problems: list[Problem] = []
        of: dict[str, Triple] = {}
        for number, line in _lines(docs / WEIGHTS, file, problems):
            if found := _WEIGHT.fullmatch(line):
                of[found[4]] = (int(found[1]), int(found[2]), int(found[3]))
            else:
                message = f'must be three whole numbers and a feature, is "{line}"'
                problems.append(Problem(file, number, message, rule="stale-emergency-weights"))
        always = of.pop(ALWAYS, UNLIKELY)
        path = docs / WEIGHTS
        head = _DIGEST.search(path.read_text("utf-8", "replace")) if path.is_file() else None
        return cls(of, always, head[1] if head else "", tuple(problems))

    def text(self) -> str:
        """The weights as their file holds them."""
        lines = [
            f"# Learned by `make emergencies`: change {Path(EXAMPLES).name}, not this file.",
            f"# Weights for {', '.join(PLACES)}; of the examples with the digest {self.digest}",
            *(f"{a} {b} {c} {name}" for name, (a, b, c) in [(ALWAYS, self.always), *self._sorted]),
        ]
        return "\n".join(lines) + "\n"

    @property
    def _sorted(self) -> list[tuple[str, Triple]]:
        return sorted(self.of.items())

    def scores(self, text: str) -> tuple[float, float, float]:
        """How likely each place is against none, as logarithms."""
        sums = list(self.always)
        for name in features(text):
            for at, weight in enumerate(self.of.get(name, ())):
                sums[at] += weight
        return sums[0] / UNIT, sums[1] / UNIT, sums[2] / UNIT

    def lines(self) -> Iterator[str]:
        """The weights for the search: letters shared with the line before, the rest, 3 capitals."""
        before = ""
        for name, weights in self._sorted:
            letters = "".join(chr(ord("N") + each) for each in weights)
            yield f"{front_coded(name, before)}{letters}"
            before = name


def front_coded(name: str, before: str) -> str:
    """A word of a sorted list: how many letters it begins like the one before, at most 9; its rest.

    The search reads them so, in `emergencies.js` and in `words.js`.
    """
    shared = 0
    while shared < min(len(name), len(before), 9) and name[shared] == before[shared]:
        shared += 1
    return f"{shared}{name[shared:]}"


def needed(scores: Sequence[float]) -> list[str]:
    """The places that a question needs, the one to show first in front; none is no emergency."""
    if sum(map(math.exp, scores)) <= 1:
        return []
    best = max(scores)
    of = dict(zip(PLACES, scores, strict=True))
    likely = [place for place, score in of.items() if score == best or score > 0]
    return sorted(likely, key=lambda place: -min(of[place], best - NEARLY))


def _lines(path: Path, file: str, problems: list[Problem]) -> Iterable[tuple[int, str]]:
    """The lines of a list that are no comment, each with its number."""
    if not path.is_file():
        return
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        problems.append(Problem(file, 1, "must be UTF-8 text, is not", rule=UNREADABLE))
        return
    for number, line in enumerate(text.split("\n"), 1):
        if (line := line.strip()) and not (line.startswith("# ") or line == "#"):
            yield number, line

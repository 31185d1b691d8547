"""Learn which questions are emergencies, and write the weights that the search adds up.

Usage: python scripts/tools/learn_emergencies.py [--measure]

Reads docs/_data/emergency_examples.txt, and question_examples.yml as questions without one, and
writes docs/_data/emergency_weights.txt. `--measure`
writes nothing: it learns from four fifths of the examples and asks for the others, five times,
and prints how many come out right for several bars. Logistic regression for three places against
none, fitted by AdaGrad: the same examples always give the same weights.
"""

from __future__ import annotations

import gzip
import hashlib
import math
import random
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from guide.content.stems import stems
from guide.search.emergencies import (
    ALWAYS,
    MOST,
    NONE,
    PLACES,
    UNIT,
    WEIGHTS,
    Examples,
    Weights,
    features,
    needed,
)

DOCS = Path(__file__).parents[2] / "docs"
ROUNDS, STEP, SHRINK = 25, 0.4, 0.0005
# How many features are kept: more would take more of a reader's data, and hardly know more.
KEPT = 2950
# A feature of one example tells nothing of the next.
LEAST = 2
# Added to each place. Some 4 of 100 ordinary questions are taken for an emergency with it
# when measured: one that is missed is worse than one too many.
BAR = 0.75
PARTS = 5

Fitted = dict[str, list[float]]
Cases = Sequence[tuple[frozenset[str], int]]


def fit(cases: Cases, kept: Iterable[str]) -> Fitted:
    """The weight of each feature for each place against none; `ALWAYS` is one of them."""
    size = len(PLACES)
    weights: Fitted = {name: [0.0] * size for name in sorted({*kept, ALWAYS})}
    slopes: Fitted = {name: [1e-8] * size for name in weights}
    each = [
        ([(weights[name], slopes[name]) for name in sorted({*has, ALWAYS}) if name in weights], at)
        for has, at in cases
    ]
    order = random.Random(12)  # noqa: S311  the same in every run
    for _ in range(ROUNDS):
        order.shuffle(each)
        for rows, right in each:
            powers = [math.exp(min(50, sum(row[at] for row, _ in rows))) for at in range(size)]
            whole = 1 + sum(powers)
            for at in range(size):
                off = powers[at] / whole - (at == right)
                if abs(off) < 0.001:
                    continue
                for row, squares in rows:
                    slope = off + SHRINK * row[at]
                    squares[at] += slope * slope
                    row[at] -= STEP * slope / math.sqrt(squares[at])
    return weights


def learn(examples: Sequence[tuple[str, str]], digest: str = "", bar: float = BAR) -> Weights:
    """Fit all features, keep those that tell most, fit these again, and round them."""
    places = (*PLACES, NONE)
    cases = [(frozenset(features(text)), places.index(place)) for text, place in examples]
    counts = Counter(name for has, _ in cases for name in has)
    known = [name for name, count in counts.items() if count >= LEAST]
    first = fit(cases, known)

    def worth(name: str) -> float:
        of = [*first[name], 0.0]
        return (max(of) - min(of)) * math.sqrt(counts[name])

    kept = sorted(known, key=lambda name: (-worth(name), name))[:KEPT]
    fitted = fit(cases, kept)
    always = [round((weight + bar) * UNIT) for weight in fitted.pop(ALWAYS)]
    rounded = {
        name: [max(-MOST, min(MOST, round(weight * UNIT))) for weight in row]
        for name, row in fitted.items()
    }
    of = {name: (a, b, c) for name, (a, b, c) in rounded.items() if a or b or c}
    return Weights(of, (always[0], always[1], always[2]), digest)


def measure(examples: Sequence[tuple[str, str]]) -> None:
    """Print what is right of examples that were not learned from."""

    def part(text: str) -> int:
        """The same for texts with the same stems, so that none is asked for that was learned."""
        return hashlib.sha256(" ".join(sorted(stems(text))).encode()).digest()[0] % PARTS

    asked: list[tuple[str, tuple[float, ...]]] = []
    for number in range(PARTS):
        weights = learn([case for case in examples if part(case[0]) != number], bar=0)
        asked += [(place, weights.scores(text)) for text, place in examples if part(text) == number]
    whole = Counter(place for _, place in examples)
    for bar in (-1.0, -0.5, -0.25, 0.0, 0.25, 0.5, 1.0):
        right: Counter[str] = Counter()
        for place, scores in asked:
            found = needed([score + bar for score in scores])
            right[place] += found[:1] == ([] if place == NONE else [place])
        told = (f"{place} {right[place] / whole[place]:.1%}" for place in (*PLACES, NONE))
        share = sum(right[place] for place in PLACES) / sum(whole[place] for place in PLACES)
        print(f"bar {bar}: right of emergencies {share:.1%};", *told)


def main(arguments: Sequence[str]) -> int | str:
    """Learn, and write; or measure. Returns what `sys.exit` takes."""
    examples = Examples.load(DOCS)
    if examples.problems:
        return "\n".join(f"{p.path}:{p.line}: {p.message}" for p in examples.problems)
    if "--measure" in arguments:
        measure(examples.of)
        return 0
    weights = learn(examples.of, examples.digest)
    (DOCS / WEIGHTS).write_text(weights.text(), "utf-8")
    size = len(gzip.compress("\n".join(weights.lines()).encode(), 9))
    print(f"{len(examples.of)} examples, {len(weights.of)} features, {size} bytes gzipped")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

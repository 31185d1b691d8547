"""Learn which pages a question wants, and write the weights that the search adds up.

Usage: python scripts/tools/learn_questions.py

Reads docs/_data/question_examples.yml, and what the pages are called, and writes
docs/_data/question_weights.txt. Logistic regression over all pages, fitted by AdaGrad: the same
questions always give the same weights. `tests/search_cases.py` measures how good they are.
"""

from __future__ import annotations

import math
import random
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from guide.content.guide import Guide
from guide.search.index import named
from guide.search.questions import MOST, UNIT, WEIGHTS, Groups, QuestionWeights, digest

DOCS = Path(__file__).parents[2] / "docs"
# How all weights are fitted, and then those that are kept.
ROUNDS, STEP, SHRINK = 10, 1.0, 0.003
ROUNDS_OF_KEPT, STEP_OF_KEPT, SHRINK_OF_KEPT = 8, 0.5, 0.002
# How many weights are kept. Half as many take 8 KB less of a reader's data, and lose the right page
# first for some 4 questions more of 100, among the first three for 2.
KEPT = 7000

Case = tuple[frozenset[str], int]
"""The features of a question, and the number of the page that it wants."""
Rows = dict[str, dict[int, float]]
"""For each feature the weights of pages, by their numbers."""


def typed(guide: Guide) -> list[tuple[str, str]]:
    """The questions of the guide and what its pages are called, each with its page."""
    questions = [
        (text, entry.page) for entry in guide.search_words.questions for text in entry.questions
    ]
    return [*questions, *((name, str(page.path)) for page, names in named(guide) for name in names)]


def fit(
    cases: Sequence[Case],
    rows: Rows,
    size: int,
    *,
    rounds: int = ROUNDS,
    step: float = STEP,
    shrink: float = SHRINK,
    least: float = -math.inf,
) -> None:
    """Fit the weights in `rows` for `size` pages in place; none becomes smaller than `least`."""
    each = [([name for name in sorted(has) if name in rows], right) for has, right in cases]
    slopes = dict.fromkeys(rows, 1e-3)
    order = random.Random(12)  # noqa: S311  the same in every run
    for _ in range(rounds):
        order.shuffle(each)
        for names, right in each:
            sums = [0.0] * size
            for name in names:
                for page, weight in rows[name].items():
                    sums[page] += weight
            top = max(sums)
            powers = [math.exp(power - top) for power in sums]
            whole = sum(powers)
            off = [power / whole for power in powers]
            off[right] -= 1
            square = sum(each * each for each in off)
            for name in names:
                # One pace for all pages of a feature: what a page is hardly taken for stays small.
                slopes[name] += square
                pace, row = step / math.sqrt(slopes[name]), rows[name]
                for page, weight in row.items():
                    row[page] = max(least, weight - pace * (off[page] + shrink * weight))


def learn(
    groups: Groups, examples: Sequence[tuple[str, str]], kept: int = KEPT
) -> dict[str, dict[str, int]]:
    """Fit all features, keep the weights that speak most for a page, and fit these again."""
    asked = [(frozenset(groups.features(text)), page) for text, page in examples]
    pages = sorted({page for _, page in asked})
    numbers = {page: number for number, page in enumerate(pages)}
    cases = [(has, numbers[page]) for has, page in asked]
    counts = Counter(name for has, _ in cases for name in has)
    rows: Rows = {name: dict.fromkeys(range(len(pages)), 0.0) for name in sorted(counts)}
    fit(cases, rows, len(pages))
    worth = {
        (name, page): weight * math.sqrt(counts[name])
        for name, row in rows.items()
        for page, weight in row.items()
        if round(weight * UNIT) > 0
    }
    best: Rows = {}
    for name, page in sorted(worth, key=lambda pair: (-worth[pair], pair))[:kept]:
        best.setdefault(name, {})[page] = rows[name][page]
    fit(
        cases,
        best,
        len(pages),
        rounds=ROUNDS_OF_KEPT,
        step=STEP_OF_KEPT,
        shrink=SHRINK_OF_KEPT,
        least=0,
    )
    whole = {
        name: {pages[page]: min(MOST, round(weight * UNIT)) for page, weight in row.items()}
        for name, row in best.items()
    }
    told = {name: {p: weight for p, weight in row.items() if weight} for name, row in whole.items()}
    return {name: row for name, row in told.items() if row}


def main() -> int:
    """Learn, and write."""
    guide = Guide.load(DOCS)
    words = guide.search_words
    learned = learn(Groups(words.same), typed(guide))
    weights = QuestionWeights(learned, digest(words.questions, words.same))
    (DOCS / WEIGHTS).write_text(weights.text(), "utf-8")
    print(f"{sum(map(len, learned.values()))} weights of {len(learned)} features")
    return 0


if __name__ == "__main__":
    sys.exit(main())

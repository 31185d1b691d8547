"""How long a page and the guide may be, and how often a sentence may stand: what is counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath

import pytest
from guide.content.guide import Guide
from guide.content.text_statistics import length_of, length_of_guide
from guide.rules import plain_english as rules
from linkaudit.core.problem import Problem
from linkaudit.core.rule import Rule
from small_guide import FRONT_MATTER

WriteDocs = Callable[[Mapping[str, str | bytes]], Path]
KIND = "docs/_data/page_kinds.yml"
KINDS = """\
- {kind: tale, pages: [tales/], words: 12}
- {kind: way, pages: [ways/], words: 12, exercises: apart}
- {kind: long tale, pages: [tales/index.md], words: 20}
- {kind: for keepers, pages: [keepers/, about.md], patients: false}
"""
HEAD = "---\ntitle: On naps\nmain_message: Squirrels nap.\n---\n"  # 4 words
ROUTINES = """\
- id: nap
  exercises:
    - id: curl
      name: Curl up
      steps: [{say: Lie down on a dry leaf., pose: curled}]
      dose: [{kind: repeat, words: once, ours: true}]
      stop_if: [it rains]
      easier: Sit.
      harder: Stand.
"""


def problems(rule: Rule[Guide], docs: Path) -> list[str]:
    return [str(problem) for problem in rule(Guide.load(docs))]


def core(docs: Path, page: str) -> tuple[int, int]:
    guide = Guide.load(docs)
    found = length_of(guide, guide.by_path[page])
    return found.core, found.whole


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("", (0, 0)),
        ("They nap a lot [@acorn2019].", (4, 4)),
        ("## Why they nap\n\n- in [tall trees](trees.md)\n- on *nuts*", (8, 8)),
        ("| who | naps |\n| --- | --- |\n| owls | never |", (4, 4)),
        ("/// do\n    nothing: much\n\n- nap\n///", (1, 1)),
        ("/// important | When to stop\nNow.\n///", (4, 4)),
        ("/// picture | tree-with-nest\nA nest.\n///\n\n/// pose | curled\n///", (2, 2)),
        ("<!-- nobody reads this -->", (0, 0)),
        ('--8<-- "nap.md"', (3, 3)),
        ("They nap.\n\n//// more | Why so\n### Sleep\n\nIt helps.\n////", (2, 7)),
        ("//// more | Why\n/// what-we-know\n- it helps\n///\n////\n", (0, 3)),
        ('//// more | Why\n--8<-- "nap.md"\n////\n', (0, 4)),
        ('//// more | Why\n////\n\n--8<-- "fold.md"', (0, 3)),
    ],
)
def test_what_a_reader_sees_is_counted(
    write_docs: WriteDocs, text: str, more: tuple[int, int]
) -> None:
    passages = {
        "_parts/nap.md": "Nap in peace.\n",
        "_parts/fold.md": "//// more | How\nQuietly.\n////\n",
    }
    docs = write_docs({**passages, "tales/a.md": HEAD + text})
    assert core(docs, "tales/a.md") == (4 + more[0], 4 + more[1])


def test_exercises_are_counted_apart_where_the_kind_says_so(write_docs: WriteDocs) -> None:
    page = f"{HEAD}Nap.\n\n/// routine | nap\n///\n\n/// steps\n1. Lie down.\n///\n"
    files = {"_data/page_kinds.yml": KINDS, "_data/routines.yml": ROUTINES}
    docs = write_docs({**files, "ways/a.md": page, "tales/a.md": page})
    in_all = core(docs, "tales/a.md")
    assert in_all[0] == in_all[1] > 20
    assert core(docs, "ways/a.md") == (5, in_all[1])


def test_the_nearest_kind_counts(write_docs: WriteDocs) -> None:
    kinds = Guide.load(write_docs({"_data/page_kinds.yml": KINDS})).kinds
    names = ("tales/a.md", "tales/old/b.md", "tales/index.md", "about.md", "index.md")
    found = [kinds.of(PurePosixPath(name)) for name in names]
    assert [kind and kind.kind for kind in found] == [
        *("tale", "tale", "long tale", "for keepers"),
        None,
    ]


def test_a_page_that_is_too_long(write_docs: WriteDocs) -> None:
    most, over = HEAD + "nap " * 8, HEAD + "nap " * 9
    files = {"tales/a.md": most, "tales/b.md": over, "tales/index.md": over, "ways/a.md": most}
    keepers = {"keepers/a.md": HEAD + "nap " * 99, "about.md": HEAD}
    docs = write_docs({"_data/page_kinds.yml": KINDS, **files, **keepers})
    assert problems(rules.page_length, docs) == [
        "docs/tales/b.md:1: page-length must have 12 words at most outside of folds (tale), has 13"
    ]


def test_every_page_is_of_a_kind_and_every_kind_has_its_pages(write_docs: WriteDocs) -> None:
    kinds = "- {kind: tale, pages: [tales/, tails/, abuot.md], words: 9}\n"
    docs = write_docs({"_data/page_kinds.yml": kinds, "tales/a.md": HEAD, "about.md": HEAD})
    assert problems(rules.page_length, docs) == [
        f'{KIND}:1: page-length there is no folder "tails/"; did you mean "tales/"?',
        f'{KIND}:1: page-length there is no page "abuot.md"; did you mean "about.md"?',
        f"docs/about.md:1: page-length must be of a kind: name it, or its folder, in {KIND}",
    ]


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ("{kind: a, pages: [a/]}", "an entry must give words, or else patients: false"),
        ("{kind: a, pages: [], words: 9}", "pages must have more items"),
        ("{kind: a, pages: [a/], words: 0}", "words must be greater than 0"),
        ("{kind: a, pages: [a/], words: 9, screens: 0}", "screens must be greater than 0"),
        ("{kind: a, pages: [a/], words: 9, act_by: first}", "act_by must be a valid integer"),
        ("{kind: a, pages: [a/], words: 9, exercises: part}", "exercises must be one of apart"),
        ("{kind: a, pages: [a/], most: 9, patients: false}", 'nothing reads "most"'),
    ],
)
def test_a_kind_without_its_form_is_reported_once(
    write_docs: WriteDocs, entry: str, problem: str
) -> None:
    """Not again for each page that is then of no kind."""
    docs = write_docs({"_data/page_kinds.yml": f"{KINDS}- {entry}\n", "a/a.md": HEAD})
    guide = Guide.load(docs)
    assert [(p.path, p.line) for p in guide.kinds.unreadable] == [("docs/_data/page_kinds.yml", 5)]
    assert guide.kinds.unreadable[0].message.startswith(problem)
    assert not [p for p in rules.page_length(guide) if p.path == "docs/a/a.md"]


def test_a_guide_without_kinds_may_be_of_any_length(write_docs: WriteDocs) -> None:
    docs = write_docs({f"{n}.md": HEAD + "Many of them nap for years. " * 99 for n in range(60)})
    assert problems(rules.page_length, docs) == problems(rules.guide_length, docs) == []


def test_a_guide_that_is_too_long(write_docs: WriteDocs) -> None:
    files = {f"tales/{n}.md": HEAD + f"{n} nap " * 250 for n in range(55)}
    fits = write_docs({"_data/page_kinds.yml": KINDS, **files, "keepers/a.md": HEAD})
    where = "docs/_data/page_kinds.yml:1: guide-length"
    assert problems(rules.guide_length, fits) == [
        f"{where} the pages for patients must have 26,000 words at most, have 27,720"
    ]
    short = dict.fromkeys(files, HEAD)
    more = write_docs({**short, "tales/one-more.md": HEAD})
    assert problems(rules.guide_length, more) == [
        f"{where} the guide must have 55 pages at most for patients, has 56"
    ]


SAID = "Squirrels nap in the tallest tree."  # 6 words


def test_what_three_pages_say_is_repeated(write_docs: WriteDocs) -> None:
    """In running text, passages included; items of lists are counted, but repeat nothing."""
    files = {
        "_parts/said.md": f"{SAID}\n",
        "tales/a.md": f"{HEAD}{SAID}\n\n- Nuts are round, hard and brown.\n",
        "tales/b.md": f'{HEAD}--8<-- "said.md"\n\n- Nuts are round, hard and brown.\n',
        "tales/c.md": f"{HEAD}SQUIRRELS [nap](a.md)\nin the **tallest** tree [@acorn2019].\n\n"
        "- Nuts are round, hard and brown.\n",
        "keepers/a.md": HEAD + SAID,
    }
    docs = write_docs({"_data/page_kinds.yml": KINDS, **files})
    found = length_of_guide(Guide.load(docs))
    assert (found.words, found.repeated, len(found.pages)) == (3 * 16, 3 * 6, 3)
    assert problems(rules.guide_length, docs) == [
        "docs/_data/page_kinds.yml:1: guide-length of the words for patients 5% at most may stand "
        "in sentences that are on 3 pages or more, 37.5% do"
    ]


def found_in(write_docs: WriteDocs, *texts: str) -> list[Problem]:
    files = {"_data/medical_words.yml": "- [nut rot]\n"}
    files |= {f"{name}.md": text for name, text in zip("abcd", texts, strict=False)}
    files["../mkdocs.yml"] = "extra: {urgent_page: urgent-help.md}\n"
    return list(rules.said_too_often(Guide.load(write_docs(files))))


def test_a_sentence_on_more_than_two_pages(write_docs: WriteDocs) -> None:
    once = f"{FRONT_MATTER}Nap.\n{SAID}\n"
    again = "- squirrels [nap](a.md) in the **tallest** tree [@acorn2019]"
    reported = FRONT_MATTER.replace("Squirrels need nuts, trees and some peace.", SAID)
    found = found_in(write_docs, once, f"Nap.\n\n{again}\n{again}\n", reported)
    assert [str(problem) for problem in found] == [
        "docs/a.md:10: said-too-often must stand on 2 pages at most, or once in _parts: "
        '"Squirrels nap in the tallest tree." is on a.md, b.md, c.md'
    ]


@pytest.mark.parametrize(
    "text", ["Nut rot makes [nuts](nuts.md) very soft.", "DKU knights never take a nap."]
)
def test_what_only_names_a_word_explains_nothing(write_docs: WriteDocs, text: str) -> None:
    assert len(found_in(write_docs, text, text, text)) == 1


@pytest.mark.parametrize(
    "texts",
    [
        (SAID, SAID, "Squirrels nap in the tallest trees."),
        (f"{SAID} {SAID} {SAID}", SAID),
        ("Squirrels nap in trees.",) * 4,
        ("Read on if one of these is true:\n\n- nap",) * 4,
        ("| Squirrels nap in the tallest tree |\n| --- |\n",) * 4,
        ("Check the [signs of an emergency](urgent-help.md) first.",) * 4,
        ("DKU advises all knights of England.\nNut rot is what makes nuts soft.",) * 4,
        ('--8<-- "said.md"',) * 4,
        (f"```\n{SAID}\n```",) * 4,
    ],
)
def test_what_may_stand_on_many_pages(write_docs: WriteDocs, texts: tuple[str, ...]) -> None:
    assert found_in(write_docs, *texts) == []

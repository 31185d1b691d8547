"""The index of the search: what is in it, what is not, and how little data it takes."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from guide.content.guide import Guide
from guide.content.stems import stem, stems, stop_words, words
from guide.content.word_lists import SameWords
from guide.markdown.a_to_z import topics
from guide.publish.scripts import smaller
from guide.search.emergencies import Examples, Weights, needed
from guide.search.index import EMERGENCIES, SENTENCES, TOPICS, WORDS, write
from guide.search.questions import Groups, QuestionWeights, digest
from guide.search.sentences import sentences
from guide_site import ROOT
from learn_questions import learn
from small_guide import FRONT_MATTER, problems_of, write_files

KB = 1024
# Gzipped: topics.js and words.js together, emergencies.js, sentences.js, the scripts themselves.
MOST_HERE, MOST_AT_600 = 34 * KB, 60 * KB
MOST_OF_EMERGENCIES, MOST_OF_SENTENCES, MOST_OF_THE_SCRIPTS = 14 * KB, 10 * KB, 7.5 * KB
MOST_OF_SENTENCES_AT_600 = 24 * KB


def index_of(docs: Path, site: Path) -> tuple[dict[str, Any], list[str]]:
    """What the two scripts of the index of a docs folder give to the page."""
    site.mkdir(exist_ok=True)
    write(site, Guide.load(docs))
    topics, words = (value_of(site / name) for name in (TOPICS, WORDS))
    return topics, words.split("\n")


def value_of(script: Path) -> Any:
    name, _, value = script.read_text("utf-8").partition("=")
    assert name in ("guideTopics", "guideWords", "guideEmergencies", "guideSentences")
    return json.loads(value)


def zipped(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


@pytest.mark.parametrize(
    "forms",
    [
        ["disc", "discs"],
        ["exercise", "exercises", "exercising", "exercised"],
        ["massage", "massages", "massaging", "masage"],
        ["injury", "injuries"],
        ["worry", "worries", "worried", "worrying"],
        ["sit", "sitting", "sits"],
        ["pee", "peeing", "pees"],
        ["numb", "numbness"],
        ["pain", "painful", "pains"],
        ["manipulate", "manipulation", "manipulating"],
        ["stretch", "stretches", "stretching"],
        ["colour", "color"],
        ["centre", "center"],
        ["sensitisation", "sensitization"],
        ["anaesthetic", "anesthetic"],
        ["note", "notes"],
    ],
)
def test_forms_of_a_word_have_one_stem(forms: list[str]) -> None:
    assert len({stem(form) for form in forms}) == 1, [stem(form) for form in forms]


@pytest.mark.parametrize(
    ("one", "other"),
    [("back", "bad"), ("note", "not"), ("pain", "pin"), ("hip", "hop"), ("core", "care")],
)
def test_other_words_have_other_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize("said", ["can't", "can’t", "can‘t", "canʼt", "can´t", "can`t", "CANT"])
def test_apostrophes_of_every_kind_are_the_same(said: str) -> None:
    assert words(f"I {said} sleep") == ["i", "cant", "sleep"]


def test_accents_and_signs_fall_away() -> None:
    assert stems("Café goers: X-rays, A&E!") == ["caf", "goer", "x", "ray", "a", "e"]


NUTS = FRONT_MATTER.replace("status: draft", "status: draft\nsearch_words: [conkers, acorns]")
SQUIRRELS = {
    "nuts.md": f"{NUTS}\nNuts.\n\n## Hiding places\n\nUnder an oak, an oak and a beech.\n",
    "trees/index.md": FRONT_MATTER.replace("squirrels\n", "trees\n", 1)
    + "\n## High up\n\nClimb the beech.\n\n## High up\n\nClimb down.\n",
    "owls.md": FRONT_MATTER.replace("squirrels\n", "owls\n", 1).replace(
        "draft", "draft\nsearch: {boost: 0.5}"
    ),
    "cats.md": FRONT_MATTER.replace("draft", "draft\nsearch: {exclude: true}"),
    "_data/urgent_words.yml": "- kind: urgent\n  page: nuts.md#hiding-places\n"
    "  words: [stuck in holes]\n"
    "- {kind: crisis, page: owls.md, words: [hoots], when: [at night, owlets]}\n",
    "_data/emergency_weights.txt": "# digest 0123456789abcdef\n-8 -9 -2 ^\n1 -12 0 fel\n"
    "0 0 12 fel down\n",
    "_data/same_words.yml": "- [nut, conker]\n",
    "_data/question_weights.txt": "# digest 0123456789abcdef\n=0: nuts.md 3\n"
    "bark: gone.md 9, trees/index.md 2\nkernel: nuts.md 12, trees/index.md 1\n",
}
WriteDocs = Callable[[Mapping[str, str | bytes]], Path]


def test_stop_words_are_written_as_the_search_reads_them() -> None:
    """A word with an apostrophe or a capital would never be met."""
    assert set(words(" ".join(stop_words()))) == stop_words()


def test_titles_headings_and_the_words_of_patients_are_topics(
    write_docs: WriteDocs, tmp_path: Path
) -> None:
    found, _ = index_of(write_docs(SQUIRRELS), tmp_path / "site")
    assert found["pages"] == [
        ["nuts", "The care of squirrels", "conkers|acorns", "Hiding places"],
        ["owls", "The care of owls", "", "", 0.5],
        ["trees/index", "The care of trees", "", "High up|High up\thigh-up_1"],
    ]
    assert found["urgent"] == [
        ["urgent", "nuts", "hiding-places", "stuck in hol"],
        ["crisis", "owls", "", "hoot", "at night|owlet"],
    ]
    assert found["same"] == ["nut|conker"]
    assert found["end"] == "/"


def test_every_myth_of_a_page_is_a_way_to_it_and_a_list_of_myths_holds_no_words(
    write_docs: WriteDocs, tmp_path: Path
) -> None:
    several = (
        "myth: Owls nap all day\nmyths:\n  - {myth: Owls eat hay, fact: Owls eat mice}\nstatus"
    )
    listed = "\n/// myth-list\n- ../birds/owls.md\n///\n"
    files = {
        "birds/owls.md": FRONT_MATTER.replace("squirrels\n", "owls\n", 1).replace(
            "status", several
        ),
        "tales/index.md": FRONT_MATTER + listed,
    }
    found, words = index_of(write_docs(files), tmp_path / "site")
    assert found["pages"][0] == [
        "birds/owls",
        "The care of owls",
        "Owls nap all day|Owls eat hay",
        "",
    ]
    assert [line for line in words if "bird" in line] == []


def test_weights_of_emergencies_are_lines_that_share_letters(
    write_docs: WriteDocs, tmp_path: Path
) -> None:
    index_of(write_docs(SQUIRRELS), tmp_path / "site")
    found = value_of(tmp_path / "site" / EMERGENCIES)
    # N is 0, M is -1, and so on.
    assert found == {"always": [-8, -9, -2], "lines": "0felOBN\n3 downNNZ"}


def test_without_weights_nothing_is_an_emergency(tmp_path: Path) -> None:
    assert needed(Weights.load(tmp_path).scores("took 20 tablets")) == []


def test_of_places_nearly_as_likely_the_nearer_danger_comes_first() -> None:
    assert needed([-3, -2, -1]) == []
    assert needed([1, -1, 2]) == ["urgent", "overdose"]
    assert needed([1.5, -1, 2]) == ["overdose", "urgent"]
    # Each alone is less likely than none, together they are more.
    assert needed([-0.5, -0.3, -0.4]) == ["crisis"]


def test_the_weights_belong_to_the_examples() -> None:
    examples, weights = Examples.load(ROOT / "docs"), Weights.load(ROOT / "docs")
    assert (examples.problems, weights.problems) == ((), ())
    assert weights.digest == examples.digest, 'run "make emergencies"'


def test_nothing_that_only_measures_is_learned_from() -> None:
    learned = {" ".join(words(text)) for text, _ in Examples.load(ROOT / "docs").of}
    for name in ("urgent-held-out", "urgent-blind", "urgent-blind-second", "urgent-blind-third"):
        cases = yaml.safe_load((ROOT / f"tests/cases/search/{name}.yml").read_text("utf-8"))
        asked = [case["query"] if isinstance(case, dict) else case for case in cases]
        assert [query for query in asked if " ".join(words(query)) in learned] == []


def test_the_weights_of_questions_belong_to_the_questions() -> None:
    words, weights = Guide.load(ROOT / "docs").search_words, QuestionWeights.load(ROOT / "docs")
    assert weights.problems == ()
    assert weights.digest == digest(words.questions, words.same), 'run "make emergencies"'


def test_questions_lead_to_their_pages_by_what_they_share() -> None:
    """Words of a group stand for one another: its feature leads where both of them led."""
    groups = Groups([SameWords(["stool", "number two"])])
    assert groups.features("a number two") == {"a", "number", "two", "=0"}
    learned = learn(
        groups,
        [
            *(("where is a stool", "oak.md"), ("number two", "oak.md")),
            *(("where is bark", "elm.md"), ("old bark", "elm.md")),
        ],
    )
    assert set(learned["=0"]) == {"oak.md"}
    assert set(learned["bark"]) == {"elm.md"}


def test_no_question_that_only_measures_is_learned_from() -> None:
    questions = Guide.load(ROOT / "docs").search_words.questions
    learned = {" ".join(words(text)) for page in questions for text in page.questions}
    for name in ("held-out", "held-out-later", "blind", "blind-second", "blind-third"):
        cases = yaml.safe_load((ROOT / f"tests/cases/search/{name}.yml").read_text("utf-8"))
        asked = [" ".join(words(str(case["query"]))) for case in cases]
        assert [query for query in asked if query in learned] == []


def test_always_words_are_few() -> None:
    urgent = Guide.load(ROOT / "docs").search_words.urgent
    assert sum(len(entry.words) for entry in urgent) <= 110


def test_a_page_may_stay_out_of_the_search(write_docs: WriteDocs, tmp_path: Path) -> None:
    found, _ = index_of(write_docs(SQUIRRELS), tmp_path / "site")
    assert "cats" not in [page[0] for page in found["pages"]]


def test_words_lead_to_their_section_and_to_the_page_that_questions_with_them_want(
    write_docs: WriteDocs, tmp_path: Path
) -> None:
    """Sections: 0 nuts, 1 its hiding places, 2 owls, 3 trees, 4 and 5 its headings.

    Pages, after a stop: 0 nuts, 1 owls, 2 trees, each with its weight, A for 1; those of "=0" for
    all words of the first group of same_words.yml. A page that is not there is wanted by nobody.
    What search words ("acorn") or sentences ("oak") say stands in the other scripts.
    """
    found, lines = index_of(write_docs(SQUIRRELS), tmp_path / "site")
    assert lines == ["0=0 .AC", "0bark .CB", "0climb E", "0down F", "0kernel .ALCA"]
    # A beech stands on most pages, so it tells none from the others.
    assert "beech" in found["common"].split()


def test_a_word_of_most_pages_tells_if_patients_use_it_for_one(
    write_docs: WriteDocs, tmp_path: Path
) -> None:
    """As "pregnant" does, which stands in the warnings of many pages."""
    named = {**SQUIRRELS, "nuts.md": SQUIRRELS["nuts.md"].replace("acorns]", "beech mast]")}
    found, _ = index_of(write_docs(named), tmp_path / "site")
    assert "beech" not in found["common"].split()


def test_without_folders_for_addresses_pages_end_in_html(
    write_docs: WriteDocs, tmp_path: Path
) -> None:
    site = write_files(tmp_path / "site", {"index.html": "", "nuts.html": ""})
    found, _ = index_of(write_docs(SQUIRRELS), site)
    assert found["end"] == ".html"


def test_the_index_of_the_engine_is_not_published(write_docs: WriteDocs, tmp_path: Path) -> None:
    site = write_files(
        tmp_path / "site", {"search/search_index.json": "{}", "search.json": "{}", "index.html": ""}
    )
    index_of(write_docs(SQUIRRELS), site)
    files = sorted(str(p.relative_to(site)) for p in site.rglob("*.js*"))
    assert files == [f"search/{n}.js" for n in ("emergencies", "sentences", "topics", "words")]


def test_a_page_gives_its_kind_and_the_sentences_that_tell_it_from_others(
    write_docs: WriteDocs, tmp_path: Path
) -> None:
    """No heading, no item without an end, nothing too long, and the main message first."""
    text = """
## Under the oak

Squirrels sleep in a [drey](index.md), high up in the oak [@acorn2019].
Squirrels sleep, as all do, when the sun is down.

- hazel and chestnut in a heap below the oak

| Beechnuts are the sweetest of all the nuts. |
| --- |

{long}
""".replace("{long}", f"Walnuts {'and walnuts ' * 20}are large.")
    files = {
        "routines/oak.md": FRONT_MATTER + text,
        "index.md": FRONT_MATTER.replace("squirrels\n", "trees\n", 1)
        + "\nSquirrels sleep, as all do, when the sun is down.\n",
        "_data/page_kinds.yml": "- {kind: routine, pages: [routines/], words: 99}\n",
    }
    index_of(write_docs(files), tmp_path / "site")
    message = "Squirrels need nuts, trees and some peace."
    assert value_of(tmp_path / "site" / SENTENCES) == {
        "kinds": ["", "Routine"],
        "pages": [
            [0, message],
            [1, message, "Squirrels sleep in a drey, high up in the oak."],
        ],
    }


def test_every_page_that_is_found_has_a_kind_with_a_name() -> None:
    guide = Guide.load(ROOT / "docs")
    pages = [page for page in guide.pages if page.is_searched]
    shown: Any = sentences(guide, pages).script()
    rows = zip(pages, shown["pages"], strict=True)
    assert [str(page.path) for page, row in rows if not shown["kinds"][row[0]]] == []
    assert all(len(row) > 1 for row in shown["pages"])


def test_the_same_guide_gives_the_same_index(write_docs: WriteDocs, tmp_path: Path) -> None:
    docs = write_docs(SQUIRRELS)
    once, again = tmp_path / "once", tmp_path / "again"
    assert index_of(docs, once) == index_of(docs, again)


@pytest.mark.parametrize("words", ["conkers", "[]", "{a: b}"])
def test_the_words_of_patients_must_be_a_list(write_docs: WriteDocs, words: str) -> None:
    page = FRONT_MATTER.replace("draft", f"draft\nsearch_words: {words}")
    [problem] = [p for p in problems_of(write_docs({"a.md": page})) if "search" in p]
    assert problem.startswith("8: wrong-search-words search_words must be a list like [slipped")


def test_topics_stand_under_their_letters_once_with_all_their_places(
    write_docs: WriteDocs,
) -> None:
    files = {
        **SQUIRRELS,
        "words.md": FRONT_MATTER.replace("squirrels\n", "words\n", 1)
        + "\n## A\n\n### Acorns\n\nNuts.\n\n### Aspen\n\nA tree.\n",
        "trees/index.md": FRONT_MATTER.replace("The care of squirrels", "18 trees").replace(
            "draft", "draft\nsearch_words: [conkers]"
        ),
    }
    found = {
        letter: [(", ".join(topic.names), [address for address, _ in topic.places]) for topic in of]
        for letter, of in topics(Guide.load(write_docs(files))).items()
    }
    assert found == {
        "0 to 9": [("18 trees", ["trees/index.md"])],
        "A": [("Acorns", ["nuts.md"]), ("Aspen", ["words.md#aspen"])],
        "C": [
            ("The care of squirrels", ["cats.md"]),
            ("The care of words", ["words.md"]),
            ("Conkers", ["nuts.md", "trees/index.md"]),
        ],
        "H": [("Hoots", ["owls.md"])],
        "S": [("Stuck in holes", ["nuts.md#hiding-places"])],
    }


def test_the_index_of_this_guide_is_small(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index_of(ROOT / "docs", tmp_path / "site")
    script = sum(
        len(gzip.compress(smaller(path.read_text("utf-8")).encode(), 9))
        for path in (ROOT / "docs/assets/javascripts").glob("search*.js")
    )
    first, second, third, fourth = (
        zipped(tmp_path / "site" / name) for name in (TOPICS, WORDS, EMERGENCIES, SENTENCES)
    )
    with capsys.disabled():
        print(f"\nsearch, gzipped: scripts {script}, topics.js {first}, words.js {second} bytes")
        print(f"emergencies.js {third}, sentences.js {fourth} bytes")
    assert first + second <= MOST_HERE
    assert third <= MOST_OF_EMERGENCIES
    assert fourth <= MOST_OF_SENTENCES
    assert script <= MOST_OF_THE_SCRIPTS


def test_the_index_of_600_pages_is_small(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    docs = synthetic_guide(tmp_path / "docs", pages=600)
    index_of(docs, tmp_path / "site")
    first, second, third = (zipped(tmp_path / "site" / name) for name in (TOPICS, WORDS, SENTENCES))
    with capsys.disabled():
        print(f"\nsearch of 600 pages, gzipped: topics.js {first}, words.js {second} bytes")
        print(f"sentences.js {third} bytes")
    assert first + second <= MOST_AT_600
    assert third <= MOST_OF_SENTENCES_AT_600


def synthetic_guide(docs: Path, pages: int) -> Path:
    """A guide with the sentences of this one, mixed anew, and words of its own on every page."""
    mixed = random.Random(600)  # noqa: S311  the same in every run
    guide = Guide.load(ROOT / "docs")
    source = [page for page in guide.pages if page.is_searched]
    spoken = sorted({word for page in source for word in page.search_words})
    titles = [page.title.split() for page in source]
    lines = [line for page in source for line in page.body.split("\n") if line[:1].isalpha()]
    headings = sorted({line for page in source for line in page.body.split("\n") if "## " in line})

    def invented() -> str:
        parts = ("ba", "do", "fen", "gi", "lor", "ma", "nu", "pel", "ro", "sti", "tar", "vo")
        return "".join(mixed.choices(parts, k=3))

    for number in range(pages):
        begin, end = mixed.sample(titles, 2)
        title = f"{' '.join(begin[:3])} {invented()} {' '.join(end[-3:])}".replace('"', "")
        sections = "\n".join(
            f"\n{mixed.choice(headings)} {invented()}\n\n"
            + "\n".join([*mixed.sample(lines, 6), f"The {invented()} and the {invented()}."])
            for _ in range(5)
        )
        front = FRONT_MATTER.replace("The care of squirrels", f'"{title}"').replace(
            "status", f"search_words: {json.dumps(mixed.sample(spoken, 4))}\nstatus"
        )
        write_files(docs, {f"part-{number % 9}/page-{number}.md": f"{front}{sections}\n"})
    return docs

"""The bibliography: what is read, what is reported when it cannot be, and where a work is found."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from linkaudit.references.bibliography import EVIDENCE, Bibliography, Reference
from small_guide import COLON, NOT_UTF8

NAME = "docs/_data/references.yml"


def load(tmp_path: Path, content: str | bytes) -> Bibliography:
    path = tmp_path / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Bibliography.load(path)


def test_references_are_read_in_the_order_of_the_file_with_their_lines(tmp_path: Path) -> None:
    read = load(tmp_path, "# Nuts\n- id: walnut\n  title: W\n- id: acorn\n  title: A\n")
    assert [(r.key, r.line, r.text("title")) for r in read] == [
        ("walnut", 2, "W"),
        ("acorn", 4, "A"),
    ]
    assert len(read) == 2
    assert (read.duplicates, read.unreadable) == ((), ())


def test_the_first_of_two_references_with_one_id_counts(tmp_path: Path) -> None:
    read = load(tmp_path, "- {id: acorn, title: First}\n- {id: acorn, title: Second}\n")
    assert read.references["acorn"].text("title") == "First"
    assert [(r.key, r.line, r.text("title")) for r in read.duplicates] == [("acorn", 2, "Second")]


def test_an_empty_file_is_an_empty_bibliography(tmp_path: Path) -> None:
    read = load(tmp_path, "# nothing yet\n")
    assert (len(read), read.unreadable) == (0, ())


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(
            "- id: a\n- id: b: c\n",
            f":2: unreadable {COLON}",
            id="not YAML",
        ),
        pytest.param("- id: a\n  id: b\n", ':2: unreadable "id" is given twice', id="id twice"),
        pytest.param(
            "acorn: 1\n", ":1: unreadable must be a list of references, is a Mapping", id="no list"
        ),
        pytest.param(
            "- id: a\n- title: No id\n",
            ":2: unreadable reference 2 of the list must be a mapping with an id",
            id="no id",
        ),
        pytest.param(
            "- id: 2019\n",
            ":1: unreadable reference 1 of the list must be a mapping with an id",
            id="id is a number",
        ),
        pytest.param(
            "- nut\n",
            ":1: unreadable reference 1 of the list must be a mapping with an id",
            id="a word",
        ),
        pytest.param(
            b"- id: \xff\n",
            f":1: unreadable {NOT_UTF8}",
            id="not UTF-8",
        ),
    ],
)
def test_what_cannot_be_read_becomes_a_problem(
    tmp_path: Path, content: str | bytes, message: str
) -> None:
    assert [str(problem) for problem in load(tmp_path, content).unreadable] == [NAME + message]


def test_a_missing_file_becomes_a_problem(tmp_path: Path) -> None:
    read = Bibliography.load(tmp_path / NAME)
    assert [str(problem) for problem in read.unreadable] == [
        f"{NAME}:1: unreadable the bibliography must exist, there is no such file"
    ]


def test_one_bad_entry_does_not_hide_the_others(tmp_path: Path) -> None:
    read = load(tmp_path, "- nut\n- id: acorn\n")
    assert [reference.key for reference in read] == ["acorn"]


def test_a_changed_file_is_read_again_and_an_unchanged_one_is_not(tmp_path: Path) -> None:
    before = load(tmp_path, "- {id: acorn, title: Old}\n")
    assert Bibliography.load(before.path) is before
    before.path.write_text("- {id: acorn, title: New}\n")
    os.utime(before.path, ns=(1, 1))
    assert Bibliography.load(before.path).references["acorn"].text("title") == "New"


DOI, PMID, URL = {"DOI": "10.1234/naps"}, {"PMID": 123}, {"URL": "https://naps.example/"}


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        (DOI | PMID | URL, "https://doi.org/10.1234/naps"),
        (PMID | URL, "https://naps.example/"),
        (PMID, "https://pubmed.ncbi.nlm.nih.gov/123/"),
        (URL, "https://naps.example/"),
        ({"ISBN": "978"}, ""),
    ],
)
def test_the_address_is_the_doi_else_the_url_else_pubmed(fields: dict[str, str], url: str) -> None:
    assert Reference("naps", 1, fields).url == url


ACORN, BOUGH = {"family": "Acorn", "given": "A."}, {"literal": "Bough Board"}
IN_2019 = {"issued": {"date-parts": [[2019, 3]]}}


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"author": [ACORN], **IN_2019}, "Acorn, 2019"),
        ({"author": [BOUGH, ACORN], **IN_2019}, "Bough Board and others, 2019"),
        ({"title": "Nuts", **IN_2019}, "Nuts, 2019"),
        ({"author": [ACORN]}, "Acorn"),
    ],
)
def test_the_short_name_tells_who_and_when(fields: dict[str, object], name: str) -> None:
    assert Reference("naps", 1, fields).short_name == name


@pytest.mark.parametrize(
    "issued", [None, 2019, "2019", {}, {"date-parts": []}, {"date-parts": [["spring"]]}]
)
def test_a_date_of_another_form_is_no_date(issued: object) -> None:
    reference = Reference("naps", 1, {"issued": issued})
    assert (reference.date("issued"), reference.year) == ((), None)


def test_fields_of_another_kind_are_taken_as_absent() -> None:
    reference = Reference("naps", 1, {"author": "Acorn", "custom": "good", "title": None})
    assert (reference.authors, reference.custom, reference.text("title")) == ([], {}, "")
    assert (reference.evidence, reference.seen, reference.to_check) == ("", "", "")
    assert reference.figures == ()


@pytest.mark.parametrize(
    ("custom", "state"),
    [
        ({"seen": "full"}, "Read: the whole text."),
        ({"seen": "abstract"}, "Read: the abstract."),
        ({"seen": "page"}, "Read: the page, in a copy."),
        (
            {"seen": "part", "to_check": "the numbers"},
            "Read: a part of it. Still to check: the numbers.",
        ),
        (
            {"seen": "summary", "to_check": "the text"},
            "Read: only what others say of it. Still to check: the text.",
        ),
        (
            {"seen": "listed", "to_check": "the text"},
            "Only listed: not read yet. Still to check: the text.",
        ),
    ],
)
def test_readers_are_told_what_was_read_of_a_work(custom: dict[str, str], state: str) -> None:
    assert Reference("a", 1, {"custom": custom}).state == state


def test_the_kind_of_evidence_is_reported_in_plain_words() -> None:
    reported = {
        kind: Reference("a", 1, {"custom": {"evidence": kind}}).evidence for kind in EVIDENCE
    }
    assert reported == {
        "guideline": "National guideline",
        "international-guideline": "International guideline",
        "review": "Review of many studies",
        "trial": "Trial",
        "follow-up": "Study that follows people",
        "snapshot": "Study of people at one point in time",
        "experiment": "Small laboratory study",
        "advice": "Health service advice",
        "government": "Government information",
        "expert": "Expert view",
        "service": "Support service",
    }


def test_a_folder_in_the_place_of_the_file_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "docs/_data/references.yml"
    path.mkdir(parents=True)
    (problem,) = Bibliography.load(path).unreadable
    assert problem.message == "the bibliography must exist, there is no such file"

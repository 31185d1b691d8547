"""What a register tells of a work: a new entry of the bibliography, and nothing that stops us."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linkaudit.core.text import UnreadableAnswerError
from linkaudit.references.bibliography import Reference
from linkaudit.registers import crossref, nice, pubmed, record
from linkaudit.registers.comparison import compare
from linkaudit.registers.entries import (
    EntryError,
    crossref_entry,
    fetch_entry,
    is_identifier,
    pubmed_entry,
)
from linkaudit.registers.lookup import REGISTERS
from linkaudit.registers.queries import Answers, CheckedReference
from linkaudit.registers.record import Name, Notice, Record
from loopback import Loopback, Reply
from registers import NAME, TODAY, Registers, case


@pytest.fixture
def registers(tmp_path: Path) -> Iterator[Registers]:
    with Loopback() as server:
        yield Registers(server, tmp_path)


def test_crossref_s_dates_of_any_kind_tell_the_year() -> None:
    kinds = ("published-print", "published-online", "published", "issued")
    work: dict[str, Any] = {
        kind: {"date-parts": [[2020 - place]]} for place, kind in enumerate(kinds)
    }
    work["journal-issue"] = {"published-print": {"date-parts": [[2016, 7]]}}
    assert crossref.record(work).years == (2016, 2017, 2018, 2019, 2020)


@pytest.mark.parametrize(
    ("title", "subtitle", "whole"),
    [
        ("Rest", "a trial", "Rest: a trial"),
        ("Rest: a trial", "A Trial", "Rest: a trial"),
        ("Rest", "", "Rest"),
        ("", "a trial", ""),
    ],
)
def test_crossref_s_subtitle_belongs_to_the_title(title: str, subtitle: str, whole: str) -> None:
    assert crossref.title({"title": [title], "subtitle": [subtitle]}) == whole


def test_crossref_s_record_is_read_whole() -> None:
    work = {
        "DOI": "10.5555/a",
        "title": ["Rest"],
        "original-title": ["Ruhe"],
        "author": [
            {"family": "Oak", "given": "A", "sequence": "additional"},
            {"name": "Nut <i>Group</i>", "sequence": "first"},
            {"given": "nobody"},
        ],
        "container-title": ["Pain"],
        "short-container-title": ["P"],
        "volume": 7,
        "journal-issue": {"issue": "2"},
        "page": "1-9",
        "article-number": "e12",
    }
    assert crossref.record(work) == Record(
        "Crossref",
        doi="10.5555/a",
        titles=("Rest", "Rest", "Ruhe"),
        authors=(Name("Nut Group", is_body=True), Name("Oak", "A")),
        journals=("Pain", "P"),
        volume="7",
        issue="2",
        pages=("1-9", "e12"),
    )
    assert crossref.record({**work, "issue": "3"}).issue == "3"


@pytest.mark.parametrize(
    ("relation", "is_notice"),
    [
        ("is-retracted-by", False),
        ("has-retraction", False),
        ("has-expression-of-concern", False),
        ("is-preprint-of", False),
        ("is-retraction-of", True),
        ("is-correction-to", True),
        ("is-erratum-for", True),
    ],
)
def test_a_relation_says_whether_the_work_is_the_notice(relation: str, is_notice: bool) -> None:
    record = crossref.record({"relation": {relation: [{"id": "10.5555/other"}]}})
    assert [notice.of_other for notice in record.notices] == [is_notice]


def test_a_notice_may_be_dated_by_its_time() -> None:
    update = {"type": "retraction", "updated": {"date-time": "2010-02-06T00:00:00Z"}}
    (notice,) = crossref.record({"DOI": "10.5555/a", "updated-by": [update]}).notices
    assert notice.day == (2010, 2, 6)


BOOKSHELF = {
    "pubdate": "2024 Jan",
    "authors": [
        {"name": "Oak AB", "authtype": "Author"},
        {"name": "Elm C 2nd", "authtype": "Author"},
        {"name": "Åsen Ø", "authtype": "Author"},
        {"name": "Ash VI", "authtype": "Author"},
        {"name": "Bough D", "authtype": "Editor"},
    ],
    "title": "Rest.",
    "booktitle": "Tree pearls",
    "medium": "Internet",
    "edition": "3rd",
    "publishername": "Tree Pearls Publishing",
    "publisherlocation": "Riverside",
    "articleids": [{"idtype": "bookaccession", "value": "NBK1"}],
}


def test_a_chapter_of_pubmed_s_bookshelf_has_its_book_and_its_editor() -> None:
    assert pubmed_entry("7", BOOKSHELF) == {
        "type": "chapter",
        "title": "Rest",
        "author": [
            {"family": "Oak", "given": "AB"},
            {"family": "Elm", "given": "C", "suffix": "2nd"},
            {"family": "Åsen", "given": "Ø"},
            {"family": "Ash", "given": "VI"},
        ],
        "editor": [{"family": "Bough", "given": "D"}],
        "issued": {"date-parts": [[2024, 1]]},
        "container-title": "Tree pearls",
        "medium": "Internet",
        "edition": "3rd",
        "publisher": "Tree Pearls Publishing",
        "publisher-place": "Riverside",
        "PMID": "7",
    }
    assert pubmed.record(BOOKSHELF).journals == ("Tree pearls",)


@pytest.mark.parametrize("title", ["", "Tree pearls."])
def test_a_whole_book_of_the_bookshelf_is_no_chapter_of_itself(title: str) -> None:
    entry = pubmed_entry("7", {**BOOKSHELF, "title": title})
    assert (entry["type"], entry["title"]) == ("book", "Tree pearls")
    assert "container-title" not in entry


def test_an_article_ahead_of_print_says_so() -> None:
    summary = {"title": "Rest.", "source": "Nuts", "pubdate": "2026 Mar 2", "pubstatus": "10"}
    assert pubmed_entry("7", summary)["status"] == "Epub ahead of print"
    assert "status" not in pubmed_entry("7", {**summary, "pubstatus": "4"})


@pytest.mark.parametrize("suffix", [{"suffix": "Jr."}, {"family": "Oak Jr."}])
def test_crossref_s_suffix_is_part_of_the_name(suffix: dict[str, str]) -> None:
    author = {"family": "Oak", "given": "Ben", **suffix}
    entry = crossref_entry({"DOI": "10.5555/a", "author": [author]})
    assert entry["author"] == [{"family": "Oak", "given": "Ben", "suffix": "Jr."}]


def test_a_preprint_is_known_by_its_server() -> None:
    work = {
        "DOI": "10.5555/a",
        "type": "posted-content",
        "publisher": "Nut Laboratory",
        "institution": [{"name": "nutRxiv"}],
    }
    assert crossref_entry(work)["publisher"] == "nutRxiv"


def test_pubmed_s_summary_is_read_whole() -> None:
    summary = {
        "pubdate": "2020 Jan-Feb",
        "epubdate": "2019 Dec 30",
        "source": "Nuts",
        "fulljournalname": "Journal of nuts",
        "authors": [
            {"name": "van der Oak AB Jr", "authtype": "Author"},
            {"name": "NUTS CD", "authtype": "CollectiveName"},
            {"name": "Madonna", "authtype": "Author"},
            {"name": ""},
        ],
        "title": "[Rest].",
        "vernaculartitle": "Ruhe.",
        "volume": "7",
        "issue": "2",
        "pages": "1-9",
        "elocationid": "pii: 12. doi: 10.5555/a.b.",
        "references": [
            {
                "reftype": "Erratum in",
                "refsource": "Nuts (Phila Pa 1976). 2021 Mar;1:2.",
                "pmid": 5,
            },
            {"reftype": "RetractionOf", "refsource": "Nuts. 2001;1:2. doi: 10.5555/b."},
            {"reftype": "Comment in", "refsource": "Nuts. 2001;1:2."},
        ],
        "pubtype": ["Journal Article", "PUBLISHED ERRATUM"],
    }
    assert pubmed.record(summary) == Record(
        "PubMed",
        doi="10.5555/a.b",
        titles=("Rest", "Ruhe."),
        authors=(
            Name("van der Oak", "AB", suffix="Jr"),
            Name("NUTS CD", is_body=True),
            Name("Madonna"),
        ),
        years=(2019, 2020),
        journals=("Journal of nuts", "Nuts"),
        volume="7",
        issue="2",
        pages=("1-9",),
        notices=(
            Notice("corrected", "was corrected", "PMID 5", (2021, 3)),
            Notice("retracted", "was retracted", "10.5555/b", (2001,), of_other=True),
            Notice("corrected", "was corrected", of_other=True),
        ),
    )


def test_pubmed_s_numbers_and_titles_in_odd_forms() -> None:
    assert pubmed.identifier({"elocationid": "doi: 10.5555/a"}, "pmc") == ""
    assert pubmed.identifier({"elocationid": "pii: 12"}, "doi") == ""
    assert pubmed.title({"title": "[Part] of rest."}) == "[Part] of rest"
    assert pubmed.title({"title": "Rest [sic]."}) == "Rest [sic]"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2010 Feb 6", (2010, 2, 6)),
        ("2010 Sep-Oct", (2010, 9)),
        ("2010 Spring", (2010,)),
        ("2010-02-06T09:00", (2010, 2, 6)),
        ("2010/02/06 09:00", (2010, 2, 6)),
        ("2010-12", (2010, 12)),
        ("6 February 2010", (2010, 2, 6)),
        ("on 30 December, 2010", (2010, 12, 30)),
        ("12345", ()),
        ("soon", ()),
        ("", ()),
    ],
)
def test_dates_are_read_as_far_as_they_are_given(text: str, parts: tuple[int, ...]) -> None:
    assert record.parts_of(text) == parts


@pytest.mark.parametrize(
    ("parts", "day"),
    [
        ((2024, 2, 6), date(2024, 2, 6)),
        ((2024, 2), date(2024, 2, 29)),
        ((2024,), date(2024, 12, 31)),
        ((), None),
        ((2024, 13), None),
        ((2024, 2, 30), None),
        ((0,), None),
        ((10_000, 1), None),
        ((2**31,), None),
    ],
)
def test_a_date_may_be_any_day_of_its_month_or_year(parts: tuple[int, ...], day: date) -> None:
    assert record.last_day(parts) == day


FINUCANE_ENTRY = {
    "type": "article-journal",
    "title": "International Framework for Red Flags for Potential Serious Spinal Pathologies",
    "author": [
        {"family": "Finucane", "given": "Laura M."},
        {"family": "Downie", "given": "Aron"},
    ],
    "issued": {"date-parts": [[2020, 7]]},
    "container-title": "Journal of Orthopaedic & Sports Physical Therapy",
    "volume": "50",
    "issue": "7",
    "page": "350-372",
    "DOI": "10.2519/JOSPT.2020.9971",
}


@pytest.mark.parametrize("begin", ["", "doi:", "DOI ", "https://doi.org/", "http://dx.doi.org/"])
def test_an_entry_is_made_from_crossref_s_record(registers: Registers, begin: str) -> None:
    registers.crossref("10.2519/JOSPT.2020.9971", case("crossref-finucane.json"))
    what = f"{begin}10.2519/JOSPT.2020.9971"
    assert is_identifier(what)
    entry = fetch_entry(what, registers.services, TODAY)
    assert list(entry.items()) == list(FINUCANE_ENTRY.items())


@pytest.mark.parametrize(
    "what",
    [
        "20137807",
        "PMID: 20137807",
        "pmid20137807",
        "https://pubmed.ncbi.nlm.nih.gov/20137807/",
    ],
)
def test_an_entry_is_made_from_pubmed_s_summary(registers: Registers, what: str) -> None:
    registers.pubmed("20137807", case("esummary.json"))
    assert is_identifier(what)
    assert fetch_entry(what, registers.services, TODAY) == {
        "type": "article-journal",
        "title": "Retraction--Ileal-lymphoid-nodular hyperplasia, non-specific colitis, and "
        "pervasive developmental disorder in children",
        "author": [{"literal": "Editors of The Lancet"}],
        "issued": {"date-parts": [[2010, 2, 6]]},
        "container-title": "Lancet (London, England)",
        "volume": "375",
        "issue": "9713",
        "page": "445",
        "DOI": "10.1016/S0140-6736(10)60175-4",
        "PMID": "20137807",
        "PMCID": "PMC9999999",
    }


def test_an_entry_for_a_chapter_tells_its_book_and_publisher() -> None:
    chapter = {
        "type": "book-chapter",
        "DOI": "10.1007/978-1-4939-0000-0_1",
        "title": ["<b>Rest</b>"],
        "subtitle": ["a history"],
        "container-title": ["Pain &amp; People"],
        "editor": [{"family": "Oak", "sequence": "first"}],
        "publisher": "Acorn Press",
        "publisher-location": "Derby",
        "edition-number": "2",
        "ISBN": ["http://id.crossref.org/isbn/9781493900000"],
        "issued": {"date-parts": [[None]]},
        "published-online": {"date-parts": [["2014", 3]]},
    }
    assert crossref_entry(chapter) == {
        "type": "chapter",
        "title": "Rest: a history",
        "editor": [{"family": "Oak"}],
        "issued": {"date-parts": [[2014, 3]]},
        "container-title": "Pain & People",
        "edition": "2",
        "publisher": "Acorn Press",
        "publisher-place": "Derby",
        "DOI": "10.1007/978-1-4939-0000-0_1",
        "ISBN": "9781493900000",
    }


def test_a_doi_in_an_address_has_its_odd_letters_escaped(registers: Registers) -> None:
    registers.crossref("10.1016/S0140-6736(97)11096-0", case("crossref-wakefield.json"))
    what = "https://doi.org/10.1016/S0140-6736%2897%2911096-0"
    assert fetch_entry(what, registers.services, TODAY)["volume"] == "351"


@pytest.mark.parametrize("what", ["see 10.1136/bmj.i6748", "PMC12", "12.bib", "", "123456789"])
def test_what_is_no_doi_or_pmid(what: str) -> None:
    assert not is_identifier(what)


@pytest.mark.parametrize(
    ("what", "message"),
    [
        (
            "10.5555/unknown",
            "Crossref has no record of 10.5555/unknown; give a BibTeX or CSL file instead",
        ),
        ("10.5555/down", "Crossref did not answer: it answered 500"),
        ("99999999", "PubMed has no work with the PMID 99999999"),
        ("1", "PubMed did not answer: it answered 404"),
        ("PMC12", 'must be a DOI like 10.1136/bmj.i6748 or a PMID, is "PMC12"'),
    ],
)
def test_what_is_no_entry_is_reported_in_one_sentence(
    registers: Registers, what: str, message: str
) -> None:
    registers.crossref("10.5555/down", Reply(500))
    registers.pubmed("99999999", case("esummary.json"))
    with pytest.raises(EntryError) as reported:
        fetch_entry(what, registers.services, TODAY)
    assert str(reported.value) == message


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
PARTS = st.lists(JSON | st.lists(st.integers() | st.none()), max_size=2)
UPDATES = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "DOI": JSON | st.just("10.5555/a"),
            "type": JSON | st.sampled_from(["retraction", "erratum", "new_version"]),
            "updated": JSON | st.fixed_dictionaries({"date-parts": PARTS}),
            "reftype": JSON | st.sampled_from(["Retraction in", "Erratum for"]),
            "refsource": JSON | st.from_regex(r"[A-Z. ]+ \d{4} [A-Z][a-z]{2} \d{1,3};.*"),
        },
    )
)
WORK = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("DOI", "title", "subtitle", "page", "volume", "container-title"), JSON),
        **dict.fromkeys(
            ("issued", "published"), JSON | st.fixed_dictionaries({"date-parts": PARTS})
        ),
        "author": JSON
        | st.lists(st.dictionaries(st.sampled_from(["family", "given", "name"]), JSON)),
        **dict.fromkeys(("updated-by", "update-to", "references"), JSON | UPDATES),
        "relation": JSON | st.dictionaries(st.just("is-retracted-by"), JSON | UPDATES),
        **dict.fromkeys(("pubdate", "pages", "articleids", "pubtype", "elocationid"), JSON),
    },
)


@given(work=WORK, ours=WORK)
@settings(max_examples=60, deadline=None)
def test_nothing_that_a_register_may_answer_stops_the_check(
    work: dict[str, Any], ours: dict[str, Any]
) -> None:
    reference = Reference("odd", 1, ours)
    for reported in (Answers(known=False, work=work), Answers(summary=work)):
        for rule in REGISTERS:
            for problem in rule(
                replace(CheckedReference.of(NAME, reference, TODAY), answers=reported)
            ):
                assert problem.rule == rule.name
    assert isinstance(crossref_entry(work), dict)
    assert isinstance(pubmed_entry("1", work), dict)


@given(body=st.binary() | JSON.map(lambda value: json.dumps(value).encode()))
@settings(deadline=None)
def test_no_bytes_stop_the_reading(body: bytes) -> None:
    for read in (crossref.read, crossref.read_search, pubmed.read, nice.read):
        with contextlib.suppress(UnreadableAnswerError):
            read(200, body)


@given(title=st.text(), authors=st.lists(st.text()), page=st.text(), number=st.text())
@settings(deadline=None)
def test_whatever_is_on_both_sides_is_no_mismatch(
    title: str, authors: list[str], page: str, number: str
) -> None:
    """What we took from a register is the same as what it says."""
    work = {
        "DOI": "10.5555/a",
        "title": [title],
        "container-title": [title],
        "author": [{"family": name, "given": name} for name in authors],
        "volume": number,
        "issue": number,
        "page": page,
    }
    entry = crossref_entry(work)
    assert list(compare(Reference("same", 1, entry), crossref.record(work))) == []

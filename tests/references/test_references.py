"""What makes a reference wrong without asking anybody: identifiers, pages, and works."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from guide import rules as checks
from guide.__main__ import main
from guide.content.guide import Guide
from hypothesis import given, settings
from hypothesis import strategies as st
from linkaudit.references.bibliography import Reference, Works, is_preprint, normal_title, same_work
from linkaudit.references.identifiers import (
    doi_fault,
    doi_of,
    isbn_check_digit,
    isbn_fault,
    issn_fault,
    normal_doi,
    pages_fault,
    pmcid_fault,
    pmid_fault,
)
from loopback import Loopback, Reply
from registers import case
from small_guide import FRONT_MATTER, TODAY, write_files

WriteDocs = Callable[[Mapping[str, str | bytes]], Path]

# Identifiers --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault_of", "text"),
    [
        (doi_fault, "10.1136/bmj.i6748"),
        (doi_fault, "10.1016/S0140-6736(18)30480-X"),
        (doi_fault, "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2"),
        (doi_fault, "10.1000.10/123"),
        (doi_fault, "10.1371/JOURNAL.PMED.0020124"),
        (doi_fault, "10/b6vnmd"),
        (pmid_fault, "1"),
        (pmid_fault, "37014979"),
        (pmcid_fault, "PMC5396190"),
        (isbn_fault, "978-1-4731-4508-5"),
        (isbn_fault, "9781473145085"),
        (isbn_fault, "978 1 4731 4508 5"),
        (isbn_fault, "0-306-40615-2"),
        (isbn_fault, "0-8044-2957-X"),
        (isbn_fault, "080442957x"),
        (isbn_fault, "979-10-90636-07-1"),
        (issn_fault, "0140-6736"),
        (issn_fault, "1474-547X"),
        (issn_fault, "0140-6736, 1474-547x"),
        (pages_fault, "13-23"),
        (pages_fault, "698-9"),
        (pages_fault, "1233-46"),
        (pages_fault, "e123-e130"),
        (pages_fault, "e114-26"),
        (pages_fault, "E29-E46"),
        (pages_fault, "811–816"),
        (pages_fault, "811--816"),
        (pages_fault, "1-3, 7-9"),
        (pages_fault, "45975"),
        (pages_fault, "n895"),
        (pages_fault, "CD013815"),
        (pages_fault, "87.e7-35"),
        (pages_fault, "1153.e1-1153.e9"),
        (pages_fault, "S12-A3"),
        (pages_fault, "bcr-2019-232021"),
        (pages_fault, "ENEURO.0123-18.2018"),
        (pages_fault, "ix-xii"),
        (pages_fault, "1001-9"),
    ],
)
def test_what_has_its_form_is_no_fault(fault_of: Callable[[str], str | None], text: str) -> None:
    assert fault_of(text) is None


DOI, ISBN = "DOI must be like 10.1136/bmj.i6748, is ", "ISBN must "
PAGES = "the pages must rise from the first to the last, are "


@pytest.mark.parametrize(
    ("fault_of", "text", "reported"),
    [
        (doi_fault, "in the cave", f'{DOI}"in the cave"'),
        (doi_fault, "10.1136", f'{DOI}"10.1136"'),
        (doi_fault, "11.1136/bmj.i6748", f'{DOI}"11.1136/bmj.i6748"'),
        (
            doi_fault,
            "https://doi.org/10.1136/bmj.i6748",
            f'{DOI}"https://doi.org/10.1136/bmj.i6748"; did you mean "10.1136/bmj.i6748"?',
        ),
        (
            doi_fault,
            "doi: 10.1136/bmj.i6748",
            f'{DOI}"doi: 10.1136/bmj.i6748"; did you mean "10.1136/bmj.i6748"?',
        ),
        (
            doi_fault,
            "10.1136/bmj.i6748.",
            f'{DOI}"10.1136/bmj.i6748."; did you mean "10.1136/bmj.i6748"?',
        ),
        (
            doi_fault,
            "10.1016/S0140-6736(18)30480-X)",
            f'{DOI}"10.1016/S0140-6736(18)30480-X)"; did you mean "10.1016/S0140-6736(18)30480-X"?',
        ),
        (pmid_fault, "PMC12", 'PMID must be a number of 1 to 8 digits, is "PMC12"'),
        (
            pmid_fault,
            "PMID: 0123",
            'PMID must be a number of 1 to 8 digits, is "PMID: 0123"; did you mean "123"?',
        ),
        (pmid_fault, "123456789", 'PMID must be a number of 1 to 8 digits, is "123456789"'),
        (
            pmcid_fault,
            "5396190",
            'PMCID must be like PMC5396190, is "5396190"; did you mean "PMC5396190"?',
        ),
        (pmcid_fault, "PMC", 'PMCID must be like PMC5396190, is "PMC"'),
        (isbn_fault, "978-1-4731-4508-4", f'{ISBN}end with 5, is "978-1-4731-4508-4"'),
        (isbn_fault, "0-8044-2957-0", f'{ISBN}end with X, is "0-8044-2957-0"'),
        (isbn_fault, "0-306-40615-X", f'{ISBN}end with 2, is "0-306-40615-X"'),
        (isbn_fault, "123", f'{ISBN}have 10 or 13 digits, has 3: "123"'),
        (
            isbn_fault,
            "977-1-4731-4508-5",
            'ISBN of 13 digits must begin with 978 or 979, is "977-1-4731-4508-5"',
        ),
        (
            isbn_fault,
            "ISBN 0306406152",
            f'{ISBN}be digits and hyphens like 978-1-4731-4508-5, is "ISBN 0306406152"',
        ),
        (issn_fault, "1474-5470", 'ISSN must end with X, is "1474-5470"'),
        (issn_fault, "0140-6736, 1474-5471", 'ISSN must end with X, is "1474-5471"'),
        (issn_fault, "0140", 'ISSN must be like 0140-6736, is "0140"'),
        (pages_fault, "23-13", f'{PAGES}"23-13"'),
        (pages_fault, "12-12", f'{PAGES}"12-12"'),
        (pages_fault, "698-7", f'{PAGES}"698-7"'),
        (pages_fault, "e130-e123", f'{PAGES}"e130-e123"'),
        (pages_fault, "1-3, 9-7", f'{PAGES}"1-3, 9-7"'),
        (pages_fault, "13-", 'page must end with a number, is "13-"'),
        (
            pages_fault,
            "pp. 13-23",
            'page must be like 13-23, without a word before it, is "pp. 13-23"',
        ),
    ],
)
def test_a_fault_tells_what_must_be_and_what_is(
    fault_of: Callable[[str], str | None], text: str, reported: str
) -> None:
    assert fault_of(text) == reported


def test_the_check_digit_of_an_isbn_is_that_of_its_country_s_shops() -> None:
    digits = {body: isbn_check_digit(body) for body in ("978030640615", "030640615", "097522980")}
    assert digits == {"978030640615": "7", "030640615": "2", "097522980": "X"}


def test_two_ways_to_write_a_doi_are_one_doi() -> None:
    ways = (
        "10.1136/BMJ.i6748",
        "https://doi.org/10.1136/bmj.i6748",
        "http://dx.doi.org/10.1136%2Fbmj.i6748",
        " doi:10.1136/bmj.I6748. ",
    )
    assert {normal_doi(way) for way in ways} == {"10.1136/bmj.i6748"}
    assert (normal_doi("https://doi.org/10/B6vnmd"), doi_of("10/b6vnmd")) == ("10/b6vnmd", "")


# Works --------------------------------------------------------------------------------------

NUTS = {"title": "Nuts: a story", "issued": {"date-parts": [[2020]]}}
ANN, BOB = {"author": [{"family": "Ann"}]}, {"author": [{"family": "Bob"}]}


def reference(**fields: object) -> Reference:
    return Reference("nuts", 1, fields)


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ({"DOI": "10.1000/A"}, {"DOI": "10.1000/a"}, "the same DOI"),
        ({"DOI": "10.1000/A"}, {"DOI": "https://doi.org/10.1000/a"}, "the same DOI"),
        ({"PMID": "12"}, {"PMID": 12}, "the same PMID"),
        ({"PMCID": "PMC1"}, {"PMCID": "PMC1"}, "the same PMCID"),
        (NUTS, NUTS | {"title": "<i>Nuts</i> – A Story."}, "the same title and year"),
        (NUTS | ANN, NUTS | ANN | {"DOI": "10.1000/b"}, "the same title and year"),
        (NUTS | ANN, NUTS, "the same title and year"),
        (NUTS | ANN, NUTS | BOB, None),
        (NUTS, NUTS | {"issued": {"date-parts": [[2021]]}}, None),
        ({"title": "Back pain"}, {"title": "Back pain"}, None),
        ({"DOI": ""}, {"DOI": ""}, None),
        (NUTS | {"title": ""}, NUTS | {"title": ""}, None),
        (NUTS | {"type": "article"}, NUTS | {"type": "article-journal"}, None),
    ],
)
def test_two_references_may_be_of_one_work(
    one: dict[str, object], other: dict[str, object], reason: str | None
) -> None:
    assert same_work(reference(**one), reference(**other)) == reason
    assert same_work(reference(**other), reference(**one)) == reason


FEW = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "DOI": st.sampled_from(("10.1000/a", "https://doi.org/10.1000/A", "10.1101/1", "?")),
            "PMID": st.sampled_from((1, "1", "2")),
            "PMCID": st.sampled_from(("PMC1", "PMC2")),
            "title": st.sampled_from(("Rest", "REST!", "Walking", "")),
            "issued": st.sampled_from(
                ({"date-parts": [[2019]]}, {"date-parts": [[2020, 1]]}, {"date-parts": [["x"]]})
            ),
            "author": st.sampled_from(([], [{"family": "Oak"}], [{"literal": "Elm"}])),
            "type": st.sampled_from(("article", "article-journal")),
        },
    ),
    max_size=9,
)


@given(FEW)
@settings(max_examples=500, deadline=None, derandomize=True)
def test_the_first_of_one_work_is_the_one_that_comparing_all_finds(
    several: list[dict[str, Any]],
) -> None:
    known = Works()
    references = [Reference(str(n), n, fields) for n, fields in enumerate(several)]
    for place, new in enumerate(references):
        reasons = ((earlier, same_work(earlier, new)) for earlier in references[:place])
        assert known.first_same(new) == next((found for found in reasons if found[1]), None)
        known.add(new)


def test_thousands_of_works_are_compared_in_seconds() -> None:
    """Each with all others took a minute for 2,000."""
    fields = {"title": "Editorial", "issued": {"date-parts": [[2020]]}}
    known, started = Works(), time.process_time()
    for number in range(4_000):
        author = {"author": [{"family": f"Oak{'x' * (number % 50)}{number}"}]}
        new = Reference(str(number), number, {**fields, **author, "DOI": f"10.1000/{number}"})
        assert known.first_same(new) is None
        known.add(new)
    assert time.process_time() - started < 3


def test_a_title_is_compared_without_its_looks() -> None:
    assert normal_title("Étude of <sub>2</sub> Nuts: “Why?”") == "etudeof2nutswhy"


@pytest.mark.parametrize(
    ("fields", "preprint"),
    [
        ({"DOI": "10.1101/2020.05.01.20081234"}, True),
        ({"DOI": "10.1101/123456"}, True),
        ({"DOI": "10.1101/gr.123456.119"}, False),
        ({"DOI": "10.21203/rs.3.rs-12/v1"}, True),
        ({"DOI": "10.48550/arXiv.2001.01234"}, True),
        ({"DOI": "10.31234/osf.io/abcde"}, True),
        ({"DOI": "10.2139/ssrn.123"}, True),
        ({"type": "article"}, True),
        ({"type": "article-journal", "genre": "Preprint"}, True),
        ({"type": "article-journal", "DOI": "10.1136/bmj.i6748"}, False),
    ],
)
def test_a_preprint_is_known_by_its_doi_type_or_genre(
    fields: dict[str, object], preprint: bool
) -> None:
    assert is_preprint(reference(**fields)) is preprint


# In the guide -------------------------------------------------------------------------------

CUSTOM = "custom: {evidence: trial, seen: full}"


def problems_of(write_docs: WriteDocs, references: str, *rules: str) -> list[str]:
    """What the checks of some rules say of a bibliography, as `line: message`."""
    docs = write_docs({"_data/references.yml": references, "a.md": FRONT_MATTER})
    found = checks.check_content(Guide.load(docs), TODAY)
    return [f"{p.line}: {p.message}" for p in found if p.rule in rules]


def entry(key: str, *fields: str) -> str:
    return "".join([f"- id: {key}\n", *(f"  {field}\n" for field in fields)])


def test_a_work_under_two_keys_is_reported_once_and_names_the_first(write_docs: WriteDocs) -> None:
    references = (
        entry("a2020x", "title: Nuts", "DOI: 10.1000/A")
        + entry("b2020x", "title: Acorns", "DOI: 10.1000/a")
        + entry("c2020x", "title: Trees", "PMID: '7'")
        + entry("d2020x", "title: Trees", "PMID: 7")
    )
    assert problems_of(write_docs, references, "duplicate-work") == [
        '4: "b2020x" is the work of "a2020x" in line 1: the same DOI; keep one',
        '10: "d2020x" is the work of "c2020x" in line 7: the same PMID; keep one',
    ]


def test_a_preprint_gives_way_to_what_was_published(write_docs: WriteDocs) -> None:
    preprint = ("DOI: 10.1101/2020.05.01.20081234", "issued: {date-parts: [[2020]]}")
    references = (
        entry("a2020x", "title: Nuts", *preprint)
        + entry("a2021x", "title: 'Nuts.'", "DOI: 10.1136/nuts")
        + entry("b2020x", "title: Acorns", "type: article", "custom: {published_as: 10.1136/b}")
        + entry("c2020x", "title: Trees", "type: article")
    )
    assert problems_of(write_docs, references, "known-preprint", "duplicate-work") == [
        '1: "a2020x" is a preprint: cite what was published, "a2021x"',
        '8: "b2020x" is a preprint: cite what was published, "10.1136/b"',
    ]


def guideline(issued: str, custom: str, kind: str = "guideline") -> str:
    dates = f"issued: {{date-parts: [[{issued}]]}}"
    return entry("nuts", "title: Nuts", dates, f"custom: {{evidence: {kind}, {custom}}}")


LOOK = "look whether it is still current, and write the day in custom.checked, like checked: "
PARTIAL = "seen: part, to_check: "


@pytest.mark.parametrize(
    ("reference", "reported"),
    [
        (guideline("2016, 11, 30", "seen: full"), f"2016-11-30: {LOOK}2026-11-22"),
        (guideline("2020", "seen: full"), f"2020: {LOOK}2026-11-22"),
        (guideline("2021, 11, 21", "x: 1"), f"2021-11-21: {LOOK}2026-11-22"),
        (guideline("2021, 10", "x: 1", "international-guideline"), f"2021-10: {LOOK}2026-11-22"),
        (guideline("2016", f"{PARTIAL}The authors."), f"2016: {LOOK}2026-11-22"),
        (
            guideline("2016", "checked: 2023-11-21"),
            "2016 and was last checked on 2023-11-21: look again whether it is still current",
        ),
    ],
)
def test_an_old_guideline_must_be_looked_at(
    write_docs: WriteDocs, reference: str, reported: str
) -> None:
    assert problems_of(write_docs, reference, "stale-guideline") == [f'1: "nuts" is of {reported}']


@pytest.mark.parametrize(
    "reference",
    [
        guideline("2021, 11, 22", "x: 1"),
        guideline("2021, 11", "x: 1"),
        guideline("2021", "x: 1"),
        guideline("2016", "checked: 2023-11-22"),
        guideline("2016", "checked: '2026-11-22'"),
        guideline("2016", f"{PARTIAL}Whether it is still current."),
        guideline("2016", "x: 1", "review"),
        entry("nuts", "title: Nuts", "custom: {evidence: guideline}"),
    ],
)
def test_a_guideline_that_is_young_or_looked_at_is_no_fault(
    write_docs: WriteDocs, reference: str
) -> None:
    assert problems_of(write_docs, reference, "stale-guideline") == []


@pytest.mark.parametrize("checked", ["2026-11-23", "last spring", "2026"])
def test_nobody_looks_at_a_work_on_a_day_to_come_or_no_day(
    write_docs: WriteDocs, checked: str
) -> None:
    reference = guideline("2026", f"checked: {checked}")
    assert problems_of(write_docs, reference, "malformed-date") == [
        f"4: custom.checked must be a date that exists and is not after 2026-11-22, is {checked}"
    ]


def test_a_date_to_come_is_no_date(write_docs: WriteDocs) -> None:
    reference = entry("nuts", "title: Nuts", "issued: {date-parts: [[2027]]}")
    assert problems_of(write_docs, reference, "malformed-date") == [
        "3: issued must be a date that exists and is not after 2026-11-22, is 2027"
    ]


WEAK = " is no source for a claim about health: cite the study behind it"


@pytest.mark.parametrize(
    ("fields", "reported"),
    [
        (("type: post-weblog",), 'what has the type "post-weblog"'),
        (("type: article-newspaper", "DOI: 10.1000/x"), 'what has the type "article-newspaper"'),
        (("type: article-magazine",), 'what has the type "article-magazine"'),
        (
            ("type: article-magazine", "URL: https://nuts.example/gov.uk"),
            'what has the type "article-magazine"',
        ),
        (("URL: https://blogs.bmj.com/nuts",), '"https://blogs.bmj.com/nuts"'),
        (
            ("URL: https://www.england.nhs.uk/blog/nuts/",),
            '"https://www.england.nhs.uk/blog/nuts/"',
        ),
        (("URL: https://www.bbc.co.uk/news/health-1",), '"https://www.bbc.co.uk/news/health-1"'),
        (("URL: https://www.lifehack.org/1",), '"https://www.lifehack.org/1"'),
        (("URL: https://nuts.wordpress.com/",), '"https://nuts.wordpress.com/"'),
    ],
)
def test_a_blog_a_newspaper_and_a_magazine_are_weak(
    write_docs: WriteDocs, fields: tuple[str, ...], reported: str
) -> None:
    references = entry("nuts", "title: Nuts", *fields, CUSTOM)
    assert problems_of(write_docs, references, "weak-source") == [f"1: {reported}{WEAK}"]


@pytest.mark.parametrize(
    "fields",
    [
        ("type: post-weblog", "custom: {evidence: expert}"),
        ("URL: https://blogs.bmj.com/nuts", "custom: {evidence: service}"),
        ("type: article-magazine", "URL: https://www.gov.uk/drug-safety-update/nuts", CUSTOM),
        ("type: article-magazine", "DOI: 10.1000/x", CUSTOM),
        ("type: article-journal", "DOI: 10.1000/x", "URL: https://www.nature.com/news/x", CUSTOM),
        ("URL: https://www.who.int/news-room/fact-sheets/detail/low-back-pain", CUSTOM),
        ("URL: https://newsam.example/newsletter", CUSTOM),
        ("URL: 'https://[nuts/news'", CUSTOM),
        (CUSTOM,),
    ],
)
def test_other_sources_are_not_weak(write_docs: WriteDocs, fields: tuple[str, ...]) -> None:
    references = entry("nuts", "title: Nuts", *fields)
    assert problems_of(write_docs, references, "weak-source") == []


# The command --------------------------------------------------------------------------------


def test_the_command_tells_of_references_and_citations_only(
    tiny_guide: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tiny_guide)
    write_files(
        tiny_guide,
        {
            "docs/nuts.md": FRONT_MATTER.replace("title: The", "titel: The") + "\nNap [@acorn].\n",
            "docs/_data/references.yml": entry("oak", "title: Oaks", "DOI: x", CUSTOM),
        },
    )
    assert main(["references", "--today", "2026-11-22"]) == 2
    reported = capsys.readouterr()
    assert reported.out.splitlines() == [
        'docs/_data/references.yml:1: incomplete-reference "oak" must give issued, like '
        "{date-parts: [[2016, 11, 30]]}, or accessed",
        'docs/_data/references.yml:1: unused-reference no page cites "oak"; cite it or delete it',
        'docs/_data/references.yml:3: malformed-doi DOI must be like 10.1136/bmj.i6748, is "x"',
        'docs/nuts.md:10: unknown-citation "@acorn" is not in docs/_data/references.yml',
    ]
    assert reported.err == "4 problems\n"


def test_a_bibliography_that_cannot_be_read_is_a_problem(
    tiny_guide: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(write_files(tiny_guide, {"docs/_data/references.yml": "oak: 1"}))
    assert main(["references", "--format", "json"]) == 2
    rules = [problem["rule"] for problem in json.loads(capsys.readouterr().out)]
    assert rules == ["unreadable", "unknown-citation"]


def test_the_command_checks_a_manuscript_as_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(
        write_files(tmp_path, {"refs.bib": "@misc{oak2020}\n", "text/a.md": "\n[@aok2020]\n"})
    )
    command = ["references", "--bibliography", "refs.bib", "text", "--format", "json"]
    assert main(command) == 2
    assert json.loads(capsys.readouterr().out) == [
        {
            "path": "refs.bib",
            "line": 1,
            "rule": "unused",
            "message": 'no text cites "oak2020"; cite it or delete it',
            "page": "refs.bib",
            "target": "oak2020",
        },
        {
            "path": "text/a.md",
            "line": 2,
            "rule": "undefined",
            "message": '"@aok2020" must be in the bibliography, is not; did you mean "oak2020"?',
            "page": "text/a.md",
            "target": "aok2020",
        },
    ]


def test_a_manuscript_without_faults_ends_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(write_files(tmp_path, {"r.yml": "- id: oak\n", "a.md": "[@oak]\n"}))
    assert main(["references", "a.md", "--bibliography", "r.yml"]) == 0
    reported = capsys.readouterr()
    assert (reported.out, reported.err) == ("", "0 problems\n")


@pytest.mark.parametrize(
    ("arguments", "reported"),
    [
        (
            ["a.md"],
            "guide: to check texts, say what they cite from: "
            "guide references --bibliography FILE TEXT\n",
        ),
        (
            ["--bibliography", "r.yml"],
            "guide: name the Markdown files, or the folder, that cite from it\n",
        ),
        (
            ["--bibliography", "r.yml", "b.md"],
            "guide: there is no file or folder b.md\n",
        ),
        (
            ["--bibliography", "none.bib", "a.md"],
            "guide: none.bib: No such file or directory\n",
        ),
        (["add"], "guide: say what to add: a DOI, a PMID, or a .bib or CSL file\n"),
    ],
)
def test_a_command_that_cannot_be_run_says_why(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    reported: str,
) -> None:
    monkeypatch.chdir(write_files(tmp_path, {"r.yml": "- id: oak\n", "a.md": "[@oak]\n"}))
    assert main(["references", *arguments]) == 1
    assert capsys.readouterr().err == reported


# Online: what each service may answer is in test_references_online.py --------------------------


def asking(server: Loopback) -> list[str]:
    """The arguments that send all questions to a server of this machine."""
    services = {"handle": "/handles", "crossref": "/works", "eutils": "/eutils", "nice": "/nice"}
    return [word for name, path in services.items() for word in (f"--{name}", server.url(path))]


RETRACTED = "10.1016/S0140-6736(97)11096-0"


def test_a_manuscript_that_cites_what_was_retracted_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bib = f"@misc{{a}}\n@misc{{b,\n  doi = {{{RETRACTED}}}}}\n"
    monkeypatch.chdir(write_files(tmp_path, {"refs.bib": bib, "text.md": "[@a; @b]\n"}))
    command = ["references", "--bibliography", "refs.bib", "text.md", "--today", "2026-11-22"]
    assert main([*command, "--format", "json"]) == 0
    assert capsys.readouterr().out == "[]\n"
    with Loopback() as server:
        server.on(f"/works/{RETRACTED}", case("crossref-wakefield.json"))
        assert main([*command, "--format", "json", "--online", "--quiet", *asking(server)]) == 2
        # Answers are kept: the same question is not asked again on the same day.
        assert main([*command, "--online", "--quiet", *asking(server)]) == 2
        assert server.asked == [f"GET /works/{RETRACTED}"]
    found, _, again = capsys.readouterr().out.partition("]\n")
    note, problem = json.loads(found + "]")
    assert note["message"].startswith("1 reference could not be asked: it gives no DOI")
    known = {"rule": "retracted", "page": "refs.bib", "path": "refs.bib", "target": RETRACTED}
    assert problem.items() >= known.items()
    assert again.splitlines()[1].startswith(f"refs.bib:{problem['line']}: retracted ")


def test_a_doi_is_added_with_what_crossref_has_of_it(
    tiny_guide: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    doi = "10.1002/14651858.CD009790.pub2"
    monkeypatch.chdir(tiny_guide)
    with Loopback() as server:
        server.on(f"/works/{doi}", case("crossref-hayden.json"))
        assert main(["references", "add", doi, *asking(server)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("docs/_data/references.yml: hayden2021exercise is new\n")
    added = (tiny_guide / "docs/_data/references.yml").read_text("utf-8")
    assert "- id: hayden2021exercise\n" in added
    assert f"  DOI: {doi}\n" in added
    assert main(["references", "add", f"https://doi.org/{doi}", *asking(server)]) == 1
    assert capsys.readouterr().err.startswith("guide: https://doi.org/")


def test_the_guide_s_own_references_are_compared_with_the_registers(
    tiny_guide: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tiny_guide)
    with Loopback() as server:
        server.on("/handles/10.1234/naps.4", Reply(404, '{"responseCode": 100}'))
        code = main(["references", "--online", "--today", "2026-11-22", *asking(server)])
    assert code == 2
    assert "docs/_data/references.yml:5: unknown-doi " in capsys.readouterr().out

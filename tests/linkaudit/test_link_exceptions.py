"""Exceptions: addresses whose verdict is not reported, each with a reason and an end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
from linkaudit.http.client import Client
from linkaudit.probe.exceptions import FILE, Exceptions
from linkaudit.probe.external import Settings, check_external
from loopback import Loopback, Mention, Names, Reply, redirect
from small_guide import HERE, TODAY

WriteDocs = Callable[[Mapping[str, str | bytes]], Path]
SITE = "forest.example"


@pytest.fixture
def host() -> Iterator[Loopback]:
    with Loopback() as server:
        server.on("/nuts", Reply(200, "<h1>Nuts</h1>"))
        server.on("/shy", Reply(403))
        yield server


@pytest.fixture
def reported(host: Loopback, write_docs: WriteDocs, tmp_path: Path) -> Callable[..., list[str]]:
    """The problems of links to the host, with a file of exceptions; `HOST` stands for its name."""

    def tell(entries: str, *paths: str, today: date = TODAY) -> list[str]:
        start = host.url("", host=SITE)
        settings = Settings(
            docs=write_docs({FILE: entries.replace("HOST", start)}),
            cache=tmp_path / "links.sqlite",
            quiet=True,
            client=lambda: Client(agent="test", interval=0, resolver=Names({SITE: "127.0.0.1"})),
        )
        mentions = [Mention(start + path, "docs/a.md", 1) for path in paths]
        found = check_external(mentions, today, settings)
        return [str(problem).replace(start, "HOST") for problem in found]

    return tell


Answers = Callable[..., list[str]]


def entry(url: str, until: str = "2027-11-01", reason: str = "It keeps robots out.") -> str:
    return f'- url: "{url}"\n  reason: {reason}\n  until: {until}\n'


GONE = (
    'docs/a.md:1: broken "HOST/gone" must lead to a page, answers 404 Not Found; '
    "an archived copy may be at https://web.archive.org/web/2026/HOST/gone"
)


def test_a_verdict_that_is_excepted_is_not_reported_but_asked(
    reported: Answers, host: Loopback
) -> None:
    assert reported(entry("HOST/shy"), "/shy", "/gone") == [GONE]
    assert "GET /shy" in host.asked


@pytest.mark.parametrize("url", ["HOST/gone", "HOST/gone#part", "HOST/*", "HOST/go*"])
def test_an_exception_is_an_address_or_how_addresses_begin(reported: Answers, url: str) -> None:
    assert reported(entry(url), "/gone#part") == []


@pytest.mark.parametrize("url", ["HOST/gon", "HOST/gone/", "HOST/gone?", "HOST/Gone*"])
def test_an_exception_covers_no_other_address(reported: Answers, url: str) -> None:
    rules = [line.split()[1] for line in reported(entry(url), "/gone")]
    assert rules == ["broken", "unneeded-exception"]


def test_an_exception_without_fragment_covers_all_and_one_with_it_only_that(
    reported: Answers,
) -> None:
    assert reported(entry("HOST/gone"), "/gone#a", "/gone#b", "/gone") == []
    lines = reported(entry("HOST/gone#a"), "/gone#a", "/gone#b")
    assert [line.split()[2] for line in lines] == ['"HOST/gone#b"']


def test_an_exception_that_has_ended_covers_nothing(reported: Answers) -> None:
    ended = entry("HOST/gone", "2026-11-21")
    assert reported(ended, "/gone") == [
        GONE,
        'docs/_data/link-exceptions.yml:3: expired-exception the exception for "HOST/gone" '
        "ended on 2026-11-21; look at the link again",
    ]
    assert reported(ended, "/gone", today=date(2026, 11, 21)) == []


def test_an_exception_holds_to_the_end_of_its_last_day(reported: Answers) -> None:
    assert reported(entry("HOST/gone", str(TODAY)), "/gone") == []


def test_an_exception_for_a_link_that_is_right_must_go(reported: Answers) -> None:
    assert reported(entry("HOST/gone") + entry("HOST/nuts"), "/nuts", "/gone") == [
        'docs/_data/link-exceptions.yml:4: unneeded-exception the exception for "HOST/nuts" '
        "is not needed: its links are all right now; delete it"
    ]


def test_an_exception_for_a_link_that_nobody_makes_must_go(reported: Answers) -> None:
    assert reported(entry("HOST/gone"), "/nuts") == [
        'docs/_data/link-exceptions.yml:1: unneeded-exception the exception for "HOST/gone" '
        "is not needed: no page links there; delete it"
    ]


def test_an_exception_for_many_is_needed_if_one_of_them_is(reported: Answers) -> None:
    assert reported(entry("HOST/*"), "/nuts", "/gone") == []


def test_a_note_needs_no_exception_but_may_have_one(reported: Answers, host: Loopback) -> None:
    host.on("/old", redirect("/nuts"))
    assert reported(entry("HOST/old"), "/old") == []


def test_the_excepted_do_not_count_among_the_first_twenty(reported: Answers) -> None:
    paths = [f"/gone#{n}" for n in range(30)]
    lines = reported("".join(entry(f"HOST/gone#{n}") for n in range(10)), *paths)
    assert [line.split()[2] for line in lines] == [f'"HOST/gone#{n}"' for n in range(10, 30)]
    assert "more)" not in "".join(lines)


def slips(write_docs: WriteDocs, text: str) -> list[str]:
    docs = write_docs({FILE: text})
    found = Exceptions(docs, TODAY).problems()
    return [str(p) for p in found if p.rule != "unneeded-exception"]


URL = "https://forest.example/gone"
PLACE = "docs/_data/link-exceptions.yml"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (entry(URL, reason="''"), '2: unreadable reason must not be empty, is ""'),
        (f"- url: {URL}\n  until: 2027-01-01\n", "1: unreadable reason must be given"),
        (f"- url: {URL}\n  reason: Shy.\n", "1: unreadable until must be given"),
        (
            entry(URL) + "  untill: 2027-01-01\n",
            '4: unreadable nothing reads "untill"; did you mean "until"?',
        ),
        (
            entry("forest.example/gone"),
            '1: unreadable url must be an address like "https://www.nice.org.uk/", '
            'or its begin and a *, is "forest.example/gone"',
        ),
        (
            entry("https://*.example/"),
            '1: unreadable url must be an address like "https://www.nice.org.uk/", '
            'or its begin and a *, is "https://*.example/"',
        ),
        (
            entry(URL, "2027-11-24"),
            "3: unreadable until must be at most 366 days ahead, 2027-11-23; is 2027-11-24",
        ),
        ("url: x", "1: unreadable must be a list: begin each entry with a dash"),
        ("- nuts", '1: unreadable an entry must hold keys and values, is "nuts"'),
    ],
)
def test_a_slip_in_the_file_is_a_problem_with_its_line(
    write_docs: WriteDocs, text: str, message: str
) -> None:
    assert slips(write_docs, text) == [f"{PLACE}:{message}"]


@pytest.mark.parametrize("until", ["soon", "12", "2027-02-28 10:00:00", "[1]"])
def test_a_day_that_is_none_is_a_slip(write_docs: WriteDocs, until: str) -> None:
    (line,) = slips(write_docs, entry(URL, until))
    assert line == f'{PLACE}:3: unreadable until must be a day like 2027-02-28, is "{until}"'


def test_a_day_may_stand_in_quotes(write_docs: WriteDocs) -> None:
    assert slips(write_docs, entry(URL, "'2027-02-28'")) == []


def test_the_last_day_may_be_a_year_ahead(write_docs: WriteDocs) -> None:
    assert slips(write_docs, entry(URL, str(TODAY + timedelta(366)))) == []


def test_no_file_and_an_empty_one_are_no_exceptions(write_docs: WriteDocs) -> None:
    assert list(Exceptions(None, TODAY).problems()) == []
    assert slips(write_docs, "") == slips(write_docs, "# nothing yet\n") == []
    assert list(Exceptions(write_docs({}) / "none", TODAY).problems()) == []


def test_the_file_of_the_guide_is_in_order_and_shows_the_form(write_docs: WriteDocs) -> None:
    text = (HERE.parent / "docs" / FILE).read_text("utf-8")
    assert slips(write_docs, text) == []
    shown = [line.removeprefix("#") for line in text.splitlines() if line.startswith("#   ")]
    (problem,) = Exceptions(write_docs({FILE: "\n".join(shown)}), TODAY).problems()
    assert problem.target == "https://www.example.org/back-pain"

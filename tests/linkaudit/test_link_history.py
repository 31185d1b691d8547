"""The history of links: what a run need not ask again, and on how many days an address failed."""

from __future__ import annotations

import sqlite3
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from linkaudit.probe.history import VerdictHistory, VerdictHistoryError, lasts
from linkaudit.probe.verdict import Result, Verdict
from small_guide import TODAY

URL = "https://forest.example/nuts"
OK = Result(Verdict.OK, etag='"1"', modified="yesterday", anchors={"a": "", "b": "is not there"})
FAILING = Result(Verdict.FAILING, "answers 500")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep/links.sqlite"


def on(path: Path, days: int) -> VerdictHistory:
    """The history on a day so many days after the first."""
    return VerdictHistory(path, TODAY + timedelta(days))


def keep(path: Path, days: int, result: Result, url: str = URL) -> None:
    with on(path, days) as history:
        history.keep(url, result)


def failed_days(path: Path) -> int:
    with on(path, 0) as history:
        return history.failed_days(URL)


def test_a_result_comes_back_whole(path: Path) -> None:
    moved = Result(Verdict.REDIRECTED, "has moved; write ", "https://forest.example/new")
    keep(path, 0, OK)
    keep(path, 0, moved, "https://forest.example/old")
    with on(path, 0) as history:
        assert history.fresh(URL) == history.last(URL) == OK
        assert history.last("https://forest.example/old") == moved
        assert history.fresh("https://forest.example/new") is None


@pytest.mark.parametrize(
    ("verdict", "youngest", "oldest"),
    [
        *((Verdict.OK, 5, 7), (Verdict.REDIRECTED, 5, 7), (Verdict.BLOCKED, 2, 3)),
        *((Verdict.BROKEN, 1, 1), (Verdict.FAILING, 1, 1), (Verdict.SOFT_404, 1, 1)),
        (Verdict.TIMEOUT, 1, 1),
    ],
)
def test_ages_differ_by_verdict_and_are_spread_by_address(
    verdict: Verdict, youngest: int, oldest: int
) -> None:
    ages = Counter(lasts(f"https://forest.example/{n}", verdict) for n in range(300))
    assert (min(ages), max(ages), len(ages)) == (youngest, oldest, oldest - youngest + 1)
    assert min(ages.values()) > 300 / len(ages) / 2


def test_the_age_of_an_address_is_always_the_same() -> None:
    ages = [lasts(f"https://forest.example/{n}", Verdict.OK) for n in range(6)]
    assert ages == [7, 7, 7, 6, 5, 6]


def test_a_result_is_fresh_until_its_age_is_reached(path: Path) -> None:
    keep(path, 0, OK)
    age = lasts(URL, Verdict.OK)
    for days, is_fresh in ((0, True), (age - 1, True), (age, False), (-1, False)):
        with on(path, days) as history:
            assert (history.fresh(URL) is not None) is is_fresh
            assert history.last(URL) == OK


def test_failures_are_counted_by_days(path: Path) -> None:
    for days in (0, 0, 1, 9):
        keep(path, days, FAILING)
    assert failed_days(path) == 3


@pytest.mark.parametrize(
    "verdict", [v for v in Verdict if v not in (Verdict.FAILING, Verdict.TIMEOUT)]
)
def test_an_answer_of_any_kind_ends_the_row_of_failures(path: Path, verdict: Verdict) -> None:
    keep(path, 0, FAILING)
    keep(path, 1, Result(verdict))
    assert failed_days(path) == 0


def test_silence_neither_ends_nor_lengthens_the_row(path: Path) -> None:
    keep(path, 0, FAILING)
    keep(path, 1, Result(Verdict.TIMEOUT))
    assert failed_days(path) == 1


def test_a_day_can_be_withdrawn(path: Path) -> None:
    keep(path, 0, FAILING)
    keep(path, 1, FAILING)
    keep(path, 1, OK, "https://forest.example/other")
    with on(path, 1) as history:
        history.withdraw([URL])
        assert history.last(URL) is None
        assert history.failed_days(URL) == 1
        assert history.last("https://forest.example/other") == OK


def test_what_nobody_asked_for_half_a_year_is_forgotten(path: Path) -> None:
    keep(path, 0, OK)
    keep(path, 0, FAILING, "https://forest.example/b")
    for days, known in ((180, True), (181, False)):
        with on(path, days) as history:
            assert (history.last(URL) is not None) is known
            assert history.failed_days("https://forest.example/b") == int(known)


def test_each_result_is_on_disk_as_soon_as_it_is_kept(path: Path) -> None:
    with on(path, 0) as writer:
        writer.keep(URL, OK)
        with on(path, 0) as reader:
            assert reader.last(URL) == OK


def foreign(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE results (mine TEXT)")
    other.close()


def of_another_form(path: Path) -> None:
    keep(path, 0, OK)
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA user_version = 99")
    other.close()


def cut(path: Path) -> None:
    keep(path, 0, OK)
    path.write_bytes(path.read_bytes()[:5000])


def scribbled(path: Path) -> None:
    keep(path, 0, OK)
    data = bytearray(path.read_bytes())
    data[4096:8192] = b"\xff" * 4096
    path.write_bytes(data)


@pytest.mark.parametrize("damage", [foreign, of_another_form, cut, scribbled])
def test_a_file_that_is_damaged_or_not_ours_is_set_aside(path: Path, damage: object) -> None:
    path.parent.mkdir()
    assert callable(damage)
    damage(path)
    before = path.read_bytes()
    with on(path, 0) as history:
        assert history.notice == f"{path} is damaged or not ours; it is now links.sqlite.aside"
        assert history.last(URL) is None
        history.keep(URL, OK)
    assert path.with_name("links.sqlite.aside").read_bytes() == before
    with on(path, 0) as history:
        assert (history.notice, history.last(URL)) == ("", OK)


def test_a_folder_in_its_place_is_set_aside(path: Path) -> None:
    path.mkdir(parents=True)
    with on(path, 0) as history:
        assert history.notice == f"{path} is damaged or not ours; it is now links.sqlite.aside"
    assert path.with_name("links.sqlite.aside").is_dir()


def test_nothing_that_was_set_aside_is_written_over(path: Path) -> None:
    path.parent.mkdir()
    for text in ("one", "two"):
        path.write_text(text)
        with on(path, 0):
            pass
    names = ("links.sqlite.aside", "links.sqlite.aside1")
    assert [path.with_name(name).read_text() for name in names] == ["one", "two"]


@pytest.mark.parametrize(
    "change", ["anchors = '{'", "anchors = '1'", "asked = 'one day'", "verdict = 'lost'"]
)
def test_a_row_that_makes_no_sense_is_no_result(path: Path, change: str) -> None:
    keep(path, 0, OK)
    with sqlite3.connect(path) as other:
        other.execute(f"UPDATE results SET {change}")  # noqa: S608
    other.close()
    with on(path, 0) as history:
        assert history.last(URL) is None


def test_an_empty_file_is_a_new_history(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    with on(path, 0) as history:
        assert history.notice == ""


def test_a_place_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "cache").touch()
    path = tmp_path / "cache/links.sqlite"
    with pytest.raises(VerdictHistoryError) as caught, VerdictHistory(path, TODAY):
        pass
    assert str(caught.value) == (
        f"{path} cannot be used as a cache: [Errno 17] File exists: '{tmp_path}/cache'"
    )
    (tmp_path / "file").touch()
    with (
        pytest.raises(VerdictHistoryError) as caught,
        VerdictHistory(tmp_path / "file/links.sqlite", TODAY),
    ):
        pass
    assert str(caught.value).startswith(f"{tmp_path}/file/links.sqlite cannot be used as a cache: ")


def test_a_file_that_is_lost_while_it_is_used_is_one_line(path: Path) -> None:
    with on(path, 0) as history:
        history._file.close()
        with pytest.raises(VerdictHistoryError) as caught:
            history.last(URL)
    assert str(caught.value) == (
        f"{path} cannot be used as a cache: Cannot operate on a closed database."
    )

"""Review dates, on a day that the test chooses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from guide import rules
from guide.content.guide import Guide
from small_guide import TODAY

WriteDocs = Callable[[Mapping[str, str | bytes]], Path]
RULES = {"wrong-review-date", "overdue-review"}


@pytest.fixture
def problems(write_docs: WriteDocs) -> Callable[..., list[str]]:
    """The problems of a page that was reviewed on one day and is due on another."""

    def check(last: str, following: str, today: date = TODAY) -> list[str]:
        front = f"---\ntitle: Nuts\nlast_reviewed: {last}\nnext_review: {following}\n---\n"
        found = rules.check_content(Guide.load(write_docs({"a.md": front})), today)
        return [f"{p.line}: {p.rule} {p.message}" for p in found if p.rule in RULES]

    return check


Problems = Callable[..., list[str]]


@pytest.mark.parametrize(
    ("last", "following"),
    [
        pytest.param("2026-11-22", "2026-11-23", id="the day after"),
        pytest.param("2026-11-22", "2029-11-22", id="36 months to the day"),
        pytest.param("2024-02-29", "2027-02-28", id="from a leap day to the last of February"),
        pytest.param("2025-12-31", "2028-12-31", id="over the end of the year"),
        pytest.param("2025-02-28", "2028-02-28", id="into a leap year"),
    ],
)
def test_a_review_may_be_due_within_36_months(
    problems: Problems, last: str, following: str
) -> None:
    assert problems(last, following) == []


@pytest.mark.parametrize(
    ("last", "following", "latest"),
    [
        pytest.param("2026-11-22", "2029-11-23", "2029-11-22", id="36 months and a day"),
        pytest.param("2024-02-29", "2027-03-01", "2027-02-28", id="from a leap day"),
        pytest.param("2026-11-22", "2026-11-22", "2029-11-22", id="the same day"),
        pytest.param("2026-11-22", "2026-11-21", "2029-11-22", id="the day before"),
    ],
)
def test_a_review_must_not_be_due_later_or_at_once(
    problems: Problems, last: str, following: str, latest: str
) -> None:
    message = f"next_review must be after {last} and not after {latest}, is {following}"
    assert problems(last, following)[-1] == f"4: wrong-review-date {message}"


def test_the_last_years_of_the_calendar_are_reported_like_any_day(problems: Problems) -> None:
    assert problems("9998-05-01", "9999-12-31") == [
        "3: wrong-review-date last_reviewed must not be after today, 2026-11-22, is 9998-05-01"
    ]


@pytest.mark.parametrize("mark", ["'", '"'])
def test_a_date_may_stand_in_quotes(problems: Problems, mark: str) -> None:
    """Editors on the web write them so."""
    assert problems(f"{mark}2026-11-22{mark}", f"{mark}2027-11-22{mark}") == []
    assert problems(f"{mark}2026-11-23{mark}", "2027-11-22") == [
        "3: wrong-review-date last_reviewed must not be after today, 2026-11-22, is 2026-11-23"
    ]
    assert problems("2025-07-01", f"{mark}2026-07-01{mark}", date(2026, 7, 3)) == [
        "4: overdue-review the review was due on 2026-07-01, 2 days ago"
    ]


def test_a_review_of_today_is_fine_and_one_of_tomorrow_is_not(problems: Problems) -> None:
    assert problems("2026-11-22", "2027-01-01") == []
    assert problems("2026-11-23", "2027-01-01") == [
        "3: wrong-review-date last_reviewed must not be after today, 2026-11-22, is 2026-11-23"
    ]


@pytest.mark.parametrize(
    ("today", "found"),
    [
        (date(2026, 6, 30), []),
        (date(2026, 7, 1), []),
        (date(2026, 7, 3), ["4: overdue-review the review was due on 2026-07-01, 2 days ago"]),
        (date(2027, 7, 1), ["4: overdue-review the review was due on 2026-07-01, 365 days ago"]),
    ],
)
def test_a_review_is_overdue_from_the_day_after(
    problems: Problems, today: date, found: list[str]
) -> None:
    assert problems("2025-07-01", "2026-07-01", today) == found


@pytest.mark.parametrize(
    "value",
    ["spring", "2026", "22/11/2026", "2026-11-22 10:00:00", "[1]", "'2026-13-45'", "'20261122'"],
)
def test_what_is_no_date_is_reported_once(problems: Problems, value: str) -> None:
    (found,) = problems(value, "2027-11-22")
    assert found.startswith("3: wrong-review-date last_reviewed must be a date like 2026-11-22, is")

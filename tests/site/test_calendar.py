"""The calendar: what only time can break is reported, and never stops a build of the same words."""

from __future__ import annotations

from datetime import date, datetime
from io import StringIO
from pathlib import Path

import pikepdf
import pytest
from guide import rules as checks
from guide.__main__ import main
from guide.content.guide import Guide
from guide.core.steps import Steps
from guide.edition.edition import Edition
from guide.print import rendering
from guide.site.pipeline import build, render, stop_at
from guide_site import ROOT, copy_of_the_guide
from linkaudit.core.rule import registered, severity_of
from small_guide import HERE, TODAY, write_files

LATER = [TODAY.replace(year=TODAY.year + years) for years in (1, 3, 10)]
GUIDELINE = """\
- id: acorn2019
  type: report
  title: Naps of squirrels
  issued: {date-parts: [[2024]]}
  URL: https://owls.example/naps
  custom: {evidence: guideline, seen: full}
"""


@pytest.fixture(autouse=True)
def no_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF of one blank page stands in for the slow real one."""

    def print_blank(_print: object, path: Path) -> list[object]:
        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            pdf.save(path)
        return []

    monkeypatch.setattr(rendering, "render", print_blank)


@pytest.mark.parametrize("day", LATER, ids=str)
def test_the_guide_can_be_built_on_any_later_day(day: date) -> None:
    guide = Guide.load(ROOT / "docs")
    reported = stop_at([*checks.check_content(guide, day)])
    assert {problem.rule for problem in reported} <= {"overdue-review", "stale-guideline"}
    assert reported, "reviews fall due"


@pytest.mark.parametrize("day", LATER, ids=str)
def test_no_rule_finds_more_errors_as_time_goes_by(day: date) -> None:
    """The fake guide breaks every rule, so that no rule is forgotten here."""
    guide = Guide.load(HERE / "fake-guide/docs")

    def errors(today: date) -> list[tuple[str, int, str]]:
        found = checks.check_content(guide, today)
        return [(p.path, p.line, p.rule) for p in found if severity_of(p) == "error"]

    assert set(errors(day)) <= set(errors(TODAY))


@pytest.mark.parametrize("day", LATER, ids=str)
def test_a_build_years_later_tells_what_is_overdue(tiny_guide: Path, day: date) -> None:
    write_files(tiny_guide, {"docs/_data/references.yml": GUIDELINE})
    out = StringIO()
    assert build(Edition.load(tiny_guide / "mkdocs.yml"), day, Steps(out)) is None
    reported = out.getvalue()
    assert ("docs/index.md:6: overdue-review" in reported) == (day > date(2027, 11, 22))
    stale = (
        'docs/_data/references.yml:1: stale-guideline "acorn2019" is of 2024: look whether it is '
        f"still current, and write the day in custom.checked, like checked: {day}"
    )
    assert (stale in reported) == (day.year > 2029)
    assert (tiny_guide / "site/index.html").is_file()


def test_a_check_years_later_tells_the_same_and_nothing_else(
    tiny_guide: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_files(tiny_guide, {"docs/_data/references.yml": GUIDELINE})
    assert main(["check", "-f", str(tiny_guide / "mkdocs.yml"), "--today", "2036-11-22"]) == 0
    rules = [line.split(" ")[1] for line in capsys.readouterr().out.splitlines()]
    assert sorted(rules) == ["overdue-review", "overdue-review", "stale-guideline"]
    assert {rule.severity for rule in registered() if rule.name in rules} == {"warning"}


@pytest.mark.parametrize(("day", "is_told"), [("2026-11-28", False), ("2031-11-28", True)])
def test_a_page_says_when_a_guideline_behind_it_is_overdue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, day: str, is_told: bool
) -> None:
    """NG215 of 2022 is overdue from 2028 on, if nobody has looked at it again."""
    folder = copy_of_the_guide(tmp_path / "guide")
    seconds = datetime.fromisoformat(f"{day}T12:00:00+00:00").timestamp()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(seconds)))
    render(Edition.load(folder / "mkdocs.yml"), tmp_path / "site")
    pages = {
        "what-helps/painkillers": True,
        "plans": False,
    }  # the first cites it
    for page, rests_on_it in pages.items():
        text = (tmp_path / "site" / page / "index.html").read_text("utf-8")
        assert ("A guideline behind this page is due" in text) == (is_told and rests_on_it), page

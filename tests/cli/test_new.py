"""`guide new`: the folder of a clinic, what it asks, and what it never does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from guide import __version__, rules
from guide.__main__ import main
from guide.edition.edition import Edition
from small_guide import write_files

TEXT = pytest.CaptureFixture[str]
RIVERSIDE = ["--name", "Riverside: physio #1", "--nation", "england", "--phone", "01632 960001"]
MADE = {
    *("clinic.yml", "README.md", ".gitignore", ".github/dependabot.yml"),
    *(".github/workflows/publish.yml", ".github/workflows/weekly.yml"),
    *(".github/workflows/clinic.yml", ".github/ISSUE_TEMPLATE/clinic.yml"),
    *("assets/README.md", "pages/README.md", "local/README.md"),
}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files_below(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_a_folder_with_all_that_is_the_clinics_own(here: Path, capsys: TEXT) -> None:
    assert main(["new", "riverside", *RIVERSIDE, "--repository", "owl/back-pain-guide"]) == 0
    assert capsys.readouterr().out.startswith(f"Made {len(MADE)} files in riverside/.\nNext: ")
    assert files_below(here / "riverside") == MADE
    said = yaml.safe_load((here / "riverside/clinic.yml").read_text("utf-8"))
    assert said["extra"]["clinic"] == {
        "name": "Riverside: physio #1", "nation": "england", "phone": "01632 960001"
    }  # fmt: skip
    edition = Edition.load(here / "riverside/clinic.yml")
    assert rules.check_edition(edition) == []
    assert edition.config.site_name == "Riverside: physio #1: guide to back pain"
    workflow = (here / "riverside/.github/workflows/publish.yml").read_text("utf-8")
    assert f"uses: owl/back-pain-guide/.github/workflows/edition.yml@v{__version__}\n" in workflow


def test_the_words_come_from_the_release_and_the_site_goes_beside_the_file(here: Path) -> None:
    main(["new", "riverside", *RIVERSIDE])
    edition = Edition.load(here / "riverside/clinic.yml")
    assert edition.is_released
    assert (edition.docs / "urgent-help.md").is_file()
    assert not edition.docs.is_relative_to(here)
    assert edition.site == here / "riverside/site"


def test_all_that_is_wrong_is_told_at_once_and_nothing_is_made(here: Path, capsys: TEXT) -> None:
    wrong = ["--nation", "engl", "--phone", "ring us", "--colour", "pink", "--site-url", "owl"]
    assert main(["new", "riverside", *wrong]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "guide: name must be given",
        "guide: nation must be one of england, scotland, wales, northern-ireland, ireland, other, "
        'is "engl"; did you mean "england"?',
        'guide: phone must be one number like "01632 960001" or "01632 960001 ext 2", is "ring us"',
        'guide: colour must be like "#7a1f5c", in quotes, is "pink"',
        "guide: site_url must be the folder where patients will find the guide, like "
        '"https://riverside.example/back-pain/", is "owl"',
    ]
    assert not (here / "riverside").exists()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["--nation", "other"], "must be given with nation other"),
        (
            ["--nation", "wales", "--emergency", "999", "--urgent", "111", "--crisis", "111"],
            "may be given only with nation other",
        ),
    ],
)
def test_numbers_are_for_a_nation_that_the_guide_does_not_know(
    here: Path, capsys: TEXT, given: list[str], message: str
) -> None:
    assert main(["new", "riverside", "--name", "Riverside", *given]) == 1
    assert capsys.readouterr().err == f"guide: emergency, urgent and crisis {message}\n"
    assert not (here / "riverside").exists()


def test_no_file_is_ever_changed(here: Path, capsys: TEXT) -> None:
    """A new repository on GitHub has a README already."""
    write_files(here, {"riverside/README.md": "ours\n"})
    assert main(["new", "riverside", *RIVERSIDE]) == 0
    assert "Left as they were: README.md.\n" in capsys.readouterr().out
    assert main(["new", "riverside", *RIVERSIDE]) == 1
    assert capsys.readouterr().err == "guide: riverside/clinic.yml is there already\n"
    assert (here / "riverside/README.md").read_text("utf-8") == "ours\n"


def test_a_link_in_the_place_of_a_file_is_not_followed(here: Path) -> None:
    (here / "riverside").mkdir()
    (here / "riverside/clinic.yml").symlink_to(here / "elsewhere.yml")
    assert main(["new", "riverside", *RIVERSIDE]) == 1
    assert not (here / "elsewhere.yml").exists()


def test_in_a_terminal_it_asks_until_an_answer_has_its_form(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: TEXT
) -> None:
    typed = iter(["", "Lakeside", "mars", "other", "", "911", "811", "your doctor"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda question: next(typed))
    assert main(["new", "lakeside", "--phone", "01632 960002"]) == 0
    said = yaml.safe_load((here / "lakeside/clinic.yml").read_text("utf-8"))["extra"]["clinic"]
    assert said == {
        "phone": "01632 960002", "name": "Lakeside", "nation": "other",
        "numbers": {"emergency": "911", "urgent": "811", "crisis": "your doctor"},
    }  # fmt: skip
    assert next(typed, None) is None
    out = capsys.readouterr().out
    assert out.startswith("must have an answer\nnation must be one of england,")


def words_of(folder: Path) -> Iterator[str]:
    for name in ("README.md", "pages/README.md", "local/README.md", "assets/README.md"):
        yield (folder / name).read_text("utf-8")


def test_the_readmes_say_what_may_be_replaced_and_where_things_go(here: Path) -> None:
    main(["new", "riverside", *RIVERSIDE])
    words = "\n".join(words_of(here / "riverside"))
    for name in (
        "`courses.md`",
        "`referral.md`",
        "`contact.md`",
        "`interests.md`",
        "Enable workflow",
    ):
        assert name in words
    assert "<<" not in words

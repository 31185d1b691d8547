"""`guide new --from-issue`: a clinic.yml of what somebody typed into a form, whoever that was."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from guide import rules
from guide.__main__ import main
from guide.cli.issue_form import fields, read_form
from guide.edition.clinic import Clinic, OwnNumbers
from guide.edition.edition import Edition
from PIL import Image

TEXT = pytest.CaptureFixture[str]
LOGO = "https://github.com/user-attachments/assets/0123abcd-0123-4567-89ab-0123456789ab"
IDS = {key: label for label, (key, _) in fields().items()}


def png() -> bytes:
    held = BytesIO()
    Image.new("RGB", (64, 64), "white").save(held, "PNG")
    return held.getvalue()


def body(**said: str) -> str:
    """The body of an issue, as GitHub makes it of the form."""
    given = {"name": "Riverside Physiotherapy", "nation": "england", **said}
    return "\n\n".join(
        f"### {label}\n\n{given.get(key, '_No response_')}" for key, label in IDS.items()
    )


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def made_of(here: Path, text: str, *more: str) -> int:
    (here / "body.md").write_bytes(text.encode())
    return main(["new", "clinic", "--from-issue", "body.md", *more])


def test_the_form_asks_for_what_a_clinic_may_say() -> None:
    assert {*IDS} - {*OwnNumbers.model_fields} <= {*Clinic.model_fields}
    assert {*OwnNumbers.model_fields} < {*IDS}


def test_what_was_typed_becomes_the_settings(here: Path) -> None:
    text = body(
        phone="01632 960001",
        address="1 Mill Lane\r\n\r\n  Riverside ",
        opening_hours="Monday to Friday, 9am to 5pm",
        colour="#7a1f5c",
        logo=f"![logo]({LOGO})",
    )
    (here / "logo").write_bytes(png())
    assert made_of(here, text, "--logo", "logo") == 0
    said = yaml.safe_load((here / "clinic/clinic.yml").read_text("utf-8"))
    assert said["site_name"] == "Riverside Physiotherapy: guide to back pain"
    assert said["extra"]["clinic"] == {
        "name": "Riverside Physiotherapy",
        "nation": "england",
        "phone": "01632 960001",
        "address": ["1 Mill Lane", "Riverside"],
        "opening_hours": ["Monday to Friday, 9am to 5pm"],
        "colour": "#7a1f5c",
        "logo": "assets/logo.png",
    }
    assert (here / "clinic/assets/logo.png").read_bytes() == png()
    assert rules.check_edition(Edition.load(here / "clinic/clinic.yml")) == []


def test_numbers_of_a_nation_that_the_guide_does_not_know(here: Path) -> None:
    text = body(nation="other", emergency="911", urgent="811", crisis="988")
    assert made_of(here, text) == 0
    said = yaml.safe_load((here / "clinic/clinic.yml").read_text("utf-8"))["extra"]["clinic"]
    assert said["numbers"] == {"emergency": "911", "urgent": "811", "crisis": "988"}


@pytest.mark.parametrize(
    "name",
    [
        'a"]\n  evil: [1]',
        "$(touch /tmp/ran) `id` ${{ github.token }}",
        "!!python/object/apply:os.system [id]",
        "---",
        "&a *a # no comment",
        "Owl\u2028evil: 1",
        "Owl\x85evil: 1",
        "Owl \x9f \u202e live",
        "{{ config }} << clinic >> <% raw %>",
        "<img src=x onerror=run()> @everybody #1 ![x](https://spy.example/x.png)",
    ],
)
def test_a_name_is_only_a_name(here: Path, name: str, capsys: TEXT) -> None:
    code = made_of(here, body(name=name))
    if len(name.splitlines()) > 1:
        assert code == 1
        assert capsys.readouterr().err.startswith("guide: name must stand on one line")
        assert not (here / "clinic").exists()
        return
    assert code == 0
    said = yaml.safe_load((here / "clinic/clinic.yml").read_text("utf-8"))
    assert said["extra"]["clinic"] == {"name": name, "nation": "england"}
    readme = (here / "clinic/README.md").read_text("utf-8")
    assert not re.search(r"(?<!\\)(?:<|@|!\[)", readme.partition("## ")[0])
    for workflow in (here / "clinic/.github").rglob("*.yml"):
        assert name not in workflow.read_text("utf-8")


def test_all_that_is_wrong_is_told_at_once(here: Path, capsys: TEXT) -> None:
    text = body(
        name="_No response_",
        phone="ring\nus",
        email="owl",
        address="1 Mill Lane\n### Phone\n2",
        opening_hours="### Opening hour\n9 to 5",
        logo="![x](https://spy.example/x.png)",
    )
    assert made_of(here, text) == 1
    assert capsys.readouterr().err.splitlines() == [
        'guide: "Phone" must stand once',
        'guide: "Opening hour" is no field of the form; did you mean "Opening hours"?',
        "guide: phone must stand on one line",
        "guide: logo must be one picture, dropped into its field",
        "guide: name must be given",
        'guide: email must be an address like "physio@riverside.example", is "owl"',
    ]
    assert not (here / "clinic").exists()


@pytest.mark.parametrize(
    "logo",
    [
        "https://spy.example/logo.png",
        f"![x]({LOGO}/../../evil)",
        f"![x]({LOGO}) ![x]({LOGO})",
        f"![x]({LOGO})\n![x]({LOGO})",
        f"![x]({LOGO.replace('github.com', 'github.com@spy.example')})",
        f"![x]({LOGO.replace('https', 'http')})",
        f"![x]({LOGO}?x=$(id))",
        "![x](file:///etc/passwd)",
    ],
)
def test_a_logo_is_fetched_from_nowhere_else(logo: str) -> None:
    form = read_form(body(logo=logo))
    assert form.logo == ""
    assert form.faults == ("logo must be one picture, dropped into its field",)


@pytest.mark.parametrize(
    "logo", [f"![my logo]({LOGO})", f'<img width="64" alt="x" src="{LOGO}" />']
)
def test_where_the_logo_is_can_be_asked(here: Path, capsys: TEXT, logo: str) -> None:
    assert made_of(here, body(logo=logo), "--logo-address") == 0
    assert capsys.readouterr().out == f"{LOGO}\n"
    assert made_of(here, body(logo=logo)) == 1
    told = f"guide: logo must be fetched from {LOGO}, and given with --logo\n"
    assert capsys.readouterr().err == told
    assert not (here / "clinic").exists()


def test_an_issue_without_a_logo_has_no_address(here: Path, capsys: TEXT) -> None:
    assert made_of(here, body(), "--logo-address") == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("picture", "told"),
    [
        (
            b'<svg xmlns="http://www.w3.org/2000/svg">\n<script/></svg>',
            "logo, line 2: holds <script>; a picture needs none",
        ),
        (b"<html>", "logo, line 1: no picture can be read from it"),
        (b"\x89PNG no more", "logo, line 1: no picture can be read from it"),
        (png() + b" " * 1_000_000, "logo, line 1: weighs more than 1 MB; save it smaller"),
    ],
)
def test_a_logo_must_be_a_picture_and_no_more(
    here: Path, capsys: TEXT, picture: bytes, told: str
) -> None:
    (here / "logo").write_bytes(picture)
    assert made_of(here, body(logo=f"![x]({LOGO})"), "--logo", "logo") == 1
    assert capsys.readouterr().err.startswith(f"guide: {told}")
    assert not (here / "clinic").exists()


def test_another_issue_is_none_of_a_clinic() -> None:
    assert read_form("The page on heat is wrong.\n").faults == (
        "the issue must be made with the form Our clinic",
    )
    assert read_form("x" * 70_000).faults == ("the issue must have 65,536 letters at most",)

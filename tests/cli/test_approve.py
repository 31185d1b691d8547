"""Approvals: who signs which words, what a page then says, and what brings the notice back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from guide import rules
from guide.__main__ import main
from guide.cli.due import due
from guide.content.approvals import Approvals, digest_of
from guide.content.guide import Guide
from guide.edition.edition import Edition
from guide.edition.nations import Nation
from guide.site.pipeline import render
from small_guide import FRONT_MATTER, POSE, TINY_GUIDE, TODAY, write_files

NAME = "Olga Owl"
ASKED = ["--name", NAME, "--profession", "physiotherapist", "--body", "HCPC", "--number", "PH1"]
CHECKED = "Checked by Olga Owl, physiotherapist (HCPC PH1), on 22 November 2026."
DRAFT, CHANGED = "Draft: not yet checked by a clinician", "Draft: changed since it was checked"
NOTICE = '<p class="app-notice">{{ config.extra.approvals[page.file.src_uri] or "draft" }}</p>'
FILES = {
    **TINY_GUIDE,
    "mkdocs.yml": TINY_GUIDE["mkdocs.yml"].replace(
        "[guide.markdown]",
        "[guide.markdown, pymdownx.snippets: {base_path: [docs/_parts], check_paths: true}]",
    ),
    "theme/main.html": TINY_GUIDE["theme/main.html"].replace(
        '<p class="app-print" hidden></p>',
        f'<p class="app-print" hidden></p>{{% if page %}}{NOTICE}{{% endif %}}',
    ),
    "docs/nuts.md": FRONT_MATTER.replace("care", "nuts")
    + '\nSquirrels nap [@acorn2019].\n\n--8<-- "nap.md"\n\nCall [{nation.urgent}].\n',
    "docs/_parts/nap.md": "Nap for an hour.\n",
}

Sign = Callable[..., int]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(write_files(tmp_path, FILES))
    return tmp_path


@pytest.fixture
def sign(here: Path, monkeypatch: pytest.MonkeyPatch) -> Sign:
    """Run `guide approve` for pages, with what somebody types at its end."""

    def run(*pages: str, typed: str = NAME) -> int:
        monkeypatch.setattr("sys.stdin", StringIO(f"{typed}\n"))
        return main(["approve", "--today", f"{TODAY}", *ASKED, *pages])

    return run


def notices(here: Path) -> list[str]:
    """What the two pages say of themselves in print."""
    guide = Guide.load(here / "docs")
    approvals = Approvals.load(here, guide)
    said = (approvals.notice([path], guide.ui) for path in ("index.md", "nuts.md"))
    return [words.replace("\N{NO-BREAK SPACE}", " ") for words in said]


def test_a_signature_shows_what_is_signed_and_takes_the_notice_from_that_page_alone(
    here: Path, sign: Sign, capsys: pytest.CaptureFixture[str]
) -> None:
    assert notices(here) == [DRAFT, DRAFT]
    assert sign("nuts.md") == 0
    said = capsys.readouterr().out
    assert "Words for england:\n  nuts.md: The nuts of squirrels (" in said
    assert "registered with HCPC as PH1, and that they may be given to patients of england." in said
    assert notices(here) == [DRAFT, CHECKED]


def test_a_built_page_says_who_has_checked_it(here: Path, sign: Sign, tmp_path: Path) -> None:
    sign("nuts.md")
    assert render(Edition.load(here / "mkdocs.yml"), tmp_path / "out") == []
    home, nuts = (tmp_path / "out" / name / "index.html" for name in (".", "nuts"))
    said = nuts.read_text("utf-8").replace("\N{NO-BREAK SPACE}", " ")
    assert f'<p class="app-notice">{CHECKED}</p>' in said
    assert '<p class="app-notice">draft</p>' in home.read_text("utf-8")


def test_a_print_is_checked_when_all_its_pages_are(here: Path, sign: Sign) -> None:
    sign("nuts.md")
    guide = Guide.load(here / "docs")
    both = ["index.md", "nuts.md"]
    assert Approvals.load(here, guide).notice(both, guide.ui) == DRAFT
    sign("--all")
    assert Approvals.load(here, guide).notice(both, guide.ui).split() == CHECKED.split()


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("nuts.md", "nap [", "sleep ["),
        ("nuts.md", "some peace", "much peace"),
        ("_parts/nap.md", "an hour", "two hours"),
    ],
)
def test_one_changed_word_brings_the_notice_back(
    here: Path, sign: Sign, name: str, old: str, new: str
) -> None:
    sign("nuts.md")
    file = here / "docs" / name
    before = file.read_text("utf-8")
    file.write_text(before.replace(old, new), "utf-8")
    assert notices(here) == [DRAFT, CHANGED]
    file.write_text(before, "utf-8")
    assert notices(here) == [DRAFT, CHECKED]


MOVES = f"{POSE}  start: {{hip: [100, 120]}}\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>\n'
SHOWN = {
    "docs/_data/poses.yml": MOVES,
    "docs/assets/drawings/squirrel-sits.svg": SVG,
    "docs/assets/movements/squirrel-sits.svg": SVG,
    "docs/nuts.md": f"{FILES['docs/nuts.md']}\n/// pose | squirrel-sits\n///\n",
    "docs/index.md": f"{FILES['docs/index.md']}\n/// a-to-z\n///\n\n/// bibliography\n///\n",
}


@pytest.mark.parametrize(
    ("name", "old", "new", "changed"),
    [
        ("assets/movements/squirrel-sits.svg", "h9", "h1", ["nuts.md"]),
        ("assets/drawings/squirrel-sits.svg", "h9", "h1", ["nuts.md"]),
        ("_data/references.yml", "title: ", "title: Not ", ["index.md", "nuts.md"]),
        ("nuts.md", "status: draft", "status: draft\nsearch_words: [nut]", ["index.md"]),
    ],
)
def test_what_a_page_shows_besides_its_words_is_signed_too(
    here: Path, name: str, old: str, new: str, changed: list[str]
) -> None:
    def digests() -> dict[str, str]:
        guide = Guide.load(here / "docs")
        return {path: digest_of(guide, page) for path, page in guide.by_path.items()}

    file = write_files(here, SHOWN) / "docs" / name
    before = digests()
    file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")
    assert [path for path, digest in digests().items() if digest != before[path]] == changed


def test_the_words_of_another_nation_are_not_signed_with_it(here: Path, sign: Sign) -> None:
    sign("--all")
    docs = here / "docs"
    irish = Guide.load(docs, Nation.load(docs, "ireland"))
    assert Approvals.load(here, irish).checked == {}


def test_without_the_name_typed_nothing_is_signed(
    here: Path, sign: Sign, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sign("nuts.md", typed="olga") == 1
    assert capsys.readouterr().err.endswith(
        'nothing is signed: the name typed must be "Olga Owl"\n'
    )
    assert not (here / "approvals.yml").exists()


def test_a_name_with_blanks_around_it_signs_as_it_is_read(here: Path, sign: Sign) -> None:
    assert sign("nuts.md", "--name", " Olga\tOwl ", "--body", " HCPC ", typed="  Olga   Owl") == 0
    assert notices(here) == [DRAFT, CHECKED]


def test_the_first_name_takes_the_place_of_an_empty_list(here: Path, sign: Sign) -> None:
    record = here / "approvals.yml"
    record.write_text("# Ours\n[]\n", "utf-8")
    assert sign("nuts.md") == 0
    assert record.read_text("utf-8").startswith("# Ours\n\n- ")
    assert notices(here) == [DRAFT, CHECKED]


def test_without_an_answer_nothing_is_signed(
    here: Path, sign: Sign, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sign("nuts.md", "--body", " ") == 1
    assert capsys.readouterr().err.endswith('such as HCPC" has no answer\n')
    assert not (here / "approvals.yml").exists()


@pytest.mark.parametrize(
    ("pages", "message"),
    [
        ([], "name the pages that you have checked, or say --all"),
        (["nutz.md"], 'there is no page "nutz.md"; did you mean "nuts.md"?'),
    ],
)
def test_it_must_be_told_what_is_signed(
    sign: Sign, capsys: pytest.CaptureFixture[str], pages: list[str], message: str
) -> None:
    assert sign(*pages) == 1
    assert message in capsys.readouterr().err


def test_a_forged_digest_is_refused_and_signs_nothing(here: Path, sign: Sign) -> None:
    """Somebody changes a word, and puts the digest of the new words into the record."""
    sign("nuts.md")
    page, record = here / "docs/nuts.md", here / "approvals.yml"
    old = Approvals.load(here, Guide.load(here / "docs")).records[0].pages["nuts.md"]
    page.write_text(page.read_text("utf-8").replace("nap [", "sleep ["), "utf-8")
    guide = Guide.load(here / "docs")
    new = digest_of(guide, guide.by_path["nuts.md"])
    record.write_text(record.read_text("utf-8").replace(old, new), "utf-8")
    line = record.read_text("utf-8").split("\n  digest: ")[0].count("\n") + 2
    [problem] = rules.check_edition(Edition.load(here / "mkdocs.yml"))
    assert str(problem) == (
        f'approvals.yml:{line}: forged-approval "Olga Owl" must have the digest of what the record '
        "says, has another: it was changed by hand. Take it out, and sign anew: guide approve"
    )
    assert notices(here) == [DRAFT, DRAFT]
    assert main(["build"]) == 2


@pytest.mark.parametrize(
    ("today", "found"),
    [
        (TODAY, []),
        # Where the clock is in another zone, it was still yesterday when somebody signed.
        (TODAY - timedelta(days=1), []),
        (
            TODAY - timedelta(days=2),
            [
                'approvals.yml:8: future-approval "Olga Owl" must have signed by today, '
                "2026-11-20, and has on 2026-11-22: take the record out, and sign anew: guide "
                "approve"
            ],
        ),
    ],
)
def test_nobody_signs_on_a_day_to_come(
    here: Path, sign: Sign, today: date, found: list[str]
) -> None:
    sign("nuts.md")
    edition = Edition.load(here / "mkdocs.yml")
    assert [str(problem) for problem in rules.check_edition(edition, today)] == found


def test_no_setting_removes_the_notice(here: Path) -> None:
    text = FILES["mkdocs.yml"] + "  approvals: {nuts.md: Checked by all}\n"
    (here / "mkdocs.yml").write_text(text, "utf-8")
    edition = Edition.load(here / "mkdocs.yml")
    assert [str(problem) for problem in rules.check_edition(edition)] == [
        "mkdocs.yml:10: refused-edition-setting approvals stand in approvals.yml, which guide "
        "approve writes: change them there"
    ]
    assert render(edition, here / "out") == []
    assert "Checked by all" not in (here / "out/nuts/index.html").read_text("utf-8")


def test_what_is_due_names_reviews_approvals_and_facts(here: Path, sign: Sign) -> None:
    sign("nuts.md")
    (here / "docs/_parts/nap.md").write_text("Nap for a day.\n", "utf-8")
    guide = Guide.load(here / "docs")
    lines = list(due(guide, Approvals.load(here, guide), date(2027, 10, 1), 60))
    assert lines[:6] == [
        "Reviews due until 2027-11-30: 2",
        "  2027-11-22  index.md",
        "  2027-11-22  nuts.md",
        "Approvals: 0 of 2 pages are checked",
        "  nuts.md: changed since Olga Owl checked it on 2026-11-22",
        "  index.md: not yet checked",
    ]
    assert lines[6].startswith("Facts for england to look at: ")
    number = '  emergency "999", read on 2026-11-28: the number, on the owner\'s own page, on the '
    assert f"{number}day of a release" in lines


def test_another_nation_needs_every_page_signed(here: Path) -> None:
    clinic = (
        "INHERIT: mkdocs.yml\nextra:\n  clinic:\n    name: Riverside\n    nation: other\n"
        '    numbers: {emergency: "911", urgent: "811", crisis: "988"}\n'
    )
    write_files(here, {"clinic.yml": clinic})
    assert [str(problem) for problem in rules.check_edition(Edition.load(here / "clinic.yml"))] == [
        "clinic.yml:5: unsigned-nation nation: other needs the signature of a clinician for every "
        "page, 2 of 2 have none: guide approve --all"
    ]

"""The command `guide` as a person meets it: what it prints, and the exit code.

0: nothing found, or only warnings. 1: it could not run. 2: problems found.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pikepdf
import pytest
import rule_list
from guide import __main__ as program
from guide import rules as checks
from guide.__main__ import main
from guide.cli import build as command
from guide.edition.edition import Edition
from guide.print import rendering
from guide.print.editions import Listing
from guide.site.pipeline import EngineError, render
from linkaudit.cli.online import online_rules
from small_guide import HERE, TODAY, write_files

TEXT = pytest.CaptureFixture[str]
ON_THE_DAY = ["--today", str(TODAY)]


@pytest.fixture(autouse=True)
def quick_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF of one blank page stands in for the slow real one."""

    def print_blank(_print: object, path: Path) -> list[object]:
        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            pdf.save(path)
        return []

    monkeypatch.setattr(rendering, "render", print_blank)


@pytest.fixture
def here(tiny_guide: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a guide in order, in which the command is run."""
    monkeypatch.chdir(tiny_guide)
    return tiny_guide


def spoil(here: Path, text: str = "\nResearch says nuts.\n") -> None:
    page = here / "docs/index.md"
    page.write_text(page.read_text() + text)


CLAIM = (
    'docs/index.md:12: uncited-claim "Research" makes a claim: '
    "cite its source in the same paragraph"
)


# guide links ----------------------------------------------------------------------------

NEST = {
    "index.html": '<a href="owls/">All owls</a>',
    "owls/index.html": '<a href="/repo/">The tree</a>\n<a href="bran/">Where they sleep</a>',
}


@pytest.mark.parametrize(
    ("options", "reported"),
    [
        (
            [],
            'owls/index.html:1: missing-page the link "/repo/" leads nowhere\n'
            'owls/index.html:2: missing-page the link "bran/" leads nowhere\n',
        ),
        (
            ["--base-url", "https://owls.example/repo"],
            'owls/index.html:2: missing-page the link "bran/" leads nowhere\n',
        ),
        (
            ["--base-url", "https://owls.example/repo/", "--format", "github"],
            "::error file=owls/index.html,line=2,title=missing-page::"
            'the link "bran/" leads nowhere\n',
        ),
    ],
)
def test_links_reads_any_site_below_its_address(
    tmp_path: Path, capsys: TEXT, options: list[str], reported: str
) -> None:
    site = write_files(tmp_path / "site", NEST)
    assert main(["links", str(site), *options]) == 2
    assert capsys.readouterr().out == reported


def test_links_of_a_site_that_is_whole(tmp_path: Path, capsys: TEXT) -> None:
    site = write_files(tmp_path / "site", {"index.html": "<h1>Owls</h1>"})
    assert main(["links", str(site)]) == 0
    assert capsys.readouterr() == ("", "0 problems\n")


def test_links_of_a_folder_that_is_not_there_cannot_run(tmp_path: Path, capsys: TEXT) -> None:
    assert main(["links", str(tmp_path / "siet")]) == 1
    assert capsys.readouterr().err == f"guide: there is no folder {tmp_path}/siet\n"


@pytest.mark.parametrize("files", [{}, {"index.md": "# Owls"}, {"html": "x", "a.html.txt": "x"}])
def test_a_folder_without_a_page_cannot_be_checked(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    files: dict[str, str],
) -> None:
    (tmp_path / "site").mkdir()
    write_files(tmp_path / "site", files)
    monkeypatch.chdir(tmp_path)
    assert main(["links", "site"]) == 1
    reported = capsys.readouterr()
    assert reported.out == ""
    assert reported.err == (
        "guide: there is no page in site: name the folder of the built site, whose pages end in "
        ".html, .htm, .xhtml or .shtml\n"
    )


# guide check ----------------------------------------------------------------------------


@pytest.mark.usefixtures("here")
def test_check_finds_nothing(capsys: TEXT) -> None:
    assert main(["check", *ON_THE_DAY]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "                        number  problems  notes",
        "pages                        2         0      0",
        "links and files              6         0      0",
        "links to other sites         1  not asked: --online asks",
        "references                   1         0      0",
        "reviews overdue              0",
        "hardest page, grade        2.9  nuts.md",
        "0 problems",
    ]


def test_check_finds_a_problem(here: Path, capsys: TEXT) -> None:
    spoil(here)
    assert main(["check", *ON_THE_DAY]) == 2
    out, err = capsys.readouterr()
    assert out == f"{CLAIM}\n"
    assert "pages                        2         1      0\n" in err
    assert err.endswith("\n1 problem\n")


def test_check_finds_all_that_is_planted_in_the_fake_guide(capsys: TEXT) -> None:
    assert main(["check", "-f", str(HERE / "fake-guide/clinic.yml"), *ON_THE_DAY]) == 2
    planted = [*rule_list.problems("edition"), *rule_list.problems("content", "references")]
    out, err = capsys.readouterr()
    found = out.splitlines()
    # The clinic is in Ireland: these speak of it, or are asked of the words for England.
    differ = {"unsaid-search-word", "place-without-reference", "unknown-fact", "unlisted-number"}
    differ |= {"long-sentence"}
    assert _without(differ, found) == _without(differ, planted)
    assert len(_without(differ, found)) > 0.9 * len(planted)
    assert err.endswith(f"\n{len(found) - 6} problems, 6 warnings\n")


def _without(rules: set[str], lines: list[str]) -> list[str]:
    return [line for line in lines if line.split(" ")[1] not in rules]


def test_check_goes_on_to_the_built_site_after_problems_in_the_words(
    here: Path, capsys: TEXT
) -> None:
    spoil(here, "\nResearch says [nuts](nut.md).\n")
    assert main(["check", *ON_THE_DAY]) == 2
    link = 'docs/index.md:12: missing-page the link "nut.md" leads nowhere; did you mean "nuts.md"?'
    assert capsys.readouterr().out.splitlines() == [CLAIM, link]


@pytest.mark.parametrize(
    "text",
    [
        *("[" * 20_000, "![" * 10_000, "[@" * 30_000, "\n" * 500_000, "\t" * 100_000),
        *("_a_" * 20_000, "{:" * 30_000, " ".join("`" * run for run in range(600))),
        "".join(f"{' ' * 2 * depth}- a\n" for depth in range(400)),
    ],
    ids=range(9),
)
def test_a_small_page_that_would_take_minutes_is_reported_at_once(
    here: Path, capsys: TEXT, text: str
) -> None:
    spoil(here, f"\n{text}\n")
    began = time.monotonic()
    assert main(["check", *ON_THE_DAY]) == 2
    assert time.monotonic() - began < 2
    (line,) = capsys.readouterr().out.splitlines()
    assert " unreadable a " in line
    with pytest.raises(EngineError, match=" unreadable a "):  # so neither does `guide serve`
        render(Edition.load(here / "mkdocs.yml"), here / "out")


def test_check_as_json_for_programs(here: Path, capsys: TEXT) -> None:
    spoil(here, "\nResearch says [nuts](nut.md).\n")
    assert main(["check", "--format", "json", *ON_THE_DAY]) == 2
    assert json.loads(capsys.readouterr().out) == [
        {
            "path": "docs/index.md",
            "line": 12,
            "rule": "uncited-claim",
            "message": '"Research" makes a claim: cite its source in the same paragraph',
            "target": "Research",
        },
        {
            "path": "docs/index.md",
            "line": 12,
            "rule": "missing-page",
            "message": 'the link "nut.md" leads nowhere; did you mean "nuts.md"?',
            "page": "index.html",
            "target": "nut.md",
        },
    ]


@pytest.mark.usefixtures("here")
def test_check_as_json_is_an_empty_list_when_all_is_well(capsys: TEXT) -> None:
    assert main(["check", "--format", "json", *ON_THE_DAY]) == 0
    assert capsys.readouterr() == ("[]\n", "")


def test_check_lists_every_rule_with_its_words_and_needs_no_guide(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: TEXT
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["check", "--list"]) == 0
    out = capsys.readouterr().out
    assert [line for line in out.splitlines() if line and line[0] != " "] == [
        *checks.rules(),
        *online_rules(),
    ]
    assert "\nempty-href\n    A link must lead somewhere.\n" in out


def test_check_reads_a_site_that_it_is_given(here: Path, capsys: TEXT) -> None:
    write_files(here / "other", {"index.html": '<a href="">Go</a>'})
    assert main(["check", "--site", "other", *ON_THE_DAY]) == 2
    assert capsys.readouterr().out == "index.html:1: empty-href the link has no address\n"


@pytest.mark.usefixtures("here")
def test_check_of_a_site_that_is_not_there_cannot_run(capsys: TEXT) -> None:
    assert main(["check", "--site", "nowhere", *ON_THE_DAY]) == 1
    assert capsys.readouterr() == ("", "guide: there is no folder nowhere\n")


@pytest.mark.parametrize("time", [1000, 4_000_000_000])
def test_check_reads_the_built_site_only_if_it_was_made_of_these_words(
    here: Path, time: int
) -> None:
    """The built site holds a fault that a fresh one would not. What the clock says is nothing."""
    assert main(["build", *ON_THE_DAY]) == 0
    write_files(here / "site", {"index.html": '<a href="">Go</a>'})
    page = here / "docs/nuts.md"
    os.utime(page, (time, time))
    assert main(["check", *ON_THE_DAY]) == 2
    page.write_text(page.read_text("utf-8") + "\nMore nuts.\n", "utf-8")
    os.utime(page, (time, time))
    assert main(["check", *ON_THE_DAY]) == 0


def test_a_page_that_is_changed_while_it_is_built_is_not_in_the_site(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: TEXT
) -> None:
    """The words of a print are those from before: `guide pdf` must not go on from there."""
    listing = Listing.fill

    def fill(self: Listing) -> None:
        page = here / "docs/nuts.md"
        page.write_text(page.read_text("utf-8") + "\nMore nuts.\n", "utf-8")
        listing(self)

    monkeypatch.setattr(Listing, "fill", fill)
    assert main(["build", *ON_THE_DAY]) == 0
    assert main(["pdf", *ON_THE_DAY]) == 1
    assert capsys.readouterr().err == (
        "guide: site/ is of another edition or older than the words; run guide build first\n"
    )


def test_warnings_alone_are_no_failure_unless_they_are_asked_to_be(
    here: Path, capsys: TEXT
) -> None:
    """As with Ruff and ESLint: what only time can break stops nothing."""
    later = ["--today", "2028-01-01"]
    assert main(["check", *later]) == 0
    reported = capsys.readouterr()
    assert [line.split(" ")[1] for line in reported.out.splitlines()] == ["overdue-review"] * 2
    assert reported.err.splitlines()[-1] == "0 problems, 2 warnings"
    assert main(["check", "--strict", *later]) == 2
    spoil(here)
    assert main(["check", *later]) == 2
    assert capsys.readouterr().err.splitlines()[-1] == "1 problem, 2 warnings"


def test_check_cannot_run_when_words_are_in_order_and_the_engine_is_not(
    here: Path, capsys: TEXT
) -> None:
    (here / "theme/main.html").write_text("{% if %}")
    assert main(["check", *ON_THE_DAY]) == 1
    err = capsys.readouterr().err
    assert err.startswith("guide: ")
    assert "Expected an expression" in err


# guide build ----------------------------------------------------------------------------


@pytest.mark.usefixtures("here")
def test_build_tells_where_the_guide_is(capsys: TEXT) -> None:
    assert main(["build", *ON_THE_DAY]) == 0
    out = capsys.readouterr().out
    assert out.endswith(
        "\nThe guide is in site/. To read it: make preview, then open\nhttp://127.0.0.1:8000/\n"
    )


def test_build_stops_at_problems(here: Path, capsys: TEXT) -> None:
    spoil(here)
    assert main(["build", *ON_THE_DAY]) == 2
    reported = capsys.readouterr()
    assert reported.out.splitlines()[-1] == CLAIM
    assert reported.err == "1 problem; the last good site is untouched\n"
    assert not (here / "site").exists()


@pytest.mark.parametrize(
    ("command_", "undone"),
    [("approve --all", "nothing is signed"), ("serve", "nothing is served")],
)
def test_a_command_that_builds_nothing_says_what_problems_left_undone(
    here: Path, capsys: TEXT, command_: str, undone: str
) -> None:
    with (here / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write("  urgent_page: nutz.md\n")
    assert main([*command_.split(), *ON_THE_DAY]) == 2
    reported = capsys.readouterr()
    assert reported.out == (
        'mkdocs.yml:10: unknown-urgent-page "nutz.md" is no page of the guide; did you mean '
        '"nuts.md"?\n'
    )
    assert reported.err == f"1 problem; {undone}\n"


@pytest.mark.usefixtures("here")
def test_build_that_is_stopped_says_so(monkeypatch: pytest.MonkeyPatch, capsys: TEXT) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "build", stop)
    assert main(["build"]) == 1
    assert capsys.readouterr().err == "guide: stopped; the last good site is untouched\n"


def test_build_cannot_run_when_the_engine_cannot(here: Path, capsys: TEXT) -> None:
    (here / "theme/main.html").write_text("{% if %}")
    assert main(["build", *ON_THE_DAY]) == 1
    assert "Expected an expression" in capsys.readouterr().err


# guide pdf ------------------------------------------------------------------------------


@pytest.mark.usefixtures("here")
def test_pdf_needs_a_site(capsys: TEXT) -> None:
    assert main(["pdf"]) == 1
    assert capsys.readouterr() == ("", "guide: there is no site in site/; run guide build first\n")


@pytest.mark.parametrize(
    ("options", "path"),
    [([], "site/pdf/guide.pdf"), (["-o", "out/my.pdf"], "out/my.pdf")],
)
def test_pdf_prints_the_built_site(here: Path, capsys: TEXT, options: list[str], path: str) -> None:
    assert main(["build", *ON_THE_DAY]) == 0
    (here / "site/pdf/guide.pdf").unlink()
    capsys.readouterr()
    assert main(["pdf", *options, *ON_THE_DAY]) == 0
    assert capsys.readouterr() == (f"1 for paper, 0 new: {path} (1KB)\n", "")
    assert (here / path).read_bytes().startswith(b"%PDF")


@pytest.mark.usefixtures("here")
def test_pdf_puts_no_file_of_its_own_into_the_site(capsys: TEXT) -> None:
    """The next build would delete it."""
    assert main(["build", *ON_THE_DAY]) == 0
    assert main(["pdf", "-o", "site/my.pdf", *ON_THE_DAY]) == 1
    assert capsys.readouterr().err == (
        "guide: site/my.pdf must be outside of site/, which holds only what a build made\n"
    )


# Streams and the system ------------------------------------------------------------------


def shell(here: Path, line: str) -> tuple[int, str]:
    """The exit code of a line of Bash, and what it printed; `guide` is the command."""
    line = f'guide() {{ {shlex.quote(sys.executable)} -m guide "$@"; }}; {line}'
    result = subprocess.run(["bash", "-c", line], cwd=here, capture_output=True, text=True)
    return result.returncode, result.stdout + result.stderr


@pytest.mark.parametrize("command", ["check --list", "check --report", "check --format json"])
def test_who_reads_only_the_beginning_is_told_nothing_else(here: Path, command: str) -> None:
    spoil(here)
    code, reported = shell(here, f"set -o pipefail; guide {command} --today {TODAY} | true")
    assert code == 1
    assert "Broken pipe" not in reported
    assert "Exception" not in reported


def test_a_full_disk_is_reported_in_words(here: Path) -> None:
    code, reported = shell(here, "guide check --list > /dev/full")
    assert (code, reported) == (
        1,
        "guide: No space left on device: make room, or name a folder with room in TMPDIR\n",
    )


def test_no_file_gets_the_number_of_a_stream_that_is_closed(here: Path) -> None:
    """What a library prints would be written into it."""
    write_files(
        here,
        {
            "look.py": "import os\nfrom guide.__main__ import main\nmain(['check', '--list'])\n"
            "open('which', 'w').write(str(os.open('look.py', os.O_RDONLY)))\n"
        },
    )
    shell(here, f"{shlex.quote(sys.executable)} look.py <&- >&- 2>&-")
    assert int((here / "which").read_text("ascii")) > 2


@pytest.mark.usefixtures("here")
def test_an_empty_epoch_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    assert main(["build", *ON_THE_DAY]) == 0


@pytest.mark.usefixtures("here")
def test_a_wrong_epoch_is_reported_also_where_the_day_is_given(
    monkeypatch: pytest.MonkeyPatch, capsys: TEXT
) -> None:
    """The engine reads it too."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    assert main(["build", *ON_THE_DAY]) == 1
    assert capsys.readouterr().err == (
        "guide: SOURCE_DATE_EPOCH must be seconds since 1970, to a day from 2000-01-01 to "
        '2999-12-31, is "soon"\n'
    )


def test_a_stop_before_the_command_is_loaded_is_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: TEXT
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(program, "parser_of", stop)
    assert main(["build"]) == 1
    assert capsys.readouterr().err == "guide: stopped\n"


def test_what_builds_no_site_speaks_of_none_when_it_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: TEXT
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("linkaudit.cli.links.check", stop)
    write_files(tmp_path, {"index.html": "<h1>Owls</h1>"})
    assert main(["links", str(tmp_path)]) == 1
    assert capsys.readouterr().err == "guide: stopped\n"


def test_a_cache_that_is_in_the_way_may_be_deleted(here: Path, capsys: TEXT) -> None:
    (here / ".cache/pdf/mkdocs").parent.mkdir(parents=True)
    (here / ".cache/pdf/mkdocs").write_text("", "utf-8")
    assert main(["build", *ON_THE_DAY]) == 1
    assert capsys.readouterr().err == (
        f"guide: {here}/.cache/pdf/mkdocs: File exists; what is in .cache can be deleted\n"
    )


# Which guide ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["check", "build", "pdf"])
def test_outside_of_a_guide_the_remedy_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: TEXT, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([name]) == 1
    message = (
        f"guide: there is no clinic.yml or mkdocs.yml in {tmp_path}; go to the guide's folder, or "
        "make one for your clinic: guide new FOLDER\n"
    )
    assert capsys.readouterr() == ("", message)


@pytest.mark.usefixtures("here")
def test_a_file_that_is_not_there_is_reported_with_the_nearest(capsys: TEXT) -> None:
    assert main(["check", "-f", "mkdoc.yml"]) == 1
    message = f'guide: there is no file {Path.cwd()}/mkdoc.yml; did you mean "mkdocs.yml"?\n'
    assert capsys.readouterr() == ("", message)


def test_a_clinics_file_is_taken_before_the_guides_own(here: Path, capsys: TEXT) -> None:
    clinic = "INHERIT: mkdocs.yml\nextra: {clinic: {nation: england, fone: 1}}\n"
    write_files(here, {"clinic.yml": clinic})
    assert main(["check", *ON_THE_DAY]) == 2
    expected = 'clinic.yml:2: unknown-clinic-key nothing reads "fone"; did you mean "phone"?\n'
    assert capsys.readouterr().out == expected
    assert main(["check", "-f", "mkdocs.yml", *ON_THE_DAY]) == 0


def test_a_wrong_setting_is_reported_once_and_not_on_every_page(here: Path, capsys: TEXT) -> None:
    template = here / "theme/main.html"
    shown = """
    {% set clinic = config.extra.clinic %}
    {% if clinic.phone %}<a href="tel:{{ clinic.phone }}">Phone</a>{% endif %}
    {% if clinic.self_referral %}<a href="{{ clinic.self_referral }}">Go</a>{% endif %}
    {% if clinic.logo %}<img alt="" src="{{ clinic.logo | url }}">{% endif %}
    <a href="{{ config.site_url }}">Site</a>"""
    template.write_text(template.read_text().replace("<body>", f"<body>{shown}"))
    clinic = """\
INHERIT: mkdocs.yml
site_url: squirrels.example/repo/
extra:
  clinic:
    name: Squirrels
    nation: england
    phone: tree
    logo: assets/logo.svg
    self_referral: nuts.example
"""
    write_files(here, {"clinic.yml": clinic})
    assert main(["check", *ON_THE_DAY]) == 2
    assert [line.split(" ")[:3] for line in capsys.readouterr().out.splitlines()] == [
        ["clinic.yml:2:", "wrong-setting", "site_url"],
        ["clinic.yml:7:", "wrong-clinic-value", "phone"],
        ["clinic.yml:8:", "missing-logo", "there"],
        ["clinic.yml:9:", "wrong-clinic-value", "self_referral"],
    ]


@pytest.mark.parametrize("command", ["check", "build", "pdf", "references"])
def test_no_command_runs_what_a_clinics_file_asks_for(
    here: Path, capsys: TEXT, command: str
) -> None:
    """MkDocs reads its configuration with a loader that makes any Python object."""
    clinic = "INHERIT: mkdocs.yml\nsite_name: !!python/object/apply:os.system ['touch ran']\n"
    write_files(here, {"clinic.yml": clinic})
    main([command])
    assert not (here / "ran").exists()
    reported = "clinic.yml:2: refused-tag the tag !!python/object/apply:os.system is refused: "
    assert (reported in capsys.readouterr().out) == (command != "references")


@pytest.mark.parametrize("name", ["docs/nuts.md", "docs/_data/references.yml"])
def test_no_page_and_no_data_runs_what_it_asks_for(here: Path, capsys: TEXT, name: str) -> None:
    tag = "!!python/object/apply:os.system ['touch ran']"
    text = f"---\ntitle: Nuts\nmyth: {tag}\n---\n" if name.endswith("md") else f"- id: {tag}\n"
    write_files(here, {name: text})
    assert main(["check", *ON_THE_DAY]) == 2
    assert not (here / "ran").exists()
    assert "the tag !!python/object/apply:os.system is refused" in capsys.readouterr().out


def test_today_is_the_day_of_the_build_that_is_repeated(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: TEXT
) -> None:
    """SOURCE_DATE_EPOCH stands for today; --today goes before it."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1895400000")  # 23 January 2030
    assert main(["check"]) == 0
    assert "the review was due on 2027-11-22, 793 days ago" in capsys.readouterr().out
    assert main(["check", *ON_THE_DAY]) == 0


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            ["check", "--today", "tomorrow"],
            "argument --today: must be a day like 2026-11-22, from 2000-01-01 to 2999-12-31, is "
            '"tomorrow"',
        ),
        *(
            (["check", "--today", day], f'from 2000-01-01 to 2999-12-31, is "{day}"')
            for day in ("0001-01-01", "1999-12-31", "3000-01-01", "9999-12-31", "2026-02-30")
        ),
        *(
            (["check", "--fail-after", days], f'a whole number from 1 to 366, is "{days}"')
            for days in ("inf", "nan", "1e400", "0", "2.5", "-1", "367", "9" * 400)
        ),
        *(
            (["check", "--timeout", wait], f'above 0 and up to 86400, is "{wait}"')
            for wait in ("inf", "nan", "0", "-1", "1e6", "soon")
        ),
        (["chekc"], "argument COMMAND: invalid choice: 'chekc'"),
    ],
)
def test_a_command_that_is_not_understood_found_no_problems(
    words: list[str], expected: str, capsys: TEXT
) -> None:
    """Exit code 2 would say that problems were found."""
    with pytest.raises(SystemExit) as leaving:
        main(words)
    assert leaving.value.code == 1
    assert expected in capsys.readouterr().err


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("epoch", ["soon", "0", "-1", "1e9", "9" * 30, "32503680000"])
def test_a_day_that_cannot_be_is_reported(
    monkeypatch: pytest.MonkeyPatch, capsys: TEXT, epoch: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert main(["build"]) == 1
    expected = (
        "guide: SOURCE_DATE_EPOCH must be seconds since 1970, to a day from 2000-01-01 to "
        f'2999-12-31, is "{epoch}"\n'
    )
    assert capsys.readouterr().err == expected


def test_a_wrong_clinic_is_not_printed(here: Path, capsys: TEXT) -> None:
    assert main(["build", *ON_THE_DAY]) == 0
    write_files(here, {"clinic.yml": "INHERIT: mkdocs.yml\nextra: {clinic: {fax: 1}}\n"})
    assert main(["pdf", *ON_THE_DAY]) == 2
    assert 'clinic.yml:2: unknown-clinic-key nothing reads "fax"' in capsys.readouterr().out


def test_check_does_not_trust_a_site_of_another_edition_or_of_words_that_are_gone(
    here: Path, capsys: TEXT
) -> None:
    assert main(["build", *ON_THE_DAY]) == 0
    os.utime(here / "site/index.html")
    write_files(here / "site", {"index.html": '<a href="">Go</a>'})
    assert main(["check", *ON_THE_DAY]) == 2  # the built site has a fault
    write_files(here, {"other.yml": "INHERIT: mkdocs.yml\nextra: {clinic: {nation: england}}\n"})
    os.utime(here / "other.yml", (1000, 1000))
    assert main(["check", "-f", "other.yml", *ON_THE_DAY]) == 0  # but not that of other.yml
    (here / "docs/nuts.md").unlink()
    capsys.readouterr()
    assert main(["check", *ON_THE_DAY]) == 2
    assert 'missing-page the link "nuts.md" leads nowhere' in capsys.readouterr().out


def test_pdf_refuses_a_site_that_is_older_than_the_words(here: Path, capsys: TEXT) -> None:
    """Its cover would tell words that its pages do not hold."""
    assert main(["build", *ON_THE_DAY]) == 0
    page = here / "docs/nuts.md"
    page.write_text(page.read_text("utf-8") + "\nMore nuts.\n", "utf-8")
    os.utime(page, (4_000_000_000, 4_000_000_000))
    assert main(["pdf", *ON_THE_DAY]) == 1
    assert capsys.readouterr().err == (
        "guide: site/ is of another edition or older than the words; run guide build first\n"
    )


def test_check_after_a_build_for_another_address_makes_a_fresh_site(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = here / "mkdocs.yml"
    text = config.read_text("utf-8").replace(
        "https://squirrels.example/repo/", "!ENV [SITE_URL, '']"
    )
    config.write_text(text, "utf-8")
    monkeypatch.setenv("SITE_URL", "https://owls.example/deep/down/")
    assert main(["build", *ON_THE_DAY]) == 0
    monkeypatch.delenv("SITE_URL")
    assert main(["check", *ON_THE_DAY]) == 0


@pytest.mark.parametrize(
    "module",
    [
        *("guide.site.pipeline", "guide.rules", "guide.edition.clinic", "guide.edition.edition"),
        *("guide.markdown", "guide.print.editions", "guide.publish.pages"),
        *("linkaudit.crawl.crawler", "linkaudit.probe.external", "linkaudit.registers.lookup"),
    ],
)
def test_each_module_can_be_imported_first(module: str) -> None:
    result = subprocess.run([sys.executable, "-c", f"import {module}"], check=False)
    assert result.returncode == 0

"""Many editions in one run: each by itself, whole or not at all, and none twice."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from guide.__main__ import main
from guide.core.steps import Steps
from guide.edition import edition as editions
from guide.edition import settings
from guide.edition.edition import Edition
from guide.site import network
from guide.site.network import Shard, members
from guide.site.pipeline import build
from selectolax.lexbor import LexborHTMLParser
from small_guide import TODAY, write_files

DAY = ("--today", str(TODAY))
COLOUR = (
    "low-contrast-colour colour must have a contrast of 4.5 to 1 with the tint colour #f3ede1, "
    'has 1.20 to 1; the nearest darker tone that has it is "#7d6900"'
)


SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7v7H1z"/></svg>'


def edition(name: str, *, colour: str = "#7a1f5c", inherit: str = "../mkdocs.yml") -> str:
    return f"""\
INHERIT: {inherit}
site_name: Squirrels of {name}
site_url: https://{name}.example/nuts/
extra:
  print: [plain-text]
  clinic: {{name: {name}, nation: england, colour: "{colour}"}}
"""


@pytest.fixture
def guide(tiny_guide: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A guide of two pages with three editions, which tell their clinic."""
    main_html = (tiny_guide / "theme/main.html").read_text("utf-8")
    shown = "<p>{{ config.extra.clinic.name }} {{ config.extra.clinic.colour }}</p>"
    names = ("ash", "beech", "cedar")
    write_files(
        tiny_guide,
        {
            **{f"editions/{name}.yml": edition(name) for name in names},
            "theme/main.html": main_html.replace("</body>", f"{shown}</body>"),
        },
    )
    monkeypatch.chdir(tiny_guide)
    return tiny_guide


def run(*more: str, script: str = "") -> tuple[int, list[str]]:
    """Build the editions into `sites`; return the exit code and what is printed, without times."""
    program = [sys.executable, script] if script else [sys.executable, "-m", "guide"]
    command = [*program, "build", *sorted(map(str, Path("editions").glob("*"))), "-o", "sites"]
    ran = subprocess.run([*command, *DAY, *more], capture_output=True, text=True, check=False)
    lines = (ran.stdout + ran.stderr).splitlines()
    return ran.returncode, [_timeless(line) for line in lines]


def _timeless(line: str) -> str:
    return re.sub(r" +", " ", re.sub(r"(in \d+|\d+\.\d) s$", "…", line))


def files_of(folder: Path) -> dict[str, bytes]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def until(holds: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


# A good run, and one edition that is wrong -----------------------------------------------


def test_each_edition_is_as_if_it_were_built_alone(guide: Path) -> None:
    code, lines = run("-j", "1")
    assert (code, lines) == (
        0,
        [
            "1/3 ash built 2 pages, 0 PDFs …",
            "2/3 beech built 2 pages, 0 PDFs …",
            "3/3 cedar built 2 pages, 0 PDFs …",
            "",
            "3 editions: 3 built, …",
            "The overview is sites/index.html.",
        ],
    )
    alone = edition("beech", inherit="mkdocs.yml") + "site_dir: alone/beech\n"
    write_files(guide, {"beech.yml": alone})
    assert build(Edition.load(guide / "beech.yml"), TODAY, Steps(StringIO())) is None
    assert files_of(guide / "sites/beech") == files_of(guide / "alone/beech")
    assert (guide / "sites/beech.zip").read_bytes() == (guide / "alone/beech.zip").read_bytes()
    assert "<p>beech #7a1f5c</p>" in (guide / "sites/beech/index.html").read_text("utf-8")


def test_each_edition_has_its_own_logo_and_no_other(guide: Path) -> None:
    """But what a page shows, all have; and what is no picture, as it may be linked to."""
    names = ("ash", "beech", "shown")
    logos = {f"docs/assets/clinic/{name}/logo.svg": SQUARE for name in names}
    write_files(guide, {**logos, "docs/assets/clinic/terms.pdf": "%PDF-1.7"})
    with (guide / "docs/nuts.md").open("a", encoding="utf-8") as page:
        page.write("\n![A nut](assets/clinic/shown/logo.svg)\n")
    for name in ("ash", "beech"):
        logo = f", logo: assets/clinic/{name}/logo.svg}}"
        write_files(guide, {f"editions/{name}.yml": edition(name).replace("}", logo)})
    code, lines = run()
    assert (code, lines[4]) == (0, "3 editions: 3 built, …"), lines
    for name in ("ash", "beech", "cedar"):
        own = {f"assets/clinic/{name}/logo.svg"} - {"assets/clinic/cedar/logo.svg"}
        assert {file for file in files_of(guide / "sites" / name) if "/clinic/" in file} == {
            *own,
            *("assets/clinic/shown/logo.svg", "assets/clinic/terms.pdf"),
        }


def test_a_wrong_edition_stops_no_other_and_keeps_its_last_site(guide: Path) -> None:
    run()
    last = files_of(guide / "sites/beech")
    write_files(guide, {"editions/beech.yml": edition("beech", colour="#ffd700")})
    write_files(guide, {"editions/cedar.yml": "INHERIT: ../mkdoc.yml\n"})
    code, lines = run()
    assert (code, lines) == (
        2,
        [
            "1/3 ash as it was",
            "2/3 cedar failed",
            "3/3 beech failed",
            "",
            "3 editions: 1 as it was, 2 failed, …",
            "Failed:",
            f" beech: beech.yml:6: {COLOUR}",
            ' cedar: cedar.yml:1: there is no file "../mkdoc.yml" to inherit from; did you mean '
            '"mkdocs.yml"?',
            "The overview is sites/index.html.",
        ],
    )
    assert files_of(guide / "sites/beech") == last
    assert len(files_of(guide / "sites/cedar")) > 5


def test_words_that_are_wrong_stop_all_that_have_them_and_are_told_once(guide: Path) -> None:
    with (guide / "docs/index.md").open("a", encoding="utf-8") as page:
        page.write("\nResearch says nuts.\n")
    code, lines = run()
    assert code == 2
    assert lines[4:] == [
        "3 editions: 3 failed, …",
        "Failed:",
        ' ash and 2 more: docs/index.md:12: uncited-claim "Research" makes a claim: cite its '
        "source in the same paragraph",
        "The overview is sites/index.html.",
    ]


# A run that was stopped -------------------------------------------------------------------

# An edition that takes for ever, or whose process is ended.
SCRIPT = """\
import os, signal, sys, time
from pathlib import Path
from guide.__main__ import main
from guide.site import network

build = network.build_alone

def slow(edition, *others, **more):
    if edition.name == "cedar":
        Path("begun").write_text(str(os.getpid()))
        {do}
    return build(edition, *others, **more)

network.build_alone = slow
if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM])
def test_a_run_that_was_stopped_goes_on_where_it_was(guide: Path, sent: signal.Signals) -> None:
    write_files(guide, {"slow.py": SCRIPT.format(do="time.sleep(600)")})
    files = sorted(map(str, Path("editions").glob("*")))
    process = subprocess.Popen(
        [sys.executable, "slow.py", "build", *files, "-o", "sites", *DAY],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    notes = [guide / f"sites/.editions/{name}.json" for name in ("ash", "beech")]
    until(lambda: all(note.is_file() for note in notes), 120)
    until(lambda: (guide / "begun").is_file() and bool((guide / "begun").read_text()), 60)
    process.send_signal(sent)
    process.wait(30)
    worker = Path(f"/proc/{(guide / 'begun').read_text()}")
    until(lambda: not worker.exists() or ") Z " in (worker / "stat").read_text(), 10)
    before = (guide / "sites/ash/index.html").stat().st_ino
    code, lines = run()
    assert (code, lines[:3]) == (
        0,
        ["1/3 ash as it was", "2/3 beech as it was", "3/3 cedar built 2 pages, 0 PDFs …"],
    )
    assert (guide / "sites/ash/index.html").stat().st_ino == before
    assert {path.name for path in (guide / "sites").iterdir()} == {
        *("ash", "beech", "cedar", "ash.zip", "beech.zip", "cedar.zip", "index.html", ".editions"),
    }


def test_a_process_that_is_ended_from_outside_takes_no_other_along(guide: Path) -> None:
    """As a system does that runs out of memory."""
    do = "os.kill(os.getpid(), signal.SIGKILL)"
    write_files(guide, {"slow.py": SCRIPT.format(do=do)})
    code, lines = run(script="slow.py")
    assert code == 2
    assert lines[4:7] == [
        "3 editions: 2 built, 1 failed, …",
        "Failed:",
        " cedar: its process was ended from outside (SIGKILL: perhaps there was too little memory)",
    ]
    assert run()[1][2] == "3/3 cedar built 2 pages, 0 PDFs …"


def test_what_somebody_changed_in_a_built_edition_is_built_again(guide: Path) -> None:
    run()
    page = guide / "sites/ash/nuts/index.html"
    page.write_text("<p>No nuts.</p>", "utf-8")
    (guide / "sites/beech.zip").unlink()
    (guide / "sites/.editions/cedar.json").write_text('{"name": "ced', "utf-8")
    code, lines = run()
    assert (code, lines[4]) == (0, "3 editions: 3 built, …")
    assert "Squirrels nap" in page.read_text("utf-8")


def test_another_word_or_day_decides_what_is_built(guide: Path) -> None:
    run()
    assert run("--today", "2026-11-23")[1][4] == "3 editions: 3 as it was, …"
    write_files(guide, {"editions/ash.yml": edition("ash", colour="#0b5f66")})
    assert run()[1][4] == "3 editions: 1 built, 2 as it was, …"
    with (guide / "docs/index.md").open("a", encoding="utf-8") as words:
        words.write("\nNew words.\n")
    assert run()[1][4] == "3 editions: 3 built, …"


# Shards, tables, names --------------------------------------------------------------------


@pytest.mark.parametrize("of", [1, 2, 3, 8, 61])
def test_every_edition_is_in_exactly_one_shard(of: int) -> None:
    names = [f"clinic-{number}" for number in range(2000)]
    shards = [Shard(number, of) for number in range(1, of + 1)]
    assert all(sum(shard.has(name) for shard in shards) == 1 for name in names)
    sizes = [sum(shard.has(name) for name in names) for shard in shards]
    assert max(sizes) < 2 * len(names) / of


def test_an_edition_stays_in_its_shard_whatever_others_come(guide: Path) -> None:
    found = members([*Path("editions").glob("*")], guide / "mkdocs.yml", guide / "sites", "")
    (number,) = (n for n in (1, 2, 3) if Shard(n, 3).has("beech"))
    for more in ("alder", "birch"):
        write_files(guide, {f"editions/{more}.yml": edition(more)})
    more_found = members([*Path("editions").glob("*")], guide / "mkdocs.yml", guide / "sites", "")
    assert (len(found), len(more_found)) == (3, 5)
    assert Shard(number, 3).has("beech")


def test_shards_make_one_network_together(guide: Path) -> None:
    built = []
    for number in (1, 2, 3):
        code, lines = run("--shard", f"{number}/3")
        assert code == 0
        built += [line.split()[1] for line in lines if " built " in line and "/" in line.split()[0]]
    assert sorted(built) == ["ash", "beech", "cedar"]
    assert run()[1][4] == "3 editions: 3 as it was, …"


@pytest.mark.parametrize("shard", ["0/8", "9/8", "2", "a/b", "1/0"])
def test_a_shard_that_is_none_is_refused(
    guide: Path, capsys: pytest.CaptureFixture[str], shard: str
) -> None:
    with pytest.raises(SystemExit):
        main(["build", "editions/ash.yml", "-o", "sites", "--shard", shard])
    assert capsys.readouterr().err.splitlines()[-1] == (
        f'guide build: argument --shard: must be like 2/8, the second of eight, is "{shard}"'
    )


def test_a_table_of_clinics_is_a_network(guide: Path) -> None:
    for file in (guide / "editions").iterdir():
        file.unlink()
    table = "folder;name;nation;colour\noak;Oak;england;#7a1f5c\npine;Pine;england;#ffd700\n"
    write_files(guide, {"editions/clinics.csv": table.encode("utf-8-sig")})
    code, lines = run("-j", "1")
    assert (code, lines) == (
        2,
        [
            "1/2 oak built 2 pages, 1 PDFs …",
            "2/2 pine failed",
            "",
            "2 editions: 1 built, 1 failed, …",
            "Failed:",
            f" pine: clinics.csv:3: {COLOUR.replace(' colour', ' cell D3: colour', 1)}",
            "The overview is sites/index.html.",
        ],
    )
    assert "<p>Oak #7a1f5c</p>" in (guide / "sites/oak/index.html").read_text("utf-8")


def test_names_and_addresses_that_stand_twice_are_told(guide: Path) -> None:
    same = edition("beech").replace("https://beech", "https://ash")
    write_files(guide, {"more/ash.yml": edition("ash"), "editions/beech.yml": same})
    write_files(guide, {"editions/Oak Wood.yml": edition("oak")})
    paths = [Path(f"editions/{name}.yml") for name in ("ash", "beech", "Oak Wood")]
    found = members([*paths, Path("more/ash.yml")], guide / "mkdocs.yml", guide / "sites", "")
    assert {m.name: ([str(p) for p in m.problems], m.error) for m in found} == {
        "ash": ([], ""),
        "ash (ash.yml)": ([], 'ash.yml: "ash" is also the name of ash.yml'),
        "beech": (
            ['beech.yml:3: wrong-network "https://ash.example/nuts/" is also the address of ash'],
            "",
        ),
        "Oak Wood": (
            [
                "Oak Wood.yml:1: wrong-network the name of an edition must be in a to z, 0 to 9, "
                '"-" and ".", is "Oak Wood"'
            ],
            "",
        ),
    }


def test_the_address_of_the_folder_gives_each_edition_its_own(
    guide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_URL", "https://network.example/guides")
    code, lines = run()
    assert (code, lines[5]) == (0, "Warnings:")
    assert lines[6] == (
        ' ash: ash.yml:3: overridden-site-url "https://ash.example/nuts/" is not where this is '
        'published: SITE_URL says "https://network.example/guides/ash/", which is used; delete '
        "site_url, or make its host your own domain in Settings, Pages"
    )
    note = json.loads((guide / "sites/.editions/ash.json").read_text("utf-8"))
    assert note["address"] == "https://network.example/guides/ash/"


@pytest.mark.parametrize("arguments", [["build", "editions/ash.yml"], ["build", "-o", "sites"]])
def test_many_editions_need_a_place(
    guide: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert main(arguments) == 1
    assert capsys.readouterr().err == (
        "guide: to build many editions name their files and where they go: "
        "guide build editions/*.yml -o sites\n"
    )


# The overview -----------------------------------------------------------------------------


def test_the_overview_tells_the_state_of_each_edition(guide: Path) -> None:
    run()
    write_files(guide, {"editions/beech.yml": edition("beech", colour="#ffd700")})
    write_files(guide, {"editions/dogwood.yml": edition("dogwood", colour="#ffd700")})
    (guide / "editions/cedar.yml").unlink()
    code, lines = run()
    assert code == 2
    assert lines[-2] == ("cedar/ is no edition of this list any more: delete it, if it is to go")
    page = LexborHTMLParser((guide / "sites/index.html").read_text("utf-8"))
    rows = [[cell.text() for cell in row.css("th, td")] for row in page.css("tbody tr")]
    assert rows == [
        ["Squirrels of ash", "22\N{NO-BREAK SPACE}November\N{NO-BREAK SPACE}2026", "Ready"],
        [
            "Squirrels of beech",
            "22\N{NO-BREAK SPACE}November\N{NO-BREAK SPACE}2026",
            "The newest one could not be made; this is the last that could",
        ],
        [
            "Squirrels of dogwood",
            "22\N{NO-BREAK SPACE}November\N{NO-BREAK SPACE}2026",
            "Not made",
        ],
    ]
    assert [a.attributes["href"] for a in page.css("a")] == ["ash/", "beech/"]
    assert [th.attributes["scope"] for th in page.css("th")] == ["col"] * 3 + ["row"] * 3
    assert [html.attributes["lang"] for html in page.css("html")] == ["en"]
    assert [caption.text() for caption in page.css("caption")] == ["3 editions"]
    assert page.css("script, link, img") == []
    (policy,) = [meta.attributes["content"] or "" for meta in page.css("meta[http-equiv]")]
    assert policy.startswith("default-src 'none'")


def test_an_overview_that_is_somebody_else_s_is_left_alone(
    guide: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_files(guide, {"sites/index.html": "<p>Mine.</p>"})
    assert main(["build", "editions/ash.yml", "-o", "sites", *DAY]) == 1
    assert capsys.readouterr().err == (
        "guide: index.html in sites/ was not made by guide build: move it\n"
    )
    assert (guide / "sites/index.html").read_text("utf-8") == "<p>Mine.</p>"
    assert not (guide / "sites/ash").exists()
    assert [path.name for path in (guide / "sites").iterdir()] == ["index.html"]


def test_editions_of_a_release_hold_only_what_is_their_own(
    tiny_guide: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No mkdocs.yml is there: files, and the rows of a table, inherit from that of the release."""
    for module in (network, settings, editions):
        monkeypatch.setattr(module, "content_folder", lambda: tiny_guide)
    monkeypatch.setattr("guide.cli.many.content_folder", lambda: tiny_guide)
    ash = edition("ash").replace("INHERIT: ../mkdocs.yml\n", "")
    table = "name,nation,folder\nBeech,wales,beech\n"
    monkeypatch.chdir(write_files(tmp_path / "clinics", {"ash.yml": ash, "clinics.csv": table}))
    code = main(["build", "ash.yml", "clinics.csv", "-o", "sites", "-j", "1", *DAY])
    assert code == 0
    sites = tmp_path / "clinics/sites"
    assert {path.name for path in sites.iterdir() if path.is_dir()} >= {"ash", "beech"}
    for name in ("ash", "beech"):
        assert "Squirrels nap" in (sites / name / "nuts/index.html").read_text("utf-8")
    assert not (tiny_guide / ".cache").exists()

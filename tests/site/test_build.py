"""Building: only a whole, checked site takes the place of the last good one."""

from __future__ import annotations

import errno
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from unittest.mock import patch
from zipfile import ZipFile

import pikepdf
import pytest
from guide import rules
from guide.__main__ import main
from guide.core.steps import Steps, readable_size
from guide.edition.edition import Edition
from guide.print import queue, rendering
from guide.print.editions import EDITIONS, Listing
from guide.print.prints import Fault, PdfPrint
from guide.print.rendering import INSTALL_PANGO, PangoMissingError
from guide.publish import offline as worker
from guide.publish import site_folder
from guide.publish.site_folder import LIST
from guide.site import pipeline as building
from guide.site.pipeline import EngineError, build, render
from linkaudit.core.problem import CannotRunError, ProblemsError
from small_guide import TINY_GUIDE, TODAY, write_files

PDF = "pdf/guide.pdf"


@pytest.fixture
def prints(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was printed: a PDF of one blank page stands in for the slow real one."""
    printed: list[str] = []

    def print_blank(print_: PdfPrint, path: Path) -> list[Fault]:
        printed.append(print_.settings[0].markup)
        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            pdf.save(path)
        return []

    monkeypatch.setattr(rendering, "render", print_blank)
    return printed


def files_of(folder: Path) -> dict[str, bytes]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def build_tiny(folder: Path) -> str:
    """Build the guide and return what was reported."""
    out = StringIO()
    missing = build(Edition.load(folder / "mkdocs.yml"), TODAY, Steps(out))
    assert missing is None
    return out.getvalue()


def forget(folder: Path) -> None:
    """Take away the note of what the site was made from: all is built anew."""
    (folder / ".cache/site-built-from").unlink()


def add(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")


# A good build ---------------------------------------------------------------------------


@pytest.mark.usefixtures("prints")
def test_a_good_build_takes_the_place_of_the_last_site(tiny_guide: Path) -> None:
    build_tiny(tiny_guide)
    old = {"index.html": "old", "gone/index.html": "old"}
    write_files(tiny_guide / "site", old | {LIST: "index.html\ngone/index.html\n"})
    for name in ("nuts", "pdf", "assets", "icons", "search"):
        shutil.rmtree(tiny_guide / "site" / name, ignore_errors=True)
    for name in files_of(tiny_guide / "site").keys() - old.keys() - {LIST}:
        (tiny_guide / "site" / name).unlink()
    build_tiny(tiny_guide)
    site = files_of(tiny_guide / "site")
    assert {"index.html", "nuts/index.html", "assets/images/cover.svg", PDF} <= set(site)
    assert "gone/index.html" not in site
    assert site["index.html"] != b"old"
    assert left_in(tiny_guide) == {"docs", "theme", "mkdocs.yml", "site", "site.zip", ".cache"}


@pytest.mark.usefixtures("prints")
def test_the_words_that_are_data_are_not_published(tiny_guide: Path) -> None:
    build_tiny(tiny_guide)
    assert not [name for name in files_of(tiny_guide / "site") if "_data" in name]


@pytest.mark.usefixtures("prints")
def test_passages_are_found_wherever_the_command_is_run(
    tiny_guide: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tiny_guide / "mkdocs.yml"
    snippets = "[guide.markdown, pymdownx.snippets: {base_path: [docs/_parts], check_paths: true}]"
    text = config.read_text().replace("[guide.markdown]", snippets)
    config.write_text(text.replace("/_data/", "'/_*/'"))
    write_files(tiny_guide, {"docs/_parts/bark.md": "Trees have bark.\n"})
    add(tiny_guide / "docs/index.md", '\n--8<-- "bark.md"\n')
    monkeypatch.chdir(tmp_path)
    build_tiny(tiny_guide)
    assert "<p>Trees have bark.</p>" in (tiny_guide / "site/index.html").read_text("utf-8")


@pytest.mark.usefixtures("prints")
def test_a_web_server_may_read_the_site(tiny_guide: Path) -> None:
    before = os.umask(0o077)
    try:
        build_tiny(tiny_guide)
    finally:
        os.umask(before)
    site = tiny_guide / "site"
    modes = {path: path.stat().st_mode & 0o777 for path in (site, *site.rglob("*"))}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o755}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o644}
    assert (tiny_guide / "site.zip").stat().st_mode & 0o777 == 0o644


@pytest.mark.usefixtures("prints")
def test_every_step_is_reported(tiny_guide: Path) -> None:
    lines = build_tiny(tiny_guide).splitlines()
    assert [line.split()[:2] for line in lines if line[2].isdigit()] == [
        ["1", "read"],
        ["2", "check"],
        ["3", "render"],
        ["4", "print"],
        ["5", "publish"],
        ["6", "offline"],
        ["7", "check"],
        ["8", "keep"],
    ]
    assert "2 pages, 1 references" in lines[0]
    assert any(line.split()[:3] == ["home", "1", "/"] for line in lines), "the table of weights"


@pytest.mark.usefixtures("prints")
def test_an_overdue_review_is_reported_and_stops_nothing(tiny_guide: Path) -> None:
    page = tiny_guide / "docs/index.md"
    page.write_text(
        page.read_text()
        .replace("next_review: 2027-11-22", "next_review: 2026-11-20")
        .replace("last_reviewed: 2026-11-22", "last_reviewed: 2025-11-20")
    )
    reported = build_tiny(tiny_guide)
    assert "1 warnings" in reported
    assert (
        "docs/index.md:6: overdue-review the review was due on 2026-11-20, 2 days ago" in reported
    )
    assert (tiny_guide / "site/index.html").is_file()


# A bad build ----------------------------------------------------------------------------


def left_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def raising(error: BaseException) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


@pytest.fixture
def built(tiny_guide: Path, prints: list[str]) -> Iterator[Path]:
    """A guide that was built well; whatever happens next, its site must stay as it is."""
    build_tiny(tiny_guide)
    site, names = files_of(tiny_guide / "site"), left_in(tiny_guide)
    yield tiny_guide
    assert files_of(tiny_guide / "site") == site
    assert left_in(tiny_guide) == names


def test_a_problem_in_the_words_leaves_the_last_site(built: Path) -> None:
    add(built / "docs/index.md", "\nResearch says nuts.\n")
    with pytest.raises(ProblemsError) as error:
        build_tiny(built)
    assert [str(problem) for problem in error.value.problems] == [
        'docs/index.md:12: uncited-claim "Research" makes a claim: '
        "cite its source in the same paragraph"
    ]


def test_a_wrong_setting_of_the_clinic_leaves_the_last_site(built: Path) -> None:
    config = built / "mkdocs.yml"
    config.write_text(config.read_text().replace("clinic: {}", "clinic: {fone: 1}"))
    with pytest.raises(ProblemsError) as error:
        build_tiny(built)
    assert [str(problem) for problem in error.value.problems] == [
        'mkdocs.yml:9: unknown-clinic-key nothing reads "fone"; did you mean "phone"?'
    ]


def test_an_error_of_the_engine_leaves_the_last_site(built: Path) -> None:
    (built / "theme/main.html").write_text("{% if %}")
    with pytest.raises(EngineError, match="Expected an expression"):
        build_tiny(built)


def test_a_strict_engine_that_gives_up_leaves_the_last_site(built: Path) -> None:
    config = built / "mkdocs.yml"
    config.write_text(config.read_text().replace("nuts.md]", "nuts.md, gone.md]"))
    add(config, "strict: true\n")
    with pytest.raises(EngineError, match="Aborted with 1 warnings in strict mode!"):
        build_tiny(built)


def test_the_engine_tells_the_page_of_an_error_and_no_warnings(tiny_guide: Path) -> None:
    add(tiny_guide / "mkdocs.yml", "sqirrels: many\n")
    add(tiny_guide / "docs/nuts.md", "\n[@acorn2018]\n")
    with pytest.raises(EngineError) as error:
        render(Edition.load(tiny_guide / "mkdocs.yml"), tiny_guide / "site")
    assert str(error.value).startswith(
        "Error reading page 'nuts.md': "
        '"@acorn2018" is not in docs/_data/references.yml; did you mean "acorn2019"?'
    )
    assert "sqirrels" not in str(error.value)


def test_a_warning_of_the_engine_leaves_the_last_site(built: Path) -> None:
    add(built / "mkdocs.yml", "sqirrels: many\n")
    with pytest.raises(ProblemsError) as error:
        build_tiny(built)
    assert [str(problem) for problem in error.value.problems] == [
        "mkdocs.yml:1: engine-warning Config value 'sqirrels': "
        "Unrecognised configuration name: sqirrels"
    ]


def test_a_broken_link_leaves_the_last_site(built: Path) -> None:
    add(built / "docs/index.md", "\n[More nuts](nut.md)\n")
    with pytest.raises(ProblemsError) as error:
        build_tiny(built)
    assert [str(problem) for problem in error.value.problems] == [
        'docs/index.md:12: missing-page the link "nut.md" leads nowhere; did you mean "nuts.md"?'
    ]


@pytest.mark.parametrize("error", [RuntimeError("the owl"), KeyboardInterrupt()], ids=repr)
@pytest.mark.parametrize("step", ["render", "print", "check", "fill"])
def test_whatever_stops_a_step_leaves_the_last_site(
    built: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, step: str
) -> None:
    add(built / "docs/nuts.md", "\nNew words, so that there is something to print.\n")
    places = {
        "render": (building, "render"),
        "print": (rendering, "render"),
        "check": (building, "check"),
        "fill": (Listing, "fill"),
    }
    monkeypatch.setattr(*places[step], raising(error))
    with pytest.raises(type(error)):
        build_tiny(built)


class Killed(BaseException):
    """The power went off."""


def no_exchange(_one: Path, _other: Path) -> None:
    raise OSError(errno.EINVAL, "not on this file system")


def test_the_new_site_takes_the_place_of_the_last_in_one_step(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the system can exchange two folders there is no moment without a site."""
    monkeypatch.setattr(Path, "rename", raising(AssertionError("two steps")))
    forget(built)
    build_tiny(built)


def test_a_site_is_restored_after_a_kill_between_the_two_renames(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the system cannot exchange two folders."""
    rename = Path.rename

    def rename_once(path: Path, target: Path) -> Path:
        if path.name.startswith(".site-building-"):
            raise Killed
        return rename(path, target)

    monkeypatch.setattr(site_folder, "_exchange", no_exchange)
    monkeypatch.setattr(Path, "rename", rename_once)
    forget(built)
    with pytest.raises(Killed):
        build_tiny(built)
    monkeypatch.setattr(Path, "rename", rename)
    assert not (built / "site").exists()
    add(built / "docs/index.md", "\nResearch says nuts.\n")  # nor does the next build succeed
    with pytest.raises(ProblemsError):
        build_tiny(built)


@pytest.mark.usefixtures("prints")
def test_what_has_not_changed_is_not_built_again(tiny_guide: Path) -> None:
    build_tiny(tiny_guide)
    page = tiny_guide / "site/index.html"
    before = page.stat().st_ino
    report = build_tiny(tiny_guide)
    assert re.sub(r" +|\d\.\d", " ", report).split() == [
        *("1", "keep", "site/,", "as", "nothing", "has", "changed", "s"),
    ]
    assert page.stat().st_ino == before
    page.write_text("<p>No nuts.</p>", "utf-8")
    assert "site.zip" in build_tiny(tiny_guide)
    assert "The care of squirrels" in page.read_text("utf-8")
    (tiny_guide / "site.zip").unlink()
    build_tiny(tiny_guide)
    assert (tiny_guide / "site.zip").is_file()


@pytest.mark.usefixtures("prints")
def test_a_site_that_stays_warns_of_the_day_all_the_same(tiny_guide: Path) -> None:
    build_tiny(tiny_guide)
    out = StringIO()
    build(Edition.load(tiny_guide / "mkdocs.yml"), date(2028, 1, 1), Steps(out))
    assert "as nothing has changed" in out.getvalue()
    assert "docs/index.md:6: overdue-review" in out.getvalue()


@pytest.mark.usefixtures("prints")
@pytest.mark.parametrize("damage", [b"", b"{", b"0\n{}", None])
def test_after_a_change_the_site_is_as_if_it_were_built_from_nothing(
    tiny_guide: Path, damage: bytes | None
) -> None:
    """Whatever was kept of the build before, and whatever became of that."""
    build_tiny(tiny_guide)
    for file in (tiny_guide / ".cache/made").iterdir():
        if damage is not None:
            file.write_bytes(damage)
    add(tiny_guide / "docs/nuts.md", "\nNew words.\n")
    build_tiny(tiny_guide)
    changed = files_of(tiny_guide / "site")
    shutil.rmtree(tiny_guide / ".cache/made")
    forget(tiny_guide)
    build_tiny(tiny_guide)
    assert files_of(tiny_guide / "site") == changed
    assert b"New words." in changed["nuts/index.html"]


@pytest.mark.usefixtures("prints")
def test_what_nobody_asks_for_any_more_is_kept_no_longer(tiny_guide: Path) -> None:
    build_tiny(tiny_guide)
    kept = {path.name for path in (tiny_guide / ".cache/made").iterdir()}
    add(tiny_guide / "docs/nuts.md", "\nNew words.\n")
    build_tiny(tiny_guide)
    now = {path.name for path in (tiny_guide / ".cache/made").iterdir()}
    # The page that did not change stays; the other, the index and what the rules say are new.
    assert (len(kept), len(now), len(kept & now)) == (4, 4, 1)


@pytest.mark.usefixtures("prints")
def test_without_an_exchange_the_new_site_takes_the_place_in_two_steps(
    tiny_guide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site_folder, "_exchange", no_exchange)
    build_tiny(tiny_guide)
    add(tiny_guide / "docs/index.md", "\nNew words.\n")
    build_tiny(tiny_guide)
    assert "New words." in (tiny_guide / "site/index.html").read_text("utf-8")
    assert not [name for name in left_in(tiny_guide) if name.startswith(".site")]


@pytest.mark.usefixtures("prints")
def test_a_site_may_be_a_mount_point(tiny_guide: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A volume of a container can be filled, but nothing can be put in its place."""

    def busy(_one: Path, _other: Path) -> None:
        raise OSError(errno.EBUSY, "Device or resource busy")

    build_tiny(tiny_guide)
    monkeypatch.setattr(site_folder, "_exchange", busy)
    number = (tiny_guide / "site").stat().st_ino
    shutil.move(tiny_guide / "docs/nuts.md", tiny_guide / "docs/acorns.md")
    for name in ("docs/index.md", "mkdocs.yml"):
        file = tiny_guide / name
        file.write_text(file.read_text("utf-8").replace("nuts.md", "acorns.md"), "utf-8")
    build_tiny(tiny_guide)
    site = files_of(tiny_guide / "site")
    assert {"acorns/index.html", PDF, "sw.js", LIST} <= site.keys()
    assert "nuts/index.html" not in site
    assert not (tiny_guide / "site/nuts").exists()
    assert (tiny_guide / "site").stat().st_ino == number
    assert not [name for name in left_in(tiny_guide / "site") if "building" in name]

    # Nothing changes in one that has no room left.
    monkeypatch.setattr(shutil, "copytree", raising(OSError(errno.ENOSPC, "No space left")))
    add(tiny_guide / "docs/index.md", "\nNew words.\n")
    with pytest.raises(OSError, match="No space left"):
        build_tiny(tiny_guide)
    assert files_of(tiny_guide / "site") == site


@pytest.mark.usefixtures("prints")
def test_folders_of_killed_builds_go(tiny_guide: Path) -> None:
    left = tiny_guide / ".site-building-killed"
    left.mkdir()
    build_tiny(tiny_guide)
    assert not left.exists()


@pytest.mark.parametrize(
    "where", [(site_folder, "ZipFile"), (worker, "script")], ids=["pack", "worker"]
)
def test_a_full_disk_leaves_the_last_site_and_its_archive(
    built: Path, monkeypatch: pytest.MonkeyPatch, where: tuple[object, str]
) -> None:
    archive = (built / "site.zip").read_bytes()
    add(built / "docs/index.md", "\nNew words.\n")
    monkeypatch.setattr(*where, raising(OSError(errno.ENOSPC, "No space left on device")))
    with pytest.raises(OSError, match="No space left on device"):
        build_tiny(built)
    assert (built / "site.zip").read_bytes() == archive


# A place that is not ours ---------------------------------------------------------------


def refused(guide: Path, site_dir: str) -> list[str]:
    """What a build says of a site_dir."""
    config = guide / "mkdocs.yml"
    config.write_text(config.read_text("utf-8") + f"site_dir: {site_dir}\n", "utf-8")
    before = files_of(guide.parent)
    with pytest.raises(ProblemsError) as error:
        build_tiny(guide)
    after = files_of(guide.parent)
    assert {n: f for n, f in after.items() if ".cache" not in n} == {
        name: file for name, file in before.items() if ".cache" not in name
    }
    return [str(problem) for problem in error.value.problems]


@pytest.mark.parametrize(
    ("site_dir", "fault"),
    [
        ("../www", "must be a folder within the guide's own"),
        ("/var/www", "must be a folder within the guide's own"),
        (".git", "must be a folder that does not begin with a dot"),
        ("out/.git/hooks", "must be a folder that does not begin with a dot"),
        ("theme", "must be another folder than theme/, which is not built"),
        ("theme/out", "must be another folder than theme/, which is not built"),
    ],
)
def test_a_site_goes_to_a_folder_of_its_own(tiny_guide: Path, site_dir: str, fault: str) -> None:
    assert refused(tiny_guide, site_dir) == [
        f'mkdocs.yml:10: wrong-site-dir {fault}, is "{site_dir}"'
    ]


@pytest.mark.usefixtures("prints")
def test_no_link_on_the_way_leads_the_site_out(tiny_guide: Path) -> None:
    elsewhere = tiny_guide.parent / "elsewhere"
    elsewhere.mkdir()
    (tiny_guide / "out").symlink_to(elsewhere)
    add(tiny_guide / "mkdocs.yml", "site_dir: out/www\n")
    with pytest.raises(ProblemsError) as error:
        build_tiny(tiny_guide)
    assert [problem.message for problem in error.value.problems] == [
        'must be a folder within the guide\'s own, is "out/www"'
    ]
    assert list(elsewhere.iterdir()) == []


@pytest.mark.usefixtures("prints")
@pytest.mark.parametrize(
    "name", [".cache", ".cache/pdf", ".cache/pdf/mkdocs", ".cache/site.lock", ".cache/built-last"]
)
def test_a_link_in_the_cache_neither_empties_nor_deletes_what_it_leads_to(
    tiny_guide: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    write_files(tiny_guide.parent, {"precious/letter.txt": "Dear all"})
    is_file = "." in name.removeprefix(".") or name.endswith("last")
    (tiny_guide / name).parent.mkdir(parents=True, exist_ok=True)
    precious = tiny_guide.parent / "precious"
    (tiny_guide / name).symlink_to(precious / "letter.txt" if is_file else precious)
    assert main(["build", "-f", str(tiny_guide / "mkdocs.yml"), "--today", str(TODAY)]) == 1
    reported = f"guide: {name} must be a file or folder of its own: delete it\n"
    assert capsys.readouterr().err == reported
    assert files_of(precious) == {"letter.txt": b"Dear all"}


@pytest.mark.usefixtures("prints")
def test_a_pipe_for_a_lock_keeps_no_build_waiting(
    tiny_guide: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tiny_guide / ".cache").mkdir()
    os.mkfifo(tiny_guide / ".cache/site.lock")
    assert main(["build", "-f", str(tiny_guide / "mkdocs.yml"), "--today", str(TODAY)]) == 1
    reported = "guide: .cache/site.lock must be a file or folder of its own: delete it\n"
    assert capsys.readouterr().err == reported


@pytest.mark.usefixtures("prints")
def test_an_archive_is_not_written_through_a_link(tiny_guide: Path) -> None:
    letter = tiny_guide.parent / "letter.txt"
    letter.write_text("Dear all", "utf-8")
    (tiny_guide / ".site.zip-writing").symlink_to(letter)
    build_tiny(tiny_guide)
    assert letter.read_text("utf-8") == "Dear all"
    assert (tiny_guide / "site.zip").is_file()


@pytest.mark.usefixtures("prints")
def test_the_list_of_a_site_deletes_nothing_outside_of_it(
    tiny_guide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_one: Path, _other: Path) -> None:
        raise OSError(errno.EBUSY, "Device or resource busy")

    build_tiny(tiny_guide)
    letter = tiny_guide.parent / "letter.txt"
    letter.write_text("Dear all", "utf-8")
    add(tiny_guide / "site/.guide-files", f"../../letter.txt\n{letter}\n")
    monkeypatch.setattr(site_folder, "_exchange", busy)
    build_tiny(tiny_guide)
    assert letter.read_text("utf-8") == "Dear all"


def test_what_no_build_made_is_never_deleted(tiny_guide: Path, prints: list[str]) -> None:
    write_files(tiny_guide, {"precious/letter.txt": "Dear all", "precious/a/b.txt": ""})
    assert refused(tiny_guide, "precious") == [
        'mkdocs.yml:10: wrong-site-dir "a/b.txt" and 1 more in precious/ was not made by a build, '
        "which would delete it: move it away, or give another site_dir"
    ]
    assert prints == []


@pytest.mark.usefixtures("prints")
def test_what_somebody_put_into_a_built_site_is_never_deleted(tiny_guide: Path) -> None:
    build_tiny(tiny_guide)
    (tiny_guide / "site/CNAME").write_text("squirrels.example", "utf-8")
    with pytest.raises(ProblemsError) as error:
        build_tiny(tiny_guide)
    assert [str(problem) for problem in error.value.problems] == [
        'mkdocs.yml:1: wrong-site-dir "CNAME" in site/ was not made by a build, which would '
        "delete it: move it away, or give another site_dir"
    ]
    (tiny_guide / "site/CNAME").unlink()
    build_tiny(tiny_guide)


@pytest.mark.usefixtures("prints")
def test_what_somebody_puts_into_the_site_during_a_build_is_never_deleted(
    tiny_guide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_tiny(tiny_guide)
    fill = Listing.fill

    def put(self: Listing) -> None:
        (tiny_guide / "site/CNAME").write_text("mine", "utf-8")
        fill(self)

    monkeypatch.setattr(Listing, "fill", put)
    forget(tiny_guide)
    with pytest.raises(CannotRunError) as error:
        build_tiny(tiny_guide)
    reported = "site/CNAME was put there while the site was built: move it away"
    assert str(error.value) == reported
    assert (tiny_guide / "site/CNAME").read_text("utf-8") == "mine"


def test_a_folder_that_cannot_be_read_holds_what_nobody_knows(
    tiny_guide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as one with the rights of another user; the superuser can read all."""

    def refuse(folder: object) -> Iterator[os.DirEntry[str]]:
        raise PermissionError(errno.EACCES, "Permission denied", str(folder))

    (tiny_guide / "site").mkdir()
    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(PermissionError):
        site_folder.not_built(tiny_guide / "site")


def test_a_file_in_the_place_of_the_site_is_reported(tiny_guide: Path) -> None:
    (tiny_guide / "site").write_text("mine", "utf-8")
    with pytest.raises(ProblemsError) as error:
        build_tiny(tiny_guide)
    assert [str(problem) for problem in error.value.problems] == [
        'mkdocs.yml:1: wrong-site-dir must be a folder, "site" is none: move it away'
    ]
    assert (tiny_guide / "site").read_text("utf-8") == "mine"


# Files that are none -------------------------------------------------------------------


@pytest.mark.parametrize("name", ["docs/nest.md", "docs/assets/nest.svg", "docs/_data/a.yml"])
@pytest.mark.parametrize("command", ["build", "check"])
def test_what_would_be_published_from_elsewhere_is_refused(
    tiny_guide: Path, capsys: pytest.CaptureFixture[str], name: str, command: str
) -> None:
    secret = tiny_guide.parent / "secret.txt"
    secret.write_text("Only for me", "utf-8")
    (tiny_guide / name).parent.mkdir(parents=True, exist_ok=True)
    (tiny_guide / name).symlink_to(secret)
    assert main([command, "-f", str(tiny_guide / "mkdocs.yml"), "--today", str(TODAY)]) == 2
    reported = f'{name}:1: odd-file must be a file of its own, is a link to "{secret}"'
    assert reported in capsys.readouterr().out.splitlines()
    assert not (tiny_guide / "site").exists()


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("/", "docs/assets/root"),
        ("/dev/zero", "docs/endless.md"),
        ("loop.md", "docs/loop.md"),
        ("/proc/self/environ", "theme/tokens.txt"),
        ("/nowhere", "docs/_data/references.yml"),
    ],
)
def test_a_link_is_refused_wherever_it_leads(tiny_guide: Path, target: str, name: str) -> None:
    (tiny_guide / name).unlink(missing_ok=True)
    (tiny_guide / name).parent.mkdir(parents=True, exist_ok=True)
    (tiny_guide / name).symlink_to(target)
    with pytest.raises(ProblemsError) as error:
        build_tiny(tiny_guide)
    assert f'{name}:1: odd-file must be a file of its own, is a link to "{target}"' in [
        str(problem) for problem in error.value.problems
    ]


@pytest.mark.parametrize("name", ["docs", "theme"])
def test_a_folder_of_the_guide_is_no_link_to_another(tiny_guide: Path, name: str) -> None:
    elsewhere = tiny_guide.parent / "elsewhere"
    (tiny_guide / name).rename(elsewhere)
    (tiny_guide / name).symlink_to(elsewhere)
    with pytest.raises(ProblemsError) as error:
        build_tiny(tiny_guide)
    reported = f'{name}:1: odd-file must be a folder of its own, is a link to "{elsewhere}"'
    assert reported in [str(problem) for problem in error.value.problems]


@pytest.mark.parametrize("name", ["pipe.md", "assets/pipe.svg", "_data/references.yml"])
@pytest.mark.parametrize("command", ["build", "check"])
def test_a_pipe_is_reported_and_not_waited_for(
    tiny_guide: Path, capsys: pytest.CaptureFixture[str], name: str, command: str
) -> None:
    pipe = tiny_guide / "docs" / name
    pipe.unlink(missing_ok=True)
    os.mkfifo(pipe)
    assert main([command, "-f", str(tiny_guide / "mkdocs.yml"), "--today", str(TODAY)]) == 2
    assert (
        f"docs/{name}:1: odd-file must be a file or a folder, is a pipe or a device"
        in capsys.readouterr().out.splitlines()
    )


def test_a_name_that_parts_folders_elsewhere_is_refused(tiny_guide: Path) -> None:
    for name in ("..\\..\\run.txt", "two\nlines.txt"):
        (tiny_guide / "docs/assets" / name).write_text("", "utf-8")
    with pytest.raises(ProblemsError) as error:
        build_tiny(tiny_guide)
    fault = "odd-file must have a name without backslashes and control characters"
    assert [str(problem) for problem in error.value.problems] == [
        f"docs/assets/..\\..\\run.txt:1: {fault}",
        f"docs/assets/two\\nlines.txt:1: {fault}",
    ]


@pytest.mark.parametrize("ending", [".markdown", ".mdown", ".mkdn", ".mkd", ".MD", ".Md"])
def test_a_page_ends_as_all_pages_do(tiny_guide: Path, ending: str) -> None:
    """The engine would publish it, and no rule would have read it."""
    write_files(tiny_guide, {f"docs/tales{ending}": TINY_GUIDE["docs/nuts.md"]})
    with pytest.raises(ProblemsError) as error:
        build_tiny(tiny_guide)
    assert [str(problem) for problem in error.value.problems] == [
        f"docs/tales{ending}:1: odd-file must end with .md, as all pages do, ends with {ending}"
    ]


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("x" * 200 + ".svg", "must have a name of 200 bytes at most, has 204"),
        ("\udce9.txt", "must have a name in UTF-8"),
        ("a.html.md", "must not be named like a built page, ends with .html"),
        ("README.md", "must be index.md: of a README the engine makes the page of its folder"),
    ],
)
def test_a_name_that_makes_no_address_is_refused(tiny_guide: Path, name: str, fault: str) -> None:
    folder = tiny_guide / "docs/tales"
    folder.mkdir()
    (folder / name).write_text("", "utf-8")
    problems = rules.check_edition(Edition.load(tiny_guide / "mkdocs.yml"))
    reported = [problem.message for problem in problems if problem.rule == "odd-file"]
    assert reported == [fault]


# Several at once, and those who stop them ------------------------------------------------


COMMAND = [sys.executable, "-m", "guide", "build", "--today", str(TODAY)]


@pytest.mark.usefixtures("prints")
def test_a_second_build_waits_for_the_first(tiny_guide: Path) -> None:
    edition = Edition.load(tiny_guide / "mkdocs.yml")
    with building.held(edition, Steps(StringIO())):
        second = subprocess.Popen(COMMAND, cwd=tiny_guide, stdout=subprocess.PIPE, text=True)
        assert second.stdout
        line = second.stdout.readline().strip()
        assert line == "another build of site/ is running: waiting until it has ended"
        assert not (tiny_guide / "site").exists()
    second.communicate(timeout=120)
    assert (tiny_guide / "site/index.html").is_file()


def workers_of(process: int) -> list[int]:
    """The processes that a process has begun."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()
    return [int(child) for child in children]


# A print that takes for ever, in processes of its own.
SLOW = """\
import sys, time
from guide.__main__ import main
from guide.print.prints import PdfPrint

def make(self, target):
    (target.parent / f"{{self.title[:9]}}.begun").touch()
    time.sleep(600)

PdfPrint.make = make
if __name__ == "__main__":
    sys.exit(main(["build", "--today", "{day}"]))
"""


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_who_stops_a_build_while_it_prints_leaves_no_process(
    tiny_guide: Path, sent: signal.Signals
) -> None:
    add(tiny_guide / "mkdocs.yml", "  print: [booklet, large-print]\n")
    write_files(tiny_guide, {"slow.py": SLOW.format(day=TODAY)})
    build = subprocess.Popen(
        [sys.executable, "slow.py"],
        cwd=tiny_guide,
        stderr=subprocess.PIPE,
        # What a shell runs in the background ignores Ctrl-C, and so would what it starts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    cache = tiny_guide / ".cache/pdf/mkdocs"
    until(lambda: any(cache.glob("*.begun")), 60)
    workers = workers_of(build.pid)
    assert len(workers) >= 2
    build.send_signal(sent)
    began = time.monotonic()
    _, reported = build.communicate(timeout=30)
    assert time.monotonic() - began < 3
    until(lambda: not any(is_running(worker) for worker in workers), 3)
    if sent != signal.SIGKILL:
        assert reported.decode() == "guide: stopped; the last good site is untouched\n"
        assert left_in(tiny_guide) == {"docs", "theme", "mkdocs.yml", "slow.py", ".cache"}


@pytest.mark.parametrize("which", [0, -1])
def test_a_printing_process_that_is_ended_from_outside_is_reported(
    tiny_guide: Path, which: int
) -> None:
    """As a system does that runs out of memory."""
    add(tiny_guide / "mkdocs.yml", "  print: [booklet, large-print]\n")
    write_files(tiny_guide, {"slow.py": SLOW.format(day=TODAY)})
    build = subprocess.Popen([sys.executable, "slow.py"], cwd=tiny_guide, stderr=subprocess.PIPE)
    cache = tiny_guide / ".cache/pdf/mkdocs"
    until(lambda: len([*cache.glob("*.begun")]) == 2, 60)
    # Not that which Python itself begins, to count what they share.
    command = [(worker, Path(f"/proc/{worker}/cmdline")) for worker in workers_of(build.pid)]
    printing = [worker for worker, file in command if b"spawn_main" in file.read_bytes()]
    os.kill(printing[which], signal.SIGKILL)
    _, reported = build.communicate(timeout=30)
    assert build.returncode == 1
    assert reported.decode() == (
        "guide: a process that prints was ended from outside: perhaps there was too little "
        "memory; run it again, what was printed is kept\n"
    )


def until(happens: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def is_running(process: int) -> bool:
    """Whether a process does something; one that has ended may wait for who began it."""
    try:
        state = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(") ")[2][0]
    except FileNotFoundError:
        return False
    return state not in "ZX"


# Pango ----------------------------------------------------------------------------------


def assert_built_without_pdf(folder: Path) -> None:
    site = files_of(folder / "site")
    assert "nuts/index.html" in site
    assert PDF not in site
    assert b'<p class="app-print" hidden' in site["index.html"]


def test_without_pango_the_site_is_built_and_the_remedy_is_one_line(
    tiny_guide: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(queue, "need_pango", raising(PangoMissingError("no libpango")))
    assert main(["build", "-f", str(tiny_guide / "mkdocs.yml"), "--today", str(TODAY)]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "guide: no PDF was made: Pango is missing (no libpango)",
        f"guide: install it with: {INSTALL_PANGO}",
    ]
    assert_built_without_pdf(tiny_guide)


def test_without_pango_for_real(tiny_guide: Path, tmp_path: Path) -> None:
    """A WeasyPrint that cannot load its library, as on a machine without Pango."""
    fake = "raise OSError(\"cannot load library 'libpango-1.0-0'\\nand many more words\")\n"
    write_files(tmp_path / "fake", {"weasyprint/__init__.py": fake})
    command = [sys.executable, "-m", "guide", "build", "--today", str(TODAY)]
    path = [str(tmp_path / "fake"), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, path))}
    ran = subprocess.run(
        command, cwd=tiny_guide, env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1
    assert ran.stderr.splitlines()[-2:] == [
        "guide: no PDF was made: Pango is missing (cannot load library 'libpango-1.0-0')",
        "guide: install it with: sudo apt-get install -y "
        "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    ]
    assert "no PDF: Pango is missing" in ran.stdout
    assert_built_without_pdf(tiny_guide)


# The PDF --------------------------------------------------------------------------------


def test_unchanged_words_are_not_printed_again(tiny_guide: Path, prints: list[str]) -> None:
    assert "1 file for paper, 1 new" in build_tiny(tiny_guide)
    first = (tiny_guide / "site" / PDF).read_bytes()
    forget(tiny_guide)
    assert "1 file for paper, 0 new" in build_tiny(tiny_guide)
    assert len(prints) == 1
    assert (tiny_guide / "site" / PDF).read_bytes() == first


@pytest.mark.parametrize("damage", [b"", b"%PDF-1.7 half a", None])
def test_a_damaged_copy_is_printed_again(
    tiny_guide: Path, prints: list[str], damage: bytes | None
) -> None:
    build_tiny(tiny_guide)
    (kept,) = (tiny_guide / ".cache/pdf").rglob("*.pdf")
    whole = kept.read_bytes()
    # One letter is enough, also where a PDF can still be opened.
    kept.write_bytes(damage if damage is not None else whole.replace(b"%PDF-1.3", b"%PDF-1.4"))
    forget(tiny_guide)
    assert "1 file for paper, 1 new" in build_tiny(tiny_guide)
    assert len(prints) == 2
    assert (tiny_guide / "site" / PDF).read_bytes().startswith(b"%PDF-1.3")


@pytest.mark.usefixtures("prints")
@pytest.mark.parametrize("name", ["site-built-from", "pdf/mkdocs"])
def test_a_damaged_note_of_the_last_build_stops_none(tiny_guide: Path, name: str) -> None:
    build_tiny(tiny_guide)
    for file in (tiny_guide / ".cache" / name, *(tiny_guide / ".cache" / name).rglob("*")):
        if file.is_file():
            file.write_bytes(b"\xff\0damaged")
    assert main(["check", "-f", str(tiny_guide / "mkdocs.yml"), "--today", str(TODAY)]) == 0
    build_tiny(tiny_guide)


@pytest.mark.usefixtures("prints")
def test_a_folder_in_place_of_a_file_of_the_cache_is_no_file(tiny_guide: Path) -> None:
    build_tiny(tiny_guide)
    files = [file for file in (tiny_guide / ".cache").rglob("*") if file.is_file()]
    assert len(files) >= 5  # what the site was built from, which was the last, a lock, a print
    for file in files:
        file.unlink()
        write_files(file, {"owl.txt": "Hoo"})
    assert site_folder.last_built(tiny_guide) is None
    build_tiny(tiny_guide)
    assert all(file.is_file() for file in files)


@pytest.mark.usefixtures("prints")
@pytest.mark.parametrize("damage", [b"\xff", b"\0", b""])
def test_a_damaged_note_of_where_the_site_is_names_no_site(tiny_guide: Path, damage: bytes) -> None:
    write_files(tiny_guide, {".cache/built-last": damage})
    assert site_folder.last_built(tiny_guide) is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("docs/nuts.md", "\nNew words.\n", id="words"),
        pytest.param("docs/assets/images/cover.svg", "<!-- a new cover -->", id="cover"),
        pytest.param("mkdocs.yml", "copyright: Owls\n", id="a setting that is printed"),
    ],
)
def test_what_changed_is_printed_again_and_the_old_copy_goes(
    tiny_guide: Path, prints: list[str], name: str, text: str
) -> None:
    build_tiny(tiny_guide)
    add(tiny_guide / name, text)
    assert "1 new" in build_tiny(tiny_guide)
    assert len(prints) == 2
    assert len(list((tiny_guide / ".cache/pdf").rglob("*.pdf"))) == 1


def test_another_colour_of_the_clinic_is_printed_anew(tiny_guide: Path, prints: list[str]) -> None:
    build_tiny(tiny_guide)
    config = tiny_guide / "mkdocs.yml"
    config.write_text(config.read_text().replace("clinic: {}", 'clinic: {colour: "#7a1f5c"}'))
    build_tiny(tiny_guide)
    assert len(prints) == 2


@pytest.mark.usefixtures("prints")
def test_the_link_to_the_pdf_tells_its_size_on_every_page(tiny_guide: Path) -> None:
    build_tiny(tiny_guide)
    site = tiny_guide / "site"
    size = readable_size((site / PDF).stat().st_size)
    words = f"Print or keep the booklet, 1 page (PDF only, {size})"
    for name, href in (("index.html", PDF), ("nuts/index.html", f"../{PDF}")):
        link = f'<p class="app-print"><a href="{href}">{words}</a></p>'
        assert link in (site / name).read_text("utf-8")


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "1KB"),
        (1_499, "1KB"),
        (1_500, "2KB"),
        (612_345, "612KB"),
        (1_000_000, "1.0MB"),
        (1_949_999, "1.9MB"),
    ],
)
def test_sizes_are_written_as_people_write_them(size: int, words: str) -> None:
    assert readable_size(size) == words


# Finishing ------------------------------------------------------------------------------


@pytest.mark.usefixtures("prints")
def test_a_build_drops_what_material_brings(tiny_guide: Path) -> None:
    config = tiny_guide / "mkdocs.yml"
    config.write_text(config.read_text().replace("name: null", "name: material"))
    # Material's own page for dead links would show ours around it, with relative addresses.
    (tiny_guide / "theme/404.html").write_text("<!doctype html><title>Lost</title><p>Lost")
    build_tiny(tiny_guide)
    assert left_in(tiny_guide / "site/assets") == {"images"}
    assert left_in(tiny_guide / "site/assets/images") == {"cover.svg"}


def test_what_the_theme_brings_and_no_page_loads_is_dropped(tmp_path: Path) -> None:
    site = write_files(
        tmp_path / "site",
        {
            "assets/theme/deep/huge.js": "",
            "assets/ours.css": "",
            "assets/template.css": "",
            "index.html": "",
            "search/index.json": "",
        },
    )
    docs = write_files(tmp_path / "docs", {"assets/ours.css": ""})
    templates = write_files(tmp_path / "overrides", {"assets/template.css": ""})
    site_folder.drop_unused_assets(site, docs, templates)
    assert sorted(files_of(site)) == [
        "assets/ours.css",
        "assets/template.css",
        "index.html",
        "search/index.json",
    ]
    assert not (site / "assets/theme").exists()


def test_a_site_may_go_where_no_folder_is_yet(tiny_guide: Path) -> None:
    add(tiny_guide / "mkdocs.yml", "site_dir: out/of/the/way\n")
    build_tiny(tiny_guide)
    assert (tiny_guide / "out/of/the/way/index.html").is_file()


def test_a_changed_logo_is_printed_anew(tiny_guide: Path, prints: list[str]) -> None:
    clinic = "INHERIT: mkdocs.yml\nextra: {clinic: {logo: assets/images/logo.svg}}\n"
    for name in ("owl", "mouse"):
        drawing = f'<svg xmlns="http://www.w3.org/2000/svg" id="{name}"/>'
        files = {"clinic.yml": clinic, "docs/assets/images/logo.svg": drawing}
        write_files(tiny_guide, files)
        build(Edition.load(tiny_guide / "clinic.yml"), TODAY, Steps(StringIO()))
    assert len(prints) == 2


def test_the_copy_of_the_pdf_is_found_in_a_folder_with_a_space(
    tmp_path: Path, prints: list[str]
) -> None:
    folder = write_files(tmp_path / "my guide", TINY_GUIDE)
    build_tiny(folder)
    build_tiny(folder)
    assert len(prints) == 1


def test_a_broken_link_in_a_shared_passage_is_reported_where_it_stands(tiny_guide: Path) -> None:
    write_files(tiny_guide, {"docs/_parts/nap.md": "Nap well.\n\nSee [owls](owls.md).\n"})
    settings = (tiny_guide / "mkdocs.yml").read_text("utf-8")
    settings = settings.replace("exclude_docs: /_data/", 'exclude_docs: "_data/\\n_parts/"')
    snippets = "{pymdownx.snippets: {base_path: [docs/_parts]}}"
    settings = settings.replace("[guide.markdown]", f"[{snippets}, guide.markdown]")
    (tiny_guide / "mkdocs.yml").write_text(settings, "utf-8")
    add(tiny_guide / "docs/nuts.md", '\n--8<-- "nap.md"\n')
    with pytest.raises(ProblemsError) as error:
        build_tiny(tiny_guide)
    assert [str(problem) for problem in error.value.problems] == [
        'docs/_parts/nap.md:3: missing-page the link "owls.md" leads nowhere'
    ]


def test_a_site_may_be_a_link_to_another_folder(tiny_guide: Path, tmp_path: Path) -> None:
    real = tmp_path / "elsewhere"
    real.mkdir()
    (tiny_guide / "site").symlink_to(real)
    build_tiny(tiny_guide)
    build_tiny(tiny_guide)
    assert (tiny_guide / "site").is_symlink()
    assert (real / "index.html").is_file()


def test_a_print_that_stops_half_way_leaves_no_copy_to_be_taken_later(
    tiny_guide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(_print: PdfPrint, path: Path) -> None:
        path.write_bytes(b"%PDF-1.7 half a")
        raise KeyboardInterrupt

    monkeypatch.setattr(rendering, "render", stop)
    with pytest.raises(KeyboardInterrupt):
        build_tiny(tiny_guide)
    assert not list((tiny_guide / ".cache").rglob("*.pdf"))


# Unlike `delitem`, this puts them back in their order, in which later tests list them.
@patch.dict(EDITIONS, {name: EDITIONS[name] for name in ("booklet", "plain-text")}, clear=True)
@pytest.mark.usefixtures("prints")
def test_after_more_is_printed_the_phone_knows_every_file(
    tiny_guide: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = ["-f", str(tiny_guide / "mkdocs.yml"), "--today", str(TODAY)]
    add(tiny_guide / "docs/index.md", "\n/// prints\nNothing yet.\n///\n")
    build_tiny(tiny_guide)
    assert main(["pdf", "--all", *settings]) == 0
    site = tiny_guide / "site"
    assert "nuts.txt" in (site / "index.html").read_text("utf-8")
    assert main(["check", *settings]) == 0
    with ZipFile(tiny_guide / "site.zip") as archive:
        assert {f"site/{name}" for name in files_of(site) if name != LIST} == {*archive.namelist()}
    build_tiny(tiny_guide)

    (site / "nuts/index.html").write_text("<p>Changed by hand", "utf-8")
    capsys.readouterr()
    assert main(["check", *settings]) == 2
    assert (
        'sw.js:1: unmatched-file "nuts/" must be as sw.js lists it, is not: build the site again'
        in capsys.readouterr().out
    )

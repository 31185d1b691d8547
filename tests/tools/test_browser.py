"""Which browsers the tests take: the one named, the headless shell, then any Chromium; Firefox."""

from __future__ import annotations

from pathlib import Path

import browser
import pytest


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all that is installed, and nobody who may install more."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    return tmp_path


def add(folder: Path, name: str, does: str = "exit 0") -> str:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{does}\n", "utf-8")
    path.chmod(0o755)
    return str(path)


def test_the_headless_shell_comes_before_a_browser_with_windows(programs: Path) -> None:
    chromium = add(programs, "chromium")
    assert browser.find_browser() == chromium
    shell = add(programs, "chromium-headless-shell")
    assert browser.find_browser() == shell


def test_the_browser_that_is_named_comes_first(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(programs, "chromium-headless-shell")
    chrome = add(programs, "google-chrome")
    monkeypatch.setenv("CHROMIUM", chrome)
    assert browser.find_browser() == chrome


def add_all(programs: Path, present: list[str], *, offered: bool) -> None:
    """What is on a machine, and an apt that offers what is asked for, or nothing."""
    for name in present:
        add(programs, name)
    add(programs, "apt-cache", f"exit {0 if offered else 100}")


@pytest.mark.parametrize(
    ("present", "offered", "named", "asked"),
    [
        ([], False, "", ["chromium-headless-shell", "chromium", "one of Playwright's own"]),
        (["chromium"], True, "", ["chromium-headless-shell"]),
        (["chromium"], False, "", []),
        (["chromium", "chromium-headless-shell"], True, "", []),
        (["chromium"], True, "chromium", []),
    ],
    ids=["nothing is there", "a larger one is", "apt has no shell", "the shell is", "one is named"],
)
def test_what_is_missing_is_asked_for(
    programs: Path,
    monkeypatch: pytest.MonkeyPatch,
    present: list[str],
    offered: bool,
    named: str,
    asked: list[str],
) -> None:
    add_all(programs, present, offered=offered)
    monkeypatch.setenv("CHROMIUM", named)
    monkeypatch.setattr(browser, "_playwrights_own", lambda: None)
    wanted: list[str] = []

    def install(packages: tuple[str, ...]) -> bool:
        wanted.extend(packages)
        return False

    monkeypatch.setattr(browser, "install", install)
    monkeypatch.setattr(browser, "fetch", lambda: wanted.append("one of Playwright's own"))
    browser.install_browser()
    assert wanted == asked


@pytest.mark.parametrize(
    ("present", "offered", "named", "asked"),
    [
        ([], True, "", ["firefox-esr"]),
        ([], False, "", []),
        (["firefox"], True, "", []),
        (["firefox-esr"], True, "", []),
        (["nightly"], True, "nightly", []),
    ],
    ids=["none is there", "apt has none", "one is there", "Debian's is", "one is named"],
)
def test_a_second_browser_is_asked_for_where_there_is_none(
    programs: Path,
    monkeypatch: pytest.MonkeyPatch,
    present: list[str],
    offered: bool,
    named: str,
    asked: list[str],
) -> None:
    add_all(programs, present, offered=offered)
    monkeypatch.setenv("FIREFOX", named)
    wanted: list[str] = []
    monkeypatch.setattr(browser, "install", wanted.extend)
    browser.install_firefox()
    assert wanted == asked

"""The same phone with another browser. $FIREFOX may name it.

Where there is no Firefox this file is not collected, and the end of the run says so.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from firefox import Firefox
from guide.publish.offline import WORKER, Precache, script
from hosting import Host
from kinds import KINDS


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    firefox = Firefox(tmp_path_factory.mktemp("firefox"))
    yield firefox
    firefox.close()


@pytest.fixture(scope="module")
def host(clinic_site: Path) -> Iterator[Host]:
    host = Host(clinic_site)
    yield host
    host.stop()


def test_every_kind_of_page_opens_without_complaint(firefox: Firefox, host: Host) -> None:
    firefox.errors.clear()
    for path in KINDS.values():
        firefox.open(host.address + path)
        # Firefox complains of what a worker was still fetching when the page is left.
        firefox.until("document.querySelector('link[rel=manifest]') !== null")
        assert firefox.run("document.documentElement.scrollWidth") <= 360, path
        low = firefox.run("document.querySelector('.app-key-message').getBoundingClientRect().top")
        assert 64 < low < 640, path
        assert firefox.errors == [], path


def test_the_menu_opens_and_the_search_finds(firefox: Firefox, host: Host) -> None:
    firefox.errors.clear()
    firefox.open(f"{host.address}what-helps/scans/")
    firefox.tap("summary")
    firefox.tap("#search-words")
    firefox.type("cant pee")
    firefox.until("document.querySelector('.app-search__results a')?.href.includes('urgent-help')")
    firefox.tap(".app-search__results a")
    firefox.until("location.pathname.endsWith('/urgent-help/')")
    assert firefox.errors == []


def test_a_routine_guides_step_by_step(firefox: Firefox, host: Host) -> None:
    firefox.errors.clear()
    firefox.open(f"{host.address}routines/cat-cow-and-knee-to-chest/")
    firefox.tap("[data-routine]")
    firefox.until("document.querySelector('.app-guide:not([hidden])') !== null")
    before = firefox.run("document.querySelector('.app-guide').innerText")
    firefox.tap(".app-guide [data-do=next]")
    assert firefox.run("document.querySelector('.app-guide').innerText") != before
    firefox.tap(".app-guide [data-do=back]")
    assert firefox.run("document.querySelector('.app-guide').innerText") == before
    assert firefox.errors == []


def test_a_sheet_keeps_what_is_written(firefox: Firefox, host: Host) -> None:
    firefox.errors.clear()
    firefox.open(f"{host.address}plans/weekly-activity/")
    firefox.tap("[data-write]")
    firefox.until("document.querySelector('textarea') !== null")
    firefox.tap("textarea")
    firefox.type("Dance")
    firefox.until("Object.values(localStorage).join().includes('Dance')")
    firefox.open(f"{host.address}plans/weekly-activity/")
    firefox.until("document.querySelector('textarea')?.value === 'Dance'")
    assert firefox.errors == []


def test_a_sheet_comes_back_from_its_file(firefox: Firefox, host: Host) -> None:
    """What is saved is what opens, and the browser is asked to keep its store once."""
    firefox.errors.clear()
    firefox.open(f"{host.address}plans/appointment-questions/")
    firefox.run(
        "(() => { window.asked = 0; navigator.storage.persist = async () => { asked += 1; };"
        " URL.createObjectURL = (blob) => { window.saved = blob; return '#'; }; })()"
    )
    firefox.tap("[data-write]")
    firefox.until("document.querySelector('textarea') !== null")
    assert firefox.run("asked") == 0
    firefox.tap("textarea")
    firefox.type("Stairs & <b>hills</b>")
    firefox.until("Object.values(localStorage).join().includes('hills')")
    assert firefox.run("asked") == 1
    firefox.tap("[data-do=file]")
    assert "<dd>Stairs &amp; &lt;b&gt;hills&lt;/b&gt;</dd>" in firefox.run("saved.text()")
    firefox.tap("[data-do=delete]")
    firefox.tap("[data-do=delete-this]")
    firefox.until("document.querySelector('textarea').value === ''")
    firefox.run(
        "(() => { const chosen = new DataTransfer(); const input = document.querySelector("
        "'input[type=file]'); chosen.items.add(new File([saved], 'sheet.html'));"
        " input.files = chosen.files; input.dispatchEvent(new Event('change')); })()"
    )
    firefox.until("document.querySelector('textarea').value === 'Stairs & <b>hills</b>'")
    assert firefox.errors == []


def test_a_newer_guide_is_announced_at_the_top(tmp_path: Path, clinic_site: Path) -> None:
    host = Host(Path(shutil.copytree(clinic_site, tmp_path / "site")))
    firefox = Firefox(tmp_path / "newer")
    try:
        firefox.open(host.address)
        firefox.until("document.querySelector('[data-offline]').textContent.includes('can now')")
        about = host.folder / "about/index.html"
        about.write_text(about.read_text("utf-8").replace("<h1", '<h1 data-new="yes"'), "utf-8")
        (host.folder / WORKER).write_text(script(Precache(host.folder, WORKER)), "utf-8")
        firefox.open(f"{host.address}about/")
        firefox.until("document.querySelector('[data-newer-place]').textContent.includes('newer')")
        assert firefox.run("document.querySelector('[data-newer-place]').role") == "status"
        assert firefox.run("document.querySelector('[data-new]')") is None
        firefox.tap("[data-newer-place] .app-button")
        firefox.until("document.querySelector('[data-new]') !== null")
        assert firefox.run("document.querySelector('[data-newer-place]').childElementCount") == 0
        assert firefox.errors == []
    finally:
        firefox.close()
        host.stop()


def test_after_the_first_visit_the_guide_needs_no_internet(tmp_path: Path, host: Host) -> None:
    """And at night it is dark."""
    firefox = Firefox(tmp_path / "new", dark=True)
    try:
        firefox.open(host.address)
        assert firefox.run("getComputedStyle(document.body).backgroundColor") == "rgb(16, 24, 27)"
        firefox.until("document.querySelector('[data-offline]').textContent.includes('can now')")
        host.stop()
        firefox.open(f"{host.address}myths/posture/")
        assert "posture" in firefox.run("document.querySelector('h1').textContent")
        assert firefox.errors == []
    finally:
        firefox.close()
        host.start()

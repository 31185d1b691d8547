"""The bus goes into a tunnel: the guide that was opened once still opens, and stays fresh."""

from __future__ import annotations

import hashlib
import re
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
from guide.content.interface import Interface
from guide.core.steps import readable_size
from guide.print.editions import Listing
from guide.print.prints import TextPrint
from guide.print.queue import Printed
from guide.publish import offline as precaching
from guide.publish.offline import WORKER, Precache, script
from guide_site import REVIEWED
from hosting import Host
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect
from selectolax.lexbor import LexborHTMLParser

PHONE: ViewportSize = {"width": 360, "height": 640}
READY = "You can now read this guide without the internet."
COMING = "This phone is now keeping the guide, so that you can read it without the internet."
NEWER = "A newer version of this guide is ready."
UNFINISHED = "Some pages are not on this phone yet. They follow on your next visit."
WHOLE = "sw.js?whole"  # stands in the store when all of the guide may
PDF = "pdf/back-pain-guide.pdf"
# One page of every kind.
KINDS = (
    "",
    "urgent-help/",
    "understand/why-pain-stays/",
    "routines/walking/",
    "myths/posture/",
    "treatments/",
    "plans/flare-up-plan/",
    "references/",
    "a-to-z/",
    "professionals/claims/",
)
# What a page asks of the worker: to fetch what is missing, and to say what it could fetch.
FILL = """() => new Promise((done) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => done(data);
  navigator.serviceWorker.controller.postMessage("fill", [port2]);
})"""
# What the offline copy takes, at most, on a busy machine: milliseconds.
KEPT_IN = 90_000


def host_of(site: Path, folder: Path) -> Host:
    """A host with a copy of the site of its own."""
    return Host(Path(shutil.copytree(site, folder / "site")))


@pytest.fixture
def host(clinic_site: Path, tmp_path: Path) -> Iterator[Host]:
    host = host_of(clinic_site, tmp_path)
    yield host
    host.stop()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(viewport=PHONE, service_workers="allow") as context:
        yield context


@pytest.fixture(scope="module")
def tunnel(
    browser: Browser, clinic_site: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Page, str]]:
    """A page that was visited once, and the address of its guide, whose host is gone."""
    host = host_of(clinic_site, tmp_path_factory.mktemp("tunnel"))
    with browser.new_context(viewport=PHONE, service_workers="allow") as context:
        page = context.new_page()
        keep(page, host)
        host.stop()
        yield page, host.address


def keep(page: Page, host: Host) -> None:
    """Visit the guide for the first time, until the phone has kept it."""
    page.goto(host.address)
    expect(status(page)).to_have_text(READY, timeout=KEPT_IN)
    expect(page.get_by_role("button", name="Read the newer version")).to_have_count(0)


def kept_files(page: Page) -> set[str]:
    """The addresses within the guide of what its store holds."""
    keys = page.evaluate(
        "caches.open('guide /back-pain/').then((s) => s.keys()).then((k) => k.map((r) => r.url))"
    )
    inside = {url.split("/back-pain/")[1] for url in keys}
    return {path.split("?")[0] for path in inside - {WHOLE}}


def status(page: Page) -> Locator:
    return page.get_by_role("contentinfo").get_by_role("status")


def notice(page: Page) -> Locator:
    """Where the page tells of a newer version."""
    return page.get_by_role("banner").get_by_role("status")


def publish(host: Host, path: str, old: str, new: str) -> None:
    """Change the words of a page and publish the guide anew."""
    file = host.folder / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    (host.folder / WORKER).write_text(script(Precache(host.folder, WORKER)), "utf-8")


def test_without_javascript_the_guide_opens_from_a_disk(
    phone_without_javascript: Page, clinic_site: Path, tmp_path: Path
) -> None:
    with ZipFile(clinic_site.with_name("site.zip")) as archive:
        archive.extractall(tmp_path)
    page = phone_without_javascript
    page.goto((tmp_path / "site/index.html").as_uri())
    page.get_by_role("banner").get_by_role("link", name="Urgent help").click()
    expect(page).to_have_url((tmp_path / "site/urgent-help/index.html").as_uri())
    page.get_by_role("banner").get_by_role("link", name="Riverside").first.click()
    expect(page).to_have_url((tmp_path / "site/index.html").as_uri())


def test_from_a_disk_the_search_finds(phone: Page, clinic_site: Path, tmp_path: Path) -> None:
    with ZipFile(clinic_site.with_name("site.zip")) as archive:
        archive.extractall(tmp_path)
    phone.goto((tmp_path / "site/routines/walking/index.html").as_uri())
    phone.locator("summary").filter(has_text="Menu").click()
    phone.get_by_role("searchbox").fill("cant sleep")
    phone.get_by_role("search").get_by_role("link").first.click()
    expect(phone.locator("h1")).to_contain_text("leep")


def test_without_javascript_nothing_is_promised(
    phone_without_javascript: Page, address: str
) -> None:
    phone_without_javascript.goto(address)
    expect(phone_without_javascript.locator("footer")).to_be_visible()
    for words in (READY, NEWER):
        expect(phone_without_javascript.get_by_text(words)).to_have_count(0)


def test_at_the_root_of_a_domain_too_the_guide_is_kept(
    context: BrowserContext, clinic_site: Path
) -> None:
    handler = partial(QuietHandler, directory=str(clinic_site))
    page = context.new_page()
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        root = f"http://127.0.0.1:{server.server_port}/"
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        page.goto(root)
        expect(status(page)).to_have_text(READY, timeout=KEPT_IN)
        server.shutdown()
    page.get_by_role("banner").get_by_role("link", name="Urgent help").click()
    expect(page).to_have_url(f"{root}urgent-help/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.mark.parametrize("path", KINDS)
def test_in_the_tunnel_every_kind_of_page_opens(
    tunnel: tuple[Page, str], clinic_site: Path, path: str
) -> None:
    page, address = tunnel
    answer = page.goto(address + path)
    assert answer is not None
    assert (answer.status, answer.from_service_worker) == (200, True)
    built = LexborHTMLParser((clinic_site / path / "index.html").read_text("utf-8"))
    title = built.css_first("title")
    assert title is not None
    expect(page).to_have_title(title.text())


@pytest.mark.parametrize(
    "path", ["urgent-help", "urgent-help/index.html", "urgent-help/?from=leaflet#content"]
)
def test_in_the_tunnel_an_address_may_be_written_otherwise(
    tunnel: tuple[Page, str], path: str
) -> None:
    page, address = tunnel
    page.goto(address + path)
    assert page.url.startswith(f"{address}urgent-help/")
    # Its links lead where they lead from the page itself.
    page.get_by_role("contentinfo").get_by_role("link", name="References").click()
    expect(page).to_have_url(f"{address}references/")
    expect(page.locator("h1")).to_contain_text("eferences")


def test_in_the_tunnel_drawings_are_seen(tunnel: tuple[Page, str]) -> None:
    page, address = tunnel
    page.goto(f"{address}routines/stretches/")
    page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true; })")
    drawings = page.locator("main img[src$='.svg']")
    assert drawings.count() > 2
    for drawing in drawings.all():
        drawing.scroll_into_view_if_needed()
        expect(drawing).to_have_js_property("complete", True)
        assert drawing.evaluate("(image) => image.naturalWidth") > 0


def test_in_the_tunnel_the_search_finds(tunnel: tuple[Page, str]) -> None:
    page, address = tunnel
    page.goto(address)
    page.locator("summary").filter(has_text="Menu").click()
    page.get_by_role("searchbox").fill("cant sleep")
    page.get_by_role("search").get_by_role("link").first.click()
    expect(page.locator("h1")).to_contain_text("leep")


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("nothing-here/", "This page is not among those that this phone keeps."),
        ("a/b/c.html", "This page is not among those that this phone keeps."),
        (PDF, "Files to print are large, so a phone keeps only those that you opened before."),
    ],
)
def test_in_the_tunnel_it_is_said_why_something_is_not_here(
    tunnel: tuple[Page, str], path: str, why: str
) -> None:
    page, address = tunnel
    answer = page.goto(address + path)
    assert answer is not None
    assert answer.status == 503
    expect(page.locator("h1")).to_have_text("This page is not here")
    shown = page.locator(".app-key-message").filter(visible=True)
    expect(shown).to_contain_text("You have no internet just now")
    expect(shown).to_contain_text(why)
    expect(page.get_by_text("Nothing is wrong with what you did")).to_be_hidden()
    if path == PDF:
        shown.get_by_role("link", name="Print").click()
        expect(page).to_have_url(f"{address}print/")


def test_a_booklet_that_was_opened_is_kept(context: BrowserContext, host: Host) -> None:
    page = context.new_page()
    keep(page, host)
    ask = f"() => fetch('{PDF}').then((answer) => answer.blob()).then((blob) => blob.size)"
    size = page.evaluate(ask)
    assert size == (host.folder / PDF).stat().st_size
    page.wait_for_function("(part) => caches.match(location + part, {ignoreSearch: true})", arg=PDF)
    host.stop()
    assert page.evaluate(ask) == size


def test_a_newer_version_waits_until_the_reader_asks(context: BrowserContext, host: Host) -> None:
    page, other = context.new_page(), context.new_page()
    keep(page, host)
    page.evaluate("caches.open('of another guide')")
    other.goto(f"{host.address}urgent-help/")
    other.evaluate("window.stays = true")
    publish(host, "about/index.html", "<h1", '<h1 data-new="yes"')
    host.asked.clear()

    page.goto(f"{host.address}about/")
    expect(notice(page)).to_contain_text(NEWER, timeout=KEPT_IN)
    expect(page.locator("h1[data-new]")).to_have_count(0)
    assert {path.partition("?")[0] for path in host.asked if "?" in path} == {"about/"}

    with page.expect_navigation():
        page.get_by_role("button", name="Read the newer version").click()
    expect(page.locator("h1[data-new]")).to_have_count(1)
    page.wait_for_load_state("networkidle")
    expect(notice(page)).to_be_empty()
    assert other.evaluate("window.stays") is True
    # Of the guide's own store, nothing old is left; the stores of others are not touched.
    files = Precache(host.folder, WORKER).files
    assert set(page.evaluate("caches.keys()")) == {"guide /back-pain/", "of another guide"}
    assert len(kept_files(page)) == len(files)


def test_once_the_guide_is_kept_the_next_page_costs_nothing(
    context: BrowserContext, host: Host
) -> None:
    page = context.new_page()
    keep(page, host)
    page.wait_for_load_state("networkidle")
    host.asked.clear()
    page.get_by_role("contentinfo").get_by_role("link", name="About this guide").click()
    expect(page).to_have_url(f"{host.address}about/")
    page.wait_for_load_state("networkidle")
    # Only whether there is a newer version: the answer is "no", and has no body.
    assert [path for path in host.asked if path != WORKER] == []
    sizes = "performance.getEntries().map((entry) => entry.transferSize || 0)"
    assert set(page.evaluate(sizes)) == {0}


def find_newer(page: Page) -> None:
    """Let the page ask for a newer version, as browsers do when a page is opened."""
    page.evaluate("navigator.serviceWorker.ready.then((r) => r.update()).then(() => {})")
    expect(notice(page)).to_contain_text(NEWER, timeout=KEPT_IN)


def test_who_follows_a_link_comes_to_the_newer_version(context: BrowserContext, host: Host) -> None:
    page, other = context.new_page(), context.new_page()
    keep(page, host)
    other.goto(f"{host.address}urgent-help/")
    for tab in (page, other):
        tab.evaluate("window.stays = true")
    publish(host, "urgent-help/index.html", "<h1", '<h1 data-new="yes"')
    find_newer(page)
    assert page.evaluate("window.stays") is True, "nobody is thrown off a page"

    page.get_by_role("banner").get_by_role("link", name="Urgent help").click()
    expect(page.locator("h1[data-new]")).to_be_visible()
    expect(notice(page)).to_be_empty()
    assert other.evaluate("window.stays") is True
    expect(other.locator("h1[data-new]")).to_have_count(0)
    other.reload()
    expect(other.locator("h1[data-new]")).to_be_visible()


def test_who_closes_the_page_finds_the_newer_version_next_time(
    context: BrowserContext, host: Host
) -> None:
    page, other = context.new_page(), context.new_page()
    keep(page, host)
    other.goto(f"{host.address}about/")
    publish(host, "urgent-help/index.html", "<h1", '<h1 data-new="yes"')
    find_newer(page)
    page.goto("about:blank")
    other.wait_for_function(
        "() => navigator.serviceWorker.getRegistration().then((r) => !r.waiting && r.active)"
    )
    other.goto(f"{host.address}urgent-help/")
    expect(other.locator("h1[data-new]")).to_be_visible()


def test_what_was_written_on_a_sheet_outlives_the_older_version(
    context: BrowserContext, host: Host
) -> None:
    page = context.new_page()
    keep(page, host)
    page.goto(f"{host.address}plans/flare-up-plan/")
    page.get_by_role("button", name="Write on this sheet here").click()
    publish(host, "plans/flare-up-plan/index.html", "<h1", '<h1 data-new="yes"')
    find_newer(page)
    field = page.get_by_role("textbox").nth(1)
    field.fill("A short walk, then rest")
    page.get_by_role("banner").get_by_role("link", name="Urgent help").click()
    expect(page).to_have_url(f"{host.address}urgent-help/")
    page.go_back()
    expect(page.locator("h1[data-new]")).to_be_visible()
    expect(field).to_have_value("A short walk, then rest")


def test_a_page_in_another_tab_keeps_its_pictures(context: BrowserContext, host: Host) -> None:
    page, other = context.new_page(), context.new_page()
    keep(page, host)
    other.goto(f"{host.address}routines/micro-movement/")
    before = "assets/drawings/"
    shutil.move(host.folder / before, host.folder / "assets/figures")
    publish(host, "routines/micro-movement/index.html", before, "assets/figures/")
    find_newer(page)
    page.get_by_role("banner").get_by_role("link", name="Urgent help").click()
    expect(page).to_have_url(f"{host.address}urgent-help/")
    drawing = other.locator(f"main img[src*='{before}'] >> visible=true").last
    assert drawing.evaluate("image => image.naturalWidth") == 0, "it is far down the page"
    drawing.scroll_into_view_if_needed()
    other.wait_for_function("image => image.naturalWidth > 0", arg=drawing.element_handle())


def test_who_comes_back_to_a_page_after_a_day_is_reported(
    context: BrowserContext, host: Host
) -> None:
    page = context.new_page()
    keep(page, host)
    publish(host, "urgent-help/index.html", "<h1", '<h1 data-new="yes"')
    come_back = "document.dispatchEvent(new Event('visibilitychange'))"
    host.asked.clear()
    page.evaluate(come_back)
    page.evaluate("() => { const now = Date.now(); Date.now = () => now + 25 * 3600e3; }")
    assert WORKER not in host.asked
    page.evaluate(come_back)
    expect(notice(page)).to_contain_text(NEWER, timeout=KEPT_IN)


def test_what_could_not_be_fetched_is_fetched_next_time(
    context: BrowserContext, host: Host
) -> None:
    host.failing = {"myths/posture/", "search/words.js"}
    page = context.new_page()
    page.goto(host.address)
    expect(status(page)).to_have_text(UNFINISHED, timeout=KEPT_IN)
    assert page.evaluate(FILL) == {"fetched": 0, "missing": 2, "partly": False}
    host.failing = set()
    page.goto(f"{host.address}urgent-help/")
    expect(status(page)).to_have_text(READY, timeout=KEPT_IN)
    page.goto(f"{host.address}references/")
    page.wait_for_load_state("networkidle")
    expect(status(page)).to_be_empty()


def test_a_notice_of_maintenance_is_not_kept_as_a_page(context: BrowserContext, host: Host) -> None:
    host.instead = {"urgent-help/": b"<!doctype html><title>Down</title><h1>Maintenance</h1>"}
    page = context.new_page()
    page.goto(host.address)
    expect(status(page)).to_have_text(UNFINISHED, timeout=KEPT_IN)
    host.asked.clear()
    assert page.evaluate(FILL) == {"fetched": 0, "missing": 1, "partly": False}
    assert host.asked == [], "a host that changes pages is not asked anew at each visit"
    host.instead = {}
    page.goto(f"{host.address}urgent-help/")
    expect(page.locator("h1")).to_have_text("Urgent help for back pain")
    # What was read is what was built, so it is kept: the guide is whole.
    page.wait_for_function("() => caches.match(location.href, {ignoreSearch: true})")
    host.stop()
    page.reload()
    expect(page.locator("h1")).to_have_text("Urgent help for back pain")


def test_an_older_page_from_a_host_with_a_newer_worker_is_not_kept(
    context: BrowserContext, host: Host
) -> None:
    page = context.new_page()
    keep(page, host)
    older = (host.folder / "urgent-help/index.html").read_bytes()
    publish(host, "urgent-help/index.html", "<h1", '<h1 data-new="yes"')
    host.instead = {"urgent-help/": older}
    find_newer(page)
    page.get_by_role("banner").get_by_role("link", name="Urgent help").click()
    expect(page.locator("h1")).to_have_text("Urgent help for back pain")
    host.instead = {}
    page.reload()
    expect(page.locator("h1[data-new]")).to_be_visible()
    page.wait_for_load_state("networkidle")
    host.stop()
    page.reload()
    expect(page.locator("h1[data-new]")).to_be_visible()


def test_a_booklet_that_is_not_the_one_that_was_built_is_not_kept(
    context: BrowserContext, host: Host
) -> None:
    page = context.new_page()
    keep(page, host)
    host.instead = {PDF: b"%PDF-older"}
    ask = f"() => fetch('{PDF}').then((answer) => answer.text())"
    assert page.evaluate(ask) == "%PDF-older"
    host.instead = {}
    assert len(page.evaluate(ask)) > 1000


def test_of_a_very_large_guide_the_main_pages_are_kept_and_others_once_opened(
    context: BrowserContext, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(precaching, "MOST", 500_000)
    first = ("404.html", "index.html", "urgent-help/index.html")
    kept = Precache(host.folder, WORKER, first)
    (host.folder / WORKER).write_text(script(kept), "utf-8")
    page = context.new_page()
    page.goto(host.address)
    partly = "You can now read the main pages of this guide without the internet."
    expect(status(page)).to_contain_text(partly, timeout=KEPT_IN)
    assert {"myths/posture/", "words/"} <= kept.on_request.keys()
    page.goto(f"{host.address}myths/posture")
    expect(page).to_have_url(f"{host.address}myths/posture/")
    page.wait_for_function("() => caches.match(location.href, {ignoreSearch: true})")
    host.stop()
    for path, title in (
        ("urgent-help/", "Urgent help"),
        ("myths/posture/", ""),
        ("words/", "not here"),
    ):
        page.goto(host.address + path)
        expect(page.locator("h1")).to_contain_text(title)


SAVES_DATA = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } });"
SAVES = "Your phone saves data, so it keeps only the pages that you open."


def test_who_saves_data_keeps_what_was_opened_and_nothing_else(
    context: BrowserContext, host: Host
) -> None:
    page = context.new_page()
    page.add_init_script(SAVES_DATA)
    page.goto(f"{host.address}myths/posture/")
    expect(status(page)).to_contain_text(SAVES)
    page.wait_for_function("() => caches.match(location.href, {ignoreSearch: true})")
    page.get_by_role("banner").get_by_role("link", name="Urgent help").click()
    expect(page).to_have_url(f"{host.address}urgent-help/")
    expect(status(page)).to_contain_text(SAVES)
    page.wait_for_function("() => caches.match(location.href, {ignoreSearch: true})")
    page.wait_for_load_state("networkidle")
    pages = {path for path in kept_files(page) if not path.startswith("assets/")}
    assert pages == {"myths/posture/", "urgent-help/"}
    assert not {path for path in host.asked if "?" in path}, "nothing was fetched ahead"
    host.stop()
    page.goto(f"{host.address}myths/posture/")
    expect(page.locator("h1")).to_contain_text("posture")


def test_who_saves_data_is_told_the_size_and_can_keep_the_whole_guide(
    context: BrowserContext, host: Host
) -> None:
    page = context.new_page()
    page.add_init_script(SAVES_DATA)
    page.goto(host.address)
    files = Precache(host.folder, WORKER)
    keep_it = page.get_by_role("button", name=f"Keep the whole guide ({readable_size(files.sent)})")
    keep_it.click()
    expect(status(page)).to_have_text(READY, timeout=KEPT_IN)
    assert kept_files(page) == files.files.keys()
    # It was asked for once: a newer version is fetched as a whole, and nothing is offered any more.
    page.goto(f"{host.address}about/")
    page.wait_for_load_state("networkidle")
    expect(status(page)).to_be_empty()


def test_a_newer_version_renews_only_what_was_opened_on_a_phone_that_saves_data(
    context: BrowserContext, host: Host
) -> None:
    page = context.new_page()
    page.add_init_script(SAVES_DATA)
    page.goto(f"{host.address}urgent-help/")
    page.wait_for_function("() => caches.match(location.href, {ignoreSearch: true})")
    publish(host, "urgent-help/index.html", "<h1", '<h1 data-new="yes"')
    publish(host, "about/index.html", "<h1", '<h1 data-new="yes"')
    host.asked.clear()
    find_newer(page)
    assert {path.partition("?")[0] for path in host.asked if "?" in path} == {"urgent-help/"}
    with page.expect_navigation():
        page.get_by_role("button", name="Read the newer version").click()
    host.stop()
    page.reload()
    expect(page.locator("h1[data-new]")).to_have_count(1)


def test_before_the_guide_is_fetched_its_size_is_said(context: BrowserContext, host: Host) -> None:
    page = context.new_page()
    host.failing = {"urgent-help/"}
    asked: list[str] = []
    page.expose_function("note", lambda words: asked.append(f"{words} ({len(fetched())})"))

    def fetched() -> list[str]:
        return [path for path in host.asked if "?" in path]

    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => new MutationObserver(() => "
        "note(document.querySelector('[data-offline]').textContent))"
        ".observe(document.querySelector('[data-offline]'), { childList: true }));"
    )
    page.goto(host.address)
    expect(status(page)).to_have_text(UNFINISHED, timeout=KEPT_IN)
    size = readable_size(Precache(host.folder, WORKER).sent)
    assert asked[0].startswith(f"{COMING} It takes {size}, once.")
    assert asked[-1].startswith(UNFINISHED)


def leaflet(name: str) -> bytes:
    """A leaflet of one empty page, which weighs 600 KB."""
    file = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.Root.Weight = pdf.make_stream(hashlib.shake_256(name.encode()).digest(600_000))
        pdf.save(file)
    return file.getvalue()


LEAFLETS = {f"pdf/leaflets/{name}.pdf": leaflet(name) for name in "abc"}
LOOKS = "pdf/leaflets/a.webp"
KEEP_LEAFLETS = "Keep the leaflets too (1.8MB)"
LEAFLETS_KEPT = "The leaflets are on this phone. You can open them without the internet."


def add_leaflets(host: Host, version: str = "") -> None:
    """Publish the guide with three leaflets."""
    printed = []
    for path, content in LEAFLETS.items():
        file = host.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content + version.encode())
        printed.append(Printed(TextPrint("leaflets", path, path[-5:-4], ""), file, 2, 0))
    Listing(host.folder, printed, [], REVIEWED, Interface.load()).fill()
    (host.folder / WORKER).write_text(script(Precache(host.folder, WORKER)), "utf-8")


def leaflet_size(page: Page, path: str) -> int:
    """The bytes of what the guide answers for a leaflet."""
    size = "(path) => fetch(path).then((a) => a.blob()).then((blob) => blob.size)"
    return int(page.evaluate(size, path))


def test_without_javascript_no_leaflets_are_offered_to_keep(
    phone_without_javascript: Page, host: Host
) -> None:
    add_leaflets(host)
    phone_without_javascript.goto(f"{host.address}print/")
    expect(phone_without_javascript.get_by_role("heading", name="Leaflets")).to_be_visible()
    expect(phone_without_javascript.locator("[data-keep]")).to_be_hidden()


def test_all_leaflets_can_be_kept_too(context: BrowserContext, host: Host) -> None:
    add_leaflets(host)
    page = context.new_page()
    keep(page, host)
    assert not [path for path in host.asked if path.endswith(".webp")], "not seen yet"
    page.goto(f"{host.address}print/")
    button = page.get_by_role("button", name=KEEP_LEAFLETS)
    expect(button).to_be_visible()
    assert not kept_files(page) & LEAFLETS.keys(), "nothing is fetched before the reader asks"
    picture = page.locator(f"img[src='../{LOOKS}']")
    picture.scroll_into_view_if_needed()
    page.wait_for_function("(image) => image.naturalWidth > 0", arg=picture.element_handle())
    button.click()
    expect(page.get_by_text(LEAFLETS_KEPT)).to_be_visible(timeout=KEPT_IN)
    expect(page.get_by_role("progressbar")).to_be_hidden()
    expect(button).to_be_hidden()
    assert kept_files(page) >= LEAFLETS.keys()
    host.stop()
    page.reload()
    expect(page.get_by_text(LEAFLETS_KEPT)).to_be_visible()
    for path, content in LEAFLETS.items():
        assert leaflet_size(page, f"../{path}") == len(content)
    assert picture.evaluate("(image) => image.naturalWidth") == 160


def test_a_leaflet_that_could_not_be_fetched_can_be_asked_for_again(
    context: BrowserContext, host: Host
) -> None:
    add_leaflets(host)
    host.failing = {"pdf/leaflets/b.pdf"}
    page = context.new_page()
    keep(page, host)
    page.goto(f"{host.address}print/")
    button = page.get_by_role("button", name=KEEP_LEAFLETS)
    button.click()
    expect(page.get_by_text("Some leaflets could not be fetched.")).to_be_visible()
    host.failing = set()
    host.asked.clear()
    button.click()
    expect(page.get_by_text(LEAFLETS_KEPT)).to_be_visible()
    assert [path.partition("?")[0] for path in host.asked if ".pdf" in path] == [
        "pdf/leaflets/b.pdf"
    ]


def test_an_older_leaflet_stays_until_the_newer_one_is_asked_for(
    context: BrowserContext, host: Host
) -> None:
    add_leaflets(host)
    page = context.new_page()
    keep(page, host)
    page.goto(f"{host.address}print/")
    page.get_by_role("button", name=KEEP_LEAFLETS).click()
    expect(page.get_by_text(LEAFLETS_KEPT)).to_be_visible(timeout=KEPT_IN)
    add_leaflets(host, "newer")
    host.asked.clear()
    find_newer(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Read the newer version").click()
    button = page.get_by_role("button", name=KEEP_LEAFLETS)
    expect(button).to_be_visible()
    assert not [path for path in host.asked if ".pdf" in path], "a megabyte is fetched unasked"
    path = "pdf/leaflets/a.pdf"
    host.stop()
    assert leaflet_size(page, f"../{path}") == len(LEAFLETS[path])
    host.start()
    button.click()
    expect(page.get_by_text(LEAFLETS_KEPT)).to_be_visible(timeout=KEPT_IN)
    assert leaflet_size(page, f"../{path}") == len(LEAFLETS[path]) + len("newer")
    kept = "caches.open('guide /back-pain/').then((s) => s.keys(location.origin + "
    kept += f"'/back-pain/{path}', {{ ignoreSearch: true }})).then((found) => found.length)"
    assert page.evaluate(kept) == 1, "the older one is gone"


def test_the_notice_of_a_newer_version_stands_at_the_top_and_covers_nothing(
    context: BrowserContext, host: Host
) -> None:
    page = context.new_page()
    keep(page, host)
    publish(host, "urgent-help/index.html", "<h1", '<h1 data-new="yes"')
    find_newer(page)
    expect(notice(page)).to_be_in_viewport()
    boxes = [
        page.locator(css).first.bounding_box()
        for css in (".app-header__top", "[data-newer-place]", ".app-menu", "h1")
    ]
    assert all(boxes)
    edges = [(box["y"], box["y"] + box["height"]) for box in boxes if box]
    for (_, bottom), (top, _) in pairwise(edges):
        assert bottom <= top, "they stand one below the other"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    notice(page).get_by_role("button", name="Not now").click()
    expect(notice(page)).to_be_empty()
    expect(page.locator("#content")).to_be_focused()
    # It takes over all the same, when the reader goes on.
    page.get_by_role("banner").get_by_role("link", name="Urgent help").click()
    expect(page.locator("h1[data-new]")).to_be_visible()


@pytest.mark.parametrize("anchoring", [True, False], ids=["anchored", "as Safari has it"])
def test_a_notice_above_leaves_the_line_that_is_read_where_it_is(
    context: BrowserContext, host: Host, anchoring: bool
) -> None:
    page = context.new_page()
    if not anchoring:
        page.add_init_script("CSS.supports = () => false;")
    keep(page, host)
    if not anchoring:
        page.evaluate("document.documentElement.style.overflowAnchor = 'none'")
    publish(host, "urgent-help/index.html", "<h1", '<h1 data-new="yes"')
    page.evaluate("scrollTo(0, 700)")
    line = page.locator("main li >> visible=true").last
    before = line.bounding_box()
    find_newer(page)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    after = line.bounding_box()
    assert before
    assert after
    assert abs(before["y"] - after["y"]) <= 1


def test_the_guide_can_stand_on_the_home_screen(context: BrowserContext, host: Host) -> None:
    page = context.new_page()
    page.goto(f"{host.address}urgent-help/")
    expect(page.locator("link[rel=manifest]")).to_have_count(1)
    devtools = context.new_cdp_session(page)
    manifest = devtools.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert manifest["url"] == f"{host.address}manifest.webmanifest"
    assert '"name": "Riverside guide to back pain"' in manifest["data"]
    touch = page.locator("link[rel=apple-touch-icon]")
    assert page.request.get(touch.evaluate("(link) => link.href")).ok
    bars = page.locator("meta[name=theme-color]")
    assert [bar.get_attribute("content") for bar in bars.all()] == ["#fcfaf6", "#10181b"]
    assert re.search(
        "light.*dark", " ".join(bar.get_attribute("media") or "" for bar in bars.all())
    )

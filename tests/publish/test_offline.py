"""What a phone keeps of the guide: every page, by content; and what it is called on the phone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from guide.edition.clinic import contrast
from guide.edition.edition import Edition
from guide.publish import offline as precaching
from guide.publish.offline import (
    APPLE,
    ICONS,
    MANIFEST,
    SAND,
    SUN,
    TEAL,
    WORKER,
    Precache,
    draw_icon,
    manifest,
    script,
    short,
)
from guide.publish.site_folder import for_disk, packed
from guide_site import ROOT
from PIL import Image
from small_guide import write_files

SITE: dict[str, Any] = {
    "index.html": "<h1>Squirrels</h1>",
    "nuts/index.html": '<h1>Nuts</h1><img src="../assets/nut.svg">',
    "nuts.html": "<h1>Flat nuts</h1>",
    "404.html": "<h1>Not here</h1>",
    "assets/nut.svg": "<svg/>",
    "assets/unseen.png": b"pixels",
    "assets/squirrel.js": "leap()",
    "assets/squirrel.css": "a { color: brown }",
    "search/topics.js": "topics=[]",
    "pdf/squirrels.pdf": b"%PDF-",
    "sitemap.xml": "<urlset/>",
    "sitemap.xml.gz": b"urls",
    WORKER: "an older worker",
}


@pytest.fixture
def precache(tmp_path: Path) -> Precache:
    return Precache(write_files(tmp_path / "site", SITE), WORKER)


def test_a_phone_keeps_what_a_reader_sees_and_runs(precache: Precache) -> None:
    assert list(precache.files) == [
        "404.html",
        "assets/nut.svg",
        "assets/squirrel.css",
        "assets/squirrel.js",
        "",
        "nuts.html",
        "nuts/",
        "search/topics.js",
    ]
    assert list(precache.on_request) == ["pdf/squirrels.pdf"]
    kept = [SITE[name] for name in SITE if not name.startswith(("assets/un", "pdf", "site", "sw"))]
    assert precache.size == sum(map(len, kept))


def test_how_a_print_looks_is_kept_once_it_was_seen(precache: Precache) -> None:
    write_files(precache.site, {"pdf/squirrels.webp": b"squirrel", "pdf/tail.webp": b"tail"})
    page = '<img src="pdf/squirrels.webp" loading="lazy"><img src="pdf/tail.webp">'
    (precache.site / "index.html").write_text(page, "utf-8")
    kept = Precache(precache.site, WORKER)
    assert list(kept.on_request) == ["pdf/squirrels.pdf", "pdf/squirrels.webp"]
    # It is no picture of a print: there is no file for paper of its name.
    assert [name for name in kept.files if name.startswith("pdf/")] == ["pdf/tail.webp"]


def test_what_is_sent_of_it_is_said_in_words(precache: Precache) -> None:
    text = "squirrel " * 200_000
    (precache.site / "nuts.html").write_text(text, "utf-8")
    (precache.site / "assets/nut.png").write_bytes(b"x" * 1_200_000)
    (precache.site / "index.html").write_text('<img src="assets/nut.png">', "utf-8")
    kept = Precache(precache.site, WORKER)
    # A web server packs the words of the page, but not the picture.
    assert kept.size > 3_000_000
    assert 1_200_000 < kept.sent < 1_210_000
    assert 'const SIZE = "1.2MB";' in script(kept)


def test_of_a_guide_that_is_too_large_a_phone_keeps_what_matters_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = {f"page-{n}/index.html": f'<img src="../assets/{n}.svg">{n}' for n in range(9)}
    images = {f"assets/{n}.svg": "<svg/>" for n in range(9)}
    files = {"index.html": "Home", "404.html": "Not here", "assets/nut.js": "leap()", "a.pdf": "%"}
    site = write_files(tmp_path, {**pages, **images, **files})
    first = ("404.html", "index.html", "page-8/index.html", "page-0/index.html")
    monkeypatch.setattr(precaching, "MOST", 90)
    kept = Precache(site, WORKER, first)
    assert list(kept.files) == [
        *("404.html", "assets/0.svg", "assets/8.svg", "assets/nut.js"),
        *("", "page-0/", "page-8/"),
    ]
    assert kept.size <= 90
    # All others are kept once they were opened.
    assert {*kept.files, *kept.on_request} == {*Precache(site, WORKER).files, "a.pdf"} | {
        f"{name}{end}"
        for n in range(9)
        for name, end in ((f"page-{n}/", ""), (f"assets/{n}", ".svg"))
    }
    assert kept.later == 14
    assert not kept.files.keys() & kept.on_request.keys()


@pytest.mark.parametrize(
    ("name", "address"),
    [("nuts/index.html", "nuts/"), ("index.html", ""), ("search/topics.js", "search/topics.js")],
)
def test_a_changed_file_has_another_digest_and_it_alone(
    precache: Precache, name: str, address: str
) -> None:
    before, version = precache.files, precache.version
    # A page goes on naming its picture.
    (precache.site / name).write_text(f"{SITE[name]} changed", "utf-8")
    after = Precache(precache.site, WORKER)
    assert before.keys() == after.files.keys()
    assert {path for path in before if before[path] != after.files[path]} == {address}
    assert version != after.version


def test_a_new_booklet_is_a_new_version(precache: Precache) -> None:
    before = precache.version, precache.files
    (precache.site / "pdf/squirrels.pdf").write_bytes(b"%PDF-2")
    after = Precache(precache.site, WORKER)
    assert (after.version != before[0], after.files == before[1]) == (True, True)


def test_the_same_site_gives_the_same_worker(precache: Precache, tmp_path: Path) -> None:
    backwards = dict(reversed([*SITE.items()])) | {WORKER: "whatever stood here"}
    other = Precache(write_files(tmp_path / "other", backwards), WORKER)
    assert script(other) == script(precache)
    assert f'Version: "{precache.version}"' in script(precache)
    assert "{{" not in script(precache)


def list_in(worker: str, name: str) -> dict[str, str]:
    """The list of that name in the text of a worker."""
    start = worker.index(f"const {name} = ") + len(f"const {name} = ")
    return dict(json.loads(worker[start : worker.index(";", start)]))


def test_the_guide_keeps_every_page_and_no_pdf(site: Path) -> None:
    worker = (site / WORKER).read_text("utf-8")
    files = list_in(worker, "FILES")
    pages = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    assert len(pages) > 90
    assert {path.removesuffix("index.html") for path in pages} <= files.keys()
    search = {f"search/{name}.js" for name in ("topics", "words", "emergencies")}
    assert {"assets/javascripts/search.js", *search} <= files.keys()
    assert not [path for path in files if path.endswith((".pdf", ".xml", ".gz", "sw.js"))]
    booklet = {f"pdf/back-pain-guide.{ending}" for ending in ("pdf", "webp")}
    assert list_in(worker, "ON_REQUEST").keys() == booklet
    # The worker was made last: it knows the files as they are.
    assert files == Precache(site, WORKER).files


def test_the_manifest_of_a_clinic(clinic_site: Path) -> None:
    made = json.loads((clinic_site / MANIFEST).read_text("utf-8"))
    assert (made["name"], made["short_name"]) == ("Riverside guide to back pain", "Riverside")
    assert (made["theme_color"], made["background_color"]) == ("#7a1f5c", "#fcfaf6")
    assert (made["start_url"], made["scope"]) == ("./", "./")
    # An iPhone then keeps what is written in the app; it knows no override, and other phones do.
    assert (made["display"], made["display_override"]) == ("standalone", ["minimal-ui"])
    assert {(icon["sizes"], icon["purpose"]) for icon in made["icons"]} == {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }
    for icon in made["icons"]:
        with Image.open(clinic_site / icon["src"]) as image:
            assert f"{image.width}x{image.height}" == icon["sizes"]
            foot = image.convert("RGBA").getpixel((image.width // 2, image.width - 9))
            assert foot == (0x7A, 0x1F, 0x5C, 255)


def test_the_manifest_of_the_guide_has_its_own_colours() -> None:
    made = manifest(Edition.load(ROOT / "mkdocs.yml"))
    assert (made["name"], made["short_name"], made["theme_color"]) == (
        "Back Pain Guide",
        "Back Pain",
        TEAL,
    )
    tokens = (ROOT / "overrides/components/tokens/tokens.css").read_text("utf-8")
    assert f"--app-paper: {made['background_color']};" in tokens
    assert f"var(--app-clinic, {TEAL})" in tokens


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Back Pain Guide", "Back Pain"),
        ("Squirrels", "Squirrels"),
        ("Twelve chars", "Twelve chars"),
        ("Physiotherapeutisches Zentrum", "Physiotherap"),
    ],
)
def test_a_name_is_cut_between_words(name: str, kept: str) -> None:
    assert short(name) == kept


def corners(image: Image.Image) -> Iterator[object]:
    """How opaque the corners are: 0 to 255."""
    alpha = image.convert("RGBA").getchannel("A")
    last = image.width - 1
    return (alpha.getpixel(at) for at in ((0, 0), (last, 0), (0, last), (last, last)))


def test_icons_fill_what_a_phone_will_cut() -> None:
    drawn = {icon.purpose: draw_icon(icon, TEAL) for icon in (*ICONS, APPLE)}
    assert list(corners(drawn["any"])) == [0, 0, 0, 0]
    for purpose in ("maskable", "apple"):
        assert list(corners(drawn[purpose])) == [255] * 4
    # All that is drawn on the maskable one stands in the circle that every phone keeps.
    image = drawn["maskable"].convert("RGBA")
    ground = image.getpixel((0, 0))
    middle = image.width / 2
    for x in range(0, image.width, 4):
        for y in range(0, image.width, 4):
            if image.getpixel((x, y)) != ground:
                assert (x - middle) ** 2 + (y - middle) ** 2 < (0.4 * image.width) ** 2


def test_the_icons_are_the_drawing_of_the_website() -> None:
    drawing = (ROOT / "docs/assets/images/icon.svg").read_text("utf-8")
    assert all(colour in drawing for colour in (TEAL, SAND, SUN))
    assert contrast(TEAL, SAND) > 3


@pytest.mark.parametrize(
    ("href", "on_disk"),
    [
        ("../sleep/", "../sleep/index.html"),
        ("../sleep/#bed", "../sleep/index.html#bed"),
        ("..", "../index.html"),
        (".", "./index.html"),
        ("../..", "../../index.html"),
        ("#bed", "#bed"),
        ("", ""),
        ("a.html", "a.html"),
        ("../pdf/a.pdf", "../pdf/a.pdf"),
        ("tel:999", "tel:999"),
        ("https://nhs.example/pain/", "https://nhs.example/pain/"),
        ("/", "/"),
    ],
)
def test_on_a_disk_a_link_names_the_file(href: str, on_disk: str) -> None:
    link = '<a class="x" href="{}">go</a>'
    assert for_disk(link.format(href)) == link.format(on_disk)


def test_the_archive_holds_the_site_in_one_folder(precache: Precache, tmp_path: Path) -> None:
    archive = tmp_path / "squirrels.zip"
    with packed(precache.site, archive):
        assert not archive.exists(), "until all of it is written"
    once = archive.read_bytes()
    with ZipFile(archive) as disk:
        assert sorted(disk.namelist()) == sorted(f"squirrels/{name}" for name in SITE)
        assert disk.read("squirrels/assets/unseen.png") == SITE["assets/unseen.png"]
    with packed(precache.site, archive):
        pass
    assert archive.read_bytes() == once
    assert {path.name for path in tmp_path.iterdir()} == {"site", "squirrels.zip"}

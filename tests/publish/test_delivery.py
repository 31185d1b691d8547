"""Delivery: what becomes of a page on its way to a phone."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest
from guide.content.interface import Interface
from guide.publish.budget import KB, weigh
from guide.publish.pages import deliver, marked, with_links
from guide.publish.policy import stated, tightened
from guide.publish.styles import smaller, used
from small_guide import HERE, write_files

LINK = '<link rel="stylesheet" href="{0}components/{1}/{1}.css">'
PAGE = '<html><head><meta charset="utf-8">{}</head><body>{}</body></html>'


@pytest.mark.parametrize(
    ("css", "small"),
    [
        ("/* dragons */ a { color: red; }", "a{color:red}"),
        ("a > b,\n c { margin: 0 1px; top: 0; }", "a>b,c{margin:0 1px;top:0}"),
        (".cave :focus { x: calc(1px + 2px); }", ".cave :focus{x:calc(1px + 2px)}"),
        ('q::before { content: "a ;  { b: /"; }', 'q::before{content:"a ;  { b: /"}'),
        ("@media (min-width: 48em) {\n  a { b: c }\n}", "@media (min-width:48em){a{b:c}}"),
    ],
)
def test_css_is_made_smaller_and_means_the_same(css: str, small: str) -> None:
    assert smaller(css) == small


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        (".cave{a:b}.egg{a:b}", ".cave{a:b}"),
        (".cave,.egg,p{a:b}", ".cave,p{a:b}"),
        (".cave .egg{a:b}.cave p{a:b}", ".cave p{a:b}"),
        (".cave:not(.x):hover::before{a:b}", ".cave:not(.x):hover::before{a:b}"),
        ("[open]>.cave{a:b}:root{a:b}", "[open]>.cave{a:b}:root{a:b}"),
        ("table{a:b}@media print{table{a:b}.cave{a:b}}", "@media print{.cave{a:b}}"),
        ("@media print{.egg{a:b}}@page{a:b}", "@page{a:b}"),
        ("@media print{@page{a:b}.egg{a:b}}", "@media print{@page{a:b}}"),
    ],
)
def test_a_page_keeps_the_rules_that_can_apply_to_it(css: str, kept: str) -> None:
    assert used(frozenset({"p", "cave"}), css) == kept


def test_links_to_style_sheets_become_one_style_element(tmp_path: Path) -> None:
    colour = "<style>:root{--app-clinic:#123456}</style>"
    head = f"{LINK.format('../', 'cave')}\n  {LINK.format('../', 'egg')} {colour}"
    files = {
        "components/cave/cave.css": ".cave { a: b; }",
        "components/egg/egg.css": ".egg { a: b; }",
        "assets/stylesheets/search.css": ".late { a: b; }",
        "components/egg/print.css": ".egg { paper: only; }",
        "lair/index.html": PAGE.format(head, '<p class="cave">Home'),
        "404.html": PAGE.format(LINK.format("/under/", "egg"), '<p class="egg">Lost'),
    }
    write_files(tmp_path, files)
    assert deliver(tmp_path) == 2
    lair = (tmp_path / "lair/index.html").read_text("utf-8")
    assert re.findall("<style>.*?</style>", lair) == [
        "<style>.cave{a:b}:root{--app-clinic:#123456}</style>"
    ]
    assert "<link" not in lair
    assert "<style>.egg{a:b}</style>" in (tmp_path / "404.html").read_text("utf-8")
    left = [path.name for path in tmp_path.rglob("*.css")]
    assert left == ["search.css"], "what no page asks for is not published"
    assert not (tmp_path / "components").exists()


@pytest.mark.parametrize(
    ("page", "tight"),
    [
        ("<ul>\n  <li>One\n  two </li>\n</ul>", "<ul><li>One two</li></ul>"),
        ("<p>A <a>link</a>\n<em>here</em>.</p>", "<p>A <a>link</a> <em>here</em>.</p>"),
        ("<p>a</p> <pre>\n  b\n</pre> <p>c</p>", "<p>a</p><pre>\n  b\n</pre><p>c</p>"),
        ("<textarea> a\n b </textarea>", "<textarea> a\n b </textarea>"),
        ("<p>a<!-- not seen --> b</p>", "<p>a b</p>"),
        ('<p title="a  > b">\n c</p>', '<p title="a  > b">c</p>'),
        ("<p>1 < 2 and 3 > 2</p>", "<p>1 < 2 and 3 > 2</p>"),
        ("<script>\n  // why\n  go();\n</script>", "<script>go()</script>"),
        ("<svg><text> a </text></svg>", "<svg><text> a </text></svg>"),
    ],
)
def test_only_white_space_that_nobody_sees_goes(page: str, tight: str) -> None:
    assert tightened(page) == tight


def test_the_policy_allows_the_starter_and_nothing_else() -> None:
    page = PAGE.format("<style>a{b:c}</style>", "<script>go()</script>")
    page = page.replace("</body>", "<script>steal()</script><style>d{e:f}</style></body>")
    policy = re.search('Content-Security-Policy" content="([^"]*)"', stated(page, "go()"))
    assert policy
    rules = dict(rule.split(" ", 1) for rule in policy[1].split(";"))

    def digest(text: str) -> str:
        return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

    assert rules == {
        **dict.fromkeys(("default-src", "base-uri", "form-action"), "'none'"),
        **dict.fromkeys(("connect-src", "worker-src", "manifest-src"), "'self'"),
        "script-src": f"'self' 'sha256-{digest('go()')}'",
        "style-src": f"'self' 'sha256-{digest('a{b:c}')}'",
        "img-src": "'self' data:",
    }
    assert stated(stated(page), "go()") == stated(page, "go()")
    assert stated(page).index("Content-Security") < stated(page).index("<style>")


@pytest.mark.parametrize(
    ("link", "is_marked"),
    [
        ('<a href="https://nhs.example/">NHS</a>', True),
        ('<a class="x" href="http://nhs.example/"><b>NHS</b></a>', True),
        ('<a href="https://clinic.example/guide/">home</a>', False),
        ('<a href="https://clinic.example.org/">other</a>', True),
        ('<a href="../sleep/">Sleep</a>', False),
        ('<a href="tel:999">999</a>', False),
    ],
)
def test_a_link_to_another_website_says_so(link: str, is_marked: bool) -> None:
    once = marked(link, "https://clinic.example", "(on another website)")
    assert ("(on another website)</span>" in once) is is_marked
    assert marked(once, "https://clinic.example", "(on another website)") == once


def test_no_line_begins_with_an_arrow_or_with_the_mark_of_a_reference(tmp_path: Path) -> None:
    mark = '<span class="app-citation">[<a href="#ref-1">1</a>]</span>'
    body = f'<p>Owls nap\n{mark} and <a href="https://owl.example/">hoot</a>.</p>'
    write_files(tmp_path, {"index.html": PAGE.format("", body)})
    for _ in range(2):
        deliver(tmp_path)
        page = (tmp_path / "index.html").read_text("utf-8")
        assert f"nap&nbsp;{mark}" in page
        assert '<span class="app-held">hoot&nbsp;<span class="app-outside">' in page


def drawing(tone: str) -> str:
    return (
        '<svg class="app-draw" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 200" role="img">'
        f'<title>Fire &amp; "{tone}"</title><path class="app-draw__{tone}" d="M0 0"/></svg>'
    )


DRAWN = {
    "components/tokens/tokens.css": ":root { --red: #f00; --blue: #00f; --rest: 0; }",
    "components/drawing/drawing.css": ".app-draw__a { fill: var(--red); } "
    ".app-draw__b { fill: var(--blue); }",
}


def test_a_page_with_many_drawings_leaves_them_in_files(tmp_path: Path) -> None:
    head = LINK.format("../", "tokens") + LINK.format("../", "drawing")
    words = f"<p>word{' word' * 500}</p>"
    body = f"<article>{words}{''.join(map(drawing, 'abab'))}</article>"
    write_files(tmp_path, DRAWN | {"cave/index.html": PAGE.format(head, body)})
    deliver(tmp_path)
    page = (tmp_path / "cave/index.html").read_text("utf-8")
    assert "<svg" not in page
    first, _, again, _ = re.findall(r"<img[^>]*>", page)
    assert first == again
    assert 'alt="Fire &amp; &quot;a&quot;" loading="lazy"' in first
    assert 'width="300" height="200"' in first
    files = {
        path.name: path.read_text("utf-8") for path in (tmp_path / "assets/drawings").iterdir()
    }
    assert len(files) == 2
    (red,) = (text for name, text in files.items() if name in first)
    assert "<style>:root{--red:#f00}.app-draw__a{fill:var(--red)}</style>" in red
    assert "blue" not in red


def test_a_page_holds_the_tokens_of_a_component_that_it_takes(tmp_path: Path) -> None:
    """Those of the whole page stay: what a script brings later takes them."""
    owl = (
        ":root{--sky:#000}.owl{--beak:#f00;--wing:#00f;--moon:#fff;color:var(--beak)}"
        "@media screen{.owl{--wing:#008}}.owl p{color:var(--moon)}"
    )
    body = '<article class="owl" style="color:var(--beak)"><b>Hoo</b></article>'
    page = PAGE.format(LINK.format("", "owl"), body)
    write_files(tmp_path, {"components/owl/owl.css": owl, "index.html": page})
    deliver(tmp_path)
    kept = "<style>:root{--sky:#000}.owl{--beak:#f00;color:var(--beak)}</style>"
    assert kept in (tmp_path / "index.html").read_text("utf-8")


def test_a_drawing_near_the_first_screen_stays(tmp_path: Path) -> None:
    head = LINK.format("", "tokens") + LINK.format("", "drawing")
    body = f"<article>{drawing('a')}<p>{'word ' * 500}</p>{drawing('b') * 3}</article>"
    write_files(tmp_path, DRAWN | {"index.html": PAGE.format(head, body)})
    deliver(tmp_path)
    page = (tmp_path / "index.html").read_text("utf-8")
    assert (page.count("<svg"), page.count("<img")) == (1, 3)
    assert page.index("<svg") < page.index("<img")


def test_a_small_icon_stands_in_the_page(tmp_path: Path) -> None:
    head = '<link rel="icon" href="{}assets/icon.svg">'
    files = {
        "assets/icon.svg": (
            '<svg xmlns="http://www.w3.org/2000/svg">\n <path fill="#0b5f66"/>\n</svg>'
        ),
        "cave/index.html": PAGE.format(head.format("../"), ""),
        "404.html": PAGE.format(head.format("/under/"), ""),
    }
    write_files(tmp_path, files)
    deliver(tmp_path)
    data = (
        "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><path fill='%230b5f66'/></svg>"
    )
    for page in ("cave/index.html", "404.html"):
        assert f'<link rel="icon" href="{data}">' in (tmp_path / page).read_text("utf-8")


def test_drawings_take_room_and_the_last_of_many_leaves_the_page(tmp_path: Path) -> None:
    head = LINK.format("", "tokens") + LINK.format("", "drawing")
    body = f"<article><p>{'word ' * 200}</p>{drawing('a') * 2}{drawing('b')}</article>"
    write_files(tmp_path, DRAWN | {"index.html": PAGE.format(head, body)})
    deliver(tmp_path)
    page = (tmp_path / "index.html").read_text("utf-8")
    assert (page.count("<svg"), page.count("<img")) == (2, 1)
    assert page.index("<svg") < page.index("<img")


GUIDED = '<template id="guided" data-script="leap"><p class="egg">Now “leap”</p></template>'


def test_a_template_comes_with_its_script_and_not_with_each_page(tmp_path: Path) -> None:
    other = GUIDED.replace("leap”", "rest”")
    pages = {"a.html": GUIDED, "b.html": "<p>None</p>", "c.html": GUIDED, "d.html": other}
    head = LINK.format("", "egg")
    files = {name: PAGE.format(head, body) for name, body in pages.items()}
    sheets = {"components/egg/egg.css": ".egg { a: b; }"}
    write_files(tmp_path, files | sheets | {"assets/javascripts/leap.js": "leap();"})
    deliver(tmp_path)
    deliver(tmp_path)
    kept = [name for name in pages if "template" in (tmp_path / name).read_text("utf-8")]
    assert kept == ["d.html"], "of the templates of one script only the first goes along with it"
    assert "<style>.egg{a:b}</style>" in (tmp_path / "a.html").read_text("utf-8")
    script = (tmp_path / "assets/javascripts/leap.js").read_text("utf-8")
    put, rest = script.split("\n")
    assert rest == "leap()"
    start, end = 'document.body.insertAdjacentHTML("beforeend",', ");"
    assert json.loads(put.removeprefix(start).removesuffix(end)) == GUIDED


def test_the_looks_of_a_template_come_with_its_script_where_that_brings_a_sheet(
    tmp_path: Path,
) -> None:
    """So a page whose search offers numbers to call is no heavier for the look of these."""
    sheets = {
        "components/egg/egg.css": "p { a: b; } .egg, .nest p { c: d; } .nest { e: f; }"
        "@media print { .egg { g: h; } p { i: j; } }",
        "assets/stylesheets/leap.css": ".leap{k:l}",
        "assets/javascripts/leap.js": "leap();",
    }
    page = PAGE.format(LINK.format("", "egg"), f"<p>Home</p>{GUIDED}")
    write_files(tmp_path, sheets | {"index.html": page})
    deliver(tmp_path)
    deliver(tmp_path)
    page = (tmp_path / "index.html").read_text("utf-8")
    assert "<style>p{a:b}@media print{p{i:j}}</style>" in page
    assert "template" not in page
    looks = (tmp_path / "assets/stylesheets/leap.css").read_text("utf-8")
    assert looks == ".egg{c:d}@media print{.egg{g:h}}.leap{k:l}"


def test_the_rules_for_paper_stand_together_at_the_end(tmp_path: Path) -> None:
    head = LINK.format("", "cave") + LINK.format("", "egg")
    sheets = {
        "components/cave/cave.css": ".cave { a: b; } @media print { .cave { a: c; } }",
        "components/egg/egg.css": "@media print { .egg { a: c; } } .egg { d: b; }",
    }
    page = PAGE.format(head, '<p class="cave egg">Home')
    write_files(tmp_path, sheets | {"index.html": page})
    deliver(tmp_path)
    style = "<style>.cave{a:b}.egg{d:b}@media print{.cave{a:c}.egg{a:c}}</style>"
    assert style in (tmp_path / "index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ('<h2 id="egg">Eggs &amp; "gold"</h2><p>', "Eggs &amp; &quot;gold&quot;"),
        ('<h2 id="egg">Heat an <em>egg</em></h2><p>', "Heat an egg"),
        ('<summary><h2 class="app-more__heading" id="egg">Eggs</h2></summary>', None),
        ('<h2 class="app-key-message__heading">Eggs</h2>', None),
    ],
)
def test_a_heading_that_stands_free_has_a_link_behind_it(page: str, name: str | None) -> None:
    ui = Interface.load()
    link = f'<a href="#egg" aria-label="Link to this part: {name}"></a>' if name else ""
    linked = page.replace("</h2>", f"</h2>{link}")
    assert with_links(page, ui) == linked
    assert with_links(linked, ui) == linked, "nothing is done twice"


def test_no_page_that_patients_are_led_to_needs_a_second_trip(site: Path) -> None:
    """A server sends 10 packets of 1,460 bytes at once, and then waits for the phone to answer."""
    at_once = 13.9 * KB  # the rest is for the headers
    # Long by what they are: three registers, two lists, and what only editors open.
    longer = {"a-to-z/", "references/", "patterns/"}
    # These wait for shorter words.
    longer |= {"what-helps/painkillers/", "treatments/"}
    longer |= {f"professionals/{name}/" for name in ("claims", "coverage", "decisions")}
    heavy = {
        page.path.removesuffix("index.html") for page in weigh(site) if page.before_paint > at_once
    }
    assert heavy <= longer


def test_every_style_sheet_comes_with_the_page_or_with_a_script() -> None:
    docs, overrides = HERE.parent / "docs/assets", HERE.parent / "overrides/components"
    names = (overrides / "styles.html").read_text("utf-8").split("[")[1].split("]")[0]
    listed = re.findall(r'"([a-z-]+)"', names)
    with_scripts = [path.stem for path in (docs / "javascripts").glob("*.js")]
    assert len(listed) == len(set(listed))
    assert {path.parent.name for path in overrides.glob("*/*.css")} == set(listed)
    assert {path.stem for path in (docs / "stylesheets").glob("*.css")} <= set(with_scripts)


def test_a_component_is_a_folder() -> None:
    """Its sheet for screens has its name, and that for paper is print.css; all else is markup."""
    for sheet in (HERE.parent / "overrides/components").glob("*/*.css"):
        assert sheet.name in (f"{sheet.parent.name}.css", "print.css"), sheet
        assert sheet.with_name(f"{sheet.parent.name}.css").is_file(), sheet


def test_the_starter_is_small_and_the_same_on_every_page() -> None:
    starter = (HERE.parent / "overrides/components/starter/starter.html").read_text("utf-8")
    script = starter[starter.index("<script>") :]
    assert "{{" not in script
    assert len(tightened(script)) <= 1800


def test_a_page_that_would_not_come_in_one_trip_leaves_its_first_drawing_out(
    tmp_path: Path,
) -> None:
    noise = " ".join(hashlib.sha256(str(n).encode()).hexdigest() for n in range(400))
    for name, words in (("short", "Nuts."), ("long", noise)):
        drawing = '<svg class="app-draw" viewBox="0 0 4 3"><title>A nut</title></svg>'
        body = f'<article class="app-page">{drawing}<p>{words}</p></article>'
        write_files(
            tmp_path,
            {
                f"{name}/index.html": PAGE.format("", body),
                "components/tokens/tokens.css": "",
                "components/drawing/drawing.css": "",
            },
        )
    deliver(tmp_path)
    assert "<svg" in (tmp_path / "short/index.html").read_text("utf-8")
    long = (tmp_path / "long/index.html").read_text("utf-8")
    assert "<svg" not in long
    assert 'width="4" height="3" alt="A nut" loading="lazy">' in long

"""What acts by itself: nothing does, in whatever file somebody wrote it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from io import StringIO
from pathlib import Path

import pytest
from guide.content.guide import Guide
from guide.core.steps import Steps
from guide.edition.edition import Edition
from guide.publish.pages import deliver
from guide.publish.policy import STARTER, hash_of, starter_of
from guide.rules import SITE_RULES
from guide.rules.active import active_file, raw_html
from guide.rules.edition_files import active_picture
from guide.site.pipeline import build, render
from guide_site import ROOT, copy_of_the_guide
from linkaudit.core.problem import BuildProblemsError
from linkaudit.crawl.built_site import Site
from linkaudit.crawl.crawler import CrawledSite, check
from linkaudit.crawl.link_rules import LINKS
from selectolax.lexbor import LexborHTMLParser
from small_guide import FRONT_MATTER, TODAY, problems_of, write_files

WriteDocs = Callable[[Mapping[str, str | bytes]], Path]
ATTRIBUTES = "class, dir, id, lang, title"
ELEMENTS = (
    "abbr, bdi, bdo, br, code, em, kbd, mark, q, s, small, span, strong, sub, sup and wbr may stand"
)


def raw_html_of(docs: Path) -> list[str]:
    return [line for line in problems_of(docs) if "raw-html" in line]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<script>go()</script>", ["<script", "</script"]),
        ("So <ScRiPt src=x></sCrIpT >", ["<script", "</script"]),
        ("<meta http-equiv=refresh content='0;url=https://x.example'>", ["<meta"]),
        ("<iframe srcdoc='<p>x'></iframe>", ["<iframe", "</iframe"]),
        ("<object data=x.svg></object>", ["<object", "</object"]),
        ("<embed src=x.svg>", ["<embed"]),
        ("<form action='https://x.example'><input name=a></form>", ["<form", "<input", "</form"]),
        ("<svg><a href=x></a></svg>", ["<svg", "<a", "</a", "</svg"]),
        ("<template data-script=offline>x</template>", ["<template", "</template"]),
        ("<style>p { display: none }</style>", ["<style", "</style"]),
        ("</article></main>", ["</article", "</main"]),
        ("<img src=x onerror=go()>", ["<img"]),
        ("<a href='https://x.example' ping='https://y.example'>A</a>", ["<a", "</a"]),
        ("<base href='https://x.example'>", ["<base"]),
        ("<?php go() ?>", ["<?"]),
        ("<!doctype html>", ["<!"]),
        ("<![if x]> and <![CDATA[ go() ]]>", ["<!"]),
        # Each of these is no link to the engine, or has none around the tag.
        ("\\[A nut](<img src=x>)", ["<img"]),
        ("A nut](<img src=x>)", ["<img"]),
        ("[A nut](<img src=x>", ["<img"]),
        ("[A [nut](<img src=x>) tree](a.md)", ["<img"]),
        ("<div [nut](<a>)", ["<div"]),
    ],
)
def test_html_in_a_page_is_refused_with_its_line(
    write_docs: WriteDocs, text: str, found: list[str]
) -> None:
    docs = write_docs({"index.md": f"{FRONT_MATTER}\nNap.\n\n{text}\n"})
    reported = raw_html_of(docs)
    assert all(line.startswith("12: raw-html ") for line in reported)
    assert sorted(re.findall('raw-html "([^">]*)>?"', "\n".join(reported))) == sorted(found)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A <span onclick=go()>nut</span>.", "onclick"),
        ("A <span ONCLICK='go()'>nut</span>.", "onclick"),
        ("A <kbd style='position: fixed'>nut</kbd>.", "style"),
        ("A nut.{: onclick=go() }", "onclick"),
        ("## A nut {style='color: red'}", "style"),
        ("[Nut](nut.md){ ping=https://x.example }", "ping"),
    ],
)
def test_an_attribute_that_acts_is_refused_with_its_line(
    write_docs: WriteDocs, text: str, name: str
) -> None:
    docs = write_docs({"index.md": f"{FRONT_MATTER}\n{text}\n"})
    assert raw_html_of(docs) == [f'10: raw-html the attribute "{name}" must be one of {ATTRIBUTES}']


@pytest.mark.parametrize(
    "text",
    [
        'A <span class="app-swatch" lang="cy">cnau</span>, H<sub>2</sub>O<br>and more.',
        "<https://www.nhs.uk/> and <owl@tree.example>",
        "`<script>` is code, and so is\n\n```html\n<iframe onload=go()>\n```\n",
        "1 < 2 and 3 > 2; <3; a <- b",
        "[A nut](<a nut.md>), [a tree](<a tree.md> 'Tree') and ![an owl](<an owl.png>)",
        "[![an owl](<an owl.png>)](<a tree.md>)",
        "[A nut][nut]\n\n[nut]: <nut.md>",
        "## A nut {#nut .app-nut}",
        "A set {a, b} and {x = 1",
    ],
)
def test_what_only_looks_active_is_right(write_docs: WriteDocs, text: str) -> None:
    assert raw_html_of(write_docs({"index.md": f"{FRONT_MATTER}\n{text}\n"})) == []


@pytest.mark.parametrize(
    "text",
    [
        "<" * 10**5,
        "<a " * 10**5,
        "<a b='" * 10**5,
        "</a" * 10**5,
        "<!-" * 10**5,
        "{a=b" * 10**5,
        "[a](<b" * 10**5,
    ],
)
def test_a_broken_text_takes_no_time(write_docs: WriteDocs, text: str) -> None:
    guide = Guide.load(write_docs({"index.md": FRONT_MATTER, "_parts/nap.md": text}))
    began = time.monotonic()
    list(raw_html(guide))
    assert time.monotonic() - began < 10


def test_a_passage_and_a_routine_are_read_as_pages_are(write_docs: WriteDocs) -> None:
    docs = write_docs({"_parts/nap.md": "Nap.\n\n<iframe>\n", "index.md": FRONT_MATTER})
    assert raw_html_of(docs) == [
        f'3: raw-html "<iframe>" must be Markdown: of HTML only {ELEMENTS}'
    ]


# The built page -------------------------------------------------------------------------

PAGE = """\
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Nuts</title><style>p{{a:b}}</style></head>
<body><form role="search"></form>
{}
<script>go()</script>
</body>
</html>
"""


@pytest.fixture
def active(tmp_path: Path) -> Callable[[str], list[str]]:
    """What is reported of a page that holds an HTML text, delivered with the starter `go()`."""

    def reported(html: str) -> list[str]:
        templates = write_files(tmp_path / "t", {STARTER: "{#- Why -#}\n<script>\ngo()\n</script>"})
        site = write_files(tmp_path / "site", {"index.html": PAGE.format(html)})
        page = (site / "index.html").read_text("utf-8").replace("<script>go", "<script>\ngo")
        (site / "index.html").write_text(page.replace("go()<", "go()\n<"), "utf-8")
        deliver(site, overrides=templates)
        found = check(Site.load(site), SITE_RULES).problems
        return [problem.message for problem in found if problem.rule == "active-content"]

    return reported


def element(name: str) -> list[str]:
    return [f'the element "{name}" must not stand on a page']


def attribute(name: str) -> list[str]:
    return [f'the attribute "{name}" must not stand on a page']


@pytest.mark.parametrize(
    ("html", "message"),
    [
        ("<p>Nap.", []),
        ("<script>steal()</script>", element("script")),
        ("<script>go(1)</script>", element("script")),
        ("<script src='assets/go.js'></script>", element("script")),
        ("<script type=module>go()</script>", element("script")),
        ("<meta http-equiv=refresh content=1>", [*element("meta"), *attribute("http-equiv")]),
        ("<iframe srcdoc=x></iframe>", [*element("iframe"), *attribute("srcdoc")]),
        ("<object data=x></object>", element("object")),
        ("<embed src=x>", element("embed")),
        ("<form action=x></form>", [*element("form"), *attribute("action")]),
        ("<form role=search action=x></form>", [*element("form"), *attribute("action")]),
        ("<base href=x>", element("base")),
        ("<style>p{c:d}</style>", element("style")),
        ("<link rel=stylesheet href=x.css>", element("link")),
        ("<p onclick=go()>Nap.", attribute("onclick")),
        ("<p ONMOUSEOVER=go()>Nap.", attribute("onmouseover")),
        ("<p style='color:red'>Nap.", attribute("style")),
        ("<a href=nuts/ ping=x>All nuts</a>", attribute("ping")),
        ("<button formaction=x>Nap</button>", attribute("formaction")),
        ("<svg aria-hidden=true><set to=1 /></svg>", element("set")),
        ("<svg aria-hidden=true><script>go()</script></svg>", []),
        ("<svg aria-hidden=true><script>steal()</script></svg>", element("script")),
        (
            "<a href='data:text/html,x'>All nuts</a>",
            ['"data:text/html,x" must be the address of a page'],
        ),
        *(
            (f"<a href='{target}'>All nuts</a>", [f'"{target}" must be the address of a page'])
            for target in ("intent:x", "FEED:x", "ws://x.example", "ms-word:x", "blob:x", "about:x")
        ),
        ("<a href='//x.example/'>All nuts</a>", ['"//x.example/" must begin with https:']),
        ("<a href='/\\x.example'>All nuts</a>", ['"/\\x.example" must begin with https:']),
        *(
            (f"<img alt=A src='{target}'>", [f'"{target}" must be the address of a picture'])
            for target in ("javascript:go()", "data:image/svg+xml,x")
        ),
        ("<a href='tel:111'>Call</a> <a href='sms:111'>Text</a> <a href='mailto:a@b.uk'>A</a>", []),
        (
            "<a href='javascript:go()'>All nuts</a> <a href='htps:x'>Nut</a>",
            [],
        ),  # reported elsewhere
    ],
)
def test_a_built_page_holds_nothing_that_acts(
    active: Callable[[str], list[str]], html: str, message: list[str]
) -> None:
    assert sorted(active(html)) == sorted(message)


def test_other_sites_may_open_and_show_what_the_guide_may_not(tmp_path: Path) -> None:
    html = (
        "<a href='//x.example/'>All nuts</a> <a href='intent:x'>App</a> <img alt=A src='data:,x'>"
    )
    site = Site.load(write_files(tmp_path, {"index.html": html}))
    assert check(site, LINKS).problems == []


def test_what_acts_is_reported_at_the_line_of_the_words(tmp_path: Path) -> None:
    text = "Nap.\n\nSee [all](data:text/html,x).\n"
    files = {"docs/index.md": text, "site/index.html": '<a href="data:text/html,x">all</a>'}
    folder = write_files(tmp_path, files)
    found = check(Site.load(folder / "site", folder / "docs"), SITE_RULES).problems
    assert [(p.path, p.line) for p in found if p.rule == "active-content"] == [("docs/index.md", 3)]


# Files that are opened by themselves ------------------------------------------------------

WITHIN = "a picture must hold all that it shows"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink">{}</svg>'


@pytest.mark.parametrize(
    ("drawing", "fault"),
    [
        ("<style>a{b:c}</style><path d='M0 0' style='fill:red'/><use x:href='#a'/>", ""),
        ("<image href='data:image/png;base64,AA'/>", ""),
        ("<script>steal()</script>", "holds <script>; a picture needs none"),
        (
            "<g xmlns:s='http://www.w3.org/2000/svg'><s:script/></g>",
            "holds <script>; a picture needs none",
        ),
        ("<g onload='steal()'/>", 'holds onload="steal()", which runs as a script'),
        ("<foreignObject/>", "holds <foreignObject>; a picture needs none"),
        ("<set to='1'/>", "holds <set>; a picture must not move"),
        ("<a x:href='javascript:steal()'/>", f'leads to "javascript:steal()"; {WITHIN}'),
        ("<image href='https://x.example/a.png'/>", f'"https://x.example/a.png"; {WITHIN}'),
        ("<use x:href='other.svg#a'/>", f'leads to "other.svg#a"; {WITHIN}'),
        ("<image href='data:image/svg+xml,x'/>", f'leads to "data:image/svg+xml,x"; {WITHIN}'),
        ("<style>a{b:url(//x.example)}</style>", f'leads to "//x.example"; {WITHIN}'),
        ("<style>@import 'a.css'</style>", "takes something from elsewhere: @import 'a.css'"),
        ("<g xmlns='http://www.w3.org/1999/xhtml'/>", "holds <g>; a picture needs none"),
        ("<g>", "Opening and ending tag mismatch: g line 1 and svg, line 1, column 89"),
    ],
)
def test_a_drawing_that_is_opened_by_itself_runs_and_loads_nothing(
    tmp_path: Path, drawing: str, fault: str
) -> None:
    folder = write_files(tmp_path / "site", {"index.html": "Home", "a.svg": SVG.format(drawing)})
    found = [str(p) for p in active_file(CrawledSite(Site.load(folder), {}))]
    assert len(found) == bool(fault)
    assert all(line.startswith("a.svg:1: active-file ") and line.endswith(fault) for line in found)


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("a.svgz", b"\x1f\x8b", "no picture can be read from it: "),
        ("a.xhtml", b"", "must not end with .xhtml: a browser may open it as a page"),
        ("feed.xml", b"", "must not end with .xml: a browser may open it as a page"),
        ("a.htm", b"<script>", "must not end with .htm: a browser may open it as a page"),
        ("a.HTML", b"<script>", "must not end with .HTML: a browser may open it as a page"),
        ("a.html5", b"<script>", "must not end with .html5: a browser may open it as a page"),
        ("feed.rss", b"", "must not end with .rss: a browser may open it as a page"),
        ("a.mml", b"", "must not end with .mml: a browser may open it as a page"),
        ("a.php", b"", "must not end with .php: a browser may open it as a page"),
        (
            "nap",
            b" <script>",
            "must have an ending: without one a browser may open it as a page",
        ),
    ],
)
def test_a_file_that_opens_as_a_page_is_refused_where_it_was_put(
    tmp_path: Path, name: str, content: bytes, fault: str
) -> None:
    write_files(
        tmp_path, {f"site/{name}": content, f"docs/{name}": content, "site/sitemap.xml": ""}
    )
    (problem,) = active_file(CrawledSite(Site.load(tmp_path / "site", tmp_path / "docs"), {}))
    assert str(problem).startswith(f"docs/{name}:1: active-file {fault}")


@pytest.mark.parametrize(
    ("drawing", "fault"),
    [
        (
            b'<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>',
            "declares the entity a in its DOCTYPE; write it out",
        ),
        (
            b'<!DOCTYPE svg [<!ATTLIST svg onload CDATA "steal()">]><svg/>',
            "declares the attribute onload in its DOCTYPE; write it out",
        ),
        (
            '<!DOCTYPE svg [<!ENTITY a "b">]><svg/>'.encode("utf-16"),
            "declares the entity a in its DOCTYPE; write it out",
        ),
        (
            b"<?xml-stylesheet href='a.xsl'?><svg/>",
            "takes a style sheet from elsewhere; put it in",
        ),
        (b"<svg><script/></svg>", "holds <script>; a picture needs none"),
    ],
)
def test_a_drawing_is_reported_once(tmp_path: Path, drawing: bytes, fault: str) -> None:
    """What editors bring is read where they put it, reported at its line, by `active-picture`."""
    files: dict[str, str | bytes] = {"index.md": "", "A.SVG": drawing}
    write_files(tmp_path / "docs", files)
    write_files(tmp_path / "site", {"index.html": "Home", "A.SVG": drawing})
    config = "site_name: Owls\ntheme: {name: null, custom_dir: theme}\n"
    write_files(tmp_path, {"mkdocs.yml": config, "theme/main.html": ""})
    site = Site.load(tmp_path / "site", tmp_path / "docs")
    assert list(active_file(CrawledSite(site, {}))) == []
    reported = list(active_picture(Edition.load(tmp_path / "mkdocs.yml")))
    assert [str(problem) for problem in reported] == [f"docs/A.SVG:1: active-picture {fault}"]
    # One that the build has changed since, or made itself, is read where it is.
    write_files(tmp_path / "docs", {"A.SVG": SVG.format("")})
    (problem,) = active_file(CrawledSite(site, {}))
    assert str(problem) == f"docs/A.SVG:1: active-file {fault}"


def test_files_that_only_show_or_serve_may_stand_beside_the_pages(tmp_path: Path) -> None:
    drawing = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/s.dtd"><svg/>'
    names = ("CNAME", "robots.txt", "nuts.pdf", "nuts.json", "NUTS.PNG", "_headers", "a.html")
    write_files(tmp_path, {**dict.fromkeys(names, b"nuts.example"), "a.svg": drawing})
    assert list(active_file(CrawledSite(Site.load(tmp_path), {}))) == []


# The whole guide ------------------------------------------------------------------------

EVIL = "</title>\"><script>steal()</script><img src=x onerror=steal()> '{: onclick=steal() }"


def test_whatever_a_reference_or_a_setting_says_only_the_starter_may_run(tmp_path: Path) -> None:
    """Every text that a data file, a page or a clinic gives is printed as it is."""
    folder = copy_of_the_guide(tmp_path)
    references = folder / "docs/_data/references.yml"
    text = references.read_text("utf-8")
    entry = text[text.index("- id:") :].split("\n- id:")[0]
    title = re.search("^  title: .*$", entry, re.MULTILINE)
    assert title
    evil = EVIL.replace("'", "''")
    text = text.replace(title[0], f"  title: 'A trial of &lt;b&gt; *rest* {evil}'", 1)
    references.write_text(text, "utf-8")
    quoted = EVIL.replace("\\", "").replace('"', '\\"')
    (folder / "clinic.yml").write_text(
        f"""\
INHERIT: mkdocs.yml
site_name: "{quoted}"
site_url: "https://x.example/{quoted.replace(" ", "")}/"
site_description: "{quoted}"
theme: {{favicon: "assets/images/icon.svg{quoted}", logo: "assets/images/icon.svg"}}
extra:
  print: []
  clinic:
    name: "{quoted}"
    department: "{quoted}"
    address: ["{quoted}"]
    complaints: "{quoted}"
    links: [{{title: "{quoted}", url: "https://x.example/"}}]
""",
        "utf-8",
    )
    edition = Edition.load(folder / "clinic.yml")
    site = rendered(edition, tmp_path / "out")
    starter = hash_of(starter_of(ROOT / "overrides"))
    for page in sorted(site.rglob("*.html")):
        tree = LexborHTMLParser(page.read_text("utf-8"))
        policy = tree.css_first("meta[http-equiv]")
        assert policy
        assert f"script-src 'self' {starter};" in (policy.attributes["content"] or "")
        assert len(tree.css("script")) == 1, page
        assert not tree.css("[onerror], [onclick], [src=x]"), page
    found = check(Site.load(site, edition.docs), SITE_RULES).problems
    assert [problem for problem in found if problem.rule == "active-content"] == []
    # The list is split into a page for each letter.
    pages = [page.read_text("utf-8") for page in sorted((site / "references").glob("*.html"))]
    lists = [list_ for page in pages for list_ in LexborHTMLParser(page).css(".app-bibliography")]
    assert any(f"A trial of &lt;b&gt; *rest* {EVIL}" in list_.text() for list_ in lists)


def rendered(edition: Edition, site: Path) -> Path:
    """The site of an edition, whatever its checks say."""
    render(edition, site)
    deliver(site, edition.host, edition.templates)
    return site


# HTML that a template puts into words that are escaped: links, whose own values are escaped, and
# what hides the drawing of a symbol from screen readers.
MADE = r"'<a [^'{]*>'|'</a>'|phone|email|link|number|department|urgent_link|ui[\w.]+ \| e"
MADE += r"|'aria-hidden=[^']*'|in_words\(.*?\)"


def test_every_value_that_a_template_prints_is_escaped() -> None:
    # HTML that the engine has made, or a component of it: `text` is the page with what it gets.
    safe = {"page.content", "heading.title", "text.content", "offer", "drawing"}
    for template in sorted((ROOT / "overrides").rglob("*.html")):
        for printed in re.findall(r"\{\{-?\s*(.*?)\s*-?\}\}", template.read_text("utf-8")):
            filled = re.sub(rf" \| replace\('[^']*', (?:{MADE})\)", "", printed)
            assert filled in safe or filled.endswith("| e"), (template.name, printed)
            # A filter binds closer than `or`: it would escape only the last value.
            assert " or " not in re.sub(r"\(.*?\)", "", printed), (template.name, printed)


def test_a_page_with_a_script_is_not_published(tiny_guide: Path) -> None:
    page = tiny_guide / "docs/index.md"
    page.write_text(page.read_text("utf-8") + "\n<script>steal()</script>\n", "utf-8")
    with pytest.raises(BuildProblemsError) as error:
        build(Edition.load(tiny_guide / "mkdocs.yml"), TODAY, Steps(StringIO()))
    assert [str(problem) for problem in error.value.problems] == [
        'docs/index.md:12: raw-html "</script>" must be Markdown: it would end what is around it',
        f'docs/index.md:12: raw-html "<script>" must be Markdown: of HTML only {ELEMENTS}',
    ]

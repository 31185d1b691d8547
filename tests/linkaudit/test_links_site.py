"""A whole visit of a site: which line is named, what is followed.

The rules themselves are held against the cases of test_links.py.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pikepdf
import pytest
from linkaudit.__main__ import main
from linkaudit.crawl import reading
from linkaudit.crawl.built_file import BuiltPage, page_of
from linkaudit.crawl.built_site import Site, host_of
from linkaudit.crawl.crawler import check
from linkaudit.crawl.link_rules import LINKS
from small_guide import write_files

TEXT = pytest.CaptureFixture[str]
HOST = "https://owls.example"


def reported(site: Site, jobs: int = 1) -> list[str]:
    return [str(problem) for problem in check(site, LINKS, jobs).problems]


def found(folder: Path, files: dict[str, str], **of: Any) -> list[str]:
    return reported(Site.load(write_files(folder / "site", files), **of))


# What was meant ---------------------------------------------------------------------------


def test_a_name_that_is_not_near_is_not_offered(tmp_path: Path) -> None:
    links = "".join(f'<a href="{name}/">To {name}</a>' for name in ("contact", "install", "nets"))
    pages = {f"{name}/index.html": "" for name in ("contents", "small", "nest")}
    problems = found(tmp_path, {"index.html": links, **pages})
    assert [line for line in problems if "orphan" not in line] == [
        'index.html:1: missing-page the link "contact/" leads nowhere',
        'index.html:1: missing-page the link "install/" leads nowhere',
        'index.html:1: missing-page the link "nets/" leads nowhere; did you mean "nest/"?',
    ]


COMPOSED, DECOMPOSED = "käuze", "ka\N{COMBINING DIAERESIS}uze"


@pytest.mark.parametrize(
    ("written", "named", "which"), [(COMPOSED, DECOMPOSED, "it"), (DECOMPOSED, COMPOSED, "this")]
)
def test_a_name_that_only_looks_the_same_gets_a_hint(
    tmp_path: Path, written: str, named: str, which: str
) -> None:
    links = (
        f'<a href="{written}/">Owls</a>\n<a href="{quote(written)}/">Owls</a>\n'
        f'<img src="{written}.png" alt="An owl">\n<a href="{named}/#{written}">Owls</a>'
    )
    files = {"index.html": links, f"{named}/index.html": f'<p id="{named}">', f"{named}.png": ""}
    macos = f"looks the same, but {which} is in Unicode NFD, as macOS writes names: put both in NFC"
    assert found(tmp_path, files) == [
        f'index.html:1: missing-page the link "{written}/" leads nowhere; "{named}/" {macos}',
        f'index.html:2: missing-page the link "{quote(written)}/" leads nowhere; '
        f'"{named}/" {macos}',
        f'index.html:3: missing-asset the file "{written}.png" is not there; "{named}.png" {macos}',
        f'index.html:4: missing-anchor there is no "#{written}" on {named}/index.html; '
        f'"{named}" {macos}',
    ]


def test_what_was_meant_is_named_as_it_is_written_on_the_page(tmp_path: Path) -> None:
    files = {
        "index.html": '<a href="nest/">Nest</a><a href="a/b/">Owls</a>',
        "nest/index.html": "<p>Nest",
        "owl.png": "",
        "a/b/index.html": '<a href="../../nets/">Nest</a>\n<img src="owl.png" alt="An owl">',
    }
    assert found(tmp_path, files) == [
        'a/b/index.html:1: missing-page the link "../../nets/" leads nowhere; '
        'did you mean "../../nest/"?',
        'a/b/index.html:2: missing-asset the file "owl.png" is not there; '
        'did you mean "../../owl.png"?',
    ]


def test_another_number_is_no_name_that_was_meant(tmp_path: Path) -> None:
    files = {
        "index.html": '<a href="owl-19.html#fig-20">Owls</a><a href="owl-3.html#fig-20">Owls</a>'
        '<a href="owls-3.html">Owls</a>',
        "owl-3.html": '<p id="fig-2"></p><p id="fig-02">',
    }
    assert found(tmp_path, files) == [
        'index.html:1: missing-anchor there is no "#fig-20" on owl-3.html',
        'index.html:1: missing-page the link "owl-19.html#fig-20" leads nowhere',
        'index.html:1: missing-page the link "owls-3.html" leads nowhere; '
        'did you mean "owl-3.html"?',
    ]


def test_of_files_with_one_name_the_one_in_folders_of_the_same_names_is_meant(
    tmp_path: Path,
) -> None:
    pages = {f"{folder}/html/index.html": "<p>" for folder in ("barn", "tawny", "wood")}
    links = "".join(f'<a href="{page}">Owls</a>' for page in pages)
    files = {"index.html": f'{links}<a href="../owls/tawny/html/index.html">Owls</a>', **pages}
    assert found(tmp_path, files) == [
        'index.html:1: missing-page the link "../owls/tawny/html/index.html" leads nowhere; '
        'did you mean "tawny/html/"?'
    ]


# From a template --------------------------------------------------------------------------


def from_a_template(folder: Path, head: str, pages: int) -> list[str]:
    around = '<a href="{}.html">Next owl</a>'
    files = {f"{n:02}.html": head + around.format(f"{(n + 1) % pages:02}") for n in range(pages)}
    return found(folder, files)


def test_an_address_that_is_wrong_on_every_page_is_one_problem(tmp_path: Path) -> None:
    head = '<link rev="made" href="owl@owls.example">\n<a href="javascript:void(0)">Share</a>'
    assert from_a_template(tmp_path, head, 12) == [
        '00.html:1: missing-scheme "owl@owls.example" must begin with mailto:, '
        "here and on 11 other pages, such as 01.html, 02.html",
        '00.html:2: javascript-href "javascript:void(0)" must be an address; '
        "a button is for scripts, here and on 11 other pages, such as 01.html, 02.html",
    ]


def test_a_vague_name_and_an_id_of_the_template_are_one_problem(tmp_path: Path) -> None:
    head = '<a href="#details">More...</a>\n<i id="details"></i><i id="details"></i>'
    others = "here and on 11 other pages, such as 01.html, 02.html"
    assert from_a_template(tmp_path, head, 12) == [
        '00.html:1: vague-link-text the link says only "More..."; '
        f"it must say where it leads, {others}",
        f'00.html:2: duplicate-id the id "details" stands 2 times, {others}',
    ]


def test_a_file_and_a_page_that_a_template_lacks_are_one_problem_in_any_folder(
    tmp_path: Path,
) -> None:
    head = '<script src="{0}owl.js"></script>\n<a href="{0}nest/#egg">Nest</a>\n'
    files = {f"{n:02}.html": head.format("") for n in range(6)}
    files |= {f"owls/{n}.html": head.format("../") for n in range(6)}
    around = "".join(f'<a href="{path}">Owl {path}</a>' for path in files)
    files["index.html"] = around
    others = "here and on 11 other pages, such as 01.html, 02.html"
    assert found(tmp_path, files) == [
        f'00.html:1: missing-asset the file "owl.js" is not there, {others}',
        f'00.html:2: missing-page the link "nest/#egg" leads nowhere, {others}',
    ]


def test_a_link_that_a_quarter_of_the_pages_have_wrong_is_a_problem_of_each(
    tmp_path: Path,
) -> None:
    """People may have written it: each of their pages is named."""
    files = {f"{n:02}.html": f'<a href="{(n + 1) % 44:02}.html">Next owl</a>' for n in range(44)}
    for n in range(11):
        files[f"{n:02}.html"] += '<a href="nest.html">Nest</a>'
    assert found(tmp_path, files) == [
        f'{n:02}.html:1: missing-page the link "nest.html" leads nowhere' for n in range(11)
    ]


def test_what_people_wrote_wrong_on_a_few_pages_is_a_problem_of_each(tmp_path: Path) -> None:
    problems = from_a_template(tmp_path, '<a href="www.owls.example">Owls</a>', 10)
    assert problems == [
        f'{n:02}.html:1: missing-scheme "www.owls.example" must begin with https://'
        for n in range(10)
    ]


def test_what_is_wrong_on_a_page_twice_is_told_at_both_of_its_lines(tmp_path: Path) -> None:
    twice = '<a href="tel:1">Call an owl</a>\n<a href="tel:1">Call an owl</a>'
    found_there = from_a_template(tmp_path, twice, 11)
    assert [line.partition(" ")[0] for line in found_there] == ["00.html:1:", "00.html:2:"]


def test_a_page_that_nothing_leads_to_is_named_by_its_first_line(tmp_path: Path) -> None:
    files = {"index.html": "<p>Owls", "lost.html": '<p>\n<a href="lost.html">Lost</a>'}
    assert found(tmp_path, files) == ["lost.html:1: orphan-page no other page links to this one"]


def test_a_page_whose_links_turn_out_to_lead_nowhere_is_parsed_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[str] = []

    def counted(site: Site, path: str, html: str) -> BuiltPage:
        parsed.append(path)
        return page_of(site, path, html)

    monkeypatch.setattr(reading, "page_of", counted)
    files = {
        "index.html": '<a href="b.html#x">Owls</a>\n<a href="b.html#x">Owls</a>',
        "b.html": "<p>Owls",
    }
    assert found(tmp_path, files) == [
        'index.html:1: missing-anchor there is no "#x" on b.html',
        'index.html:2: missing-anchor there is no "#x" on b.html',
    ]
    assert sorted(parsed) == ["b.html", "index.html"]


# Lines ------------------------------------------------------------------------------------


def test_of_links_that_are_alike_each_has_its_own_line(tmp_path: Path) -> None:
    html = (
        "<!-- <a href='gone/'>Comment</a> -->\n"
        '<a href="gone/">An owl</a>\n<p>gone/</p>\n'
        "<a\n title='x'\n href = gone/ >Another owl</a>\n"
        '<img src="gone/" alt="">'
    )
    assert found(tmp_path, {"index.html": html}) == [
        'index.html:2: missing-page the link "gone/" leads nowhere',
        'index.html:4: missing-page the link "gone/" leads nowhere',
        'index.html:7: missing-asset the file "gone/" is not there',
    ]


def test_the_line_of_a_link_with_entities_and_of_one_among_several(tmp_path: Path) -> None:
    html = '<p>\n<a href="a&amp;b/">Owls</a>\n<img srcset="x.png 1x,\n y.png 2x" alt="">'
    assert [line[:26] for line in found(tmp_path, {"index.html": html})] == [
        "index.html:2: missing-page",
        "index.html:3: missing-asse",
        "index.html:3: missing-asse",
    ]


def test_links_that_are_alike_have_the_lines_of_their_markdown(tmp_path: Path) -> None:
    docs = write_files(tmp_path / "docs", {"index.md": "[A](gone.md)\n\nowls\n\n[B](gone.md)\n"})
    html = '<a href="gone.md">Old owl</a><a href="gone.md">New owl</a>'
    site = Site.load(write_files(tmp_path / "site", {"index.html": html}), docs)
    assert reported(site) == [
        'docs/index.md:1: missing-page the link "gone.md" leads nowhere',
        'docs/index.md:5: missing-page the link "gone.md" leads nowhere',
    ]


def test_a_link_has_the_line_of_its_markdown_where_its_whole_address_stands(tmp_path: Path) -> None:
    words = "[A](best-nest.md)\n[B](../owls/nest.md)\n[C](best-nest/#roof)\n[D](the nest.md)\n"
    docs = write_files(tmp_path / "docs", {"index.md": words})
    html = "<a href='nest/'>Nest</a><a href='the nest.md'>The nest</a>"
    site = Site.load(write_files(tmp_path / "site", {"index.html": html}), docs)
    assert reported(site) == [
        'docs/index.md:2: missing-page the link "nest/" leads nowhere',
        'docs/index.md:4: missing-page the link "the nest.md" leads nowhere',
    ]


def test_a_reference_that_was_left_over_has_its_line_however_its_words_are_set(
    tmp_path: Path,
) -> None:
    html = (
        "<p>[owls]</p>\n<p>[<strong>barn</strong> &amp; <em>tawny\nowls</em>][barn]</p>\n"
        '<p>[<code>hoot()</code>][hoot]</p>\n<p>[<img src="data:,x" alt="Owl">][owl]</p>'
    )
    lines = [2, 4, 5]
    targets = ["barn & tawny owls][barn", "hoot()][hoot", "Owl][owl"]
    wrong = [f'undefined-reference "[{target}]" leads nowhere' for target in targets]
    assert found(tmp_path, {"index.html": html}) == [
        f"index.html:{line}: {words}" for line, words in zip(lines, wrong, strict=True)
    ]
    words = (
        "# Owls\n\n[**barn** & _tawny\nowls_][barn]\n\n[`hoot()`][hoot]\n\n[![Owl](data:,x)][owl]\n"
    )
    docs = write_files(tmp_path / "docs", {"index.md": words})
    assert reported(Site.load(tmp_path / "site", docs)) == [
        f"docs/index.md:{line}: {words}" for line, words in zip([3, 6, 8], wrong, strict=True)
    ]


# Where links stand ------------------------------------------------------------------------


def test_the_search_of_mkdocs_leads_to_pages_and_anchors_that_are_there(tmp_path: Path) -> None:
    index = '{"docs": [{"location": ""}, {"location": "#owls"}, {"location": "nest/"}, 7]}'
    assert found(
        tmp_path, {"index.html": '<h1 id="owl">Owls</h1>', "search/search_index.json": index}
    ) == [
        'search/search_index.json:1: missing-anchor there is no "#owls" on index.html; '
        'did you mean "owl"?',
        'search/search_index.json:1: missing-page the link "nest/" leads nowhere',
    ]


def test_what_the_search_finds_is_no_way_for_a_reader(tmp_path: Path) -> None:
    index = '{"docs": [{"location": "nest/"}]}'
    files = {"index.html": "", "nest/index.html": "", "search/search_index.json": index}
    assert found(tmp_path, files) == [
        "nest/index.html:1: orphan-page no other page links to this one"
    ]


@pytest.mark.parametrize("text", ["", "[]", "{", '{"docs": 3}', '{"docs": {"location": 1}}'])
def test_another_kind_of_search_index_has_no_links(tmp_path: Path, text: str) -> None:
    assert found(tmp_path, {"index.html": "", "search/search_index.json": text}) == []


def test_whole_addresses_on_the_own_host_are_links_of_the_site(tmp_path: Path) -> None:
    html = (
        f'<a href="{HOST}/repo/nest/#egg">Egg</a>\n<a href="{HOST}/repo/nets/">Nets</a>\n'
        f'<a href="HTTPS://Owls.example/repo/nest/">Nest</a>\n<a href="{HOST}/other/">Other</a>\n'
        f'<a href="{HOST}.uk/repo/gone/">Elsewhere</a>\n<a href="{HOST}/repo">Home page</a>'
    )
    files = {"index.html": html, "nest/index.html": ""}
    assert found(tmp_path, files, base="/repo/", host=HOST) == [
        'index.html:1: missing-anchor there is no "#egg" on nest/index.html',
        f'index.html:2: missing-page the link "{HOST}/repo/nets/" leads nowhere; '
        'did you mean "nest/"?',
    ]


@pytest.mark.parametrize(
    ("host", "own", "others"),
    [
        (
            HOST,
            "http://owls.example //owls.example https://owls.example:443 http://Owls.example:80",
            "https://owls.example:8080 https://www.owls.example //owls.example.uk",
        ),
        (
            f"{HOST}:8080",
            "http://owls.example:8080 //owls.example:8080",
            "https://owls.example //owls.example:80",
        ),
    ],
)
def test_the_own_host_may_be_written_in_several_ways(
    tmp_path: Path, host: str, own: str, others: str
) -> None:
    links = [f"{begin}/repo/nets/" for begin in (*own.split(), *others.split())]
    html = "\n".join(f'<a href="{link}">Nets of owls</a>' for link in links)
    assert found(tmp_path, {"index.html": html}, base="/repo/", host=host) == [
        f'index.html:{line}: missing-page the link "{begin}/repo/nets/" leads nowhere'
        for line, begin in enumerate(own.split(), 1)
    ]


def test_without_a_known_host_every_whole_address_leads_elsewhere(tmp_path: Path) -> None:
    html = (
        '<a href="//repo/nets/">Nets of owls</a> <a href="https://repo/repo/">Owls of the repo</a>'
    )
    assert found(tmp_path, {"index.html": html}, base="/repo/") == []


def write_pdf(path: Path) -> None:
    """Two sheets: a link to a page and to one that is gone, to a place and to one that is not."""
    with pikepdf.new() as pdf:
        for _ in range(2):
            pdf.add_blank_page()
        pdf.Root.Dests = pikepdf.Dictionary(nest=[pdf.pages[1].obj, pikepdf.Name.Fit])

        def link(**how: Any) -> pikepdf.Object:
            return pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], **how)

        def action(kind: str, **how: Any) -> pikepdf.Object:
            return link(A=pikepdf.Dictionary(S=pikepdf.Name(kind), **how))

        pdf.pages[0].Annots = pikepdf.Array(
            [
                action("/URI", URI=f"{HOST}/nest/"),
                action("/URI", URI=f"{HOST}/gone/"),
                action("/URI", URI="https://elsewhere.example/"),
                action("/JavaScript", JS="1"),
                link(Dest="nest"),
                link(Dest=[pdf.pages[1].obj, pikepdf.Name.Fit]),
            ]
        )
        pdf.pages[1].Annots = pikepdf.Array(
            [action("/GoTo", D="nets"), action("/GoTo", D=pikepdf.Name.nest)]
        )
        pdf.save(path)


def test_links_inside_a_pdf_are_followed_and_named_by_their_sheet(tmp_path: Path) -> None:
    files = {"index.html": '<a href="nest/">Nest</a> <a href="o.pdf#page=2">Print</a>'}
    folder = write_files(tmp_path / "site", {**files, "nest/index.html": ""})
    write_pdf(folder / "o.pdf")
    assert reported(Site.load(folder, host=HOST)) == [
        f'o.pdf:1: missing-page the link "{HOST}/gone/" leads nowhere',
        'o.pdf:2: missing-anchor there is no "#nets" on o.pdf; did you mean "nest"?',
    ]


def test_a_pdf_with_a_password_has_no_links(tmp_path: Path) -> None:
    folder = write_files(tmp_path, {"index.html": ""})
    with pikepdf.new() as pdf:
        pdf.save(folder / "o.pdf", encryption=pikepdf.Encryption(owner="owl", user="nut"))
    assert reported(Site.load(folder)) == []


def test_parts_of_a_pdf_that_stand_in_many_places_are_read_once(tmp_path: Path) -> None:
    """A tree of 30 parts took for ever; 3,000 pages with one list have nine million links."""
    folder = write_files(tmp_path, {"index.html": '<a href="o.pdf#nest">The nest</a>'})
    with pikepdf.new() as pdf:
        names = pdf.make_indirect(pikepdf.Dictionary(Names=pikepdf.Array(["nest", 1])))
        for _ in range(30):
            names = pdf.make_indirect(pikepdf.Dictionary(Kids=pikepdf.Array([names] * 3)))
        pdf.Root.Names = pikepdf.Dictionary(Dests=names)
        action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=f"{HOST}/gone/")
        link = pdf.make_indirect(pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=action))
        links = pdf.make_indirect(pikepdf.Array([link]))
        for _ in range(3):
            pdf.add_blank_page()
            pdf.pages[-1].Annots = links
        pdf.save(folder / "o.pdf")
    assert reported(Site.load(folder, host=HOST)) == [
        f'o.pdf:1: missing-page the link "{HOST}/gone/" leads nowhere'
    ]


def test_a_file_that_is_no_pdf_has_no_links(tmp_path: Path) -> None:
    assert found(tmp_path, {"index.html": "", "o.pdf": "%PDF-1.7 and then nothing"}) == []


# The files of a site ----------------------------------------------------------------------


def test_links_to_folders_are_followed_but_not_in_circles(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "site", {"index.html": "", "v2/index.html": "", "v2/a/b": ""})
    (folder / "latest").symlink_to("v2")
    (folder / "v2/up").symlink_to("..")
    (folder / "v2/a/here").symlink_to(".")
    (folder / "v2/self").symlink_to("self")
    (folder / "dead.html").symlink_to("nowhere.html")
    os.mkfifo(folder / "pipe.html")
    assert Site.load(folder).files == {
        *("index.html", "v2/index.html", "v2/a/b", "latest/index.html", "latest/a/b")
    }


def test_two_folders_that_hold_links_to_each_other_have_an_end(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "site", {"a/1.html": "", "b/2.html": ""})
    (folder / "a/b").symlink_to("../b")
    (folder / "b/a").symlink_to("../a")
    assert Site.load(folder).files == {"a/1.html", "b/2.html", "a/b/2.html", "b/a/1.html"}


GERMAN = '<h1 id="käuze">Käuze</h1><a href="#käuze">Alle Käuze</a> <a href="grüße.html">Grüße</a>'


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
        ('<meta charset="utf-8">', "utf-8"),
        ('<meta charset="iso-8859-1">', "cp1252"),
        ("<META CHARSET=Latin1>", "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">', "cp1252"),
        ("<meta content='text/html;charset=gb18030' http-equiv=content-type>", "gb18030"),
        ('<?xml version="1.0" encoding="ISO-8859-15"?>', "iso-8859-15"),
        ('<!-- <meta charset="latin1"> -->', "utf-8"),
        ('<meta name="description" content="charset=latin1">', "utf-8"),
        ('<meta charset="owl">', "utf-8"),
        ('<meta charset="utf-16le">', "utf-8"),
        ('<meta charset="iso-2022-kr">', "utf-8"),
        ("<title>" + "Owls " * 250 + '</title><meta charset="latin1">', "utf-8"),
    ],
)
def test_a_page_is_read_in_the_encoding_that_a_browser_finds(
    tmp_path: Path, head: str, encoding: str
) -> None:
    folder = write_files(tmp_path, {"grüße.html": ""})
    (folder / "index.html").write_bytes((head + GERMAN).encode(encoding))
    (folder / "nest.html").write_bytes(b'<meta charset="shift_jis"><a href="\x95\x5c.html">N</a>')
    assert reported(Site.load(folder)) == [
        'nest.html:1: missing-page the link "表.html" leads nowhere',
        "nest.html:1: orphan-page no other page links to this one",
    ]


def test_a_style_sheet_is_read_in_the_encoding_that_it_declares(tmp_path: Path) -> None:
    folder = write_files(tmp_path, {"index.html": '<link rel="stylesheet" href="a.css">', "ö": ""})
    (folder / "a.css").write_bytes(
        '@charset "iso-8859-1"; b {background: url(ö)}'.encode("latin-1")
    )
    assert reported(Site.load(folder)) == []


def test_a_page_larger_than_any_is_reported_and_the_rest_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("linkaudit.crawl.reading.LARGEST", 20)
    assert found(
        tmp_path,
        {
            "a.html": '<a href="c.html">c c c</a>',
            "index.html": '<a href="b">a</a>',
            "c.pdf": "a pdf of more than that",
        },
    ) == [
        "a.html:1: unreadable cannot be read: it has more than 0 MB",
        'index.html:1: missing-page the link "b" leads nowhere',
    ]


def test_blocks_too_deep_for_any_parser_are_reported(tmp_path: Path) -> None:
    owls = '<a href="gone/">Owls</a>'
    files = {
        "index.html": "<div>" * 20_001 + owls,
        "a/index.html": ("<div>" * 10_000 + "</div>" * 10_000) * 3 + owls,
        "b/index.html": "<br><path/><p>" * 25_000 + owls,
    }
    assert [line for line in found(tmp_path, files) if "orphan" not in line] == [
        'a/index.html:1: missing-page the link "gone/" leads nowhere',
        'b/index.html:1: missing-page the link "gone/" leads nowhere',
        "index.html:1: unreadable cannot be read: "
        "more than 20,000 elements stand within each other",
    ]


@pytest.mark.parametrize(
    ("url", "host", "path"),
    [
        ("https://User.github.io/repo/", "https://user.github.io", "/repo/"),
        ("https://owls.example:8080", "https://owls.example:8080", "/"),
        ("/repo", "", "/repo"),
        ("https://owls.example/my%20repo/", HOST, "/my repo/"),
        ("", "", "/"),
    ],
)
def test_the_address_of_a_site_is_its_host_and_its_path(url: str, host: str, path: str) -> None:
    assert host_of(url) == (host, path)


# Many pages -------------------------------------------------------------------------------


def large_site(folder: Path, pages: int = 400) -> Path:
    files = {
        f"p{n}/index.html": f'<h1 id="h{n}">{n}</h1><a href="../p{n + 1}/#h{n + 1}">Next page</a>'
        for n in range(pages)
    }
    return write_files(folder / "site", {**files, "index.html": '<a href="p0/#gone">Begin</a>'})


def test_several_processes_find_what_one_finds(tmp_path: Path) -> None:
    site = Site.load(large_site(tmp_path))
    problems = reported(site)
    assert problems == [
        'index.html:1: missing-anchor there is no "#gone" on p0/index.html',
        'p399/index.html:1: missing-page the link "../p400/#h400" leads nowhere',
    ]
    assert reported(site, jobs=2) == problems


def test_a_long_circle_names_the_first_pages_of_its_way(tmp_path: Path) -> None:
    onward = '<meta http-equiv="refresh" content="0; url={}.html">'
    ring = {f"{n}.html": onward.format((n + 1) % 6) for n in range(6)}
    assert found(tmp_path, {"index.html": '<a href="3.html">Owls</a>', **ring}) == [
        "0.html:1: circular-redirect the page sends its readers in a circle, by 1.html, 2.html, "
        "3.html and 2 more"
    ]


# The command ------------------------------------------------------------------------------


def test_a_site_is_checked_without_a_file_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_files(tmp_path / "site", {"index.html": '<a href="gone/">An owl</a>'})
    assert main(["links", "site"]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--jobs", "0"], 'argument --jobs: must be a number from 1 on, is "0"'),
        (["--jobs", "two"], 'argument --jobs: must be a number from 1 on, is "two"'),
        (
            ["--base-url", "https://[owls"],
            'argument --base-url: must be like https://user.github.io/repo/, is "https://[owls"',
        ),
        (
            ["--base-url", "https://owls.example:barn/"],
            "argument --base-url: must be like https://user.github.io/repo/, is "
            '"https://owls.example:barn/"',
        ),
    ],
)
def test_an_argument_that_cannot_be_read_is_reported(
    capsys: TEXT, options: list[str], message: str
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["links", "site", *options])
    assert stop.value.code == 1
    assert capsys.readouterr().err.endswith(f"linkaudit links: {message}\n")


def test_a_name_that_no_terminal_can_show_is_reported_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = write_files(tmp_path / "site", {"index.html": ""})
    with open(os.fsencode(folder) + b"/\xff.html", "wb"):  # noqa: PTH123
        pass
    assert main(["links", "site"]) == 2
    out = capsysbinary.readouterr().out
    assert out == b"\\udcff.html:1: orphan-page no other page links to this one\n"

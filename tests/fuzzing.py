"""What nobody would write on purpose: random pages, sites, guides and bibliographies.

All are made of parts that mean something to a parser, because mere noise rarely gets far. The
tests take the same examples each time; `FUZZ=100` takes a hundred times as many, always others.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from small_guide import FRONT_MATTER, TINY_GUIDE

Text = st.SearchStrategy[str]
Bytes = st.SearchStrategy[bytes]
_MORE = int(os.environ.get("FUZZ", "1"))


def examples(number: int) -> Callable[[Any], Any]:
    """Run a test with so many examples, whatever their size and however long each takes."""
    return settings(
        max_examples=number * _MORE,
        derandomize=_MORE == 1,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


def some(*parts: str) -> Text:
    """A row of parts, in any order and number."""
    return st.lists(st.sampled_from(parts), max_size=25).map("".join)


# HTML -------------------------------------------------------------------------------------

_TAGS = (
    "a area article b base body br button canvas code details div dl font form frameset h1 head "
    "html i iframe image img input li link math meta noscript object p plaintext pre script select "
    "source span style svg table td template textarea title tr ul use video x-owl xmp"
).split()
_ATTRIBUTES = (
    "action alt aria-label aria-labelledby cite class content data formaction href href HREF "
    "http-equiv id id name poster rel src srcset style title type xlink:href"
).split()
_MANY_DIGITS = f"&#{'9' * 5000};"
_NOISE = st.text(
    st.one_of(
        st.sampled_from(
            "\0\t\n\r\f\v \x1b\x7f\x85\xa0\u200b\u2028\ufeff\ufffdé🦉\\\"'`<>&;#%?=/:@[]"
        ),
        st.sampled_from("^{}()*,.!-"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=9,
)
_WORDS = st.sampled_from(
    (
        *("owl", "Owls hunt", "here", "read more", "[nest][egg]", "[^1]", "][", "[^", "[", "]("),
        *("&amp;", "&#0;", "&#xD800;", "&#99999999;", _MANY_DIGITS, "&owl", "&", "&#91;"),
        *("<![", "<![CDATA[", "]]>", "<!", "<?", "</", "<", "<!DOCTYPE html>", "<!doctype"),
        *("<!--[if IE]>", "<![endif]-->", "<!--", "-->", "--!>", "<!-->", "<!---", "\ufeff"),
        *("url(", "url('", "/*", "*/", "@import", "}", "\n", "\r\n", "\x0c", "\x1b[31m", "\0"),
    )
)
_PATHS = st.sampled_from(
    (
        *("", "#", "#top", "#owl", "#%ff", "#:~:text=a", ".", "..", "/", "//", "///", "./", "?"),
        *("nest/", "nest/#owl", "nest", "nest.html", "../nest/../../nest/", "/repo/nest/"),
        *("%2e%2e/", "%", "%00", "%ff.html", "%c3%28", "a%20b", "nest%23owl", "index.html?#"),
        *("http:", "https://", "https:/owls", "https://[::1", "https://[owl]/", "http://o:99999/"),
        *("https://owls.example", "https://owls.example/repo/nest/", "https://owls.example:x/"),
        *("//owls.example/repo/", "http://a@b@c/", "\\\\owls\\nest", "..\\nest", "C:\\owls"),
        *("mailto:", "mailto:?to=", "tel:", "tel:+", "sms:1", "javascript:", "data:,", "nhs.uk/x"),
        *("a 1x, b 2x", ", ,", "a,", "0;url=nest/", "0; url='nest/", ";", "url(nest.png)", "a b"),
        _MANY_DIGITS,
    )
)
_SCHEMES = st.sampled_from("http https mailto tel sms javascript htps x-owl+1 1a é".split())
ADDRESSES: Text = st.one_of(
    _PATHS,
    _NOISE,
    st.builds("{}:{}".format, _SCHEMES, _PATHS | _NOISE),
    st.builds("{}{}".format, _PATHS, _NOISE),
    st.builds(lambda text, times: text * times, _PATHS | _NOISE, st.integers(2, 400)),
)
_FORMS = st.sampled_from((*[' {}="{}"'] * 4, " {}='{}'", " {}={}", ' {}="{}', " {}", "/{}={}"))


@st.composite
def _start_tags(draw: st.DrawFn) -> str:
    """A start tag with some attributes, each perhaps without its quotes or one of them."""
    written = draw(st.sampled_from(("<", "<", "<", "< ", "</"))) + draw(st.sampled_from(_TAGS))
    for name in draw(st.lists(st.sampled_from(_ATTRIBUTES), max_size=3)):
        written += draw(_FORMS).format(name, draw(ADDRESSES))
    return written + draw(st.sampled_from((">", ">", ">", ">", "/>", "", " ", "\n>")))


HTML: Text = st.lists(
    st.one_of(
        *(_start_tags(), _start_tags(), _WORDS, _NOISE),
        st.sampled_from([f"</{tag}>" for tag in _TAGS]),
    ),
    max_size=25,
).map("".join)


@st.composite
def encoded(draw: st.DrawFn, texts: Text) -> bytes:
    """A text as bytes: mostly UTF-8, perhaps with a mark, in another encoding, or broken."""
    text = draw(texts)
    form = draw(st.sampled_from((*["utf-8"] * 6, "utf-8-sig", "utf-16", "latin-1", "", "")))
    if form:
        return text.encode(form, "replace")
    whole, place = text.encode(), draw(st.integers(0, 200))
    return whole[:place] + draw(st.binary(max_size=6)) + whole[place : draw(st.integers(0, 400))]


PAGES: Bytes = encoded(HTML)

# Sites ------------------------------------------------------------------------------------


def _values(*keys: str) -> st.SearchStrategy[Any]:
    """A value of JSON, with objects of these keys among others."""
    leaves = st.none() | st.booleans() | st.integers() | st.floats() | ADDRESSES
    return st.recursive(
        leaves,
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(st.sampled_from((*keys, "owl")), inner, max_size=4)
        ),
        max_leaves=12,
    )


JSON: Text = st.one_of(
    _values("icons", "src", "start_url", "docs", "location").map(json.dumps),
    some("[", "]", "{", "}", ":", ",", '"docs"', '"location"', '"a"', "1", "null", "\\", '"', "\n"),
)
_SITEMAPS = st.lists(
    st.one_of(
        st.sampled_from(("<loc>", "</loc>", "<urlset>", "<?xml version='1.0'?>", "<![CDATA[")),
        ADDRESSES,
        st.builds("<loc>{}</loc>".format, ADDRESSES),
    ),
    max_size=12,
).map("".join)
_STYLES = st.lists(
    st.one_of(_WORDS, ADDRESSES, st.builds("a{{b:url({})}}".format, ADDRESSES)), max_size=12
).map("".join)
_PDFS = some(
    *("%PDF-1.7\n", "1 0 obj ", "endobj ", "<<", ">>", "[", "]", "/Type ", "/Catalog ", "/Pages "),
    *("/Kids ", "1 0 R ", "2 0 R ", "/Count 1 ", "/Annots ", "/Subtype /Link ", "/A ", "/URI "),
    *("(owl)", "/S /GoTo ", "/D ", "/Dests ", "/Names ", "/Root 1 0 R ", "trailer ", "startxref "),
    *("stream\n", "endstream ", "%%EOF", "null ", "true ", "/Limits ", "2 0 obj ", "-1 ", "7 "),
)
OTHERS: dict[str, Bytes] = {
    "sitemap.xml": encoded(_SITEMAPS),
    "search/search_index.json": encoded(JSON),
    "manifest.json": encoded(JSON),
    "owl.webmanifest": encoded(JSON | _NOISE),
    "owl.css": encoded(_STYLES),
    "owl.pdf": encoded(_PDFS),
}
# Any bytes but these two can stand in the name of a file, 255 at most.
NAMES: Bytes = st.one_of(
    st.sampled_from((b"nest", b"%", b"%2e", b"a#b", b"a?b", b"a b", b"\xff", b"a\nb", b"\r")),
    st.sampled_from((b"\x1b[2J", b"..a", b"\\", b"a:b", b"'\"<>&", "é".encode(), b"o" * 250)),
    st.binary(max_size=6).map(lambda name: b"_" + name.translate(None, b"/\0")),
)
_ENDS = st.sampled_from((b".html", b".html", b".html", b"/index.html", b"", b".css", b".pdf"))
_FILES = st.one_of(
    st.sampled_from((b"index.html", b"nest/index.html", b"404.html", b"nest.html")),
    st.builds(bytes.__add__, NAMES, _ENDS),
    st.builds(lambda folder, name, end: folder + b"/" + name + end, NAMES, NAMES, _ENDS),
)


@st.composite
def sites(draw: st.DrawFn) -> dict[bytes, bytes]:
    """The files of a site with a first page; some of their names are in each other's way."""
    files = {b"index.html": draw(PAGES), **draw(st.dictionaries(_FILES, PAGES, max_size=4))}
    for name in draw(st.sets(st.sampled_from(sorted(OTHERS)), max_size=2)):
        files[name.encode()] = draw(OTHERS[name])
    return files


# Guides -----------------------------------------------------------------------------------

YAML: Text = st.one_of(
    some(
        *("- ", "  ", "\n", "a: ", "id: ", "x", '"', "'", "{", "}", "[", "]", ",", "&a ", "*a "),
        *("!!int ", "!!float ", "!!timestamp ", "!!binary ", "!!set ", "!!omap ", "!x ", "? "),
        *("| ", "> ", "%YAML 1.9", "---\n", "...\n", "# c\n", "2026-13-45", "2026-01-01", "0b_"),
        *("0x_", "1:99", "1e999", ".nan", "~", "yes", "<<: ", "=", "9" * 4400, "\t", "\0", "\x07"),
        *("\ufeff", "é", "🦉", "title: ", "date-parts: ", "- id: a\n  title: b\n", "[[2019]]"),
    ),
    st.text(alphabet=list("-:{}[]&*!|>'\"%@`#,? \n\t\0a1é"), max_size=30),
    ADDRESSES,
)
MARKDOWN: Text = st.one_of(
    some(
        *("# H\n", "[@acorn2019]", "[@x]", "[@acorn2019, p. 3; @y]", "[see @a]", "[-@a]", "[@"),
        *("/// ", "/// urgent-care | Title\nx\n///\n", "/// routine | a\n///\n", "///\n"),
        *("/// pose | a\n///\n", "/// picture | a\n///\n", '--8<-- "a.md"\n', "--8<--\n"),
        *("| a | b |\n|---|---|\n", "[x](nuts.md)", "[x](#y)", "![a](b.png)", "<div>", "</div>"),
        *("<!--", "-->", "```\n", "`", "{: #a .b }", "* a\n", "\n\n", "\n", "    ", "\t", "\0"),
        *("NHS", "*[NHS]: x\n", "&nbsp;", "🦉", "\r\n", "\u2028", "Squirrels need nuts. ", "---\n"),
        *("@a2020", "[see @b; -@c, p. 3]", "@{a b}", "@doi:10.1136/bmj.i6748", "[@x]: doi:10.1/2"),
        *("nocite: |\n  @*\n", "$", "$$", "<https://", "http://a.b/@c", "\\", "(@good)", "[^1]: "),
    ),
    HTML,
)
FRONT: Text = st.one_of(
    st.just(FRONT_MATTER),
    YAML.map("---\n{}\n---\n".format),
    st.builds(
        lambda name, value: FRONT_MATTER.replace("status: draft", f"{name}: {value}"),
        st.sampled_from(("status", "waivers", "last_reviewed", "title", "reviewed_by", "x")),
        YAML | st.sampled_from(("[]", "{a: b}", "true", "2026-13-45", "9999-12-31", "~", "[[1]]")),
    ),
)


def _flow(keys: Iterable[str]) -> Text:
    """A value of YAML in brackets, with these keys."""
    return st.recursive(
        st.sampled_from(
            ("a", "1", "2019", "~", "true", "[]", "{}", "'x y'", "2026-13-45", "-1", '""')
        ),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3).map(lambda parts: f"[{', '.join(parts)}]"),
            st.dictionaries(st.sampled_from(tuple(keys)), inner, max_size=4).map(
                lambda parts: f"{{{', '.join(f'{k}: {v}' for k, v in parts.items())}}}"
            ),
        ),
        max_leaves=8,
    )


DATA: Bytes = encoded(
    YAML
    | st.lists(
        _flow(
            "id title type steps say dose family date-parts evidence joints left knee exercises "
            "name stop_if repetitions hold_seconds page where url reason until words claim".split()
        ).map("- {}\n".format),
        max_size=4,
    ).map("".join)
)
SETTINGS: Text = st.one_of(
    YAML,
    st.builds(
        lambda name, value: f"{TINY_GUIDE['mkdocs.yml']}{name}: {value}\n",
        st.sampled_from("docs_dir site_dir extra_css hooks INHERIT validation watch".split()),
        _flow(("a", "links")) | YAML,
    ),
    st.builds(
        lambda name, value: TINY_GUIDE["mkdocs.yml"].replace(
            "clinic: {}", f"clinic: {{{name}: {value}}}"
        ),
        st.sampled_from("name phone email colour logo address approval x".split()),
        _flow(("a", "name", "date")),
    ),
)

# Bibliographies ---------------------------------------------------------------------------

BIBTEX: Text = some(
    *("@article{", "@book(", "a2020,", "title", "=", "{", "}", '"', "(", ")", ",", "\n", "#"),
    *("@string{x=", "x", "month=jan", "doi={10.1136/bmj.i6748}", "doi=10.1/", "\\url{", "\\", "$"),
    *("%", "@comment{", '@preamble{"', "@", "author={A and B and {C}}", "author={a,b,c,d}"),
    *("year=2020", "pages=1--9", "crossref={a}", "ids={b,c}", '\\"o', "\\textless", "🦉", "\0"),
    "@article{a2020,\n title={T},\n author={A, B, C, D, E},\n}\n",
)
_DATES = st.lists(st.integers(-5, 3000) | st.text(max_size=3) | st.floats(), max_size=4)
FIELDS: st.SearchStrategy[dict[str, Any]] = st.dictionaries(
    st.sampled_from(
        "type title author editor issued page DOI edition accessed custom volume issue number "
        "publisher publisher-place container-title URL PMID ISBN note x".split()
    ),
    st.one_of(
        _values(
            "family", "given", "literal", "date-parts", "raw", "year", "month", "seen", "figures"
        ),
        _DATES.map(lambda date: {"date-parts": [date]}),
        st.sampled_from(("webpage", "book", "article-journal", "10.1136/bmj.i6748", "1-9", "21")),
    ),
    max_size=8,
)
CSL: Text = st.one_of(
    st.lists(FIELDS.map(lambda fields: {"id": "a", **fields}), max_size=3).map(json.dumps), JSON
)
RECORDS: st.SearchStrategy[dict[str, Any]] = st.dictionaries(
    st.sampled_from(
        "title subtitle author editor issued published-print published container-title volume "
        "issue page article-number update-to updated-by relation type publisher ISBN error uid "
        "authors pubdate fulljournalname source pages references pubtype articleids".split()
    ),
    _values(
        *("family", "given", "name", "DOI", "type", "label", "updated", "id", "date-parts"),
        *("authtype", "idtype", "value", "reftype", "refsource", "pmid"),
    ),
    max_size=9,
)

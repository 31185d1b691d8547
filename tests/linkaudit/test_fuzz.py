"""Whatever stands in a site, a guide or a bibliography, a command tells problems and never breaks.

The examples are made by the strategies of fuzzing.py.
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import tempfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar
from xml.etree import ElementTree

import fuzzing
import pikepdf
import pytest
import yaml
from fuzzing import examples
from guide.__main__ import main
from guide.content import markdown_text
from guide.references import vancouver
from guide.references.add import entry_text, fields_of
from hypothesis import given
from hypothesis import strategies as st
from linkaudit.citations.library import Library
from linkaudit.core import yaml_lines
from linkaudit.core.formats import FORMATS
from linkaudit.core.problem import Problem
from linkaudit.core.text import UnreadableAnswerError
from linkaudit.crawl import crawler as visiting
from linkaudit.crawl.built_file import BuiltPage, page_of
from linkaudit.crawl.built_site import Site
from linkaudit.crawl.crawler import check, node_of
from linkaudit.crawl.html_addresses import held_by
from linkaudit.crawl.html_limits import UnreadableFileError
from linkaudit.crawl.link_rules import LINKS
from linkaudit.crawl.plain_page import held_by_plain
from linkaudit.crawl.reading import file_of
from linkaudit.http.answer import Answer, Hop
from linkaudit.probe import document as anchors
from linkaudit.probe import landing, verdict
from linkaudit.probe.document import Document
from linkaudit.references.bibliography import Reference
from linkaudit.registers import comparison, crossref, entries, nice, notices, pubmed
from selectolax.lexbor import LexborHTMLParser
from small_guide import TINY_GUIDE, TODAY, write_files

Failure = TypeVar("Failure", bound=Exception)
HOST = "https://owls.example"


@pytest.fixture(autouse=True)
def _garbage_is_collected_again() -> Iterator[None]:
    """`links` ends soon after, and so collects none; these tests go on."""
    yield
    gc.enable()


@contextlib.contextmanager
def folder_of(files: dict[bytes, bytes]) -> Iterator[Path]:
    """A folder with files, but for those whose names are in the way of others or too long."""
    with tempfile.TemporaryDirectory() as name:
        for path, content in files.items():
            place = Path(os.fsdecode(os.path.join(os.fsencode(name), b"site", path)))  # noqa: PTH118
            with contextlib.suppress(OSError):
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(content)
        yield Path(name)


def reported_by(*arguments: str | Path) -> tuple[int, str]:
    """The exit code of a command and what it prints; what it says of a failure is one line."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in "oe")
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([str(argument) for argument in arguments])
    texts = []
    for stream in (out, err):
        stream.seek(0)
        texts.append(stream.read())
    assert code in (0, 1, 2)
    assert "Traceback" not in texts[1]
    if code == 1:
        assert texts[0] == ""
        assert all(line.startswith("guide: ") for line in texts[1].splitlines())
    return code, texts[0]


def failure(kind: type[Failure], do: Callable[..., object], *arguments: Any) -> Failure | None:
    """The error of the one kind that a function may raise, or None if it does not."""
    try:
        do(*arguments)
    except kind as error:
        return error
    return None


def rules_of(problems: list[Problem]) -> Counter[str]:
    return Counter(problem.rule for problem in problems)


def found_in(folder: Path, page: str, **others: str | bytes) -> list[Problem]:
    files = {"index.html": page, **others}
    return check(Site.load(write_files(folder / "site", files)), LINKS, 1).problems


# Sites ------------------------------------------------------------------------------------


@examples(40)
@given(fuzzing.sites())
def test_any_site_is_checked_and_reported_in_every_format(files: dict[bytes, bytes]) -> None:
    with folder_of(files) as folder:
        links: list[str | Path] = [
            "links",
            folder / "site",
            "--base-url",
            f"{HOST}/repo/",
        ]
        code, text = reported_by(*links)
        reported = {form: reported_by(*links, "--format", form) for form in FORMATS}
    assert {said[0] for said in reported.values()} == {code}
    problems = json.loads(reported["json"][1])
    assert all(problem["line"] >= 1 and problem["message"] for problem in problems)
    assert (code == 2) == bool(problems)
    assert text.count("\n") == len(problems)
    assert len(json.loads(reported["sarif"][1])["runs"][0]["results"]) == len(problems)
    github = reported["github"][1].split("\n")[:-1]
    assert [line.partition(" ")[0] for line in github] == ["::error"] * len(problems)
    failures = int(ElementTree.fromstring(reported["junit"][1].encode()).get("failures", ""))  # noqa: S314
    assert failures == len({problem["rule"] for problem in problems})


@examples(3)
@given(st.lists(fuzzing.PAGES, min_size=40, max_size=60))
def test_two_processes_find_what_one_finds(pages: list[bytes]) -> None:
    few = visiting._WORTH_A_PROCESS, visiting._BATCH
    visiting._WORTH_A_PROCESS, visiting._BATCH = 1, 7
    try:
        with folder_of({b"%d.html" % n: page for n, page in enumerate(pages)}) as folder:
            one, two = (check(Site.load(folder / "site"), LINKS, jobs) for jobs in (1, 2))
    finally:
        visiting._WORTH_A_PROCESS, visiting._BATCH = few
    assert one.problems == two.problems
    assert (one.links, one.graph) == (two.links, two.graph)


def held_to_all_rules(path: str, content: bytes) -> list[Problem]:
    """What the rules of one file find."""
    site = Site(Path("/site"), frozenset({"index.html", "nest/index.html", path}), host=HOST)
    file = file_of(site, path, content)
    rules: list[Any] = [*LINKS.of_files, *(LINKS.of_pages if isinstance(file, BuiltPage) else ())]
    node_of(file, external=True)
    return [problem for rule in rules for problem in rule(file)]


@examples(300)
@given(fuzzing.PAGES)
def test_the_problems_of_any_page_have_lines_that_it_has(page: bytes) -> None:
    for problem in held_to_all_rules("page.html", page):
        encoding = "utf-16" if page[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
        assert 1 <= problem.line <= page.decode(encoding, "replace").count("\n") + 1


@pytest.mark.parametrize("path", fuzzing.OTHERS)
def test_the_other_files_of_a_site_may_hold_anything(path: str) -> None:
    @examples(60)
    @given(fuzzing.OTHERS[path])
    def any_content(content: bytes) -> None:
        for problem in held_to_all_rules(path, content):
            assert problem.path == path

    any_content()


@examples(300)
@given(fuzzing.HTML)
def test_every_link_that_a_reader_sees_is_followed_or_has_a_scheme_or_is_reported(
    html: str,
) -> None:
    site = Site(Path("/site"), frozenset({"index.html"}), host=HOST)
    page = page_of(site, "index.html", html)
    seen = [node.attributes["href"] for node in LexborHTMLParser(html).css("a[href]")]
    followed = {followed.link.target for followed in page.followed}
    schemed = {schemed.link.target for schemed in page.schemed}
    in_order, node = page.in_order, node_of(page, external=True)
    external = {in_order[number].target for number, _ in node.external}
    for href in seen:
        if target := (href or "").strip():
            assert target in followed | schemed | external


@examples(300)
@given(fuzzing.HTML)
def test_a_page_read_by_its_tags_holds_what_a_parser_finds(html: str) -> None:
    plain = held_by_plain(html)
    if plain is not None:
        read = held_by(LexborHTMLParser(html))
        found = set(read.links), set(read.ids), set(read.names)
        assert (set(plain.links), set(plain.ids), set(plain.names)) == found


def link_actions() -> st.SearchStrategy[Any]:
    """What a link in a PDF may be, and much that it may not."""
    leaf = st.one_of(
        st.integers(-3, 99),
        st.booleans(),
        st.text(max_size=5).map(pikepdf.String),
        st.sampled_from(("/Link", "/URI", "/GoTo", "/X")).map(pikepdf.Name),
    )
    keys = st.sampled_from("/A /S /D /Dest /Dests /URI /Kids /Names /Limits /Subtype".split())
    return st.recursive(
        leaf,
        lambda inner: (
            st.lists(inner, max_size=3).map(pikepdf.Array)
            | st.dictionaries(keys, inner, max_size=4).map(pikepdf.Dictionary)
        ),
        max_leaves=10,
    )


@examples(60)
@given(link_actions(), link_actions(), link_actions())
def test_a_broken_link_in_a_pdf_hides_no_other(broken: Any, names: Any, places: Any) -> None:
    good = {"/Subtype": pikepdf.Name("/Link"), "/A": {"/S": pikepdf.Name("/URI"), "/URI": "gone/"}}
    also_broken = {**good, "/A": broken}
    with pikepdf.Pdf.new() as pdf:
        pdf.add_blank_page()
        pdf.pages[0].obj["/Annots"] = pikepdf.Array(
            [broken, pikepdf.Dictionary(also_broken), pikepdf.Dictionary(good)]
        )
        pdf.Root["/Names"], pdf.Root["/Dests"] = names, places
        file = io.BytesIO()
        pdf.save(file, deterministic_id=True)
    found = held_to_all_rules("owl.pdf", file.getvalue())
    assert [p.rule for p in found if p.target == "gone/"] == ["missing-page"]


def test_a_pdf_that_unpacks_to_more_than_any_has_no_links() -> None:
    """Its first object stands in a stream of 40 MB of spaces, packed to 40 kB."""
    packed = zlib.compress(b"1 0 << /Type /Catalog /Pages 3 0 R >>" + b" " * 40_000_000)
    written, at = b"%PDF-1.5\n", {}
    for number, body in (
        (2, b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>" % len(packed)),
        (3, b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>"),
        (4, b"<< /Type /Page /Parent 3 0 R /Annots [5 0 R] >>"),
        (5, b"<< /Subtype /Link /A << /S /URI /URI (gone/) >> >>"),
    ):
        at[number] = len(written)
        stream = b"\nstream\n" + packed + b"\nendstream" if number == 2 else b""
        written += b"%d 0 obj\n%b%b\nendobj\n" % (number, body, stream)
    rows = [(0, 0), (2, 2), *((1, at[number]) for number in (2, 3, 4, 5)), (1, len(written))]
    table = b"".join(bytes([kind]) + place.to_bytes(4, "big") + b"\0" for kind, place in rows)
    written += (
        b"6 0 obj\n<< /Type /XRef /Size 7 /W [1 4 1] /Root 1 0 R /Length %d >>\nstream\n%b\n"
        b"endstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (len(table), table, len(written))
    )
    with pikepdf.open(io.BytesIO(written)) as pdf:
        assert str(pdf.pages[0]["/Annots"][0]["/A"]["/URI"]) == "gone/"  # given the memory
    assert len(written) < 50_000
    assert held_to_all_rules("owl.pdf", written) == []


# Files ------------------------------------------------------------------------------------


def test_a_file_that_is_gone_since_it_was_listed_is_reported(tmp_path: Path) -> None:
    files = {"index.html": '<a href="owl/">Owl</a>', "owl/index.html": ""}
    site = Site.load(write_files(tmp_path, files))
    (tmp_path / "owl/index.html").unlink()
    assert [str(problem) for problem in check(site, LINKS, 1).problems] == [
        "owl/index.html:1: unreadable cannot be read: No such file or directory"
    ]


def test_pipes_circles_and_dead_links_are_no_files(tmp_path: Path) -> None:
    page = "".join(f'<a href="{name}">Owl {name}</a>\n' for name in ("pipe", "self", "dead", "up/"))
    folder = write_files(tmp_path / "site", {"index.html": page})
    os.mkfifo(folder / "pipe")
    (folder / "self").symlink_to("self")
    (folder / "dead").symlink_to("nowhere")
    (folder / "up").symlink_to("..")
    assert [str(problem)[:26] for problem in check(Site.load(folder), LINKS, 1).problems] == [
        f"index.html:{line}: missing-page" for line in (1, 2, 3, 4)
    ]


def test_a_page_in_utf_16_or_with_a_mark_is_read_as_browsers_read_it(tmp_path: Path) -> None:
    page = '<a href="gone/">Owls é</a>'
    files = {f"{name}.html": page.encode(name) for name in ("utf-16", "utf-8-sig")}
    files["big.html"] = b"\xfe\xff" + page.encode("utf-16-be")
    files["manifest.json"] = '{"start_url": "gone/"}'.encode("utf-8-sig")
    problems = check(Site.load(write_files(tmp_path, files)), LINKS, 1).problems
    assert [p.path for p in problems if p.target == "gone/"] == sorted(files)


# Size -------------------------------------------------------------------------------------

MANY = 100_000


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        *[(sign * (3 * MANY), {}) for sign in ("<", "&", "[", "[^", "](", "&#", "a", " ", "\n")],
        *[(sign * MANY, {}) for sign in ("<a ", "<a x=", "<a x='", "<!--", "<!", "</", "<script>")],
        *[(sign * MANY, {}) for sign in ("<p>", "<li>", "<br>", "</p>", "<svg><g>", "</div>")],
        ("[a][b] " * MANY, {}),  # an index
        ("[An owl][nest] " * MANY, {"undefined-reference": 1}),
        ("".join(f"[a{n}][b] " for n in range(20_000)), {"undefined-reference": 20_000}),
        ("".join(f"[^{n}] " for n in range(20_000)), {"undefined-footnote": 20_000}),
        ("".join(f"<i id=a{n // 2}></i>" for n in range(20_000)), {"duplicate-id": 10_000}),
        ("".join(f"<a href=gone{n}>Owl</a>\n" for n in range(10_000)), {"missing-page": 10_000}),
        ("<a href=gone>Owl</a>" * 10_000, {"missing-page": 10_000}),
        ("<img src=gone>\n" * 10_000, {"missing-asset": 10_000}),
        (f"<img srcset='{'a 1x,' * 10_000}'>", {"missing-asset": 10_000}),
        (f"<img srcset='{',' * MANY}'>", {}),
        (f"<img srcset='{',' * MANY}{'a,' * MANY}'>", {"missing-asset": 1}),
        (f"<style>{'a{b:url(c)}' * 10_000}</style>", {"missing-asset": 10_000}),
        (f"<p style='{'url(' * MANY}'>{'/* ' * MANY}", {}),
        (f"<style>{'/* ' * MANY}{'url(' * MANY}", {}),
        (f"<p style='url({' ' * MANY}'>", {}),
        (f"<meta http-equiv=refresh content='0;url=x{' ' * MANY}y'>", {"missing-page": 1}),
        (f"<meta http-equiv=refresh content='{' ' * MANY}{'0' * MANY}'>", {"circular-redirect": 1}),
        (f"<a href='{'a.' * MANY}'>Owl</a>", {"missing-page": 1}),
        (f"<a href='mailto:{'a@' * MANY}'>Owl</a>", {"bad-mailto": 1}),
        (f"<a href='{'b' * MANY}:'>Owl</a>", {"unknown-scheme": 1}),
        (f"{'<span>' * 15_000}{'<a href=gone></a>' * 10_000}", {"missing-page": 10_000}),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else "",
)
def test_the_time_for_a_page_grows_with_its_size_only(
    tmp_path: Path, page: str, expected: dict[str, int]
) -> None:
    """If it grew with the square, some of these would take minutes."""
    found = rules_of(found_in(tmp_path, page))
    del found["vague-link-text"]
    assert found == expected


def test_the_time_for_anchors_grows_with_their_number_only(tmp_path: Path) -> None:
    page = "".join(f'<i id={n}></i><a href="#{n}">An owl</a>' for n in range(MANY))
    assert found_in(tmp_path, page) == []
    lost = "".join(f'<i id={n}></i><a href="#x{n}">An owl</a>' for n in range(5_000))
    problems = found_in(tmp_path, lost)
    assert rules_of(problems) == {"missing-anchor": 5_000}
    # To find what was meant, all names are looked at: this is done 300,000 times only, which is for
    # 60 names. Of those, 10 have one letter and an x, which is near to nothing.
    assert sum("did you mean" in problem.message for problem in problems) == 50


def test_of_very_many_missing_pages_only_the_first_have_a_guess(tmp_path: Path) -> None:
    links = "".join(f"<a href=nest-of-owls{n}>Owl</a>\n" for n in range(1500))
    page = f'<a href="nest-of-owls">A nest</a>{links}'
    problems = found_in(tmp_path, page, **{"nest-of-owls.html": ""})
    assert rules_of(problems) == {"missing-page": 1500}
    guesses = ['did you mean "nest-of-owls.html"?' in problem.message for problem in problems]
    assert sum(guesses) == 1000


@pytest.mark.parametrize(
    ("path", "content", "expected"),
    [
        *[("owl.css", sign * MANY, {}) for sign in ("url(", "url('", '\\"', "/* ", "@import ")],
        ("owl.css", "a{b:url(c)}\n" * 10_000, {"missing-asset": 10_000}),
        ("sitemap.xml", "<loc> " * MANY, {}),
        ("sitemap.xml", f"<loc>{HOST}/</loc>{'<loc>/a</loc>' * 10_000}", {"missing-page": 10_000}),
        ("search/search_index.json", "[" * MANY, {}),
        ("manifest.json", '{"icons":' * MANY, {}),
        ("owl.pdf", "1 0 obj <<" * 10_000, {}),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else "",
)
def test_the_time_for_another_file_grows_with_its_size_only(
    tmp_path: Path, path: str, content: str, expected: dict[str, int]
) -> None:
    assert rules_of(found_in(tmp_path, "", **{path: content})) == expected


def test_the_line_of_an_id_or_mark_is_its_own_and_no_mention_of_it(tmp_path: Path) -> None:
    page = "<p>owl [^1</p>\n<i title=owl></i>\n<i id=owl></i>\n<i id=owl></i>\n[^12]\n[^1]"
    assert [str(problem) for problem in found_in(tmp_path, page)] == [
        'index.html:3: duplicate-id the id "owl" stands 2 times',
        'index.html:5: undefined-footnote "[^12]" has no words',
        'index.html:6: undefined-footnote "[^1]" has no words',
    ]


def test_a_link_at_the_end_of_a_page_of_ten_megabytes_is_found(tmp_path: Path) -> None:
    page = "<p>Owls hunt at night.</p>\n" * 380_000 + '<a href="gone/">An owl</a>'
    assert [str(problem) for problem in found_in(tmp_path, page)] == [
        'index.html:380001: missing-page the link "gone/" leads nowhere'
    ]


@pytest.mark.parametrize(
    "opening",
    ["<div>", "<SPAN>", "<ul><li>", "<dl><dd>", "<table><tr><td>", "<figcaption>", "<x><small>"],
)
def test_elements_too_deep_for_a_parser_are_reported(opening: str) -> None:
    with pytest.raises(
        UnreadableFileError, match="more than 20,000 elements stand within each other"
    ):
        held_to_all_rules("index.html", f"</div></span>{opening * 20_001}".encode())


def test_elements_side_by_side_are_not_deep() -> None:
    page = "<B><P><IMG></B><ul><li>Owl<li>Owl</ul></div>" * 20_001
    assert held_to_all_rules("index.html", page.encode()) == []


def test_text_in_a_tag_that_nobody_closed_is_reported() -> None:
    words = " ".join(f"owl{number}" for number in range(10_001))
    with pytest.raises(UnreadableFileError, match="a tag holds more than 10,000 words"):
        held_to_all_rules("index.html", f"<pre {words}".encode())
    assert (
        held_to_all_rules("index.html", f"<p title='{words}'><p {words[:70_000]}>".encode()) == []
    )


# Guides -----------------------------------------------------------------------------------

_DATA_FILES = "references routines poses link-exceptions coverage claims same_words".split()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built site, so that nothing has to be rendered."""
    return write_files(tmp_path_factory.mktemp("built"), {"index.html": "<p>Owls</p>"})


def reported_of_guide(built: Path, files: dict[str, str | bytes], name: str = "mkdocs.yml") -> int:
    with tempfile.TemporaryDirectory() as folder:
        write_files(Path(folder), {**TINY_GUIDE, **files})
        options: list[str | Path] = [
            "-f",
            Path(folder, name),
            "--site",
            built,
            "--today",
            TODAY.isoformat(),
        ]
        options += ["--strict", "--format", "json"]
        code, reported = reported_by("check", *options)
    if code != 1:
        assert (code == 2) == bool(json.loads(reported))
    return code


@examples(50)
@given(
    page=st.builds("{}{}".format, fuzzing.FRONT, fuzzing.MARKDOWN),
    passage=fuzzing.MARKDOWN,
    data=st.dictionaries(st.sampled_from(_DATA_FILES), fuzzing.DATA, max_size=3),
)
def test_the_words_and_data_of_a_guide_may_be_anything(
    built: Path, page: str, passage: str, data: dict[str, bytes]
) -> None:
    files: dict[str, str | bytes] = {"docs/nuts.md": page, "docs/_parts/a.md": passage}
    files |= {f"docs/_data/{name}.yml": content for name, content in data.items()}
    assert reported_of_guide(built, files) in (0, 2)


@examples(40)
@given(fuzzing.SETTINGS)
def test_the_settings_of_a_guide_may_be_anything(built: Path, text: str) -> None:
    reported_of_guide(built, {"mkdocs.yml": text})
    reported_of_guide(built, {"clinic.yml": f"INHERIT: mkdocs.yml\n{text}"}, "clinic.yml")


@examples(300)
@given(fuzzing.YAML)
def test_any_text_is_yaml_or_is_reported_at_a_line_that_it_has(text: str) -> None:
    error = failure(yaml_lines.MarkedYamlError, yaml_lines.load, text)
    assert error is None or (str(error) and 1 <= error.line <= len(text.splitlines()) + 1)


@examples(200)
@given(fuzzing.MARKDOWN)
def test_every_citation_is_whole_or_has_an_error(text: str) -> None:
    for mention in markdown_text.find_mentions(text):
        assert bool(mention.citations) != bool(mention.error)
        assert 1 <= mention.line <= text.count("\n") + 1


@examples(200)
@given(fuzzing.MARKDOWN)
def test_a_cluster_reads_as_citations_or_not_at_all(inside: str) -> None:
    error = failure(markdown_text.CitationError, markdown_text.parse_cluster, inside)
    if error:
        assert str(error).startswith("must be like ")
    else:
        assert len(markdown_text.parse_cluster(inside)) == inside.count(";") + 1


@examples(200)
@given(fuzzing.FIELDS)
def test_any_fields_make_a_reference(fields: dict[str, Any]) -> None:
    reference = Reference("a2020", 1, fields)
    line = vancouver.format_reference(reference)
    assert line == "" or line.endswith((".", "?", "!"))
    assert vancouver.address_label(reference) in ("doi:", "Available from:")
    assert isinstance(vancouver.address_text(reference) + reference.short_name, str)


# Bibliographies ---------------------------------------------------------------------------


@examples(200)
@given(fuzzing.FIELDS)
def test_an_entry_of_any_fields_is_yaml_that_can_be_read_again(fields: dict[str, Any]) -> None:
    (entry,) = yaml.safe_load(entry_text("a2020", fields_of(fields)))
    assert entry["id"] == "a2020"


@pytest.mark.parametrize(
    ("end", "library"), [(".bib", fuzzing.BIBTEX), (".json", fuzzing.CSL), (".yml", fuzzing.YAML)]
)
def test_other_peoples_bibliographies_and_texts_may_be_anything(
    tmp_path: Path, end: str, library: fuzzing.Text
) -> None:
    works, text = tmp_path / f"works{end}", tmp_path / "text.md"

    @examples(60)
    @given(fuzzing.encoded(library), fuzzing.encoded(fuzzing.MARKDOWN))
    def any_content(one: bytes, other: bytes) -> None:
        works.write_bytes(one)
        text.write_bytes(other)
        code, reported = reported_by(
            "references", "--bibliography", works, text, "--format", "json"
        )
        assert (code == 2) == bool(json.loads(reported))
        for entry in Library.load([works]).entries:
            assert entry_text("a2020", fields_of(entry.csl())).startswith("- id: a2020\n")

    any_content()


# Answers ----------------------------------------------------------------------------------

_BODIES: fuzzing.Bytes = st.one_of(
    fuzzing.PAGES,
    fuzzing.encoded(fuzzing.JSON),
    st.builds('{{"message": {0}, "result": {0}}}'.format, fuzzing.JSON).map(str.encode),
    st.sampled_from((b"[" * 100_000, b'{"a":' * 100_000, b"9" * 5000, b'{"responseCode": []}')),
)
_STATUSES = st.sampled_from((0, 200, 204, 301, 403, 404, 410, 429, 503, 999))


@examples(150)
@given(fuzzing.RECORDS, fuzzing.FIELDS)
def test_any_record_of_a_register_can_be_compared(
    record: dict[str, Any], fields: dict[str, Any]
) -> None:
    body = json.dumps({"message": {"DOI": "10.1136/bmj.i6748", **record}}).encode()
    message = crossref.read(200, body)
    for found in (crossref.record(message), pubmed.record(record)):
        for mismatch in comparison.compare(Reference("a2020", 1, fields), found):
            assert mismatch.ours != mismatch.theirs
        for rule, reported in notices.judge("a2020", [found], date(2026, 1, 1), TODAY):
            assert rule in ("retracted", "expression-of-concern", "corrected", "newer-guidance")
            assert reported.startswith('"a2020" ')
    for entry in (entries.crossref_entry(message), entries.pubmed_entry("7", record)):
        assert entry_text("a2020", fields_of(entry)).startswith("- id: a2020\n")


@examples(150)
@given(_STATUSES, _BODIES)
def test_any_answer_of_a_register_is_read_or_called_unreadable(status: int, body: bytes) -> None:
    of_crossref = (crossref.read, crossref.read_search, crossref.is_registered)
    for read in (*of_crossref, pubmed.read, nice.read):
        error = failure(UnreadableAnswerError, read, status, body)
        assert error is None or str(error).startswith(("it answered ", "its "))


@examples(150)
@given(
    status=_STATUSES,
    body=_BODIES,
    path=fuzzing.ADDRESSES,
    moved=st.lists(fuzzing.ADDRESSES, max_size=2),
    kind=st.sampled_from(("", "text/html", "text/html; charset=utf-16", "text/html; charset=idna"))
    | st.builds("text/html; charset={}".format, fuzzing.ADDRESSES),
)
def test_every_answer_has_a_verdict(
    status: int, body: bytes, path: str, moved: list[str], kind: str
) -> None:
    url = f"{HOST}/{path}"
    hops = tuple(Hop(301, f"{HOST}/{address}") for address in moved)
    answer = Answer(url, status, MappingProxyType({"Content-Type": kind}), body, hops)
    result = verdict.judge(url, answer, Document.of(answer))
    assert result.verdict in set(verdict.Verdict) - {verdict.Verdict.TIMEOUT}
    document = Document.read(body.decode("utf-8", "replace"))
    assert landing.are_alike(document, url, document, url) in (True, False)
    assert isinstance(anchors.fragment_fault(anchors.fragment_of(url), document), str)

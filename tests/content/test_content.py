"""The content read once: front matter in every state, passages within passages, citations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath

import pytest
from guide.content.guide import Guide
from guide.content.page import Page
from small_guide import COLON, NOT_UTF8

WriteDocs = Callable[[Mapping[str, str | bytes]], Path]


def only_page(docs: Path) -> Page:
    (page,) = Guide.load(docs).pages
    return page


def problems(docs: Path) -> list[str]:
    return [str(problem) for problem in Guide.load(docs).unreadable]


def test_a_page_knows_its_front_matter_its_words_and_their_lines(write_docs: WriteDocs) -> None:
    page = only_page(write_docs({"a/nuts.md": "---\ntitle: Nuts\n\nstatus: draft\n---\n\nEat.\n"}))
    assert page.path == PurePosixPath("a/nuts.md")
    assert (page.title, page.meta) == ("Nuts", {"title": "Nuts", "status": "draft"})
    assert page.meta_lines == {"title": 2, "status": 4}
    assert (page.body, page.line_of(2)) == ("\nEat.\n", 7)


@pytest.mark.parametrize(
    ("content", "title", "body", "line"),
    [
        pytest.param("Eat.\n", "nuts", "Eat.\n", 1, id="none"),
        pytest.param("---\n---\nEat.\n", "nuts", "Eat.\n", 3, id="empty"),
        pytest.param("---\ntitle: N\n---", "N", "", 3, id="nothing after it"),
        pytest.param("--- \ntitle: N\n---\t\nEat.", "N", "Eat.", 4, id="blanks after the dashes"),
        pytest.param("\n---\ntitle: N\n---\n", "nuts", "\n---\ntitle: N\n---\n", 1, id="too late"),
        pytest.param("---\ntitle: N\n", "nuts", "---\ntitle: N\n", 1, id="never closed"),
        pytest.param("---\ntitle: N\n---\nA\n---\nB", "N", "A\n---\nB", 4, id="a rule further on"),
        pytest.param(b"\xef\xbb\xbf---\ntitle: N\n---\nEat.", "N", "Eat.", 4, id="byte order mark"),
        pytest.param("---\r\ntitle: N\r\n---\r\nA\r\nB", "N", "A\nB", 4, id="lines of Windows"),
        pytest.param("---\n- a list\n---\nEat.", "nuts", "Eat.", 4, id="a list"),
    ],
)
def test_front_matter(
    write_docs: WriteDocs, content: str | bytes, title: str, body: str, line: int
) -> None:
    page = only_page(write_docs({"nuts.md": content}))
    assert (page.title, page.body, page.line_of(1)) == (title, body, line)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param(
            "---\nstatus: draft\ntitle: Nuts: a guide\n---\n",
            f"docs/nuts.md:3: unreadable front matter: {COLON}",
            id="not YAML",
        ),
        pytest.param(
            "---\ntitle: N\nstatus: draft\ntitle: M\n---\n",
            'docs/nuts.md:4: unreadable front matter: "title" is given twice',
            id="a key twice",
        ),
        pytest.param(
            "---\ntitle: N\nlast_reviewed: 2026-02-30\n---\n",
            "docs/nuts.md:3: unreadable front matter: \"last_reviewed\" holds '2026-02-30': "
            "day is out of range for month",
            id="no such day",
        ),
        pytest.param(
            b"---\ntitle: N\n---\nTea and caf\xe9\n",
            f"docs/nuts.md:4: unreadable {NOT_UTF8}",
            id="not UTF-8",
        ),
    ],
)
def test_what_cannot_be_read_becomes_a_problem_with_its_line(
    write_docs: WriteDocs, content: str | bytes, problem: str
) -> None:
    assert problems(write_docs({"nuts.md": content})) == [problem]


def test_words_that_are_not_utf8_are_still_read_as_well_as_may_be(write_docs: WriteDocs) -> None:
    assert only_page(write_docs({"nuts.md": b"caf\xe9 [@tea]"})).body == "café [@tea]"


def test_pages_and_passages_are_told_apart_and_hidden_files_left_out(
    write_docs: WriteDocs,
) -> None:
    docs = write_docs(
        {
            "z.md": "",
            "a/b.md": "",
            "_parts/p.md": "",
            "_parts/sub/q.md": "",
            ".drafts/x.md": "",
            "note.txt": "",
        }
    )
    guide = Guide.load(docs)
    assert [str(page.path) for page in guide.pages] == ["a/b.md", "z.md"]
    assert sorted(guide.parts) == ["p.md", "sub/q.md"]
    assert [str(page.path) for page in guide.files] == [
        "a/b.md", "z.md", "_parts/p.md", "_parts/sub/q.md"
    ]  # fmt: skip


def test_a_folder_that_is_not_there_is_reported(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as error:
        Guide.load(tmp_path / "docs")
    assert str(error.value) == f"the docs folder must exist, {tmp_path / 'docs'} does not"


def test_mentions_includes_and_drawings_are_found_on_lines_of_the_file(
    write_docs: WriteDocs,
) -> None:
    page = only_page(
        write_docs(
            {
                "nuts.md": "---\ntitle: N\n---\n"
                "Nap [@a; @b].\n\n"
                '--8<-- "stop.md"\n'
                "  --8<-- 'go.md'\n\n"
                "/// picture | nut\n///\n"
                "////  picture |  oak tree  \n////\n"
            }
        )
    )
    assert [(m.line, [c.key for c in m.citations]) for m in page.mentions()] == [(4, ["a", "b"])]
    assert list(page.includes()) == [(6, "stop.md"), (7, "go.md")]
    assert list(page.drawings()) == [(9, "nut"), (11, "oak tree")]


def test_an_include_or_a_drawing_in_code_is_none(write_docs: WriteDocs) -> None:
    page = only_page(write_docs({"n.md": '```\n--8<-- "stop.md"\n/// picture | nut\n```\n'}))
    assert (list(page.includes()), list(page.drawings())) == ([], [])


def test_passages_within_passages_are_found_once_and_a_circle_ends(write_docs: WriteDocs) -> None:
    docs = write_docs(
        {
            "nuts.md": '--8<-- "one.md"\n--8<-- "gone.md"\n--8<-- "two.md"\n',
            "_parts/one.md": '--8<-- "two.md"\n',
            "_parts/two.md": '--8<-- "one.md"\n--8<-- "two.md"\n',
        }
    )
    guide = Guide.load(docs)
    (page,) = guide.pages
    found = [str(part.path) for part in guide.passages_of(page)]
    assert sorted(found) == ["_parts/one.md", "_parts/two.md"]


def test_a_reference_is_cited_by_every_page_that_shows_it(write_docs: WriteDocs) -> None:
    docs = write_docs(
        {
            "a.md": "[@acorn] and again [@acorn, 4]",
            "b.md": '--8<-- "outer.md"\n',
            "c.md": "[@tea; @acorn]",
            "_parts/outer.md": '--8<-- "inner.md"\n',
            "_parts/inner.md": "[@acorn]",
            "_parts/alone.md": "[@nobody]",
        }
    )
    citing = Guide.load(docs).pages_citing()
    assert {key: [str(page.path) for page in pages] for key, pages in citing.items()} == {
        "acorn": ["a.md", "b.md", "c.md"],
        "tea": ["c.md"],
    }


# Bounds ---------------------------------------------------------------------------------

MANY = "a page must have at most 1,000"


@pytest.mark.parametrize(
    ("text", "line", "fault"),
    [
        ("Eat.\n\n" + "[" * 4000, 3, f'{MANY} "[", has 4,000'),
        ("Eat.\n\n" + "![\n" * 2500, 1003, f'{MANY} "[", has 2,500'),
        ("_a_\n" * 1500, 501, f'{MANY} "_", has 3,000'),
        ("{:\n" * 1001, 1001, f'{MANY} "{{", has 1,001'),
        ("`a`\n" * 501, 501, f'{MANY} "`", has 1,002'),
        ("[\n\n" * 1001, 2001, f'{MANY} "[", has 1,001'),
        # The engine takes 17 s for 2,000 of these, in 18 KB.
        ("<![CDATA[\n" * 501, 501, f'{MANY} "[", has 1,002'),
        ("<?\n" * 1001, 1001, f'{MANY} "<", has 1,001'),
        ("[" * 20_000, 1, "a line must have at most 5,000 letters, has 20,000"),
        ("Eat.\n" + "\t" * 100_000, 2, "a line must have at most 5,000 letters, has 100,000"),
        (
            "Eat.\n\n" + "Eat nuts. Nap.\n" * 2000,
            3,
            "a paragraph must have at most 20,000 letters, has 29,999: "
            "put an empty line where a thought ends",
        ),
        ("\n" * 500_000, 1, "a page must have at most 200,000 letters, has 500,000: split it"),
        ("\n" * 20_000, 1, "a page must have at most 20,000 lines, has 20,001: split it"),
        (
            "".join(f"{' ' * 2 * depth}- Eat\n\n" for depth in range(400)),
            81,
            "a line must be indented by at most 80 columns, is by 82",
        ),
        ("- " * 400 + "Eat", 1, "a line must be indented by at most 80 columns, is by 800"),
        ("> " * 41 + "Eat", 1, "a line must be indented by at most 80 columns, is by 82"),
    ],
    ids=range(16),
)
def test_a_page_beyond_its_bounds_is_reported_once_and_counts_as_empty(
    write_docs: WriteDocs, text: str, line: int, fault: str
) -> None:
    docs = write_docs({"_parts/nuts.md": text})
    assert problems(docs) == [f"docs/_parts/nuts.md:{line}: unreadable {fault}"]
    assert Guide.load(docs).parts["nuts.md"].body == ""


@pytest.mark.parametrize(
    "text",
    [
        "[" * 500 + "\n\n" + "[" * 500,
        "Nap. " * 1000,
        ("Nap. " * 199 + "Nap.\n") * 20,
        "".join(f"{' ' * 4 * depth}- Eat\n" for depth in range(20)),
        "|" + " --- |" * 20 + "\n" + " " * 200 + "\n" + "- " * 40,
    ],
    ids=["marks", "line", "paragraph", "lists", "blanks and rules"],
)
def test_a_page_up_to_its_bounds_is_read(write_docs: WriteDocs, text: str) -> None:
    docs = write_docs({"nuts.md": text})
    assert problems(docs) == []
    assert only_page(docs).body == text

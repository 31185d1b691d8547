"""The grammar of citations, as a table of what is one and what is not."""

from __future__ import annotations

import pytest
from guide.content.markdown_text import (
    Citation,
    CitationCluster,
    CitationError,
    find_mentions,
    parse_cluster,
)


@pytest.mark.parametrize(
    ("inside", "citations"),
    [
        ("@acorn2019", [("acorn2019", None)]),
        ("@acorn2019; @teapot", [("acorn2019", None), ("teapot", None)]),
        ("@a;@b ;  @c", [("a", None), ("b", None), ("c", None)]),
        ("@acorn, 1.2.7", [("acorn", "1.2.7")]),
        ("@acorn,page 4", [("acorn", "page 4")]),
        ("@acorn, pages 4,\n  5 and 6", [("acorn", "pages 4, 5 and 6")]),
        ("@acorn, p. 4; @teapot", [("acorn", "p. 4"), ("teapot", None)]),
        ("@doi:10.1234/naps", [("doi:10.1234/naps", None)]),
        ("@acorn_2019-b", [("acorn_2019-b", None)]),
        ("@a; @a", [("a", None), ("a", None)]),
        ("@7dwarfs", [("7dwarfs", None)]),
    ],
)
def test_valid_citations(inside: str, citations: list[tuple[str, str | None]]) -> None:
    assert parse_cluster(inside) == tuple(Citation(*citation) for citation in citations)


@pytest.mark.parametrize(
    "inside",
    [
        "@",
        "@ acorn",
        "@acorn and others",
        "@acorn,",
        "@acorn;",
        "; @acorn",
        "@acorn; teapot",
        "@acorn @teapot",
        "@-acorn",
        "@acorn.",
        "@acorn; see @teapot",
    ],
)
def test_what_is_no_citation_is_told_the_right_form(inside: str) -> None:
    with pytest.raises(CitationError) as error:
        parse_cluster(inside)
    expected = f'must be like [@key], [@a; @b] or [@key, 1.2.7], is "[{inside}]"'
    assert str(error.value) == expected


def test_mentions_are_found_on_their_lines_and_faults_are_kept() -> None:
    text = "Nap [@a].\n\n- tea [@b, 3]\n- more [@c\n  and d]\n"
    assert list(find_mentions(text)) == [
        CitationCluster(1, (Citation("a"),)),
        CitationCluster(3, (Citation("b", "3"),)),
        CitationCluster(
            4, (), 'must be like [@key], [@a; @b] or [@key, 1.2.7], is "[@c\n  and d]"'
        ),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "nuts@oaks.example",
        "[nuts@oaks.example](mailto:nuts@oaks.example)",
        "[@squirrels](https://squirrels.example/)",
        "[@squirrels][nuts]",
        r"\[@acorn]",
        "![@acorn]",
        "`[@acorn]`",
        "<!-- [@acorn] -->",
        "```\n[@acorn]\n```",
        "Text:\n\n    [@acorn]",
    ],
)
def test_what_only_looks_like_a_citation_is_none(text: str) -> None:
    assert list(find_mentions(text)) == []


@pytest.mark.parametrize("text", ["[ @acorn]", "[see @acorn]", "[-@acorn]", "[@]", "[nap, @acorn]"])
def test_forms_that_would_reach_the_reader_raw_are_faults(text: str) -> None:
    (mention,) = find_mentions(f"Nuts {text}.")
    expected = f'must be like [@key], [@a; @b] or [@key, 1.2.7], is "{text}"'
    assert mention == CitationCluster(1, (), expected)

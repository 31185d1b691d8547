"""The proof of completeness: each claim and each need has its place, and the place its sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from guide import rules as checks
from guide.content.guide import Guide
from guide.content.interface import Interface
from guide.edition.edition import Edition
from guide.markdown.anchors import anchors
from guide.site.pipeline import render
from guide_site import ROOT
from markdown import Markdown
from selectolax.lexbor import LexborHTMLParser
from small_guide import (
    BIBLIOGRAPHY,
    EXTENSIONS,
    FRONT_MATTER,
    NOT_UTF8,
    TINY_GUIDE,
    TODAY,
    write_files,
)

WriteDocs = Callable[[Mapping[str, str | bytes]], Path]

NUTS = f"""{FRONT_MATTER}
## Good nuts

Squirrels nap [@acorn2019].

### Nut bread

Bake it.

--8<-- "tea.md"

## Bad nuts

Spit them out.

## Good nuts

Eat [@teapot2020].
"""
DOCS = {**BIBLIOGRAPHY, "nuts.md": NUTS, "_parts/tea.md": "Pour it [@teapot2020].\n\n## Tea time\n"}


def claim(rest: str, verdict: str = "support", became: str = "kept") -> str:
    """An entry of sources.yml."""
    return (
        f"- {{id: owl-1, source: owl, claim: Nap, verdict: {verdict}, became: {became}, {rest}}}\n"
    )


GOOD = claim("said: nuts.md#good-nuts, cites: [acorn2019]")


@pytest.fixture
def problems(write_docs: WriteDocs) -> Callable[..., list[str]]:
    """The problems of the three files, as `line: rule message`."""

    def check(
        sources: str | bytes = "", coverage: str | bytes = "", decisions: str = ""
    ) -> list[str]:
        files = {
            "_data/sources.yml": sources,
            "_data/coverage.yml": coverage,
            "_data/decisions.yml": decisions,
        }
        found = checks.check_content(Guide.load(write_docs({**DOCS, **files})), TODAY)
        ours = [p for p in found if p.path.removeprefix("docs/") in files]
        return [f"{p.line}: {p.rule} {p.message}" for p in ours]

    return check


@pytest.mark.parametrize(
    ("said", "cites"),
    [
        ("nuts.md#good-nuts", "acorn2019, teapot2020"),
        ("nuts.md#nut-bread", "teapot2020"),
        ("nuts.md#tea-time", ""),
        ("nuts.md#bad-nuts", ""),
        ("nuts.md#good-nuts_1", "teapot2020"),
        ("[nuts.md#good-nuts_1, nuts.md#good-nuts]", "teapot2020, acorn2019"),
    ],
)
def test_a_place_that_cites_its_sources_is_right(
    problems: Callable[..., list[str]], said: str, cites: str
) -> None:
    assert problems(claim(f"said: {said}, cites: [{cites}], note: why")) == []


@pytest.mark.parametrize(
    ("sources", "problem"),
    [
        (
            claim("said: nut.md#good-nuts, cites: [acorn2019]"),
            '1: missing-place "owl-1" is said on "nut.md", and there is no such page; '
            'did you mean "nuts.md"?',
        ),
        (
            claim("said: nuts.md#good-nut, cites: [acorn2019]"),
            '1: missing-place "owl-1" is said at "nuts.md#good-nut", and there is no such heading; '
            'did you mean "good-nuts"?',
        ),
        (
            claim("said: nuts.md, cites: [acorn2019]"),
            '1: missing-place "owl-1" must name a page and a heading, like scans.md#the-heading, '
            'is "nuts.md"',
        ),
        (
            claim("said: nuts.md#bad-nuts, cites: [acorn2019]"),
            '1: place-without-reference "owl-1" cites "acorn2019", but nothing does at '
            "nuts.md#bad-nuts",
        ),
        (
            claim("said: [nuts.md#bad-nuts, nuts.md#tea-time], cites: [acorn2019]"),
            '1: place-without-reference "owl-1" cites "acorn2019", but nothing does at '
            "nuts.md#bad-nuts or nuts.md#tea-time",
        ),
        (
            claim("said: nuts.md#good-nuts, cites: [acorn]"),
            '1: unknown-citekey "owl-1" cites "acorn", which is not in docs/_data/references.yml; '
            'did you mean "acorn2019"?',
        ),
        (
            claim("cites: [acorn2019]"),
            '1: entry-without-place "owl-1" must name the place that speaks of it, '
            "like said: scans.md#the-heading",
        ),
        (
            claim("said: nuts.md#good-nuts"),
            '1: entry-without-reference "owl-1" must name a reference in cites, '
            "or say in note why there is none",
        ),
        (
            GOOD + GOOD,
            '2: duplicate-entry "owl-1" is the id of the entry in docs/_data/sources.yml:1 too',
        ),
        (
            GOOD + GOOD.replace("owl-1", "owl-3"),
            '2: missing-claim "owl-3" must follow "owl-2", which is not among those of "owl"',
        ),
        (
            GOOD + GOOD.replace("owl-1", "owl-999999999"),
            '2: missing-claim "owl-999999999" must follow "owl-999999998", '
            'which is not among those of "owl"',
        ),
        (
            GOOD.replace("owl-1", "owl-01"),
            '1: missing-claim "owl-01" must end with the number of the claim, like 004-37',
        ),
        (
            GOOD.replace("support", "suport"),
            "1: unreadable verdict must be one of support, qualify, contradict, none, local, "
            'is "suport"; did you mean "support"?',
        ),
        (
            GOOD.replace("became: kept", "became: [kept]"),
            "1: unreadable became must be one of kept, qualified, rejected, left-out, "
            'is "[\'kept\']"; did you mean "kept"?',
        ),
        (
            GOOD.replace("[acorn2019]", "acorn2019, note: x"),
            '1: unreadable cites must be a list in square brackets, is "acorn2019"',
        ),
        (
            GOOD.replace("cites", "site: x, cites"),
            '1: unreadable nothing reads "site"; did you mean "cites"?',
        ),
        (GOOD.replace("claim: Nap, ", ""), "1: unreadable claim must be given"),
        (GOOD + "- nap\n", '2: unreadable an entry must hold keys and values, is "nap"'),
        (GOOD + "- \n", '2: unreadable an entry must hold keys and values, is "None"'),
        ("nap\n", "1: unreadable must be a list: begin each entry with a dash"),
        (
            b"- \xff",
            f"1: unreadable {NOT_UTF8}",
        ),
    ],
)
def test_a_slip_is_reported_with_its_line(
    problems: Callable[..., list[str]], sources: str | bytes, problem: str
) -> None:
    assert problems(sources) == [problem]


def test_a_claim_that_cannot_be_read_leaves_no_gap(problems: Callable[..., list[str]]) -> None:
    unread = GOOD.replace("owl-1", "owl-2").replace("kept", "kpt")
    found = problems(GOOD + unread + GOOD.replace("owl-1", "owl-3"))
    assert [line.split(" ")[:3] for line in found] == [["2:", "unreadable", "became"]]


@pytest.mark.parametrize(
    ("coverage", "problem"),
    [
        ("\n- nap\n", '2: unreadable an entry must hold keys and values, is "nap"'),
        ("needs: []\n", "1: unreadable must be a list: begin each entry with a dash"),
        (
            "- {id: nap, kind: concept, needs: Naps, said: nuts.md#bad-nuts}\n",
            "1: unreadable kind must be one of guideline, needs, concepts, "
            'is "concept"; did you mean "concepts"?',
        ),
        (
            "- {id: nap, kind: needs, said: nuts.md#bad-nuts}\n",
            "1: unreadable needs must be given",
        ),
        ("- [", "1: unreadable expected the node content, but found '<stream end>'"),
    ],
)
def test_a_slip_in_the_coverage_is_reported_too(
    problems: Callable[..., list[str]], coverage: str, problem: str
) -> None:
    (found,) = problems("", coverage)
    assert found == problem


@pytest.mark.parametrize(
    ("verdict", "became"), [("none", "kept"), ("local", "rejected"), ("contradict", "left-out")]
)
def test_what_was_not_judged_or_is_left_out_needs_no_reference(
    problems: Callable[..., list[str]], verdict: str, became: str
) -> None:
    assert problems(claim("said: nuts.md#bad-nuts", verdict, became)) == []


def test_a_reference_that_only_the_proof_names_is_not_cited(write_docs: WriteDocs) -> None:
    sources = claim("said: nuts.md#bad-nuts, cites: [acorn2019]")
    docs = write_docs({**BIBLIOGRAPHY, "nuts.md": "## Bad nuts\n", "_data/sources.yml": sources})
    rules = [p.rule for p in checks.check_content(Guide.load(docs), TODAY)]
    assert rules.count("unused-reference") == 2


HEADINGS = """\
/// important | Mind A&E
One.
///

## Do

/// do
- nap
- nap well
///

## The **bold** "quoted" [link](nuts.md)'s end ##

### Own name {#mine .big}

## References

```
## No heading
```

/// need-cards
- [Nuts](nuts.md)
///

## Größe

## Own name

Owls nap here.
{: #owls }

## Owls {.big}

## Mice

## Nests of mice {#mice}

/// emergency-card | Call 999 if:
- fire [@acorn2019]
///
"""


def test_anchors_are_those_that_the_engine_makes(tmp_path: Path) -> None:
    docs = write_files(tmp_path / "docs", BIBLIOGRAPHY)
    options = {"guide.markdown": {"docs_dir": str(docs)}}
    html = Markdown(extensions=EXTENSIONS, extension_configs=options).convert(HEADINGS)
    nodes = LexborHTMLParser(html).css("h2[id], h3[id]")
    made = [str(node.attributes["id"]) for node in nodes][:-1]  # the list of references is ours
    assert list(anchors(HEADINGS, Interface.load())) == made
    assert anchors(HEADINGS, Interface.load())[
        "immediate-action-required-call-999-if"
    ].citekeys() == {"acorn2019"}


def test_anchors_of_the_guide_are_those_of_its_site(site: Path) -> None:
    guide = Guide.load(ROOT / "docs")
    for page in guide.pages:
        folder = page.path.with_suffix("") if page.path.stem != "index" else page.path.parent
        html = LexborHTMLParser((site / folder / "index.html").read_text("utf-8"))
        ids = {node.attributes.get("id") for node in html.css("[id]")}
        assert set(anchors(guide.text_of(page), guide.ui)) <= ids, page.path


DECISION = """\
- id: nap-time
  question: When may an owl nap?
  options:
    - {says: By day, cites: [acorn2019], printed: true}
    - {says: By night, cites: [teapot2020]}
  because: The sun is up.
  who: An older owl
  said: nuts.md#good-nuts
"""


@pytest.mark.parametrize(
    ("decision", "problem"),
    [
        (
            DECISION.replace(", printed: true", ""),
            "3: unreadable options must be two or more, one of them printed: true; of 2, 0 are",
        ),
        (
            DECISION.replace("[teapot2020]", "[teapot2020], printed: true"),
            "3: unreadable options must be two or more, one of them printed: true; of 2, 2 are",
        ),
        (
            DECISION.replace("acorn2019", "acorn2091"),
            '1: unknown-citekey "nap-time" cites "acorn2091", which is not in '
            'docs/_data/references.yml; did you mean "acorn2019"?',
        ),
        (
            DECISION.replace("good-nuts", "god-nuts"),
            '1: missing-place "nap-time" is said at "nuts.md#god-nuts", and there is no such '
            'heading; did you mean "good-nuts"?',
        ),
        (DECISION.replace("who:", "whom:"), None),
    ],
)
def test_a_slip_in_a_decision_is_reported(
    problems: Callable[..., list[str]], decision: str, problem: str | None
) -> None:
    found = problems("", "", decision)
    if problem:
        assert found == [problem]
    else:
        assert [line.split(" ")[1:3] for line in found] == [
            ["unreadable", "who"],
            ["unreadable", "nothing"],
        ]


def test_a_decision_shows_its_options_and_the_one_that_is_printed(tmp_path: Path) -> None:
    files = {**DOCS, "_data/decisions.yml": DECISION, "open.md": "/// decisions\n///\n"}
    docs = write_files(tmp_path / "docs", files)
    options = {"guide.markdown": {"docs_dir": str(docs)}}
    html = Markdown(extensions=EXTENSIONS, extension_configs=options).convert(files["open.md"])
    rows = [
        [cell.text().strip() for cell in row.css("th, td")]
        for row in LexborHTMLParser(html).css("tbody tr")
    ]
    assert rows == [
        ["By day [1]", "Yes. The sun is up. See: The care of squirrels: Good nuts"],
        ["By night [2]", "No."],
    ]
    guide = Guide.load(docs)
    assert [str(page.path) for page in guide.pages_citing()["acorn2019"]] == ["nuts.md", "open.md"]


def test_every_claim_of_the_sources_is_accounted_for() -> None:
    """14, 18, 25, 19 and 68 claims: what was counted when the sources were read."""
    proof = Guide.load(ROOT / "docs").proof
    assert Counter(claim.id[:3] for claim in proof.claims) == {
        "000": 14,
        "001": 18,
        "002": 25,
        "003": 19,
        "004": 68,
    }
    kinds = Counter(need.kind for need in proof.needs)
    assert (kinds["needs"], kinds["concepts"]) == (8, 3)
    assert kinds["guideline"] >= 30


def test_links_of_the_tables_lead_to_the_page_from_a_folder(tmp_path: Path) -> None:
    """The engine turns them into addresses, wherever the page with the block stands."""
    coverage = "- {id: nap, kind: needs, needs: Naps, said: deep/tea.md#pour, cites: [acorn2019]}\n"
    page = f"{FRONT_MATTER}\n/// claims\n///\n\n/// coverage\n///\n"
    folder = write_files(
        tmp_path,
        {
            **TINY_GUIDE,
            "docs/_data/sources.yml": GOOD.replace("good-nuts", "a"),
            "docs/_data/coverage.yml": coverage,
            "docs/owls/claims.md": page,
            "docs/deep/tea.md": f"{FRONT_MATTER}\n## Pour\n",
        },
    )
    config = folder / "mkdocs.yml"
    nav = "nav: [index.md, nuts.md, owls/claims.md, deep/tea.md]"
    config.write_text(config.read_text("utf-8").replace("nav: [index.md, nuts.md]", nav), "utf-8")
    assert render(Edition.load(config), tmp_path / "site") == []
    html = LexborHTMLParser((tmp_path / "site/owls/claims/index.html").read_text("utf-8"))
    links = [a.attributes["href"] for a in html.css("td:last-child a")]
    assert links == ["../../nuts/#a", "../../deep/tea/#pour"]

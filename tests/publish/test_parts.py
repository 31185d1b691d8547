"""Long lists in parts: in a large guide a reader fetches the letter that she looks for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from guide.markdown import a_to_z, citations
from guide.publish import parts
from guide.publish.budget import weigh
from guide.publish.pages import deliver
from linkaudit.crawl.built_site import Site
from linkaudit.crawl.crawler import check
from linkaudit.crawl.link_rules import LINKS
from markdown import Markdown
from small_guide import FRONT_MATTER, HERE, write_files

PAGE = """\
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{title} – Nuts</title>
<link rel="canonical" href="https://nuts.example/list/"></head>
<body><a href="../">Home</a>
<main><article class="app-page"><h1>{title}</h1><p>What this is.</p>
<ul><li><a href="#topics-a">A</a></li></ul>
{held}
<div class="app-end"><p>From Nuts: https://nuts.example/list/</p></div></article></main>
</body>
</html>
"""


def noise(number: int) -> str:
    """Words that no other item has, so that they cannot be packed small."""
    return " ".join(f"{(number * 7919 + n * 104729) % 999983:x}" for n in range(12))


def topics(letters: dict[str, int]) -> str:
    """A list from A to Z with so many topics below each letter."""
    heads = "".join(f'<li><a href="#topics-{x.lower()}">{x}</a></li>' for x in letters)
    lists = "".join(
        f'<details class="app-more"><summary><h2 class="a" id="topics-{x.lower()}">{x}</h2>'
        '</summary><ul class="app-a-to-z__topics">'
        + "".join(f'<li><a href="../">{x} {noise(ord(x) * 1000 + n)}</a></li>\n' for n in range(of))
        + "</ul></details>"
        for x, of in letters.items()
    )
    return f'<div class="app-a-to-z"><ul class="app-a-to-z__letters">{heads}</ul>{lists}</div>'


def references(count: int) -> str:
    """As many of two kinds: trials, and one in ten a review of many studies."""

    def items(numbers: list[int]) -> str:
        return "".join(
            f'<li class="app-reference" id="nut{n}"><b>{"ABC1"[n % 4]}corn {noise(n)}</b></li>'
            for n in numbers
        )

    kinds = {
        "trial": [n for n in range(count) if n % 10],
        "review": [n for n in range(count) if not n % 10],
    }
    lists = "".join(
        f'<details class="app-more"><summary><h2 class="a" id="sources-{kind}">'
        f"A {kind} ({len(numbers)})</h2></summary><ul>{items(numbers)}</ul></details>"
        for kind, numbers in kinds.items()
    )
    return f'<div class="app-bibliography">{lists}</div>'


@pytest.fixture
def site(tmp_path: Path) -> Callable[[str, str], Path]:
    def made(held: str, path: str = "list/index.html") -> Path:
        page = PAGE.format(title="All nuts", held=held)
        return write_files(tmp_path, {"index.html": f"<a href='{path}'>All nuts</a>", path: page})

    return made


def items_of(*pages: Path) -> Counter[str]:
    text = "".join(page.read_text("utf-8") for page in pages)
    return Counter(re.findall(r"[A-C1](?:corn)? (?:[0-9a-f]+ ?){12}", text))


def test_a_list_that_fits_stays_as_it_is(site: Callable[..., Path]) -> None:
    folder = site(topics({"A": 60, "B": 60}))
    before = (folder / "list/index.html").read_bytes()
    assert parts.split(folder / "list/index.html") == []
    assert (folder / "list/index.html").read_bytes() == before


def test_a_long_list_is_a_page_for_each_letter(site: Callable[..., Path]) -> None:
    folder = site(topics({"A": 700, "B": 100, "C": 1}))
    page = folder / "list/index.html"
    all_items = items_of(page)
    files = parts.split(page)
    names = [file.name for file in files]
    assert names[-2:] == ["b.html", "c.html"]
    assert names[:2] == ["a-1.html", "a-2.html"]
    assert items_of(*files) == all_items, "each topic stands in one part"
    first = page.read_text("utf-8")
    assert items_of(page) == Counter()
    assert '<li><a href="a-1.html">A</a></li>' in first, "the contents lead to the part"
    assert "What this is." in first

    part = (folder / "list/b.html").read_text("utf-8")
    assert "<title>B: All nuts – Nuts</title>" in part
    assert "<h1>All nuts: B</h1>" in part
    assert '<li><a href="b.html" aria-current="page">B</a></li>' in part
    assert '<link rel="canonical" href="https://nuts.example/list/b.html">' in part
    assert "<p>From Nuts: https://nuts.example/list/b.html</p>" in part
    assert '<ul class="app-a-to-z__topics"><li>' in part


def test_no_part_is_too_heavy_and_every_link_leads_somewhere(site: Callable[..., Path]) -> None:
    folder = site(topics({"A": 900, "B": 2}))
    deliver(folder)
    deliver(folder)
    lists = [weight for weight in weigh(folder) if weight.path.startswith("list/")]
    assert len(lists) > 3
    assert max(weight.before_paint for weight in lists) < 13 * parts.KB
    found = check(Site.load(folder), LINKS).problems
    assert [problem for problem in found if problem.rule != "vague-link-text"] == []


def test_references_go_by_their_kinds(site: Callable[..., Path]) -> None:
    folder = site(references(800))
    page = folder / "list/index.html"
    all_items = items_of(page)
    files = parts.split(page)
    names = [file.name for file in files]
    # However many there are, an address stays what it is.
    assert names[-1] == "review.html"
    assert {re.sub(r"-\d+\.html$", "", name) for name in names[:-1]} == {"trial"}
    assert ">A review (80)</a></li>" in page.read_text("utf-8")
    assert items_of(*files) == all_items


def test_where_pages_are_files_the_parts_stand_beside_them(site: Callable[..., Path]) -> None:
    folder = site(topics({"A": 500, "B": 100}), "list.html")
    assert [file.name for file in parts.split(folder / "list.html")][-1] == "list-b.html"


def rendered(text: str, docs: Path) -> str:
    options = {"guide.markdown": {"docs_dir": str(docs)}}
    return Markdown(extensions=["guide.markdown"], extension_configs=options).convert(text)


def test_what_many_pages_have_names_some_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a guide of 2,000 pages one entry alone would be a heavy page."""
    monkeypatch.setattr(citations, "MOST_PAGES", 3)
    monkeypatch.setattr(a_to_z, "MOST_PLACES", 2)
    front = FRONT_MATTER.replace("status", "search_words: [bark]\nstatus")
    bibliography = (HERE / "cases/references.yml").read_text("utf-8")
    docs = {
        f"p{n}.md": f"{front.replace('squirrels', f'owl {n}')}\nNap [@acorn2019].\n"
        for n in range(5)
    }
    write_files(tmp_path, {"_data/references.yml": bibliography, **docs})
    listed = rendered("/// bibliography\n///", tmp_path)
    assert listed.count('href="p') == 3
    assert '<a href="p2.md">The care of owl 2</a>, and on 2 more pages.' in listed
    letters = rendered("/// a-to-z\n///", tmp_path)
    assert re.search("Bark: <a [^>]*>[^<]*</a>; <a [^>]*>[^<]*</a>; and 3 more pages", letters)

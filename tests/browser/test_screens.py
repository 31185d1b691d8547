"""How many screens of a small phone each page for patients takes, and where its first action is."""

from __future__ import annotations

from guide.content.guide import Guide
from guide.content.navigation import built_path
from guide.content.page import PageKind
from playwright.sync_api import Page
from small_guide import HERE

SCREEN = 640

# From the top of the page, header and all, to the end of its words: its folds are closed, and below
# them stand sources, dates, prints and whom to ask. The line below a card that offers a print is
# empty where a site was built without leaflets: it counts as if it were there.
MEASURE = """() => {
  const offered = document.querySelector(".app-print-top");
  if (offered && !offered.textContent.trim()) offered.textContent = "Print or keep this page";
  const top = (css) => {
    const found = [...document.querySelectorAll(css)].find((each) => each.checkVisibility());
    return found ? found.getBoundingClientRect().top + scrollY : null;
  };
  const article = document.querySelector("article");
  const ends = [".app-references", ".app-end"].map((css) => top(`article > ${css}`));
  const acts = "main .app-search__words, article .app-call-buttons a, article ol > li, "
    + "article .app-need-cards li";
  return {
    open: article.querySelectorAll("details[open]").length,
    words: ends.find((end) => end !== null),
    act: top(acts),
  };
}"""
LINE = 28  # pixels: what begins on a screen shows its first line


def test_no_page_takes_more_screens_than_its_kind_may(phone: Page, address: str) -> None:
    guide = Guide.load(HERE.parent / "docs")
    table, over = [], []
    for page in guide.pages:
        kind = guide.kinds.of(page.path)
        if kind is None or not kind.patients:
            continue
        assert kind.screens, f"{kind.kind}: page_kinds.yml must say how many screens"
        phone.goto(address + built_path(str(page.path)).removesuffix("index.html"))
        found = phone.evaluate(MEASURE)
        assert found["open"] == 0, page.path
        screens, act = found["words"] / SCREEN, found["act"]
        first = (act + LINE) / SCREEN if act else None
        table.append(_row(kind, str(page.path), screens, first))
        if screens > kind.screens or (kind.act_by and (first is None or first > kind.act_by)):
            over.append(table[-1])
    print(f"{'kind':22}{'page':42}{'screens':>8}{'most':>5}{'acts at':>8}{'by':>4}")
    print("\n".join(sorted(table)))
    assert len(table) > 50
    assert over == []


def _row(kind: PageKind, page: str, screens: float, first: float | None) -> str:
    acts = f"{first:8.2f}" if first else f"{'':8}"
    return f"{kind.kind:22}{page:42}{screens:8.2f}{kind.screens:5}{acts}{kind.act_by or '':>4}"

"""Lines: what belongs to the word before it never begins one."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

# The marks whose line is below that of the last letter before them in the same block.
BROKEN = """() => {
  document.querySelectorAll("details").forEach((fold) => { fold.open = true; });
  const found = [];
  for (const mark of document.querySelectorAll(".app-citation, .app-outside")) {
    const block = mark.closest("p, li, td, dd, h2, h3, figcaption, .app-reference__text");
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    texts.currentNode = mark;
    let before = texts.previousNode();
    while (before && !/\\S/.test(before.data)) before = texts.previousNode();
    if (!mark.getClientRects().length || !block || !block.contains(before)) continue;
    const last = document.createRange();
    const end = before.data.search(/\\S\\s*$/);
    last.setStart(before, end);
    last.setEnd(before, end + 1);
    const words = [...last.getClientRects()].pop();
    if (words && mark.getClientRects()[0].top >= words.bottom - 2)
      found.push(before.data.slice(-30) + mark.textContent);
  }
  return found;
}"""


def test_no_line_begins_with_a_citation_or_an_arrow(
    phone: Page, address: str, clinic_site: Path
) -> None:
    visited = 0
    for file in sorted(clinic_site.rglob("*.html")):
        text = file.read_text("utf-8")
        if 'class="app-citation"' in text or 'class="app-outside"' in text:
            phone.goto(address + file.relative_to(clinic_site).as_posix())
            assert phone.evaluate(BROKEN) == [], file
            visited += 1
    assert visited > 50

"""Measure where the search sends those in an emergency: `python tests/measure_urgent.py FILE`.

FILE is a YAML list as in `cases/search/`: `{query: ..., place: crisis}`, or a bare query that must
bring no emergency first. Prints how many are right for each place, and lists those that are not.
Needs the index of the search only, no built site: it asks the script on an empty page.
Run it as the tests are run: with PYTHONPATH=scripts, and CHROMIUM as the path of a browser.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from guide.content.guide import Guide
from guide.search.index import write
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parent.parent
SCRIPT = "assets/javascripts/search.js"

# What a case calls a place, and where the results may lead that answer it.
PLACES = {
    "overdose": {"what-helps/painkillers/#too-much-medicine"},
    "crisis": {"urgent-help/#help-in-a-mental-health-crisis"},
    "urgent": {"urgent-help/", "daily-life/pregnancy/#urgent-signs-in-pregnancy"},
}
NONE = "none"  # no emergency

# The places of the results that are marked as urgent, before any that is not, for each query.
ASK = """(queries) => {
  const box = document.querySelector("[data-search] input");
  const root = new URL(document.documentElement.dataset.base || "./", document.baseURI).href;
  return queries.map((query) => {
    box.value = query;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    const items = [...document.querySelectorAll(".app-search__result")];
    const end = items.findIndex((item) => !item.matches(".app-search__result--urgent"));
    return items.slice(0, end < 0 ? items.length : end).map((item) => {
      const links = [...item.querySelectorAll("a")];
      const link = links.find(({ hash }) => hash) ?? links[0];
      return link.href.replace(root, "").replace("index.html", "");
    });
  });
}"""

PAGE = """<!doctype html><html data-base="./"><meta charset="utf-8"><form data-search>
<input class="app-search__words"><p class="app-search__status"></p>
<ol class="app-search__results"></ol></form><script src="search.js"></script>"""


def urgent_places(page: Page, queries: Sequence[str]) -> list[list[str]]:
    """The places that each query brings first and marked as urgent, such as `urgent-help/`."""
    found: list[list[str]] = page.evaluate(ASK, list(queries))
    return found


def is_right(place: str, found: Sequence[str]) -> bool:
    """Whether the first place found is one of those of a case; for `NONE`, that there is none."""
    return not found if place == NONE else found[:1] != [] and found[0] in PLACES[place]


def cases_of(path: Path) -> list[tuple[str, str]]:
    """The queries of a file, each with its place."""
    listed: list[Any] = yaml.safe_load(path.read_text("utf-8"))
    return [
        (str(case["query"]), str(case["place"])) if isinstance(case, dict) else (str(case), NONE)
        for case in listed
    ]


def main(files: Sequence[str]) -> None:
    """Print the figures of each file."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder)
        write(site, Guide.load(ROOT / "docs"))
        (site / "search.js").write_text((ROOT / "docs" / SCRIPT).read_text("utf-8"), "utf-8")
        (site / "index.html").write_text(PAGE, "utf-8")
        browser = playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM"], args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.goto((site / "index.html").as_uri())
        page.locator("input").fill("sleep")
        page.locator("li").first.wait_for()
        page.wait_for_function("self.guideWords && self.guideEmergencies")
        page.wait_for_timeout(200)  # until the words of the text are read
        for name in files:
            cases = cases_of(Path(name))
            found = urgent_places(page, [query for query, _ in cases])
            told = [
                (place, is_right(place, first), f"  {place}: {query} -> {first or NONE}")
                for (query, place), first in zip(cases, found, strict=True)
            ]
            print(f"{name}: {sum(right for _, right, _ in told)} of {len(told)} right")
            for place in sorted({place for place, _, _ in told}):
                of = [right for each, right, _ in told if each == place]
                print(f"  {place} {sum(of)} of {len(of)}")
            print(*(line for _, right, line in told if not right), sep="\n")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])

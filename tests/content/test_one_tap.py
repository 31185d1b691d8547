"""What is seen of a page at once, and what one tap shows: small pages for `one_tap.py`."""

from __future__ import annotations

from pathlib import Path

import pytest
from one_tap import one_tap_away, seen
from small_guide import write_files

PAGE = """\
<header><a href="../far/">Far</a></header>
<main><article class="app-page"><h1>Naps</h1>
<details class="app-on-this-page"><summary>On this page</summary>Contents</details>
{}
<aside class="app-references"><a href="../far/">Source</a> hidden</aside>
<div class="app-end"><a href="../far/">Next page</a></div>
</article></main>
"""
NAPS = """\
<p>Squirrels <a href="#deep">nap</a> in <b>tall</b>
trees, says <a href="../owls/">the owl</a> of <a href="../owls/#by-night">the night</a>.</p>
<details class="app-more"><summary><h2 id="deep">Why</h2></summary>
<p>It helps, says <a href="../mice/">a mouse</a>.</p></details>
<details class="app-more"><summary><h2>How</h2></summary>
<p>Quietly.</p></details>
<p>Call <a href="tel:999">999</a>, read <a href="https://owls.example/">more</a>.</p>
"""
OWLS = """\
<p>Owls nap by day.</p>
<details><summary><h2>When</h2></summary>
<p id="by-night">Never by night.</p></details>
<details><summary><h2>Where</h2></summary><p>Up there.</p></details>
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    pages = {"naps": NAPS, "owls": OWLS, "mice": "<p>Mice.</p>", "far": "<p>Far.</p>"}
    return write_files(
        tmp_path, {f"{name}/index.html": PAGE.format(text) for name, text in pages.items()}
    )


def test_folds_are_not_seen(site: Path) -> None:
    words = "Squirrels nap in tall trees, says the owl of the night. Call 999, read more."
    assert seen(site, "naps") == f"Naps {words}"
    assert seen(site, "owls/index") == "Naps Owls nap by day."


def test_a_fold_is_seen_by_those_who_come_for_what_is_in_it(site: Path) -> None:
    assert seen(site, "owls", "by-night") == "Naps Owls nap by day. When Never by night."


def test_a_tap_opens_a_fold_or_a_page_that_the_text_links_to(site: Path) -> None:
    assert one_tap_away(site, "naps") == {
        "a fold of naps": "Why It helps, says a mouse. How Quietly.",
        "owls/": "Naps Owls nap by day.",
        "owls/#by-night": "Naps Owls nap by day. When Never by night.",
        "mice/": "Naps Mice.",
    }

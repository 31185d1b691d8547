"""A page has moved: who comes by its old address is led on, and nobody else meets it."""

from __future__ import annotations

from pathlib import Path

import pytest
from guide.__main__ import main
from guide.publish.redirects import is_redirect
from small_guide import TODAY, write_files

MOVED = """\
- {from: acorns.md, to: nuts.md}
- {from: food/in-winter.md, to: nuts.md#walnuts}
"""


def built(folder: Path) -> Path:
    text = (folder / "docs/nuts.md").read_text("utf-8")
    write_files(folder, {"docs/nuts.md": f"{text}\n## Walnuts\n\nGood.\n"})
    write_files(folder, {"docs/_data/moved.yml": MOVED})
    assert main(["build", "-f", str(folder / "mkdocs.yml"), "--today", f"{TODAY}"]) == 0
    return folder / "site"


def test_an_old_address_leads_to_the_page_and_its_heading(tiny_guide: Path) -> None:
    site = built(tiny_guide)
    page = (site / "food/in-winter/index.html").read_text("utf-8")
    assert '<meta http-equiv="refresh" content="0;url=../../nuts/#walnuts">' in page
    assert '<a href="../../nuts/#walnuts">' in page  # for who allows no redirect
    assert '<meta name="robots" content="noindex">' in page
    assert is_redirect(page)
    assert 'content="0;url=../nuts/"' in (site / "acorns/index.html").read_text("utf-8")
    assert not is_redirect((site / "nuts/index.html").read_text("utf-8"))


def test_an_old_address_is_in_no_list_of_the_site(tiny_guide: Path) -> None:
    site = built(tiny_guide)
    lists = [site / "sitemap.xml", *site.glob("search/*.js")]
    assert len(lists) == 5
    assert [file.name for file in lists if "acorns" in file.read_text("utf-8")] == []


def test_a_page_that_sends_its_reader_elsewhere_is_refused(
    tiny_guide: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = built(tiny_guide)
    page = site / "acorns/index.html"
    text = page.read_text("utf-8")
    page.write_text(text.replace("0;url=../nuts/", "0;url=https://dragon.example/"), "utf-8")
    command = ["check", "-f", str(tiny_guide / "mkdocs.yml"), "--site", str(site)]
    assert main([*command, "--today", f"{TODAY}"]) == 2
    assert 'active-content the element "meta" must not stand on a page' in capsys.readouterr().out

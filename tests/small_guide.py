"""Guides made of a few files, and a day that is always the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from guide import rules
from guide.content.guide import Guide

HERE = Path(__file__).parent
TODAY = date(2026, 11, 22)
# The bibliography of cases that bring none.
BIBLIOGRAPHY = {"_data/references.yml": (HERE / "cases/references.yml").read_text("utf-8")}
# Those of mkdocs.yml, and the two that MkDocs always adds.
EXTENSIONS = ["attr_list", "md_in_html", "tables", "fenced_code", "toc", "guide.markdown"]
# What YAML says of `name: Nuts: a story`, and what we add.
COLON = (
    "mapping values are not allowed here; put quotes around a text that holds a colon and a space"
)
NOT_UTF8 = "must be UTF-8 text, is not; save it again, with the encoding UTF-8"
TAB = "found character '\\t' that cannot start any token; indent with spaces, not with a tab"

FRONT_MATTER = """\
---
title: The care of squirrels
description: All that a beginner must know about squirrels, from nut to nest.
main_message: Squirrels need nuts, trees and some peace.
last_reviewed: 2026-11-22
next_review: 2027-11-22
status: draft
---
"""

# A pose of a squirrel, for `_data/poses.yml`.
POSE = """\
- id: squirrel-sits
  caption: A squirrel sits
  alt: It sits on a branch. Its tail is up.
  view: [0, 0, 300, 200]
  things:
    - {kind: floor, at: [10, 190]}
  person:
    hip: [100, 100]
    back: [90, 90, 90, 90]
    neck: 90
    head: 90
    near_arm: {hand: [120, 110]}
"""


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder, as they are; return the folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


# Enough to be built: two pages, a drawing for the cover, and a template of a few lines.
TINY_GUIDE = {
    "mkdocs.yml": """\
site_name: Squirrels
site_url: https://squirrels.example/repo/
theme: {name: null, custom_dir: theme}
plugins: []
nav: [index.md, nuts.md]
exclude_docs: /_data/
markdown_extensions: [guide.markdown]
extra:
  clinic: {}
""",
    "theme/main.html": """\
<!doctype html>
<html lang="en">
<body>
{% if page %}
<article class="app-page"><h1>{{ page.meta.title }}</h1>{{ page.content }}</article>
{% endif %}
<p class="app-print" hidden></p>
</body>
</html>
""",
    "docs/index.md": f"{FRONT_MATTER}\nGo to [nuts](nuts.md).\n",
    "docs/nuts.md": FRONT_MATTER.replace("care", "nuts") + "\nSquirrels nap [@acorn2019].\n",
    "docs/assets/images/cover.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "docs/_data/references.yml": """\
- id: acorn2019
  type: article-journal
  title: Naps of squirrels
  issued: {date-parts: [[2019]]}
  DOI: 10.1234/naps.4
  custom: {evidence: trial, seen: full}
""",
}


def problems_of(docs: Path) -> list[str]:
    """What the checks say of the words below a docs folder, as `line: rule message`."""
    found = rules.check_content(Guide.load(docs), TODAY)
    return [f"{p.line}: {p.rule} {p.message}" for p in found]

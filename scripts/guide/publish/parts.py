"""Long lists in parts: of a large guide, no phone must fetch all topics or references at once.

A list that is too long for its page becomes a page for each of its groups, the letters of the A to
Z or the kinds of sources, beside its own page, which then leads to these. All links of the page
lead from there too, as they stand in one folder.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from guide.core import html_class
from guide.core.html_attributes import attributes

KB = 1024
# Of a list, as a server sends it; the rest of its page takes about 6 KB. See `budget.py`.
MOST = {html_class.A_TO_Z: 15 * KB, html_class.BIBLIOGRAPHY: 21 * KB}
_MOST_OF_A_PART = 11 * KB
_LIST = re.compile(
    rf'<div class="(?P<name>{html_class.A_TO_Z}|{html_class.BIBLIOGRAPHY})">(?P<held>.*?)</div>',
    re.DOTALL,
)
_ITEM = re.compile(r"<li\b[^>]*>(?P<words>.*?)</li>\s*", re.DOTALL)
_GROUP = re.compile(
    r'<h2 [^>]*id="(?P<anchor>[^"]*)"[^>]*>(?P<name>[^<]*)</h2>\s*</summary>\s*'
    r"<ul[^>]*>(?P<held>.*?)</ul>",
    re.DOTALL,
)
_NAV = html_class.A_TO_Z_LETTERS
_CANONICAL = re.compile(r'<link rel="canonical" href="(?P<address>[^"]*)">')


@dataclass(frozen=True)
class _Part:
    """Some items of one group; `number` is 0 where a group has only one part."""

    name: str
    anchor: str
    number: int
    items: tuple[str, ...]

    @property
    def label(self) -> str:
        return f"{self.name} {self.number}" if self.number else self.name

    @property
    def slug(self) -> str:
        """What its address ends with: of a group's words, one may be how many it holds."""
        name = self.anchor.partition("-")[2]
        return f"{name}-{self.number}" if self.number else name


def split(page: Path) -> list[Path]:
    """Put the list of a rendered page into parts if it is too long; return their files."""
    text = page.read_text("utf-8")
    found = _LIST.search(text)
    if not found or _zipped(found["held"]) <= MOST[found["name"]]:
        return []
    stem = "" if page.name == "index.html" else f"{page.stem}-"
    parts = list(_parts(found["held"]))
    files = {part: f"{stem}{part.slug}.html" for part in parts}
    for part, name in files.items():
        (page.parent / name).write_text(_page_of(text, found, files, part), "utf-8")
    holder = f'<div class="{found["name"]}">{_nav(files)}</div>'
    before, after = text[: found.start()], text[found.end() :]
    for part, name in reversed(files.items()):  # the contents of the page lead to the first
        if part.number <= 1:
            before = before.replace(f'href="#{part.anchor}"', f'href="{name}"')
    page.write_text(before + holder + after, "utf-8")
    return [page.parent / name for name in files.values()]


def _parts(held: str) -> Iterator[_Part]:
    for group in _GROUP.finditer(held):
        items = [item[0] for item in _ITEM.finditer(group["held"])]
        raw = "".join(items)
        most = _MOST_OF_A_PART * len(raw) / _zipped(raw)  # letters, before they are packed
        chunks: list[list[str]] = [[]]
        size = 0
        for item in items:
            if chunks[-1] and size + len(item) > most:
                chunks.append([])
                size = 0
            chunks[-1].append(item)
            size += len(item)
        for number, chunk in enumerate(chunks, start=1):
            one = number if len(chunks) > 1 else 0
            yield _Part(group["name"], group["anchor"], one, tuple(chunk))


def _page_of(text: str, found: re.Match[str], files: dict[_Part, str], part: _Part) -> str:
    """The page of a part: that of the list, with its own title and only what the part holds."""
    start = text.rindex("<article", 0, found.start())
    heading = re.compile(r"<h1>(.*?)</h1>", re.DOTALL).search(text, start)
    head = text[:start].replace("<title>", f"<title>{part.label}: ", 1)
    title = heading[1] if heading else ""
    items = "".join(part.items)
    topics = f' class="{html_class.A_TO_Z_TOPICS}"' if found["name"] == html_class.A_TO_Z else ""
    page = (
        f'{head}<article class="{html_class.PAGE}"><h1>{title}: {part.label}</h1>'
        f'<div class="{found["name"]}">{_nav(files, part)}<ul{topics}>{items}</ul></div>'
        f"{text[found.end() :]}"
    )
    canonical = _CANONICAL.search(page)
    if canonical:
        here = canonical["address"]
        there = urljoin(here, files[part])
        page = page.replace(f'"{here}"', f'"{there}"').replace(f": {here}<", f": {there}<")
    return page


def _nav(files: dict[_Part, str], here: _Part | None = None) -> str:
    links = (
        f"<li><a {attributes({'href': name, 'aria-current': 'page' if part is here else None})}>"
        f"{part.label}</a></li>"
        for part, name in files.items()
    )
    return f'<ul class="{_NAV}">{"".join(links)}</ul>'


def _zipped(text: str) -> int:
    return len(zlib.compress(text.encode(), 6))

"""Makes a documentation site of any size for the benchmark, the same one each time.

Each page has about 24 KB of HTML, like a page of MkDocs, and 30 links: 14 to pages, 7 to
anchors, 6 to assets, 3 to other hosts. `PLANTED` are the only faults.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

LEAST_PAGES = 40
PER_SECTION = 50
SECTIONS = 6
WORDS = """pain back move rest walk slow time help care hill guard sleep night day talk plan step
small bend reach twist sit stand lift carry breathe ease warm stiff sore week month cause""".split()

# What to plant -> the HTML of it. The first BROKEN are links that every link checker looks for:
# a page, an anchor or an asset that is not there. The others are for checkers that look further.
PLANTED = {
    "planted-01": '<a href="../planted-01/">A page of the same section</a>',
    "planted-02": '<a href="../../section-0/planted-02/">A page of another section</a>',
    "planted-03": '<a href="../planted-03.html">A page with its ending</a>',
    "planted-04": '<a href="#planted-04">An anchor of this page</a>',
    "planted-05": '<a href="../../section-0/page-1/#planted-05">An anchor elsewhere</a>',
    "planted-06": '<a href="../../#planted-06">An anchor of the first page</a>',
    "planted-07": '<img src="../../assets/planted-07.png" alt="A picture">',
    "planted-08": '<link rel="stylesheet" href="../../assets/planted-08.css">',
    "planted-09": '<a href="../../assets/planted-09.pdf">A booklet</a>',
    "planted-10": '<img src="../../assets/a.png" srcset="../../assets/planted-10.png 2x" alt="B">',
    "planted-11": '<script src="../../assets/planted-11.js"></script>',
    "planted-12": '<p style="background: url(../../assets/planted-12.png)">Words.</p>',
    "planted-13": '<p id="planted-13">Words.</p><p id="planted-13">The same name again.</p>',
    "planted-14": "<p>See [the words][planted-14] that lead nowhere.</p>",
    "planted-15": "<p>See the note.[^planted-15]</p>",
    "planted-16": '<a href="mailto:planted-16">Write to us</a>',
}
BROKEN = 10


def make_site(folder: Path, pages: int) -> None:
    """Write a site of so many pages into the folder, with each of PLANTED on a page of its own."""
    random = Random(1)  # noqa: S311 (the same site each time)
    bank = [" ".join(random.choices(WORDS, k=80)) for _ in range(300)]
    planted = {
        (n + 1) * pages // (len(PLANTED) + 2): html for n, html in enumerate(PLANTED.values())
    }
    assets = folder / "assets"
    assets.mkdir(parents=True)
    for name in ("main.css", "palette.css", "main.js", "icon.png", "a.png", "b.png"):
        (assets / name).write_bytes(b"")
    for number in range(pages):
        path = folder / address(number) / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page(number, pages, bank, random, planted.get(number, "")), "utf-8")


def address(number: int) -> str:
    """The address of a page from the top of the site; the first page is the top itself."""
    return f"section-{number // PER_SECTION}/page-{number}/" if number else ""


def page(number: int, pages: int, bank: list[str], random: Random, fault: str) -> str:
    """The HTML of a page, with 30 links: 6 here, 10 of the menu, 4 and 10 in the words."""
    up = "../../" if number else ""
    # The next page is always among the links, so that a crawler comes to every page.
    others = [(number + 1) % pages, *(random.randrange(pages) for _ in range(13))]
    menu = "".join(
        f'<li class="md-nav__item">{ICON}<a class="md-nav__link" href="{up}{address(n) or "./"}">'
        f'<span class="md-ellipsis">{bank[n % 300][:40]}</span></a></li>\n'
        for n in others[:10]
    )
    contents = "".join(f'<li><a href="#part-{n}">{bank[n][:30]}</a></li>\n' for n in range(3))
    links = [f"{up}{address(n) or './'}" for n in others[10:]]
    links += [f"{up}{address(random.randrange(pages))}#part-{n}" for n in range(4)]
    links += [f"https://host-{random.randrange(50)}.example/{number}/{n}" for n in range(3)]
    words = iter(random.choices(bank, k=SECTIONS * 3))
    parts = []
    for n in range(SECTIONS):
        paragraphs = [f"<p>{next(words)}</p>\n" for _ in range(3)]
        for link in links[n::SECTIONS]:
            paragraphs.append(f'<p>{bank[n][:90]} <a href="{link}">{bank[n][90:120]}</a>.</p>\n')
        parts.append(f'<h2 id="part-{n}">{bank[n][:30]}</h2>\n{"".join(paragraphs)}{CODE}')
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Page {number}</title>
<link rel="stylesheet" href="{up}assets/main.css">
<link rel="stylesheet" href="{up}assets/palette.css">
<link rel="icon" href="{up}assets/icon.png"></head>
<body><nav><ul>
{menu}</ul></nav><main><h1>Page {number}</h1><ul>
{contents}</ul>
{"".join(parts)}<p><img src="{up}assets/a.png" alt="A"> <img src="{up}assets/b.png" alt="B"></p>
{fault}</main><script src="{up}assets/main.js"></script></body></html>
"""


ICON = f'<svg viewBox="0 0 24 24"><path d="M{"12 2a10 10 0 0 1 10 10Z" * 8}"></path></svg>'
LINE = '<span class="kn">import</span> <span class="nn">{}</span>  <span class="c1"># {}</span>\n'
CODE = f"<pre><code>{''.join(LINE.format(word, word) for word in WORDS[:8])}</code></pre>\n"

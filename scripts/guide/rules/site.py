"""The built site: movable, private, with words for every picture, and light on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linkaudit.core.problem import Problem
from linkaudit.core.rule import rule
from linkaudit.crawl.built_file import BuiltFile, BuiltPage
from linkaudit.crawl.crawler import CrawledSite

from guide.publish.budget import weigh
from guide.publish.offline import WORKER, Precache, listed
from guide.rules.families import OF_FILES, OF_PAGES, OF_SITES

# What the guide's own site must be besides: movable, private, with words for every picture.

_UNRENDERED = re.compile(
    r"(?:\[@[^\]\s][^\]\n]*\])+"  # a citation
    r"|^\s*///+.*"  # a block
    r'|--8<--\s*"?[^"\n]*'  # a passage
    r"|\{[{%][^}]*[}%]\}"  # a template
    r"|(?<!\w)\*\*\S"  # bold
    r"|\[[^\[\]]+\]\([^)\s]+\)"  # a link
    r"|^#{1,6}\s+\S.*"  # a heading
    r"|\{[:#.][^}\n]*\}"  # attributes
    r"|^(?:!!!|\?\?\?\+?)\s.*"  # an admonition, which the guide does not have
    r"|klzzwxh:\d+",  # a placeholder of Python-Markdown
    re.MULTILINE,
)


@rule(family=OF_FILES)
def unmovable_link(file: BuiltFile) -> Iterator[Problem]:
    """A link of the guide must not begin with /: it may be hosted below any path.

    The page 404.html is answered at any depth, so it alone must begin with the site's own path.
    """
    for link, _, _ in file.followed:
        absolute = link.target.startswith("/") and link.tag != "sitemap"
        if absolute and file.path != "404.html":
            message = f'"{link.target}" must be relative to the page'
            yield from file.problems(message, link)


@rule(family=OF_FILES)
def third_party_request(file: BuiltFile) -> Iterator[Problem]:
    """A page must load nothing from another host: it would learn who reads about what hurts."""
    for link in file.links:
        if link.loads and re.match(r"(?:https?:)?//", link.target):
            message = f'the page must not load "{link.target}": take a copy into docs/assets'
            yield from file.problems(message, link)


@rule(family=OF_PAGES)
def missing_alt(page: BuiltPage) -> Iterator[Problem]:
    """A picture must say what it shows: alt on img, a title on svg with the role img.

    alt="" is right for decoration; an svg that is decoration has aria-hidden.
    """
    for node in page.tree.css("img:not([alt]), input[type=image]:not([alt])"):
        source = node.attributes.get("src") or ""
        message = f'the picture "{source}" must have alt text'
        yield page.problem(message, source or None)
    for node in page.tree.css("svg:not([aria-hidden=true])"):
        title = node.css_first("title")
        if not title or not title.text().strip() or node.attributes.get("role") != "img":
            message = "a drawing must have role img and a title, or aria-hidden"
            yield page.problem(message)


@rule(family=OF_PAGES)
def unrendered_markup(page: BuiltPage) -> Iterator[Problem]:
    """No Markdown, block, citation or template code may be left in the words of a page."""
    seen = set()
    for match in _UNRENDERED.finditer(page.words):
        found = match.group().strip()
        if found not in seen:
            seen.add(found)
            message = f'"{found}" was not rendered'
            if re.match(r"\[@.*\]\[@", found):
                message += "; write several citations as [@a; @b]"
            yield page.problem(message, found)


@rule(family=OF_SITES)
def over_budget(crawled: CrawledSite) -> Iterator[Problem]:
    """A page must keep to the budget of its kind: bytes, requests, nothing that it waits for.

    Most pages: 16 KB before the first paint, 25 KB and 3 requests before the reader acts.
    """
    site = crawled.site
    for page in weigh(site.folder):
        for fault in page.faults():
            message = f"{page.kind.name}: {fault}"
            yield Problem(page.path, 1, message, page=page.path)


@rule(family=OF_SITES)
def unmatched_file(crawled: CrawledSite) -> Iterator[Problem]:
    """A file must be the one that the offline worker of the site knows by its digest.

    A phone keeps no other, so that its reader would be without it where there is no internet.
    """
    site = crawled.site
    known = listed(site.folder)
    if known is None:
        return
    kept = Precache(site.folder, WORKER)
    there = kept.files | kept.on_request
    wrong = sorted(name for name in {*known, *there} if known.get(name) != there.get(name))
    if wrong:
        more = f" and {len(wrong) - 1} more" if len(wrong) > 1 else ""
        first = wrong[0] or "index.html"
        message = f'"{first}"{more} must be as {WORKER} lists it, is not: build the site again'
        yield Problem(WORKER, 1, message, page=WORKER, target=first)

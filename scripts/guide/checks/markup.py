"""The HTML of a built page: unique ids, pictures with words, nothing left unrendered."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from guide.checks.site import Site
from guide.problems import Problem

_UNRENDERED = re.compile(
    r"(?:\[@[^\]\s][^\]\n]*\])+"  # a citation
    r"|^\s*///+.*"  # a block
    r'|--8<--\s*"?[^"\n]*'  # a passage
    r"|\{[{%][^}]*[}%]\}"  # a template
    r"|(?<!\w)\*\*\S"  # bold
    r"|\[[^\[\]]+\]\([^)\s]+\)"  # a link
    r"|\[[^\[\]]+\]\[[^\[\]]*\]"  # a link by reference
    r"|\[\^[^\]]+\]"  # a footnote
    r"|^#{1,6}\s+\S.*"  # a heading
    r"|\{[:#.][^}\n]*\}"  # attributes
    r"|^(?:!!!|\?\?\?\+?)\s.*"  # an admonition, which the guide does not have
    r"|klzzwxh:\d+",  # a placeholder of Python-Markdown
    re.MULTILINE,
)
_NOT_TEXT = "script, style, template, code, pre, svg, textarea"


def duplicate_id(site: Site) -> Iterator[Problem]:
    """An id must stand once on a page, or links to it go astray."""
    for page in site.pages.values():
        ids = Counter(node.attributes.get("id") for node in page.tree.css("[id]"))
        for name, times in ids.items():
            if name and times > 1:
                message = f'the id "{name}" stands {times} times'
                yield page.problem("duplicate-id", message, name)


def missing_alt(site: Site) -> Iterator[Problem]:
    """A picture must say what it shows: alt on img, a title on svg with the role img.

    alt="" is right for decoration; an svg that is decoration has aria-hidden.
    """
    for page in site.pages.values():
        for node in page.tree.css("img:not([alt]), input[type=image]:not([alt])"):
            source = node.attributes.get("src") or ""
            message = f'the picture "{source}" must have alt text'
            yield page.problem("missing-alt", message, source or None)
        for node in page.tree.css("svg:not([aria-hidden=true])"):
            title = node.css_first("title")
            if not title or not title.text().strip() or node.attributes.get("role") != "img":
                message = "a drawing must have role img and a title, or aria-hidden"
                yield page.problem("missing-alt", message)


def unrendered_markup(site: Site) -> Iterator[Problem]:
    """No Markdown, block, citation or template code may be left in the words of a page."""
    for page in site.pages.values():
        tree = page.tree.clone()
        for node in tree.css(_NOT_TEXT):
            node.decompose()
        text = tree.body.text(separator="\n") if tree.body else ""
        seen = set()
        for match in _UNRENDERED.finditer(text):
            found = match.group().strip()
            if found not in seen:
                seen.add(found)
                message = f'"{found}" was not rendered'
                if re.match(r"\[@.*\]\[@", found):
                    message += "; write several citations as [@a; @b]"
                yield page.problem("unrendered-markup", message, found)

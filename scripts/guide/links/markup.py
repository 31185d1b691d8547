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
    r"|^#{1,6}\s+\S.*"  # a heading
    r"|\{[:#.][^}\n]*\}"  # attributes
    r"|^(?:!!!|\?\?\?\+?)\s.*"  # an admonition, which the guide does not have
    r"|klzzwxh:\d+",  # a placeholder of Python-Markdown
    re.MULTILINE,
)
_REFERENCE = re.compile(r"(?<![\w\]])\[[^\[\]\n]+\]\[[^\[\]\n]*\]")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]")


def duplicate_id(site: Site) -> Iterator[Problem]:
    """An id must stand once on a page, or links to it go astray."""
    for page in site.pages.values():
        ids = Counter(node.attributes.get("id") for node in page.tree.css("[id]"))
        for name, times in ids.items():
            if name and times > 1:
                message = f'the id "{name}" stands {times} times'
                yield page.problem("duplicate-id", message, name)


def undefined_reference(site: Site) -> Iterator[Problem]:
    """A link by reference, [words][key], must have its address somewhere on the page."""
    yield from _left_over(site, _REFERENCE, "undefined-reference", "leads nowhere")


def undefined_footnote(site: Site) -> Iterator[Problem]:
    """A footnote, [^1], must have its words somewhere on the page."""
    yield from _left_over(site, _FOOTNOTE, "undefined-footnote", "has no words")


def unused_footnote(site: Site) -> Iterator[Problem]:
    """The words of a footnote must have a mark in the text that leads to them."""
    led_to = {(followed.answer, followed.fragment) for followed in site.followed}
    for page in site.pages.values():
        for node in page.tree.css("li[id^='fn:'], li[id^='fn-'], li[id^='user-content-fn-']"):
            name = node.attributes.get("id") or ""
            if (page.path, name) not in led_to:
                message = f'nothing leads to the footnote "{name}"'
                yield page.problem("unused-footnote", message, name)


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
        seen = set()
        for match in _UNRENDERED.finditer(page.words):
            found = match.group().strip()
            if found not in seen:
                seen.add(found)
                message = f'"{found}" was not rendered'
                if re.match(r"\[@.*\]\[@", found):
                    message += "; write several citations as [@a; @b]"
                yield page.problem("unrendered-markup", message, found)


def _left_over(site: Site, pattern: re.Pattern[str], rule: str, fault: str) -> Iterator[Problem]:
    """Yield a problem for each piece of Markdown that is left in the words of a page."""
    for page in site.pages.values():
        for found in dict.fromkeys(pattern.findall(page.words)):
            yield page.problem(rule, f'"{found}" {fault}', found)

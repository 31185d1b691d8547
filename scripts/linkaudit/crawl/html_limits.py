"""What a parser of HTML can bear: pages beyond it are not read, however they came about."""

from __future__ import annotations

import re

# Elements within each other. Browsers stop at 512; the time to parse grows with the square.
DEEPEST = 20_000
_TAG = re.compile(r"<(/?)([a-z][a-z0-9-]*+)", re.IGNORECASE)
# Those that only their end tag ends. An `a` ends with the next one, a `li` with its list.
_NESTING = frozenset(
    "abbr address applet article aside audio b bdi bdo big blockquote center cite code del details "
    "dfn dialog dir div dl em fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 header "
    "hgroup i ins kbd label main map mark marquee menu nav object ol pre q ruby s samp search "
    "section small span strike strong sub summary sup table template tt u ul var video".split()
)


# Attributes of one element: text behind a tag that nobody closed is read as such.
MOST_ATTRIBUTES = 10_000
_LONG_TAG = re.compile(rf"<[a-z][^<>]{{{2 * MOST_ATTRIBUTES},}}+", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"[^\s=]++(?:\s*+=\s*+(?:\"[^\"]*+\"?+|'[^']*+'?+|[^\s]*+))?")


class UnreadableFileError(Exception):
    """A file cannot be read; the message says why."""


def check_depth(html: str) -> None:
    """Raises `UnreadableFileError` if elements of a page stand too deep within each other."""
    # To count takes a thousandth of what it takes to look: most pages have too few tags.
    opened = html.count("<")
    if opened > DEEPEST and opened - html.count("</") > DEEPEST and _is_too_deep(html):
        raise UnreadableFileError(f"more than {DEEPEST:,} elements stand within each other")


def check_tags(html: str) -> None:
    """Raises `UnreadableFileError` if a tag of a page has more attributes than it may have."""
    if len(html) > 2 * MOST_ATTRIBUTES and _has_text_in_a_tag(html):
        raise UnreadableFileError(f"a tag holds more than {MOST_ATTRIBUTES:,} words; is it closed?")


def _has_text_in_a_tag(html: str) -> bool:
    """Whether a tag has more attributes than a parser can bear: it compares each with all."""
    if max(map(len, html.split("<"))) <= 2 * MOST_ATTRIBUTES:
        return False  # nearly every page
    return any(
        sum(1 for _ in _ATTRIBUTE.finditer(tag[0])) > MOST_ATTRIBUTES
        for tag in _LONG_TAG.finditer(html)
    )


def _is_too_deep(html: str) -> bool:
    """Whether more elements are open at once than a parser can bear."""
    deep, opened = 0, dict.fromkeys(_NESTING, 0)
    for match in _TAG.finditer(html):
        end, name = match.groups()
        name = name.lower()
        if name not in opened or (end and not opened[name]):
            continue  # an end tag of what is not open ends nothing
        step = -1 if end else 1
        opened[name] += step
        deep += step
        if deep > DEEPEST:
            return True
    return False

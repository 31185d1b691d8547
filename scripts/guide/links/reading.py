"""Reading a file of a site that leads to others."""

from __future__ import annotations

import os
import re

from guide.links.others import reader_of
from guide.links.page import BuiltFile, page_of
from guide.links.pdf import pdf_of
from guide.links.site import Site, is_page

LARGEST = 50 * 10**6  # bytes; no browser on a phone shows such a page
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
_ATTRIBUTE = re.compile(r"[^\s=]++(?:\s*+=\s*+(?:\"[^\"]*+\"?+|'[^']*+'?+|[^\s]*+))?+")


class UnreadableError(Exception):
    """A file cannot be read; the message says why."""


def content_of(site: Site, path: str) -> bytes:
    """The bytes of a file. Raises `UnreadableError`, also if it is larger than it may be."""
    try:
        # Plain calls: a large site has thousands of files.
        with open(os.path.join(site.folder, path), "rb", buffering=0) as file:  # noqa: PTH118, PTH123
            is_large = os.fstat(file.fileno()).st_size > LARGEST
            content = b"" if is_large else file.read()
    except OSError as error:
        raise UnreadableError(error.strerror) from error
    if is_large:
        if path.lower().endswith(".pdf"):
            return b""  # people may well offer large ones; only their own links go unread
        raise UnreadableError(f"it has more than {LARGEST // 10**6} MB")
    return content


def read(site: Site, path: str) -> BuiltFile:
    """Read a file. Raises `UnreadableError`."""
    return file_of(site, path, content_of(site, path))


def file_of(site: Site, path: str, content: bytes) -> BuiltFile:
    """What the content of a file makes; without links if it is of no kind that we know.

    It is UTF-8, or UTF-16 if it begins with the mark of that. Raises `UnreadableError` if its
    elements stand too deep within each other.
    """
    if path.lower().endswith(".pdf"):
        return pdf_of(site, path, content)
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = content.decode(encoding, errors="replace")
    if is_page(path):
        if len(text) > DEEPEST * len("<b>") and _is_too_deep(text):
            raise UnreadableError(f"more than {DEEPEST:,} elements stand within each other")
        if len(text) > 2 * MOST_ATTRIBUTES and _has_text_in_a_tag(text):
            raise UnreadableError(f"a tag holds more than {MOST_ATTRIBUTES:,} words; is it closed?")
        return page_of(site, path, text)
    reader = reader_of(path)
    return BuiltFile(site, path, text, tuple(reader(text)) if reader else ())


def _has_text_in_a_tag(html: str) -> bool:
    """Whether a tag has more attributes than a parser can bear: it compares each with all."""
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

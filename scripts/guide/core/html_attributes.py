"""Attributes of HTML that is held as text: written, escaped and read in one way.

Trees (ElementTree, lxml, selectolax) do all of this by themselves. A tag is written by hand where a
tree would change what stands around it: in a drawing, and in a page that is rendered already.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from html import escape, unescape


def attributes(values: Mapping[str, object]) -> str:
    """Attributes as they stand in a tag, `class="a" alt="b"`; one that is None is left out."""
    return " ".join(
        f'{name}="{escape(str(value))}"' for name, value in values.items() if value is not None
    )


def content(text: str) -> str:
    """A text as it stands between two tags."""
    return escape(text, quote=False)


def text_of(content: str) -> str:
    """The text that markup without tags stands for."""
    return unescape(content)


def values_of(name: str, markup: str) -> list[str]:
    """All values, as they are written, that an attribute has in a piece of HTML."""
    return _pattern(name).findall(markup)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf'\s{re.escape(name)}="([^"]*)"')

"""Character references of HTML, such as `&amp;`."""

from __future__ import annotations

from html import unescape


def unescaped(text: str) -> str:
    """The text with each reference as its character; as it is, if a number in it has no end."""
    try:
        return unescape(text)
    except ValueError:  # Python reads no number of more than 4,300 digits
        return text

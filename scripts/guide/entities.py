"""What HTML puts into a text: character references such as `&amp;`, and tags."""

from __future__ import annotations

import re
from html import unescape

# A comment that nothing ends goes on to the end of the text.
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--(?:.*?-->|.*+)", re.DOTALL)
# Tags within what is left of tags; what is deeper is no title, and each takes a look at the whole.
_DEEPEST = 20


def unescaped(text: str) -> str:
    """The text with each reference as its character; as it is, if a number in it has no end."""
    try:
        return unescape(text)
    except ValueError:  # Python reads no number of more than 4,300 digits
        return text


def untagged(text: str) -> str:
    """The text without tags, nor such as appear when others go: in `<<b>i>` there are two."""
    for _ in range(_DEEPEST):
        without = _TAG.sub("", text)
        if without == text:
            return text
        text = without
    return re.sub("[<>]", "", text)

"""Markup without the white space that nobody sees."""

from __future__ import annotations

import re

# Around these a browser shows no white space, whatever the text within.
_BLOCKS = (
    "html|head|body|header|main|footer|nav|section|article|div|p|h[1-6]|ul|ol|li|dl|dt|dd|figure|"
    "figcaption|details|table|caption|thead|tbody|tr|th|td|form|meta|link|title|script|style|br|hr"
)
_KEPT = re.compile(r"(<(pre|textarea|script|style)\b.*?</\2>)", re.DOTALL)
_TAG = r"""<!?/?[a-zA-Z][^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*>"""
_TAGS = re.compile(f"({_TAG})")
_BLOCK = re.compile(rf"</?(?:!doctype|{_BLOCKS})\b", re.IGNORECASE)
_COMMENT = re.compile(r"<!--(?!\[).*?-->", re.DOTALL)


def tightened(page: str) -> str:
    """The page without comments and needless white space; it looks the same."""
    pieces = _KEPT.split(page)
    kept = []
    # Three pieces at a time: text, what is kept as it is, and the name of its element.
    for n in range(0, len(pieces), 3):
        kept.append(_tight(pieces[n]))
        kept += [_script(piece) for piece in pieces[n + 1 : n + 2]]
    return "".join(kept)


def _tight(text: str) -> str:
    parts = _TAGS.split(_COMMENT.sub("", text))
    for n in range(0, len(parts), 2):
        part = re.sub(r"\s+", " ", parts[n])
        if n == 0 or _BLOCK.match(parts[n - 1]):
            part = part.lstrip(" ")
        if n + 1 == len(parts) or _BLOCK.match(parts[n + 1]):
            part = part.rstrip(" ")
        parts[n] = part
    parts[1::2] = (_tag(tag) for tag in parts[1::2])
    return "".join(parts)


def _tag(tag: str) -> str:
    """A tag in one line, its values as they are."""
    return re.sub(r"""\s+(?=(?:[^"]*"[^"]*")*[^"]*$)""", " ", tag) if "\n" in tag else tag


def _script(element: str) -> str:
    """A script without indents and lines that are only a comment; all else stays."""
    if not element.startswith("<script>"):
        return element
    lines = (line.strip() for line in element.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))

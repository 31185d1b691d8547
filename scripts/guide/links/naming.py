"""What a reader hears of a link, and whether it tells where the link leads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from selectolax.lexbor import LexborNode

_VAGUE = {
    *("here", "click here", "this", "this page", "this link", "link", "more", "read more"),
    *("learn more", "page", "website", ""),
}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "dt"}
_MARKS = " .,:;!>\u2026\u00bb\u2192"
_LONGEST = 20  # with the marks around it
_FAR = 100


def is_vague(name: str) -> bool:
    """Whether a name alone does not tell where the link leads; a mere sign may be a name."""
    return len(name) <= _LONGEST and (name.strip(_MARKS).lower() or name) in _VAGUE


def vague_name_of(node: LexborNode, attributes: Mapping[str, str | None]) -> str | None:
    """What a link is called, if that is vague: its label, else its words, pictures or title.

    None for the name of a thing: what is set as code, what names the very anchor that it leads
    to, and the empty anchors of headings and of numbered lines of code.
    """
    if "aria-label" in attributes or "aria-labelledby" in attributes:
        label = (attributes.get("aria-label") or "").strip()
        if label or attributes.get("aria-labelledby"):
            return label if label and is_vague(label) else None
    words = node.text_lexbor()
    if not is_vague(" ".join(words.split())):
        return None
    said = [node.text(separator=" ")]
    said += [picture.attributes.get("alt") or "" for picture in node.css("img")]
    said += [inside.attributes.get("aria-label") or "" for inside in node.css("[aria-label]")]
    name = " ".join(" ".join(said).split()) or (attributes.get("title") or "").strip()
    if not is_vague(name):
        return None
    fragment = (attributes.get("href") or "").partition("#")[2]
    return None if _is_of_a_thing(node, name, fragment) else name


def _is_of_a_thing(node: LexborNode, name: str, fragment: str) -> bool:
    if name:
        is_code = any(" ".join(code.text().split()) == name for code in node.css("code"))
        anchors = (fragment, re.split(r"[.:_/]", fragment)[-1], fragment.replace("-", " "))
        names = (name.casefold(), name.strip(_MARKS).casefold())
        return is_code or any(anchor.casefold() in names for anchor in anchors if anchor)
    for around in elements_around(node):
        if around.tag in ("pre", "code"):
            return True
        if fragment and (around.attributes.get("id") == fragment or around.tag in _HEADINGS):
            return True
    return False


def elements_around(node: LexborNode) -> Iterator[LexborNode]:
    """Yield the elements in which a node stands, from within; of a very deep one not all."""
    around = node.parent
    for _ in range(_FAR):
        if around is None:
            return
        yield around
        around = around.parent

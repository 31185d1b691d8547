"""Fragments: which of them must be an anchor of the page, and whether they are."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote, urldefrag

from guide.online.document import Document
from guide.problems import did_you_mean

# What scripts make of a fragment: routes, states, lines of code, tabs.
_OF_SCRIPTS: Final = re.compile(
    r"[!/].*|.*=.*|L\d+(?:C\d+)?(?:-L\d+(?:C\d+)?)?|__tabbed_.*|top", re.IGNORECASE
)
# GitHub's pages bear this before each id, and its script looks for both.
_GITHUB: Final = "user-content-"


def fragment_of(url: str) -> str:
    """The fragment that the page of a link must have as an anchor, as written; or nothing."""
    fragment = urldefrag(url).fragment.partition(":~:")[0]
    return "" if _OF_SCRIPTS.fullmatch(fragment) else fragment


def fault(fragment: str, document: Document | None) -> str:
    """What is wrong with a fragment, in words that follow the address; nothing if all is well.

    Nothing is said of what is no page, of a page without any id, or of one that scripts fill.
    """
    if document is None or document.is_shell or not document.anchors:
        return ""
    names = (fragment, unquote(fragment))
    if any(name in document.anchors or _GITHUB + name in document.anchors for name in names):
        return ""
    hint = did_you_mean(fragment, document.anchors)
    return f'must lead to a part of its page, which has no "{fragment}"{hint}'

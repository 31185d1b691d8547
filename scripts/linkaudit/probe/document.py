"""What is read of another host's page: title, words, anchors, and which fragments need one."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Self
from urllib.parse import unquote, urldefrag

from linkaudit.core.problem import NEAR_OF_MANY, did_you_mean
from linkaudit.core.text import HELD_IN_TAG, decoded, unescaped
from linkaudit.http.answer import Answer

# What the checker reads of a foreign HTML page: title, first heading, words and anchors.
#
# It is scanned, not parsed: each pattern below goes over the text once, whatever a hostile page
# holds, while a tree of 200,000 nested tags takes a parser two minutes.

# The rest of a tag; an unclosed one goes to the end.
_REST = rf"{HELD_IN_TAG}(?:>|\Z)"
_TAG: Final = re.compile(rf"</?[A-Za-z]{_REST}|<[!?/][^>]*+>?+")
_HIDDEN: Final = re.compile(
    r"<!--(?:.*?-->|.*+)|"
    rf"(?P<tag><(?P<name>script|style|noscript|template|textarea)(?=[\s/>]){_REST})"
    r"(?:.*?(?=</(?P=name)[\s/>])|.*+)",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE: Final = re.compile(
    r"""([^\s=>/]++)(?:\s*+=\s*+(?:"([^"]*+)"?+|'([^']*+)'?+|([^\s>]*+)))?"""
)
_SCRIPT: Final = re.compile(r"<script[\s/>]", re.IGNORECASE)
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
# With fewer letters than this a page with scripts is a frame that they fill later.
_SHELL: Final = 200


@dataclass(frozen=True)
class Document:
    """A page as its host sent it, before any script has run."""

    title: str
    heading: str
    text: str = field(repr=False)
    anchors: frozenset[str] = field(repr=False)
    has_scripts: bool = False

    @classmethod
    def of(cls, answer: Answer) -> Self | None:
        """The page in an answer, or None if that is no HTML."""
        return cls.read(_decoded(answer)) if is_html(answer) else None

    @classmethod
    def read(cls, text: str) -> Self:
        """The page in a text of HTML; any text will do."""
        visible = _HIDDEN.sub(lambda found: found["tag"] or " ", text)
        anchors = frozenset(_anchors(visible))
        return cls(
            title=_first(visible, "title"),
            heading=_first(visible, "h1"),
            text=_plain(visible),
            anchors=anchors,
            has_scripts=bool(_SCRIPT.search(visible)),
        )

    @property
    def is_shell(self) -> bool:
        """Whether the page is nearly empty until scripts have filled it."""
        return self.has_scripts and len(self.text) < _SHELL

    @cached_property
    def words(self) -> Counter[str]:
        """How often each word stands on the page."""
        return Counter(re.findall(r"\w+", self.text.casefold()))


def is_html(answer: Answer) -> bool:
    """Whether an answer is a page, by its type, or by its begin if it has none."""
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if not kind:
        return answer.body.lstrip()[:14].lower().startswith((b"<!doctype html", b"<html"))
    return kind in ("text/html", "application/xhtml+xml")


def _decoded(answer: Answer) -> str:
    stated = _CHARSET.search(answer.headers.get("Content-Type", ""))
    return decoded(answer.body, stated[1] if stated else "")


def _first(visible: str, name: str) -> str:
    """The words of the first element of a name."""
    begin = re.search(rf"<{name}(?=[\s/>]){_REST}", visible, re.IGNORECASE)
    if not begin:
        return ""
    end = re.compile(rf"</{name}[\s/>]", re.IGNORECASE).search(visible, begin.end())
    return _plain(visible[begin.end() : end.start() if end else begin.end() + 500])


def _plain(visible: str) -> str:
    return " ".join(unescaped(_TAG.sub(" ", visible)).split())


def _anchors(visible: str) -> set[str]:
    """What a fragment can lead to: each `id`, and each `name` of an `a`."""
    found = set()
    for tag in _TAG.finditer(visible):
        text = tag[0]
        if text[1] in "/!?" or "=" not in text:
            continue
        is_link = text[1:2] in "aA" and not text[2:3].isalnum()
        known = set()
        for name, double, single, bare in _ATTRIBUTE.findall(text, 2):
            name = name.lower()
            if name in known:
                continue  # the first of two counts
            known.add(name)
            if name == "id" or (name == "name" and is_link):
                found.add(unescaped(double or single or bare))
    return found - {""}


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


def fragment_fault(fragment: str, document: Document | None) -> str:
    """What is wrong with a fragment, in words that follow the address; nothing if all is well.

    Nothing is said of what is no page, of a page without any id, or of one that scripts fill.
    """
    if document is None or document.is_shell or not document.anchors:
        return ""
    names = (fragment, unquote(fragment))
    if any(name in document.anchors or _GITHUB + name in document.anchors for name in names):
        return ""
    hint = did_you_mean(fragment, document.anchors, NEAR_OF_MANY)
    return f'must lead to a part of its page, which has no "{fragment}"{hint}'

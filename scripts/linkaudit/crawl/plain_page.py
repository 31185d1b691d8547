"""What a page holds, read from its tags as they are written, without a tree of them.

Most tags of a site stand on many of its pages, as in menus, or often on one. So each different tag
is read once, with the words of a link behind it, and a page takes one pass of a pattern. That is
right only where a parser would make just those elements of those tags. What is not plain, such as
a template, a quote that nobody closed or a comparison in a value, is left to the parser.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from html import unescape
from html.entities import html5
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from linkaudit.crawl.html_addresses import (
    Held,
    Link,
    held_by,
    is_vague,
    links_of_css,
    links_of_element,
)

_NAME = "[a-z][a-z0-9:-]*+"
# What makes other elements of the tags in it or around it.
_RARE = "template|select|plaintext|frameset|frame|noframes|noembed|xmp|iframe|image|base|math"
_OPAQUE = ("script", "style", "textarea", "title")
# Each tag that has attributes; a link with its words; one without with the heading around it; what
# is no HTML, to its end. Behind the `.` is what is not plain. Tags without attributes,
# or with classes only, hold nothing.
# No step can be taken in two ways, and none but those of links is taken twice.
_PIECES = re.compile(
    "<(?:"
    + r"(?:h[1-6]|dt)(?:\s[^<>]*+)?>[^<]*+<a\s[^<>]*+>\s*+</a>"
    + r"|a\s[^<>]*+>(?:[^<]*+(?>(?:<(?!/?a[\s>])[^<>]*+>[^<]*+)*)</a>)?"
    + r"|!--.*?(?:-->|\Z)"
    + "".join(rf"|{name}(?=[\s>])[^<>]*+>.*?(?:</{name}\s*+>|\Z)" for name in _OPAQUE)
    + rf"|(?:{_RARE})(?=[\s/>])"
    + rf"|(?!/?{_NAME}(?: class=\"[^\"<>]*+\")?\s*+/?>)"
    + rf"(?:{_NAME}\s[^<>]*+>|![dD][oO][cC][tT][^<>]*+>|\?[^<>]*+>|.)"
    + ")",
    re.DOTALL,
)
_TAG = re.compile(
    rf"<({_NAME})((?>(?:(?:\s++|(?<=[\"']))[^\s\"'<>/=]++"
    r"(?>(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'<>=`]++))?))*))"
    r"\s*+/?>"
)
_ATTRIBUTE = re.compile(
    r"(?:\s|(?<=[\"']))([^\s\"'<>/=]++)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'<>=`]++)))?"
)
# What nearly all tags are like, read in a quarter of the time: some attributes hold no address.
_HARMLESS = (
    r"(?>(?: (?:class|title|rel|target|lang|dir|role|type|accesskey|align|valign|width|height"
    r"|border|summary|scope|colspan|rowspan|cell[a-z]+|aria-hidden|data-[a-z-]++)=\"[^\"<>]*+\")*)"
)
_USUAL_LINK = re.compile(rf"<a{_HARMLESS} href=\"([^\"<>&\s\0]++)\"{_HARMLESS}>([^<&\0]*+)</a>")
_USUAL_ANCHOR = re.compile(rf"<a{_HARMLESS} (id|name)=\"([^\"<>&\s\0]++)\"{_HARMLESS}>(?:\s*</a>)?")
_USUAL_TAG = re.compile(
    rf"<(?!a[ >]|(?:{_RARE}|{'|'.join(_OPAQUE)})[ />])"
    rf"({_NAME}){_HARMLESS}(?: id=\"([^\"<>&\s\0]++)\")?{_HARMLESS} ?/?>"
)
# Of a reference without its end a parser knows more, but not of one before "=", as in ?a=1&b=2.
_REFERENCE = re.compile(r"&(?:#(?:[0-9]{1,6}|[xX][0-9a-fA-F]{1,5});|([A-Za-z][A-Za-z0-9]*+);)")
_NO_REFERENCE = re.compile(r"&(?=[A-Za-z0-9]++=|[\s&]|\Z)")
_ANY_TAG = re.compile(r"<[^<>]*+>")
_OF_TABLES = {"caption", "col", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr"}
_LONGEST = 20_000  # letters: no tag that people write
_LONGEST_KNOWN, _MOST_KNOWN = 1000, 4_000  # letters, pieces


class _Piece(NamedTuple):
    """What a tag holds. `in_table` is for one that a parser leaves out where no table is."""

    links: tuple[Link, ...] = ()
    ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    in_table: bool = False


_NOTHING = _Piece()


class _NotPlainError(Exception):
    """Only a parser can tell what a tag holds."""


class _Pieces(dict[str, _Piece | None]):
    """What each tag holds that was met lately; None for what is not plain.

    Those of menus are met again and again, most others never.
    """

    def __init__(self) -> None:
        self._before: dict[str, _Piece | None] = {}

    def __missing__(self, piece: str) -> _Piece | None:
        try:
            read = self._before[piece] if piece in self._before else _read(piece)
        except _NotPlainError:
            read = None
        if len(piece) < _LONGEST_KNOWN:
            if len(self) >= _MOST_KNOWN:
                self._before = dict(self)
                self.clear()
            self[piece] = read
        return read


_known = _Pieces()


def held_by_plain(html: str) -> Held | None:
    """What a page holds, or None if only a parser can tell."""
    times = Counter(_PIECES.findall(html))
    links: dict[Link, int] = {}
    ids: list[str] = []
    names: list[str] = []
    for piece, number in zip(map(_known.__getitem__, times), times.values(), strict=True):
        if piece is None:
            return None
        if piece is _NOTHING:
            continue
        if piece.in_table and "<table" not in html:
            return None
        for link in piece.links:
            links[link] = links.get(link, 0) + number
        ids += piece.ids * number
        names += piece.names
    return Held(links, tuple(ids), tuple(names)) if _has_one_body(html) else None


def _has_one_body(html: str) -> bool:
    """Whether no element is left out because it stands a second time, or in its like."""
    if html.count("<html") > 1 or html.count("<body") > 1:
        return False
    _, *forms = html.split("<form")
    return all("</form" in form for form in forms[:-1])


def _read(piece: str) -> _Piece:
    """Raises `_NotPlainError`."""
    if (usual := _USUAL_LINK.fullmatch(piece)) and not is_vague(" ".join(usual[2].split())):
        return _Piece((Link("a", usual[1], usual[1], True, False),))
    if usual := _USUAL_ANCHOR.fullmatch(piece):
        named = (usual[2],)
        return _Piece(ids=named) if usual[1] == "id" else _Piece(names=named)
    if usual := _USUAL_TAG.fullmatch(piece):
        return _Piece((), (usual[2],), (), usual[1] in _OF_TABLES) if usual[2] else _NOTHING
    sign = piece[1]
    if not (sign.isascii() and sign.isalpha()):
        _check(_holds_nothing(piece))
        return _NOTHING
    tag = _TAG.match(piece.replace("\r\n", "\n").replace("\r", "\n"))
    _check(tag and "\0" not in piece and tag.end() < _LONGEST)
    assert tag
    name, attributes, rest = tag[1], _attributes(tag[2]), tag.string[tag.end() :]
    if name in _OPAQUE:
        return _of_opaque(name, attributes, rest)
    if name == "a":
        return _of_link(attributes, rest, tag.string)
    own = _of_tag(name, attributes)
    if not rest:
        return own
    # A heading, and the first link in it.
    link = _TAG.match(rest, rest.find("<"))
    _check(link)
    assert link
    return _joined(own, _of_link(_attributes(link[2]), rest[link.end() :], tag.string))


def _check(is_plain: object) -> None:
    if not is_plain:
        raise _NotPlainError


def _holds_nothing(piece: str) -> bool:
    """Whether what is no start tag is a plain comment, a declaration or a sign in the words."""
    if piece[:4] == "<!--":
        within = piece[4:-3]
        ends_itself = piece[4:5] == ">" or piece[4:6] == "->" or "--!>" in piece
        return (
            piece[-3:] == "-->"
            and len(piece) >= len("<!---->")
            and not ends_itself
            and ("<!--" not in within)
        )
    if piece[1] in "!?":
        return piece[-1] == ">"
    return len(piece) == len("<3") and piece[1] != "/"


def _of_opaque(name: str, attributes: Mapping[str, str], rest: str) -> _Piece:
    """What an element holds in which tags are words; within a drawing they are none."""
    text, _, end = rest.rpartition("</")
    _check(end and f"</{name}" not in text.lower())
    _check(("<!--" if name == "script" else "<") not in text)
    _check(name != "style" or "&" not in text)
    return _of_tag(name, attributes, text)


def _of_tag(name: str, attributes: Mapping[str, str], text: str = "") -> _Piece:
    links = tuple(links_of_element(name, attributes, text))
    if "style" in attributes:
        links += tuple(links_of_css(attributes["style"]))
    ids = (attributes["id"],) if attributes.get("id") else ()
    if not (links or ids):
        return _NOTHING
    return _Piece(links, ids, (), bool(ids) and name in _OF_TABLES)


def _of_link(attributes: Mapping[str, str], rest: str, around: str) -> _Piece:
    """What a link holds, with what stands in it; `around` is all that was written."""
    own = _of_tag("a", attributes)
    if attributes.get("name"):
        own = own._replace(names=(attributes["name"],))
    if "href" in attributes or "xlink:href" in attributes:
        target = (attributes.get("href") or attributes.get("xlink:href") or "").strip()
        _check(target and rest)  # what an empty one is depends on where it stands
        name = _vague_name(attributes, rest, around)
        own = own._replace(links=(Link("a", target, target, True, False, name), *own.links))
    inside = [_known[piece] for piece in _PIECES.findall(rest)]
    return _joined(own, *inside)


def _vague_name(attributes: Mapping[str, str], rest: str, around: str) -> str | None:
    words = " ".join(unescape(_ANY_TAG.sub("", rest)).split())
    if not is_vague(words) and not attributes.keys() & {"aria-label", "aria-labelledby"}:
        return None
    links = held_by(LexborHTMLParser(around)).links
    name = next((link.vague_name for link in links if link.tag == "a"), "")
    _check(name != "")  # it may stand in a heading or in code
    return name


def _joined(*pieces: _Piece | None) -> _Piece:
    links: tuple[Link, ...] = ()
    ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    in_table = False
    for piece in pieces:
        _check(piece is not None)
        if piece:
            links, ids, names = links + piece.links, ids + piece.ids, names + piece.names
            in_table = in_table or piece.in_table
    return _Piece(links, ids, names, in_table) if links or ids or names else _NOTHING


def _attributes(held: str) -> Mapping[str, str]:
    """The attributes of a tag as a parser reads them; of two with one name the first counts."""
    found: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(held):
        found.setdefault(name.lower(), _unescaped("".join(values)))
    return found


def _unescaped(value: str) -> str:
    if "&" not in value:
        return value
    rest = _NO_REFERENCE.sub("", _REFERENCE.sub("", value))
    known = all(f"{match[1]};" in html5 for match in _REFERENCE.finditer(value) if match[1])
    _check(known and "&" not in rest)
    return _REFERENCE.sub(lambda match: unescape(match[0]), value)

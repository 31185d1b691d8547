"""The addresses in an HTML page: what a reader follows, what a browser fetches."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

# The addresses in a style sheet.

# Nothing is looked at twice, so that the time does not grow with the square of what is no CSS.
_CSS = re.compile(
    r"/\*.*?(?:\*/|\Z)"
    r"|url\(\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\"'()\s]++))\s*+\)"
    r"|@import\s++(?:\"([^\"]*+)\"|'([^']*+)')"
    # other texts: each ends with its line
    r"|\"[^\"\\\n]*+(?:\\.[^\"\\\n]*+)*+\"?|'[^'\\\n]*+(?:\\.[^'\\\n]*+)*+'?",
    re.DOTALL | re.IGNORECASE,
)


def addresses_of_css(text: str) -> Iterator[str]:
    """Yield what a style sheet fetches, but for what stands in comments and texts."""
    return (target for _, target in places_of_css(text))


def places_of_css(text: str) -> Iterator[tuple[int, str]]:
    """Yield the same with where in the text it stands."""
    for match in _CSS.finditer(text):
        if match.lastindex and (target := match[match.lastindex].strip()):
            yield match.start(), target


# What a reader hears of a link, and whether it tells where the link leads.

_VAGUE = {
    *("here", "click here", "this", "this page", "this link", "link", "more", "read more"),
    *("learn more", "page", "website", ""),
}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "dt"}
_MARKS = " .,:;!>\u2026\u00bb\u2192"
# The file that a reference gives to each thing: `api/Link.html`, `property.Window.page.html`.
_NAMED_AFTER = re.compile(r"^.*/|\.[xs]?html?$")
_IS_REFERENCE = re.compile(r"(?:^|/)(?:[A-Z][^/.]*|[^/]+\.[^/]+)\.[xs]?html?$")
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
    path, _, fragment = (attributes.get("href") or "").partition("#")
    if _NAMED_AFTER.sub("", path).rpartition(".")[2] == name and _IS_REFERENCE.search(path):
        return None
    if not name and fragment and fragment in (attributes.get("id"), attributes.get("name")):
        return None  # it leads to itself, as the anchors of lines of code do
    return None if _is_of_a_thing(node, name, fragment.partition("(")[0]) else name


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


# The attributes of each element that hold an address of their own.
_HELD = {
    "link": ("href",),
    "script": ("src",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "iframe": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "input": ("src", "formaction"),
    "button": ("formaction",),
    "form": ("action",),
    "image": ("href", "xlink:href"),
    "use": ("href", "xlink:href"),
    "blockquote": ("cite",),
    "q": ("cite",),
    "ins": ("cite",),
    "del": ("cite",),
    "body": ("background",),
}
Attributes = Mapping[str, str | None]
_SELECTOR = (
    ":is([href],[src],[srcset],[poster],[data],[action],[formaction],[cite],[background]"
    ",[id],[style],a,image,use,style,meta)"
)
_QUOTES = {"blockquote", "q", "ins", "del"}
_TO_PAGE = {"iframe", "form", "button", *_QUOTES}
# rel of a link that names an address for machines, or another page, instead of fetching it
_NAMES_ONLY = {"canonical", "preconnect", "dns-prefetch", "alternate"}
_NAMES_PAGES = set(
    "next prev first last index contents search help up start top glossary bookmark".split()
)
# No step of these can be taken in two ways, so none is taken back, however long a value is.
_REFRESH = re.compile(
    r"[\d.]*+\s*+[;,]\s*+(?>(?:url\s*+=\s*+)?)(?:'([^']++)|\"([^\"]++)|([^'\"].*+))",
    re.IGNORECASE | re.DOTALL,
)
_AT_ONCE = re.compile(r"0*+(?:\.\d*+)?+\s*+(?:[;,]|\Z)(?<=[\d.;,])")
_CANDIDATE = re.compile(r"[ \t\n\r\f,]*+([^ \t\n\r\f]++)(?:(?<=,)|[^,]*+)")


class Link(NamedTuple):
    """An address as written. `address` has the page's own base, if it gives one, in it.

    `to_page` is for what shows a page; `loads` for what a browser fetches by itself;
    `vague_name` is what a reader hears of a link if that does not tell where it leads; `at_once`
    is for one that a browser follows as soon as it shows the page.
    """

    tag: str
    target: str
    address: str
    to_page: bool = False
    loads: bool = True
    vague_name: str | None = None
    at_once: bool = False


class Held(NamedTuple):
    """What a page holds: its links, each with how often it stands there, the ids of its elements,
    each as often as it stands, and the names of its anchors.
    """

    links: Mapping[Link, int]
    ids: tuple[str, ...]
    names: tuple[str, ...]


class InOrder(NamedTuple):
    """The same, with each link as often as it stands, all in order."""

    links: tuple[Link, ...]
    ids: tuple[str, ...]
    names: tuple[str, ...]


def held_by(tree: LexborHTMLParser) -> InOrder:
    """Read all of a page that links need; what stands in templates or comments is none of it."""
    links: list[Link] = []
    ids, names, base = [], [], ""
    # One walk over the page, with the fewest steps for what most of its elements are.
    for node in tree.css(_SELECTOR):
        tag, attributes = node.tag, node.attributes
        if name := attributes.get("id"):
            ids.append(name)
        if tag == "a":
            if "href" in attributes or "xlink:href" in attributes:
                target = (attributes.get("href") or attributes.get("xlink:href") or "").strip()
                if target or not _is_in_menu(node):
                    name = vague_name_of(node, attributes)
                    links.append(Link("a", target, target, True, False, name))
            if name := attributes.get("name"):
                names.append(name)
        elif tag == "base":
            base = base or _value(attributes, "href")
        else:
            text = node.text() if tag == "style" else ""
            links += links_of_element(tag or "", attributes, text)
        if "style" in attributes:
            links += links_of_css(_value(attributes, "style"))
    if base:
        links = [link._replace(address=_with_base(base, link.target)) for link in links]
    return InOrder(tuple(links), tuple(ids), tuple(names))


def links_of_element(tag: str, attributes: Attributes, text: str) -> Iterator[Link]:
    """Yield the links of an element other than `a`; `text` is that of a `style`."""
    if tag == "area" and "href" in attributes:
        target = _value(attributes, "href")
        name = _value(attributes, "alt") or _value(attributes, "title")
        yield Link(tag, target, target, True, False, name if is_vague(name) else None)
    if tag == "style":
        yield from links_of_css(text)
    if tag == "meta" and _value(attributes, "http-equiv").lower() == "refresh":
        content = _value(attributes, "content")
        match, at_once = _REFRESH.match(content), bool(_AT_ONCE.match(content))
        if match or at_once:
            target = (match[1] or match[2] or match[3]).strip() if match else ""
            yield Link("meta", target, target, to_page=True, loads=False, at_once=at_once)
    if tag == "link":
        rel, target = set(_value(attributes, "rel").lower().split()), _value(attributes, "href")
        # No machine elsewhere can use a file of this one; all else that such a link names is its.
        if _NAMES_ONLY & rel and not target.lower().startswith("file:"):
            return
        # `rev` says what this page is to the other one, as in `rev="made"`: nothing loads it.
        is_named = bool(_NAMES_ONLY & rel) or (not rel and "rev" in attributes)
        if is_named or (_NAMES_PAGES & rel and "stylesheet" not in rel):
            yield Link(tag, target, target, to_page=True, loads=False)
            return
    for attribute in _HELD.get(tag, ()):
        if attribute in attributes:
            value = _value(attributes, attribute)
            for target in addresses_of_srcset(value) if attribute == "srcset" else (value,):
                yield Link(tag, target, target, tag in _TO_PAGE, tag not in _QUOTES)


def links_of_css(text: str) -> Iterator[Link]:
    """Yield what a style sheet, or the style of an element, fetches."""
    for target in addresses_of_css(text):
        yield Link("css", target, target)


def addresses_of_srcset(value: str) -> Iterator[str]:
    """Yield the addresses of a srcset; an address may hold commas, but not end with one."""
    # Without the last commas there is an address behind any other.
    for match in _CANDIDATE.finditer(value.rstrip(" \t\n\r\f,")):
        yield match[1].rstrip(",")


def _with_base(base: str, target: str) -> str:
    """The address that a browser makes of a target; a base may be relative to the page itself."""
    if not target:
        return target
    try:
        parts, own = urlsplit(base), urlsplit(target)
    except ValueError:
        return target
    if parts.scheme or parts.netloc:
        return urljoin(base, target)
    if own.scheme or own.netloc or target.startswith("/"):
        return target
    # urljoin drops the .. of a base that is relative.
    folder = parts.path.rpartition("/")[0]
    beside = f"{folder}/" if folder or parts.path.startswith("/") else ""
    return f"{parts.path}{target}" if not own.path else f"{beside}{target}"


def _is_in_menu(node: LexborNode) -> bool:
    """Whether a link stands in a menu, where an empty address is that of the page itself."""
    return any(
        around.tag in ("nav", "header") or around.attributes.get("role") == "navigation"
        for around in elements_around(node)
    )


def _value(attributes: Attributes, name: str) -> str:
    return (attributes.get(name) or "").strip()

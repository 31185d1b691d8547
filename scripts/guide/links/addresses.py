"""The addresses in a file of a built site: what a reader follows, what a browser fetches."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

# Attributes that fetch a file of their own.
_FETCHED = {
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
    "input": ("src",),
    "form": ("action",),
}
# rel of a link that names an address for machines instead of fetching it
_NAMES_ONLY = {"canonical", "preconnect", "dns-prefetch", "alternate"}
_CSS = re.compile(
    r"/\*.*?\*/"
    r"|url\(\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\"')\s]*))\s*\)"
    r"|@import\s+(?:\"(?P<import_double>[^\"]*)\"|'(?P<import_single>[^']*)')"
    r"|\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'",  # other texts
    re.DOTALL | re.IGNORECASE,
)
_REFRESH = re.compile(
    r"^\s*[\d.]*\s*[;,]\s*(?:url\s*=\s*)?(?P<quote>['\"]?)(.+?)(?P=quote)\s*$", re.I
)


@dataclass(frozen=True)
class Link:
    """An address as written. `address` has the page's own base, if it gives one, in it.

    `to_page` is for what shows a page; `loads` for what a browser fetches by itself; `name` is
    what a reader hears of a link that is followed, None for all else.
    """

    tag: str
    target: str
    address: str
    to_page: bool = False
    loads: bool = True
    name: str | None = None


def links_of_page(tree: LexborHTMLParser) -> Iterator[Link]:
    """Yield every address of an HTML page; what stands in templates or comments is none."""
    node = tree.css_first("base[href]")
    base = _value(node, "href") if node else ""
    for target, made in _raw_links(tree):
        yield Link(target=target, address=_with_base(base, target), **made)


def links_of_css(text: str) -> Iterator[Link]:
    """Yield what a style sheet fetches."""
    for target in _of_css(text):
        yield Link("css", target, target)


def links_of_manifest(text: str) -> Iterator[Link]:
    """Yield the pictures and the start page of a web manifest; none if it is no JSON."""
    try:
        manifest = json.loads(text)
    except ValueError:
        return
    if not isinstance(manifest, dict):
        return
    for icon in manifest.get("icons") or ():
        if isinstance(icon, dict) and isinstance(icon.get("src"), str):
            yield Link("manifest", icon["src"], icon["src"])
    if isinstance(manifest.get("start_url"), str):
        start = manifest["start_url"]
        yield Link("manifest", start, start, to_page=True, loads=False)


def links_of_sitemap(text: str) -> Iterator[Link]:
    """Yield the pages that a sitemap lists, by the path of their address."""
    for target in re.findall(r"<loc>\s*(.*?)\s*</loc>", text, re.DOTALL):
        whole = unescape(target)
        try:
            yield Link("sitemap", target, urlsplit(whole).path or "/", to_page=True, loads=False)
        except ValueError:
            continue


def _raw_links(tree: LexborHTMLParser) -> Iterator[tuple[str, dict[str, Any]]]:
    for tag in ("a", "area"):
        for node in tree.css(f"{tag}[href]"):
            made = {"tag": tag, "to_page": True, "loads": False, "name": _name(node)}
            yield _value(node, "href"), made
    for tag, attributes in _FETCHED.items():
        for node in tree.css(tag):
            if tag == "link" and _NAMES_ONLY & set(_value(node, "rel").lower().split()):
                continue
            for attribute in attributes:
                if attribute in node.attributes:
                    values = [_value(node, attribute)]
                    if attribute == "srcset":
                        values = list(_of_srcset(values[0]))
                    for value in values:
                        yield value, {"tag": tag, "to_page": tag == "iframe"}
    for node in tree.css("meta[http-equiv]"):
        if _value(node, "http-equiv").lower() == "refresh":
            match = _REFRESH.match(_value(node, "content"))
            if match:
                yield match[2], {"tag": "meta", "to_page": True, "loads": False}
    for node in tree.css("style"):
        for target in _of_css(node.text()):
            yield target, {"tag": "css"}
    for node in tree.css("[style]"):
        for target in _of_css(_value(node, "style")):
            yield target, {"tag": "css"}


def _of_css(text: str) -> Iterator[str]:
    for match in _CSS.finditer(text):
        target = next((value for value in match.groupdict().values() if value), "")
        if target:
            yield target.strip()


def _of_srcset(value: str) -> Iterator[str]:
    """Yield the addresses of a srcset; an address may hold commas, but not end with one."""
    rest = value
    while rest := rest.lstrip(" \t\n\r\f,"):
        address, *more = rest.split(maxsplit=1)
        rest = "".join(more)
        if address.endswith(","):
            yield address.rstrip(",")
        else:
            yield address
            rest = rest.partition(",")[2]


def _with_base(base: str, target: str) -> str:
    """The address that a browser makes of a target; a base may be relative to the page itself."""
    if not base or not target:
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


def _name(node: LexborNode) -> str | None:
    """What a link is called: its label, else its words and pictures, else its title.

    None for the empty anchors that numbered lines of code have.
    """
    if node.attributes.get("aria-labelledby") or _value(node, "aria-label"):
        return _value(node, "aria-label") or "named elsewhere"
    if node.tag == "area":
        return _value(node, "alt")
    words = [node.text(separator=" ")]
    words += [_value(picture, "alt") for picture in node.css("img")]
    words += [_value(inside, "aria-label") for inside in node.css("[aria-label]")]
    name = " ".join(" ".join(words).split()) or _value(node, "title")
    return None if not name and _is_in_code(node) else name


def _is_in_code(node: LexborNode) -> bool:
    around = node.parent
    while around is not None and around.tag not in ("pre", "code"):
        around = around.parent
    return around is not None


def _value(node: LexborNode, attribute: str) -> str:
    return (node.attributes.get(attribute) or "").strip()

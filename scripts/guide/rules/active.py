"""What acts by itself: a page shows words and pictures, and runs only the guide's starter.

What patients write on plan sheets is kept at the same origin: whatever ran there could read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

from linkaudit.core.problem import Problem
from linkaudit.core.rule import rule
from linkaudit.crawl.built_file import BuiltPage
from linkaudit.crawl.built_site import Site
from linkaudit.crawl.crawler import CrawledSite
from linkaudit.crawl.lines import tags_in
from linkaudit.crawl.link_rules import is_known_scheme
from markdown.extensions.attr_list import get_attrs
from selectolax.lexbor import LexborNode

from guide.content import picture_files
from guide.content.guide import Guide
from guide.content.markdown_text import without_angles, without_code
from guide.publish.policy import hash_of, scripts_of
from guide.rules.families import CONTENT, OF_PAGES, OF_SITES

# What no browser opens as a page, and no host runs. All else may be one: .htm, .HTML, .rss, .php.
_INERT = frozenset(
    ".avif .css .csv .docx .gif .gz .ico .ics .jpeg .jpg .js .json .m4a .map .md .mp3 .mp4 .odt "
    ".ogg .otf .pdf .png .svg .svgz .ttf .txt .vcf .webm .webmanifest .webp .woff .woff2 .xlsx "
    ".zip".split()
)
_READ = 1024  # bytes that a browser looks at if a file has no ending
_SITEMAP = "sitemap.xml"  # which the engine writes
_DRAWINGS = (".svg", ".svgz")
ELEMENTS = "abbr bdi bdo br code em kbd mark q s small span strong sub sup wbr".split()
ATTRIBUTES = "class dir id lang title".split()
_ADDRESS = re.compile(r"(?:https?|mailto|tel):|[^\s@]+@", re.IGNORECASE)
_OTHER_TAG = re.compile(r"<[!?](?=[\[\w-])|</(?P<end>[a-z][^\s/<>]*+)", re.IGNORECASE)
_NAME = re.compile(r"[\s/>]")
_GIVEN = re.compile(r"\{:?[ \t]*(?P<attributes>[^{}\n]*=[^{}\n]*)\}")
# Elements that load, send, move or run, in a page or in a drawing within it.
_ACTIVE = (
    "script, style, link, base, meta, iframe, frame, frameset, object, embed, applet, portal, "
    "fencedframe, form, foreignObject, animate, animateMotion, animateTransform, set"
)
_ACTIVE_ATTRIBUTES = ("style", "srcdoc", "ping", "formaction", "action", "http-equiv", "background")
_HANDLER = re.compile(r"on[a-z]+", re.IGNORECASE)
# Worth a walk over all elements of the page.
_SUSPECT = re.compile(rf"\s(?:on[a-z]+|{'|'.join(_ACTIVE_ATTRIBUTES)})\s*=", re.IGNORECASE)
# What a link of a page may open. Others start programs of a phone, or hold a page of their own.
_SCHEMES = ("http", "https", "mailto", "tel", "sms")
_PICTURES = ("img", "source")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
# Where a page that has moved sends its reader: within the site, and at once.
_WITHIN = re.compile(r"0;url=(?:\.\./)+[\w%/.-]*(?:#[\w%.-]+)?")
_ANY_HOST = re.compile(r"[/\\]{2}")  # a browser reads \ as /


@rule(family=CONTENT)
def raw_html(guide: Guide) -> Iterator[Problem]:
    """A page must be Markdown; of HTML it may hold what only shows words, such as span or br.

    These may have a class, an id, a language, a direction and a title.
    """
    for page in guide.files:
        text = without_code(page.body)
        for line, found, fault in sorted({*_tags(without_angles(text)), *_attributes(text)}):
            yield guide.problem(page, page.line_of(line), fault, found)


@rule(family=OF_PAGES)
def active_content(page: BuiltPage) -> Iterator[Problem]:
    """A page must run nothing but the guide's starter, and hold nothing that loads, sends or moves.

    So no frame, form, object, handler such as onclick or style attribute. A link may begin with
    http:, https:, mailto:, tel: or sms:, and must name its scheme if it leads to another host.
    """
    allowed = scripts_of(page.text)
    for node in page.tree.css(_ACTIVE):
        if not _is_ours(node, allowed):
            yield _problem(page, f"<{node.tag}", "element")
    if _SUSPECT.search(page.text):
        for node in page.tree.css("*"):
            for name in node.attributes:
                is_ours = node.tag == "meta" and _is_ours(node, allowed)
                if (name in _ACTIVE_ATTRIBUTES or _HANDLER.fullmatch(name)) and not is_ours:
                    yield _problem(page, f"{name}=", "attribute")
    for link, scheme, _ in page.schemed:
        # Scripts, and what no browser knows, are reported by rules of their own, for any site.
        if scheme not in (*_SCHEMES, "javascript") and is_known_scheme(scheme):
            message = f'"{link.target[:60]}" must be the address of a page'
            yield from page.problems(message, link)
    for link in page.links:
        if link.to_page and _ANY_HOST.match(link.target):
            message = f'"{link.target[:60]}" must begin with https:'
            yield from page.problems(message, link)
        begin = _SCHEME.match(link.target) if link.tag in _PICTURES else None
        if begin and begin[0].lower() not in ("http:", "https:"):
            message = f'"{link.target[:60]}" must be the address of a picture'
            yield from page.problems(message, link)


@rule(family=OF_SITES)
def active_file(crawled: CrawledSite) -> Iterator[Problem]:
    """A drawing must be only a picture, and no other file may open as a page.

    Opened by itself it has no policy of its own, at the origin that keeps what patients write.
    """
    site = crawled.site
    for path in sorted(site.files):
        suffix = PurePosixPath(path).suffix.lower()
        fault = ""
        if (path in site.pages and PurePosixPath(path).suffix == ".html") or path == _SITEMAP:
            continue
        if not suffix and b"<" in _start_of(site.folder / path):
            fault = "must have an ending: without one a browser may open it as a page"
        elif suffix and suffix not in _INERT:
            written = PurePosixPath(path).suffix
            fault = f"must not end with {written}: a browser may open it as a page"
        elif suffix in _DRAWINGS:
            fault = _fault_of_drawing(site, path)
        if fault:
            ours = site.docs is not None and (site.docs / path).is_file()
            name = f"{site.docs.name}/{path}" if ours and site.docs else path
            yield Problem(name, 1, fault, page=path, target=path)


def _fault_of_drawing(site: Site, path: str) -> str:
    """What is wrong with a drawing, but for one of editors: that is reported at its line."""
    content = (site.folder / path).read_bytes()
    if PurePosixPath(path).suffix.lower() == picture_files.SVG and site.docs is not None:
        with suppress(OSError):
            if (site.docs / path).read_bytes() == content:
                return ""
    try:
        fault = next(picture_files.not_only_a_picture(content), None)
    except picture_files.UnreadablePictureError as error:
        fault = error.fault
    return fault.message if fault else ""


def _start_of(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(_READ)


def _problem(page: BuiltPage, found: str, kind: str) -> Problem:
    message = f'the {kind} "{found.strip("<=")}" must not stand on a page'
    return page.problem(message, found)


def _is_ours(node: LexborNode, allowed: frozenset[str]) -> bool:
    """Whether the templates of the guide have put an element where it is."""
    attributes, tag = node.attributes, node.tag
    if tag == "script":
        return not attributes and hash_of(node.text()) in allowed
    if tag == "form":  # the search, which sends nothing
        return attributes.get("role") == "search" and "action" not in attributes
    if tag == "meta" and attributes.get("http-equiv") == "refresh":
        return bool(_WITHIN.fullmatch(attributes.get("content") or ""))
    if tag == "meta" and "http-equiv" in attributes:
        # Another policy could only forbid more, but there is no reason for one.
        policy = node.parent.css_first("meta[http-equiv]") if node.parent else None
        is_policy = attributes["http-equiv"] == "Content-Security-Policy"
        return is_policy and policy is not None and policy.mem_id == node.mem_id
    return (
        tag in ("style", "link", "meta") and node.parent is not None and node.parent.tag == "head"
    )


def _tags(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield line, tag and fault of each tag that may not stand in Markdown."""
    line, place = 1, 0
    for found in _OTHER_TAG.finditer(text) if "<" in text else ():
        line += text.count("\n", place, found.start())
        place, tag = found.start(), (found["end"] or "").lower()
        if not tag:
            yield line, found[0], f'"{found[0]}" must not stand in Markdown'
        elif tag not in ELEMENTS:
            fault = f'"</{tag}>" must be Markdown: it would end what is around it'
            yield line, f"</{tag}", fault
    for line, written, attributes in tags_in(text) if "<" in text else ():
        tag = _NAME.split(written[1:], maxsplit=1)[0].lower()
        if _ADDRESS.match(written[1:]):  # an address in angle brackets is a link
            continue
        if tag not in ELEMENTS:
            fault = f'"<{tag}>" must be Markdown: of HTML only {_listed()} may stand'
            yield line, f"<{tag}", fault
        else:
            for name in attributes:
                if name not in ATTRIBUTES:
                    yield line, f"{name}=", _attribute_fault(name)


def _attributes(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield line, name and fault of attributes that Markdown gives, as in `{: onclick=…}`."""
    for given in _GIVEN.finditer(text):
        line = text.count("\n", 0, given.start()) + 1
        for name, _ in get_attrs(given["attributes"]):
            if name not in (".", "#", *ATTRIBUTES):
                yield line, f"{name}=", _attribute_fault(name)


def _attribute_fault(name: str) -> str:
    return f'the attribute "{name}" must be one of {", ".join(ATTRIBUTES)}'


def _listed() -> str:
    return f"{', '.join(ELEMENTS[:-1])} and {ELEMENTS[-1]}"

"""Pictures that are published: whether one can be read, and whether an SVG is only a picture.

An SVG that is opened by itself is a page of the site: a script in it could read what patients have
written on their sheets. And whoever lays out a page with it, or prints it, would fetch what it
names.
"""

from __future__ import annotations

import base64
import io
import re
import warnings
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree
from PIL import Image, ImageFile

SVG = ".svg"
RASTERS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}
ENDINGS = (SVG, *RASTERS)
MOST_BYTES = 1_000_000
MOST_PIXELS = 4096  # on a side: as much as A4 in 300 dots per inch
MOST_ATTRIBUTES = 1000  # of one element: to read all takes as long as their square
UNREADABLE = "no picture can be read from it"

# What a browser reads as lxml does. In UTF-7 a comment can hold what a browser runs: to it the
# same bytes are none.
_ENCODINGS = frozenset(("utf-8", "utf-16", "us-ascii", "ascii", "iso-8859-1", "windows-1252"))
_SVG_NAMESPACE = "http://www.w3.org/2000/svg"
_XHTML_NAMESPACE = "http://www.w3.org/1999/xhtml"
_ACTIVE = frozenset("script handler listener foreignobject iframe object embed audio video".split())
_MOVING = frozenset("animate animatecolor animatemotion animatetransform discard set".split())
_ADDRESSES = frozenset(("href", "src", "base"))
_WITHIN = re.compile(r"#|data:image/(?:png|jpeg|webp);base64,", re.IGNORECASE)
_DATA = re.compile(r"\s*data:image/(?P<kind>png|jpeg|webp);base64,", re.IGNORECASE)
_ATTRIBUTES = re.compile(r"<!ATTLIST\s+\S+\s+(\S+)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_URL = re.compile(r"url\(\s*[\"']?\s*(?P<address>[^\"')\s]*)", re.IGNORECASE)
_FETCHING = re.compile(
    r"@import|(?<!\w)(?:image-set|cross-fade|image|src|element)\(", re.IGNORECASE
)
_MODES = frozenset(("1", "L", "LA", "P", "RGB", "RGBA"))
_INSTEAD = "draw plain shapes, or save a .png"
# What WeasyPrint leaves out of a drawing, or paints in black, without a word.
_LOST = (
    (re.compile(r"(?<![\w-])filter\s*:(?!\s*none)"), "a filter"),
    (re.compile(r"(?<![\w-])stroke\s*:\s*url\("), "a line with a gradient"),
    (re.compile(r"mix-blend-mode\s*:(?!\s*normal)"), "a blend mode"),
    (re.compile(r"(?:var|color-mix)\("), "a colour that is worked out"),
)


class PictureFault(NamedTuple):
    """What is wrong with a picture: its line, counted from 1, and a sentence for editors."""

    line: int
    message: str


class UnreadablePictureError(Exception):
    """An SVG cannot be read; `fault` says where and why."""

    def __init__(self, line: int, reason: str) -> None:
        self.fault = PictureFault(line, f"{UNREADABLE}: {reason}")
        super().__init__(self.fault.message)


def unreadable(data: bytes, ending: str) -> Iterator[PictureFault]:
    """What keeps a picture of that file ending, like ".png", from being shown and printed."""
    if len(data) > MOST_BYTES:
        yield PictureFault(1, "weighs more than 1 MB; save it smaller")
    elif ending == SVG:
        try:
            root = _root(data)
        except UnreadablePictureError as error:
            yield error.fault
            return
        if root.tag != f"{{{_SVG_NAMESPACE}}}svg":
            yield PictureFault(
                1, f'{UNREADABLE}: it must begin with <svg xmlns="{_SVG_NAMESPACE}">'
            )
        for element in root.iter(f"{{{_SVG_NAMESPACE}}}image"):
            yield from (
                PictureFault(_line(element), message) for message in _embedded_faults(element)
            )
    else:
        yield from (PictureFault(1, message) for message in _raster_faults(data, RASTERS[ending]))


def not_only_a_picture(data: bytes) -> Iterator[PictureFault]:
    """What an SVG does, or leads to, that a picture must not. Raises `UnreadablePictureError`."""
    for element in _elements(data):
        if _is_style_sheet(element):
            yield PictureFault(_line(element), "takes a style sheet from elsewhere; put it in")
        elif isinstance(element.tag, str):
            yield from _active(element)
            for declared in _declarations(element) if element.getparent() is None else ():
                yield PictureFault(1, f"declares the {declared} in its DOCTYPE; write it out")


def _declarations(root: etree._Element) -> Iterator[str]:
    """What the DOCTYPE of a drawing declares: entities, and attributes that elements then have.

    `<!ATTLIST svg onload CDATA "go()">` gives a browser a script that stands on no element.
    """
    tree = root.getroottree()
    dtd = tree.docinfo.internalDTD
    if dtd is not None:
        yield from (f"entity {entity.name}" for entity in dtd.iterentities())  # type: ignore[attr-defined]
        # lxml lists only attributes of elements that are declared as well.
        found = _ATTRIBUTES.findall(etree.tostring(tree, encoding="unicode"))
        yield from (f"attribute {name}" for name in found)


def _is_style_sheet(element: etree._Element) -> bool:
    """Whether it is `<?xml-stylesheet …?>`."""
    return isinstance(element, etree._ProcessingInstruction) and element.target == "xml-stylesheet"


def lost_on_paper(data: bytes, *, logo: bool = False) -> Iterator[PictureFault]:
    """What of an SVG is not printed as it is drawn; text, only if it stands in a logo.

    Raises `UnreadablePictureError`.
    """
    for element in _elements(data):
        if not isinstance(element.tag, str):
            continue
        name = _name(element.tag)
        if logo and name == "text":
            yield PictureFault(
                _line(element), "has text in a font that others lack; turn it into shapes"
            )
        if name == "filter":
            continue  # reported where it is used
        for words, of in _styles(element, name):
            for pattern, what in _LOST:
                if pattern.search(_COMMENT.sub(" ", f"{of}:{words}" if of else words)):
                    yield PictureFault(
                        _line(element), f"has {what}, which paper goes without; {_INSTEAD}"
                    )


def _raster_faults(data: bytes, kind: str) -> Iterator[str]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as picture:
                given = picture.format or ""
                if given in RASTERS.values() and given != kind:
                    ending = given.lower()
                    yield f"holds a picture of another kind, {ending}; give it that ending"
                elif given != kind:
                    yield f"holds a picture of another kind, {given.lower()}; save it as {kind}"
                elif getattr(picture, "is_animated", False):
                    yield "holds several pictures; a picture must not move: save one of them"
                elif max(picture.size) > MOST_PIXELS:
                    size = " by ".join(map(str, picture.size))
                    yield f"has {size} pixels; the most is {MOST_PIXELS} on a side"
                elif picture.mode == "CMYK":
                    yield "has the colours of a printing press (CMYK); save it in RGB"
                elif picture.mode not in _MODES:
                    yield f"has colours that are not printed ({picture.mode}); save it in 8 bit RGB"
                else:
                    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint takes what is left of one
                    picture.load()
    except Image.DecompressionBombError:
        yield f"has far too many pixels; the most is {MOST_PIXELS} on a side"
    except (OSError, SyntaxError, ValueError):
        yield UNREADABLE


def _embedded_faults(image: etree._Element) -> Iterator[str]:
    """What is wrong with a picture within an SVG, which is printed as one by itself is."""
    for key, value in image.attrib.items():
        found = _DATA.match(str(value)) if _name(key) == "href" else None
        if found:
            try:
                data = base64.b64decode("".join(str(value)[found.end() :].split()))
            except ValueError:
                data = b""
            for message in _raster_faults(data, found["kind"].upper()):
                yield f"the picture in it: {message}"


def _active(element: etree._Element) -> Iterator[PictureFault]:
    """What one element does or leads to."""
    line, name = _line(element), _name(element.tag)
    if etree.QName(element).namespace == _XHTML_NAMESPACE or name in _ACTIVE:
        yield PictureFault(line, f"holds <{etree.QName(element).localname}>; a picture needs none")
    elif name in _MOVING:
        yield PictureFault(
            line, f"holds <{etree.QName(element).localname}>; a picture must not move"
        )
    for key, value in element.attrib.items():
        local, text = _name(key), str(value)
        if local.startswith("on"):
            yield PictureFault(line, f'holds {local}="{_cut(text)}", which runs as a script')
        elif local in _ADDRESSES:
            address = re.sub(r"[\x00-\x20]", "", text)
            if not _WITHIN.match(address) or (not address.startswith("#") and name != "image"):
                yield PictureFault(line, _leads_out(text))
    for words, _ in _styles(element, name):
        if "\\" in words:
            yield PictureFault(line, "holds a backslash in its styles, which can hide an address")
        elif _FETCHING.search(words):
            yield PictureFault(line, f"takes something from elsewhere: {_cut(words)}")
        else:
            for found in _URL.finditer(words):
                if not _WITHIN.match(found["address"]):
                    yield PictureFault(line, _leads_out(found["address"]))


def _styles(element: etree._Element, name: str) -> Iterator[tuple[str, str]]:
    """The pieces of CSS of an element, each with the property that it is the value of."""
    if name == "style":
        yield "".join(map(str, element.itertext())), ""
    for key, value in element.attrib.items():
        local = _name(key)
        if local == "style" or "(" in str(value):
            yield str(value), "" if local == "style" else local


def _leads_out(address: str) -> str:
    return f'leads to "{_cut(address)}"; a picture must hold all that it shows'


def _root(data: bytes) -> etree._Element:
    """The root of an SVG; nothing of a DTD is read. Raises `UnreadablePictureError`."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadablePictureError(max(error.lineno or 1, 1), error.msg) from error
    encoding = root.getroottree().docinfo.encoding or "utf-8"
    if encoding.lower() not in _ENCODINGS:
        raise UnreadablePictureError(1, f"its encoding is {encoding}; save it in UTF-8")
    for element in root.iter(etree.Element):
        if len(element.attrib) > MOST_ATTRIBUTES:
            most = f"an element must have at most {MOST_ATTRIBUTES:,} attributes"
            raise UnreadablePictureError(_line(element), f"{most}, has {len(element.attrib):,}")
    return root


def _elements(data: bytes) -> Iterator[etree._Element]:
    """All that an SVG holds, what stands before its root too."""
    root = _root(data)
    yield from reversed(list(root.itersiblings(preceding=True)))
    yield from root.iter()


def _name(tag: str | bytes) -> str:
    return str(tag).rpartition("}")[2].lower()


def _line(element: etree._Element) -> int:
    line: int | None = element.sourceline  # type: ignore[assignment]
    return line or 1


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return f"{text[:60]}…" if len(text) > 60 else text

"""QR codes: an address that a phone reads from paper."""

from __future__ import annotations

import segno
from lxml import html
from lxml.html import HtmlElement


def qr_code(address: str, size: str) -> HtmlElement:
    """Return a picture of the address as a QR code, `size` wide (CSS), with its quiet zone.

    Error correction level M and a border of 4 modules, as ISO/IEC 18004 asks for.
    """
    code = segno.make(address, error="m", micro=False)
    picture = html.Element("img", {"class": "print-qr", "alt": f"QR code for {address}"})
    picture.set("src", code.svg_data_uri(border=4, dark="#000000", light="#ffffff"))
    # How much of it is quiet zone, a style sheet can tell by the number of its modules.
    modules = code.symbol_size(border=4)[0]
    picture.set("style", f"width:{size};height:{size};--modules:{modules}")
    return picture

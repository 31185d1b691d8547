"""The icon of the site: a small drawing stands in the page, and is no request of its own."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

_LINK = re.compile(r'<link rel="icon" href="(?P<href>[^":]+\.svg)">')
_MOST = 600  # bytes
_SAFE = "/:=<> ,;()'"  # what needs no escape in the attribute


def inlined(page: str, path: Path, site: Path) -> str:
    """The page with its icon in the link itself, if that is small; `path` is the page's file."""

    def link(found: re.Match[str]) -> str:
        href = found["href"]
        file = path.parent / href
        if href.startswith("/"):  # on 404.html, which is answered at any depth
            file = site / href[href.find("/assets/") + 1 :]
        if not file.is_file() or file.stat().st_size > _MOST:
            return found[0]
        text = re.sub(r">\s+<", "><", file.read_text("utf-8")).strip().replace('"', "'")
        data = quote(text, safe=_SAFE)
        return f'<link rel="icon" href="data:image/svg+xml,{data}">'

    return _LINK.sub(link, page)

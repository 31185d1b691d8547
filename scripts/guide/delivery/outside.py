"""Links that lead to other websites are marked: by an arrow, and by words for those who listen."""

from __future__ import annotations

import re

MARK = '<span class="app-outside">(on another website)</span>'
_LINK = re.compile(
    r'(?P<open><a\b[^>]*\shref="(?P<href>https?://[^"]*)"[^>]*>)(?P<words>.*?)</a>',
    re.DOTALL | re.IGNORECASE,
)


def marked(page: str, host: str) -> str:
    """The page with a mark in each link to another host than the site's own."""

    def mark(link: re.Match[str]) -> str:
        own = host and (link["href"] + "/").startswith(host.rstrip("/") + "/")
        if own or MARK in link["words"]:
            return link[0]
        return f"{link['open']}{link['words']} {MARK}</a>"

    return _LINK.sub(mark, page)

"""The Content-Security-Policy of a page: it runs and loads nothing that it did not come with."""

from __future__ import annotations

import base64
import hashlib
import re

_CHARSET = re.compile(r'<meta charset="utf-8">', re.IGNORECASE)
_INLINE = re.compile(r"<(?P<name>script|style)>(?P<text>.*?)</(?P=name)>", re.DOTALL)
_STATED = re.compile(r'<meta http-equiv="Content-Security-Policy" content="[^"]*">')


def stated(page: str) -> str:
    """The page with its policy as the second element of its head, before all that it governs."""
    page = _STATED.sub("", page)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{_policy(page)}">'
    return _CHARSET.sub(lambda charset: charset[0] + meta, page, count=1)


def _policy(page: str) -> str:
    hashes: dict[str, list[str]] = {"script": [], "style": []}
    for element in _INLINE.finditer(page):
        digest = base64.b64encode(hashlib.sha256(element["text"].encode()).digest()).decode()
        hashes[element["name"]].append(f"'sha256-{digest}'")
    return ";".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", *hashes["script"])),
            " ".join(("style-src 'self'", *hashes["style"])),
            "img-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )

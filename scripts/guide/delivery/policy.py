"""The Content-Security-Policy of a page: it runs and loads nothing that it did not come with.

The one script that may stand in a page is the guide's starter, whatever else stands there.
"""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

from guide.delivery.markup import tightened

STARTER = "components/starter.html"
_CHARSET = re.compile(r'<meta charset="utf-8">', re.IGNORECASE)
_SCRIPT = re.compile(r"<script>(?P<text>.*?)</script>", re.DOTALL)
_STYLE = re.compile(r"<style>(?P<text>.*?)</style>", re.DOTALL)
_STATED = re.compile(
    r'<meta http-equiv="Content-Security-Policy" content="(?P<policy>[^"]*)">', re.IGNORECASE
)
_ALLOWED = re.compile(r"script-src ([^;]*)")


def starter_of(templates: Path) -> str:
    """The script that comes with each page, as it is delivered; nothing if there is none."""
    file = templates / STARTER
    found = _SCRIPT.search(tightened(file.read_text("utf-8"))) if file.is_file() else None
    return found["text"] if found else ""


def stated(page: str, starter: str = "") -> str:
    """The page with its policy as the second element of its head, before all that it governs."""
    page = _STATED.sub("", page)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{_policy(page, starter)}">'
    return _CHARSET.sub(lambda charset: charset[0] + meta, page, count=1)


def scripts_of(page: str) -> frozenset[str]:
    """The hashes of scripts that the policy of a page allows."""
    stated = _STATED.search(page)
    allowed = _ALLOWED.search(stated["policy"]) if stated else None
    return frozenset(allowed[1].split() if allowed else ())


def hash_of(text: str) -> str:
    """What a policy calls the text of a script or style."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _policy(page: str, starter: str) -> str:
    # What stands below is an editor's: it may not even change how a page looks.
    styles = _STYLE.findall(page.partition("</head>")[0])
    return ";".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", *([hash_of(starter)] if starter else []))),
            " ".join(("style-src 'self'", *map(hash_of, styles))),
            "img-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )

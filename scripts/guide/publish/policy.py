"""The markup of a published page: no white space that nobody sees, and its security policy.

The one script that may stand in a page is the guide's starter, whatever else stands there.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path

from guide.publish.scripts import smaller

# Markup without the white space that nobody sees.

# Around these a browser shows no white space, whatever the text within.
_BLOCKS = (
    "html|head|body|header|main|footer|nav|section|article|div|p|h[1-6]|ul|ol|li|dl|dt|dd|figure|"
    "figcaption|details|table|caption|thead|tbody|tr|th|td|form|meta|link|title|script|style|br|hr"
)
_KEPT = re.compile(r"(<(pre|textarea|script|style)\b.*?</\2>)", re.DOTALL)
_TAG = r"""<!?/?[a-zA-Z][^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*>"""
_TAGS = re.compile(f"({_TAG})")
_BLOCK = re.compile(rf"</?(?:!doctype|{_BLOCKS})\b", re.IGNORECASE)
# What HTML takes for white space: a space that does not break is none.
_SPACE = re.compile(r"[ \t\n\r\f]+")
_ARTICLE = re.compile(r"(<article\b.*</article>)", re.DOTALL)
_COMMENT = re.compile(r"<!--(?!\[).*?-->", re.DOTALL)


def tightened(page: str) -> str:
    """The page without comments and needless white space; it looks the same."""
    return "".join(map(_tightened, _ARTICLE.split(page)))


@lru_cache(maxsize=2**9)  # the words of a page are the same in other editions
def _tightened(part: str) -> str:
    """Words, or what stands around them: between the two no white space is seen."""
    pieces = _KEPT.split(part)
    kept = []
    # Three pieces at a time: text, what is kept as it is, and the name of its element.
    for n in range(0, len(pieces), 3):
        kept.append(_tight(pieces[n]))
        kept += [_script(piece) for piece in pieces[n + 1 : n + 2]]
    return "".join(kept)


def _tight(text: str) -> str:
    parts = _TAGS.split(_COMMENT.sub("", text))
    # Behind the first text and before the last one stands a block, too.
    blocks = [True, *map(_is_block, parts[1::2]), True]
    for n in range(0, len(parts), 2):
        part = parts[n]
        if part:
            part = _SPACE.sub(" ", part)
            part = part.lstrip(" ") if blocks[n // 2] else part
            parts[n] = part.rstrip(" ") if blocks[n // 2 + 1] else part
    parts[1::2] = map(_tag, parts[1::2])
    return "".join(parts)


@lru_cache(maxsize=2**14)  # most tags of a page are like others
def _is_block(tag: str) -> bool:
    return bool(_BLOCK.match(tag))


def _tag(tag: str) -> str:
    """A tag in one line, its values as they are."""
    return re.sub(r"""\s+(?=(?:[^"]*"[^"]*")*[^"]*$)""", " ", tag) if "\n" in tag else tag


def _script(element: str) -> str:
    """An element of a page that is kept as it is, but for scripts: they are made smaller."""
    return _SCRIPT.sub(lambda script: f"<script>{smaller(script['text'])}</script>", element)


STARTER = "components/starter/starter.html"
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

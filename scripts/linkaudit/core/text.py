"""Texts of other people: encodings, addresses on the web, character references and tags, JSON."""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF8
from collections.abc import Mapping
from html import unescape
from typing import Any
from urllib.parse import urlsplit

# Encodings, as browsers find them out.

_FAR_ENOUGH = 1024  # bytes; a browser looks no further for a declaration
_DECLARED = re.compile(
    rb"<!--.*?(?:-->|\Z)"
    rb"|(?:\A\s*<\?xml\s[^>]*?encoding\s*=|\A@charset\s"
    rb"|<meta\s(?!\s*(?:name|property)\s*=)[^>]*?charset\s*=)\s*[\"']?\s*([\w.:-]+)",
    re.IGNORECASE | re.DOTALL,
)
_UTF_8 = ("utf-8", "utf8")


def decoded(content: bytes, stated: str = "") -> str:
    """The text of a page or a style sheet, whatever its bytes are.

    Its encoding is that of its byte order mark, else the one that its host has `stated`, else that
    which it declares by itself, else UTF-8.
    """
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    found = (match[1] for match in _DECLARED.finditer(content[:_FAR_ENOUGH]))
    name = stated or next(filter(None, found), b"").decode("ascii", "replace")
    if name.lower() in ("", *_UTF_8) or content.startswith(BOM_UTF8):
        # The codec utf-8-sig is written in Python, and takes four times as long.
        return content.removeprefix(BOM_UTF8).decode("utf-8", "replace")
    # Few pages need it, and the names of encodings take time to load.
    import webencodings

    encoding = webencodings.lookup(name)
    # UTF-16 that can be read as ASCII so far is none; nobody may use what has a replacement.
    if encoding is None or encoding.name.startswith(("utf", "replacement")):
        return content.decode("utf-8-sig", "replace")
    return str(encoding.codec_info.decode(content, "replace")[0])


# Addresses on the web.

_HOST = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_][\w-]*")
# What nearly every address is like, known at one look.
_PLAIN = re.compile(
    r"https?://(?:[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?\.){1,9}[a-z][a-z0-9-]{0,60}"
    r"(?:[/?#][\w./?#&=%+~:;,@!-]*)?"
)
_LONGEST_LABEL, _LONGEST_NAME = 63, 253


def is_web_address(url: str) -> bool:
    """Whether the text is a whole address on the web that a person can follow."""
    if "xn--" not in url and _PLAIN.fullmatch(url):
        return True
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises for one that is no number, or too large
    except ValueError:
        return False
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        return False
    return not re.search(r'[\s"<>]', url) and is_name_of_host(host)


def is_name_of_host(host: str) -> bool:
    """Whether the internet can have a host of a name, given in its letters or in Punycode."""
    from yarl import URL  # most addresses need it not, and it takes time to load

    try:
        url = URL.build(scheme="http", host=host)
        # The second raises for Punycode of letters that no name may have.
        name, _ = url.raw_host or "", url.host
    except ValueError:
        return False
    if ":" in name:
        return True  # an address of numbers
    labels = name.removesuffix(".").split(".")
    return len(name) <= _LONGEST_NAME and all(0 < len(label) <= _LONGEST_LABEL for label in labels)


# What HTML puts into a text: character references such as `&amp;`, and tags.

# What a tag holds behind its name: quotes count behind an equals sign only. No step of it can be
# taken in two ways, so none is taken back: it reads a text once, whatever that holds.
HELD_IN_TAG = r"(?:[^>=]++|=\s*+(?:\"[^\"]*+\"?+|'[^']*+'?+)?+)*+"

# A comment that nothing ends goes on to the end of the text.
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--(?:.*?-->|.*+)", re.DOTALL)
# Tags within what is left of tags; what is deeper is no title, and each takes a look at the whole.
_DEEPEST = 20


def unescaped(text: str) -> str:
    """The text with each reference as its character; as it is, if a number in it has no end."""
    try:
        return unescape(text)
    except ValueError:  # Python reads no number of more than 4,300 digits
        return text


def untagged(text: str) -> str:
    """The text without tags, nor such as appear when others go: in `<<b>i>` there are two."""
    for _ in range(_DEEPEST):
        without = _TAG.sub("", text)
        if without == text:
            return text
        text = without
    return re.sub("[<>]", "", text)


# JSON of other people: whatever it holds, reading it never fails.


class UnreadableAnswerError(Exception):
    """An answer is not what the service promises; the text says so in plain words."""


def json_object(body: bytes | str) -> Mapping[str, Any]:
    """The object that the answer holds. Raises UnreadableAnswerError if it holds none."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnreadableAnswerError("its answer is not JSON") from error
    if not isinstance(value, dict):
        raise UnreadableAnswerError("its answer is JSON, but no object")
    return value


def mapping(value: object) -> Mapping[str, Any]:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def mappings(value: object) -> list[Mapping[str, Any]]:
    """The objects of a list, or none."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def text(value: object) -> str:
    """A text or a number as text, else nothing."""
    return str(value).strip() if isinstance(value, str | int) else ""


def texts(value: object) -> tuple[str, ...]:
    """The texts of a list, or the one text, without empty ones."""
    found = map(text, value if isinstance(value, list) else [value])
    return tuple(item for item in found if item)


def date_parts(value: object) -> tuple[int, ...]:
    """The year, month and day of `{"date-parts": [[2016, 11, 30]]}`, as far as they are given."""
    dates = mapping(value).get("date-parts")
    first = dates[0] if isinstance(dates, list) and dates else None
    parts = first if isinstance(first, list) else []
    found: list[int] = []
    for part in parts[:3]:
        if not text(part).isdecimal():
            break
        found.append(int(text(part)[:4]))
    return tuple(found)

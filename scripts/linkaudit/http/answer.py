"""What is asked of a host and what it answers: addresses, answers, bodies, or why there is none."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import quote, urldefrag, urljoin, urlsplit

from yarl import URL

from linkaudit.core.text import is_name_of_host

Kind = Literal["dns", "tls", "timeout", "refused", "loop", "private", "too-large", "protocol"]


@dataclass(frozen=True)
class Hop:
    """A redirect: the status, and the address it leads to."""

    status: int
    url: str


@dataclass(frozen=True)
class Answer:
    """The last answer of a chain: `url` is where it came from, `hops` how one gets there.

    The names in `headers` have no case. `body` is decoded, and empty if it was not read.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    hops: tuple[Hop, ...]


class NoAnswerError(Exception):
    """There is no answer: `kind` for programs, the text as one plain sentence for people."""

    def __init__(self, kind: Kind, sentence: str) -> None:
        super().__init__(sentence)
        self.kind = kind


# Kept as written: what is escaped stays escaped, what is not stays so.
_SAFE = "%/:=&?~#+!$,;'@()*[]|"


def whole(target: str, base: str = "") -> str:
    """An address as it is asked, with its fragment; `base` is the page that leads there.

    Raises NoAnswerError if it is no address on the web.
    """
    try:
        parts = urlsplit(urljoin(base, target.strip()))
        if parts.scheme not in ("http", "https") or not is_name_of_host(parts.hostname or ""):
            raise ValueError(target)
        authority = URL(f"{parts.scheme}://{parts.netloc}").raw_authority
        rest = parts.path or "/"
        rest += f"?{parts.query}" if parts.query else ""
        rest += f"#{parts.fragment}" if parts.fragment else ""
        return f"{parts.scheme}://{authority}{_escaped(rest)}"
    except ValueError:
        shown = ascii(target[:100])
        message = f"it leads to {shown}, which" if base else shown
        raise NoAnswerError("protocol", f"{message} is no address on the web") from None


def without_fragment(url: str) -> str:
    return urldefrag(url).url


def as_asked(url: str) -> URL:
    """A whole address for aiohttp, which would else escape it anew."""
    return URL(without_fragment(url), encoded=True)


def _escaped(text: str) -> str:
    # Bytes that were no UTF-8 arrive as surrogates, and are sent as they came.
    return quote(text.encode("utf-8", "surrogateescape"), safe=_SAFE)


# What is offered to a host; a body in any other coding cannot be read here.
CODINGS: Final = "gzip, deflate"
_GZIP: Final = 16 + zlib.MAX_WBITS
_GZIP_BEGINS: Final = 0x1F


class Body:
    """Collects the pieces of a body in one content coding, at most `largest` bytes unpacked.

    They are unpacked as they come, so that no bomb fills the memory.
    """

    def __init__(self, coding: str, largest: int) -> None:
        self._coding = coding.strip().lower().removeprefix("x-")
        self._largest = largest
        self._bytes = bytearray()
        self._unpacker = zlib.decompressobj(_GZIP)
        self._begun = False

    def add(self, piece: bytes) -> None:
        """Take the next piece; raise NoAnswerError if it is damaged, or one piece too many."""
        if self._coding in ("", "identity"):
            self._keep(piece)
        elif self._coding in ("gzip", "deflate"):
            try:
                self._unpack(piece)
            except zlib.error as error:
                raise NoAnswerError("protocol", f"its {self._coding} data is damaged") from error

    def whole(self) -> bytes:
        """All bytes; none for a coding that nobody asked for."""
        return bytes(self._bytes)

    def _unpack(self, piece: bytes) -> None:
        while piece:
            if self._unpacker.eof and (self._coding != "gzip" or piece[0] != _GZIP_BEGINS):
                return  # what follows is padding; but gzip data may have several members
            if not self._begun or self._unpacker.eof:
                self._unpacker = zlib.decompressobj(self._window(piece))
                self._begun = True
            self._keep(self._unpacker.decompress(piece, self._largest + 1 - len(self._bytes)))
            piece = self._unpacker.unused_data or self._unpacker.unconsumed_tail

    def _window(self, piece: bytes) -> int:
        """What zlib is to expect: some servers send "deflate" without the zlib header."""
        if self._coding == "gzip":
            return _GZIP
        return zlib.MAX_WBITS if piece[0] & 0x0F == 8 else -zlib.MAX_WBITS

    def _keep(self, piece: bytes) -> None:
        self._bytes += piece
        if len(self._bytes) > self._largest:
            raise NoAnswerError("too-large", f"its answer is larger than {self._largest:,} bytes")

"""What a host answered, or why there is no answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

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

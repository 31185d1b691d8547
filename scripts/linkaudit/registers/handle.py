"""The handle service of doi.org: whether a DOI leads anywhere, whoever registered it."""

from __future__ import annotations

from urllib.parse import quote

from linkaudit.core.loose_json import UnreadableAnswerError, load

REGISTER = "doi.org"
SERVICE = "https://doi.org/api/handles/"
_KNOWN = (1, 200)  # found, and found without the values that were asked for
_UNKNOWN = 100


def address(base: str, doi: str) -> str:
    """Where the service tells of a DOI."""
    return base + quote(doi, safe="/:;,()")


def is_known(status: int, body: bytes) -> bool:
    """Whether the DOI is registered. Raises UnreadableAnswerError if the answer does not tell."""
    if status not in (200, 404):
        raise UnreadableAnswerError(f"it answered {status}")
    code = load(body).get("responseCode")
    if code not in (*_KNOWN, _UNKNOWN):
        raise UnreadableAnswerError(f"it answered with the code {code}")
    return code in _KNOWN

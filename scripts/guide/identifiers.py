"""The identifiers of works: DOI, PMID, PMCID, ISBN and ISSN, their forms and check digits.

Each `…_fault` takes an identifier as written and returns what is wrong with it in one sentence,
or None. Nothing here asks whether the work exists.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

# 10.1136/bmj.i6748; the prefix may have parts, 10.1000.10/x. 10/abc is a DOI made short.
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+|10/[A-Za-z0-9]+")
_DOI_WITHIN = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s\"'{}]+")
_DOI_SITE = re.compile(r"(?:https?://)?(?:dx\.|www\.)?doi\.org/", re.IGNORECASE)
_PMID = re.compile(r"[1-9]\d{0,7}")
_PMCID = re.compile(r"PMC[1-9]\d{0,8}")
_ISBN_SEPARATORS = re.compile(r"[\s‐‑-]")
_ISSN = re.compile(r"(\d{4})-?(\d{3})([\dXx])")
_PAIRS = ("()", "[]", "{}", "<>")


def doi_of(text: str) -> str:
    """The DOI within a text such as `https://doi.org/10.1136/bmj.i6748`, or nothing."""
    found = _DOI_WITHIN.search(unquote(text))
    return without_end_of_sentence(found.group()) if found else ""


def normal_doi(text: str) -> str:
    """A DOI as it is compared with another: lower case, without its address."""
    return (doi_of(text) or _DOI_SITE.sub("", text.strip())).lower()


def doi_fault(text: str) -> str | None:
    """A DOI must begin with 10., have a slash, and stand without address and full stop."""
    if _DOI.fullmatch(text) and text == without_end_of_sentence(text):
        return None
    near = doi_of(text)
    return f'DOI must be like 10.1136/bmj.i6748, is "{text}"{_hint(near, text)}'


def pmid_fault(text: str) -> str | None:
    """A PMID must be a number of 1 to 8 digits."""
    if _PMID.fullmatch(text):
        return None
    near = "" if "PMC" in text.upper() else _digits_within(text)
    hint = _hint(near if _PMID.fullmatch(near) else "", text)
    return f'PMID must be a number of 1 to 8 digits, is "{text}"{hint}'


def pmcid_fault(text: str) -> str | None:
    """A PMCID must be PMC and a number."""
    if _PMCID.fullmatch(text):
        return None
    near = f"PMC{_digits_within(text)}"
    hint = _hint(near if _PMCID.fullmatch(near) else "", text)
    return f'PMCID must be like PMC5396190, is "{text}"{hint}'


def isbn_fault(text: str) -> str | None:
    """An ISBN must have 10 or 13 digits, of which the last is its check digit."""
    digits = _ISBN_SEPARATORS.sub("", text).upper()
    if not re.fullmatch(r"\d+X?", digits):
        return f'ISBN must be digits and hyphens like 978-1-4731-4508-5, is "{text}"'
    if len(digits) not in (10, 13):
        return f'ISBN must have 10 or 13 digits, has {len(digits)}: "{text}"'
    if len(digits) == 13 and not digits.startswith(("978", "979")):
        return f'ISBN of 13 digits must begin with 978 or 979, is "{text}"'
    right = isbn_check_digit(digits[:-1])
    return None if digits[-1] == right else f'ISBN must end with {right}, is "{text}"'


def isbn_check_digit(body: str) -> str:
    """The last digit of an ISBN from the 9 or 12 digits before it; of 9, it may be X."""
    if len(body) == 9:
        return _modulo_11(body)
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
    return str(-total % 10)


def issn_fault(text: str) -> str | None:
    """An ISSN must have 8 digits, of which the last is its check digit."""
    for issn in re.split(r"\s*[,;]\s*", text):  # a journal has one for paper and one for screens
        match = _ISSN.fullmatch(issn)
        if not match:
            return f'ISSN must be like 0140-6736, is "{issn}"'
        right = issn_check_digit(match[1] + match[2])
        if match[3].upper() != right:
            return f'ISSN must end with {right}, is "{issn}"'
    return None


def issn_check_digit(body: str) -> str:
    """The last digit of an ISSN from the 7 digits before it; it may be X."""
    return _modulo_11(body)


def _modulo_11(body: str) -> str:
    total = sum(int(digit) * weight for weight, digit in enumerate(reversed(body), start=2))
    return "0123456789X"[-total % 11]


def without_end_of_sentence(doi: str) -> str:
    """Cut off what belongs to the sentence around a DOI: `.`, or a bracket that opened before."""
    while doi:
        closes = next((pair for pair in _PAIRS if doi.endswith(pair[1])), None)
        opened_before = closes is not None and doi.count(closes[1]) > doi.count(closes[0])
        if not opened_before and doi[-1] not in ".,;:'\"":
            break
        doi = doi[:-1]
    return doi


def _digits_within(text: str) -> str:
    runs = re.findall(r"\d+", text)
    return max(runs, key=len).lstrip("0") if runs else ""


def _hint(near: str, text: str) -> str:
    return f'; did you mean "{near}"?' if near and near != text else ""

"""Parts of people's names that every source of references writes in its own way."""

from __future__ import annotations

import re

# In capitals, JR and SR are initials.
_SUFFIX = re.compile(r"([JjSs]r|[Jj]unior|[Ss]enior|II|III|IV|2n?d|3r?d|[456]th)\.?")
_BEHIND = re.compile(r"^(?P<name>.*[^\s,])[\s,]+(?P<suffix>[^\s,]+)$", re.DOTALL)
_WORDS = {"jr": "Jr", "junior": "Jr", "sr": "Sr", "senior": "Sr"}
_ORDINALS = {"ii": "2nd", "iii": "3rd", "iv": "4th", "2d": "2nd", "3d": "3rd"}
# Letters of Chinese, Japanese and Korean, with the marks among them.
_EAST_ASIAN = (
    "\u1100-\u11ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
)
# The dot ・ is among the letters.
_ALL_EAST_ASIAN = re.compile(rf"[{_EAST_ASIAN}]++(?:[\s·]++[{_EAST_ASIAN}]++)*")
_OWN_LETTERS = re.compile(rf"(?<!\s)\s*+[(（]\s*+([{_EAST_ASIAN}][{_EAST_ASIAN}\s]*+)[)）]")


def is_suffix(text: str) -> bool:
    """Whether a text tells the generation: Jr., Sr, III, 2nd."""
    return bool(_SUFFIX.fullmatch(text.strip()))


def plain_suffix(text: str) -> str:
    """A suffix as Vancouver prints it: `Jr.` is Jr, `III` is 3rd; any other as it is."""
    found = _SUFFIX.fullmatch(text.strip())
    if not found:
        return text.strip()
    key = found[1].lower()
    return _WORDS.get(key) or _ORDINALS.get(key, key)


def parted_suffix(name: str) -> tuple[str, str]:
    """A name without the suffix behind it, and the suffix as written, empty if there is none."""
    found = _BEHIND.match(name.strip())
    if found and is_suffix(found["suffix"]):
        return found["name"], found["suffix"]
    return name.strip(), ""


def is_east_asian(name: str) -> bool:
    """Whether a name is written in Chinese, Japanese or Korean only: family name first."""
    return bool(_ALL_EAST_ASIAN.fullmatch(name.strip()))


def without_own_letters(name: str) -> tuple[str, str]:
    """A name without what it is in letters of East Asia, as in `Jin (진)`, and that."""
    found = _OWN_LETTERS.search(name)
    if not found:
        return name, ""
    return f"{name[: found.start()]}{name[found.end() :]}".strip(), " ".join(found[1].split())

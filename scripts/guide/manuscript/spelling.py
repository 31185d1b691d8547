"""The citekey that a misspelt one is nearest to, found fast among thousands."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Mapping

_LONGEST = 200  # of a key that is worth comparing
_CANDIDATES = 40


class Spelling:
    """The known citekeys, to be compared with one that is not known."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys: Mapping[str, str] = {key.lower(): key for key in keys if len(key) < _LONGEST}
        self._with: defaultdict[str, list[str]] = defaultdict(list)
        for key in self._keys:
            for piece in _pieces(key):
                self._with[piece].append(key)
        self._nearest: dict[str, str | None] = {}

    def nearest(self, wrong: str) -> str | None:
        """The known key most like the wrong one, whatever the case, or None if none is near."""
        wrong = wrong.lower()
        if wrong not in self._nearest:
            near = difflib.get_close_matches(wrong, self._candidates(wrong), n=1, cutoff=0.6)
            self._nearest[wrong] = self._keys[near[0]] if near else None
        return self._nearest[wrong]

    def is_slip(self, wrong: str) -> bool:
        """Whether a key with a digit is known but for one slip of the finger."""
        near = self.nearest(wrong) if any(c.isdigit() for c in wrong) else None
        if near is None:
            return False
        return difflib.SequenceMatcher(None, wrong.lower(), near.lower()).ratio() >= 0.85

    def _candidates(self, wrong: str) -> list[str]:
        """Keys that share a piece with the wrong one, those with the rarest piece first."""
        if len(wrong) >= _LONGEST:
            return []
        found: dict[str, None] = {}
        for piece in sorted(_pieces(wrong), key=lambda piece: len(self._with.get(piece, ()))):
            for key in self._with.get(piece, ())[:_CANDIDATES]:
                found[key] = None
            if len(found) >= _CANDIDATES:
                break
        return list(found)


def _pieces(key: str) -> set[str]:
    """Every three signs in a row; the ends of a key count as signs too."""
    marked = f"^{key}$"
    return {marked[start : start + 3] for start in range(len(marked) - 2)}

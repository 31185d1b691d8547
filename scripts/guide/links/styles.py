"""The addresses in a style sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Nothing is looked at twice, so that the time does not grow with the square of what is no CSS.
_CSS = re.compile(
    r"/\*.*?(?:\*/|\Z)"
    r"|url\(\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\"'()\s]++))\s*+\)"
    r"|@import\s++(?:\"([^\"]*+)\"|'([^']*+)')"
    # other texts: each ends with its line
    r"|\"[^\"\\\n]*+(?:\\.[^\"\\\n]*+)*+\"?|'[^'\\\n]*+(?:\\.[^'\\\n]*+)*+'?",
    re.DOTALL | re.IGNORECASE,
)


def addresses_of_css(text: str) -> Iterator[str]:
    """Yield what a style sheet fetches, but for what stands in comments and texts."""
    return (target for _, target in places_of_css(text))


def places_of_css(text: str) -> Iterator[tuple[int, str]]:
    """Yield the same with where in the text it stands."""
    for match in _CSS.finditer(text):
        if match.lastindex and (target := match[match.lastindex].strip()):
            yield match.start(), target

"""Scripts: what a browser runs, without what only those who write them need."""

from __future__ import annotations

from functools import lru_cache

import minify


@lru_cache(maxsize=64)
def smaller(script: str) -> str:
    """The script with short names, without comments and white space; it does the same.

    Names at the top, which other scripts may use, stay. A script that the minifier cannot read,
    because the language has grown since, stays as it is.
    """
    try:
        text: str = minify.string("application/javascript", script)
    except minify.MinifyError:
        return script
    # As small as it gets: a page may be prepared twice, and its policy names one form only.
    return smaller(text) if len(text) < len(script) else script

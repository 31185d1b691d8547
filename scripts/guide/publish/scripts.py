"""Scripts: what a browser runs, without what only those who write them need."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import lru_cache

import minify

_MEDIA = "application/javascript"
_LOADED_IN = os.getpid()
_PROGRAM = (
    "import minify, sys; sys.stdout.buffer.write("
    f"minify.string({_MEDIA!r}, sys.stdin.buffer.read().decode()).encode())"
)


@lru_cache(maxsize=256)
def smaller(script: str) -> str:
    """The script with short names, without comments and white space; it does the same.

    Names at the top, which other scripts may use, stay. A script that the minifier cannot read,
    because the language has grown since, stays as it is.
    """
    try:
        text = _minified(script)
    except (minify.MinifyError, subprocess.CalledProcessError):
        return script
    # As small as it gets: a page may be prepared twice, and its policy names one form only.
    return smaller(text) if len(text) < len(script) else script


def _minified(script: str) -> str:
    """What the minifier makes of a script.

    It is written in Go, whose runtime does not live on in a process that was forked: a call there
    would wait for ever, so another process makes it.
    """
    if os.getpid() == _LOADED_IN:
        return str(minify.string(_MEDIA, script))
    command = [sys.executable, "-c", _PROGRAM]
    ran = subprocess.run(command, input=script.encode(), capture_output=True, check=True)
    return ran.stdout.decode()

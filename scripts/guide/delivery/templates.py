"""Templates that a script fills: they come with it, and no page is heavier for them."""

from __future__ import annotations

import json
import re
from pathlib import Path

FOLDER = "assets/javascripts"
_TEMPLATE = re.compile(
    r'<template\b[^>]*\bdata-script="(?P<script>[\w-]+)"[^>]*>.*?</template>', re.DOTALL
)
_PUT = 'document.body.insertAdjacentHTML("beforeend",'


def moved(page: str, site: Path) -> str:
    """The page without its templates for scripts; the script of the site puts them in itself.

    `data-script` names the script. Also from a disk, where a script may fetch nothing. A template
    that is another one than that of an earlier page stays: the script finds it first.
    """

    def move(found: re.Match[str]) -> str:
        file = site / FOLDER / f"{found['script']}.js"
        text = file.read_text("utf-8")
        line = f"{_PUT}{json.dumps(found[0], ensure_ascii=False)});\n"
        if not text.startswith(line):
            if text.startswith(_PUT):
                return found[0]
            file.write_text(line + text, "utf-8")
        return ""

    return _TEMPLATE.sub(move, page)

"""The manifest of a site: what a phone calls the guide, and draws for it, on its home screen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from guide.edition import Edition
from guide.offline.icons import ICONS, TEAL

MANIFEST = "manifest.webmanifest"
# --app-paper of tokens.css, which every page begins with.
_PAPER = "#fcfaf6"
# What a phone has room for below an icon.
_SHORT = 12


def write(site: Path, edition: Edition) -> None:
    """Write the manifest into the root of the site."""
    text = json.dumps(manifest(edition), ensure_ascii=False, indent=1)
    (site / MANIFEST).write_text(text + "\n", "utf-8")


def manifest(edition: Edition) -> dict[str, Any]:
    """The manifest of the edition; its addresses begin where it stands, below any path."""
    config = edition.config
    return {
        "name": config.site_name,
        "short_name": short(config.site_name),
        "description": config.site_description or config.site_name,
        "lang": config.theme.get("language") or "en",
        "dir": config.theme.get("direction") or "ltr",
        "start_url": "./",
        "scope": "./",
        # Not "standalone": that has no way back, and on an iPhone a store of its own, in which
        # a plan that was filled in before is not to be found.
        "display": "minimal-ui",
        "background_color": _PAPER,
        "theme_color": edition.clinic.colour or TEAL,
        "icons": [
            {
                "src": icon.path,
                "sizes": f"{icon.size}x{icon.size}",
                "type": "image/png",
                "purpose": icon.purpose,
            }
            for icon in ICONS
        ],
    }


def short(name: str) -> str:
    """As many whole words of a name as fit below an icon; of a longer one its beginning."""
    kept = ""
    for word in name.split():
        longer = f"{kept} {word}".strip()
        if len(longer) > _SHORT:
            break
        kept = longer
    return kept or name[:_SHORT]

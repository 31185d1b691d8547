"""Print what CHANGELOG.md says of a version, as the notes of its release.

Usage: python scripts/tools/release_notes.py v1.0.0

Ends with 1 if the package has another version, or the changelog no such section or no day for it.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def notes(tag: str, changelog: str, version: str) -> str:
    """The lines below `## 1.0.0, 2026-12-01`, up to the next heading of that rank.

    Raises `ValueError` with what is to be mended first.
    """
    if tag != f"v{version}":
        raise ValueError(f'the tag must be v{version}, the version of the package, is "{tag}"')
    section = rf"(?ms)^## {re.escape(version)}, ([^\n]+)\n(.*?)(?=^## |\Z)"
    found = re.search(section, changelog)
    if not found:
        raise ValueError(f'CHANGELOG.md must have the heading "## {version}, " and a day, has not')
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", found[1]):
        raise ValueError(f'the day of {version} in CHANGELOG.md must be a date, is "{found[1]}"')
    return found[2].strip()


def main() -> None:
    init = (ROOT / "scripts/guide/__init__.py").read_text("utf-8")
    version = re.search(r'__version__ = "(.+)"', init)
    try:
        text = (ROOT / "CHANGELOG.md").read_text("utf-8")
        print(notes(sys.argv[1], text, version[1] if version else ""))
    except ValueError as error:
        sys.exit(f"release_notes.py: {error}")


if __name__ == "__main__":
    main()

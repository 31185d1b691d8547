"""Where the guide's own content is: docs/, overrides/ and mkdocs.yml.

In a checkout they stand beside scripts/; a wheel has them in the package, so that a clinic can
build its edition from nothing but an installed release.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import guide

_PACKAGE = Path(guide.__file__).resolve().parent
# Below the package: pyproject.toml puts them there.
RELEASE = "release"


@cache
def content_folder() -> Path:
    """The folder with docs/, overrides/ and mkdocs.yml, of the checkout or of the wheel.

    Raises `FileNotFoundError` if the package came without them.
    """
    found = content_in(_PACKAGE.parent) or content_in(_PACKAGE.parents[1])
    if not found:
        message = f"the guide's content is not in {_PACKAGE / RELEASE}: install the wheel anew"
        raise FileNotFoundError(message)
    return found


def content_in(folder: Path) -> Path | None:
    """The folder with the content in a checkout or an unpacked wheel; None in any other."""
    for place in (folder / _PACKAGE.name / RELEASE, folder):
        if (place / "mkdocs.yml").is_file() and (place / "docs").is_dir():
            return place
    return None

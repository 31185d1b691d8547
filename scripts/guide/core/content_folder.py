"""Where the guide's own content is: docs/, overrides/ and mkdocs.yml.

In a checkout they stand beside scripts/; a wheel has them in the package, so that a clinic can
build its edition from nothing but an installed release.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import guide

_PACKAGE = Path(guide.__file__).resolve().parent
# pyproject.toml puts them there.
_IN_WHEEL = _PACKAGE / "release"


@cache
def content_folder() -> Path:
    """The folder with docs/, overrides/ and mkdocs.yml, of the checkout or of the wheel.

    Raises `FileNotFoundError` if the package came without them.
    """
    for folder in (_IN_WHEEL, _PACKAGE.parents[1]):
        if (folder / "mkdocs.yml").is_file() and (folder / "docs").is_dir():
            return folder
    raise FileNotFoundError(f"the guide's content is not in {_IN_WHEEL}: install the wheel anew")

"""What a print may take: files of the guide and of this package, and nothing from any network."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fontTools.ttLib import woff2  # type: ignore[import-untyped]
from weasyprint.urls import URLFetcher, URLFetcherResponse

from guide.print.prints import HERE, local_path


@cache  # WeasyPrint would unpack the same four for each sheet that it lays out
def _unpacked(font: Path) -> bytes:
    """A font of this package as WeasyPrint reads it from its compressed file."""
    unpacked = BytesIO()
    woff2.decompress(BytesIO(font.read_bytes()), unpacked)
    return unpacked.getvalue()


class LocalFetcher(URLFetcher):  # type: ignore[misc]
    """Fetches `data:`, and files below this package and below `folder`, a `file:` address.

    WeasyPrint leaves out what it cannot have; the rule `print-missing-picture` reports it.
    """

    def __init__(self, folder: str) -> None:
        super().__init__(allowed_protocols=("data", "file"), allow_redirects=False)
        pages = [local_path(folder)] if folder else []
        self._folders = [path.resolve() for path in (HERE, *pages)]

    def fetch(self, url: str, headers: Any = None) -> Any:
        """The answer to a request; a font is unpacked. Raises `ValueError` for what is refused."""
        if not url.lower().startswith("data:"):
            parts = urlsplit(url)
            # A host in a file: address would be looked up.
            if parts.scheme != "file" or parts.netloc:
                raise ValueError(f"{url} is no file of the site")
            path = local_path(url).resolve()
            if not any(path.is_relative_to(folder) for folder in self._folders):
                raise ValueError(f"{path} is outside of the site")
            if path.suffix == ".woff2" and path.is_relative_to(HERE):
                return URLFetcherResponse(url, _unpacked(path), {"Content-Type": "font/ttf"})
        return super().fetch(url, headers)

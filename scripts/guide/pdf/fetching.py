"""What a print may take: files of the site and of this package, and nothing from any network."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from weasyprint.urls import URLFetcher

HERE = Path(__file__).parent


class LocalFetcher(URLFetcher):  # type: ignore[misc]
    """Fetches `data:` and files below this package and the folder of the site, a `file:` address.

    WeasyPrint leaves out what it cannot have; `print-missing-picture` tells of it.
    """

    def __init__(self, folder: str) -> None:
        super().__init__(allowed_protocols=("data", "file"), allow_redirects=False)
        site = [_path(folder)] if folder else []
        self._folders = [path.resolve() for path in (HERE, *site)]

    def fetch(self, url: str, headers: Any = None) -> Any:
        """The answer to a request. Raises `ValueError` if the address is not allowed."""
        if not url.lower().startswith("data:"):
            parts = urlsplit(url)
            # A host in a file: address would be looked up.
            if parts.scheme != "file" or parts.netloc:
                raise ValueError(f"{url} is no file of the site")
            path = _path(url).resolve()
            if not any(path.is_relative_to(folder) for folder in self._folders):
                raise ValueError(f"{path} is outside of the site")
        return super().fetch(url, headers)


def _path(address: str) -> Path:
    return Path(unquote(urlsplit(address).path))

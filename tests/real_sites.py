"""Public documentation sites, built from the sources that their projects publish on PyPI.

A wheel holds no documentation, a source distribution often does. Each is fetched once, from the
registry that `make test` has just installed everything from, held to its hash, and kept in
`.cache/sdists`; so a run without a network works too. Nothing of it is run but MkDocs.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import tarfile
import urllib.parse
import urllib.request
from dataclasses import dataclass
from pathlib import Path

CACHE = Path(__file__).parent.parent / ".cache/sdists"
REGISTRY = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple").rstrip("/")


@dataclass(frozen=True)
class Source:
    """A source distribution that holds docs/ and mkdocs.yml, and where its site is served."""

    project: str
    archive: str
    sha256: str
    base: str
    without: tuple[str, ...] = ()  # lines of its mkdocs.yml that need what is not in the archive

    def build(self, folder: Path) -> Path:
        """Build the site below the folder as the project does, but without its plugins."""
        with tarfile.open(fetch(self)) as archive:
            # Python 3.11.2 does not have the filter yet, Python 3.13 warns without it.
            safe = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
            archive.extractall(folder, **safe)  # type: ignore[arg-type]  # noqa: S202
        source = folder / self.archive.removesuffix(".tar.gz")
        config = source / "mkdocs.yml"
        words = config.read_text("utf-8")
        for lines in self.without:
            assert lines in words, f"{self.archive}: its mkdocs.yml does not hold {lines!r}"
            words = words.replace(lines, "")
        config.write_text(words, "utf-8")
        site = folder / "www" / self.base.strip("/")
        (source / "our.yml").write_text(
            f"INHERIT: mkdocs.yml\nplugins: [search]\nsite_dir: {site}\n", "utf-8"
        )
        command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", "our.yml"]
        subprocess.run(
            command, cwd=source, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, check=True
        )
        return site


def fetch(source: Source) -> Path:
    """The archive, from the cache or else from the registry; its hash is always checked."""
    kept = CACHE / source.archive
    if not kept.exists():
        listed = f"{REGISTRY}/{source.project}/"
        links = re.findall(r'href="([^"]+)"', read(listed).decode())
        link = next(link for link in links if f"/{source.archive}" in link)
        CACHE.mkdir(parents=True, exist_ok=True)
        fresh = kept.with_suffix(f".{os.getpid()}")
        fresh.write_bytes(read(urllib.parse.urljoin(listed, link)))
        fresh.replace(kept)
    found = hashlib.sha256(kept.read_bytes()).hexdigest()
    assert found == source.sha256, f"{kept} is not what it was: delete it, or look at the registry"
    return kept


def read(address: str, tries: int = 3) -> bytes:
    """What the registry answers, asked again when a connection fails."""
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310
            return bytes(answer.read())
    except OSError:
        if tries == 1:
            raise
        return read(address, tries - 1)

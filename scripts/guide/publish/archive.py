"""The guide for a disk: an archive whose pages open without a web server, and without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from guide.publish.site_folder import LIST

# A link to a folder: a web server answers it with the page in it, a disk with a list of files.
_FOLDER = re.compile(
    r'(?P<open><a\b[^>]*?\shref=")(?P<path>(?:[\w.-]+/)*)(?P<end>\.{0,2})(?=["#?])'
)
# The same site gives the same archive.
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


@contextmanager
def packed(site: Path, archive: Path) -> Iterator[None]:
    """Pack a site into an archive, in a folder of the archive's name.

    It takes the place of the last archive when the block ends well, and goes if it does not.
    """
    unfinished = archive.with_name(f".{archive.name}-writing")
    unfinished.unlink(missing_ok=True)  # a link would be written through
    try:
        with ZipFile(unfinished, "w", ZIP_DEFLATED) as disk:
            for path in sorted(path for path in site.rglob("*") if path.is_file()):
                if path.name == LIST:
                    continue
                name = f"{archive.stem}/{path.relative_to(site).as_posix()}"
                content = path.read_bytes()
                if path.suffix == ".html":
                    content = for_disk(content.decode()).encode()
                entry = ZipInfo(name, _LONG_AGO)
                entry.compress_type = ZIP_DEFLATED
                entry.external_attr = 0o644 << 16  # what anybody may read
                disk.writestr(entry, content)
        unfinished.chmod(0o644)
        yield
        unfinished.replace(archive)
    finally:
        unfinished.unlink(missing_ok=True)


def for_disk(page: str) -> str:
    """The page with links that name the file in a folder."""

    def named(link: re.Match[str]) -> str:
        if not link["path"] and not link["end"]:  # to a part of the page itself
            return link[0]
        folder = f"{link['path']}{link['end']}".rstrip("/")
        return f"{link['open']}{folder}/index.html"

    return _FOLDER.sub(named, page)

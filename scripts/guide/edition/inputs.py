"""What a site is made of, as digests: of the words, the templates, the settings and the code.

Times of files would not do: a copy keeps them, a clock may be wrong, and a page may be changed
while it is printed.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import linkaudit

import guide
from guide.edition.edition import Edition
from guide.edition.nations import Nation

_CODE = (Path(guide.__file__).parent, Path(linkaudit.__file__).parent)


@dataclass(frozen=True)
class Inputs:
    """The digests of all files of a guide's words, by their paths below docs, and of its templates.

    Those of nobody in particular: what a clinic says is no part of them.
    """

    docs: Mapping[str, str]
    templates: Mapping[str, str]

    @classmethod
    def of(cls, edition: Edition) -> Inputs:
        """Read all files that an edition has in common with others."""
        docs, templates = edition.docs, edition.templates
        return cls(dict(_digests(docs)), dict(_digests(templates)))

    def of_edition(self, edition: Edition) -> str:
        """What tells the site of an edition from another, with its name and address to be read."""
        said = {**edition.values, "site_dir": edition.site.name}
        said["release"] = edition.config.extra["release"]
        signed = edition.folder / "approvals.yml"
        parts = (
            code(),
            _as_text(said),
            _as_text(self.docs),
            _as_text(self.templates),
            _digest(signed) if signed.is_file() else "",
        )
        return f"{edition.name} {edition.config.site_url} {digest_of(parts)}"

    def of_nation(self, nation: Nation) -> str:
        """What tells the facts of a nation, and the code that puts them into words, from others."""
        facts = {key: fact.model_dump(mode="json") for key, fact in nation.facts.items()}
        return digest_of((code(), nation.name, _as_text(facts)))

    def of_words(self, nation: Nation) -> str:
        """What tells all that readers of a nation are told from other words."""
        return digest_of((self.of_nation(nation), _as_text(self.docs)))


def digest_of(parts: Iterable[str]) -> str:
    """One digest of several texts; where one ends counts."""
    sha = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogateescape")
        sha.update(b"%d\n%s" % (len(raw), raw))
    return sha.hexdigest()


def digest_of_files(folder: Path, *more: Path) -> str:
    """One digest of all files of a folder, and of some more. Raises `OSError`."""
    of_more = {path.name: _digest(path) for path in more}
    return digest_of((_as_text(dict(_digests(folder))), _as_text(of_more)))


@cache
def code() -> str:
    """The digest of this program: its files, and the versions of all that is installed."""
    files = {f"{folder.name}/{name}": d for folder in _CODE for name, d in _digests(folder)}
    return digest_of((_as_text(files), *_installed()))


def _installed() -> list[str]:
    """Python, and every package that is installed beside it with its version, by its folder."""
    folders = {Path(folder) for folder in sys.path if folder}
    names = {path.name for folder in folders for path in folder.glob("*.dist-info")}
    return [sys.version, *sorted(names)]


def _digests(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        if path.suffix != ".pyc" and path.is_file():
            yield path.relative_to(folder).as_posix(), _digest(path)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _as_text(value: object) -> str:
    return json.dumps(value, sort_keys=True, default=str)

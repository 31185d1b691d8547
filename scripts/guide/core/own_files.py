"""The names of files below a docs folder, as a person who must change them knows them.

A docs folder that was put together of the guide and of what a clinic has of its own keeps a list
of the latter beside it: `pages/our-class.md` is no file of the guide, and stands elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path, PurePath

from linkaudit.core.problem import Problem

LIST = "own-files.json"


def own_files(docs: Path) -> Mapping[str, str]:
    """The files below the docs folder that are a clinic's, with their names in its own folder."""
    try:
        return _own(docs.parent / LIST, (docs.parent / LIST).stat().st_mtime_ns)
    except FileNotFoundError:
        return {}


@lru_cache(maxsize=64)
def _own(file: Path, changed: int) -> Mapping[str, str]:
    return dict(json.loads(file.read_text("utf-8")))


def name_of(docs: Path, path: PurePath | str) -> str:
    """The name of a file below the docs folder as problems print it."""
    return own_files(docs).get(str(path)) or f"{docs.name}/{path}"


def named(problems: Iterable[Problem], docs: Path) -> list[Problem]:
    """Problems of whoever knows the docs folder alone, with a clinic's own names of files."""
    by_path = {f"{docs.name}/{path}": name for path, name in own_files(docs).items()}
    return [replace(one, path=by_path.get(one.path, one.path)) for one in problems]

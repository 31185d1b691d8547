"""Wheels that tests build, and what must be in them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile


class Wheel(NamedTuple):
    """The name of a wheel, the files of its packages, and the texts beside them by their names."""

    name: str
    packed: set[str]
    about: dict[str, str]


def built(project: Path, into: Path) -> Wheel:
    """Build the wheel of a project into an empty folder."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(into)]
    subprocess.run(build, cwd=project, capture_output=True, check=True)
    (file,) = into.iterdir()
    with ZipFile(file) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
        about = {
            Path(name).name: archive.read(name).decode()
            for name in archive.namelist()
            if name not in packed
        }
    return Wheel(file.name, packed, about)


def files_of(packages: Iterable[Path]) -> set[str]:
    """What the wheel of these packages must hold, relative to the folder around each."""
    return {
        path.relative_to(package.parent).as_posix()
        for package in packages
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.name != "pyproject.toml"
    }

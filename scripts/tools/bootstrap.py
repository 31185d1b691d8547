"""Make .venv and install a lock file into it: `bootstrap.py .venv requirements.txt`.

Runs before anything is installed, so it uses the standard library only. Debian's python3 has
no ensurepip; pip then comes from the package registry, its hash checked like the rest.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
import venv
from pathlib import Path

NEEDED = (3, 11)
BUILD = Path(__file__).with_name("requirements-build.txt")  # what installs the guide itself
PIP = "pip-26.3-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"
REGISTRY = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple").rstrip("/")


def main() -> None:
    if sys.version_info < NEEDED:
        found = ".".join(map(str, sys.version_info[:3]))
        sys.exit(f"Python 3.11 or later is needed, this is {found}; try: make PYTHON=python3.12 …")
    folder, lock = Path(sys.argv[1]), sys.argv[2]
    python = folder / "bin/python"
    if not has_pip(python):
        make_venv(folder, python)
    print(f"Installing {lock} into {folder} …", flush=True)
    install: list[Path | str] = [
        python,
        "-m",
        "pip",
        "--quiet",
        "--disable-pip-version-check",
        "install",
    ]
    run([*install, "--require-hashes", "--no-deps", "-r", lock, "-r", BUILD])
    # The guide itself, as it stands in scripts/.
    run([*install, "--no-deps", "--no-build-isolation", "--editable", "."])


def make_venv(folder: Path, python: Path) -> None:
    """Make the environment, with Python's own pip or with one from the registry."""
    venv.EnvBuilder(clear=True).create(folder)
    if has_ensurepip(python):
        return
    with tempfile.TemporaryDirectory() as download:
        wheel = fetch_pip(Path(download))
        run([python, f"{wheel}/pip", "--quiet", "install", "--no-index", wheel])


def has_ensurepip(python: Path) -> bool:
    """Put Python's own pip into the environment, if this Python brings one."""
    bring: list[Path | str] = [python, "-m", "ensurepip", "--upgrade", "--default-pip"]
    return subprocess.run(bring, capture_output=True, check=False).returncode == 0


def has_pip(python: Path) -> bool:
    if not python.exists():
        return False
    asked = subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False)
    return asked.returncode == 0


def fetch_pip(folder: Path) -> Path:
    """Download pip from the registry, and return the wheel if its hash is right."""
    print(f"This Python has no pip: fetching {PIP} …", flush=True)
    with urllib.request.urlopen(f"{REGISTRY}/pip/", timeout=60) as answer:  # noqa: S310
        links = re.findall(r'href="([^"]+)"', answer.read().decode())
    link = next((link for link in links if f"/{PIP}" in link), None)
    if link is None:
        sys.exit(f"{REGISTRY}/pip/ does not list {PIP}; on Debian: apt-get install python3-venv")
    address = urllib.parse.urljoin(f"{REGISTRY}/pip/", link)
    with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310
        content = answer.read()
    if hashlib.sha256(content).hexdigest() != PIP_SHA256:
        sys.exit(f"{PIP} from {REGISTRY} does not have the expected hash; nothing was installed")
    wheel = folder / PIP
    wheel.write_bytes(content)
    return wheel


def run(command: list[Path | str]) -> None:
    result = subprocess.run(command, check=False)
    if result.returncode:
        sys.exit(result.returncode)


if __name__ == "__main__":
    main()

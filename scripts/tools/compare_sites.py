"""Compare two built sites, byte for byte: what a change of the code did to what readers get.

Usage: python scripts/tools/compare_sites.py BEFORE AFTER [--expect PATTERN ...]

Prints each file that is in one of them only, or that differs, with the first place that does;
exits with 2 if one is not among the patterns of `--expect`. Before a change of the code, keep the
site that `make site` built; after it, build again and compare.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

SHOWN = 60  # bytes around the first difference


def files_below(folder: Path) -> dict[str, Path]:
    """The files of a folder by their path in it."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path for path in found}


def first_difference(before: bytes, after: bytes) -> str:
    """Where two contents part, with what stands there in each."""
    pairs = enumerate(zip(before, after, strict=False))
    at = next((at for at, (a, b) in pairs if a != b), min(len(before), len(after)))
    around = slice(max(0, at - SHOWN // 2), at + SHOWN // 2)
    return f"byte {at}: {before[around]!r} is now {after[around]!r}"


def differences(before: Path, after: Path) -> Iterator[tuple[str, str]]:
    """Each file that is not the same in both sites, with what is different."""
    old, new = files_below(before), files_below(after)
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            yield name, "is gone"
        elif name not in old:
            yield name, "is new"
        elif (was := old[name].read_bytes()) != (now := new[name].read_bytes()):
            yield name, first_difference(was, now)


def main() -> int:
    """Compare, print, and return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--expect", action="append", default=[], metavar="PATTERN")
    options = parser.parse_args()
    found = list(differences(options.before, options.after))
    unexpected = 0
    for name, what in found:
        expected = any(fnmatch(name, pattern) for pattern in options.expect)
        unexpected += not expected
        print(f"{'expected' if expected else 'DIFFERS '} {name}: {what}")
    print(f"{len(files_below(options.before))} files, {len(found)} differ, {unexpected} unexpected")
    return 2 if unexpected else 0


if __name__ == "__main__":
    sys.exit(main())

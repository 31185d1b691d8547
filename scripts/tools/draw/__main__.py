"""Usage: python -m draw [NAME ...]: draw these exercise pictures anew, or all of them.

Prints the drawings that were asked for by name, or else those that are new or changed.
Exits with 1 if there is no pose of that name; with 2 if poses.yml has slips, and then nothing is
drawn, or if a drawing belongs to no pose.
"""

from __future__ import annotations

import sys
from pathlib import Path

from guide.content.poses import DRAWINGS, FILE
from linkaudit.core.problem import did_you_mean

from draw import strays, write
from draw.poses import load


def main(names: list[str], docs: Path = Path("docs")) -> int:
    """Draw, tell what was done, and return the exit code."""
    poses, problems = load(docs)
    if problems:
        print(*problems, sep="\n", file=sys.stderr)
        return 2
    for name in names:
        if name not in poses:
            hint = did_you_mean(name, poses)
            print(f'no pose "{name}" is drawn from {docs.name}/{FILE}{hint}', file=sys.stderr)
            return 1
    changed = list(write(docs, {name: poses[name] for name in names or poses}))
    if names:
        print(*(docs / DRAWINGS / f"{name}.svg" for name in names), sep="\n")
        return 0
    for file in changed:
        print(file)
    print(f"{len(poses)} drawings, {len(changed)} of them new or changed")
    stray = strays(docs)
    for file in stray:
        print(f"{file}: {docs.name}/{FILE} has no such pose; delete the drawing", file=sys.stderr)
    return 2 if stray else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""`guide new --guide`: make a guide to another condition, of three pages to be written.

Its words are those of `starter/guide`, which say what is missing and who writes it; its templates
and the words of these are those of the release.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from linkaudit.cli.program import OK, shown
from linkaudit.core.clock import today
from linkaudit.core.problem import on_one_line

from guide import __version__
from guide.cli.new import NotMadeError, write_folder
from guide.core.content_folder import content_folder
from guide.edition import identity
from guide.edition.setting_faults import wrong_names
from guide.rules.front_matter import LENGTHS

_LONGEST_CODE = 12
# What a guide of its own has as the release has it, below the folder that holds docs/.
OF_RELEASE = (
    *(f"docs/_data/{name}.yml" for name in ("interface", "nations", "plain_words")),
    *("docs/_data/known_abbreviations.yml", "docs/_data/metaphors.yml"),
    *("docs/assets/images/icon.svg", "docs/assets/images/cover.svg"),
    *("docs/assets/javascripts", "docs/assets/stylesheets", "overrides"),
)


def run(options: argparse.Namespace) -> int:
    """Make a guide to another condition; return the exit code."""
    words = re.sub(r"[^a-z0-9]+", " ", options.folder.resolve().name.lower()).split()
    slug = options.slug or "-".join(words)
    condition = options.condition or " ".join(words)
    if options.condition is None and sys.stdin.isatty():
        condition = " ".join(input(f"The condition ({condition}): ").split()) or condition
    code = options.code or (slug.replace("-", "").upper()[:_LONGEST_CODE])
    site_name = options.site_name or f"{condition[:1].upper()}{condition[1:]}: a guide"
    said = {"slug": slug, "code": code, "condition": condition}
    names = {"site_name": site_name, "title": f"Guide to {condition}"}
    wrong = [fault.message for fault in identity.faults(said)]
    wrong += [message for _, message in wrong_names({"site_name": site_name})]
    most = LENGTHS["title"][1]
    if not wrong and len(names["title"]) > most:
        wrong.append(f"condition must have {most - len('Guide to ')} letters at most")
    if wrong:
        raise NotMadeError("\n".join(on_one_line(message) for message in wrong))
    day = options.today or today()
    in_a_year = day.replace(year=day.year + 1, day=min(day.day, 28))
    values = {**said, **names, "version": __version__, "today": day, "in_a_year": in_a_year}
    made, left = write_folder(options.folder, "guide", values)
    copied = [name for name in _released() if _copy(name, options.folder)]
    print(f"Made {len(made) + len(copied)} files in {shown(options.folder)}/.")
    if left:
        print(f"Left as they were: {', '.join(left)}.")
    print("Its three pages say what is to be written in them, and by whom.")
    print(f"Next: cd {shown(options.folder)} && guide build")
    return OK


def _released() -> Iterator[str]:
    """Yield the files of the release that a guide of its own has too."""
    release = content_folder()
    for name in OF_RELEASE:
        files = [release / name] if (release / name).is_file() else (release / name).rglob("*")
        for file in sorted(files):
            if file.is_file():
                yield file.relative_to(release).as_posix()


def _copy(name: str, folder: Path) -> bool:
    """Copy a file of the release, unless there is one; return whether it was copied."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with file.open("xb") as opened:
            opened.write((content_folder() / name).read_bytes())
    except FileExistsError:
        return False
    return True

"""`guide new`: make the folder of a clinic, with all that is its own."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from linkaudit.cli.program import OK, add_today, shown
from linkaudit.core.clock import today
from linkaudit.core.problem import CannotRunError, on_one_line

from guide import __version__
from guide.core.content_folder import content_folder
from guide.edition import identity
from guide.edition.clinic import ClinicFault, faults
from guide.edition.edition import wrong_names
from guide.edition.nations import NAMES, OTHER
from guide.edition.own_content import local_passages
from guide.rules.front_matter import LENGTHS

_LONGEST_CODE = 12
STARTERS = Path(__file__).parent / "starter"
# The guide's repository is not known to its package: whoever publishes a template says it.
REPOSITORY = "OWNER/back-pain-guide"
# What is asked for if it is not given, and whether it may be left empty.
_ASKED = {
    "name": ("The name of your clinic", False),
    "nation": (f"The nation of your patients ({', '.join(NAMES)})", False),
    "department": ("Department (or nothing)", True),
    "phone": ("The number that patients call first (or nothing)", True),
}
# The same where the guide knows no nation.
_NUMBERS = {
    "emergency": ("The number for emergencies, such as 911", False),
    "urgent": ("Whom to call when it is urgent: a number or words", False),
    "crisis": ("Whom to call in a mental health crisis: a number or words", False),
}
_OTHERS = {
    "email": "the address that patients write to",
    "colour": 'for links and buttons, such as "#7a1f5c"',
    "self_referral": "the address of the page on which patients refer themselves",
    "complaints": "whom to praise or complain to",
}
_LISTS = {
    "address": "a line of your address; again for the next",
    "opening_hours": "a line of your opening hours; again for the next",
}


# What a guide of its own has as the release has it, below the folder that holds docs/.
OF_RELEASE = (
    *(f"docs/_data/{name}.yml" for name in ("interface", "nations", "plain_words")),
    *("docs/_data/known_abbreviations.yml", "docs/_data/metaphors.yml"),
    *("docs/assets/images/icon.svg", "docs/assets/images/cover.svg"),
    *("docs/assets/javascripts", "docs/assets/stylesheets", "overrides"),
)


class NotMadeError(CannotRunError):
    """Nothing was written; each line says what is in the way."""


@dataclass(frozen=True)
class NewClinic:
    """What a new clinic says of itself: `clinic` as in clinic.yml, and the names of its site."""

    clinic: Mapping[str, Any]
    site_name: str = ""
    site_url: str = ""

    def faults(self) -> Iterator[str]:
        """Yield what is wrong, each in a sentence that begins with the key."""
        clinic = dict(self.clinic)
        yield from (f"{key} must be given" for key in ("name", "nation") if key not in clinic)
        wrong: list[ClinicFault] = faults(clinic)
        yield from (fault.message for fault in wrong)
        of_nation = {"nation", "numbers"} & {fault.key.split(".")[0] for fault in wrong}
        is_other, numbers = str(clinic.get("nation")).lower() == OTHER, "numbers" in clinic
        if is_other != numbers and "nation" in clinic and not of_nation:
            must = "must be given with" if is_other else "may be given only with"
            yield f"emergency, urgent and crisis {must} nation {OTHER}"
        names = {"site_name": self.site_name, "site_url": self.site_url}
        given = {key: said for key, said in names.items() if said}
        yield from (message for _, message in wrong_names(given))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `guide new`."""
    parser.epilog = (
        "Makes clinic.yml and the folders around it. What is not given is asked for, in a "
        "terminal. No file that is there is ever changed."
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="such as riverside")
    parser.add_argument(
        "--guide",
        action="store_true",
        help="a guide to another condition, of three pages to be written: guide new --guide neck",
    )
    parser.add_argument("--condition", metavar="TEXT", help="with --guide: such as neck pain")
    parser.add_argument("--slug", metavar="TEXT", help="with --guide: the name of its files")
    parser.add_argument("--code", metavar="TEXT", help="with --guide: begins the codes of prints")
    for key, (question, _) in {**_ASKED, **_NUMBERS}.items():
        parser.add_argument(f"--{key}", metavar="TEXT", help=question[0].lower() + question[1:])
    for key, words in _OTHERS.items():
        parser.add_argument(f"--{key.replace('_', '-')}", metavar="TEXT", help=words)
    for key, words in _LISTS.items():
        name = f"--{key.replace('_', '-')}"
        parser.add_argument(name, metavar="TEXT", action="append", help=words)
    parser.add_argument("--site-name", metavar="TEXT", help="default: made of the clinic's name")
    parser.add_argument("--site-url", metavar="ADDRESS", help="where patients will find it")
    parser.add_argument(
        "--repository",
        metavar="OWNER/NAME",
        default=REPOSITORY,
        help="where the guide is on GitHub, for the workflows",
    )
    add_today(parser)
    parser.add_argument(
        "--template", action="store_true", help="for no clinic yet: clinic.yml is filled in later"
    )


def run(options: argparse.Namespace) -> int:
    """Make the folder; return the exit code."""
    if options.guide:
        return _run_guide(options)
    answers = _template() if options.template else _asked(_given(options))
    wrong = [] if options.template else list(answers.faults())
    if wrong:
        raise NotMadeError("\n".join(on_one_line(message) for message in wrong))
    made, left = write_folder(options.folder, "clinic", values_of(answers, options.repository))
    print(f"Made {len(made)} files in {shown(options.folder)}/.")
    if left:
        print(f"Left as they were: {', '.join(left)}.")
    if options.repository == REPOSITORY:
        print("In .github/workflows, put the owner of the guide's repository in place of OWNER.")
    print(f"Next: cd {shown(options.folder)} && guide build")
    return OK


def _run_guide(options: argparse.Namespace) -> int:
    """Make a guide to another condition."""
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
    made, left = write_folder(options.folder, "guide", values, needed=("mkdocs.yml",))
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


def _template() -> NewClinic:
    return NewClinic({}, "Guide to back pain")


def values_of(answers: NewClinic, repository: str) -> dict[str, Any]:
    """What the starter files of a clinic take."""
    return {
        "clinic": answers.clinic,
        "site_name": answers.site_name,
        "site_url": answers.site_url,
        "repository": repository,
        "version": __version__,
        "local_passages": local_passages(content_folder() / "docs"),
    }


def write_folder(
    folder: Path,
    starter: str,
    values: Mapping[str, Any],
    *,
    needed: Sequence[str] = ("clinic.yml",),
) -> tuple[list[str], list[str]]:
    """Write the files of a starter into a folder; return those made, and those that were there.

    In the names of starter files `dot-` stands for a dot. Raises `NotMadeError`, before anything
    is written, if one of `needed` is there already or the folder is none.
    """
    if folder.exists() and not folder.is_dir():
        raise NotMadeError(f"{shown(folder)} must be a folder, is a file")
    texts = dict(_rendered(STARTERS / starter, values))
    there = [name for name in needed if (folder / name).exists() or (folder / name).is_symlink()]
    if there:
        raise NotMadeError("\n".join(f"{shown(folder / name)} is there already" for name in there))
    made, left = [], []
    for name, text in texts.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            with file.open("x", encoding="utf-8", newline="\n") as opened:
                opened.write(text)
            made.append(name)
        except FileExistsError:
            left.append(name)
    return made, left


def _rendered(starter: Path, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    # Workflows are full of braces.
    engine = Environment(
        loader=FileSystemLoader(starter),
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<<",
        variable_end_string=">>",
        comment_start_string="<#",  # in Markdown {#name} is an anchor
        comment_end_string="#>",
        trim_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - no HTML: each value of YAML goes through the filter
    )
    engine.filters["yaml"] = lambda value: json.dumps(value, ensure_ascii=False)
    for file in sorted(path for path in starter.rglob("*") if path.is_file()):
        name = file.relative_to(starter).as_posix()
        text = engine.get_template(name).render(values)
        yield re.sub(r"(?:(?<=/)|^)dot-", ".", name), text


def _given(options: argparse.Namespace) -> NewClinic:
    keys = (*_ASKED, *_OTHERS, *_LISTS)
    clinic = {key: getattr(options, key) for key in keys if getattr(options, key) is not None}
    numbers = {key: getattr(options, key) for key in _NUMBERS if getattr(options, key) is not None}
    if numbers:
        clinic["numbers"] = numbers
    return NewClinic(clinic, options.site_name or "", options.site_url or "")


def _asked(given: NewClinic) -> NewClinic:
    """The answers with what was missing, if somebody is there to be asked."""
    clinic = dict(given.clinic)
    if sys.stdin.isatty():
        for key, (question, optional) in _ASKED.items():
            if key not in clinic and (said := _ask(key, question, optional, clinic)):
                clinic[key] = said
        if str(clinic.get("nation")).lower() == OTHER and "numbers" not in clinic:
            clinic["numbers"] = {
                key: _ask(f"numbers.{key}", question, False, clinic)
                for key, (question, _) in _NUMBERS.items()
            }
    name = given.site_name or (f"{clinic['name']}: guide to back pain" if "name" in clinic else "")
    return NewClinic(clinic, name, given.site_url)


def _ask(key: str, question: str, optional: bool, clinic: Mapping[str, Any]) -> str:
    """Ask until the answer has its form."""
    top, _, below = key.partition(".")
    while True:
        try:
            said = " ".join(input(f"{question}: ").split())
        except EOFError:
            raise NotMadeError(f'nothing is made: "{question}" has no answer') from None
        if not said and optional:
            return ""
        tried = {**clinic, top: {below: said} if below else said}
        wrong = [fault.message for fault in faults(tried) if fault.key == key]
        if said and not wrong:
            return said
        print(wrong[0] if said else "must have an answer")

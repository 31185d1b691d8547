"""`guide new`: make the folder of a clinic, with all that is its own."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from linkaudit.cli.program import OK, add_today, shown
from linkaudit.core.files import NotUtf8Error, text_of
from linkaudit.core.problem import CannotRunError, on_one_line

from guide import __version__
from guide.cli.issue_form import FilledForm, read_form
from guide.content import picture_files
from guide.core.content_folder import content_folder
from guide.edition.clinic import ClinicFault, faults
from guide.edition.identity import Identity
from guide.edition.nations import NAMES, OTHER
from guide.edition.own_content import local_passages
from guide.edition.setting_faults import wrong_names

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


class NotMadeError(CannotRunError):
    """Nothing was written; each line says what is in the way."""


@dataclass(frozen=True)
class NewClinic:
    """What a new clinic says of itself: `clinic` as in clinic.yml, and the names of its site."""

    clinic: Mapping[str, Any]
    site_name: str = ""
    site_url: str = ""
    logo: bytes = b""

    @property
    def pictures(self) -> Mapping[str, bytes]:
        """The files of its pictures, by their names in its folder."""
        return {str(self.clinic["logo"]): self.logo} if self.logo else {}

    def faults(self) -> Iterator[str]:
        """Yield what is wrong, each in a sentence that begins with the key."""
        for fault in _faults_of_logo(self.logo):
            yield f"logo, line {fault.line}: {fault.message}"
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


def ending_of(picture: bytes) -> str:
    """The ending of the file name of a picture, by what it holds; SVG is what is none else."""
    marks = {b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg", b"RIFF": ".webp"}
    return next((end for mark, end in marks.items() if picture.startswith(mark)), picture_files.SVG)


def _faults_of_logo(picture: bytes) -> Iterator[picture_files.PictureFault]:
    if not picture:
        return
    ending = ending_of(picture)
    broken = list(picture_files.unreadable(picture, ending))
    yield from broken
    if ending == picture_files.SVG and not broken:
        yield from picture_files.not_only_a_picture(picture)


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
    parser.add_argument("--logo", type=Path, metavar="FILE", help="a picture, which is copied")
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
    parser.add_argument(
        "--from-issue",
        type=Path,
        metavar="FILE",
        help="take what is said from the body of an issue with the form Our clinic",
    )
    parser.add_argument(
        "--logo-address",
        action="store_true",
        help="print where the logo of that issue is, or nothing, and make nothing",
    )


def run(options: argparse.Namespace) -> int:
    """Make the folder; return the exit code."""
    if options.guide:
        from guide.cli import new_guide  # which takes from here how files are written

        return new_guide.run(options)
    form = _form_of(options.from_issue)
    if options.logo_address:
        print(form.logo, end="\n" if form.logo else "")
        return OK
    clinic = _template() if options.template else _given(options, form)
    if not (options.template or options.from_issue):
        clinic = _asked(clinic)
    wrong = [] if options.template else [*form.faults, *clinic.faults()]
    if form.logo and not clinic.logo:
        wrong.append(f"logo must be fetched from {form.logo}, and given with --logo")
    if wrong:
        raise NotMadeError("\n".join(on_one_line(message) for message in wrong))
    made, left = write_folder(
        options.folder, "clinic", values_of(clinic, options.repository), clinic.pictures
    )
    print(f"Made {len(made)} files in {shown(options.folder)}/.")
    if left:
        print(f"Left as they were: {', '.join(left)}.")
    if options.repository == REPOSITORY:
        print(f"In .github and README.md, put the guide's repository in place of {REPOSITORY}.")
    print(f"Next: cd {shown(options.folder)} && guide build")
    return OK


def _form_of(file: Path | None) -> FilledForm:
    if not file:
        return FilledForm({})
    try:
        return read_form(text_of(file.read_bytes()))
    except NotUtf8Error as error:
        raise NotMadeError(f"{shown(file)}:{error.line}: {error}") from error


def _condition() -> str:
    """What the released guide is about."""
    return Identity.load(content_folder() / "docs").condition


def _template() -> NewClinic:
    return NewClinic({}, f"Guide to {_condition()}")


def values_of(clinic: NewClinic, repository: str) -> dict[str, Any]:
    """What the starter files of a clinic take."""
    return {
        "clinic": clinic.clinic,
        "site_name": clinic.site_name,
        "site_url": clinic.site_url,
        "repository": repository,
        "version": __version__,
        "local_passages": local_passages(content_folder() / "docs"),
    }


def write_folder(
    folder: Path,
    starter: str,
    values: Mapping[str, Any],
    pictures: Mapping[str, bytes] | None = None,
) -> tuple[list[str], list[str]]:
    """Write the files of a starter into a folder; return those made, and those that were there.

    In the names of starter files `dot-` stands for a dot. The settings (`*.yml` at the top) and
    `pictures` must not be there already: raises `NotMadeError` before anything is written.
    """
    if folder.exists() and not folder.is_dir():
        raise NotMadeError(f"{shown(folder)} must be a folder, is a file")
    files = {name: text.encode() for name, text in _rendered(STARTERS / starter, values)}
    needed = [name for name in files if name.endswith(".yml") and "/" not in name]
    files |= pictures or {}
    needed += pictures or {}
    there = [name for name in needed if os.path.lexists(folder / name)]
    if there:
        raise NotMadeError("\n".join(f"{shown(folder / name)} is there already" for name in there))
    made, left = [], []
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            with file.open("xb") as opened:
                opened.write(content)
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
    engine.filters |= {"yaml": _as_yaml, "words": _as_words}
    for file in sorted(path for path in starter.rglob("*") if path.is_file()):
        name = file.relative_to(starter).as_posix()
        text = engine.get_template(name).render(values)
        yield re.sub(r"(?:(?<=/)|^)dot-", ".", name), text


def _as_yaml(value: Any) -> str:
    """A value as YAML on one line: JSON is, but for letters that YAML takes for none."""
    text = json.dumps(value, ensure_ascii=False)
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)


def _as_words(text: str) -> str:
    """A text as Markdown that shows it as it is, whatever signs it holds."""
    return re.sub(r"([\\`*_{}\[\]<>()#+!|@~-])", r"\\\1", text)


def _given(options: argparse.Namespace, form: FilledForm) -> NewClinic:
    """What the form says, and the options, which win."""
    said = dict(form.values)
    for key in (*_ASKED, *_NUMBERS, *_OTHERS, *_LISTS):
        if getattr(options, key) is not None:
            said[key] = getattr(options, key)
    numbers = {key: said.pop(key) for key in _NUMBERS if key in said}
    logo = options.logo.read_bytes() if options.logo else b""
    clinic = said | ({"numbers": numbers} if numbers else {})
    clinic |= {"logo": f"assets/{_logo_name(logo)}"} if logo else {}
    return NewClinic(clinic, options.site_name or _name_of(clinic), options.site_url or "", logo)


def _logo_name(picture: bytes) -> str:
    return f"logo{ending_of(picture)}"


def _name_of(clinic: Mapping[str, Any]) -> str:
    return f"{clinic['name']}: guide to {_condition()}" if clinic.get("name") else ""


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
    return replace(given, clinic=clinic, site_name=given.site_name or _name_of(clinic))


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

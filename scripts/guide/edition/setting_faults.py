"""What a file of settings may say: names and addresses in their form, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any
from urllib.parse import urlsplit

from linkaudit.core.problem import Problem, did_you_mean
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError

from guide.edition import clinic, identity, settings
from guide.edition.clinic import EMPTY, Line, in_words
from guide.edition.settings import SettingsFile

ALLOWED = ("INHERIT", "site_name", "site_url", "site_description", "site_dir", "theme", "extra")
ALLOWED_BELOW = {"theme": ("logo", "favicon"), "extra": ("clinic", "print")}
REFUSED = {
    "nav": "every edition has all pages: a missing page could be the one that a reader needs",
    "hooks": "the successor of MkDocs ignores hooks without a word",
    "plugins": "the successor of MkDocs ignores unknown plugins without a word",
    "markdown_extensions": "citations and care cards depend on the guide's own list",
    "extra_css": "contrast, large type and print are tested with the guide's own style sheet",
    "extra_javascript": "the guide runs no script that it has not been tested with",
    "docs_dir": "an edition has the guide's own words",
}
# What has a file of its own, which is checked, and where.
_APART = {
    "interface": ("the words of templates", settings.INTERFACE),
    "approvals": ("approvals", "approvals.yml, which guide approve writes"),
    "nations": ("numbers and services by nation", settings.NATIONS),
}
_HOST = re.compile(r"[^\W_](?:[\w.-]*[^\W_])?(?::\d{1,5})?")
_FILE = re.compile(r"/[^/]+\.(?:html?|php|aspx?|pdf)$", re.IGNORECASE)


def _folder_address(value: str) -> str:
    """The address of a folder on the web. Raises the error `not_a_folder` with the nearest one."""
    if value and not _is_folder_address(value):
        near = _nearest_folder(value)
        hint = f'; did you mean "{near}"?' if near else ""
        raise PydanticCustomError(
            "not_a_folder",
            "must be the folder where patients will find the guide, like "
            '"https://riverside.example/back-pain/"',
            {"hint": hint},
        )
    return value


def _is_folder_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    is_web = parts.scheme in ("http", "https") and bool(_HOST.fullmatch(parts.netloc))
    # urlsplit drops a lone "?" or "#", which MkDocs would not.
    return is_web and not re.search(r'[\s?#"<>\\]', value) and not _FILE.search(parts.path)


def _nearest_folder(value: str) -> str:
    """The folder that an address from a browser's bar is most likely meant to be, or nothing."""
    near = re.split(r"[?#]", value.strip())[0]
    # What has no scheme of the web gets one: riverside.example, ftp://riverside.example
    near = near if re.match(r"https?://", near) else "https://" + re.sub(r"^\w+:/*", "", near)
    near = re.sub(r"(?<=://)[^/@]*@", "", near).replace(" ", "-")
    near = _FILE.sub("", near).rstrip("/") + "/"
    return near if _is_folder_address(near) and "." in near else ""


class _Names(BaseModel):
    """The settings of MkDocs that have a form of ours; it looks at the others itself."""

    model_config = ConfigDict(extra="ignore")

    site_name: Line | None = None
    site_description: Line | None = None
    site_url: Annotated[str, AfterValidator(_folder_address)] | None = None
    site_dir: Line | None = None


def faults(file: SettingsFile) -> Iterator[Problem]:
    """Yield what is wrong with the settings of a file, so far as no other file is needed."""
    if file.is_edition:
        yield from _refused(file)
    yield from _wrong_names(file)
    extra = file.said.get("extra")
    if not isinstance(extra, dict):
        return
    for rule, key, message in clinic.faults(extra.get("clinic")):
        yield file.problem(f"extra.clinic.{key}" if key else "extra.clinic", message, rule=rule)
    if not file.is_edition:
        for key, message in identity.faults(extra):
            yield file.problem(f"extra.{key}", message, rule="wrong-setting")
    for key, (what, place) in _APART.items():
        if file.name == settings.BASE and key in extra:
            message = f"{what} stand in {place}: change them there"
            yield file.problem(f"extra.{key}", message, rule="refused-edition-setting")


def _refused(file: SettingsFile) -> Iterator[Problem]:
    if "INHERIT" not in file.said and not file.released:
        message = "the first line must be INHERIT: mkdocs.yml"
        yield file.problem("INHERIT", message, rule="missing-inherit")
    for key in file.said:
        if key not in ALLOWED:
            reason = REFUSED.get(key, f"it may set {', '.join(ALLOWED[1:])}")
            hint = "" if key in REFUSED else did_you_mean(key, ALLOWED)
            message = f'an edition must not set "{key}": {reason}{hint}'
            yield file.problem(key, message, rule="refused-edition-setting")
    for name, allowed in ALLOWED_BELOW.items():
        settings = file.said.get(name)
        # `theme: readthedocs` would replace the whole theme
        below = settings if isinstance(settings, dict) else {}
        keys = [f"{name}.{key}" for key in below if key not in allowed]
        if name == "theme" and isinstance(settings, str):
            keys = [name]
        for key in keys:
            message = f'an edition must not set "{key}": it may set '
            message += " and ".join(f"{name}.{key}" for key in allowed)
            yield file.problem(key, message, rule="refused-edition-setting")


def _wrong_names(file: SettingsFile) -> Iterator[Problem]:
    """Names, addresses and mappings that have not their form."""
    said: Mapping[str, Any] = file.said
    for key in ("site_name", "site_description", "site_url", "site_dir", "theme", "extra"):
        if key in said and said[key] is None:
            yield file.problem(key, f"{key} {EMPTY}", rule="wrong-setting")
    for key in ("theme", "extra"):
        held = said.get(key)
        if held is not None and not isinstance(held, dict | (str if key == "theme" else dict)):
            message = f'{key} must hold keys and values, or be left out, is "{held}"'
            yield file.problem(key, message, rule="wrong-setting")
    if not file.is_edition and file.name == settings.BASE and "site_name" not in said:
        yield file.problem("site_name", "site_name must be given", rule="wrong-setting")
    for key, message in wrong_names(said):
        yield file.problem(key, message, rule="wrong-setting")


def wrong_names(said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the key of each name and address that has not its form, and what it must be."""
    try:
        _Names.model_validate(said)
    except ValidationError as error:
        for detail in error.errors():
            key = str(detail["loc"][0])
            yield key, in_words(dict(detail), key)

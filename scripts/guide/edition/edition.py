"""An edition: the guide as one configuration file makes it, mkdocs.yml or a clinic's own."""

from __future__ import annotations

import logging
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from linkaudit.core.problem import CannotRunError, Problem, did_you_mean
from linkaudit.core.yaml_lines import ODD_VALUES
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from guide import __version__
from guide.core.content_folder import content_folder
from guide.edition import identity, settings
from guide.edition.clinic import Clinic
from guide.edition.identity import Identity
from guide.edition.nations import BASE, Nation
from guide.edition.nav import reading_order
from guide.edition.newest import newer_than
from guide.edition.own_content import docs_of, own_pages
from guide.edition.setting_faults import faults
from guide.edition.settings import SettingsFile

OWN_NUMBERS = "extra.clinic.numbers"
CONFIG_FILES = ("clinic.yml", settings.BASE)
_log = logging.getLogger("mkdocs.config")


class EditionError(CannotRunError):
    """The configuration cannot be read at all."""


@dataclass(frozen=True)
class SitePlace:
    """Where one of many editions goes: `folder` has a folder for each, by its `name`.

    `address` is that of `folder` on the web, if it is known.
    """

    name: str
    folder: Path
    address: str = ""

    @property
    def settings(self) -> dict[str, str]:
        """What this place says, whatever the edition's own file does."""
        address = f"{self.address.rstrip('/')}/{self.name}/"
        there = {"site_dir": str(self.folder / self.name)}
        return there | ({"site_url": address} if self.address else {})


@dataclass(frozen=True)
class Edition:
    """A configuration file with those that it inherits from, and what MkDocs makes of them.

    `faults` are the problems of single settings. A value with a fault is not part of `values`,
    so that it neither stops the engine nor turns up again on every page.
    """

    path: Path
    files: tuple[SettingsFile, ...] = field(repr=False)
    faults: tuple[Problem, ...] = field(repr=False)
    values: Mapping[str, Any] = field(repr=False)
    config: MkDocsConfig = field(repr=False)
    place: SitePlace | None = None

    @classmethod
    def load(cls, path: Path, place: SitePlace | None = None) -> Edition:
        """Read the configuration. Raises `EditionError` with what to do about it."""
        path = path.resolve()
        if not path.is_file():
            near = did_you_mean(path.name, (p.name for p in path.parent.glob("*.yml")))
            raise EditionError(f"there is no file {path}{near}")
        try:
            files = settings.read_all(path)
        except settings.SettingsError as error:
            raise EditionError(str(error)) from error
        return cls.of_files(path, files, place)

    @classmethod
    def of_files(
        cls, path: Path, files: tuple[SettingsFile, ...], place: SitePlace | None = None
    ) -> Edition:
        """The edition of settings that were read, itself first. Raises `EditionError`."""
        found: list[Problem] = []
        values: dict[str, Any] = {"site_name": path.stem}
        for file in reversed(files):
            wrong = list(faults(file))
            keys = {problem.target or "" for problem in wrong}
            # Of numbers, all must be right: with one left out the others say nothing.
            keys |= {OWN_NUMBERS for key in keys if key.startswith(f"{OWN_NUMBERS}.")}
            kept = settings.without(file.said, keys)
            values = settings.merged(values, {k: v for k, v in kept.items() if k != "INHERIT"})
            found += (*file.slips, *wrong)
        values = _placed(files, _home(path, files), values)
        if place is None:
            values["site_url"] = os.environ.get("SITE_URL") or values.get("site_url")
        else:
            # The address of the guide is that of none of many: each has its own, or none.
            if not any("site_url" in file.said for file in files if file.is_edition):
                values["site_url"] = None
            values |= place.settings
        return cls._of(path, files, tuple(found), values, place)

    @classmethod
    def _of(
        cls,
        path: Path,
        files: tuple[SettingsFile, ...],
        found: tuple[Problem, ...],
        values: dict[str, Any],
        place: SitePlace | None,
    ) -> Edition:
        with collected_warnings() as warnings:
            try:
                config = _configured(_home(path, files) / path.name, values)
            except _RefusedByEngineError as error:
                lines = [_problem_at(files, key, f"{key}: {said}") for key, said in error.said]
                raise EditionError(
                    "\n".join(f"{p.path}:{p.line}: {p.message}" for p in lines)
                ) from error
            except MkDocsException as error:
                raise EditionError(f"{path.name}: {error_text(warnings) or error}") from error
            except ODD_VALUES as error:
                message = f"{path.name} holds a value that cannot be read: {error}"
                raise EditionError(message) from error
        return cls(path, files, found, values, config, place)

    def fresh_config(self, folder: Path) -> MkDocsConfig:
        """The configuration anew, for a build into a folder: the engine changes it as it works."""
        return _configured(self.folder / self.path.name, self.values, site_dir=str(folder))

    def without(self, keys: Collection[str]) -> Edition:
        """The same edition without what stands at some keys, such as `extra.clinic.logo`."""
        values = settings.without(self.values, keys)
        return self._of(self.path, self.files, self.faults, values, self.place)

    @property
    def is_released(self) -> bool:
        """Whether it is made of a release of the guide, and holds only what is the clinic's own."""
        return _is_released(self.files)

    @property
    def guides_docs(self) -> Path:
        """The docs folder of the guide itself, without what a clinic has of its own."""
        return _guides_docs(self.files, self.folder) if self.has_own_content else self.docs

    @property
    def has_own_content(self) -> bool:
        """Whether its folder may hold pages, passages and pictures that are the clinic's own."""
        return _has_own_content(self.files)

    @property
    def raw(self) -> Mapping[str, Any]:
        """What the file itself says, as far as it can be read."""
        return self.files[0].said

    @property
    def lines(self) -> Mapping[str, int]:
        """The lines of the file's own keys, such as `extra.clinic.phone`."""
        return self.files[0].lines

    @property
    def name(self) -> str:
        """What tells it from other editions: the name of its folder among many, or of its file."""
        return self.place.name if self.place else self.path.stem

    @property
    def folder(self) -> Path:
        """The guide's own folder, with its words, approvals and what a build keeps."""
        return _home(self.path, self.files)

    @property
    def docs(self) -> Path:
        return Path(self.config.docs_dir)

    @property
    def templates(self) -> Path:
        """The folder of the guide's own templates; `components` in it has a folder for each."""
        return Path(self.config.theme.dirs[0])

    @property
    def site(self) -> Path:
        return Path(self.config.site_dir).resolve()

    @property
    def base(self) -> str:
        """The path below which the site is hosted: /repo/ for https://user.github.io/repo/."""
        return unquote(urlsplit(self.config.site_url or "").path) or "/"

    @property
    def host(self) -> str:
        """The host of the site, such as https://user.github.io, or nothing if it is not given."""
        parts = urlsplit(self.config.site_url or "")
        return f"{parts.scheme}://{parts.netloc}".lower() if parts.netloc else ""

    @property
    def clinic(self) -> Clinic:
        return Clinic.model_validate(self.config.extra.get("clinic") or {})

    @property
    def identity(self) -> Identity:
        """What the guide is, whoever gives it to their patients."""
        return identity.of(self.config.extra)

    @property
    def nation(self) -> Nation:
        """The nation whose numbers, services and law its patients are told."""
        return nation_of(self.docs, Clinic.model_validate(self._said_of_clinic))

    @property
    def _said_of_clinic(self) -> Mapping[str, Any]:
        extra = self.values.get("extra")
        said = extra.get("clinic") if isinstance(extra, Mapping) else None
        return settings.plain(said) if isinstance(said, Mapping) else {}

    @property
    def logos(self) -> dict[str, str]:
        """The settings that name a logo or an icon, and the files below docs that they name."""
        values = self.config.extra.get("clinic")
        named = {
            "extra.clinic.logo": values.get("logo") if isinstance(values, dict) else None,
            "theme.logo": self.config.theme.get("logo"),
            "theme.favicon": self.config.theme.get("favicon"),
        }
        return {
            key: name
            for key, name in named.items()
            if isinstance(name, str) and not self._is_of_theme(name)
        }

    def _is_of_theme(self, name: str) -> bool:
        """Whether the theme brings a file, as Material does its own icon, and docs has none."""
        folders = (Path(folder) for folder in self.config.theme.dirs)
        in_docs = (self.docs / name).is_file()
        return not in_docs and any((folder / name).is_file() for folder in folders)

    def problem(self, key: str, message: str) -> Problem:
        """A problem at the line of a key like `extra.clinic.phone`, in the file that has it.

        If none has it, the line is that of the nearest mapping around it in the edition's own.
        """
        return _problem_at(self.files, key, message)


def _is_released(files: Sequence[SettingsFile]) -> bool:
    return any(file.released for file in files)


def _has_own_content(files: Sequence[SettingsFile]) -> bool:
    return files[0].is_edition


def _guides_docs(files: Sequence[SettingsFile], folder: Path) -> Path:
    """The docs folder of the guide itself: that of the release, or beside its mkdocs.yml."""
    said = (f.said["docs_dir"] for f in files if not f.is_edition and "docs_dir" in f.said)
    home = content_folder() if _is_released(files) else folder
    return home / str(next(said, "docs"))


def _placed(files: Sequence[SettingsFile], folder: Path, values: dict[str, Any]) -> dict[str, Any]:
    """The values with the folders of the release, and with what the clinic has of its own."""
    if not _has_own_content(files):
        return values
    guides = _guides_docs(files, folder)
    docs = docs_of(folder, guides)
    if _is_released(files):
        release = content_folder()
        theme = {**values["theme"], "custom_dir": str(release / values["theme"]["custom_dir"])}
        values = {**values, "theme": theme}
    if _is_released(files) or docs != guides:
        # `guide serve` watches them by itself; the engine would look for them beside clinic.yml.
        values = {**values, "docs_dir": str(docs), "watch": []}
    pages = own_pages(docs)
    if pages:
        values["nav"] = _nav_with(pages, values)
    return values


def _nav_with(pages: Sequence[str], values: Mapping[str, Any]) -> list[Any]:
    """The nav with a clinic's own pages, after those of the guide that are for patients."""
    extra = values["extra"]
    clinic = Clinic.model_validate(extra.get("clinic") or {})
    title = clinic.menu or _word(extra, values["theme"]["language"], "menu.own")
    kinds = extra.get("kinds") or []
    others = tuple(kind["under"] for kind in kinds if kind["kind"] == "professionals")
    nav = list(values["nav"])
    first = (
        place
        for place, item in enumerate(nav)
        if any(page.path.startswith(others) for page in reading_order([item]))
    )
    place = next(first, len(nav))
    return [*nav[:place], {title: list(pages)}, *nav[place:]]


def _word(extra: Mapping[str, Any], language: str, key: str) -> str:
    """What the catalogue of words says for a key, before there is an edition to ask for it."""
    said = extra["interface"][language]
    for part in key.split("."):
        said = said[part]
    return str(said)


def edition_of(path: Path | None) -> Edition:
    """The edition of a file, or of the first that a guide's folder has: clinic.yml, mkdocs.yml."""
    found = path or next((Path(name) for name in CONFIG_FILES if Path(name).is_file()), None)
    if found is None:
        raise EditionError(
            f"there is no {' or '.join(CONFIG_FILES)} in {Path.cwd()}; go to the guide's folder, "
            "or make one for your clinic: guide new FOLDER"
        )
    return Edition.load(found)


class _RefusedByEngineError(MkDocsException):
    """MkDocs found settings wrong: `said` holds keys, and what it said of each."""

    def __init__(self, said: Sequence[tuple[str, Exception]]) -> None:
        super().__init__("the configuration is wrong")
        self.said = said


def _home(path: Path, files: Sequence[SettingsFile]) -> Path:
    """The folder of the guide's mkdocs.yml; of a guide without one, that of the edition's file.

    Of a release it is the folder of the file that inherits from it: all there is the clinic's own.
    """
    homes = (file.folder for file in files if file.released or file.name == settings.BASE)
    return next(homes, path.parent)


def _configured(path: Path, values: Mapping[str, Any], **more: str) -> MkDocsConfig:
    """What MkDocs makes of values that were read already. Raises `MkDocsException`.

    What it only warns of is logged, as its own `load_config` does.
    """
    config = MkDocsConfig(config_file_path=str(path))
    extra = values.get("extra") or {}
    # Templates get what the model has made of a clinic: blanks and hyphens in their plain form.
    clinic = Clinic.model_validate(extra.get("clinic") or {})
    said = clinic.model_dump(exclude_unset=True, exclude_none=True)
    extra = {**extra, "clinic": said, "clinic_dials": clinic.dials}
    # What the pages say of their release is made here, whatever the settings say.
    extra["release"] = {"version": __version__, "newer": newer_than(__version__)}
    if clinic.numbers:
        nation = nation_of(path.parent / str(values.get("docs_dir", "docs")), clinic)
        facts = {key: fact.model_dump(mode="json") for key, fact in nation.facts.items()}
        extra["nations"] = {**extra.get("nations", {}), nation.name: facts}
    config.load_dict({**settings.plain(values), "extra": settings.plain(extra), **more})
    errors, warnings = config.validate()
    for key, warning in warnings:
        _log.warning("Config value '%s': %s", key, warning)
    if errors:
        raise _RefusedByEngineError(errors)
    return config


def nation_of(docs: Path, clinic: Clinic) -> Nation:
    """The nation of a clinic as a docs folder knows it, with the numbers that the clinic gives."""
    nation = Nation.load(docs, clinic.nation or BASE)
    return nation.with_own(clinic.numbers.facts) if clinic.numbers else nation


def _problem_at(files: Sequence[SettingsFile], key: str, message: str) -> Problem:
    file = next((file for file in files if key in file.lines), files[0])
    return file.problem(key, message)


# What MkDocs says while it works, collected and not printed.


@contextmanager
def collected_warnings() -> Iterator[list[logging.LogRecord]]:
    """Collect what MkDocs and its plugins warn of."""
    records: list[logging.LogRecord] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append(record)

    logger = logging.getLogger("mkdocs")
    collector = Collector(logging.WARNING)
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(collector)
    try:
        yield records
    finally:
        logger.removeHandler(collector)
        logger.propagate = propagate


def error_text(records: Iterable[logging.LogRecord]) -> str:
    """The errors among the records, in MkDocs' own words."""
    return " ".join(r.getMessage() for r in records if r.levelno >= logging.ERROR)

"""An edition: the guide as one configuration file makes it, mkdocs.yml or a clinic's own."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import yaml
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from guide import clinic
from guide.engine_log import collected_warnings, told
from guide.failures import CannotRunError
from guide.marked_yaml import ODD_VALUES, explain
from guide.problems import Problem, did_you_mean

CONFIG_FILES = ("clinic.yml", "mkdocs.yml")


class EditionError(CannotRunError):
    """The configuration cannot be read at all."""


@dataclass(frozen=True)
class Edition:
    """A configuration file and what MkDocs makes of it."""

    path: Path
    raw: dict[str, Any] = field(repr=False)
    lines: dict[str, int] = field(repr=False)
    config: MkDocsConfig = field(repr=False)

    @classmethod
    def load(cls, path: Path) -> Edition:
        """Read the configuration. Raises `EditionError` with what to do about it."""
        path = path.resolve()
        if not path.is_file():
            near = did_you_mean(path.name, (p.name for p in path.parent.glob("*.yml")))
            raise EditionError(f"there is no file {path}{near}")
        with collected_warnings() as warnings:
            try:
                raw, lines = _read_with_lines(path)
                _check_parent(path, raw)
                config = load_config(str(path))
            except yaml.MarkedYAMLError as error:
                line = error.problem_mark.line + 1 if error.problem_mark else 1
                raise EditionError(f"{path.name}:{line}: {explain(error)}") from error
            except (yaml.YAMLError, UnicodeDecodeError) as error:
                raise EditionError(f"{path.name} is not YAML in UTF-8: {error}") from error
            except ODD_VALUES as error:
                message = f"{path.name} holds a value that cannot be read: {error}"
                raise EditionError(message) from error
            except MkDocsException as error:
                raise EditionError(f"{path.name}: {told(warnings) or error}") from error
        return cls(path, raw, lines, config)

    @property
    def folder(self) -> Path:
        return self.path.parent

    @property
    def docs(self) -> Path:
        return Path(self.config.docs_dir)

    @property
    def templates(self) -> Path:
        """The folder of the guide's own templates."""
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
    def clinic(self) -> clinic.Clinic:
        return clinic.Clinic.model_validate(self.config.extra.get("clinic") or {})

    @property
    def logos(self) -> dict[str, str]:
        """The settings that name a logo, and the files below docs that they name."""
        values = self.config.extra.get("clinic")
        named = {
            "extra.clinic.logo": values.get("logo") if isinstance(values, dict) else None,
            "theme.logo": self.config.theme.get("logo"),
        }
        return {key: name for key, name in named.items() if isinstance(name, str)}

    def problem(self, rule: str, key: str, message: str) -> Problem:
        """A problem at the line of a key like `extra.clinic.phone`."""
        parts = key.split(".")
        # The line of the key itself, or of the nearest mapping around it that the file holds.
        names = [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
        line = next((self.lines[name] for name in names if name in self.lines), 1)
        return Problem(self.path.name, line, rule, message, target=key)


def edition_of(path: Path | None) -> Edition:
    """The edition of a file, or of the first that a guide's folder has: clinic.yml, mkdocs.yml."""
    found = path or next((Path(name) for name in CONFIG_FILES if Path(name).is_file()), None)
    if found is None:
        raise EditionError(f"there is no mkdocs.yml in {Path.cwd()}; go to the guide's folder")
    return Edition.load(found)


def _check_parent(path: Path, raw: dict[str, Any]) -> None:
    """An edition inherits from mkdocs.yml beside it: all paths are meant from there."""
    parent = raw.get("INHERIT")
    if parent is None:
        return
    beside = (path.parent / str(parent)).resolve()
    if beside.parent != path.parent:
        raise EditionError(
            f"{path.name} must stand in the folder of the file that it inherits from, "
            f"{beside.parent}"
        )
    if beside == path:
        raise EditionError(f"{path.name} must not inherit from itself; write INHERIT: mkdocs.yml")


class _Loader(yaml.SafeLoader):
    """Reads MkDocs' own tags, such as !ENV, as plain values: only keys and lines matter here."""


_Loader.add_multi_constructor("", lambda loader, suffix, node: None)


def _read_with_lines(path: Path) -> tuple[dict[str, Any], dict[str, int]]:
    text = path.read_text(encoding="utf-8")
    raw = yaml.load(text, _Loader)  # noqa: S506  a SafeLoader
    lines: dict[str, int] = {}
    node = yaml.compose(text, _Loader)
    if not isinstance(raw, dict) or node is None:
        raise EditionError(f"{path.name} must hold settings like mkdocs.yml, holds none")
    try:
        _collect_lines(node, "", lines)
    except EditionError as error:
        raise EditionError(f"{path.name}, {error}") from None
    return {str(name): value for name, value in raw.items()}, lines


def _collect_lines(node: yaml.Node, prefix: str, lines: dict[str, int]) -> None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            name, line = f"{prefix}{key.value}", key.start_mark.line + 1
            if name in lines:
                raise EditionError(f'line {line}: "{name}" stands in line {lines[name]} already')
            lines[name] = line
            _collect_lines(value, f"{name}.", lines)
    elif isinstance(node, yaml.SequenceNode):
        for place, value in enumerate(node.value):
            lines[f"{prefix}{place}"] = value.start_mark.line + 1
            _collect_lines(value, f"{prefix}{place}.", lines)

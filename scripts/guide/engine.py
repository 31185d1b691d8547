"""The engine: MkDocs turns an edition into a folder of HTML."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from guide.edition import Edition
from guide.problems import Problem, in_order


class EngineError(Exception):
    """The engine could not render the guide."""


def render(edition: Edition, folder: Path) -> list[Problem]:
    """Render the edition into the folder; return what the engine warned of.

    Broken links are left to the checks of the built site, which know file and line.
    Raises `EngineError` with the engine's own words.
    """
    with _warnings() as warnings:
        try:
            config = load_config(str(edition.path), site_dir=str(folder))
            config.mdx_configs["guide.markdown"] = {"docs_dir": str(edition.docs)}
            snippets = config.mdx_configs.get("pymdownx.snippets", {})
            paths = [str(edition.folder / path) for path in snippets.get("base_path", ())]
            config.mdx_configs["pymdownx.snippets"] = {**snippets, "base_path": paths}
            for family in (config.validation.links, config.validation.nav):
                for name in ("not_found", "anchors", "unrecognized_links", "absolute_links"):
                    if name in family:
                        family[name] = logging.DEBUG
            config.plugins.on_startup(command="build", dirty=False)
            try:
                build(config)
            finally:
                config.plugins.on_shutdown()
        except MkDocsException as error:
            raise EngineError(str(error) or _told(warnings)) from error
        except Exception as error:  # an extension's own: MkDocs has logged the page it was on
            raise EngineError(f"{_told(warnings)} {error}".strip()) from error
    return in_order(engine_warning(edition, warnings))


def engine_warning(edition: Edition, records: Iterable[logging.LogRecord]) -> Iterator[Problem]:
    """MkDocs must have nothing to warn of."""
    for record in records:
        yield Problem(edition.path.name, 1, "engine-warning", record.getMessage())


def _told(records: list[logging.LogRecord]) -> str:
    return " ".join(r.getMessage() for r in records if r.levelno >= logging.ERROR)


@contextmanager
def _warnings() -> Iterator[list[logging.LogRecord]]:
    """Collect what MkDocs and its plugins warn of, instead of printing it."""
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

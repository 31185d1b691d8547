"""The engine: MkDocs turns an edition into a folder of HTML."""

from __future__ import annotations

import logging
from pathlib import Path

from linkaudit.core.problem import CannotRunError, Problem
from mkdocs.commands.build import build
from mkdocs.exceptions import MkDocsException

from guide.content.guide import markdown_files
from guide.content.page import read_text
from guide.edition.edition import Edition, collected_warnings, error_text


class EngineError(CannotRunError):
    """The engine could not render the guide."""


def render(edition: Edition, folder: Path) -> list[str]:
    """Render the edition into the folder; return what the engine warned of.

    Broken links are left to the checks of the built site, which know file and line.
    Raises `EngineError` with the engine's own words, or with the pages that it would take
    minutes over.
    """
    problems: list[Problem] = []
    texts = [read_text(edition.docs, path, problems) for path in markdown_files(edition.docs)]
    if None in texts:
        raise EngineError("\n".join(map(str, problems)))
    with collected_warnings() as warnings:
        try:
            config = edition.fresh_config(folder)
            config.mdx_configs["guide.markdown"] = {"docs_dir": str(edition.docs)}
            snippets = config.mdx_configs.get("pymdownx.snippets", {})
            paths = [str(edition.folder / path) for path in snippets.get("base_path", ())]
            config.mdx_configs["pymdownx.snippets"] = {**snippets, "base_path": paths}
            for kind in config.validation.links:
                config.validation.links[kind] = logging.DEBUG
            config.plugins.on_startup(command="build", dirty=False)
            try:
                build(config)
            finally:
                config.plugins.on_shutdown()
        except MkDocsException as error:
            raise EngineError(str(error) or error_text(warnings)) from error
        except Exception as error:  # an extension's own: MkDocs has logged the page it was on
            raise EngineError(error_text(warnings) or str(error)) from error
    return [record.getMessage() for record in warnings]

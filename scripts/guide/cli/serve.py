"""`guide serve`: the guide as it is being written, on this machine, made anew after each change."""

from __future__ import annotations

import argparse
import sys
import tempfile
from datetime import date
from pathlib import Path

from linkaudit.cli.program import OK
from linkaudit.core.problem import CannotRunError
from mkdocs.livereload import LiveReloadServer

from guide import rules
from guide.cli import add_edition
from guide.edition.edition import Edition, edition_of
from guide.edition.own_content import PLACES as OWN_FOLDERS
from guide.site.pipeline import render, stop_at

HOST = "127.0.0.1"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `guide serve`."""
    add_edition(parser)
    parser.add_argument("--port", type=int, default=8000, help="default: 8000")


def run(options: argparse.Namespace) -> int:
    """Serve until somebody stops it; return the exit code.

    MkDocs' own `serve` would read the settings by itself, and run what they ask for.
    """
    edition = edition_of(options.config_file)
    stop_at(rules.check_edition(edition, options.today))
    with tempfile.TemporaryDirectory(prefix="guide-serve-") as folder:
        site = Path(folder)
        render(edition, site)
        server = LiveReloadServer(
            builder=lambda: render_anew(edition.path, site, options.today),
            host=HOST,
            port=options.port,
            root=folder,
            mount_path=edition.base,
        )
        templates = Path(edition.config.theme.dirs[0])
        own = (edition.folder / name for name in OWN_FOLDERS)
        docs = dict.fromkeys((edition.docs, edition.guides_docs))
        for watched in (*docs, templates, *(folder for folder in own if folder.is_dir())):
            server.watch(str(watched))
        # The settings, and approvals.yml, which may come while the guide is served.
        server.watch(str(edition.folder), recursive=False)
        print(f"{server.url}  (Ctrl-C stops it)")
        try:
            server.serve()  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            pass
        finally:
            server.shutdown()
    return OK


def render_anew(path: Path, site: Path, day: date | None = None) -> None:
    """Render what has changed; tell what stops it, and leave the pages as they were."""
    try:
        edition = Edition.load(path)
        for problem in rules.check_edition(edition, day):
            print(problem, file=sys.stderr)
        render(edition, site)
    except CannotRunError as error:
        print(error, file=sys.stderr)

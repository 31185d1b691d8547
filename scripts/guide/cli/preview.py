"""`guide preview`: what was built last, on this machine, as a web server gives it to patients."""

from __future__ import annotations

import argparse
import contextlib
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from linkaudit.cli.program import OK, shown

from guide.cli import add_edition
from guide.edition.edition import EditionError, edition_of
from guide.publish.site_folder import last_built


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `guide preview`."""
    add_edition(parser)
    parser.add_argument("--port", type=int, default=8000, help="default: 8000")


def run(options: argparse.Namespace) -> int:
    """Serve until somebody stops it; return the exit code."""
    folder = site_to_show(options.config_file)
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", options.port), handler) as server:
        print(f"{shown(folder)}/ on http://127.0.0.1:{server.server_port}/  (Ctrl-C stops it)")
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever()
    return OK


def site_to_show(config_file: Path | None) -> Path:
    """The site of the edition that is named, or else the one that was built last."""
    edition = edition_of(config_file)
    last = None if config_file else last_built(edition.folder)
    folder = last or edition.site
    if not (folder / "index.html").is_file():
        how = "guide build" if edition.is_released else "make site"
        raise EditionError(f"there is no site in {shown(folder)}/; run {how} first")
    return folder

"""The service worker of a site: a script that keeps the guide on the phone of its reader."""

from __future__ import annotations

import contextlib
import json
import re
from pathlib import Path

from guide.edition import Edition
from guide.offline import icons, manifest
from guide.offline.precache import Precache
from guide.pdf.order import built_path, reading_order

# At the root of the site: a worker governs only what stands beside and below it.
WORKER = "sw.js"
_LISTS = re.compile(r"^const (?:FILES|ON_REQUEST) = (\{.*?\});$", re.MULTILINE | re.DOTALL)
_TEMPLATE = Path(__file__).with_name("worker.js")


def write(site: Path, edition: Edition) -> Precache:
    """Write the worker, the manifest and the icons into a finished site; return what is kept.

    Nothing may change in the site afterwards: the worker knows every file by its content.
    """
    icons.write(site, edition.clinic.colour)
    manifest.write(site, edition)
    # The page that says so offline, then urgent help, then as the guide is read.
    pages = [built_path(path) for path, _ in reading_order(edition.config.nav or [])]
    urgent = [page for page in pages if page.startswith("urgent-help")]
    precache = Precache(site, WORKER, ("404.html", "index.html", *urgent, *pages))
    (site / WORKER).write_text(script(precache), "utf-8")
    return precache


def script(precache: Precache) -> str:
    """The text of the worker; the same files give the same text."""
    values = {
        "version": precache.version,
        "files": precache.files,
        "on_request": precache.on_request,
    }
    text = _TEMPLATE.read_text("utf-8")
    for name, value in values.items():
        # One file a line: a server packs it as well, and a person can read it.
        text = text.replace(f'"{{{{{name}}}}}"', json.dumps(value, indent=0))
    return text


def listed(site: Path) -> dict[str, str] | None:
    """The files that the worker of a built site knows, with their digests; None without a worker.

    A worker that cannot be read knows no file.
    """
    try:
        text = (site / WORKER).read_text("utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        return {}
    known: dict[str, str] = {}
    for found in _LISTS.findall(text):
        with contextlib.suppress(ValueError):
            known |= json.loads(found)
    return known

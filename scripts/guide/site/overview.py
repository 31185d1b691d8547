"""The overview of a network: each edition with its state, on one page that needs no other file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple, Protocol
from urllib.parse import quote

from linkaudit.core.files import write_whole
from linkaudit.core.problem import CannotRunError
from markupsafe import Markup

from guide.content.interface import Interface
from guide.publish.policy import stated, tightened

FILE = "index.html"
_MARK = '<meta name="generator" content="guide build">'
_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; padding-bottom: 0.5rem; }
th, td { text-align: left; vertical-align: top; padding: 0.5rem 1rem 0.5rem 0; }
tr { border-bottom: 1px solid GrayText; }
th { overflow-wrap: anywhere; }
@media (max-width: 40rem) { thead { position: absolute; left: -99rem; }
  tr, th, td { display: block; padding: 0.25rem 0; } }
"""
_PAGE = Markup(
    """<!doctype html>
<html lang="{language}" dir="{direction}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width,initial-scale=1">
    {mark}
    <meta name="robots" content="noindex">
    <meta name="referrer" content="no-referrer">
    <title>{title}</title>
    <style>{style}</style>
  </head>
  <body>
    <main>
      <h1>{title}</h1>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>{heads}</tr>
        </thead>
        <tbody>
{rows}        </tbody>
      </table>
    </main>
  </body>
</html>
"""
)
_HEAD = Markup('<th scope="col">{}</th>')
_ROW = Markup("""          <tr><th scope="row">{name}</th><td>{day}</td><td>{state}</td></tr>
""")
_LINK = Markup('<a href="{}">{}</a>')


class Noted(Protocol):
    """What is known of an edition: `state` is "failed", or anything else if it is built."""

    @property
    def state(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def day(self) -> str: ...


class _Row(NamedTuple):
    """A line of the overview: what links to the edition, and two texts."""

    name: Markup
    day: str
    state: str


def write(folder: Path, editions: Mapping[str, Noted | None], ui: Interface) -> Path:
    """Write the overview of editions, by name, into their folder; return the file.

    Raises `CannotRunError` if somebody else's file has its name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / FILE
    if file.exists() and _MARK not in file.read_text("utf-8", "replace"):
        raise CannotRunError(f"{file.name} in {folder.name}/ was not made by guide build: move it")
    rows = list(_rows(folder, editions, ui))
    heads = (ui.text("network.edition"), ui.text("network.day"), ui.text("network.state"))
    page = _PAGE.format(
        language=ui.language,
        direction=ui.text("locale.direction"),
        mark=Markup(_MARK),  # noqa: S704 (ours)
        title=ui.text("network.title"),
        style=Markup(_STYLE),  # noqa: S704
        caption=ui.text("network.caption", len(rows)),
        heads=Markup().join(map(_HEAD.format, heads)),
        rows=Markup().join(_ROW.format(**row._asdict()) for row in rows),
    )
    write_whole(file, stated(tightened(page)).encode())
    return file


def _rows(folder: Path, editions: Mapping[str, Noted | None], ui: Interface) -> Iterator[_Row]:
    for name, noted in editions.items():
        title = (noted.title if noted else "") or name
        is_there = (folder / name / FILE).is_file()
        linked = _LINK.format(f"{quote(name)}/", title) if is_there else Markup.escape(title)
        day = ui.date(date.fromisoformat(noted.day)) if noted and noted.day else ""
        if noted is None:
            state = "network.not_yet"
        elif noted.state != "failed":
            state = "network.built"
        else:
            state = "network.failed_last_stays" if is_there else "network.failed"
        yield _Row(linked, day, ui.text(state))

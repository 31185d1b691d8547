"""The booklet: a book and an edition as a PDF for paper, or the copy kept from last time."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from lxml import html

from guide import __version__
from guide.content import Guide
from guide.edition import Edition
from guide.failures import CannotRunError
from guide.pdf.book import Book
from guide.pdf.order import chapters_of
from guide.pdf.qr import qr_code
from guide.pdf.tagging import complete_tags

HERE = Path(__file__).parent
BOOKLET = "pdf/back-pain-guide.pdf"
INSTALL_PANGO = "sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


class PangoMissingError(CannotRunError):
    """WeasyPrint cannot load Pango, which lays out text."""

    def __str__(self) -> str:
        why = "".join(map(str, self.args))
        return f"no PDF was made: Pango is missing ({why})\ninstall it with: {INSTALL_PANGO}"


@dataclass(frozen=True)
class Booklet:
    """The booklet on A4: what it needs to be rendered, and its digest."""

    edition: Edition
    guide: Guide
    site: Path
    today: date

    @cached_property
    def book(self) -> Book:
        config = self.edition.config
        chapters = chapters_of(config.nav or [], config.extra.get("booklet"))
        return Book.read(self.site, list(chapters))

    @cached_property
    def markup(self) -> str:
        """The book as one HTML document."""
        environment = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=select_autoescape(),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters["in_words"] = _in_words
        return environment.get_template("booklet.html").render(
            book=self.book,
            site_name=self.edition.config.site_name,
            home=self._home,
            address=self.edition.config.site_url,
            address_code=_code_of(self.edition.config.site_url),
            clinic=self.edition.clinic,
            logo=self._file_of(self.edition.clinic.logo or self._theme_logo),
            cover=(self.site / "assets/images/cover.svg").as_uri(),
            strings=self.edition.config.extra.get("strings", {"draft": ""}),
            copyright=self.edition.config.copyright,
            version=__version__,
            content_digest=_content_digest(self.guide),
            today=self.today,
            last_reviewed=min(self._dates("last_reviewed"), default=None),
            next_review=min(self._dates("next_review"), default=None),
        )

    @property
    def digest(self) -> str:
        """Changes when anything that the PDF is made from changes, pictures included."""
        # The folder of the site is another one in every build.
        words = self.markup.replace(self.site.as_uri(), "")
        tools = f"{__version__} {version('weasyprint')}"
        sha = hashlib.sha256(f"{words}\0{_style(self.edition)}\0{tools}".encode())
        for picture in sorted(set(re.findall(r'file://[^"\')\s]+', self.markup))):
            sha.update(Path(unquote(urlsplit(picture).path)).read_bytes())
        return sha.hexdigest()

    @property
    def _home(self) -> Mapping[str, Any]:
        home = self.guide.by_path.get("index.md")
        return home.meta if home else {}

    @property
    def _theme_logo(self) -> str | None:
        logo: str | None = self.edition.config.theme.get("logo")
        return logo

    def _file_of(self, name: str | None) -> str | None:
        return (self.site / name).as_uri() if name else None

    def _dates(self, key: str) -> list[date]:
        dates = (page.meta.get(key) for page in self.guide.pages)
        return [day for day in dates if isinstance(day, date)]

    def write(self, path: Path, cache: Path) -> bool:
        """Write the PDF; return False if the copy in `cache` was still right.

        Raises `PangoMissingError`.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        kept = cache / f"{self.edition.path.stem}-{self.digest[:16]}.pdf"
        fresh = not kept.is_file()
        if fresh:
            cache.mkdir(parents=True, exist_ok=True)
            for old in cache.glob(f"{self.edition.path.stem}-*.p*"):
                old.unlink()
            unfinished = kept.with_suffix(".part")
            _render(self.markup, _style(self.edition), unfinished)
            complete_tags(unfinished)
            unfinished.replace(kept)  # whole or not at all
        unfinished = path.with_suffix(".part")
        shutil.copyfile(kept, unfinished)
        unfinished.replace(path)
        return fresh


def _render(markup: str, style: str, path: Path) -> None:
    try:
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration
    except OSError as error:  # cffi cannot load the library
        raise PangoMissingError(str(error).splitlines()[0]) from error
    fonts = FontConfiguration()
    sheet = CSS(string=style, base_url=str(HERE), font_config=fonts)
    HTML(string=markup, base_url=str(HERE)).write_pdf(
        path, stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1", pdf_tags=True
    )


def _style(edition: Edition) -> str:
    style = (HERE / "booklet.css").read_text("utf-8")
    colour = edition.clinic.colour
    return f"{style}\n:root {{ --primary: {colour}; }}\n" if colour else style


def _code_of(address: str | None) -> str:
    return str(html.tostring(qr_code(address, "28mm"), encoding="unicode")) if address else ""


def _content_digest(guide: Guide) -> str:
    """Seven digits that change with the words: two copies with the same ones say the same."""
    sha = hashlib.sha256()
    for page in guide.files:
        sha.update((guide.docs / page.path).read_bytes())
    return sha.hexdigest()[:7]


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"

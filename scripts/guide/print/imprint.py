"""The imprint: what every print tells about where it comes from and how old its words are."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from guide import __version__
from guide.content.approvals import Approvals
from guide.content.guide import Guide
from guide.content.interface import Interface
from guide.content.navigation import built_path
from guide.content.page import Page
from guide.edition.clinic import Clinic
from guide.edition.edition import Edition
from guide.print.addresses import Website
from guide.print.chapter import RenderedPages
from guide.print.prints import Press, Print
from guide.publish.styles import FOLDER as COMPONENTS

# The templates of prints: values in, one HTML document out.

FOLDER = Path(__file__).parent / "templates"


def rendered(template: str, ui: Interface, **values: object) -> str:
    """Fill a template of this package, such as "leaflet.html"."""
    return _environment(ui).get_template(template).render(**values)


@cache
def _environment(ui: Interface) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["ui"] = ui
    return environment


@dataclass(frozen=True)
class Source:
    """What all prints are made from: an edition, its words, its rendered pages, the day."""

    edition: Edition
    guide: Guide
    pages: RenderedPages
    today: date

    @property
    def unbranded(self) -> Source:
        """The same without what a clinic says about itself, and without its logo."""
        config, theme = copy(self.edition.config), copy(self.edition.config.theme)
        theme["logo"] = None
        config.theme, config.extra = theme, copy(config.extra)
        config.extra["clinic"] = {}
        return replace(self, edition=replace(self.edition, config=config))

    @cached_property
    def approvals(self) -> Approvals:
        """Who has checked which pages."""
        return Approvals.load(self.edition.folder, self.guide)

    def notice(self, pages: Iterable[Page]) -> str:
        """What a print of these pages says of who has checked it."""
        return self.approvals.notice([str(page.path) for page in pages], self.ui)

    @cached_property
    def ui(self) -> Interface:
        """The words of prints that stand in no page."""
        return self.guide.ui

    def pdf(self, ending: str = "") -> str:
        """Where a print of the whole guide stands in the site: `pdf/back-pain-guide-a5.pdf`."""
        return f"pdf/{self.guide.identity.slug}{ending}.pdf"

    def code(self, name: str) -> str:
        """The guide's own code of a print by its name: `BPG-myths-posture`."""
        return f"{self.guide.identity.code}-{name}"

    @property
    def press(self) -> Press:
        """What the clinic's print shop asks for."""
        clinic = self.edition.clinic
        return Press(clinic.in_grey, clinic.bleed)

    @property
    def home(self) -> Mapping[str, Any]:
        """The front matter of the home page."""
        home = self.guide.by_path.get("index.md")
        return home.meta if home else {}

    @cached_property
    def components(self) -> str:
        """The rules for paper of all components of the pages."""
        folder = self.edition.templates / COMPONENTS
        return "\n".join(file.read_text("utf-8") for file in sorted(folder.glob("*/print.css")))

    @property
    def folder(self) -> str:
        """The address of the folder of the rendered pages."""
        return self.pages.folder.as_uri()

    def file(self, name: str | None) -> str | None:
        """The address of a file of the rendered guide for a document to be printed."""
        return (self.pages.folder / name).as_uri() if name else None

    def twin(self, page: Page) -> str | None:
        """The web address of a page, if the edition has one."""
        address = self.edition.config.site_url
        if not address:
            return None
        return f"{address.rstrip('/')}/{built_path(str(page.path)).removesuffix('index.html')}"


# An edition on paper: what makes its prints, given its name. Its title and purpose, which stand on
# the page that lists the prints, are words of the catalogue: `editions.NAME`.
PrintEdition = Callable[[Source, str], Iterator[Print]]


@dataclass(frozen=True)
class Imprint:
    """What the back of a print tells; `pages` are those whose words it holds.

    `name` is that by which a clinic gives the print a code of its own, if it is not in `code`.
    """

    source: Source
    code: str
    pages: Sequence[Page]
    address: str | None
    name: str = ""

    @property
    def site_name(self) -> str:
        return str(self.source.edition.config.site_name)

    @property
    def clinic(self) -> Clinic:
        return self.source.edition.clinic

    @property
    def logo(self) -> str | None:
        return self.source.file(self.clinic.logo or self.source.edition.config.theme.get("logo"))

    @property
    def draft(self) -> str:
        """Who has checked the words, or that nobody has checked all of them."""
        return self.source.notice(self.pages)

    @property
    def audience(self) -> str:
        return self.source.guide.identity.audience

    @property
    def clinic_code(self) -> str:
        """The clinic's own code of this print, if it gives one."""
        pages = [str(page.path) for page in self.pages]
        return self.clinic.code_of(self.name or self.code.removeprefix(self.source.code("")), pages)

    @property
    def licence(self) -> str | None:
        return self.source.edition.config.copyright

    @property
    def version(self) -> str:
        return __version__

    @property
    def today(self) -> date:
        return self.source.today

    @property
    def website(self) -> Website | None:
        """Where the same words stand on the web."""
        return Website(self.address, self.site_name) if self.address else None

    @cached_property
    def words(self) -> str:
        """Seven digits that change with the words: two copies with the same ones say the same."""
        guide = self.source.guide
        texts = (text for page in self.pages for text in (page, *guide.passages_of(page)))
        sha = hashlib.sha256()
        for path in dict.fromkeys(text.path for text in texts):
            sha.update((guide.docs / path).read_bytes())
        return sha.hexdigest()[:7]

    @property
    def last_reviewed(self) -> date | None:
        return min(self._dates("last_reviewed"), default=None)

    @property
    def next_review(self) -> date | None:
        return min(self._dates("next_review"), default=None)

    def _dates(self, key: str) -> list[date]:
        dates = (page.meta.get(key) for page in self.pages)
        return [day for day in dates if isinstance(day, date)]

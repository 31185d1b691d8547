"""The editions on paper: what can be printed, what is made of it, how the site lists that."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from itertools import groupby
from pathlib import Path, PurePosixPath

from linkaudit.core.problem import did_you_mean
from markdown.extensions.toc import slugify

from guide import __version__
from guide.content.approvals import NONE, Approvals
from guide.content.interface import Interface
from guide.content.navigation import built_path
from guide.core import html_class
from guide.core.steps import readable_size, size_of
from guide.edition.nav import reading_order
from guide.print import booklets, handouts, leaflets, plain_text
from guide.print.imprint import PrintEdition, Source, rendered
from guide.print.prints import PdfPrint, Print, Spine
from guide.print.queue import Printed
from guide.publish.thumbnails import SUFFIX, Thumbnail, write_thumbnail

# In the order in which they are listed.
EDITIONS: Mapping[str, PrintEdition] = {
    **booklets.EDITIONS,
    **leaflets.EDITIONS,
    **handouts.EDITIONS,
    **plain_text.EDITIONS,
}
# What is made if an edition does not choose: mkdocs.yml of the guide itself chooses all.
USUAL = ("booklet",)
ALL = "all"


def prints_of(source: Source, names: Sequence[str]) -> list[Print]:
    """The prints of the editions of these names, in the order of `EDITIONS`."""
    chosen = [name for name in EDITIONS if name in names]
    return [one for name in chosen for one in EDITIONS[name](source, name)]


def no_edition(name: str) -> str:
    """The message for a name that no edition has."""
    hint = did_you_mean(name, EDITIONS) or f"; there are {', '.join(EDITIONS)}"
    return f'"{name}" is no edition that can be printed{hint}'


def chosen_by(source: Source) -> Sequence[str]:
    """The names of the editions that the configuration chooses in `extra.print`: a list, or all."""
    names: Sequence[str] = source.edition.config.extra.get("print", USUAL)
    return tuple(EDITIONS) if names == ALL else names


# For a print shop: files by clinic, code and version, in the ink and with the room that it wants.

BOUND = "whole-guide"
LEAF = 0.1  # millimetres: office paper, of 80 to 90 grams
_ODD = re.compile(r"[^a-z0-9.]+", re.IGNORECASE)
_MOST_OF_A_NAME = 60


def for_print_shop(source: Source, prints: Sequence[Print], leaf: float = LEAF) -> list[Print]:
    """The prints that a press makes, with a cover for what is bound; `leaf` is how thick one is.

    What is folded by hand, filled in on a computer or read aloud is left out.
    """
    made: list[Print] = []
    spine = rendered(
        "spine.html",
        source.ui,
        title=source.edition.config.site_name,
        description="",
        clinic=source.edition.clinic.name,
        imprint=None,
    )
    for one in prints:
        if not isinstance(one, PdfPrint) or one.folded or one.fields:
            continue
        name = _file_name(source, one)
        made.append(replace(one, path=f"{name}.pdf", press=source.press))
        if one.edition == BOUND:
            path = f"{name}_cover.pdf"
            made.append(
                replace(one, path=path, press=source.press, spine=Spine(spine, leaf), unbranded=())
            )
    return made


def _file_name(source: Source, one: PdfPrint) -> str:
    """The name of a file that tells whose print it is: `riverside_BPG-A4_v0.1.0`."""
    clinic = slugify(source.edition.clinic.name or "", "-") or source.guide.identity.slug
    names = (clinic, _ODD.sub("-", one.clinic_code), one.code, f"v{__version__}")
    return "_".join(name[:_MOST_OF_A_NAME].strip("-") for name in names if name)


# Whoever changes these classes changes them in overrides/ and in guide.markdown.blocks.
_LIST = re.compile(rf'(?<=<div class="{html_class.PRINTS}">).*?(?=</div>)', re.DOTALL)
_LINK = re.compile(rf'<p class="{html_class.PRINT}"[^>]*>.*?</p>', re.DOTALL)
# The same at the top of the page: its symbol stays, what was written behind it before goes.
_TOP = re.compile(
    rf'<p class="{html_class.PRINT_TOP}"[^>]*>'
    rf'\s*(?P<symbol><span class="{html_class.SYMBOL}">.*?</span>).*?</p>',
    re.DOTALL,
)
BOOKLET = "booklet"
# What a reader of a page is offered at its end, if it is made of that page: the first that is.
_OF_A_PAGE = ("leaflets", "plan-sheets")
# What a phone can keep all of, for who asks for it.
KEPT = "leaflets"


@dataclass(frozen=True)
class Listed:
    """A print as a page links to it; `href` leads there from that page."""

    printed: Printed
    href: str
    ui: Interface
    approvals: Approvals = NONE

    @property
    def title(self) -> str:
        return self.printed.print.title

    @property
    def pages(self) -> str:
        count = self.printed.pages
        return "" if count is None else self.ui.text("prints.pages", count)

    @property
    def sides(self) -> str:
        return self.ui.text("prints.sides", self.printed.pages or 1)

    @property
    def kind(self) -> str:
        return "PDF" if self.printed.pages is not None else self.ui.text("prints.text")

    @property
    def checked(self) -> str:
        """Who has checked the page that it is made of, or nothing."""
        page = self.printed.print.page or ""
        return self.approvals.notice([page], self.ui) if page in self.approvals.checked else ""

    @property
    def size(self) -> str:
        return size_of(self.printed.file)


@dataclass(frozen=True)
class Part:
    """The prints of an edition that belong to one part of the guide."""

    title: str
    prints: Sequence[Listed]


@dataclass(frozen=True)
class PrintKind:
    """The prints of an edition, and how the first of them looks, which the others are like."""

    name: str
    parts: Sequence[Part]

    @property
    def first(self) -> Listed:
        return self.parts[0].prints[0]

    @cached_property
    def picture(self) -> Thumbnail | None:
        """The first page of a PDF."""
        printed = self.first.printed
        return None if printed.pages is None else write_thumbnail(printed.file)

    @property
    def src(self) -> str:
        return str(PurePosixPath(self.first.href).with_suffix(SUFFIX))


@dataclass(frozen=True)
class Listing:
    """All prints of a built site, made on one day; `nav` is that of the guide."""

    site: Path
    printed: Sequence[Printed]
    nav: list[object]
    today: date
    ui: Interface
    approvals: Approvals = NONE

    def fill(self) -> int:
        """Write the list and the links into the pages; return how many pages have changed."""
        changed = 0
        for page in sorted(self.site.rglob("*.html")):
            text = page.read_text("utf-8")
            filled = text
            if _LIST.search(filled):
                filled = _put(filled, _LIST, self._list(page))
            filled = _put(filled, _LINK, self._link(page))
            filled = _TOP.sub(partial(self._top, page), filled)
            if filled != text:
                page.write_text(filled, "utf-8")
                changed += 1
        return changed

    def _list(self, page: Path) -> str:
        kinds = [PrintKind(name, parts) for name in EDITIONS if (parts := self._parts(name, page))]
        kept = [one.file for one in self.printed if one.print.edition == KEPT]
        size = readable_size(sum(file.stat().st_size for file in kept))
        return rendered(
            "prints.html",
            self.ui,
            kinds=kinds,
            today=self.today,
            kept=KEPT,
            kept_size=size,
        )

    def _parts(self, name: str, page: Path) -> list[Part]:
        sections = self._sections
        order = {path: place for place, path in enumerate(sections)}
        found = [one for one in self.printed if one.print.edition == name]
        found.sort(key=lambda one: order.get(one.print.page or "", -1))
        by_section = groupby(found, key=lambda one: sections.get(one.print.page or "", ""))
        return [
            Part(
                section,
                [Listed(one, self._way(page, one), self.ui, self.approvals) for one in prints],
            )
            for section, prints in by_section
        ]

    def _prints_of(self, page: Path) -> list[Printed]:
        """What is made of a page alone, to print."""
        inside = page.relative_to(self.site).as_posix()
        return [one for one in self._own.get(inside, ()) if one.print.edition in _OF_A_PAGE]

    def _top(self, page: Path, place: re.Match[str]) -> str:
        own = [Listed(one, self._way(page, one), self.ui) for one in self._prints_of(page)[:1]]
        return rendered(
            "print_top.html", self.ui, listed=own[0] if own else None, symbol=place["symbol"]
        ).strip()

    def _link(self, page: Path) -> str:
        own = self._prints_of(page)
        listed = [Listed(one, self._way(page, one), self.ui) for one in (own or self._booklet)[:1]]
        everything = self._list_page
        return rendered(
            "print_link.html",
            self.ui,
            listed=listed[0] if listed else None,
            is_booklet=not own,
            everything=os.path.relpath(everything, page.parent) + "/" if everything else "",
        ).strip()

    @cached_property
    def _sections(self) -> Mapping[str, str]:
        """The section of each page of the nav, in order."""
        return dict(reading_order(self.nav))

    @cached_property
    def _booklet(self) -> Sequence[Printed]:
        return [one for one in self.printed if one.print.edition == BOOKLET]

    @cached_property
    def _own(self) -> Mapping[str, Sequence[Printed]]:
        pages: dict[str, list[Printed]] = {}
        for one in self.printed:
            if one.print.page:
                pages.setdefault(built_path(one.print.page), []).append(one)
        return pages

    @cached_property
    def _list_page(self) -> Path | None:
        """The folder of the page that lists all prints, if the guide has one."""
        folder = self.site / "print"
        return folder if (folder / "index.html").is_file() else None

    @staticmethod
    def _way(page: Path, one: Printed) -> str:
        return Path(os.path.relpath(one.file, page.parent)).as_posix()


def _put(text: str, place: re.Pattern[str], words: str) -> str:
    return place.sub(lambda _: words, text)

"""Citations: numbered marks, the list at the end of a page, and the list of the whole guide."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from dataclasses import dataclass, field
from pathlib import Path
from re import Match

from linkaudit.core.clock import today
from linkaudit.core.problem import did_you_mean
from linkaudit.references.bibliography import EVIDENCE, SEEN, Bibliography, Reference
from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from guide.content.guide import REFERENCES
from guide.content.interface import Interface
from guide.content.markdown_text import CLUSTER, Citation, CitationError, parse_cluster
from guide.content.page import Page
from guide.core import html_class
from guide.markdown.containers import Reader, current_guide, fold, text
from guide.references import address_label, address_text, format_reference
from guide.references.guidelines import current_until

# Citations in the text, numbered as they first appear, and the list they lead to.

MARK = "guide-citation"
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


class CitationMarks(InlineProcessor):
    """Turn `[@a; @b, 1.2.7]` into a mark; `ReferenceList` numbers it later."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(CLUSTER, md)

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: Match[str], data: str
    ) -> tuple[etree.Element, int, int]:
        mark = etree.Element("span", {MARK: self.unescape(m[1])})
        return mark, m.start(0), m.end(0)


@dataclass
class _Entry:
    """A reference of this page: its number, and where the text mentions it."""

    reference: Reference
    number: int
    mentions: list[str] = field(default_factory=list)  # the heading above each mention

    @property
    def anchor(self) -> str:
        return f"ref-{self.number}"

    def mention_anchor(self, mention: int) -> str:
        return f"cite-{self.number}-{mention}"


class ReferenceList(Treeprocessor):
    """Number the marks in the order of the page and add the list of references at its end."""

    def __init__(self, md: Markdown, docs: Path) -> None:
        super().__init__(md)
        self._docs = docs

    def run(self, root: etree.Element) -> None:
        marks = list(_marks_with_heading(root))
        if not marks:
            return
        bibliography = Bibliography.load(self._docs / REFERENCES)
        ui = Interface.load(self._docs)
        entries: dict[str, _Entry] = {}
        for mark, heading in marks:
            _fill(mark, heading, entries, bibliography, ui)
        lasts = [current_until(entry.reference) for entry in entries.values()]
        if any(last < today() for last in lasts if last):
            overdue = f"{html_class.REVIEW} {html_class.REVIEW_OVERDUE}"
            notice = etree.SubElement(root, "p", {"class": overdue})
            notice.text = text(ui.text("review.guideline"))
        root.append(_reference_list(list(entries.values()), ui))


def _marks_with_heading(root: etree.Element) -> list[tuple[etree.Element, str]]:
    found, heading = [], ""
    for element in root.iter():
        if element.tag in _HEADINGS:
            heading = _visible_text(element)
        if element.get(MARK):
            found.append((element, heading))
    return found


def _visible_text(heading: etree.Element) -> str:
    """A card's heading begins with a word for screen readers only; it is no part of its name."""
    hidden = [e for e in heading if e.get("class") == html_class.VISUALLY_HIDDEN]
    return "".join([e.tail or "" for e in hidden] or heading.itertext()).strip()


def _fill(
    mark: etree.Element,
    heading: str,
    entries: dict[str, _Entry],
    bibliography: Bibliography,
    ui: Interface,
) -> None:
    """Give a mark its numbers: `[1, 2]`, or `[1, 1.2.7; 2]` when one has a locator."""
    citations = parse_cluster(mark.attrib.pop(MARK))
    mark.set("class", html_class.CITATION)
    mark.text = "["
    separator = "; " if any(citation.locator for citation in citations) else ", "
    for place, citation in enumerate(citations):
        link = _link(mark, citation, heading, entries, bibliography, ui)
        locator = f", {citation.locator}" if citation.locator else ""
        link.tail = locator + (separator if place < len(citations) - 1 else "]")


def _link(
    mark: etree.Element,
    citation: Citation,
    heading: str,
    entries: dict[str, _Entry],
    bibliography: Bibliography,
    ui: Interface,
) -> etree.Element:
    reference = bibliography.references.get(citation.key)
    if reference is None:
        hint = did_you_mean(citation.key, bibliography.references)
        raise CitationError(f'"@{citation.key}" is not in {bibliography.name}{hint}')
    entry = entries.setdefault(citation.key, _Entry(reference, len(entries) + 1))
    entry.mentions.append(heading)
    link = etree.SubElement(mark, "a")
    link.set("class", html_class.CITATION_LINK)
    link.set("id", entry.mention_anchor(len(entry.mentions)))
    link.set("href", f"#{entry.anchor}")
    name = ui.text("references.name", number=entry.number, work=reference.short_name)
    link.set("aria-label", text(name))
    link.text = str(entry.number)
    return link


def _reference_list(entries: list[_Entry], ui: Interface) -> etree.Element:
    section = etree.Element(
        "section", {"class": html_class.REFERENCES, "aria-labelledby": "references"}
    )
    held = fold(section, "h2", ui.text("references.heading", len(entries)), "references")
    items = etree.SubElement(held, "ol", {"class": html_class.REFERENCES_LIST})
    for entry in entries:
        attributes = {"class": html_class.REFERENCE, "id": entry.anchor}
        item = etree.SubElement(items, "li", attributes | {"data-key": entry.reference.key})
        add_reference(item, entry.reference, ui)
        back = etree.SubElement(
            item, "a", {"class": html_class.REFERENCE_BACK, "href": f"#{entry.mention_anchor(1)}"}
        )
        back.text = ui.text("references.back")
        place = entry.mentions[0]
        key = "references.back_under" if place else "references.back_to"
        back.set("aria-label", text(ui.text(key, number=entry.number, heading=place)))
    return section


def add_reference(parent: etree.Element, reference: Reference, ui: Interface) -> None:
    """Append a reference as people read it: the words, the address as a link, the kind."""
    _add_words(parent, reference)
    kind = etree.SubElement(parent, "span", {"class": html_class.REFERENCE_KIND})
    evidence = _evidence(reference)
    kind.text = text(ui.text(f"references.evidence.{evidence}") if evidence else "")
    kind.tail = " "


def _evidence(reference: Reference) -> str:
    """The kind of evidence that a work is; nothing if it names none that there is."""
    evidence = str(reference.custom.get("evidence"))
    return evidence if evidence in EVIDENCE else ""


def _add_words(parent: etree.Element, reference: Reference) -> None:
    line = etree.SubElement(parent, "span", {"class": html_class.REFERENCE_TEXT})
    words = format_reference(reference)
    if reference.url:
        words += f" {address_label(reference)} "
        link = etree.SubElement(line, "a", {"href": text(reference.url)})
        link.text = text(address_text(reference))
    line.text = text(words)
    line.tail = " "


# Of a guide of thousands of pages, one entry would be a page of links.
MOST_PAGES = 100


class BibliographyList(Reader):
    """`/// bibliography` lists all sources by kind, each folded; the page must stand on top.

    What only the words of another nation cite is left out.
    """

    NAME = "bibliography"

    def on_create(self, parent: etree.Element) -> etree.Element:
        guide = current_guide(self.docs, self.nation)
        citing = guide.pages_citing()
        elsewhere = guide.cited_by_nations - citing.keys()
        block = etree.SubElement(parent, "div", {"class": html_class.BIBLIOGRAPHY})
        listed = (one for one in guide.bibliography if one.key not in elsewhere)
        by_kind: dict[str, list[Reference]] = {kind: [] for kind in (*EVIDENCE, "")}
        for reference in sorted(listed, key=lambda r: format_reference(r).casefold()):
            by_kind[_evidence(reference)].append(reference)
        for kind, references in by_kind.items():
            if references:
                of_kind = self.ui.text(f"references.of_kind.{kind or 'none'}")
                words = self.ui.text("references.group", kind=of_kind, count=len(references))
                held = fold(block, "h2", words, f"sources-{kind or 'none'}")
                items = etree.SubElement(held, "ul")
                for reference in references:
                    self._add(items, reference, citing.get(reference.key, []))
        return block

    def _add(self, items: etree.Element, reference: Reference, citing: list[Page]) -> None:
        item = etree.SubElement(items, "li", {"class": html_class.REFERENCE, "id": reference.key})
        _add_words(item, reference)
        state = etree.SubElement(item, "span", {"class": html_class.REFERENCE_STATE})
        state.text = text(_state(reference, self.ui))
        state.tail = " "
        _add_pages(item, citing, self.ui)


def _state(reference: Reference, ui: Interface) -> str:
    """What was seen of a work and what is still to check."""
    seen = ui.text(f"references.seen.{reference.seen}") if reference.seen in SEEN else ""
    if reference.to_check:
        return ui.text("references.to_check", seen=seen, to_check=reference.to_check)
    return f"{seen}."


def _add_pages(item: etree.Element, pages: list[Page], ui: Interface) -> None:
    cited = etree.SubElement(item, "span", {"class": html_class.REFERENCE_PAGES})
    cited.text = f"{ui.text('references.cited_on')} "
    for place, page in enumerate(pages[:MOST_PAGES], start=1):
        # The engine turns the path of a page into its address, as for any link in the text.
        link = etree.SubElement(cited, "a", {"href": str(page.path)})
        link.text = text(page.title)
        link.tail = ", " if place < min(len(pages), MOST_PAGES) else "."
    if len(pages) > MOST_PAGES:
        more = ui.text("references.more", count=len(pages) - MOST_PAGES)
        link.tail = f", {more}"

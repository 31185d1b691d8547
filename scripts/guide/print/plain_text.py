"""Plain text of every page, and of all in one file, for braille and audio suppliers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date

from lxml import html
from lxml.html import HtmlElement

from guide.content.interface import Interface
from guide.content.navigation import REFERENCES_PAGE, built_path
from guide.content.page import Page
from guide.core import html_class
from guide.edition.nav import reading_order
from guide.print.chapter import without_cards
from guide.print.imprint import Source
from guide.print.prints import TextPrint

# Letters that every braille table and every voice knows, in place of signs made for the eye.

_SIGNS = {
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT DOUBLE QUOTATION MARK}": '"',
    "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    "\N{HORIZONTAL ELLIPSIS}": "...",
    "\N{BULLET}": "-",
    "\N{NON-BREAKING HYPHEN}": "-",
    "\N{MINUS SIGN}": "-",
    "\N{EM DASH}": " - ",
    "\N{EN DASH}": " - ",
    "\N{VULGAR FRACTION ONE HALF}": " 1/2",
    "\N{VULGAR FRACTION ONE QUARTER}": " 1/4",
    "\N{VULGAR FRACTION THREE QUARTERS}": " 3/4",
}
# Signs that are said: each with the key of its words, `text.signs.times`.
_SAID = {
    "\N{MULTIPLICATION SIGN}": "times",
    "\N{PLUS-MINUS SIGN}": "plus_or_minus",
    "\N{GREATER-THAN OR EQUAL TO}": "at_least",
    "\N{LESS-THAN OR EQUAL TO}": "at_most",
    "\N{ALMOST EQUAL TO}": "about",
    "\N{DEGREE SIGN}C": "celsius",
    "\N{DEGREE SIGN}": "degrees",
    "\N{RIGHTWARDS ARROW}": "to",
    "\N{LEFTWARDS ARROW}": "from",
    "\N{LEFT RIGHT ARROW}": "to_and_from",
    "\N{UPWARDS ARROW}": "up",
    "\N{DOWNWARDS ARROW}": "down",
    "\N{CHECK MARK}": "yes",
    "\N{HEAVY CHECK MARK}": "yes",
    "\N{MULTIPLICATION X}": "no",
    "\N{BALLOT X}": "no",
}
_SIGN = re.compile("|".join(map(re.escape, (*_SIGNS, *_SAID))))
_RANGE = re.compile(r"(?<=\d)\N{EN DASH}(?=\d)")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")
_SPACES = re.compile(r"[^\S\n]+")
_BEFORE_STOP = re.compile(r" +(?=[.,;:!?)](?:\s|$))")


def plain(text: str, ui: Interface) -> str:
    """Return the text with signs as words, straight quotes and single spaces, line by line."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    text = _RANGE.sub("\N{RIGHTWARDS ARROW}", text)
    text = _SPACES.sub(" ", _SIGN.sub(lambda sign: _said(sign[0], ui), text))
    return "\n".join(_BEFORE_STOP.sub("", line.strip()) for line in text.split("\n"))


def _said(sign: str, ui: Interface) -> str:
    return f" {ui.text(f'text.signs.{_SAID[sign]}')} " if sign in _SAID else _SIGNS[sign]


# Blocks of plain text: paragraphs, headings, lists, tables and pictures of an article.

_LEVELS = {f"h{level}": level for level in range(1, 7)}
_INLINE = frozenset(
    "a abbr b bdi bdo cite code data dfn em i kbd label mark q s samp small span strong sub sup"
    " time u var wbr".split()
)


def words(element: HtmlElement) -> str:
    """The words of an element on one line."""
    return " ".join(element.text_content().split())


def blocks(parent: HtmlElement, ui: Interface) -> Iterator[str]:
    """Yield the blocks within an element in reading order; no block is empty.

    Those of lists, tables and pictures have several lines.
    """
    run = parent.text or ""
    for child in parent:
        if child.tag in _INLINE:
            run += child.text_content()
        elif isinstance(child.tag, str):
            yield from _folded(run)
            run = ""
            yield from filter(None, _block(child, ui))
        run += child.tail or ""
    yield from _folded(run)


def _folded(run: str) -> list[str]:
    text = " ".join(run.split())
    return [text] if text else []


def _block(element: HtmlElement, ui: Interface) -> Iterator[str]:
    kind = _KINDS.get(element.tag)
    return kind(element, ui) if kind else blocks(element, ui)


def _heading(element: HtmlElement, ui: Interface) -> Iterator[str]:
    if words(element):
        yield ui.text("text.heading", level=_LEVELS[element.tag], words=words(element))


def _list(element: HtmlElement, ui: Interface) -> Iterator[str]:
    """Yield the items as one block; those of steps say that they are steps."""
    lines = []
    number = int(element.get("start") or 1)
    for item in element.iterchildren("li"):
        number = int(item.get("value") or number)
        inside = [line for block in blocks(item, ui) for line in block.split("\n")]
        if inside:
            lines += [f"{_marker(element, number, ui)} {inside[0]}", *inside[1:]]
        number += 1
    yield "\n".join(lines)


def _marker(element: HtmlElement, number: int, ui: Interface) -> str:
    if element.tag == "ol":
        steps = next((a for a in element.iterancestors() if html_class.STEPS in a.classes), None)
        return f"{number}." if steps is None else ui.text("text.step", number=number)
    # A list within a list has one hyphen more for each: spaces at the start get lost.
    return "-" * (1 + sum(1 for outer in element.iterancestors("ul")))


def _table(element: HtmlElement, ui: Interface) -> Iterator[str]:
    """Yield what the table is, then a block for each row, with a line for each cell."""
    heads = [words(cell) for cell in element.xpath("./thead/tr[last()]/*")]
    rows = element.xpath("./tbody/tr | ./tr")
    to_write = any(html_class.GRID in outer.classes for outer in element.iterancestors())
    caption = element.find("caption")
    yield ui.text(
        "text.table" if caption is None else "text.table_named",
        name="" if caption is None else words(caption),
        rows=ui.text("text.rows", len(rows)),
        columns=ui.text("text.columns", len(heads)),
        heads=", ".join(heads),
    )
    empty = ui.text("text.to_write" if to_write else "text.empty")
    for row in rows:
        yield "\n".join(_cells(row, heads, empty, ui))
    yield ui.text("text.end_table")


def _cells(row: HtmlElement, heads: list[str], empty: str, ui: Interface) -> Iterator[str]:
    for index, cell in enumerate(row):
        text = " ".join(line for block in blocks(cell, ui) for line in block.split("\n")) or empty
        yield f"{heads[index]}: {text}" if index < len(heads) and heads[index] else text


def _picture(element: HtmlElement, ui: Interface) -> Iterator[str]:
    """Yield the caption, what the picture shows, and the words that are drawn in it."""
    parts = list(element.iter("figcaption", "img", "title", "desc"))
    parts.sort(key=lambda part: part.tag != "figcaption")
    said = [part.get("alt", "") if part.tag == "img" else words(part) for part in parts]
    # The parts of a text may stand apart, as the days below a chart do.
    drawn = [" ".join(" ".join(text.itertext()).split()) for text in element.iter("text")]
    sentences = [text if text.endswith((".", "?", "!")) else f"{text}." for text in said if text]
    if sentences:
        yield ui.text("text.picture", words=" ".join(dict.fromkeys(sentences)))
    if drawn:
        yield ui.text("text.words_in_picture", words="; ".join(drawn))


def _break(_element: HtmlElement, _ui: Interface) -> Iterator[str]:
    """The end of a line and a rule end a paragraph, and have no words."""
    return iter(())


_KINDS: dict[str, Callable[[HtmlElement, Interface], Iterator[str]]] = {
    **dict.fromkeys(_LEVELS, _heading),
    **dict.fromkeys(("ul", "ol"), _list),
    **dict.fromkeys(("figure", "svg", "img"), _picture),
    **dict.fromkeys(("br", "hr"), _break),
    "table": _table,
}


# Narration: what the eye gets from place, colour and signs, written into the page as words.

_ONLY_ON_SCREEN = (
    *(html_class.ON_THIS_PAGE, html_class.TOP, html_class.PRINT, html_class.PAGER),
    *(html_class.SOURCE, html_class.REFERENCE_BACK),
    *(html_class.A_TO_Z_LETTERS, html_class.COVER, html_class.START),
    *(html_class.CALL_BUTTONS, html_class.PRINT_TOP, html_class.FACT),
    html_class.NEED_CARDS_PICTURE,
)
_NO_WORDS = (
    ".//template | .//script | .//style | .//link | .//button | .//input | .//dialog"
    " | .//*[@hidden] | .//*[@aria-hidden='true']"
)
# Titles in a row, told apart by their underlines; they have commas of their own.
_TITLES = (
    f".//*[contains(@class, '{html_class.REFERENCE_PAGES}')]/a | "
    f".//*[contains(@class, '{html_class.PROOF}')]//td//a"
    f"[not(contains(@class, '{html_class.CITATION}'))]"
)
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
# Without these words the ear takes what comes next for a part of the list or the warning.
_ENDS = {
    html_class.LIST_CARD: "text.end_list",
    html_class.ASK_FIRST: "text.end_list",
    html_class.CARE_CARD: "text.end_advice",
    html_class.CALLOUT: "text.end_advice",
}
_BEGINNINGS = {
    html_class.REFERENCE_KIND: "text.kind",
    html_class.REFERENCE_STATE: "",
    html_class.REFERENCE_PAGES: "",
    html_class.WRITE_LABEL: "text.space",
    html_class.SWATCH: "text.colour",
}


def narrate(article: HtmlElement, ui: Interface, *, alone: bool) -> None:
    """Drop from the article what is only for the screen, and say what only the eye gets.

    Unless the page goes out `alone`, its end is dropped too.
    """
    for end in article.find_class(html_class.END) if not alone else []:
        _drop(end)
    for name in _ONLY_ON_SCREEN:
        for element in article.find_class(name):
            _drop(element)
    for element in article.xpath(_NO_WORDS):
        _drop(element)
    without_cards(article)
    for name, key in _BEGINNINGS.items():
        for element in article.find_class(name):
            element.tag = "p"
            element.text = f"{ui.text(key)} {element.text or ''}" if key else element.text
    for link in article.iter("a"):
        _say_address(link)
    for link in article.xpath(_TITLES):
        _say_instead(link, f'"{words(link)}"')
    for item in article.find_class(html_class.MYTHS_ITEM):
        _say_pair(item, f"{ui.text('text.myth')} ", f"{ui.text('text.fact')} ")
    for item in article.xpath(f".//*[contains(@class, '{html_class.NEED_CARDS}')]//li[a]"):
        _say_pair(item, "", "")
    do_not = ui.text("text.do_not")
    for item in article.xpath(f".//*[contains(@class, '{html_class.LIST_CARD_DO_NOT}')]//li"):
        if not words(item).lower().startswith(do_not):
            item.insert(0, _element("span", f"{do_not} "))
            item[0].tail, item.text = item.text, None
    for name, key in _ENDS.items():
        for card in article.find_class(name):
            _say_end(card, ui.text(key))


def _say_address(link: HtmlElement) -> None:
    """Write the address of an outside link, a phone number or an email address behind it."""
    said = words(link)
    scheme, _, rest = link.get("href", "").partition(":")
    if scheme in ("http", "https"):
        address = re.sub(r"^//(?:www\.)?", "", rest).rstrip("/")
        known = address.endswith(re.sub(r"^https?://(?:www\.)?", "", said).rstrip("/"))
    elif scheme == "tel":
        # However it is dialled from abroad, the number is what stands there.
        address, known = rest, bool(re.search(r"\d{3}", said))
    elif scheme == "mailto":
        address, known = rest, rest in said
    else:
        return
    if not known:
        _say_instead(link, f"{said} ({address})")


def _say_pair(item: HtmlElement, first: str, second: str) -> None:
    """Make two sentences of an item whose halves stand in two lines on the screen."""
    half = item[0]
    rest = " ".join([half.tail or "", *(words(child) + (child.tail or "") for child in item[1:])])
    opening = f"{first}{words(half)}"
    stop = "" if opening.endswith((".", "?", "!")) else "."
    rest = rest.strip()
    _say_instead(item, f"{opening}{stop} {second}{rest}" if rest else opening)


def _say_end(card: HtmlElement, end: str) -> None:
    after = card.getnext()
    while after is not None and not words(after):
        after = after.getnext()
    if after is None or after.tag in _HEADINGS | {"section"} or html_class.END in after.classes:
        return
    card.append(_element("p", end))


def _say_instead(element: HtmlElement, text: str) -> None:
    for child in list(element):
        element.remove(child)
    element.text = text


def _element(tag: str, text: str) -> HtmlElement:
    element = html.Element(tag)
    element.text = text
    return element


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


# Plain text: a built page as a braille transcriber or a narrator needs it, in reading order.


@dataclass(frozen=True)
class Front:
    """What stands below the title: the draft notice, web address, clinic and date, if there."""

    draft: str = ""
    address: str = ""
    clinic: str = ""
    day: date | None = None

    def lines(self, ui: Interface) -> Iterator[str]:
        if self.draft:
            yield self.draft
        if self.address:
            yield ui.text("text.address", address=self.address)
        if self.clinic:
            yield ui.text("text.from", clinic=self.clinic)
        if self.day:
            yield ui.text("text.date", date=ui.date(self.day))


NO_FRONT = Front()


def plain_text(
    article: HtmlElement, ui: Interface, front: Front = NO_FRONT, *, alone: bool = True
) -> str:
    """Return the `.app-page` article of a built page as text; the article stays as it is.

    The title is the first line. A line is a whole paragraph, heading, list item or table cell;
    a blank line stands between blocks. A page that goes out `alone` says at its end when it was
    reviewed and whom to tell of a mistake; within the whole guide it does not.
    """
    copy = deepcopy(article)
    narrate(copy, ui, alone=alone)
    heading = copy.find(".//h1")
    title = words(heading)
    heading.drop_tree()
    return _joined([title, "\n".join(front.lines(ui)), *blocks(copy, ui)], ui)


def whole(texts: Sequence[str], title: str, ui: Interface, front: Front = NO_FRONT) -> str:
    """Return the pages as one text with its title and contents first.

    Each chapter begins with the line that it has in the contents, so that a search finds it.
    """
    chapters = [
        ui.text("text.chapter", number=number, words=text.rstrip())
        for number, text in enumerate(texts, start=1)
    ]
    contents = "\n".join(chapter.split("\n", 1)[0] for chapter in chapters)
    heading = ui.text("text.contents")
    return _joined([title, "\n".join(front.lines(ui)), heading, contents, *chapters], ui)


def _joined(parts: Sequence[str], ui: Interface) -> str:
    return plain("\n\n".join(part for part in parts if part), ui) + "\n"


# An index of links has nothing to read aloud.
_ONLY_LINKS = ("a-to-z.md",)


def texts(source: Source, name: str) -> Iterator[TextPrint]:
    """One for each page of the nav, and one of the whole guide in the same order."""
    chapters = []
    for path, _ in reading_order(source.edition.config.nav or []):
        page = source.guide.by_path.get(path)
        if page is None or path in _ONLY_LINKS:
            continue
        article = source.pages.article(built_path(path))
        stem = path.removesuffix(".md").removesuffix("/index")
        text = plain_text(article, source.ui, _front(source, page))
        yield TextPrint(name, f"text/{stem}.txt", page.title, text, path)
        if built_path(path) != REFERENCES_PAGE:
            chapters.append(plain_text(article, source.ui, alone=False))
    title = str(source.edition.config.site_name)
    text = whole(chapters, title, source.ui, _front(source, None))
    yield TextPrint(name, "text/whole-guide.txt", title, text)


def _front(source: Source, page: Page | None) -> Front:
    address = source.twin(page) if page else source.edition.config.site_url
    clinic = source.edition.clinic
    sender = ", ".join(filter(None, (clinic.name, clinic.phone)))
    return Front(
        source.notice([page] if page else source.guide.pages), address or "", sender, source.today
    )


EDITIONS = {"plain-text": texts}

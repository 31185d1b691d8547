"""A chapter: a page of the site made ready for paper, and for a leaflet, which must save paper."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html
from lxml.html import HtmlElement

from guide.core import html_class
from guide.publish.policy import tightened

# The pages as the engine rendered them: each file is parsed once for all editions.


class RenderedPages:
    """The articles of a rendered guide, before it is published: lists and drawings are whole."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # What was made of them and stands on many prints, by what it is
        self.shared: dict[object, str] = {}
        self._articles: dict[str, HtmlElement] = {}

    def article(self, path: str) -> HtmlElement:
        """Return a copy of the article of a page; `path` is its file, relative to the folder.

        White space that nobody sees is not in it, and folds are sections. Raises
        `FileNotFoundError` for a page that was not rendered.
        """
        if path not in self._articles:
            page = tightened((self.folder / path).read_text("utf-8"))
            document: HtmlElement = html.document_fromstring(page)
            article = document.find_class(html_class.PAGE)[0]
            _unfold(article)
            self._articles[path] = article
        return deepcopy(self._articles[path])


# Nothing of these is for paper: the lists of references become one, links back lead nowhere.
_ONLY_ON_SCREEN = {
    *(html_class.END, html_class.ON_THIS_PAGE, html_class.REFERENCES),
    *(html_class.COVER, html_class.START, html_class.PRINTS),
    *(html_class.PRINT_TOP, html_class.FACT, html_class.SYMBOL, html_class.CALL_BUTTONS),
    html_class.NEED_CARDS_PICTURE,
    html_class.POSE_MOVE,
}
_DEEPEST_HEADING = 6
_SHORT_TITLE = 4  # words
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# What is read as one thing is not broken over two lines: telephone numbers, dates (PR-10).
_WHOLE = re.compile(
    rf"(?<!\d)(?:0\d{{2,4}}(?: \d{{3,8}}){{1,2}}|116 \d{{3}}|\d{{1,2}} (?:{_MONTHS}) \d{{4}}"
    r"|\d+ (?:minutes?|hours?|days?|weeks?|months?|years?))\b"
)
_LEADS_TO_NUMBER = ("call", "dial", "nhs")
_CALL = re.compile(r"\b(NHS|[Cc]all|[Dd]ial) (?=(?:NHS )?(?:111|999|112)\b)")


@dataclass
class Chapter:
    """A page of the site: `path` is its file, `section` the part of the guide it stands in."""

    path: str
    title: str
    section: str
    article: HtmlElement = field(repr=False)

    @classmethod
    def read(
        cls, pages: RenderedPages, path: str, section: str = "", *, folds: bool = True
    ) -> Chapter:
        """Read a rendered page, with or without what stands in its folds.

        Raises `FileNotFoundError` if it is not there.
        """
        article = pages.article(path)
        if not folds:
            # The list of references is folded too, but belongs to what remains.
            _drop([child for child in article if html_class.MORE in child.get("class", "").split()])
        return cls(path, " ".join(article.find(".//h1").text_content().split()), section, article)

    @property
    def anchor(self) -> str:
        return re.sub(r"\W+", "-", self.path.removesuffix(".html").removesuffix("index")).strip("-")

    @property
    def markup(self) -> str:
        return str(html.tostring(self.article, encoding="unicode"))

    @property
    def is_sheet(self) -> bool:
        """Whether people write on it."""
        return bool(
            self.article.find_class(html_class.WRITE) or self.article.find_class(html_class.GRID)
        )

    def make_ready(self, pages: RenderedPages, *, below: int = 0) -> None:
        """Take away what is only for the screen; headings stand `below` levels deeper."""
        _drop([e for e in self.article.iter("*") if not _ONLY_ON_SCREEN.isdisjoint(e.classes)])
        _drop(list(self.article.iter("script", "template")))
        without_cards(self.article)
        _name_headings(self.article, below)
        _keep_whole(self.article)
        _hold_last_words(self.article)
        self._find_pictures(pages)

    def _find_pictures(self, pages: RenderedPages) -> None:
        """Name the file of each picture: paper stands in no folder of the pages."""
        folder = posixpath.dirname(self.path)
        for picture in self.article.iter("img"):
            source = picture.get("src", "")
            if not urlsplit(source).scheme:
                inside = posixpath.normpath(posixpath.join(folder, unquote(source)))
                picture.set("src", (pages.folder / inside).as_uri())


def without_cards(article: HtmlElement) -> None:
    """Leave of each card "Do this now" its words, in the running text.

    What is made of a routine, or only leads on, stands further down on the same paper.
    """
    for card in article.find_class(html_class.DO_NOW):
        own = (html_class.DO_NOW_MADE, html_class.POSE, html_class.BUTTON)
        _drop([element for name in own for element in card.find_class(name)])
        bodies = card.find_class(html_class.DO_NOW_BODY)
        if not bodies:  # of a template: it leads to the lists of its page
            card.drop_tree()
            continue
        _drop([p for p in bodies[0].iterchildren("p") if not len(p) and not (p.text or "").strip()])
        heading = card[0]
        if card.find(".//ol") is None:
            heading.drop_tree()
        else:
            heading.attrib.pop("class")
        bodies[0].drop_tag()
        card.drop_tag()


def _unfold(article: HtmlElement) -> None:
    """Make a section of each fold: its heading, and what it holds."""
    for fold in article.xpath(".//details[summary]"):
        if html_class.MORE in fold.classes:
            fold.tag = "section"
            fold.find("summary").drop_tag()


def _name_headings(article: HtmlElement, below: int) -> None:
    """Give headings the classes that print knows, and levels below what stands above them."""
    names = {1: "print-title", 2: "print-heading"}
    for level in range(_DEEPEST_HEADING, 0, -1):
        for heading in list(article.iter(f"h{level}")):
            if not (heading.get("class") or "").startswith("app-"):
                heading.classes.add(names.get(level, "print-subheading"))
            heading.tag = f"h{min(level + below, _DEEPEST_HEADING)}"


def _keep_whole(article: HtmlElement) -> None:
    for link in article.xpath(".//a[starts-with(@href, 'tel:')]"):
        _take_word_in(link)
    for element in article.iter():
        if isinstance(element.tag, str):
            element.text = _held(element.text)
        element.tail = _held(element.tail)


def _hold_last_words(article: HtmlElement) -> None:
    """No title ends with a word alone on its line."""
    for title in article.find_class("print-title"):
        words = (title.text or "").split(" ")
        if not len(title) and len(words) > _SHORT_TITLE:
            title.text = " ".join(words[:-1]) + f"\N{NO-BREAK SPACE}{words[-1]}"


def take_spaces_in(article: HtmlElement) -> None:
    """Move the space before a link or a strong word to the start of its own text.

    Where only that space does not fit on a line, WeasyPrint breaks the line behind its first word.
    """
    for element in article.iter("a", "strong"):
        before, parent = element.getprevious(), element.getparent()
        text = (parent.text if before is None else before.tail) or ""
        if not text.endswith(" ") or not text.strip():
            continue
        element.text = f" {element.text or ''}"
        if before is None:
            parent.text = text.rstrip(" ")
        else:
            before.tail = text.rstrip(" ")


def _take_word_in(link: HtmlElement) -> None:
    """Make the word before a telephone number a part of the link: "call 111" is one thing."""
    before = link.getprevious()
    text = link.getparent().text if before is None else before.tail
    rest, _, word = (text or "").rstrip().rpartition(" ")
    if word.lower() not in _LEADS_TO_NUMBER:
        return
    link.text = f"{word}\N{NO-BREAK SPACE}{link.text or ''}"
    if before is None:
        link.getparent().text = f"{rest} "
    else:
        before.tail = f"{rest} "


def _held(text: str | None) -> str | None:
    if not text or not any(letter.isdigit() for letter in text):
        return text
    text = _WHOLE.sub(lambda whole: whole[0].replace(" ", "\N{NO-BREAK SPACE}"), text)
    return _CALL.sub("\\1\N{NO-BREAK SPACE}", text)


def _drop(elements: list[HtmlElement]) -> None:
    for element in elements:
        if element.getparent() is not None:
            element.drop_tree()


_STEPS_IN_A_ROW = 2


def save_paper(article: HtmlElement) -> None:
    """Make the words of a page take less paper.

    Steps stand in two columns, each with its drawing, and what is to be known of an exercise is
    one paragraph. A harder way is left to the web: it begins where this one has become easy.
    """
    for do in article.find_class(html_class.LIST_CARD_DO):
        _pair(do, html_class.LIST_CARD_DO_NOT)
    for steps in article.find_class(html_class.STEPS):
        for step in steps.iter("li"):
            for caption in list(step.iter("figcaption")):
                caption.drop_tree()  # the words of the step say it
            _within(step)
        for items in list(steps.iter("ol")):
            _in_rows(items)
    for dose in article.find_class(html_class.DOSE):
        _say_in_a_line(dose)
    if article.find_class(html_class.STEPS):
        for box in (html_class.ASK_FIRST, html_class.CALLOUT):
            for items in [ul for one in article.find_class(box) for ul in one.iter("ul")]:
                as_sentence(items)
    for pose in article.find_class(html_class.POSE):
        if all(above.tag not in ("li", "div") for above in pose.iterancestors()):
            _pair(pose, html_class.POSE)
            _put_beside(pose)


def _in_rows(items: HtmlElement) -> None:
    """Make a list of each two steps: a page breaks between them, and not within a grid."""
    steps = list(items)
    for place in range(_STEPS_IN_A_ROW, len(steps), _STEPS_IN_A_ROW):
        # The engine numbers by its counter, and knows nothing of `start`.
        counter = f"counter-reset: list-item {place}"
        row = html.Element("ol", {"start": str(place + 1), "style": counter})
        row.extend(steps[place : place + _STEPS_IN_A_ROW])
        items.addnext(row)
        items = row


def as_sentence(items: HtmlElement) -> None:
    """Make a paragraph of a list: it takes half the room."""
    items.tag = "p"
    _string(items, list(items))


def _say_in_a_line(dose: HtmlElement) -> None:
    """Make one paragraph of how long, when to stop, and the easier way."""
    line = html.Element("p", {"class": "print-exercise"})
    dose.addprevious(line)
    parts = [list(dose.iter("li"))]
    following = dose.getnext()
    if following is not None and html_class.LIST_CARD_STOP in following.classes:
        stop = html.Element("strong")
        stop.text = following.find(".//h3").text_content().rstrip(":")
        reasons = html.Element("span")
        _string(reasons, list(following.iter("li")))
        whole = html.Element("span")
        stop.tail = " "
        whole.extend((stop, reasons))
        parts.append([whole])
        ways = following.getnext()
        following.drop_tree()
        following = ways
    if following is not None and following.tag == "ul":
        parts.append(list(following)[:1])
        following.drop_tree()
    _string(line, [one for part in parts for one in part], between=". ")
    dose.drop_tree()


def _string(into: HtmlElement, items: Iterable[HtmlElement], between: str = "; ") -> None:
    """Put items one behind the other into an element; the last ends with a full stop."""
    items = list(items)
    for item in items:
        item.tag = "span"
        _end(item)
        item.tail = between if item is not items[-1] else "."
        into.append(item)


def _end(item: HtmlElement) -> None:
    """Take the full stop off the end of an item: another sign follows."""
    last = item[-1] if len(item) else None
    if last is not None and last.tail:
        last.tail = last.tail.rstrip(" .")
    elif last is not None:
        _end(last)
    elif item.text:
        item.text = item.text.rstrip(" .")


def _within(step: HtmlElement) -> None:
    """All that an item holds as one block: PDF/UA lets an item have no other children."""
    block = html.Element("div", {"class": "print-step"})
    block.text, step.text = step.text, None
    block.extend(list(step))
    step.append(block)


def _put_beside(pose: HtmlElement) -> None:
    """Put a drawing before the words that stand above it, so that it can stand beside them."""
    words = pose.getprevious()
    if words is not None and words.tag == "p":
        pose.classes.add("print-beside")
        words.addprevious(pose)


def _pair(first: HtmlElement, css: str) -> None:
    """Put an element and the next one, if it has the class, side by side."""
    second = first.getnext()
    if second is None or css not in second.classes or (first.tail or "").strip():
        return
    pair = html.Element("div", {"class": "print-pair"})
    first.addprevious(pair)
    pair.extend((first, second))

"""Narration: what the eye gets from place, colour and signs, written into the page as words."""

from __future__ import annotations

import re

from lxml import html
from lxml.html import HtmlElement

from guide.pdf.plain_blocks import words

_ONLY_ON_SCREEN = (
    *("app-on-this-page", "app-top", "app-print", "app-pager", "app-source", "app-outside"),
    *("app-reference__back", "app-a-to-z__letters", "app-cover", "app-start"),
)
_NO_WORDS = (
    ".//template | .//script | .//style | .//link | .//button | .//input | .//dialog"
    " | .//*[@hidden] | .//*[@aria-hidden='true']"
)
# Titles in a row, told apart by their underlines; they have commas of their own.
_TITLES = (
    ".//*[contains(@class, 'app-reference__pages')]/a | .//*[contains(@class, 'app-proof')]//td//a"
    "[not(contains(@class, 'app-citation'))]"
)
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
# Without these words the ear takes what comes next for a part of the list or the warning.
_ENDS = {
    "app-list-card": "End of this list.",
    "app-ask-first": "End of this list.",
    "app-care-card": "End of this advice.",
    "app-callout": "End of this advice.",
}
_BEGINNINGS = {
    "app-reference__kind": "Kind of source: ",
    "app-reference__state": "",
    "app-reference__pages": "",
    "app-write__label": "Space to write: ",
    "app-swatch": "a sample of the colour",
}


def narrate(article: HtmlElement, *, alone: bool) -> None:
    """Drop from the article what is only for the screen, and say what only the eye gets.

    Unless the page goes out `alone`, its end is dropped too.
    """
    for end in article.find_class("app-end") if not alone else []:
        _drop(end)
    for name in _ONLY_ON_SCREEN:
        for element in article.find_class(name):
            _drop(element)
    for element in article.xpath(_NO_WORDS):
        _drop(element)
    for name, beginning in _BEGINNINGS.items():
        for element in article.find_class(name):
            element.tag = "p"
            element.text = beginning + (element.text or "")
    for link in article.iter("a"):
        _say_address(link)
    for link in article.xpath(_TITLES):
        _say_instead(link, f'"{words(link)}"')
    for item in article.find_class("app-myths__item"):
        _say_pair(item, "Myth: ", "Fact: ")
    for item in article.xpath(".//*[contains(@class, 'app-need-cards')]//li[a]"):
        _say_pair(item, "", "")
    for item in article.xpath(".//*[contains(@class, 'app-list-card--do-not')]//li"):
        if not words(item).lower().startswith("do not"):
            item.insert(0, _element("span", "do not "))
            item[0].tail, item.text = item.text, None
    for name, end in _ENDS.items():
        for card in article.find_class(name):
            _say_end(card, end)


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
    if after is None or after.tag in _HEADINGS | {"section"} or "app-end" in after.classes:
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

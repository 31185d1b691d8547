"""Words made ready for a leaflet: side by side what can, lists in a line, small drawings."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import html
from lxml.html import HtmlElement

from guide.core import html_class

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
        row = html.Element("ol", {"start": str(place + 1), "style": f"counter-reset: list-item {place}"})
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

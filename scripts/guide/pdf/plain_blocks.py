"""Blocks of plain text: paragraphs, headings, lists, tables and pictures of an article."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml.html import HtmlElement

_LEVELS = {f"h{level}": level for level in range(1, 7)}
_INLINE = frozenset(
    "a abbr b bdi bdo cite code data dfn em i kbd label mark q s samp small span strong sub sup"
    " time u var wbr".split()
)


def words(element: HtmlElement) -> str:
    """The words of an element on one line."""
    return " ".join(element.text_content().split())


def blocks(parent: HtmlElement) -> Iterator[str]:
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
            yield from filter(None, _block(child))
        run += child.tail or ""
    yield from _folded(run)


def _folded(run: str) -> list[str]:
    text = " ".join(run.split())
    return [text] if text else []


def _block(element: HtmlElement) -> Iterator[str]:
    kind = _KINDS.get(element.tag)
    return kind(element) if kind else blocks(element)


def _heading(element: HtmlElement) -> Iterator[str]:
    if words(element):
        yield f"Heading level {_LEVELS[element.tag]}: {words(element)}"


def _list(element: HtmlElement) -> Iterator[str]:
    """Yield the items as one block; those of steps say that they are steps."""
    lines = []
    number = int(element.get("start") or 1)
    for item in element.iterchildren("li"):
        number = int(item.get("value") or number)
        inside = [line for block in blocks(item) for line in block.split("\n")]
        if inside:
            lines += [f"{_marker(element, number)} {inside[0]}", *inside[1:]]
        number += 1
    yield "\n".join(lines)


def _marker(element: HtmlElement, number: int) -> str:
    if element.tag == "ol":
        steps = next((a for a in element.iterancestors() if "app-steps" in a.classes), None)
        return f"{number}." if steps is None else f"Step {number}:"
    # A list within a list has one hyphen more for each: spaces at the start get lost.
    return "-" * (1 + sum(1 for outer in element.iterancestors("ul")))


def _table(element: HtmlElement) -> Iterator[str]:
    """Yield what the table is, then a block for each row, with a line for each cell."""
    heads = [words(cell) for cell in element.xpath("./thead/tr[last()]/*")]
    rows = element.xpath("./tbody/tr | ./tr")
    to_write = any("app-grid" in outer.classes for outer in element.iterancestors())
    caption = element.find("caption")
    name = f"Table: {words(caption)}." if caption is not None else "Table."
    size = f"{_counted(len(rows), 'row')} of {_counted(len(heads), 'column')}"
    yield f"{name} {size}: {', '.join(heads)}."
    for row in rows:
        yield "\n".join(_cells(row, heads, "space to write" if to_write else "empty"))
    yield "End of the table."


def _cells(row: HtmlElement, heads: list[str], empty: str) -> Iterator[str]:
    for index, cell in enumerate(row):
        text = " ".join(line for block in blocks(cell) for line in block.split("\n")) or empty
        yield f"{heads[index]}: {text}" if index < len(heads) and heads[index] else text


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _picture(element: HtmlElement) -> Iterator[str]:
    """Yield the caption, what the picture shows, and the words that are drawn in it."""
    parts = list(element.iter("figcaption", "img", "title", "desc"))
    parts.sort(key=lambda part: part.tag != "figcaption")
    said = [part.get("alt", "") if part.tag == "img" else words(part) for part in parts]
    drawn = [words(text) for text in element.iter("text")]
    sentences = [text if text.endswith((".", "?", "!")) else f"{text}." for text in said if text]
    if sentences:
        yield f"Picture: {' '.join(dict.fromkeys(sentences))}"
    if drawn:
        yield f"Words in the picture: {'; '.join(drawn)}."


def _break(_element: HtmlElement) -> Iterator[str]:
    """The end of a line and a rule end a paragraph, and have no words."""
    return iter(())


_KINDS: dict[str, Callable[[HtmlElement], Iterator[str]]] = {
    **dict.fromkeys(_LEVELS, _heading),
    **dict.fromkeys(("ul", "ol"), _list),
    **dict.fromkeys(("figure", "svg", "img"), _picture),
    **dict.fromkeys(("br", "hr"), _break),
    "table": _table,
}

"""Pages as plain text for braille and audio: each block as its file says, and every real page.

A case in cases/plain-text is the inside of an article as `.html`, and the text that must come of
it as `.txt`; its name says what it shows.
"""

from __future__ import annotations

import re
from copy import deepcopy
from datetime import date
from pathlib import Path

import pytest
from guide.content.interface import Interface
from guide.print.plain_text import Front, plain_text, whole
from guide.publish.redirects import is_redirect
from lxml import html
from lxml.html import HtmlElement
from small_guide import HERE

UI = Interface.load()
CASES = sorted((HERE / "cases/plain-text").glob("*.html"))
FRONT = Front(
    draft="Not yet checked by an owl",
    address="https://squirrels.example/naps/",
    clinic="Riverside Owls, phone 01632 960001",
    day=date(2026, 11, 2),
)
# What nobody reads on the screen, or what only a screen needs: a list of its own, so that a
# word that the guide drops by mistake is missed here.
UNSEEN = (
    *("app-on-this-page", "app-top", "app-print", "app-source"),
    *("app-reference__back", "app-a-to-z__letters"),
    # What leads on: buttons, and what a card takes from the words further down.
    *("app-call-buttons", "app-button", "app-print-top", "app-do-now__made", "app-do-now--urgent"),
    *("app-fact", "app-pose__move"),
)
UNSEEN_TAGS = (
    ".//template | .//script | .//style | .//button | .//nav | .//title | .//desc"
    " | .//*[@hidden] | .//*[@aria-hidden='true']"
)


def article_of(inside: str) -> HtmlElement:
    return html.fragment_fromstring(f'<article class="app-page">{inside}</article>')


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_case_comes_out_as_its_file_says(path: Path) -> None:
    article = article_of(path.read_text("utf-8"))
    assert plain_text(article, UI) == path.with_suffix(".txt").read_text("utf-8")


def test_the_page_itself_stays_as_it_is() -> None:
    article = article_of('<h1>Naps</h1><p>Nap.</p><p class="app-top">Back to the top</p>')
    before = html.tostring(article)
    plain_text(article, UI, FRONT, alone=False)
    assert html.tostring(article) == before


def test_what_a_supplier_must_know_stands_below_the_title() -> None:
    assert plain_text(article_of("<h1>Naps</h1><p>Nap.</p>"), UI, FRONT) == (
        "Naps\n"
        "\n"
        "Not yet checked by an owl\n"
        "Web address: https://squirrels.example/naps/\n"
        "From: Riverside Owls, phone 01632 960001\n"
        "Date: 2 November 2026\n"
        "\n"
        "Nap.\n"
    )


def test_a_page_within_the_whole_guide_does_not_end_as_one_that_goes_out_alone() -> None:
    article = article_of(
        '<h1>Naps</h1><section class="app-list-card--stop app-list-card"><ul><li>Rain</li></ul>'
        '</section><div class="app-end"><p class="app-feedback">Found a mistake?</p></div>'
    )
    assert plain_text(article, UI) == "Naps\n\n- Rain\n\nFound a mistake?\n"
    assert plain_text(article, UI, alone=False) == "Naps\n\n- Rain\n"


def test_the_whole_guide_lists_its_chapters_first() -> None:
    pages = ["Naps\n\nNap.\n", "Nuts\n\nWeb address: https://squirrels.example/nuts/\n\nDig.\n"]
    assert whole(pages, "The care of squirrels", UI, Front(draft="Not yet checked by an owl")) == (
        "The care of squirrels\n"
        "\n"
        "Not yet checked by an owl\n"
        "\n"
        "Contents\n"
        "\n"
        "Chapter 1: Naps\n"
        "Chapter 2: Nuts\n"
        "\n"
        "Chapter 1: Naps\n"
        "\n"
        "Nap.\n"
        "\n"
        "Chapter 2: Nuts\n"
        "\n"
        "Web address: https://squirrels.example/nuts/\n"
        "\n"
        "Dig.\n"
    )


@pytest.fixture(scope="module")
def articles(site: Path) -> dict[str, HtmlElement]:
    """The article of each page of the real guide, by its file."""
    found = {}
    for path in sorted(site.rglob("*.html")):
        text = path.read_text("utf-8")
        if is_redirect(text):
            continue
        page: HtmlElement = html.document_fromstring(text)
        found[str(path.relative_to(site))] = page.find_class("app-page")[0]
    assert len(found) > 70
    return found


@pytest.fixture(scope="module")
def texts(articles: dict[str, HtmlElement]) -> dict[str, str]:
    return {path: plain_text(article, UI) for path, article in articles.items()}


def test_every_word_of_every_real_page_is_read_out_in_order(
    articles: dict[str, HtmlElement], texts: dict[str, str]
) -> None:
    """What is seen, word by word without its punctuation, is found one after the other."""
    lost = {}
    for path, article in articles.items():
        heard = iter(words(texts[path]))
        for number, word in enumerate(seen := words(seen_text(article))):
            if word not in heard:  # the iterator goes on behind the word that it finds
                lost[path] = " ".join(seen[max(number - 5, 0) : number + 1])
                break
    assert lost == {}


def test_little_is_read_out_that_nobody_sees(
    articles: dict[str, HtmlElement], texts: dict[str, str]
) -> None:
    """Words for what the eye gets from the layout; the names of columns, again for each row."""
    added = {
        path: set(words(texts[path])) - set(words(seen_text(article, but_pictures=True)))
        for path, article in articles.items()
    }
    ours = set(
        "Heading level 1 2 3 4 Picture Words in the picture Step Kind of source Myth Fact"
        " Space space to write End of this list advice table Table row rows columns"
        " empty a sample colour".split()
    )
    sizes = {word for words in added.values() for word in words if word.isdigit()}
    addresses = {
        word
        for article in articles.values()
        for link in article.iter("a")
        for word in words(link.get("href", ""))
    }
    more = {path: sorted(found - ours - sizes - addresses) for path, found in added.items()}
    assert {path: found for path, found in more.items() if found} == {}


def test_nothing_in_a_real_page_puzzles_a_voice_or_a_braille_table(texts: dict[str, str]) -> None:
    odd = re.compile(
        r"^Heading level \d:\s*$"  # an empty heading
        r"|^[^\w\n]+$"  # only punctuation
        r"|  |\t|^ | $"  # spaces that mean nothing
        r"|\n\n\n"
        r"|[^\n -~À-ſ£]",  # a sign that is no letter of a European language, nor our money
        re.MULTILINE,
    )
    assert {path: found[0] for path, text in texts.items() if (found := odd.search(text))} == {}
    assert [path for path, text in texts.items() if not text.endswith("\n")] == []


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def seen_text(article: HtmlElement, *, but_pictures: bool = False) -> str:
    """The text that a page shows; a caption stands before the words in its picture."""
    copy = deepcopy(article)
    if but_pictures:
        for title in copy.xpath(".//title | .//desc"):
            title.tag = "text"
        for image in copy.iter("img"):
            image.tail = f" {image.get('alt')} {image.tail or ''}"
    for unseen in [*copy.xpath(UNSEEN_TAGS), *(e for n in UNSEEN for e in copy.find_class(n))]:
        if unseen.getparent() is not None:
            unseen.drop_tree()
    for card in copy.find_class("app-do-now"):
        for picture in card.find_class("app-pose"):
            picture.drop_tree()
        if card.find(".//ol") is None:
            card[0].drop_tree()
    for end in copy.find_class("app-held"):
        end.drop_tag()
    for caption in copy.xpath(".//figure/figcaption"):
        caption.getparent().insert(0, caption)
    return " ".join(copy.itertext())

"""The catalogue of words: what it says for a number, a date, a link; what is wrong with one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from guide.content.interface import Interface, NoWordsError, faults_of
from markupsafe import Markup
from small_guide import write_files

HEAD = "theme:\n  language: {}\nextra:\n  interface:\n"
OWLS = """\
    en:
      locale: {date: "{day} {month} {year}", months: [January, March]}
      owls:
        none: No owl in {place}
        link: Ask {link}an owl{end_link} of "{name}" & Co
        many: {one: "{count} owl", other: "{count} owls"}
        page: "page\\_{page} of"
"""
EULEN = """\
    de:
      locale: {date: "{day}. {month} {year}", months: [Januar, März]}
      owls:
        none: Keine Eule in {place}
        link: Frag {link}eine Eule{end_link} von "{name}" & Co
        many: {one: "{count} Eule", other: "{count} Eulen"}
        page: "Seite\\_{page} von"
"""
SOWY = """\
    pl:
      owls:
        many: {one: "{count} sowa", few: "{count} sowy", many: "{count} sów", other: "{count} sowy"}
"""

WriteDocs = Callable[[Mapping[str, str | bytes]], Path]


def docs_of(folder: Path, words: str, language: str = "en") -> Path:
    text = HEAD.format(language) + words
    return write_files(folder / "docs", {"_data/interface.yml": text})


def said_of(folder: Path, words: str, language: str = "en") -> list[str]:
    return [f"{p.path}:{p.line}: {p.message}" for p in faults_of(docs_of(folder, words, language))]


def test_words_take_values_plurals_and_dates(tmp_path: Path) -> None:
    ui = Interface.load(docs_of(tmp_path, OWLS))
    assert ui.text("owls.none", place="Łódź") == "No owl in Łódź"
    assert [ui.text("owls.many", n) for n in (0, 1, 2)] == ["0 owls", "1 owl", "2 owls"]
    assert ui.date(date(2026, 2, 3)) == "3\N{NO-BREAK SPACE}March\N{NO-BREAK SPACE}2026"
    assert ui.items("locale.months") == ["January", "March"]


def test_another_language_has_its_own_words_and_plurals(tmp_path: Path) -> None:
    ui = Interface.load(docs_of(tmp_path, OWLS + EULEN, "de"))
    assert ui.language == "de"
    assert ui.text("owls.none", place="Łódź") == "Keine Eule in Łódź"
    assert ui.date(date(2026, 2, 3)).startswith("3.")
    sowy = Interface.load(docs_of(tmp_path / "pl", SOWY, "pl"))
    assert [sowy.text("owls.many", n) for n in (1, 2, 5)] == ["1 sowa", "2 sowy", "5 sów"]


def test_in_html_all_is_escaped_but_the_link(tmp_path: Path) -> None:
    ui = Interface.load(docs_of(tmp_path, OWLS))
    link = Markup('<a href="x">')
    said = ui.markup("owls.link", name="<Owl>", link=link, end_link=Markup("</a>"))
    assert said == 'Ask <a href="x">an owl</a> of &#34;&lt;Owl&gt;&#34; &amp; Co'


def test_in_css_a_counter_stands_between_words(tmp_path: Path) -> None:
    ui = Interface.load(docs_of(tmp_path, OWLS))
    assert ui.css("owls.page", page="counter(page)") == '"page\\a0" counter(page) " of"'


def test_a_key_that_is_not_there_is_reported_with_the_nearest(tmp_path: Path) -> None:
    ui = Interface.load(docs_of(tmp_path, OWLS))
    with pytest.raises(NoWordsError) as error:
        ui.text("owls.nine")
    assert str(error.value) == (
        '_data/interface.yml has no words "owls.nine" in "en"; did you mean "owls.none"?'
    )


def test_a_docs_folder_without_a_catalogue_has_the_words_of_the_guide(
    write_docs: WriteDocs,
) -> None:
    docs = write_docs({"index.md": "Hoot.\n"})
    assert Interface.load(docs).text("header.urgent") == "Urgent help"
    assert faults_of(docs) == []


@pytest.mark.parametrize(
    ("words", "reported"),
    [
        (OWLS, []),
        (OWLS + EULEN, []),
        ("    cy: {}\n", ['2: there are no words in the language "en" below extra.interface']),
        (
            OWLS + "    owlish: {a: b}\n",
            ['12: "owlish" is no code of a language, such as "en" or "cy"'],
        ),
        (
            OWLS + EULEN.replace("none", "nine"),
            [
                '12: "de" has no words for "owls.none"',
                '15: "en" has no key "owls.nine"; did you mean "owls.none"?',
            ],
        ),
        (
            OWLS + EULEN.replace("in {place}", "in {ort}"),
            ['15: "owls.none" must have the same names in braces as in "en": {place}'],
        ),
        (
            OWLS + EULEN.replace("{end_link}", ""),
            [
                '16: "owls.link" must have the same names in braces as in "en": '
                "{end_link}, {link}, {name}"
            ],
        ),
        (
            OWLS + EULEN.replace("[Januar, März]", "[Januar]"),
            ['13: "locale.months" must have the form that it has in "en"'],
        ),
        (
            OWLS.replace("No owl in {place}", "''"),
            ['8: "owls.none" must be words, is ""'],
        ),
        (
            OWLS.replace("one: ", "few: "),
            ['10: "owls.many" must have the forms one, other, has few, other'],
        ),
        (
            OWLS.replace("none:", "items:"),
            ['8: the key "owls.items": "items" is a word of the templates: take another name'],
        ),
        (
            OWLS.replace("none:", "None:"),
            ['8: the key "owls.None": "None" must be in a to z: take another name'],
        ),
        ("    en: [\n", ["6: expected the node content, but found '<stream end>'"]),
        (
            "  strings: {draft: ''}\n",
            ["1: must hold theme.language, and below extra.interface the words of each language"],
        ),
    ],
)
def test_what_is_wrong_is_reported_with_its_line(
    tmp_path: Path, words: str, reported: list[str]
) -> None:
    assert said_of(tmp_path, words) == [f"docs/_data/interface.yml:{line}" for line in reported]


def test_nothing_silences_the_draft_notice() -> None:
    assert Interface.load().text("notice.draft") == "Draft: not yet checked by a clinician"

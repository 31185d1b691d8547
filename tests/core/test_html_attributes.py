"""Attributes in HTML that is held as text: nothing in a value ends it, and each is found."""

from __future__ import annotations

from guide.core.html_attributes import attributes, content, text_of, values_of


def test_a_value_cannot_end_its_attribute() -> None:
    given = {"class": "owl", "alt": 'An "owl" & a <mouse>', "width": 20}
    assert attributes(given) == (
        'class="owl" alt="An &quot;owl&quot; &amp; a &lt;mouse&gt;" width="20"'
    )


def test_an_attribute_without_a_value_is_left_out() -> None:
    assert attributes({"href": "owls.html", "aria-current": None}) == 'href="owls.html"'
    assert attributes({"alt": ""}) == 'alt=""'


def test_a_text_between_tags_keeps_its_quotation_marks() -> None:
    assert content('"Owls" < mice & voles') == '"Owls" &lt; mice &amp; voles'
    assert text_of(content('"Owls" < mice & voles')) == '"Owls" < mice & voles'


def test_values_are_found_by_the_whole_name_of_their_attribute() -> None:
    markup = '<p class="a b" data-class="c"><i\n  class="d" id="class">class="e"</i></p>'
    assert values_of("class", markup) == ["a b", "d"]
    assert values_of("alt", markup) == []

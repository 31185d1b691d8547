"""Numbers as pictures: what is drawn is what the numbers say, for people, points and ratings."""

from __future__ import annotations

import re

import pytest
from guide.content.treatments import STEPS
from guide.markdown import figures
from lxml import etree

SVG = "{http://www.w3.org/2000/svg}"


def shapes(svg: str, part: str) -> list[etree._Element]:
    """The shapes of a drawing with a class, such as those that are filled."""
    found = etree.fromstring(svg).iter()
    return [each for each in found if each.get("class") == f"app-chart__{part}"]


def drawn_in(svg: str, part: str, shape: str) -> int:
    """How often a shape, told by a piece of its path, is drawn with a class."""
    return sum(str(path.get("d")).count(shape) for path in shapes(svg, part))


@pytest.mark.parametrize("count", [1, 9, 10, 63, 99, 100])
def test_of_a_hundred_people_as_many_are_filled_as_the_number_says(count: int) -> None:
    svg = figures.people_drawing(count, 100, "Owls")
    head = "a4 4 0 1 1 8 0"
    assert drawn_in(svg, "mark", head) == count
    assert drawn_in(svg, "rest", head) == 100 - count


def test_of_a_thousand_people_each_is_a_dot_and_those_that_count_are_larger() -> None:
    svg = figures.people_drawing(3, 1000, "Owls")
    assert [drawn_in(svg, part, "h.01") for part in ("mark", "rest")] == [3, 997]
    (mark,), (rest,) = shapes(svg, "mark"), shapes(svg, "rest")
    assert float(str(mark.get("stroke-width"))) > 2 * float(str(rest.get("stroke-width")))


@pytest.mark.parametrize(("count", "of"), [(9, 100), (3, 1000)])
def test_nobody_stands_outside_of_the_drawing(count: int, of: int) -> None:
    root = etree.fromstring(figures.people_drawing(count, of, "Owls"))
    _, _, width, height = map(float, str(root.get("viewBox")).split())
    for path in root.iter(f"{SVG}path"):
        for x, y, row in re.findall(r"M([\d.]+) ([\d.]+)([^M]*)", str(path.get("d"))):
            step = float(found[1]) if (found := re.search(r"m([\d.]+) 0", row)) else 0
            last = float(x) + step * row.count(f"m{step:g} 0")
            assert 0 < float(x) <= last < width - 8
            assert 0 < float(y) < height


def test_a_bar_is_as_long_as_its_points() -> None:
    svg = figures.points_drawing(15, 12, 18, 100, "Pain", ("15", "0", "100"))
    (whole,), (bar,) = shapes(svg, "rest"), shapes(svg, "mark")
    assert float(str(bar.get("width"))) / float(str(whole.get("width"))) == pytest.approx(
        0.15, abs=0.01
    )
    (line,) = shapes(svg, "ink")
    low, high = (float(x) for x in re.findall(r"M([\d.]+) [\d.]+v", str(line.get("d"))))
    start, length = (float(str(whole.get(key))) for key in ("x", "width"))
    assert [(x - start) / length for x in (low, high)] == pytest.approx([0.12, 0.18], abs=0.01)
    words = [text.text for text in etree.fromstring(svg).iter(f"{SVG}text")]
    assert words == ["15", "0", "100"]


def test_a_range_that_is_not_known_is_not_drawn() -> None:
    assert (
        shapes(figures.points_drawing(5, None, None, 100, "Pain", ("5", "0", "100")), "ink") == []
    )


def test_a_range_that_begins_below_nothing_has_room() -> None:
    svg = figures.points_drawing(0.5, -2, 3, 10, "Pain", ("0.5", "0", "10"))
    (whole,), (bar,), (line,) = (shapes(svg, part) for part in ("rest", "mark", "ink"))
    assert float(str(bar.get("x"))) > float(str(whole.get("x")))
    assert f"M{whole.get('x')} " in str(line.get("d"))


@pytest.mark.parametrize("value", [0.1, 100])
def test_a_number_at_an_end_of_the_scale_stays_within_the_drawing(value: float) -> None:
    svg = figures.points_drawing(value, None, None, 100, "Pain", (f"{value:g}", "0", "100"))
    first = next(etree.fromstring(svg).iter(f"{SVG}text"))
    assert first.get("text-anchor") == ("start" if value < 1 else "end")


def test_a_picture_says_in_words_what_it_shows() -> None:
    root = etree.fromstring(figures.people_drawing(9, 100, "9 of 100 owls < mice"))
    title = root.find(f"{SVG}title")
    assert (root.get("role"), title is not None and title.text) == ("img", "9 of 100 owls < mice")


@pytest.mark.parametrize("scale", STEPS)
def test_each_step_of_a_scale_looks_like_no_other(scale: str) -> None:
    looks = [figures.rating_drawing(scale, step) for step in STEPS[scale].values()]
    assert len(set(looks)) == len(STEPS[scale])
    for step, look in zip(STEPS[scale].values(), looks, strict=True):
        assert drawn_in(look, "mark", "z") == (step or 0)
        assert drawn_in(look, "rest", "z") == figures.MARKS - (step or 0)
        assert ("stroke-dasharray" in look) == (step is None)
        assert 'aria-hidden="true"' in look


def test_no_scale_has_the_shapes_of_another() -> None:
    drawn = [
        set(re.findall(r"M[\d.]+ ([^Mz]+z)", figures.rating_drawing(scale, 1))) for scale in STEPS
    ]
    assert len(set().union(*drawn)) == sum(map(len, drawn))

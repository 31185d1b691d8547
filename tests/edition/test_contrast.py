"""Contrast: known pairs, and the promise that the dark theme keeps for every clinic's colour."""

from __future__ import annotations

from itertools import product

import pytest
from guide.edition.clinic import LEAST_FOR_TEXT, SURFACES, contrast, mix
from small_guide import HERE

STYLE_SHEET = (HERE.parent / "overrides/components/tokens/tokens.css").read_text("utf-8")
DARK_SURFACES = ("#1a2529", "#10181b", "#1f2c30")  # card, paper and tint, as in SURFACES


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),  # the lightest grey that passes on white
        ("#777777", "#ffffff", 4.48),  # the darkest that does not
        ("#404040", "#ffffff", 10.37),
        ("#0000ff", "#ffffff", 8.59),
        ("#ff0000", "#ffffff", 4.0),
        ("#00ff00", "#ffffff", 1.37),
        ("#ffff00", "#0000FF", 8.0),
        ("#0a0a0a", "#000000", 1.06),  # channels this dark are scaled in a straight line
    ],
)
def test_known_pairs(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize(
    ("colour", "share", "other", "mixed"),
    [
        ("#000000", 0.4, "#ffffff", "#999999"),
        ("#7a1f5c", 1, "#ffffff", "#7a1f5c"),
        ("#7a1f5c", 0, "#ffffff", "#ffffff"),
        ("#ff0000", 0.5, "#0000ff", "#800080"),
    ],
)
def test_colours_are_mixed_as_css_does(colour: str, share: float, other: str, mixed: str) -> None:
    assert mix(colour, share, other) == mixed


def test_every_clinic_colour_can_be_read_on_every_dark_surface() -> None:
    """Black is the worst of all; the grid holds it and 5831 others."""
    steps = range(0, 256, 15)
    for channels in product(steps, repeat=3):
        colour = "#" + "".join(f"{channel:02x}" for channel in channels)
        lightened = mix(colour, 0.4, "#ffffff")
        for surface in DARK_SURFACES:
            assert contrast(lightened, surface) >= LEAST_FOR_TEXT, (colour, surface)


def test_the_style_sheet_has_the_colours_that_are_measured() -> None:
    light, _, after = STYLE_SHEET.partition("@media screen and (prefers-color-scheme: dark)")
    dark, _, _ = after.partition("@media")
    for name, colour, dark_colour in zip(SURFACES, SURFACES.values(), DARK_SURFACES, strict=True):
        assert f"--app-{name}: {colour};" in light
        assert f"--app-{name}: {dark_colour};" in dark
    assert "--app-clinic-dark: color-mix(in srgb, var(--app-clinic) 40%, white);" in STYLE_SHEET

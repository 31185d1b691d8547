"""What a clinic says of itself fits on every kind of print, or is reported."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from clinic_prints import make, rendered_clinic, source_of
from guide.print.editions import prints_of
from guide.print.queue import PrintQueue, problems_of
from guide.site.pipeline import stop_at
from PIL import Image


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rendered_clinic(tmp_path_factory.mktemp("clinic") / "guide")


KINDS = 10  # of prints
# Which of them: all, or one where what is told does not depend on the kind.
EVERY, ONE = (), ("pdf/leaflets/myths/posture.pdf",)

HOSTILE: dict[str, dict[str, object]] = {
    "a long name": {
        "name": "The Riverside and Hillside Joint Community Physiotherapy and Pain Care Service"
    },
    "a long name, and a logo as wide as it may be": {
        "name": "The Riverside and Hillside Joint Community Physiotherapy and Pain Care Service",
        "logo": "assets/images/cover.svg",
    },
    "a long word for an address": {"address": ["Llanfair" * 25, "Riverside"]},
    "no logo": {"logo": None},
    "nothing but a name": {
        **dict.fromkeys(("phone", "email", "logo", "department", "self_referral")),
        **dict.fromkeys(("address", "opening_hours", "links"), ()),
    },
}


@pytest.mark.parametrize("clinic", HOSTILE.values(), ids=HOSTILE.keys())
def test_whatever_a_clinic_says_fits(
    rendered: Path, tmp_path: Path, clinic: dict[str, object]
) -> None:
    made = dict(make(source_of(rendered, **clinic), tmp_path))
    assert {path.name: faults for path, faults in made.items() if faults} == {}
    assert len(made) == KINDS


def test_a_long_name_and_a_long_address_fit_on_what_hangs_on_a_wall(
    rendered: Path, tmp_path: Path
) -> None:
    """The drawing of the poster gives its room to the address."""
    trust = "The Riverside and Hillside Joint Community Physiotherapy and Pain Care Service of the "
    source = source_of(rendered, name=f"{trust}Northern Valleys University Health Trust")
    host = "riverside-and-hillside-university-health-trust.example"
    source.edition.config.site_url = f"https://{host}/our-services/physiotherapy/back-pain-guide/"
    made = [one.make(tmp_path / "wall.pdf") for one in prints_of(source, ["poster", "myth-cards"])]
    assert made == [[], []]


def test_what_does_not_fit_on_a_wall_at_all_is_reported_once(
    rendered: Path, tmp_path: Path
) -> None:
    source = source_of(rendered, name="The Community Physiotherapy Service of Riverside " * 4)
    source.edition.config.site_url = f"https://riverside.example/{'back-pain-guide/' * 8}"
    [one] = prints_of(source, ["poster"])
    assert one.make(tmp_path / "poster.pdf") == [
        (
            "print-overflow",
            "it must fit in 1 page, and takes 2; shorten the clinic's name, its web address or "
            "its leaflet_code",
        )
    ]


@pytest.mark.parametrize("size", [(4000, 4000), (4000, 100), (60, 4000)])
def test_a_huge_logo_fits(rendered: Path, tmp_path: Path, size: tuple[int, int]) -> None:
    logo = rendered / "assets" / "logo.png"
    Image.linear_gradient("L").resize(size).save(logo)
    try:
        made = dict(make(source_of(rendered, logo="assets/logo.png"), tmp_path))
    finally:
        logo.unlink()
    assert {path.name: faults for path, faults in made.items() if faults} == {}


def test_a_clinic_is_told_of_the_leaflets_that_it_makes_longer(
    rendered: Path, tmp_path: Path
) -> None:
    """A short leaflet has room for more than a full one."""
    hours = [f"Ward {number}: Monday to Friday, 9am to 5pm" for number in range(28)]
    source = source_of(rendered, opening_hours=hours)
    source.edition.config.extra["leaflets"] = ["Myths", "flare-ups/what-to-do.md"]
    source.edition.config.nav = [*(source.edition.config.nav or []), "flare-ups/what-to-do.md"]
    queue = PrintQueue(tmp_path / "site", tmp_path / "cache")
    printed = list(queue.run(prints_of(source, ["leaflets"])))
    [reported] = problems_of(source, printed)
    assert str(reported) == (
        "clinic.yml:5: longer-leaflet what the clinic says makes a leaflet longer than a sheet: "
        "pdf/leaflets/flare-ups/what-to-do.pdf (3 pages, not 2); shorten its name, address, "
        "opening hours or complaints, or give fewer links"
    )
    assert stop_at([reported]) == [reported]
    assert list(problems_of(source_of(rendered), [])) == []


@pytest.mark.parametrize(
    ("name", "letters", "prints"),
    [
        ("مركز العلاج", "ا (ARABIC LETTER ALEF) and ج (ARABIC LETTER JEEM) and 6 more", EVERY),
        ("מרפאה", "א (HEBREW LETTER ALEF) and ה (HEBREW LETTER HE) and 3 more", ONE),
    ],
    ids=["Arabic", "Hebrew"],
)
def test_a_name_in_letters_that_we_cannot_print_is_reported(
    rendered: Path, tmp_path: Path, name: str, letters: str, prints: Sequence[str]
) -> None:
    made = dict(make(source_of(rendered, name=name), tmp_path, prints))
    assert len(made) == (len(prints) or KINDS)
    reported = f" cannot be printed: no font has {letters}; write it in Latin letters"
    for path, faults in made.items():
        assert faults, path.name
        assert all(f.startswith("print-no-glyph") and f.endswith(reported) for f in faults), faults

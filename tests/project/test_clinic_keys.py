"""What a clinic may say of itself reaches its patients: on the pages, and on each form of paper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from guide.edition.clinic import SAID, Clinic
from guide.edition.identity import Identity
from guide_site import ROOT

PRINT = ROOT / "scripts/guide/print"
# Where a key is shown, and by what it is put there.
SHOWN: Mapping[str, Iterable[Path]] = {
    "pages": sorted((ROOT / "overrides").rglob("*.html")),
    "the back of a print": (PRINT / "templates/parts.html", PRINT / "imprint.py"),
    "a leaflet": (PRINT / "templates/leaflet.html", PRINT / "leaflets.py"),
}
# How a print shop prints shows on no page.
PRESS = {"print_colours", "print_bleed"}
# A nation and its numbers change the words; a leaflet_code stands on what it is the code of; the
# menu has a name for the clinic's own pages, which the engine gives to templates.
NOT_SHOWN = {
    "pages": {"numbers", "leaflet_code", "menu", *PRESS},
    "the back of a print": {"nation", "numbers", "leaflet_code", "menu", "colour", *PRESS},
    "a leaflet": {"nation", "numbers", "leaflet_code", "menu", "logo", *PRESS},
}


def lacking(keys: Iterable[str], files: Iterable[Path]) -> set[str]:
    """The keys that no file shows: each by its name, or all that are one line of words."""
    text = "\n".join(file.read_text("utf-8") for file in files)
    said = SAID if "contact.said" in text else ()
    return set(keys) - {*re.findall(r"\bclinic\.(\w+)", text), *said}


@pytest.mark.parametrize("form", SHOWN)
def test_every_key_of_a_clinic_is_shown(form: str) -> None:
    assert lacking(Clinic.model_fields, SHOWN[form]) == NOT_SHOWN[form]


@pytest.mark.parametrize("form", SHOWN)
def test_a_key_that_nothing_shows_is_found(form: str) -> None:
    assert "fax" in lacking((*Clinic.model_fields, "fax"), SHOWN[form])


def test_the_urgent_page_is_named_in_the_settings_and_in_no_template() -> None:
    urgent = Identity.load(ROOT / "docs").urgent_page
    assert urgent == "urgent-help.md"
    named = [
        path.relative_to(ROOT).as_posix()
        for path in SHOWN["pages"]
        if re.search(rf"['\"/]{urgent.removesuffix('.md')}['\"/]", path.read_text("utf-8"))
    ]
    assert named == []

"""The guide itself, as it stands in docs/: it must pass what it asks of others."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TypedDict

import pytest
from guide import rules
from guide.content.guide import Guide
from guide.edition.edition import Edition
from guide.edition.nav import reading_order
from guide.site.pipeline import render
from guide_site import REVIEWED, ROOT, copy_of_the_guide
from linkaudit.crawl.built_file import BuiltFile
from linkaudit.crawl.built_site import Site
from linkaudit.crawl.crawler import check
from linkaudit.crawl.reading import read
from one_tap import one_tap_away, seen
from selectolax.lexbor import LexborHTMLParser, LexborNode


def pages_of(folder: Path) -> list[BuiltFile]:
    site = Site.load(folder)
    return [read(site, path) for path in sorted(site.pages)]


def found(tree: LexborHTMLParser, css: str) -> LexborNode:
    node = tree.css_first(css)
    assert node, css
    return node


def test_the_words_have_no_problems() -> None:
    guide = Guide.load(ROOT / "docs")
    assert rules.check_content(guide, REVIEWED) == []
    assert rules.check_edition(Edition.load(ROOT / "mkdocs.yml")) == []


def test_the_built_site_has_no_problems(guide_folder: Path) -> None:
    site = Site.load(guide_folder / "site", guide_folder / "docs")
    assert check(site, rules.SITE_RULES).problems == []


def test_the_built_site_has_no_problems_under_a_repository_path(clinic_site: Path) -> None:
    host = "https://riverside.example"
    site = Site.load(clinic_site, base="/back-pain/", host=host)
    assert check(site, rules.SITE_RULES).problems == []


def test_stock_mkdocs_builds_it_strictly(tmp_path: Path) -> None:
    folder = copy_of_the_guide(tmp_path)
    mkdocs = Path(sys.executable).with_name("mkdocs")
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    command: list[str | Path] = [mkdocs, "build", "--strict", "--quiet"]
    result = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stderr) == (0, "")


def test_what_editors_and_clinics_write_is_shown_and_never_run(tmp_path: Path) -> None:
    folder = copy_of_the_guide(tmp_path)
    page = folder / "docs/about.md"
    text = page.read_text("utf-8")
    text = re.sub(r"title: .*", "title: 'Ham & \"eggs\" <b>'", text, count=1)
    text = re.sub(r"description: .*", "description: 'A \"quoted\" <i>description</i> & more'", text)
    page.write_text(text, "utf-8")
    clinic = "INHERIT: mkdocs.yml\nextra: {clinic: {name: '<script>alert(1)</script>'}}\n"
    (folder / "clinic.yml").write_text(clinic, "utf-8")
    out = tmp_path / "out"
    assert render(Edition.load(folder / "clinic.yml"), out) == []
    tree = LexborHTMLParser((out / "about/index.html").read_text("utf-8"))
    assert found(tree, "h1").text() == 'Ham & "eggs" <b>'
    description = found(tree, "meta[name=description]").attributes["content"]
    assert description == 'A "quoted" <i>description</i> & more'
    assert "<script>alert(1)</script>" in found(tree, "footer .app-contact").text()
    assert [s.attributes.get("src") for s in tree.css("script")] == [None]  # the starter
    menu = found(tree, "nav [aria-current=page]")
    assert menu.text() == 'Ham & "eggs" <b>'


def test_nothing_on_the_site_asks_another_host_for_anything(site: Path) -> None:
    fetched = [
        (page.path, link.target)
        for page in pages_of(site)
        for link in page.links
        if not link.to_page and link.target.startswith(("http:", "https:", "//"))
    ]
    assert fetched == []


def test_urgent_help_is_one_tap_away_from_every_page(site: Path) -> None:
    for page in pages_of(site):
        targets = [link.target for link in page.links if link.to_page]
        leads = any(t.rstrip("/").endswith("urgent-help") for t in targets)
        assert leads or page.path == "urgent-help/index.html", page.path


class Places(TypedDict, total=False):
    """Where words must be: seen `on` a page at once, or one tap away from it, `near`."""

    on: list[str]
    near: list[str]


# What keeps people safe, word for word, and every page that must say it, or lead to it at once.
URGENT, PREGNANCY, PAINKILLERS = "urgent-help", "daily-life/pregnancy", "what-helps/painkillers"
SCIATICA, NARROWING = "understand/sciatica", "understand/stenosis"
OLDER, WEAK_BONES = "daily-life/getting-older", "understand/osteoporosis"
NERVE_MEDICINES, HEAT = "treatments/nerve-pain-medicines", "routines/heat"
AFTER_SURGERY = "treatments/after-an-operation"
ROUTINES = [
    f"routines/{name}"
    for name in (
        *("index", "micro-movement", "cat-cow-and-knee-to-chest", "stretches", "stronger"),
        *("at-a-desk", "tennis-ball-massage", "slow-breathing", "walking"),
    )
]
# The page on heat makes nobody move: it has the rule in a fold.
STOP_RULE: Places = {"on": [*ROUTINES, HEAT]}
TOO_MUCH: Places = {
    "on": [PAINKILLERS],
    "near": [
        *(URGENT, NERVE_MEDICINES, AFTER_SURGERY, HEAT, "flare-ups/what-to-do"),
        *("treatments/index", "treatments/not-advised", "daily-life/sleep"),
    ],
}
BROKEN_BONE: Places = {
    "on": [OLDER, WEAK_BONES],
    "near": [
        *(URGENT, "routines/cat-cow-and-knee-to-chest", "routines/stretches", "routines/stronger"),
        *("treatments/exercise", "understand/what-it-is"),
    ],
}
SAFETY: dict[str, Places] = {
    # The three lists of the NHS
    "pain, tingling, weakness or numbness in both legs": {
        "on": [URGENT, *ROUTINES, HEAT],
    },
    "numbness or tingling around your genitals or bottom": {
        "on": [URGENT, *ROUTINES, HEAT],
    },
    "difficulty peeing": {"on": [URGENT], "near": [SCIATICA, NARROWING]},
    "loss of bladder or bowel control (peeing or pooing yourself)": {"on": [URGENT]},
    "it began after a serious accident, such as a car crash": {"on": [URGENT]},
    "you have lost weight without trying to": {"on": [URGENT], "near": ["daily-life/weight"]},
    "a lump or swelling, or your back has changed shape": {"on": [URGENT]},
    "pain that does not ease with rest or is worse at night": {
        "on": [URGENT],
        "near": ["daily-life/sleep"],
    },
    "pain that is worse when you cough, sneeze or poo": {"on": [URGENT]},
    "pain at the top of your back, between your shoulders": {"on": [URGENT]},
    "it has not got better after a few weeks of looking after it yourself": {"near": [URGENT]},
    "it stops you doing your day-to-day activities": {"near": [URGENT]},
    "you are worried about it or finding it hard to cope": {"near": [URGENT]},
    # The lines of the card, with their time
    "is not normal for you": {"on": [URGENT]},
    "new, or getting worse, in the last 2 weeks": {"on": [URGENT]},
    "wiping after the toilet feels different": {"on": [URGENT], "near": [SCIATICA, NARROWING]},
    "you cannot feel your bladder filling, or pee or poo passing": {"on": [URGENT]},
    "you leak pee or poo, or cannot stop it": {"on": [URGENT]},
    "a change in erections or ejaculation, or no feeling in your genitals during sex": {
        "on": [URGENT],
        "near": ["daily-life/sex", NERVE_MEDICINES],
    },
    "you cannot lift your foot, or a leg is getting weaker": {"on": [URGENT, SCIATICA]},
    "early treatment can save bladder, bowel, sex and walking": {"on": [URGENT]},
    # The same, as pages say it that are about legs and operations
    "both legs are weak or numb, and it is severe or getting worse": {"on": [SCIATICA]},
    "weak or numb legs, or new trouble with your bladder or bowels": {"on": [NARROWING]},
    "New numbness or weakness, or new trouble peeing: call": {"on": [AFTER_SURGERY]},
    "a wound that leaks or turns red": {"on": [AFTER_SURGERY]},
    # The aorta, sepsis, falls, cancer
    "sudden, very bad back or tummy pain, and you feel faint, dizzy, sweaty or short": {
        "on": [URGENT]
    },
    "fever, and you are confused, shivering hard, or have not peed all day": {"on": [URGENT]},
    ", and you cannot stand or walk, feel numb or weak": {"on": [URGENT]},
    "A bone in the spine can break without a fall": BROKEN_BONE,
    "are over 70, or have taken steroid tablets for a long time": {
        "on": [URGENT, OLDER, WEAK_BONES],
        "near": BROKEN_BONE["near"],
    },
    "being more than 3 cm shorter than before, needs a GP": {"near": [URGENT]},
    "your cancer team's 24-hour line": {"on": [URGENT]},
    "trouble walking, peeing or pooing": {"on": [URGENT]},
    "pain round you like a band, unsteady walking": {"on": [URGENT]},
    "new numbness in one leg": {"on": [URGENT]},
    "a recent spinal injection or operation": {"near": [URGENT]},
    "Constipation on its own is not an emergency": {"near": [URGENT]},
    "wakes you in the second half of the night": {
        "on": ["understand/inflammatory-back-pain"],
        "near": [URGENT, "understand/what-it-is"],
    },
    "eye needs an eye check within 24 hours": {
        "on": [URGENT, "understand/inflammatory-back-pain"],
        "near": ["understand/what-it-is"],
    },
    # Pregnancy
    "severe or unusual back or tummy pain": {"on": [PREGNANCY], "near": [URGENT]},
    "back pain that comes and goes like cramps": {"on": [PREGNANCY], "near": [URGENT]},
    "heavy bleeding from the vagina": {"on": [PREGNANCY], "near": [URGENT]},
    "any bleeding from the vagina": {"on": [PREGNANCY], "near": [URGENT]},
    "pain in the back under the ribs": {"on": [PREGNANCY], "near": [URGENT]},
    "a bad headache, blurred sight or flashing": {"on": [PREGNANCY], "near": [URGENT]},
    "your baby moving less": {"on": [PREGNANCY], "near": [URGENT]},
    "From 28 weeks, go to sleep on your side": {"on": [PREGNANCY, "daily-life/sleep"]},
    "do not lie flat on your back for long": {
        "on": [PREGNANCY, "myths/bed-rest"],
        "near": [
            *("flare-ups/what-to-do", "routines/micro-movement", "routines/stretches"),
            *("routines/slow-breathing", "routines/cat-cow-and-knee-to-chest", "routines/stronger"),
        ],
    },
    # Medicines and heat
    "is hard to keep awake": {"on": [URGENT, PAINKILLERS], "near": [NERVE_MEDICINES]},
    "Hard to wake or keep awake, or breathing slowly or weakly? Call": {"on": [NERVE_MEDICINES]},
    "cannot be woken": TOO_MUCH,
    "breathes slowly or weakly": TOO_MUCH,
    "The danger is highest with two of these together, or with alcohol": TOO_MUCH,
    "Take off any painkiller patch": TOO_MUCH,
    "more than 8 paracetamol tablets of 500 mg in 24 hours": TOO_MUCH,
    "Too much of any medicine, on purpose": TOO_MUCH,
    "Do not suddenly stop any medicine in this list": {
        "on": [PAINKILLERS],
        "near": [NERVE_MEDICINES, AFTER_SURGERY, "flare-ups/what-to-do", "treatments/index"],
    },
    "Trouble peeing can come from the tablet, but you cannot tell": {"near": [NERVE_MEDICINES]},
    "away from a fentanyl patch": {
        "on": [HEAT],
        "near": [
            *("flare-ups/what-to-do", PREGNANCY, SCIATICA, "treatments/after-an-operation"),
            *(PAINKILLERS, "daily-life/sleep"),
        ],
    },
    "numb skin can scald": {
        "on": [HEAT, SCIATICA],
        "near": ["flare-ups/what-to-do"],
    },
    "Never take two anti-inflammatories at once": {
        "on": ["treatments/anti-inflammatories"],
        "near": [PAINKILLERS, SCIATICA],
    },
    "never from 28 weeks": {
        "on": ["treatments/anti-inflammatories", PREGNANCY],
        "near": [PAINKILLERS],
    },
    # Movement
    "Stop, and call": STOP_RULE,
    "new trouble peeing, or loss of bladder or bowel control": STOP_RULE,
    "clearly worse for more than a few days, or keeps getting worse": STOP_RULE,
    "do not bend forward strongly": {
        "on": [WEAK_BONES],
        "near": [
            *("routines/cat-cow-and-knee-to-chest", "routines/stretches", "routines/stronger"),
            *(OLDER, "treatments/exercise"),
        ],
    },
    # Help in a crisis
    "116 123": {"on": [URGENT, "daily-life/mood-and-worry"]},
    "85258": {"on": [URGENT, "daily-life/mood-and-worry"]},
    "0808 808 8000": {"on": [URGENT, "daily-life/mood-and-worry"]},
}
# What the evidence knows from memory only, and nobody may print.
NOT_TO_BE_PRINTED = (
    r"dissection",
    r"blue lips",
    r"pin-?point|small pupils",
    r"naloxone",
    r"serotonin",
    r"sleep apn",
    r"sick[- ]day rule",
    r"HLA-?B27 .*2 days|within 2 days of",
    r"\b123\.25",
    r"shingles",
    r"training hours",
    r"33 (?:of|in|out of) 50|10 (?:of|in|out of) 51",
    r"2 days of an anti-inflammator",
    r"Royal College",
    r"[Ii]nversion .{0,200}(?:eye|blood pressure)",
)


@pytest.fixture(scope="module")
def printed(site: Path) -> dict[str, str]:
    """The text of each page but those of references, by its path."""
    pages = [path for path in site.rglob("*.html") if "references" not in path.parts]
    mains = {path: LexborHTMLParser(path.read_text("utf-8")).css_first("main") for path in pages}
    return {str(path.relative_to(site)): main.text() for path, main in mains.items() if main}


@pytest.mark.parametrize("pattern", NOT_TO_BE_PRINTED)
def test_nothing_is_printed_that_was_only_remembered(printed: dict[str, str], pattern: str) -> None:
    found = [path for path, text in printed.items() if re.search(pattern, text)]
    # Professionals are told which signs are not printed, and why.
    assert found in ([], ["professionals/decisions/index.html"])


@pytest.mark.parametrize(("words", "places"), SAFETY.items())
def test_what_keeps_people_safe_stands_where_it_is_needed(
    site: Path, words: str, places: Places
) -> None:
    """The same words everywhere, because they are written once.

    On a page is what a reader sees without a tap; near, what a fold of the page has, or a page
    that its text links to.
    """
    assert places.get("on") or places.get("near")
    for page in places.get("on", ()):
        assert words in seen(site, page), page
    for page in places.get("near", ()):
        taps = one_tap_away(site, page)
        assert any(words in text for text in taps.values()), (page, [*taps])


# Said twice on purpose: the stop rule repeats two lines for those who never read urgent help,
# urgent help leads on to the box on too much medicine, and some pages say the one line of theirs.
IN_TWO_FILES = (
    "is not normal for you",
    "new, or getting worse, in the last 2 weeks",
    "you cannot lift your foot, or a leg is getting weaker",
    "are over 70, or have taken steroid tablets for a long time",
    "do not lie flat on your back for long",
    "do not bend forward strongly",
    "numb skin can scald",
    "pain, tingling, weakness or numbness in both legs",
    "numbness or tingling around your genitals or bottom",
    "is hard to keep awake",
    "your cancer team's 24-hour line",
    "wakes you in the second half of the night",
    "eye needs an eye check within 24 hours",
)


@pytest.fixture(scope="module")
def guide() -> Guide:
    return Guide.load(ROOT / "docs")


@pytest.mark.parametrize("words", SAFETY)
def test_what_keeps_people_safe_is_written_once(guide: Guide, words: str) -> None:
    """A second copy would be forgotten when the first is mended."""
    words = words.replace("\u2019", "'")
    bodies = [*guide.pages, *guide.parts.values()]  # a main message stands alone, and may repeat
    sources = [str(file.path) for file in bodies if words in file.body]
    assert len(sources) == (2 if words in IN_TWO_FILES else 1), sources


def test_pages_for_patients_are_those_of_the_menu_but_two_sections(guide: Guide) -> None:
    """So none escapes its limit of words by being called something else."""
    nav = Edition.load(ROOT / "mkdocs.yml").config.nav
    assert nav
    others = {"For professionals", "About this guide"}
    menu = [*reading_order(nav)]
    assert others < {section for _, section in menu}
    kinds = {str(page.path): guide.kinds.of(page.path) for page in guide.pages}
    patients = {path for path, kind in kinds.items() if kind and kind.patients}
    assert patients == {path for path, section in menu if section not in others}

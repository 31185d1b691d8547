"""What a foreign page gives away: bot protection, "not found", redirects, anchors."""

from __future__ import annotations

import time

import pytest
import rule_list
from hypothesis import given, settings
from hypothesis import strategies as st
from linkaudit.core.problem import Problem
from linkaudit.http.answer import Answer, Hop, NoAnswerError, whole
from linkaudit.probe import landing
from linkaudit.probe.document import Document, fragment_fault, fragment_of
from linkaudit.probe.external import doi_of
from linkaudit.probe.verdict import (
    EXTERNAL_LINKS,
    Assessment,
    Result,
    Verdict,
    bot_protection,
    judge,
)
from loopback import Mention
from multidict import CIMultiDict
from small_guide import TODAY

URL = "https://forest.example/nuts"
HTML = {"Content-Type": "text/html"}


def answer(
    body: str | bytes = "",
    status: int = 200,
    headers: dict[str, str] | None = None,
    hops: tuple[Hop, ...] = (),
) -> Answer:
    sent = body.encode() if isinstance(body, str) else body
    url = hops[-1].url if hops else URL
    return Answer(url, status, CIMultiDict(HTML if headers is None else headers), sent, hops)


def titled(title: str, text: str = "Some words.") -> Document:
    return Document.read(f"<title>{title}</title><p>{text}</p>")


def test_a_status_gets_the_verdict_that_the_list_of_rules_shows() -> None:
    """A line like `404:1: "https:…` in cases/rules.txt says what is reported of a status."""
    lines = rule_list.problems(EXTERNAL_LINKS.name)
    found: list[Problem] = []
    for status in sorted({line.partition(":")[0] for line in lines}):
        result = judge(URL, answer(status=int(status)), None)
        place = Mention(URL, status, 1, "index.html")
        found += EXTERNAL_LINKS.check(Assessment(result, 1, 3, TODAY, (place,)))
    assert list(map(str, found)) == lines


# Not found

SAYS_SO = [
    *(
        "Page not found",
        "404",
        "404 Not Found",
        "Error 404",
        "404 error",
        "404 | Forest",
        "HTTP 404",
    ),
    *("Page Not Found - NHS", "NHS | Page not found", "Oops! That page can't be found."),
    *("Sorry, we couldn't find that page", "We can\u2019t find the page you are looking for"),
    *("The page you requested could not be found", "This page does not exist", "Not found"),
    *("The requested URL was not found", "Sorry, this page isn't available", "Nothing found"),
    *("This article is no longer available", "Document not found", "Error 404: page not found"),
    *("This page has been removed", "Page doesn\u2019t exist", "Seite nicht gefunden"),
    *("P\u00e1gina no encontrada", "Page introuvable", "Web page unavailable", "410 Gone"),
]
ONLY_SEEMS_SO = [
    *("Why treasure was not found", "The page-turners: books for backs", "Peugeot 404"),
    *(
        "Lost and found",
        "404 ways to eat nuts",
        "Page 404 of a long book",
        "Evidence not found for",
    ),
    *("Finding what could not be found", "About this page", "Gone fishing", "Missing persons", ""),
    *("Resources available", "No longer in pain", "What the page found"),
]


@pytest.mark.parametrize("title", SAYS_SO)
def test_a_title_or_a_heading_that_says_not_found(title: str) -> None:
    words = "The page could not be found."
    assert landing.says_not_found(URL, titled(title, words)) == title
    heading = Document.read(f"<title>Forest</title><h1>{title}</h1><p>{words}")
    assert landing.says_not_found(URL, heading) == title


@pytest.mark.parametrize("title", ONLY_SEEMS_SO)
def test_a_title_that_only_seems_to_say_so(title: str) -> None:
    assert landing.says_not_found(URL, titled(title, "The page could not be found.")) == ""


@pytest.mark.parametrize("title", ["404", "404 \u2013 Wikipedia", "Error 404"])
def test_a_number_alone_says_nothing_unless_the_page_says_the_rest(title: str) -> None:
    assert landing.says_not_found(URL, titled(title, "A leap year of the Julian calendar.")) == ""


@pytest.mark.parametrize("path", ["docs/http/404", "help/page-not-found", "status/410"])
def test_a_page_about_missing_pages_may_say_so(path: str) -> None:
    document = titled("404 Not Found", "This page was not found.")
    assert landing.says_not_found(f"https://forest.example/{path}", document) == ""


def test_two_pages_that_differ_in_what_they_repeat_are_alike() -> None:
    words = "squirrels eat nuts and sleep in nests all winter long while snow falls on trees"
    ours = titled("No nuts", f"{words} nuts")
    theirs = titled("No bolts", f"{words} bolts")
    other = titled("No bolts", f"{words} bolts and quite another story about bears and honey")
    a, b = "https://forest.example/nuts", "https://forest.example/bolts"
    assert landing.are_alike(ours, a, theirs, b)
    assert not landing.are_alike(ours, a, other, b)
    assert not landing.are_alike(ours, a, titled("Yes bolts", f"{words} bolts"), b)
    assert not landing.are_alike(titled("", ""), a, titled("", ""), b)


# Bot protection

CHALLENGE = "cannot be checked: it shows robots a wall, and the page perhaps to people"
TITLES = [
    *("Just a moment...", "Attention Required! | Cloudflare", "Access Denied", "Robot check"),
    *("Pardon Our Interruption", "Checking your browser - reCAPTCHA", "Are you a robot?"),
    *("Making sure you're not a bot!", "Verify you are human", "Human Verification", "DDoS-Guard"),
    *("Access to this page has been denied.", "Client Challenge", "Radware Bot Manager Captcha"),
    *("Please wait...", "Security check", "Captcha"),
]


@pytest.mark.parametrize("title", TITLES)
def test_a_challenge_is_known_by_its_title(title: str) -> None:
    document = titled(title)
    assert bot_protection(answer(), document) == CHALLENGE
    assert judge(URL, answer(status=503), document).verdict is Verdict.BLOCKED


@pytest.mark.parametrize(
    "source",
    [
        "<script>window._cf_chl_opt={}</script>",
        '<script src="https://geo.captcha-delivery.com/c.js"></script>',
        '<iframe src="/_Incapsula_Resource?SWUDNSAI=31"></iframe>',
        '<div id="px-captcha"></div>',
        '<script src="https://a.b.token.awswaf.com/c/challenge.js"></script>',
        '<div id="sec-if-cpt-container"></div>',
        '<div class="g-recaptcha"></div>',
    ],
)
def test_a_challenge_is_known_by_its_source_if_the_page_has_few_words(source: str) -> None:
    def protection_of(text: str) -> str:
        found = answer(f"<title>Forest</title>{source}<p>{text}")
        return bot_protection(found, Document.of(found))

    assert protection_of("One moment.") == CHALLENGE
    assert protection_of("Squirrels eat nuts. " * 50) == ""


@pytest.mark.parametrize(
    "headers",
    [{"CF-Mitigated": "challenge"}, {"x-amzn-waf-action": "captcha"}, {"X-DD-B": "1"}],
)
@pytest.mark.parametrize("status", [200, 404, 503])
def test_a_challenge_is_known_by_its_headers(headers: dict[str, str], status: int) -> None:
    assert bot_protection(answer("", status, headers), None) == CHALLENGE


@pytest.mark.parametrize("title", ["Squirrels", "CAPTCHA - Wikipedia", "Access denied to nuts?"])
def test_other_pages_are_no_challenges(title: str) -> None:
    assert bot_protection(answer(), titled(title)) == ""


def test_a_long_page_about_challenges_is_none() -> None:
    assert bot_protection(answer(), titled("CAPTCHA", "All about robots. " * 200)) == ""


def test_what_is_gone_is_gone_though_its_page_loads_a_challenge() -> None:
    found = answer("<title>Gone</title><div class=g-recaptcha>", 404)
    assert judge(URL, found, Document.of(found)).verdict is Verdict.BROKEN


# Moves


def moved(*hops: tuple[int, str], url: str = URL) -> Result:
    return judge(url, answer("<p>x", hops=tuple(Hop(*hop) for hop in hops)), None)


@pytest.mark.parametrize(
    "target",
    [
        *("https://forest.example/nuts/", "https://www.forest.example/nuts"),
        *("https://other.example/eat/nuts", "https://forest.example/consent-to-treatment"),
        *("https://forest.example/blogin/nuts", "https://forest.example/?page=nuts"),
    ],
)
def test_a_permanent_move_is_suggested(target: str) -> None:
    result = moved((301, target), url="http://forest.example/nuts")
    assert result == Result(Verdict.REDIRECTED, "has moved for good; write ", target)


@pytest.mark.parametrize(
    "target",
    [
        *("https://forest.example/login?next=nuts", "https://accounts.example.com/x"),
        *("https://forest.example/user/sign-in/", "https://login.forest.example/nuts"),
        *("https://forest.example/auth/realms/x", "https://consent.forest.example/m?x=nuts"),
        *("https://forest.example/Shibboleth.sso/Login", "https://forest.example/wp-login.php"),
    ],
)
def test_a_move_to_a_login_is_not_suggested(target: str) -> None:
    assert moved((301, target)) == Result(
        Verdict.REDIRECTED, f"leads for good to {target}, where one must sign in or consent"
    )


@pytest.mark.parametrize("target", ["https://forest.example/", "https://o.example/index.html"])
def test_a_move_to_a_first_page_is_not_suggested(target: str) -> None:
    assert moved((301, target)) == Result(
        Verdict.REDIRECTED, f"leads for good to {target}, a first page; look for what it was about"
    )


def test_a_first_page_may_move_to_another() -> None:
    hop = (301, "https://forest.example/")
    assert moved(hop, url="http://forest.example/index.html").new_url == hop[1]


def test_one_temporary_step_makes_the_whole_way_temporary() -> None:
    way = ((301, "https://forest.example/a"), (302, "https://forest.example/b"))
    assert moved(*way) == moved(*reversed(way)) == Result(Verdict.OK)


@pytest.mark.parametrize(
    ("new", "fragment", "written"),
    [
        ("https://f.example/a", "b", "https://f.example/a#b"),
        ("https://f.example/a", "", "https://f.example/a"),
        ("https://f.example/a#c", "b", "https://f.example/a#c"),
    ],
)
def test_a_new_address_keeps_the_fragment(new: str, fragment: str, written: str) -> None:
    assert landing.with_fragment(new, fragment) == written


def test_what_is_the_same_place() -> None:
    assert landing.is_same_place("http://www.f.example:80/a/", "https://f.example/a")
    assert not landing.is_same_place("https://f.example/a", "https://f.example/b")
    assert not landing.is_same_place("https://f.example/a", "https://f.example/a?b")


# Marks of an unchanged page


def test_marks_are_kept_of_an_address_that_answers_itself() -> None:
    marks = {"ETag": '"1"', "Last-Modified": "yesterday"}
    kept = Result(Verdict.OK, etag='"1"', modified="yesterday")
    assert judge(URL, answer(headers=marks), None) == kept
    hop = (Hop(302, "https://forest.example/x"),)
    assert judge(URL, answer(headers=marks, hops=hop), None) == Result(Verdict.OK)


# DOIs


@pytest.mark.parametrize(
    ("url", "doi"),
    [
        ("https://doi.org/10.1136/bmj.i6748", "10.1136/bmj.i6748"),
        ("http://dx.doi.org/10.1000/a%28b%29?x=1", "10.1000/a(b)"),
        ("https://www.doi.org/10.1000.10/123/456", "10.1000.10/123/456"),
        ("https://doi.org/the-identifier/", ""),
        ("https://doi.org/", ""),
        ("https://doi.org.example/10.1136/bmj", ""),
        ("https://forest.example/10.1136/bmj", ""),
    ],
)
def test_the_doi_of_an_address(url: str, doi: str) -> None:
    assert doi_of(url) == doi


# Pages


def test_what_is_read_of_a_page() -> None:
    document = Document.read(
        """<!DOCTYPE html><html id=html><head><title>Nuts &amp; bolts </title>
        <style id="s">p {content: "<b id=no1>"}</style><meta name="no2"></head>
        <!-- <p id="no3">hidden</p> --><body><H1 class='a > b'>All <i>about</i> nuts</H1>
        <script>document.write('<p id="no4">');</script><a name="old"></a><a href=x NAME=bare>y</a>
        <p data-id="no5" id='two words' id="no6" title="a > b">Eat&nbsp;nuts &lt;now&gt;.</p>
        <template id="t"><p id="no7">never</p></template><noscript><p id="no8">No</p></noscript>
        <p id = "spaced" >.</p><p id="">.</p><abbr id=amp&amp;ersand>.</abbr><p xml:id=no9>
        <textarea id="area"><p id="no11"></textarea><svg><g id="g"/></svg>"""
    )
    assert (document.title, document.heading) == ("Nuts & bolts", "All about nuts")
    assert document.anchors == {
        *("html", "s", "old", "bare", "two words", "t", "spaced", "amp&ersand", "area", "g")
    }
    assert "Eat nuts <now>." in document.text
    assert not {"hidden", "never", "content", "write", "No"} & set(document.text.split())
    assert document.words["nuts"] == 3
    assert document.has_scripts


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("caf\u00e9".encode(), "text/html"),
        ("caf\u00e9".encode("latin-1"), "text/html; charset=ISO-8859-1"),
        ("\ufeffcaf\u00e9".encode(), "text/html; charset=latin-1"),
        ('<meta charset="windows-1252">caf\u00e9'.encode("cp1252"), "text/html"),
        ("caf\u00e9".encode(), "text/html; charset=punycode"),
        ("caf\u00e9".encode(), 'application/xhtml+xml; charset="no-such"'),
        ("<!DOCTYPE html>caf\u00e9".encode(), ""),
        ("caf\u00e9".encode("utf-16"), "text/html; charset=utf-16"),
    ],
)
def test_a_page_is_read_in_its_own_letters(body: bytes, kind: str) -> None:
    document = Document.of(answer(body, headers={"Content-Type": kind}))
    assert document
    assert document.text == "caf\u00e9"


def test_what_is_no_page_is_not_read() -> None:
    assert Document.of(answer("%PDF", headers={"Content-Type": "application/pdf"})) is None
    assert Document.of(answer("%PDF", headers={})) is None


def test_a_page_that_scripts_fill_is_a_shell() -> None:
    assert Document.read("<script>x</script><div id=root>Loading").is_shell
    assert not Document.read("<div id=root>Loading").is_shell
    assert not Document.read("<script>x</script>" + "Squirrels eat nuts. " * 20).is_shell


HOSTILE = [
    *("<div>", "<!--", "<a ='", '<a b="', "<", "<a ", "<script>", "<script x='", "<!", "&", "&#"),
    *(
        "<title>",
        "<h1 ",
        "<b id=x>",
        "= ",
        "</script",
        "<style></style>",
        "\x00",
        "<a\n=",
        "charset=",
    ),
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hostile_page_takes_no_longer_than_another(piece: str) -> None:
    start = time.process_time()
    Document.read("<a " + piece * (1_000_000 // len(piece)))
    Document.of(answer((piece * (1_000_000 // len(piece))).encode()))
    assert time.process_time() - start < 5


@given(st.text(alphabet=st.sampled_from("<>\"'=/!-&#; aidnmescrpt\x00\ud800\u00e9"), max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_text_can_be_read(text: str) -> None:
    document = Document.read(text)
    assert all(document.anchors)
    fragment_fault("x", document)
    landing.says_not_found(URL, document)
    bot_protection(answer(), document)


@given(st.text(max_size=60), st.sampled_from(["", "https://forest.example/a/b?c"]))
@settings(max_examples=300, deadline=None)
def test_any_text_is_an_address_or_is_not(text: str, base: str) -> None:
    try:
        url = whole(text, base)
    except NoAnswerError:
        return
    assert url.isascii()
    assert url.startswith(("http://", "https://"))
    assert whole(url) == url


@pytest.mark.parametrize(
    ("url", "fragment"),
    [
        ("https://a.example/#b", "b"),
        ("https://a.example/#b:~:text=c", "b"),
        ("https://a.example", ""),
    ],
)
def test_the_fragment_that_is_looked_for(url: str, fragment: str) -> None:
    assert fragment_of(url) == fragment

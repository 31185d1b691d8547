"""Links to other hosts: each verdict, from a host on this machine that follows a script."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from linkaudit.core.problem import Problem
from linkaudit.http.client import Client
from linkaudit.probe.external import NoNetworkError, Settings, check_external
from linkaudit.probe.landing import invented_address
from loopback import HANG, FakeTime, Loopback, Mention, Names, Raw, Reply, Request, redirect
from small_guide import TODAY

ONE_HOST = {"site.example": "127.0.0.1"}
WORDS = " ".join(f"nut{number}" for number in range(100))


def page(title: str = "Nuts", body: str = f"<p>{WORDS}</p>") -> str:
    return f"<!doctype html><html><head><title>{title}</title></head><body>{body}</body></html>"


@pytest.fixture
def host() -> Iterator[Loopback]:
    with Loopback() as server:
        yield server


@pytest.fixture
def settings(tmp_path: Path) -> Callable[..., Settings]:
    """Settings without pauses; `client` may be given options."""

    def make(client: dict[str, Any] | None = None, **options: Any) -> Settings:
        given = {"agent": "test/1", "interval": 0.0, "timeout": 5.0, **(client or {})}
        known = {"cache": tmp_path / "cache/links.sqlite", "quiet": True, **options}
        return Settings(client=lambda: Client(**given), **known)

    return make


Make = Callable[..., Settings]


def found(settings: Settings, *urls: str, today: date = TODAY) -> list[Problem]:
    mentions = [Mention(url, "docs/a.md", n, "a/index.html") for n, url in enumerate(urls, 1)]
    return list(check_external(mentions, today, settings))


def reported(settings: Settings, *urls: str, today: date = TODAY) -> list[str]:
    return [f"{p.rule} {p.message}" for p in found(settings, *urls, today=today)]


# What is right


def test_a_page_that_is_there_is_asked_by_head_and_then_read(
    host: Loopback, settings: Make
) -> None:
    host.on("/nuts", Reply(200, page(body='<h1 id="a">Nuts</h1><a name=b>')))
    links = [host.url("/nuts"), host.url("/nuts#a"), host.url("/nuts#b")]
    assert reported(settings(), *links) == []
    probe = invented_address(host.url()).removeprefix(host.url(""))
    assert host.asked == ["HEAD /nuts", "GET /nuts", f"GET {probe}"]


def test_a_file_that_is_there_is_asked_by_head_alone(host: Loopback, settings: Make) -> None:
    host.on("/nuts.pdf", Reply(200, "%PDF", {"Content-Type": "application/pdf"}))
    assert reported(settings(), host.url("/nuts.pdf#page=3"), host.url("/nuts.pdf#chapter")) == []
    assert host.asked == ["HEAD /nuts.pdf"]


@pytest.mark.parametrize("status", [400, 403, 404, 405, 500, 501, 503])
def test_when_head_is_refused_get_decides(host: Loopback, settings: Make, status: int) -> None:
    host.on("/nuts", Reply(status), Reply(200, page()))
    assert reported(settings(), host.url("/nuts")) == []
    assert host.asked[:2] == ["HEAD /nuts", "GET /nuts"]


@pytest.mark.parametrize("script", [HANG, Raw(()), Raw((b"what?\r\n\r\n",))])
def test_a_host_that_is_at_a_loss_with_head_is_asked_by_get(
    host: Loopback, settings: Make, script: Raw
) -> None:
    def answer(request: Request) -> Reply | Raw:
        return script if request.method == "HEAD" else Reply(200, page())

    host.on("/nuts", answer)
    assert reported(settings(client={"timeout": 0.6}), host.url("/nuts")) == []


def test_a_page_too_large_to_read_is_there_all_the_same(host: Loopback, settings: Make) -> None:
    host.on("/nuts", Reply(200, page()))
    assert reported(settings(client={"largest": 100}), host.url("/nuts#far-down")) == []


def test_what_is_no_address_on_the_web_is_left_to_other_rules(settings: Make) -> None:
    assert reported(settings(), "mailto:a@b.example", "http://[::1", "nuts.html", "") == []


ODD_ANSWERS = [
    b"HTTP/1.1 301 M\r\nLocation: http://xn--a.example/\r\n\r\n",
    b"HTTP/1.1 301 M\r\nLocation: http://\xe2\x80\xae.example/\r\n\r\n",
    b"HTTP/1.1 301 M\r\nLocation: //[\r\n\r\n",
    b"HTTP/1.1 301 M\r\nLocation: \\\\evil.example\\x\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nETag: \xff\r\nLast-Modified: \xff\r\nContent-Type: text/html\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=idna\r\n\r\nx",
    b"HTTP/1.1 200 OK\r\nContent-Type: \xff; charset=undefined\r\n\r\nx",
    b"HTTP/1.1 200 OK\r\nContent-Encoding: \xff\r\nContent-Type: text/html\r\n\r\nx",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 1e9\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nSet-Cookie: =;;=; expires=99; Domain=xn--a\r\n\r\n",
    b"HTTP/1.1 429 T\r\nRetry-After: Mon, 01 Jan 99999 00:00:00 GMT\r\n\r\n",
    b"HTTP/1.1 999 X\r\n\r\n",
    b"ICY 200 OK\r\n\r\n",
    b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 9_000,
]


def test_no_host_ends_a_run(host: Loopback, settings: Make) -> None:
    """Whatever a host is called, answers or leads to, the others are reported all the same."""
    for number, answer in enumerate(ODD_ANSWERS):
        host.on(f"/{number}", Raw((answer,)))
    odd = [host.url(f"/{number}") for number in range(len(ODD_ANSWERS))]
    names = [f"http://{name}/" for name in ("xn--a.example", "xn--.example", "a..b", "[::1", "")]
    for day in range(3):  # the second time with what the first has kept
        later = TODAY + timedelta(days=40 * day)
        options = settings({"timeout": 1.0, **FakeTime().options()}, per_host=20)
        problems = found(options, *odd, *names, host.url("/gone"), today=later)
        assert [p.rule for p in problems if p.target == host.url("/gone")] == ["broken"]
    assert not {p.target for p in problems} & set(names)  # they are reported without asking


def test_each_place_is_named_and_the_address_asked_once(host: Loopback, settings: Make) -> None:
    mentions = [Mention(host.url("/gone"), f"docs/{name}.md", 7, f"{name}/") for name in "ba"]
    problems = list(check_external(mentions, TODAY, settings()))
    assert [(p.path, p.line, p.page, p.target) for p in problems] == [
        ("docs/b.md", 7, "b/", host.url("/gone")),
        ("docs/a.md", 7, "a/", host.url("/gone")),
    ]
    assert host.asked == ["HEAD /gone", "GET /gone"]


def test_of_many_places_the_first_twenty_are_reported(host: Loopback, settings: Make) -> None:
    messages = reported(settings(), *[host.url("/gone")] * 50)
    assert len(messages) == 20
    assert [n for n, message in enumerate(messages) if message.endswith(" (and 30 more)")] == [19]
    assert len(reported(settings(), *[host.url("/gone")] * 20)) == 20
    assert "more)" not in "".join(reported(settings(), *[host.url("/gone")] * 20))


# Broken


@pytest.mark.parametrize(("status", "name"), [(404, "Not Found"), (410, "Gone")])
def test_what_is_gone_is_broken_at_once(
    host: Loopback, settings: Make, status: int, name: str
) -> None:
    url = host.url("/nuts")
    host.on("/nuts", Reply(status, page("Nothing here")))
    assert reported(settings(), url + "#part") == [
        f'broken "{url}#part" must lead to a page, answers {status} {name}; '
        f"an archived copy may be at https://web.archive.org/web/2026/{url}"
    ]


def test_no_copy_of_a_copy_is_offered(host: Loopback, settings: Make) -> None:
    names = Names({"web.archive.org": "127.0.0.1"})
    url = host.url("/web/2020/https://site.example/", host="web.archive.org")
    assert reported(settings(client={"resolver": names}), url) == [
        f'broken "{url}" must lead to a page, answers 404 Not Found'
    ]


def test_what_fails_is_broken_only_when_it_has_failed_on_three_days(
    host: Loopback, settings: Make
) -> None:
    host.on("/nuts", Reply(500))
    url = host.url("/nuts")
    days = [TODAY, TODAY, TODAY + timedelta(1), TODAY + timedelta(8), TODAY + timedelta(9)]
    start = f'"{url}" answers 500 Internal Server Error; failed on'
    copy = f"; an archived copy may be at https://web.archive.org/web/2026/{url}"
    assert [reported(settings(), url, today=day) for day in days] == [
        [f"failing {start} 1 of 3 days"],
        [f"failing {start} 1 of 3 days"],
        [f"failing {start} 2 of 3 days"],
        [f"broken {start} 3 days{copy}"],
        [f"broken {start} 4 days{copy}"],
    ]


def test_a_day_on_which_it_answers_ends_the_row(host: Loopback, settings: Make) -> None:
    url = host.url("/nuts")
    host.on("/nuts", *[Reply(500)] * 4, Reply(200, page()), Reply(200, page()), Reply(500))
    for number in range(3):
        problems = reported(settings(), url, today=TODAY + timedelta(number))
    assert problems == []
    later = reported(settings(), url, today=TODAY + timedelta(20))
    assert [message.split("; ")[1] for message in later] == ["failed on 1 of 3 days"]


def test_how_many_days_it_may_fail_can_be_chosen(host: Loopback, settings: Make) -> None:
    host.on("/nuts", Reply(502))
    (message,) = reported(settings(fail_after=1), host.url("/nuts"))
    assert message.startswith(
        f'broken "{host.url("/nuts")}" answers 502 Bad Gateway; failed on 1 day; an archived copy'
    )


@pytest.mark.parametrize("status", [400, 409, 421, 500, 521, 599])
def test_other_refusals_may_pass(host: Loopback, settings: Make, status: int) -> None:
    host.on("/nuts", Reply(status, page()))
    assert [p.rule for p in found(settings(), host.url("/nuts"))] == ["failing"]


def test_hosts_that_cannot_be_reached_may_come_back(settings: Make) -> None:
    with Loopback() as closed:
        pass
    with Loopback() as canary, Loopback() as host:
        host.on("/circle", redirect("/circle"))
        host.on("/inside", redirect(canary.url("/", host="site.example"), 302))
        host.on("/rubbish", Raw((b"hello\r\n\r\n",)))
        urls = {
            closed.url("/"): "no connection to 127.0.0.1 can be made: connection refused",
            "http://gone.example/": "nobody knows the name gone.example",
            host.url("/").replace("http", "https"): "no secure connection to 127.0.0.1 can be made",
            host.url("/circle"): "it redirects in a circle, or more than 10 times",
            host.url("/inside"): "it leads to site.example, an address of a private network",
            host.url("/rubbish"): "what 127.0.0.1 sends is not HTTP",
        }
        here = {"resolver": Names(ONE_HOST), "per_host": 1}
        assert sorted(reported(settings(client=here), *urls)) == sorted(
            f'failing "{url}" gives no answer: {why}; failed on 1 of 3 days'
            for url, why in urls.items()
        )
        assert canary.connections == 0


def test_a_host_that_is_silent_is_a_timeout_and_never_broken(
    host: Loopback, settings: Make
) -> None:
    host.on("/nuts", HANG)
    silent = settings(client={"timeout": 0.05}, fail_after=1)
    for number in range(2):
        assert reported(silent, host.url("/nuts"), today=TODAY + timedelta(number)) == [
            f'timeout "{host.url("/nuts")}" cannot be checked: '
            "127.0.0.1 gave no whole answer in 0.05 seconds"
        ]


def test_when_no_host_answers_the_fault_is_ours_and_nothing_is_kept(settings: Make) -> None:
    urls = [f"http://{name}.example/" for name in ("one", "two", "three")]
    offline = settings(client={"resolver": Names({})})
    for number in range(3):
        with pytest.raises(NoNetworkError) as caught:
            found(offline, *urls, today=TODAY + timedelta(number))
        assert str(caught.value) == "none of 3 hosts answers: is there a network?"
    problems = found(offline, *urls[:2], today=TODAY + timedelta(4))
    assert [problem.message.split("; ")[1] for problem in problems] == ["failed on 1 of 3 days"] * 2


# Blocked


@pytest.mark.parametrize("status", [401, 403, 405, 406, 412, 418, 429, 451])
def test_a_refusal_to_robots_is_blocked(host: Loopback, settings: Make, status: int) -> None:
    host.on("/nuts", Reply(status, page("Forbidden")))
    (problem,) = found(settings(), host.url("/nuts"))
    assert problem.rule == "blocked"
    assert problem.message.startswith(
        f'"{host.url("/nuts")}" cannot be checked: it answers {status} '
    )
    assert problem.message.endswith(", perhaps only to robots")


def test_a_number_that_nobody_else_uses_is_a_wall_too(host: Loopback, settings: Make) -> None:
    host.on("/nuts", Reply(999))
    assert reported(settings(), host.url("/nuts")) == [
        f'blocked "{host.url("/nuts")}" cannot be checked: it answers 999, perhaps only to robots'
    ]


def test_a_host_that_is_overrun_is_not_asked_a_second_time(host: Loopback, settings: Make) -> None:
    host.on("/nuts", Reply(429))
    assert [p.rule for p in found(settings(), host.url("/nuts"))] == ["blocked"]
    assert host.asked == ["HEAD /nuts"]


def test_a_host_that_asks_to_wait_gets_its_time(host: Loopback, settings: Make) -> None:
    time = FakeTime()
    host.on("/nuts", Reply(429, headers={"Retry-After": "30"}), Reply(200, page()))
    assert reported(settings(client=time.options()), host.url("/nuts")) == []
    assert time.sleeps == [30.0]


@pytest.mark.parametrize(
    "reply",
    [
        Reply(503, page("Just a moment...", "<script>window._cf_chl_opt={}</script>")),
        Reply(200, page(), {"cf-mitigated": "challenge"}),
        Reply(202, "", {"x-amzn-waf-action": "challenge"}),
        Reply(200, page("Checking your browser - reCAPTCHA", "<p>One moment")),
    ],
)
def test_a_known_wall_is_blocked_whatever_its_status(
    host: Loopback, settings: Make, reply: Reply
) -> None:
    host.on("/nuts", reply)
    assert reported(settings(), host.url("/nuts")) == [
        f'blocked "{host.url("/nuts")}" cannot be checked: '
        "it shows robots a wall, and the page perhaps to people"
    ]


def test_pubmed_is_never_broken_by_what_it_answers_robots(host: Loopback, settings: Make) -> None:
    names = {"pubmed.ncbi.nlm.nih.gov": "127.0.0.1", "pmc.ncbi.nlm.nih.gov": "127.0.0.1"}
    host.on("/1/", Reply(500))
    host.on("/2/", Raw(()))
    host.on("/3/", Reply(200, page()))
    urls = [host.url(f"/{n}/", host=name) for name in names for n in (1, 2, 3)]
    here = settings(client={"resolver": Names(names)}, fail_after=1)
    assert sorted({message.partition(": ")[2] for message in reported(here, *urls)}) == [
        "it answers 500 Internal Server Error, perhaps only to robots",
        "it gives no answer: pmc.ncbi.nlm.nih.gov hung up without an answer, "
        "perhaps only to robots",
        "it gives no answer: pubmed.ncbi.nlm.nih.gov hung up without an answer, "
        "perhaps only to robots",
    ]
    assert all(p.rule == "blocked" for p in found(here, *urls))
    assert not [line for line in host.asked if "no-such-page" in line]
    gone = found(here, host.url("/4/", host="pubmed.ncbi.nlm.nih.gov"))
    assert [problem.rule for problem in gone] == ["broken"]


# DOIs


def test_a_doi_is_asked_at_its_register_and_not_at_the_publisher(
    host: Loopback, settings: Make
) -> None:
    host.on("/handles/10.1000/a%20(1)", Reply(200, '{"responseCode": 1}'))
    host.on("/handles/10.1000/b", Reply(404, '{"responseCode": 100}'))
    urls = ["https://doi.org/10.1000/a%20(1)#x", "http://dx.doi.org/10.1000/b"]
    assert reported(settings(handles=host.url("/handles/")), *urls) == [
        'broken "http://dx.doi.org/10.1000/b" must lead to a work, but doi.org does not know its '
        "DOI; an archived copy may be at "
        "https://web.archive.org/web/2026/http://dx.doi.org/10.1000/b"
    ]
    assert sorted(host.asked) == ["GET /handles/10.1000/a%20(1)", "GET /handles/10.1000/b"]


def test_a_register_that_is_out_of_order_says_nothing_about_a_doi(
    host: Loopback, settings: Make
) -> None:
    host.on("/handles/10.1000/a", Reply(500))
    host.on("/handles/10.1000/b", Raw(()))
    here = settings(handles=host.url("/handles/"), fail_after=1)
    url = "https://doi.org/10.1000/"
    assert reported(here, url + "a", url + "b") == [
        f'blocked "{url}a" cannot be checked at doi.org: it answered 500',
        f'blocked "{url}b" cannot be checked at doi.org: 127.0.0.1 hung up without an answer',
    ]


# Redirected


def test_a_permanent_redirect_shows_the_address_to_write(host: Loopback, settings: Make) -> None:
    host.on("/old", redirect("/old/", 308))
    host.on("/old/", redirect("/new"))
    host.on("/new", Reply(200, page(body=f'<b id="part">{WORDS}</b>')))
    assert reported(settings(), host.url("/old"), host.url("/old#part"), host.url("/new")) == [
        f'redirected "{host.url("/old")}" has moved for good; write {host.url("/new")}',
        f'redirected "{host.url("/old#part")}" has moved for good; write {host.url("/new#part")}',
    ]


def test_a_new_address_may_bring_its_own_fragment(host: Loopback, settings: Make) -> None:
    host.on("/old", redirect("/new#there"))
    host.on("/new", Reply(200, page(body='<b id="part"></b><b id="there"></b>')))
    assert reported(settings(), host.url("/old#part")) == [
        f'redirected "{host.url("/old#part")}" has moved for good; write {host.url("/new#there")}'
    ]


@pytest.mark.parametrize("statuses", [(302,), (301, 302), (307, 308), (303,)])
def test_a_redirect_that_may_change_is_right(
    host: Loopback, settings: Make, statuses: tuple[int, ...]
) -> None:
    for number, status in enumerate(statuses):
        host.on(f"/{number}", redirect(f"/{number + 1}", status))
    host.on(f"/{len(statuses)}", Reply(200, page()))
    assert reported(settings(), host.url("/0")) == []


def test_a_redirect_to_nothing_is_broken(host: Loopback, settings: Make) -> None:
    host.on("/old", redirect("/gone"))
    (problem,) = found(settings(), host.url("/old"))
    assert problem.rule == "broken"
    assert f"; an archived copy may be at https://web.archive.org/web/2026/{host.url('/old')}" in (
        problem.message
    )


def test_a_redirect_to_a_login_or_a_first_page_is_reported_and_not_suggested(
    host: Loopback, settings: Make
) -> None:
    host.on("/journal", redirect("/login?next=/journal"))
    host.on("/login?next=/journal", Reply(200, page("Sign in")))
    host.on("/deep/nuts", redirect("/"))
    host.on("/", Reply(200, page("Welcome")))
    start = host.url("")
    assert reported(settings(), f"{start}/journal", f"{start}/deep/nuts") == [
        f'redirected "{start}/deep/nuts" leads for good to {start}/, a first page; '
        "look for what it was about",
        f'redirected "{start}/journal" leads for good to {start}/login?next=/journal, '
        "where one must sign in or consent",
    ]


# Soft 404


def test_a_page_that_says_not_found_is_a_soft_404(host: Loopback, settings: Make) -> None:
    host.on("/nuts", Reply(200, page("Page not found | Forest")))
    assert reported(settings(), host.url("/nuts")) == [
        f'soft-404 "{host.url("/nuts")}" must lead to a page; what comes says '
        '"Page not found | Forest"; an archived copy may be at '
        f"https://web.archive.org/web/2026/{host.url('/nuts')}"
    ]


def any_path(host: Loopback, reply: Callable[[Request], Reply] | Reply) -> None:
    host.on(invented_address(host.url()).removeprefix(host.url("")), reply)


LIKE_UNKNOWN = "leads to the page that its host shows for every address it does not know"


def test_a_page_like_that_for_an_invented_path_is_a_soft_404(
    host: Loopback, settings: Make
) -> None:
    def sorry(request: Request) -> Reply:
        return Reply(200, page("Forest", f"<p>{WORDS} We have no {request.target[1:]} today"))

    any_path(host, sorry)
    host.on("/old/nuts", sorry)
    host.on("/real", Reply(200, page("Forest", f"<p>{WORDS} {WORDS[:300]}")))
    host.on("/other", Reply(200, page("Other", f"<p>{WORDS}")))
    urls = [host.url(path) for path in ("/old/nuts", "/real", "/other")]
    assert reported(settings(), *urls) == [
        f'soft-404 "{urls[0]}" {LIKE_UNKNOWN}; an archived copy may be at '
        f"https://web.archive.org/web/2026/{urls[0]}"
    ]
    assert len([line for line in host.asked if "no-such-page" in line]) == 1


@pytest.mark.parametrize("status", [301, 302])
def test_a_redirect_to_where_all_unknown_paths_lead_is_a_soft_404(
    host: Loopback, settings: Make, status: int
) -> None:
    any_path(host, redirect("/", status))
    host.on("/nuts", redirect("/", status))
    host.on("/", Reply(200, page("Welcome")))
    assert [p.rule for p in found(settings(), host.url("/nuts"))] == ["soft-404"]


def test_the_page_for_unknown_paths_is_itself_no_soft_404(host: Loopback, settings: Make) -> None:
    any_path(host, redirect("/en/", 302))
    host.on("/en", redirect("/en/", 302))
    host.on("/en/", Reply(200, page("Welcome")))
    assert reported(settings(), host.url("/en"), host.url("/en/")) == []


def test_the_first_page_of_an_app_is_no_soft_404(host: Loopback, settings: Make) -> None:
    any_path(host, Reply(200, page("App")))
    for path in ("/", "/index.html"):
        host.on(path, Reply(200, page("App")))
    assert reported(settings(), host.url("/"), host.url("/index.html")) == []


def test_a_frame_that_scripts_fill_is_no_soft_404(host: Loopback, settings: Make) -> None:
    frame = Reply(200, page("App", "<div id=root></div><script src=a.js></script>"))
    any_path(host, frame)
    host.on("/nuts", frame)
    assert reported(settings(), host.url("/nuts#part")) == []


def test_a_frame_to_which_all_paths_lead_is_no_soft_404(host: Loopback, settings: Make) -> None:
    any_path(host, redirect("/app", 302))
    host.on("/nuts", redirect("/app", 302))
    host.on("/app", Reply(200, page("App", "<div id=root></div><script src=a.js></script>")))
    assert reported(settings(), host.url("/nuts")) == []


def test_a_login_for_all_is_no_soft_404(host: Loopback, settings: Make) -> None:
    any_path(host, redirect("/login", 302))
    host.on("/nuts", redirect("/login", 302))
    host.on("/login", Reply(200, page("Sign in")))
    assert reported(settings(), host.url("/nuts")) == []


def test_a_host_that_fails_on_an_invented_path_accuses_nobody(
    host: Loopback, settings: Make
) -> None:
    any_path(host, redirect("/nowhere", 302))
    host.on("/nuts", Reply(200, page()))
    assert reported(settings(), host.url("/nuts")) == []
    any_path(host, Reply(500, page("Forest")))
    host.on("/nuts", Reply(200, page("Forest")))
    assert reported(settings(), host.url("/nuts"), today=TODAY + timedelta(30)) == []


# Anchors


def test_a_fragment_must_be_an_anchor_of_the_page(host: Loopback, settings: Make) -> None:
    body = '<h2 id="exercise">One</h2><h2 id="caf\u00e9">Two</h2><p name="p">'
    host.on("/nuts", Reply(200, page(body=body)))
    url = host.url("/nuts")
    right = [f"{url}#exercise", f"{url}#caf%C3%A9", f"{url}#caf\u00e9"]
    wrong = [f"{url}#exercices", f"{url}#p", f"{url}#EXERCISE"]
    assert reported(settings(), *right, *wrong) == [
        f'anchor-missing "{url}#exercices" must lead to a part of its page, '
        'which has no "exercices"; did you mean "exercise"?',
        f'anchor-missing "{url}#p" must lead to a part of its page, which has no "p"',
        f'anchor-missing "{url}#EXERCISE" must lead to a part of its page, '
        'which has no "EXERCISE"; did you mean "exercise"?',
    ]
    assert len(host.asked) == 3


@pytest.mark.parametrize(
    "fragment",
    [
        *("", "top", "TOP", "!/route", "/route", ":~:text=nuts", "a:~:text=nuts"),
        *("page=3", "t=30s", "L10", "L10-L20", "L3C1-L4C2", "__tabbed_1_2"),
    ],
)
def test_a_fragment_that_browsers_or_scripts_read_is_right(
    host: Loopback, settings: Make, fragment: str
) -> None:
    host.on("/nuts", Reply(200, page(body='<p id="a">')))
    assert reported(settings(), host.url(f"/nuts#{fragment}")) == []


@pytest.mark.parametrize(
    "body",
    [
        "<p>no id at all",
        '<div id="root"></div><script src="app.js"></script><noscript>Needs scripts.</noscript>',
        '<h2 id="user-content-part">As GitHub writes it</h2>',
    ],
)
def test_nothing_is_said_of_anchors_that_only_scripts_make(
    host: Loopback, settings: Make, body: str
) -> None:
    host.on("/nuts", Reply(200, page(body=body)))
    assert reported(settings(), host.url("/nuts#part")) == []


def test_a_page_that_has_moved_can_lack_the_part_as_well(host: Loopback, settings: Make) -> None:
    host.on("/old", redirect("/new"))
    host.on("/new", Reply(200, page(body='<b id="a">')))
    assert [p.rule for p in found(settings(), host.url("/old#b"))] == [
        "redirected",
        "anchor-missing",
    ]


# Between runs


def test_a_second_run_asks_nothing_and_tells_the_same(host: Loopback, settings: Make) -> None:
    host.on("/nuts", Reply(200, page(body='<b id="a">')))
    host.on("/old", redirect("/nuts"))
    urls = [host.url(path) for path in ("/nuts#a", "/nuts#b", "/old", "/gone")]
    first = found(settings(), *urls)
    count = len(host.asked)
    assert found(settings(), *urls) == first
    assert [problem.rule for problem in first] == ["broken", "anchor-missing", "redirected"]
    assert len(host.asked) == count


def test_a_new_fragment_of_a_known_page_is_looked_for(host: Loopback, settings: Make) -> None:
    host.on("/nuts", Reply(200, page(body='<b id="a">')))
    assert reported(settings(), host.url("/nuts#a")) == []
    assert [p.rule for p in found(settings(), host.url("/nuts#b"))] == ["anchor-missing"]


def test_an_unchanged_page_is_read_again_for_a_new_fragment(host: Loopback, settings: Make) -> None:
    def marked(request: Request) -> Reply:
        known = "if-none-match" in request.headers
        return Reply(304) if known else Reply(200, page(body='<b id="a">'), {"ETag": '"7"'})

    host.on("/nuts", marked)
    assert reported(settings(), host.url("/nuts#a")) == []
    later = TODAY + timedelta(10)
    assert [p.rule for p in found(settings(), host.url("/nuts#b"), today=later)] == [
        "anchor-missing"
    ]


def test_a_page_that_has_not_changed_is_not_sent_again(host: Loopback, settings: Make) -> None:
    def unchanged(request: Request) -> Reply:
        if request.headers.get("if-none-match") == '"7"':
            assert request.headers["if-modified-since"] == "Sun, 01 Nov 2026 00:00:00 GMT"
            return Reply(304)
        marks = {"ETag": '"7"', "Last-Modified": "Sun, 01 Nov 2026 00:00:00 GMT"}
        return Reply(200, page(body='<b id="a">'), marks)

    host.on("/nuts", unchanged)
    url = host.url("/nuts#b")
    first = reported(settings(), url)
    asked = len(host.asked)
    assert reported(settings(), url, today=TODAY + timedelta(10)) == first
    assert host.asked[asked:] == ["GET /nuts"]
    assert reported(settings(), url, today=TODAY + timedelta(11)) == first
    assert len(host.asked) == asked + 1


def test_an_unchanged_page_at_a_new_address_has_moved(host: Loopback, settings: Make) -> None:
    host.on("/nuts", Reply(200, page(), {"ETag": '"7"'}))
    assert reported(settings(), host.url("/nuts")) == []
    host.on("/nuts", redirect("/new"))
    host.on("/new", Reply(304))
    assert reported(settings(), host.url("/nuts"), today=TODAY + timedelta(10)) == [
        f'redirected "{host.url("/nuts")}" has moved for good; write {host.url("/new")}'
    ]


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Ctrl-C works, also where a shell in the background has switched it off."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("ctrl_c")
def test_a_run_that_is_stopped_keeps_what_it_found(
    host: Loopback, settings: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(request: Request) -> Raw:
        os.kill(os.getpid(), signal.SIGINT)
        return HANG

    urls = [host.url(f"/{n}.pdf") for n in range(5)]
    for n in range(5):
        host.on(f"/{n}.pdf", Reply(200, "%PDF", {"Content-Type": "application/pdf"}))
    host.on("/3.pdf", stop, Reply(410))
    one_by_one = settings(per_host=1)
    with pytest.raises(KeyboardInterrupt):
        reported(one_by_one, *urls)
    assert capsys.readouterr().err == (
        "stopped: 3 of 5 addresses are asked; run it again to go on from there\n"
    )
    asked = len(host.asked)
    assert [p.target for p in found(one_by_one, *urls)] == [urls[3]]
    assert host.asked[asked:] == ["HEAD /3.pdf", "GET /3.pdf", "HEAD /4.pdf"]


def test_a_damaged_history_is_one_line_and_a_fresh_start(
    host: Loopback, settings: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cache = tmp_path / "links.sqlite"
    cache.write_bytes(b"this is no database" * 100)
    assert [p.rule for p in found(settings(cache=cache), host.url("/gone"))] == ["broken"]
    assert capsys.readouterr().err == (
        f"{cache} is damaged or not ours; it is now links.sqlite.aside\n"
    )


class Meeting(Client):
    """Sends its requests when so many are there, and none before."""

    barrier: asyncio.Barrier

    async def _once(self, *arguments: Any) -> Any:
        await self.barrier.wait()
        return await super()._once(*arguments)


@pytest.mark.parametrize(("hosts", "paths", "per_host"), [(8, 1, 1), (1, 3, 3), (3, 2, 2)])
def test_all_that_may_be_asked_at_once_is_and_is_reported_in_order(
    tmp_path: Path, hosts: int, paths: int, per_host: int
) -> None:
    names = {f"h{n}.example": "127.0.0.1" for n in range(hosts)}

    def meeting() -> Client:
        client = Meeting(
            agent="test/1", timeout=5.0, interval=0, per_host=per_host, resolver=Names(names)
        )
        client.barrier = asyncio.Barrier(hosts * paths)
        return client

    with Loopback() as server:
        for path in range(paths):
            server.on(f"/{path}", Reply(429))
        urls = [server.url(f"/{path}", host=name) for name in names for path in range(paths)]
        here = Settings(
            cache=tmp_path / "links.sqlite", quiet=True, client=meeting, per_host=per_host
        )
        problems = found(here, *reversed(urls))
    assert [problem.target for problem in problems] == sorted(urls)
    assert {problem.rule for problem in problems} == {"blocked"}

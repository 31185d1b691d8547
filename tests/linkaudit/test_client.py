"""The client: polite to hosts, and not to be led astray, filled up or held up by them."""

from __future__ import annotations

import asyncio
import errno
import gzip
import math
import socket
import ssl
import zlib
from collections.abc import Awaitable, Callable
from email.utils import formatdate
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from aiohttp.abc import ResolveResult
from aiohttp.client_reqrep import ConnectionKey
from hypothesis import given, settings
from hypothesis import strategies as st
from linkaudit.http.answer import Answer, Hop, NoAnswerError
from linkaudit.http.client import Client, is_private, no_answer, user_agent
from linkaudit.http.rate_limit import RateLimit
from loopback import HANG, NOW, FakeTime, Loopback, Names, Raw, Reply, Request, redirect

PAGE = "<title>Squirrels</title>"


def run(work: Callable[[Client], Awaitable[Any]], **options: Any) -> Any:
    async def main() -> Any:
        async with Client(agent="test/1", **{"interval": 0.0, "timeout": 5.0, **options}) as client:
            return await work(client)

    return asyncio.run(main())


def fetch(url: str, *, method: str = "GET", read: bool = True, **options: Any) -> Answer:
    answer = run(lambda client: client.fetch(url, method=method, read=read), **options)
    assert isinstance(answer, Answer)
    return answer


def failure(url: str, **options: Any) -> str:
    """The kind and the sentence in which a fetch ends."""
    with pytest.raises(NoAnswerError) as caught:
        fetch(url, **options)
    return f"{caught.value.kind}: {caught.value}"


def test_a_page_comes_with_status_headers_of_any_case_and_body() -> None:
    with Loopback() as server:
        server.on("/page?a=%2F&b=1", Reply(200, PAGE, {"ETag": '"1"'}))
        answer = fetch(server.url("/page?a=%2F&b=1#part"))
    assert answer.url == server.url("/page?a=%2F&b=1")
    assert (answer.status, answer.body, answer.hops) == (200, PAGE.encode(), ())
    assert answer.headers.get("etag") == answer.headers.get("ETAG") == '"1"'
    assert server.asked == ["GET /page?a=%2F&b=1"]


def test_head_and_a_page_that_is_not_read_have_no_body() -> None:
    with Loopback() as server:
        server.on("/", Reply(200, PAGE))
        assert fetch(server.url(), method="HEAD").body == b""
        assert fetch(server.url(), read=False).body == b""
    assert server.asked == ["HEAD /", "GET /"]


def test_the_client_says_who_it_is() -> None:
    with Loopback() as server:
        server.on("/", Reply())
        run(lambda client: client.fetch(server.url(), headers={"Accept": "application/json"}))
    headers = server.requests[0].headers
    assert headers["user-agent"] == "test/1"
    assert headers["accept"] == "application/json"
    assert headers["accept-encoding"] == "gzip, deflate"


def test_the_user_agent_is_the_project_with_a_contact_if_there_is_one() -> None:
    assert user_agent() == "linkaudit/0.1.0 (link checker)"
    assert user_agent("a@clinic.example") == (
        "linkaudit/0.1.0 (link checker; mailto:a@clinic.example)"
    )


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("/a b", "/a%20b"),
        ("/caf\u00e9?q=\u00fc", "/caf%C3%A9?q=%C3%BC"),
        ("/%7Euser/(1)%28", "/%7Euser/(1)%28"),
        ("", "/"),
        ("?q=1", "/?q=1"),
        ("//twice", "//twice"),
        ("/100%", "/100%"),
    ],
)
def test_an_address_is_sent_as_a_browser_sends_it(written: str, asked: str) -> None:
    with Loopback() as server:
        fetch(server.url(written))
    assert server.asked == [f"GET {asked}"]


# Names that no host can have: Punycode of nothing, of signs and of other Punycode; labels that
# are empty or too long; names that are too long.
NO_NAMES = [
    *("xn--a.example", "xn--.example", "xn--99999999.example", "xn--a-ecp.ru", "xn--0.example"),
    *("a..example", ".example", "example..", f"{'a' * 64}.example", f"{'a.' * 130}example"),
    *("\xfc" * 60, "a\u202e.example", "\u200d.example", "[::1", "[1:2]", "[]", "a:b:c", ":80"),
]


@pytest.mark.parametrize(
    "url",
    [
        *("mailto:a@b.example", "http://", "http://[::1", "https://h:99999", "http:///x"),
        *(f"http://{name}/" for name in NO_NAMES),
    ],
)
def test_what_is_no_address_on_the_web_is_not_asked(url: str) -> None:
    assert failure(url) == f"protocol: {url[:100]!a} is no address on the web"


@pytest.mark.parametrize("number", ["0", "1.1", "999.999.999.999", "4294967296"])
def test_a_number_that_is_no_address_is_no_name_either(number: str) -> None:
    assert failure(f"http://{number}/") == f"protocol: {number} is no name that a host can have"


# Waiting


def test_a_host_that_asks_to_wait_is_asked_again_when_the_time_has_come() -> None:
    time = FakeTime()
    with Loopback() as server:
        server.on("/", Reply(429, headers={"Retry-After": "7"}), Reply(200, PAGE))
        assert fetch(server.url(), **time.options()).status == 200
    assert time.sleeps == [7.0]


def test_retry_after_may_be_a_date() -> None:
    time = FakeTime()
    later = formatdate(NOW + 30, usegmt=True)
    with Loopback() as server:
        server.on("/", Reply(503, headers={"Retry-After": later}), Reply(200, PAGE))
        assert fetch(server.url(), **time.options()).status == 200
    assert time.sleeps == [30.0]


@pytest.mark.parametrize("after", ["soon", "-5", "", "99999999999999", "Sun, 99 Nov 2026"])
def test_a_retry_after_that_tells_nothing_ends_in_the_answer_itself(after: str) -> None:
    time = FakeTime()
    with Loopback() as server:
        server.on("/", Reply(429, headers={"Retry-After": after}))
        assert fetch(server.url(), **time.options()).status == 429
    assert (server.asked, time.sleeps) == (["GET /"], [])


def test_a_longer_wait_than_we_have_ends_in_the_answer_itself_and_in_peace_for_the_host() -> None:
    time = FakeTime()

    async def ask_twice(client: Client) -> list[Answer]:
        first = await client.fetch(server.url("/a"))
        time.seconds += 100
        second = await client.fetch(server.url("/b"))
        time.seconds += 300
        return [first, second, await client.fetch(server.url("/c"))]

    with Loopback() as server:
        server.on("/a", Reply(429, headers={"Retry-After": "300"}))
        answers = run(ask_twice, **time.options())
    assert [answer.status for answer in answers] == [429, 429, 404]
    assert answers[1].headers.get("retry-after") == "200"
    assert server.asked == ["GET /a", "GET /c"]
    assert time.sleeps == []


def test_a_host_that_puts_us_off_again_and_again_is_left_alone_at_last() -> None:
    time = FakeTime()
    with Loopback() as server:
        server.on("/", Reply(429, headers={"Retry-After": "5"}))
        assert fetch(server.url(), **time.options()).status == 429
    assert server.asked == ["GET /"] * 3
    assert time.sleeps == [5.0, 5.0]


@pytest.mark.parametrize("prefix", ["X-RateLimit-", "RateLimit-", "X-Rate-Limit-"])
@pytest.mark.parametrize(("reset", "wait"), [("20", 20.0), (str(int(NOW) + 40), 40.0)])
def test_when_the_rate_is_used_up_the_next_request_waits(
    prefix: str, reset: str, wait: float
) -> None:
    time = FakeTime()

    async def ask_thrice(client: Client) -> None:
        for path in ("/full", "/empty", "/after"):
            await client.fetch(server.url(path))

    with Loopback() as server:
        server.on("/full", Reply(headers={f"{prefix}Remaining": "9", f"{prefix}Reset": reset}))
        server.on("/empty", Reply(headers={f"{prefix}Remaining": "0", f"{prefix}Reset": reset}))
        run(ask_thrice, **time.options())
    assert time.sleeps == [wait]


def test_a_host_is_asked_at_a_steady_pace() -> None:
    time = FakeTime()

    async def ask_all(client: Client) -> None:
        for path in ("/1", "/2", "/3"):
            await client.fetch(server.url(path))

    with Loopback() as server:
        run(ask_all, interval=0.5, **time.options())
    assert time.sleeps == [0.5, 0.5]


def test_each_host_has_a_budget_of_its_own() -> None:
    time = FakeTime()

    async def ask_both(client: Client) -> None:
        await client.fetch(server.url("/", host="one.example"))
        await client.fetch(server.url("/", host="two.example"))

    names = Names({"one.example": "127.0.0.1", "two.example": "127.0.0.1"})
    with Loopback() as server:
        run(ask_both, interval=0.5, resolver=names, **time.options())
    assert len(server.asked) == 2
    assert time.sleeps == []


@pytest.mark.parametrize(("per_host", "at_once", "most"), [(2, 16, 2), (16, 3, 3)])
def test_no_more_requests_run_at_once_than_the_budgets_allow(
    per_host: int, at_once: int, most: int
) -> None:
    running = peak = 0

    async def count(client: Client) -> None:
        nonlocal running, peak
        once = client._once

        async def counted(*arguments: Any) -> Answer:
            nonlocal running, peak
            running += 1
            peak = max(peak, running)
            try:
                return await once(*arguments)
            finally:
                running -= 1

        client._once = counted  # type: ignore[method-assign,assignment]
        await asyncio.gather(*(client.fetch(server.url(f"/{n}")) for n in range(8)))

    with Loopback() as server:
        run(count, per_host=per_host, at_once=at_once)
    assert (peak, len(server.asked)) == (most, 8)


def budget(time: FakeTime) -> RateLimit:
    return RateLimit(4, 0.1, **time.options())


def test_a_refusal_without_a_date_makes_us_slower_up_to_a_limit() -> None:
    slowed = budget(FakeTime())
    intervals = []
    for _ in range(6):
        assert slowed.heed(429, {}) is None
        intervals.append(slowed.interval)
        slowed.heed(200, {})
    assert intervals == [1.0, 2.0, 4.0, 8.0, 10.0, 10.0]


def test_a_host_that_refuses_again_and_again_is_left_in_peace() -> None:
    time = FakeTime()
    refused = budget(time)
    waits = [refused.heed(status, {"Retry-After": "2"}) for status in (429, 503, 429, 503, 429)]
    refused.heed(503, {})
    waits += [refused.heed(429, {}) for _ in range(6)]
    assert waits == [2.0] * 5 + [None] * 5 + [3600.0]
    assert refused.pause == 3600.0
    time.seconds += 3600
    assert refused.pause == 0.0


def test_a_stated_rate_and_width_are_kept() -> None:
    reported = budget(FakeTime())
    reported.heed(200, {"X-Rate-Limit-Limit": "5", "X-Rate-Limit-Interval": "1s"})
    reported.heed(200, {"X-Concurrency-Limit": "3"})
    assert (reported.interval, reported.at_once) == (0.2, 3)
    reported.heed(200, {"X-Rate-Limit-Limit": "50", "X-Rate-Limit-Interval": "1s"})
    reported.heed(200, {"X-Concurrency-Limit": "0", "X-Rate-Limit-Limit": "0"})
    reported.heed(200, {"X-Concurrency-Limit": "9"})
    assert (reported.interval, reported.at_once) == (0.2, 3)
    reported.heed(200, {"X-Rate-Limit-Limit": "1", "X-Rate-Limit-Interval": "9999s"})
    assert reported.interval == 10.0


# Redirects


def test_redirects_are_followed_and_remembered() -> None:
    with Loopback() as server:
        server.on("/a", redirect("/b", 308))
        server.on("/b", redirect(server.url("/c d#part"), 302))
        server.on("/c%20d", Reply(200, PAGE))
        answer = fetch(server.url("/a#mine"))
    assert (answer.url, answer.body) == (server.url("/c%20d"), PAGE.encode())
    assert answer.hops == (Hop(308, server.url("/b")), Hop(302, server.url("/c%20d#part")))


@pytest.mark.parametrize("status", [301, 304, 300])
def test_a_redirect_that_leads_nowhere_is_the_answer(status: int) -> None:
    with Loopback() as server:
        server.on("/", Reply(status))
        assert fetch(server.url()).status == status


def test_a_circle_of_redirects_is_found_when_it_closes() -> None:
    with Loopback() as server:
        server.on("/a", redirect("/b"))
        server.on("/b", redirect("/a#again"))
        reported = failure(server.url("/a"))
    assert reported == "loop: it redirects in a circle, or more than 10 times"
    assert server.asked == ["GET /a", "GET /b"]


def test_an_endless_row_of_redirects_is_left_after_ten() -> None:
    def onward(request: Request) -> Reply:
        return redirect(f"/{int(request.target[1:]) + 1}")

    with Loopback() as server:
        for number in range(20):
            server.on(f"/{number}", onward)
        reported = failure(server.url("/0"))
    assert reported == "loop: it redirects in a circle, or more than 10 times"
    assert len(server.asked) == 11


def test_a_host_that_wants_its_cookie_back_gets_it() -> None:
    def door(request: Request) -> Reply:
        if "seen=1" in request.headers.get("cookie", ""):
            return Reply(200, PAGE)
        return Reply(302, headers={"Location": "/", "Set-Cookie": "seen=1; Path=/"})

    with Loopback() as server:
        server.on("/", door)
        assert fetch(server.url()).body == PAGE.encode()


def test_a_cookie_is_kept_for_one_chain_only() -> None:
    async def ask_twice(client: Client) -> None:
        await client.fetch(server.url())
        await client.fetch(server.url())

    with Loopback() as server:
        server.on("/", Reply(headers={"Set-Cookie": "seen=1"}))
        run(ask_twice)
    assert ["cookie" in request.headers for request in server.requests] == [False, False]


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:{port}/",
        "http://localhost:{port}/",
        "http://127.1:{port}/",
        "http://0x7f.1:{port}/",
        "http://2130706433:{port}/",
        "http://0.0.0.0:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://inside.example:{port}/",
        "http://me@inside.example:{port}/",
        "//inside.example:{port}/",
    ],
)
def test_a_redirect_into_a_private_network_is_never_followed(target: str) -> None:
    names = {"start.example": "127.0.0.1", "inside.example": "127.0.0.1"}
    names |= dict.fromkeys(("localhost", "127.1", "0x7f.1", "2130706433"), "127.0.0.1")
    with Loopback() as server, Loopback() as canary:
        canary.on("/", Reply(200, "a secret"))
        server.on("/", redirect(target.format(port=canary.port), 302))
        reported = failure(server.url(host="start.example"), resolver=Names(names))
        assert reported.startswith(("private: it leads to ", "protocol: "))
    assert (len(server.asked), canary.connections) == (1, 0)


def test_a_host_that_is_private_for_one_of_its_addresses_is_private() -> None:
    class Both(Names):
        async def resolve(self, *arguments: Any) -> list[ResolveResult]:
            inside = (await super().resolve(*arguments))[0]
            return [{**inside, "host": "203.0.114.9"}, inside]

    names = Both({"start.example": "127.0.0.1", "both.example": "127.0.0.1"})
    with Loopback() as server, Loopback() as canary:
        server.on("/", redirect(canary.url(host="both.example")))
        with pytest.raises(NoAnswerError) as caught:
            fetch(server.url(), resolver=names)
    assert str(caught.value) == "it leads to both.example, an address of a private network"
    assert canary.connections == 0


def test_a_private_address_that_the_page_itself_names_is_asked_and_may_redirect_to_itself() -> None:
    names = Names({"start.example": "127.0.0.1"})
    with Loopback() as server:
        server.on("/a", redirect(server.url("/b", host="start.example")))
        server.on("/b", Reply(200, PAGE))
        assert fetch(server.url("/a", host="start.example"), resolver=names).status == 200


def test_a_connection_that_is_open_already_is_not_lent_to_a_redirect() -> None:
    names = Names({"start.example": "127.0.0.1", "inside.example": "127.0.0.1"})

    async def ask_both(client: Client) -> str:
        await client.fetch(canary.url(host="inside.example"))
        try:
            await client.fetch(server.url(host="start.example"))
        except NoAnswerError as error:
            return error.kind
        return "answered"

    kept = Raw((b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\na secret", math.inf))
    with Loopback() as server, Loopback() as canary:
        canary.on("/", kept)
        server.on("/", redirect(canary.url(host="inside.example")))
        assert run(ask_both, resolver=names) == "private"
    assert canary.asked == ["GET /"]


@pytest.mark.parametrize(
    ("address", "private"),
    [
        *(("127.0.0.1", True), ("10.1.2.3", True), ("192.168.0.1", True), ("172.16.0.1", True)),
        *(("169.254.169.254", True), ("100.64.0.1", True), ("0.0.0.0", True), ("224.0.0.1", True)),  # noqa: S104
        *(("::1", True), ("fe80::1%eth0", True), ("fc00::1", True), ("::ffff:10.0.0.1", True)),
        *(("64:ff9b::7f00:1", True), ("2002:7f00:1::", True), ("::", True), ("[::1]", True)),
        *(("8.8.8.8", False), ("2606:4700::1111", False), ("::ffff:8.8.8.8", False)),
        *(("64:ff9b::808:808", False), ("nice.org.uk", False), ("", False)),
    ],
)
def test_what_is_a_private_address(address: str, private: bool) -> None:
    assert is_private(address) is private


@pytest.mark.parametrize(
    "target",
    [
        *("mailto:a@b.example", "javascript:alert(1)", "http://[::1", "//["),
        *("http://xn--a.example/", "//xn--.example", "http://a..example/"),
    ],
)
def test_a_redirect_to_no_web_address_is_reported(target: str) -> None:
    with Loopback() as server:
        server.on("/", redirect(target))
        reported = failure(server.url())
    assert reported == f"protocol: it leads to {target!r}, which is no address on the web"


def test_a_location_that_is_no_utf_8_is_sent_back_byte_for_byte() -> None:
    with Loopback() as server:
        server.on("/", Raw((b"HTTP/1.1 302 Found\r\nLocation: /caf\xe9\r\n\r\n",)))
        server.on("/caf%E9", Reply(200, PAGE))
        assert fetch(server.url()).url == server.url("/caf%E9")


# Large answers

BOUND = 50_000


def test_a_page_of_ten_megabytes_is_read() -> None:
    with Loopback() as server:
        server.on("/", Reply(200, b"x" * 10_000_000))
        assert len(fetch(server.url()).body) == 10_000_000


def test_a_body_may_be_as_large_as_the_bound_and_no_larger() -> None:
    with Loopback() as server:
        server.on("/fits", Reply(200, b"x" * BOUND))
        server.on("/not", Reply(200, b"x" * (BOUND + 1)))
        assert len(fetch(server.url("/fits"), largest=BOUND).body) == BOUND
        reported = failure(server.url("/not"), largest=BOUND)
    assert reported == "too-large: its answer is larger than 50,000 bytes"


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


PACKED: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("gzip", gzip.compress),
    ("x-gzip", gzip.compress),
    ("deflate", zlib.compress),
    ("deflate", raw_deflate),
]


@pytest.mark.parametrize(("coding", "pack"), PACKED)
def test_a_packed_body_is_unpacked(coding: str, pack: Callable[[bytes], bytes]) -> None:
    with Loopback() as server:
        server.on("/", Reply(200, pack(PAGE.encode()), {"Content-Encoding": coding}))
        assert fetch(server.url()).body == PAGE.encode()


@pytest.mark.parametrize(("coding", "pack"), PACKED)
def test_a_bomb_does_not_go_off(coding: str, pack: Callable[[bytes], bytes]) -> None:
    bomb = pack(bytes(20_000_000))
    assert len(bomb) < 2 * BOUND
    with Loopback() as server:
        server.on("/", Reply(200, bomb, {"Content-Encoding": coding}))
        reported = failure(server.url(), largest=BOUND)
    assert reported == "too-large: its answer is larger than 50,000 bytes"


def test_gzip_data_may_have_several_members_and_padding() -> None:
    body = gzip.compress(b"one ") + gzip.compress(b"two") + bytes(9)
    with Loopback() as server:
        server.on("/", Reply(200, body, {"Content-Encoding": "gzip"}))
        assert fetch(server.url()).body == b"one two"


def test_several_members_are_bounded_together() -> None:
    with Loopback() as server:
        body = gzip.compress(bytes(BOUND)) * 2
        server.on("/", Reply(200, body, {"Content-Encoding": "gzip"}))
        assert failure(server.url(), largest=BOUND).startswith("too-large: ")


def test_damaged_data_is_reported() -> None:
    with Loopback() as server:
        server.on("/", Reply(200, "this is not gzip", {"Content-Encoding": "gzip"}))
        assert failure(server.url()) == "protocol: its gzip data is damaged"


def test_a_coding_that_nobody_asked_for_leaves_the_body_unread() -> None:
    with Loopback() as server:
        server.on("/", Reply(200, b"\x8b\x00", {"Content-Encoding": "br"}))
        answer = fetch(server.url())
    assert (answer.status, answer.body) == (200, b"")


def test_large_headers_are_read_and_huge_ones_are_not() -> None:
    with Loopback() as server:
        server.on("/large", Reply(200, PAGE, {"Content-Security-Policy": "x" * 30_000}))
        server.on("/huge", Reply(200, PAGE, {"X-Filler": "x" * 100_000}))
        server.on("/many", Reply(200, PAGE, {f"X-{n}": "x" * 1000 for n in range(1000)}))
        assert fetch(server.url("/large")).status == 200
        assert failure(server.url("/huge")) == (
            "too-large: 127.0.0.1 sends headers that are too large"
        )
        assert failure(server.url("/many")).startswith(("too-large: ", "protocol: "))


# Slow and broken hosts


@pytest.mark.parametrize(
    "script",
    [
        HANG,
        Raw((b"HTTP/1.1 200 OK\r\n", math.inf)),
        Raw((b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n", *(b"x", 0.03) * 999)),
        Raw((b"HTTP/1.1 200 OK\r\n", *(b"X-More: x\r\n", 0.03) * 999)),
    ],
    ids=["silent", "half a head", "body by drops", "head by drops"],
)
def test_a_host_that_takes_too_long_is_left(script: Raw) -> None:
    with Loopback() as server:
        server.on("/", script)
        reported = failure(server.url(), timeout=0.1)
    assert reported == "timeout: 127.0.0.1 gave no whole answer in 0.1 seconds"


def test_the_time_is_that_of_the_whole_chain() -> None:
    with Loopback() as server:
        for number in range(9):
            step = f"HTTP/1.1 302 Found\r\nLocation: /{number + 1}\r\nContent-Length: 0\r\n\r\n"
            server.on(f"/{number}", Raw((0.08, step.encode())))
        assert failure(server.url("/0"), timeout=0.3).startswith("timeout: ")
    assert len(server.asked) < 9


@pytest.mark.parametrize(
    ("script", "reported"),
    [
        (Raw(()), "127.0.0.1 hung up without an answer"),
        (
            Raw((b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf",)),
            "127.0.0.1 hung up in the middle of its answer",
        ),
        (Raw((b"220 smtp.example ESMTP\r\n\r\n",)), "what 127.0.0.1 sends is not HTTP"),
        (Raw((bytes(range(256)) * 9,)), "what 127.0.0.1 sends is not HTTP"),
        (Raw((b"HTTP/1.1 999999 \xff\r\n\r\n",)), "what 127.0.0.1 sends is not HTTP"),
        (
            Raw((b"HTTP/1.1 200 OK\r\nContent-Length: -3\r\n\r\n",)),
            "what 127.0.0.1 sends is not HTTP",
        ),
        (
            Raw((b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",)),
            "what 127.0.0.1 sends is not HTTP",
        ),
    ],
)
def test_a_host_that_talks_rubbish_is_a_plain_sentence(script: Raw, reported: str) -> None:
    with Loopback() as server:
        server.on("/", script)
        assert failure(server.url()) == f"protocol: {reported}"


PIECES = [
    *(
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.0 302 \xff\r\n",
        b"HTTP/1.1 101 Up\r\n",
        b"HTTP/1.1 000 x\r\n",
    ),
    *(
        b"Location: /x\r\n",
        b"Location: http://[::1",
        b"Location: //\xff\r\n",
        b"Retry-After: 0\r\n",
    ),
    *(b"Content-Length: 5\r\n", b"Content-Length: x\r\n", b"Transfer-Encoding: chunked\r\n"),
    *(b"Content-Encoding: gzip\r\n", b"Content-Encoding: deflate\r\n", b"Set-Cookie: =;;\xff\r\n"),
    *(b"Set-Cookie: a=b; Expires=never\r\n", b": \r\n", b" folded\r\n", b"5\r\nhello\r\n0\r\n\r\n"),
    *(b"\r\n", b"\r\n\r\n", b"\0", b"\xff", b"\x1f\x8b\x08", b"hello"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=9), st.sampled_from(["GET", "HEAD"]))
@settings(max_examples=200, deadline=None)
def test_whatever_a_host_sends_is_an_answer_or_a_plain_sentence(
    pieces: list[bytes], method: str
) -> None:
    with Loopback() as server:
        server.on("/", Raw((b"HTTP/1.1 200 OK\r\n", *pieces, b"\r\n\r\nhello")))
        server.on("/x", Raw(tuple(pieces)))
        try:
            answer = fetch(server.url(), method=method)
        except NoAnswerError:
            return
    assert len(answer.body) < 1000


def test_a_closed_door_an_unknown_name_and_no_tls_are_reported() -> None:
    with Loopback() as server:
        secure = server.url().replace("http:", "https:")
        assert failure(secure) == "tls: no secure connection to 127.0.0.1 can be made"
    assert failure(server.url()) == (
        "refused: no connection to 127.0.0.1 can be made: connection refused"
    )
    assert failure("http://gone.example/", resolver=Names({})) == (
        "dns: nobody knows the name gone.example"
    )


def _key() -> ConnectionKey:
    return ConnectionKey("h.example", 443, True, True, None, None, None)


@pytest.mark.parametrize(
    ("error", "kind", "reported"),
    [
        (
            aiohttp.ClientConnectorDNSError(_key(), socket.gaierror(socket.EAI_AGAIN, "again")),
            "dns",
            "the name h.example cannot be looked up at the moment",
        ),
        (
            aiohttp.ClientConnectorCertificateError(
                _key(),
                SimpleNamespace(verify_message="certificate has expired"),  # type: ignore[arg-type]
            ),
            "tls",
            "the certificate of h.example does not hold: certificate has expired",
        ),
        (
            aiohttp.ClientConnectorCertificateError(_key(), ValueError()),
            "tls",
            "the certificate of h.example does not hold: it is not trusted",
        ),
        (ssl.SSLError(), "tls", "no secure connection to h.example can be made"),
        (
            aiohttp.ClientConnectorError(_key(), OSError(errno.ENETUNREACH, "x")),
            "refused",
            "no connection to h.example can be made: network is unreachable",
        ),
        (
            aiohttp.ClientConnectorError(_key(), OSError()),
            "refused",
            "no connection to h.example can be made",
        ),
        (ConnectionResetError(), "protocol", "h.example hung up without an answer"),
    ],
)
def test_what_cannot_be_played_here_is_reported_as_well(
    error: Exception, kind: str, reported: str
) -> None:
    answer = no_answer(error, "h.example", 20.0)
    assert (answer.kind, str(answer)) == (kind, reported)

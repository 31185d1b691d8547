"""The rules of links, by what each needs to know."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from urllib.parse import unquote, urlsplit

from linkaudit.core.problem import NEAR_OF_MANY, Problem, did_you_mean
from linkaudit.core.rule import Family, rule
from linkaudit.core.text import is_web_address
from linkaudit.crawl.built_file import (
    BLOCK,
    MARKUP,
    BuiltFile,
    BuiltPage,
    nearest_file,
    nearest_page,
    shown,
)
from linkaudit.crawl.built_site import Site, fragment_of, start_of, without_ending
from linkaudit.crawl.crawler import CrawledSite, FragmentLink, LinkGraph, Rules
from linkaudit.crawl.html_addresses import Link
from linkaudit.crawl.lines import Alike
from linkaudit.crawl.reading import Glanced, read

OF_FILES = Family[BuiltFile]("links")
OF_PAGES = Family[BuiltPage]("links")
OF_SITES = Family[CrawledSite]("links")

# Links that stay on the site: pages, assets and addresses, as GitHub Pages would answer.

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# Nobody misspells more links of one file; to find what each was meant to be takes long.
_MISSPELT = 1000
_HOST = re.compile(
    r"www\.|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|uk|gov|edu|eu|io|info|de|fr|au|ca|example)(?:[:/?#]|$)",
    re.IGNORECASE,
)


@rule(family=OF_FILES)
def missing_page(file: BuiltFile) -> Iterator[Problem]:
    """A link must lead to a page of the site; letter case counts."""
    for number, link in enumerate(_unanswered(file)):
        if link.to_page and not _names_a_host(link):
            page = file if isinstance(file, BuiltPage) and number < _MISSPELT else None
            hint = nearest_page(page, link.target) if page else ""
            message = f'the link "{link.target}" leads nowhere{hint}'
            yield from file.problems(message, link)


@rule(family=OF_FILES)
def missing_asset(file: BuiltFile) -> Iterator[Problem]:
    """A picture, style sheet, script or other file that a page needs must be on the site."""
    for number, link in enumerate(_unanswered(file)):
        if not link.to_page:
            hint = nearest_file(file, link.target) if number < _MISSPELT else ""
            message = f'the file "{link.target}" is not there{hint}'
            yield from file.problems(message, link)


@rule(family=OF_FILES)
def root_absolute(file: BuiltFile) -> Iterator[Problem]:
    """A link that begins with / or climbs by .. must lead below the address of the site."""
    for link in file.lost:
        if _leads_outside(file, link):
            message = f'"{link.target}" leads outside of {file.site.base}'
            yield from file.problems(message, link)


@rule(family=OF_FILES)
def missing_scheme(file: BuiltFile) -> Iterator[Problem]:
    """A link to another host must begin with https://, or it is looked for on the site.

    So must one to an e-mail address with mailto:.
    """
    for link in _unanswered(file):
        if _names_a_host(link):
            begin = "mailto:" if _MAIL.fullmatch(link.target) else "https://"
            message = f'"{link.target}" must begin with {begin}'
            yield from file.problems(message, link)


def _unanswered(file: BuiltFile) -> Iterator[Link]:
    """Yield the links for which the host has no answer."""
    listed = None
    for link in file.lost:
        if not link.target or _leads_outside(file, link):
            continue
        if link.tag == "sitemap":
            # If none of its addresses is answered, it was made for another place of the site.
            listed = any(f.answer for f in file.followed) if listed is None else listed
        if link.tag != "sitemap" or listed:
            yield link


def _leads_outside(file: BuiltFile, link: Link) -> bool:
    """A sitemap names whole addresses, and so is of no base."""
    return link.tag != "sitemap" and file.site.is_outside(file.path, link.address)


def _names_a_host(link: Link) -> bool:
    """Whether a link that a reader follows is the name of a host or an e-mail address."""
    named = _HOST.match(link.target) or _MAIL.fullmatch(link.target)
    return link.to_page and link.tag in ("a", "area", "link") and bool(named)


# The form of links: each must be an address that somebody can follow, with a name that tells.

_KNOWN = (
    "http https mailto tel sms data javascript ftp blob geo maps webcal whatsapp skype facetime "
    "xmpp about urn magnet git acct bitcoin callto cid comgooglemaps dns ed2k feed ftps gopher "
    "gemini imap intent ipfs irc ircs itms itms-apps jabber ldap ldaps market matrix mid msteams "
    "news nfs nntp obsidian onenote openpgp4fpr payto rsync rtmp rtsp sftp sip sips slack smb "
    "spotify ssh steam svn tag telnet tg viber view-source vnc vscode vscode-insiders ws wss "
    "zoommtg zotero"
).split()
_FAMILIES = ("web+", "ms-", "git+", "svn+", "x-", "android-", "chrome", "facetime-")
# A host answers with this page for all that it does not have.
_NOT_FOUND = "404.html"
_FROM_ANYWHERE = ("", "/", "#", "?", "\\")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ADDRESS = re.compile(r"[^@\s,;<>/][^@\s,;<>]*@(?:localhost|[^@\s,;<>/.]+(?:\.[^@\s,;<>/.]+)+)")
# A comma is a pause, behind which an extension is dialled.
_NUMBER = re.compile(r"\+?[\d\s().*#,-]+")


def is_known_scheme(scheme: str) -> bool:
    """Whether some browser knows what stands before the colon of a link, in small letters."""
    return scheme in _KNOWN or scheme.startswith(_FAMILIES)


@rule(family=OF_PAGES)
def malformed_url(page: BuiltPage) -> Iterator[Problem]:
    """A link to the web must be a whole address, like https://www.nice.org.uk/guidance/ng59."""
    for link, scheme, _ in page.schemed:
        if scheme in ("http", "https") and not (is_web_address(link.target) or _is_local(link)):
            message = f'"{link.target}" must be a whole address, like https://www.nice.org.uk/'
            yield from page.problems(message, link)


@rule(family=OF_PAGES)
def unknown_scheme(page: BuiltPage) -> Iterator[Problem]:
    """What stands before the colon of a link must be something that browsers know."""
    for link, scheme, _ in page.schemed:
        if scheme == "file":
            message = f'"{link.target}" leads to a file on the reader\'s own machine'
            yield from page.problems(message, link)
        elif not is_known_scheme(scheme):
            message = f'no browser knows "{scheme}:"{did_you_mean(scheme, _KNOWN)}'
            yield from page.problems(message, link)


@rule(family=OF_PAGES)
def javascript_href(page: BuiltPage) -> Iterator[Problem]:
    """A link must lead somewhere without scripts too."""
    for link, scheme, _ in page.schemed:
        if scheme == "javascript":
            message = f'"{link.target}" must be an address; a button is for scripts'
            yield from page.problems(message, link)


@rule(family=OF_PAGES)
def bad_mailto(page: BuiltPage) -> Iterator[Problem]:
    """A mailto link must hold whole addresses, like mailto:physio@riverside.example.

    One that gives only the subject or the words leaves it to the reader to choose an address.
    """
    for link, scheme, rest in page.schemed:
        if scheme != "mailto":
            continue
        # What an address holds of these signs is escaped: it may have a %3F before its @.
        to, _, more = rest.partition("?")
        addresses = [unquote(part).strip() for part in to.split(",")]
        written_later = not to.strip() and bool(more.strip())
        whole = written_later or all(map(_ADDRESS.fullmatch, addresses))
        if not whole:
            message = f'"{link.target}" must hold an address, like mailto:name@clinic.example'
            yield from page.problems(message, link)


@rule(family=OF_PAGES)
def bad_tel(page: BuiltPage) -> Iterator[Problem]:
    """A tel or sms link must hold a number of 3 digits or more."""
    for link, scheme, rest in page.schemed:
        if scheme not in ("tel", "sms"):
            continue
        number = re.split(r"[?;&]", unquote(rest))[0]
        digits = re.sub(r"\D", "", number)
        if len(digits) < 3 or not _NUMBER.fullmatch(number):
            message = f'"{link.target}" must hold a number, like tel:01632960001'
            yield from page.problems(message, link)


@rule(family=OF_PAGES)
def empty_href(page: BuiltPage) -> Iterator[Problem]:
    """A link must lead somewhere."""
    for link in page.links:
        if not link.target and link.tag in ("a", "area"):
            for alike in page.alike(link):
                yield page.problem("the link has no address", None, link, alike)


@rule(family=OF_PAGES)
def relative_on_404(page: BuiltPage) -> Iterator[Problem]:
    """What 404.html names must begin with / or https://: it is shown at any address."""
    if page.path != _NOT_FOUND:
        return
    for link in page.links:
        if link.address[:1] in _FROM_ANYWHERE or _SCHEME.match(link.address):
            continue
        message = (
            f'"{link.target}" must begin with {page.site.base}: the host shows {_NOT_FOUND} at any '
            "address, and looks for it beside that"
        )
        yield from page.problems(message, link)


@rule(family=OF_PAGES)
def vague_link_text(page: BuiltPage) -> Iterator[Problem]:
    """The name of a link must tell where it leads, also to those who hear it alone."""
    for link in page.links:
        if link.vague_name is not None:
            said = f'says only "{link.vague_name}"' if link.vague_name else "has no name"
            message = f"the link {said}; it must say where it leads"
            yield from page.problems(message, link)


def _is_local(link: Link) -> bool:
    """An address on a local network, of one name or of numbers, is whole as well."""
    try:
        parts = urlsplit(link.target)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    return bool(re.fullmatch(r"[a-z][a-z0-9-]*|[\d.]+|[0-9a-f:]+", host)) and " " not in link.target


# The HTML of a built page: unique ids, no reference or footnote that was left over.

# The bracket first: a pattern that begins with a sign is found ten times as fast.
# No numbers, no syntax such as [<n>][/<m>], no sets of characters such as [0-9a-f] or [oO][nN],
# and nothing with a space before its bracket, as in [left ][node]. Words may be
# set in any way, but a key is left as it was written: [<em>-a</em>][<em>-b</em>] are options.
_REFERENCE = re.compile(
    rf"\[(?<![\w\]/]\[)(?<![\w\]/]{MARKUP}\[)(?!\d+\]|[^\[\]{BLOCK}<>]*+[<>]|(?:\w-\w)+\])"
    rf"(?!(?P<letter>[^\W\d_])(?i:(?P=letter))\])[^\[\]{BLOCK}]++(?<! )\]"
    rf"\[(?![/<]|(?:\w-\w)+\])[^\[\]{BLOCK}{MARKUP}]*\]"
)
# Nor such sets as [^a-z], [^\W_], [^<] and [^abc...].
_FOOTNOTE = re.compile(rf"\[\^(?!\w-\w\]|[^\[\]]*(?:[\\<>]|\.\.\.\]))[^\[\]\s{BLOCK}{MARKUP}]++\]")

_BEFORE_A_WORD = f"{BLOCK}([\"'\u2018\u201c\u00ab"


@rule(family=OF_PAGES)
def duplicate_id(page: BuiltPage) -> Iterator[Problem]:
    """An id must stand once on a page, or links to it go astray."""
    if len(set(page.ids)) == len(page.ids):
        return
    for name, times in Counter(page.ids).items():
        if times > 1:
            message = f'the id "{name}" stands {times} times'
            yield page.problem(message, name)


@rule(family=OF_PAGES)
def undefined_reference(page: BuiltPage) -> Iterator[Problem]:
    """A link by reference, [words][key], must have its address somewhere on the page."""
    yield from _left_over(page, "][", _REFERENCE, _are_labels, "leads nowhere")


@rule(family=OF_PAGES)
def undefined_footnote(page: BuiltPage) -> Iterator[Problem]:
    """A footnote, [^1], must have its words somewhere on the page."""
    yield from _left_over(page, "[^", _FOOTNOTE, _is_set, "has no words")


def _are_labels(pair: re.Match[str]) -> bool:
    """Whether brackets side by side are no reference: [RFC][PATCH], [a][b][c], the index [i][j]."""
    words, key = pair[0][1:-1].split("][")
    behind = pair.string[pair.end() : pair.end() + 2]
    of_capitals = words != key and all(part.isalpha() and part.isupper() for part in (words, key))
    is_index = len(words) == len(key) == 1
    return of_capitals or is_index or (behind[:1] == "[" and behind != "[^")


def _is_set(mark: re.Match[str]) -> bool:
    """Whether a mark is a set of characters: [^abc] or b[^cd]e, in order as people write them.

    A footnote has its mark right behind what it belongs to, and its words behind a colon.
    """
    name, text = mark[0][2:-1], mark.string
    start, end = mark.span()
    before, behind = text[max(start - 1, 0) : start], text[end : end + 1]
    in_order = len(name) > 1 and name.isalpha() and all(a < b for a, b in pairwise(name))
    is_alone = (not before or before.isspace() or before in _BEFORE_A_WORD) and behind != ":"
    return (behind != "" and behind in "*+{") or (in_order and (is_alone or behind.isalnum()))


def _left_over(
    page: BuiltPage,
    sign: str,
    pattern: re.Pattern[str],
    is_meant: Callable[[re.Match[str]], bool],
    fault: str,
) -> Iterator[Problem]:
    """Yield a problem for each piece of Markdown that is left in the words of a page.

    `is_meant` tells what is no Markdown, though it looks like it.
    """
    # Most pages show no sign of it, and to take the words out of a page costs more than to read.
    text = page.text
    if ("[" in text and sign in text) or "&#91;" in text or "&lbrack;" in text:
        found_there = pattern.finditer(page.marked_words)
        words = (match[0] for match in found_there if not is_meant(match))
        for found in dict.fromkeys(map(shown, words)):
            yield page.problem(f'"{found}" {fault}', found)


# The rules of the whole site, which need the link graph.

# Every browser goes to the top of the page for these.
_ALWAYS_THERE = {"", "top"}
# Scripts and browsers make these fragments: tabs and lines of code, #:~:text=…
_MADE_LATER = re.compile(r"__tabbed_|__codelineno-|.*:~:")
_LINES = re.compile(r"(\d+)-(\d+)")
_FOUND_ANYWAY = {"index", "404"}
# To find the anchor that was meant, all of a page are looked at, for each that is missing.
_WORTH_COMPARING = 300_000


@rule(family=OF_SITES)
def missing_anchor(crawled: CrawledSite) -> Iterator[Problem]:
    """The part of a link after # must be an id on the page it leads to."""
    site, graph = crawled
    hints: dict[tuple[str, str], str] = {}
    compared = 0
    for path, node in graph.items():
        lost = [to for to in node.fragment_links if _is_lost(to, site, graph)]
        if not lost:
            continue
        file = Glanced(site, path)
        for to in lost:
            answer, fragment = site.leading[to.page], fragment_of(to.target)
            if (answer, fragment) not in hints and compared < _WORTH_COMPARING:
                compared += len(graph[answer].anchors)
                hints[answer, fragment] = did_you_mean(
                    fragment, graph[answer].anchors, NEAR_OF_MANY
                )
            message = f'there is no "#{fragment}" on {answer}{hints.get((answer, fragment), "")}'
            for nth in range(to.times):
                yield file.problem(message, to.target, Alike(nth, to.times))


@rule(family=OF_SITES)
def orphan_page(crawled: CrawledSite) -> Iterator[Problem]:
    """Another page must link to every page, or no reader finds it; but for one with noindex."""
    site, graph = crawled
    found = set().union(*(node.leads_to for node in graph.values()))
    for path in sorted(site.pages):
        known = site.numbers[path] in found or without_ending(path) in _FOUND_ANYWAY
        if not known and path in graph and not graph[path].leads_on:
            message = "no other page links to this one"
            yield Problem(*start_of(site, path), message, page=path, target=path)


@rule(family=OF_SITES)
def circular_redirect(crawled: CrawledSite) -> Iterator[Problem]:
    """A page that sends its readers on at once must not send them round in a circle."""
    site, graph = crawled
    done: set[str] = set()
    for start in sorted(graph):
        way: dict[str, None] = {}
        path = start
        while path in graph and path not in done:
            done.add(path)
            way[path] = None
            redirects_to = graph[path].redirects_to
            path = site.leading[redirects_to] if redirects_to >= 0 else ""
        if path in way:
            circle = list(way)[list(way).index(path) :]
            first = min(circle)
            file = read(site, first)
            link = next(link for link in file.links if link.at_once)
            others = [name for name in circle if name != first]
            message = f"the page sends its readers in a circle, {_by_way_of(others)}"
            yield file.problem(message, link.target, link, next(file.alike(link)))


def _by_way_of(pages: list[str]) -> str:
    """The pages between two visits, of many the first three."""
    if not pages:
        return "to itself"
    more = f" and {len(pages) - 3} more" if len(pages) > 3 else ""
    return f"by {', '.join(pages[:3])}{more}"


@rule(family=OF_SITES)
def unused_footnote(crawled: CrawledSite) -> Iterator[Problem]:
    """The words of a footnote must have a mark in the text that leads to them."""
    site, graph = crawled
    unused = {(site.numbers[path], name) for path in graph for name in graph[path].footnotes}
    for node in graph.values() if unused else ():
        unused -= {(to.page, fragment_of(to.target)) for to in node.fragment_links}
    for page, name in sorted(unused):
        message = f'nothing leads to the footnote "{name}"'
        yield read(site, site.leading[page]).problem(message, name)


def _is_lost(to: FragmentLink, site: Site, graph: LinkGraph) -> bool:
    target = graph.get(site.leading[to.page])
    # Nearly all are there as written; an id may hold what only looks encoded.
    if target is None or to.target.partition("#")[2] in target.anchors:
        return False
    fragment = fragment_of(to.target)
    if fragment in target.anchors:
        return False
    if fragment.lower() in _ALWAYS_THERE or _MADE_LATER.match(fragment):
        return False
    # A script marks lines of code from one to another; where there are no such lines, it is a name.
    lines = _LINES.fullmatch(fragment)
    return not (lines and target.anchors.issuperset(lines.groups()))


# What is wrong with these is wrong whatever the page: a template may have it.
_IN_THEMSELVES = (
    vague_link_text,
    duplicate_id,
    missing_scheme,
    malformed_url,
    unknown_scheme,
    javascript_href,
    bad_mailto,
    bad_tel,
)

# What is wrong with these is where the address leads from its page.
_OF_ADDRESSES = (missing_page, missing_asset, root_absolute, missing_anchor)

# What the command `links` looks for in any site.
LINKS = Rules(
    tuple(OF_FILES),
    tuple(OF_PAGES),
    tuple(OF_SITES),
    frozenset(rule.name for rule in _IN_THEMSELVES),
    frozenset(rule.name for rule in _OF_ADDRESSES),
)

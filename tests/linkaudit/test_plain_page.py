"""Pages read by their tags alone: each holds what a parser finds, or is left to the parser."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml
from linkaudit.crawl.html_addresses import held_by
from linkaudit.crawl.plain_page import held_by_plain
from selectolax.lexbor import LexborHTMLParser

CASES = Path(__file__).parents[1] / "cases/links"
PLAIN = (
    '<h2 id="owls">Owls <a class="headerlink" href="#owls"></a></h2>',
    '<dt id=barn><a href="#barn"></a><dd>',
    '<a href="barn.html?a=1&amp;b=2">Barn <em id="e">owls</em></a><a name="tawny">Tawny</a>',
    '<a href=barn.html>here</a><A-OWL id="x"></A-OWL>'.lower(),
    '<!-- <a href="no.html"></a> --><script>"<a href=no.html>"</script><title>Owls</title>',
    '<style>p { background: url(owl.png) }</style><p style="background: url(nest.png)">',
    '<img src="owl.png" srcset="a.png 1x, b.png 2x" alt=""><link rel="next" href="b.html">',
    '<a href="b.html" title="here"><img src="owl.png" alt="Owl"></a>',
    '<table><tr><td id="owl">1 < 2</table><a class="x"href="b.html">Barn</a>',
    '<meta http-equiv="refresh" content="0; url=b.html"><area href="b.html" alt="more">',
    '<p class="x" CLASS="y" id="a" id="b">',
)
FOR_A_PARSER = (
    '<template><a href="no.html">No</a></template>',
    '<select><a href="no.html">No</a></select>',
    '<base href="/owls/"><a href="b.html">Barn</a>',
    '<a href="b.html"></a>',  # it may stand in a heading further out
    '<a href="">Owls</a>',  # it may stand in a menu
    '<a href="b.html">Barn',
    '<img title="1 > 2" src="b.png">',
    '<a title="<owl>" href="b.html">Barn</a>',
    '<a href="b.html?a&copy">Barn</a>',
    '<td id="owl">',  # no browser has a cell without its table
    '<form action="a.html"><form action="b.html">',
    '<body><body id="owl">',
    '<!--> <a href="b.html">Barn</a> -->',
    '<script><!-- <script> </script> <a href="no.html">No</a> --></script>',
    "<svg><![CDATA[<a href=no.html>No</a>]]></svg>",
    '<A HREF="b.html">Barn</A>',
)


def same_as_parsed(html: str) -> bool:
    plain, read = held_by_plain(html), held_by(LexborHTMLParser(html))
    return plain is not None and (
        (plain.links, Counter(plain.ids), set(plain.names))
        == (Counter(read.links), Counter(read.ids), set(read.names))
    )


@pytest.mark.parametrize("html", PLAIN)
def test_a_plain_page_holds_what_a_parser_finds(html: str) -> None:
    assert same_as_parsed(html)


@pytest.mark.parametrize("html", FOR_A_PARSER)
def test_what_only_a_parser_can_tell_is_left_to_it(html: str) -> None:
    assert held_by_plain(html) is None


def test_the_pages_of_all_cases_hold_what_a_parser_finds() -> None:
    """Most of them are plain, though each was written to be odd in some way."""
    files = (yaml.safe_load(path.read_text("utf-8"))["files"] for path in CASES.glob("*.yml"))
    pages = [text for case in files for name, text in case.items() if name.endswith(".html")]
    plain = [html for html in pages if held_by_plain(html) is not None]
    assert [html for html in plain if not same_as_parsed(html)] == []
    assert len(plain) > len(pages) / 2

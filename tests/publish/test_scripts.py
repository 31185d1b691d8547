"""Scripts are served small, and do the same."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from guide.publish.scripts import smaller
from guide_site import ROOT

SERVED = [
    *sorted((ROOT / "docs/assets/javascripts").glob("*.js")),
    ROOT / "scripts/guide/publish/worker.js",
]


@pytest.mark.parametrize(
    ("script", "small"),
    [
        ("// why\nconst pages = 1; /* how */", "const pages=1"),
        ("() => { const found = 1; go(found + found); };", "()=>{const e=1;go(e+e)}"),
        ('say("//  no  comment");', 'say("//  no  comment")'),
        ("say(`${n}${n < m ? `,  ${n} shown` : ``}.`);", "say(`${n}${n<m?`,  ${n} shown`:``}.`)"),
        ("all.map((one) => /a  b/.test(one));", "all.map(e=>/a  b/.test(e))"),
        ("a\n++b\n", "a,++b"),
    ],
    ids=["comments", "names", "strings", "templates", "expressions", "ends of lines"],
)
def test_a_script_is_small_and_says_the_same(script: str, small: str) -> None:
    assert smaller(script) == small


def test_what_the_minifier_cannot_read_stays_as_it_is() -> None:
    assert smaller("when (moon) { howl(); }  // one day") == "when (moon) { howl(); }  // one day"


@pytest.mark.parametrize("path", SERVED, ids=lambda path: path.name)
def test_every_served_script_gets_smaller_once(path: Path) -> None:
    script = path.read_text("utf-8")
    small = smaller(script)
    assert len(small) < 0.6 * len(script)
    assert smaller(small) == small


# The minifier joins declarations, and may put one that takes an object apart before the object.
_TOO_EARLY = re.compile(
    r"""\b(?:const|let|var)(?:\{[\w$:,]*\}|\[[\w$,]*\])=[^;{}"'=]*?"""
    r"""(?<![\w$.])(?P<name>[\w$]+)\b[^;{}]*?,(?P=name)=[^=>]"""
)


@pytest.mark.parametrize(
    ("small", "too_early"),
    [
        ("const{nut:e}=t.nest,t=find(e);", True),
        ("const[e]=await all(t,n),t=await open();", True),
        ("const t=find(e),{nut:n}=t.nest;", False),
        ("const{nut:e}=t.nest;t=find(e);", False),
    ],
)
def test_an_object_that_is_taken_apart_too_early_is_found(small: str, too_early: bool) -> None:
    assert bool(_TOO_EARLY.search(small)) is too_early


@pytest.mark.parametrize("path", SERVED, ids=lambda path: path.name)
def test_no_object_is_taken_apart_before_it_is_made(path: Path) -> None:
    found = _TOO_EARLY.search(smaller(path.read_text("utf-8")))
    assert found is None, f"write it without taking {found and found['name']} apart: {found}"


FORKED = """\
import os
from guide.publish.scripts import smaller
smaller("var before = 1 ;")
child = os.fork()
if not child:
    os._exit(0 if smaller("var  nuts  =  2 ;") == "var nuts=2" else 1)
os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def test_a_process_that_was_forked_has_scripts_made_smaller_by_another() -> None:
    """The runtime of Go does not live on in it: a call of the minifier there never ends."""
    ran = subprocess.run([sys.executable, "-c", FORKED], timeout=60, check=False)
    assert ran.returncode == 0

"""The samples of headers for hosts that can send them: each host is told the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from guide_site import ROOT

HOSTING = ROOT / ".github/hosting"
ANY_PAGE = {
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Content-Security-Policy", "frame-ancestors 'self'"),
}
# For what is opened by itself: no page of the guide is a drawing, a style sheet or a script.
DRAWING = ("Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'")
WORKER = ("Cache-Control", "no-cache")
FORMS = {
    "_headers": r"^  ([\w-]+): (.+)$",
    "nginx.conf": r'^ *add_header ([\w-]+) "([^"]+)" always;$',
    "htaccess": r'^ *Header always set ([\w-]+) "([^"]+)"$',
}


@pytest.mark.parametrize("name", FORMS)
def test_every_host_sends_the_same_headers(name: str) -> None:
    text = (HOSTING / name).read_text("utf-8")
    assert set(re.findall(FORMS[name], text, re.MULTILINE)) == {*ANY_PAGE, DRAWING, WORKER}
    lines = [line for line in text.splitlines() if re.search(r"header\b|^  [\w-]+:", line, re.I)]
    wanted = [line for line in lines if not line.startswith("#")]
    assert len(wanted) == len(re.findall(FORMS[name], text, re.MULTILINE)), "each line is one"


def test_all_samples_are_known() -> None:
    assert {path.name for path in Path(HOSTING).iterdir()} == set(FORMS)


def test_a_location_of_nginx_names_what_it_would_not_inherit() -> None:
    blocks = re.findall(r"location [^{]*\{(.*?)\}", (HOSTING / "nginx.conf").read_text(), re.DOTALL)
    for block in blocks:
        named = {name for name, _ in re.findall(FORMS["nginx.conf"], block, re.MULTILINE)}
        assert {"X-Content-Type-Options", "Referrer-Policy"} <= named

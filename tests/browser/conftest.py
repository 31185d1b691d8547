"""A browser, and the guide served below a path as GitHub Pages serves a project."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from firefox import HAS_FIREFOX
from hosting import Host
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

PHONE: ViewportSize = {"width": 360, "height": 640}
AHEAD_ON_4G = 1250  # pixels

collect_ignore = [] if HAS_FIREFOX else ["test_firefox.py"]


@pytest.fixture(scope="session")
def address(clinic_site: Path) -> Iterator[str]:
    """The address of the clinic's home page."""
    host = Host(clinic_site)
    yield host.address
    host.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM")
    if not path:
        pytest.fail("no browser: run these tests with `make test`, which finds or installs one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            # --no-sandbox: CI runs as root. The next two keep Chromium from calling home. By the
            # last, a picture further down waits as it does on 4G: the headless shell knows no
            # network, and would fetch all that is twice as far away.
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                f"--blink-settings=lazyLoadingImageMarginPxUnknown={AHEAD_ON_4G}",
            ],
        )
        with pytest.MonkeyPatch.context() as patch:
            # The worker fetches the whole guide, for each test anew: 1 s of processor time. The
            # tests of what is kept allow it.
            for name in ("new_context", "new_page"):
                patch.setattr(
                    browser, name, partial(getattr(browser, name), service_workers="block")
                )
            yield browser
        browser.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A small, cheap phone. It keeps nothing for offline: test_tunnel has one that does."""
    with browser.new_context(viewport=PHONE, service_workers="block") as context:
        yield context.new_page()


@pytest.fixture
def phone_without_javascript(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport=PHONE, java_script_enabled=False) as context:
        yield context.new_page()

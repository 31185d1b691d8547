"""What a page asks of a phone."""

from __future__ import annotations

from collections.abc import Iterator

from guide.delivery.budget import weigh
from guide.links.site import Site
from guide.links.trail import Trails
from guide.problems import Problem


def over_budget(site: Site, trails: Trails) -> Iterator[Problem]:
    """A page must keep to the budget of its kind: bytes, requests, nothing that it waits for.

    Most pages: 16 KB before the first paint, 25 KB and 3 requests before the reader acts.
    """
    for page in weigh(site.folder):
        for fault in page.faults():
            message = f"{page.kind.name}: {fault}"
            yield Problem(page.path, 1, "over-budget", message, page=page.path)

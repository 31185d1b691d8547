"""What a page asks of a phone."""

from __future__ import annotations

from collections.abc import Iterator

from guide.delivery.budget import weigh
from guide.links.site import Site
from guide.links.trail import Trails
from guide.offline.precache import Precache
from guide.offline.worker import WORKER, listed
from guide.problems import Problem


def over_budget(site: Site, trails: Trails) -> Iterator[Problem]:
    """A page must keep to the budget of its kind: bytes, requests, nothing that it waits for.

    Most pages: 16 KB before the first paint, 25 KB and 3 requests before the reader acts.
    """
    for page in weigh(site.folder):
        for fault in page.faults():
            message = f"{page.kind.name}: {fault}"
            yield Problem(page.path, 1, "over-budget", message, page=page.path)


def unmatched_file(site: Site, trails: Trails) -> Iterator[Problem]:
    """A file must be the one that the offline worker of the site knows by its digest.

    A phone keeps no other, so that its reader would be without it where there is no internet.
    """
    known = listed(site.folder)
    if known is None:
        return
    kept = Precache(site.folder, WORKER)
    there = kept.files | kept.on_request
    wrong = sorted(name for name in {*known, *there} if known.get(name) != there.get(name))
    if wrong:
        more = f" and {len(wrong) - 1} more" if len(wrong) > 1 else ""
        first = wrong[0] or "index.html"
        message = f'"{first}"{more} must be as {WORKER} lists it, is not: build the site again'
        yield Problem(WORKER, 1, "unmatched-file", message, page=WORKER, target=first)

"""The families of the guide's rules, and what the rules of each look at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from linkaudit.core.problem import Problem
from linkaudit.core.rule import Family
from linkaudit.crawl.built_file import BuiltFile, BuiltPage
from linkaudit.crawl.crawler import CrawledSite

from guide.content.guide import Guide
from guide.edition.edition import Edition


class GuideOnDay(NamedTuple):
    """The guide, and the day that counts as today."""

    guide: Guide
    today: date


class CheckedGuide(NamedTuple):
    """The guide, and what broke the rules of its content, waived or not."""

    guide: Guide
    found: Sequence[Problem]


class EditionOnDay(NamedTuple):
    """An edition, and the day that counts as today."""

    edition: Edition
    today: date


class RenderedEdition(NamedTuple):
    """An edition, and what the engine warned of."""

    edition: Edition
    warnings: Iterable[str]


EDITION = Family[Edition]("edition")
DATED_EDITION = Family[EditionOnDay]("edition")
RENDERED = Family[RenderedEdition]("edition")
CONTENT = Family[Guide]("content")
DATED_CONTENT = Family[GuideOnDay]("content")
WAIVERS = Family[CheckedGuide]("content")
REFERENCES = Family[Guide]("references")
DATED_REFERENCES = Family[GuideOnDay]("references")
# What the guide's own site must be, beside what `guide links` looks for in any site.
OF_FILES = Family[BuiltFile]("site")
OF_PAGES = Family[BuiltPage]("site")
OF_SITES = Family[CrawledSite]("site")

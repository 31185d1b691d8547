"""The rules of links, by what each needs to know."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from guide.links import following, hrefs, markup, trail
from guide.links.page import BuiltFile, BuiltPage
from guide.links.site import Site
from guide.problems import Problem

FileRule = Callable[[BuiltFile], Iterator[Problem]]
PageRule = Callable[[BuiltPage], Iterator[Problem]]
SiteRule = Callable[[Site, trail.Trails], Iterator[Problem]]


@dataclass(frozen=True)
class Rules:
    """Rules that need one file of any kind, one page of HTML, or the trails of all files.

    A rule's name is that of its function, with dashes; its docstring is the rule.
    """

    of_files: tuple[FileRule, ...]
    of_pages: tuple[PageRule, ...]
    of_sites: tuple[SiteRule, ...]

    @property
    def all(self) -> tuple[Callable[..., Iterator[Problem]], ...]:
        """Every rule, in the order in which they are held."""
        return (*self.of_files, *self.of_pages, *self.of_sites)


def rule_name(rule: Callable[..., object]) -> str:
    """The name of a rule is that of its function, with dashes."""
    return getattr(rule, "__name__", "").replace("_", "-")


def documentation(rules: Rules) -> dict[str, str]:
    """Each rule with its docstring."""
    return {rule_name(rule): inspect.cleandoc(rule.__doc__ or "") for rule in rules.all}


# What `guide links` looks for in any site.
LINKS = Rules(
    of_files=(
        following.missing_page,
        following.missing_asset,
        following.root_absolute,
        following.missing_scheme,
    ),
    of_pages=(
        hrefs.malformed_url,
        hrefs.unknown_scheme,
        hrefs.javascript_href,
        hrefs.bad_mailto,
        hrefs.bad_tel,
        hrefs.empty_href,
        hrefs.relative_on_404,
        hrefs.vague_link_text,
        markup.duplicate_id,
        markup.undefined_reference,
        markup.undefined_footnote,
    ),
    of_sites=(
        trail.missing_anchor,
        trail.orphan_page,
        trail.circular_redirect,
        trail.unused_footnote,
    ),
)

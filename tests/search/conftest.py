"""The tests of the search engine run in Node, where there is one, and always in CI."""

from __future__ import annotations

from search_cases import HAS_NODE

collect_ignore = [] if HAS_NODE else ["test_engine.py"]

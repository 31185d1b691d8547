"""What MkDocs says while it works, kept instead of printed."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager


@contextmanager
def collected_warnings() -> Iterator[list[logging.LogRecord]]:
    """Collect what MkDocs and its plugins warn of."""
    records: list[logging.LogRecord] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append(record)

    logger = logging.getLogger("mkdocs")
    collector = Collector(logging.WARNING)
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(collector)
    try:
        yield records
    finally:
        logger.removeHandler(collector)
        logger.propagate = propagate


def error_text(records: Iterable[logging.LogRecord]) -> str:
    """The errors among the records, in MkDocs' own words."""
    return " ".join(r.getMessage() for r in records if r.levelno >= logging.ERROR)

"""Processes that work for another one, and have no life of their own."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from multiprocessing.connection import wait


def end_with_parent() -> None:
    """Let this process end when the one that began it does, however that was killed.

    Ctrl-C in a terminal goes to workers too: they leave it to the process that began them.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def end() -> None:
        if parent:
            wait([parent.sentinel])
            os._exit(1)

    threading.Thread(target=end, daemon=True).start()

"""The draft notice, which stands on every page and every print.

It is no setting: nothing may change or silence it until an approval can be recorded. Templates
of pages have the same words in components/notice/notice.html (test_edition_build compares).
"""

from __future__ import annotations

NOTICE = "Draft: not yet checked by a clinician"

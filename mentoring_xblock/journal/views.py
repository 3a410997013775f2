"""The journal block's handlers around an entry: sharing, comments, and reading."""

from __future__ import annotations

from mentoring_xblock.journal.reading_views import ReadsEntries
from mentoring_xblock.journal.sharing_views import SharesEntries


class AroundAnEntry(SharesEntries, ReadsEntries):
    """Everything that author and readers do with an entry but writing it; a part of `JournalBlock`."""

    handlers = (*SharesEntries.sharing_handlers, *ReadsEntries.reading_handlers)


__all__ = ["AroundAnEntry"]

"""How far a run is, told to whoever asked; the way to stop one."""

from __future__ import annotations

from collections.abc import Callable

from mentoring_xblock.matching.errors import Cancelled

#: Called with the name of the stage and how much of the whole run is done (0.0 to 1.0); returns False to cancel.
Progress = Callable[[str, float], bool]


def tell(progress: Progress | None, stage: str, done: float) -> None:
    """Tell how far the run is.

    Args:
        progress: the caller's function, or None when nobody listens.
        stage: a stable name for programs, such as "candidates"; not a sentence.
        done: share of the whole run; what is outside 0..1 is cut off.

    Raises:
        Cancelled: the caller's function returned False.
    """
    if progress is not None and progress(stage, min(1.0, max(0.0, done))) is False:
        raise Cancelled(stage)

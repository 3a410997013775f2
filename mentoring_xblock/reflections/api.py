"""The door to reflections of groups. Every function asks policy itself but `open_due`, which is for the job."""

from mentoring_xblock.reflections.handing_over import hand_over, take_back
from mentoring_xblock.reflections.opening import open_due
from mentoring_xblock.reflections.queries import mine, opened_since

__all__ = ["hand_over", "mine", "open_due", "opened_since", "take_back"]

"""The door to reflections of groups. Every function asks policy itself but `open_due` and
`forget_unopened`, which are for the job and for the bin."""

from mentoring_xblock.reflections.handing_over import forget_unopened, hand_over, take_back
from mentoring_xblock.reflections.opening import open_due
from mentoring_xblock.reflections.queries import mine, opened_since

__all__ = ["forget_unopened", "hand_over", "mine", "open_due", "opened_since", "take_back"]

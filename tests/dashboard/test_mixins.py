"""Several rooms mix their views into one block: equal names would take each other's place without a word."""

from mentoring_xblock.blocks.base import MentoringBlock
from mentoring_xblock.dashboard.block import DashboardBlock


def test_no_mixin_hides_a_name_of_another():
    order = DashboardBlock.__mro__
    owners: dict[str, type] = {}
    for mixin in order[1 : order.index(MentoringBlock)]:
        for name in vars(mixin):
            # What is inherited and said anew is meant; lists of handlers are read by their class's name.
            if (
                name.startswith("__")
                or name.endswith("_handlers")
                or (name in owners and issubclass(owners[name], mixin))
            ):
                continue
            assert name not in owners, f"{name}: {owners[name].__name__} and {mixin.__name__}"
            owners[name] = mixin

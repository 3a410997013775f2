"""Several rooms mix their views into one block: equal names would take each other's place without a word."""

from mentoring_xblock.blocks.base import MentoringBlock
from mentoring_xblock.dashboard.block import DashboardBlock


def test_no_mixin_hides_a_name_of_another():
    order = DashboardBlock.__mro__
    owners: dict[str, type] = {}
    for mixin in order[1 : order.index(MentoringBlock)]:
        for name, value in vars(mixin).items():
            # Lists of handlers are read by their class's name; a name that stands for nothing waits for its owner.
            if name.startswith("__") or name.endswith("_handlers") or value is None:
                continue
            # What is inherited and said anew is meant.
            assert name not in owners or issubclass(owners[name], mixin), f"{name}: {owners[name]} and {mixin}"
            owners.setdefault(name, mixin)

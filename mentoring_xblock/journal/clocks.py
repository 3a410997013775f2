"""The groups around a writer, and the calendar that their journal goes by."""

from __future__ import annotations

from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.clocks import main_clock
from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.remembering import remembered
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.clock import Clock


def my_relations(actor: Actor, place: Place) -> tuple[Relation, ...]:
    """Return the actor's groups in the round that they are in, looked up once in a call."""
    return remembered(("journal relations", actor, place.usage_key), lambda: groups.relations(actor, place))


def my_clock(actor: Actor, place: Place) -> Clock | None:
    """Return the calendar by which the actor's journal has phases.

    That of the first of their groups that the programme is about, else the round's. None where there is no programme
    or no round, and where everybody begins by themselves and the actor has not begun.
    """
    programme, _ = programmes.my_round(actor.user_id, place)
    if programme is None or programme.round is None:
        return None
    return main_clock(programme, [one.group for one in my_relations(actor, place)])


__all__ = ["my_clock", "my_relations"]

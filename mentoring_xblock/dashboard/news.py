"""What is new for somebody about their own things, and in what their groups answer together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from mentoring_xblock.assessment import api as assessment
from mentoring_xblock.assessment.data import ScoreInfo
from mentoring_xblock.goals import api as goals
from mentoring_xblock.journal import api as journal
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.text import first_line
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.audit import ItemKind
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.reflections import api as reflections
from mentoring_xblock.reflections.data import Opened
from mentoring_xblock.sharing import api as sharing
from mentoring_xblock.sharing.models import Stance

#: What happened in these days is new.
NEW_FOR = dt.timedelta(days=14)
#: Comments shown, newest first.
COMMENTS_SHOWN = 10
#: Blocks in which people write.
_WRITING = ("mentoring_goals", "mentoring_journal")


@dataclass(frozen=True)
class Said:
    """A comment on something of the reader's own. `title` is what to call the thing, `excerpt` how it begins.

    stance: what is said of a goal beside the words, of which there may be none. rating: it is said of how the goal was
    rated.
    """

    on_goal: bool
    title: str
    name: str
    excerpt: str
    at: dt.datetime
    stance: Stance | None = None
    rating: bool = False


@dataclass(frozen=True)
class News:
    """What others said and gave lately, and what opened in the reader's groups, newest first."""

    said: tuple[Said, ...] = ()
    points: tuple[ScoreInfo, ...] = ()
    opened: tuple[Opened, ...] = ()

    @property
    def count(self) -> int:
        """How many things there are."""
        return len(self.said) + len(self.points) + len(self.opened)


def news(actor: Actor, place: Place, round_id: int | None, now: dt.datetime) -> News:
    """Return what is new about the actor's own things; a constant number of queries."""
    if round_id is None or not policy.allowed(Action.ITEM_WRITE, actor, Facts(owner_id=actor.user_id)):
        return News()
    since = now - NEW_FOR
    said = sharing.said_to(actor.user_id, round_id, since, COMMENTS_SHOWN)
    titles = goals.titles(actor, place, [item_id for kind, _, item_id in said if kind == ItemKind.GOAL])
    titles |= journal.titles(actor, [item_id for kind, _, item_id in said if kind == ItemKind.ENTRY], now)
    return News(
        said=tuple(
            Said(
                kind == ItemKind.GOAL,
                titles[item_id],
                one.author_name,
                first_line(one.body),
                one.at,
                one.stance,
                rating=one.about is not None,
            )
            for kind, one, item_id in said
            if item_id in titles
        ),
        points=assessment.points_since(actor, round_id, since),
        opened=reflections.opened_since(actor.user_id, round_id, since),
    )


def pages_to_write_on(place: Place) -> Sequence[str]:
    """Return the titles of the programme's goals and journal blocks; one query."""
    blocks = programmes.blocks_of(place.course_key, place.slug)
    return [title for block in blocks if block.block_type in _WRITING and (title := pick(block.title))]

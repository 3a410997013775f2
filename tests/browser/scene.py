"""A small course that is open in the browser: its blocks published as an author publishes them, and a few people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from demo.models import AuthoredBlock
from demo.publish import publish_blocks
from mentoring_xblock.groups.models import Kind
from mentoring_xblock.programme.models import Participant, Programme, Round
from mentoring_xblock.worksheets.api import FRAMES
from mentoring_xblock.worksheets.data import MAIN
from tests import factories, pages

POINTS = 10


@dataclass(frozen=True)
class Scene:
    """A course with one block of each type, each in a unit of its own, and its people. Nobody is in a group."""

    programme: AuthoredBlock
    goals: AuthoredBlock
    journal: AuthoredBlock
    desk: AuthoredBlock
    round: Round
    coordinator: Any
    author: Any
    mentor: Participant
    mentee: Participant

    @property
    def blocks(self) -> tuple[AuthoredBlock, ...]:
        """The four blocks."""
        return self.programme, self.goals, self.journal, self.desk


def make_scene(**plan: Any) -> Scene:
    """Publish the course and let its people in; `plan` are keys of the plan."""
    blocks = {
        "programme": pages.publish_block(
            "mentoring_programme", "programme", display_name="Programme", plan=factories.plan_dict(**plan)
        ),
        "goals": pages.publish_block(
            "mentoring_goals", "goals", display_name="Goals", points=POINTS, graded=True, completion_rule="hand_in"
        ),
        "journal": pages.publish_block("mentoring_journal", "journal", display_name="Journal"),
        "desk": pages.publish_block("mentoring_dashboard", "desk", display_name="Overview"),
    }
    publish_blocks(factories.COURSE_KEY, blocks.values())
    programme = Programme.objects.get()
    round_ = Round.objects.get()
    return Scene(
        **blocks,
        round=round_,
        coordinator=factories.make_coordinator(programme, factories.make_staff("leena", "Leena Ahokas")),
        author=factories.make_staff("kirsi", "Kirsi Mäkiharju"),
        mentor=factories.make_mentor(round_, factories.make_learner("anna", "Anna Kytömäki")),
        mentee=factories.make_mentee(round_, factories.make_learner("aino", "Aino Niittylä")),
    )


@dataclass(frozen=True)
class Peers:
    """A course whose journal asks in two ways, and three mentees who answer one of them together; the first has a
    mentor, too."""

    scene: Scene
    people: tuple[Participant, Participant, Participant]

    @property
    def journal(self) -> AuthoredBlock:
        """The journal."""
        return self.scene.journal


#: The prompt that the peers answer together.
TOGETHER = "between"


def make_peers(scene: Scene) -> Peers:
    """Let a journal ask how people are and on two prompts, one of them together, and put the mentee with two peers."""
    ask = {"id": "carries", "label": {"en": "What carries you?", "fi": "Mikä sinua kannattelee?"}, "help": {}}
    asked = [{**one, "frame": MAIN} for one in FRAMES["what"].questions]
    scene.journal.draft = {
        **scene.journal.published,
        "frames": [
            {"id": MAIN, "template": "what"},
            {"id": TOGETHER, "name": {"en": "In between", "fi": "Välissä"}, "together": True},
        ],
        "prompts": [*asked, {**ask, "limit": 2_000, "frame": TOGETHER}],
        "moods": True,
    }
    scene.journal.published = scene.journal.draft
    scene.journal.save()
    publish_blocks(factories.COURSE_KEY, scene.blocks)
    names = {"elli": "Elli Saari", "ville": "Ville Vuo"}
    others = [factories.make_mentee(scene.round, factories.make_learner(*one)) for one in names.items()]
    people = (scene.mentee, *others)
    factories.make_group(None, people, Kind.PEER_GROUP, "Vertaisryhmä", capacity=5)
    return Peers(scene, people)

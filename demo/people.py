"""The people of the demo, as the switcher in the top bar lists them."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from demo.models import Profile

LANGUAGE_SESSION_KEY = "demo_language"

#: Parts in the order in which the switcher shows them.
PARTS = {
    "coordinator": _("Coordinator"),
    "mentor": _("Mentors"),
    "mentee": _("Mentees"),
    "author": _("Course author"),
    "administrator": _("Course administrator"),
    "outsider": _("Enrolled, without a part"),
    "stranger": _("Not enrolled"),
}

#: What one sees as somebody, by username: the people to begin with, each with something to show that others have not.
NOTES = {
    "leena": _("Sees who has no group yet, a draft to publish, and goals and journals as numbers. Never a text."),
    "marjatta": _("Mentors three people one by one. New entries and hand-ins wait for her."),
    "jukka": _("Mentors a small group and a pair. Some hand-ins have points, others wait."),
    "aino": _("Shares two goals and keeps one to herself. Her goals have points; her reflection waits for them."),
    "eero": _("Got points, wrote on and handed in again. The earlier points stand until the new ones."),
    "helmi": _("Shares one by one: with her mentor, with her small group, with her peers."),
    "jenni": _("Has handed in everything and waits for her mentor."),
    "amara": _("Reads and writes in English, in a group that speaks Finnish."),
    "saana": _("Her first pair was closed. Her new mentor reads only what she has shared since."),
    "mikael": _("Has no mentor yet, and writes meanwhile."),
    "kirsi": _("Edits every block in Studio and publishes it. Sees set-up, and nobody’s texts."),
    "risto": _("Says who coordinates the programme. Sees set-up, and nobody’s texts."),
    "otso": _("Takes the course but not the programme."),
    "vieno": _("Is not enrolled, so every unit is closed."),
}


@dataclass(frozen=True)
class DemoPerson:
    """A person to sign in as; `note` says what one sees as them, empty for most."""

    user_id: int
    username: str
    name: str
    note: str = ""


@dataclass(frozen=True)
class PeopleOfPart:
    """The people of one part, under its name in the reader's language."""

    part: str
    title: str
    people: tuple[DemoPerson, ...]

    @property
    def first(self) -> tuple[DemoPerson, ...]:
        """The people to begin with."""
        return tuple(person for person in self.people if person.note)

    @property
    def others(self) -> tuple[DemoPerson, ...]:
        """Everybody else."""
        return tuple(person for person in self.people if not person.note)


def demo_people() -> list[PeopleOfPart]:
    """Return everybody whom the switcher offers, in one query."""
    found: dict[str, list[DemoPerson]] = {part: [] for part in PARTS}
    rows = (
        Profile.objects.filter(part__in=PARTS)
        .order_by("user_id")
        .values_list("part", "user_id", "user__username", "name")
    )
    for part, user_id, username, name in rows:
        found[part].append(DemoPerson(user_id, username, name or username, str(NOTES.get(username, ""))))
    return [PeopleOfPart(part, str(PARTS[part]), tuple(people)) for part, people in found.items() if people]

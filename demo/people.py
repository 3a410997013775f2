"""The people of the demo, as the switcher in the top bar lists them."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from demo.models import Profile

LANGUAGE_SESSION_KEY = "demo_language"

#: Parts in the order in which the switcher shows them.
PARTS = {
    "coordinator": _("Coordinator"),
    "administrator": _("Course administrator"),
    "author": _("Course author"),
    "mentor": _("Mentors"),
    "mentee": _("Mentees"),
    "outsider": _("Enrolled, without a part"),
    "stranger": _("Not enrolled"),
}


@dataclass(frozen=True)
class DemoPerson:
    """A person to sign in as."""

    user_id: int
    username: str
    name: str


@dataclass(frozen=True)
class PeopleOfPart:
    """The people of one part, under its name in the reader's language."""

    part: str
    title: str
    people: tuple[DemoPerson, ...]


def demo_people() -> list[PeopleOfPart]:
    """Return everybody whom the switcher offers, in one query."""
    found: dict[str, list[DemoPerson]] = {part: [] for part in PARTS}
    rows = (
        Profile.objects.filter(part__in=PARTS)
        .order_by("user_id")
        .values_list("part", "user_id", "user__username", "name")
    )
    for part, user_id, username, name in rows:
        found[part].append(DemoPerson(user_id, username, name or username))
    return [PeopleOfPart(part, str(PARTS[part]), tuple(people)) for part, people in found.items() if people]

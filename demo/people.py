"""The people of the demo, as the switcher in the top bar lists them: by course, the people to begin with first."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from demo.models import Course, CourseAccess, Enrollment, Profile

LANGUAGE_SESSION_KEY = "demo_language"

#: Parts in the order in which the switcher shows them.
PARTS = {
    "coordinator": _("Coordinator"),
    "matcher": _("Matching group"),
    "coach": _("Coach"),
    "supervisor": _("Supervisor"),
    "mentor": _("Mentors"),
    "mentee": _("Mentees"),
    "applicant": _("Applicants"),
    "line_manager": _("Line manager"),
    "alumnus": _("Took part in earlier years"),
    "author": _("Course author"),
    "administrator": _("Course administrator"),
    "outsider": _("Enrolled, without a part"),
    "stranger": _("Not enrolled"),
}

#: The same of one person.
PART_OF_ONE = {**PARTS, "mentor": _("Mentor"), "mentee": _("Mentee"), "applicant": _("Applicant")}

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
    "mikael": _("Has no mentor yet, and waits for a place in a supervision group."),
    "tellervo": _("Supervises a group in Tampere and one in Seinäjoki. Sees no pair, and nothing that pairs write."),
    "kirsi": _("Edits every block in Studio and publishes it. Sees set-up, and nobody’s texts."),
    "risto": _("Says who coordinates the programme. Sees set-up, and nobody’s texts."),
    "otso": _("Takes the course but not the programme."),
    "vieno": _("Is not enrolled, so every unit is closed."),
    # the next round
    "outi": _("Has more applications than places, and a first proposal to look at under Matching."),
    "ritva": _("Has read nearly all applications. Opinions differ on some of them."),
    "sunniva": _("Is in the middle of reading, and does not see yet what the others think."),
    "helka": _("Has a place as a mentor. A mentee has asked her and waits for an answer."),
    "veera": _("Has a place, has asked one mentor and can ask another."),
    "sohvi": _("Asked a mentor herself, and he said yes."),
    "nelli": _("Was let in late and is still writing her application."),
    "aapo": _("Is in the reserve and sees his place in it."),
    "esko": _("Has applied and can only wait: nothing has been decided."),
    # small groups
    "kerttu": _("Has accepted people for small groups, has mentors to spare, and has proposed nothing yet."),
    "farid": _("Rates values and the ability to reflect, and has read everything."),
    "pirkko": _("Looks for mentors for her own people in the mentor bank."),
    "hilma": _("Mentored in an earlier year and is in the bank. She is asked to do it again."),
    "ilta": _("Applied to mentor, is in the reserve, and has joined the bank meanwhile."),
    # the libraries' year
    "tuija": _("Has announced the kick-off of this week and sees which pairs have nothing booked yet."),
    "hanneli": _("Holds the kick-off and the joint meetings."),
    "elisa": _("Has drafted an agreement and ticked two of three times that her mentor proposes."),
    "mirkka": _("Has an agreement to sign and a first meeting booked."),
    "senja": _("Has heard of her mentor, who began to write their agreement."),
    # the year with three trainings
    "markku": _("Is half-way through the year: trainings, role groups and supervision, with who was there."),
    "ulrika": _("Supervises those who mentor, and sees nothing of what pairs write."),
    "arja": _("Has signed a changed agreement, and meets next week."),
    "mikko": _("Mentors two people; one of them has a changed agreement to sign."),
    "bojan": _("Reads and writes in English. Times are by his own clock."),
    # the path
    "soile": _("Sees pairs at different points of their own half-years, and one of which nothing is heard."),
    "esa": _("Mentors two people who are in different weeks."),
    "lumi": _("Is near the end of her own half-year."),
    "anneli": _("Began two weeks ago and has drafted an agreement."),
    "kalle": _("Has met his mentor once, long ago."),
    "jutta": _("Found her mentor herself, and a coordinator confirmed the pair."),
    "sampsa": _("Has said that a pair was found; a coordinator is to confirm it."),
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
    """Some people of one part, under its name in the reader's language; `of_one` is what one of them is called."""

    part: str
    title: str
    of_one: str
    people: tuple[DemoPerson, ...]


@dataclass(frozen=True)
class PeopleOfCourse:
    """The people whose first course this is, by part; those of none have no course."""

    title: str
    parts: tuple[PeopleOfPart, ...]

    @property
    def people(self) -> tuple[DemoPerson, ...]:
        """Everybody."""
        return tuple(person for part in self.parts for person in part.people)

    @property
    def first(self) -> tuple[PeopleOfPart, ...]:
        """The people to begin with."""
        return self._some(noted=True)

    @property
    def others(self) -> tuple[PeopleOfPart, ...]:
        """Everybody else."""
        return self._some(noted=False)

    @property
    def number_of_others(self) -> int:
        """How many are not to begin with."""
        return sum(len(part.people) for part in self.others)

    def _some(self, *, noted: bool) -> tuple[PeopleOfPart, ...]:
        kept = (
            PeopleOfPart(
                part.part, part.title, part.of_one, tuple(one for one in part.people if bool(one.note) is noted)
            )
            for part in self.parts
        )
        return tuple(part for part in kept if part.people)


def demo_people() -> list[PeopleOfCourse]:
    """Return everybody whom the switcher offers, in four queries."""
    rows = (
        Profile.objects.filter(part__in=PARTS)
        .order_by("user_id")
        .values_list("part", "user_id", "user__username", "name")
    )
    courses = list(Course.objects.order_by("id").values_list("id", "name", "course_key"))
    homes = _homes({key: pk for pk, _name, key in courses})
    found: dict[tuple[int | None, str], list[DemoPerson]] = defaultdict(list)
    for part, user_id, username, name in rows:
        person = DemoPerson(user_id, username, name or username, str(NOTES.get(username, "")))
        found[homes.get(user_id), part].append(person)
    grouped = [
        PeopleOfCourse(
            title,
            tuple(
                PeopleOfPart(part, str(name), str(PART_OF_ONE[part]), tuple(found[pk, part]))
                for part, name in PARTS.items()
                if (pk, part) in found
            ),
        )
        for pk, title, _key in [*courses, (None, str(_("In no course")), "")]
    ]
    return [group for group in grouped if group.parts]


def _homes(numbers: dict[str, int]) -> dict[int, int]:
    """Return everybody's first course, whose number stands under its key."""
    homes: dict[int, int] = {}
    for model in (Enrollment.objects.filter(is_active=True), CourseAccess.objects.all()):
        for user_id, key in model.values_list("user_id", "course_key"):
            if key in numbers:
                homes[user_id] = min(numbers[key], homes.get(user_id, numbers[key]))
    return homes

"""A whole programme year: a clock that only goes forward, the jobs of each day, and every mail counted.

Accounts and the course's content are the host's. Everything else happens through the rooms' own doors, at the moment
that the clock shows.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Callable, Mapping
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management import call_command

from mentoring_xblock.agreements import api as agreements
from mentoring_xblock.gatherings import api as gatherings
from mentoring_xblock.groups import api as groups
from mentoring_xblock.meetings import api as meetings
from mentoring_xblock.models import Meeting, Message
from mentoring_xblock.notes import api as notes
from mentoring_xblock.notifications.models import MessageState, Reason
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import Role
from tests import factories, pages

HELSINKI = ZoneInfo("Europe/Helsinki")
#: When the jobs of a day run.
MORNING = dt.time(9, 5)
_EVE, _DAY = dt.timedelta(hours=15), dt.timedelta(days=1)
#: The jobs in the order of a morning, with what each of them prints that had nothing to do.
JOBS = {
    "mentoring_close_quiet": "0 warned, 0 alive again, 0 closed",
    "mentoring_remind": "0 of meetings tomorrow, 0 of answers wanted, 0 where nothing is booked",
    "mentoring_send_mail": "0 sent, 0 dropped, 0 postponed, 0 failed, 0 unknown",
}


class _AnyDatetime(type):
    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, dt.datetime)


class Clock:
    """The one clock that Django has. What columns take for a default goes by it too, so nothing is from today."""

    def __init__(self, monkeypatch: Any, now: dt.datetime) -> None:
        self.now = now.astimezone(dt.UTC)
        clock = self

        class Moved(dt.datetime, metaclass=_AnyDatetime):
            @classmethod
            def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:
                return clock.now.astimezone(tz)

        monkeypatch.setattr("django.utils.timezone.datetime", Moved)

    def to(self, moment: dt.datetime) -> None:
        assert moment >= self.now, f"{moment} has been already"
        self.now = moment.astimezone(dt.UTC)


def at(day: str, clock: str = "12:00") -> dt.datetime:
    """Return a moment by Helsinki's clock."""
    return dt.datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=HELSINKI)


class Year:
    """A course with a programme, from the day on which its author publishes it. Every act lies after the one before."""

    def __init__(
        self, monkeypatch: Any, commits: Callable, mailoutbox: list[Any], published: str, plan: Mapping[str, Any]
    ) -> None:
        self.clock = Clock(monkeypatch, at(published))
        self.outbox = mailoutbox
        self._commits = commits
        self.block = pages.publish_block("mentoring_programme", "programme", plan=plan, programme="main")
        self.meetings_block = pages.publish_block("mentoring_meetings", "meetings", programme="main")
        self.place = factories.make_place("mentoring_meetings", "meetings")
        programmes.mirror_course(factories.COURSE_KEY)
        admin = factories.make_administrator(name="Aino Ylläpitäjä")
        coordinator = factories.make_staff(name="Saija Koordinaattori")
        programmes.name_coordinator(factories.administrator_actor(admin), self.place, coordinator.pk)
        self.coordinator, self.boss = coordinator, factories.coordinator_actor(coordinator)
        self.people: dict[str, Any] = {"Saija": coordinator}

    def publish(self, block_type: str, block_id: str, **fields: Any) -> Any:
        """Let an author publish another block; returns the place of calls to it."""
        pages.publish_block(block_type, block_id, programme="main", **fields)
        self.act(programmes.mirror_course, factories.COURSE_KEY)
        return factories.make_place(block_type, block_id)

    # ---- the clock, and what runs by it ----

    @property
    def now(self) -> dt.datetime:
        return self.clock.now

    def on(self, day: str, clock: str = "12:00") -> None:
        """Let the days go by until a moment, with the jobs of their mornings.

        So that a year takes seconds, they run on Mondays, on the day before somebody meets, and on this day.
        """
        moment = at(day, clock)
        today = self.now.astimezone(HELSINKI).date()
        while today <= moment.date():
            due = dt.datetime.combine(today, MORNING, HELSINKI)
            near = Meeting.objects.filter(starts_at__gt=due + _EVE, starts_at__lt=due + _EVE + _DAY)
            if self.now < due <= moment and (today.weekday() == 0 or today == moment.date() or near.exists()):
                self.clock.to(due)
                for job in JOBS:
                    self.run(job)
            today += dt.timedelta(days=1)
        self.clock.to(moment)

    def run(self, job: str) -> None:
        """Run a job as its scheduler does. What had something to do runs again at once, and has nothing to do."""
        told = self.act(_printed, job)
        if told != JOBS[job]:
            assert self.act(_printed, job) == JOBS[job]

    def act(self, do: Callable, *args: Any, **more: Any) -> Any:
        """Do something, and what its transaction leaves to be done after it, such as sending mails."""
        before = len(self.outbox)
        with self._commits(execute=True):
            done = do(*args, **more)
        # The same words to the same person at once are a mail too many, whatever its key says.
        told = [(mail.to[0], mail.subject, mail.body) for mail in self.outbox[before:]]
        assert len(set(told)) == len(told), [subject for _, subject, _ in told]
        return done

    # ---- people ----

    def person(self, name: str, **fields: Any) -> Any:
        """Enrol somebody, known by their first name from now on."""
        first = name.split()[0]
        self.people[first] = factories.make_learner(first.lower(), name, **fields)
        return self.people[first]

    def take_in(self, role: Role, *names: str) -> None:
        """Let the coordinator give people a role, who are enrolled for it where they are new."""
        for name in names:
            if name.split()[0] not in self.people:
                self.person(name)
        lines = [name.split()[0].lower() for name in names]
        report = self.act(programmes.add_participants, self.boss, self.place, lines, role)
        assert len(report.lines) == len(lines)

    def actor(self, name: str) -> Any:
        return self.boss if name == "Saija" else factories.actor(self.people[name])

    @property
    def programme(self) -> Any:
        return programmes.programme_of(self.place)

    def part_of(self, name: str) -> Any:
        """Return somebody's part in the round."""
        return next(iter(programmes.roles_of(self.people[name].pk, self.programme.round.id).values()))

    def page(self, name: str, group: Any = None) -> str:
        """Return the page of meetings as somebody sees it first, or that of one of their groups."""
        if group is None:
            return pages.see(self.people[name], self.meetings_block)
        answer = pages.send(self.people[name], self.meetings_block, "open_relation", {"group": str(group)})
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()

    # ---- groups ----

    def pair_up(self, *pairs: tuple[str, str]) -> list[Any]:
        """Let the coordinator put a mentor and a mentee together each, and publish all of them at once."""
        drafts = [
            groups.create_group(
                self.boss,
                self.place,
                groups.Kind.PAIR,
                leader=self.part_of(mentor).public_id,
                members=[self.part_of(mentee).public_id],
            ).public_id
            for mentor, mentee in pairs
        ]
        self.act(groups.publish, self.boss, self.place, drafts)
        return drafts

    def relation(self, name: str, group: Any) -> Any:
        return groups.relation(self.actor(name), self.place, group)

    # ---- a group's own meetings ----

    @staticmethod
    def slot(day: str, clock: str = "15:00", minutes: int = 90, where: str = "") -> meetings.Slot:
        way = meetings.Way.IN_PERSON if where else meetings.Way.REMOTE
        return meetings.Slot.of(at(day, clock).astimezone(dt.UTC), minutes, way, where)

    def do(self, what: Callable, name: str, group: Any, *args: Any, **more: Any) -> Any:
        """Do something in a group as somebody in it, now."""
        return self.act(what, self.actor(name), self.place, group, *args, now=self.now, **more)

    def book(self, name: str, group: Any, *slots: meetings.Slot) -> Any:
        """Book one meeting, or a series at once."""
        if len(slots) > 1:
            return self.do(meetings.book_series, name, group, slots, "Europe/Helsinki", uuid.uuid4())
        return self.do(meetings.book, name, group, slots[0], "Europe/Helsinki", uuid.uuid4())

    def series(self, name: str, group: Any, first: str, every_weeks: int, count: int) -> Any:
        steps = meetings.series(dt.date.fromisoformat(first), dt.time(15), "Europe/Helsinki", every_weeks, count)
        return self.book(name, group, *(self.slot(step.day.isoformat()) for step in steps))

    def meeting(self, name: str, group: Any, meeting: Any) -> Any:
        """Return a meeting as it stands."""
        return meetings.own_meeting(self.relation(name, group), meeting.public_id)

    def held(self, name: str, group: Any, meeting: Any, there: Any = None) -> Any:
        stands = self.meeting(name, group, meeting)
        return self.do(meetings.held, name, group, meeting.public_id, there, stands.version)

    def agree(self, group: Any, texts: Mapping[str, str], writer: str, *others: str) -> Any:
        """Let somebody write an agreement and put it to be signed, and the others sign it."""
        _, stands = agreements.read(self.actor(writer), self.place, group, self.now)
        written = self.do(agreements.save_draft, writer, group, texts, stands.version)
        put = self.do(agreements.put_to_sign, writer, group, written.version)
        for name in others:
            assert put.holding is None or put.holding.number < put.newest.number
            put = self.do(agreements.sign, name, group, put.newest.version_id)
        return put

    def note(self, name: str, group: Any, meeting: Any, text: str, *, own: bool) -> None:
        self.do(notes.save_note, name, group, meeting.public_id, text, 0, own=own)

    # ---- meetings of the programme ----

    def joint(self, planned: str) -> Any:
        """Return a meeting that came out of the plan, or was made beside it, as coordinators see it."""
        desk = gatherings.desk(self.boss, self.place, self.now)
        found = (*desk.drafts, *desk.coming, *desk.past.items)
        return next(one.meeting for one in found if planned in (one.meeting.planned, one.meeting.title.get("en")))

    def change_joint(self, planned: str, **changes: Any) -> None:
        """Let the coordinator change some of what a meeting of the programme is."""
        one = self.joint(planned)
        starts = one.starts_at.astimezone(HELSINKI)
        values = {
            "title": one.title,
            "kind": one.kind,
            "day": starts.date(),
            "starts": starts.time(),
            "minutes": one.minutes,
            "way": one.way,
            "where": one.where,
            "link": one.link,
            "places": one.places,
        } | changes
        draft = gatherings.JointDraft(**values)
        self.act(gatherings.change, self.boss, self.place, one.public_id, draft, one.version, self.now)

    def answer(self, name: str, planned: str, *, coming: bool) -> str:
        meeting = self.joint(planned).public_id
        return self.act(gatherings.answer, self.actor(name), self.place, meeting, coming=coming, now=self.now).value

    def there(self, holder: str, planned: str, *missing: str) -> int:
        """Let whoever holds a meeting say who was there: everybody who is on the list, but these."""
        meeting = self.joint(planned).public_id
        listed = gatherings.sheet(self.actor(holder), self.place, meeting).people.items
        gone = {self.people[name].pk for name in missing}
        came = [one.participant_id for one in listed if one.user_id not in gone]
        everybody = [one.participant_id for one in listed]
        return self.act(gatherings.save_sheet, self.actor(holder), self.place, meeting, everybody, came, self.now)

    # ---- mails ----

    def mails(self) -> dict[str, dict[str, int]]:
        """Return how many mails of each kind each person was sent, by first name."""
        names = {user.pk: name for name, user in self.people.items()}
        found: dict[str, Counter[str]] = {}
        for template, recipient in Message.objects.filter(state=MessageState.SENT).values_list("template", "recipient"):
            found.setdefault(template, Counter())[names[recipient]] += 1
        return {template: dict(sorted(counts.items())) for template, counts in sorted(found.items())}

    def check_outbox(self, unwanted: int = 0) -> None:
        """See that nothing waits, and that what was sent is what arrived, each mail once."""
        states = Counter(Message.objects.values_list("state", "reason"))
        assert states.pop((MessageState.FAILED, Reason.UNWANTED), 0) == unwanted
        assert set(states) == {(MessageState.SENT, "")}
        assert len({mail.extra_headers["Message-ID"] for mail in self.outbox}) == len(self.outbox)
        assert len(self.outbox) == states[MessageState.SENT, ""]


def _printed(job: str) -> str:
    out = StringIO()
    call_command(job, stdout=out)
    return out.getvalue().strip()


def everybody(names: str, count: int = 1) -> dict[str, int]:
    """Return a line of the table in which these people have the same number."""
    return dict.fromkeys(sorted(names.split()), count)

"""What happens before a programme begins: calls, applications, a matching group that reads them, decisions."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from uuid import UUID

from demo.models import AuthoredBlock
from demo.seed.people import Persona
from demo.seed.season import Applicant, Decided, Season, Suggested
from demo.seed.story import Story, once
from mentoring_xblock.applications import api as applications
from mentoring_xblock.applications import deciding
from mentoring_xblock.applications.data import CallSettings
from mentoring_xblock.applications.letters import ready_letter
from mentoring_xblock.applications.models import Status
from mentoring_xblock.kit.localised import LANGUAGES
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme import api as programme
from mentoring_xblock.programme.data import Role
from mentoring_xblock.reviews import api as reviews
from mentoring_xblock.reviews.data import Criterion

#: Names of blocks, beside `course.PROGRAMME`.
MENTEE_CALL, MENTOR_CALL, GROUP_CALL = "mentee_call", "mentor_call", "group_call"

#: Parts of a day that a matcher takes over one application.
_READING = 0.004


@dataclass(eq=False)
class Recruiting(Story):
    """A programme that has not begun."""

    season: Season = field(kw_only=True)
    coordinator: Persona = field(kw_only=True)
    matchers: Mapping[Persona, float] = field(kw_only=True)  # with the day on which each sits down to read
    criteria: tuple[str, ...] = field(kw_only=True)
    ids: dict[str, UUID] = field(default_factory=dict)  # of applications, by username
    versions: dict[str, int] = field(default_factory=dict)

    def plan_everything(self) -> None:
        for block, people in ((MENTOR_CALL, self.season.mentors), (MENTEE_CALL, self.season.mentees)):
            for person in people:
                self._plan_applicant(block, person)
        for day in {int(one.on // 1) + 1 for one in self.season.everybody if not one.draft}:
            self._step(day, self._send_mail)
        for matcher, day in self.matchers.items():
            read = [one for one in self.season.everybody if matcher.username in one.opinions]
            for number, one in enumerate(read):
                self._step(day + number * _READING, self._rate, matcher.username, one)
        for suggested in self.season.suggestions:
            self._step(suggested.on, self._suggest, suggested)
        for number, decided in enumerate(self.season.decisions):
            self._step(decided.on, self._decide, decided, str(number))

    @property
    def _coordinator(self) -> Actor:
        return self._actor(self.coordinator.username)

    def _name_matchers(self) -> None:
        names = [matcher.username for matcher in self.matchers]
        programme.appoint(self._coordinator, self._programme, programme.Post.MATCHER, names)
        criteria = [Criterion(id_) for id_ in self.criteria]
        reviews.set_reading(self._coordinator, self._programme, blind=True, criteria=criteria, version=0)

    # ---- applying ----

    @cache  # noqa: B019 - a story is told once
    def _call(self, block: str) -> CallSettings:
        fields = AuthoredBlock.objects.get(usage_key=str(self.keys[block])).published
        return applications.call_settings(fields, fields.get("questions"), fields.get("commitment"))

    @property
    def _lists(self) -> dict[str, list[str]]:
        return {name: [one.id for one in options] for name, options in self.info.plan.lists.items()}

    def _plan_applicant(self, block: str, one: Applicant) -> None:
        if one.late is not None:
            self._step(one.on - 0.2, self._let_in_late, block, one)
        self._step(one.on, self._save_draft if one.draft else self._apply, block, one)
        if one.withdrawn is not None:
            self._step(one.withdrawn, self._withdraw, block, one)

    def _apply(self, block: str, one: Applicant) -> None:
        sent = applications.submit(
            self._actor(one.username),
            self._place(block),
            self._call(block),
            one.answers(self._lists),
            committed=True,
            version=0,
            page_key=once("application", one.username),
            now=self.moment(one.on),
        )
        self.ids[one.username] = sent.application.public_id
        self.versions[one.username] = sent.application.version

    def _save_draft(self, block: str, one: Applicant) -> None:
        actor, place, now = self._actor(one.username), self._place(block), self.moment(one.on)
        mine = applications.my_application(actor, place)
        version = mine.version if mine else 0
        page = once("application", one.username)
        answers = one.answers(self._lists)
        applications.save_draft(actor, place, self._call(block), answers, version, page, now)

    def _let_in_late(self, block: str, one: Applicant) -> None:
        deciding.let_in_late(
            self._coordinator,
            self._programme,
            self.keys[block],
            one.username,
            self.info.round.starts_on + dt.timedelta(days=one.late),
            self.moment(one.on),
        )
        self._send_mail()

    def _withdraw(self, block: str, one: Applicant) -> None:
        applications.withdraw(self._actor(one.username), self._place(block), self.moment(one.withdrawn))
        self._send_mail()

    # ---- reading ----

    def _rate(self, matcher: str, one: Applicant) -> None:
        opinion = one.opinions[matcher]
        given = zip(self.criteria, opinion.scores, strict=True)
        scores = {criterion: int(score) for criterion, score in given if score != "-"}
        actor, at = self._actor(matcher), self.ids[one.username]
        reviews.rate(actor, self._programme, at, scores, opinion.verdict, opinion.comment, 0)

    def _suggest(self, one: Suggested) -> None:
        pair = self.ids[one.mentee], self.ids[one.mentor]
        reviews.suggest(self._actor(one.by), self._programme, *pair, one.note)

    # ---- deciding ----

    def _decide(self, decided: Decided, number: str) -> None:
        status = Status(decided.outcome)
        deciding.decide(
            self._coordinator,
            self._programme,
            {self.ids[username]: self.versions[username] for username in decided.who},
            status,
            decided.told,
            decided.reason,
            {code: ready_letter(status, self.info, code) for code in LANGUAGES},
            once("decision", str(self.course_key), number),
        )
        if status is Status.ACCEPTED:
            for username in decided.who:
                self._write_card(username)
        self._send_mail()

    def _write_card(self, username: str) -> None:
        one = next(one for one in self.season.everybody if one.username == username)
        if one.headline:
            programme.save_card(self._actor(username), self._programme, one.headline, "", 1)

    def _in_role(self, username: str, role: Role) -> UUID:
        return programme.roles_of(self._user(username).pk, self.round_id)[role].public_id

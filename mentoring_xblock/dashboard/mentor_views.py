"""The mentor's part of the dashboard, and what is new for everybody else in the programme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from webob import Response

from mentoring_xblock import host
from mentoring_xblock.assessment.scoring import CHANGED, ScoresHandIns
from mentoring_xblock.attainment.scale_views import AgreesWithRatings
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.dashboard import awaiting, mentor, news
from mentoring_xblock.dashboard.forms import MenteeForm, QueueForm, TabsForm
from mentoring_xblock.dashboard.mentor import Desk
from mentoring_xblock.dashboard.news import News
from mentoring_xblock.dashboard.parts import Part, Standing, standing_of
from mentoring_xblock.dashboard.urgency import Line, Matter, Situation, lines
from mentoring_xblock.goals import api as goals
from mentoring_xblock.goals import pages as goal_pages
from mentoring_xblock.goals.forms import CommentForm
from mentoring_xblock.goals.forms import PickForm as GoalForm
from mentoring_xblock.groups import api as groups
from mentoring_xblock.journal import side_pages as journal_pages
from mentoring_xblock.journal.forms import PickForm as EntryForm
from mentoring_xblock.journal.reading_views import ReaderViews
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.kit.paging import page_of
from mentoring_xblock.programme import contexts

#: What the page hears when something was opened, so that it can refresh what waits.
OPENED = "mn-opened"


class MentorViews(AgreesWithRatings, ScoresHandIns, ReaderViews):
    """Mixed into the dashboard's block, which lists `mentor_handlers` among its handlers.

    Whatever is opened stands in the element `<uid>-reading`; the page's script moves the reader there and back.
    """

    mentor_handlers: tuple[str, ...] = (
        *ScoresHandIns.handlers,
        "show_mentee",
        "list_mentees",
        "list_waiting",
        "open_goal",
        "open_entry",
        "comment_goal",
        *ReaderViews.reader_handlers,
        *AgreesWithRatings.agreeing_handlers,
    )

    # ---- pages ----

    @staticmethod
    def situation(call: Call, standing: Standing) -> Situation | None:
        """Return what concerns the reader beside what they read on this page; None where there is no round."""
        programme = standing.programme
        if programme is None or programme.round is None:
            return None
        return awaiting.situation(call.actor, call.place, programme, standing.roles, call.now)

    def first_line(self, call: Call, standing: Standing) -> Line | None:
        """Return what concerns somebody who has no part of the page most, as an application of theirs."""
        here = self.situation(call, standing)
        said = lines(here, standing.programme.plan) if here else ()
        return next(iter(awaiting.with_addresses(said[:1], str)), None)

    def mentor_page(self, call: Call, standing: Standing, here: Situation | None) -> str:
        """Return a mentor's page: what waits, whom they mentor, and the first of them on a card."""
        desk = mentor.desk(call.actor, standing.round_id, call.now)
        found = news.news(call.actor, call.place, standing.round_id, call.now)
        context = {
            **self._calendar(call, standing),
            **self._opening(standing, here, desk, found),
            "words": standing.words,
            "tabs": page_of(desk.mentees, 1, mentor.PAGE_SIZE),
            "queue": mentor.queue(call.actor, call.place, desk, 1, call.now),
            "card": self._card(call, standing, desk) if desk.mentees else None,
            "news": found,
        }
        return self.markup("dashboard/mentor/page.html", call, context)

    def news_page(self, call: Call, standing: Standing, here: Situation | None) -> str:
        """Return what is new for somebody who mentors nobody."""
        desk = mentor.desk(call.actor, standing.round_id, call.now)
        found = news.news(call.actor, call.place, standing.round_id, call.now)
        context = {
            **self._calendar(call, standing),
            **self._opening(standing, here, desk, found),
            "queue": mentor.queue(call.actor, call.place, desk, 1, call.now),
            "news": found,
            "write_on": news.pages_to_write_on(call.place),
        }
        return self.markup("dashboard/mentor/news.html", call, context)

    @staticmethod
    def _calendar(call: Call, standing: Standing) -> dict[str, Any]:
        """Return where the reader's groups stand in their calendars."""
        if standing.round_id is None:
            return contexts.calendar(standing.programme, call.now)
        mine = groups.my_groups(call.actor.user_id, standing.round_id)
        return contexts.calendar(standing.programme, call.now, groups.clocks_of(standing.programme, mine))

    @staticmethod
    def _opening(standing: Standing, here: Situation | None, desk: Desk, found: News) -> dict[str, Any]:
        """Return what the page opens with, and what else concerns its reader and stands nowhere below."""
        said: tuple[Line, ...] = ()
        if here is not None:
            said = lines(replace(here, waiting=len(desk.waiting), new=found.count), standing.programme.plan)
            said = awaiting.with_addresses(said, str)
        calm = (
            mentor.calm_sentence(desk, standing.programme)
            if Part.MENTEES in standing.parts
            else gettext("Nothing is new for you now.")
        )
        at_home = any(line.at_home for line in said)
        return {
            "programme_address": host.address(standing.programme.usage_key) if at_home else "",
            "line": said[0] if said else None,
            "first": said[0].text if said else calm,
            "rest": [line for line in said[1:] if line.matter not in {Matter.WAITING, Matter.NEW}],
        }

    def _card(
        self, call: Call, standing: Standing, desk: Desk, participant_id: UUID | None = None, entries: int | None = 1
    ) -> mentor.Card:
        chosen = desk.mentee(participant_id)
        return mentor.card(call.actor, call.place, standing.programme, desk, chosen, entries or 1, call.now)

    def _mentoring(self, call: Call) -> tuple[Standing, Desk]:
        """Return what lies before a mentor.

        Raises:
            NotFound: the reader is none.
        """
        standing = standing_of(call.actor, call.place)
        if Part.MENTEES not in standing.parts:
            raise NotFound(gettext("There is nothing here for you to see."))
        return standing, mentor.desk(call.actor, standing.round_id, call.now)

    # ---- moving about ----

    @learner_handler
    def show_mentee(self, call: Call) -> Response:
        """Another mentee's card, or another page of the entries on it."""
        values = MenteeForm(call.body).require()
        standing, desk = self._mentoring(call)
        card = self._card(call, standing, desk, values["mentee"], values["entries"])
        context = {"card": card, "opened": True}
        return html(self.markup("dashboard/mentor/_card.html", call, context))

    @learner_handler
    def list_mentees(self, call: Call) -> Response:
        """Another page of the list of mentees; the card below it stays."""
        values = TabsForm(call.body).require()
        standing, desk = self._mentoring(call)
        context = {
            "tabs": page_of(desk.mentees, values["page"] or 1, mentor.PAGE_SIZE),
            "chosen": values["mentee"],
            "words": standing.words,
            "turned": True,
        }
        return html(self.markup("dashboard/mentor/_tabs.html", call, context))

    @learner_handler
    def list_waiting(self, call: Call) -> Response:
        """What waits now, and with it every count and the open card, which change where they stand."""
        values = QueueForm(call.body).require()
        standing = standing_of(call.actor, call.place)
        desk = mentor.desk(call.actor, standing.round_id, call.now)
        fresh = news.news(call.actor, call.place, standing.round_id, call.now)
        found = any(one.participant_id == values["mentee"] for one in desk.mentees)
        context = {
            "queue": mentor.queue(call.actor, call.place, desk, values["page"] or 1, call.now),
            "mentees": [one for one in desk.mentees if str(one.participant_id) in values["shown"]],
            **self._calendar(call, standing),
            **self._opening(standing, self.situation(call, standing), desk, fresh),
            "card": self._card(call, standing, desk, values["mentee"], values["entries"]) if found else None,
            "turned": values["turned"],
        }
        return html(self.markup("dashboard/mentor/_refresh.html", call, context))

    # ---- reading and talking ----

    def _opened(self, call: Call, template: str, context: Mapping[str, Any]) -> Response:
        context = {"template": f"mentoring_xblock/{template}", "opened": True, **context}
        answer = html(self.markup("dashboard/mentor/_reading.html", call, context))
        answer.headers["HX-Trigger"] = OPENED
        return answer

    @learner_handler
    def open_goal(self, call: Call) -> Response:
        """A goal that somebody shares with the reader; its owner's trail tells that it was opened."""
        shared = goals.open_shared(call.actor, call.place, GoalForm(call.body).require()["goal"])
        context = {
            "reading": goal_pages.reading(shared),
            "standing": self.reading_extras(call, shared),
            "comment_url": self.urls()["comment_goal"],
        }
        return self._opened(call, "goals/_read.html", context)

    @learner_handler
    def open_entry(self, call: Call) -> Response:
        """An entry that somebody shares with the reader; its author's trail tells that it was opened."""
        entry_id = EntryForm(call.body).require()["entry"]
        reading = journal_pages.reading(call.actor, call.place, entry_id)
        return self._opened(call, "journal/_read.html", {"reading": reading})

    @learner_handler
    def comment_goal(self, call: Call) -> Response:
        """Say something below a goal that somebody shares; what can't be sent stays as it was typed."""
        form = CommentForm(call.body)
        values = form.require()
        # Before anything is written: the answer shows only a goal that somebody else shares.
        goals.read_shared(call.actor, call.place, values["goal"])
        done, typed, status = gettext("Sent."), None, 200
        try:
            said = (values["share"], values["body"], values["once_key"], form.taken)
            goals.comment(call.actor, call.place, values["goal"], *said)
        except (Invalid, Conflict) as error:
            form.add_error("body", error.message)
            done, typed, status = "", form, error.status
        shared = goals.read_shared(call.actor, call.place, values["goal"])
        context = {
            "reading": goal_pages.reading(shared, typed),
            "standing": self.reading_extras(call, shared),
            "comment_url": self.urls()["comment_goal"],
            "done": done,
            "opened": True,
        }
        return html(self.markup("goals/_read.html", call, context), status)


__all__ = ["CHANGED", "OPENED", "MentorViews"]

"""The parts of pages about five levels and ratings, and what their buttons do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from webob import Response

from mentoring_xblock.attainment import api, pages, pictures, stages
from mentoring_xblock.attainment.data import Standing
from mentoring_xblock.attainment.forms import AgreeForm, PartForm, RateForm, ScaleForm
from mentoring_xblock.attainment.rating import LevelsChanged
from mentoring_xblock.attainment.reading import remembered_standings
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.goals import api as goals
from mentoring_xblock.goals import pages as goal_pages
from mentoring_xblock.goals.data import GoalInfo, SharedGoal
from mentoring_xblock.goals.worksheet import Sheet
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.kit.numbers import signed
from mentoring_xblock.meetings import api as meetings
from mentoring_xblock.privacy.policy import Action


class AgreesWithRatings:
    """Mixed into every block on which somebody reads goals that are shared with them.

    Its part is `<uid>-standing-<key of the goal>`.
    """

    agreeing_handlers: tuple[str, ...] = ("agree_rating",)

    def reading_extras(self, call: Call, shared: SharedGoal, **more: Any) -> str:
        """Return how far a goal has come that the reader has read as shared with them; never a score."""
        standing = remembered_standings([shared.goal.goal_id])[shared.goal.goal_id]
        agrees = self._agrees(call, shared, standing)
        context = pages.reading(shared, standing, call.now, agrees=agrees, **more)
        return self.markup("attainment/_read.html", call, {**context, "agree_url": self.urls()["agree_rating"]})

    @staticmethod
    def _agrees(call: Call, shared: SharedGoal, standing: Standing) -> bool:
        newest = standing.newest()
        if newest is None or newest.agreed_at is not None:
            return False
        try:
            goals.goal_ref(call.actor, call.place, shared.goal.goal_id, Action.RATING_AGREE)
        except NotFound:
            return False
        return True

    @learner_handler
    def agree_rating(self, call: Call) -> Response:
        """Agree with the newest rating of a goal whose owner the reader mentors."""
        values = AgreeForm(call.body).require()
        # Before anything is written: the answer shows only a goal that somebody else shares.
        shared = goals.read_shared(call.actor, call.place, values["goal"])
        said = (values["rating"], values["share"], values["once_key"], call.now)
        try:
            api.agree(call.actor, call.place, values["goal"], *said)
        except Conflict as error:
            return html(self.reading_extras(call, shared, problem=error.message), error.status)
        done = gettext("You agree. It also stands among the comments.")
        return html(self.reading_extras(call, shared, done=done) + self._said(call, values["goal"]))

    def _said(self, call: Call, goal_id: UUID) -> str:
        """Return the comments beside a goal that the reader has open, to be put in their place."""
        reading = goal_pages.reading(goals.read_shared(call.actor, call.place, goal_id))
        context = {"thread": reading.thread, "goal": reading.shared.goal, "apart": True}
        return self.markup("goals/_said.html", call, context)


class ScaleViews(AgreesWithRatings):
    """A part of the block of goals: the part `<uid>-scale` beside the sheet, and what of it stands elsewhere.

    Expects `laid` and `sheet_of` of `goals.writing_views.WritesGoals` and what the block's base class gives. Where the
    author wants no levels on a sheet, what was written on them is still read.
    """

    scale_handlers: tuple[str, ...] = ("edit_scale", "save_scale", "rate_goal", *AgreesWithRatings.agreeing_handlers)

    # ---- parts of the page ----

    def scale_lines(self, call: Call, goal_ids: Iterable[UUID]) -> dict[UUID, str]:
        """Return the small pictures for a list of goals that the reader has read, by public id.

        A goal without five levels has an empty one, for the answer to a save to fill.
        """
        found = self._standings(call, goal_ids)
        minis = pages.minis(found)
        return {goal_id: self._mini(call, goal_id, minis.get(goal_id)) for goal_id in found}

    def _mini(self, call: Call, goal_id: UUID, mini: pictures.Mini | None, *, apart: bool = False) -> str:
        context = {"goal_id": goal_id, "mini": mini, "apart": apart}
        return self.markup("attainment/_mini_part.html", call, context)

    def scale_panel(self, call: Call, goal: GoalInfo, *, apart: bool = False, **more: Any) -> str:
        """Return the levels of a goal of the reader's own or of their group's; empty where there are none to be."""
        sheet, standing = self.laid(call).of(goal.group_id), self._standing(call, goal)
        scaled = sheet.worksheet.scaled
        if not scaled and standing.scale is None:
            return ""
        context = pages.part(call.actor, goal, standing, sheet.worksheet, writes=scaled and sheet.open, **more)
        return self.markup("attainment/_scale.html", call, {**context, "apart": apart})

    def open_parts(self, call: Call, goal_id: UUID) -> list[str]:
        """Return the levels of a goal that stands open and how it moved, after something was said of it elsewhere."""
        goal = goals.get_goal(call.actor, self.sheet_of(call, goal_id), goal_id)
        return [self.scale_panel(call, goal, closed=True, apart=True), self.moved_panel(call, goal, apart=True)]

    def moved_panel(self, call: Call, goal: GoalInfo, *, apart: bool = False) -> str:
        """Return how a goal moved, with the meetings of the reader's groups and the changes of its text."""
        mine = [one for one in self.laid(call).together if goal.group_id in (None, one.group_id)]
        came = max(filter(None, (goal.created_at, *(one.relation.since for one in mine if goal.group_id))))
        met = [at for at in meetings.held_dates(one.group_pk for one in mine) if at >= came] if mine else []
        written = [one.at for one in goals.moments(goal.pk) if one.kind == "changed" and one.at >= came]
        context = pages.moved(self._standing(call, goal), call.now, met, written)
        return self.markup("attainment/_moved.html", call, {**context, "moved_id": "moved", "apart": apart})

    def together_panel(self, call: Call, sheet: Sheet, *, apart: bool = False) -> str:
        """Return what the reader's own goals on a sheet come to; nothing is in it where none of them can be rated."""
        if sheet.owner_id is None or not sheet.worksheet.scaled:
            return ""
        refs = goals.own_refs(call.actor, sheet)
        known = remembered_standings(ref.goal_id for ref in refs)
        context: dict[str, Any] = {"together": None}
        if any(one.scale and one.scale.whole for one in known.values()):
            context = pages.together(stages.change_of({ref.goal_id: ref.status for ref in refs}, known))
        return self.markup("attainment/_together.html", call, {**context, "apart": apart})

    def levels_written(self, call: Call, goal: GoalInfo) -> int | None:
        """Return how many of its levels a goal has on a sheet that is about them; None on others."""
        worksheet = self.laid(call).of(goal.group_id).worksheet
        if not worksheet.scaled or worksheet.template != pages.SCALED:
            return None
        scale = self._standing(call, goal).scale
        return scale.written if scale else 0

    def copy_beside(self, from_pk: int, to_pk: int) -> None:
        """Take the levels of a goal along with it."""
        api.copy_scale(from_pk, to_pk)

    def _standing(self, call: Call, goal: GoalInfo) -> Standing:
        return self._standings(call, [goal.goal_id])[goal.goal_id]

    def _standings(self, call: Call, goal_ids: Iterable[UUID]) -> dict[UUID, Standing]:
        """Return where goals stand: of a group's what is after the reader came into the group."""
        since = {one.group_pk: one.relation.since for one in self.laid(call).together}
        found = remembered_standings(goal_ids)
        return {goal_id: standing.since(since.get(standing.group_pk)) for goal_id, standing in found.items()}

    # ---- handlers ----

    def _goal(self, call: Call, goal_id: UUID) -> GoalInfo:
        """Return a goal that the reader writes, alone or in their group, on a sheet with levels.

        Raises:
            NotFound: there is none.
        """
        sheet = self.sheet_of(call, goal_id)
        if not sheet.worksheet.scaled:
            raise NotFound(gettext("There is nothing here for you to see."))
        return goals.get_goal(call.actor, sheet, goal_id)

    @learner_handler
    def edit_scale(self, call: Call) -> Response:
        """Open the levels to write them or to rate on them; nothing named, close what was open."""
        values = PartForm(call.body).require()
        goal = self._goal(call, values["goal"])
        scale = self._standing(call, goal).scale
        opens: Mapping[str, Any] = {}
        if values["what"] == "levels":
            opens = {"form": ScaleForm.of(goal.goal_id, scale), "opened": True}
        elif values["what"] == "rating":
            opens = {"rate": RateForm.of(goal.goal_id, scale), "opened": True}
        return html(self.scale_panel(call, goal, closed=not opens, **opens))

    @learner_handler
    def save_scale(self, call: Call) -> Response:
        """Save the levels, finished or not; what can't be saved stays as it was typed."""
        form = ScaleForm(call.body)
        goal = self._goal(call, PartForm(call.body).require()["goal"])
        try:
            values = form.require()
            saved = api.save_scale(
                call.actor,
                call.place,
                values["goal"],
                form.draft,
                values["version"],
                same=form.means_same,
                now=call.now,
            )
        except Invalid as error:
            form.take(error)
            return html(self.scale_panel(call, goal, form=form, problem=error.message), error.status)
        except Conflict as error:
            elsewhere = error.current
            if elsewhere is not None:
                form.moved_to(elsewhere.version)
            shown = self.scale_panel(call, goal, form=form, elsewhere=elsewhere, problem=error.message)
            return html(shown, error.status)
        self.touched = True
        done = gettext("Saved. You can rate where you are.") if saved.whole else gettext("Saved.")
        return self._changed(call, goal, done, self._kept_texts(call, goal))

    def _kept_texts(self, call: Call, goal: GoalInfo) -> str:
        """Return how many texts are kept beside a goal, to be put in its place: saving its levels may keep one more."""
        relation = self.laid(call).of(goal.group_id).relation
        kept = goals.kept_count(goal.goal_id, relation.since if relation else None)
        return self.markup("goals/_history.html", call, {"goal_id": goal.goal_id, "kept": kept, "follows": True})

    @learner_handler
    def rate_goal(self, call: Call) -> Response:
        """Say where one is; it stays for ever, and the next rating stands beside it."""
        form = RateForm(call.body)
        goal = self._goal(call, PartForm(call.body).require()["goal"])
        try:
            values = form.require()
            rated = api.rate(call.actor, call.place, values["goal"], form.answer, values["once_key"], call.now)
        except Invalid as error:
            form.take(error)
            return html(self.scale_panel(call, goal, rate=form, problem=error.message), error.status)
        except Conflict as error:
            form.renewed()
            if isinstance(error, LevelsChanged):
                form.moved_to(error.current[goal.goal_id].scale.version)
            return html(self.scale_panel(call, goal, rate=form, problem=error.message), error.status)
        self.touched = True
        done = gettext("Rated %(level)s.") % {"level": signed(rated.answer.level)}
        return self._changed(call, goal, done)

    def _changed(self, call: Call, goal: GoalInfo, done: str, *more: str) -> Response:
        """Answer with the part, and with what follows it elsewhere on the page; `more` goes along."""
        parts = [
            self.scale_panel(call, goal, done=done, closed=True),
            self.moved_panel(call, goal, apart=True),
            *self.rated_parts(call, [goal.goal_id], own=goal.group_id is None),
            *more,
        ]
        return html("".join(parts))

    def rated_parts(self, call: Call, goal_ids: Iterable[UUID], *, own: bool = True) -> list[str]:
        """Return what follows ratings wherever they were given: the small pictures, and what the goals come to."""
        minis = pages.minis(self._standings(call, goal_ids))
        return [
            *(self._mini(call, goal_id, mini, apart=True) for goal_id, mini in minis.items()),
            self.together_panel(call, self.laid(call).own, apart=True) if own else "",
        ]


__all__ = ["AgreesWithRatings", "ScaleViews"]

"""The card on which somebody looks back at their goals, and what its buttons do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, ngettext
from webob import Response

from mentoring_xblock.attainment import reviewing
from mentoring_xblock.attainment.rating import LevelsChanged
from mentoring_xblock.attainment.review_forms import PickReviewForm, ReviewForm
from mentoring_xblock.attainment.reviewing import Review
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import html, learner_handler
from mentoring_xblock.goals.worksheet import Sheet
from mentoring_xblock.kit.errors import Invalid
from mentoring_xblock.kit.numbers import opening, signed


class ReviewViews:
    """A part of the block of goals: the part `<uid>-review` above the sheet.

    Expects `_sheet` of `goals.writing_views.WritesGoals`, what follows a rating elsewhere on the page of
    `attainment.scale_views.ScaleViews`, and what the block's base class gives.
    """

    review_handlers: tuple[str, ...] = ("open_review", "save_review")

    def review_panel(self, call: Call, sheet: Sheet) -> str:
        """Return the card of the review that is open for the reader; empty where nothing of it waits for them."""
        found = reviewing.review_of(call.actor, sheet, call.now)
        return self._review(call, found) if found is not None and found.left else ""

    @learner_handler
    def open_review(self, call: Call) -> Response:
        """Ask about each goal that is open in the review."""
        found = self._meant(call, PickReviewForm(call.body).require()["milestone"])
        return html(self._review(call, found, form=ReviewForm(review=found) if found.left else None))

    @learner_handler
    def save_review(self, call: Call) -> Response:
        """Keep what was said; what was left open stays open, and the card says so."""
        sheet = self._sheet(call)
        found = self._meant(call, PickReviewForm(call.body).require()["milestone"])
        form = ReviewForm(call.body, review=found)
        try:
            values = form.require()
            reviewing.save_review(call.actor, sheet, values["milestone"], form.answers, values["once_key"], call.now)
        except Invalid as error:
            form.refuse(error)
            return html(self._review(call, found, form=form, problem=error.message), error.status)
        except LevelsChanged as error:
            found = self._meant(call, values["milestone"])
            problem = gettext("Something needs another look. What you typed is still here.")
            return html(self._review(call, found, form=form.moved(found, error), problem=problem), error.status)
        self.touched = True
        said = form.answers.get(values["beside"])
        parts = [
            self._review(call, self._meant(call, values["milestone"]), saved=True),
            *self.rated_parts(call, [goal_id for goal_id, one in form.answers.items() if one.level is not None]),
            *(self.open_parts(call, values["beside"]) if said and (said.level is not None or said.words) else ()),
        ]
        return html("".join(parts))

    def _meant(self, call: Call, milestone_id: str) -> Review:
        found = reviewing.review_of(call.actor, self._sheet(call), call.now)
        if found is None or found.opened.milestone.id != milestone_id:
            raise reviewing.not_open()
        return found

    def _review(self, call: Call, found: Review, **more: Any) -> str:
        context = {"review": found, "waiting": _waiting(len(found.left)), "said": _said(found), **more}
        return self.markup("attainment/_review.html", call, context)


def _waiting(left: int) -> str:
    """Say of how many goals nothing was said yet."""
    if not left:
        return gettext("You have looked at all of your goals in it.")
    return ngettext(
        "%(count)s goal waits for a line or a rating.", "%(count)s goals wait for a line or a rating.", left
    ) % {"count": opening(left)}


def _said(found: Review) -> list[dict[str, str]]:
    """Return what was said of each goal: its title, the level with its words, and the line."""
    rows = []
    for ref in found.looked_at:
        answer, scale = found.said(ref.goal_id).answer, found.standings[ref.goal_id].scale
        words = scale.draft.texts.get(answer.level, "") if scale and answer.level is not None else ""
        sign = "" if answer.level is None else signed(answer.level)
        rows.append({"title": ref.title, "sign": sign, "level": words, "line": answer.words})
    return rows


__all__ = ["ReviewViews"]

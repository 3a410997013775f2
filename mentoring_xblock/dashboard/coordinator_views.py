"""The coordinator's part of the dashboard."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.groups import api as groups
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action
from mentoring_xblock.programme import api as programmes


class CoordinatorViews:
    """Mixed into the dashboard's block, which lists `coordinator_handlers` among its handlers."""

    coordinator_handlers: tuple[str, ...] = ()

    def coordinator_page(self, call: Call) -> str:
        """Return the coordinator's page: how many groups there are, and which.

        Raises:
            NotAllowed: the actor does not coordinate this programme.
        """
        policy.require(Action.OVERVIEW_SEE, call.actor)
        programme = programmes.get_programme(call.place.course_key, call.place.slug)
        shown = groups.groups_of_round(programme.round.id) if programme and programme.round else None
        if shown is None or not shown.total:
            first = gettext("There are no groups yet.")
        else:
            first = ngettext("There is %(count)s group.", "There are %(count)s groups.", shown.total) % {
                "count": shown.total
            }
        context = {"first": first, "groups": shown.groups if shown else ()}
        return self.markup("dashboard/coordinator/page.html", call, context)

"""The mentor's part of the dashboard, and what is new for everybody else in the programme."""

from __future__ import annotations

from mentoring_xblock import host
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.dashboard.parts import standing_of
from mentoring_xblock.groups import api as groups


class MentorViews:
    """Mixed into the dashboard's block, which lists `mentor_handlers` among its handlers."""

    mentor_handlers: tuple[str, ...] = ()

    def mentor_page(self, call: Call) -> str:
        """Return a mentor's page: whom they mentor."""
        standing = standing_of(call.actor, call.place)
        mentees = groups.mentees_of(call.actor.user_id, standing.round_id)
        people = host.people({mentee.member.user_id for mentee in mentees})
        names = [people[mentee.member.user_id].full_name for mentee in mentees if mentee.member.user_id in people]
        return self.markup("dashboard/mentees.html", call, {"names": names})

    def news_page(self, call: Call) -> str:
        """Return what is new for somebody who mentors nobody."""
        return self.markup("dashboard/news.html", call)

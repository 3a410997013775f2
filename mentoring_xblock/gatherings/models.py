"""The tables of meetings, which the two rooms share: whoever arranged a meeting, it is one day in one calendar.

A meeting of the programme is a row without a group, and what somebody said to it is one of the same answers.
"""

from mentoring_xblock.meetings.models import Answer, Attendance, Kind, Meeting, State, Way

__all__ = ["Answer", "Attendance", "Kind", "Meeting", "State", "Way"]

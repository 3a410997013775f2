"""The worksheet as a participant meets it, for whoever sets it up: the real form, with nothing behind it."""

from __future__ import annotations

from typing import Any

from mentoring_xblock.goals.forms import GoalForm
from mentoring_xblock.goals.worksheet import Sheet
from mentoring_xblock.kit.place import Place
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.worksheets.api import TEMPLATES
from mentoring_xblock.worksheets.data import Worksheet, Writers


def preview(place: Place | None, worksheet: Worksheet, writers: Writers) -> dict[str, Any]:
    """Return the context of `goals/setup.html`. Reads what authors published, and no learner's row.

    Args:
        place: None where there is no course, as in a workbench.
    """
    programme = programmes.get_programme(place.course_key, place.slug) if place else None
    sheet = Sheet(place, worksheet, themes=programme.plan.themes if programme else ())
    return {
        "worksheet": worksheet,
        "ready_made": TEMPLATES.get(worksheet.template),
        "everybody": writers is Writers.EVERYBODY,
        "form": GoalForm(None, sheet=sheet),
    }

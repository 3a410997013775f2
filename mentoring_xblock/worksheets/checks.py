"""What an author should still look at in a worksheet, in sentences; nothing of it keeps a page from opening."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from mentoring_xblock.kit.localised import pick
from mentoring_xblock.kit.questions import written_ids
from mentoring_xblock.worksheets.data import OWN
from mentoring_xblock.worksheets.reading import read_worksheet

#: Questions of one sheet, and characters of its parts.
QUESTIONS_LIMIT = 20


def problems(fields: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with the worksheet in a block's fields, in the author's language; empty if nothing is."""
    ids = written_ids(fields.get("questions"))
    sheet = read_worksheet(fields)
    found = []
    if not ids:
        found.append(gettext("This worksheet has no questions of its own, so it asks those of the sheet SMART."))
    for id_, times in Counter(ids).items():
        if times > 1:
            found.append(
                gettext(
                    "Several questions have the id “%(id)s”. The first one keeps it, and the others have been given "
                    "ids of their own. Open the editor and save to keep it so."
                )
                % {"id": id_}
            )
    if len(ids) > QUESTIONS_LIMIT:
        found.append(gettext("A worksheet asks at most %(limit)s questions.") % {"limit": QUESTIONS_LIMIT})
    if any(not pick(question.label).strip() for question in sheet.questions):
        found.append(gettext("One of the questions has no words."))
    if sheet.template == OWN and not pick(sheet.source).strip():
        found.append(
            gettext(
                "The words of this worksheet are not a ready-made sheet’s. Write under “Source and permission” "
                "where they come from, and that they may be used."
            )
        )
    return found

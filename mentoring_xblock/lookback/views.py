"""The journal block's handlers for looking back: the list, the search, a year, insights, and all of it as a file."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, get_language_bidi
from webob import Response

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import data, html, learner_handler
from mentoring_xblock.lookback import api, pages
from mentoring_xblock.lookback.data import FORMS
from mentoring_xblock.lookback.document_text import as_json, as_markdown, file_name
from mentoring_xblock.lookback.forms import DocumentForm, InsightsForm, ListForm, SearchForm, YearForm


class LooksBack:
    """A part of `JournalBlock`, kept beside it for size: whoever writes reads their own entries, and nobody else's.

    Expects `question_sets`, `moods` and what the block's base class gives.
    """

    looking_handlers = ("list_entries", "search_entries", "open_year", "open_insights", "open_document")

    def looking_back(self, call: Call) -> dict[str, Any]:
        """Return what the page needs of it as it opens, for `lookback/home.html` and `lookback/_year_ago.html`."""
        return pages.home(call.actor, call.place, self.question_sets, moods=self.moods, now=call.now)

    def _list(self, call: Call, form: ListForm | SearchForm, **more: Any) -> Response:
        values = form.cleaned_data
        shown = {"page": values.get("page") or 1, "open_id": values.get("entry")}
        context = pages.listed(call.actor, call.place, form.filter, **shown, now=call.now)
        if context["listed"].total == 1 and not context["narrowed"]:
            # The first entry has just come to be, and with it something to look for.
            asked = (call.actor, call.place, self.question_sets, context["marks"])
            more |= {**pages.tools(*asked, moods=self.moods), "renewed": True}
        return html(
            self.markup("journal/_list.html", call, {**context, **more, "turned": values["turned"], "telling": True})
        )

    @learner_handler
    def list_entries(self, call: Call) -> Response:
        """A page of one's own entries, as they are narrowed."""
        form = ListForm(call.body)
        form.require()
        return self._list(call, form)

    @learner_handler
    def search_entries(self, call: Call) -> Response:
        """One's own entries with some words in them; without words the list, as it is narrowed now."""
        form = SearchForm(call.body)
        values = form.require()
        if not values["words"].strip():
            return self._list(call, form)
        found = api.search(call.actor, call.place, values["words"], values["after"], form.filter)
        context = pages.found(found, values["words"], form.filter, call.now)
        turned = values["turned"] or values["after"] is not None
        return html(self.markup("lookback/_hits.html", call, {**context, "turned": turned}))

    @learner_handler
    def open_year(self, call: Call) -> Response:
        """A year of one's own writing as a picture."""
        number = YearForm(call.body).require()["year"]
        return html(self.markup("lookback/_year.html", call, pages.of_year(call.actor, call.place, number, call.now)))

    @learner_handler
    def open_insights(self, call: Call) -> Response:
        """What one has marked in one's entries, a page at a time."""
        values = InsightsForm(call.body).require()
        context = pages.marked(api.insights(call.actor, call.place, values["page"] or 1), call.now)
        return html(self.markup("lookback/_insights.html", call, {**context, "turned": values["turned"]}))

    @learner_handler
    def open_document(self, call: Call) -> Response:
        """All of one's own entries in this journal as one file, which needs nothing else to be read."""
        values = DocumentForm(call.body).require()
        form = values["form"] or FORMS[0]
        found = api.document(call.actor, call.place, call.now, form, values["year"], values["month"])
        if form == "json":
            text = as_json(found)
        elif form == "markdown":
            text = as_markdown(found)
        else:
            context = {"document": found, "language": get_language(), "right_to_left": get_language_bidi()}
            text = self.markup("lookback/document.html", call, context)
        return data({"name": file_name(found, form), "text": text})

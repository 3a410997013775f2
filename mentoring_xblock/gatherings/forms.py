"""What a browser may send about meetings of the programme."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mentoring_xblock.blocks.forms import IdsField, JsonForm, ManyOnAPageForm
from mentoring_xblock.gatherings.data import TITLE_LIMIT, JointDraft, JointInfo
from mentoring_xblock.gatherings.pages import audience_choices, kind_name
from mentoring_xblock.kit import zones
from mentoring_xblock.kit.localised import LANGUAGES
from mentoring_xblock.meetings.data import LINK_LIMIT, WHERE_LIMIT, Kind, Way
from mentoring_xblock.meetings.slots import is_safe_link
from mentoring_xblock.programme.plan import Plan
from mentoring_xblock.programme.plan_relationship import LENGTH_LIMITS, PLACES_LIMITS, Audience

#: Page numbers stay far below what a database takes.
_MOST_PAGES = 1_000_000
_TOO_LONG = {"max_length": _("This can have %(limit_value)s characters; it has %(show_value)s.")}
_A_DAY = {"required": _("Choose a day."), "invalid": _("Choose a day.")}
_KINDS = [kind for kind in Kind if kind is not Kind.OWN]


def _day(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        input_formats=["%Y-%m-%d"],
        error_messages=_A_DAY,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        **more,
    )


def _number(label: str, limits: tuple[int, ...], **more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=limits[0],
        max_value=limits[1],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        **more,
    )


class JointPickForm(ManyOnAPageForm):
    """One of the meetings, and the version of it that the reader saw; empty for what concerns all of them."""

    meeting = forms.UUIDField(required=False)
    version = forms.IntegerField(required=False, min_value=0, max_value=_MOST_PAGES)
    page = forms.IntegerField(required=False, min_value=1, max_value=_MOST_PAGES)


class JointMeetingForm(ManyOnAPageForm):
    """One of the meetings, by public id."""

    meeting = forms.UUIDField()


class JointAnswerForm(JointMeetingForm):
    """Whether somebody comes."""

    coming = forms.BooleanField(required=False)


class SheetForm(JointMeetingForm):
    """A page of who was there."""

    page = forms.IntegerField(required=False, min_value=1, max_value=_MOST_PAGES)


class SaveSheetForm(SheetForm):
    """Who of those on the page was there; by public ids of participants."""

    listed = IdsField(required=False)
    there = IdsField(required=False)


class PutForm(ManyOnAPageForm):
    """A meeting of the plan, by its id there; empty for all of them."""

    planned = forms.CharField(max_length=40, required=False)


class TableForm(JsonForm):
    """A part of the table of who was there."""

    number = forms.IntegerField(required=False, min_value=1, max_value=_MOST_PAGES)


class JointForm(JsonForm):
    """A meeting of the programme as a coordinator writes it. `meeting` is empty for a new one."""

    meeting = forms.UUIDField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, min_value=0, max_value=_MOST_PAGES, widget=forms.HiddenInput)
    once_key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind"), choices=[(kind.value, "") for kind in _KINDS])
    title_en = forms.CharField(
        label=_("Title in English"), required=False, max_length=TITLE_LIMIT, error_messages=_TOO_LONG
    )
    title_fi = forms.CharField(
        label=_("Title in Finnish"), required=False, max_length=TITLE_LIMIT, error_messages=_TOO_LONG
    )
    #: Not sent for a meeting that people have heard of: whom it is for does not change any more.
    audience = forms.ChoiceField(
        label=_("Whom it is for"), choices=[(one.value, "") for one in Audience], required=False
    )
    day = _day(_("Day"))
    time = forms.TimeField(
        label=_("Time"),
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        error_messages={"required": _("Choose a time."), "invalid": _("Choose a time.")},
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    minutes = _number(_("Length in minutes"), LENGTH_LIMITS)
    way = forms.ChoiceField(label=_("How people meet"), choices=[(one.value, "") for one in Way])
    where = forms.CharField(
        label=pgettext_lazy("where people meet", "Place"),
        required=False,
        max_length=WHERE_LIMIT,
        error_messages=_TOO_LONG,
    )
    link = forms.CharField(label=_("Link"), required=False, max_length=LINK_LIMIT, error_messages=_TOO_LONG)
    places = _number(_("Places"), PLACES_LIMITS, required=False, help_text=_("Empty for as many as come."))
    answer_on = _day(
        _("Answer by"), required=False, help_text=_("The last day on which people can say that they come.")
    )
    leader = forms.UUIDField(label=_("Held by"), required=False, widget=forms.Select)

    def named(self, plan: Plan, leaders: Iterable[tuple[str, str]]) -> JointForm:
        """Say everything in the reader's language.

        Args:
            leaders: (public id, name) of the participants who may hold it.
        """
        self.fields["kind"].choices = [(kind.value, kind_name(kind)) for kind in _KINDS]
        self.fields["audience"].choices = audience_choices(plan)
        self.fields["way"].choices = [
            (Way.REMOTE.value, gettext("Remotely")),
            (Way.IN_PERSON.value, gettext("In person")),
        ]
        self.fields["leader"].widget.choices = [("", gettext("Nobody in particular")), *leaders]
        self.fields["time"].help_text = gettext("By the clock of %(zone)s.") % {"zone": plan.time_zone}
        self.languages = plan.languages
        return self

    @property
    def audience_shown(self) -> str:
        """What the meeting that is being changed is for, in words."""
        return dict(self.fields["audience"].choices).get(self["audience"].value(), "")

    @property
    def titles(self) -> list[forms.BoundField]:
        """The fields of the title, one for each language of the plan."""
        return [self[f"title_{code}"] for code in self.languages]

    def clean_link(self) -> str:
        """Let only addresses through that can stand on a page as a link."""
        link = self.cleaned_data["link"].strip()
        if link and not is_safe_link(link):
            raise ValidationError(gettext("Write a whole address that begins with https:// or http://."))
        return link

    @property
    def draft(self) -> JointDraft:
        """What a valid form says."""
        values = self.cleaned_data
        return JointDraft(
            title={code: values[f"title_{code}"].strip() for code in LANGUAGES},
            kind=Kind(values["kind"]),
            day=values["day"],
            starts=values["time"].replace(second=0, microsecond=0),
            minutes=values["minutes"],
            way=Way(values["way"]),
            audience=Audience(values["audience"]) if values["audience"] else None,
            where=values["where"].strip(),
            link=values["link"],
            places=values["places"],
            answer_on=values["answer_on"],
            leader=values["leader"],
        )

    @classmethod
    def empty(cls, plan: Plan) -> JointForm:
        """Return a form for a new meeting."""
        initial = {
            "once_key": uuid.uuid4(),
            "kind": Kind.JOINT.value,
            "audience": Audience.EVERYBODY.value,
            "way": Way.REMOTE.value,
            "minutes": plan.relations.minutes,
        }
        return cls(initial=initial)

    @classmethod
    def of(cls, plan: Plan, info: JointInfo, leaders: Mapping[int, str]) -> JointForm:
        """Return a form with what stands.

        Args:
            leaders: public ids of participants who lead, by user id.
        """
        meeting = info.meeting
        starts = zones.on_wall(meeting.starts_at, plan.time_zone)
        until = meeting.answer_until
        initial = {
            "meeting": meeting.public_id,
            "version": meeting.version,
            "once_key": uuid.uuid4(),
            "kind": meeting.kind.value,
            **{f"title_{code}": meeting.title.get(code, "") for code in LANGUAGES},
            "audience": meeting.audience,
            "day": starts.date(),
            "time": starts.time(),
            "minutes": meeting.minutes,
            "way": meeting.way.value,
            "where": meeting.where,
            "link": meeting.link,
            "places": meeting.places,
            "answer_on": _last_day(plan, until),
            "leader": leaders.get(meeting.leader_id, ""),
        }
        return cls(initial=initial)


def _last_day(plan: Plan, until: dt.datetime | None) -> dt.date | None:
    return plan.last_day(until) if until else None

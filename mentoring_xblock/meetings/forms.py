"""What a browser may send about a group's own meetings.

Forms read what was typed by the clock of a zone; whether it is a time for a meeting is the api's to say. A form with
several times has the same fields once for each, with a number behind: `day_0`, `day_1`.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentoring_xblock.blocks.forms import IdsField, JsonForm, ManyOnAPageForm
from mentoring_xblock.kit import zones
from mentoring_xblock.kit.errors import Invalid
from mentoring_xblock.meetings.data import LINK_LIMIT, OPTIONS_LIMIT, SERIES_LIMIT, MeetingInfo, Way
from mentoring_xblock.meetings.holding import untimed
from mentoring_xblock.meetings.slots import Slot

_WAYS = [(Way.REMOTE.value, _("Remotely")), (Way.IN_PERSON.value, _("In person"))]
_MOST_PAGES = 1_000_000
#: What can be read as a length at all; what is sensible is the api's to say.
_MINUTES = {"min_value": -100_000, "max_value": 100_000}


class GroupForm(JsonForm):
    """One of the reader's groups; empty for what concerns everybody."""

    group = forms.UUIDField(required=False)


class OwnForm(ManyOnAPageForm):
    """Something about one of the reader's groups."""

    group = forms.UUIDField(widget=forms.HiddenInput)


class PageForm(OwnForm):
    """Which page of a list."""

    page = forms.IntegerField(required=False, min_value=1, max_value=_MOST_PAGES)


class OpenForm(OwnForm):
    """Which form to open: for a new meeting, or for one that is there."""

    what = forms.ChoiceField(choices=[(one, one) for one in ("book", "propose", "series", "met", "move", "held")])
    meeting = forms.UUIDField(required=False)


class MeetingForm(OwnForm):
    """One of the group's own meetings."""

    meeting = forms.UUIDField(widget=forms.HiddenInput)


class VersionForm(MeetingForm):
    """One of the group's own meetings as the reader saw it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class AnswerForm(MeetingForm):
    """Which of the proposed times suit; `none` is the button that says that none does."""

    options = IdsField(required=False)
    none = forms.CharField(required=False, max_length=8)

    @property
    def chosen(self) -> tuple[uuid.UUID, ...]:
        """The ids of the times that suit; after `require`."""
        return () if self.cleaned_data["none"] else self.cleaned_data["options"]


class ConfirmForm(MeetingForm):
    """One of the proposed times. `said`: what people had said of them on the page from which it is booked."""

    option = forms.UUIDField()
    said = forms.CharField(required=False, max_length=16)


# ---- times ----


#: Days that clocks everywhere can be asked about; which of them are sensible is the api's to say.
_DAYS = (dt.date(2000, 1, 1), dt.date(2200, 1, 1))


def _near(day: dt.date) -> None:
    if not _DAYS[0] <= day <= _DAYS[1]:
        raise ValidationError(gettext("This day is too far away."))


def _slot_fields(at: str, *, required: bool = True) -> dict[str, forms.Field]:
    return {
        f"day{at}": forms.DateField(
            label=_("Day"),
            required=required,
            validators=[_near],
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        ),
        f"time{at}": forms.TimeField(
            label=_("Starts at"), required=required, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        ),
    }


def _length() -> forms.IntegerField:
    return forms.IntegerField(label=_("Minutes"), widget=forms.NumberInput(attrs={"step": 5, "min": 5}), **_MINUTES)


def _way() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("How you meet"), choices=_WAYS)


def _spot() -> forms.CharField:
    return forms.CharField(label=_("Link, or place"), required=False, max_length=LINK_LIMIT)


class TimesForm(OwnForm):
    """Times by the clock of a zone. `slots` holds them once the form is valid, `ats` the number behind their fields."""

    time_zone = forms.CharField(
        label=_("By the clock of"), max_length=64, widget=forms.TextInput(attrs={"autocapitalize": "off"})
    )
    once_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, body: Mapping[str, Any] | None = None, **kwargs: Any):
        # Before the body is read, because what it may hold is told by the fields.
        self.base_fields = {**self.base_fields, **self.time_fields(body)}
        super().__init__(body, **kwargs)
        self.slots: list[Slot] = []
        self.ats: list[str] = []
        self.twice: list[dt.datetime] = []

    def time_fields(self, body: Mapping[str, Any] | None) -> dict[str, forms.Field]:
        """Return the fields of its times: of one time, unless a subclass has others."""
        return {**_slot_fields(""), "minutes": _length(), "way": _way(), "spot": _spot()}

    def add_slot(self, at: str, minutes: int | None, way: str, spot: str) -> None:
        """Read one time; what speaks against it stands beside its fields."""
        values = self.cleaned_data
        day, clock, zone = values.get(f"day{at}"), values.get(f"time{at}"), values.get("time_zone")
        if day is None or clock is None or not zone or minutes is None or not way:
            return
        try:
            moment = zones.to_instant(day, clock, zone)
            slot = Slot.of(moment.at, minutes, Way(way), where=spot, link=spot)
        except Invalid as error:
            for name, sentences in error.fields.items():
                self._once(name if name == "time_zone" else f"{name}{at}", sentences)
            return
        self.slots.append(slot)
        self.ats.append(at)
        if moment.twice:
            self.twice.append(moment.at)

    def _once(self, name: str, sentences: Iterable[str]) -> None:
        if name not in self.errors:
            self.add_error(name, list(sentences))

    def take(self, error: Invalid) -> None:
        """Put what the api says of a time beside the fields that it was read from."""
        for name, sentences in error.fields.items():
            base, _, number = name.rpartition("_")
            at, base = (int(number), base) if base and number.isdigit() else (0, name)
            suffix = self.ats[at] if at < len(self.ats) else f"_{at}"
            base = {"where": "spot", "link": "spot"}.get(base, base)
            field = next((one for one in (f"{base}{suffix}", base) if one in self.fields), None)
            self.add_error(field, sentences)

    @property
    def places(self) -> tuple[str, ...]:
        """The zones to choose from."""
        return zones.places()


def _fresh(group: uuid.UUID, minutes: int, **values: Any) -> dict[str, Any]:
    """Return what a new form begins with; the clock is the reader's."""
    return {
        "group": group,
        "minutes": minutes,
        "way": Way.REMOTE.value,
        "time_zone": zones.here(),
        "once_key": uuid.uuid4(),
        **values,
    }


class BookForm(TimesForm):
    """One meeting."""

    @classmethod
    def fresh(cls, group: uuid.UUID, minutes: int) -> BookForm:
        """Return an empty form."""
        return cls(initial=_fresh(group, minutes))

    def clean(self) -> dict[str, Any]:
        """Read the time."""
        values = super().clean()
        self.add_slot("", values.get("minutes"), values.get("way", ""), values.get("spot", ""))
        return values


class MoveForm(BookForm):
    """A new time for a meeting, or another place."""

    meeting = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    @classmethod
    def of(cls, meeting: MeetingInfo) -> MoveForm:
        """Return a form with a meeting as it stands, by the reader's clock."""
        starts = timezone.localtime(meeting.starts_at)
        return cls(
            initial=_fresh(
                meeting.group_id,
                meeting.minutes,
                way=meeting.way.value,
                spot=meeting.link or meeting.where,
                day=starts.date(),
                time=starts.time(),
                meeting=meeting.public_id,
                version=meeting.version,
            )
        )


class ProposeForm(TimesForm):
    """Two or three times, each with its own place."""

    def time_fields(self, body: Mapping[str, Any] | None) -> dict[str, forms.Field]:
        """Return the fields of each time, and how long all of them last."""
        found: dict[str, forms.Field] = {}
        for at in range(OPTIONS_LIMIT):
            found |= {**_slot_fields(f"_{at}", required=at < 2), f"way_{at}": _way(), f"spot_{at}": _spot()}
        return {**found, "minutes": _length()}

    @classmethod
    def fresh(cls, group: uuid.UUID, minutes: int) -> ProposeForm:
        """Return an empty form."""
        return cls(initial=_fresh(group, minutes))

    def clean(self) -> dict[str, Any]:
        """Read the times; the last one may stay empty."""
        values = super().clean()
        for at in range(OPTIONS_LIMIT):
            day, clock = values.get(f"day_{at}"), values.get(f"time_{at}")
            if at >= 2 and (day is None) != (clock is None):
                name = f"day_{at}" if day is None else f"time_{at}"
                if name not in self.errors:
                    self.add_error(name, gettext("Give both a day and a time, or leave both empty."))
            self.add_slot(f"_{at}", values.get("minutes"), values.get(f"way_{at}", ""), values.get(f"spot_{at}", ""))
        return values

    @property
    def rows(self) -> list[tuple[int, list[forms.BoundField]]]:
        """The fields of each time, with its number for people."""
        names = ("day", "time", "way", "spot")
        return [(at + 1, [self[f"{name}_{at}"] for name in names]) for at in range(OPTIONS_LIMIT)]


class SeriesForm(TimesForm):
    """How a series goes on from its first meeting."""

    every_weeks = forms.IntegerField(label=_("Every how many weeks"), min_value=1, max_value=52)
    count = forms.IntegerField(label=_("How many meetings"), min_value=1, max_value=SERIES_LIMIT)

    @classmethod
    def fresh(cls, group: uuid.UUID, minutes: int, every_weeks: int, count: int) -> SeriesForm:
        """Return an empty form; so many meetings are planned."""
        return cls(initial=_fresh(group, minutes, every_weeks=every_weeks, count=max(1, min(count, SERIES_LIMIT))))


class SeriesListForm(TimesForm):
    """The meetings of a series one by one, each with another time, or left out. `number` is how many were listed."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=SERIES_LIMIT)
    #: What is the same for all of them.
    carries = ("time_zone", "minutes", "way", "spot")

    def time_fields(self, body: Mapping[str, Any] | None) -> dict[str, forms.Field]:
        """Return the fields of as many meetings as were listed, and what is the same for all of them."""
        self.listed = self._number(body)
        found: dict[str, forms.Field] = {"minutes": _length(), "way": _way(), "spot": _spot()}
        for at in range(self.listed):
            found |= _slot_fields(f"_{at}", required=False)
            found[f"keep_{at}"] = forms.BooleanField(label=_("Book this one"), required=False)
        return found

    @staticmethod
    def _number(body: Mapping[str, Any] | None) -> int:
        try:
            return max(0, min(int((body or {}).get("number", 0)), SERIES_LIMIT))
        except (TypeError, ValueError, OverflowError):
            return 0

    @classmethod
    def of(cls, values: Mapping[str, Any], days: Sequence[tuple[dt.date, dt.time]]) -> SeriesListForm:
        """Return the list of a series, read as if it had been sent, so that it says what speaks against each.

        Args:
            values: of a valid `SeriesForm`.
        """
        body: dict[str, Any] = {name: str(values[name]) for name in ("group", "once_key", *cls.carries)}
        body["number"] = len(days)
        for at, (day, clock) in enumerate(days):
            body |= {f"day_{at}": day.isoformat(), f"time_{at}": f"{clock:%H:%M}", f"keep_{at}": True}
        return cls(body)

    def clean(self) -> dict[str, Any]:
        """Read the times of those that are kept."""
        values = super().clean()
        for at in range(values.get("number") or 0):
            if not values.get(f"keep_{at}"):
                continue
            for name in (f"day_{at}", f"time_{at}"):
                if values.get(name) is None and name not in self.errors:
                    self.add_error(name, gettext("Give a day and a time, or leave this meeting out."))
            self.add_slot(f"_{at}", values.get("minutes"), values.get("way", ""), values.get("spot", ""))
        return values

    @property
    def rows(self) -> list[tuple[int, forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Of each meeting its number for people, the tick that keeps it, its day and its time."""
        return [(at + 1, self[f"keep_{at}"], self[f"day_{at}"], self[f"time_{at}"]) for at in range(self.listed)]

    @property
    def carried(self) -> list[forms.BoundField]:
        """The fields that only go along."""
        for name in self.carries:
            self.fields[name].widget = forms.HiddenInput()
        return [self[name] for name in ("number", *self.carries)]


# ---- what has been ----


class ThereForm(ManyOnAPageForm):
    """Who was there, where that is asked; otherwise everybody was."""

    there = IdsField(required=False)
    asked_there = forms.BooleanField(required=False, widget=forms.HiddenInput)

    @property
    def came(self) -> tuple[uuid.UUID, ...] | None:
        """The ids of those who were there; None for everybody. After `require`."""
        return self.cleaned_data["there"] if self.cleaned_data["asked_there"] else None


class HeldForm(ThereForm, VersionForm):
    """That a booked meeting took place."""


class MetForm(ThereForm, TimesForm):
    """A meeting that took place elsewhere: on which day, and more for who wants to say more."""

    which = forms.ChoiceField(
        label=_("When did you meet?"),
        choices=[("today", _("Today")), ("yesterday", _("Yesterday")), ("other", _("On another day"))],
        widget=forms.RadioSelect,
    )

    def time_fields(self, body: Mapping[str, Any] | None) -> dict[str, forms.Field]:
        """Return the fields of a time that may stay open."""
        found = {**super().time_fields(body), **_slot_fields("", required=False)}
        found["day"].label = _("The day, if it was another")
        return found

    @classmethod
    def fresh(cls, group: uuid.UUID, minutes: int) -> MetForm:
        """Return a form that one tap sends."""
        return cls(initial=_fresh(group, minutes, which="today", way=Way.IN_PERSON.value))

    def clean(self) -> dict[str, Any]:
        """Read the day, and the time where there is one."""
        values = super().clean()
        if values.get("which") in ("today", "yesterday"):
            today = timezone.localdate()
            values["day"] = today if values["which"] == "today" else today - dt.timedelta(days=1)
        elif values.get("day") is None and "day" not in self.errors:
            self.add_error("day", gettext("Choose the day on which you met."))
        if values.get("time") is not None:
            self.add_slot("", values.get("minutes"), values.get("way", ""), values.get("spot", ""))
        return values

    def slot(self, now: dt.datetime) -> Slot:
        """Return when it was, also where only the day was said.

        Raises:
            Invalid: there is no such zone.
        """
        if self.slots:
            return self.slots[0]
        values = self.cleaned_data
        zone = zones.zone_of(values["time_zone"])
        starts_at, _ends_at = untimed(values["day"], values["minutes"], zone, now)
        return Slot.of(starts_at, values["minutes"], Way(values["way"]), where=values["spot"], link=values["spot"])

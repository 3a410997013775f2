"""Lets things have happened over the past weeks.

The rooms' doors write the time of the call, as they must. So the story of the demo is told quickly and in order, each
step under the moment at which it is to have happened, and `settle` then moves what was written to those moments.
"""

import bisect
import datetime as dt
import operator
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import reduce

from django.apps import apps
from django.db.models import DateTimeField, Model, Q
from django.utils import timezone

from demo.seed.course import TIME_ZONE

#: Apps whose rows are written while the story is told.
APPS = ("mentoring_xblock", "submissions", "completion", "demo")
#: Ends that are counted from when their row was made. Other times that have not come yet are days in a calendar.
_COUNTED = ("expires_at", "answer_by")
#: Such an end by a day's end moves by whole days. The hour depends on the clock of the programme.
_END_OF_DAY = dt.time(0, 59, 59)
#: Rows of one UPDATE statement.
_BATCH = 100


@dataclass
class Clock:
    """Remembers when each step was told and when it is to have happened.

    Moments must not go backwards, because rows are compared with each other: what was answered after it was read.
    """

    begun: dt.datetime = field(default_factory=timezone.now)
    _latest: dt.datetime | None = None
    _told: list[dt.datetime] = field(default_factory=list)
    _moments: list[dt.datetime] = field(default_factory=list)

    @contextmanager
    def at(self, moment: dt.datetime) -> Iterator[None]:
        """Let what is written inside have happened at a moment.

        Raises:
            ValueError: the moment lies before that of the step before it, or has not come yet.
        """
        if self._latest and moment < self._latest:
            raise ValueError(f"{moment} comes before {self._latest}, which has been told already")
        if moment > self.begun:
            raise ValueError(f"{moment} has not come yet")
        now, self._latest = timezone.now(), moment
        if self._told:
            # Of two steps at one moment the second happened after the first.
            moment = max(moment, self._moments[-1] + (now - self._told[-1]))
        self._told.append(now)
        self._moments.append(moment)
        yield

    def begin_today(self, model: str, name: str) -> int:
        """Let a day that a door has just written as today be the day of the step; returns how many rows that are.

        At once and not when it settles, because what comes next is compared with it.
        """
        told, moment = (at.astimezone(TIME_ZONE).date() for at in (timezone.now(), self._moments[-1]))
        return apps.get_model(model)._base_manager.filter(**{name: told}).update(**{name: moment})

    def settle_now(self, model: str) -> int:
        """Move the times of one model's rows before the story goes on, because what comes next asks how long ago."""
        return self._settle(apps.get_model(model), timezone.now())

    def settle(self) -> int:
        """Move the times of all rows that were written since the clock began; returns how many rows that are."""
        now = timezone.now()
        models = [model for app in APPS for model in apps.get_app_config(app).get_models()]
        return sum(self._settle(model, now) for model in models)

    def _settle(self, model: type[Model], now: dt.datetime) -> int:
        names = [one.name for one in model._meta.concrete_fields if isinstance(one, DateTimeField)]
        written = reduce(operator.or_, (Q(**{f"{name}__gte": self.begun}) for name in names), Q(pk__in=()))
        moved = []
        for row in model._base_manager.filter(written).only("pk", *names):
            times = {name: getattr(row, name) for name in names}
            news = {name: self._moved(at) for name, at in times.items() if at is not None and self.begun <= at <= now}
            for name in _COUNTED:
                if name in times and times[name] > now and "created_at" in news:
                    back = times["created_at"] - news["created_at"]
                    if times[name].time().replace(hour=0) == _END_OF_DAY:
                        back = times["created_at"].date() - news["created_at"].date()
                    news[name] = times[name] - back
            for name, at in news.items():
                setattr(row, name, at)
            if news:
                moved.append(row)
        if moved:
            model._base_manager.bulk_update(moved, names, batch_size=_BATCH)
        return len(moved)

    def _moved(self, at: dt.datetime) -> dt.datetime:
        """Return a time by the step in which it was written; what lay between two times of one step stays so."""
        step = bisect.bisect_right(self._told, at) - 1
        return at if step < 0 else self._moments[step] + (at - self._told[step])

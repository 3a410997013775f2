"""What the coordinator's desk for matching sends. Ids are public; a proposal's `version` is the one the page showed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.functional import lazy
from django.utils.translation import gettext, gettext_lazy

from mentoring_xblock.blocks.forms import JsonForm, OnceForm
from mentoring_xblock.groups.data import Kind
from mentoring_xblock.programme.data import Role
from mentoring_xblock.proposals import explaining
from mentoring_xblock.proposals.brief import (
    MUSTS,
    SEED_LIMIT,
    SORTING,
    WEIGHT_LIMITS,
    Brief,
    Criterion,
    Fields,
    Mode,
    Objective,
    Rule,
)
from mentoring_xblock.proposals.data import Ask, Order
from mentoring_xblock.proposals.later_data import Surplus

#: Characters of what is looked for; page numbers stay far below what a database takes.
SEARCH_LIMIT = 150
_MOST_PAGES = 1_000_000
#: The same for versions.
_MOST_VERSIONS = 1_000_000_000
#: Characters of the names of people who are to be together, or apart.
NAMES_LIMIT = 4_000

#: How places are given, as a coordinator chooses: a way of solving, and what is best.
WAYS: Mapping[str, tuple[Mode, Objective]] = {
    "fair": (Mode.BEST, Objective.FAIR),
    "total": (Mode.BEST, Objective.TOTAL),
    "stable": (Mode.STABLE, Objective.FAIR),
    "even": (Mode.EVEN, Objective.FAIR),
    "random": (Mode.RANDOM, Objective.FAIR),
    "alphabetical": (Mode.ALPHABETICAL, Objective.FAIR),
}
#: What proposals are of.
KINDS = {
    Kind.PAIR: gettext_lazy("Pairs"),
    Kind.SMALL_GROUP: gettext_lazy("Small groups"),
    Kind.PEER_GROUP: gettext_lazy("Peer groups"),
}
#: Members of a group that a form begins with, where the programme is about something else.
USUAL_SIZES = {Kind.PAIR: (1, 1), Kind.SMALL_GROUP: (2, 4), Kind.PEER_GROUP: (3, 6)}
_OF_PAIRS = (Kind.PAIR, Kind.SMALL_GROUP)

WAY_NAMES = {
    "fair": gettext_lazy("Best, and fair: the worst-off first"),
    "total": gettext_lazy("Best in total, even if somebody fares badly"),
    "stable": gettext_lazy("Stable: no two would both rather swap"),
    "even": gettext_lazy("Evenly: the same number for each"),
    "random": gettext_lazy("At random"),
    "alphabetical": gettext_lazy("By the alphabet"),
}
#: What of these a proposal of peer groups can be.
_GROUP_WAYS = ("fair", "total", "even", "random", "alphabetical")

_label = lazy(explaining.label, str)
CRITERION_NAMES = {one: _label(one) for one in Criterion}
_MUST_NAMES = {
    Criterion.WISHES: gettext_lazy("Wishes answered, at least"),
    Criterion.INTERESTS: gettext_lazy("Interests in common, at least"),
    Criterion.CHALLENGES: gettext_lazy("Challenges in common, at least"),
    Criterion.VALUES: gettext_lazy("Closeness in values, at least per cent"),
    Criterion.STYLES: gettext_lazy("Closeness in working style, at least per cent"),
    Criterion.HOURS: gettext_lazy("Hours a week in common, at least"),
    Criterion.LANGUAGES: gettext_lazy("Languages in common, at least"),
    Criterion.PLACES: gettext_lazy("A place that suits everybody, or remote"),
    Criterion.FIELD: gettext_lazy("The field of work, as chosen above"),
    Criterion.EXPERIENCE: gettext_lazy("Experience that fits"),
}
_FIELD_NAMES = {Fields.SAME: gettext_lazy("The same is better"), Fields.DIFFERENT: gettext_lazy("Another is better")}
_RULE_NAMES = {
    "": gettext_lazy("Does not matter"),
    Rule.MIX.value: gettext_lazy("Mixed in every group"),
    Rule.ALIKE.value: gettext_lazy("The same within a group"),
    Rule.NOT_ALONE.value: gettext_lazy("Nobody alone with theirs"),
}


def _one_of(choices: type, **kwargs: Any) -> forms.TypedChoiceField:
    """A choice that comes out as a member of the enumeration, or None."""
    return forms.TypedChoiceField(
        choices=[(one.value, one.value) for one in choices], coerce=choices, empty_value=None, **kwargs
    )


class ProposalForm(JsonForm):
    """A proposal."""

    proposal = forms.UUIDField(widget=forms.HiddenInput)


class VersionForm(ProposalForm):
    """A proposal as the page showed it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=_MOST_VERSIONS)


class PublishForm(VersionForm):
    """Publish it; `mentors` and `mentees` are what those are told who have nobody."""

    mentors = _one_of(Surplus, required=False)
    mentees = forms.TypedChoiceField(
        choices=[(one.value, one.value) for one in (Surplus.NOTHING, Surplus.RESERVE)],
        coerce=Surplus,
        empty_value=None,
        required=False,
    )


class PageForm(JsonForm):
    """Which of a round's proposals to show."""

    page = forms.IntegerField(required=False, min_value=1, max_value=_MOST_PAGES)


class SeatsForm(ProposalForm):
    """Which people of a proposal to show."""

    order = _one_of(Order, required=False)
    text = forms.CharField(max_length=SEARCH_LIMIT, required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=_MOST_PAGES)


class MemberForm(VersionForm):
    """Somebody in a proposal."""

    member = forms.UUIDField()


class SeekForm(ProposalForm):
    """Somebody who could go elsewhere, and whom to look for."""

    member = forms.UUIDField()
    find = forms.CharField(max_length=SEARCH_LIMIT, required=False)


class LockForm(MemberForm):
    """Whether somebody stays where they are when it is run again."""

    locked = forms.BooleanField(required=False)


class PlaceField(forms.CharField):
    """Where somebody goes: a mentor's public id, the number of a peer group, or empty for nowhere."""

    def clean(self, value: Any) -> UUID | int | None:
        """Return the id, the number, or None."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else UUID(text)
        except ValueError as error:
            raise ValidationError(gettext("This can’t be read. Choose again.")) from error


class MoveForm(MemberForm):
    """Somebody who goes elsewhere, or changes places with somebody."""

    to = PlaceField(required=False, max_length=64)
    other = forms.UUIDField(required=False)


class CoachForm(VersionForm):
    """Who leads a peer group; empty for nobody."""

    number = forms.IntegerField(min_value=1, max_value=_MOST_PAGES)
    coach = forms.UUIDField(required=False)


class FillForm(VersionForm):
    """How those without a place get one."""

    mode = _one_of(Mode)


class QuestionForm(ProposalForm):
    """What if."""

    ask = _one_of(Ask)
    leader = forms.UUIDField(required=False)
    member = forms.UUIDField(required=False)
    other = forms.UUIDField(required=False)


class TryForm(QuestionForm):
    """A what-if that becomes a proposal of its own; the key makes a double click one."""

    once_key = forms.UUIDField(widget=forms.HiddenInput)


class GiveForm(JsonForm):
    """A free place, and who gets it: with a mentor anew, in a group of theirs that there is, or in a peer group."""

    participant = forms.UUIDField()
    leader = forms.UUIDField(required=False)
    group = forms.UUIDField(required=False)


class BriefForm(OnceForm):
    """What a run is asked. Numbers of every criterion are fields of their own: `weight_wishes`, `must_hours` and so on.

    A must that is left empty is none. `parent` is the proposal whose locks it keeps.
    """

    kind = forms.TypedChoiceField(
        label=gettext_lazy("What comes together"),
        choices=[(kind.value, name) for kind, name in KINDS.items()],
        coerce=Kind,
        widget=forms.RadioSelect,
    )
    way = forms.ChoiceField(
        label=gettext_lazy("How places are given"), choices=list(WAY_NAMES.items()), widget=forms.RadioSelect
    )
    parent = forms.UUIDField(required=False, widget=forms.HiddenInput)
    low = forms.IntegerField(label=gettext_lazy("Members at least"), required=False)
    high = forms.IntegerField(label=gettext_lazy("Members at most"), required=False)
    fields_wanted = forms.TypedChoiceField(
        label=gettext_lazy("Field of work"),
        choices=[(one.value, name) for one, name in _FIELD_NAMES.items()],
        coerce=Fields,
        required=False,
        empty_value=Fields.SAME,
    )
    members = forms.TypedChoiceField(
        label=gettext_lazy("Groups of"),
        choices=[(role.value, role.value) for role in (Role.MENTEE, Role.MENTOR, Role.PEER)],
        coerce=Role,
        required=False,
        empty_value=Role.MENTEE,
    )
    coaches = forms.BooleanField(label=gettext_lazy("A coach for each group"), required=False)
    together = forms.CharField(
        label=gettext_lazy("Together in one group"),
        help_text=gettext_lazy("Full names, between commas; another group of people on the next line."),
        max_length=NAMES_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    apart = forms.CharField(
        label=gettext_lazy("Never in the same group"),
        help_text=gettext_lazy("Full names, between commas; others on the next line."),
        max_length=NAMES_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seed = forms.IntegerField(
        label=gettext_lazy("Seed"),
        help_text=gettext_lazy("The same applications and the same seed give the same proposal. Up to 2147483647."),
        min_value=0,
        max_value=SEED_LIMIT,
        required=False,
    )

    @classmethod
    def of(cls, brief: Brief, **initial: Any) -> BriefForm:
        """Return the form as a brief fills it."""
        way = next(
            name for name, pair in WAYS.items() if pair == (brief.mode, brief.objective) or pair[0] == brief.mode
        )
        if brief.mode is Mode.BEST:
            way = brief.objective.value
        return cls(
            initial={
                "kind": brief.kind.value,
                "way": way,
                "low": brief.sizes[0],
                "high": brief.sizes[1],
                "fields_wanted": brief.fields.value,
                "members": brief.members.value,
                "coaches": brief.coaches,
                "seed": brief.seed,
                **{f"weight_{one.value}": points for one, points in brief.weights.items()},
                **{f"must_{one.value}": least for one, least in brief.musts.items()},
                **{f"rule_{one.value}": rule.value for one, rule in brief.rules.items()},
                **initial,
            }
        )

    @property
    def chosen_kind(self) -> Kind:
        """The kind as it is chosen now, whether or not the rest can be used."""
        value = self["kind"].value()
        return next((kind for kind in Kind if kind.value == value), Kind.PAIR)

    @property
    def chosen_way(self) -> str:
        """The way as it is chosen now."""
        value = self["way"].value()
        return value if isinstance(value, str) and value in WAYS else "fair"

    @property
    def chosen_mode(self) -> Mode:
        """The way of solving as it is chosen now."""
        return WAYS[self.chosen_way][0]

    @property
    def by_score(self) -> bool:
        """Whether answers decide, as it is chosen now."""
        return self.chosen_mode in (Mode.BEST, Mode.STABLE)

    @property
    def ways(self) -> list[tuple[str, Any]]:
        """The ways that the chosen kind can be asked for."""
        return [(way, name) for way, name in WAY_NAMES.items() if self.chosen_kind in _OF_PAIRS or way in _GROUP_WAYS]

    def weight(self, criterion: Criterion) -> BoundField:
        """Return the field of a criterion's weight."""
        return self[f"weight_{criterion.value}"]

    def must(self, criterion: Criterion) -> BoundField:
        """Return the field of a criterion's must."""
        return self[f"must_{criterion.value}"]

    def rules(self) -> Iterator[BoundField]:
        """Yield the fields of rules for groups."""
        return (self[f"rule_{one.value}"] for one in SORTING)

    def weights(self) -> dict[Criterion, int]:
        """Return the weights as they stand in the form, those that can be read."""
        found = {}
        for criterion in Criterion:
            value = self.weight(criterion).value()
            try:
                found[criterion] = min(max(int(str(value or 0)), WEIGHT_LIMITS[0]), WEIGHT_LIMITS[1])
            except ValueError:
                found[criterion] = 0
        return found

    def brief(self, values: Mapping[str, Any], **more: Any) -> Brief:
        """Return the brief that checked values describe; `more` are what no field holds."""
        mode, objective = WAYS[values["way"]]
        kind = values["kind"]
        sizes = (1, 1) if kind is Kind.PAIR else (values["low"] or 0, values["high"] or 0)
        return Brief(
            kind=kind,
            mode=mode,
            objective=objective,
            weights={one: values[f"weight_{one.value}"] or 0 for one in Criterion},
            musts={one: int(values[f"must_{one.value}"]) for one in MUSTS if values[f"must_{one.value}"]},
            fields=values["fields_wanted"],
            sizes=sizes,
            seed=values["seed"] or 0,
            members=values["members"],
            rules={one: Rule(values[f"rule_{one.value}"]) for one in SORTING if values[f"rule_{one.value}"]},
            coaches=values["coaches"],
            **more,
        )


def _number(label: Any, low: int, high: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=low,
        max_value=high,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


def _of_criteria() -> Iterator[tuple[str, forms.Field]]:
    for one in Criterion:
        yield f"weight_{one.value}", _number(CRITERION_NAMES[one], *WEIGHT_LIMITS)
    for one, (low, high, _) in MUSTS.items():
        yes = forms.BooleanField(label=_MUST_NAMES[one], required=False)
        yield f"must_{one.value}", yes if high == 1 else _number(_MUST_NAMES[one], low, high)
    for one in SORTING:
        choices = list(_RULE_NAMES.items())
        yield f"rule_{one.value}", forms.ChoiceField(label=CRITERION_NAMES[one], choices=choices, required=False)


BriefForm.base_fields.update(_of_criteria())

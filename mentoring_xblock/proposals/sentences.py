"""Sentences of the coordinator's desk for matching."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext, pgettext

from mentoring_xblock.groups.data import Kind
from mentoring_xblock.kit import dates
from mentoring_xblock.kit.numbers import grouped, opening
from mentoring_xblock.programme.page import and_
from mentoring_xblock.proposals.brief import Brief, Mode
from mentoring_xblock.proposals.data import (
    Ask,
    ChangeInfo,
    LeaderInfo,
    Numbers,
    ProposalInfo,
    Question,
    Stage,
    StaleInfo,
    Standing,
    Step,
    What,
)
from mentoring_xblock.proposals.forms import WAY_NAMES
from mentoring_xblock.proposals.later_data import Answer, Fate
from mentoring_xblock.proposals.place_words import last_day

#: Names in one sentence; the rest is a number.
_MOST_NAMES = 4


def opening_sentence(info: ProposalInfo) -> str:
    """Say what became of a proposal: what it comes to, or once it has been published, what was."""
    return published_sentence(info) if info.done else first_sentence(info.kind, info.numbers)


def published_sentence(info: ProposalInfo) -> str:
    """Say what was published, and how many places were declined since."""
    groups, declined = info.done.groups, info.done.declined
    said = [
        {
            Kind.PAIR: ngettext("%(count)s pair is published.", "%(count)s pairs are published.", groups),
            Kind.SMALL_GROUP: ngettext(
                "%(count)s small group is published.", "%(count)s small groups are published.", groups
            ),
            Kind.PEER_GROUP: ngettext(
                "%(count)s peer group is published.", "%(count)s peer groups are published.", groups
            ),
        }[info.kind]
        % {"count": opening(groups)}
    ]
    if declined:
        sentence = ngettext(
            "%(count)s person has declined since.", "%(count)s people have declined since.", declined
        ) % {"count": opening(declined)}
        said.append(sentence)
    return " ".join(said)


def published_second(info: ProposalInfo, now: datetime) -> str:
    """Say who was told and when, and until when they may decline."""
    done = info.done
    said = [
        ngettext("%(count)s person was told on %(when)s.", "%(count)s people were told on %(when)s.", done.told)
        % {"count": grouped(done.told), "when": dates.moment(info.finished_at)}
    ]
    if done.answer_by:
        last = dates.day(last_day(done.answer_by))
        still = (
            gettext("They may decline until %(when)s.")
            if done.answer_by > now
            else gettext("They could decline until %(when)s.")
        )
        said.append(still % {"when": last})
    return " ".join(said)


def fate_words(fate: Fate) -> tuple[str, bool]:
    """Say what became of a published place, and whether it needs a look."""
    if fate.answer is Answer.DECLINED:
        return gettext("Amber: declined the place"), True
    if fate.mentor_declined:
        return gettext("Amber: the mentor declined"), True
    if not fate.held:
        return gettext("The place has ended"), False
    if fate.answer is Answer.KEPT:
        return gettext("Keeps the place"), False
    return (gettext("No answer yet"), False) if fate.open else (gettext("Said nothing, and keeps the place"), False)


def first_sentence(kind: Kind, numbers: Numbers) -> str:
    """Say what a proposal comes to: who has a place, and how thin the thinnest are."""
    if not numbers.people:
        return gettext("There is nobody in this proposal.")
    if not numbers.placed:
        return _NOBODY[kind]()
    said = [_without_a_place(kind, numbers.unplaced) if numbers.unplaced else _EVERYBODY[kind]()]
    if numbers.thin and kind in _THIN:
        said.append(_THIN[kind](numbers.thin) % {"count": opening(numbers.thin)})
    return " ".join(said)


_NOBODY = {
    Kind.PAIR: lambda: gettext("Nobody has a place."),
    Kind.SMALL_GROUP: lambda: gettext("Nobody is in a small group."),
    Kind.PEER_GROUP: lambda: gettext("Nobody is in a peer group."),
}
_EVERYBODY = {
    Kind.PAIR: lambda: gettext("Everybody has a mentor."),
    Kind.SMALL_GROUP: lambda: gettext("Everybody is in a small group."),
    Kind.PEER_GROUP: lambda: gettext("Everybody is in a peer group."),
}
_THIN = {
    Kind.PAIR: lambda count: ngettext("%(count)s pair is thin.", "%(count)s pairs are thin.", count),
    Kind.SMALL_GROUP: lambda count: ngettext(
        "%(count)s person has little in common with their mentor.",
        "%(count)s people have little in common with their mentors.",
        count,
    ),
}


def _without_a_place(kind: Kind, count: int) -> str:
    sentence = {
        Kind.PAIR: ngettext("%(count)s person has no place.", "%(count)s people have no place.", count),
        Kind.SMALL_GROUP: ngettext(
            "%(count)s person is in no small group.", "%(count)s people are in no small group.", count
        ),
        Kind.PEER_GROUP: ngettext(
            "%(count)s person is in no peer group.", "%(count)s people are in no peer group.", count
        ),
    }[kind]
    return sentence % {"count": opening(count)}


def nobody_for_words(names: Sequence[str]) -> str:
    """Say who has no place, and that there is none for them."""
    return ngettext(
        "%(names)s has no place, and none is free that fits.",
        "%(names)s have no place, and none is free that fits.",
        len(names),
    ) % {"names": names_in_words(names)}


def told_words(people: int) -> str:
    """Say that a proposal has been published, and who is told."""
    return ngettext(
        "It is published, and %(count)s person is told of their place.",
        "It is published, and %(count)s people are told of their places.",
        people,
    ) % {"count": grouped(people)}


def thin_words(kind: Kind) -> str:
    """Say of one place why it needs a look; the colour is said, too."""
    if kind is Kind.SMALL_GROUP:
        return gettext("Amber: little in common with the mentor")
    return gettext("Amber: a thin pair")


def rank_words(rank: int) -> str:
    """Say where a mentor comes in somebody's list."""
    return gettext("no. %(rank)s on their list") % {"rank": rank}


def leader_rank_words(rank: int) -> str:
    """Say where somebody comes in their mentor's list."""
    return gettext("no. %(rank)s on the mentor’s list") % {"rank": rank}


def second_sentence(info: ProposalInfo) -> str:
    """Say whom it is for, how places were given where answers did not decide, and that nobody knows of it."""
    people = info.numbers.people
    said = [
        {
            Kind.PAIR: ngettext(
                "A proposal of pairs for %(count)s person.", "A proposal of pairs for %(count)s people.", people
            ),
            Kind.SMALL_GROUP: ngettext(
                "A proposal of small groups for %(count)s person.",
                "A proposal of small groups for %(count)s people.",
                people,
            ),
            Kind.PEER_GROUP: ngettext(
                "A proposal of peer groups for %(count)s person.",
                "A proposal of peer groups for %(count)s people.",
                people,
            ),
        }[info.kind]
        % {"count": grouped(people)}
    ]
    if not info.brief.scored:
        said += [_WAYS[info.brief.mode](info.kind), gettext("What people answered is not compared.")]
    if info.ready:
        said.append(gettext("Nobody is told anything before you publish."))
    return " ".join(said)


def way_help(kind: Kind, mode: Mode) -> str:
    """Say what a way of giving places without scores does; empty for the ways that compare answers."""
    if mode not in _WAYS:
        return ""
    said = [_WAYS[mode](kind), gettext("What people answered is not compared.")]
    if kind is not Kind.PEER_GROUP:
        said.append(gettext("Nobody is put with somebody whom one of the two must not be matched with."))
    return " ".join(said)


def _evenly(kind: Kind) -> str:
    if kind is Kind.PAIR:
        return gettext("Every mentor gets about as many people as the others, and who gets whom is drawn by lot.")
    return gettext("The groups are as equal in size as can be, and who comes into which is drawn by lot.")


def _by_lot(kind: Kind) -> str:
    if kind is Kind.PAIR:
        return gettext("Who gets whom is drawn by lot.")
    return gettext("Who comes into which group is drawn by lot.")


def _by_alphabet(kind: Kind) -> str:
    if kind is Kind.PEER_GROUP:
        return gettext("People go into the groups in the order of their names.")
    return gettext("People go to the mentors in the order of their names.")


_WAYS = {Mode.EVEN: _evenly, Mode.RANDOM: _by_lot, Mode.ALPHABETICAL: _by_alphabet}


def board_sentence(standing: Standing) -> str:
    """Say what there is to choose from, or what is missing first."""
    if standing.published:
        return gettext("A proposal has been published.")
    if standing.proposals:
        return ngettext("%(count)s proposal so far.", "%(count)s proposals so far.", standing.proposals) % {
            "count": opening(standing.proposals)
        }
    if not (standing.mentees or standing.peers):
        return gettext("There is nobody to match yet.")
    if not standing.mentors and standing.kind is not Kind.PEER_GROUP:
        return gettext("There are no mentors yet.")
    return gettext("No proposal yet.")


def standing_sentence(standing: Standing) -> str:
    """Say who there is to match, and with whom."""
    if not (standing.mentees or standing.peers):
        return gettext("Accept applications or add people first. Then they can be brought together here.")
    said = []
    waiting = standing.mentees - standing.mentees_placed
    if standing.mentees:
        said.append(
            ngettext("%(count)s person waits for a mentor.", "%(count)s people wait for a mentor.", waiting)
            % {"count": opening(waiting)}
        )
        said.append(
            ngettext(
                "The mentors have %(count)s free place.", "The mentors have %(count)s free places.", standing.places
            )
            % {"count": grouped(standing.places)}
        )
    if standing.peers:
        said.append(
            ngettext(
                "%(count)s person is there for peer groups.",
                "%(count)s people are there for peer groups.",
                standing.peers,
            )
            % {"count": opening(standing.peers)}
        )
    return " ".join(said)


def startable(standing: Standing) -> bool:
    """Return whether a run would have anybody to bring together."""
    with_mentors = standing.mentees and standing.mentors
    return bool(with_mentors or max(standing.mentees, standing.mentors, standing.peers) > 1)


_STEPS = {
    Step.WAITING: lambda: gettext("Waiting for its turn"),
    Step.READING: lambda: gettext("Reading the applications"),
    Step.SCORING: lambda: gettext("Comparing what people answered"),
    Step.SOLVING: lambda: gettext("Looking for the best places"),
    Step.EXPLAINING: lambda: gettext("Writing down why"),
    Step.SAVING: lambda: gettext("Almost done"),
    Step.TELLING: lambda: gettext("Publishing it and writing the mails"),
}


def step_words(step: Step) -> str:
    """Say what a run is doing."""
    return _STEPS[step]()


def stage_words(info: ProposalInfo) -> str:
    """Say where a proposal stands."""
    if info.lost:
        return gettext("Interrupted")
    words = {
        Stage.QUEUED: pgettext("proposal", "Waiting"),
        Stage.RUNNING: pgettext("proposal", "Running"),
        Stage.READY: pgettext("proposal", "Draft"),
        Stage.FAILED: pgettext("proposal", "Failed"),
        Stage.CANCELLED: pgettext("proposal", "Cancelled"),
        Stage.PUBLISHING: pgettext("proposal", "Publishing…"),
        Stage.PUBLISHED: pgettext("proposal", "Published"),
        Stage.DISCARDED: pgettext("proposal", "Put aside"),
    }
    return words[Stage(info.stage)]


def way_words(brief: Brief) -> str:
    """Say how places were given."""
    way = brief.objective.value if brief.mode is Mode.BEST else brief.mode.value
    return str(WAY_NAMES[way])


def stale_sentences(stale: StaleInfo) -> tuple[str, ...]:
    """Say who has changed, come or gone since a proposal was made."""
    said = (
        (stale.changed, gettext("Changed their application since: %(names)s.")),
        (stale.joined, gettext("Came since, and not in it: %(names)s.")),
        (stale.left, gettext("Left since: %(names)s.")),
        (stale.placed, gettext("Has a place elsewhere by now: %(names)s.")),
    )
    return tuple(sentence % {"names": names_in_words(names)} for names, sentence in said if names)


def names_in_words(names: Sequence[str]) -> str:
    """List some names, and how many more there are."""
    more = len(names) - _MOST_NAMES
    if more <= 1:
        return and_(list(names))
    shown = ", ".join(names[:_MOST_NAMES])
    return ngettext("%(names)s and %(count)s other", "%(names)s and %(count)s others", more) % {
        "names": shown,
        "count": more,
    }


_CHANGES = {
    What.MOVE: lambda: gettext("Moved: %(names)s"),
    What.SWAP: lambda: gettext("Changed places: %(names)s"),
    What.LOCK: lambda: gettext("Locked: %(names)s"),
    What.UNLOCK: lambda: gettext("Unlocked: %(names)s"),
    What.FILL: lambda: gettext("Given a place: %(names)s"),
    What.COACH: lambda: gettext("Coach: %(names)s"),
}


def change_words(change: ChangeInfo) -> str:
    """Say what a change by hand did."""
    return _CHANGES[change.what]() % {"names": names_in_words(change.names)}


def move_wanted(names: Mapping[UUID, str], member: UUID, to: UUID | int | None) -> str:
    """Say where somebody was to go."""
    words = {"name": names.get(member, ""), "to": group_name(to) if isinstance(to, int) else names.get(to, "")}
    if to is None:
        return gettext("Leave %(name)s without a place.") % words
    return gettext("Move %(name)s to this place: %(to)s.") % words


def swap_wanted(names: Mapping[UUID, str], member: UUID, other: UUID) -> str:
    """Say who was to change places."""
    words = {"name": names.get(member, ""), "other": names.get(other, "")}
    return gettext("Let %(name)s and %(other)s change places.") % words


def lock_wanted(names: Mapping[UUID, str], member: UUID, locked: bool) -> str:
    """Say who was to stay where they are, or not."""
    sentence = gettext("Lock %(name)s.") if locked else gettext("Unlock %(name)s.")
    return sentence % {"name": names.get(member, "")}


def coach_wanted(names: Mapping[UUID, str], number: int, coach: UUID | None) -> str:
    """Say who was to lead a group."""
    if coach is None:
        return gettext("Let nobody lead %(group)s.") % {"group": group_name(number)}
    return gettext("Let %(name)s lead %(group)s.") % {"name": names.get(coach, ""), "group": group_name(number)}


def question_words(question: Question, names: Mapping[UUID, str]) -> str:
    """Say what was asked."""
    words = {
        "leader": names.get(question.leader, ""),
        "member": names.get(question.member, ""),
        "other": names.get(question.other, ""),
    }
    asked = {
        Ask.SEAT_MORE: gettext("What if %(leader)s had one place more?"),
        Ask.SEAT_LESS: gettext("What if %(leader)s had one place less?"),
        Ask.SWAP: gettext("What if %(member)s and %(other)s changed places?"),
        Ask.FORCE: gettext("What if %(member)s were with %(leader)s?"),
    }
    return asked[question.ask] % words


def here_words(names: Sequence[str]) -> str:
    """Say who else is at it; empty when nobody is."""
    if not names:
        return ""
    return ngettext("%(names)s is here too.", "%(names)s are here too.", len(names)) % {"names": and_(list(names))}


def places_words(leader: LeaderInfo) -> str:
    """Say how many of somebody's places are used."""
    return ngettext("%(taken)s of %(places)s place", "%(taken)s of %(places)s places", leader.places) % {
        "taken": leader.taken,
        "places": leader.places,
    }


def group_name(number: int) -> str:
    """Return what a peer group of a proposal is called."""
    return gettext("Group %(number)s") % {"number": number}


def fairness_words(share: float) -> str:
    """Say what minding the worst-off costs of the total."""
    if share <= 0:
        return gettext("nothing")
    if share < 0.0001:
        return gettext("less than 0.01 % of the total")
    return gettext("%(share)s %% of the total") % {"share": number_format(round(100 * share, 2), 2)}


def delta(before: int, after: int) -> str:
    """Say how a number changes, in per cent with a sign; a minus is never a hyphen."""
    if not before:
        return ""
    change = 100 * (after - before) / before
    if abs(change) < 0.05:
        return "±0 %"
    return f"{'+' if change > 0 else '−'}{number_format(round(abs(change), 1), 1)} %"

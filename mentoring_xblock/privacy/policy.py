"""Who may do what: one table of pure predicates over who asks (`Actor`) and what is known of the thing (`Facts`).

Rooms load the facts in bulk and ask here; nothing else decides. An action that is not in the table is refused. There is
no `has_perm`, which says yes to superusers before it looks. Read rules have a queryset twin in the room that owns the
rows; a test proves the two equal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext

from mentoring_xblock.kit.errors import NotAllowed, NotFound


@dataclass(frozen=True)
class Actor:
    """The real person behind a request, in one course.

    `user_id` is None for an anonymous visitor. `masquerading` is set while a member of staff views the course as
    somebody else; `user_id` stays their own. `coordinator` is true for a named coordinator of the programme who is
    still on the course's staff. `matcher` belongs to the programme's matching group, and `line_manager` was named by a
    coordinator to search its mentor bank; both as long as they are in the course. `author` may edit the course in
    Studio.
    """

    user_id: int | None = None
    enrolled: bool = False
    staff: bool = False
    admin: bool = False
    coordinator: bool = False
    matcher: bool = False
    line_manager: bool = False
    author: bool = False
    masquerading: bool = False


NOBODY = Actor()


@dataclass(frozen=True)
class Facts:
    """What the rules need to know of one thing; every set holds user ids and describes this moment.

    owner_id: who wrote it, or whose card it is. reader_ids: to whom a share that has not ended gives it. mentor_ids:
    who mentors its owner now. member_ids: who is in the group now, leaders included. about_id: whom a matcher's note is
    about. deleted: in its owner's bin. closed: what it belongs to is over, so it is not written any more. sealed: the
    matching group's notes were put away when its pairs were published. blind: matchers read it only once they have
    given their own; `reader_ids` are then those who have.
    """

    owner_id: int | None = None
    reader_ids: frozenset[int] = frozenset()
    mentor_ids: frozenset[int] = frozenset()
    member_ids: frozenset[int] = frozenset()
    about_id: int | None = None
    deleted: bool = False
    closed: bool = False
    sealed: bool = False
    blind: bool = False


NOTHING = Facts()


class Action(StrEnum):
    """Everything that somebody may ask to do. Values are stable: they name rows of the policy test."""

    # the programme
    PLAN_EDIT = "plan.edit"
    PROGRAMME_SEE = "programme.see"
    COORDINATOR_NAME = "coordinator.name"
    PEOPLE_MANAGE = "people.manage"
    ROUND_CLOSE = "round.close"
    ROUND_START = "round.start"
    CARD_EDIT = "card.edit"
    # groups
    GROUP_SEE = "group.see"
    GROUP_CONTACT = "group.contact"
    GROUPS_MANAGE = "groups.manage"
    # goals and journal entries
    ITEM_WRITE = "item.write"
    ITEM_READ = "item.read"
    ITEM_COMMENT = "item.comment"
    ITEM_MARK = "item.mark"
    ITEM_SHARE = "item.share"
    ITEM_RESTORE = "item.restore"
    TRAIL_SEE = "trail.see"
    RATING_AGREE = "rating.agree"
    # hand-ins
    HAND_IN_MAKE = "hand_in.make"
    HAND_IN_READ = "hand_in.read"
    HAND_IN_SCORE = "hand_in.score"
    HAND_IN_WITHDRAW = "hand_in.withdraw"
    POINTS_RELEASE = "points.release"
    TIME_GIVE = "time.give"
    # applications
    APPLICATION_WRITE = "application.write"
    APPLICATION_SEE = "application.see"
    APPLICATION_READ = "application.read"
    APPLICATIONS_MANAGE = "applications.manage"
    # the matching group
    MATCHERS_NAME = "matchers.name"
    NOTES_WRITE = "notes.write"
    NOTES_READ = "notes.read"
    # proposals, and what was published of them
    PROPOSALS_MANAGE = "proposals.manage"
    PLACE_ANSWER = "place.answer"
    # choosing a mentor
    MENTORS_CHOOSE = "mentors.choose"
    REQUEST_WITHDRAW = "request.withdraw"
    REQUEST_ANSWER = "request.answer"
    # the mentor bank
    PROFILE_WRITE = "profile.write"
    BANK_SEARCH = "bank.search"
    BANK_MANAGE = "bank.manage"
    INVITATION_ANSWER = "invitation.answer"
    # what people do together in a group, and what stays of it
    RELATION_WORK = "relation.work"
    RELATION_READ = "relation.read"
    NOTE_OWN = "note.own"
    GROUP_END = "group.end"
    # meetings of the programme
    MEETING_SEE = "meeting.see"
    MEETING_ANSWER = "meeting.answer"
    MEETING_HOLD = "meeting.hold"
    MEETINGS_MANAGE = "meetings.manage"
    FEED_KEEP = "feed.keep"
    # groups that people sign up to, and pairs that declare themselves
    SIGN_UP = "sign_up"
    PAIR_DECLARE = "pair.declare"
    PAIR_ANSWER = "pair.answer"
    # asking for help
    HELP_ASK = "help.ask"
    HELP_READ = "help.read"
    HELP_ANSWER = "help.answer"
    # the clock
    PHASES_MOVE = "phases.move"
    # dashboards
    MENTEES_SEE = "mentees.see"
    OVERVIEW_SEE = "overview.see"


def _present(actor: Actor) -> bool:
    """A real, signed-in person who is not looking through somebody else's eyes."""
    return actor.user_id is not None and not actor.masquerading


def _takes_part(actor: Actor) -> bool:
    return _present(actor) and actor.enrolled


def _in_course(actor: Actor, facts: Facts) -> bool:
    return _present(actor) and (actor.enrolled or actor.staff)


def _author(actor: Actor, facts: Facts) -> bool:
    return _present(actor) and actor.author


def _administrator(actor: Actor, facts: Facts) -> bool:
    return _present(actor) and actor.admin


def _coordinator(actor: Actor, facts: Facts) -> bool:
    return _present(actor) and actor.staff and actor.coordinator


def _owner(actor: Actor, facts: Facts) -> bool:
    return _takes_part(actor) and facts.owner_id == actor.user_id and not facts.deleted


def _owner_of_deleted(actor: Actor, facts: Facts) -> bool:
    return _takes_part(actor) and facts.owner_id == actor.user_id and facts.deleted


def _reader(actor: Actor, facts: Facts) -> bool:
    return _takes_part(actor) and actor.user_id in facts.reader_ids and not facts.deleted


def _reader_of_another(actor: Actor, facts: Facts) -> bool:
    """Whoever reads what somebody else wrote."""
    return _reader(actor, facts) and actor.user_id != facts.owner_id


def _owner_or_reader(actor: Actor, facts: Facts) -> bool:
    return _owner(actor, facts) or _reader(actor, facts)


def _own_mentor(actor: Actor, facts: Facts) -> bool:
    """Whoever mentors the owner now, and never the owner: nobody scores their own work."""
    return _takes_part(actor) and actor.user_id in facts.mentor_ids and actor.user_id != facts.owner_id


def _owner_or_own_mentor(actor: Actor, facts: Facts) -> bool:
    return _owner(actor, facts) or (_own_mentor(actor, facts) and not facts.deleted)


def _own_mentor_who_reads(actor: Actor, facts: Facts) -> bool:
    """Whoever mentors the owner now, about what the owner shares with them."""
    return _own_mentor(actor, facts) and _reader(actor, facts)


def _coordinator_of_another(actor: Actor, facts: Facts) -> bool:
    """A coordinator, and not about themselves."""
    return _coordinator(actor, facts) and actor.user_id != facts.owner_id


def _own_mentor_or_coordinator(actor: Actor, facts: Facts) -> bool:
    return _own_mentor(actor, facts) or _coordinator_of_another(actor, facts)


def _member(actor: Actor, facts: Facts) -> bool:
    return _takes_part(actor) and actor.user_id in facts.member_ids


def _member_or_coordinator(actor: Actor, facts: Facts) -> bool:
    return _member(actor, facts) or _coordinator(actor, facts)


def _member_while_open(actor: Actor, facts: Facts) -> bool:
    return _member(actor, facts) and not facts.closed


def _member_or_reader(actor: Actor, facts: Facts) -> bool:
    """Whoever works in a group, and once it is over whoever may still read what was shared in it."""
    return _member(actor, facts) or _reader(actor, facts)


def _owner_or_coordinator(actor: Actor, facts: Facts) -> bool:
    return _owner(actor, facts) or _coordinator(actor, facts)


def _coordinator_apart(actor: Actor, facts: Facts) -> bool:
    """A coordinator who is and was in no group with whom it is about, and is not that person."""
    return _coordinator(actor, facts) and actor.user_id not in facts.member_ids | {facts.owner_id}


def _owner_or_coordinator_apart(actor: Actor, facts: Facts) -> bool:
    return _owner(actor, facts) or _coordinator_apart(actor, facts)


def _own_part(actor: Actor, facts: Facts) -> bool:
    """Somebody about themselves."""
    return _takes_part(actor) and facts.owner_id == actor.user_id


def _owner_while_open(actor: Actor, facts: Facts) -> bool:
    return _owner(actor, facts) and not facts.closed


def _reads_applications(actor: Actor, facts: Facts) -> bool:
    """Coordinators and the matching group, and its writer."""
    return _owner(actor, facts) or (not facts.deleted and (_coordinator(actor, facts) or _matcher(actor, facts)))


def _matcher(actor: Actor, facts: Facts) -> bool:
    return _in_course(actor, facts) and actor.matcher


def _matcher_of_another(actor: Actor, facts: Facts) -> bool:
    """Nobody reads what the matching group says of them, or says it of themselves."""
    return _matcher(actor, facts) and facts.about_id != actor.user_id and not facts.sealed


def _reads_notes(actor: Actor, facts: Facts) -> bool:
    """Their writer, and other matchers; where these are blind to one another, once they have given their own."""
    own = facts.owner_id is not None and facts.owner_id == actor.user_id
    return _matcher_of_another(actor, facts) and (own or not facts.blind or actor.user_id in facts.reader_ids)


def _addressee(actor: Actor, facts: Facts) -> bool:
    """Whoever was asked, as long as an answer is waited for."""
    return _takes_part(actor) and actor.user_id in facts.reader_ids and not facts.closed


def _searches_bank(actor: Actor, facts: Facts) -> bool:
    return _coordinator(actor, facts) or (_in_course(actor, facts) and actor.line_manager)


RULES: Mapping[Action, Callable[[Actor, Facts], bool]] = {
    Action.PLAN_EDIT: _author,
    Action.PROGRAMME_SEE: _in_course,
    Action.COORDINATOR_NAME: _administrator,
    Action.PEOPLE_MANAGE: _coordinator,
    Action.ROUND_CLOSE: _coordinator,
    Action.ROUND_START: _coordinator,
    Action.CARD_EDIT: _owner,
    Action.GROUP_SEE: _member_or_coordinator,
    Action.GROUP_CONTACT: _member,
    Action.GROUPS_MANAGE: _coordinator,
    Action.ITEM_WRITE: _owner,
    Action.ITEM_READ: _owner_or_reader,
    Action.ITEM_COMMENT: _owner_or_reader,
    Action.ITEM_MARK: _reader_of_another,
    Action.ITEM_SHARE: _owner,
    Action.ITEM_RESTORE: _owner_of_deleted,
    Action.TRAIL_SEE: _owner,
    Action.RATING_AGREE: _own_mentor_who_reads,
    Action.HAND_IN_MAKE: _owner,
    Action.HAND_IN_READ: _owner_or_own_mentor,
    Action.HAND_IN_SCORE: _own_mentor,
    Action.HAND_IN_WITHDRAW: _owner,
    Action.POINTS_RELEASE: _coordinator_of_another,
    Action.TIME_GIVE: _own_mentor_or_coordinator,
    Action.APPLICATION_WRITE: _owner_while_open,
    Action.APPLICATION_SEE: _owner,
    Action.APPLICATION_READ: _reads_applications,
    Action.APPLICATIONS_MANAGE: _coordinator,
    Action.MATCHERS_NAME: _coordinator,
    Action.NOTES_WRITE: _matcher_of_another,
    Action.NOTES_READ: _reads_notes,
    Action.PROPOSALS_MANAGE: _coordinator,
    Action.PLACE_ANSWER: _owner_while_open,
    Action.MENTORS_CHOOSE: _owner_while_open,
    Action.REQUEST_WITHDRAW: _owner_while_open,
    Action.REQUEST_ANSWER: _addressee,
    Action.PROFILE_WRITE: _owner,
    Action.BANK_SEARCH: _searches_bank,
    Action.BANK_MANAGE: _coordinator,
    Action.INVITATION_ANSWER: _addressee,
    Action.RELATION_WORK: _member_while_open,
    Action.RELATION_READ: _member_or_reader,
    Action.NOTE_OWN: _owner,
    Action.GROUP_END: _member_or_coordinator,
    Action.MEETING_SEE: _member_or_coordinator,
    Action.MEETING_ANSWER: _member_while_open,
    Action.MEETING_HOLD: _owner_or_coordinator,
    Action.MEETINGS_MANAGE: _coordinator,
    Action.FEED_KEEP: _own_part,
    Action.SIGN_UP: _owner_while_open,
    Action.PAIR_DECLARE: _owner_while_open,
    Action.PAIR_ANSWER: _addressee,
    Action.HELP_ASK: _own_part,
    Action.HELP_READ: _owner_or_coordinator_apart,
    Action.HELP_ANSWER: _coordinator_apart,
    Action.PHASES_MOVE: _coordinator,
    Action.MENTEES_SEE: _member,
    Action.OVERVIEW_SEE: _coordinator,
}

#: Things that people may not even know of: refusing says that there is no such thing.
_HIDDEN = frozenset(
    {
        Action.GROUP_SEE,
        Action.GROUP_CONTACT,
        Action.ITEM_WRITE,
        Action.ITEM_READ,
        Action.ITEM_COMMENT,
        Action.ITEM_MARK,
        Action.ITEM_SHARE,
        Action.ITEM_RESTORE,
        Action.TRAIL_SEE,
        Action.RATING_AGREE,
        Action.HAND_IN_READ,
        Action.HAND_IN_SCORE,
        Action.HAND_IN_WITHDRAW,
        Action.TIME_GIVE,
        Action.APPLICATION_WRITE,
        Action.APPLICATION_SEE,
        Action.APPLICATION_READ,
        Action.NOTES_WRITE,
        Action.NOTES_READ,
        Action.PLACE_ANSWER,
        Action.REQUEST_WITHDRAW,
        Action.REQUEST_ANSWER,
        Action.PROFILE_WRITE,
        Action.INVITATION_ANSWER,
        Action.RELATION_WORK,
        Action.RELATION_READ,
        Action.NOTE_OWN,
        Action.GROUP_END,
        Action.MEETING_SEE,
        Action.MEETING_ANSWER,
        Action.MEETING_HOLD,
        Action.SIGN_UP,
        Action.PAIR_DECLARE,
        Action.PAIR_ANSWER,
        Action.HELP_READ,
        Action.HELP_ANSWER,
    }
)


def allowed(action: Action, actor: Actor, facts: Facts = NOTHING) -> bool:
    """Return whether the actor may do this to the thing; False for an action without a rule."""
    rule = RULES.get(action)
    return rule is not None and rule(actor, facts)


def require(action: Action, actor: Actor, facts: Facts = NOTHING) -> None:
    """Let the call go on, or refuse it.

    Raises:
        NotFound: the thing is one whose existence is private.
        NotAllowed: the actor may know of it, but not do this.
    """
    if allowed(action, actor, facts):
        return
    if action in _HIDDEN and _present(actor):
        raise NotFound(gettext("There is nothing here for you to see."))
    raise NotAllowed(gettext("You can’t do this here."))

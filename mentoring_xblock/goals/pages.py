"""What the goals pages show, gathered in a constant number of queries and ready for the templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext, ngettext

from mentoring_xblock.goals import api
from mentoring_xblock.goals.data import Around, GoalDraft, GoalInfo, SharedGoal, Status
from mentoring_xblock.goals.forms import STATUS_LABELS, CommentForm, GoalForm, PickForm
from mentoring_xblock.goals.worksheet import Sheet
from mentoring_xblock.kit.dates import long_day
from mentoring_xblock.kit.differences import Run, runs
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.kit.numbers import in_words, opening
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.sharing.data import CommentInfo, ShareInfo

_DASHBOARD = "mentoring_dashboard"


@dataclass(frozen=True)
class Thread:
    """What was said in one share. `form` is None for shares that have ended: these are only read.

    `names` are the readers' names for the owner's eyes, and the owner's name for a reader's.
    """

    share_id: UUID | None
    names: str
    comments: tuple[CommentInfo, ...]
    form: CommentForm | None

    @property
    def key(self) -> str:
        """What tells its element ids from those of other threads on the page."""
        return self.share_id.hex[:12] if self.share_id else "ended"


@dataclass(frozen=True)
class Compared:
    """One part of a goal in two versions, each whole and in runs."""

    label: str
    mine: tuple[Run, ...]
    other: tuple[Run, ...]


@dataclass(frozen=True)
class Reading:
    """A goal opened by somebody whom it is shared with."""

    shared: SharedGoal
    thread: Thread
    status_label: str

    @property
    def key(self) -> str:
        """What tells its element ids from those of other goals on the page."""
        return self.shared.goal.goal_id.hex[:12]


@dataclass(frozen=True)
class Listed:
    """A goal in the list of its owner's."""

    goal: GoalInfo
    status_label: str


def sentence(goals: Sequence[GoalInfo]) -> str:
    """Say in one sentence how many goals there are, and how many of them are active."""
    active = sum(goal.status is Status.ACTIVE for goal in goals)
    words = {"count": opening(len(goals)), "active": in_words(active)}
    if not active:
        return ngettext("%(count)s goal, not active yet.", "%(count)s goals, none of them active.", len(goals)) % words
    return ngettext("%(count)s goal, and it is active.", "%(count)s goals, %(active)s active.", len(goals)) % words


def home(actor: Actor, sheet: Sheet, open_id: UUID | None = None, *, blank: bool = False) -> dict[str, Any]:
    """Return the context of the whole page, the same number of queries however many goals there are.

    Args:
        open_id: the goal to open; without it an active one, else the oldest.
        blank: open no goal but an empty worksheet.
    """
    goals = api.list_goals(actor, sheet)
    shared = api.shared_goals(actor, sheet.place)
    chosen = None if blank else _chosen(goals, open_id)
    context = {
        "sheet": sheet,
        "sentence": sentence(goals) if goals else "",
        "listed": tuple(Listed(goal, str(STATUS_LABELS[goal.status])) for goal in goals),
        "shared": shared,
        "earlier": api.earlier_goals(actor, sheet),
        "mentor_page": mentor_page(sheet.place) if sheet.leads and sheet.owner_id is None else "",
        "goal": chosen,
        "form": GoalForm(None, sheet=sheet, goal=chosen) if chosen or blank else None,
        "draft_key": draft_key(actor, sheet.place, chosen),
    }
    return {**context, **(beside(actor, sheet, chosen) if chosen else {})}


def _chosen(goals: Sequence[GoalInfo], open_id: UUID | None) -> GoalInfo | None:
    wanted = [goal for goal in goals if goal.goal_id == open_id]
    active = [goal for goal in goals if goal.status is Status.ACTIVE]
    return next(iter([*wanted, *active, *goals]), None)


def mentor_page(place: Place) -> str:
    """Return what the course calls the page on which mentors read; empty if it has none."""
    blocks = programmes.blocks_of(place.course_key, place.slug)
    return next((pick(block.title) for block in blocks if block.block_type == _DASHBOARD), "")


def draft_key(actor: Actor, place: Place, goal: GoalInfo | None) -> str:
    """Return the name under which a browser keeps unsaved text: one a person and goal, telling neither."""
    what = f"{actor.user_id} {place.usage_key} {goal.goal_id if goal else 'new'}"
    return salted_hmac("mentoring_xblock.goals.draft", what, algorithm="sha256").hexdigest()[:32]


# ---- beside a goal ----


def beside(actor: Actor, sheet: Sheet, goal: GoalInfo, typed: CommentForm | None = None) -> dict[str, Any]:
    """Return the context of what stands beside one of the owner's goals; `typed` is a comment that was refused."""
    around = api.around(actor, sheet, goal)
    given = {(share.group_id, share.audience) for share in goal.shares}
    return {
        "goal": goal,
        "around": around,
        "targets": tuple(target for target in around.targets if (target.group_id, target.audience) not in given),
        "threads": tuple(_own_threads(goal, around, typed)),
    }


def side(actor: Actor, sheet: Sheet, goal_id: UUID, typed: CommentForm | None = None, done: str = "") -> dict[str, Any]:
    """Return the context of `goals/_side.html` alone, with the strip and the tab that go with it."""
    goal = api.get_goal(actor, sheet, goal_id)
    return {"apart": True, "done": done, **beside(actor, sheet, goal, typed)}


def _own_threads(goal: GoalInfo, around: Around, typed: CommentForm | None) -> Iterable[Thread]:
    live: dict[UUID, ShareInfo] = {share.share_id: share for share in goal.shares}
    for id_, share in live.items():
        said = tuple(one for one in around.comments if one.share_id == id_)
        yield Thread(id_, share.names, said, comment_form(goal.goal_id, id_, typed))
    ended = tuple(one for one in around.comments if one.share_id not in live)
    if ended:
        yield Thread(None, "", ended, None)


def comment_form(goal_id: UUID, share_id: UUID, typed: CommentForm | None = None) -> CommentForm:
    """Return an empty form for a comment, or the one that was typed into if it belongs to this share."""
    if typed is not None and str(typed.data.get("share")) == str(share_id):
        return typed
    return CommentForm(initial={"goal": goal_id, "share": share_id})


def reading(shared: SharedGoal, typed: CommentForm | None = None) -> Reading:
    """Return a shared goal ready for `goals/_read.html`, on any page of the course.

    The template also takes `comment_url`, the address of a handler that calls `api.comment` with `CommentForm`.
    """
    form = comment_form(shared.goal.goal_id, shared.share_id, typed)
    thread = Thread(shared.share_id, shared.owner_name, shared.comments, form)
    return Reading(shared, thread, str(STATUS_LABELS[shared.goal.status]))


# ---- what was typed and not saved ----


def read_form(actor: Actor, sheet: Sheet, body: Mapping[str, Any]) -> tuple[GoalForm, UUID | None]:
    """Return what was typed, with the choices that its goal has, and which goal that is; None for a new one."""
    pick_form = PickForm(body)
    goal_id = pick_form.cleaned_data["goal"] if pick_form.is_valid() else None
    known = {goal.goal_id: goal for goal in api.list_goals(actor, sheet)}
    return GoalForm(body, sheet=sheet, goal=known.get(goal_id)), goal_id


def refused(
    actor: Actor, sheet: Sheet, form: GoalForm, goal_id: UUID | None, error: Invalid | Conflict | NotFound
) -> dict[str, Any]:
    """Return the context of a page on which what was typed stays, with the reason why it was not saved.

    After a conflict both texts stand beside each other; where the goal is gone, what was typed can become a new one.
    """
    if isinstance(error, Conflict):
        form.moved_to(error.current.version)
        compared = compare(sheet, form.draft, error.current.draft)
        context = home(actor, sheet, error.current.goal_id)
        return {**context, "form": form, "compared": compared, "current": error.current}
    if isinstance(error, Invalid):
        form.refuse(error)
    else:
        form.as_new()
        goal_id = None
    context = home(actor, sheet, goal_id, blank=goal_id is None)
    return {**context, "form": form, "problem": error.message}


def joining(actor: Actor, sheet: Sheet, form: GoalForm, goal_id: UUID | None) -> dict[str, Any]:
    """Return the context of a page on which both texts of a valid form stand in one.

    Raises:
        NotFound: there is no such goal of the actor's own.
    """
    if goal_id is None:
        raise NotFound(gettext("This goal is not here any more."))
    goal = api.get_goal(actor, sheet, goal_id)
    form.take(joined(sheet, form.draft, goal.draft))
    form.moved_to(goal.version)
    return {**home(actor, sheet, goal_id), "form": form, "joining": True}


def compare(sheet: Sheet, mine: GoalDraft, other: GoalDraft) -> tuple[Compared, ...]:
    """Return what two versions say, part by part; what neither says is left out."""
    pairs = [(pick(one.label), mine.answers.get(one.id, ""), other.answers.get(one.id, "")) for one in sheet.questions]
    pairs += [
        (gettext("Theme"), sheet.theme_name(mine.theme), sheet.theme_name(other.theme)),
        (gettext("By when?"), _day(mine), _day(other)),
        (gettext("Where does it stand?"), str(STATUS_LABELS[mine.status]), str(STATUS_LABELS[other.status])),
    ]
    return tuple(Compared(label, *runs(one, two)) for label, one, two in pairs if one.strip() or two.strip())


def _day(draft: GoalDraft) -> str:
    return long_day(draft.target_on) if draft.target_on else ""


def joined(sheet: Sheet, mine: GoalDraft, other: GoalDraft) -> GoalDraft:
    """Return both versions in one, mine first, for the writer to join by hand; equal parts stand once."""
    answers = {}
    for question in sheet.questions:
        texts = dict.fromkeys(filter(None, (draft.answers.get(question.id, "").strip("\n") for draft in (mine, other))))
        answers[question.id] = "\n\n".join(texts)
    return GoalDraft(answers, mine.theme or other.theme, mine.target_on or other.target_on, mine.status)

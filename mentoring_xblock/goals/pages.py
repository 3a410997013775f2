"""What the goals pages show, gathered in a constant number of queries and ready for the templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext, ngettext

from mentoring_xblock.goals import api
from mentoring_xblock.goals.data import ActionInfo, Around, Earlier, GoalDraft, GoalInfo, SharedGoal, Status
from mentoring_xblock.goals.forms import STATUS_LABELS, CommentForm, GoalForm, MeantForm, TakeForm
from mentoring_xblock.goals.opening import Laid
from mentoring_xblock.goals.worksheet import Sheet
from mentoring_xblock.kit.dates import long_day
from mentoring_xblock.kit.differences import Run, runs
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.kit.numbers import in_words, opening
from mentoring_xblock.kit.place import Place
from mentoring_xblock.meetings.pages import group_name
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.sharing.data import CommentInfo, ShareInfo

_DASHBOARD = "mentoring_dashboard"
#: How many levels a scale has.
LEVELS = 5


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
    """A goal opened by somebody whom it is shared with, and what its owner wants to do for it."""

    shared: SharedGoal
    thread: Thread
    status_label: str
    steps: tuple[ActionInfo, ...] = ()

    @property
    def key(self) -> str:
        """What tells its element ids from those of other goals on the page."""
        return self.shared.goal.goal_id.hex[:12]


@dataclass(frozen=True)
class Listed:
    """A goal in the list of its owner's, or of its group's. `line`: how far it has come, as a small picture."""

    goal: GoalInfo
    status_label: str
    line: str = ""


@dataclass(frozen=True)
class EarlierView:
    """A goal of an earlier round, with the form that takes it along."""

    one: Earlier
    status_label: str
    form: TakeForm


@dataclass(frozen=True)
class Ours:
    """What a group of the reader's writes together."""

    sheet: Sheet
    name: str
    listed: tuple[Listed, ...]


def sentence(goals: Sequence[GoalInfo]) -> str:
    """Say in one sentence how many goals there are, and how many of them are active."""
    active = sum(goal.status is Status.ACTIVE for goal in goals)
    words = {"count": opening(len(goals)), "active": in_words(active)}
    if not active:
        return ngettext("%(count)s goal, not active yet.", "%(count)s goals, none of them active.", len(goals)) % words
    return ngettext("%(count)s goal, and it is active.", "%(count)s goals, %(active)s active.", len(goals)) % words


def home(
    actor: Actor, laid: Laid, open_id: UUID | None = None, *, blank: bool = False, on: Sheet | None = None
) -> dict[str, Any]:
    """Return the context of the whole page, the same number of queries however many goals there are.

    Args:
        open_id: the goal to open, the reader's own or a group's; without it an active one of theirs, else the oldest.
        blank: open no goal but an empty worksheet.
        on: the worksheet that is open, where it is not that of the goal; the reader's own without it.
    """
    own = api.list_goals(actor, laid.own)
    together = api.list_together(actor, laid.together)
    everything = {laid.own.group_id: own, **together}
    sheet, chosen = on or laid.own, None
    if not blank:
        chosen = _chosen(own, laid, together, open_id)
        sheet = laid.of(chosen.group_id) if chosen else sheet
    ours, earlier = tuple(_ours(laid.now, everything)), api.earlier_goals(actor, laid.own)
    context = {
        "sheet": sheet,
        "own": laid.own,
        "sentence": sentence(own) if own else "",
        "listed": _listed(own),
        "ours": tuple(one for one in ours if one.listed),
        "unwritten": tuple(one for one in ours if not one.listed),
        "shared": api.shared_goals(actor, sheet.place),
        "earlier": tuple(EarlierView(one, _label(one.goal), TakeForm.of(one.goal.goal_id)) for one in earlier),
        "ours_earlier": tuple(_ours(laid.earlier, everything)),
        "source": next((one for one in earlier if chosen and one.goal.goal_id == chosen.taken_from), None),
        "mentor_page": mentor_page(sheet.place) if laid.own.leads and not laid.own.takes_new else "",
        "goal": chosen,
        "status_label": _label(chosen) if chosen else "",
        "form": GoalForm(None, sheet=sheet, goal=chosen) if blank or (chosen and sheet.open) else None,
        "draft_key": draft_key(actor, sheet, chosen),
    }
    if chosen is None:
        return context
    if sheet.relation is not None:
        return {**context, "kept": api.kept_count(chosen.goal_id, sheet.relation.since)}
    return {**context, **beside(actor, sheet, chosen)}


def _chosen(
    own: Sequence[GoalInfo], laid: Laid, together: Mapping[UUID, Sequence[GoalInfo]], open_id: UUID | None
) -> GoalInfo | None:
    """Return the goal to open; unasked, none of an earlier round."""
    wanted = [goal for goals in (own, *together.values()) for goal in goals if goal.goal_id == open_id]
    active = [goal for goal in own if goal.status is Status.ACTIVE]
    ours = [goal for sheet in laid.now for goal in together.get(sheet.group_id, ())]
    return next(iter([*wanted, *active, *own, *ours]), None)


def _listed(goals: Iterable[GoalInfo]) -> tuple[Listed, ...]:
    return tuple(Listed(goal, _label(goal)) for goal in goals)


def _label(goal: GoalInfo) -> str:
    return str(STATUS_LABELS[goal.status])


def _ours(sheets: Iterable[Sheet], goals: Mapping[UUID | None, Sequence[GoalInfo]]) -> Iterable[Ours]:
    """Yield what groups write together; of one that is over, and of one alone, only where something is written."""
    for sheet in sheets:
        mine = goals.get(sheet.group_id, ())
        if mine or (sheet.open and sheet.relation.others):
            yield Ours(sheet, group_name(sheet.relation), _listed(mine))


def goal_ids(context: Mapping[str, Any]) -> tuple[UUID, ...]:
    """Return the goals in the tabs of a page."""
    tabs = (context["listed"], *(ours.listed for ours in context["ours"]))
    return tuple(one.goal.goal_id for listed in tabs for one in listed)


def with_lines(context: Mapping[str, Any], lines: Mapping[UUID, str]) -> dict[str, Any]:
    """Return the context of a page with small pictures in its tabs, by goal."""

    def drawn(listed: Iterable[Listed]) -> tuple[Listed, ...]:
        return tuple(replace(one, line=lines.get(one.goal.goal_id, "")) for one in listed)

    ours = tuple(replace(one, listed=drawn(one.listed)) for one in context["ours"])
    return {**context, "listed": drawn(context["listed"]), "ours": ours}


def with_levels(goal: GoalInfo, written: int) -> GoalInfo:
    """Return a goal to which five levels belong as well, of which this many are written."""
    if written == LEVELS:
        return replace(goal, total=goal.total + 1)
    words = {"written": written, "total": LEVELS}
    label = gettext("The five levels (%(written)s of %(total)s)") % words if written else gettext("The five levels")
    return replace(goal, total=goal.total + 1, missing=(*goal.missing, label))


def mentor_page(place: Place) -> str:
    """Return what the course calls the page on which mentors read; empty if it has none."""
    blocks = programmes.blocks_of(place.course_key, place.slug)
    return next((pick(block.title) for block in blocks if block.block_type == _DASHBOARD), "")


def draft_key(actor: Actor, sheet: Sheet, goal: GoalInfo | None) -> str:
    """Return the name under which a browser keeps unsaved text: one a person and goal, telling neither."""
    new = f"new {sheet.group_id}" if sheet.group_id else "new"
    what = f"{actor.user_id} {sheet.place.usage_key} {goal.goal_id if goal else new}"
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
    """Return a shared goal ready for `goals/_read.html`, on any page of the course; one query.

    The template also takes `comment_url`, the address of a handler that calls `api.comment` with `CommentForm`.
    """
    goal_id = shared.goal.goal_id
    form = comment_form(goal_id, shared.share_id, typed)
    thread = Thread(shared.share_id, shared.owner_name, shared.comments, form)
    steps = api.actions_of([goal_id]).get(goal_id, ())
    return Reading(shared, thread, str(STATUS_LABELS[shared.goal.status]), steps)


# ---- what was typed and not saved ----


def read_form(actor: Actor, laid: Laid, body: Mapping[str, Any]) -> tuple[Sheet, GoalForm, UUID | None]:
    """Return the worksheet that is meant, what was typed, with the choices that its goal has, and which goal that is.

    The goal is None for a new one, which is the reader's own or, with `group` in the body, a group's.

    Raises:
        NotFound: it is another group's, or of one that is over.
    """
    meant = MeantForm(body)
    meant.is_valid()
    goal_id, group_id = meant.cleaned_data.get("goal"), meant.cleaned_data.get("group")
    sheet = api.sheet_of(laid, goal_id, group_id)
    known = api.list_together(actor, [sheet])[sheet.group_id] if sheet.relation else api.list_goals(actor, sheet)
    goal = next((one for one in known if one.goal_id == goal_id), None)
    return sheet, GoalForm(body, sheet=sheet, goal=goal), goal_id


def refused(
    actor: Actor,
    laid: Laid,
    sheet: Sheet,
    form: GoalForm,
    goal_id: UUID | None,
    error: Invalid | Conflict | NotFound,
) -> dict[str, Any]:
    """Return the context of a page on which what was typed stays, with the reason why it was not saved.

    After a conflict both texts stand beside each other; where the goal is gone, what was typed can become a new one.
    """
    if isinstance(error, Conflict):
        form.moved_to(error.current.version)
        compared = compare(sheet, form.draft, error.current.draft)
        context = home(actor, laid, error.current.goal_id)
        return {**context, "form": form, "compared": compared, "current": error.current}
    if isinstance(error, Invalid):
        form.refuse(error)
    else:
        # What was typed for a group that is over can still be kept for oneself.
        goal_id, sheet = None, sheet if sheet.open else laid.own
        form.as_new(sheet.group_id)
    context = home(actor, laid, goal_id, blank=goal_id is None, on=sheet)
    return {**context, "form": form, "problem": error.message}


def joining(actor: Actor, laid: Laid, sheet: Sheet, form: GoalForm, goal_id: UUID | None) -> dict[str, Any]:
    """Return the context of a page on which both texts of a valid form stand in one.

    Raises:
        NotFound: there is no such goal on this worksheet.
    """
    if goal_id is None or not sheet.open:
        raise NotFound(gettext("This goal is not here any more."))
    goal = api.get_goal(actor, sheet, goal_id)
    form.take(joined(sheet, form.draft, goal.draft))
    form.moved_to(goal.version)
    return {**home(actor, laid, goal_id), "form": form, "joining": True}


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


def step_line(step: ActionInfo) -> str:
    """Say in one line what is to be done, and by when."""
    body = " ".join(step.body.split())
    if step.due_on is None:
        return body
    return gettext("%(step)s (by %(day)s)") % {"step": body, "day": long_day(step.due_on)}


def joined(sheet: Sheet, mine: GoalDraft, other: GoalDraft) -> GoalDraft:
    """Return both versions in one, mine first, for the writer to join by hand; equal parts stand once."""
    answers = {}
    for question in sheet.questions:
        texts = dict.fromkeys(filter(None, (draft.answers.get(question.id, "").strip("\n") for draft in (mine, other))))
        answers[question.id] = "\n\n".join(texts)
    return GoalDraft(answers, mine.theme or other.theme, mine.target_on or other.target_on, mine.status)

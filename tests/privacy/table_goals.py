"""The same for goals in depth: scales and ratings, actions, history, reviews, grading, and goals of groups.

See `table.py`. Each dictionary is joined to the block of its name.
"""

from __future__ import annotations

from tests.privacy.rows import FOREIGN, IN_COURSE, LIVE, NOTHING, Row, Things, anybody, owners, writers

#: Whoever mentors the owner of a goal that they read agrees with how it is rated; peers only read it.
AGREES: dict[str, Things] = {"own mentor": ("shared",), "other mentor": FOREIGN}
AGREE = Row(AGREES, about="ratings", writes=("shared", *FOREIGN), shows=True)

#: Handlers of the block of goals.
GOALS: dict[str, Row] = {
    "device_key": Row(anybody(IN_COURSE)),
    "take_along": Row({"mentee": ("of the last round",)}, about="earlier", writes=("of the last round",), shows=True),
    "edit_scale": Row(owners(*LIVE), about="scales", shows=True),
    "save_scale": Row(owners(*LIVE), about="scales", writes=(*LIVE, *FOREIGN)),
    "rate_goal": Row(owners(*LIVE), about="ratings", writes=(*LIVE, *FOREIGN), shows=True),
    "agree_rating": AGREE,
    "open_history": Row(writers(*LIVE), about="goals"),
    "add_goal_action": Row(owners(*LIVE), about="steps", writes=(*LIVE, *FOREIGN), shows=True),
    "change_goal_action": Row(owners(*LIVE), about="steps", writes=(*LIVE, *FOREIGN)),
    "settle_goal_action": Row(owners(*LIVE), about="steps", writes=(*LIVE, *FOREIGN), shows=True),
    "open_document": Row(anybody(IN_COURSE)),
    "open_review": Row({"mentee": NOTHING, "other mentee": NOTHING}),
    "save_review": Row({"mentee": NOTHING}, told={("other mentee", ""): 422}, writes={"mentee": NOTHING}),
}
#: Handlers of the block of hand-ins, for goals and journals alike.
GRADED: dict[str, Row] = {}
#: A mentor asks for another hand-in, and they and a coordinator give more time, each to their own.
SCORERS: dict[str, Things] = {"own mentor": ("scored", "waiting"), "other mentor": FOREIGN}
IN_TIME: dict[str, Things] = {
    "coordinator": ("the mentee", "their peer", "another mentee", "somebody without a group"),
    "own mentor": ("the mentee",),
    "other mentor": ("another mentee",),
}
#: Handlers of the dashboard.
DASHBOARD: dict[str, Row] = {
    "agree_rating": AGREE,
    "ask_again": Row(SCORERS, about="hand-ins", writes=("scored", "waiting", *FOREIGN), shows=True),
    "open_time": Row(IN_TIME, about="people"),
    "give_time": Row(IN_TIME, about="people", writes=IN_TIME["coordinator"]),
    "list_points": Row({"coordinator": NOTHING}, refusal=403),
    "release_points": Row({"coordinator": ("a draft", "taken back")}, about="drafts", refusal=403, writes=("a draft",)),
}
#: Handlers of the page about meetings. A step is ticked off there by whose goal it is, where they share the goal.
MEETINGS: dict[str, Row] = {
    "device_key": Row(anybody(IN_COURSE)),
    "settle_shared_action": Row(
        {"mentee": ("shared", "with peers"), "other mentee": FOREIGN},
        about="steps",
        writes=("shared", "with peers", *FOREIGN),
    ),
}

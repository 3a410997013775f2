"""Staff's "delete learner state", step by step as the platform's instructor dashboard does it."""

from django.utils.translation import gettext as _
from opaque_keys.edx.keys import CourseKey
from submissions import api as submissions_api

from demo.accounts import anonymous_id_for_user
from demo.models import AuthoredBlock, StudentState
from demo.runtime import load_unbound
from demo.scores import forget_grade_event


class NoStateError(Exception):
    """The learner has no state row for the block; the block's own clearing ran nevertheless."""

    def __str__(self):
        return _("Module does not exist.")


def delete_learner_state(row: AuthoredBlock, learner, requesting_user) -> None:
    """Let the block clear what it keeps about `learner`, then delete the learner's state row.

    A block without `clear_student_state` has its submissions score reset instead. Raises NoStateError, after that,
    when there is no row.
    """
    course_key = CourseKey.from_string(row.course_key)
    anonymous_id = anonymous_id_for_user(learner, course_key)
    clear = getattr(load_unbound(row), "clear_student_state", None)
    if callable(clear):
        clear(
            user_id=anonymous_id,
            course_id=row.course_key,
            item_id=row.usage_key,
            requesting_user_id=anonymous_id_for_user(requesting_user, course_key),
        )
    else:
        submissions_api.reset_score(anonymous_id, row.course_key, row.usage_key)
    deleted, _rows = StudentState.objects.filter(user_id=learner.id, usage_key=row.usage_key).delete()
    if not deleted:
        raise NoStateError
    forget_grade_event(learner.id, row.usage_key)

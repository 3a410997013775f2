"""What the LMS and Studio answer alike, from applications that both have installed.

Nothing here may import `lms.*` or `cms.*`. Arguments and errors are described on the functions of the same name in
`mentoring_xblock.host`; every call to the platform is recorded in tests/host_contract/signatures.json.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from opaque_keys.edx.keys import CourseKey, UsageKey

from mentoring_xblock.host import actor, content
from mentoring_xblock.host.data import BLOCK_TYPES, BlockContent, CourseRoles, Person

TIME_ZONE_KEY = "time_zone"


def time_zone(user: Any) -> str:
    """Return the time zone that `user` chose; empty when none was chosen or it is unknown here."""
    from openedx.core.djangoapps.user_api.models import UserPreference

    # All of them: the platform keeps that answer for the rest of the request, and the blocks of a page share it.
    return actor.known_time_zone(UserPreference.get_all_preferences(user).get(TIME_ZONE_KEY))


def time_zones(user_ids: Iterable[int]) -> dict[int, str]:
    from openedx.core.djangoapps.user_api.models import UserPreference

    wanted = list(set(user_ids))
    chosen = UserPreference.get_preference_for_users(wanted, TIME_ZONE_KEY) if wanted else ()
    known = {preference.user_id: actor.known_time_zone(preference.value) for preference in chosen}
    return {user_id: name for user_id, name in known.items() if name}


def is_enrolled(user_id: int, course_key: CourseKey) -> bool:
    from common.djangoapps.student.models import CourseEnrollment

    user = actor.asking(user_id)
    if user is not None:
        # Kept by the platform for the rest of the request, which has most often asked already.
        return CourseEnrollment.is_enrolled(user, course_key)
    return user_id in enrolled_ids(course_key, [user_id])


def enrolled_ids(course_key: CourseKey, user_ids: Iterable[int]) -> set[int]:
    from common.djangoapps.student.models import CourseEnrollment

    wanted = set(user_ids)
    if not wanted:
        return set()
    enrolled = CourseEnrollment.objects.users_enrolled_in(course_key).filter(pk__in=wanted)
    return set(enrolled.values_list("pk", flat=True))


def course_roles(user_id: int, course_key: CourseKey) -> CourseRoles:
    from common.djangoapps.student.roles import (
        CourseInstructorRole,
        CourseStaffRole,
        GlobalStaff,
        OrgInstructorRole,
        OrgStaffRole,
    )

    user = actor.account(user_id)
    if user is None or not user.is_active:
        return CourseRoles(staff=False, admin=False)
    admin = CourseInstructorRole(course_key).has_user(user)
    # The first of these loads all of the person's roles in one query; the others read the same cache.
    staff = (
        admin
        or CourseStaffRole(course_key).has_user(user)
        or OrgStaffRole(course_key.org).has_user(user)
        or OrgInstructorRole(course_key.org).has_user(user)
        or GlobalStaff().has_user(user)
    )
    return CourseRoles(staff=staff, admin=admin)


def course_staff(course_key: CourseKey) -> list[Person]:
    from common.djangoapps.student.roles import CourseInstructorRole, CourseLimitedStaffRole, CourseStaffRole

    # Limited staff are asked for by name: having a role follows inheritance, listing who has it does not.
    roles = (CourseInstructorRole, CourseStaffRole, CourseLimitedStaffRole)
    ids = {user.pk for role in roles for user in role(course_key).users_with_role() if user.is_active}
    return by_name(people(ids).values())


def has_author_access(user_id: int, course_key: CourseKey) -> bool:
    from common.djangoapps.student.auth import has_course_author_access

    user = actor.account(user_id)
    if user is None or not user.is_active:
        return False
    # Asked for Studio in both services: left to itself, the LMS says yes to limited staff too.
    return has_course_author_access(user, course_key, service_variant="cms")


def people(user_ids: Iterable[int]) -> dict[int, Person]:
    from common.djangoapps.student.models import UserProfile
    from django.contrib.auth import get_user_model
    from openedx.core.djangoapps.lang_pref import LANGUAGE_KEY
    from openedx.core.djangoapps.user_api.models import UserPreference

    wanted = list(set(user_ids))
    if not wanted:
        return {}
    accounts = get_user_model().objects.filter(pk__in=wanted).values_list("pk", "username", "email")
    names = dict(UserProfile.objects.filter(user__in=wanted).values_list("user_id", "name"))
    chosen = UserPreference.get_preference_for_users(wanted, LANGUAGE_KEY)
    languages = {preference.user_id: preference.value for preference in chosen}
    return persons(accounts, names, languages)


def find_people(course_key: CourseKey, text: str, limit: int) -> list[Person]:
    from common.djangoapps.student.models import CourseEnrollment
    from django.db.models import Case, Q, Value, When

    text = text.strip()
    if not text:
        return []
    # A later word of a name counts too: people are looked for by their family name.
    named = Q(profile__name__istartswith=text) | Q(profile__name__icontains=f" {text}")
    exact = Q(username__iexact=text) | Q(email__iexact=text)
    found = (
        CourseEnrollment.objects.users_enrolled_in(course_key, include_inactive=True)
        .filter(named | Q(username__istartswith=text) | Q(email__istartswith=text))
        .order_by(Case(When(exact, then=Value(0)), default=Value(1)), "username")
        .values_list("pk", flat=True)
    )
    ids = list(found[:limit])
    known = people(ids)
    return [known[user_id] for user_id in ids if user_id in known]


def published_blocks(course_key: CourseKey) -> Iterator[BlockContent]:
    from xmodule.modulestore import ModuleStoreEnum
    from xmodule.modulestore.django import modulestore
    from xmodule.modulestore.exceptions import ItemNotFoundError

    store = modulestore()
    # Collected before the first is handed on: the branch is a setting of the whole thread while the block is open.
    with (
        store.branch_setting(ModuleStoreEnum.Branch.published_only, course_key),
        store.bulk_operations(course_key, emit_signals=False),
    ):
        try:
            blocks = store.get_items(
                course_key, qualifiers={"category": {"$in": list(BLOCK_TYPES)}}, include_orphans=False
            )
        except ItemNotFoundError:
            blocks = []
        contents = [
            BlockContent(
                usage_key=block.scope_ids.usage_id.map_into_course(course_key),
                block_type=block.scope_ids.block_type,
                fields=content.values_of(block),
            )
            for block in blocks
        ]
    return iter(contents)


def course_name(course_key: CourseKey) -> str:
    from openedx.core.djangoapps.content.course_overviews.models import CourseOverview

    # Not get_from_id: that one writes an overview when it finds none.
    names = CourseOverview.objects.filter(id=course_key).values_list("display_name", flat=True)
    return names.first() or str(course_key)


def address(usage_key: UsageKey) -> str:
    course_key = usage_key.context_key
    # The LMS finds the unit and sends on to its page.
    return f"{site_address(course_key)}/courses/{course_key}/jump_to/{usage_key}"


def site_address(course_key: CourseKey) -> str:
    from django.conf import settings
    from openedx.core.djangoapps.site_configuration.helpers import get_value_for_org

    # An organisation may have an address of its own.
    return get_value_for_org(course_key.org, "LMS_ROOT_URL", settings.LMS_ROOT_URL)


def emit(name: str, data: Mapping[str, Any]) -> None:
    from eventtracking import tracker

    tracker.emit(name, dict(data))


def persons(
    accounts: Iterable[tuple[int, str, str]], names: Mapping[int, str], languages: Mapping[int, str]
) -> dict[int, Person]:
    """Put together people from (id, username, e-mail) and from names and languages by id."""
    return {
        user_id: Person(
            id=user_id,
            username=username,
            full_name=(names.get(user_id) or "").strip() or username,
            email=email,
            language=languages.get(user_id) or "",
        )
        for user_id, username, email in accounts
    }


def by_name(found: Iterable[Person]) -> list[Person]:
    """Return people in the order of their names."""
    return sorted(found, key=lambda person: (person.full_name.casefold(), person.id))

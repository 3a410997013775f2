"""Where a block's fields come from: authored content from `AuthoredBlock`, learners' state from `StudentState`."""

from django.db import transaction
from xblock.exceptions import InvalidScopeError
from xblock.field_data import FieldData, ReadOnlyFieldData, SplitFieldData
from xblock.fields import Scope
from xblock.runtime import KeyValueStore, KvsFieldData

from demo.masquerade import MasqueradingKeyValueStore, is_masquerading_as_specific_student
from demo.models import StudentState

AUTHORED_SCOPES = (Scope.content, Scope.settings, Scope.parent, Scope.children)
LEARNER_SCOPES = (Scope.user_state, Scope.user_info, Scope.preferences, Scope.user_state_summary)
SESSION_KEY = "studio_preview_state"


class AuthoredKeyValueStore(KeyValueStore):
    """One block's content and settings: reads and writes a plain dict, which Studio's views save as the draft.

    Args:
        fields: {field name: JSON value}, changed in place by `set` and `delete`.
    """

    def __init__(self, fields: dict):
        self.fields = fields

    def get(self, key):
        return self.fields[key.field_name]

    def set(self, key, value):
        self.fields[key.field_name] = value

    def delete(self, key):
        del self.fields[key.field_name]

    def has(self, key):
        return key.field_name in self.fields


class StudentKeyValueStore(KeyValueStore):
    """The fields of one signed-in learner; each row is read once a request and written as a whole under its lock.

    Raises InvalidScopeError for `user_state_summary`, which no block of ours may use, and for an anonymous visitor's
    writes.
    """

    def __init__(self, user):
        self._user = user
        self._states: dict[str, dict] = {}

    def get(self, key):
        return self._state(key)[key.field_name]

    def has(self, key):
        return key.field_name in self._state(key)

    def set(self, key, value):
        self.set_many({key: value})

    def set_many(self, update_dict):
        for usage_key, fields in self._by_row(update_dict).items():
            self._write(usage_key, lambda state, fields=fields: state.update(fields))

    def delete(self, key):
        self._write(_row_key(key), lambda state: state.pop(key.field_name))

    def _by_row(self, update_dict) -> dict[str, dict]:
        rows: dict[str, dict] = {}
        for key, value in update_dict.items():
            rows.setdefault(_row_key(key), {})[key.field_name] = value
        return rows

    def _state(self, key) -> dict:
        row_key = _row_key(key)
        if row_key not in self._states:
            found = None
            if self._user.is_authenticated:
                rows = StudentState.objects.filter(user_id=self._user.id, usage_key=row_key)
                found = rows.values_list("state", flat=True).first()
            self._states[row_key] = found or {}
        return self._states[row_key]

    def _write(self, row_key: str, change) -> None:
        if not self._user.is_authenticated:
            raise InvalidScopeError("an anonymous visitor has no state")
        with transaction.atomic():
            row, _ = StudentState.objects.select_for_update().get_or_create(user_id=self._user.id, usage_key=row_key)
            change(row.state)
            row.save(update_fields=["state"])
        self._states[row_key] = row.state


class SessionKeyValueStore(KeyValueStore):
    """Learner state of a Studio preview: it lives in the author's session and is nobody's."""

    def __init__(self, session):
        self._session = session

    def get(self, key):
        return self._session.get(SESSION_KEY, {})[repr(tuple(key))]

    def set(self, key, value):
        self._session[SESSION_KEY] = {**self._session.get(SESSION_KEY, {}), repr(tuple(key)): value}

    def delete(self, key):
        self._session[SESSION_KEY] = {
            name: value for name, value in self._session.get(SESSION_KEY, {}).items() if name != repr(tuple(key))
        }

    def has(self, key):
        return repr(tuple(key)) in self._session.get(SESSION_KEY, {})


def lms_field_data(fields: dict, student: FieldData) -> FieldData:
    """Content and settings read-only, learner scopes from `student`: what the LMS binds a block to."""
    return _split(ReadOnlyFieldData(KvsFieldData(AuthoredKeyValueStore(fields))), student)


def studio_field_data(fields: dict, student: FieldData) -> FieldData:
    """Content and settings changeable in the dict `fields`, learner scopes from `student`: what Studio edits."""
    return _split(KvsFieldData(AuthoredKeyValueStore(fields)), student)


def student_field_data(user, course_key, session=None) -> FieldData:
    """Return the learner scopes of `user`; while staff masquerade as one learner, writes stay in `session`."""
    store: KeyValueStore = StudentKeyValueStore(user)
    if session is not None and is_masquerading_as_specific_student(user, course_key):
        store = MasqueradingKeyValueStore(store, session)
    return KvsFieldData(store)


def session_field_data(session) -> FieldData:
    """Return the learner scopes of a Studio preview."""
    return KvsFieldData(SessionKeyValueStore(session))


def _split(authored: FieldData, student: FieldData) -> FieldData:
    return SplitFieldData(dict.fromkeys(AUTHORED_SCOPES, authored) | dict.fromkeys(LEARNER_SCOPES, student))


def _row_key(key: KeyValueStore.Key) -> str:
    if key.scope == Scope.user_state:
        return str(key.block_scope_id)
    if key.scope == Scope.preferences:
        return f"preferences+{key.block_scope_id}"
    if key.scope == Scope.user_info:
        return "user_info"
    raise InvalidScopeError(f"{key.scope} is not kept here")

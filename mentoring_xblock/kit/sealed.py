"""Columns for what people write, encrypted at rest where a site has set keys.

`MENTORING_FERNET_KEYS` lists Fernet keys, the newest first; without any, values are stored as they are. A value says
itself whether it is sealed, so both kinds stand side by side while `mentoring_seal` goes over the rows. Sealed columns
can't be searched or sorted by the database: whoever wants that reads the rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models

#: The only key of a sealed JSON value; no id that people or authors make can contain a dollar sign.
MARK = "$fernet"
#: What a sealed text begins with, and what stands before a plain one that begins with either of them.
SEALED, PLAIN = "$fernet$", "$plain$"

_plainly: ContextVar[bool] = ContextVar("mentoring_store_plainly", default=False)


def keys() -> tuple[str, ...]:
    """Return the site's keys, the newest first; none where nothing is sealed."""
    return tuple(getattr(settings, "MENTORING_FERNET_KEYS", None) or ())


@contextmanager
def storing_plainly() -> Iterator[None]:
    """Store plain values meanwhile, though there are keys: for a site that gives encryption up."""
    token = _plainly.set(True)
    try:
        yield
    finally:
        _plainly.reset(token)


def seal(value: Any) -> str:
    """Return a JSON value as a token by the newest key.

    Raises:
        ImproperlyConfigured: a key can't be used, or the library is not installed.
    """
    return _fernet(keys()).encrypt(json.dumps(value, ensure_ascii=False).encode()).decode()


def unseal(token: str) -> Any:
    """Return the JSON value in a token, by whichever key it was sealed.

    Raises:
        ImproperlyConfigured: none of the keys fits. It says nothing of the value.
    """
    from cryptography.fernet import InvalidToken

    try:
        return json.loads(_fernet(keys()).decrypt(token.encode()))
    except InvalidToken:
        raise ImproperlyConfigured("A text is sealed with a key that MENTORING_FERNET_KEYS does not list.") from None


@lru_cache(maxsize=2)
def _fernet(listed: tuple[str, ...]) -> Any:
    if not listed:
        raise ImproperlyConfigured("A text is sealed, and MENTORING_FERNET_KEYS is empty.")
    try:
        from cryptography.fernet import Fernet, MultiFernet
    except ImportError:
        raise ImproperlyConfigured("MENTORING_FERNET_KEYS needs the package cryptography.") from None
    try:
        return MultiFernet([Fernet(key) for key in listed])
    except (TypeError, ValueError):
        raise ImproperlyConfigured("A key in MENTORING_FERNET_KEYS is no Fernet key.") from None


def _seals() -> bool:
    return bool(keys()) and not _plainly.get()


@lru_cache(maxsize=8)
def _only_for_nothing(exact: type[models.Lookup]) -> type[models.Lookup]:
    """Return the look-up of this kind that a value which says something can't be given to."""

    class OnlyForNothing(exact):  # type: ignore[misc, valid-type]
        def __init__(self, lhs: Any, rhs: Any) -> None:
            if hasattr(rhs, "as_sql") or rhs:
                raise FieldError("A sealed column can be asked whether it is empty, and nothing else.")
            super().__init__(lhs, rhs)

    return OnlyForNothing


class _Sealed:
    """What the database can be asked about such a column: whether there is something in it, and no more.

    Anything else raises FieldError, with keys and without: it would find nothing once there are keys.
    """

    def get_lookup(self, name: str) -> Any:
        """Return how to ask whether a value is empty or missing."""
        found = super().get_lookup(name) if name in {"exact", "isnull"} else None
        return _only_for_nothing(found) if found and name == "exact" else found

    def get_transform(self, name: str) -> None:
        """No part of a value can be asked for."""


class SealedJSONField(_Sealed, models.JSONField):
    """A JSON column whose values are sealed where there are keys; an empty value never is."""

    def get_prep_value(self, value: Any) -> Any:
        """Return what is stored."""
        value = super().get_prep_value(value)
        return {MARK: seal(value)} if value and _seals() and not hasattr(value, "as_sql") else value

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Return what was written."""
        found = super().from_db_value(value, expression, connection)
        return unseal(found[MARK]) if isinstance(found, dict) and set(found) == {MARK} else found


class SealedTextField(_Sealed, models.TextField):
    """A column of plain text, sealed where there are keys; an empty text never is."""

    def get_prep_value(self, value: Any) -> Any:
        """Return what is stored."""
        value = super().get_prep_value(value)
        if not value or hasattr(value, "as_sql"):
            return value
        if _seals():
            return SEALED + seal(value)
        return PLAIN + value if value.startswith((SEALED, PLAIN)) else value

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        """Return what was written."""
        if value and value.startswith(SEALED):
            return unseal(value.removeprefix(SEALED))
        return value.removeprefix(PLAIN) if value else value


def sealed_fields(model: type[models.Model]) -> tuple[str, ...]:
    """Return the names of a table's columns that are sealed where there are keys."""
    kinds = (SealedJSONField, SealedTextField)
    return tuple(field.name for field in model._meta.concrete_fields if isinstance(field, kinds))


__all__ = [
    "SealedJSONField",
    "SealedTextField",
    "keys",
    "seal",
    "sealed_fields",
    "storing_plainly",
    "unseal",
]

"""The embedded demo host: a small Django project that treats our blocks as the Open edX LMS and Studio do.

It promises that a block cannot tell the difference: the same services under the same names, real users, real opaque
keys, real edx-submissions and completion, the same middleware and the same traps (no transaction around handlers,
anonymous GETs, masquerade, Studio handlers that ask only for a login). It is never installed on a platform.
"""

from demo.celery import app as celery_app

__all__ = ["celery_app"]

"""Playing Studio: while such a view runs, our package believes that it is in the CMS."""

import functools


def in_studio(view):
    """Run `view` as Studio's process would."""

    @functools.wraps(view)
    def wrapped(request, *args, **kwargs):
        from mentoring_xblock.host.demo import studio_mode

        with studio_mode():
            return view(request, *args, **kwargs)

    return wrapped

"""The Django app plugin: how the LMS and Studio find our settings, addresses and signal handlers."""

from django.apps import AppConfig
from django.core import checks

from mentoring_xblock.settings.common import ADDRESSES

_RETIREMENT_SIGNALS = "openedx.core.djangoapps.user_api.accounts.signals"
_SETTINGS = {
    "common": {"relative_path": "settings.common"},
    "production": {"relative_path": "settings.production"},
    "devstack": {"relative_path": "settings.production"},
    "test": {"relative_path": "settings.production"},
}


class MentoringConfig(AppConfig):
    """Plugs into `lms.djangoapp` and `cms.djangoapp`; see edx-django-utils' plugin constants for the keys."""

    name = "mentoring_xblock"
    verbose_name = "Mentoring"
    default_auto_field = "django.db.models.BigAutoField"
    plugin_app = {
        # Studio answers none of it: nothing there is for people who are not signed in.
        "url_config": {
            "lms.djangoapp": {"namespace": "mentoring_xblock", "regex": f"^{ADDRESSES}", "relative_path": "urls"},
        },
        "settings_config": {"lms.djangoapp": _SETTINGS, "cms.djangoapp": _SETTINGS},
        "signals_config": {
            "lms.djangoapp": {
                "relative_path": "handlers",
                "receivers": [
                    {
                        "receiver_func_name": "retire_person",
                        "signal_path": f"{_RETIREMENT_SIGNALS}.USER_RETIRE_LMS_CRITICAL",
                    },
                    {
                        "receiver_func_name": "retire_mailings",
                        "signal_path": f"{_RETIREMENT_SIGNALS}.USER_RETIRE_MAILINGS",
                    },
                ],
            },
            "cms.djangoapp": {
                "relative_path": "handlers",
                "receivers": [
                    {
                        "receiver_func_name": "mirror_published_course",
                        "signal_path": "xmodule.modulestore.django.COURSE_PUBLISHED",
                    },
                ],
            },
        },
    }

    def ready(self) -> None:
        """Connect rooms that must not know of each other, with background jobs among them, and check the settings."""
        from mentoring_xblock import handlers
        from mentoring_xblock.checks import check_isolation, check_keys
        from mentoring_xblock.groups.signals import booked_ahead, places_freed, programme_left
        from mentoring_xblock.journal.signals import put_into_bin
        from mentoring_xblock.notifications.signals import mail_queued, still_true
        from mentoring_xblock.programme.signals import phases_moved
        from mentoring_xblock.proposals.signals import publish_wanted, run_wanted

        checks.register(check_isolation, "mentoring")
        checks.register(check_keys, "mentoring")
        mail_queued.connect(handlers.send_queued_mail, dispatch_uid="mentoring_send_queued_mail")
        still_true.connect(handlers.mails_overtaken, dispatch_uid="mentoring_mails_overtaken")
        run_wanted.connect(handlers.run_wanted_proposal, dispatch_uid="mentoring_run_wanted_proposal")
        publish_wanted.connect(handlers.publish_wanted_proposal, dispatch_uid="mentoring_publish_wanted_proposal")
        booked_ahead.connect(handlers.meetings_ahead, dispatch_uid="mentoring_meetings_ahead")
        programme_left.connect(handlers.free_joint_places, dispatch_uid="mentoring_free_joint_places")
        phases_moved.connect(handlers.follow_phases, dispatch_uid="mentoring_follow_phases")
        put_into_bin.connect(handlers.take_back_answers, dispatch_uid="mentoring_take_back_answers")
        places_freed.connect(handlers.let_in_who_waits, dispatch_uid="mentoring_let_in_who_waits")

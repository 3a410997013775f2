"""Run by test_wheel.py in an environment of its own: is the installed package whole, and does it work?

The arguments are the files that must be there, relative to the package. Prints what was found; fails otherwise.
"""

import gettext
import sys
from importlib import resources
from importlib.metadata import entry_points

import django
from django.conf import settings

BLOCKS = {
    "mentoring_programme",
    "mentoring_goals",
    "mentoring_journal",
    "mentoring_application",
    "mentoring_meetings",
    "mentoring_dashboard",
}


def configure() -> None:
    """Set up a small Django site with the plugin, as a platform's process has it."""
    settings.configure(
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sites",
            "django.contrib.staticfiles",
            "waffle",
            "submissions",
            "completion",
            "django_htmx",
            "mentoring_xblock",
        ],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        SECRET_KEY="only for this process",
        STATIC_URL="/static/",
        USE_TZ=True,
    )
    django.setup()


def main(wanted: list[str]) -> None:
    """Check files, entry points, templates, static files and catalogues, the way Django and XBlock find them."""
    from django.contrib.staticfiles import finders
    from django.template.loader import get_template
    from django.utils import translation

    package = resources.files("mentoring_xblock")
    assert "site-packages" in str(package), package
    missing = [name for name in wanted if not package.joinpath(name).is_file()]
    assert not missing, missing

    ours = {point.name: point for point in entry_points(group="xblock.v1") if point.name.startswith("mentoring_")}
    assert ours.keys() == BLOCKS, ours
    for point in ours.values():
        point.load()
    for group in ("lms.djangoapp", "cms.djangoapp"):
        (plugin,) = (point for point in entry_points(group=group) if point.name == "mentoring_xblock")
        assert plugin.load().plugin_app, group

    static = [name.removeprefix("static/") for name in wanted if name.startswith("static/")]
    assert static and all(finders.find(name) for name in static), static
    templates = [name.removeprefix("templates/") for name in wanted if name.startswith("templates/")]
    assert templates
    for name in templates:
        get_template(name)
    for language in ("fi", "fi_FI"):
        assert gettext.find("django", str(package / "locale"), [language]), language
    with translation.override("fi"):
        assert translation.get_language() == "fi"

    print(f"{len(ours)} blocks, {len(static)} static files, {len(templates)} templates")


if __name__ == "__main__":
    configure()
    main(sys.argv[1:])

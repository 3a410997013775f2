"""Run in a process of its own with demo.settings.workbench: renders every scenario of ours, calls every handler.

Prints JSON: under "blocks" {block type: {"views": {view: [status, whether it was there]}, "handlers": {name: [status,
length of the message]}}}, and under "rows" how many rows of ours there are in the end.
"""

import contextlib
import json
import os
import sys

import django
from django.apps import apps
from django.core.management import call_command


def main():
    os.environ["DJANGO_SETTINGS_MODULE"] = "demo.settings.workbench"
    django.setup()
    with contextlib.redirect_stdout(sys.stderr):
        # The workbench's 0.14 wheel came without its migrations.
        call_command("migrate", run_syncdb=True, verbosity=0)
        found = probe()
    print(json.dumps(found))  # noqa: T201


def probe():
    """Visit everything and return what `main` prints."""
    from django.test import Client
    from workbench.runtime import WorkbenchRuntime
    from workbench.scenarios import get_scenarios

    client = Client()
    found = {}
    for name, scenario in get_scenarios().items():
        block = WorkbenchRuntime().get_block(scenario.usage_id)
        if not name.startswith("mentoring_"):
            continue
        views = {view: sees(client, name, scenario, view) for view in ("student_view", "studio_view")}
        handlers = {}
        for handler in block.handlers:
            answer = client.post(f"/handler/{scenario.usage_id}/{handler}/", "{}", content_type="application/json")
            handlers[handler] = [answer.status_code, len(answer.content)]
        found[block.scope_ids.block_type] = {"views": views, "handlers": handlers}
    rows = sum(model.objects.count() for model in apps.get_app_config("mentoring_xblock").get_models())
    return {"blocks": found, "rows": rows}


def sees(client, name, scenario, view):
    """Return [status, whether the page holds the block: of a missing view the workbench only says so, with 200]."""
    answer = client.get(f"/scenario/{name}/{view}/")
    page = answer.content.decode()
    return [answer.status_code, str(scenario.usage_id) in page and "No such view" not in page]


if __name__ == "__main__":
    main()

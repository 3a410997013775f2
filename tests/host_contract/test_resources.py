"""What a page of the host has to load for us: all that works, and nothing where there is nothing to press."""

from __future__ import annotations

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from opaque_keys.edx.keys import UsageKey
from xblock.core import XBlock
from xblock.fields import ScopeIds
from xblock.runtime import DictKeyValueStore, KvsFieldData
from xblock.test.tools import TestRuntime

from mentoring_xblock.blocks.base import SCRIPTS
from tests import factories as make
from tests import pages
from tests.host_contract.test_mixins import OURS

pytestmark = pytest.mark.django_db

SCRIPT, STYLE = "application/javascript", "text/css"


@pytest.fixture
def resources(request):
    """Return what a view of the block in Studio has to load: resources("preview")."""
    block, author = pages.publish_block(request.param), make.make_staff("kirsi")
    return lambda view: [one for _, one in pages.see_in_studio(author, block, view)["resources"]]


@pytest.mark.parametrize("resources", OURS, indirect=True)
class TestInStudio:
    def test_the_preview_brings_no_script_into_studio(self, resources):
        assert {one["mimetype"] for one in resources("preview")} == {STYLE}

    def test_the_editor_brings_its_own_and_not_htmx(self, resources):
        scripts = [one["data"] for one in resources("studio_view") if one["mimetype"] == SCRIPT]
        assert [name.rsplit("/", 1)[-1] for name in scripts] == ["studio.js"]

    def test_every_file_is_there_to_be_collected(self, resources):
        """The platform's storage serves an unknown name as it is: a missing file would show in a browser only."""
        files = [one["data"] for view in ("preview", "studio_view") for one in resources(view)]
        assert files
        assert [name for name in files if not finders.find(name.removeprefix(staticfiles_storage.base_url))] == []


@pytest.mark.parametrize("block_type", OURS)
class TestInTheUnit:
    def test_scripts_come_in_the_order_that_they_need(self, block_type):
        block = pages.publish_block(block_type)
        shown = pages.see(make.make_staff("kirsi"), block)
        names = [*SCRIPTS, *([f"mentoring_xblock/{one}"] if (one := XBlock.load_class(block_type).script) else [])]
        places = [shown.index(staticfiles_storage.url(name)) for name in names]
        assert places == sorted(places)
        assert all(finders.find(name) for name in names)

    def test_who_only_passes_by_loads_no_script(self, block_type):
        block = pages.publish_block(block_type)
        key = UsageKey.from_string(block.usage_key)
        runtime = TestRuntime(services={"field-data": KvsFieldData(DictKeyValueStore())})
        passed = runtime.construct_xblock_from_class(
            XBlock.load_class(block_type), ScopeIds(None, block_type, key, key)
        )
        runtime.handler_url = lambda *args, **kwargs: "/handler"
        assert {one.mimetype for one in passed.render("public_view").resources} == {STYLE}

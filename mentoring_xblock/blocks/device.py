"""The handler by which a page gets the key to what was typed on this device; for blocks whose pages load drafts.js."""

from __future__ import annotations

from dataclasses import asdict

from webob import Response

from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.request import data, learner_handler
from mentoring_xblock.kit.device import keys_of


class DeviceViews:
    """What a block's pages need to keep unsaved text where nobody else can read it."""

    device_handlers = ("device_key",)

    @learner_handler
    def device_key(self, call: Call) -> Response:
        """Give whoever is signed in their own keys; nothing is stored, here or by the browser's cache."""
        return data(asdict(keys_of(call.actor.user_id)))

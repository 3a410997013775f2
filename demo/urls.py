"""Addresses of the demo host. Those of handlers, views and resources are the platform's own."""

from django.urls import include, path, re_path

from demo.views import handlers, pages, people, staff, studio
from mentoring_xblock.apps import MentoringConfig

LMS_BLOCK = "courses/<str:course_id>/xblock/<str:usage_id>"

#: What a plugin says of its addresses, served as the platform serves it.
PLUGIN = MentoringConfig.plugin_app["url_config"]["lms.djangoapp"]

urlpatterns = [
    re_path(PLUGIN["regex"], include("mentoring_xblock.urls", namespace=PLUGIN["namespace"])),
    path("", pages.home, name="home"),
    path("learn/<int:unit_id>/", pages.learn, name="learn"),
    path("unit/<int:unit_id>/", pages.unit, name="unit"),
    path("gradebook/", staff.gradebook, name="gradebook"),
    path("gradebook/delete-state/", staff.delete_state, name="delete_state"),
    path("outbox/", staff.outbox, name="outbox"),
    path("studio/", studio.studio, name="studio"),
    path("studio/unit/<int:unit_id>/", studio.studio_unit, name="studio_unit"),
    path("studio/unit/<int:unit_id>/publish/", studio.publish, name="publish"),
    path("people/become/", people.become, name="become"),
    path("people/leave/", people.leave, name="leave"),
    path("people/language/", people.language, name="language"),
    path("people/theme/", people.theme, name="theme"),
    path("people/look-as/", people.look_as, name="look_as"),
    path("courses/<str:course_id>/jump_to/<str:location>", pages.jump_to, name="jump_to"),
    path(f"{LMS_BLOCK}/handler/<str:handler>", handlers.lms_handler, name="xblock_handler"),
    path(f"{LMS_BLOCK}/handler/<str:handler>/<path:suffix>", handlers.lms_handler, name="xblock_handler"),
    path(f"{LMS_BLOCK}/handler_noauth/<str:handler>", handlers.lms_handler_noauth, name="xblock_handler_noauth"),
    path(
        f"{LMS_BLOCK}/handler_noauth/<str:handler>/<path:suffix>",
        handlers.lms_handler_noauth,
        name="xblock_handler_noauth",
    ),
    path("preview/xblock/<str:usage_id>/handler/<str:handler>", handlers.preview_handler, name="preview_handler"),
    path(
        "preview/xblock/<str:usage_id>/handler/<str:handler>/<path:suffix>",
        handlers.preview_handler,
        name="preview_handler",
    ),
    path("xblock/<str:usage_id>/handler/<str:handler>", handlers.component_handler, name="component_handler"),
    path(
        "xblock/<str:usage_id>/handler/<str:handler>/<path:suffix>",
        handlers.component_handler,
        name="component_handler",
    ),
    path("xblock/resource/<str:block_type>/<path:uri>", handlers.xblock_resource, name="xblock_resource"),
    path("xblock/<str:usage_id>/container_preview", studio.xblock_view, {"view_name": "preview"}, name="preview"),
    path("xblock/<str:usage_id>/studio_view", studio.xblock_view, {"view_name": "studio_view"}, name="studio_view"),
]

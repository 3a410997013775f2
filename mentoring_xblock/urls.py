"""What the learners' site answers for us beside the blocks' handlers; `apps.py` says under which address.

Both need no sign-in: calendar programs have none, and whoever wants no more mails should not need one.
"""

from django.urls import path

from mentoring_xblock.calendars.pages import feed
from mentoring_xblock.notifications.pages import stop_mails

app_name = "mentoring_xblock"
urlpatterns = [
    path("calendar/<str:secret>.ics", feed, name="feed"),
    path("mail/<str:token>", stop_mails, name="stop_mails"),
]

"""What a platform keeps and our package does not: courses, content, roles, enrolment, learner state, grades, mail."""

from django.conf import settings
from django.db import models

KEY_LENGTH = 255


class Course(models.Model):
    """A course run; `course_key` is the text of its opaque key, such as course-v1:TAMK+TUOTTAJA+2026."""

    course_key = models.CharField(max_length=KEY_LENGTH, unique=True)
    name = models.CharField(max_length=255)

    def __str__(self):
        return self.name


class Unit(models.Model):
    """A page of a course: some blocks, one below the other."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="units")
    title = models.CharField(max_length=255)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self):
        return self.title


class AuthoredBlock(models.Model):
    """A block's content and settings fields: what Studio edits (`draft`) and what learners see (`published`).

    Both map a field's name to the field's JSON value and hold only what was set, as the modulestore does. `published`
    is None until the block is first published.
    """

    course_key = models.CharField(max_length=KEY_LENGTH, db_index=True)
    usage_key = models.CharField(max_length=KEY_LENGTH, unique=True)
    block_type = models.CharField(max_length=100)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="blocks")
    draft = models.JSONField(default=dict, blank=True)
    published = models.JSONField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["unit__position", "unit_id", "position", "id"]

    def __str__(self):
        return self.usage_key

    @property
    def has_changes(self) -> bool:
        """Whether publishing would change what learners see."""
        return self.published != self.draft


class CourseAccess(models.Model):
    """A person's role on the course team: `staff`, or `instructor` for the course's administrators."""

    ROLES = [("staff", "staff"), ("instructor", "instructor")]

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="demo_access")
    course_key = models.CharField(max_length=KEY_LENGTH)
    role = models.CharField(max_length=20, choices=ROLES)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "course_key", "role"], name="demo_access_once")]

    def __str__(self):
        return f"{self.user_id} {self.role}"


class Enrollment(models.Model):
    """A person's enrolment; unenrolling only makes it inactive, as on the platform."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="demo_enrollments")
    course_key = models.CharField(max_length=KEY_LENGTH, db_index=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "course_key"], name="demo_enrollment_once")]

    def __str__(self):
        return f"{self.user_id} {self.course_key}"


class AnonymousId(models.Model):
    """The name under which other services know a person in one course; stored, so it survives a new secret key."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="demo_anonymous_ids")
    course_key = models.CharField(max_length=KEY_LENGTH)
    anonymous_id = models.CharField(max_length=32, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "course_key"], name="demo_anonymous_id_once")]

    def __str__(self):
        return self.anonymous_id


class Profile(models.Model):
    """A person's full name and preferences; `part` says what the demo's switcher shows them as."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="profile")
    name = models.CharField(max_length=255, blank=True)
    language = models.CharField(max_length=20, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    part = models.CharField(max_length=20, blank=True)

    def __str__(self):
        return self.name


class StudentState(models.Model):
    """One row a learner and block, as the platform's StudentModule: a learner's `user_state` fields as JSON.

    `usage_key` is the block's; for the scopes `preferences` and `user_info` it is `preferences+<block type>` and
    `user_info`.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="demo_states")
    usage_key = models.CharField(max_length=KEY_LENGTH, db_index=True)
    state = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "usage_key"], name="demo_state_once")]

    def __str__(self):
        return f"{self.user_id} {self.usage_key}"


class GradebookScore(models.Model):
    """A learner's score in one block from one source; of the two, `submissions` wins (see `demo.gradebook`)."""

    SUBMISSIONS = "submissions"
    STUDENT_MODULE = "csm"
    SOURCES = [(SUBMISSIONS, "edx-submissions"), (STUDENT_MODULE, "grade event")]

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="demo_scores")
    course_key = models.CharField(max_length=KEY_LENGTH, db_index=True)
    usage_key = models.CharField(max_length=KEY_LENGTH, db_index=True)
    earned = models.FloatField()
    possible = models.FloatField()
    source = models.CharField(max_length=20, choices=SOURCES)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "usage_key", "source"], name="demo_score_once")]

    def __str__(self):
        return f"{self.earned}/{self.possible}"


class SentMail(models.Model):
    """A mail that Django's mail functions sent: the demo's stand-in for a mail server."""

    recipients = models.TextField()
    sender = models.CharField(max_length=255)
    subject = models.CharField(max_length=998)
    body = models.TextField(blank=True)
    html = models.TextField(blank=True)
    message_id = models.CharField(max_length=255, blank=True)
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-sent_at", "-id"]

    def __str__(self):
        return self.subject

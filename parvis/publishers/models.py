"""Groups, their titles and sites, the articles, and who works where."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.kit import clock
from parvis.publishers.supplies import ArticleFeed, ArticleMerge, FormerAddress

__all__ = ["ArticleFeed", "ArticleMerge", "FormerAddress"]


class Group(models.Model):
    """A press group, or a title that stands alone."""

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=5, default="fr")
    requires_second_factor = models.BooleanField(default=False)
    second_factor_from = models.DateTimeField(null=True, help_text=_("From when the desk is closed without one"))
    time_zone = models.CharField(max_length=60, default="Europe/Paris", help_text=_("Name in the IANA database"))
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Title(models.Model):
    """A publication of the group."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="titles")
    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=5, default="fr")
    accent = models.CharField(max_length=7, default="#8a3324", help_text=_("Colour of the title, as #rrggbb"))
    contact = models.EmailField(blank=True)
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """A web site of the title; its origins are the only ones from which articles are believed."""

    title = models.ForeignKey(Title, on_delete=models.PROTECT, related_name="sites")
    name = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.name


class Origin(models.Model):
    """An allowed origin (`https://www.example.org`) of a site."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="origins")
    title = models.ForeignKey(Title, on_delete=models.PROTECT, related_name="origins")
    origin = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["title", "origin"], name="origin_once_per_title")]

    def __str__(self) -> str:
        return self.origin


class Section(models.Model):
    """A part of the title (politics, sports…) that may have settings and moderators of its own."""

    title = models.ForeignKey(Title, on_delete=models.PROTECT, related_name="sections")
    key = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["title", "key"], name="section_once_per_title")]

    def __str__(self) -> str:
        return self.name


class Article(models.Model):
    """A piece of the title, known by its normal address."""

    title = models.ForeignKey(Title, on_delete=models.PROTECT, related_name="articles")
    site = models.ForeignKey(Site, on_delete=models.SET_NULL, null=True, related_name="articles")
    section = models.ForeignKey(Section, on_delete=models.SET_NULL, null=True, related_name="articles")
    address = models.CharField(max_length=2000)
    reference = models.CharField(max_length=200, blank=True, help_text=_("Identifier in the publishing system"))
    headline = models.CharField(max_length=300, blank=True)
    summary = models.TextField(blank=True)
    image = models.CharField(max_length=1000, blank=True)
    authors = models.JSONField(default=list, help_text=_("Names of the authors"))
    published_at = models.DateTimeField(null=True)
    found_at = models.DateTimeField()
    enriched_at = models.DateTimeField(null=True)
    # The article this one was merged into: its address and its discussion lead there.
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="merged")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["title", "address"], name="article_once_per_title")]
        indexes = [models.Index(fields=["title", "reference"], name="article_by_reference")]

    def __str__(self) -> str:
        return self.headline or self.address


class Mode(models.TextChoices):
    """When the desk looks: before, after, or when a reader signals."""

    PRE = "pre", _("Before publication")
    POST = "post", _("After publication")
    REACTIVE = "reactive", _("On readers’ signals")


class WhoPosts(models.TextChoices):
    """Who may write at a place; the newsroom itself always may, except where nobody does."""

    EVERYONE = "everyone", _("Every member")
    CONFIRMED = "confirmed", _("Members whose mail address is confirmed")
    SUBSCRIBERS = "subscribers", _("Subscribers")
    SEASONED = "seasoned", _("Members who have been here a while")
    INVITED = "invited", _("The newsroom and those it invites")
    NOBODY = "nobody", _("Nobody: the discussion is only read")


class Pictures(models.TextChoices):
    """Whether posts may carry a picture."""

    NONE = "none", _("No")
    HELD = "held", _("Yes, once the desk has seen them")
    OPEN = "open", _("Yes, at once")


class LevelSettings(models.Model):
    """What may be set at each level, from the group down to one thread. Empty means: as above."""

    mode = models.CharField(max_length=10, choices=Mode.choices, null=True, blank=True)
    min_length = models.PositiveIntegerField(null=True, blank=True)
    max_length = models.PositiveIntegerField(null=True, blank=True)
    edit_minutes = models.PositiveIntegerField(null=True, blank=True)
    newcomer_posts = models.PositiveIntegerField(null=True, blank=True)
    posts_per_minute = models.PositiveIntegerField(null=True, blank=True)
    posts_per_hour = models.PositiveIntegerField(null=True, blank=True)
    links_per_post = models.PositiveIntegerField(null=True, blank=True)
    close_after_days = models.PositiveIntegerField(null=True, blank=True)
    languages = models.JSONField(null=True, blank=True)
    who_posts = models.CharField(max_length=12, choices=WhoPosts.choices, null=True, blank=True)
    seasoned_days = models.PositiveIntegerField(null=True, blank=True)
    seasoned_posts = models.PositiveIntegerField(null=True, blank=True)
    posts_per_thread = models.PositiveIntegerField(null=True, blank=True)
    replies_per_thread = models.PositiveIntegerField(null=True, blank=True)
    slow_seconds = models.PositiveIntegerField(null=True, blank=True)
    opening_hours = models.CharField(max_length=11, null=True, blank=True, help_text=_("07:00-23:00, or always"))
    opening_days = models.JSONField(null=True, blank=True, help_text=_("Days of the week, Monday being 0"))
    time_zone = models.CharField(max_length=40, null=True, blank=True)
    pictures = models.CharField(max_length=10, choices=Pictures.choices, null=True, blank=True)

    class Meta:
        abstract = True


class Policy(LevelSettings):
    """Settings at one level: group, title (title set) or section (section set)."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="policies")
    title = models.ForeignKey(Title, on_delete=models.CASCADE, null=True, related_name="policies")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, null=True, related_name="policies")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "title", "section"], nulls_distinct=False, name="one_policy_per_level")
        ]

    def __str__(self) -> str:
        return f"{self.section or self.title or self.group}"


class Role(models.TextChoices):
    """What a seat is for; what each may do is in rights.py."""

    GROUP_MANAGER = "group_manager", _("Group manager")
    COMMUNITY_MANAGER = "community_manager", _("Community manager")
    MODERATOR = "moderator", _("Moderator")
    JOURNALIST = "journalist", _("Journalist")
    MEDIATOR = "mediator", _("Mediator")
    MARKETING = "marketing", _("Marketing")
    GUEST = "guest", _("Guest")
    OUTSIDE = "outside", _("Outside moderator")


class SeatQuerySet(models.QuerySet["Seat"]):
    """Phrases about seats."""

    def current(self) -> "SeatQuerySet":
        """Seats not ended, nor past their end."""
        return self.filter(models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=clock.now()), ended_at__isnull=True)


class Seat(models.Model):
    """An account's role at a group (title empty), a title, or a section of it."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="seats")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="seats")
    title = models.ForeignKey(Title, on_delete=models.CASCADE, null=True, blank=True, related_name="seats")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, null=True, blank=True, related_name="seats")
    role = models.CharField(max_length=20, choices=Role.choices)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    # Of somebody of an outside firm: its hours and its end are theirs.
    firm: Any = models.ForeignKey("publishers.Firm", on_delete=models.CASCADE, null=True, blank=True, related_name="seats")
    ends_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "group", "title", "section", "role"],
                condition=models.Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="one_current_seat_of_a_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.section or self.title or self.group}"


class Invitation(models.Model):
    """A seat offered by mail; the link in the mail carries a signature, nothing secret is kept."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="invitations")
    title = models.ForeignKey(Title, on_delete=models.CASCADE, null=True, blank=True, related_name="invitations")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, null=True, blank=True, related_name="invitations")
    role = models.CharField(max_length=20, choices=Role.choices)
    firm: Any = models.ForeignKey("publishers.Firm", on_delete=models.CASCADE, null=True, blank=True, related_name="invitations")
    mail = models.EmailField()
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.mail} → {self.get_role_display()}"


# Django looks for the room's tables here; a look knows its title by name only.
from parvis.publishers.firms.models import Firm as Firm  # noqa: E402
from parvis.publishers.looks.models import Look as Look  # noqa: E402


class HandOver(models.Model):
    """Someone left a title, or a group: who took over what they held, by whose hand, with a note; `moved` counts by kind."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="hand_overs")
    title = models.ForeignKey(Title, on_delete=models.CASCADE, null=True, related_name="hand_overs")
    account: Any = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    to: Any = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    by: Any = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    note = models.TextField(blank=True)
    seats = models.PositiveSmallIntegerField(default=0)
    moved = models.JSONField(default=dict)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.account_id} to {self.to_id}"

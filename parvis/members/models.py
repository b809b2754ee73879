"""Accounts (logins), members (readers), and the ways in."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.members.badges.models import Badge, Byline, Tone
from parvis.members.leaving.models import DataExport, Erasure, Reminder, SealedRecord
from parvis.members.openid.models import IdentityServer
from parvis.members.restrictions.models import Restriction, RestrictionKind
from parvis.members.signing.models import Algorithm, Fault, Issuer, SigningKey
from parvis.members.telling.models import MAILED, DigestRun, KeptMail, Mailing, NoticeChoice, Way
from parvis.publishers.models import Group

__all__ = [
    "Account",
    "AccountManager",
    "Algorithm",
    "Badge",
    "Byline",
    "DataExport",
    "DigestRun",
    "Erasure",
    "Fault",
    "Identity",
    "IdentityKind",
    "IdentityServer",
    "Issuer",
    "KeptMail",
    "Mailing",
    "Member",
    "Notice",
    "NoticeChoice",
    "Reminder",
    "Restriction",
    "RestrictionKind",
    "SealedRecord",
    "SigningKey",
    "Tone",
]


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts for allauth and the command line."""

    def create_user(self, mail: str, password: str | None = None, **fields: object) -> "Account":
        """An account with this mail (kept in lower case); no password means sign-in by mailed code only."""
        account = self.model(mail=mail.strip().lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> "Account":
        """The account of a mail address, whatever its case."""
        return self.get(mail=(username or "").strip().lower())


class Account(AbstractBaseUser):
    """A login: a staff person, or a reader of a title without accounts of its own."""

    mail = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(max_length=5, default="fr")
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "mail"
    EMAIL_FIELD = "mail"

    def __str__(self) -> str:
        return self.name or self.mail

    def get_full_name(self) -> str:
        """The name shown to colleagues."""
        return str(self)


class Member(models.Model):
    """A reader: one per group, however many titles and ways in. One pseudonym per group."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="members")
    account = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="members")
    pseudonym = models.CharField(max_length=60)
    folded = models.CharField(max_length=60, help_text=_("The pseudonym without case, accents or look-alikes"))
    language = models.CharField(max_length=5, default="fr")
    badges = models.JSONField(default=list, help_text=_("What the publisher’s token says: subscriber, expert…"))
    published_posts = models.PositiveIntegerField(default=0)
    is_named = models.BooleanField(default=True, help_text=_("Whether the member chose the pseudonym"))
    # True while a Restriction of the kind is in force somewhere: whoever has none costs no question at each post.
    is_premoderated = models.BooleanField(default=False)
    is_limited = models.BooleanField(default=False)
    joined_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "folded"], name="one_pseudonym_per_group"),
            models.UniqueConstraint(fields=["group", "account"], name="one_member_per_account_and_group"),
        ]
        indexes = [
            # The directory in each of its orders, and names that begin alike (moderation/directory.py).
            models.Index(fields=["group", "-joined_at", "-id"], name="members_by_arrival"),
            models.Index(fields=["group", "-published_posts", "-id"], name="members_by_posts"),
            models.Index(fields=["group", "-seen_at", "-id"], name="members_by_visit"),
            models.Index(fields=["group", "folded"], name="members_by_name", opclasses=["int8_ops", "varchar_pattern_ops"]),
            models.Index(fields=["group", "-id"], condition=models.Q(is_premoderated=True), name="members_watched"),
        ]

    def __str__(self) -> str:
        return self.pseudonym


class IdentityKind(models.TextChoices):
    """The ways in."""

    SSO = "sso", _("Publisher’s account")
    ACCOUNT = "account", _("Account here")
    IMPORT = "import", _("Imported archive")


class Identity(models.Model):
    """One way in of a member: who vouches (issuer), and under which name there (subject)."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="identities")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=IdentityKind.choices)
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "kind", "issuer", "subject"], name="identity_once")]

    def __str__(self) -> str:
        return f"{self.issuer}:{self.subject}"


class Notice(models.Model):
    """Something a member is told, in the page and perhaps by mail; not before `due_at`.

    About one thing (`about`, as kind:id) a member is told once.
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="notices", db_index=False)
    kind = models.CharField(max_length=30)
    about = models.CharField(max_length=60, blank=True, help_text=_("What it is about, as kind:id"))
    data = models.JSONField(default=dict)
    way = models.CharField(max_length=10, choices=Way.choices, default=Way.PAGE)
    mailing = models.ForeignKey(Mailing, on_delete=models.SET_NULL, null=True, related_name="notices", db_index=False)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # Also what finds the notices of a post that goes out of sight.
            models.UniqueConstraint(fields=["about", "member"], condition=~models.Q(about=""), name="notice_told_once"),
        ]
        indexes = [
            models.Index(fields=["member", "-id"], name="notices_of_member"),
            # A reader's open notices, and their number.
            models.Index(fields=["member", "-id"], condition=models.Q(seen_at__isnull=True), name="notice_unseen"),
            # The worker's question: what waits for a letter.
            models.Index(
                fields=["way", "due_at"],
                condition=models.Q(way__in=MAILED, mailing__isnull=True, dropped_at__isnull=True, seen_at__isnull=True),
                name="notice_to_gather",
            ),
            models.Index(fields=["mailing"], condition=models.Q(mailing__isnull=False), name="notices_of_mailing"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.member_id}"

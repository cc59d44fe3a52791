"""Lives in: every schema. A person who can sign in, or could."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Value
from django.db.models.functions import Coalesce, Concat, Lower
from django.utils.crypto import salted_hmac

from tenants.accounts.enums import NameLanguage
from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7
from tenants.schemas import current_schema


class UserManager(BaseUserManager["User"]):
    """Finds people by the address they sign in with."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the person with this e-mail address, whatever its case."""
        return self.get(email=(username or "").strip().lower())

    def create_user(self, email: str | None, password: str | None = None, **fields: Any) -> "User":
        """Write a person without asking any rule; services and tests know which rules apply."""
        user = self.model(email=email.strip().lower() if email else None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person of one schema. Somebody at two companies has two of these."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Stored in lower case, held to it by a constraint, so that it is unique whatever its case.
    email = models.EmailField(unique=True, null=True, blank=True)
    name = models.CharField(max_length=150)
    native_name = models.CharField(max_length=150, blank=True, default="")
    native_language = models.CharField(
        max_length=5, choices=NameLanguage.choices, blank=True, default=""
    )
    # Of the pages they see; empty means the company's.
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, blank=True, default="")
    job_title = models.CharField(max_length=120, blank=True, default="")
    employee_id = models.CharField(max_length=40, blank=True, default="")
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=now)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    # Part of what a session is signed with: raising it ends every session for good.
    session_generation = models.PositiveIntegerField(default=0)
    # Kept by notifications, so that the bell on every page costs no query.
    unread_notifications = models.PositiveIntegerField(default=0)

    # The account that goes on for this person since two of theirs were merged.
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    # When; empty again once nothing of the other account is kept but the row itself.
    merged_at = models.DateTimeField(null=True, blank=True)
    # What the list of people is searched in: one trigram index instead of five.
    search_text = models.GeneratedField(
        expression=Lower(
            Concat(
                "name",
                Value(" "),
                "native_name",
                Value(" "),
                Coalesce("email", Value(""), output_field=models.TextField()),
                Value(" "),
                "employee_id",
                Value(" "),
                "job_title",
                output_field=models.TextField(),
            )
        ),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ("name", "id")
        indexes = [
            models.Index(fields=["name", "id"], name="user_by_name"),
            GinIndex(
                fields=["search_text"], opclasses=["gin_trgm_ops"], name="user_search_trigrams"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")) & ~models.Q(email=""),
                name="user_email_lower",
            ),
            models.UniqueConstraint(
                fields=["employee_id"],
                condition=~models.Q(employee_id=""),
                name="user_employee_id_once",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name to show; the address of somebody who gave none."""
        return self.name or self.email or ""

    @property
    def initials(self) -> str:
        """Up to two letters for the avatar."""
        words = [word for word in self.display_name.split("@")[0].split() if word]
        letters = [words[0][0], words[-1][0]] if len(words) > 1 else [w[0] for w in words]
        return "".join(letters).upper()

    @property
    def is_staff(self) -> bool:
        """Whether Django's own admin lets them in: never; the product has its own pages."""
        return False

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Bind a session to schema, password and generation (Django asks for it on every request)."""
        return salted_hmac(
            f"accounts.session.{current_schema()}",
            f"{self.password}:{self.session_generation}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()

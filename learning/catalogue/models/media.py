"""Lives in: every schema. Uploaded files, what the worker made of them, and captions."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from learning.catalogue.enums import Language, MediaKind, MediaStatus
from tenants.kernel.ids import uuid7


class MediaAsset(models.Model):
    """One upload. Its files lie under the hash of its content, so two equal uploads share them."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=8, choices=MediaKind)
    status = models.CharField(max_length=10, choices=MediaStatus, default=MediaStatus.UPLOADED)
    original_key = models.CharField(max_length=255)
    original_name = models.CharField(_("file name"), max_length=255)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField()
    duration_ms = models.PositiveIntegerField(default=0)
    progress = models.PositiveSmallIntegerField(default=0)
    # [{"name", "width", "height", "bandwidth", "codecs"}], best last.
    renditions = models.JSONField(default=list, blank=True)
    # {"master.m3u8": bytes, …}: the only names the content host answers to.
    files = models.JSONField(default=dict, blank=True)
    hls_prefix = models.CharField(max_length=255, blank=True)
    poster_key = models.CharField(max_length=255, blank=True)
    error = models.CharField(max_length=400, blank=True)
    # When a worker last said that it is at work on it.
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["sha256"], name="catalogue_media_sha256")]

    def __str__(self) -> str:
        return self.original_name


class Caption(models.Model):
    """The words of a video in one language, as WebVTT."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    media = models.ForeignKey(MediaAsset, on_delete=models.CASCADE, related_name="captions")
    language = models.CharField(_("language"), max_length=8, choices=Language)
    label = models.CharField(_("label"), max_length=60)
    key = models.CharField(max_length=255)

    class Meta:
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(
                fields=["media", "language"], name="catalogue_caption_language"
            ),
        ]

    def __str__(self) -> str:
        return self.label

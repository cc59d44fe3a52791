"""Makes what older videos lack of what is made today, such as the sound alone, while people watch them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from learning.catalogue.gateways.ffmpeg import MediaError
from learning.catalogue.selectors.media import (
    IncompleteVideo,
    count_ready_videos,
    incomplete_videos,
)
from learning.catalogue.services.completing import complete
from learning.catalogue.services.filetype import reason
from tenants.kernel.directory import active_tenants, public_tenant, tenant_by_slug
from tenants.schemas import TenantInfo, in_tenant


class Command(BaseCommand):
    """`complete_videos acme` for one company, `public` for the public site, without a name for all.

    Workers do the same by the clock, one video after the other, when nothing else waits; who cannot
    wait runs this. Stopped and run again, it goes on where it was.
    """

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the company's slug, and whether to look only."""
        parser.add_argument(
            "company", nargs="?", default="", metavar="SLUG", help="one company (default: all)"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what is lacking, make nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Go from place to place and say of each video what was made.

        Raises:
            CommandError: no company has that slug; a video could not be completed.
        """
        failed = 0
        for tenant in _places(options["company"]):
            name = tenant.slug or tenant.schema_name
            with in_tenant(tenant):
                videos = incomplete_videos()
                self.stdout.write(
                    f"{name}: {len(videos)} of {count_ready_videos()} videos lack something"
                )
                for video in videos:
                    is_well, said = _lacks(video) if options["dry_run"] else _made(video)
                    failed += not is_well
                    self.stdout.write(f"{name}: {video.name}: {said}")
        if failed:
            raise CommandError(f"{failed} videos are as they were")


def _places(slug: str) -> list[TenantInfo]:
    public = public_tenant()
    if not slug:
        return [public, *active_tenants()]
    tenant = public if slug == public.schema_name else tenant_by_slug(slug)
    if tenant is None:
        raise CommandError(f"There is no company called {slug}.")
    return [tenant]


def _lacks(video: IncompleteVideo) -> tuple[bool, str]:
    return True, f"lacks {', '.join(video.lacks) or 'facts about its sound'}"


def _made(video: IncompleteVideo) -> tuple[bool, str]:
    """Complete a video; return whether that went well, and what there is to say."""
    try:
        made = complete(media_id=video.media_id)
    except MediaError as error:
        return False, f"not made: {reason(error)}"
    except FileNotFoundError:
        return False, "not made: what was uploaded is not there any more"
    if made is None:
        return True, "a worker is at it"
    return True, f"made {', '.join(made)}" if made else "there was nothing to make"

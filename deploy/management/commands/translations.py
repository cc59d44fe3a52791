"""`manage.py translations`: brings the catalogues of `locale/` up to date with the sources, checks or compiles them."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from deploy.translations.catalogues import (
    SOURCE_LANGUAGE,
    bring_up_to_date,
    read_catalogue,
    template,
)
from deploy.translations.compiled import compile_into
from deploy.translations.faults import faults


class Command(BaseCommand):
    """Keep the interface's words complete in every language."""

    help = "Brings locale/ up to date with the sources; says what is missing or broken."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do, and for which languages."""
        parser.add_argument("languages", nargs="*", metavar="LANGUAGE", help="these only: hi ta …")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--check", action="store_true", help="change nothing; fail on any fault")
        what.add_argument(
            "--compile", action="store_true", help="only compile, where the product runs"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, a line per language.

        Raises:
            CommandError: with --check, when a message is missing, fuzzy or broken.
        """
        if options["compile"]:
            done = compile_into(settings.LOCALE_PATHS[0])
            self.stdout.write(f"Compiled: {', '.join(done) or 'nothing was new'}.")
            return
        source = template()
        languages = options["languages"] or [
            code for code, _name in settings.LANGUAGES if code != SOURCE_LANGUAGE
        ]
        broken = 0
        for language in languages:
            catalogue = (
                read_catalogue(language) if options["check"] else bring_up_to_date(language, source)
            )
            found = list(faults(catalogue, source))
            broken += len(found)
            self.stdout.write(f"{language}: {len(source)} messages, {len(found)} faults.")
            for fault in found[:20]:
                self.stdout.write(f"  {fault}")
        if options["check"] and broken:
            raise CommandError("The catalogues are not complete: run manage.py translations.")

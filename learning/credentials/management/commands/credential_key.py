"""`manage.py credential_key`: the public half of the key that signs certificates."""

import base64
from typing import Any

from django.core.management.base import BaseCommand

from learning.credentials.services.keys import public_key


class Command(BaseCommand):
    """Prints it in base64, as CREDENTIAL_RETIRED_KEYS takes it when the key is replaced."""

    help = "Print the public half of the signing key, to be kept among CREDENTIAL_RETIRED_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it."""
        self.stdout.write(base64.b64encode(public_key()).decode())

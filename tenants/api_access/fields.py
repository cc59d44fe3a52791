"""Rules of bodies that the API's description shows, too."""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

# Something to see, and nothing that a database does not take.
visible_text = RegexValidator(
    r"^[^\x00]*[^\s\x00][^\x00]*$", _("This may not be blank."), code="blank"
)

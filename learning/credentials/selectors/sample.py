"""A sheet that shows how certificates would look, for who decides on it."""

from datetime import datetime

from learning.credentials.models import Certificate
from learning.credentials.selectors.sheet import Sheet, sheet_of
from learning.credentials.selectors.template import Design

# No such code is ever drawn: the register answers that there is no such certificate.
SAMPLE_CODE = "SAMP-LE00-0000"
_COURSE = "When the buyer says “too expensive”"


def sample_sheet(
    *, design: Design, learner_name: str, issued_at: datetime, time_zone: str
) -> Sheet:
    """Return the sheet of a certificate that was never issued. Nothing is read or written.

    Args:
        design: what it wears.
        learner_name: whose name stands on it: that of whoever looks.
        issued_at: the moment it is dated (UTC).
        time_zone: IANA name of the zone its date is written in.
    """
    certificate = Certificate(
        code=SAMPLE_CODE,
        learner_name=learner_name,
        course_title=_COURSE,
        version_number=1,
        score_percent=88,
        lessons_total=12,
        segments=[4, 5, 3],
        duration_minutes=270,
        issuer_name=design.issuer_name,
        colour=design.colour,
        signatory_name=design.signatory_name,
        signatory_title=design.signatory_title,
        frame=design.frame,
        issued_at=issued_at,
    )
    return sheet_of(certificate, time_zone=time_zone)

"""What credentials do when something happens elsewhere."""

from typing import Protocol

from learning.credentials.selectors.template import Design
from learning.credentials.services.issuing import issue_certificate
from learning.credentials.services.reassigning import reassign_enrolment, reassign_learner
from learning.credentials.services.template import set_design
from learning.delivery.events import CourseCompleted, EnrolmentsMerged
from tenants.accounts.events import PeopleMerged


class Brand(Protocol):
    """What `enterprise.branding_changed` tells; the app that defines it lies above this one."""

    @property
    def issuer_name(self) -> str: ...
    @property
    def colour(self) -> str: ...
    @property
    def logo_key(self) -> str: ...
    @property
    def signatory_name(self) -> str: ...
    @property
    def signatory_title(self) -> str: ...
    @property
    def frame(self) -> str: ...
    @property
    def background_key(self) -> str: ...


def on_course_completed(event: CourseCompleted) -> None:
    """Inline: issue the certificate in the transaction of the last lesson."""
    issue_certificate(enrolment_id=event.enrolment_id, issued_at=event.completed_at)


def on_branding_changed(event: Brand) -> None:
    """Inline: the next certificates wear the company's new brand."""
    set_design(
        design=Design(
            issuer_name=event.issuer_name,
            colour=event.colour,
            logo_key=event.logo_key,
            signatory_name=event.signatory_name,
            signatory_title=event.signatory_title,
            frame=event.frame,
            background_key=event.background_key,
        )
    )


def on_enrolments_merged(event: EnrolmentsMerged) -> None:
    """Inline: the certificate of the enrolment that is gone is the kept one's, if that has none."""
    reassign_enrolment(from_enrolment_id=event.gone_id, to_enrolment_id=event.kept_id)


def on_people_merged(event: PeopleMerged) -> None:
    """Inline: the certificates of the account that is gone belong to the one that is kept."""
    reassign_learner(from_id=event.gone_id, to_id=event.kept_id)

"""The front door of credentials. Other apps import this and `events`, nothing else."""

from learning.credentials.enums import CertificateFrame
from learning.credentials.selectors.certificate import (
    CertificateInfo,
    certificate_of_course,
    certificates_of,
)
from learning.credentials.selectors.sample import sample_sheet
from learning.credentials.selectors.sheet import Sheet, study_time
from learning.credentials.selectors.template import Design
from learning.credentials.services.checking import CredentialCheck, check_credential
from learning.credentials.services.issuing import issue_certificate
from learning.credentials.services.keys import did_document
from learning.credentials.services.reassigning import reassign_learner
from learning.credentials.services.rendering import ATTACHMENT

__all__ = [
    "ATTACHMENT",
    "CertificateFrame",
    "CertificateInfo",
    "CredentialCheck",
    "Design",
    "Sheet",
    "certificate_of_course",
    "certificates_of",
    "check_credential",
    "did_document",
    "issue_certificate",
    "reassign_learner",
    "sample_sheet",
    "study_time",
]

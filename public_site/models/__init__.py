"""Lives in: public only. Applications with their reviews, and what an approval makes."""

from public_site.models.document import ReviewDocument
from public_site.models.domain_proof import DomainProof
from public_site.models.employer import VerifiedEmployer
from public_site.models.instructor import InstructorProfile
from public_site.models.review import Review, ReviewEntry, ReviewQuestion, Submission

__all__ = [
    "DomainProof",
    "InstructorProfile",
    "Review",
    "ReviewDocument",
    "ReviewEntry",
    "ReviewQuestion",
    "Submission",
    "VerifiedEmployer",
]

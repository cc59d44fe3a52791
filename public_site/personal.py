"""What applications on the public site hold about people."""

from django.utils.translation import gettext_lazy as _

from tenants.kernel.personal import Fate, Held

_WHY = _("So that reviewers can decide about your application")
_DECIDED = _("who was let in on which grounds must stay traceable")

HELD = (
    Held(
        model="public_site.ReviewDocument",
        person="review__applicant_id",
        what=_("Documents of your applications"),
        why=_WHY,
        fate=Fate.DELETE,
        files=("key",),
    ),
    Held(
        model="public_site.DomainProof",
        person="review__applicant_id",
        what=_("Proofs of your company's domain"),
        why=_WHY,
        fate=Fate.DELETE,
        leave_out=("token", "code_digest"),
    ),
    Held(
        model="public_site.ReviewQuestion",
        person="review__applicant_id",
        what=_("Questions of reviewers and your answers"),
        why=_WHY,
        fate=Fate.CLEAR,
        clear={"answer": ""},
        leave_out=("asked_by",),
    ),
    Held(
        model="public_site.Submission",
        person="review__applicant_id",
        what=_("What you handed in"),
        why=_WHY,
        fate=Fate.KEEP,
        reason=_DECIDED,
    ),
    Held(
        model="public_site.Review",
        person="applicant_id",
        what=_("Your applications"),
        why=_WHY,
        fate=Fate.CLEAR,
        clear={"answers": {}, "title": ""},
        leave_out=("assignee", "decided_by"),
    ),
    Held(
        model="public_site.ReviewEntry",
        person="actor_id",
        what=_("What you did in applications"),
        why=_WHY,
        fate=Fate.KEEP,
        reason=_DECIDED,
    ),
    Held(
        model="public_site.InstructorProfile",
        person="user_id",
        what=_("Your page as an instructor"),
        why=_("So that learners know who teaches them"),
        fate=Fate.CLEAR,
        clear={"slug": None, "headline": "", "bio": "", "subjects": [], "languages": []},
    ),
    Held(
        model="public_site.VerifiedEmployer",
        person="recruiter_id",
        what=_("Your company as a verified employer"),
        why=_("So that applicants know who they write to"),
        fate=Fate.KEEP,
        reason=_DECIDED,
    ),
)
POINTERS = (
    "public_site.Review.assignee",
    "public_site.Review.decided_by",
    "public_site.ReviewQuestion.asked_by",
    "public_site.VerifiedEmployer.verified_by",
)

"""Words with a fixed meaning: what is applied for, how far a review is, what is in its history."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReviewKind(TextChoices):
    """What somebody applies for."""

    INSTRUCTOR = "instructor", _("Instructor")
    COMPANY = "company", _("Recruiter and company")


class ReviewState(TextChoices):
    """Whose turn it is, or how it ended."""

    DRAFT = "draft", _("Draft")
    WAITING = "waiting", _("Waiting for us")
    ASKED = "asked", _("Waiting for the applicant")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN_STATES = (ReviewState.DRAFT, ReviewState.WAITING, ReviewState.ASKED)
DECIDED_STATES = (ReviewState.APPROVED, ReviewState.DECLINED)


class EntryKind(TextChoices):
    """One line of a review's history."""

    SUBMITTED = "submitted", _("Sent to us")
    ANSWERED = "answered", _("Questions answered")
    CLAIMED = "claimed", _("A reviewer took it")
    RELEASED = "released", _("The reviewer gave it back")
    TAKEN_OVER = "taken_over", _("Another reviewer took over")
    ASKED = "asked", _("We asked for more")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")
    UNDONE = "undone", _("Decision taken back")
    WITHDRAWN = "withdrawn", _("Withdrawn by the applicant")
    NOTE = "note", _("Internal note")


class DocumentKind(TextChoices):
    """What a document is said to show."""

    DEGREE = "degree", _("Degree or certificate")
    EXPERIENCE = "experience", _("Letter of experience")
    AWARD = "award", _("Award or sales record")
    GST = "gst", _("GST registration certificate")
    INCORPORATION = "incorporation", _("Certificate of incorporation")
    AUTHORISATION = "authorisation", _("Letter that you may recruit for the company")
    OTHER = "other", _("Something else")


DOCUMENT_KINDS: dict[str, tuple[DocumentKind, ...]] = {
    ReviewKind.INSTRUCTOR: (
        DocumentKind.DEGREE,
        DocumentKind.EXPERIENCE,
        DocumentKind.AWARD,
        DocumentKind.OTHER,
    ),
    ReviewKind.COMPANY: (
        DocumentKind.GST,
        DocumentKind.INCORPORATION,
        DocumentKind.AUTHORISATION,
        DocumentKind.OTHER,
    ),
}


class DeclineReason(TextChoices):
    """Why an application was declined; each is told to the applicant."""

    EXPERIENCE = "experience", _("Too little experience in selling or teaching for now")
    SAMPLE = "sample", _("The sample lesson does not yet teach what it promises")
    CREDENTIALS = "credentials", _("The documents do not show what they are said to show")
    UNREADABLE = "unreadable", _("Documents or sample could not be read or played")
    IDENTITY = "identity", _("Name on the documents and name of the account differ")
    COMPANY = "company", _("The company could not be confirmed from the documents")
    AUTHORITY = "authority", _("It is not shown that you may recruit for this company")
    DOMAIN = "domain", _("The website is not shown to be the company's")
    RULES = "rules", _("The content breaks our rules")
    OTHER = "other", _("Another reason, explained below")


DECLINE_REASONS: dict[str, tuple[DeclineReason, ...]] = {
    ReviewKind.INSTRUCTOR: (
        DeclineReason.EXPERIENCE,
        DeclineReason.SAMPLE,
        DeclineReason.CREDENTIALS,
        DeclineReason.UNREADABLE,
        DeclineReason.IDENTITY,
        DeclineReason.RULES,
        DeclineReason.OTHER,
    ),
    ReviewKind.COMPANY: (
        DeclineReason.COMPANY,
        DeclineReason.AUTHORITY,
        DeclineReason.DOMAIN,
        DeclineReason.UNREADABLE,
        DeclineReason.IDENTITY,
        DeclineReason.RULES,
        DeclineReason.OTHER,
    ),
}


class ProofMethod(TextChoices):
    """How somebody shows that a domain is the company's."""

    EMAIL = "email", _("A code sent to a work e-mail address")
    DNS = "dns", _("A TXT record in the domain's DNS")


class Audience(TextChoices):
    """Whom a help article is for; the value is its folder."""

    LEARNING = "learning", _("Learning")
    ACCOUNT = "account", _("Your account")
    COMPANIES = "companies", _("Running a company's training")
    MANAGERS = "managers", _("Managing a team")
    AUTHORS = "authors", _("Writing courses")
    CERTIFICATES = "certificates", _("Hiring and checking")


class ServiceState(TextChoices):
    """Whether an outside service is there."""

    SET = "set", _("Set up")
    SIMULATED = "simulated", _("Simulated: nothing leaves this machine")
    UNSET = "unset", _("Not set up")

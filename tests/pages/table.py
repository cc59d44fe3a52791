"""Which addresses are no pages, in one table with the reason, and who opens the others.

An address that answers GET with 405, or with something else than HTML, is no page and stands nowhere
here. Every other address is opened; where nobody can open one by its address alone, it is listed.
"""

import hashlib
from dataclasses import dataclass

from tests.isolation.endpoints import Endpoint, endpoints

COMPANY, PUBLIC = "company", "public"
THEMES = ("light", "dark")
WIDTHS = (320, 390, 768, 1440)  # CSS px
# Every page at each of them: a small phone, a tablet, a desk.
MATRIX_WIDTHS = (320, 768, 1440)
LANGUAGES = ("en", "hi")
GUEST = "anonymous"

# Who opens what: the first of these who is shown the page. By the longest beginning of the address.
VISITORS = {
    COMPANY: {
        "/": ("learner", "manager", "author", "admin", "owner", GUEST),
        "/account/kept/": ("careful",),
        "/account/two-step/": ("careful", "learner"),
        "/manage/": ("owner", "admin"),
        "/studio/": ("author",),
        "/team/": ("manager",),
    },
    PUBLIC: {
        "/": (GUEST, "consumer", "author", "recruiter", "new_employer", "staff"),
        "/account/": ("consumer", GUEST),
        "/account/kept/": ("careful",),
        "/account/two-step/": ("careful", "consumer"),
        "/learn/": ("consumer",),
        "/recruit/": ("new_employer", "recruiter", GUEST),
        "/staff/": ("staff",),
        "/studio/": ("author",),
        "/teach/": (GUEST, "new_teacher", "sent_teacher"),
    },
}

# Pages that look so different to others that they are opened by them, too.
ALSO = {
    (COMPANY, "/"): ("manager", "author", "owner"),
    (COMPANY, "/account/"): ("owner",),
    (PUBLIC, "/"): ("consumer",),
    (PUBLIC, "/courses/{course_slug}/"): ("consumer",),
    (PUBLIC, "/learn/{course_id}/reviews/"): ("author",),
    (PUBLIC, "/teach/"): ("author",),
}

# What an address is asked with.
QUERIES = {
    "/courses/compare/": "?c=everything",
    "/manage/notifications/words/edit/": "?kind=learning.assignment_given&language=en",
    "/staff/notifications/words/edit/": "?kind=learning.certificate_ready&language=en",
}

# Pages that say by their status that something is not so.
NOWHERE = "/no-such-page/"
ANSWERS = {NOWHERE: 404, "/account/linked/error/": 401}

_STEP = "comes after a step of signing in; tests/journeys goes through it"
_LEADS = "leads to another page or to a file, and shows nothing of its own"
_PART = "a part of a page, which htmx puts there; seen with that page"
_FILE = "a picture or a file"
_ACT = "an act, posted by a button of another page"
_ROW = (
    "one row of the console, found in its list; tests/pages/test_states.py opens one of each kind"
)
_MAIL = "a mail as it goes out, shown in a frame of another page; mails have rules of their own"
_ELSEWHERE = "leads to another service, where its keys are set; tests/journeys goes there"
NOT_BY_ADDRESS = {
    "/account/confirm/phone/": _STEP,
    "/account/linked/sign-up/": _STEP,
    "/account/login/code/confirm/": _STEP,
    "/account/number/code/": _STEP,
    "/account/password/reset/key/{uidb36}-{key}/": "keeps the mail's token and leads on; tests/tenants/accounts",
    "/account/password/set/": "for people without a password, who come by another service; tests/journeys",
    "/account/phone/code/": _STEP,
    "/account/phone/name/": _STEP,
    "/account/two-step/authenticate/": _STEP,
    "/account/two-step/reauthenticate/": _STEP,
    "/account/two-step/webauthn/login/": _STEP,
    "/account/two-step/webauthn/reauthenticate/": _STEP,
    "/account/two-step/webauthn/remove/": "for people with a passkey, which a browser makes; tests/journeys",
    "/account/two-step/webauthn/rename/": "for people with a passkey, which a browser makes; tests/journeys",
    "/account/notifications/{notification_id}/": _LEADS,
    "/account/with/facebook/": _ELSEWHERE,
    "/account/with/facebook/back/": _ELSEWHERE,
    "/account/with/google/": _ELSEWHERE,
    "/account/with/google/back/": _ELSEWHERE,
    "/account/with/{provider_id}/": _ELSEWHERE,
    "/account/with/{provider_id}/back/": _ELSEWHERE,
    "/brand/background/{digest}.jpg": _FILE,
    "/brand/icon/{digest}.png": _FILE,
    "/brand/logo/{digest}.png": _FILE,
    "/brand/picture/{digest}.webp": _FILE,
    "/business/start/slug/": _PART,
    "/courses/suggest/": _PART,
    "/courses/{course_slug}/image-{digest}.png": _FILE,
    "/dev/mail/{name}/": "a mail of the development mailbox; tests/journeys reads some",
    "/dev/mail/{name}/html/": "a mail of the development mailbox; tests/journeys reads some",
    "/favicon.ico": _FILE,
    "/issuers/{issuer_id}/did.json": _FILE,
    "/learn/certificates/for/{course_id}/": _LEADS,
    "/learn/certificates/{certificate_id}/background/": _FILE,
    "/learn/certificates/{certificate_id}/logo/": _FILE,
    "/learn/certificates/{certificate_id}/pdf/": _LEADS,
    "/learn/certificates/{certificate_id}/state/": _PART,
    "/learn/goals/{goal_id}/archive/": _ACT,
    "/learn/goals/{goal_id}/restore/": _ACT,
    "/manage/branding/certificate/": _PART,
    "/manage/branding/colour/": _PART,
    "/manage/notifications/words/mail/": _MAIL,
    "/staff/notifications/words/mail/": _MAIL,
    "/manage/company/archive/{export_id}/": _LEADS,
    "/manage/company/state/": _PART,
    "/papers/{document_id}/": _LEADS,
    "/staff/admin/accounts/user/{object_id}/change/": _ROW,
    "/staff/admin/catalogue/course/{object_id}/change/": _ROW,
    "/staff/admin/credentials/certificate/{object_id}/change/": _ROW,
    "/staff/admin/delivery/enrolment/{object_id}/change/": _ROW,
    "/staff/admin/kernel/job/{object_id}/change/": _ROW,
    "/staff/admin/kernel/mailmessage/{object_id}/change/": _ROW,
    "/staff/admin/kernel/outboxdelivery/{object_id}/change/": _ROW,
    "/staff/admin/public_site/review/{object_id}/change/": _ROW,
    "/staff/admin/tenants/tenant/{object_id}/change/": _ROW,
    "/staff/admin/{app_label}/": "a part of the console's first page",
    "/staff/admin/{url}": "what the console has no page for",
    "/staff/admin/autocomplete/": _PART,
    "/webhooks/twilio/texts/{text_id}/": "asked by the text service, never by a person",
    "/studio/lessons/{lesson_id}/captions/": "wants captions that were uploaded; tests/journeys has some",
    "/studio/lessons/{lesson_id}/video/state/": _PART,
    "/studio/{course_id}/preview/": _LEADS,
    f"{COMPANY} /account/agree/": "a company's people agree to nothing here: its contract says it",
    f"{PUBLIC} /account/employee/": "the public site employs nobody",
    f"{PUBLIC} /account/pin/": "the public site employs nobody",
    f"{PUBLIC} /teach/apply/": _LEADS,
    f"{PUBLIC} /support/enter/": "leads from here into a company",
}


@dataclass(frozen=True)
class Case:
    """One address of one kind of host in one language, and who opens it ("" is whoever may)."""

    host: str
    endpoint: Endpoint
    language: str
    who: str = ""

    def __str__(self) -> str:
        return f"{self.host}{self.endpoint}-{self.language}{self.who and f'-{self.who}'}"

    def pick(self, choices: tuple[str, ...] | tuple[int, ...]) -> str | int:
        """Return one of the choices, always the same for this page and spread over all pages."""
        digest = hashlib.sha256(f"{self.host}{self.endpoint}{self.who}{choices}".encode()).digest()
        return choices[digest[0] % len(choices)]


def why_not(case: Case) -> str:
    """Return why nobody can open this by its address alone, or ""."""
    template = str(case.endpoint)
    return NOT_BY_ADDRESS.get(template) or NOT_BY_ADDRESS.get(f"{case.host} {template}", "")


def wanted_answer(case: Case) -> int:
    """Return the status of the page."""
    return ANSWERS.get(str(case.endpoint), 200)


def visitors(case: Case) -> tuple[str, ...]:
    """Return who tries to open a page, in this order."""
    if case.who:
        return (case.who,)
    places = VISITORS[case.host]
    prefix = max((p for p in places if case.endpoint.template.startswith(p)), key=len)
    return places[prefix]


def cases(*, everything: bool) -> list[Case]:
    """Return the pages to open, those in one language before those in the next.

    Args:
        everything: each page on each kind of host in each language; otherwise each once, in one
            language, and what both kinds of host have on one of them.

    """
    tables = {
        COMPANY: [*endpoints("deploy.urls_tenant"), Endpoint(NOWHERE, ())],
        PUBLIC: [*endpoints("deploy.urls_public"), Endpoint(NOWHERE, ())],
    }
    shared = {str(e) for e in tables[COMPANY]} & {str(e) for e in tables[PUBLIC]}
    found = [
        Case(host, endpoint, language, who)
        for language in LANGUAGES
        for host, table in tables.items()
        for endpoint in table
        for who in ("", *ALSO.get((host, str(endpoint)), ()))
    ]
    if everything:
        return found
    return [
        case
        for case in found
        if case.language == case.pick(LANGUAGES)
        and (
            str(case.endpoint) not in shared
            or case.who
            or case.host == Case("", case.endpoint, "").pick((COMPANY, PUBLIC))
        )
    ]

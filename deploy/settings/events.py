"""Who reacts to what. The only place where an event meets its handlers.

`inline` handlers run in the publisher's schema and transaction, in this order; one that raises undoes
the whole act. `public` and `same` handlers are delivered by a job after commit, retried by the sweeper,
once per event, in the shared schema or in the publisher's own.
"""

from tenants.kernel.reactions import Reactions

EVENTS: dict[str, Reactions] = {
    "catalogue.course_published": Reactions(
        inline=(
            "learning.assessment.handlers.on_course_published",
            "enterprise.handlers.on_course_published",
        )
    ),
    "catalogue.course_unarchived": Reactions(inline=("enterprise.handlers.on_course_unarchived",)),
    "delivery.enrolled": Reactions(inline=("enterprise.handlers.on_enrolled",)),
    "delivery.lesson_completed": Reactions(
        inline=("learning.engagement.handlers.on_lesson_completed",)
    ),
    "delivery.watched": Reactions(inline=("learning.engagement.handlers.on_watched",)),
    "assessment.attempt_submitted": Reactions(
        inline=("learning.engagement.handlers.on_attempt_submitted",)
    ),
    "delivery.progress_made": Reactions(inline=("enterprise.handlers.on_progress_made",)),
    "delivery.course_completed": Reactions(
        inline=(
            "learning.credentials.handlers.on_course_completed",
            "learning.engagement.handlers.on_course_completed",
        ),
        same=("enterprise.handlers.tell_of_completion",),
    ),
    "enterprise.branding_changed": Reactions(
        inline=("learning.credentials.handlers.on_branding_changed",)
    ),
    "credentials.certificate_issued": Reactions(
        public=("tenants.registry.handlers.on_certificate_issued",)
    ),
    "credentials.certificate_rendered": Reactions(
        public=("tenants.registry.handlers.on_certificate_rendered",)
    ),
    "credentials.certificate_revoked": Reactions(
        public=("tenants.registry.handlers.on_certificate_revoked",)
    ),
    "credentials.certificate_reinstated": Reactions(
        public=("tenants.registry.handlers.on_certificate_reinstated",)
    ),
    "guidance.skill_check_finished": Reactions(
        inline=("enterprise.handlers.on_skill_check_finished",)
    ),
    "delivery.enrolments_merged": Reactions(
        inline=(
            "learning.assessment.handlers.on_enrolments_merged",
            "learning.credentials.handlers.on_enrolments_merged",
        )
    ),
    # Delivery first: what hangs on an enrolment follows it.
    "accounts.people_merged": Reactions(
        inline=(
            "learning.delivery.handlers.on_people_merged",
            "learning.credentials.handlers.on_people_merged",
            "learning.catalogue.handlers.on_people_merged",
            "learning.guidance.handlers.on_people_merged",
            "learning.engagement.handlers.on_people_merged",
            "enterprise.handlers.on_people_merged",
            "tenants.api_access.handlers.on_people_merged",
            "tenants.notify.handlers.on_people_merged",
            "tenants.privacy.handlers.on_people_merged",
        )
    ),
    "accounts.address_proved": Reactions(inline=("tenants.notify.handlers.on_address_proved",)),
    "accounts.user_joined": Reactions(inline=("enterprise.handlers.on_user_joined",)),
    "accounts.user_deactivated": Reactions(
        inline=(
            "tenants.api_access.handlers.on_user_deactivated",
            "enterprise.handlers.on_user_deactivated",
        )
    ),
    "accounts.user_reactivated": Reactions(inline=("enterprise.handlers.on_user_reactivated",)),
    "kernel.mail_queued": Reactions(inline=("tenants.notify.handlers.on_mail_queued",)),
    "kernel.mail_sent": Reactions(inline=("tenants.notify.handlers.on_mail_sent",)),
    "kernel.mail_failed": Reactions(inline=("tenants.notify.handlers.on_mail_failed",)),
    "kernel.text_sent": Reactions(inline=("tenants.notify.handlers.on_text_sent",)),
    "kernel.text_settled": Reactions(inline=("tenants.notify.handlers.on_text_settled",)),
    # What a company's owners ask of the directory.
    "tenants.details_changed": Reactions(public=("tenants.handlers.on_details_changed",)),
    "tenants.closing_asked": Reactions(public=("tenants.handlers.on_closing_asked",)),
    "tenants.reopening_asked": Reactions(public=("tenants.handlers.on_reopening_asked",)),
    "tenants.domain_asked": Reactions(public=("tenants.handlers.on_domain_asked",)),
}

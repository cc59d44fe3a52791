"""The words of this app that are stored: channels, states, urgency, rhythm."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """The ways to reach somebody. In-app is the record: everything that is told stands there."""

    IN_APP = "in_app", _("In the app")
    MAIL = "mail", _("E-mail")
    PUSH = "push", _("Push")
    WHATSAPP = "whatsapp", _("WhatsApp")
    SMS = "sms", _("SMS")
    CHAT = "chat", _("Team chat")


# Those that ring or light up a device: they wait for the end of quiet hours.
LOUD = frozenset({Channel.PUSH, Channel.WHATSAPP, Channel.SMS})
# What a person chooses among; the bell is always there, team chat belongs to the company.
CHOSEN = (Channel.MAIL, Channel.PUSH, Channel.WHATSAPP, Channel.SMS)


class Urgency(models.TextChoices):
    """How long a message may wait."""

    IMMEDIATE = "immediate", _("At once")
    DIGESTABLE = "digestable", _("May be collected in a summary")
    MANDATORY = "mandatory", _("Always, at once")


class DeliveryState(models.TextChoices):
    """How far one message is on one channel."""

    QUEUED = "queued", _("On its way")
    HELD = "held", _("Waits for the end of quiet hours")
    DIGESTED = "digested", _("Waits for the summary")
    SENT = "sent", _("Sent")
    DELIVERED = "delivered", _("Delivered")
    FAILED = "failed", _("Failed")
    BOUNCED = "bounced", _("Came back")
    SUPPRESSED = "suppressed", _("Not sent")


class Reason(models.TextChoices):
    """Why a message was not sent, or not by this channel at first."""

    SWITCHED_OFF = "switched_off", _("Switched off by the person")
    NO_ADDRESS = "no_address", _("No e-mail address")
    NO_PHONE = "no_phone", _("No confirmed phone number")
    NO_DEVICE = "no_device", _("No device signed up for push")
    ADDRESS_BOUNCED = "address_bounced", _("Mail to this address comes back")
    COMPLAINED = "complained", _("Reported as unwanted")
    INACTIVE = "inactive", _("The person is deactivated")
    READ = "read", _("Read in the app before")
    FALLBACK = "fallback", _("Sent because another channel failed")
    GONE = "gone", _("The device is signed out of push")
    REFUSED = "refused", _("Refused by the receiving side")
    WITHDRAWN = "withdrawn", _("Taken back before it went out")
    PROVIDER_DOWN = "provider_down", _("The service could not be reached")


class Rhythm(models.TextChoices):
    """How often a person wants mail about what can wait."""

    IMMEDIATE = "immediate", _("Each at once")
    DAILY = "daily", _("One summary a day")
    WEEKLY = "weekly", _("One summary a week")


class ChatService(models.TextChoices):
    """Team chats that take messages by an incoming webhook."""

    SLACK = "slack", "Slack"
    TEAMS = "teams", "Microsoft Teams"


class Trouble(models.TextChoices):
    """Why mail to an address stops."""

    BOUNCED = "bounced", _("Mail comes back")
    COMPLAINED = "complained", _("Reported as unwanted")

"""What those who manage messages see: words, chats, addresses."""

from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation

from tenants.notify.enums import Channel, ChatService
from tenants.notify.kinds import Kind
from tenants.notify.models import AddressTrouble, ChatChannel, TextOverride
from tenants.notify.policies import kinds_here
from tenants.notify.wording import Overrides

PAGE_SIZE = 50


@dataclass(frozen=True)
class WordsRow:
    """One kind whose words can be changed, with the languages in which they were."""

    kind: Kind
    languages: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True)
class ChatRow:
    """A connected chat; of its address only so much that one tells it from others."""

    id: UUID
    name: str
    service: str
    hint: str
    kinds: tuple[Kind, ...]
    chat: ChatChannel


def words_rows() -> list[WordsRow]:
    """Return the kinds whose words can be changed. One query."""
    own = set(TextOverride.objects.values_list("kind", "language"))
    return [
        WordsRow(
            kind,
            tuple((code, str(name), (kind.name, code) in own) for code, name in settings.LANGUAGES),
        )
        for kind in kinds_here()
        if kind.may_reword and Channel.MAIL in kind.offered
    ]


def own_words(kind: str, language: str) -> Overrides:
    """Return the company's words for one kind in one language; empty where they are ours."""
    row = TextOverride.objects.filter(kind=kind, language=language).first()
    return Overrides(row.subject, row.intro) if row else Overrides()


def our_words(kind: Kind, language: str) -> Overrides:
    """Return our words with their placeholders, in a language."""
    with translation.override(language):
        return Overrides(str(kind.subject), str(kind.intro))


def chat_rows() -> list[ChatRow]:
    """Return the connected chats by name."""
    return [chat_row(row) for row in ChatChannel.objects.filter(removed_at__isnull=True)]


def chat_row(row: ChatChannel) -> ChatRow:
    """Return one chat as its page shows it."""
    kinds = tuple(kind for kind in chat_kinds() if kind.name in row.kinds)
    host = urlsplit(row.url).hostname or ""
    return ChatRow(
        row.id, row.name, str(ChatService(row.service).label), f"{host}/…{row.url[-4:]}", kinds, row
    )


def chat_kinds() -> list[Kind]:
    """Return the kinds that can go to a team chat."""
    return [kind for kind in kinds_here() if kind.chat]


def troubled_addresses(search: str = "") -> QuerySet[AddressTrouble]:
    """Return the addresses that get no mail, the latest first."""
    rows = AddressTrouble.objects.filter(cleared_at__isnull=True).order_by("-noticed_at", "-id")
    return rows.filter(address__icontains=search) if search else rows

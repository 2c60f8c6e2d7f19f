"""What a message may say: a table of fixed texts. Nothing else is ever written to anybody (SCREENS 4.9).

No names, no initials, no word that tells what Handrail is for. The subject is the text without its link. The link's host
belongs to the kind: for clients it is the neutral one, whatever a caller gave.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinic.notifications.models import Message


@dataclass(frozen=True)
class Kind:
    """One kind of message.

    `words` may hold {phone}, the clinic's. `link` is where it leads when its row names no "link" of its own; None: no link.
    `moment` names the function asked right before sending: (message) -> when it may go, None for never. It is named and
    not imported, because who may still get a message is decided in layers above this one. `again` tells staff what to do
    when a message could not be sent.
    """

    words: str | Promise
    again: str
    link: str | None = None
    to_client: bool = False
    moment: str = ""

    @property
    def host(self) -> str:
        return settings.CLIENT_BASE_URL if self.to_client else settings.BASE_URL


CLIENT_MOMENT = "clinic.clients.last_check.moment"
DIGEST_MOMENT = "safetyplans.digests.moment"

KINDS = {
    "page-ready": Kind(
        _("You have something new to look at."),
        "Check the e-mail address with the client, then send a new link.",
        link="/my/",
        to_client=True,
        moment=CLIENT_MOMENT,
    ),
    "new-phone": Kind(
        _("A new phone was added to your page. If this was not you, call {phone}."),
        "Tell the client on the next call that a phone was added to their page.",
        to_client=True,
        moment=CLIENT_MOMENT,
    ),
    "staff-invitation": Kind("You are invited to join. Set up your sign-in:", "Invite this person again.", link="/"),
    "password-reset": Kind(
        "Choose a new password. The link works for one hour:", "They can ask for a new link themselves.", link="/"
    ),
    "staff-digest": Kind("You have items due today. Sign in:", "The items stand under Reviews.", link="/", moment=DIGEST_MOMENT),
    "staff-digest-soon": Kind(
        "You have items due soon. Sign in:", "The items stand under Reviews.", link="/", moment=DIGEST_MOMENT
    ),
    "supervisor-digest": Kind(
        "Items in your team are overdue. Sign in:", "The items stand under Reviews.", link="/", moment=DIGEST_MOMENT
    ),
}


def subject(message: Message) -> str:
    return _words(message).rstrip(":")


def text(message: Message) -> str:
    """The whole text, with its link."""
    kind = KINDS[message.kind]
    if kind.link is None:
        return _words(message)
    given = urlsplit((message.parameters or {}).get("link") or kind.link)
    path = given.path + (f"?{given.query}" if given.query else "")
    return f"{_words(message)} {kind.host}{path}"


def _words(message: Message) -> str:
    return str(KINDS[message.kind].words).format(phone=message.clinic.phone)

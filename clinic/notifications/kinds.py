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

    `link` is where it leads when its row names no "link" of its own; `end` follows it where the row has the "phone" for it.
    `moment` names the function asked right before sending: (message) -> when it may go, None for never. It is named and
    not imported, because who may still get a message is decided in layers above this one. `title` is how staff see it;
    `again` tells them what to do when it could not be sent. One that `is_of_its_day` is never sent again by hand.
    `holes` are what the row's parameters fill in: a time of day, never a word about anybody.
    """

    title: str
    words: str | Promise
    again: str
    link: str = "/"
    end: str | Promise = ""
    to_client: bool = False
    is_of_its_day: bool = False
    moment: str = ""
    holes: tuple[str, ...] = ()

    @property
    def host(self) -> str:
        return settings.CLIENT_BASE_URL if self.to_client else settings.BASE_URL


CLIENT_MOMENT = "clinic.clients.last_check.moment"
CHECK_IN_MOMENT = "emergency.check_in_links.moment"
DIGEST_MOMENT = "safetyplans.digests.moment"
HELP_MOMENT = "emergency.on_call_queries.moment"


def _digest(words: str) -> Kind:
    again = "Nothing to do: the items stand under Reviews."
    return Kind("Reminder of reviews", words, again, is_of_its_day=True, moment=DIGEST_MOMENT)


KINDS = {
    "page-ready": Kind(
        "Something new on the client's page",
        _("You have something new to look at."),
        "Check the e-mail address with the client, then send a new link from Phone access.",
        link="/my/",
        to_client=True,
        moment=CLIENT_MOMENT,
    ),
    "intake-ready": Kind(
        "Questions for the client to fill in",
        _("You have something to fill in."),
        "Check the e-mail address with the client, then send a new link from the intake.",
        link="/my/questions/",
        to_client=True,
        moment=CLIENT_MOMENT,
    ),
    "check-in": Kind(
        "Questions before a session",
        _("For our %(time)s call: please answer a few short questions."),
        "Ask where they are at the start of the session, or show them the link on the call.",
        link="/c/",
        to_client=True,
        is_of_its_day=True,
        moment=CHECK_IN_MOMENT,
        holes=("time",),
    ),
    "staff-invitation": Kind(
        "Invitation to join", "You are invited to join. Set up your sign-in:", "Check the address, then invite again."
    ),
    "password-reset": Kind(
        "New password",
        "Choose a new password. The link works for one hour:",
        "They can ask for a new link on the sign-in page.",
        is_of_its_day=True,
    ),
    "needs-you": Kind(
        "Something needs a clinician",
        _("Something needs you today. Sign in:"),
        "Tell them by phone: it stands at the top of Today.",
        is_of_its_day=True,
    ),
    "staff-help": Kind(
        "A colleague asks for help",
        _("A colleague needs help now. Sign in:"),
        "Call them: the number of whoever is on call stands under On call.",
        end=_("or call"),
        is_of_its_day=True,
        moment=HELP_MOMENT,
    ),
    "staff-digest": _digest("You have items due today. Sign in:"),
    "staff-digest-soon": _digest("You have items due soon. Sign in:"),
    "supervisor-digest": _digest("Items in your team are overdue. Sign in:"),
}


def subject(message: Message) -> str:
    return _said(message).rstrip(":")


def _said(message: Message) -> str:
    kind, given = KINDS[message.kind], message.parameters or {}
    return str(kind.words) % {name: given[name] for name in kind.holes} if kind.holes else str(kind.words)


def text(message: Message) -> str:
    """The whole text, with its link."""
    kind = KINDS[message.kind]
    given = urlsplit((message.parameters or {}).get("link") or kind.link)
    path = given.path + (f"?{given.query}" if given.query else "")
    phone = (message.parameters or {}).get("phone")
    return f"{_said(message)} {kind.host}{path}" + (f" {kind.end} {phone}" if kind.end and phone else "")


def may_repeat(message: Message) -> bool:
    """Its address and link are still there, and it means tomorrow what it means today."""
    return message.state == Message.State.UNKNOWN and message.address is not None and not KINDS[message.kind].is_of_its_day

"""What to say to a dispatcher, filled in from what is known. An old answer is told with its date, never as a fact of today."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from clinic.accounts.models import Clinic, Membership
from clinic.clients.models import Client
from clinic.staff.crisis_where import Where
from clinic.web.clock import clock
from emergency.models import SessionEntry

MEANS = {
    "nothing": _lazy("nothing that worried us"),
    "something": _lazy("yes, there is something; ask me"),
    "rather_not": _lazy("the client would rather not say"),
}


@dataclass(frozen=True)
class Script:
    """Sentences to read aloud; `missing` are questions that the dispatcher will ask and nobody has an answer to.

    `place` are those of the sentences that tell of the place.
    """

    sentences: list[str]
    missing: list[str]
    place: list[str]


def script_of(
    client: Client,
    member: Membership,
    where: Where,
    answers: dict[str, str],
    asked_on: dict[str, date],
    means: SessionEntry | None,
    clinic: Clinic,
) -> Script:
    """The script for this client at this place. Read by the therapist, who leaves out what is not needed."""
    missing = []
    first = client.name.split()[0] if client.name.strip() else _("My client")
    said = [_("I am a therapist, calling about a client in another place. This is a mental health emergency.")]
    place = _place(where, clinic)
    said += place
    if not (where.address and where.is_current):
        missing.append(_("Where is the client? Ask now: “Where are you right now?”"))
    said.append(_("The name is %(name)s.") % {"name": client.name} if client.name else _("Ask me for the name."))
    for key, words in (
        ("looks", _("%(name)s looks like this: %(words)s.")),
        ("medical", _("Medical: %(words)s.")),
        ("senses", _("Please know: %(words)s.")),
        ("language", _("Language: %(words)s.")),
        ("at_home", _("At home: %(words)s.")),
    ):
        if answers.get(key):
            said.append(words % {"name": first, "words": answers[key].rstrip(".")})
    said.append(_means(answers, asked_on, means, clinic))
    if answers.get("must_not"):
        said.append(_("The client asks you not to do this: %(words)s.") % {"words": "; ".join(answers["must_not"].splitlines())})
    if answers.get("police_wish"):
        said.append(_("About police the client said: %(words)s.") % {"words": answers["police_wish"].rstrip(".")})
    back = member.phone or clinic.phone
    if back:
        said.append(_("My number is %(number)s. Please stay in touch with me.") % {"number": back})
    else:
        missing.append(_("Your own number to call back."))
    missing.append(_("Weapons or medicines near? Anyone else there? Ask the client, if you can."))
    return Script(said, missing, place)


def _place(where: Where, clinic: Clinic) -> list[str]:
    """Only a place that was just said back is where the client is; every other one is told as what it is."""
    words = {"address": where.address}
    said = []
    if where.address and where.is_current:
        said.append(_("My client is at %(address)s.") % words)
    elif where.address and where.at is None:
        said.append(_("I do not know where my client is now. They are often at %(address)s.") % words)
    elif where.address and where.at:
        at = where.at.astimezone(clinic.zone)
        words |= {"day": date_format(at, "j F Y"), "time": clock(at)}
        said.append(
            _("I have not confirmed where my client is now. On %(day)s at %(time)s they were said to be at %(address)s.") % words
        )
    if where.place and where.place.access_notes:
        said.append(_("How to get in: %(words)s.") % {"words": where.place.access_notes.rstrip(".")})
    return said


def _means(answers: dict[str, str], asked_on: dict[str, date], newest: SessionEntry | None, clinic: Clinic) -> str:
    known, day = MEANS.get(answers.get("means", "")), asked_on.get("means")
    if newest is not None:
        asked = newest.at.astimezone(clinic.zone).date()
        if newest.what == SessionEntry.What.MEANS_CHANGED and newest.words:
            known, day = newest.words, asked
        elif known:
            day = asked
    if not known or day is None:
        return _("Weapons or dangerous things within reach: I have not asked.")
    words = {"words": str(known).rstrip("."), "day": date_format(day, "j F Y")}
    if day == clinic.today:
        return _("Weapons or dangerous things within reach, asked today: %(words)s.") % words
    return _("Weapons or dangerous things within reach: I have not asked today. On %(day)s the answer was: %(words)s.") % words

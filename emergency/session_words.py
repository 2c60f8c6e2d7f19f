"""What the lines of a session's log say: on its page, and in the timeline of an incident that began in it."""

from django.utils.translation import gettext as _

from emergency.ladders import WAIT_FOR_CALL
from emergency.models import SessionEntry, TherapySession

What = SessionEntry.What


def said(entry: SessionEntry, session: TherapySession) -> str:
    """In one piece. A try says what was tried, in the words that stood on the page."""
    if entry.what == What.TRIED and entry.words == WAIT_FOR_CALL:
        return _("The client did not call, as was agreed")
    if entry.what == What.TRIED:
        step = entry.words or (_("step %(n)s") % {"n": entry.rung + 1} if entry.rung is not None else "")
        return ": ".join(filter(None, [_("Tried, no answer"), step]))
    if entry.what == What.BACK and session.modality == TherapySession.Modality.PHONE:
        return _("Back on the call")
    return ": ".join(filter(None, [str(entry.get_what_display()), entry.words]))

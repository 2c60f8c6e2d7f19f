"""What the intake offers to the plan. Nothing enters a plan by itself: the client picks, and words stay editable."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from clinic.clients.models import Client
from intake.queries import answers
from intake.sections import QUESTIONS, Kind


@dataclass(frozen=True)
class Suggestion:
    """A line for a step of the plan, in the words of the intake. `key` names the question it comes from."""

    key: str
    step: str
    text: str
    purpose: str = ""


# Short answers that say something only with their question, as a line that stands alone.
AS_LINES = {
    "reply_time": _lazy("Messages are answered: %(words)s"),
    "channels": _lazy("Between sessions I reach my therapist: %(words)s"),
    "messages_for": _lazy("What messages are for: %(words)s"),
    "emergency_only": _lazy("For emergencies only: %(words)s"),
    "after_hours": _lazy("Outside these hours: %(words)s"),
}


def suggestions(client: Client) -> list[Suggestion]:
    """One query. Answers of several lines give one suggestion a line."""
    given = answers(client)
    found = [
        Suggestion(key, question.feeds, AS_LINES.get(key, "%(words)s") % {"words": line}, question.purpose)
        for key, question in QUESTIONS.items()
        if question.feeds and question.kind in {Kind.WORDS, Kind.LINE}
        for line in _lines(given.get(key))
    ]
    call = _call_back(given)
    return found + ([Suggestion("backup_phone", "telehealth", call)] if call else [])


def _lines(value: Any) -> list[str]:
    return [line.strip(" -•\t") for line in str(value or "").splitlines() if line.strip(" -•\t")]


def _call_back(given: dict[str, Any]) -> str:
    """The agreement for a dropped video in one sentence, from the three answers that make it."""
    caller, number, minutes = given.get("who_calls"), given.get("backup_phone"), given.get("wait_minutes")
    if not caller or not number:
        return ""
    said = (
        _("If the video stops, my therapist calls me at %(number)s")
        if caller == "therapist"
        else _("If the video stops, I call %(number)s")
    )
    wait = {"1": _("after 1 minute"), None: "", "": ""}.get(minutes, _("after %(minutes)s minutes") % {"minutes": minutes})
    return " ".join(filter(None, [said % {"number": number}, wait]))

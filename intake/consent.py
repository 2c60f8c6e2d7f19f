"""The words of the consent to teletherapy. A record keeps the words it was given to; a change here is a new version.

Topics follow the checklists of published consent texts (CLINICAL 2.6); the sentences are our own.
"""

from datetime import date

from django.utils.translation import gettext_lazy as _

KIND = "teletherapy"
VERSION = "2026-11b"

POINTS = (
    _("Sessions are by video or phone. This has advantages, and limits: something may be missed that would be seen in one room."),
    _("What you say stays between us, with limits: when a life is in danger, when a child or a person in need of care is being harmed, "
      "or when a court orders it. Then I say only what is needed."),
    _("At the start of each session I ask where you are, so that help can find you."),
    _("When I believe that your life is in danger I may call the people you named or the emergency services where you are, and I tell you as "
      "soon as I can."),
    _("Teletherapy is not an emergency service. Nobody watches messages or this software around the clock."),
    _("Between sessions you reach me in the ways and hours we agreed, and you know how soon I answer. At other times the lines in "
      "your plan are there."),
    _("If the connection fails we do what we agreed for that case."),
    _("With your signed permission I may speak with a person who supports you. You choose who it is and what I may say, and you can end it "
      "at any time."),
    _("Neither of us records a session. Both of us see to it that nobody overhears, and say so when someone might."),
    _("Now and then we ask whether video still suits you. If it does not, we look for another way together."),
    _("You can ask me for my license and where it is valid. If you are not content you may turn to the clinic, or to the board that licenses "
      "me. A complaint changes nothing about your care."),
    _("Before we start you know what sessions cost, what your insurance may pay, and what a session costs that you miss or cancel late."),
    _("You may take this consent back at any time, without giving a reason."),
)  # fmt: skip


def wording() -> str:
    """All points as one text, in the language of the moment."""
    return "\n".join(str(point) for point in POINTS)


def a_year_after(day: date) -> date:
    """When a consent given on this day is to be renewed unless another day is chosen."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year + 1, day=last)

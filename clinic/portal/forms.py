"""What clients type or tap: a code, an answer about the phone, what was wrong with a number."""

import re

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from clinic.clients.models import Client
from clinic.portal.actions import MOST_ROUNDS, MOST_TRIES
from clinic.web.forms import ClinicForm, Line
from emergency.models import ProblemReport

FOUR_DIGITS = re.compile(r"[0-9]{4}")
FOUR_PLEASE = _("Type the 4 numbers of your code")
WRONG_CODE = _("That code is not right. Check it and try again")
WARNS_FROM = 2  # tries left


def wrong_code(tries: int, *, is_let_in: bool) -> str:
    """What to say after this many wrong codes: from the third on also how many are left, and what happens then."""
    left = MOST_TRIES - tries % MOST_TRIES
    if left > WARNS_FROM:
        return str(WRONG_CODE)
    if not is_let_in:
        then = _now("Then the link no longer works, and you need a new one")
    elif tries > MOST_TRIES * (MOST_ROUNDS - 1):
        then = _now("Then your page is gone from this phone, and you need a new link")
    else:
        then = _now("Then you wait 10 minutes")
    tries_left = ngettext("You have %(n)s try left", "You have %(n)s tries left", left) % {"n": left}
    return f"{_now('That code is not right.')} {tries_left}. {then}"


class CodeField(Line):
    """Four digits, however they were spaced."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"})

    def clean(self, value: object) -> str:
        code = "".join(str(super().clean(value)).split())
        if code and not FOUR_DIGITS.fullmatch(code):
            raise forms.ValidationError(FOUR_PLEASE)
        return code


class CodeForm(ClinicForm):
    """The code told in the session."""

    submit_label = _("Go on")

    code = CodeField(label=_("Your code"), max_length=20, error_messages={"required": FOUR_PLEASE})


class StartForm(ClinicForm):
    """Asked before anything is kept. Nothing is ticked beforehand."""

    submit_label = _("Open my page")

    phone_use = forms.ChoiceField(
        label=_("Does anyone else use or look at this phone?"),
        widget=forms.RadioSelect,
        choices=[
            (Client.PhoneUse.PRIVATE, _("No. Let this phone open my page for 90 days")),
            (Client.PhoneUse.SOMETIMES, _("Sometimes. Ask for my code when I come back")),
            (Client.PhoneUse.UNSAFE, _("Yes, and it would not be safe. Do not remember my page")),
        ],
        error_messages={"required": _("Choose an answer")},
    )


class SharedForm(ClinicForm):
    """Change whether this phone asks for the code. To take it off, the code is asked for."""

    submit_label = _("Save")

    shared = forms.TypedChoiceField(
        label=_("When I come back to my page"),
        widget=forms.RadioSelect,
        choices=[("0", _("Open it straight away")), ("1", _("Ask for my code first"))],
        coerce=lambda value: value == "1",
        error_messages={"required": _("Choose an answer")},
    )
    code = CodeField(label=_("Your code"), max_length=20, required=False, help_text=_("To take the code off, type it once more."))

    def __init__(self, *args: object, is_shared: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if not is_shared:
            del self.fields["code"]


class ProblemForm(ClinicForm):
    """What went wrong with a number. Ticks only: nobody is asked to write on a bad night."""

    submit_label = _("Tell them")

    problem = forms.ChoiceField(
        label=_("What happened?"),
        widget=forms.RadioSelect,
        choices=[
            (ProblemReport.Problem.NO_ANSWER, _("Nobody answered")),
            (ProblemReport.Problem.NOT_IN_SERVICE, _("The number does not work")),
            (ProblemReport.Problem.WRONG_PLACE, _("Someone else answered")),
            (ProblemReport.Problem.OTHER, _("Something else")),
        ],
        error_messages={"required": _("Choose what happened")},
    )


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent with a form, be it empty; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None

"""The form of the clinic's list of whom to tell."""

from django.utils.translation import gettext_lazy as _

from clinic.web.forms import ClinicForm, Line, PhoneField


class NotifyForm(ClinicForm):
    """Somebody the clinic tells of an emergency."""

    name = Line(label=_("Name"), max_length=120, help_text=_("A person or an office, like “Insurer, claims desk”."))
    role = Line(label=_("Role"), required=False, max_length=120)
    phone = PhoneField(label=_("Phone"))
    tell_when = Line(
        label=_("When to tell them"),
        max_length=200,
        help_text=_("Like “Every incident, the same day” or “Before anything is told to a newspaper”."),
    )

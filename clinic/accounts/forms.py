"""What staff fill in about themselves, their sign-in and their clinic."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout, LayoutObject
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from clinic.accounts.countries import codes, country
from clinic.accounts.models import Role, User
from clinic.web.forms import ClinicForm, Line, PhoneField, Words
from clinic.web.time_zones import time_zones

LOCK_AFTER = (5, 30)
PLAIN_WORDS = {
    "password_too_short": _("Use at least 12 characters. Four words in a row are easy to remember"),
    "password_too_common": _("Many people use this password. Choose another one"),
    "password_too_similar": _("Choose a password that is not like your e-mail address"),
}
ROLE_HINTS = {
    "admin": _("staff, directory and settings; sees no clinical text"),
    "therapist": _("own clients, with intake, plans, reviews"),
    "supervisor": _("every client of the clinic, and overdue reviews"),
    "auditor": _("who did what and when; sees no clinical text"),
}


class EmailLine(forms.EmailField):
    """An e-mail address, in small letters."""

    def __init__(self, *, autocomplete: str, **kwargs: Any) -> None:
        widget = forms.EmailInput(attrs={"autocomplete": autocomplete, "spellcheck": "false"})
        super().__init__(max_length=254, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        return str(super().clean(value)).lower()


class PasswordField(forms.CharField):
    """A password exactly as typed; pasting is welcome, and a button shows it."""

    def __init__(self, *, autocomplete: str = "current-password", **kwargs: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
        super().__init__(strip=False, max_length=200, widget=widget, **kwargs)


class CodeField(Line):
    """A one-time code; spaces are welcome."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "short", "spellcheck": "false"}
        super().__init__(max_length=20, widget=forms.TextInput(attrs=attrs), **kwargs)


def check_new_password(form: forms.Form, field: str, email: str) -> None:
    """Put what is wrong with a new password at its field, in our words."""
    password = form.cleaned_data.get(field)
    if not password:
        return
    try:
        validate_password(password, User(email=email))
    except forms.ValidationError as problem:
        for error in problem.error_list[:1]:
            form.add_error(field, PLAIN_WORDS.get(error.code or "", error.message))


class SignInForm(ClinicForm):
    submit_label = _("Continue")

    email = EmailLine(label=_("Work e-mail"), autocomplete="username")
    password = PasswordField(label=_("Password"))


class CodeForm(ClinicForm):
    submit_label = _("Sign in")

    code = CodeField(label=_("Code from your app"), error_messages={"required": _("Enter the code from your app")})


class RecoveryForm(ClinicForm):
    submit_label = _("Sign in")

    code = Line(
        label=_("Recovery code"),
        max_length=40,
        help_text=_("One of the ten codes you printed. Each works once"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
        error_messages={"required": _("Enter one of your recovery codes")},
    )


class SetUpForm(ClinicForm):
    submit_label = _("Finish")

    code = CodeField(label=_("Six-digit code the app shows now"), error_messages={"required": _("Enter the code your app shows")})


class PasswordForm(ClinicForm):
    """One's password again, before something that matters."""

    submit_label = _("Continue")

    password = PasswordField(label=_("Your password"))


class UnlockForm(ClinicForm):
    """One box for either of the two: coming back is to be one line and Enter."""

    submit_label = _("Unlock")

    secret = PasswordField(
        label=_("Your password, or the code from your app"),
        error_messages={"required": _("Enter your password, or the six digits your app shows")},
    )
    then = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)


class NewPasswordForm(ClinicForm):
    submit_label = _("Save password")

    password = PasswordField(label=_("New password"), autocomplete="new-password", help_text=_("At least 12 characters"))

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        check_new_password(self, "password", self.email)
        return self.cleaned_data


class ChangePasswordForm(NewPasswordForm):
    current = PasswordField(label=_("Password now"))

    field_order = ("current", "password")


class EmailForm(ClinicForm):
    submit_label = _("Send me a link")

    email = EmailLine(label=_("Work e-mail"), autocomplete="username")


class JoinForm(ClinicForm):
    """The first page of a new member of staff."""

    submit_label = _("Join")

    name = Line(label=_("Your name"), max_length=80, help_text=_("As clients and colleagues know you, like Dr. Lee"))
    password = PasswordField(label=_("New password"), autocomplete="new-password", help_text=_("At least 12 characters"))

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        check_new_password(self, "password", self.email)
        return self.cleaned_data


class JoinAgainForm(ClinicForm):
    """The same for a person who already signs in here, for another clinic or from an earlier time."""

    submit_label = _("Join")

    name = JoinForm.base_fields["name"]
    password = PasswordField(label=_("Your password"), help_text=_("The one you already use here"))


class DetailsForm(ClinicForm):
    name = Line(label=_("Name"), max_length=80, help_text=_("As clients and colleagues know you, like Dr. Lee"))
    phone = PhoneField(label=_("Work phone"), required=False)
    hours = Line(label=_("Hours"), required=False, help_text=_("When you can be reached, like Mon to Thu 9 to 5"))


class LicencesField(Line):
    """States or regions by their letters or names, with commas between; kept as "US-AZ"."""

    def __init__(self, *, country_code: str = "", **kwargs: Any) -> None:
        super().__init__(max_length=600, required=False, **kwargs)
        self.country_code = country_code

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(each.partition("-")[2] for each in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        said = [part.strip() for part in str(super().clean(value) or "").split(",") if part.strip()]
        regions = country(self.country_code).regions
        known = {word.casefold(): each.code for each in regions for word in (each.code, each.name)}
        if strange := [part for part in said if part.casefold() not in known]:
            raise forms.ValidationError(_("Not known: {}. Write letters or names, like AZ, New Mexico").format(", ".join(strange)))
        return [f"{self.country_code}-{known[part.casefold()]}" for part in said]


def licences_field(country_code: str) -> LicencesField:
    """The box for them, in the words of the country."""
    pack = country(country_code)
    example = f"{pack.regions[0].code}, {pack.regions[1].name}" if len(pack.regions) > 1 else ""
    return LicencesField(
        label=_("Licensed in"), country_code=pack.code,
        help_text=format_lazy(_("With commas between, like {}. Used to warn when a client is somewhere else"), example),
    )  # fmt: skip


class ClinicianDetailsForm(DetailsForm):
    """The same for who cares for clients."""

    def __init__(self, *args: Any, country: Any, **kwargs: Any) -> None:
        super().__init__(*args, country=country, **kwargs)
        self.add("licensed_in", licences_field(country.code))


class LicencesForm(ClinicForm):
    """For an admin, about a colleague."""

    submit_label = _("Save licenses")

    def __init__(self, *args: Any, country: Any, **kwargs: Any) -> None:
        super().__init__(*args, country=country, **kwargs)
        self.add("licensed_in", licences_field(country.code))


def role_choices() -> list[tuple[str, Any]]:
    return [(role.value, format_lazy("{}: {}", role.label, ROLE_HINTS[role.value])) for role in Role]


class RolesField(forms.MultipleChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Roles"), choices=role_choices, widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose at least one role")}, **kwargs,
        )  # fmt: skip


class InviteForm(ClinicForm):
    submit_label = _("Invite")

    email = EmailLine(label=_("Work e-mail"), autocomplete="off")
    name = Line(label=_("Name"), max_length=80, required=False)
    roles = RolesField()


class RolesForm(ClinicForm):
    submit_label = _("Save roles")

    roles = RolesField()


class ClinicSettingsForm(ClinicForm):
    name = Line(label=_("Name of the clinic"), max_length=120)
    phone = PhoneField(label=_("Phone"), required=False)
    sender_name = Line(
        label=_("Sender name in messages to clients"),
        max_length=60,
        help_text=_(
            "Somebody else may read it on a phone. Keep it neutral, like “Office”, without words such as clinic or therapy"
        ),
    )
    after_hours_phone = PhoneField(label=_("After-hours phone"), required=False)
    after_hours_words = Line(
        label=_("After-hours words"), required=False, help_text=_("Like “Nights and weekends: the on-call line”")
    )
    country_code = forms.ChoiceField(
        label=_("Country"), choices=lambda: [(code, country(code).name) for code in codes()],
        help_text=_("Sets the emergency number and crisis line on every client page"),
    )  # fmt: skip
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=lambda: [(zone, zone) for zone in time_zones()])
    reminder_time = forms.TimeField(label=_("Reminders go out at"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    review_days = forms.IntegerField(label=_("Days between plan reviews"), min_value=1, max_value=365)
    exit_url = forms.URLField(
        label=_("“Leave page” leads to"), assume_scheme="https", max_length=200,
        help_text=_("A page anybody might have open, like a weather forecast"),
    )  # fmt: skip
    lock_minutes = forms.IntegerField(
        label=_("Lock the screen after (minutes)"), min_value=LOCK_AFTER[0], max_value=LOCK_AFTER[1],
        help_text=_("5 to 30, when nobody has touched the computer. Whoever comes back finds the page as it was"),
        error_messages={"min_value": _("Choose 5 to 30 minutes"), "max_value": _("Choose 5 to 30 minutes")},
    )  # fmt: skip
    is_part2 = forms.BooleanField(
        label=_("We are a 42 CFR Part 2 program"), required=False,
        help_text=_("Federal rules for records on alcohol and drug treatment. Papers then carry the notice on passing them on"),
    )  # fmt: skip
    emergency_rule = Words(
        label=_("Your rule on calling without consent"),
        required=False,
        help_text=_(
            "In your own words: when staff may call emergency services or a contact without the client's agreement, and the law you "
            "rely on. Handrail suggests none. Until you write it, staff see that it is missing"
        ),
    )

    def layout(self) -> LayoutObject:
        return Layout(
            Fieldset(_("Clinic"), "name", "phone", "country_code", "time_zone"),
            Fieldset(_("After hours"), "after_hours_phone", "after_hours_words"),
            Fieldset(_("Clients"), "sender_name", "exit_url"),
            Fieldset(_("Reviews"), "review_days", "reminder_time"),
            Fieldset(_("Emergencies"), "emergency_rule"),
            Fieldset(_("Privacy"), "lock_minutes", "is_part2"),
        )

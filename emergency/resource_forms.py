"""The form of an entry: its numbers by what they are for, what it serves, when it is open. Never saving."""

from collections.abc import Mapping
from typing import Any

from crispy_forms.layout import HTML, Div, Fieldset, Layout, LayoutObject
from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from clinic.accounts.world import TERRITORIES, all_codes, choices
from clinic.web.forms import ClinicForm, Line, PhoneField, Words
from clinic.web.time_zones import time_zones
from emergency import checks
from emergency.coverage import read_areas
from emergency.imports.places import read_region
from emergency.models import Resource, Verification
from emergency.opening_words import reading

ASKED = [("yes", _("Yes")), ("no", _("No")), ("unknown", _("Not known"))]
ANSWERS = {"yes": True, "no": False}
TEN_DIGITS = frozenset({"US", "CA", *TERRITORIES})
NOT_TEN_DIGITS = _("This number reaches help where the caller is. Enter the center’s own ten-digit number")
NOT_A_FULL_ONE = _("This number reaches help where the caller is. Enter the center’s own full number")
NOT_FACTS = frozenset({"checked", "version"})


def country_said(*codes: str) -> str:
    """The first of these that is the code of a country; the last one is surely one."""
    return next((code for code in codes[:-1] if code in all_codes()), codes[-1])


def asked(entry: Resource, name: str) -> str:
    """What is known of a yes-or-no question about an entry, as its form asks it: nothing is chosen where nobody asked."""
    return {True: "yes", False: "no", None: ""}[getattr(entry, name)]


class ResourceForm(ClinicForm):
    """An entry of the directory, new or changed."""

    kind = forms.ChoiceField(
        label=_("Type"),
        choices=[("", _("Choose a type")), *Resource.Kind.choices],
        help_text=_(
            "Two people check the number of a dispatch line: it counts as checked when somebody else than you has confirmed it."
        ),
    )
    name = Line(label=_("Name"), max_length=160)
    phone = PhoneField(
        label=_("Phone"), required=False, help_text=_("Where help is called. Short numbers as you dial them, like 988.")
    )
    phone_menu = Line(
        label=_("Menu digits"),
        required=False,
        max_length=40,
        help_text=_("What to press after the call is answered, like “press 1”."),
    )
    admin_phone = PhoneField(
        label=_("Office number"),
        required=False,
        help_text=_("For checking only. A dispatch center is checked by its office, never by its emergency line."),
    )
    sms = PhoneField(label=_("Text number"), required=False)
    sms_keyword = Line(label=_("Word to text"), required=False, max_length=120)
    tty = PhoneField(label=_("TTY number"), required=False, help_text=_("For people who type their calls."))
    relay = Line(
        label=_("Relay service"), required=False, max_length=120, help_text=_("What to say or dial, like “711, then ask for …”.")
    )
    chat_url = forms.URLField(label=_("Chat page"), required=False, max_length=300, assume_scheme="https")
    reach = forms.ChoiceField(label=_("Who it serves"), choices=Resource.Reach.choices, widget=forms.RadioSelect, initial="county")
    street = Line(label=_("Address"), required=False, max_length=160)
    town = Line(label=_("Town"), required=False, max_length=80)
    county = Line(label=_("County"), required=False, max_length=80)
    region = Line(label=_("State or region"), required=False, max_length=40)
    postcode = Line(
        label=_("ZIP or postcode"), required=False, max_length=16, help_text=_("Distances are measured from the middle of the ZIP.")
    )
    country_code = forms.ChoiceField(label=_("Country"), help_text=_("Its numbers are read as people there write and dial them."))
    also_covers = Words(
        label=_("Areas it also covers"),
        required=False,
        max_length=4000,
        help_text=_("One on each line: a ZIP, “Mohave County”, “Page, AZ” or a state."),
    )
    hours = Line(label=_("Hours"), required=False, max_length=120, help_text=_("Like “24 hours” or “Mon to Fri 9 am to 5 pm”."))
    time_zone = forms.ChoiceField(
        label=_("Time zone of its hours"),
        required=False,
        choices=lambda: [("", _("That of its address")), *((zone, zone) for zone in time_zones())],
    )
    languages = Line(label=_("Languages"), required=False, max_length=160, help_text=_("Like “English, Spanish”."))
    may_dispatch = forms.ChoiceField(
        label=_("May it send somebody without the client agreeing?"),
        required=False,
        choices=ASKED,
        widget=forms.RadioSelect,
        help_text=_("Some lines send help only when the caller wants it. Ask them."),
    )
    comes_to_home = forms.ChoiceField(
        label=_("Does it come to people’s homes?"), required=False, choices=ASKED, widget=forms.RadioSelect
    )
    eligibility = Line(label=_("Who may use it"), required=False, max_length=200, help_text=_("Like “adults with Medicaid”."))
    note = Words(
        label=_("What to say, and what to know"),
        required=False,
        max_length=400,
        help_text=_("For staff. Clients do not see it, neither on their page nor on paper."),
    )
    source_url = Line(label=_("Where this comes from"), required=False, max_length=300)
    checked = forms.ChoiceField(
        label=_("Have you checked it just now?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[("", _("No, check it later")), *Verification.How.choices],
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, home: str, initial: Mapping[str, Any], entry: Resource | None = None) -> None:
        self.of_country = country_said((data or {}).get("country_code", ""), initial.get("country_code", ""), home)
        super().__init__(data, initial={**initial, "country_code": self.of_country}, country=self.of_country)
        self.fields["country_code"].choices = choices(home)  # type: ignore[attr-defined]
        self.hours_read = reading(entry.opening) if entry else ""

    def layout(self) -> LayoutObject:
        return Layout(
            "kind",
            "name",
            Fieldset(
                _("Numbers"),
                Div("phone", "phone_menu", css_class="form-row"),
                "admin_phone",
                Div("sms", "sms_keyword", css_class="form-row"),
                Div("tty", "relay", css_class="form-row"),
                "chat_url",
                css_class="section",
            ),
            Fieldset(
                _("Place"),
                "reach",
                "street",
                Div("town", "county", css_class="form-row"),
                Div("region", "postcode", css_class="form-row"),
                "country_code",
                "also_covers",
                css_class="section",
            ),
            Fieldset(
                _("When and for whom"),
                "hours",
                HTML('{% include "emergency/parts/hours_box.html" %}'),
                "time_zone",
                "languages",
                "may_dispatch",
                "comes_to_home",
                "eligibility",
                css_class="section",
            ),
            Fieldset(_("More"), "note", "source_url", css_class="section"),
            "checked",
            "version",
        )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if "phone" in data and not (data["phone"] or data.get("sms") or data.get("admin_phone") or self.errors.get("sms")):
            self.add_error("phone", _("Enter a phone number"))
        if data.get("region"):
            data["region"] = read_region(data["region"], self.of_country)
        self._ask_where()
        self._read_areas()
        self._refuse_numbers_of_here()
        self._refuse_test_call()
        return data

    def _ask_where(self) -> None:
        data = self.cleaned_data
        if data.get("reach") == Resource.Reach.ZIP and not data.get("postcode"):
            self.add_error("postcode", _("Enter the ZIP or postcode it serves"))
        if data.get("reach") == Resource.Reach.COUNTY and not (data.get("county") or data.get("town")):
            self.add_error("county", _("Enter the county or the town it serves"))
        if data.get("reach") == Resource.Reach.REGION and not data.get("region"):
            self.add_error("region", _("Enter the state or region it serves"))

    def _read_areas(self) -> None:
        data = self.cleaned_data
        read = read_areas(data.get("also_covers", ""), self.of_country, data.get("region", ""))
        data["also_covers"] = list(read.areas)
        for words in read.unknown:
            said = _("We cannot read the area “{words}”. Write a ZIP, a county, “Page, AZ” or a state, one on each line")
            self.add_error("also_covers", format_lazy(said, words=words))

    def _refuse_numbers_of_here(self) -> None:
        """911 reaches help where the caller is: it is no way to a place, and nobody's office."""
        data = self.cleaned_data
        if checks.is_emergency_number(data.get("admin_phone", ""), self.of_country):
            self.add_error("admin_phone", _("This is an emergency number. Enter the number of the office, or leave it empty"))
        if data.get("kind") == Resource.Kind.PSAP and checks.is_emergency_number(data.get("phone", ""), self.of_country):
            self.add_error("phone", NOT_TEN_DIGITS if self.of_country in TEN_DIGITS else NOT_A_FULL_ONE)

    def _refuse_test_call(self) -> None:
        data = self.cleaned_data
        known = {name: data.get(name, "") for name in ("kind", "phone", "admin_phone")}
        entry = Resource(country_code=self.of_country, **known)
        if data.get("checked") and data["checked"] not in checks.ways_to_check(entry):
            self.add_error(
                "checked", _("Never call an emergency line to test it. Look at its official page, or call its office number")
            )

    @property
    def facts(self) -> dict[str, Any]:
        """The fields of the entry."""
        own = {name: value for name, value in self.cleaned_data.items() if name not in NOT_FACTS}
        answers = {name: ANSWERS.get(own[name]) for name in ("may_dispatch", "comes_to_home")}
        return {**own, **answers}

"""Where a client can be."""

from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout, LayoutObject
from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.accounts.countries import codes, country
from clinic.web.forms import ClinicForm, Line, Words

NO_TOWN = _("Enter the town and state so we can find help there")


class PlaceForm(ClinicForm):
    """A place by the client's own name for it. Town and state are what local numbers are found by."""

    submit_label = _("Save place")

    name = Line(label=_("What they call this place"), help_text=_("Like “home” or “my sister's”"), max_length=80)
    street = Line(label=_("Street, number, flat"), required=False, max_length=160)
    town = Line(label=_("Town"), max_length=80, error_messages={"required": NO_TOWN})
    county = Line(label=_("County"), required=False, help_text=_("Local lines often serve one county"), max_length=80)
    region = Line(label=_("State or region"), max_length=60, error_messages={"required": NO_TOWN})
    postcode = Line(label=_("ZIP or postcode"), required=False, max_length=16)
    country_code = forms.ChoiceField(label=_("Country"))
    who_is_there = Line(label=_("Who else is there?"), required=False, max_length=200)
    access_notes = Words(
        label=_("How to get in"), help_text=_("Door codes, which entrance, dogs. Read out to those who help"), required=False
    )

    def __init__(self, *args: Any, country_code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pack = country(country_code)
        self.fields["region"].required = bool(country(self._chosen(pack.code)).regions)
        if pack.regions:
            self.fields["region"].label = pack.region_word
            self.fields["region"].help_text = _("Like {code} or {name}").format(
                code=pack.regions[0].code, name=pack.regions[0].name
            )
        self.fields["postcode"].label = pack.postcode_word
        self.fields["country_code"].choices = [(code, country(code).name) for code in codes()]  # type: ignore[attr-defined]
        self.fields["country_code"].initial = pack.code

    def layout(self) -> LayoutObject:
        return Layout(
            "name",
            Fieldset(
                _("Address"),
                "street",
                Div("town", "region", css_class="form-row"),
                Div("county", "postcode", css_class="form-row"),
                "country_code",
            ),
            Fieldset(_("What helpers need to know"), "who_is_there", "access_notes"),
        )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        regions = country(self._chosen("US")).regions
        if regions and values.get("region"):
            said = values["region"].casefold()
            values["region"] = next((each.code for each in regions if said in {each.code.casefold(), each.name.casefold()}), "")
            if not values["region"]:
                self.add_error("region", NO_TOWN)
        return values

    def _chosen(self, otherwise: str) -> str:
        """The country of this place, as far as it is known; states are asked where the country has them."""
        said = self.data.get("country_code") or self.initial.get("country_code") or otherwise
        return said if said in codes() else otherwise

"""Where a client can be."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from crispy_forms.layout import HTML, Div, Fieldset, Layout, LayoutObject
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinic.accounts.countries import codes, country
from clinic.accounts.world import UNKNOWN, all_codes, choices, name_of
from clinic.clients.models import Place
from clinic.clients.postcodes import Found, can_look_up, is_whole, look_up
from clinic.web.forms import ClinicForm, Line, Words, clean_words
from clinic.web.time_zones import time_zones

NO_TOWN = _("Enter the town and state so we can find help there")
AND_NO_STATE = _("Enter the state or region")  # beside NO_TOWN, which is said once
ONLY_US = _("There is no look-up for this country. Please type the town, and the county or region.")
NOT_WHOLE = _("Type the five digits of the ZIP code, then look it up.")
NOT_KNOWN = _("This ZIP code is not known here, or it says no place. Please type the town, county and state.")


@dataclass(frozen=True)
class Suggestion:
    """What a ZIP code tells about a place that is being typed. Taking it over fills what is empty, and nothing else."""

    trouble: str | Promise = ""
    found: Found | None = None
    typed: Mapping[str, str] | None = None

    @property
    def region_name(self) -> str:
        regions = {each.code: each.name for each in country("US").regions}
        return regions.get(self.found.region, "") if self.found else ""

    @property
    def county_in_words(self) -> str:
        return Place(county=self.found.county, country_code="US").county_in_words if self.found else ""

    @property
    def to_fill(self) -> dict[str, str]:
        """What taking over would write: into empty fields only."""
        known = self.found.parts if self.found else {}
        return {name: value for name, value in known.items() if not (self.typed or {}).get(name)}

    @property
    def differs(self) -> list[str]:
        """What is typed and stays, though the ZIP tells something else."""
        known = self.found.parts if self.found else {}
        return [typed for name, value in known.items() if (typed := (self.typed or {}).get(name)) and not _same(name, typed, value)]


def _same(name: str, typed: str, value: str) -> bool:
    said = typed.casefold().removesuffix(" county")
    names = {each.code: each.name.casefold() for each in country("US").regions} if name == "region" else {}
    return said in {value.casefold(), names.get(value)}


def suggestion(typed: Mapping[str, str]) -> Suggestion:
    """About the ZIP code in what was typed, or why there is nothing to say."""
    values = {name: " ".join(clean_words(str(typed.get(name, ""))).split()) for name in PlaceForm.base_fields}
    if not can_look_up(values["country_code"]):
        return Suggestion(ONLY_US)
    if not is_whole(values["postcode"]):
        return Suggestion(NOT_WHOLE)
    found = look_up(values["postcode"])
    return Suggestion(found=found, typed=values) if found else Suggestion(NOT_KNOWN)


class PlaceForm(ClinicForm):
    """A place by the client's own name for it. Town and state are what local numbers are found by."""

    submit_label = _("Save place")

    name = Line(label=_("What they call this place"), help_text=_("Like “home” or “my sister's”"), max_length=80)
    street = Line(label=_("Street, number, apartment"), required=False, max_length=160)
    postcode = Line(label=_("ZIP or postcode"), required=False, max_length=16)
    country_code = forms.ChoiceField(label=_("Country"))
    town = Line(label=_("Town"), max_length=80, error_messages={"required": NO_TOWN})
    region = Line(label=_("State or region"), max_length=60, error_messages={"required": NO_TOWN})
    county = Line(label=_("County"), required=False, help_text=_("Local lines often serve one county"), max_length=80)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        choices=lambda: [("", _("That of the address")), *((zone, zone) for zone in time_zones())],
    )
    who_is_there = Line(label=_("Who else is there?"), required=False, max_length=200)
    access_notes = Words(
        label=_("How to get in"), help_text=_("Door codes, which entrance, dogs. Read out to those who help"), required=False
    )

    def __init__(self, *args: Any, country_code: str, look_up_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.look_up_url = look_up_url
        self.suggestion: Suggestion | None = None
        pack = country(country_code)
        chosen = self._chosen(pack.code)
        here = country(chosen) if chosen in codes() else None
        self.fields["region"].required = bool(here and here.regions)
        if pack.regions:
            self.fields["region"].label = pack.region_word
            self.fields["region"].help_text = _("Like {code} or {name}").format(
                code=pack.regions[0].code, name=pack.regions[0].name
            )
        self.fields["postcode"].label = here.postcode_word if here else self.fields["postcode"].label
        offered = choices(pack.code)
        offered[-1][1].append((UNKNOWN, name_of(UNKNOWN)))
        self.fields["country_code"].choices = offered  # type: ignore[attr-defined]
        self.fields["country_code"].initial = pack.code

    @classmethod
    def being_filled(cls, typed: Mapping[str, str], **kwargs: Any) -> Self:
        """The form as typed, with what the ZIP tells; with "take", that is in the fields that were empty."""
        said = suggestion(typed)
        filled = {name: typed.get(name, "") for name in cls.base_fields} | (said.to_fill if "take" in typed else {})
        form = cls(initial=filled, **kwargs)
        form.suggestion = suggestion(filled)
        return form

    def layout(self) -> LayoutObject:
        return Layout(
            HTML('{% include "clients/parts/first_submit.html" %}'),
            "name",
            Fieldset(
                _("Address"),
                "street",
                Div("postcode", "country_code", css_class="form-row"),
                HTML('{% include "clients/parts/zip_box.html" %}'),
                Div("town", "region", css_class="form-row"),
                Div("county", "time_zone", css_class="form-row"),
            ),
            Fieldset(_("What helpers need to know"), "who_is_there", "access_notes"),
        )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        chosen = self._chosen("US")
        regions = country(chosen).regions if chosen in codes() else ()
        if regions and values.get("region"):
            said = values["region"].casefold()
            values["region"] = next((each.code for each in regions if said in {each.code.casefold(), each.name.casefold()}), "")
            if not values["region"]:
                self.add_error("region", NO_TOWN)
        if {"town", "region"} <= self.errors.keys():
            self.errors["region"] = self.error_class([str(AND_NO_STATE)])
        return values

    def _chosen(self, otherwise: str) -> str:
        """The country of this place, as far as it is known; states are asked where the country has them."""
        said = self.data.get("country_code") or self.initial.get("country_code") or otherwise
        return said if said in all_codes() or said == UNKNOWN else otherwise

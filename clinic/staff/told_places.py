"""An address as the client tells it, in a session and in a crisis alike. What nobody said is not written down as if it had been.

A county above all: a ZIP and a town can cross county lines, and the numbers of the other county would disappear without a word.
So it is asked, or left open; then the numbers of every county it may be are found (emergency/coverage.py).
"""

from typing import Any

from crispy_forms.layout import Div, Layout, LayoutObject
from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from clinic.accounts.countries import Country, codes, country
from clinic.accounts.world import UNKNOWN, area_called, code_of, part_of, region_called
from clinic.clients.models import Place
from clinic.clients.postcodes import can_look_up, look_up, look_up_town
from clinic.web.forms import ClinicForm, Line
from emergency.whereabouts import words_of

IS_A_REGION = _("“{words}” is in the list above. Choose it there, or write more: is it the country?")
NOT_BOTH = _("You chose {region} and wrote {country}. Empty the one that is wrong")


class ToldForm(ClinicForm):
    """Street, town, state or country. Takes whatever was said; whoever must have more asks for it in a form of its own."""

    region_unknown = _("Not known")

    street = Line(label=_("Street and number, or what you can see there"), required=False, max_length=160)
    town = Line(label=_("Town"), required=False, max_length=80)
    region = forms.ChoiceField(label=_("State or country"), required=False)
    postcode = Line(label=_("ZIP or postcode"), required=False, max_length=16)
    county = Line(label=_("County, if the client names it"), required=False, max_length=80)
    abroad = Line(
        label=_("Another country"), required=False, max_length=60, help_text=_("In words, when it is not in the list of states")
    )
    access_notes = Line(label=_("How to get in"), required=False, max_length=300)

    def __init__(self, *args: Any, home: Country, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.home = home
        self.fields["region"].choices = [("", self.region_unknown), *_regions(home)]  # type: ignore[attr-defined]
        self.fields["region"].label = _("{region} or country").format(region=home.region_word) if home.regions else _("Country")
        self.fields["postcode"].label = home.postcode_word

    def layout(self) -> LayoutObject:
        return Layout(*self.address())

    def address(self) -> list[LayoutObject | str]:
        """Town and state first: they are what the numbers are found by. What is enough stands on the page, not at every box."""
        rows = (("town", "region"), ("street",), ("postcode", "county"), ("abroad", "access_notes"))
        return [Div(*names, css_class="all-optional form-row" if len(names) > 1 else "all-optional") for names in rows]

    def clean_abroad(self) -> str:
        """Georgia is a state and a country: which one is asked, not guessed."""
        words = str(self.cleaned_data["abroad"])
        state, told = region_called(words, self.home), code_of(words)
        if state and told and part_of(told, "") != (self.home.code, state):
            raise forms.ValidationError(IS_A_REGION.format(words=words))
        return words

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        chosen, told = self._chosen(values), self._told(values)
        if chosen[1] and told and (told[0], told[1] or chosen[1]) != chosen:
            region = dict(_flat(self.fields["region"].choices))[values["region"]]  # type: ignore[attr-defined]
            self.add_error("abroad", NOT_BOTH.format(region=region, country=values["abroad"]))
        return values

    @cached_property
    def where(self) -> dict[str, str]:
        """The address in the words of a place; of a ZIP alone with its town and state, never with a county that nobody named."""
        told = self.cleaned_data
        code, region = self._area(told)
        known = {name: str(told.get(name, "")) for name in ("name", "street", "town", "postcode", "county", "access_notes")}
        if code == UNKNOWN:
            known["town"] = ", ".join(filter(None, [known["town"], told["abroad"]]))
        by_zip = look_up(known["postcode"]) if can_look_up(code) else None
        if by_zip and not known["town"] and region in {"", by_zip.region}:
            known["town"], region = by_zip.town, by_zip.region
        return words_of(Place(country_code=code, region=region, **known))

    @property
    def counties(self) -> list[str]:
        """The counties to choose from, where the town lies in several and neither a county nor a ZIP was said; none before anything is."""
        if not self.is_bound or self.errors:
            return []
        where = self.where
        if where["county"] or where["postcode"] or not can_look_up(where["country_code"]):
            return []
        found = [each.county for each in look_up_town(where["town"], where["region"])]
        return found if len(found) > 1 else []

    def _area(self, values: dict[str, Any]) -> tuple[str, str]:
        """Country and region by their codes. What was written counts, with the state that was chosen beside it."""
        chosen, told = self._chosen(values), self._told(values)
        if not told or (told[0] == chosen[0] and not told[1]):
            return chosen
        return told

    def _chosen(self, values: dict[str, Any]) -> tuple[str, str]:
        code, dash, region = str(values.get("region", "")).rpartition("-")
        return (code, region) if dash else (self.home.code, region)

    def _told(self, values: dict[str, Any]) -> tuple[str, str] | None:
        words = str(values.get("abroad", ""))
        return area_called(words, self.home) if words else None


def _regions(home: Country) -> list[Any]:
    """The states at home, then the other countries with a pack, each with its regions."""
    own: list[Any] = [(each.code, each.name) for each in home.regions]
    for pack in (country(code) for code in codes() if code != home.code):
        whole = (f"{pack.code}-", _("{country}, no more known").format(country=pack.name) if pack.regions else pack.name)
        own.append((pack.name, [whole, *((f"{pack.code}-{each.code}", each.name) for each in pack.regions)]))
    return own


def _flat(choices: Any) -> list[tuple[str, Any]]:
    return [pair for value, label in choices for pair in (label if isinstance(label, list) else [(value, label)])]

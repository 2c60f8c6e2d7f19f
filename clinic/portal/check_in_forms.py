"""The questions before a session, one on a page. Nothing is chosen beforehand, and typing is never needed."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinic.accounts.countries import Country
from clinic.accounts.world import UNKNOWN, area_called, region_called
from clinic.clients.models import Place
from clinic.portal.check_in import Known
from clinic.web.forms import ClinicForm, Line, PhoneField
from emergency.models import CheckIn, Guardianship
from emergency.whereabouts import words_of

ELSEWHERE, LATER = "elsewhere", "later"
CHOOSE = {"required": _("Choose an answer")}
SAY_IT = _("I will say it on the call")


class WhereForm(ClinicForm):
    """Where will you be? What the client calls the place, never its address."""

    submit_label = ""
    last: tuple[str, Promise] | None = (LATER, SAY_IT)
    no_town = _("Type the town, or choose to say it on the call")

    where = forms.ChoiceField(label=_("Where will you be for our call?"), widget=forms.RadioSelect, error_messages=CHOOSE)
    street = Line(label=_("Street and number"), required=False, max_length=160)
    town = Line(label=_("Town"), required=False, max_length=80)
    region = Line(label=_("State"), required=False, max_length=60)
    abroad = Line(label=_("Country"), required=False, max_length=60)

    def __init__(self, *args: Any, places: list[Place], country: Country, **kwargs: Any) -> None:
        super().__init__(*args, country=country, **kwargs)
        self.known = {str(place.pk): place for place in places}
        named = [(key, place.name) for key, place in self.known.items()]
        self.fields["where"].choices = list(filter(None, [*named, (ELSEWHERE, _("Somewhere else")), self.last]))  # type: ignore[attr-defined]
        self.fields["abroad"].label = _("Country, if it is not {country}").format(country=country.name)
        self.home = country

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("where") == ELSEWHERE and not values.get("town"):
            self.add_error("town", self.no_town)
        return values

    @property
    def place(self) -> Place | None:
        return self.known.get(self.cleaned_data["where"])

    @property
    def facts(self) -> dict[str, Any]:
        """For the action: what was told, the place, its address."""
        chosen = self.cleaned_data["where"]
        if chosen == ELSEWHERE:
            return {"told": CheckIn.Told.ELSEWHERE, "where": words_of(self._elsewhere())}
        return {"told": CheckIn.Told.LATER if chosen == LATER else CheckIn.Told.PLACE, "place": self.place}

    def _elsewhere(self) -> Place:
        """As it was typed; a country that nobody knows by that name stays with the town."""
        street, town, region, abroad = (str(self.cleaned_data[name]) for name in ("street", "town", "region", "abroad"))
        code, part = area_called(abroad, self.home) if abroad else (self.home.code, "")
        named = region_called(region, self.home) if code == self.home.code else ""
        town = ", ".join([town, abroad]) if code == UNKNOWN else town
        return Place(country_code=code, region=named or region or part, street=street, town=town)


class WhereNowForm(WhereForm):
    """Where are you now? Said at any time, not for a call."""

    last = None
    no_town = _("Type the town")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["where"].label = _("Where are you now?")


class CompanyForm(ClinicForm):
    """Who can hear?"""

    submit_label = ""

    company = forms.ChoiceField(
        label=_("Who is there, and can anyone hear?"), widget=forms.RadioSelect, error_messages=CHOOSE,
        choices=[
            (CheckIn.Company.ALONE, _("I am alone")),
            (CheckIn.Company.DEAF, _("Someone is here, but can not hear me")),
            (CheckIn.Company.MAY_HEAR, _("Someone may hear me")),
            (CheckIn.Company.LATER, SAY_IT),
        ],
    )  # fmt: skip


class NumberForm(ClinicForm):
    """The number to call when the video stops, by its end."""

    submit_label = ""

    number = forms.ChoiceField(label=_("If the video stops"), widget=forms.RadioSelect, error_messages=CHOOSE)
    other = PhoneField(label=_("The number to call"), required=False, short_codes=False)

    def __init__(self, *args: Any, known: Known, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        right: Any = [("right", _("Call the number that ends in {}").format(known.ending))] if known.ending else []
        self.fields["number"].choices = [*right, ("other", _("Use another number")), (LATER, SAY_IT)]  # type: ignore[attr-defined]
        self.known_number = known.number

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("number") == "other" and not values.get("other") and "other" not in self.errors:
            self.add_error("other", _("Type the number, or choose to say it on the call"))
        return values

    @property
    def call_back(self) -> str:
        said = self.cleaned_data["number"]
        return self.known_number if said == "right" else self.cleaned_data.get("other", "") if said == "other" else ""


class AdultForm(ClinicForm):
    """Where the adult is whom a client under age has agreed on with the therapist."""

    submit_label = ""

    adult = forms.ChoiceField(
        label=_("Is the adult we agreed on with you or in the house?"), widget=forms.RadioSelect, error_messages=CHOOSE,
        choices=[
            (Guardianship.During.ROOM, _("In the same room")),
            (Guardianship.During.HOUSE, _("In the house, not in the room")),
            (Guardianship.During.AWAY, _("Somewhere else")),
            (LATER, SAY_IT),
        ],
    )  # fmt: skip

    @property
    def said(self) -> str:
        """Empty where it is said on the call."""
        adult = str(self.cleaned_data["adult"])
        return "" if adult == LATER else adult

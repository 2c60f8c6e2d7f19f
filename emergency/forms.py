"""Forms of the directory: shape and words of what is typed, never saving."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout, LayoutObject
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinic.web.forms import ClinicForm, Line, PhoneField, Words
from emergency import checks
from emergency.imports import matching
from emergency.imports.places import read_region
from emergency.imports.reader import Sheet, UnreadableFile, read_sheet
from emergency.models import ProblemReport, Resource, Verification

Choices = list[tuple[str, str | Promise]]
NOT_USED = ""
MOST_LINES = 100_000


class SearchForm(forms.Form):
    """The filters above the list. What cannot be read narrows nothing."""

    words = forms.CharField(label=_("Name, number or note"), required=False, max_length=100)
    place = forms.CharField(label=_("Town, county, state or ZIP"), required=False, max_length=80)
    kind = forms.ChoiceField(label=_("Type"), required=False, choices=[("", _("All types")), *Resource.Kind.choices])
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            ("", _("All entries")),
            ("own", _("Without suggestions")),
            ("checked", _("Only checked")),
            ("needs", _("Needs a check")),
        ],
    )

    @property
    def wanted(self) -> dict[str, str]:
        """What was asked for, as far as it can be read."""
        self.is_valid()
        return {name: str(value).strip() for name, value in self.cleaned_data.items() if value}


class ResourceForm(ClinicForm):
    """An entry of the directory, new or changed."""

    kind = forms.ChoiceField(label=_("Type"), choices=[("", _("Choose a type")), *Resource.Kind.choices])
    name = Line(label=_("Name"), max_length=160)
    phone = PhoneField(label=_("Phone"), required=False, help_text=_("Short numbers as you dial them, like 988."))
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
    chat_url = forms.URLField(label=_("Chat page"), required=False, max_length=300, assume_scheme="https")
    street = Line(label=_("Address"), required=False, max_length=160)
    town = Line(label=_("Town"), required=False, max_length=80)
    county = Line(label=_("County"), required=False, max_length=80)
    region = Line(label=_("State or region"), required=False, max_length=40)
    postcode = Line(label=_("ZIP or postcode"), required=False, max_length=16)
    reach = forms.ChoiceField(label=_("Who it serves"), choices=Resource.Reach.choices, widget=forms.RadioSelect, initial="county")
    hours = Line(
        label=_("Hours"), required=False, max_length=120, help_text=_("With the time zone, if it is not open day and night.")
    )
    languages = Line(label=_("Languages"), required=False, max_length=160)
    note = Words(label=_("What to say, and what to know"), required=False, max_length=400)
    source_url = Line(label=_("Where this comes from"), required=False, max_length=300)
    checked = forms.ChoiceField(
        label=_("Have you checked it just now?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[("", _("No, check it later")), *Verification.How.choices],
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, country_code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country_code = country_code

    def layout(self) -> LayoutObject:
        return Layout(
            "kind",
            "name",
            Fieldset(_("Numbers"), "phone", "phone_menu", "admin_phone", "sms", "sms_keyword", "chat_url", css_class="section"),
            Fieldset(_("Place"), "reach", "street", "town", "county", "region", "postcode", css_class="section"),
            Fieldset(_("More"), "hours", "languages", "note", "source_url", css_class="section"),
            "checked",
            "version",
        )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if "phone" in data and not (data["phone"] or data.get("sms") or data.get("admin_phone") or self.errors.get("sms")):
            self.add_error("phone", _("Enter a phone number"))
        if data.get("region"):
            data["region"] = read_region(data["region"], self.country_code)
        if data.get("reach") == Resource.Reach.COUNTY and not (data.get("county") or data.get("town")):
            self.add_error("county", _("Enter the county or the town it serves"))
        if data.get("reach") == Resource.Reach.REGION and not data.get("region"):
            self.add_error("region", _("Enter the state or region it serves"))
        self._refuse_test_call()
        return data

    def _refuse_test_call(self) -> None:
        data = self.cleaned_data
        entry = Resource(kind=data.get("kind", ""), phone=data.get("phone", ""), admin_phone=data.get("admin_phone", ""))
        if data.get("checked") and data["checked"] not in checks.ways_to_check(entry):
            self.add_error(
                "checked", _("Never call an emergency line to test it. Look at its official page, or call its office number")
            )

    @property
    def facts(self) -> dict[str, str]:
        """The fields of the entry."""
        own = {name: str(value or "") for name, value in self.cleaned_data.items() if name not in {"checked", "version"}}
        return {**own, "country_code": self.country_code}


class RetireForm(ClinicForm):
    """Out of use, perhaps for another entry."""

    submit_class = "btn dng"
    replaced_by = forms.TypedChoiceField(
        label=_("Which entry takes its place?"),
        required=False,
        help_text=_("Plans that hold this entry show the other one’s number from now on."),
    )

    def __init__(self, *args: Any, others: list[Resource], **kwargs: Any) -> None:
        self.others = {str(other.pk): other for other in others}
        super().__init__(*args, **kwargs)
        self.fields["replaced_by"].choices = [  # type: ignore[attr-defined]
            ("", _("None")),
            *(
                (key, f"{other.name}, {other.town or other.region or other.country_code}, {other.phone}")
                for key, other in self.others.items()
            ),
        ]

    @property
    def successor(self) -> Resource | None:
        return self.others.get(self.cleaned_data["replaced_by"])


class ProblemForm(ClinicForm):
    """A number did not work."""

    submit_label = _("Report it")
    problem = forms.ChoiceField(label=_("What happened?"), choices=ProblemReport.Problem.choices, widget=forms.RadioSelect)
    note = Words(
        label=_("Anything else"),
        required=False,
        max_length=400,
        help_text=_("No names of clients, please. The whole clinic can read this."),
    )


class UploadForm(ClinicForm):
    """A list as a file, and whose list it is."""

    submit_label = _("Read the file")
    file = forms.FileField(
        label=_("List"),
        help_text=_("A CSV file of at most 20,000 rows and 10 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv"}),
        error_messages={
            "required": _("Choose a CSV file of at most 10 MB"),
            "empty": _("The file is empty. Choose another one"),
            "max_length": _("The name of the file is too long"),
        },
        max_length=200,
    )
    source = Line(
        label=_("Whose list is it?"),
        max_length=80,
        help_text=_(
            "Use the same words each time you upload it, like “CMS hospitals”. Then the next upload finds what this one brought."
        ),
    )
    content: bytes
    sheet: Sheet

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        self.content = file.read()
        try:
            self.sheet = read_sheet(self.content)
        except UnreadableFile as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return file


class MatchForm(ClinicForm):
    """One question per field of an entry: which column feeds it."""

    submit_label = _("Check the rows")

    def __init__(self, *args: Any, headers: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headers = headers
        columns: Choices = [(NOT_USED, _("Not in this list")), *((str(at), heading) for at, heading in enumerate(headers))]
        for field in matching.FIELDS:
            self.fields[field.key] = forms.ChoiceField(label=field.label, choices=columns, required=False)

    def layout(self) -> LayoutObject:
        return Layout(*self.fields)

    def clean(self) -> dict[str, Any]:
        for words in matching.problems(self.columns, self.headers):
            self.add_error("name" if words.endswith("the name") else "phone" if words.endswith("number") else None, words)
        return self.cleaned_data

    @property
    def columns(self) -> dict[str, int]:
        """Field -> column, of those that were chosen."""
        return {key: int(value) for key, value in self.cleaned_data.items() if value != NOT_USED}


class CheckForm(forms.Form):
    """What the admin decided against the proposal. Only exceptions come back: ticked rows, and typed ones."""

    seen = forms.JSONField(widget=forms.HiddenInput)
    leave_out = Line(label=_("Rows to leave out"), required=False, max_length=2000)

    def __init__(self, *args: Any, ticked_out: list[str], ticked_in: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ticked_out, self.ticked_in = ticked_out, ticked_in

    def clean_leave_out(self) -> frozenset[int]:
        found: set[int] = set()
        for part in str(self.cleaned_data["leave_out"]).replace(",", " ").split():
            first, _dash, last = part.partition("-")
            if not (first.isdecimal() and (not last or last.isdecimal()) and len(part) < 16):
                raise forms.ValidationError(_("Enter row numbers, like 14, 20-25"))
            rows = range(int(first), int(last or first) + 1)
            if len(rows) + len(found) > MOST_LINES:
                raise forms.ValidationError(_("These are more rows than a list can have"))
            found.update(rows)
        return frozenset(found)

    @property
    def out(self) -> frozenset[int]:
        """Lines of rows to leave out, typed or ticked."""
        typed: frozenset[int] = self.cleaned_data["leave_out"]
        return typed | lines(self.ticked_out)

    @property
    def taken(self) -> frozenset[int]:
        """Lines of rows to take in although the proposal leaves them out."""
        return lines(self.ticked_in)


def lines(texts: list[str]) -> frozenset[int]:
    """Line numbers as ticked boxes send them."""
    return frozenset(int(text) for text in texts if text.isdecimal() and len(text) < 9)

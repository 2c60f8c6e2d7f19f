"""Forms of the directory: shape and words of what is typed, never saving."""

from typing import Any

from crispy_forms.layout import HTML, Layout, LayoutObject
from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.web.forms import ClinicForm, Words
from emergency.models import ProblemReport, Resource


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
            ("suggested", _("Only suggestions")),
            ("needs", _("Needs a check")),
            ("second", _("Waits for a second person")),
        ],
    )
    open = forms.BooleanField(label=_("Open now"), required=False)
    checked = forms.BooleanField(label=_("Only checked"), required=False)

    @property
    def wanted(self) -> dict[str, Any]:
        """What was asked for, as far as it can be read."""
        self.is_valid()
        return {name: value if value is True else str(value).strip() for name, value in self.cleaned_data.items() if value}


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

    def layout(self) -> LayoutObject:
        return Layout("problem", "note", HTML('<input type="hidden" name="back" value="{{ back }}">'))

"""Forms of the house: shape and plain words of the input, never saving.

`{% crispy form %}` gives the complete form (error summary, fields, csrf token, button). A form names its fields, and
where it needs sections gives `layout()`; everything else is settled here and in templates/clinic/.
"""

import re
import unicodedata
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, LayoutObject, Submit
from django import forms
from django.forms.utils import pretty_name
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from clinic.web.numbers import Phoned, is_short_code, read_number, region

# Turning the reading direction around can make a number or a name read as another one; controls can break logs and PDFs.
DIRECTION_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff]")
LINE_ENDS = re.compile("\r\n|[\r\u0085\u2028\u2029\x0b\x0c]")

FIRST_YEAR, LAST_YEAR = 1900, 2200

CHARACTERS_AT_MOST = ngettext_lazy(
    "Use %(limit_value)d character at most. You have %(show_value)d now",
    "Use %(limit_value)d characters at most. You have %(show_value)d now",
    "limit_value",
)


def clean_words(text: str) -> str:
    """`text` in one Unicode form (NFC), line ends as \\n, without control characters and direction overrides."""
    text = DIRECTION_OVERRIDES.sub("", LINE_ENDS.sub("\n", text)).replace("\t", " ")
    kept = "".join(char for char in text if char == "\n" or unicodedata.category(char) not in {"Cc", "Cs"})
    return unicodedata.normalize("NFC", kept)  # last: what stood apart may now combine


class _Text(forms.CharField):
    """Text with a limit that is told, never cut off by the browser."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs: dict[str, Any] = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class Line(_Text):
    """One line of text."""

    def __init__(self, *, max_length: int = 200, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> Any:
        cleaned = super().to_python(value)
        return " ".join(clean_words(cleaned).split()) if isinstance(cleaned, str) else cleaned


class Words(_Text):
    """Several lines of text; line breaks are kept."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, *, max_length: int = 4000, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> Any:
        cleaned = super().to_python(value)
        return clean_words(cleaned).strip() if isinstance(cleaned, str) else cleaned


class PhoneField(Line):
    """A phone number, kept as typed; `country` says how to read it. Short codes are accepted as dialled, unless it is a person's."""

    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "inputmode": "tel"})
    default_error_messages = {
        "required": _("Enter a phone number"),
        "unreadable": _("Enter a phone number, like 928 555 0142 or +1 928 555 0142"),
    }

    def __init__(self, *, country: str = "", short_codes: bool = True, max_length: int = 40, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.country, self.short_codes = country, short_codes

    def to_python(self, value: Any) -> Any:
        number = super().to_python(value)
        if number in self.empty_values:
            return number
        if read_number(number, self.country) is not None or (self.short_codes and is_short_code(number)):
            return number
        raise forms.ValidationError(self.error_messages["unreadable"], code="unreadable")


class DayField(forms.DateField):
    """A date, asked with the device's own date box."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    default_error_messages = {
        "invalid": _("Enter a date, like 2026-11-30"),
        "no_such_year": _("Enter a year between 1900 and 2200"),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **kwargs)

    def to_python(self, value: Any) -> date | None:
        """Near the ends of the calendar the day after, or the same day in UTC, does not exist."""
        day: date | None = super().to_python(value)
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(self.error_messages["no_such_year"], code="no_such_year")
        return day


class ClinicForm(forms.Form):
    """A form on a page. `country` (a code or a country pack) is handed to its phone fields; `cancel_url` gives a "Go back" link."""

    use_required_attribute = False
    submit_label: str | Promise = _("Save")
    submit_class = "btn"
    cancel_label: str | Promise = _("Go back")
    is_refused = False

    def __init__(
        self,
        *args: Any,
        submit_label: str | Promise = "",
        cancel_url: str = "",
        action: str = "",
        country: str | Phoned = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.submit_label = submit_label or self.submit_label
        self.cancel_url = cancel_url
        self.action = action
        self.country = country
        for name, field in self.fields.items():
            self.add(name, field)

    def add(self, name: str, field: forms.Field) -> None:
        """Take in a field, also one that is known only when the form is made, with the plain words of the house."""
        self.fields[name] = field
        _give_plain_words(field, field.label or pretty_name(name))
        if isinstance(field, PhoneField):
            field.country = field.country or region(self.country)

    def refuse(self, why: object) -> None:
        """It is not possible now: the page says why, and nobody has to type it all again."""
        self.is_refused = True
        self.add_error(None, format_lazy(_("{why} Nothing is saved. What you wrote is still on this page."), why=str(why)))

    @property
    def status(self) -> int:
        """How the page of this form answers."""
        return 409 if self.is_refused else 422 if self.is_bound else 200

    def layout(self) -> LayoutObject:
        """The order of the fields; override with Layout(Fieldset("Heading", "a", "b"), "c") for sections."""
        return Layout(*self.fields)

    @property
    def helper(self) -> FormHelper:
        """What `{% crispy form %}` asks for."""
        helper = FormHelper()
        helper.form_class = "form"
        helper.form_action = self.action
        helper.layout = self.layout()
        helper.render_unmentioned_fields = True  # a field left out of a layout would never arrive
        helper.cancel_url, helper.cancel_label = self.cancel_url, self.cancel_label
        if self.submit_label:
            helper.add_input(Submit("", self.submit_label, css_class=self.submit_class, data_busy=_("Saving...")))
        return helper


def _give_plain_words(field: forms.Field, asked: str | Promise) -> None:
    """Say what to do in every message that the form has not worded itself."""
    for code, words in _plain_words(field, asked).items():
        if field.error_messages.get(code) is _stock_messages(field).get(code):
            field.error_messages[code] = words


def _stock_messages(field: forms.Field) -> dict[str, Any]:
    """The messages Django itself gives this kind of field."""
    messages: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        if kind.__module__.startswith("django."):
            messages.update(getattr(kind, "default_error_messages", {}))
    return messages


def _plain_words(field: forms.Field, asked: str | Promise) -> dict[str, Any]:
    label = format_lazy("“{}”", asked)
    words: dict[str, Any] = {"max_length": CHARACTERS_AT_MOST}
    if isinstance(field, forms.ChoiceField):
        words["required"] = format_lazy(_("Choose an answer for {}"), label)
        words["invalid_choice"] = format_lazy(_("Choose one of the answers for {}"), label)
    elif isinstance(field, forms.BooleanField):
        words["required"] = format_lazy(_("Tick {} to go on"), label)
    else:
        words["required"] = format_lazy(_("Fill in {}"), label)
    if isinstance(field, forms.EmailField):
        words["invalid"] = _("Enter an e-mail address, like name@example.org")
    elif isinstance(field, forms.IntegerField):
        words["invalid"] = format_lazy(_("Enter a number for {}"), label)
    elif isinstance(field, forms.TimeField):
        words["invalid"] = _("Enter a time, like 14:30")
    return words

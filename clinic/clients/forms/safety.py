"""How it is safe to reach a client: one block of questions per channel."""

from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout, LayoutObject
from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.clients.actions.contact_safety import Said
from clinic.clients.models import Channel, Client
from clinic.clients.queries import ChannelSafety
from clinic.clients.reach import hours, window
from clinic.web.forms import ClinicForm, Line

ANSWERS = [("yes", _("Safe")), ("no", _("Not safe"))]
UNASKED = [("", _("Not asked")), *ANSWERS]
PARTS = ("safe", "since", "until", "words")
PHONE_USE = [(value, _("Not asked") if not value else label) for value, label in Client.PhoneUse.choices]


class TimeBox(forms.TimeField):
    """A time of day, asked with the device's own time box."""

    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class ContactSafetyForm(ClinicForm):
    """A channel left unasked is never used. Hours narrow what is safe."""

    asked_again = forms.BooleanField(
        label=_("I asked about all of these again today"),
        help_text=_("Otherwise only what you change gets today's date"),
        required=False,
    )
    phone_use = forms.ChoiceField(
        label=_("Does anyone else use or look at the client's phone?"),
        choices=PHONE_USE,
        widget=forms.RadioSelect,
        required=False,
    )
    names_on_copies = forms.BooleanField(
        label=_("Copies of the plan may show the client's and the therapist's name"),
        help_text=_("Without a tick, copies carry no names"),
        required=False,
    )

    def __init__(self, *args: Any, known: list[ChannelSafety], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in known:
            self._ask(each)

    def _ask(self, each: ChannelSafety) -> None:
        name, row = each.channel.value, each.row
        since, until = (row and hours(row.hours)) or (None, None)
        answer = "" if row is None else "yes" if row.is_safe else "no"
        self.fields[f"{name}_safe"] = forms.ChoiceField(
            label=_("Is it safe?"), choices=UNASKED if row is None else ANSWERS, initial=answer, required=row is not None
        )
        self.fields[f"{name}_since"] = TimeBox(label=_("From"), required=False, initial=since)
        self.fields[f"{name}_until"] = TimeBox(label=_("Until"), required=False, initial=until)
        self.fields[f"{name}_words"] = Line(
            label=_("In their words"), required=False, initial=row.words if row else "", max_length=300
        )

    def layout(self) -> LayoutObject:
        blocks = [
            Fieldset(
                channel.label,
                Div(*(f"{channel}_{part}" for part in PARTS), css_class="form-row"),
                css_class="section",
            )
            for channel in Channel
        ]
        copies = Fieldset(_("Phone and copies"), "phone_use", "names_on_copies", css_class="section")
        return Layout(*blocks, "asked_again", copies)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for channel in Channel:
            if bool(values.get(f"{channel}_since")) != bool(values.get(f"{channel}_until")):
                self.add_error(f"{channel}_until", _("Fill in both times, or neither"))
            elif values.get(f"{channel}_since") and values[f"{channel}_since"] == values[f"{channel}_until"]:
                self.add_error(f"{channel}_until", _("Choose another time than the first, or leave both empty for any time"))
        return values

    @property
    def said(self) -> dict[str, Said]:
        """What was answered newly; channels left unasked, and those left as they were, are not in it."""
        values, again = self.cleaned_data, self.cleaned_data["asked_again"]
        return {
            channel.value: Said(
                is_safe=values[f"{channel}_safe"] == "yes",
                hours=window(values[f"{channel}_since"], values[f"{channel}_until"]),
                words=values[f"{channel}_words"],
            )
            for channel in Channel
            if values[f"{channel}_safe"] and (again or self._changed(channel))
        }

    @property
    def copies(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("phone_use", "names_on_copies")}

    def _changed(self, channel: Channel) -> bool:
        return any(f"{channel}_{part}" in self.changed_data for part in PARTS)

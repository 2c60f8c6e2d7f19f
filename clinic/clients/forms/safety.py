"""How it is safe to reach a client: a table of questions, a row for each channel."""

import json
from typing import Any

from crispy_forms.layout import Fieldset, Layout, LayoutObject
from crispy_forms.utils import render_field
from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from clinic.clients.actions.contact_safety import Said
from clinic.clients.models import Channel, Client
from clinic.clients.queries import ChannelSafety, lines
from clinic.clients.reach import hours, window
from clinic.web.forms import ClinicForm, Line

ANSWERS = [("yes", _("Safe")), ("no", _("Not safe"))]
UNASKED = [("", _("Not asked")), *ANSWERS]
PARTS = ("safe", "since", "until", "words")
MESSAGE = ("safe", "words")
HAS_HOURS = (Channel.TEXT, Channel.EMAIL, Channel.CALL)
PHONE_USE = [(value, _("Not asked") if not value else label) for value, label in Client.PhoneUse.choices]


class TimeBox(forms.TimeField):
    """A time of day, asked with the device's own time box."""

    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class Matrix(LayoutObject):  # type: ignore[misc]
    """The questions as a table: a row for each channel, with what belongs to a voicemail beside the call."""

    template = "clients/parts/safety_matrix.html"

    def render(self, form: Any, context: Any, template_pack: str = "clinic", **kwargs: Any) -> SafeString:
        def cell(name: str) -> SafeString:
            box: SafeString = render_field(
                name, form, context, template="clients/parts/safety_cell.html", template_pack=template_pack
            )
            return box

        rows = [
            {
                "channel": line.channel,
                "cells": {part: cell(f"{line.channel}_{part}") for part in parts_of(line.channel)},
                "message": {part: cell(f"{Channel.VOICEMAIL}_{part}") for part in MESSAGE} if line.has_message else {},
                "line": line,
            }
            for line in form.lines
        ]
        return render_to_string(self.template, {"rows": rows})


def parts_of(channel: Channel) -> tuple[str, ...]:
    """What is asked of a channel: a letter and a voicemail have no hours of their own."""
    return PARTS if channel in HAS_HOURS else MESSAGE


class ContactSafetyForm(ClinicForm):
    """A channel left unasked is never used. Hours narrow what is safe. Nothing is ticked beforehand.

    What somebody else has recorded while the page was open is shown before it is replaced: `seen` says what stood there.
    """

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
    sign_out = forms.BooleanField(label=_("Sign out the phones that open the page now"), required=False)
    names_on_copies = forms.BooleanField(
        label=_("Copies of the plan may show the client's and the therapist's name"),
        help_text=_("Without a tick, copies carry no names"),
        required=False,
    )

    def __init__(self, *args: Any, known: list[ChannelSafety], phones: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines(known)
        self.standing = self._standing(known)
        self.add("seen", forms.CharField(required=False, initial=json.dumps(self.standing), widget=forms.HiddenInput))
        for each in known:
            self._ask(each)
        if phones:
            self.fields["sign_out"].help_text = ngettext(
                "%(n)d phone opens it without a code. If the phone is not safe, better keep nothing on it.",
                "%(n)d phones open it without a code. If a phone is not safe, better keep nothing on it.",
                phones,
            ) % {"n": phones}
        else:
            del self.fields["sign_out"]

    def _ask(self, each: ChannelSafety) -> None:
        name, row, of = each.channel.value, each.row, each.channel.label
        answer = "" if row is None else "yes" if row.is_safe else "no"
        asks = (
            _("Voicemail: may a message be left?") if name == Channel.VOICEMAIL else _("{channel}: is it safe?").format(channel=of)
        )
        says = _("Voicemail: what may be left?") if name == Channel.VOICEMAIL else _("{channel}: what to say").format(channel=of)
        self.fields[f"{name}_safe"] = forms.ChoiceField(
            label=asks, choices=UNASKED if row is None else ANSWERS, initial=answer, required=row is not None
        )
        if each.channel in HAS_HOURS:
            since, until = (row and hours(row.hours)) or (None, None)
            self.fields[f"{name}_since"] = TimeBox(label=_("{channel}: from").format(channel=of), required=False, initial=since)
            self.fields[f"{name}_until"] = TimeBox(label=_("{channel}: until").format(channel=of), required=False, initial=until)
        self.fields[f"{name}_words"] = Line(label=says, required=False, initial=row.words if row else "", max_length=300)

    def layout(self) -> LayoutObject:
        out = ["sign_out"] if "sign_out" in self.fields else []
        copies = Fieldset(_("Phone and copies"), "phone_use", *out, "names_on_copies", css_class="section")
        return Layout(Matrix(), "asked_again", copies)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for channel in HAS_HOURS:
            if bool(values.get(f"{channel}_since")) != bool(values.get(f"{channel}_until")):
                self.add_error(f"{channel}_until", _("Fill in both times, or neither"))
            elif values.get(f"{channel}_since") and values[f"{channel}_since"] == values[f"{channel}_until"]:
                self.add_error(f"{channel}_until", _("Choose another time than the first, or leave both empty for any time"))
        for channel in Channel:
            if not values.get(f"{channel}_safe") and f"{channel}_safe" not in self.errors and self._changed(channel):
                self.add_error(f"{channel}_safe", _("Choose whether it is safe too"))
        self._meet_others()
        return values

    def _standing(self, known: list[ChannelSafety]) -> dict[str, str]:
        """What stands now, in marks to compare: when each channel was recorded, and the answers about phone and copies."""
        recorded = {each.channel.value: each.row.checked_at.isoformat() if each.row else "" for each in known}
        return recorded | {name: str(self.initial.get(name, "")) for name in ("phone_use", "names_on_copies")}

    def _meet_others(self) -> None:
        """Where this page would replace what somebody else recorded since it was opened, it asks first."""
        try:
            seen = json.loads(self.cleaned_data.get("seen") or "{}")
        except ValueError:
            seen = {}
        overtaken = [name for name, mark in self.standing.items() if isinstance(seen, dict) and seen.get(name, mark) != mark]
        met = {name: f"{name}_safe" if name in Channel.values else name for name in overtaken}
        words = _("Somebody else recorded “{theirs}” here meanwhile. Choose what is right, then save again")
        for name, field in met.items():
            if (self._changed(Channel(name)) if name in Channel.values else name in self.changed_data) and field not in self.errors:
                self.add_error(field, words.format(theirs=self._in_words(field)))
        if overtaken:
            self.data = {**{name: self.data[name] for name in self.data}, "seen": json.dumps(self.standing)}

    def _in_words(self, field: str) -> str:
        value = self.get_initial_for_field(self.fields[field], field)
        if isinstance(value, bool):
            return str(_("Yes") if value else _("No"))
        return str(dict(self.fields[field].choices).get(value, value))  # type: ignore[attr-defined]

    @property
    def said(self) -> dict[str, Said]:
        """What was answered newly; channels left unasked, and those left as they were, are not in it."""
        values, again = self.cleaned_data, self.cleaned_data["asked_again"]
        return {
            channel.value: Said(
                is_safe=values[f"{channel}_safe"] == "yes",
                hours=window(values.get(f"{channel}_since"), values.get(f"{channel}_until")),
                words=values[f"{channel}_words"],
            )
            for channel in Channel
            if values[f"{channel}_safe"] and (again or self._changed(channel))
        }

    @property
    def signs_out(self) -> bool:
        return bool(self.cleaned_data.get("sign_out"))

    @property
    def copies(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("phone_use", "names_on_copies")}

    def _changed(self, channel: Channel) -> bool:
        return any(f"{channel}_{part}" in self.changed_data for part in PARTS)

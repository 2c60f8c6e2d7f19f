"""Forms of the clinic's own steps for an emergency, and of its notes on the law of a place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from clinic.accounts.countries import codes, country
from clinic.web.forms import ClinicForm, DayField, Line, Words
from clinic.web.whole_numbers import number_of
from emergency.protocols import AT_MOST, Scenario, Step

MOST_PROMPTS, LONGEST = 8, 200
PARTS = ("text", "prompt", "minutes")


@dataclass(frozen=True)
class StepBox:
    """The fields of one step, and whether it can go up or down."""

    number: int
    text: BoundField
    prompt: BoundField
    minutes: BoundField | None
    is_first: bool
    is_last: bool


class ProtocolForm(ClinicForm):
    """As many steps as `steps` says, each with something to do."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    prompts = Words(
        label=_("Words that calm"),
        help_text=_("One on each line. At most 8, of 200 characters each"),
        required=False,
        max_length=MOST_PROMPTS * (LONGEST + 1),
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: Any, steps: int, ladder: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.count, self.ladder = steps, ladder
        for n in range(1, steps + 1):
            ask = {"required": _now("Say what to do in step %(n)s, or remove it") % {"n": n}}
            self.add(f"text_{n}", Line(label=_now("Step %(n)s: what to do") % {"n": n}, max_length=120, error_messages=ask))
            self.add(f"prompt_{n}", Line(label=_now("Step %(n)s: words to say") % {"n": n}, required=False, max_length=LONGEST))
            if ladder:
                label = _now("Step %(n)s: after how many minutes") % {"n": n}
                self.add(f"minutes_{n}", forms.IntegerField(label=label, required=False, min_value=0, max_value=10080))

    @property
    def boxes(self) -> list[StepBox]:
        numbers = range(1, self.count + 1)
        return [
            StepBox(
                n, self[f"text_{n}"], self[f"prompt_{n}"], self[f"minutes_{n}"] if self.ladder else None, n == 1, n == self.count
            )
            for n in numbers
        ]

    @property
    def may_add(self) -> bool:
        return self.count < AT_MOST

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.count:
            raise forms.ValidationError(_("Keep at least one step"))
        return values

    def clean_prompts(self) -> list[str]:
        found = [" ".join(line.split()) for line in self.cleaned_data["prompts"].splitlines() if line.strip()]
        if len(found) > MOST_PROMPTS:
            raise forms.ValidationError(_("Use 8 lines at most. You have %(n)d now"), params={"n": len(found)})
        if any(len(line) > LONGEST for line in found):
            raise forms.ValidationError(_("Use 200 characters at most for each line"))
        return found

    @property
    def steps(self) -> list[Step]:
        said: list[dict[str, Any]] = [
            {part: self.cleaned_data.get(f"{part}_{n}") for part in PARTS} for n in range(1, self.count + 1)
        ]
        return [Step(each["text"], each["prompt"], each["minutes"]) for each in said]


Row = dict[str, Any]


def rows_of(scenario: Scenario) -> list[Row]:
    return [{"text": each.text, "prompt": each.prompt, "minutes": each.minutes} for each in scenario.steps]


def rows_sent(sent: Mapping[str, str]) -> list[Row]:
    """What stands in the boxes, as it was sent; never more than there may be."""
    numbers = range(1, min(number_of(sent.get("count", ""), 999) or 0, AT_MOST) + 1)
    return [{part: sent.get(f"{part}_{n}", "") for part in PARTS} for n in numbers]


def rearranged(rows: Sequence[Row], do: str) -> list[Row]:
    """The rows after one press: "add", or "up-3", "down-3", "remove-3". What cannot be done changes nothing."""
    made = list(rows)
    verb, _dash, number = do.partition("-")
    at = (number_of(number, AT_MOST) or 0) - 1
    if verb == "add" and len(made) < AT_MOST:
        made.append(dict.fromkeys(PARTS, ""))
    elif verb == "remove" and 0 <= at < len(made):
        del made[at]
    elif verb in ("up", "down"):
        other = at - 1 if verb == "up" else at + 1
        if 0 <= at < len(made) and 0 <= other < len(made):
            made[at], made[other] = made[other], made[at]
    return made


def initial_of(rows: Sequence[Row], prompts: str, version: Any) -> dict[str, Any]:
    """The rows as the first content of a form."""
    boxes = {f"{part}_{n}": row[part] for n, row in enumerate(rows, start=1) for part in PARTS}
    return boxes | {"prompts": prompts, "version": version}


class NoteForm(ClinicForm):
    """The clinic's own words about the law of a place, and when somebody who knows the law last looked at them."""

    submit_label = _("Save the note")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    words = Words(label=_("Your clinic's note"), help_text=_("Shown in a crisis as your clinic's note, for clients who are there"))
    reviewed_on = DayField(label=_("Last legal review"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_reviewed_on(self) -> date | None:
        day: date | None = self.cleaned_data["reviewed_on"]
        if day and day > self.today:
            raise forms.ValidationError(_("The review must be today or earlier"))
        return day


class NewNoteForm(NoteForm):
    """A note for a place that has none."""

    place = forms.ChoiceField(label=_("For clients in"), error_messages={"required": _("Choose the place")})
    field_order = ("place", "words", "reviewed_on", "version")

    def __init__(self, *args: Any, first: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ordered = sorted(codes(), key=lambda code: (code != first, code))
        self.fields["place"].choices = [("", _("Choose")), *(_of_country(code) for code in ordered)]  # type: ignore[attr-defined]

    @property
    def where(self) -> dict[str, Any]:
        code, _dash, region = self.cleaned_data["place"].partition("-")
        return {"country_code": code, "region": region}


def _of_country(code: str) -> tuple[str, list[tuple[str, str]]]:
    pack = country(code)
    whole = (f"{code}-", _now("All of %(country)s") % {"country": pack.name})
    return pack.name, [whole, *((f"{code}-{each.code}", each.name) for each in pack.regions)]


def place_name(country_code: str, region: str) -> str:
    """Like "Arizona, United States"."""
    if country_code not in codes():
        return ", ".join(filter(None, [region, country_code]))
    pack = country(country_code)
    return ", ".join(filter(None, [{each.code: each.name for each in pack.regions}.get(region, region), pack.name]))

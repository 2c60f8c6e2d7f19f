"""The shape of a step's words."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.web.forms import ClinicForm, Line, Words

MOST_PROMPTS, LONGEST_PROMPT = 8, 200


class WordingForm(ClinicForm):
    """Title, question and prompts of a step. What is left empty is said in Handrail's own words."""

    title = Line(
        label=_("Title"),
        help_text=_("The client reads it on the phone and on paper. Short, plain words. At most 80 characters."),
        required=False,
        max_length=80,
    )
    ask = Words(
        label=_("Question to ask"),
        help_text=_("Only staff read it, in the editor. At most 300 characters."),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    prompts = Words(
        label=_("More prompts"),
        help_text=_("One on each line. At most 8, of 200 characters each. Only staff read them."),
        required=False,
        max_length=MOST_PROMPTS * (LONGEST_PROMPT + 1),
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.add_input(Submit("preview", _("See how it looks"), css_class="btn sec"))
        return helper

    def clean_ask(self) -> str:
        return " ".join(str(self.cleaned_data["ask"]).split())

    def clean_prompts(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["prompts"].splitlines() if line.strip()]
        if len(lines) > MOST_PROMPTS:
            raise forms.ValidationError(_("Use 8 prompts at most. You have %(n)d now"), params={"n": len(lines)})
        if any(len(line) > LONGEST_PROMPT for line in lines):
            raise forms.ValidationError(_("Use 200 characters at most for each prompt"))
        return lines

    @property
    def words(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("title", "ask", "prompts")}

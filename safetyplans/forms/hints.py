"""What a button of a hint sends: `rule~subject~answer`, and the page it stands on."""

from django import forms
from django.core.exceptions import ValidationError

from safetyplans.models import HintAnswer
from safetyplans.quality.rules import BY_RULE
from safetyplans.steps import BY_SLUG


class HintForm(forms.Form):
    """`answer` is one of HintAnswer's, or `AGAIN` to take it back."""

    AGAIN = "again"
    PAGES = ("check", "plan")

    at = forms.CharField(max_length=20)
    hint = forms.CharField(max_length=130)

    def clean_at(self) -> str:
        at = str(self.cleaned_data["at"])
        if at not in self.PAGES and at not in BY_SLUG:
            raise ValidationError("unknown")
        return at

    def clean_hint(self) -> tuple[str, str]:
        rule, _, rest = str(self.cleaned_data["hint"]).partition("~")
        subject, _, answer = rest.rpartition("~")
        if rule not in BY_RULE or not subject or answer not in {*HintAnswer.Answer.values, self.AGAIN}:
            raise ValidationError("unknown")
        return f"{rule}~{subject}", answer

    @property
    def key(self) -> str:
        return str(self.cleaned_data["hint"][0])

    @property
    def answer(self) -> str:
        return str(self.cleaned_data["hint"][1])

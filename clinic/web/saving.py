"""What is saved while it is typed says which version it was written on, so that nobody writes over words they have not seen."""

from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

TOO_LONG = _("Not saved: use %(limit_value)d characters at most. You have %(show_value)d now. Your words are still here.")
HIGHEST = 2**31 - 2  # one more still goes into the column
UNKNOWN = _("Not saved: this page has lost count of what it shows. Copy your words, then load the page again.")
NO_SUCH = dict.fromkeys(("invalid", "min_value", "max_value"), UNKNOWN)


class SavedForm(forms.Form):
    """What every save says besides its words: the version that was seen, and the operation that makes a repeat harmless."""

    version = forms.IntegerField(min_value=0, max_value=HIGHEST, required=False, widget=forms.HiddenInput, error_messages=NO_SUCH)
    operation = forms.UUIDField(required=False, widget=forms.HiddenInput)

    @property
    def operation_id(self) -> UUID:
        """The one the page made, or a new one."""
        return self.cleaned_data["operation"] or uuid4()

    @property
    def seen_version(self) -> int:
        return self.cleaned_data["version"] or 0

    @property
    def problem(self) -> str:
        """Why the words cannot be saved, in a sentence; empty when they can."""
        return " ".join(str(message) for messages in self.errors.values() for message in messages)


class KeepForm(forms.Form):
    """Which of two texts to keep, after seeing both; `over` is the version of theirs that was shown."""

    keep = forms.ChoiceField(
        label=_("Which words stay?"), choices=[("mine", ""), ("theirs", ""), ("both", "")], required=False, widget=forms.HiddenInput
    )
    over = forms.IntegerField(min_value=0, max_value=HIGHEST, required=False, widget=forms.HiddenInput)

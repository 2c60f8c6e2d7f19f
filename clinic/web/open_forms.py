"""A form about a row that somebody else may change while it is open: nobody's change is undone by an old page.

The form carries a mark of every fact as it was shown. What was not touched here keeps what stands; where both changed the
same fact, both are shown and nothing is saved yet.
"""

import json
from typing import Any

from django import forms
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from clinic.web.forms import ClinicForm

SEEN = "seen"


def carry(form: ClinicForm, row: Any, sent: str = "") -> None:
    """Let the form remember the facts of the row as they are shown; `sent` is what it remembered when it comes back to be filled."""
    form.add(SEEN, forms.CharField(required=False, initial=sent or _marks(form, row), widget=forms.HiddenInput))


def own_changes(form: ClinicForm, row: Any) -> dict[str, Any]:
    """What this person has changed. Where somebody else changed the same meanwhile the form has errors, and is to be shown."""
    given, seen = dict(form.cleaned_data), _seen(form)
    given.pop(SEEN, None)
    for name in [name for name in given if name in seen]:
        now = _mark(row, name, getattr(row, name))
        mine = _mark(row, name, given[name])
        if now == seen[name] or now == mine:
            continue
        if mine == seen[name]:
            del given[name]
        else:
            form.add_error(name, _met(form, row, name))
    if form.errors:
        _show_again(form, row)
    return given


def _marks(form: ClinicForm, row: Any) -> str:
    return json.dumps({name: _mark(row, name, getattr(row, name)) for name in form.fields if hasattr(row, name)})


def _mark(row: Any, name: str, value: Any) -> str:
    said = "" if value is None else str(value)
    return salted_hmac("handrail.open_forms", f"{row.pk} {name} {said}").hexdigest()[:16]


def _seen(form: ClinicForm) -> dict[str, str]:
    """The marks that were sent; none for a page that sent none."""
    try:
        found = json.loads(form.cleaned_data.get(SEEN) or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _met(form: ClinicForm, row: Any, name: str) -> str:
    field, value = form.fields[name], getattr(row, name)
    shown = field.prepare_value(value)
    theirs = dict(getattr(field, "choices", ())).get(shown, shown)
    words = _("Somebody else changed this meanwhile: “%(theirs)s”. Your answer is still here. Save again to keep yours.")
    return words % {"theirs": theirs if theirs not in (None, "") else _("nothing")}


def _show_again(form: ClinicForm, row: Any) -> None:
    """Shown with what stands now, so that saving again means yes."""
    form.data = {**{name: form.data[name] for name in form.data}, SEEN: _marks(form, row)}

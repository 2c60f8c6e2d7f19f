"""Which kinds of numbers a clinic has stand first after dispatch, in a crisis and in a session."""

from django.db import transaction

from clinic.accounts.actions.clinics import change_settings
from clinic.accounts.models import Clinic
from clinic.audit.actors import Actor
from clinic.web.errors import Http404
from emergency.calling import kinds_in_order


@transaction.atomic
def move_kind_up(*, by: Actor, kind: str) -> Clinic:
    """One kind a place further up; the first stays behind dispatch. Http404 for a kind that has no place in the order."""
    clinic = Clinic.objects.select_for_update(no_key=True).get(pk=by.clinic_id)  # two who press at once come one after the other
    order = [str(each) for each in kinds_in_order(clinic.number_order)]
    if kind not in order:
        raise Http404
    here = order.index(kind)
    order.insert(max(here - 1, 0), order.pop(here))
    return change_settings(by=by, clinic=clinic, number_order=order)

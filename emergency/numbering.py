"""The numbers of incidents: like 2026-014, counted by clinic and year."""

from django.db.models import Max

from clinic.accounts.models import Clinic
from emergency.models import Incident


def number(incident: Incident) -> None:
    """The next of its year by the clinic's clock; not saved. The row of the clinic is held, so that two never get the same one."""
    clinic = Clinic.objects.select_for_update(no_key=True).get(pk=incident.clinic_id)
    incident.year = incident.opened_at.astimezone(clinic.zone).year
    last = Incident.objects.filter(year=incident.year).aggregate(last=Max("number"))["last"]
    incident.number = (last or 0) + 1

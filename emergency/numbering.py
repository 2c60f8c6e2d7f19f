"""The numbers of incidents: like 2026-014, counted by clinic and year."""

from django.db import connection
from django.db.models import Max

from clinic.accounts.models import Clinic
from emergency.models import Incident


def number(incident: Incident) -> None:
    """Give it the next number of its year by the clinic's clock; not saved. One at a time, until the transaction ends."""
    zone = Clinic.objects.get(pk=incident.clinic_id).zone
    incident.year = incident.opened_at.astimezone(zone).year
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"incident {incident.clinic_id}"])
    last = Incident.objects.filter(year=incident.year).aggregate(last=Max("number"))["last"]
    incident.number = (last or 0) + 1

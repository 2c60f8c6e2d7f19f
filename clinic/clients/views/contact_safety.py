"""How is it safe to reach this client?"""

from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from clinic.accounts.access import StaffRequest, staff_page
from clinic.clients import queries
from clinic.clients.actions.contact_safety import record_copies, record_safety
from clinic.clients.actions.phones import end_devices
from clinic.clients.forms.safety import ContactSafetyForm
from clinic.clients.permissions import may_write, require


@staff_page("therapist", "supervisor", event="contact_safety.read")
def page(request: StaffRequest, client: UUID) -> HttpResponse:
    person = queries.visible_client(request.actor, client)
    back = reverse("intake" if request.GET.get("from") == "intake" else "client", kwargs={"client": client})
    require(may_write(request.actor, person))
    form = ContactSafetyForm(
        request.POST or None,
        known=queries.contact_safety(person),
        phones=len(queries.open_devices(person)),
        initial={"phone_use": person.phone_use, "names_on_copies": person.names_on_copies},
        cancel_url=back,
    )
    if not form.is_valid():
        shown = {"form": form, "client": person}
        return render(request, "clients/contact_safety.html", shown, status=422 if form.is_bound else 200)
    with transaction.atomic():
        if form.said:
            record_safety(by=request.actor, client=person, said=form.said)
        record_copies(by=request.actor, client=person, **form.copies)
        if form.signs_out:
            end_devices(by=request.actor, client=person)
    return redirect(back)

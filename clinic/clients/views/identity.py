"""Adding a client in three fields, and keeping who they are."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from clinic.accounts.access import StaffRequest, staff_page
from clinic.accounts.queries import clinicians
from clinic.clients.actions import clients
from clinic.clients.forms.identity import IdentityForm, NameForm, NewClientForm
from clinic.clients.permissions import may_edit_name, may_write, require
from clinic.clients.queries import listed_client
from clinic.web.open_forms import carry, own_changes


@staff_page("therapist", "admin", event="client.new")
def new(request: StaffRequest) -> HttpResponse:
    choose = request.actor.has("admin")
    form = NewClientForm(
        request.POST or None,
        therapists=clinicians() if choose else [],
        choose=choose,
        country=request.membership.clinic.country,
        cancel_url=reverse("client-list"),
        initial={"therapist": str(request.actor.id)} if request.actor.has("therapist") else {},
    )
    if not form.is_valid():
        return render(request, "clients/new.html", {"form": form}, status=422 if form.is_bound else 200)
    client = clients.add(by=request.actor, **form.cleaned_data)
    return redirect("intake" if may_write(request.actor, client) else "client-assign", client=client.pk)


@staff_page("therapist", "supervisor", "admin", event="client.read")
def edit(request: StaffRequest, client: UUID) -> HttpResponse:
    person = listed_client(request.actor, client)
    require(may_edit_name(request.actor, person))
    whole = may_write(request.actor, person)
    kind = IdentityForm if whole else NameForm
    back = reverse("client" if whole else "client-assign", kwargs={"client": client})
    known = {name: getattr(person, name) for name in kind.base_fields}
    form = kind(request.POST or None, initial=known, country=request.membership.clinic.country, cancel_url=back)
    carry(form, person)
    own = own_changes(form, person) if form.is_valid() else {}
    if not form.is_bound or form.errors:
        shown = {"form": form, "client": person, "record": whole}
        return render(request, "clients/edit.html", shown, status=422 if form.is_bound else 200)
    clients.edit(by=request.actor, client=person, **own)
    return redirect(back)

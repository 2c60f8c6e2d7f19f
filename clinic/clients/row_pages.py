"""The pages of what belongs to a client one by one: places, people, guardians. They differ in form and words only.

A view names its own event and hands the request on to these.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render

from clinic.accounts.access import StaffRequest
from clinic.clients.models import Client
from clinic.clients.permissions import may_write, require
from clinic.clients.queries import visible_client
from clinic.web.forms import ClinicForm
from clinic.web.open_forms import SEEN, carry, own_changes


@dataclass(frozen=True)
class RowPages:
    """`name` is what templates and actions call the row, `home` the URL name of its list.

    `found` gives a kept row of the client or Http404; `form` the form of a page, about a row or a new one; `actions` is
    the module that holds add, edit, retire, and move_up where there is an order.
    """

    name: str
    home: str
    found: Callable[[Client, UUID], Any]
    form: Callable[..., ClinicForm]
    actions: Any
    page: str
    retire_page: str

    def new(self, request: StaffRequest, client: UUID, **about: Any) -> HttpResponse:
        """The empty form, and adding."""
        person = writable(request, client)
        return self._form_page(request, person, self.form(request, person, **about), None)

    def edit(self, request: StaffRequest, client: UUID, row_id: UUID) -> HttpResponse:
        """The filled form, and changing."""
        person = writable(request, client)
        row = self.found(person, row_id)
        return self._form_page(request, person, self.form(request, person, row=row), row)

    def move(self, request: StaffRequest, client: UUID, row_id: UUID) -> HttpResponse:
        """One further up."""
        self.actions.move_up(by=request.actor, **{self.name: self.found(writable(request, client), row_id)})
        return redirect(self.home, client=client)

    def retire(self, request: StaffRequest, client: UUID, row_id: UUID) -> HttpResponse:
        """Asking first, and taking the row off the list."""
        person = writable(request, client)
        row = self.found(person, row_id)
        if request.method != "POST":
            return render(request, self.retire_page, {"client": person, self.name: row})
        self.actions.retire(by=request.actor, **{self.name: row})
        return redirect(self.home, client=client)

    def _form_page(self, request: StaffRequest, client: Client, form: ClinicForm, row: Any) -> HttpResponse:
        if row is not None:
            carry(form, row, request.POST.get(SEEN, ""))
        facts = own_changes(form, row) if form.is_valid() and row is not None else form.cleaned_data if form.is_bound else {}
        if not form.is_bound or form.errors:
            shown = {"form": form, "client": client, self.name: row}
            return render(request, self.page, shown, status=422 if form.is_bound else 200)
        if row is None:
            self.actions.add(by=request.actor, client=client, **facts)
        else:
            self.actions.edit(by=request.actor, **{self.name: row}, **facts)
        return redirect(self.home, client=client.pk)


def writable(request: StaffRequest, client: UUID) -> Client:
    """The client whose record this person may write in, or Http404."""
    found = visible_client(request.actor, client)
    require(may_write(request.actor, found))
    return found


def readable(request: StaffRequest, client: UUID) -> tuple[Client, bool]:
    """The client whose record this person may read, or Http404; and whether there is anything to change here."""
    found = visible_client(request.actor, client)
    return found, may_write(request.actor, found) and found.closed_at is None

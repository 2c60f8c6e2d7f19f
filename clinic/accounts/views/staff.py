"""The admin's pages about staff: who works here, who is invited, with which roles."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from clinic.accounts import queries
from clinic.accounts.access import StaffRequest, address, staff_page
from clinic.accounts.actions import authenticators, invitations
from clinic.accounts.actions import members as membering
from clinic.accounts.forms import InviteForm, LicencesForm, RolesForm
from clinic.accounts.models import Invitation, Membership
from clinic.web.errors import Http404


def _member_or_404(id: UUID) -> Membership:
    member = queries.member(id)
    if member is None:
        raise Http404
    return member


def _invitation_or_404(id: UUID) -> Invitation:
    invitation = queries.invitation(id)
    if invitation is None:
        raise Http404
    return invitation


@staff_page("admin")
def members(request: StaffRequest) -> HttpResponse:
    staff = queries.staff()
    secured = queries.with_second_factor(member.user_id for member in staff)
    rows = [{"member": member, "secured": member.user_id in secured} for member in staff]
    return render(request, "accounts/staff.html", {"rows": rows, "invitations": queries.open_invitations()})


@staff_page("admin")
def invite(request: StaffRequest) -> HttpResponse:
    form = InviteForm(request.POST or None, cancel_url="/manage/staff/")
    if form.is_valid():
        invitation, link = invitations.invite(by=request.actor, **form.cleaned_data)
        return render(request, "accounts/invited.html", {"invitation": invitation, "link": link})
    return render(request, "accounts/invite.html", {"form": form})


@require_POST
@staff_page("admin")
def resend(request: StaffRequest, invitation: UUID) -> HttpResponse:
    invited = _invitation_or_404(invitation)
    link = invitations.resend(by=request.actor, invitation=invited)
    return render(request, "accounts/invited.html", {"invitation": invited, "link": link})


@require_POST
@staff_page("admin")
def cancel(request: StaffRequest, invitation: UUID) -> HttpResponse:
    invitations.cancel(by=request.actor, invitation=_invitation_or_404(invitation))
    return redirect("staff-list")


@staff_page("admin")
def edit(request: StaffRequest, member: UUID) -> HttpResponse:
    person = _member_or_404(member)
    form = _roles(person, request.POST or None)
    if form.is_valid():
        roles = form.cleaned_data["roles"]
        if person.ended_at is None and person.actor.is_clinician and not {"therapist", "supervisor"} & set(roles):
            return redirect(f"{reverse('staff-hand-over', args=[person.id])}?{urlencode({'roles': roles}, doseq=True)}")
        membering.set_roles(by=request.actor, member=person, roles=roles)
        return redirect("staff-list")
    return _edit_page(request, person, form, _licences(request, person))


def _roles(person: Membership, sent: QueryDict | None = None) -> RolesForm:
    return RolesForm(sent, initial={"roles": person.roles}, action=reverse("staff-edit", args=[person.id]))


def _licences(request: StaffRequest, person: Membership, sent: QueryDict | None = None) -> LicencesForm:
    return LicencesForm(
        sent,
        initial={"licensed_in": person.licensed_in},
        country=request.membership.clinic.country,
        action=reverse("staff-licences", args=[person.id]),
    )


def _edit_page(request: StaffRequest, person: Membership, form: RolesForm, licences: LicencesForm) -> HttpResponse:
    shown = {"form": form, "licences": licences, "member": person, "secured": queries.app_in_force(person.user) is not None}
    return render(request, "accounts/staff_edit.html", shown, status=licences.status)


@require_POST
@staff_page("admin")
def licences(request: StaffRequest, member: UUID) -> HttpResponse:
    person = _member_or_404(member)
    form = _licences(request, person, request.POST)
    if not form.is_valid():
        return _edit_page(request, person, _roles(person), form)
    membering.set_licences(by=request.actor, member=person, licensed_in=form.cleaned_data["licensed_in"])
    return redirect("staff-edit", member=member)


@require_POST
@staff_page("admin")
def sign_out_everywhere(request: StaffRequest, member: UUID) -> HttpResponse:
    membering.sign_out_everywhere(by=request.actor, member=_member_or_404(member))
    return redirect("staff-edit", member=member)


@require_POST
@staff_page("admin")
def clear_factor(request: StaffRequest, member: UUID) -> HttpResponse:
    authenticators.clear(by=request.actor, member=_member_or_404(member), address=address(request))
    return redirect("staff-edit", member=member)

"""The papers of a version, and the same pages to print from the browser. Nothing is rendered to PDF here: a worker has done it."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override

from clinic.accounts.access import StaffRequest, staff_page
from clinic.clients.models import Client
from clinic.clients.queries import visible_client
from clinic.web.errors import Conflict
from clinic.web.saving import HIGHEST
from clinic.web.whole_numbers import number_of
from emergency.models import Contact
from safetyplans.actions.documents import request_document
from safetyplans.cuts import CUTS, Cut
from safetyplans.document_queries import failed, is_withdrawn, printable_version, stored_for
from safetyplans.models import PlanDocument, PlanVersion
from safetyplans.paper import sheet
from safetyplans.version_queries import ruled_out_on_copies, ruled_out_on_papers

FOR_OTHERS = (PlanDocument.Style.EMERGENCY, PlanDocument.Style.SUPPORTER)
SECONDS, LOOKS = 3, 40  # a page left open must not keep the session alive for ever


@dataclass(frozen=True)
class Wanted:
    """A version and the form in which it is wanted; anything unknown is not there."""

    person: Client
    version: PlanVersion
    style: str
    paper: str

    @property
    def cut(self) -> Cut:
        return CUTS[self.style]

    @property
    def query(self) -> str:
        return f"?style={self.style}&paper={self.paper}"


def _form(request: StaffRequest) -> tuple[str, str]:
    """Style and paper that the address asks for."""
    style = request.GET.get("style", PlanDocument.Style.FULL)
    paper = request.GET.get("paper", request.membership.clinic.country.paper.lower())
    if style not in CUTS or paper not in PlanDocument.Paper.values:
        raise Http404
    return style, paper


def _wanted(person: Client, number: int, style: str, paper: str) -> Wanted:
    wanted = Wanted(person, printable_version(person, number), style, paper)
    _check_it_names_nobody_ruled_out(wanted.version, style)
    return wanted


def _check_it_names_nobody_ruled_out(version: PlanVersion, style: str) -> None:
    if style in FOR_OTHERS:
        words = _(
            "Ruled out since this version was made: %(names)s. This paper would still send others to them. Put a new version in force first."
        )
        _check_nobody_named(ruled_out_on_papers(version), words)
    if CUTS[style].for_client:
        words = _(
            "Ruled out since this version was made: %(names)s. This copy would still name them. Put a new version in force first."
        )
        _check_nobody_named(ruled_out_on_copies(version), words)


def _check_nobody_named(ruled_out: list[Contact], words: str) -> None:
    """Paper says what its version said: nobody may be sent by it to a person whom the client has ruled out since."""
    if ruled_out:
        raise Conflict(words % {"names": ", ".join(person.name for person in ruled_out)})


@staff_page("therapist", "supervisor", event="document.read", reads_alone=True)
def pdf(request: StaffRequest, client: UUID, version: int) -> HttpResponse:
    """The stored PDF; until it is made a page that looks again, and the print view where it could not be made."""
    person, (style, paper) = visible_client(request.actor, client), _form(request)
    document = stored_for(person, version, style=style, paper=paper)
    if document is None:
        return _not_yet(request, _wanted(person, version, style, paper))
    _check_it_names_nobody_ruled_out(document.version, style)
    shown = {"Content-Disposition": f'inline; filename="{CUTS[style].file_name}"'}
    return HttpResponse(document.pdf, content_type="application/pdf", headers=shown)


def _not_yet(request: StaffRequest, wanted: Wanted) -> HttpResponse:
    request_document(by=request.actor, version=wanted.version, style=wanted.style, paper=wanted.paper)
    failure = failed(wanted.version, style=wanted.style, paper=wanted.paper)
    withdrawn = is_withdrawn(wanted.version)
    looks = number_of(request.GET.get("look", ""), HIGHEST) or 0
    again = "" if failure or withdrawn or looks >= LOOKS else f"{request.path}{wanted.query}&look={looks + 1}"
    shown = {
        "client": wanted.person,
        "version": wanted.version,
        "query": wanted.query,
        "failure": failure,
        "again": again,
        "withdrawn": withdrawn,
    }
    answer = render(request, "safetyplans/documents/not_yet.html", shown, status=202)
    if again:
        answer["Refresh"] = f"{SECONDS}; url={again}"
    return answer


@staff_page("therapist", "supervisor", event="document.read", reads_alone=True)
def print_view(request: StaffRequest, client: UUID, version: int) -> HttpResponse:
    """The same page, for the print button of the browser: it works where no PDF can be made."""
    wanted = _wanted(visible_client(request.actor, client), version, *_form(request))
    with override(wanted.version.language):
        shown = sheet(wanted.version, style=wanted.style, paper=wanted.paper)
        shown |= {"client": wanted.person, "old": wanted.version.number != wanted.version.plan.number, "cut": wanted.cut}
        return render(request, "safetyplans/documents/print.html", shown)

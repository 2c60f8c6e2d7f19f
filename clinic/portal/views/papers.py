"""The plan on paper, and its numbers as a contacts file."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.urls import reverse

from clinic.portal.access import ClientRequest, client_page, unless_read_only
from clinic.portal.forms import sent
from clinic.portal.queries import Shown
from clinic.web.saving import HIGHEST
from clinic.web.whole_numbers import number_of
from safetyplans.actions.documents import request_document
from safetyplans.contacts_file import FILE_NAME, contacts_file, entries, renamed
from safetyplans.cuts import CUTS
from safetyplans.document_queries import failed, stored
from safetyplans.forms.papers import NamesForm
from safetyplans.models import PlanDocument, PlanVersion

SECONDS, LOOKS = 3, 40  # a page left open must not visit for ever
STYLES = [style for style, cut in CUTS.items() if cut.for_client]


def _shown(request: ClientRequest) -> Shown:
    shown = request.own_plan()
    if shown is None:
        raise Http404
    return shown


@client_page
def choices(request: ClientRequest) -> HttpResponse:
    """The ways to have it on paper or in the phone's own contacts."""
    return _choices(request, _shown(request), status=200)


def _choices(request: ClientRequest, shown: Shown, *, status: int) -> HttpResponse:
    sizes = sorted(PlanDocument.Paper.choices, key=lambda size: size[1] != request.clinic.country.paper)
    page = {"plan": shown.page, "sizes": sizes, "refused": shown.paper_names_ruled_out}
    return render(request, "portal/print.html", page, status=status)


@client_page
def pdf(request: ClientRequest) -> HttpResponse:
    """The stored PDF of the version in force; until it is made a page that looks again by itself for two minutes."""
    shown = _shown(request)
    if shown.paper_names_ruled_out:
        return _choices(request, shown, status=409)
    version = shown.version
    style, size = request.GET.get("style", STYLES[0]), request.GET.get("paper", request.clinic.country.paper.lower())
    if style not in STYLES or size not in PlanDocument.Paper.values:
        raise Http404
    version.clinic = request.clinic
    document = stored(version, style=style, paper=size)
    if document is None:
        return _not_yet(request, version, style, size)
    response = HttpResponse(document.pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{CUTS[style].file_name}"'
    return response


def _not_yet(request: ClientRequest, version: PlanVersion, style: str, size: str) -> HttpResponse:
    with unless_read_only():
        request_document(by=request.actor, version=version, style=style, paper=size)
    looks = number_of(request.GET.get("look", ""), HIGHEST) or 0
    coming = looks < LOOKS and failed(version, style=style, paper=size) is None
    headers = {"Refresh": f"{SECONDS}; url={request.path}?style={style}&paper={size}&look={looks + 1}"} if coming else {}
    page = loader.render_to_string("portal/pdf_soon.html", {"coming": coming}, request)
    return HttpResponse(page, status=202, headers=headers)


@client_page
def numbers(request: ClientRequest) -> HttpResponse:
    """The numbers as a file, under the names the client types here. Nothing of it is kept."""
    page = _shown(request).page
    found = entries(page, request.clinic.country)
    form = NamesForm(sent(request), entries=found, cancel_url=reverse("my-print"))
    if form.is_bound and form.is_valid():
        answer = HttpResponse(contacts_file(renamed(found, form.cleaned_data)), content_type="text/vcard; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
        return answer
    return render(request, "portal/numbers_file.html", {"form": form}, status=422 if form.errors else 200)

"""The draft on the phone while it is written together: a page, and every three seconds what has become of it."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac

from clinic.portal.access import ClientRequest, client_page, unless_read_only
from safetyplans.actions.following import record_following
from safetyplans.following import followed_draft, open_following


@client_page
def follow(request: ClientRequest) -> HttpResponse:
    """The draft for as long as the client may follow it, else the client's own page. 304 while it is what is shown already."""
    following = open_following(request.client)
    if following is None:
        return redirect("my-plan")
    draft = render_to_string("portal/parts/draft.html", {"draft": followed_draft(following)}, request)
    seal = f'"{salted_hmac("handrail.follow", draft).hexdigest()[:32]}"'
    if "X-Background" in request.headers:
        return _newest(request, draft, seal)
    with unless_read_only():
        record_following(by=request.actor, following=following)
    return render(request, "portal/follow.html", {"draft": draft, "seal": seal, "own": request.own_plan()})


def _newest(request: HttpRequest, draft: str, seal: str) -> HttpResponse:
    if seal in request.headers.get("If-None-Match", ""):  # also as W/"...", where a proxy has compressed it
        return HttpResponseNotModified(headers={"ETag": seal})
    return HttpResponse(draft, headers={"ETag": seal})

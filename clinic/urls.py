"""Every address of Handrail. Staff under /, clients under /my/ and their short links."""

from django.conf import settings
from django.urls import include, path

handler400 = "clinic.web.errors.bad_request"
handler403 = "clinic.web.errors.forbidden"
handler404 = "clinic.web.errors.not_found"
handler500 = "clinic.web.errors.server_error"

urlpatterns = [
    path("", include("clinic.web.urls")),
    path("", include("clinic.accounts.urls")),
    path("", include("clinic.staff.urls")),
    path("", include("clinic.clients.urls")),
    path("", include("emergency.urls")),
    path("", include("intake.urls")),
    path("", include("safetyplans.urls")),
    path("", include("clinic.portal.urls")),
]

if settings.DEMO:
    urlpatterns.append(path("", include("clinic.demo.urls")))

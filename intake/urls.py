from django.urls import path

from intake.views import consents, sections

urlpatterns = [
    path("clients/<uuid:client>/intake/", sections.hub, name="intake"),
    path("clients/<uuid:client>/intake/check/", sections.check, name="intake-check"),
    path("clients/<uuid:client>/intake/consent/record/", consents.page, name="intake-consent"),
    path("clients/<uuid:client>/intake/consent/withdraw/", consents.withdraw, name="intake-consent-withdraw"),
    path("clients/<uuid:client>/intake/answers/<slug:key>/", sections.answer, name="intake-answer"),
    path("clients/<uuid:client>/intake/<slug:section>/", sections.section, name="intake-section"),
]

from django.urls import path

from intake.views import care, consents, formulations, invitations, observations, screenings, sections, watching

urlpatterns = [
    path("clients/<uuid:client>/intake/", sections.hub, name="intake"),
    path("clients/<uuid:client>/intake/check/", sections.check, name="intake-check"),
    path("clients/<uuid:client>/intake/send/", invitations.page, name="intake-invite"),
    path("clients/<uuid:client>/intake/send/<uuid:intake_invitation>/end/", invitations.end, name="intake-invite-end"),
    path("clients/<uuid:client>/intake/consent/record/", consents.page, name="intake-consent"),
    path("clients/<uuid:client>/intake/consent/withdraw/", consents.withdraw, name="intake-consent-withdraw"),
    path("clients/<uuid:client>/intake/consent/renew/", consents.renew, name="intake-consent-renew"),
    path("clients/<uuid:client>/intake/care/", care.page, name="intake-care"),
    path("clients/<uuid:client>/intake/formulations/", formulations.history, name="intake-formulations"),
    path("clients/<uuid:client>/intake/formulations/new/", formulations.new, name="intake-formulation-new"),
    path("clients/<uuid:client>/intake/formulations/compare/", formulations.compare, name="intake-formulation-compare"),
    path("clients/<uuid:client>/observations/", observations.page, name="observation-list"),
    path("clients/<uuid:client>/observations/<uuid:observation>/correct/", observations.correct, name="observation-correct"),
    path("clients/<uuid:client>/screenings/", screenings.listing, name="screening-list"),
    path("clients/<uuid:client>/screenings/again/", screenings.again, name="screening-again"),
    path("clients/<uuid:client>/screenings/new/<slug:instrument>/", screenings.new, name="screening-new"),
    path("clients/<uuid:client>/screenings/<uuid:screening>/", screenings.page, name="screening"),
    path("clients/<uuid:client>/screenings/<uuid:screening>/answers/<slug:question>/", screenings.answer, name="screening-answer"),
    path("clients/<uuid:client>/screenings/<uuid:screening>/note/", screenings.note, name="screening-note"),
    path("clients/<uuid:client>/screenings/<uuid:screening>/settle/", screenings.settle, name="screening-settle"),
    path("manage/screenings/", watching.page, name="screening-watch"),
    path("clients/<uuid:client>/intake/answers/<slug:key>/", sections.answer, name="intake-answer"),
    path("clients/<uuid:client>/intake/<slug:section>/", sections.section, name="intake-section"),
]

from django.urls import path

from clinic.staff.views import audit, crisis, crisis_end, crisis_pick, leaving, messages, record, texts, today

urlpatterns = [
    path("", today.today, name="today"),
    path("clients/<uuid:client>/", record.client, name="client"),
    path("crisis/", crisis_pick.crisis_pick, name="crisis-pick"),
    path("crisis/<uuid:client>/open/", crisis_pick.crisis_open, name="crisis-open"),
    path("clients/<uuid:client>/crisis/", crisis.crisis, name="crisis"),
    path("clients/<uuid:client>/crisis/log/", crisis.crisis_log, name="crisis-log"),
    path("clients/<uuid:client>/crisis/state/", crisis.crisis_state, name="crisis-state"),
    path("clients/<uuid:client>/crisis/place/", crisis_end.crisis_place, name="crisis-place"),
    path("clients/<uuid:client>/crisis/end/", crisis_end.crisis_end, name="crisis-end"),
    path("clients/<uuid:client>/crisis/print/", crisis.crisis_print, name="crisis-print"),
    path("audit/", audit.page, name="audit"),
    path("audit/emergencies/", audit.opened, name="audit-opened"),
    path("audit/export/", audit.export, name="audit-export"),
    path("manage/staff/<uuid:member>/leave/", leaving.deactivate, name="staff-deactivate"),
    path("manage/staff/<uuid:member>/hand-over/", leaving.hand_over, name="staff-hand-over"),
    path("messages/", messages.trouble, name="messages-trouble"),
    path("messages/<uuid:message>/again/", messages.again, name="message-again"),
    path("messages/<uuid:message>/leave/", messages.leave, name="message-leave"),
    path("help/", texts.help_page, name="help"),
    path("accessibility/", texts.accessibility, name="accessibility"),
    path("privacy/", texts.privacy, name="privacy"),
]

from django.urls import path

from clinic.staff.views import audit, leaving, messages, record, texts, today

urlpatterns = [
    path("", today.today, name="today"),
    path("clients/<uuid:client>/", record.client, name="client"),
    path("audit/", audit.page, name="audit"),
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

from django.urls import path

from clinic.staff.views import audit, leaving, record, texts, today

urlpatterns = [
    path("", today.today, name="today"),
    path("clients/<uuid:client>/", record.client, name="client"),
    path("audit/", audit.page, name="audit"),
    path("audit/export/", audit.export, name="audit-export"),
    path("manage/staff/<uuid:member>/leave/", leaving.deactivate, name="staff-deactivate"),
    path("help/", texts.help_page, name="help"),
    path("accessibility/", texts.accessibility, name="accessibility"),
    path("privacy/", texts.privacy, name="privacy"),
]

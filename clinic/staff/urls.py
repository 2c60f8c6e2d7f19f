from django.urls import path

from clinic.staff.views import record, texts, today

urlpatterns = [
    path("", today.today, name="today"),
    path("clients/<uuid:client>/", record.client, name="client"),
    path("help/", texts.help_page, name="help"),
    path("accessibility/", texts.accessibility, name="accessibility"),
    path("privacy/", texts.privacy, name="privacy"),
]

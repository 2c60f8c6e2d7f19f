from django.urls import URLPattern, URLResolver, path

from clinic.staff.views import audit

urlpatterns: list[URLPattern | URLResolver] = [
    path("audit/", audit.page, name="audit"),
    path("audit/export/", audit.export, name="audit-export"),
]

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from clinic.web import health

urlpatterns = [
    path("healthz/", login_not_required(health.live), name="live"),
    path("healthz/ready/", login_not_required(health.ready), name="ready"),
]

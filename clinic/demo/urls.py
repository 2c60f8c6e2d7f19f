"""Mounted by clinic/urls.py where HANDRAIL_DEMO is 1, and nowhere else."""

from django.urls import path

from clinic.demo import views

urlpatterns = [
    path("demo/mail/", views.mailbox, name="demo-mail"),
    path("demo/<str:token>/", views.sign_in, name="demo-sign-in"),
]

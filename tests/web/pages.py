"""Pages to try the layouts and forms on, and how to read what came out."""

from typing import Any
from xml.etree.ElementTree import Element

import tinyhtml5
from crispy_forms.layout import Div, Fieldset, Layout, LayoutObject
from django import forms
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import path

from clinic.web.forms import ClinicForm, DayField, Line, PhoneField, Words

PERMISSIONS = [("any", "Any time"), ("crisis", "Only in a crisis"), ("never", "Never")]


class PersonForm(ClinicForm):
    """One field of every kind that forms of the house use."""

    name = Line(label="Name", help_text="The name Rosa uses")
    number = PhoneField(label="Phone number")
    mail = forms.EmailField(label="E-mail", required=False)
    permission = forms.ChoiceField(
        label="When may we call Ana?",
        choices=PERMISSIONS,
        widget=forms.RadioSelect,
        help_text="Ask Rosa.",
        error_messages={"required": "Choose when we may call Ana"},
    )
    gives = forms.MultipleChoiceField(
        label="Can help with",
        choices=[("ride", "A ride"), ("stay", "Staying")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    town = Line(label="Town")
    state = forms.ChoiceField(label="State", choices=[("", ""), ("AZ", "Arizona")])
    day = DayField(label="Check again on", required=False)
    note = Words(label="Note", required=False, max_length=50)
    agreed = forms.BooleanField(label="Rosa said yes", help_text="Asked in person")
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def layout(self) -> LayoutObject:
        return Layout("name", "number", Fieldset("Place", Div("town", "state", css_class="form-row")), "permission")


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<!doctype html><title>Weather</title>")


urlpatterns = [
    path("exit/", answer, name="exit"),
    path("sign-out/", answer, name="logout"),
    path("clients/", answer, name="client-list"),
]


def rendered(source: str, **context: Any) -> str:
    """The template `source`, rendered for a visitor without a session."""
    template = Template("{% load crispy_forms_tags look %}" + source if not source.startswith("{% extends") else source)
    request = RequestFactory().get("/")
    return template.render(Context({"request": request, "csrf_token": "the-token", **context}))


def tree(html: str) -> Element:
    return tinyhtml5.parse(html, namespace_html_elements=False)


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def with_class(root: Element, name: str) -> list[Element]:
    return [element for element in root.iter() if name in (element.get("class") or "").split()]


def ids(root: Element) -> list[str]:
    return [element.get("id", "") for element in root.iter() if element.get("id")]

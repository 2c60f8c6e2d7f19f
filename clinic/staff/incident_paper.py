"""The report of an incident on paper: what its page shows, without what is about the clinic's own people."""

from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clinic.accounts.models import Clinic
from clinic.documents import sandbox
from clinic.documents.stylesheets import stylesheet
from clinic.staff.incidents import IncidentPage

FILE_NAME = "report.pdf"


def paper(page: IncidentPage, clinic: Clinic) -> bytes:
    """A tagged PDF with a neutral title, rendered in a process of its own; `RenderFailed` when that fails."""
    language, title = get_language() or "en", _("Report")
    shown = {
        "page": page,
        "incident": page.incident,
        "client": page.incident.client,
        "clinic": clinic,
        "follow_ups": [line for line in page.follow_ups if not line.follow_up.is_of_staff],
        "title": title,
        "language": language,
        "style": "incident",
        "paper": clinic.country.paper.lower(),
        "made_on": clinic.today,
        "part": "pdf/parts/incident.html",
    }
    return sandbox.render(render_to_string("pdf/page.html", shown), css=stylesheet(), language=language, title=title)

"""The square on a paper copy: it leads to a page that says whether a newer copy exists, and nothing else."""

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from safetyplans.models import PlanVersion


def square(version: PlanVersion) -> SafeString:
    """The code as SVG with words for screen readers; empty for versions made before copies had a square."""
    if not version.copy_token:
        return SafeString("")
    address = settings.CLIENT_BASE_URL + reverse("copy", kwargs={"token": version.copy_token})
    title = gettext("Square to scan: is there a newer copy?")
    return SafeString(
        segno.make(address, error="m").svg_inline(border=2, omitsize=True, title=title, svgclass="code", lineclass=None)
    )

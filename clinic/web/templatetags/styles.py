"""A page that must not wait for style sheets carries its own."""

import re
from functools import lru_cache
from pathlib import Path

from django import template
from django.contrib.staticfiles import finders
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def inline_style(context: template.Context, *sheets: str) -> SafeString:
    """These sheets of static/css, in this order, in one `<style>`: the policy of this answer names it, and nothing else inline."""
    return format_html('<style nonce="{}">{}</style>', context["request"].csp_nonce, _lean(sheets))


@lru_cache
def _lean(sheets: tuple[str, ...]) -> SafeString:
    """Without comments and without the spaces that only people read; the files are ours, so nothing in them is escaped."""
    written = "".join(Path(str(finders.find(f"css/{sheet}.css"))).read_text() for sheet in sheets)
    words = re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", written, flags=re.DOTALL))
    return SafeString(re.sub(r" ?([{};]) ?", r"\1", words).strip())

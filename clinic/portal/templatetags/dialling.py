"""Phone numbers in people's own words become links to call."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher, format_number

from clinic.web.numbers import Phoned, region

register = template.Library()


@register.filter
def with_calls(text: str, country: str | Phoned) -> SafeString:
    """The words as they are, each phone number in them a link. Everything else is escaped."""
    parts, end = [], 0
    for match in PhoneNumberMatcher(text, region(country), leniency=Leniency.POSSIBLE):
        if len(match.raw_string) < 7:  # "at 7, 8 or 9" is no number, and short codes stand in the directory
            continue
        link = format_html('<a href="tel:{}">{}</a>', format_number(match.number, PhoneNumberFormat.E164), match.raw_string)
        parts += [(text[end : match.start],), (link,)]
        end = match.end
    return format_html_join("", "{}", [*parts, (text[end:],)])

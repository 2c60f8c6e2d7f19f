"""{% load deadlines %}{{ todo.due_at|deadline:clinic.time_zone }}: a deadline in words, never a colour alone."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.web.clock import clock

register = template.Library()


@register.filter
def deadline(due_at: datetime | None, zone: str) -> str:
    """Like “within 45 minutes, by 3:40 pm” or “2 hours overdue, since 3:40 pm”, “due now, 3:40 pm”; empty without one."""
    if due_at is None:
        return ""
    now = timezone.now()
    minutes, moment = round(abs((due_at - now).total_seconds()) / 60), _moment(due_at, now, ZoneInfo(zone))
    if not minutes:
        return _("due now, %(moment)s") % {"moment": moment}
    values = {"long": _long(minutes), "moment": moment}
    return (_("within %(long)s, by %(moment)s") if due_at > now else _("%(long)s overdue, since %(moment)s")) % values


@register.filter
def is_past(due_at: datetime | None) -> bool:
    return due_at is not None and due_at <= timezone.now()


def _long(minutes: int) -> str:
    if minutes < 120:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    if minutes < 48 * 60:
        return ngettext("%(n)d hour", "%(n)d hours", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)d day", "%(n)d days", minutes // 1440) % {"n": minutes // 1440}


def _moment(due_at: datetime, now: datetime, zone: ZoneInfo) -> str:
    local = due_at.astimezone(zone)
    time = clock(local)
    if local.date() == now.astimezone(zone).date():
        return time
    return _("%(time)s on %(day)s") % {"time": time, "day": date_format(local, "j F")}

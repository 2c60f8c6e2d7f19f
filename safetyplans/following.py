"""The draft as the client follows it on the phone: what a shared screen shows, and nothing else. Begun by actions.following."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import override

from clinic.audit.actors import Actor
from clinic.clients.models import Client
from clinic.clients.queries import has_a_phone
from safetyplans.content import ClientStep, steps_of_draft
from safetyplans.models import Following, Plan, Presence
from safetyplans.queries import may_be_shown
from safetyplans.wording import steps_in

AT_WORK = timedelta(minutes=5)  # longer than a tab that is not looked at goes without telling where it is


def following_of(plan: Plan) -> Following | None:
    """What lets the client follow this draft now. One query."""
    return Following.objects.open().filter(plan=plan).first()


def open_following(client: Client) -> Following | None:
    """The same for the client's own page. One query."""
    return Following.objects.open().filter(plan__client=client).select_related("plan").first()


def on_the_phone(plan: Plan) -> dict[str, object]:
    """For pages of the editor: whether the client follows now, or could. At most two queries."""
    following = following_of(plan)
    return {"following": following, "has_phone": following is None and has_a_phone(plan.client)}


def stop_following(*, by: Actor, plan: Plan) -> bool:
    """As a part of actions that end it: those check the permission and write the event. Whether there was anything to end."""
    waiting = Following.objects.select_for_update(of=("self",)).filter(plan=plan, ended_at=None).first()
    if waiting is None:
        return False
    waiting.ended_at, waiting.ended_by_id = timezone.now(), by.id
    waiting.save(update_fields=["ended_at", "ended_by"])
    return True


@dataclass(frozen=True)
class FollowedDraft:
    """The lines to show, and the step that is written at now."""

    here: ClientStep | None
    others: tuple[ClientStep, ...]


def followed_draft(following: Following) -> FollowedDraft:
    """What is written by now, without lines that are kept off copies and people who are ruled out. Three queries."""
    plan = following.plan
    kept = plan.items.kept().select_related("contact", "resource__replaced_by", "place")
    shown = [item for item in kept if may_be_shown(item) and item.says_something]
    with override(plan.language):
        steps = steps_of_draft(shown, steps_in(plan.language))
    at = _step_at_hand(following)
    here = next((step for step in steps if step.key == at), None)
    return FollowedDraft(here, tuple(step for step in steps if step.items and step is not here))


def _step_at_hand(following: Following) -> str | None:
    """Where whoever let the client follow has the editor open."""
    fresh = Presence.objects.filter(plan=following.plan_id, member_id=following.made_by_id, seen_at__gt=timezone.now() - AT_WORK)
    return fresh.values_list("step", flat=True).first()

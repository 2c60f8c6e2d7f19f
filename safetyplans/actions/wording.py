"""The clinic's own words for the steps."""

from collections.abc import Sequence

from django.db import transaction

from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.clients.permissions import require
from safetyplans.models import StepWording
from safetyplans.steps import Step
from safetyplans.wording import newest


@transaction.atomic
def word_step(
    *, by: Actor, step: Step, language: str, title: str = "", ask: str = "", prompts: Sequence[str] = ()
) -> StepWording | None:
    """From now on the clinic words this step so; what is empty, or as Handrail says it, is Handrail's own.

    Finished versions and their papers keep the words they were made with. None when nothing changes.
    """
    require(by.has("admin"))
    own = {
        "title": "" if title == str(step.title) else title,
        "ask": "" if ask == str(step.ask) else ask,
        "prompts": "" if tuple(prompts) == tuple(str(prompt) for prompt in step.prompts) else "\n".join(prompts),
    }
    known = newest(language).get(step.key)
    changed = [name for name, text in own.items() if text != (getattr(known, name) if known else "")]
    if not changed:
        return None
    wording = StepWording.objects.create(clinic_id=by.clinic_id, step=step.key, language=language, by_id=by.id, **own)
    record(by=by, action="step.word", on=wording, fields=changed, reason=step.slug)
    return wording

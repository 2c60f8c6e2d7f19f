"""The plan and its draft: items in steps, saved one by one."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from clinic.audit.models import By
from clinic.db.models import ClinicKey, ClinicRow
from clinic.db.sealed import SealedText


class PlanQuerySet(models.QuerySet["Plan"]):
    def open(self) -> "PlanQuerySet":
        return self.filter(closed_at=None)

    def in_force(self) -> "PlanQuerySet":
        """Plans with a version that is not withdrawn, in care."""
        return self.open().exclude(number=0)


class Plan(ClinicRow):
    """A client's plan. No state column: `number` is the highest version not withdrawn (0: none is in force yet).

    `shared_at` without `share_ended_at` means that the client may open the plan on the phone.
    """

    readable = ("number", "last_number", "language", "review_every_days")

    client = ClinicKey("clients.Client", related_name="plans")
    language = models.CharField(max_length=8, default="en")
    number = models.PositiveIntegerField(default=0)
    last_number = models.PositiveIntegerField(default=0)
    review_every_days = models.PositiveSmallIntegerField(default=30)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = By()
    closed_at = models.DateTimeField(null=True)
    closed_by = By(null=True)
    shared_at = models.DateTimeField(null=True)
    shared_by = By(null=True)
    share_ended_at = models.DateTimeField(null=True)
    share_ended_by = By(null=True)
    declined_at = models.DateTimeField(null=True)
    declined_by = By(null=True)
    declined_reason = SealedText(privacy="clinical")
    nobody_to_call_at = models.DateTimeField(null=True)
    nobody_to_call_by = By(null=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["client"], condition=Q(closed_at=None), name="safetyplans_one_open_plan"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{what}_at": None, f"{what}_by": None})
                    | Q(**{f"{what}_at__isnull": False, f"{what}_by__isnull": False}),
                    name=f"safetyplans_plan_{what}_pair",
                )
                for what in ("closed", "shared", "share_ended", "declined", "nobody_to_call")
            ),
        ]

    @property
    def is_shared(self) -> bool:
        return self.shared_at is not None and self.share_ended_at is None and self.closed_at is None


class StepStateQuerySet(models.QuerySet["StepState"]):
    def standing(self) -> "StepStateQuerySet":
        """What still holds; not what is to be asked again."""
        return self.exclude(state=StepState.State.AGAIN)


class StepState(ClinicRow):
    """What was said about a whole step: declined with a reason, or talked about with nothing to add."""

    class State(models.TextChoices):
        DECLINED = "declined", "The client does not want this step for now"
        DISCUSSED = "discussed", "Talked about, nothing to add"
        AGAIN = "again", "To be asked again"

    readable = ("step", "state")

    plan = ClinicKey("safetyplans.Plan", related_name="step_states")
    step = models.CharField(max_length=20)
    state = models.CharField(max_length=9, choices=State.choices)
    reason = SealedText(privacy="clinical")
    changed_at = models.DateTimeField()
    changed_by = By()

    objects = StepStateQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "step"], name="safetyplans_step_once")]


class ItemQuerySet(models.QuerySet["Item"]):
    def kept(self) -> "ItemQuerySet":
        return self.filter(removed_at=None).order_by("position", "made_at")


class Item(ClinicRow):
    """One line of the draft: the client's words, a contact, a resource or a place.

    `version` counts saves (a second writer with an old one gets a conflict); `operation_id` makes a repeat harmless.
    `on_copy` says whether it goes to the client's phone and PDF; the privacy signal and safe word do only when wished.
    """

    class Kind(models.TextChoices):
        TEXT = "text", "Own words"
        CONTACT = "contact", "Person"
        RESOURCE = "resource", "From the directory"
        PLACE = "place", "Place"

    class Purpose(models.TextChoices):
        PLAIN = "", "Plain"
        SIGNAL = "signal", "Signal that someone is listening"
        SAFE_WORD = "safe_word", "Safe word"

    readable = ("step", "kind", "purpose", "position", "version")

    plan = ClinicKey("safetyplans.Plan", related_name="items")
    step = models.CharField(max_length=20)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.TEXT)
    purpose = models.CharField(max_length=9, choices=Purpose.choices, default=Purpose.PLAIN, blank=True)
    text = SealedText(privacy="clinical")
    contact = ClinicKey("emergency.Contact", null=True)
    resource = ClinicKey("emergency.Resource", null=True)
    place = ClinicKey("clients.Place", null=True)
    on_copy = models.BooleanField(default=True)
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    operation_id = models.UUIDField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = By()
    changed_at = models.DateTimeField()
    changed_by = By()
    removed_at = models.DateTimeField(null=True)
    removed_by = By(null=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None) | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="safetyplans_item_removed_pair",
            ),
            models.CheckConstraint(
                condition=Q(kind="text", contact=None, resource=None, place=None)
                | Q(kind="contact", contact__isnull=False, resource=None, place=None)
                | Q(kind="resource", contact=None, resource__isnull=False, place=None)
                | Q(kind="place", contact=None, resource=None, place__isnull=False),
                name="safetyplans_item_cites_its_kind",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["clinic", "plan", "step", "position"], name="safetyplans_item_order")]

    @property
    def says_something(self) -> bool:
        """Not an empty line: it cites an entry or has words."""
        return self.kind != self.Kind.TEXT or bool(self.text.strip())

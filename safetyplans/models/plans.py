"""The plan and its draft: items in steps, saved one by one."""

from typing import ClassVar

from django.db import models
from django.db.models import Case, Q, Value, When

from clinic.audit.models import By
from clinic.db.models import ClinicKey, ClinicRow, both_or_neither
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

    readable = ("number", "last_number", "language")

    client = ClinicKey("clients.Client", related_name="plans")
    language = models.CharField(max_length=8, default="en")
    number = models.PositiveIntegerField(default=0)
    last_number = models.PositiveIntegerField(default=0)
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
        return self.filter(removed_at=None).in_order()

    def in_order(self) -> "ItemQuerySet":
        """As the client reads them: signal, safe word and reminder come after the lines of their step."""
        return self.order_by(Case(When(purpose="", then=Value(0)), default=Value(1)), "position", "made_at")

    def ordered_by_people(self) -> "ItemQuerySet":
        """The lines that move up and down: all but those with a place of their own."""
        return self.kept().filter(purpose="")


class Item(ClinicRow):
    """One line of the draft: the client's words, a contact, a resource or a place.

    `version` counts saves (a second writer with an old one gets a conflict); `operation_id` makes a repeat harmless.
    So do `sign_version` and `sign_operation_id` for what sort of sign it is.
    `on_copy` says whether it goes to the client's phone and PDF; the privacy signal and safe word do only when wished.
    `echo` is a keyed hash of its words (safetyplans/echoes.py).
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
        REMINDER = "reminder", "Where a reminder of what matters is kept"

    class Sign(models.TextChoices):
        """What sort of warning sign a line is."""

        NOT_SAID = "", "Not said"
        THOUGHT = "thought", "Thought"
        MOOD = "mood", "Mood"
        BEHAVIOUR = "behaviour", "Behaviour"
        BODY = "body", "Body"

    readable = ("step", "kind", "purpose", "sign", "sign_version", "position", "version", "echo")

    plan = ClinicKey("safetyplans.Plan", related_name="items")
    step = models.CharField(max_length=20)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.TEXT)
    purpose = models.CharField(max_length=9, choices=Purpose.choices, default=Purpose.PLAIN, blank=True)
    sign = models.CharField(max_length=9, choices=Sign.choices, default=Sign.NOT_SAID, blank=True)
    sign_version = models.PositiveIntegerField(default=0)
    sign_operation_id = models.UUIDField(null=True)
    text = SealedText(privacy="clinical")
    echo = models.UUIDField(null=True)
    contact = ClinicKey("emergency.Contact", null=True)
    resource = ClinicKey("emergency.Resource", null=True)
    place = ClinicKey("clients.Place", null=True)
    on_copy = models.BooleanField(default=True)
    on_card = models.BooleanField(default=False)
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
            both_or_neither("removed_at", "removed_by", name="safetyplans_item_removed_pair"),
            models.CheckConstraint(
                condition=Q(kind="text", contact=None, resource=None, place=None)
                | Q(kind="contact", contact__isnull=False, resource=None, place=None)
                | Q(kind="resource", contact=None, resource__isnull=False, place=None)
                | Q(kind="place", contact=None, resource=None, place__isnull=False),
                name="safetyplans_item_cites_its_kind",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["clinic", "plan", "step", "position"], name="safetyplans_item_order"),
            models.Index(fields=["clinic", "echo"], condition=Q(echo__isnull=False), name="safetyplans_item_echo"),
        ]

    @property
    def says_something(self) -> bool:
        """Not an empty line: it cites an entry or has words."""
        return self.kind != self.Kind.TEXT or bool(self.text.strip())


class ItemNote(ClinicRow):
    """What the therapist asked about a line. It goes into no version, no copy and no page that is shown to the client.

    An empty answer means not asked. It counts its own saves, so that a note never collides with the line.
    """

    class Likelihood(models.TextChoices):
        """How likely the client is to do this on a bad night, as they say themselves."""

        NOT_ASKED = "", "Not asked"
        YES = "yes", "Yes"
        MAYBE = "maybe", "Maybe"
        NOT_LIKELY = "not_likely", "Not likely"

    readable = ("likelihood", "version")

    item = ClinicKey("safetyplans.Item", related_name="notes")
    at_night = models.BooleanField(null=True)
    is_free = models.BooleanField(null=True)
    without_internet = models.BooleanField(null=True)
    likelihood = models.CharField(max_length=10, choices=Likelihood.choices, default=Likelihood.NOT_ASKED, blank=True)
    barriers = SealedText(privacy="clinical")
    version = models.PositiveIntegerField(default=1)
    operation_id = models.UUIDField(null=True)
    changed_at = models.DateTimeField()
    changed_by = By()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["item"], name="safetyplans_note_once")]


class HintAnswer(ClinicRow):
    """What the therapist answered to a hint of the quality helper. It keeps the hint quiet until its step changes."""

    class Answer(models.TextChoices):
        TALKED = "talked", "Talked about it"
        IN_PLAN = "in_plan", "Answered in the plan"
        NOT_NOW = "not_now", "Not now"
        NOTHING = "nothing", "Talked, nothing to change"
        NOT_YET = "not_yet", "Not yet"
        DECLINED = "declined", "The client does not want to"

    readable = ("rule", "step", "subject", "answer")

    plan = ClinicKey("safetyplans.Plan", related_name="hint_answers")
    rule = models.CharField(max_length=40)
    step = models.CharField(max_length=20, blank=True)
    subject = models.CharField(max_length=64, blank=True)
    answer = models.CharField(max_length=8, choices=Answer.choices)
    at = models.DateTimeField()
    by = By()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "rule", "subject"], name="safetyplans_hint_once")]


class Presence(ClinicRow):
    """Who has the editor of this plan open, as of `seen_at`."""

    readable = ("step",)

    plan = ClinicKey("safetyplans.Plan", related_name="presences")
    member = By()
    step = models.CharField(max_length=20)
    seen_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "member"], name="safetyplans_presence_once")]

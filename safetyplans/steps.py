"""The steps of a plan as one table: order, words and what each may hold. The wording is our own (see NOTICE).

Titles are in the client's voice, because the client reads them; prompts are questions for the therapist to ask aloud.
Examples stand under "More prompts" only: they are never put into the plan or shown inside a field.
"""

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from safetyplans.models import Item

CONTACT, RESOURCE, PLACE = Item.Kind.CONTACT, Item.Kind.RESOURCE, Item.Kind.PLACE


@dataclass(frozen=True)
class Step:
    """One step. `number` is empty for what stands beside the six numbered ones; `accepts` names what may be picked from lists."""

    key: str
    slug: str
    number: int | None
    title: Promise | str
    short: Promise
    ask: Promise | str
    prompts: tuple[Promise | str, ...] = ()
    examples: tuple[Promise, ...] = ()
    accepts: tuple[str, ...] = ()
    purposes: tuple[str, ...] = field(default=(Item.Purpose.PLAIN,))
    opens: bool = False  # stands open on the client's page

    def on_copy(self, purpose: str) -> bool:
        """Whether a new item goes to the client's phone and PDF: the privacy signal and safe word only when wished."""
        return purpose not in (Item.Purpose.SIGNAL, Item.Purpose.SAFE_WORD)


STEPS: tuple[Step, ...] = (
    Step(
        key="triggers",
        slug="triggers",
        number=None,
        title=_("What can set it off"),
        short=_("Triggers"),
        ask=_("“What tends to happen before things get hard: a day, a place, a message, a person?”"),
        prompts=(_("“Think of the last hard time. What came first?”"), _("“Is there a date or a time of day to watch for?”")),
        examples=(_("The week of the anniversary"), _("A late call from work")),
    ),
    Step(
        key="warning_signs",
        slug="signs",
        number=1,
        title=_("Signs it is getting hard"),
        short=_("Signs"),
        ask=_("“How do you notice that a hard time is starting? What do you think, feel or do differently?”"),
        prompts=(
            _("“What would I see if I were in the room?”"),
            _("“What is the first sign, and what comes later?”"),
            _("If it is vague: “What is that like for you? Which words go through your mind?”"),
        ),
        examples=(_("I stop answering my sister"), _("Awake after 2 am, scrolling")),
        opens=True,
    ),
    Step(
        key="internal_coping",
        slug="alone",
        number=2,
        title=_("Things I can do on my own"),
        short=_("On my own"),
        ask=_("“What can you do by yourself that holds your attention for a while?”"),
        prompts=(
            _("“Which one works at night, without money and without a phone?”"),
            _("“What could get in the way, and what then?”"),
            _("If it is one word: “Which one exactly, and where is it?”"),
        ),
        examples=(_("Walk the dog to the water tower and back"), _("Cold water on my face, count to 30")),
        opens=True,
    ),
    Step(
        key="social_distraction",
        slug="around",
        number=3,
        title=_("People and places to be around"),
        short=_("Around"),
        ask=_("“Who or where is good to be with for a while, without having to explain anything?”"),
        prompts=(
            _("“Where are other people late in the evening?”"),
            _("“Who makes you think of something else? They need not know why you call.”"),
        ),
        examples=(_("The laundry café on Main Street, open until midnight"), _("Watch the game with Chris")),
        accepts=(CONTACT, PLACE),
    ),
    Step(
        key="support_contacts",
        slug="help",
        number=4,
        title=_("People I can ask for help"),
        short=_("Help"),
        ask=_("“Whom could you tell that it is a hard time and that you need help?”"),
        prompts=(
            _("“Who has been there for you before?”"),
            _("“Do they know that they are in your plan? Shall we ask them together?”"),
            _("“Who comes next if nobody answers?”"),
        ),
        accepts=(CONTACT, RESOURCE),
        opens=True,
    ),
    Step(
        key="professionals",
        slug="pros",
        number=5,
        title=_("Crisis lines and my care team"),
        short=_("Care team"),
        ask=_("“Which lines and which people of your care team would you call, and when do they answer?”"),
        prompts=(
            _("“Who answers at night where you live?”"),
            _("“Would you call, text, or go there? Have you ever tried it?”"),
        ),
        accepts=(RESOURCE, CONTACT),
    ),
    Step(
        key="means_safety",
        slug="safer",
        number=6,
        title=_("Making my place safer"),
        short=_("Safer"),
        ask=_("“What could we change at your place so that a bad moment passes more safely?”"),
        prompts=(
            _("Let the client name it. Write what will be done, who helps, and by when."),
            _("“Who could keep it for you for a while?”"),
            _("“What would make this hard to do, and what would make it easier?”"),
        ),
        accepts=(CONTACT,),
    ),
    Step(
        key="reasons_for_living",
        slug="matters",
        number=None,
        title=_("What matters to me"),
        short=_("Matters"),
        ask=_("“What is worth staying for, even on a bad day? Small things count.”"),
        prompts=(_("“Who or what would you miss?”"), _("“What are you still curious about?”")),
        examples=(_("Luna needs her walk"), _("Finishing nursing school")),
    ),
    Step(
        key="telehealth",
        slug="video",
        number=None,
        title=_("For our video calls"),
        short=_("Video"),
        ask=_("“What do we do if the call drops, and how do you tell me that somebody is listening?”"),
        prompts=(
            _("“Who calls whom, on which number, and how long do we wait?”"),
            _("“Why I ask where you are each time: so that help can find you.”"),
            _("“Which sign, and which harmless word, shall mean that you cannot speak freely?”"),
        ),
        accepts=(PLACE,),
        purposes=(Item.Purpose.PLAIN, Item.Purpose.SIGNAL, Item.Purpose.SAFE_WORD),
    ),
    Step(
        key="boundaries",
        slug="limits",
        number=None,
        title=_("How we work together"),
        short=_("How we work"),
        ask=_("Say when you answer, how fast, on which channel, and what to do when you do not."),
        prompts=(
            _("“Messages are read in work hours. Nobody watches them at night.”"),
            _("“In danger, do not wait for me.”"),
        ),
        examples=(_("I answer texts on workdays from 9 to 5"), _("The clinic's after-hours line answers at other times")),
    ),
    Step(
        key="provider_responses",
        slug="answers",
        number=None,
        title=_("What my therapist does"),
        short=_("My therapist"),
        ask=_("Say what you will do when you are worried, whom you may call, and what you must pass on."),
        prompts=(
            _("“Before I call anyone I tell you, if I can.”"),
            _("“These are the limits of what stays between us.”"),
        ),
        examples=(_("If our call drops and I am worried, I call you, then my sister Ana"),),
    ),
    Step(
        key="self_care",
        slug="care",
        number=None,
        title=_("Between our calls"),
        short=_("Between calls"),
        ask=_("“What keeps you steady on ordinary days: sleep, food, moving, quiet, company?”"),
        prompts=(_("“What is small enough to do even on a tired day?”"),),
        examples=(_("Breakfast before the phone"), _("Ten minutes on the steps in the sun")),
        accepts=(PLACE,),
    ),
)

BY_KEY: dict[str, Step] = {step.key: step for step in STEPS}
BY_SLUG: dict[str, Step] = {step.slug: step for step in STEPS}


def following(step: Step) -> Step | None:
    """The step after this one; None after the last."""
    here = STEPS.index(step)
    return STEPS[here + 1] if here + 1 < len(STEPS) else None

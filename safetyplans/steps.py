"""The steps of a plan as one table: order, words and what each may hold. The wording is our own (see NOTICE).

Titles are in the client's voice, because the client reads them; prompts are questions for the therapist to ask aloud.
Ideas are lines the client can pick: they go into an empty field to be changed, never into the plan by themselves.
"""

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from safetyplans.models import Item

CONTACT, RESOURCE, PLACE = Item.Kind.CONTACT, Item.Kind.RESOURCE, Item.Kind.PLACE


@dataclass(frozen=True)
class Step:
    """One step. `number` is empty for what stands beside the six numbered ones; `accepts` names what may be picked from lists.

    `asks` says that the therapist asks about each line how likely it is and what could get in the way; `sorts` that each
    line may be marked as a thought, a mood, a behaviour or something in the body.
    """

    key: str
    slug: str
    number: int | None
    title: Promise | str
    short: Promise
    ask: Promise | str
    prompts: tuple[Promise | str, ...] = ()
    ideas: tuple[Promise, ...] = ()
    accepts: tuple[str, ...] = ()
    purposes: tuple[str, ...] = field(default=(Item.Purpose.PLAIN,))
    opens: bool = False  # stands open on the client's page
    asks: bool = False
    sorts: bool = False

    def on_copy(self, purpose: str) -> bool:
        """Whether a new item goes to the client's phone and PDF: the privacy signal and safe word only when wished."""
        return purpose not in (Item.Purpose.SIGNAL, Item.Purpose.SAFE_WORD)


def as_read(number: int | None) -> tuple[bool, int]:
    """What sorts steps by their number as the client reads them: the six, then those beside them. A bad night starts with step 1."""
    return number is None, number or 0


STEPS: tuple[Step, ...] = (
    Step(
        key="triggers",
        slug="triggers",
        number=None,
        title=_("What can set it off"),
        short=_("Triggers"),
        ask=_("“What tends to happen before things get hard: a day, a place, a message, a person?”"),
        prompts=(
            _("“Think of the last hard time. What came first?”"),
            _("“Is there a date or a time of day to watch for?”"),
            _("“Which of these can we see coming, and which come out of nowhere?”"),
            _("This is what happens around the client. What the client then notices goes into step 1."),
        ),
        ideas=(
            _("The week of an anniversary"),
            _("A late call or message from work"),
            _("An argument at home"),
            _("Sunday evenings, before the week starts"),
            _("A letter about money"),
            _("Nights when I sleep badly"),
        ),
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
            _("“What goes through your mind? How does your body feel? What do you stop doing?”"),
            _("If it is vague: “What is that like for you? Which words go through your mind?”"),
            _("“Which of these tells you that it is time to take out this plan?”"),
        ),
        ideas=(
            _("I stop answering messages"),
            _("I lie awake and go over the same things"),
            _("I think that nothing will ever change"),
            _("I stop eating proper meals"),
            _("My chest is tight and I cannot sit still"),
            _("Everything makes me angry"),
        ),
        opens=True,
        sorts=True,
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
            _("“How likely is it that you would do this on a bad night?”"),
            _("“What could get in the way, and what then?”"),
            _("If it is one word: “Which one exactly, and where is it?”"),
            _("“And if that does not hold, which one comes next?”"),
        ),
        ideas=(
            _("Walk to a place I like and back"),
            _("Cold water on my face, then count slowly to 30"),
            _("Listen to one album from start to end"),
            _("Name five things I see, four I hear, three I can touch"),
            _("Take a long warm shower"),
            _("Draw or write until the page is full"),
            _("Cook something that takes a while"),
        ),
        opens=True,
        asks=True,
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
            _("“How do you get there, and what if it is closed?”"),
        ),
        ideas=(
            _("Sit in the library until it closes"),
            _("Go to the café on the corner and stay for one drink"),
            _("Call a friend and talk about something else"),
            _("Play online with the people I know there"),
            _("Sit with my family while they watch television"),
            _("Go where people walk their dogs"),
        ),
        accepts=(CONTACT, PLACE),
        asks=True,
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
            _("“What would you say or write to them? Shall we find the words now?”"),
            _("“Who comes next if nobody answers?”"),
        ),
        ideas=(
            _("I can write: “Hard night. Can you call me?”"),
            _("I can say: “I do not need advice. Please stay on the phone with me.”"),
            _("If nobody answers, I call the next person on this list"),
        ),
        accepts=(CONTACT, RESOURCE),
        opens=True,
        asks=True,
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
            _("“What was it like when you called before? What would make it easier?”"),
            _("Say when you answer yourself, and who answers when you do not."),
        ),
        ideas=(
            _("I go to the emergency room, and somebody comes with me"),
            _("I would rather text than talk"),
            _("I ask for somebody who speaks my language"),
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
            _("“When do we look at it again, and who tells me that it is done?”"),
        ),
        ideas=(
            _("Somebody I trust keeps it for me until we agree otherwise"),
            _("I do this with somebody, on a day we choose now"),
            _("I tell my therapist when it is done"),
            _("On hard nights I do not stay in that room"),
            _("I stay with somebody until it has passed"),
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
        prompts=(
            _("“Who or what would you miss?”"),
            _("“What are you still curious about?”"),
            _("“Is there a photo, an object or a message that reminds you of this? Where is it at night?”"),
            _("If nothing comes: “What mattered before things got hard?” Nothing needs to be found today."),
        ),
        ideas=(
            _("My animal needs me in the morning"),
            _("The people I want to see grow up"),
            _("Something I want to finish"),
            _("A place I want to see again"),
            _("My faith"),
        ),
        purposes=(Item.Purpose.PLAIN, Item.Purpose.REMINDER),
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
            _("“If video fails twice, do we go on by phone?”"),
            _("“Why I ask where you are each time: so that help can find you.”"),
            _("“Where can you talk without being overheard? What could we use: headphones, a fan, a parked car?”"),
            _("“Which sign, and which harmless word, shall mean that you cannot speak freely?”"),
            _("“What do I do when you give the sign: change the subject, hang up, call later?”"),
        ),
        ideas=(
            _("If the call drops, my therapist calls me within five minutes"),
            _("If I do not answer, my therapist tries again after ten minutes, then calls the person we agreed on"),
            _("At the start of each call I say where I am"),
            _("I use headphones and close the door"),
            _("I charge my phone before the call"),
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
            _("“When I am away, this is who answers.”"),
            _("“We do not record our calls, and neither of us has anybody else in the room without saying so.”"),
            _("“If calls at a distance stop being enough, we talk about meeting in person or about more help.”"),
            _("“What do you need from me so that this works for you?”"),
        ),
        ideas=(
            _("My therapist answers messages on workdays from 9 to 5"),
            _("At other times I use the lines in step 5"),
            _("Between sessions I write or call about appointments; not when I am in danger"),
            _("In danger I do not wait for an answer: I call the numbers in step 5"),
            _("The number for emergencies is for emergencies only"),
            _("If we miss a call, we find a new time the same week"),
            _("When my therapist is away, I know who answers"),
        ),
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
            _(
                "“What you tell me stays between us. These are the limits: when your life or somebody else's is in danger, when a child or an adult who needs care is being harmed, and when a court orders it.”"
            ),
            _("“If I must pass something on, I pass on only what is needed, and I tell you what I said.”"),
            _("“If I am worried and cannot reach you: whom do I call first, and whom never?”"),
            _("“If I have to send help, what should they know? What must not happen?”"),
            _("“After a hard night I call you the next workday. Is that right for you?”"),
        ),
        ideas=(
            _("If our call drops and my therapist is worried, they call me, then the person we agreed on"),
            _("What I say stays between us, unless a life is in danger"),
            _("Other limits: a child or an adult who needs care is being harmed, or a court orders it"),
            _("When something must be passed on, it is only what is needed, and my therapist tells me what was said"),
            _("Before calling anybody, my therapist tells me"),
            _("My therapist shares only what is needed to keep me safe"),
            _("The day after a hard night my therapist calls me"),
        ),
    ),
    Step(
        key="self_care",
        slug="care",
        number=None,
        title=_("Between our calls"),
        short=_("Between calls"),
        ask=_("“What keeps you steady on ordinary days: sleep, food, moving, quiet, company?”"),
        prompts=(
            _("“What is small enough to do even on a tired day?”"),
            _("To relax: “What lets your shoulders drop: a warm bath, slow breathing, loosening one muscle after the other?”"),
            _("To be present: “When are you simply where you are: with tea, on a walk, with your hands in the soil?”"),
            _(
                "To come back to here and now: “What helps when your head runs away: cold, weight, a smell, your feet on the floor?”"
            ),
            _("This is for ordinary days. What helps when it gets hard stands in step 2."),
        ),
        ideas=(
            _("Breakfast before I look at the phone"),
            _("Ten slow breaths, out longer than in"),
            _("Lie down and loosen one muscle after the other, from feet to face"),
            _("Drink one cup of tea and do nothing else"),
            _("Feet on the floor: feel the ground and name what I see"),
            _("Ten minutes outside in daylight"),
            _("Lights out at the same time"),
        ),
        accepts=(PLACE,),
        asks=True,
    ),
)

BY_KEY: dict[str, Step] = {step.key: step for step in STEPS}
BY_SLUG: dict[str, Step] = {step.slug: step for step in STEPS}


# Where the marks of the lines say what would work tonight: what is for ordinary days does not count.
NIGHT_STEPS: frozenset[str] = frozenset({"internal_coping", "social_distraction", "support_contacts"})


def following(step: Step) -> Step | None:
    """The step after this one; None after the last."""
    here = [each.key for each in STEPS].index(step.key)
    return STEPS[here + 1] if here + 1 < len(STEPS) else None

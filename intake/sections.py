"""The intake as one table: sections in order, their questions, and the step of the plan each answer feeds.

Any order, any gap: nothing here is required, and no answer is pre-set. What is asked here is never asked again.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    LINE = "line"
    WORDS = "words"
    PHONE = "phone"
    CHOICE = "choice"


Choices = tuple[tuple[str, Promise], ...]

YES_NO: Choices = (("yes", _("Yes")), ("no", _("No")), ("rather_not", _("Prefers not to say")))
ASKED: Choices = (
    ("nothing", _("Asked: nothing that worries us")),
    ("something", _("Asked: yes, talked about it")),
    ("rather_not", _("Asked: prefers not to say")),
)
CALLER: Choices = (("therapist", _("The therapist calls")), ("client", _("The client calls")))
MINUTES: Choices = (("1", _("1 minute")), ("2", _("2 minutes")), ("5", _("5 minutes")), ("10", _("10 minutes")))


@dataclass(frozen=True)
class Question:
    """One question. `feeds` is a step key of the plan; `purpose` that of the plan item (signal, safe_word)."""

    key: str
    label: Promise
    kind: Kind = Kind.WORDS
    hint: Promise | str = ""
    choices: Choices = ()
    feeds: str = ""
    purpose: str = ""


@dataclass(frozen=True)
class Section:
    """One page of the intake. `list_url` names the page of a list (places, people) that belongs to it."""

    slug: str
    title: Promise
    why: Promise
    questions: tuple[Question, ...] = ()
    list_url: str = ""
    list_label: Promise | str = ""


SECTIONS: tuple[Section, ...] = (
    Section(
        "contact-safety",
        _("Contact and safety"),
        _("How and when it is safe to reach the client. Until a way is recorded as safe, Handrail does not use it."),
        (
            Question("risk_person", _("Is anyone a risk to the client who might see the phone?"), Kind.CHOICE, choices=YES_NO,
                     hint=_("After a yes, nothing is kept on the client's phone.")),
            Question("risk_person_words", _("What should we know about that?")),
        ),
        list_url="client-contact-safety",
        list_label=_("Record which ways are safe"),
    ),
    Section(
        "places",
        _("Places"),
        _("Where the client may be during a session: help is sent to a place, so each needs street, town and county."),
        list_url="location-list",
        list_label=_("Add and change places"),
    ),
    Section(
        "people",
        _("People"),
        _("Who may be called and when, and who must not be. The client decides, person by person."),
        list_url="contact-list",
        list_label=_("Add and change people"),
    ),
    Section(
        "history",
        _("What has happened before"),
        _("Only what the client wants to tell. It helps to find signs and what has worked; skipping is fine."),
        (
            Question("past_crises", _("Hard times before: what happened?"), hint=_("Optional. In the client's words.")),
            Question("past_signs", _("How could one tell that it was getting hard?"), hint=_("One line for each sign."), feeds="warning_signs"),
            Question("what_helped", _("What helped then, even a little?"), hint=_("One line for each thing."), feeds="internal_coping"),
            Question("past_harm", _("Self-harm or attempts in the past, if the client wants to say")),
            Question("hospital", _("Stays in a hospital or an emergency department: what was good, what was not?")),
        ),
    ),
    Section(
        "stressors",
        _("Stress now"),
        _("What weighs on the client these days, and what holds."),
        (
            Question("stressors", _("What is hard at the moment?")),
            Question("triggers", _("What tends to set a hard time off?"), hint=_("One line for each."), feeds="triggers"),
            Question("substances", _("Alcohol, medicines or drugs: what should we know?")),
            Question("means", _("Is there anything within reach that could be dangerous in a bad moment?"), Kind.CHOICE, choices=ASKED),
            Question("means_words", _("What would make the place safer?"), hint=_("One line for each thing to do."), feeds="means_safety"),
            Question("protective", _("What keeps the client going?"), hint=_("One line for each."), feeds="reasons_for_living"),
        ),
    ),
    Section(
        "tech",
        _("Video and phone"),
        _("What happens when the video drops, agreed before it does."),
        (
            Question("device", _("Which device and place does the client use for sessions?"), Kind.LINE),
            Question("platform", _("Which platform was tried, and did it work?"), Kind.LINE),
            Question("backup_phone", _("Which number do we use when the video stops?"), Kind.PHONE, feeds="telehealth"),
            Question("who_calls", _("Who calls whom?"), Kind.CHOICE, choices=CALLER, feeds="telehealth"),
            Question("wait_minutes", _("After how many minutes?"), Kind.CHOICE, choices=MINUTES, feeds="telehealth"),
        ),
    ),
    Section(
        "privacy",
        _("Privacy"),
        _("Who may overhear, and how the client tells us so without saying it."),
        (
            Question("who_can_hear", _("Who could hear a session?"), Kind.LINE),
            Question("headphones", _("Are headphones there?"), Kind.CHOICE, choices=YES_NO),
            Question("signal", _("A signal for “someone is listening”"), Kind.LINE, feeds="telehealth", purpose="signal",
                     hint=_("It stays off the phone and the PDF unless the client wants it there.")),
            Question("safe_word", _("A word that means the same"), Kind.LINE, feeds="telehealth", purpose="safe_word",
                     hint=_("It stays off the phone and the PDF unless the client wants it there.")),
            Question("after_signal", _("What does the therapist do then?"), Kind.LINE),
        ),
    ),
    Section(
        "hours",
        _("Hours and limits"),
        _("When the therapist answers, and who answers when the therapist does not."),
        (
            Question("reply_time", _("How soon are messages answered?"), Kind.LINE, feeds="boundaries"),
            Question("messages_for", _("What are messages for, and what not?"), Kind.LINE, feeds="boundaries"),
            Question("after_hours", _("Who answers outside these hours?"), Kind.LINE, feeds="boundaries"),
        ),
    ),
    Section(
        "consent",
        _("Consent"),
        _("What was explained about teletherapy, and the client's answer with its time."),
        list_url="intake-consent",
        list_label=_("Explain and record consent"),
    ),
)  # fmt: skip

BY_SLUG = {section.slug: section for section in SECTIONS}
QUESTIONS = {question.key: question for section in SECTIONS for question in section.questions}


def after(section: Section) -> Section | None:
    """The next section in order, or None after the last."""
    place = SECTIONS.index(section) + 1
    return SECTIONS[place] if place < len(SECTIONS) else None

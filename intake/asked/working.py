"""How we work by video: whether it suits, the rehearsal, what happens when it stops, privacy, rules, hours, consent."""

from django.utils.translation import gettext_lazy as _

from intake.questions import AGREED, WORKED, YES_NO, YES_OR_NO, Choices, Group, Kind, Question, Section

CALLER: Choices = (("therapist", _("The therapist calls")), ("client", _("The client calls")))
CALLER_FOR_CLIENT: Choices = (("therapist", _("My therapist calls me")), ("client", _("I call my therapist")))
MINUTES: Choices = (("1", _("1 minute")), ("2", _("2 minutes")), ("5", _("5 minutes")), ("10", _("10 minutes")))
GOOD_ENOUGH: Choices = (
    ("good", _("Good enough")),
    ("partly", _("Sometimes good enough")),
    ("no", _("Not good enough")),
)

WORKING = Group(
    _("How we work by video"),
    (
        Section(
            "suitability",
            _("Does video suit this client?"),
            _("The clinician's view. What follows from it is a decision of its own, with its reason."),
            (
                Question("private_room", _("Is there a private room?"), Kind.CHOICE, choices=GOOD_ENOUGH),
                Question("good_device", _("Is there a device that serves?"), Kind.CHOICE, choices=GOOD_ENOUGH),
                Question("connection", _("Is the connection good enough?"), Kind.CHOICE, choices=GOOD_ENOUGH),
                Question("suits_risk", _("Danger now: can it be handled from afar?"),
                         hint=_("Who could be there, how far help is, what the client agrees to.")),
                Question("suits_mind", _("Attention, memory, understanding: can the client follow by video?")),
                Question("suits_senses", _("Language and hearing: does it work over a screen?"), Kind.LINE),
            ),
            list_url="intake-care",
            list_label=_("Decide and give the reason"),
        ),
        Section(
            "rehearsal",
            _("Trying it out"),
            _("Best done before the first session: picture, sound, and one call back on the other number."),
            (
                Question("rehearsed_on", _("When was it tried?"), Kind.DATE),
                Question("device", _("Which device and place does the client use for sessions?"), Kind.LINE,
                         for_client=_("Which phone or computer do you use for our sessions? Where do you sit?")),
                Question("platform", _("Which platform was tried?"), Kind.LINE),
                Question("picture", _("Picture"), Kind.YESNO, choices=WORKED),
                Question("sound", _("Sound"), Kind.YESNO, choices=WORKED),
                Question("rung_back", _("Was the backup number rung, and did the client answer?"), Kind.YESNO, choices=YES_OR_NO),
                Question("failed", _("What did not work, and what do we do then?")),
            ),
            for_client=_("Your phone or computer"),
            why_for_client=_("So that we can try it out before we start."),
        ),
        Section(
            "tech",
            _("Video and phone"),
            _("What happens when the video drops, agreed before it does."),
            (
                Question("backup_phone", _("Which number do we use when the video stops?"), Kind.PHONE, feeds="telehealth",
                         for_client=_("Which number can we call when the video stops?")),
                Question("who_calls", _("Who calls whom?"), Kind.CHOICE, choices=CALLER, feeds="telehealth",
                         for_client=_("Who calls then?"), choices_for_client=CALLER_FOR_CLIENT),
                Question("wait_minutes", _("After how many minutes?"), Kind.CHOICE, choices=MINUTES, feeds="telehealth",
                         for_client=_("How long do we wait before we call?")),
            ),
            for_client=_("When the video stops"),
            why_for_client=_("So that we both know what to do."),
        ),
        Section(
            "privacy",
            _("Privacy"),
            _("Who may overhear, and how the client tells us so without saying it."),
            (
                Question("who_can_hear", _("Who could hear a session?"), Kind.LINE, for_client=_("Who could hear us when we talk?")),
                Question("headphones", _("Are headphones there?"), Kind.CHOICE, choices=YES_NO,
                         for_client=_("Do you have headphones?"), choices_for_client=YES_OR_NO),
                Question("signal", _("A signal for “someone is listening”"), Kind.LINE, feeds="telehealth", purpose="signal",
                         hint=_("It stays off the phone and the PDF unless the client wants it there.")),
                Question("safe_word", _("A word that means the same"), Kind.LINE, feeds="telehealth", purpose="safe_word",
                         hint=_("It stays off the phone and the PDF unless the client wants it there.")),
                Question("after_signal", _("What does the therapist do then?"), Kind.LINE),
            ),
            for_client=_("A quiet place to talk"),
            why_for_client=_("So that you can say what you want to say."),
        ),
        Section(
            "ground-rules",
            _("Rules for our sessions"),
            _("Talked about and agreed one by one. What was not talked about stays open."),
            (
                Question("rule_driving", _("Not driving during a session"), Kind.YESNO, choices=AGREED),
                Question("rule_sober", _("Sober during a session"), Kind.YESNO, choices=AGREED),
                Question("rule_alone", _("Alone in the room, or saying who is there"), Kind.YESNO, choices=AGREED),
                Question("rule_recording", _("Neither of us records"), Kind.YESNO, choices=AGREED),
                Question("rule_behaviour", _("Dressed, polite, no other things on the side"), Kind.YESNO, choices=AGREED),
                Question("rules_words", _("Anything else that was agreed")),
            ),
        ),
        Section(
            "hours",
            _("Hours and limits"),
            _("When the therapist answers, and who answers when the therapist does not."),
            (
                Question("reply_time", _("How soon are messages answered?"), Kind.LINE, feeds="boundaries"),
                Question("channels", _("How can the client reach the therapist between sessions?"), Kind.LINE, feeds="boundaries",
                         hint=_("Such as: by phone, or by message in the clinic's system.")),
                Question("messages_for", _("What are messages for, and what not?"), Kind.LINE, feeds="boundaries"),
                Question("emergency_only", _("Is there a number that is for emergencies only?"), Kind.LINE, feeds="boundaries",
                         hint=_("Whose it is, and when somebody answers it.")),
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
    ),
)  # fmt: skip

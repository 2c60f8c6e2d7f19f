"""How help reaches the client: ways, places, people, the adult of a minor, and what the client wants when help comes."""

from django.utils.translation import gettext_lazy as _

from intake.questions import YES_NO, YES_OR_NO, Choices, Group, Kind, Question, Section

POLICE: Choices = (
    ("team_first", _("A crisis team first, police only when there is no other way")),
    ("may_come", _("Police may come")),
    ("no_police", _("No police")),
    ("rather_not", _("Prefers not to say")),
)
POLICE_FOR_CLIENT: Choices = (
    ("team_first", _("First a mental health team. Police only if there is no other way")),
    ("may_come", _("Police may come")),
    ("no_police", _("I do not want police")),
)
HOSPITAL: Choices = (
    ("if_needed", _("A hospital is fine when it is needed")),
    ("ask_first", _("Wants to be asked first")),
    ("last", _("Only when nothing else works")),
    ("rather_not", _("Prefers not to say")),
)
HOSPITAL_FOR_CLIENT: Choices = (
    ("if_needed", _("It is fine when I need it")),
    ("ask_first", _("Ask me first")),
    ("last", _("Only when nothing else works")),
)

REACHING = Group(
    _("So that help can reach the client"),
    (
        Section(
            "contact-safety",
            _("Contact and safety"),
            _("How and when it is safe to reach the client. Until a way is recorded as safe, Handrail does not use it."),
            (
                Question("risk_person", _("Is anyone a risk to the client who might see the phone?"), Kind.CHOICE, choices=YES_NO,
                         hint=_("After a yes, no further phone is remembered. Phones that open the page already still do: sign them out under Phone access.")),
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
            "minor",
            _("If the client is under age"),
            _("Where the adult is during a session, and what stays between us. Parents and guardians themselves stand under People."),
            (
                Question("under_age", _("Is the client under age where they live?"), Kind.YESNO, choices=YES_OR_NO),
                Question("adult_where", _("Where is the adult during a session?"), Kind.LINE,
                         hint=_("For example: at home in another room, at work ten minutes away.")),
                Question("adult_reached", _("How do we reach the adult at once?"), Kind.LINE),
                Question("adult_told", _("What does the adult get to know, and what stays between us?")),
                Question("care_decided", _("Who decides about care, and which paper was seen?"), Kind.LINE,
                         hint=_("For example: both parents, court order seen on 3 November.")),
            ),
        ),
        Section(
            "wishes",
            _("When help has to come"),
            _("What the client wants and does not want in an emergency. Asked in good time, in their words."),
            (
                Question("police_wish", _("Police"), Kind.CHOICE, choices=POLICE,
                         for_client=_("If someone has to come and help you: what about police?"), choices_for_client=POLICE_FOR_CLIENT),
                Question("hospital_wish", _("Going to a hospital"), Kind.CHOICE, choices=HOSPITAL,
                         for_client=_("What about going to a hospital?"), choices_for_client=HOSPITAL_FOR_CLIENT),
                Question("hospital_which", _("Which hospital, and which not?"), Kind.LINE,
                         for_client=_("Which hospital would you go to? Which one not?")),
                Question("calms", _("What makes it easier when helpers come?"), hint=_("One line for each thing."), feeds="provider_responses",
                         for_client=_("What makes it easier for you when helpers come?")),
                Question("must_not", _("What must not be done?"), hint=_("For example: no uniforms in front of the children, do not touch me."),
                         for_client=_("What should helpers not do?")),
                Question("not_involve", _("Who must not be involved, and why?"),
                         hint=_("Record them under People too, as a person who must not be called.")),
            ),
            for_client=_("When help has to come"),
            why_for_client=_("Most people never need this. If it happens, we want to do it your way."),
        ),
    ),
)  # fmt: skip

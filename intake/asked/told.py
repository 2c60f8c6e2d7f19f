"""What the client tells: earlier hard times, what weighs now, what makes it harder and what holds, and other needs."""

from django.utils.translation import gettext_lazy as _

from intake.questions import NONE_OF_THEM, Choices, Group, Kind, Question, Section

MEANS: Choices = (
    ("nothing", _("Asked: nothing that worries us")),
    ("something", _("Asked: yes, talked about it")),
    ("rather_not", _("Asked: prefers not to say")),
)
RISK_FACTORS: Choices = (
    ("attempt", _("An attempt in the past")),
    ("self_harm", _("Self-harm, now or in the past")),
    ("way_in_mind", _("Has a way or a plan in mind")),
    ("firearm", _("A firearm at home or within reach")),
    ("medicines", _("Medicines or poisons within reach")),
    ("substances", _("Alcohol or drugs")),
    ("hopeless", _("Sees no way forward")),
    ("burden", _("Feels like a burden to others")),
    ("alone", _("Alone, or cut off from others")),
    ("loss", _("A loss or a separation")),
    ("someone_died", _("Someone close died by suicide")),
    ("violence", _("Violence or abuse, now or in the past")),
    ("pain", _("Pain or a long illness")),
    ("sleep", _("Sleeps badly")),
    ("restless", _("Restless, cannot calm down")),
    ("trouble", _("Trouble with money, work, home, school or the law")),
    ("discharge", _("Left a hospital in the last three months")),
    (NONE_OF_THEM, _("Asked: none of these")),
)
PROTECTIVE_FACTORS: Choices = (
    ("family", _("Family or a partner")),
    ("children", _("Children or others who need them")),
    ("friends", _("Friends, neighbors, a group")),
    ("animal", _("An animal")),
    ("faith", _("Faith or beliefs")),
    ("work", _("Work, school or something to do")),
    ("plans", _("Something to look forward to")),
    ("asks", _("Asks for help when it gets hard")),
    ("care", _("Trusts the people who care for them")),
    ("safe_home", _("A safe home")),
    (NONE_OF_THEM, _("Asked: none of these")),
)
PROTECTIVE_FOR_CLIENT: Choices = (
    ("family", _("My family or my partner")),
    ("children", _("My children, or others who need me")),
    ("friends", _("Friends, neighbors, a group")),
    ("animal", _("An animal")),
    ("faith", _("My faith or what I believe in")),
    ("work", _("Work, school or something to do")),
    ("plans", _("Something to look forward to")),
    ("asks", _("I ask for help when it gets hard")),
    ("care", _("I trust the people who care for me")),
    ("safe_home", _("I have a safe home")),
    (NONE_OF_THEM, _("None of these")),
)

TOLD = Group(
    _("What the client tells"),
    (
        Section(
            "history",
            _("What has happened before"),
            _("Only what the client wants to tell. It helps to find signs and what has worked; skipping is fine."),
            (
                Question("past_crises", _("Hard times before: what happened?"), hint=_("Optional. In the client's words."),
                         for_client=_("Have you had very hard times before? What happened?")),
                Question("past_signs", _("How could one tell that it was getting hard?"), hint=_("One line for each sign."), feeds="warning_signs",
                         for_client=_("How could you tell that it was getting hard?")),
                Question("what_helped", _("What helped then, even a little?"), hint=_("One line for each thing."), feeds="internal_coping",
                         for_client=_("What helped you then, even a little?")),
                Question("past_harm", _("Self-harm or attempts in the past, if the client wants to say")),
                Question("past_means", _("What was within reach then?"), hint=_("Optional. It helps to make the home safer.")),
                Question("hospital", _("Stays in a hospital or an emergency department: what was good, what was not?"),
                         for_client=_("Have you been in a hospital or an emergency room for this? What was good, what was not?")),
            ),
            for_client=_("What has happened before"),
            why_for_client=_("It helps us find what works for you. Tell only what you want to tell."),
        ),
        Section(
            "stressors",
            _("Stress now"),
            _("What weighs on the client these days."),
            (
                Question("stressors", _("What is hard at the moment?"), for_client=_("What is hard for you at the moment?")),
                Question("triggers", _("What tends to set a hard time off?"), hint=_("One line for each."), feeds="triggers",
                         for_client=_("What can set off a hard time for you?")),
                Question("substances", _("Alcohol, medicines or drugs: what should we know?"),
                         for_client=_("Is there anything you drink or take that we should know about?")),
                Question("means", _("Is there anything within reach that could be dangerous in a bad moment?"), Kind.CHOICE, choices=MEANS),
                Question("means_words", _("What would make the place safer?"), hint=_("One line for each thing to do."), feeds="means_safety"),
            ),
            for_client=_("Stress now"),
            why_for_client=_("What weighs on you these days."),
        ),
        Section(
            "factors",
            _("What makes it harder, what holds"),
            _("Ticks help to remember; the words say what they mean for this client. Nothing is counted."),
            (
                Question("risk_factors", _("What makes it harder?"), Kind.CHOICES, choices=RISK_FACTORS),
                Question("risk_words", _("Anything else that makes it harder")),
                Question("protective_factors", _("What holds?"), Kind.CHOICES, choices=PROTECTIVE_FACTORS,
                         for_client=_("What helps you hold on?"), choices_for_client=PROTECTIVE_FOR_CLIENT),
                Question("protective", _("What keeps the client going?"), hint=_("In the client's words, one line for each."), feeds="reasons_for_living",
                         for_client=_("What keeps you going? Use your own words.")),
            ),
            for_client=_("What helps you hold on"),
            why_for_client=_("Small things count too."),
        ),
        Section(
            "needs",
            _("Other needs"),
            _("What makes talking possible, and what helpers at the door should know."),
            (
                Question("language", _("Language, and is an interpreter needed?"), Kind.LINE,
                         for_client=_("Which language is best for you? Do you want an interpreter?")),
                Question("senses", _("Hearing, sight, reading: what helps?"), Kind.LINE,
                         for_client=_("Is it hard for you to hear, see or read? What helps?")),
                Question("medical", _("Illness, medicines, allergies that helpers should know"),
                         for_client=_("Is there an illness, a medicine or an allergy that helpers should know about?")),
                Question("looks", _("How would helpers recognize the client?"), Kind.LINE, hint=_("For example: height, hair, glasses."),
                         for_client=_("How would helpers know it is you? Like your height, hair or glasses.")),
                Question("at_home", _("Who or what is at home: children, animals, weapons?"), Kind.LINE,
                         for_client=_("Who else is at home? Children? Animals?")),
                Question("transport", _("How would the client get to a hospital?"), Kind.LINE,
                         for_client=_("How would you get to a hospital? Who could drive you?")),
            ),
            for_client=_("What you need"),
            why_for_client=_("So that talking is easy, and helpers know what to do."),
        ),
    ),
)  # fmt: skip

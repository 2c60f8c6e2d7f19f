"""What the clinician sees and judges, as tables: what can be observed, what a formulation says, what can be decided.

Nothing here is computed from answers or scores, and nothing is pre-set (CLINICAL 3).
"""

from django.utils.translation import gettext_lazy as _

from intake.questions import Choices, Question

OBSERVED: Choices = (
    ("hopeless", _("Sees no way forward")),
    ("talk_of_death", _("Talks of death or of not being there")),
    ("self_harm", _("Signs of self-harm")),
    ("substances", _("More alcohol, medicines or drugs")),
    ("neglect", _("Takes less care of themselves")),
    ("other", _("Something else")),
)

SOURCES: Choices = (
    ("session", _("Seen or heard in a session")),
    ("client", _("The client told me")),
    ("other", _("Somebody else told me")),
    ("paper", _("A letter, a report or a message")),
)

FORMULATION: tuple[Question, ...] = (
    Question("crisis", _("What kind of crisis could come?")),
    Question("likely", _("How likely is it, in your words, and in which time?")),
    Question("urges", _("The urges: how often, how strong, how hard to resist?")),
    Question("triggers", _("What could set it off?")),
    Question("strengths", _("What speaks against it: strengths, people, plans?")),
    Question("change", _("What would change this view?"), hint=_("For example: the anniversary in March, losing the flat.")),
)

NO_LEVEL = "not_said"
LEVELS: Choices = (
    ("low", _("Low for now")),
    ("raised", _("Raised")),
    ("high", _("High")),
    ("acute", _("Acute: help is needed now")),
    (NO_LEVEL, _("I do not say a level")),
)

SUITS = "suits"
DECISIONS: Choices = (
    (SUITS, _("Teletherapy suits")),
    ("more_support", _("Teletherapy with more support")),
    ("refer", _("Refer: another kind of care is needed")),
)

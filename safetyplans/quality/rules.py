"""The quality helper: questions a therapist may want to ask about a draft. A table of rules, each with its source.

It gives no score, judges nobody and stops nothing; only a person whom the client has ruled out keeps a draft from being put
in force (permissions.check_may_be_in_plan). The client never sees it. How often it is right is in docs/quality.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from safetyplans.models import HintAnswer
from safetyplans.quality import care, people, plans
from safetyplans.quality.facts import PlanFacts
from safetyplans.quality.found import Finding, Found, about_line
from safetyplans.quality.languages import words_of
from safetyplans.steps import BY_KEY

Answer = HintAnswer.Answer
ASK, AMBER, BLOCK = "ask", "amber", "block"
LONG = 120  # signs of a line
USUAL = (Answer.TALKED, Answer.NOT_NOW)
OF_SAFER = (Answer.NOTHING, Answer.NOT_YET, Answer.DECLINED)
OF_RISK = (Answer.IN_PLAN, Answer.NOT_NOW)
AGREED = frozenset({"telehealth", "boundaries", "provider_responses"})  # steps of what both agree on
IN_WORDS = (
    "triggers",
    "warning_signs",
    "internal_coping",
    "social_distraction",
    "support_contacts",
    "means_safety",
    "reasons_for_living",
    "self_care",
)


@dataclass(frozen=True)
class Link:
    """Where a question can be answered: a page of the client. `leads` is the clinic's own, for supervisors."""

    page: str
    words: Promise
    part: str = ""
    leads: str = ""


@dataclass(frozen=True)
class Rule:
    """One rule: what it asks, after which source, and how it finds. `answers` are the buttons; none where only the plan can answer."""

    key: str
    question: Promise
    source: str
    find: Finding
    level: str = ASK
    answers: tuple[str, ...] = USUAL
    link: Link | None = None


def _in_words(test: str, steps: tuple[str, ...] = tuple(BY_KEY)) -> Finding:
    """A rule about the words of each line of these steps, where the plan's language has such a test."""

    def find(plan: PlanFacts) -> Iterator[Found]:
        words = words_of(plan.language)
        if words is not None:
            words = words.knowing(plan.client_name)
            yield from (about_line(line) for line in plan.of(*steps) if line.text.strip() and words.test(test, line))

    return find


def _too_long(plan: PlanFacts) -> Iterator[Found]:
    """Too long to take in on a bad night."""
    yield from (about_line(line) for line in plan.lines if len(line.text.strip()) > LONG)


def _same_words(plan: PlanFacts) -> Iterator[Found]:
    """Word for word in the plans of several other clients; our own ideas are asked about as such."""
    ours = {found.item for found in _copied_idea(plan)}
    yield from (about_line(line) for line in plan.lines if line.id in plan.in_many_plans - ours)


def _copied_idea(plan: PlanFacts) -> Iterator[Found]:
    """Word for word one of the ideas that Handrail offers. Agreements may be in our words; what the client does or feels not."""
    with override(plan.language):
        ideas = {step.key: {str(idea).casefold() for idea in step.ideas} for step in BY_KEY.values() if step.key not in AGREED}
    yield from (about_line(line) for line in plan.of(*ideas) if line.text.strip().casefold() in ideas[line.step])


RULES: tuple[Rule, ...] = (
    Rule("ruled_out", _("%(name)s is marked “never” or “do not contact”. Remove the line, or change the entry first."),
         "The client's own limits; SCREENS 3.4", people.ruled_out, BLOCK, ()),
    Rule("nobody_to_call", _("Nobody to call yet. Who has %(client)s turned to before? A helpline or a group can go here too."),
         "Plans without a help contact went with about twice the risk: San Diego VA 2018-2021 (CLINICAL 1.3)", people.nobody_to_call, AMBER),
    Rule("nobody_at_all", _("Only professionals and lines stand here. Is there somebody in private life, even to sit with?"),
         "Neither a distraction nor a help contact: odds 2.45, San Diego VA (CLINICAL 1.3)", people.nobody_at_all),
    Rule("nobody_around", _("These are places. Is there somebody to be with, too?"),
         "Step 3 holds people as well: Green 2018 (CLINICAL 1.1, 1.3 point 1)", people.nobody_around),
    Rule("step_empty", _("Nothing here yet. Ask, or mark as “Not for now”."),
         "Each step holds something: Stanley & Brown 2012 (CLINICAL 1.1, 1.3 point 1)", plans.step_empty),
    Rule("safer_not_discussed", _("Have you talked about making the place safer?"),
         "An action, or that it was talked about (CLINICAL 1.3 points 1 and 5)", plans.safer_not_discussed,
         answers=OF_SAFER),
    Rule("general_word", _("Which one, where, when?"),
         "Quality is personal relevance: Green 2018; “if vague, ask” (CLINICAL 1.1, 1.3 point 3)", _in_words("is_general", IN_WORDS)),
    Rule("chart_words", _("These read like chart words. What would %(client)s say?"),
         "In the client's own words: VA manual (CLINICAL 1.1)", _in_words("reads_like_a_chart")),
    Rule("too_long", _("Long for a bad night. Could it be two items?"),
         "Brief and easy to read: VA quick guide (CLINICAL 1.1)", _too_long),
    Rule("needs_somebody", _("Does this need somebody else? Then it may belong to the people in the next steps."),
         "Step 2 is done alone (CLINICAL 1.1, 1.3 point 6)", _in_words("needs_somebody", ("internal_coping",))),
    Rule("no_owner_or_date", _("Who does this or helps, and by when? Or is it done already?"),
         "Action, who helps, by when, done (CLINICAL 1.1, 1.3 point 5)", _in_words("has_no_owner_or_date", ("means_safety",))),
    Rule("past_date", _("Its day has passed. Was it done?"),
         "A past date not confirmed as done (CLINICAL 1.3 point 5)", plans.past_date),
    Rule("means_without_action", _("The intake says “%(label)s”, and nothing stands here about it. Is there one small thing to do?"),
         "Something within reach is known but no action (CLINICAL 1.3 point 5)", plans.means_without_action),
    Rule("promise", _("This reads like a promise. What could %(client)s do, or hold on to, instead?"),
         "A plan is no contract; contracts are advised against (CLINICAL 1.1)", _in_words("promises")),
    Rule("number_in_words", _("Is there a number in this line? As an entry of its own it can be tapped."),
         "Somebody who can be reached at once (CLINICAL 1.3 point 2)", _in_words("holds_a_number")),
    Rule("substance_treatment", _("A copy of this would tell of treatment for alcohol or drugs. Does %(client)s want that on it?"),
         "42 CFR Part 2 (CLINICAL 5.5)", _in_words("tells_of_treatment")),
    Rule("copied_idea", _("This is our idea, word for word. How would %(client)s say it?"),
         "The same text in many plans (CLINICAL 1.3 point 4)", _copied_idea),
    Rule("same_words", _("These words stand in several plans here. How would %(client)s say it?"),
         "The same text in many plans (CLINICAL 1.3 point 4)", _same_words),
    Rule("same_person_twice", _("%(name)s is in both. Fine, but is there someone else too?"),
         "Duplicates among people (CLINICAL 1.3 point 2)", people.same_person_twice),
    Rule("willing_not_asked", _("Does %(name)s know, and agree to be asked?"),
         "People named in a plan are told and asked (CLINICAL 1.1)", people.willing_not_asked),
    Rule("no_number", _("Which number does %(name)s answer?"),
         "A number that can be dialled (CLINICAL 1.3 point 2)", people.no_number),
    Rule("no_number_around", _("%(name)s has no number here. Should %(client)s be able to call or text?"),
         "Every person in steps 3 to 5 can be reached (CLINICAL 1.3 point 2)", people.no_number_around),
    Rule("read_number_back", _("The number of %(name)s looks unusual. Read it back to %(client)s?"),
         "A number that can be dialled in the client's country (CLINICAL 1.3 point 2)", plans.read_number_back),
    Rule("numbers_not_read", _("Not read back yet: %(names)s. Read the numbers together, or dial them once?"),
         "Not read back or not dialled before (SCREENS 3.4; CLINICAL 1.3 point 2)", plans.numbers_not_read),
    Rule("unchecked_number", _("Nobody has checked the number of %(name)s lately. Will you call it, or ask the admin?"),
         "Unverified or stale entries (CLINICAL 1.3 point 2)", plans.unchecked_number),
    Rule("no_clinician", _("Who of the care team stands here by name?"),
         "Step 5: clinician, line, emergency department (CLINICAL 1.1, 1.3 point 1)", care.no_clinician),
    Rule("no_emergency_department", _("Which emergency department would %(client)s go to?"),
         "Step 5: clinician, line, emergency department (CLINICAL 1.1, 1.3 point 1)", care.no_emergency_department),
    Rule("no_night_line", _("No local night line for %(place)s. Who answers there at night?"),
         "A line that answers at all hours (CLINICAL 1.3 point 1); SCREENS 3.4", plans.no_night_line,
         link=Link("client-resource-list", _("Numbers near the client"), leads="coverage")),
    Rule("no_hours", _("When do you answer, and who answers when you do not?"),
         "The office line is no night contact (CLINICAL 1.3 point 2); SCREENS 3.4", care.no_hours),
    Rule("office_at_night", _("Does somebody answer there at night and at weekends? If not, who does?"),
         "The office line is no night contact (CLINICAL 1.3 point 2)", care.office_at_night),
    Rule("video_not_agreed", _("What happens when the video drops: who calls whom, on which number?"),
         "Agreed before it happens (CLINICAL 2.5, 1.3 point 9)", care.video_not_agreed),
    Rule("nothing_at_night", _("At 2 am none of these may work. Ask about one."),
         "Likelihood and barriers of each way to cope (CLINICAL 1.1); SCREENS 3.4", plans.nothing_at_night),
    Rule("not_asked_how_likely", _("Not asked yet how likely %(client)s is to do these on a bad night."),
         "How likely is it to be used? (CLINICAL 1.1)", plans.not_asked_how_likely),
    Rule("not_likely", _("Not likely, and nothing about why. What gets in the way, and what then?"),
         "Barriers are solved together (CLINICAL 1.1)", plans.not_likely),
    Rule("no_reminder", _("Where does %(client)s keep something that reminds of this?"),
         "Decided where it is kept (CLINICAL 1.1, 1.3 point 8)", plans.no_reminder),
    Rule("not_touched", _("Nothing has changed for more than two months. Still true?"),
         "Last confirmed with the client (CLINICAL 1.3 point 7)", plans.not_touched),
    Rule("risk_factor", _("Where does the plan answer “%(label)s”?"),
         "Each risk factor is answered in the plan or put off on purpose (FEATURES B22)", plans.risk_factors, ASK, OF_RISK),
    Rule("not_handed_over", _("No copy was handed over yet. Who has one, and where is it kept?"),
         "The client has a copy and says where (CLINICAL 1.3 point 8)", plans.not_handed_over,
         link=Link("plan-share", _("Hand it over"), part="#hand-over")),
)  # fmt: skip

BY_RULE = {rule.key: rule for rule in RULES}

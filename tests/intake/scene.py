"""Rosa's intake, filled: her own answers from the link, the clinician's, and what was judged; call inside the clinic's context."""

from datetime import timedelta

from django.utils import timezone

from intake.actions import assessments, consents
from intake.actions.answers import save_answer
from intake.models import Observation
from tests import factories
from tests.cast import Cast

LONG = "A long line that says what she wanted to say without a stop " * 20
FULL = {
    "risk_person": "no", "police_wish": "team_first", "hospital_which": "Flagstaff Medical Center, not the other one",
    "must_not": "No uniforms in front of the children", "past_crises": LONG, "past_signs": "I stop answering\nI do not sleep",
    "risk_factors": ["firearm", "sleep"], "protective_factors": ["children", "animal"], "protective": "Luna\nMy sister",
    "rehearsed_on": "2026-11-20", "picture": "yes", "sound": "no", "failed": "Sound broke off twice; we call each other then",
    "rule_driving": "yes", "rule_sober": "no", "backup_phone": "(928) 555-0142", "private_room": "good",
    "senses": "هي تقرأ الشفاه and reads lips", "adult_where": "In the kitchen",
}  # fmt: skip


def fill(cast: Cast) -> Observation:
    """Answers of every kind, Rosa's own, three formulations, a corrected observation, two decisions, a consent due for renewal."""
    by, rosa, today = cast.lee.actor, cast.rosa, cast.elm.today
    for key, value in FULL.items():
        save_answer(by=by, client=rosa, key=key, value=value, seen_version=0)
    factories.intake_invitation(rosa, "stressors")
    save_answer(by=rosa.actor, client=rosa, key="stressors", value="The night shifts", seen_version=0)
    save_answer(by=rosa.actor, client=rosa, key="triggers", value=None, seen_version=0, wish="talk")
    save_answer(by=rosa.actor, client=rosa, key="substances", value=None, seen_version=0, wish="skipped")
    for n, level in enumerate(("raised", "not_said", "low")):
        assessments.formulate(by=by, client=rosa, words={"crisis": f"Nights alone, {n}", "strengths": LONG}, level=level)
    seen = {"what": "hopeless", "source": "session", "seen_on": today - timedelta(days=3)}
    first = assessments.observe(by=by, client=rosa, words="She said that nothing will change", **seen)
    assessments.observe(by=by, client=rosa, words="She said that nothing will change at work", corrects=first, **seen)
    last = assessments.observe(by=by, client=rosa, words=LONG, **seen)
    assessments.decide_care(by=by, client=rosa, decision="suits", reason="A private room and a good line")
    assessments.decide_care(by=by, client=rosa, decision="more_support", reason="Twice a week for now, her sister is told")
    consents.give(by=by, client=rosa, how="spoken", given_at=timezone.now() - timedelta(days=400), renew_on=today)
    return last

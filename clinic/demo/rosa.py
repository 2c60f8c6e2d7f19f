"""What Rosa told, what Dr. Lee saw and asked, and what changed in her plan: words for `clinic.demo.story`. All made up."""

from datetime import date
from typing import Any

from clinic.clients.actions.contact_safety import Said
from safetyplans.actions.notes import Asked

NAME = "Rosa Alvarez"

ANSWERS: dict[str, Any] = {
    "risk_person": "no", "under_age": "no",
    "police_wish": "team_first", "hospital_wish": "ask_first", "hospital_which": "Flagstaff Pine Medical Center, not the county ward",
    "calms": "Speak slowly and sit down\nLet Luna stay in the room", "must_not": "No uniforms at the front door\nDo not take my phone away",
    "not_involve": "Marco. He is a danger to me.",
    "past_crises": "Last winter, after the third night shift in a row. Ana came over and stayed.",
    "past_signs": "I stop answering Ana\nUp after 2 am, scrolling", "what_helped": "Walk Luna to the water tower\nKitchen songs, loud",
    "hospital": "One night two years ago. Good: the nurse who asked. Bad: the bright corridor.",
    "stressors": "Exams and the night shifts", "triggers": "Night shifts in a row", "substances": "Two glasses of wine on bad evenings",
    "means": "something", "means_words": "Ana keeps the pills",
    "risk_factors": ["medicines", "substances", "burden", "sleep"], "risk_words": "Worse in the week before an exam",
    "protective_factors": ["family", "animal", "work", "asks"], "protective": "Luna\nNursing school",
    "language": "English, Spanish at home", "senses": "Reads lips in noise: face the camera", "medical": "Asthma spray in the kitchen drawer",
    "looks": "Short, dark curls, green glasses", "at_home": "Luna, a brown dog, friendly", "transport": "Ana drives, 15 minutes",
    "private_room": "good", "good_device": "good", "connection": "partly", "suits_risk": "Ana is 15 minutes away and has a key",
    "suits_mind": "No doubts", "suits_senses": "Works with captions on",
    "device": "Laptop on the kitchen table", "platform": "The clinic's video room", "picture": "yes", "sound": "yes", "rung_back": "yes",
    "failed": "Picture froze once. We went on by phone.",
    "backup_phone": "(928) 555-0142", "who_calls": "therapist", "wait_minutes": "5",
    "who_can_hear": "Ana, when she visits", "headphones": "yes", "signal": "touching the left ear", "safe_word": "weather",
    "after_signal": "Talks about the weather and calls back in an hour",
    "rule_driving": "yes", "rule_sober": "yes", "rule_alone": "yes", "rule_recording": "yes", "rule_behaviour": "yes",
    "rules_words": "Luna may bark",
    "reply_time": "Within one working day", "channels": "by phone, or by message in the clinic's system",
    "messages_for": "Moving a session. Not for danger.", "after_hours": "The clinic's line answers until 10 pm",
}  # fmt: skip

COMPLETED = (
    "contact-safety",
    "places",
    "people",
    "wishes",
    "history",
    "factors",
    "suitability",
    "rehearsal",
    "tech",
    "privacy",
    "ground-rules",
    "consent",
)

SAFETY = {
    "email": Said(is_safe=True),
    "text": Said(is_safe=False, words="Marco knew her code once. She has changed it and does not trust it yet."),
    "call": Said(is_safe=True, hours="09:00-17:00", words="Say that it is about the appointment."),
    "voicemail": Said(is_safe=False),
    "post": Said(is_safe=False),
}

OBSERVATIONS = (
    (68, "hopeless", "“It will be like this every winter.” Said twice, looking away.", "session"),
    (40, "substances", "Wine on four evenings in the week of the exam.", "client"),
    (12, "neglect", "Cooked and ate on three days only; says so herself.", "session"),
)

FORMULATIONS = (
    (
        70, "raised",
        {"crisis": "A night alone after several shifts, with medicines within reach", "likely": "Could come within weeks, most of all before exams",
         "urges": "Two or three times a week, minutes long; resists by calling Ana", "triggers": "Night shifts in a row, a message from Marco",
         "strengths": "Ana, Luna, nursing school; asks for help early", "change": "Losing the placement, or Ana moving away"},
    ),
    (
        16, "low",
        {"crisis": "The same night, less often: the pills are with Ana", "likely": "Not likely before the exams in spring",
         "urges": "Once in two weeks, weaker; the walk is enough", "triggers": "Night shifts in a row",
         "strengths": "Uses the plan, changed shifts, Ana's baby in March", "change": "The exam week in March"},
    ),
)  # fmt: skip

CARE = (
    (72, "more_support", "Weekly sessions, and Ana agreed to be called, until the pills are out of the house."),
    (16, "suits", "Pills are with Ana, shifts are changed, the connection holds."),
)

SCREENINGS: tuple[tuple[int, str, tuple[int, ...]], ...] = (
    (72, "phq9", (2, 3, 2, 2, 1, 2, 2, 2, 1)),
    (58, "gad7", (2, 2, 3, 2, 1, 2, 1)),
    (44, "phq9", (2, 2, 2, 2, 1, 2, 2, 1, 0)),
    (30, "phq9", (2, 1, 2, 2, 1, 1, 2)),  # the video stopped before question 8
    (16, "phq9", (1, 1, 2, 2, 1, 1, 1, 1, 0)),
    (2, "gad7", (1, 1, 1, 1, 0, 1, 1)),
    (2, "phq9", (1, 1, 1, 2, 0, 1, 1, 0, 0)),
)
WHAT_WAS_DONE = "Asked at once. A thought, no plan, no intent. Ana takes the pills tonight; call tomorrow at 10."
JUDGED = "The thought comes before exams. The screen says more than she does today."

SIGNS = {
    "I stop answering Ana": "behaviour",
    "Up after 2 am, scrolling": "behaviour",
    "I think they would be better off": "thought",
    "My chest is tight on the bus home": "body",
}
NOTES = {
    "Walk Luna to the water tower and back, 25 minutes": Asked(
        likelihood="yes",
        barriers="Ice in January: the stairs in the house, ten times.",
        at_night=True,
        is_free=True,
        without_internet=True,
    ),
    "Cold water on my face, count to 30": Asked(likelihood="maybe", barriers="Feels silly. Tried it together: it was fine."),
    "Kitchen songs, loud": Asked(likelihood="not_likely", barriers="Neighbors at night. Headphones?", at_night=False),
    "The laundromat on 5th, open until midnight": Asked(likelihood="maybe", barriers="12 minutes on foot, not after midnight."),
}
CARD = (
    "I stop answering Ana",
    "My chest is tight on the bus home",
    "Walk Luna to the water tower and back, 25 minutes",
    "Cold water on my face, count to 30",
    "Luna",
    "Ana Alvarez",
    "Beto Alvarez",
    "Dr. Amara Osei",
)

REWRITTEN = {"Walk Luna to the water tower": "Walk Luna to the water tower and back, 25 minutes"}
TAKEN_OUT = ("Late Diner on 4th, open all night",)
ADDED = (
    ("warning_signs", "My chest is tight on the bus home", ""),
    ("social_distraction", "The laundromat on 5th, open until midnight", ""),
    ("reasons_for_living", "The photo of Luna inside the wardrobe door", "reminder"),
    ("telehealth", "Touching the left ear", "signal"),
    ("telehealth", "weather", "safe_word"),
)
WHY = "The diner has closed, and the first sign is clearer now"

BEGUN = ("social_distraction", "Choir on Thursdays, in the hall behind the library")  # in the draft, not in force yet

BACK = {
    "says_what": "Walk with Luna, then call Ana",
    "says_whom": "Ana, then 988",
    "kept_where": "Phone, and the card in my badge holder",
}


def release(today: date) -> dict[str, Any]:
    """What Rosa signed about Ana, for a year."""
    signed = date.fromordinal(today.toordinal() - 70)
    ends = date.fromordinal(signed.toordinal() + 365)
    return {"may_discuss": True, "may_leave_message": True, "release_signed_on": signed, "release_ends_on": ends}

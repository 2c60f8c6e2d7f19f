"""The made-up people of Elm Street Teletherapy. Numbers are 555-01xx, addresses example.org; nobody here exists."""

from dataclasses import dataclass, field

STAFF: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("lee", "Dr. Lee", ("therapist",)),
    ("ben", "Ben Okoro", ("therapist",)),
    ("jo", "Jo Ortiz", ("admin", "therapist")),
    ("sam", "Sam Reyes", ("supervisor",)),
    ("ada", "Ada Novak", ("admin",)),
    ("kay", "Kay Lindqvist", ("auditor",)),
)


@dataclass(frozen=True)
class Person:
    """One client. `plan` holds lines by step key; `review_in` and `renew_in` (of the consent) are in days from today; `made` says how many days ago it began."""

    name: str
    therapist: str
    phone: str
    made: int = 60
    email: str = ""
    phone_use: str = ""
    places: tuple[dict[str, str], ...] = ()
    contacts: tuple[dict[str, object], ...] = ()
    answers: dict[str, str] = field(default_factory=dict)
    plan: dict[str, tuple[str, ...]] = field(default_factory=dict)
    review_in: int | None = None
    shared: bool = False
    declined: str = ""
    nobody: bool = False
    consent: bool = False
    renew_in: int | None = None
    guardian: tuple[str, int] | None = None  # who stands for this client, and the client's age
    closed: bool = False


def home(street: str, town: str, county: str, region: str, postcode: str, **more: str) -> dict[str, str]:
    return {
        "name": "Home",
        "street": street,
        "town": town,
        "county": county,
        "region": region,
        "postcode": postcode,
        "country_code": "US",
        **more,
    }


def someone(name: str, relation: str, phone: str, permission: str = "any", **more: object) -> dict[str, object]:
    return {"name": name, "relation": relation, "phone": phone, "permission": permission, "can_text": True, **more}


FLAGSTAFF = home(
    "418 Birch St, Apt 3B",
    "Flagstaff",
    "Coconino",
    "AZ",
    "86001",
    name="Sister's place",
    access_notes="Buzzer 3B. Dog in the home.",
    time_zone="America/Phoenix",
)
PAGE_AZ = home("9 Oak Rd", "Page", "Coconino", "AZ", "86040", time_zone="America/Phoenix")
PORTLAND = home("2210 SE Alder St", "Portland", "Multnomah", "OR", "97214", time_zone="America/Los_Angeles")
SPOKANE = home("77 W Pine Ave", "Spokane", "Spokane", "WA", "99201", time_zone="America/Los_Angeles")

CLIENTS: tuple[Person, ...] = (
    Person(
        "Rosa Alvarez", "lee", "(928) 555-0142", made=75, email="rosa@example.org", phone_use="private", consent=True,
        places=(FLAGSTAFF, PAGE_AZ),
        contacts=(
            someone("Ana Alvarez", "my sister", "(928) 555-0177", willing=True, minutes_away=15, has_key=True, knows_of_therapy=True),
            someone("Beto Alvarez", "uncle", "(928) 555-0113", "crisis"),
            someone("Dr. Amara Osei", "psychiatrist", "(928) 555-0150", role="provider", organisation="Pine Clinic", may_discuss=True),
            someone("Dr. Lena Fox", "family doctor", "(928) 555-0157", "crisis", role="provider", organisation="Birch Street Practice", may_discuss=False),
            someone("Marco Dunn", "former partner", "(928) 555-0199", "never", do_not_contact=True, do_not_contact_reason="A danger to Rosa."),
        ),
        plan={
            "triggers": ("Night shifts in a row",),
            "warning_signs": ("I stop answering Ana", "Up after 2 am, scrolling", "I think they would be better off"),
            "internal_coping": ("Walk Luna to the water tower", "Cold water on my face, count to 30", "Kitchen songs, loud"),
            "social_distraction": ("Late Diner on 4th, open all night",),
            "means_safety": ("Ana keeps the pills in her locked box",),
            "reasons_for_living": ("Luna", "Nursing school", "Ana's baby in March"),
            "telehealth": ("I tell Dr. Lee where I am at the start", "If the video stops, I stay put. Dr. Lee calls (928) 555-0142 after 5 minutes"),
            "boundaries": ("Messages are answered within one working day", "Not watched at night"),
            "provider_responses": ("If my life is in danger Dr. Lee may call help to where I am, and tells me",),
            "self_care": ("Ten slow breaths before each shift",),
        },
        review_in=0, shared=True,
    ),
    Person(
        "Theo Brandt", "lee", "(503) 555-0123", made=90, email="theo@example.org", phone_use="sometimes", consent=True, renew_in=-3, places=(PORTLAND,),
        contacts=(someone("Ida Brandt", "mother", "(503) 555-0168"),),
        plan={
            "warning_signs": ("I cancel band practice", "Two days without cooking"),
            "internal_coping": ("Restring the old guitar",),
            "social_distraction": ("The climbing hall on Powell",),
            "means_safety": ("The rope is at the hall, not at home",),
            "reasons_for_living": ("The album is half done",),
        },
        review_in=-5, shared=True,
    ),
    Person(
        "Kim Park", "lee", "(509) 555-0131", made=30, consent=True, places=(SPOKANE,), guardian=("Min Park", 16),
        contacts=(
            someone("Jun Park", "brother", "(509) 555-0172"),
            someone("Min Park", "mother", "(509) 555-0176", "crisis", willing=True, minutes_away=0, has_key=True, knows_of_therapy=True),
        ),
        answers={
            "under_age": "yes", "adult_where": "Downstairs; comes up only when asked", "adult_reached": "Her mother's phone, it is always on",
            "adult_told": "That there is a plan. Not what is in it, but for danger.", "care_decided": "Her mother; the court's paper was seen",
        },
        plan={"warning_signs": ("I stop opening the curtains",), "internal_coping": ("Sort the bead box by colour",), "means_safety": ("Jun has the key to the cabinet",)},
        review_in=10,
    ),
    Person("Leah Moss", "lee", "(928) 555-0155", made=1),
    Person(
        "Mia Kowalski", "lee", "(928) 555-0118", made=45, phone_use="unsafe", consent=True, places=(PAGE_AZ,),
        contacts=(
            someone("Hanna Kowalski", "aunt", "(928) 555-0164", can_text=False),
            someone("Dean Ross", "partner", "(928) 555-0190", "never", do_not_contact=True, do_not_contact_reason="Reads her phone; a danger."),
        ),
        answers={"risk_person": "yes", "signal": "asking for the time", "who_can_hear": "Dean, in the evening"},
        plan={"warning_signs": ("I count the hours until he is back",), "internal_coping": ("The library's reading corner, in my head",), "reasons_for_living": ("My course in Tucson",)},
        review_in=3,
    ),
    Person(
        "Omar Haddad", "ben", "(503) 555-0144", made=6, places=(PORTLAND,),
        answers={"stressors": "The move, and nobody to speak Arabic with", "what_helped": "Cooking for five, freezing four", "device": "Tablet in the kitchen"},
    ),
    Person(
        "Grace Obi", "ben", "(509) 555-0127", made=12, places=(SPOKANE,), contacts=(someone("Ruth Obi", "cousin", "", "crisis"),),
        plan={"warning_signs": ("I give things away",), "internal_coping": ("Gospel radio in the bath",)},
    ),
    Person(
        "Noor Rahman", "ben", "(503) 555-0139", made=120, email="noor@example.org", phone_use="private", consent=True, places=(PORTLAND,),
        contacts=(someone("Sana Rahman", "sister", "(503) 555-0186"),),
        plan={
            "warning_signs": ("I skip the evening prayer", "I answer with one word"),
            "internal_coping": ("Henna patterns on paper",),
            "social_distraction": ("Sana's shop before closing",),
            "means_safety": ("Medicines come weekly from the pharmacy",),
            "reasons_for_living": ("Teaching Sana's girls to read",),
        },
        review_in=-9, shared=True,
    ),
    Person("Walt Jensen", "ben", "(509) 555-0108", made=20, declined="Wants to talk about it again after his trip"),
    Person(
        "Priya Nair", "jo", "(503) 555-0161", made=25, consent=True, places=(PORTLAND,), nobody=True,
        plan={"warning_signs": ("Everything sounds far away",), "internal_coping": ("Count tram stops to the end of the line",), "reasons_for_living": ("The cat next door",)},
        review_in=7,
    ),
    Person("Tomas Vega", "", "(928) 555-0102", made=2),
    Person("Eli Stone", "jo", "(509) 555-0150", made=200, closed=True),
)  # fmt: skip

RESOURCES: tuple[dict[str, str], ...] = (
    {"kind": "psap", "name": "Flagstaff 911 center", "phone": "(928) 555-0111", "admin_phone": "(928) 555-0112", "town": "Flagstaff", "county": "Coconino", "region": "AZ", "hours": "24 hours"},
    {"kind": "mobile_crisis", "name": "Coconino mobile crisis team", "phone": "(928) 555-0190", "county": "Coconino", "region": "AZ", "hours": "24 hours", "languages": "English, Spanish"},
    {"kind": "emergency_department", "name": "Flagstaff Pine Medical Center", "phone": "(928) 555-0120", "street": "1200 N Beaver St", "town": "Flagstaff", "county": "Coconino", "region": "AZ", "hours": "24 hours"},
    {"kind": "mobile_crisis", "name": "Multnomah mobile outreach", "phone": "(503) 555-0191", "county": "Multnomah", "region": "OR", "hours": "24 hours"},
    {"kind": "psap", "name": "Portland dispatch", "phone": "(503) 555-0110", "admin_phone": "(503) 555-0115", "town": "Portland", "county": "Multnomah", "region": "OR", "hours": "24 hours"},
    {"kind": "urgent_care", "name": "Alder walk-in clinic", "phone": "(503) 555-0125", "street": "900 SE Alder St", "town": "Portland", "county": "Multnomah", "region": "OR", "hours": "Daily 8 am to 10 pm"},
    {"kind": "crisis_line", "name": "Spokane regional line", "phone": "(509) 555-0119", "county": "Spokane", "region": "WA", "hours": "24 hours"},
    {"kind": "mobile_crisis", "name": "Spokane county outreach", "phone": "(509) 555-0189", "county": "Spokane", "region": "WA", "hours": "Daily 8 am to midnight"},
)  # fmt: skip
CHECKED = 6  # so many of them were called lately; the last two wait for a first check

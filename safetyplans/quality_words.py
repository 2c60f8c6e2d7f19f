"""Word lists of the quality rules, one table per language. A language without a table has no rules about words.

Everything is in small letters unless a pattern says otherwise. The lists are ours: they come from the design, from
thought, and from the open part of the corpus (docs/quality.md), never from its held-out part.
"""

import re
from dataclasses import dataclass
from re import Pattern

from safetyplans.quality_general import GENERAL, GENERAL_IN


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _any(*patterns: str, exact: bool = False) -> Pattern[str]:
    """One pattern out of several, at word borders."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", 0 if exact else re.IGNORECASE)


@dataclass(frozen=True)
class Words:
    """What a language needs for the rules about words."""

    first_person: Pattern[str]
    relations: dict[str, str]
    others: frozenset[str]
    names: frozenset[str]
    name_is_word: frozenset[str]
    not_a_name: frozenset[str]
    brands: frozenset[str]
    place_after: Pattern[str]
    person_before: Pattern[str]
    animals: Pattern[str]
    professions: Pattern[str]
    general: frozenset[str]
    general_in: dict[str, frozenset[str]]


_RELATIONS = {
    "mother": "mum mom mam mama mamma mother mummy mommy mami ma",
    "father": "dad daddy father papa pa da papi",
    "parents": "parents folks",
    "grandmother": "nan nana nanna gran granny grandma grandmother nonna abuela oma kookum lola",
    "grandfather": "grandad granddad grandpa grandfather gramps nonno abuelo opa",
    "wife": "wife missus wifey",
    "husband": "husband hubby hubbie",
    "partner": "partner fiance fiancee fiancé fiancée gf girlfriend bf boyfriend",
    "sister": "sister sis sisster",
    "brother": "brother bro",
    "son": "son",
    "daughter": "daughter",
    "children": "kids children grandkids grandchildren",
    "grandchild": "grandson granddaughter grandchild godson goddaughter",
    "aunt": "aunt auntie aunty tía tia",
    "uncle": "uncle tio tío",
    "cousin": "cousin cousins",
    "nephew": "nephew niece",
    "flatmate": "roommate flatmate housemate roomie",
    "boss": "boss foreman supervisor",
    "neighbour": "neighbour neighbor landlady landlord",
    "godparent": "godmother godfather godparent",
    "in-law": "mother-in-law father-in-law sister-in-law brother-in-law in-laws daughter-in-law son-in-law",
    "friend": "friend mate buddy bestie pal bff compadre comadre",
    "colleague": "colleague coworker workmate",
    "coach": "coach",
}

_NAMES = """
aaron abby abdul abigail adam adrian agnes ahmed aisha al alan albert alex alexander alfie ali alice alicia alison allan amanda amber amina
amir amy ana andre andrea andrew andy angela angie anita ann anna anne annette annie anthony antonio april arlene arthur ashley aunt ava avi barb barbara barry
bea beatrice becky ben benjamin bernard bernie bert beth betty bev beverly bex billy bob bobby bonnie brad brandon brenda brian bridget bruce bryan callum
cameron carl carla carlos carmen carol caroline carrie cassie catherine cathy cecil chan charlene charles charlie charlotte chelsea cheryl chloe chris christine christopher
cindy claire clara claudia colin colleen connie connor craig curtis cynthia daisy dale dan dana daniel danielle danny darren dave david dawn dean deb debbie
deborah deepak denise dennis derek des diana diane diego dolores don donald donna doreen doris dorothy doug duncan dylan earl ed eddie edith edna edward edwin
eileen elaine eleanor elena eli elijah elizabeth ella ellen ellie elsie emily emma emre eric erica erin ernie ethan eva evan eve evelyn farah fatima fiona
florence fran frances francis fred freddie gabriel gail gareth gary gaz gemma geoff george gerald gina glenn gloria gordon graham greg gus gwen hamish hannah hans
harold harriet harry hassan heather hector helen henry hilary howard hugh hussein ian ibrahim ida imran ines ingrid irene iris isaac isabel ivan jack jackie jacob jade
jake jamal james jamie jan jane janet janice jason javier jay jean jeff jen jenna jennifer jenny jeremy jerry jess jesse jessica jill jim jimmy jo joan joanne
joe joel john johnny jon jonah jonas jonathan jordan jorge jose joseph josh joshua josie juan juanita judith judy julia julian julie june justin kai kamal karen karl
kate katherine kathleen kathy katie kay keith keisha kelly ken kenji kenneth kenny kerry kev kevin khalid kim kofi kyle lara larry laura lauren lawrence leah lee leila
lena leo leon leroy leslie lewis liam lily linda lindsay lisa liz lizzie lloyd lois lola lorna lorraine lottie louis louise lucas lucia lucy luis luke lupe lydia lyle
lynn maddie maggie magda mahmoud malcolm mandy manuel marcia marco marcus margaret maria mariam marie marilyn mario marion marjorie mark marlene martha martin marvin mary matt matthew
maureen maurice mavis max maya megan mei mel melanie melissa mia michael michelle miguel mike mildred mira miriam mo mohamed mohammed moira molly mona monica moss muhammad
nadia nadine nancy naomi natalie nate nathan neil nell nick nicola nicole nigel nina noah noel noor nora norma norman oleg olga olive oliver olivia olu omar oscar osman owen
pablo paddy pam pamela pat patricia patrick patty paul paula pauline pearl pedro peggy penny percy pete peter phil philip phoebe phyllis pierre polly priya rachel raj ralph
ramon randy raquel ravi ray raymond rebecca reggie rhonda ricardo rich richard rick ricky rita rob robert roberta robin rodney roger ron ronald rosa rosario rose rosemary rosie ross
roy ruby rupert russ russell ruth ryan sabrina sadie sally sam samantha samir samuel sandra sandy sanjay sara sarah saul sean sergio shannon sharon shaun shawn sheila sheilah
shelley shirley sid simon siobhan sofia sonia sophia sophie stacey stella steph stephanie stephen steve steven stuart sue sunita susan susie suzanne sven sylvia tamara tammy tania
tanya tara ted teresa terry tess tessa theo theresa thomas tiffany tim tina toby todd tom tomas tommy tomo toni tony tracey tracy trevor trish troy tyler ursula valerie vanessa vera
vernon veronica vic vicky victor vikram vince vincent violet virginia vivian wade walter walt wanda warren wayne wendy wes wilma winston xan yasmin yolanda yuki yusuf yvonne zac zach zara
zoe zainab
"""

# Names that are ordinary words or places too: they count as a person only where the words around say so.
_NAME_IS_WORD = """
al angel april art august autumn bill bob bay brook buck chance charity chase chuck crystal daisy dale dawn dean dot drew earl eve faith faye fern flora florence forest frank gene georgia
glen grace grant guy harmony hazel heath hope hunter ivy jack jade jasmine jay jean jo joy june kitty lance lee lily mark may max melody mercy mike miles moss nick norm olive pat
patience pearl penny peg pierce ray red reed rich river rob robin rock rocky rose rosemary ruby rusty sandy sierra sky skye sonny stan sterling sue summer sunny terry trinity tucker
victoria violet wade ward will woody charlotte austin sydney paris
"""

_NOT_A_NAME = """
i i'm i'll i've i'd january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec
monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun mondays tuesdays wednesdays thursdays fridays saturdays sundays
christmas easter ramadan eid diwali thanksgiving halloween hogmanay ok okay tv er ed gp er's aa na va dbt cbt uk us usa nhs lol dvd fm am pm id pin
shout siri alexa mind papyrus kooth talkspace betterhelp calm samaritans lifeline childline helpline god jesus lord allah bible quran torah psalm psalms zoom facetime skype whatsapp insta instagram facebook messenger google
youtube netflix spotify discord reddit tiktok xbox playstation nintendo fortnite minecraft wordle duolingo lego disney starbucks greggs walmart target tesco ikea costa mcdonalds
english spanish french german polish arabic hindi british american canadian
the a an my our his her their this that it he she they we you and or but if when then on in at to for from with of go get take make put do
"""

ENGLISH_FIRST_PERSON = _any(
    "i", "i'm", "i'll", "i've", "i'd", "im", "ive", "ill", "me", "my", "mine", "myself", "we", "us", "our", "ours", "we'll", "we've"
)

ENGLISH = Words(
    first_person=ENGLISH_FIRST_PERSON,
    relations={word: key for key, words in _RELATIONS.items() for word in words.split()},
    others=_set("""somebody someone anybody anyone people friends mates lads boys girls guys others everyone group team squad class club gang crew family neighbours neighbors
                   colleagues coworkers church-ladies ladies fellas"""),
    names=_set(_NAMES),
    name_is_word=_set(_NAME_IS_WORD),
    not_a_name=_set(_NOT_A_NAME),
    brands=_set("""wendy's denny's arby's applebee's mcdonald's sainsbury's lowe's macy's chili's dick's joe's wetherspoon's carl's jack's domino's john's nando's sam's kohl's gregg's morrison's
                   levi's paddy's o'neill's murphy's murray's marks barnes ben jerry's kelly's tim's dunkin's culver's zaxby's peet's"""),
    place_after=_any(
        "park",
        "diner",
        "street",
        "st",
        "road",
        "rd",
        "avenue",
        "ave",
        "lane",
        "drive",
        "station",
        "gym",
        "hospital",
        "church",
        "library",
        "caf[eé]",
        "hortons",
        "drive-thru",
        "line",
        "house",
        "hall",
        "center",
        "centre",
        "shelf",
        "class",
        "lake",
        "river",
        "beach",
        "bridge",
        "hill",
        "square",
        "market",
        "mall",
        "store",
        "shop",
        "bar",
        "pub",
        "school",
        "college",
        "university",
        "memorial",
        "court",
        "farm",
        "island",
        "bay",
        "pier",
        "coffee",
        "bakery",
        "restaurant",
        "bistro",
        "grill",
        "club",
        "server",
        "album",
        "song",
        "songs",
        "movie",
        "movies",
        "film",
        "films",
        "book",
        "books",
        "novel",
        "novels",
        "playlist",
        "concert",
        "museum",
        "cinema",
        "theatre",
        "project",
        "trust",
        "team",
        "foundation",
        "network",
        "society",
        "services",
        "hardware",
        "garage",
        "barber",
        "barbers",
        "salon",
        "laundromat",
        "laundrette",
        "office",
        "stadium",
        "arena",
        "field",
        "garden",
        "gardens",
        "trail",
        "woods",
        "beach",
        "chapel",
        "cathedral",
        "temple",
        "mosque",
        "podcast",
        "episode",
        "baths",
        "pool",
        "arms",
        "inn",
        "hook",
    ),
    person_before=_any(
        "with",
        "w",
        "w/",
        "wi",
        "and",
        "n",
        "&",
        "call",
        "calls",
        "ring",
        "rings",
        "text",
        "message",
        "ask",
        "tell",
        "see",
        "visit",
        "wake",
        "meet",
        "help",
        "by",
        "when",
        "if",
        "take",
        "has",
        "like",
        "get",
        "invite",
        "phone",
        "facetime",
        "skype",
        "zoom",
        "to",
        "for",
        "than",
        "me",
        "little",
        "big",
        "auntie",
        "aunt",
        "uncle",
        "cousin",
        "brother",
        "sister",
        "friend",
        "son",
        "daughter",
        "boss",
        "mate",
        "wife",
        "husband",
        "mr",
        "mrs",
        "ms",
        "miss",
        "sgt",
        "father",
        "pastor",
        "nana",
        "grandma",
        "grandpa",
        "neighbour",
        "neighbor",
        "boy",
        "girl",
        "buddy",
        "roommate",
        "flatmate",
        "partner",
    ),
    animals=_any(
        r"(?:a|my|the|our|her|his|she's a|he's a) (?:old )?(?:mare|horse|pony|dog|cat|cow|goat|puppy|kitten|rabbit|parrot|budgie|hamster|donkey)",
        "(?<!her )(?<!his )(?<!their )dogs?(?! walker)",
        "puppy",
        "kitten",
        "stables?",
        "kennels?",
        "fetch",
        "pet",
        "pets",
        "cuddle",
        "stroke",
        "brush",
        "paw",
        "paws",
        "purr",
        "fur",
        "leash",
        "lead on",
        "saddle",
        "muck out",
        "groom",
    ),
    professions=_any(
        "dr",
        "doctor",
        "doctors",
        "therapist",
        "psychiatrist",
        "psychologist",
        "counsell?or",
        "social worker",
        "case ?worker",
        "nurse",
        "chaplain",
        "gp",
        "clinic",
        "secretary",
        "care team",
        "key ?worker",
        "prescriber",
        "cpn",
        "midwife",
        "health visitor",
        "samaritans",
        "helpline",
        "hotline",
        "lifeline",
        "crisis line",
        "crisis team",
        "night line",
        "988",
        "111",
    ),
    general=_set(GENERAL),
    general_in={step: _set(words) for step, words in GENERAL_IN.items()},
)

WORDS: dict[str, Words] = {"en": ENGLISH}


def words_of(language: str) -> Words | None:
    """The word lists of this language or of its main one ("en-GB"); None where there are none yet."""
    return WORDS.get(language) or WORDS.get(language.split("-")[0])

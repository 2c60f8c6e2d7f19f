"""Rules about the care team in an English plan: who answers and when, who it is, where to go, what happens when the video drops."""

import re
from collections.abc import Iterator

from safetyplans.quality_facts import LineFacts, PlanFacts, ResourceFacts
from safetyplans.quality_names import names_in
from safetyplans.quality_plan import HOSPITAL_KINDS, PROS, Found, about_step
from safetyplans.quality_words import Words, words_of

CRISIS_KINDS = frozenset(
    {"psap", "emergency", "mobile_crisis", "crisis_line", "text_line", "warm_line", "youth", "veterans", "lgbtq"}
)

# When the therapist answers, and who answers otherwise

_DAY = r"(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)(?:s|days?|nesdays?|sdays?|rsdays?|urdays?)?"
_HOUR = r"(?:\d{1,2}(?:[:.]\d\d)?h?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|noon|midnight)"
TIMES = re.compile(
    rf"\b{_DAY}\b|\bm ?[-–] ?f\b|\b{_HOUR} ?(?:am|pm|h)?\s*(?:-|–|to|til+|until|and)\s*{_HOUR}\b|\b(?:til+|until|before|after|by|at|from|past) (?:{_HOUR}|dark|supper|dinner|tea|lunch|school|work)\b"
    r"|\b(?:week ?days?|work ?days?|(?:office|working|work|business|clinic|opening|school|surgery|day ?time|daylight|regular|normal) hours|(?:in |by |during |through )the (?:day|week)|day ?times?|by day|days:|mornings?|afternoons?|lunch ?time|term time|same day|next (?:\w+ )?day|"
    r"within (?:a|an|one|two|\d+) ?(?:\w+ )?(?:days?|hours?|h|hrs)|24 ?(?:-|to)? ?(?:48)? ?h(?:ours|rs)?|(?:once|twice|three times) a day|a day|no (?:nights|weekends|evenings|answers?)|not? (?:at night|nights|on weekends|weekends|evenings|after|sundays|saturdays)|(?:does not|doesn'?t|never|won'?t) (?:answer|reply|pick up|respond|text)|between (?:patients|clients|sessions|classes)|hours are)\b",
    re.IGNORECASE,
)
REPLIES = re.compile(
    r"\b(?:answer\w*|anwser\w*|repl(?:y|ies|ied)|respond\w*|picks? up|checks?|checked|reads?|calls? (?:me )?back|rings? (?:me )?back|available|reach(?:able|ed)?|in the office|is (?:in|there|on)|she'?s (?:in|there)|he'?s (?:in|there)|returns?|hear back|seen)\b",
    re.IGNORECASE,
)
NOT_HERS = re.compile(
    r"\b(?:group is|group on|last bus|bus|minutes, then|\d+ minutes|pharmacy|chemist|shop|i (?:don'?t|won'?t|can'?t|never) (?:take|answer|pick|call|text)|i won'?t|is away|is up|sessions? (?:is|are|start|at|on|last)|our sessions?|appointments? (?:is|are|at|on)|on time|late|cancel\w*|co-?pay|urgent care|walk-in|church|library|meeting|vacation|refills?|rent|bill|payment|homework)\b",
    re.IGNORECASE,
)
OTHERWISE = re.compile(
    r"\b(?:oth?e\w*wise|other|else|if not|after(?: that| hours|wards)?|out of hours|nights?|overnight|evenings?|weekends?|later|past (?:that|\w+)|outside|rest of|holidays?|covers?|on[- ]call|duty|in between|can'?t wait|cannot wait|urgent|emergenc\w+|instead|then|when (?:she|he|they|it)\b.*?\b(?:not|n't|off|out|away|closed)|if (?:she|he|they)\b.*?\b(?:not|n't|off|out|away)|away|any ?time|until then|beyond|dark|sundays?|saturdays?)\b|/|[.;,=]",
    re.IGNORECASE,
)
WHO_ELSE = re.compile(
    r"\b(?:988|911|999|811|111|112|lines?|hotline|helpline|lifeline|samaritans|crisis|team|clinic|desk|colleague|partner|service|station|dr|doctor|nurse|on[- ]call|duty|chaplain|somebody|someone|hospital|er|ed|a&e|chat|office|captain|night (?:staff|worker|porter)|covers?|covering|pager|switchboard|reception\w*|supervisor|backup|text line)\b",
    re.IGNORECASE,
)


def no_hours(plan: PlanFacts) -> Iterator[Found]:
    lines = plan.of(PROS, "boundaries")
    texts = [line.text for line in lines if line.text]
    entries = [line.resource for line in lines if line.resource and line.step == PROS]
    hours = any(each.kind == "other" and _has_hours(each) for each in entries) or any(map(_says_hours, texts))
    otherwise = any(each.kind in CRISIS_KINDS for each in entries) or any(map(_says_who_else, texts))
    if not (hours and otherwise):
        yield about_step("boundaries")


def _has_hours(resource: ResourceFacts) -> bool:
    return bool(resource.hours) and not resource.hours.startswith("24")


def _says_hours(text: str) -> bool:
    return bool(TIMES.search(text)) and not (NOT_HERS.search(text) and not REPLIES.search(NOT_HERS.sub(" ", text)))


def _says_who_else(text: str) -> bool:
    return bool(OTHERWISE.search(text) and WHO_ELSE.search(text))


# Who it is

_CARE = r"(?:therapist|terapeuta|psychiatrist|psychologist|shrink|counsell?or|doctor|doc|dr\.?|gp|prescriber|clinician|nurse|one)"
CLINICIAN = re.compile(
    r"\b(?:(?:psycho|tele)?therapist|terapeuta|\w*psychiatrist|\w*psychologist|psych|shrink|counsell?(?:or|ing)|doctor|doc|dr\b\.?|gp|cpn|cmht|lcsw|licsw|lmft|lpc|lmhc|pmhnp|msw|psyd|lic\.|prescriber|consultant|physician|clinician|case ?(?:worker|manager)|key ?worker|support worker|my worker|key nurse|social worker|"
    r"(?:mental )?health nurse|psych nurse|my nurse|nurse [A-Z]\w+|care coordinator|care team|act team|home treatment team|outpatient team|(?:dbt|cbt|therapy) group|nurse practitioner|midwife|health visitor|family medicine|analyst|md|np|youth worker|my (?:\w+ )?(?:nurse|worker|specialist)|my ot|eap|therapy with|specialist nurse)\b",
    re.IGNORECASE,
)
NO_CLINICIAN_IN = re.compile(
    rf"\b(?:no|not|find|finding|need|needs|get|looking for|look for|any|whoever|whichever|without|used to|former|ex|old|last|between|wait\w*|referr?\w*|hop\w+|once|until|till|search|list of|apply|don'?t have|haven'?t got|never|want|whatever)\W+(?:[\w']+\W+){{0,2}}?{_CARE}s?\b"
    rf"|\b{_CARE}\b[^,;/]{{0,20}}\b(?:left|quit|retired|moved|died|gone|fired me|any ?more|no more|on duty|on call|of the day|search|finder|list|anonymous)\b|\b(?:on[- ]call|duty|walk-in|random|online|ask[- ]a) {_CARE}|\b(?:mom|mum|dad|sister|brother|wife|husband|kid|son|daughter|dog|cat|baby|friend|mate|partner)'?s? (?:is a |'s )?(?:\w+ )?{_CARE}\b"
    r"|\b(?:the vet|vet)\b(?! cent)|\bdentist|\b(?:psych|psychiatric) (?:ward|unit|hospital|er|ed)\b|\b(?:eye|foot|skin|tree|physical|massage|speech|beauty) (?:doctor|therapist)|\b(?:nurse|counsell?ing|doctor) (?:help|hot)?(?:line|chat|drop-in)|\bout[- ]of[- ]hours (?:line|gp|doctor|service)|\btherapy dog|\bdoctors? (?:drive|street|st|road|hook|who|martens|pepper)|\bdr\.? (?:who|martens|pepper|phil|google|\w+ (?:\w+ )?(?:memorial|hospital|street|avenue|road|drive|line|building|way|park))|"
    r"\bwhoever is on\b|\bany ?more\b|\bretired\b|\bmoved away\b",
    re.IGNORECASE,
)
OTHER_ROLE = re.compile(
    r"\b(?:lawyer|solicitor|attorney|teacher|professor at|coach|vet|chaplain|pastor|priest|father|imam|rabbi|reverend|sergeant|sgt|boss|manager|landlord|landlady|probation|parole|officer|police|sheriff|friend|mate|neighbou?r|sponsor|benefits|union|rep|mum|mom|dad|sister|brother|wife|husband|cousin|aunt|uncle|nan|gran|"
    r"hospital|line|helpline|er|ed|a&e|pharmacist|chemist|barber|accountant|interpreter|driver|receptionist|helpdesk|street|road|memorial|librarian|principal)\b",
    re.IGNORECASE,
)
FIRST_CALL = re.compile(
    r"\b(?:call|ring|text|phone|ask for)s? [A-Z][a-z]+\b(?! (?:Line|House|Crisis|Night|Helpline|Team|Hospital|Center|Centre|Text|County|Street))"
)


def no_clinician(plan: PlanFacts) -> Iterator[Found]:
    words = words_of(plan.language)
    if not any((line.person and line.person.provider) or _names_a_clinician(line, words) for line in plan.of(PROS)):
        yield about_step(PROS)


def _names_a_clinician(line: LineFacts, words: Words | None) -> bool:
    if line.person is not None and CLINICIAN.search(line.person.relation):
        return True
    if words is None or NO_CLINICIAN_IN.search(line.text):
        return False
    named = FIRST_CALL.search(line.text) or names_in(line.text, words)
    return bool(
        CLINICIAN.search(line.text) or (named and not OTHER_ROLE.search(line.text) and not re.search("samaritans", line.text, re.I))
    )


# Where to go

_HOUSE = r"(?:St\.? [A-Z]\w+|Saint [A-Z]\w+|County|General|Memorial|Mercy|Royal|Regional|University|Medical|Presbyterian|Methodist|Baptist|Sinai|Infirmary|Providence|Bellevue|Mater|Kaiser|VA|Health)"
HOSPITAL = re.compile(
    r"\b(?i:hospitals?|h[oô]pital|krankenhaus|klinikum|emergency (?:rooms?|dept\.?|department|ward|entrance|unit|at|on|services at)|psychiatric emergency|emerg|casualty|a ?[&+] ?e|a and e|accident (?:and|&) emergency|med(?:ical)?\.? (?:cent(?:er|re)|ctr)|trauma cent(?:er|re)|infirmary|psych(?:iatric)? (?:ers?|ed|unit)|ers?|urgences|urgencias|"
    rf"triage|health sciences|urgent (?:and|&) emergency|psych(?:iatric)? emergency|crisis unit at)\b|\be\.r\.|\bED\b|\b[A-Z]\w+,? emergency\b|\b(?i:taxi|cab|uber|ambulance|fly|flies|flown|drives?|bus|lift|ride|go|goes|walk|taken?)\b[^.;]*\bto (?:the )?(?:\w+ )?{_HOUSE}\b|\b[A-Z]\w+ (?:General|Memorial|Royal|Infirmary|Medical)\b|\b(?i:the) (?:General|Royal|Infirmary|Mater)\b"
)
NO_HOSPITAL = re.compile(
    r"\b(?:vet|animal|pet|teddy) hospital|\b(?:anything but|never|not|no|no more|instead of|avoid|don'?t (?:want|go to|take me to|need)|anywhere but|except|without|out of|stay out of|keep me out of|rather than|hate|refuse|before|than|so i don'?t|won'?t go to|after|since|left|discharged from|works? (?:at|in)|worked (?:at|in)|born (?:at|in)|job at|volunteer at) "
    r"(?:the |an? |that |any |go(?:ing)? to (?:the )?|to the )?(?:er|ed|e\.r\.|hospitals?|a ?& ?e|emergency room|casualty|psych ward)\b(?!.*\bbut\b)(?!, i go)|\bhospital (?:chapel|radio|chaplain|café|cafe|pharmacy|garden|social worker|line|parking|car park|bill|food|bed|drama|show|visit\w*|appointment|letter)|\b(?:er|hospital|a&e) (?:nurse|doctor|porter|colleague)s?\b|"
    r"\b(?:in|was in|in and out of) hospital\b(?=.*\b(?:in \d{4}|last|ago|when|once|back then)\b)|\b(?:emergency contact|in an emergency|in emergencies)\b(?!.*\b(?:er|hospital)\b)|\bcrisis house\b",
    re.IGNORECASE,
)


def no_emergency_department(plan: PlanFacts) -> Iterator[Found]:
    if words_of(plan.language) is not None and not any(_names_a_hospital(line) for line in plan.of(PROS)):
        yield about_step(PROS)


def _names_a_hospital(line: LineFacts) -> bool:
    if line.resource is not None and line.resource.kind in HOSPITAL_KINDS:
        return True
    return bool(HOSPITAL.search(line.text)) and not NO_HOSPITAL.search(line.text)


# When the video drops

_SIGNAL = r"(?:wifi|wi-fi|signal|reception|picture|video|image|screen|laptop|internet|net|link|connection|power|line|battery|app|call|computer|tablet|phone|cell|sound|stream|comms?|data|zoom|skype|platform|session|tech|feed|modem|router|hotspot|generator|it|things?)"
DROPS = re.compile(
    r"\b(?:drops?|dropped|dropping)\b(?! (?:her|him|them|me|you|a line|in on|by))|\b(?:cuts?|kicked|goes|cut|thrown|booted|falls?|fall) (?:out|off|oot|aff)|\bfreez\w*|\bfroze\w*|\bd[ie]sc\w*n\w*ct\w*|\b(?:lose|lost|losing) (?:each other|one another|us|contact|connection|signal|reception|the (?:picture|video|call|line|signal|connection|link)|you|her|him|sound|power)|"
    r"\bhang(?:s)? up|\b(?:no|bad|poor|weak|lost|dead) (?:signal|wifi|wi-fi|internet|connection|net|line|battery|reception|picture)\b"
    rf"|\b{_SIGNAL}\b[^.;,]{{0,25}}\b(?:die[sd]?|dead|gone|goes|went|fail\w*|stops?|stopped|down|doon|drops?|breaks?|crash\w*|quits?|cuts?|bad|lost|ends?|vanish\w*|disappear\w*|black|blank|out|stuck|acts? up|plays? up|lags?|glitch\w*|won'?t (?:load|work|connect)|not work\w*|doesn'?t work|runs? out|packs? (?:up|in)|conks? out|flak(?:y|es))\b"
    r"|\bpower (?:cut|out)\w*|\b(?:shuts?|closes?|slams?) the (?:laptop|lid|tablet)|\bback-?up\b|\bplan b\b|\bcut off\b|\bbreaks? up\b|\bcan'?t (?:see|hear) (?:each other|me|her|him)|\bglitch\w*|\boutage|\bbuffer\w*|\btech(?:nical)? (?:trouble|issues?|problems?)|\b(?:i|she|he|we|one of us) (?:vanish|disappear|drop|fall|go dark|go silent|blink)\w*|\bgone dark|\bgo(?:es)? (?:blank|black|dark|dead|silent)|\blag(?:s|ging)?\b",
    re.IGNORECASE,
)
NOUN = re.compile(
    r"\b(?:the|our|a|this|that|video|zoom|each|every|last|during|before|whole) (?:video )?(?:call|phone call|ring|text|message)s?\b(?! (?:me|her|him|back|you))",
    re.IGNORECASE,
)
CALLS_BACK = re.compile(
    r"\b(?:calls?|calling|rings?|ringing|telephones?|dials?|tries|try|rejoins?|redials?|reconnects?|texts?|messages?|facetimes?|uses it|reach(?:es)? (?:me|her|him)|gets (?:me|back)|logs? back|comes? back on|back on|the one to ring|sends? (?:me )?(?:a )?(?:new )?link)\b|\bphones (?!are|on|off|stay|in|beside|away)|\b(?:i|we|to|will|'ll|can|who|she|he|they|therapist|doc) phone\b|\b(?:go|goes|went|switch|move|carry|talk|continue|finish|do it) (?:on |over |to )*(?:by|on|over|to|via) (?:the )?(?:phone|landline|audio|voice)|\bby (?:phone|telephone)\b|\bphone (?:me|her|him|the|my)\b|\bthen phone\b|\bphone (?:takes over|instead)",
    re.IGNORECASE,
)
CONDITION = re.compile(
    r"\b(?:if|when|whenever|once|in case|should|otherwise|instead|anything goes wrong|worst case)\b|->|→|=", re.IGNORECASE
)
OTHER_TROUBLE = re.compile(
    r"\b(?:danger|911|988|999|ambulance|police|late|early|sick|ill|cancel|miss|doorbell|walks? in|comes? in|listening|overhear\w*|doze|asleep|worried|unsafe|emergency|home|visitors?|mum|mom|dad|kids?|baby|driv\w+|address|where i am|before we|start)\b",
    re.IGNORECASE,
)
NOT_AGREED = re.compile(
    r"\?(?! ?(?:i|she|he|we|they|dr|you|call|ring|phone)\b)|\bfigure it out|\bask (?:her|him|about|next)\b|\bworking on it|\bnot sure|\b(?:don'?t|never) know|\bwe'?ll see|\bno (?:idea|plan)|\bto be decided|\btbd\b|\bhate\b|\bhope(?:fully)?\b|\bpray\b|\bnot (?:agreed|decided|discussed|said)|\bshould (?:ask|agree|decide|talk)|\bneed to (?:ask|agree|decide)|\bannoy\w*",
    re.IGNORECASE,
)


def video_not_agreed(plan: PlanFacts) -> Iterator[Found]:
    if words_of(plan.language) is not None and not any(_says_who_calls(line.text) for line in plan.of("telehealth")):
        yield about_step("telehealth")


def _says_who_calls(text: str) -> bool:
    text = text.replace("’", "'")
    said = CALLS_BACK.search(NOUN.sub(" ", text))
    when = DROPS.search(text) or (CONDITION.search(text) and not OTHER_TROUBLE.search(text))
    return bool(said and when) and not NOT_AGREED.search(re.sub(r"^[^.?]*(?:off|out|drops?|freezes?|gone)\?", "", text))

"""English: when the therapist answers, and who answers otherwise."""

import re

from safetyplans.quality.facts import LineFacts
from safetyplans.quality.words import Words

_DAY = r"(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)(?:s|days?|nesdays?|sdays?|rsdays?|urdays?)?"
_HOUR = r"(?:half[- ](?:past )?|quarter (?:past|to) )?(?:\d{1,2}(?:[:.]\d\d)?h?|[0-2]\d[0-5]\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|noon|midnight|midday|lunch|supper|breakfast|bedtime)"
TIMES = re.compile(
    rf"\b{_DAY}\b|\bm ?[-–] ?f\b|\b{_HOUR} ?(?:am|pm|a|p|h|ish)?\s*-?(?:-|–|to|t[ií]l+|'?til|until|and|thru|through)-?\s*{_HOUR} ?(?:am|pm|a\.m\.|p\.m\.|a|p|h|ish|r|rs)?\b|\b(?:'?til+|until|before|after|by|at|from|past) (?:{_HOUR} ?(?:am|pm|a\.m\.|p\.m\.|h|ish)?(?!\w)|dark|supper|dinner|tea|lunch|school|work)\b"
    r"|\b(?:week ?days?|work ?days?|(?:office|working|work|business|clinic|opening|school|surgery|day ?time|daylight|regular|normal) hours|(?:in |by |during |through )the (?:day|week)|day ?times?|by day|days:|mornings?|afternoons?|lunch ?time|term time|same day|next (?:\w+ )?day|"
    r"within (?:a|an|one|two|\d+) ?(?:\w+ )?(?:days?|hours?|h|hrs)|24 ?(?:-|to)? ?(?:48)? ?h(?:ours|rs)?|(?:once|twice|three times) a day|a day|no (?:nights|weekends|evenings|answers?)|not? (?:at night|nights|on weekends|weekends|evenings|after|sundays|saturdays)|between (?:patients|clients|sessions|classes)|hours are|(?:on|when on|on her|on his) (?:shift|duty|call days|rota)|duty days?|(?:on|off) the rota|(?:not|\w*n't|never) (?:\w+ ){0,4}(?:nights?|weekends?|evenings?|sundays?|working|after hours)|(?:is|are|'s|'re) (?:off|shut|closed)|office hrs|hrs|(?:once|twice|\w+ times) (?:a|per) (?:day|week)|days i|part[- ]time|up (?:to|until) \d|(?:not|never|closed|off|nothing) (?:on|at|over|during) (?:the )?(?:nights?|weekends?|shabbat|the sabbath|sundays?|holidays?|christmas)|no (?:calls|texts|emails|messages|replies) (?:on|at|after|before|over)|days? (?:off|on|i see (?:her|him))|school days?|school nights?|end of (?:the )?(?:day|shift)|(?:early|late) (?:week|shift)|holidays|(?:her|his|their|your) (?:hours|shifts?|days|week)|weekly|bank holidays|days?(?=:)|dawn|dusk|sun ?(?:up|down|rise|set)|core hours|opening times|day ?light|bed ?time|breakfast|close of business|cob|(?:while|when|whenever|as long as|if) (?:the )?(?:office|clinic|desk|practice|surgery|centre|center)(?:'s| is)? (?:open|staffed|up)|clinic days|(?:gone|home|out|off|done|finished|knocks off|clocks off|logs off|shuts|closes) (?:at|by|from|before|after) \w+|end of (?:her|his|the) (?:list|clinic|rounds?|shift)|(?:working|business|office|weekly|opening) (?:days?|time)|(?:before|after) (?:hours|close|closing))\b",
    re.IGNORECASE,
)
REPLIES = re.compile(
    r"\b(?:answer\w*|anwser\w*|repl(?:y|ies|ied)|respond\w*|picks? up|checks?|checked|reads?|calls? (?:me )?back|rings? (?:me )?back|available|reach(?:able|ed)?|in the office|is (?:in|there|on)|she'?s (?:in|there)|he'?s (?:in|there)|returns?|hear back|seen)\b",
    re.IGNORECASE,
)
NOT_HERS = re.compile(
    r"\b(?:food bank|pantry|meds|tablets|pills|shots?|injections?|bloods?|depot|van|ride|lift|taxi|court|probation|sit(?:s|ting)? in|we (?:stop|start|begin|end|finish|talk|speak|check|look|review|go over)|(?:peer|drop-in|day) (?:centre|center)|class(?:es)?|swim\w*|school run|group \d|group (?:on )?(?:mon|tue|wed|thu|fri|sat|sun)|(?:mum|mom|dad|sister|brother|husband|wife|son|daughter|nan|friend) (?:rings?|calls?|texts?|visits?|picks|drives|is up|checks)|group is|group on|last bus|bus|minutes, then|\d+ minutes|pharmacy|chemist|shop|i (?:don'?t|won'?t|can'?t|never) (?:take|answer|pick|call|text)|i won'?t|is away|is up|sessions? (?:is|are|start|at|on|last)|our sessions?|appointments? (?:is|are|at|on)|on time|late|cancel\w*|co-?pay|we meet|meet(?:ing)? (?:up )?(?:on|every|at)|see (?:her|him|them|you) (?:on|every)|every (?:\d|other|second|two|three) (?:week|month)s?|room \d+|homework|paid|pay|fee|notice|first (?:\w+day )?of the month|appointment|visits?|comes? (?:on|every|mon|tue|wed|thu|fri)|urgent care|walk-in|church|library|meeting|vacation|refills?|rent|bill|payment|homework)\b",
    re.IGNORECASE,
)
OTHERWISE = re.compile(
    r"\b(?:oth?e\w*wise|ooh|crises|crisis|other|else|if not|after(?: that| hours|wards)?|out of hours|nights?|overnight|evenings?|weekends?|later|past (?:that|\w+)|outside|rest of|holidays?|covers?|on[- ]call|duty|in between|can'?t wait|cannot wait|urgent|emergenc\w+|instead|then|when (?:she|he|they|it)\b.*?\b(?:not|n't|off|out|away|closed)|if (?:she|he|they)\b.*?\b(?:not|n't|off|out|away)|away|any ?time|until then|beyond|dark|sundays?|saturdays?|\d+ ?pm ?(?:-|–|to|til+|until) ?\d+ ?am)\b|/|[.;,=]",
    re.IGNORECASE,
)
WHO_ELSE = re.compile(
    r"\b(?:988|911|999|811|111|112|lines?|hotline|helpline|lifeline|samaritans|crisis|team|clinic|desk|colleague|partner|service|station|dr|doctor|nurse|on[- ]call|duty|chaplain|somebody|someone|hospital|er|ed|a&e|chat|office|captain|night (?:staff|worker|porter)|covers?|covering|pager|switchboard|reception\w*|supervisor|backup|text line|duty|whoever|medic|warm ?line|childline|papyrus|shout|mind|relief|locum|stand-?in|ooh|resident|locum|stand(?:s|ing)? in|steps? in|fill(?:s|ing)? in|sub|takes (?:her|his|their|the) (?:calls|patients|texts|messages)|roll(?:s|ed)? over|forward(?:s|ed)?|redirect(?:s|ed)?|manager|boss|deputy|substitute|answering service|machine|triage|walk-?in|urgent care|a and e|emergency|operator|after-?hours (?:line|number)|number on)\b",
    re.IGNORECASE,
)


LINE = r"(?:988|111|(?:crisis|night|text|teen|youth|warm|help|veterans|vets|county|farm|duty) ?line|lifeline|samaritans|helpline|hotline|warmline|childline|nightline|mobile crisis|crisis (?:team|chat|house|service|text|number))"
NAMED_LINE = re.compile(rf"\b{LINE}\b", re.IGNORECASE)
ONLY_OTHERWISE = re.compile(
    r"\b(?:otherwise|other times|rest of the (?:time|week|day|clock)|instead|at all other times|failing that|anything else|between times)\b(?!\W*(?:i )?(?:wait|it waits|leave|e-?mail|write))\W+\w+",
    re.IGNORECASE,
)
DAY_AND_NIGHT = re.compile(r"\b(?:24/7|24-7|round the clock|day (?:and|or|&) night|24 hours a day|any hour)\b", re.IGNORECASE)
CARE_TEAM = re.compile(
    r"\b(?:therapist|counsell?or|dr|doctor|she|he|clinic|practice|office|care team|act team|team)\b", re.IGNORECASE
)
ANOTHER_SERVICE = re.compile(
    r"\b(?:peer|drop-in|pharmacy|chemist|caf[eé]|food|pantry|library|shelter|gym|church|benefits|housing|transport|taxi|laundr\w+|playgroup)\b",
    re.IGNORECASE,
)
TITLE = re.compile(r"\b(dr|mr|mrs|ms|lic|st|prof)\.", re.IGNORECASE)


ONCE_A_WEEK = re.compile(rf"\b{_DAY}\b,? (?:at|@) {_HOUR}(?! ?(?:-|–|to|til))", re.IGNORECASE)


def says_hours(line: LineFacts, words: Words) -> bool:
    """Tells when the therapist answers."""
    text = line.text
    if _always(text):
        return True
    if _hours_of_a_line(text) or (ONCE_A_WEEK.search(text) and not REPLIES.search(text)):
        return False
    return bool(TIMES.search(text)) and not (NOT_HERS.search(text) and not REPLIES.search(NOT_HERS.sub(" ", text)))


def says_who_else(line: LineFacts, words: Words) -> bool:
    """Tells who answers when the therapist does not; a line that is named answers at any time."""
    text = TITLE.sub(r"\1", line.text)
    if _always(text) or NAMED_LINE.search(text) or ONLY_OTHERWISE.search(text):
        return True
    return bool(OTHERWISE.search(text) and WHO_ELSE.search(text))


def _always(text: str) -> bool:
    """The care team itself answers day and night."""
    return bool(DAY_AND_NIGHT.search(text) and CARE_TEAM.search(text) and REPLIES.search(text) and not NAMED_LINE.search(text))


def _hours_of_a_line(text: str) -> bool:
    """A line stands first, and nobody of the care team beside it: the hours are its own."""
    named = NAMED_LINE.search(text)
    return named is not None and not TIMES.search(text[: named.start()]) and not CARE_TEAM.search(text)


def is_another_service(line: LineFacts, words: Words) -> bool:
    """An entry with hours that are not those of the care team."""
    return line.resource is not None and bool(ANOTHER_SERVICE.search(line.resource.name))

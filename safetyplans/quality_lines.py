"""Rules about the words of one line. Each takes the line and the word lists of its language, and says whether to ask."""

import itertools
import re

from safetyplans.quality_facts import LineFacts
from safetyplans.quality_names import _is_capital, names_in, relations_in, tokens_of
from safetyplans.quality_words import Words

LONG = 120

# Telephone numbers

_KNOWN = r"988|741 ?741|686 ?868|85 ?258|116 ?\d{3}|13 ?11 ?14|1300 ?\d{2} ?\d{4}|0800 ?\d{2,3} ?\d{3,4}"
_EMERGENCY = r"911|999|112|111|000|211|311|811|101|105|119"
_DIAL = r"(?:call|calls|calling|dial|dials|ring|rings|phone|phones|text|texts|nhs|telephone|message|sms|send)"
_COUNTED = r"(?! ?(?:steps|pieces?|pages?|words|people|rows|points|calories|miles|metres|meters|stitches|times|minutes|%|km|lengths|st\b|street|road))"
_PLAIN_NUMBER = r"(?<!room )(?<!bus )(?<!route )(?<!flat )(?<!channel )(?<!unit )(?<!locker )(?<!flight )(?<!porsche )(?<!number )(?<!exit )(?<!ward )(?<!highway )"
KNOWN_CODE = re.compile(rf"{_PLAIN_NUMBER}(?<![\w.,-])(?:{_KNOWN})(?![\w%]|[.,-]\d){_COUNTED}", re.I)
EMERGENCY_CODE = re.compile(rf"{_PLAIN_NUMBER}(?<![\w.,/-])(?:{_EMERGENCY})(?![\w%]|[.,/-]\d){_COUNTED}", re.I)
AFTER_A_VERB = re.compile(
    rf"\b{_DIAL}\b(?:\W+\w+)?\W+(?:{_EMERGENCY})(?![\w%-]){_COUNTED}|\bdial\W+\*?\d|\b(?:text|send|sms)\b[^.]{{0,30}}\bto \d{{4,6}}\b|\b(?:text|sms|dial|call) \d{{5,6}}\b",
    re.I,
)
VANITY = re.compile(r"\b1?[- ]?8(?:00|33|44|55|66|77|88)[- ][A-Z0-9-]{6,9}\b")
RUN = re.compile(r"(?<![\w.])(?<!\d:)\+?\(?\d[\d ().\-–]{4,}\d(?![\w%:]|\.\d)")
SEVEN = re.compile(r"(?<![\d.])\d{3}[ .\-–/]\d{4}(?!\d)")
NO_NUMBER_BEFORE = re.compile(
    r"(?:\bid|\bcode|\bpin|meeting|\bref|account|member|nhs number|serial|\bpi|room|page|isbn|order|zip|postcode)\W*(?:is|number|no)?\W*$",
    re.I,
)
NO_PHONE = re.compile(
    r"(?:19|20)\d\d\s*[-–.]\s*(?:19|20)\d\d|(?:19|20)\d\d[-. ]\d{1,2}[-. ]\d{1,2}|\d{1,2}[-. ]\d{1,2}[-. ](?:19|20)?\d\d|\d{1,3}(?: 000)+(?: ?[-–] ?\d{1,3}(?: 000)+)?|\d{1,2}[.:]?\d\d ?[-–] ?\d{1,2}[.:]?\d\d|\d+\.\d{5,}|\d{5}-\d{4}"
)
NUMBER_STEPS = frozenset({"professionals", "support_contacts", "boundaries", "telehealth"})
DIGIT_WORDS = {
    w: str(d)
    for d, ws in enumerate(("zero oh o", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"))
    for w in ws.split()
}
SPELLED_CODES = frozenset({"988", "911", "999", "111", "112", "741741", "116123", "131114"})


def holds_a_number(line: LineFacts, words: Words | None) -> bool:
    """A number to dial, or a code to text, inside the sentence."""
    text = line.text
    if KNOWN_CODE.search(text) or AFTER_A_VERB.search(text) or VANITY.search(text) or _spelled(text):
        return True
    if line.step in NUMBER_STEPS and EMERGENCY_CODE.search(text):
        return True
    seven = (found for found in SEVEN.finditer(text) if not re.match(r"\d{3} 000", found[0]))
    runs = (found for found in RUN.finditer(text) if _is_phone(found[0]))
    return any(not NO_NUMBER_BEFORE.search(text[: found.start()]) for found in (*seven, *runs))


def _is_phone(written: str) -> bool:
    groups = re.findall(r"\d+", written)
    digits = sum(map(len, groups))
    shaped = max(map(len, groups)) >= 3 or (len(groups) == 5 and written.startswith("0"))
    counting = len(groups) > 2 and len({int(b) - int(a) for a, b in itertools.pairwise(groups)}) == 1
    return 7 <= digits <= 15 and shaped and not counting and not NO_PHONE.fullmatch(written.strip())


def _spelled(text: str) -> bool:
    """Digits written as words, or one by one: a known code, or as many as a telephone number has; counting is none."""
    for run in re.findall(rf"(?:\b(?:double |triple )?(?:{'|'.join(DIGIT_WORDS)}|\d+)\b[ ,.-]*){{3,}}", text, re.I):
        said = [DIGIT_WORDS.get(word, word) for word in _undoubled(run)]
        digits = "".join(said)
        single = all(len(each) == 1 for each in said)
        counting = single and len({int(b) - int(a) for a, b in itertools.pairwise(said)}) == 1
        in_words = bool(re.search("[a-z]", run, re.I))
        if (in_words and digits in SPELLED_CODES) or (len(digits) >= 7 and (in_words or single) and not counting):
            return True
    return False


def _undoubled(run: str) -> list[str]:
    said = re.sub(r"double (\w+)", r"\1 \1", run.lower())
    return re.findall(r"[a-z]+|\d+", re.sub(r"triple (\w+)", r"\1 \1 \1", said))


def is_long(line: LineFacts, words: Words | None) -> bool:
    """Too long to take in on a bad night."""
    return len(line.text.strip()) > LONG


# General words


def is_general(line: LineFacts, words: Words) -> bool:
    """Nothing in the line says which one, where, who or how."""
    tokens = tokens_of(line.text)
    if not tokens or re.search(r"\d", line.text):
        return False
    vocabulary = words.general | words.general_in.get(line.step, frozenset())
    shouted = line.text.isupper()
    for token in tokens:
        mid_capital = not token.first and _is_capital(token.written) and not shouted and not re.search(r"[.!?:]$", token.before)
        if (mid_capital and token.written not in {"TV", "I'm", "I'll", "I've", "I'd"}) or not _is_generic(token.plain, vocabulary):
            return False
    return True


def _is_generic(word: str, vocabulary: frozenset[str]) -> bool:
    if word in vocabulary or word.replace("'", "") in vocabulary:
        return True
    return "-" in word and all(part in vocabulary for part in word.split("-"))


# The language of charts

_ROLE = r"(?:client|patient|pt|ct|clt|cl|writer|clinician|provider|consumer|resident)"
CHART_SUBJECT = re.compile(
    rf"^(?:the |this )?{_ROLE}\.?(?:'s)?\s+(?:will|to|is|was|has|had|can|may|should|shall|reports?|states?|stated|denies|denied|identif\w+|becomes?|endors\w+|verbali[sz]\w+|agree[sd]?|"
    rf"feels?|wants?|needs?|plans?|utili[sz]\w+|uses?|exhibits?|presents?|displays?|tends|isolates|withdraws|stops|experienc\w+|describes?|notes?|review\w*|enjoys?|values?|acknowledges|understands|"
    rf"contracted|was|gets|does|would|prefers|lives|attends?|engag\w+|likes|and|practi[cs]\w+|responds?|appears|seems|struggles|often)\b"
    rf"|\b(?:with|by|per|for|of|from|to|that|when) (?:the )?{_ROLE}\b(?!s| lounge| in | on )|\b(?:therapist|psychiatrist|counsell?or|provider|clinician|staff|team) (?:to|will) (?:assess|obtain|monitor|review|provide|"
    rf"contact|follow|document|discuss|collaborate|coordinate|notify|complete|offer|conduct)|\b(?:patient|client|pt)'s\b",
    re.I,
)
CHART_LETTERS = re.compile(
    r"(?<!\w)(?:SI|HI|SIB|NSSI|ADLs?|PRN|MSE|Pt|Pt\.|Ct\.|Clt|Hx|Dx|Tx|Rx|Sx|MDD|GAD|BPD|AVH|SI/HI|d/t|r/t|s/p|w/o|c/o|h/o|f/u|BID|TID|QHS|PHQ|LOC|ETOH|EtOH|SUD)(?!\w)|(?<!\w)(?:prn|pt\.|ct\.)(?!\w)"
)
CHART_WORDS = re.compile(
    r"(?<!\w)(?:ideations?|utili[sz]\w+|implement\w*|maladaptive|adaptive|psychomotor|agitation|dysregulat\w+|decompensat\w+|psychosocial|stressors?|exacerbat\w+|adher\w+|complian\w+|comply|regimen|"
    r"anhedonia|hypervigilan\w+|catastrophi\w+|psychoeducation|prosocial|amenable|endorses|verbali[sz]\w+|collateral\w*|contraindicat\w+|psychotropic\w*|pharmac(?:o|ological)\w*therapy|suicidality|"
    r"self-injur\w+|self-soothing|dysphori\w+|labil\w+|somatic|impulsivity|dissociat(?:ion|ive)|affective|euthymic|congruent|ambulat\w+|precipitat\w+|perseverat\w+|avolition|tearful\w*|psych(?:iatric)? symptoms|"
    r"coping (?:skills?|strateg\w+|mechanisms?)|distress toler\w+|grounding (?:techniques?|exercises?|skills?|strategies)|mindfulness[- ]based|relaxation (?:techniques?|exercises?|strategies|training)|sensory (?:items|input|tools|strategies)|"
    r"progressive muscle|as (?:tolerated|needed|indicated|prescribed|appropriate|clinically\b.*)|behaviou?ral activation|sleep hygiene|(?:protective|risk) factors?|(?:lethal )?means (?:safety|restriction)|lethal means|access to (?:lethal )?means|"
    r"family of origin|index (?:trauma|event)|anniversary reactions?|treatment (?:recommendations?|goals?|team|plan)|reason for living|goal[- ]directed|future[- ]orient\w+|future orientation|regulat\w+ (?:my |their |his |her )?(?:affect|emotions?)|"
    r"emotion(?:al)? (?:regulation|dysregulation)|cognitive \w+|negative (?:cognitions?|affect|self-talk)|depress(?:ive|ed) (?:symptoms|mood|episode)|(?:symptoms|sxs?) (?:worsen|increase|escalate)|mood (?:lability|instability)|flat(?:tened)? affect|"
    r"support (?:system|network)|natural supports|social supports?|avoidance behaviou?rs?|financial (?:strain|stress\w*)|housing instability|interpersonal|nutrition|hydration|med(?:ication)? (?:mgmt|management|compliance|adherence)|"
    r"present to|for evaluation|crisis services|safety plan(?:ning)?|contract(?:s|ed)? for safety|per (?:protocol|policy|report|client|patient|family|wife|husband|mother|father|provider|spouse|\w+'s report)|spouse|ex-spouse|caregiver|"
    r"reduce isolation|social settings|social isolation|social withdrawal|attend (?:\w+ )?(?:groups?|appointments?)|maladjust\w+|escalat(?:es|ing|ion)|de-escalat\w+|low (?:motivation|frustration)|motor restlessness|loss of interest|"
    r"limits of confidentiality|obtain|remov\w+ from (?:the )?home|\w+ relapse signature|engage in|appropriate\w*|demonstrat\w+|exhibits?|diminished|impaired|elevated|experienc\w+ (?:increased|decreased)|"
    r"increased (?:\w+ )?(?:anxiety|distress|irritability|isolation|agitation|substance|alcohol|stress|symptoms)|decreased \w+|poor (?:sleep|concentration|appetite|hygiene|self-care|impulse|boundaries)|sleep disturbance\w*|appetite changes?|"
    r"^(?:initiate|ensure|establish|notify|encourage|facilitate|maintain|increase|decrease|reduce|identify|develop|continue to|refer|assist|secure|dispose of|restrict|initiating|maintaining) |^(?:removal|restriction|disposal|storage|safe storage|onset|exposure|history|lack|inability|difficulty) (?:of|to|in|sleeping|concentrating)|"
    r"non-?complian\w+|secondary to|in the context of|interventions?|therapeutic\w*|significant other|pleasurable|leisure|functioning|impairments?|deficits?|suicidal (?:thoughts|plan|intent|gestures?|behaviou?rs?|statements?)|homicidal|self-harm(?:ing)? (?:urges|behaviou?rs?)|urges to self-harm|thought[- ](?:stopping|challenging)|"
    r"guided imagery|diaphragmatic|paced breathing|deep breathing exercises?|breathing techniques?|self-(?:regulat\w+|monitor\w+|talk|isolat\w+)|opposite action|outpatient|inpatient|level of care|hospitali[sz]ation|disposition|discharge|follow[- ]up (?:appointment|care)|emergency services|rapport|insight|"
    r"responsibility to|attachment to|commitment to|biological|maternal|paternal|siblings?|minor child\w*|academic|occupational|firearms? (?:secured|removed|stored|safety)|educated on|psychomotor|tachycardia|diaphoresis|hyperventilat\w+|affect|physical activity|community resources|substance (?:use|abuse)|"
    r"changes in (?:sleep|appetite|mood)|feelings of (?:hopelessness|worthlessness|guilt)|sense of)(?!\w)",
    re.I,
)
CHART_WEAK = re.compile(
    r"(?<!\w)(?:isolat(?:es|ing|ion)|ruminat\w+|irritab\w+|hopelessness|helplessness|worthlessness|withdrawn|withdraws|insomnia|hypersomnia|fatigue|distress|tearful|letharg\w+|restlessness|"
    r"substance use|alcohol use|nonresponsive|unmotivated|conflict|noncompliant|identif\w+|has agreed to|have agreed to|individual|peers?|symptoms?|behaviou?rs?|techniques?|strateg\w+|skills|himself|herself|themsel(?:f|ves)|family members?|concerns?|withdrawal|agitated|anxious mood|discussed with|reviewed with|loss of)(?!\w)",
    re.I,
)
THIRD_PERSON = re.compile(
    r"^(?:he|she|they)\s+(?:is|has|will|gets|feels|becomes|stops|starts|tends|isolates|withdraws|sleeps|does|can|may|would|likes|enjoys|needs|wants|goes|says|talks|drinks|loses|paces|cries|reports|denies|finds|listens|plays|uses|doesn't|won't|"
    r"can't|isn't|loves|eats|avoids|snaps|spends|walks|calls|takes|thinks|shuts|locks|keeps|refuses|stays|watches|writes|reads|prays)\b|\b(?:her|his|their) (?:medications?|meds|mood|affect|symptoms|safety|coping|emotions|room and)\b"
    r"|^(?:mother|father|parents?|family|wife|husband|brother|sister|son|daughter|partner|roommate|friend) (?:has agreed|have agreed|agrees|agreed|to|will)\b|limited by (?:family|parents)",
    re.I,
)
NO_SUBJECT = re.compile(
    r"^(?:isolates|paces|stops|becomes|sleeps|talks less|refuses|exhibits|expresses|gives away|appears|displays|withdraws|loses|cries|avoids|neglects|yells|gets|makes|reports|shows|demonstrates|engages|skips|misses|eats|snaps|speaks|seems|begins|struggles|spends|ignores|doesn't|won't)\b",
    re.I,
)
OWN_STEPS = frozenset({"warning_signs", "internal_coping", "self_care"})


def reads_like_a_chart(line: LineFacts, words: Words, client_name: str = "") -> bool:
    """In the language of a record, or about the client instead of by them."""
    text = line.text.strip().replace("’", "'")
    if CHART_SUBJECT.search(text) or CHART_LETTERS.search(text) or CHART_WORDS.search(text):
        return True
    speaks = bool(words.first_person.search(text))
    if not speaks and (
        CHART_WEAK.search(text)
        or (line.step not in {"support_contacts", "social_distraction", "professionals"} and THIRD_PERSON.search(text))
    ):
        return True
    if not speaks and line.step == "warning_signs" and NO_SUBJECT.search(text):
        return True
    return not speaks and line.step in OWN_STEPS and _names_the_client(text, words, client_name)


def _names_the_client(text: str, words: Words, client_name: str) -> bool:
    found = re.match(r"([A-Z][\w-]+) (?:will|is|to|can|should|has|\w+s)\b", text)
    if found is None:
        return False
    name = found[1].casefold()
    return name == client_name.casefold() or (name in words.names and name not in words.name_is_word)


# Things done alone

ALONE = re.compile(
    r"\b(?:by myself|on my own|(?<!not )(?<!be )(?<!n't )(?<!left )alone|late (?:husband|wife|mum|mom|dad|father|mother)|grave|unsent|(?:never|not|don'?t|dont|won'?t|without) (?:\w+ )?(?:send|sent|sending|post|posting|reply|replying)|like i'?m|as if|in my head|to myself|call to mind|"
    r"voicemails?|photos?|pictures?|old (?:texts|messages|letters|videos?)|recordings?|pretend\w*|imagin\w+|saved|(?:talk|speak|chat|read|sing)\w* (?:out loud |aloud )?to (?:god|the (?:dog|cat|plants?|horses?|cows?|hens|mirror|sea|moon|stars)|"
    r"myself|my (?:dog|cat|plants?|late)|jesus|allah|him upstairs)|the (?:dog|cat)|diary|journal|notebook|notes app)\b",
    re.I,
)
CONTACT = re.compile(
    r"^(?:i )?(?:can |could |will |just |maybe |try to |go and |go |quick )*(?:call|ring|phone|text|txt|message|msg|skype|face ?time|zoom|dm|whatsapp|snapchat|e-?mail|video ?call|video chat|invite|ask|tell|meet|knock on|knock next|drop in on|pop (?:round|over|in)|swing by|(?:visit|see|hug|kiss) "
    r"(?=my |a friend|friends|someone|somebody|[A-Z]\w+|nan|gran|mum|mom|dad|the (?:kids|grandkids|boys|girls)))(?:\b|(?<= ))(?! ?(?:back|it|the (?:time|weather|stars|sunset|sunrise|bird|sea|dog|cat|cards)|how|what|if|myself|of|to mind|in|up|off|away|down|on|under|outside|games?|toss|lens|the wind|the bells?|a (?:film|movie|show))\b)"
    r"|\b(?:talk|talking|speak|speaking|chat|chatting|have a chat|vent|venting|reach out|complain|rant|confide)\b (?:\w+ ){0,2}?(?:to|with|w)\b|\b(?:give \w+ (?:\w+ )?a (?:ring|call|bell|shout|buzz)|phone a friend|phone calls? (?:with|to)|on the phone (?:with|to)|chat with|"
    r"hang(?:ing)? (?:out|around)|get together|meet ?up|let (?:someone|somebody|\w+) know|wait for (?:\w+ ){0,2}(?:reply|answer)|till (?:she|he|they|someone|somebody) (?:answers?|replies|comes|picks))",
    re.I,
)
TOGETHER = re.compile(
    r"\b(?:with|w|w/|wi) (?:(?:the|my|some|a|our|his|her|all|old|little|best|few|couple of|other) )*(?:lads|boys|girls|guys|mates?|friends?|people|team|squad|group|gang|fellas?|ladies|neighbou?rs?|someone|somebody|anyone|others|family|folks|kids|grandkids|colleagues|workmates|crew|"
    r"choir|band|company|co-?workers?|class|roommates?|flatmates?|housemates?|men|women|parents)\b|\b(?:someone|somebody|anybody|my (?:\w+ )?(?:buddy|mate|friend|husband|wife|partner|mum|mom|dad|sister|brother|daughter|son|cousin|aunt|uncle|nan|gran|"
    r"neighbou?r|roommate|flatmate|girlfriend|boyfriend|gf|bf|therapist|sponsor|kids)) (?:to|comes?|drives?|sits?|stays?|holds?|reads?|brings?|takes?|rubs?|sleeps|plays|makes me|cooks for|helps|drops|picks|walks|is good at|gives)\b"
    r"|\bget (?:my |the |a )?\w+(?: \w+)? to \w+|\bhelp (?:out )?[A-Z]\w+|\bbeing held\b|\b(?:a |get a |getting a |ask for a |have a )?(?:hug|cuddle|back ?rub|massage|foot rub|head rub)s? (?:from|off|with)|\bget a (?:hug|back ?rub|massage|cuddle)|\bwe (?:sit|talk|watch|play|walk|drive|go|cook|have)\b"
    r"|\b(?:choir|band|team|rehearsal|rugby|football|soccer|hockey|netball|basketball|theatre) practi[cs]e\b|\b(?:dance|yoga|exercise|spin|zumba|pottery|art|cookery|cooking|language|karate|judo|boxing|fitness|pilates|salsa|aqua\w*|keep fit) (?:class|classes|group|lesson|lessons)\b"
    r"|\b(?:zoom|church|village hall) (?:bingo|quiz|call)|\bbingo (?:night|at)|\b(?:five|5)[- ]a[- ]side|\bsparring|\bgroup (?:chat|therapy|meeting|call)|\bbook club|\bsupport group|\bgo to (?:my |the )?(?:\w+ )?group\b|\bpub quiz|\bboard games? (?:night|with)|\bgame night|\bcard(?:s)? night|\bpick-?up (?:game|basketball|hockey)|\bdoubles\b"
    r"|\bcrisis line|\bhelpline|\bhotline|\blifeline|\bsamaritans|\bsupport line|\bwarm ?line|\bbabysit|\bdouble date|\bplay ?date|\bdinner with|\bchess with|\bpoker\b|\bteam sport|\bcompany\b|\bmultiplayer|\bparty with|\b(?:therapy|church service|bible study|prayer group|karaoke|open mic|league|jam session|band camp|drum circle|knitting circle|coffee morning|youth club|running club|walking group|parkrun|sleepover|date night|barbecue|bbq|potluck|family (?:dinner|meal|game night)|volunteer\w*|soup kitchen|scrimmage|d&d|guild|clan|"
    r"co-?op with|duet|discord (?:call|chat)|voice chat|tournament)\b|\b(?:someone|somebody|anyone|anybody)\b(?: (?:to|who|that|i|with|comes?|can|from|else to))|\b(?:with|to|have|need|find|get|ask|want) (?:someone|somebody|anyone)\b|\b(?:drives?|takes?|picks?|cooks? for|reads? to|holds?|sit(?:s)? with|stays? with|check(?:s)? (?:in )?(?:on|with)|"
    r"hugs?|brings?|massages?|teach(?:es)?|distracts?) me\b|\bhold my hand|\b(?:comes?|coming|stay(?:s)?|sleeps?|pops?|go(?:es)?) (?:over|round)(?: to|$|\b)(?! (?:the|my) (?:\w+ )?(?:block|garden|house|park|field|lake|notes|photos|lines))|\b(?:let|have|make|ask|get|need|want) (?:my (?:\w+ )?(?:mum|mom|dad|wife|husband|partner|sister|brother|friend|mate|son|daughter|"
    r"roommate|flatmate|nan|gran|cousin)|mum|mom|dad|nan|gran) (?!'s)\w+|\bnext door\b|\bgo(?:ing)? (?:over )?to (?:my |a )?(?:friend|mate|mum|mom|dad|nan|gran|sister|brother|aunt|uncle|cousin)'?s|\bround (?:to )?(?:my )?[\w']+'s\b",
    re.I,
)


def needs_somebody(line: LineFacts, words: Words) -> bool:
    """Cannot be done alone: somebody has to answer, come or take part."""
    text = line.text.replace("’", "'")
    if ALONE.search(text) or (words.animals.search(text) and not relations_in(text, words)):
        return False
    if CONTACT.search(text) or TOGETHER.search(text):
        return True
    return _with_a_person(text, words)


def _with_a_person(text: str, words: Words) -> bool:
    found = re.search(
        r"\b(?:with|w|w/|wi|beside|opposite|against)\s+(?:(?:my|our|the|old|little|uncle|aunt|auntie|mr\.?|mrs\.?|ms\.?)\s+)*(.+)",
        text,
        re.I,
    )
    if found is None:
        return False
    rest = found[0].split(" ", 1)[1]
    people = names_in("with " + rest.split(",")[0], words) | relations_in(rest.split(",")[0], words)
    walks = re.match(r"\s*(?:walk|walking|play|run|sit|nap|lie|snuggle)\b", text, re.I) and not relations_in(rest, words)
    return bool(people) and not (
        walks
        and re.search(
            r"\b(?:with) (?:Luna|Biscuit|Max|Bella|Rex|Buddy|Molly|Daisy|Tyson|Noodle|Charlie|Milo|Rocky|Coco|Shadow|Misty|Patch|Scout|Poppy|Teddy)\b",
            text,
        )
    )


# Making the place safer: who and when

WHEN = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat)\b|\b(?:january|february|march|april|june|july|august|september|october|november|december|jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec)\b|\b(?:in|since|by|on|until|till|last|this|next) may\b"
    r"|\b(?:tonight|today|tomorrow|tomoz|tmrw|tmr|2moro|yesterday|this (?:week|weekend|morning|evening|afternoon|month)|next (?:week|weekend|month|time)|last (?:week|weekend|month|night|year|fall|spring|summer|winter)|by the end of|after work|before work|before the weekend|at the weekend|"
    r"first thing|on the way|since|already|till|til|as of|from now on|these days|straight after|until (?!i feel|i'm|im |things|it |it's|this|better|stable)\w+|on \d|the \d+(?:st|nd|rd|th)|\d{1,2}/\d{1,2}|payday|christmas|easter|when the bad|in (?:spring|summer|autumn|fall|winter)|(?:every|each|nightly|always|never|whoever|whenever))\b",
    re.I,
)
DONE = re.compile(
    r"\b(?:gave|given|took|taken|went|gone|moved|changed|sold|returned|handed|dropped|threw|thrown|chucked|locked (?:it|them|the|my|everything)|(?:is|are|now|been|stays?) locked|rented|installed|fitted (?:it|last)|done|cleared|emptied|swapped|switched|got rid of|is locked|are locked|stays? locked|are off|is off|"
    r"there(?:'s| is| are|'ve| have)? (?:no|never|nothing)|have never|nothing in the house|we checked|i checked|has been|have been|was|were|are (?:at|with|in)|is (?:at|with|in)|'s (?:at|with|in|now)|are now|lives? (?:at|with)|bought|threw|binned|flushed|destroyed|set up by|set up with|keeps|holds|has (?:the|both|all|my|our|it|them)|"
    r"looks after|hangs on|picks (?:up|them)|brings|collects|hides|opens|moves|counts|checks|stores|writes|gives|hands|takes|sorts|locks (?:it|them|up|the|away|my)|stay(?:s)? (?:at|with)|only (?:\w+ ){1,3}(?:has|have|knows?|opens)|don'?t know (?:the|where)|not know|never)\b|^(?:no|there is no|there are no)\b.*\b(?:brings?|left|anymore|any more)\b",
    re.I,
)
HEDGE = re.compile(
    r"\b(?:maybe|perhaps|could|should|might|would like|i'?d like|need to|needs to|have to|sometime|some ?time|some day|someday|at some point|one day|eventually|talk(?:ed)? about|think about|thinking about|want to|hoping to|try to|look into|find (?:a|some|out)|ought|meaning to|been meaning|soon|somewhere|for a while|over the winter|"
    r"have somebody|somebody|someone|a mate|get (?:the|a|someone|somebody)|better (?:to|if)|supposed to|plan to|consider|ask (?:someone|somebody|around)|if possible|probably|make sure|ensure|arrange)\b",
    re.I,
)
I_DO = re.compile(
    r"^(?:i|i'll|i will|i'm going to|we|we'll|ill|me and \w+|me n \w+)\b(?!'d| would| need| want| should| could| might| can | have to|'ve got to| think| hope| ought)",
    re.I,
)
DATED = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(?:tonight|today|tomorrow|tmrw|this (?:week|weekend|evening|afternoon)|next (?:week|weekend)|already|yesterday|since|by the end of)\b|\b(?:on|by) (?:the )?\d",
    re.I,
)


def has_no_owner_or_date(line: LineFacts, words: Words) -> bool:
    """An action without a person, a time, or a word that it is done."""
    if line.person is not None:
        return False
    text = line.text.replace("’", "'").strip()
    if DATED.search(text):
        return False
    if HEDGE.search(text):
        return True
    return not (WHEN.search(text) or DONE.search(text) or I_DO.search(text) or _somebody_does(text, words))


def _somebody_does(text: str, words: Words) -> bool:
    """A relative, a name or a helper stands there: as the one who acts, or with whom the thing is."""
    if re.search(
        r"\b(?:carer|pharmacist|chemist|pharmacy|gun club|police|nurse|dr\.?|doctor|keyworker|landlord|staff|sheriff|vet|warden)\b",
        text,
        re.I,
    ) and not re.match(r"(?:take|get)\b", text, re.I):
        return True
    if re.search(r"\bback to the (?:pharmacy|chemist)", text, re.I):
        return False
    people = relations_in(text, words) or names_in(text, words)
    return bool(people)


# Promises

_HARM = r"(?:hurt(?:ing)?|harm(?:ing)?|kill(?:ing)?|cut(?:ting)?) (?:myself|me|yourself|anyone|anybody)"
_END = (
    rf"(?:{_HARM}|end(?:ing)? (?:my life|it|things)|take my (?:own )?life|die|do it|do anything|go through with|act(?:ing)? on|attempt|self[- ]?harm|try (?:it|anything)|do (?:something|anything|nothing) (?:stupid|silly|bad|daft|to myself)|do that|do this|"
    rf"go for the (?:guns?|pills?)|touch the (?:guns?|pills?|meds|tablets)|leave (?:them|her|him|my (?:kids|children|family|wife|husband|mum|mom|boys|girls|son|daughter))(?= behind|$|[.!,])|give up(?=$|[.!]| on life)|be next|dying|doing it|ending it|hurt me|try again|try (?:it|that) again|od|overdose|commit|suicide|take (?:all )?(?:the|my) (?:pills|tablets|meds))"
)
_VOW = r"(?:promis\w*|deal|pact|honou?r|cross my heart|on my life|hand on heart|assure|swear|swore|sworn|vow\w*|pinky\w*|guarantee\w*|undertake|pledge\w*|oath|gave \w+ my (?:word|hand)|my (?:word|solemn)|hand on it|gives? (?:my|his|her) word|agree(?:ment|d)?|contract\w*|sign(?:ed)?|commit\w* to|bound)"
_SAFE = r"(?:(?:stay|keep|be|remain|keeping|staying|stays?|i'm|being)(?: \w+)? (?:safe|alive)|safe|alive|make it|here tomorrow|not be next|still be here|living|staying here|my safety)"
NEGATED = re.compile(
    rf"\b(?:not|never|won'?t|wont|don'?t|dont|no longer|shan'?t|cannot|can'?t|cant|mustn'?t|musn'?t|must not|shall not|will not|wouldn'?t|would never|without)\b(?: \w+){{0,3}}? {_END}\b(?! (?:list|if|today list))"
    r"|\bnot (?:going to|gonna|to) (?:\w+ )?(?:hurt|harm|kill|cut|die|do it|end)|\bno (?:more |further )?(?:self[- ]?harm\w*|suicide|attempts?|cutting|hurting myself|harming myself|overdos\w+)\b",
    re.I,
)
VOWED = re.compile(
    rf"\b{_VOW}\b(?=.*\b(?:{_SAFE}|{_END})\b)|\b(?:{_SAFE}|{_END})\b.*\b{_VOW}\b|\b(?:promise|swear|vow|agree)(?:d|s)? not to\b|\bbreak (?:this|the|my|our) (?:agreement|promise|contract|word)|\bkeep my (?:promise|word)|\b(?:no[- ]harm|no[- ]suicide|safety) (?:contract|agreement|pact|pledge)|\bcontract for safety|\bcross my heart|\bi (?:promise|vow|pledge|guarantee)\b(?! (?:luna|the dog))|\b(?:i )?swear (?:to|on|i|that i)\b(?=.*\b(?:won'?t|not|never|safe)\b)|\bresponsib\w+ for (?:my|keeping my)|"
    r"\bif i (?:hurt|harm|cut|self[- ]?harm|break)\b.*\b(?:end|ends|stop|stops|lose|discharged?|over|finished)\b",
    re.I,
)
STAY = re.compile(
    r"^(?:just |i (?:will|must|have to|need to|shall) |i'?ll |must |have to |need to |got to |gotta |to )*(?:stay|staying|keep|keeping|remain|be)(?: (?:myself|me))? (?:safe|alive|strong)\b(?!.{0,3}(?:box|deposit|house|room|place|word|key))"
    r"|\b(?:will|going to|gonna|gotta|got to|have to|must|need to|i'?ll) (?:always )?(?:stay|keep|be|remain)(?: \w+)? (?:safe|alive)\b|\b(?:will|must|have to|need to|got to) (?:stay here|survive|keep going|go on living|stick around|not die|keep breathing|live for)\b|\bkeep myself (?:safe|alive)|\bstay(?:ing)? alive\b|\bkeep (?:on )?living\b|\bmake it to (?:the )?(?:morning|tomorrow|next|my next)",
    re.I,
)
DUTY = re.compile(
    r"\bnot allowed to (?:die|leave|go|give up|quit|kill|hurt|check out)|\b(?:can'?t|cannot|mustn'?t|couldn'?t|not going to|won'?t|never|cant) (?:die|leave (?:my|the|them|him|her|mum|mom)|do (?:that|this) to|let (?:them|my|him|her|\w+) (?:down|find)|abandon|kill myself|put (?:them|my \w+|mum|mom) through)"
    r"|\bdon'?t get (?:a|to) (?:choice|choose|die|quit)|\bno choice but to|\bi owe (?:it )?(?:to )?|\bunder orders\b|\bhave to (?:stay|live|be here|keep going|survive|go on|hang on|exist)|\bmust (?:stay|live|be here|go on|keep going|survive)|\b(?:got|need) to (?:stay (?:alive|here)|live for)|\bmy duty\b|\bit'?s my duty|\bobligat\w+"
    r"|\b(?:would|could|can|will|did)?(?:n't| never| not|n?ever) (?:ever )?do (?:that|this|it) to\b|\bfor (?:my |the |their |his |her )?(?:\w+ )?sake\b|\bsake of\b|\b(?:is|be) a sin\b|\bforbid(?:s|den)\b|\b(?:can'?t|cannot|mustn'?t) lose (?:me|their|another)\b|\bnever forgive me\b|\bit would be a sin\b|\bgot to stick around|\bhave no right to",
    re.I,
)
PROMISE_NOT = re.compile(
    r"\bif i (?:want|feel like|start wanting) to\b|\byou can'?t promise\b|\bstop caring\b|\bthink(?:ing)? (?:i|they|everyone|everybody|about)\b.{0,20}\b(?:without|better off)|\bi can'?t (?:stop|sit|sleep|eat)",
    re.I,
)


def promises(line: LineFacts, words: Words) -> bool:
    """Reads as a contract not to harm oneself, or as a duty to stay alive."""
    text = line.text.replace("’", "'")
    if NEGATED.search(text) and not (PROMISE_NOT.search(text) and not VOWED.search(text)):
        return line.step != "warning_signs" or bool(VOWED.search(text))
    return bool(VOWED.search(text) or STAY.search(text) or DUTY.search(text))


# Treatment for alcohol or drugs

TREATMENT = re.compile(
    r"\b(?:sponsors?|sponsee|aa|twelve[- ]step\w*|12[- ]step\w*|(?:through|on|working|doing|did|finished|my) step (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})|step (?:work|study)|(?:fourth|fifth|eighth|ninth|tenth|twelfth) step|making amends|methadone|suboxone|buprenorphine|bupe|subutex|"
    r"sublocade|buvidal|espranor|naltrexone|vivitrol|antabuse|disulfiram|acamprosate|campral|nalmefene|naloxone|narcan|lofexidine|zubsolv|librium|aftercare|recovery (?:group|coach|cent(?:er|re)|meetings?|house|college|worker|programme|program|app|community|cafe|café|friends|circle|team|friend|home|services?|plan|capital|date|birthday)|"
    r"in recovery|smart (?:recovery|meeting)|refuge recovery|recovery dharma|celebrate recovery|lifering|big book|serenity prayer|just for today|higher power|medallion|(?:sober|halfway|three[- ]quarter|oxford|dry) house|sober (?:living|home|coach|companion|date|birthday|since|buddy|app|friends?|for|circle|mates?)|sobriety|"
    r"(?:days|months|years|weeks|stay|staying|stayed|been|got|get|getting|i'm|im|keep|keeping|kept) sober|\d+ (?:days|months|years|weeks) clean|(?:days|months|weeks) clean|clean (?:and sober|date|time|since)|(?:been|got|getting|get|staying|stay) clean(?! (?:the|up|out|my|sheets))|iop|otp|drug court|needle exchange|harm reduction|dried out|drying out|"
    r"relaps\w+|alano|hit a meeting|home group|cravings?|white[- ]knuckl\w+|dosing|dose at|take[- ]homes|ua'?s?|urine (?:test|screen)s?|(?:piss|pee|wee) tests?|dirty drop|drop clean|soberlink|breathaly[sz]er|drug (?:and alcohol|& alcohol|worker|service|treatment|rehab|tests?|program\w*|counsell?or|clinic|team)|"
    r"alcohol (?:worker|service|nurse|treatment|team|counsell?or|clinic|support|unit|program\w*|group|liaison)|alcohol and drug|(?:substance|chemical) (?:misuse|use|abuse|dependency|dependence)|dual diagnosis|addictions?|addict|finish(?:ing)? treatment|out of treatment|in treatment|residential treatment|outpatient treatment|"
    r"treatment (?:cent(?:er|re)|program\w*|facility|place|buddies|friends|counsell?or|court)|anonymous|a\.a\.|n\.a\.|alcoholics?|since i quit|people i used with|used to use with|using (?:buddies|friends|again|mates)|(?:my|was) using|(?:green|methadone) (?:stuff|script)|opioids?|opiates?|supervised (?:dose|consumption)|"
    r"key ?tags?|\d+[- ]?(?:day|month|year)s? (?:chip|coin|token|medallion|sober|clean)|(?:white|sobriety|recovery|newcomer|my|day|month|year) chip|chair(?:ing)? (?:the|a|my) meeting|(?:drinking|drinkers) (?:group|counsell?or|clinic|service|tablets)|for drinking|help with (?:my )?drinking|counsell?or for (?:my )?drinking|detox\w*|"
    r"in withdrawal|the withdrawals?|withdrawals|(?:on|off) the wagon|28[- ]days?(?: program\w*)?|(?:friend|mate|someone|people|lads|folks|guys|women|men) from the rooms|in the rooms|fellowship (?:friend|friends|mate|mates)|play(?:ing)? the tape (?:forward|through|to the end)|urge surf\w*|turning point|cgl|change grow live|court[- ]ordered|"
    r"my (?:last drink|last use|drug of choice|daily pick[- ]?up)|blockers? (?:from|for)|implant for)\b",
    re.I,
)
MEETING = re.compile(
    r"\b(?:open|closed|noon|speaker|candlelight|newcomers?'?|nooner|step|late night|men's|women's|beginners'?|online|tuesday night|friday night) meetings?\b|\b(?:go(?:ing)? to|skip(?:ping)?|stop(?:ped)? going to|miss(?:ing)?|make|making|hit(?:ting)?|get to|dodging|my|extra|ninety|90) (?:my |a |the |any |more )?meetings\b",
    re.I,
)
OTHER_MEETINGS = re.compile(
    r"\b(?:work|job|zoom|team|board|pta|school|tenants?'?|union|parish|council|prayer|allotment|society|staff|quaker|office|boss|manager|link|residents?|weight|slimming|scouts?|committee|church council|town|neighbou?rhood|writers?|knitting|astronomy|book)\b",
    re.I,
)
REHAB = re.compile(r"\brehab(?:ilitation)?\b", re.I)
BODY_REHAB = re.compile(
    r"\b(?:knee|hip|shoulder|back|stroke|cardiac|physio\w*|exercises?|wrist|leg|ankle|vestibular|heart|pulmonary|lung|sports?|horse|wildlife|animal|owl|hedgehog|bird|injury|surgery|op)\b",
    re.I,
)
OF_OTHERS = re.compile(
    r"\b(?:he|she|they)(?:'s| is| are|'re| has|'d)?\b[^,.;]*\b(?:in recovery|sober|clean|rehab|detox|relaps\w+)|\b(?:my|when my|when|if) (?:\w+ )?(?:dad|mum|mom|brother|sister|son|daughter|husband|wife|ex|partner|father|mother|uncle|cousin|flatmate|roommate)(?:'s)? (?:relaps\w+|is using|goes to rehab|drinks|rehab|sobriety|detox|methadone|is in "
    r"(?:rehab|treatment|recovery)|being in rehab|in rehab)",
    re.I,
)
INNOCENT = re.compile(
    r"\b(?:work(?:ing|ed|s)? (?:\w+ )?(?:\w+ )?(?:detox|rehab)\b.*|(?:juice|digital|phone|social media|sugar|skin|tea|screen|insta\w*) detox|detox (?:tea|juice|smoothie)|water treatment|treatment plant|sewage treatment|(?:spa|beauty|hair|skin|dental|cancer|fertility|acne|laser|physio) treatments?|in treatment for (?:cancer|my \w+)|(?:chocolate|sugar|salt|food|snack|pregnancy|"
    r"carb|crisps?|nicotine) cravings?|cravings? (?:for )?(?:chocolate|sugar|crisps|chips)|clean driving|sponsor(?:ed|s)? (?:a )?(?:child|kid|walk|run|swim|dog|donkey|'?s child)\w*|(?:shirt|jersey|team|club|visa|shop) sponsors?|recovery (?:room|ward|run|day|ride|from)|in recovery from|aa (?:batter\w+|cell\w*|meter|card|breakdown|road\w*|van|patrol)|batter\w+ aa|one day at a time|"
    r"al-?anon|alateen|anonymous (?:note|letter|tip|account|posts?)|addict(?:ed)? to (?:wordle|chess|crosswords?|my phone|telly|tv|sudoku)|(?:crossword|tv|tea|coffee|book|gaming|chocolate|history|puzzle) addict|turning point (?:in|of)|beta ?blockers?)\b",
    re.I,
)
GROUP_LETTERS = re.compile(r"\b(?:NA|CA|MAT)\b")
ILLNESS = re.compile(r"\brelaps\w+\b(?=.*\b(?:depress|psychos|bipolar|ms|illness|episode|eating|mania|manic|low)\w*)", re.I)


def tells_of_treatment(line: LineFacts, words: Words) -> bool:
    """A copy given to somebody else would tell of treatment for alcohol or drugs."""
    text = INNOCENT.sub(" ", line.text.replace("’", "'"))
    if ILLNESS.search(text) or (
        OF_OTHERS.search(text) and not re.search(r"\b(?:sponsors?|my recovery|we|us|together)\b", text, re.I)
    ):
        return False
    if TREATMENT.search(text) or GROUP_LETTERS.search(text):
        return True
    if REHAB.search(text):
        return not BODY_REHAB.search(text)
    return bool(MEETING.search(text)) and not OTHER_MEETINGS.search(text)

"""English: what would tell of treatment for alcohol or drugs."""

import re

from safetyplans.quality.facts import LineFacts
from safetyplans.quality.words import Words

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
    r"\b(?:knee|hip|shoulder|back (?:pain|injury|exercises)|my back|bad back|stroke|cardiac|physio\w*|exercises?|wrist|leg|ankle|vestibular|heart|pulmonary|lung|sports?|horse|wildlife|animal|owl|hedgehog|bird|injury|surgery|op)\b",
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
GROUP_LETTERS = re.compile(r"(?<!, )\b(?:NA|CA|MAT)\b(?!,? (?:the|study|exam|for|form|course|class|licen[cs]e|driv\w+)\b)")
ILLNESS = re.compile(r"\brelaps\w+\b(?=.*\b(?:depress|psychos|bipolar|ms|illness|episode|eating|mania|manic|low)\w*)", re.I)


_DRUGS = r"(?:heroin|smack|gear|coke|cocaine|crack|meth|speed|pills|benzos|oxy\w*|fentanyl|weed|dope|drink|drinking|booze|alcohol|drugs|vodka|spice|ket(?:amine)?|it|the (?:drink|booze|bottle|gear|sauce|stuff))"
_PROVIDERS = r"(?:hazelden|betty ford|samhsa|talk to frank|frank (?:helpline|line)|we are with you|addaction|phoenix (?:house|futures)|drinkline|cgl|cranstoun|via new beginnings|salvation army (?:arc|lifehouse)|narconon|the priory for drink\w*|subutex|methadose|lucemyra|brixadi|alano club|camh addictions|portage)"
MORE_TREATMENT = re.compile(
    rf"\b{_PROVIDERS}\b|\bspeaker (?:night|tape|meeting)s?\b|\b(?:cake|birthday|chip) meetings?\b|\b(?:\d+|one|two|three|four|five|ten|\w+)[- ]year (?:cake|coin)\b|\bsub film\b|\b(?:film|strips?) under (?:my|the) tongue\b|\b(?:my|out of|take|taking|counts? my|on) (?:subs|strips)\b|\b(?:drink|swallow|take|dose)\w* (?:it )?in front of the (?:chemist|pharmacist|nurse)\b|\bstopped (?:drinking|using) (?:in|at) (?:the|a|hospital)\b|\b(?:about|from|over) using\b(?! (?:my|the|a|it)\b)|\b(?:skip\w*|miss\w*) (?:my|a) pick[- ]?up\b|\bromanc\w+ (?:the|a) (?:drink|drug|bottle)\b|\btaught (?:me|us) (?:on|in|at) (?:the )?(?:program\w*|treatment|group|rehab|detox)\b|\b(?:did|in|at|from|after|before|my|finished|through) residential\b(?! (?:street|area|home|school|care|road|parking|college))|\bmy sober \w+|\b(?:dui|dwi) (?:class|program|course|school|counsel)\w*|\bI have (?:\d+|thirty|sixty|ninety) days\b(?! (?:off|left|holiday|leave|to|of))|\bmy recovery\b(?! (?:from|after|time|room|position|plan after))|\bmy share (?:from|on|at) (?!pizza)\w+|\b(?:years?|yrs?|months?|days?|weeks?) (?:off|without|free (?:of|from)) (?:a )?{_DRUGS}\b|\b\d+ ?(?:years?|yrs?|months?|mos?|days?|weeks?|y|d) (?:clean|sober|dry)\b|\b(?:years?|months?|days?) (?:clean|sober|dry)\b|\bclean (?:for )?\d|\bsobriety\b|\bsober (?:mate|buddy|friend|mom|mum|dad|life|and|now|today|anniversary|network|support|crew|gang|house|since|me|women|men|dance|softball|bar)"
    r"|\brecovery (?:mentor|sponsor|partner|buddy|peers?|nurse|support|coordinator|sisters?|brothers?|fellowship|journey|lads|mates?|people|crowd|gym|run|choir|football|kitchen|hub|navigator|specialist|podcast|book|journal|workbook|reading)\b|\b(?:daily reflections|90 in 90|ninety in ninety|drug (?:project|agency|charity|court|counselling|counseling|group|nurse|unit|rehab|dependency|recovery|users?)|alcohol (?:counselling|counseling|project|charity|recovery|dependency|detox|rehab|nurse|court|meds|class(?:es)?)|drink(?:ing)? (?:counsell?or|group|worker|clinic|service|meds|diary for)|dui class(?:es)?|daily script|needle (?:exchange|van))\b"
    r"|\b(?:from|in|through|with|thanks to|to|working|of) (?:the |my )?(?:fellowship|rooms|program(?:me)?)\b(?! (?:at|on|for|of) (?:uni|school|college|work|the (?:gym|telly|radio))|,? (?:on (?:tv|radio)))|^the rooms\b|\b(?:my|when i|if i|i|before i|after i|near(?:ly)?|about to) (?:\w+ )?relaps\w*|\brelapse (?:plan|prevention|dreams?)|\b(?:morning|early|lunchtime|nightly|daily|sunrise|candlelight) meeting\b(?=, then|$|[.]|, (?:coffee|breakfast))|\b(?:we|i) (?:got|get) (?:clean|sober) together\b|\bmy (?:using|drinking) days\b|\bway to (?:the )?(?:methadone|clinic for my dose)\b|\b(?:ex-?user|old (?:using|drug|drinking) (?:mates?|friends?|buddy|buddies|crowd|partner))\b|\bcounts? days\b|\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth) step\b|\b(?:from|at|in|of) smart\b(?! (?:shop|phone|school))|\bsmart (?:group|meetings?|recovery|handbook|facilitator)\b",
    re.I,
)
# Recovery, relapse, treatment and craving of other kinds: of the mind, the body, food.
OTHER_ILLNESS = re.compile(
    r"\b(?:mental health|depress\w*|bipolar|anxiety|psychos\w*|eating|anorexi\w*|bulimi\w*|ocd|trauma|cancer|stroke|weight|migraines?|asthma|pain|eczema|psoriasis|lupus|crohn'?s|back pain|bad back|fatigue|ms|adhd|caffeine|coffee|sugar|chocolate|carbs?|nicotine|smok\w+|cigarettes?|vap(?:e|es|ing)|snacks?|food|cream|bypass|surgery|op|hip|knee|heart|gaming|game|phone|burnout|tattoo|antidepressants?|cash|bank|account)\b",
    re.I,
)
OTHER_SENSE = re.compile(
    r"\brecovery (?:college|team|worker)\b|\bcraving (?!hits|comes|starts|a drink|drink|alcohol|drugs)\w+|\bcravings? for (?!a |drink|alcohol|drugs|booze|it)\w+|\brelaps\w+ into\b|\b(?:NA|N/A|alcohol[- ]free|non[- ]alcoholic) (?:beer|wine|drinks?|lager)|\b(?:CA|NA) (?:for|form|licen[cs]e|exam)\b|\brooms (?:above|at|over|upstairs|to let)\b|\btea ?rooms?\b"
    r"|\baddict\w*\?|\b(?:model|railway|chess|bridge|gardening|scout|masons?|lodge|rotary|wi|legion|film|bowls|history|camera|choir|veterans) meetings?\b|\bmeetings?,? (?:of |at |for )?(?:the )?(?:model|railway|bowls|chess|bridge|rotary|lodge|legion|parents|school|scouts|camera|history|gardening|council|tenants|club|union|society)\b",
    re.I,
)
SURELY = re.compile(
    r"\b(?:sponsors?|methadone|suboxone|alcohol|drugs?|sober|sobriety|aa|heroin|drink(?:ing)?|detox|rehab|twelve|12[- ]step|clean|naltrexone|antabuse|big book|iop|fellowship|the rooms|dried out|speaker|meetings?)\b",
    re.I,
)
OTHER_SPONSOR = re.compile(
    r"\bsponsor\w*\b(?=.*\b(?:golf|club|team|softball|football|rugby|visa|confirmation|league|charity|school|scholarship|show|race|walk|scouts?)\b)|\b(?:golf|team|visa|scholarship|confirmation|league|race|club|show)(?:'s)? sponsors?\b",
    re.I,
)
_FAMILY = r"(?:dad|mum|mom|mam|brother|sister|son|daughter|husband|wife|ex|partner|father|mother|uncle|aunt\w*|cousin|flatmate|roommate|grandad|grandpa|nan|boyfriend|girlfriend|step-?dad|step-?mum|bro|sis|neighbou?r|mate|friend)"
FAMILY_IN_TREATMENT = re.compile(
    rf"\b{_FAMILY}'?s?(?: (?-i:[A-Z])\w+)?(?:,? who)?,? (?:\w+ )?(?:relaps\w+|(?:is |was |got |gets |went |been |being |has been |goes |went )?(?:back )?(?:sober|clean|to rehab|in rehab|in recovery|into rehab|to detox|using|sobriety|recovery|methadone|rehab|quit))\b",
    re.I,
)
# What the words mean at home, in church, in a workshop, on a stage.
ELSEWHERE = re.compile(
    r"\b(?:(?:church|bible|prayer|parish) (?:home )?(?:group|meeting|fellowship)s?|(?:step|steps|twelve steps|12 steps) (?:up|down|away|back|aside|outside|from|to the)|step (?:one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) (?:of|in) (?:the|a|my) (?!program|big book)[\w ]+|(?:school|after[- ]school|kids?|kids to|tattoo|wound|skin) aftercare|aftercare (?:club|cream|run|fees|pick[- ]?up)|detox (?:my|the|your) (?:inbox|phone|feed|house|flat|closet|wardrobe|desk|kitchen)|"
    r"rehab(?:bing)? (?:an?|the|my|our|old) (?:\w+ )?(?:chair|table|house|home|room|bathroom|kitchen|bike|boat|car|furniture|garden|shed|motorbike|guitar|bench|dresser|barn|truck)|(?:cash|bank|card|atm) withdrawals?|drug ?(?:tests?|screen)s? (?:for|at) (?:the|my|a) (?:new )?(?:job|work|employer)|white chip and|get(?:ting)? clean(?=,? (?:warm|hot|in the|after|and dry|\w+ shower|clothes|fresh))|making amends with (?!my sponsor)|(?:gamblers|overeaters|emotions|debtors|workaholics|codependents|hoarders|clutterers)'? anonymous|"
    r"winehouse\b.*|home group\b(?=.*\b(?:bible|ruth|luke|psalms?|pray|church|vicar|pastor)\b)|smoking cessation|recovery (?:nurse|team|suite|unit|position|shake|drink|breakfast|pace|truck|vehicle|driver|boots?|run|week|day|swim|jog)s?(?= after| from| following| on| in| for| with|,|$)(?!.*\b(?:sober|drink|drugs?|alcohol)\b)|sober (?:driver|look|thought|husband|wife)|used to (?:work|volunteer) (?:in|at) [\w ]*)\b",
    re.I,
)
AT_WORK = re.compile(
    r"\b(?:my|our|the|a|two|three|some) (?:\w+ )?(?:patients?|clients?|residents?|service users?|inmates?|tenants?)\b|^patients? |\b(?:first aid(?:er)?|my old job|at work|for work|on shift|as a (?:nurse|paramedic|medic|pharmacist|cop|carer))\b|\bwork(?:s|ed|ing)? (?:in|at|for|with) (?:an? |the )?(?:\w+ ){0,2}(?:addictions?|recovery|drug|alcohol|detox|rehab|methadone|opioid|substance)\b",
    re.I,
)
_MINE = r"my (?:own |last |first )?(?:sponsor|recovery|sobriety|meetings?|methadone|dose|detox|rehab|clinic|chip|program\w*|home group|relapse|aa|na|counsell?or|suboxone|subs)"
MY_TREATMENT = re.compile(rf"\b{_MINE}\b", re.I)
MY_OWN = re.compile(
    rf"\b(?:{_MINE}|i (?:was|am|got|went|did|used|finish\w*)|i'm (?:sober|clean|in)|me|we|us|together)\b",
    re.I,
)
MEDICAL_OPIOIDS = re.compile(
    r"\b(?:opioids?|opiates?)\b(?=.*\b(?:hip|knee|op|surgery|pain|pharmacy|leftover|dentist|back|prescri\w+)\b)|\b(?:old|leftover|post-?op) opioids?\b",
    re.I,
)
OF_MY_FAMILY = re.compile(
    rf"^(?:(?:when|if|finding|hearing|seeing|my|our|the) )*(?:{_FAMILY})'s (?:\w+ ){{0,3}}?(?:sponsor|aa|na|detox|rehab|methadone|suboxone|relapse|recovery|sobriety|meetings?|buddies|clinic|drug|alcohol|needles|addiction|doctor)\b"
    rf"|\b(?:my|the) {_FAMILY} and (?:his|her|their) (?:aa|na|sponsor|rehab|recovery|sober)\b|^(?:my |our )?(?:big |little |older |younger )?{_FAMILY}(?: (?-i:[A-Z])\w+)?, (?:\d+|\w+) (?:years?|months?|days?) (?:sober|clean|dry)\b",
    re.I,
)
PLAIN_CLEAN = re.compile(r"\bclean[- ](?:shaven|shirt|sheets|clothes|up|the|my|kitchen|house|bed|plate|air|living|eating)\b", re.I)


def tells_of_treatment(line: LineFacts, words: Words) -> bool:
    """A copy given to somebody else would tell of treatment for alcohol or drugs."""
    text = line.text.replace("’", "'")
    for innocent in (INNOCENT, OTHER_SENSE, OTHER_SPONSOR, PLAIN_CLEAN, ELSEWHERE):
        text = innocent.sub(" ", text)
    if _is_about_work_or_others(text):
        return False
    if ILLNESS.search(text) or (
        OF_OTHERS.search(text) and not re.search(r"\b(?:sponsors?|my recovery|we|us|together)\b", text, re.I)
    ):
        return False
    if OTHER_ILLNESS.search(text) and not SURELY.search(text):
        return False
    if FAMILY_IN_TREATMENT.search(text) and not re.search(
        r"\b(?:my recovery|we|us|together|sponsor|i (?:was|am|got|went)|i'm (?:sober|clean))\b", text, re.I
    ):
        return False
    if TREATMENT.search(text) or MORE_TREATMENT.search(text) or GROUP_LETTERS.search(text):
        return True
    if REHAB.search(text):
        return not BODY_REHAB.search(text)
    return bool(MEETING.search(text)) and not OTHER_MEETINGS.search(text)


def _is_about_work_or_others(text: str) -> bool:
    """Somebody else's treatment, or treatment as the client's own work or medicine after an operation."""
    if AT_WORK.search(text) and not MY_TREATMENT.search(text):
        return True
    if MY_OWN.search(text):
        return False
    return bool(OF_MY_FAMILY.search(text) or (MEDICAL_OPIOIDS.search(text) and not SURELY.search(text)))

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

"""English: who makes the place safer, and when."""

import re

from safetyplans.quality.facts import LineFacts
from safetyplans.quality.names import names_in, relations_in
from safetyplans.quality.words import Words

WHEN = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat)\b|\b(?:january|february|march|april|june|july|august|september|october|november|december|jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec)\b|\b(?:in|since|by|on|until|till|last|this|next) may\b"
    r"|\b(?:tonight|today|tomorrow|tomoz|tmrw|tmr|2moro|yesterday|this (?:week|weekend|morning|evening|afternoon|month)|next (?:week|weekend|month|time)|last (?:week|weekend|month|night|year|fall|spring|summer|winter)|by the end of|after work|before work|before the weekend|at the weekend|"
    r"first thing|on the way|since|already|till|til|as of|from now on|these days|straight after|until (?!i feel|i'm|im |things|it |it's|this|better|stable)\w+|on \d|the \d+(?:st|nd|rd|th)|\d{1,2}/\d{1,2}|payday|christmas|easter|when the bad|in (?:spring|summer|autumn|fall|winter)|(?:every|each|nightly|always|never|whoever|whenever))\b",
    re.I,
)
DONE = re.compile(
    r"\b(?:gave|given|took|taken|went|gone|moved|changed|sold|returned|handed|dropped|threw|thrown|chucked|locked (?:it|them|the|my|everything)|(?:is|are|now|been|stays?) locked|rented|installed|fitted (?:it|last)|done|cleared|emptied|swapped|switched|got rid of|is locked|are locked|stays? locked|are off|is off|"
    r"there(?:'s| is| are|'ve| have)? (?:no|never|nothing)|(?:isn'?t|aren'?t|ain'?t) (?:any|anything|no|none)|(?:don'?t|doesn'?t|do not|never) (?:own|have|got)|sorted|dumped|binned|scrapped|surrendered|melted|all gone|gone now|disposed|poured|smashed|cut up|took (?:them|it|the)|screwed|bolted shut|fixed shut|nailed|have never|nothing in the house|we checked|i checked|has been|have been|was|were|are (?:at|with|in)|is (?:at|with|in)|'s (?:at|with|in|now)|are now|lives? (?:at|with)|bought|threw|binned|flushed|destroyed|set up by|set up with|keeps|holds|has (?:the|both|all|my|our|it|them)|"
    r"looks after|hangs on|picks (?:up|them)|brings|collects|hides|opens|moves|counts|checks|stores|writes|gives|hands|takes|sorts|locks (?:it|them|up|the|away|my)|stay(?:s)? (?:at|with)|only (?:\w+ ){1,3}(?:has|have|knows?|opens)|don'?t know (?:the|where)|not know|never)\b|^(?:no|there is no|there are no)\b.*\b(?:brings?|left|anymore|any more)\b",
    re.I,
)
HEDGE = re.compile(
    r"\b(?:maybe|perhaps|could|should|might|would like|i'?d like|need to|needs to|have to|sometime|some ?time|some day|someday|at some point|one day|eventually|talk(?:ed|ing)? (?:to|with) \w+ about|talk(?:ed)? about|think about|thinking about|want to|hoping to|try to|look into|find (?:a|some|out)|ought|meaning to|been meaning|soon|somewhere|for a while|over the winter|"
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


IMPERATIVE = re.compile(
    r"(?:please )?(?:add|block|bolt|buy|cancel|change|check|clean|clear|cut|delete|disable|dispose|ditch|drop|dump|empty|fit|find|fix|flush|get|give|hand|have|hide|install|keep|leave|limit|lock|lose|make|move|order|pack|pour|put|reduce|remove|replace|restrict|return|secure|sell|separate|set|sort|split|stash|stay|stop|store|swap|switch|take|talk|throw|tidy|toss|turn|uninstall|unload|unplug|use)\b",
    re.I,
)
WISHED = re.compile(
    r"^(?!.*\b(?:is|are|was|has|have|been|got)\b).* (?:locked up|locked away|put away|out of reach|stored|secured|elsewhere|removed)$",
    re.I,
)
SETTLED = re.compile(r"\b(?:done|already|sorted|now|finished|did (?:it|that)|have done|been done|all gone)\b", re.I)
HELPERS = re.compile(
    r"\b(?:carers?|caretaker|pharmacists?|chemist|pharmacy|gun club|range|club|police|nurse|dr\.?|doctor|gp|surgery|key ?worker|support worker|landlord|landlady|staff|sheriff|vet|warden|manager|supervisor|lads|lodger|social worker|care team|armou?rer|armou?ry|locker at (?:work|the)|in-laws|her indoors|missus|dealer|gunsmith|storage unit|evidence|bank)\b",
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
    if (IMPERATIVE.match(text) or WISHED.search(text)) and not WHEN.search(text):
        return not (SETTLED.search(text) or _somebody_does(text, words))
    return not (WHEN.search(text) or DONE.search(text) or I_DO.search(text) or _somebody_does(text, words))


def _somebody_does(text: str, words: Words) -> bool:
    """A relative, a name or a helper stands there: as the one who acts, or with whom the thing is."""
    if HELPERS.search(text) and not IMPERATIVE.match(text) and not re.match(r"ask\b", text, re.I):
        return True
    if re.search(r"\bback to the (?:pharmacy|chemist)", text, re.I):
        return False
    people = relations_in(text, words) or names_in(re.sub(r"^\w+:", " ", text), words)
    return bool(people)

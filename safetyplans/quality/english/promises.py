"""English: promises and duties in place of something to do."""

import re

from safetyplans.quality.facts import LineFacts
from safetyplans.quality.words import Words

_HARM = r"(?:hurt(?:ing)?|harm(?:ing)?|kill(?:ing)?|cut(?:ting)?) (?:myself|me|yourself|anyone|anybody)"
_END = (
    rf"(?:{_HARM}|end(?:ing)? (?:my life|it|things)|take my (?:own )?life|die|do it|do anything|go through with|act(?:ing)? on|attempt|self[- ]?harm|try (?:it|anything)|do (?:something|anything|nothing) (?:stupid|silly|bad|daft|to myself)|do that|do this|"
    rf"give in(?: to)?|act on|cut(?=$|[.!]| again| myself| tonight)|go for the (?:guns?|pills?)|touch the (?:guns?|pills?|meds|tablets)|leave (?:them|her|him|my (?:kids|children|family|wife|husband|mum|mom|boys|girls|son|daughter))(?= behind|$|[.!,])|give up(?=$|[.!]| on life)|be next|dying|doing it|ending it|hurt me|try again|try (?:it|that) again|od|overdose|commit|suicide|take (?:all )?(?:the|my) (?:pills|tablets|meds))"
)
_VOW = r"(?:promis\w*|deal|pact|honou?r|cross my heart|on my life|hand on heart|assure|swear|swore|sworn|vow\w*|pinky\w*|guarantee\w*|undertake|pledge\w*|oath|gave \w+ my (?:word|hand)|my (?:word|solemn)|hand on it|gives? (?:my|his|her) word|agree(?:ment|d)?|contract\w*|sign(?:ed)?|commit\w* to|bound)"
_SAFE = r"(?:(?:stay|keep|be|remain|keeping|staying|stays?|i'm|being)(?: \w+)? (?:safe|alive)|safe|alive|stay|live|survive|be here|carry on|go on|carry on living|keep going|stick around|make it|here tomorrow|not be next|still be here|living|staying here|my safety)"
NEGATED = re.compile(
    rf"\b(?:not|never|won'?t|wont|don'?t|dont|no longer|shan'?t|cannot|can'?t|cant|mustn'?t|musn'?t|must not|shall not|will not|wouldn'?t|would never|without)\b(?!(?: \w+)? let\b)(?: \w+){{0,3}}? {_END}\b(?! (?:list|if|today list))"
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
    r"|\b(?:would|could|can|will|did)?(?:n't| never| not|n?ever) (?:ever )?do (?:that|this|it) to\b|\bfor (?!(?:god|goodness|heaven|pete|christ|old times?|fun))(?:\w+ )?(?:[\w']+ )?sake\b|\bsake of\b|\b(?:is|be) a sin\b|\bforbid(?:s|den)\b|\b(?:can'?t|cannot|mustn'?t) lose (?:me|their|another)\b|\bnever forgive me\b|\bit would be a sin\b|\bgot to stick around|\bhave no right to",
    re.I,
)
PROMISE_NOT = re.compile(
    r"\bif i (?:want|feel like|start wanting) to\b|\byou can'?t promise\b|\bstop caring\b|\bthink(?:ing)? (?:i|they|everyone|everybody|about)\b.{0,20}\b(?:without|better off)|\bi can'?t (?:stop|sit|sleep|eat)",
    re.I,
)


_MEANS = r"(?:rope|pills|tablets|meds|medication|guns?|rifles?|shotgun|pistol|blades?|razors?|kni(?:fe|ves)|bridge|tracks|rails|railway|roof|edge|cliff|river|quarry|garage|shed|cabinet|stuff|ledge|overpass)"
_LATER = r"(?:will not|won'?t|wont|will never|'?ll never|ill never|shall not|never(?: ever)? again|not going to|not gonna|never|i'?d never|do not|don'?t)"
LEAVE_ALONE = re.compile(
    rf"\b{_LATER} (?:\w+ )?(?:touch|go near|go anywhere near|go for|reach for|look for|get out|handle|go (?:on|to|up|onto) (?=the (?:bridge|tracks|roof|edge|cliff|ledge)))(?: \w+){{0,3}}? {_MEANS}\b|\b{_VOW}\b.*\b(?:leave|leaving|stay|staying|keep|keeping)\b(?: \w+){{0,3}} (?:alone|away)\b|\bbuy (?:more )?\w+ to (?:use|do)\b",
    re.I,
)
RESIST = re.compile(
    r"\b(?:resist|fight|overcome|not give in to|never give in to|refuse to give in to) (?:\w+ )?(?:urges?|thoughts|temptation|it)\b|^(?:never (?:ever )?again|never)[.!]*$|^(?:don'?t|dont|do not|never) (?:ever )?(?:give in|cut|do it|die|try|act|listen to the voice)\b|\bbe strong and\b|\bno matter what\b(?=.*\b(?:safe|alive|live|here))",
    re.I,
)
WORD_GIVEN = re.compile(
    r"\b(?:give|gave|given|giving|have|has|gets?) (?:you |him |her |them |\w+ )?my (?:solemn )?word\b|\bthat'?s a promise\b|\bi'?ll be (?:here|alive|around|back)\b(?=.*\b(?:guarante|promis|swear|no matter|next))|\b(?:told|promised|swore to|assured) (?:my )?\w+ (?:that )?i(?:'?d| would|'?ll| will) (?:stay|live|be (?:here|alive|safe)|stick around|not|never|keep (?:safe|going|living))\b|\bmy promise not to\b|\bno[- ]suicide\b",
    re.I,
)
OWED = re.compile(
    r"\bnot allowed\b|\b(?:wouldn'?t|would not|would never|won'?t|could never|couldn'?t|never) (?:\w+ )?(?:survive|get over|cope with|forgive|recover(?: from)?|live with)(?: (?:it|me|that|this|losing)|,? so i\b|$)|\b(?:would|'d|will) (?:die|kill (?:her|him|them|herself|himself)|be destroyed|fall apart) if i\b|\bif i did\b|\bselfish\b|\bbetray\w*\b|\bit(?:'?d| would) be (?:wrong|cruel|unfair|cowardly|a crime) to\b|\b(?:god|jesus|allah|the bible|my (?:faith|religion|church|vicar|priest|imam))\b.* (?:says|tells me|told me) (?:i |that i |not|it'?s)"
    r"|\bgot to (?:live|be here|stay|keep going|carry on)|\b(?:so|because|cos) i (?:have|got|need) to\b|\bmust not\b|\bno right\b|\bit'?s (?:my (?:job|duty|responsibility)) to (?:stay|live|be|survive)|\bneed me so\b|\bi(?:'?ve| have)? (?:gotta|got to|must|have to) (?:live|stay|be (?:here|alive|strong)|go on|carry on|keep going|survive|hang on|hold on)",
    re.I,
)
SAID_TO_OTHERS = re.compile(r"\b(?:say|says|saying|tell|telling|told) (?:\w+ ){0,2}[\"“']?i(?:'m| am|'ll| promise| swear)?\b", re.I)
OF_SOMEBODY_ELSE = re.compile(
    r"^(?:she|he|they|you|my \w+|[A-Z]\w+)(?:'s|'ve| has| have)? (?:promis|agree|swor|vow|pledg)\w* (?:me |us )?(?:not )?(?:to|that|he|she|they)\b"
)
AFTERWARDS = re.compile(
    r"\b(?:if|when|whenever|in case|until|unless) (?:\w+ ){0,2}(?:can'?t|cannot|cant|couldn'?t|don'?t|not)\b.{0,25}\b(?:safe|alive)\b",
    re.I,
)


def promises(line: LineFacts, words: Words) -> bool:
    """Reads as a contract not to harm oneself, or as a duty to stay alive."""
    text = line.text.replace("’", "'")
    if AFTERWARDS.search(text) or OF_SOMEBODY_ELSE.search(text):
        return False
    if line.step == "warning_signs":
        later = re.search(r"\b(?:will not|won'?t|wont|will never|not going to|promise)\b", text, re.I)
        return bool((NEGATED.search(text) and later) or VOWED.search(text)) and not SAID_TO_OTHERS.search(text)
    if NEGATED.search(text) and not (PROMISE_NOT.search(text) and not VOWED.search(text)):
        return True
    if line.step == "reasons_for_living" and OWED.search(text):
        return True
    return any(each.search(text) for each in (VOWED, STAY, DUTY, LEAVE_ALONE, RESIST, WORD_GIVEN))

"""English: promises and duties in place of something to do."""

import re

from safetyplans.quality.facts import LineFacts
from safetyplans.quality.words import Words

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

"""English: who calls whom when the video drops."""

import re

from safetyplans.quality.facts import LineFacts
from safetyplans.quality.words import Words

_SIGNAL = r"(?:wifi|wi-fi|vid|broadband|anything|signal|reception|picture|video|image|screen|laptop|internet|net|link|connection|power|line|battery|app|call|computer|tablet|phone|cell|sound|stream|comms?|data|zoom|skype|platform|session|tech|feed|modem|router|hotspot|generator|it|things?)"
DROPS = re.compile(
    r"\b(?:drops?|dropped|dropping)\b(?! (?:the (?:kids?|boys|girls|dog|car|subject|screen)|my|our|mum|off|in|round|by|her|him|them|me|you|a line|in on|by))|\b(?:cuts?|kicked|goes|cut|thrown|booted|falls?|fall) (?:out|off|oot|aff)|\bfreez\w*|\bfroze\w*|\bd[ie]s\w*n\w*ct\w*|\b(?:lose|lost|losing) (?:wi-?fi|internet|video|reception|her|him|you|each other|one another|us|contact|connection|signal|reception|the (?:picture|video|call|line|signal|connection|link)|you|her|him|sound|power)|"
    r"\bhang(?:s)? up|\b(?:no|bad|poor|weak|lost|dead|rubbish|crap|dodgy|patchy|ropey|terrible|awful|spotty) (?:sound|audio|video|signal|wifi|wi-fi|internet|connection|net|line|battery|reception|picture)\b"
    rf"|\b{_SIGNAL}\b[^.;,]{{0,25}}\b(?:die[sd]?|dead|gone|goes|went|fail\w*|stops?|stopped|down|doon|drops?|breaks?|crash\w*|quits?|cuts?|bad|lost|ends?|vanish\w*|disappear\w*|black|blank|out|stuck|acts? up|plays? up|lags?|glitch\w*|rubbish|crap\w*|dodgy|patchy|ropey|terrible|spotty|useless|packs? in|pack in|breaks? off|not back|shuts? off|craps? out|dies|won'?t (?:load|work|connect)|not work\w*|doesn'?t work|runs? out|packs? (?:up|in)|conks? out|flak(?:y|es))\b"
    r"|\bpower (?:cut|out)\w*|\b(?:shuts?|closes?|slams?) the (?:laptop|lid|tablet)|\bback-?up\b|\bplan b\b|\bcut off\b|\bbreaks? up\b|\bcan'?t (?:see|hear) (?:each other|me|her|him)|\bglitch\w*|\boutage|\bbuffer\w*|\btech(?:nical)? (?:trouble|issues?|problems?)|\b(?:i|she|he|we|one of us) (?:vanish|disappear|drop|fall|go dark|go silent|blink)\w*|\bgone dark|\bgo(?:es)? (?:blank|black|dark|dead|silent)|\blag(?:s|ging)?\b|\bsi se corta\b|\bno sound\b|\binterrupt\w*|\breconnect\w*|\bdisconnect\w*|\bbreaks? off\b|\bcuts? (?:out|off)\b|\bit (?:fails|breaks|drops)\b",
    re.IGNORECASE,
)
NOUN = re.compile(
    r"\b(?:the|our|a|this|that|video|zoom|each|every|last|during|before|whole) (?:video )?(?:call|phone call|ring|text|message)s?\b(?! (?:me|her|him|back|you))",
    re.IGNORECASE,
)
CALLS_BACK = re.compile(
    r"\b(?:calls?|calling|rings?|ringing|telephones?|dials?|tries|try|rejoins?|redials?|reconnects?|texts?|messages?|facetimes?|uses it|reach(?:es)? (?:me|her|him)|gets (?:me|back)|logs? back|comes? back on|gi(?:ve|ves|vin) (?:me|her|him|it|us) (?:a |another )?(?:bell|ring|call|buzz|shout|tinkle)|get(?:s)? a (?:call|ring|text)|(?:she|he|they)'ll (?:ring|call|phone|text)|on the (?:blower|phone) (?:to|with)|link again|same link|new link|back on|the one to ring|sends? (?:me )?(?:a )?(?:new )?link)\b|\bphones(?! (?:are|on|off|stay|in|beside|away))|\b(?:i|we|to|will|'ll|can|who|she|he|they|therapist|doc) phone\b|\b(?:go|goes|went|switch|move|carry|talk|continue|finish|do it) (?:on |over |to )*(?:by|on|over|to|via) (?:the )?(?:phone|landline|audio|voice)|\bby (?:phone|telephone)\b|\bphone (?:me|her|him|the|my)\b|\bthen phone\b|\bphone (?:takes over|instead)",
    re.IGNORECASE,
)
CONDITION = re.compile(
    r"\b(?:if|when|whenever|once|in case|should|otherwise|instead|anything goes wrong|worst case)\b|->|→|=", re.IGNORECASE
)
OTHER_TROUBLE = re.compile(
    r"\b(?:danger|show up|turn up|no[- ]show|don'?t (?:show|turn|arrive|come|answer the door)|forget|angry|mad|upset|storm off|waits? (?:till|until|for me)|worr(?:y|ies)|cry|crying|tears|911|988|999|ambulance|police|late|early|sick|ill|cancel|miss|doorbell|walks? in|comes? in|listening|overhear\w*|doze|asleep|worried|unsafe|emergency|home|visitors?|mum|mom|dad|kids?|baby|driv\w+|address|where i am|before we|start)\b",
    re.IGNORECASE,
)
NOT_AGREED = re.compile(
    r"\?\?|\?\s*$|^(?:what|who|how)\b|\bfigure it out|\bask (?:her|him|about|next)\b|\bworking on it|\bnot sure (?:what|who|how|yet|if we|about)|\bwe (?:haven'?t|have not)|\b(?:don'?t|never) know|\bwe'?ll see|\bno (?:idea|plan)|\bto be decided|\btbd\b|\bhate (?:when|it)\b|\bhope(?:fully)?\b|\bpray\b|\bnot (?:agreed|decided|discussed|said)|\bshould (?:ask|agree|decide|talk)|\bneed to (?:ask|agree|decide)|\bannoy\w*",
    re.IGNORECASE,
)


GETS_A_CALL = re.compile(
    r"\b(?:get|gets|expect|wait for|give (?:me|her|him)) (?:a|the|her|his) (?:phone )?(?:call|ring)\b", re.IGNORECASE
)
LEFT_ANGRY = re.compile(
    r"\b(?:hang|hung) up (?:angry|mad|upset|on (?:her|him|purpose))|\b(?:storm|walk|log) off (?:angry|mad|upset)|\b(?:don'?t|do not|didn'?t) (?:show|turn) up\b|\bno[- ]show\b|\bif i (?:don\'?t|do not) (?:join|log on|log in|appear)\b|\bif i(?:'m| am) late\b",
    re.IGNORECASE,
)


def says_who_calls(line: LineFacts, words: Words) -> bool:
    """Who calls whom when the video drops."""
    text = line.text.replace("’", "'")
    said = GETS_A_CALL.search(text) or CALLS_BACK.search(NOUN.sub(" ", text))
    if LEFT_ANGRY.search(text):
        return False
    when = DROPS.search(text) or (CONDITION.search(text) and not OTHER_TROUBLE.search(text))
    return bool(said and when) and not NOT_AGREED.search(re.sub(r"^[^.?]*(?:off|out|drops?|freezes?|gone)\?", "", text))

"""English: who calls whom when the video drops."""

import re

from safetyplans.quality.facts import LineFacts
from safetyplans.quality.words import Words

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


def says_who_calls(line: LineFacts, words: Words) -> bool:
    """Who calls whom when the video drops."""
    text = line.text.replace("’", "'")
    said = CALLS_BACK.search(NOUN.sub(" ", text))
    when = DROPS.search(text) or (CONDITION.search(text) and not OTHER_TROUBLE.search(text))
    return bool(said and when) and not NOT_AGREED.search(re.sub(r"^[^.?]*(?:off|out|drops?|freezes?|gone)\?", "", text))

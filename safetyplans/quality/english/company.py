"""English: things that cannot be done alone."""

import re

from safetyplans.quality.facts import LineFacts
from safetyplans.quality.names import names_in, relations_in, small_names
from safetyplans.quality.words import Words

ALONE = re.compile(
    r"\b(?:by myself|on my own|(?<!not )(?<!be )(?<!n't )(?<!left )alone|late (?:husband|wife|mum|mom|dad|father|mother)|grave|unsent|(?:never|not|don'?t|dont|won'?t|without) (?:\w+ )?(?:send|sent|sending|post|posting|reply|replying)|like i'?m|as if|in my head|to myself|call to mind|"
    r"voicemails?|photos?|pictures?|(?:ask|tell) myself|old (?:texts|messages|letters|videos?)|recordings?|pretend\w*|imagin\w+|saved|(?:talk|speak|chat|read|sing)\w* (?:out loud |aloud )?to (?:god|the (?:dog|cat|plants?|horses?|cows?|hens|mirror|sea|moon|stars)|"
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


_KIN = (
    r"(?:kids?|kiddos?|bairns?|weans?|grandkids|grandchildren|children|nephews?|nieces?|little (?:one|ones|brother|sister|lad|girl|boy|man)|wee ones?|twins|boys|girls|lads|son|daughter|mum|mom|mam|dad|nan|gran|nana|grandma|grandpa|grandad|granddad|"
    r"wife|husband|partner|boyfriend|girlfriend|bf|gf|fianc[eé]e?|sister|brother|sis|bro|our kid|cousins?|aunt|auntie|aunty|uncle|mate|mates|friends?|bestie|buddy|buddies|pals?|roommates?|flatmates?|housemates?|neighbou?rs?|in-laws|family|lodger|missus|hubby)"
)
_HELPERS = r"(?:counsell?or|therapist|nurse|carer|key ?worker|support worker|chaplain|pastor|priest|teacher|coach|staff|doctor|sponsor|trainer)"
# What is done to or for somebody who must be there, and what somebody does to the client.
TOWARDS = re.compile(
    rf"\b(?:hug|cuddle|snuggle(?: up)?(?: with)?|spoon|kiss|hold|wrestle|arm wrestle|race|tickle|wake(?: up)?|hit up|see|visit|call|ring|text|message|phone|bug|pester|annoy|beat|treat|tell|ask|take|bring|walk|drive|meet|teach|babysit|mind|bath|read|cook for|bake with|sing to|read to|go to|go see|go round|stay (?:with|at)|sit with|play (?:with|against)|check in with)"
    rf" (?:to )?(?:for )?(?:the |my |our |me |all the |one of (?:the |my ))?(?:wee |old |big |little |best |eldest |youngest )?(?:{_KIN}|{_HELPERS})\b(?!'s? (?:grave|jumper|hoodie|book|letter|jersey|coat|photo|old|stew|soup|recipe|birthday|playlist|card|messages?|voicemail|words|bracelet|ring|necklace|chair|tape|records?))(?! (?:a (?:card|letter)))"
    rf"|^(?:the |my |our )?(?:{_KIN}|[A-Z][a-z]+) (?:\w+ )?(?:brushing|doing|plaiting|braiding|rubbing|holding|hugging|reading|cooking|making|stroking|tickling|playing|singing|driving|taking|coming|sitting|helping|talking|phoning|ringing|calling|teaching|cutting|washing|scratching|bringing|telling) (?:me|my|with|over|round|to)\b"
    rf"|\b(?:have|let|get|make|ask) (?:my |the |a |our )?(?:\w+ )?(?:{_KIN}|{_HELPERS}|her|him|them) (?:to )?(?!to\b)[a-z]+"
    r"|\b(?:hit up|get hold of|reach out|holler at|link up|chill|hang|catch up|meet|cuppa|pint|beers?|brew|coffee|brunch|lunch|tea|drinks?|supper) (?:with )?(?-i:[A-Z])[a-z]+\b|\b(?:send|drop|shoot|give) (?!myself|it|me\b)(?:my )?\w+ (?:a |an )(?:quick )?(?:text|message|voice ?note|note|snap|dm|meme|line|call|ring|bell|hug|cuddle|shout)\b"
    r"|\b(?:play|playing|pray|praying|sit|sit in|chat|cook|bake|walk|swim|paint|draw|build|dance|sing|eat|watch|run|ride|knit|fish|study|train|race|do|have|share|go)\b(?: [\w\']+){0,4} (?:with|w|w/|beside|against|alongside) (?:the |my |our |a |some )?(?:\w+ )?(?:nurses?|pastor|vicar|priest|imam|rabbi|staff|residents|customers|regulars|teammates|little ones?|kids|nephews?|nieces?|grandkids|lads|girls|boys|family|mates?|friends?|team|lodger|carers?|sponsor|coach|teacher|old boys|colleagues)\b|\bsee who(?:'?s| is)\b|\bwho(?:'?s| is) (?:in|up|around|about|there)\b|\bask (?:around|about|for (?:a )?(?:lift|hug|company|help))|\bswap \w+ with\b|\b(?:till|until|'til|til) (?:they|somebody|someone|he|she) (?:answer|repl|pick|come)\w*|\bwhos? (?:up|about|around)\b",
    re.I,
)
GATHERINGS = re.compile(
    r"\b(?:bible|prayer|church|youth|mens?'?|womens?'?|ladies|knit(?:ting)?|craft|art|running|walking|writing|reading|gaming|peer|parent|toddler|bereavement|grief|veterans?'?|sewing|gardening|choir|drama|film|chess|support|mums?|dads) (?:group|club|circle|night|meet-?up|society|fellowship|league)\b|\b(?:pool|darts|bowls|bowling|dominoes|snooker|softball|hockey|football|netball) (?:league|team|match|night)\b|\bteam (?:practi[cs]e|training)\b|\b(?:legion|bridge club|working men'?s club|social club)\b|\bmass with\b",
    re.I,
)
MEDIA = re.compile(
    r"\b(?:youtube|videos?|app|podcast|dvd|radio|tv|telly|show|film|movie|netflix|album|song|songs|playlist|audiobook|channel|series|episode|recording|tiktok|spotify|records?|cd|news)\b",
    re.I,
)
NO_TALK = re.compile(
    r"\b(?:talk shows?|chat shows?|(?:the )?ted talks?|(?:ring|call) (?:\w+ ){0,3}bells?|group photos?|speak(?:ing)? clock)\b", re.I
)
PETS = re.compile(
    r"\b(?:Luna|Biscuit|Bella|Rex|Tyson|Noodle|Milo|Rocky|Coco|Shadow|Misty|Patch|Scout|Poppy|Teddy|Smokey|Whiskers|Ginger|Socks|Pepper|Oreo|Mittens|Fluffy|Bandit|Duke|Buster|Lucky|Peanut|Pickles|Pumpkin|Snowy|Tigger|Waffles|Ziggy|Simba|Nala|Cooper|Bear|Toby|Bailey|Rusty|Buddy|Marmalade|Murphy|Loki|Mochi|Boots|Hazel|Willow|Bramble|Dusty)\b"
)


def needs_somebody(line: LineFacts, words: Words) -> bool:
    """Cannot be done alone: somebody has to answer, come or take part."""
    text = NO_TALK.sub(" ", line.text.replace("’", "'"))
    if ALONE.search(text):
        return False
    if words.animals.search(text) and not relations_in(text, words):
        return _with_a_known_name(text, words)
    if CONTACT.search(text) or GATHERINGS.search(text):
        return True
    if MEDIA.search(text) and not relations_in(text, words):
        return _with_a_known_name(text, words)
    return bool(TOGETHER.search(text) or TOWARDS.search(text)) or _with_a_person(text, words)


OWN_GROUP = re.compile(
    r"\b(?:an? (?:old )?(?:friend|mate|buddy|pal|neighbou?r|cousin)|choir|(?:five|5|seven)-a-side|(?:my|our) (?:party|team|crew|squad)|vets|veterans|band|team|group|club|class|league|circle|guild|lads|guys|fellowship|the women|ladies|people from work|coworkers|colleagues|regulars|aa|na|church supper|bible study|coffee hour|neighbou?rs?|quiz|meet-?up|potluck|volunteer)\b",
    re.I,
)


def is_company(line: LineFacts, words: Words) -> bool:
    """A line about where to be speaks of people too: one by name or kind, or a group."""
    text = line.text.replace("’", "'")
    if words.private.search(text) or OWN_GROUP.search(text) or GATHERINGS.search(text) or TOGETHER.search(text):
        return True
    sure, _ = small_names(text, words, [line.step])
    return bool(sure or relations_in(text, words) or names_in(text, words) or _with_a_person(text, words))


def _with_a_known_name(text: str, words: Words) -> bool:
    """Beside an animal or a film only a name that is a person's for sure counts: "walk the dogs with Helen"."""
    found = re.search(r"\b(?:with|w|w/|and) ([A-Z]\w+)", text)
    return found is not None and found[1].lower() in words.names - words.name_is_word and not PETS.search(text)


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
    quiet = re.match(r"\s*(?:walk|walking|play|run|sit|nap|lie|snuggle|curl|rest|sleep)\b", text, re.I)
    return bool(people) and not (quiet and PETS.search(rest) and not relations_in(rest, words))

"""English: things that cannot be done alone."""

import re

from safetyplans.quality.facts import LineFacts
from safetyplans.quality.names import names_in, relations_in
from safetyplans.quality.words import Words

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

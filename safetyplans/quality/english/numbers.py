"""English: a telephone number, or a code to text, inside a sentence."""

import itertools
import re

from safetyplans.quality.facts import LineFacts
from safetyplans.quality.words import Words

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


# The agreement that the intake writes for a dropped video, word for word: it says who calls, and is no contact to tap.
OF_THE_INTAKE = re.compile(
    r"if the video stops, (?:my therapist calls me at|i call) [\d +().-]+(?: ?after \d+ minutes?)?", re.IGNORECASE
)


def holds_a_number(line: LineFacts, words: Words) -> bool:
    """A number to dial, or a code to text, inside the sentence."""
    text = line.text
    if line.step == "telehealth" and OF_THE_INTAKE.fullmatch(text.strip()):
        return False
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

"""English: an emergency department or hospital to go to."""

import re

from safetyplans.quality.facts import LineFacts
from safetyplans.quality.words import Words

_HOUSE = r"(?:St\.? [A-Z]\w+|Saint [A-Z]\w+|County|General|Memorial|Mercy|Royal|Regional|University|Medical|Presbyterian|Methodist|Baptist|Sinai|Infirmary|Providence|Bellevue|Mater|Kaiser|VA|Health)"
HOSPITAL = re.compile(
    r"\b(?i:hospitals?|h[oô]pital|krankenhaus|klinikum|emergency (?:rooms?|dept\.?|department|ward|entrance|unit|at|on|services at)|psychiatric emergency|emerg|casualty|a ?[&+] ?e|a and e|accident (?:and|&) emergency|med(?:ical)?\.? (?:cent(?:er|re)|ctr)|trauma cent(?:er|re)|infirmary|psych(?:iatric)? (?:ers?|ed|unit)|ers?|urgences|urgencias|"
    rf"triage|health sciences|urgent (?:and|&) emergency|psych(?:iatric)? emergency|crisis unit at)\b|\be\.r\.|\bED\b|\b[A-Z]\w+,? emergency\b|\b(?i:taxi|cab|uber|ambulance|fly|flies|flown|drives?|bus|lift|ride|go|goes|walk|taken?)\b[^.;]*\bto (?:the )?(?:\w+ )?{_HOUSE}\b|\b[A-Z]\w+ (?:General|Memorial|Royal|Infirmary|Medical)\b|\b(?i:the) (?:General|Royal|Infirmary|Mater)\b"
)
NO_HOSPITAL = re.compile(
    r"\b(?:vet|animal|pet|teddy) hospital|\b(?:anything but|never|not|no|no more|instead of|avoid|don'?t (?:want|go to|take me to|need)|anywhere but|except|without|out of|stay out of|keep me out of|rather than|hate|refuse|before|than|so i don'?t|won'?t go to|after|since|left|discharged from|works? (?:at|in)|worked (?:at|in)|born (?:at|in)|job at|volunteer at) "
    r"(?:the |an? |that |any |go(?:ing)? to (?:the )?|to the )?(?:er|ed|e\.r\.|hospitals?|a ?& ?e|emergency room|casualty|psych ward)\b(?!.*\bbut\b)(?!, i go)|\bhospital (?:chapel|radio|chaplain|café|cafe|pharmacy|garden|social worker|line|parking|car park|bill|food|bed|drama|show|visit\w*|appointment|letter)|\b(?:er|hospital|a&e) (?:nurse|doctor|porter|colleague)s?\b|"
    r"\b(?:in|was in|in and out of) hospital\b(?=.*\b(?:in \d{4}|last|ago|when|once|back then)\b)|\b(?:emergency contact|in an emergency|in emergencies)\b(?!.*\b(?:er|hospital)\b)|\bcrisis house\b",
    re.IGNORECASE,
)


def names_a_hospital(line: LineFacts, words: Words) -> bool:
    """A place to go to in an emergency."""
    return bool(HOSPITAL.search(line.text)) and not NO_HOSPITAL.search(line.text)

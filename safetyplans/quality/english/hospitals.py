"""English: an emergency department or hospital to go to."""

import re

from safetyplans.quality.facts import LineFacts
from safetyplans.quality.words import Words

_HOUSE = r"(?:St\.? [A-Z]\w+|Saint [A-Z]\w+|County|General|Memorial|Mercy|Royal|Regional|University|Medical|Presbyterian|Methodist|Baptist|Sinai|Infirmary|Providence|Bellevue|Mater|Kaiser|VA|Health)"
HOSPITAL = re.compile(
    r"\b(?i:hospitals?|h[ao]r?sp[ie]?[td]?[iao]+[tl]+|hosp|urgences?|a ?(?:an|n|'n'?) ?e|h[oô]pital|krankenhaus|klinikum|emergency (?:rooms?|dept\.?|department|ward|entrance|unit|at|on|services at)|psychiatric emergency|emerg|casualty|a ?[&+] ?e|a and e|accident (?:and|&) emergency|med(?:ical)?\.? (?:cent(?:er|re)|ctr)|trauma cent(?:er|re)|infirmary|psych(?:iatric)? (?:ers?|ed|unit)|ers?|urgences|urgencias|"
    rf"triage|health sciences|urgent (?:and|&) emergency|psych(?:iatric)? emergency|crisis unit at)\b|\be\.r\.|\bED\b|\b[A-Z]\w+,? emergency\b|\b(?i:taxi|cab|uber|ambulance|fly|flies|flown|drives?|bus|lift|ride|go|goes|walk|taken?)\b[^.;]*\bto (?:the )?(?:\w+ )?{_HOUSE}\b|\b[A-Z]\w+ (?:General|Memorial|Royal|Infirmary|Medical|Regional|Western|Methodist|Presbyterian|Adventist|Deaconess)\b(?! (?:church|chapel|street|road))|\b(?i:the) (?:Western|Northern|Southern|Eastern)\b|\b(?i:the) (?:General|Royal|Infirmary|Mater)\b"
)
BY_NAME = re.compile(
    r"\b(?:Sunnybrook|Harborview|Bellevue|Foothills|Cedars[- ]Sinai|Mount Sinai|Mt\.? Sinai|Mayo Clinic|Cleveland Clinic|Johns Hopkins|Mass(?:achusetts)? General|Addenbrooke'?s|Southmead|Guy'?s|St\.? Thomas'?s?|Barts|Royal Free|Whittington|Maudsley|CAMH|Stollery|QE ?II|QEH|Grady|Zuckerberg|SFGH|UCSF|UCLA|VGH|HSC|Scarborough Grace|Misericordia|Beth Israel|Brigham|McLean|Sheppard Pratt|Menninger|Karolinska|Charit[eé])\b"
)
NO_HOSPITAL = re.compile(
    r"\b(?:vet|animal|pet|teddy) hospital|\b(?:anything but|never|not|no|no more|instead of|avoid|don'?t (?:want|go to|take me to|need)|anywhere but|except|without|out of|stay out of|keep me out of|rather than|hate|refuse|before|than|so i don'?t|won'?t go to|after|since|left|discharged from|works? (?:at|in)|worked (?:at|in)|born (?:at|in)|job at|volunteer at) "
    r"(?:the |an? |that |any |go(?:ing)? to (?:the )?|to the )?(?:er|ed|e\.r\.|hospitals?|a ?& ?e|emergency room|casualty|psych ward)\b(?!.*\bbut\b)(?!, i go)|\bhospital (?:chapel|radio|chaplain|café|cafe|pharmacy|garden|social worker|line|parking|car park|bill|food|bed|drama|show|visit\w*|appointment|letter)|\b(?:er|hospital|a&e) (?:nurse|doctor|porter|colleague)s?\b|"
    r"\b(?:in|was in|in and out of) hospital\b(?=.*\b(?:in \d{4}|last|ago|when|once|back then)\b)|\b(?:emergency contact|in an emergency|in emergencies)\b(?!.*\b(?:er|hospital)\b)|\bcrisis house\b|\b(?:er|a&e|ed|hospital|emergency room) (?:tech|porter|clerk|cleaner|consultant|volunteer|receptionist|matron)\b|\b(?:my|her|his) (?:brother|sister|mum|mom|dad|cousin|friend|mate|wife|husband)(?:,| is)? (?:the|an|a) (?:er|a&e|ed|hospital)\b|\bhospital (?:road|street|rd|st|lane|hill|drive|avenue|records|chaplaincy|switchboard bill|job|shift)\b|\b(?:ep|episodes?|eps|watch(?:ing)?|reruns?|re-runs?|season|box ?set|binge)\b.*\ber\b|\b(?:pharmacy|chemist|chapel|caf[eé]|garden|shop|nurse|porter|social worker|chaplain|clinic) (?:at|in|of) the hospital\b|\b(?:i was|been|when i was|were) in (?:the )?hospital\b|\bnever again\b|\bhospitality\b|\bhospice\b|\bto stay out of\b|\bavoid\w*\b.*\b(?:er|a&e|hospital)\b",
    re.IGNORECASE,
)


def names_a_hospital(line: LineFacts, words: Words) -> bool:
    """A place to go to in an emergency."""
    return bool(HOSPITAL.search(line.text) or BY_NAME.search(line.text)) and not NO_HOSPITAL.search(line.text)

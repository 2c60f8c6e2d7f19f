"""English: lines in the language of a record, or about the client instead of by them."""

import re

from safetyplans.quality.facts import LineFacts
from safetyplans.quality.words import Words

_ROLE = r"(?:client|patient|pt|ct|clt|cl|writer|clinician|provider|consumer|resident)"
CHART_SUBJECT = re.compile(
    rf"^(?:the |this )?{_ROLE}\.?(?:'s)?\s+(?:will|to|is|was|has|had|can|may|should|shall|reports?|states?|stated|denies|denied|identif\w+|becomes?|endors\w+|verbali[sz]\w+|agree[sd]?|"
    rf"feels?|wants?|needs?|plans?|utili[sz]\w+|uses?|exhibits?|presents?|displays?|tends|isolates|withdraws|stops|experienc\w+|describes?|notes?|review\w*|enjoys?|values?|acknowledges|understands|"
    rf"contracted|was|gets|does|would|prefers|lives|attends?|engag\w+|likes|and|practi[cs]\w+|responds?|appears|seems|struggles|often)\b"
    rf"|\b(?:with|by|per|for|of|from|to|that|when) (?:the )?{_ROLE}\b(?!s| lounge| in | on )|\b(?:therapist|psychiatrist|counsell?or|provider|clinician|staff|team) (?:to|will) (?:assess|obtain|monitor|review|provide|"
    rf"contact|follow|document|discuss|collaborate|coordinate|notify|complete|offer|conduct)|\b(?:patient|client|pt)'s\b",
    re.I,
)
CHART_LETTERS = re.compile(
    r"(?<!\w)(?:SI|HI|SIB|NSSI|ADLs?|PRN|MSE|Pt|Pt\.|Ct\.|Clt|Hx|Dx|Tx|Rx|Sx|MDD|GAD|BPD|AVH|SI/HI|d/t|r/t|s/p|w/o|c/o|h/o|f/u|BID|TID|QHS|PHQ|LOC|ETOH|EtOH|SUD)(?!\w)|(?<!\w)(?:prn|pt\.|ct\.)(?!\w)"
)
CHART_WORDS = re.compile(
    r"(?<!\w)(?:ideations?|utili[sz]\w+|implement\w*|maladaptive|adaptive|psychomotor|agitation|dysregulat\w+|decompensat\w+|psychosocial|stressors?|exacerbat\w+|adher\w+|complian\w+|comply|regimen|"
    r"anhedonia|hypervigilan\w+|catastrophi\w+|psychoeducation|prosocial|amenable|endorses|verbali[sz]\w+|collateral\w*|contraindicat\w+|psychotropic\w*|pharmac(?:o|ological)\w*therapy|suicidality|"
    r"self-injur\w+|self-soothing|dysphori\w+|labil\w+|somatic|impulsivity|dissociat(?:ion|ive)|affective|euthymic|congruent|ambulat\w+|precipitat\w+|perseverat\w+|avolition|tearful\w*|psych(?:iatric)? symptoms|"
    r"coping (?:skills?|strateg\w+|mechanisms?)|distress toler\w+|grounding (?:techniques?|exercises?|skills?|strategies)|mindfulness[- ]based|relaxation (?:techniques?|exercises?|strategies|training)|sensory (?:items|input|tools|strategies)|"
    r"progressive muscle|as (?:tolerated|needed|indicated|prescribed|appropriate|clinically\b.*)|behaviou?ral activation|sleep hygiene|(?:protective|risk) factors?|(?:lethal )?means (?:safety|restriction)|lethal means|access to (?:lethal )?means|"
    r"family of origin|index (?:trauma|event)|anniversary reactions?|treatment (?:recommendations?|goals?|team|plan)|reason for living|goal[- ]directed|future[- ]orient\w+|future orientation|regulat\w+ (?:my |their |his |her )?(?:affect|emotions?)|"
    r"emotion(?:al)? (?:regulation|dysregulation)|cognitive \w+|negative (?:cognitions?|affect|self-talk)|depress(?:ive|ed) (?:symptoms|mood|episode)|(?:symptoms|sxs?) (?:worsen|increase|escalate)|mood (?:lability|instability)|flat(?:tened)? affect|"
    r"support (?:system|network)|natural supports|social supports?|avoidance behaviou?rs?|financial (?:strain|stress\w*)|housing instability|interpersonal|nutrition|hydration|med(?:ication)? (?:mgmt|management|compliance|adherence)|"
    r"present to|for evaluation|crisis services|safety plan(?:ning)?|contract(?:s|ed)? for safety|per (?:protocol|policy|report|client|patient|family|wife|husband|mother|father|provider|spouse|\w+'s report)|spouse|ex-spouse|(?<!my )caregiver|"
    r"reduce isolation|social settings|social isolation|social withdrawal|attend (?:\w+ )?(?:groups?|appointments?)|maladjust\w+|escalat(?:es|ing|ion)|de-escalat\w+|low (?:motivation|frustration)|motor restlessness|loss of interest|"
    r"limits of confidentiality|obtain|remov\w+ from (?:the )?home|\w+ relapse signature|engage in|appropriate\w*|demonstrat\w+|exhibits?|diminished|impaired|elevated|experienc\w+ (?:increased|decreased)|"
    r"increased (?:\w+ )?(?:anxiety|distress|irritability|isolation|agitation|substance|alcohol|stress|symptoms)|decreased \w+|poor (?:sleep|concentration|appetite|hygiene|self-care|impulse|boundaries)|sleep disturbance\w*|appetite changes?|"
    r"^(?:initiate|ensure|establish|notify|encourage|facilitate|maintain|increase|decrease|reduce|identify|develop|continue to|refer|assist|secure|dispose of|restrict|initiating|maintaining) |^(?:removal|restriction|disposal|storage|safe storage|onset|exposure|history|lack|inability|difficulty) (?:of|to|in|sleeping|concentrating)|"
    r"non-?complian\w+|secondary to|in the context of|interventions?|therapeutic\w*|significant other|pleasurable|leisure|functioning|impairments?|deficits?|suicidal (?:plan|intent|gestures?|behaviou?rs?|statements?)|homicidal|self-harm(?:ing)? (?:urges|behaviou?rs?)|urges to self-harm|thought[- ](?:stopping|challenging)|"
    r"guided imagery|diaphragmatic|paced breathing|deep breathing exercises?|breathing techniques?|self-(?:regulat\w+|monitor\w+|talk|isolat\w+)|opposite action|(?:out|in)patient (?:provider|treatment|services?|care|level|therapy|team|psychiatr\w+)|level of care|hospitali[sz]ation|disposition|discharge|follow[- ]up (?:appointment|care)|emergency services|rapport|insight|"
    r"responsibility to|attachment to|commitment to|biological|maternal|paternal|minor child\w*|occupational|firearms? (?:secured|removed|stored|safety)|educated on|psychomotor|tachycardia|diaphoresis|hyperventilat\w+|affect|physical activity|community resources|substance (?:use|abuse)|"
    r"changes in (?:sleep|appetite|mood)|feelings of (?:hopelessness|worthlessness|guilt)|sense of)(?!\w)",
    re.I,
)
CHART_WEAK = re.compile(
    r"(?<!\w)(?:isolat(?:es|ing|ion)|ruminat\w+|irritab\w+|hopelessness|helplessness|worthlessness|withdrawn|withdraws|insomnia|hypersomnia|fatigue|distress|tearful|letharg\w+|restlessness|"
    r"substance use|alcohol use|nonresponsive|unmotivated|conflict|noncompliant|identif\w+|has agreed to|have agreed to|individual|peers?|symptoms?|behaviou?rs?|techniques?|strateg\w+|suicidal thoughts|siblings?|academic|himself|herself|themsel(?:f|ves)|family members?|concerns?|withdrawal|agitated|anxious mood|discussed with|reviewed with|loss of)(?!\w)",
    re.I,
)
THIRD_PERSON = re.compile(
    r"^(?:he|she|they)\s+(?:is|has|will|gets|feels|becomes|stops|starts|tends|isolates|withdraws|sleeps|does|can|may|would|likes|enjoys|needs|wants|goes|says|talks|drinks|loses|paces|cries|reports|denies|finds|listens|plays|uses|doesn't|won't|"
    r"can't|isn't|loves|eats|avoids|snaps|spends|walks|calls|takes|thinks|shuts|locks|keeps|refuses|stays|watches|writes|reads|prays)\b|\b(?:her|his|their) (?:medications?|meds|mood|affect|symptoms|safety|coping|emotions|room and)\b"
    r"|^(?:mother|father|parents?|family|wife|husband|brother|sister|son|daughter|partner|roommate|friend) (?:has agreed|have agreed|agrees|agreed|to|will)\b|limited by (?:family|parents)",
    re.I,
)
NO_SUBJECT = re.compile(
    r"^(?:isolates|paces|stops|becomes|sleeps|talks less|refuses|exhibits|expresses|gives away|appears|displays|withdraws|loses|cries|avoids|neglects|yells|gets|makes|reports|shows|demonstrates|engages|skips|misses|eats|snaps|speaks|seems|begins|struggles|spends|ignores|doesn't|won't)\b",
    re.I,
)
# Records name the client where a client says "I", leave out who acts, and count and qualify.
BARE_CLIENT = re.compile(
    r"(?<!my )(?<!a )(?<!an )(?<!new )(?<!each )(?<!one )(?<!old )(?<!our )\b(?:client|service user)(?:'s)?\b(?! (?:lounge|list|base|dinner|lunch|meeting|call|room|work))"
    r"|\b(?:call|contact|tell|remind|help|support|assist|encourage|notify|monitor|supervise|provide|give) (?:the )?(?:patient|pt|ct)\b"
    r"|\b(?:clinician|provider|writer|guardian|parent/guardian|case ?manager|treatment team) (?:will|to|may|is|has|shall|should|reviewed|attempts?|agreed)\b",
    re.I,
)
RECORD_PHRASES = re.compile(
    r"^(?:observed|tends to|noted|reported|endorsed|denies|denied|minimi[sz]es|presents?|coordinate|implement|review|practi[sc]ing|utilising|attending|participate|practi[sc]e) \b|\b(?:social|emotional|behaviou?ral|cognitive|physical|sensory|psychological|somatic|verbal|familial) (?:disengagement|withdrawal|isolation|modulation|numbing|detachment|avoidance|activation|distress|symptoms|stimulation|regulation|reactivity|fatigue|functioning|stimuli|cues|reminders|support|connection\w*)|\b(?:prior to|related to|subsequent to|due to (?:increased|his|her|their)|premises|encounter|supervision|relinquish\w*|whereabouts|business days?|informed consent|emergency procedures|private (?:setting|location)|physical location|emotional support|"
    r"verif(?:y|ied) |dispensed?\b|monitor(?:s|ed|ing)? (?:for|his|her|their|mood|medication|symptoms)|access to (?:sharps|weapons|firearms|medications?|alcohol|substances)|self-(?:statements|worth|esteem|image|neglect|deprecat\w+|blame|injury)|death wish|(?:safety|risk|environmental|suicide) (?:scan|assessment|check|screen\w*)|"
    r"(?:intrusive|ruminative|racing|distorted|delusional|paranoid) (?:thoughts|ideas|memories|thinking)|(?:financial|legal|occupational|vocational|marital|relational|relationship|interpersonal|housing) (?:difficult\w+|problems|concerns|insecurity|conflicts?|discord|instability|dysfunction|issues)|"
    r"(?:religious|spiritual) (?:beliefs?|practices?|affiliation|faith|convictions?)|unresolved|employment|(?:verbal|physical) aggression|impulsive\w*|somatization|alcohol consumption|consumption of|thought process\w*|(?:social|familial|peer|family) (?:rejection|conflict|discord|engagement|interaction|contact)|"
    r"participat\w+ in|wish(?:es)? to|attempts? to|refrains? from|abstain\w*|expresses|presents with|oriented|triggered by|motivated by|related stress\w*|upcoming)\b",
    re.I,
)
RECORD_NOUNS = re.compile(
    r"^(?:(?:marked|significant|frequent|persistent|chronic|recurrent|excessive|ongoing|perceived|heightened|sudden|severe|moderate|mild|general|overall|worsening|increasing|decreasing|noticeable) )?"
    r"(?:increased?|decreased?|decline|reduction|reduced|deterioration|worsening|changes?|lack|loss|inability|difficulty|difficulties|exposure|history|onset|absence|presence|feelings?|thoughts|episodes?|perception|inconsistent|limited|excessive|persistent|recurrent|marked|heightened|negative|strong|close|positive|supportive|stable)"
    r" (?:in|of|to|with|from|\w+ (?:in|of|to|with|and|from)|\w*(?:tion|ment|ness|ity|ism|sleep|appetite|mood|thoughts|beliefs|cognitions|bond|relationships?|anger|energy|focus|self-\w+))\b",
    re.I,
)
PASSIVE = re.compile(
    r"(?<!want )(?<!need )(?<!like )(?<!hate )(?<!love )\bto be \w+(?:ed|en|ied|ept|eld)\b|\bcan be (?:contacted|reached|utili[sz]ed)\b|\b(?:has|have) been (?:identified|notified|advised|educated|informed|secured|removed)\b"
    r"|\b(?:reviewed|obtained|verified|documented|completed|identified|reported|assessed|noted|endorsed|dispensed|advised|educated)(?: (?:with|by|to|as|in|at)\b|$|[.,;])|^identified ",
    re.I,
)
KIN_IN_RECORD = re.compile(
    r"^(?:(?:his|her|their) (?:own )?(?:mother|father|parents?|family|husband|wife|partner|brother|sister|son|daughter|children|kids|roommate|friends?|boss|faith|church|job|therapist|medications?|meds|room|symptoms|pets?|dog|mood)\b"
    r"|(?:mother|father|parents?|family|wife|husband|spouse|brother|sister|son|daughter|partner|roommate|guardian|parent/guardian|staff|caregiver|support person)(?: \w+ing)?,? (?:will|to|has agreed|have agreed|can|may|is to|are to|shall|should|agrees?|agreed)\b"
    r"|(?:mr|mrs|ms|miss)\.? \w+ (?:will|reports?|states|is to|to|has agreed|denies|should|agrees)\b|will (?:attempt|engage|practi[cs]e|participate|attend|identify|reach out|seek|refrain|remain|continue|contact|take (?:all )?(?:meds|medications?)|comply|maintain)\b)",
    re.I,
)
OTHERS_SPOKEN_OF = re.compile(r"\b(?:took|gave|said|says|left|shouts?|died|hit|used to|does|keeps|has|holds)\b", re.I)
OWN_STEPS = frozenset({"warning_signs", "internal_coping", "self_care"})


def reads_like_a_chart(line: LineFacts, words: Words) -> bool:
    """In the language of a record, or about the client instead of by them."""
    text = line.text.strip().replace("’", "'")
    if CHART_SUBJECT.search(text) or CHART_LETTERS.search(text) or CHART_WORDS.search(text):
        return True
    speaks = bool(words.first_person.search(text))
    if BARE_CLIENT.search(text) or (not speaks and _is_a_record(text)):
        return True
    if not speaks and (
        CHART_WEAK.search(text)
        or (line.step not in {"support_contacts", "social_distraction", "professionals"} and THIRD_PERSON.search(text))
    ):
        return True
    if not speaks and line.step == "warning_signs" and NO_SUBJECT.search(text):
        return True
    return not speaks and line.step in OWN_STEPS and _names_the_client(text, words)


def _names_the_client(text: str, words: Words) -> bool:
    found = re.match(r"([A-Z][\w-]+) (?:will|is|to|can|should|has|\w+s)\b", text)
    if found is None:
        return False
    name = found[1].casefold()
    return name in words.names and name not in words.name_is_word


def _is_a_record(text: str) -> bool:
    """Turns of phrase of a record, in a line where nobody says "I"."""
    if RECORD_PHRASES.search(text) or RECORD_NOUNS.search(text) or PASSIVE.search(text):
        return True
    return bool(KIN_IN_RECORD.search(text)) and not (re.match(r"(?:his|her|their)\b", text, re.I) and OTHERS_SPOKEN_OF.search(text))

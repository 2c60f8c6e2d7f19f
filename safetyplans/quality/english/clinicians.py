"""English: who of the care team stands in a line."""

import re

from safetyplans.quality.facts import LineFacts
from safetyplans.quality.names import names_in
from safetyplans.quality.words import Words

_CARE = r"(?:therapist|terapeuta|psychiatrist|psychologist|shrink|counsell?or|doctor|doc|dr\.?|gp|prescriber|clinician|nurse|one)"
CLINICIAN = re.compile(
    r"\b(?:(?:psycho|tele)?therapist|terapeuta|\w*psychiatrist|\w*psychologist|psych|shrink|(?:counc|couns)[aei]?l+[aeio]?[reo]*r\b|counsell?ing|th[ea]r+[aeiou]?p[iyeu]+s?t|ps[iy]?ch?[iy]?[ai]?tr?ist|psy(?=,| [A-Z]|$)|pdoc|pcp|care[- ]co-?ordinator|mental health (?:\w+ )?(?:worker|lead|practitioner|team)|behaviou?ral health|camhs|iapt|talking therapies|psychiatry|psychology|my (?:\w+ )?(?:therapy|counselling|counseling)|doctor|doc|dr\b\.?|gp|cpn|cmht|lcsw|licsw|lmft|lpc|lmhc|pmhnp|msw|psyd|lic\.|prescriber|consultant|physician|clinician|case ?(?:worker|manager)|key ?worker|support worker|my worker|key nurse|social worker|"
    r"(?:mental )?health nurse|psych nurse|my nurse|nurse [A-Z]\w+|care coordinator|care team|act team|home treatment team|outpatient team|(?:dbt|cbt|therapy) group|nurse practitioner|midwife|health visitor|family medicine|analyst|md|np|youth worker|my (?:\w+ )?(?:nurse|worker|specialist)|my ot|eap|therapy with|specialist nurse)\b",
    re.IGNORECASE,
)
NO_CLINICIAN_IN = re.compile(
    rf"\b(?:no|not|find|finding|need|needs|get|looking for|look for|any|whoever|whichever|without|used to|former|ex|old|last|between|wait\w*|referr?\w*|hop\w+|once|until|till|search|list of|apply|don'?t have|haven'?t got|never|want|whatever)\W+(?:[\w']+\W+){{0,2}}?{_CARE}s?\b"
    rf"|\b{_CARE}\b[^,;/]{{0,20}}\b(?:left|quit|retired|moved|died|gone|fired me|any ?more|no more|on duty|on call|of the day|search|finder|list|anonymous)\b|\b(?:on[- ]call|duty|walk-in|random|online|ask[- ]a) {_CARE}|\b(?:mom|mum|dad|sister|brother|wife|husband|kid|son|daughter|dog|cat|baby|friend|mate|partner)'?s? (?:is a |'s )?(?:\w+ )?{_CARE}\b"
    r"|\b(?:the vet|vet)\b(?! cent)|\bdentist|\b(?:psych|psychiatric) (?:ward|unit|hospital|er|ed)\b|\b(?:eye|foot|skin|tree|physical|massage|speech|beauty) (?:doctor|therapist)|\b(?:nurse|counsell?ing|doctor) (?:help|hot)?(?:line|chat|drop-in)|\bout[- ]of[- ]hours (?:line|gp|doctor|service)|\btherapy dog|\bdoctors? (?:drive|street|st|road|hook|who|martens|pepper)|\bdr\.? (?:who|martens|pepper|phil|google|\w+ (?:\w+ )?(?:memorial|hospital|street|avenue|road|drive|line|building|way|park))|"
    r"\bwhoever is on\b|\bany ?more\b|\bretired\b|\bmoved away\b",
    re.IGNORECASE,
)
OTHER_ROLE = re.compile(
    r"\b(?:lawyer|solicitor|attorney|teacher|professor at|coach|vet|chaplain|pastor|priest|father|imam|rabbi|reverend|sergeant|sgt|boss|manager|landlord|landlady|probation|parole|officer|police|sheriff|friend|mate|neighbou?r|sponsor|benefits|union|rep|mum|mom|dad|sister|brother|wife|husband|cousin|aunt|uncle|nan|gran|"
    r"hospital|line|helpline|er|ed|a&e|pharmacist|chemist|barber|accountant|interpreter|driver|receptionist|helpdesk|street|road|memorial|librarian|principal)\b",
    re.IGNORECASE,
)
FIRST_CALL = re.compile(
    r"\b(?:call|ring|text|phone|ask for)s? [A-Z][a-z]+\b(?! (?:Line|House|Crisis|Night|Helpline|Team|Hospital|Center|Centre|Text|County|Street))"
)


STILL = re.compile(r"\bstill (?:my|sees?|is|with|mine|has me)\b|\bmine (?:since|till|until|for)\b", re.IGNORECASE)
NOT_HIS_OWN = re.compile(
    r"\b(?:waiting list|wait ?list|on the list for|looking for|in search of|need(?:s|ing)? (?:a|an|to find)|no one yet|nobody yet|not got|don'?t have|haven'?t|when (?:it|they) opens?|referral|out[- ]of[- ]hours|urgent care (?:doctor|doc|nurse)|walk[- ]?in|whoever|whichever|any (?:doctor|nurse|therapist)|on[- ]call|of the day|on duty|duty (?:doctor|nurse)|"
    r"(?:advice|triage|telephone|phone) (?:nurse|doctor)|nurse (?:line|helpline|hotline|advice)|(?:doctor|doc|therapist|counsell?or)s? (?:online|app|ad|finder)|app|chat ?bot|a nurse(?= (?:friend|herself|too|at the))|my (?:cousin|sister|brother|mum|mom|dad|aunt|friend|mate|wife|husband|neighbou?r),? (?:the|a|an|is a) (?:nurse|doctor|therapist|psychologist|counsell?or|gp)|(?:she|he)'?s an? (?:retired )?(?:nurse|doctor|therapist|psychologist|counsell?or)|retired|student (?:line|helpline|nightline)|used to be|i (?:want|wish|would like|'d like)|(?:doc|dr\.?|doctor) (?-i:[A-Z])\w+'?s (?:bar|pub|caf[eé]|diner|shop))\b",
    re.IGNORECASE,
)


def names_a_clinician(line: LineFacts, words: Words) -> bool:
    """A clinician of the client by name or by role."""
    if line.person is not None:
        return bool(CLINICIAN.search(line.person.relation))
    if NOT_HIS_OWN.search(line.text) or (NO_CLINICIAN_IN.search(line.text) and not STILL.search(line.text)):
        return False
    named = FIRST_CALL.search(line.text) or names_in(line.text, words)
    return bool(
        CLINICIAN.search(line.text) or (named and not OTHER_ROLE.search(line.text) and not re.search("samaritans", line.text, re.I))
    )

"""Starter lines said how we had found them, old numbers among it, in a note meant for callers. Where it still stands, it goes."""

from typing import Any

from django.db import migrations

from clinic.db.isolation import each_clinic
from emergency import derived

SOURCE = "Handrail starter lines"
# What an entry of this source said, and what it says instead; what somebody has written since then stays.
WORDS: dict[str, dict[str, tuple[str, str]]] = {'US:911 Emergency Services': {'note': ("Works only for the caller's own location: a remote therapist must NOT rely on it for "
                                        'the client',
                                        'It reaches the place you call from, not your client’s. For a client elsewhere use the '
                                        'direct line of their area.')},
 'US:988 Suicide & Crisis Lifeline': {'note': ('Older 1-800-273-8255 still routes to the same service (sfsuicide.org). Spanish '
                                               'text keyword AYUDA (preventsuicidepa.org/988faq)',
                                               'For Spanish, press 2, or text AYUDA.')},
 'US:Veterans Crisis Line': {'note': ('Phone is 988 + option 1: a plain tel:988 link does not select the option',
                                      'Press 1 yourself: a link to 988 does not.')},
 'US:Crisis Text Line': {'note': ('Spanish keyword HOLA: original.newsbreak.com 2021. Short code: dial/text as written, never '
                                  'convert to E.164',
                                  'For Spanish, text HOLA.'),
                         'sms_keyword': ('HOME (Spanish: HOLA)', 'HOME')},
 'US:SAMHSA National Helpline': {'note': ('Referral and information, not counselling. TTY 1-800-487-4889. Zip code text to '
                                          '435748 (HELP4U)',
                                          'For referrals and information, not for counselling. TTY 1-800-487-4889.')},
 'US:Disaster Distress Helpline': {'note': ("Older 'TalkWithUs to 66746' keyword superseded by texting the number itself", '')},
 'US:National Domestic Violence Hotline': {'note': ('TTY 1-800-787-3224 as of 2022. Cannot dispatch help to a location',
                                                    'It cannot send help to a place. TTY 1-800-787-3224, as of 2022.')},
 'US:National Sexual Assault Hotline (RAINN)': {'note': ('Number also at rainn.org (1.800.656.HOPE) and span.state.gov. SMS '
                                                         'keyword HOPE 64673 NOT confirmed in stored text: left out',
                                                         '')},
 'US:The Trevor Project (LGBTQ+ under 25)': {'note': ('Phone number confirmed in theodysseyonline.com and '
                                                      'theaslanfoundation.org. SMS START to 678-678 seen only in code '
                                                      'snippets; verify before adding. The old text number 1-202-304-1200 is '
                                                      'obsolete',
                                                      ''),
                                             'hours': ('24/7 (phone, text and chat since Apr 2019)', '24/7')},
 'US:Trans Lifeline (US)': {'note': ('NOT 24/7 (hours cut in 2024). Policy: no non-consensual emergency dispatch',
                                     'Not day and night. It sends no emergency help without consent.')},
 'US:National Maternal Mental Health Hotline': {'note': ('mchb.hrsa.gov FAQ states: not a crisis line; sends suicidal crisis '
                                                         'to 988. Former number 1-833-943-5746 retired 2024',
                                                         'Not a crisis line: it passes a crisis on to 988.')},
 'US:Childhelp National Child Abuse Hotline': {'note': ('Also serves Canada. Not a reporting line '
                                                        '(childhelphotline.org/how-it-works)',
                                                        'It takes no reports of abuse. It also serves Canada.')},
 'US:Poison Help': {'note': ("Routed by caller's area code/exchange (npn.org)",
                             'The area code of the phone decides which centre answers. Say where the client is.')},
 'CA:9-8-8: Suicide Crisis Helpline': {'note': ('Replaced Talk Suicide Canada 1-833-456-4566 on 2023-11-30. Routed by area '
                                                'code per that page. Different service from US 988',
                                                'Not the same service as 988 in the US. The area code of the phone decides who '
                                                'answers.')},
 'CA:Kids Help Phone': {'note': ('hours from memory; SMS 686868 not confirmed in stored text',
                                 'Ask for its hours when you check it: our source does not name them.')},
 'GB:NHS 111, mental health option': {'note': ("England; Wales and Scotland run similar. NHS trusts say 'select the mental "
                                               "health option' (shsc.nhs.uk)",
                                               'Wales and Scotland run a similar line. If you hear a list, choose mental '
                                               'health.')},
 'GB:Shout / CALMER text': {'note': ('Keyword CALMER confirmed for one region; keyword SHOUT seen only in code snippets',
                                     'In the North East and North Cumbria the word to text is CALMER. Ask for the word '
                                     'elsewhere when you check it.'),
                            'sms_keyword': ('CALMER in North East and North Cumbria (confirmed); SHOUT elsewhere (not '
                                            'confirmed here)',
                                            '')},
 'GB:Samaritans (UK)': {'note': ('e-mail jo@samaritans.org (london.sunderland.ac.uk); never shows on bill',
                                 'It never shows on the phone bill.')},
 'US:StrongHearts Native Helpline': {'note': ('hours grew from office hours (2017) to 24/7 (2021): older pages show 7am-10pm '
                                              'CT',
                                              '')},
 'US:988 Lifeline, former 10-digit number (same service)': {'note': ('useful where 988 does not route (some PBX/VoIP); also '
                                                                     'texvet.org',
                                                                     'For phones that cannot dial 988, like some office '
                                                                     'systems.')},
 'US:988 Linea de Prevencion (Spanish)': {'note': ('press 2 confirmed by hearing.health.mil and familyandcaregivertoolkit.org',
                                                   '')}}


def renew(apps: Any, editor: Any) -> None:
    alias = editor.connection.alias
    for _ in each_clinic(apps, editor):
        _of_clinic(apps.get_model("emergency", "Resource").objects.using(alias), alias)


def _of_clinic(entries: Any, alias: str) -> None:
    changed = [entry for entry in entries.filter(source=SOURCE, source_id__in=WORDS) if _reworded(entry)]
    entries.bulk_update(changed, ["note", "sms_keyword", "hours", *derived.FILLED])
    derived.renew(changed, using=alias)


def _reworded(entry: Any) -> bool:
    stale = {name: new for name, (old, new) in WORDS[entry.source_id].items() if getattr(entry, name) == old}
    for name, words in stale.items():
        setattr(entry, name, words)
    derived.fill(entry)
    return bool(stale)


class Migration(migrations.Migration):
    dependencies = [("emergency", "0021_version_of_the_note"), ("accounts", "0006_order_of_numbers")]

    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]

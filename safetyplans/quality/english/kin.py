"""English: words for relatives, friends and the people of one's own."""

import re

RELATIONS = {
    "mother": "mum mom mam mama mamma mother mummy mommy mami ma maman umma amma mamá nanay mutti",
    "father": "dad daddy father papa pa da papi pop papá baba ba appa tatay vati",
    "parents": "parents folks",
    "step-parent": "stepdad stepmum stepmom stepfather stepmother step-dad step-mum step-mom",
    "step-sibling": "stepbrother stepsister stepbro stepsis half-brother half-sister",
    "grandmother": "nan nana nanna gran granny grandma grandmother nonna abuela oma kookum lola babcia baba bubbe halmoni yiayia dadi nani abuelita abu lita mémé meme mamie nain bibi ammachi tutu grannie grandmama gramma",
    "grandfather": "grandad granddad grandpa grandfather gramps nonno abuelo opa dziadek zayde pops abuelito lolo dido saba harabeoji taid gramps grampa granda",
    "wife": "wife missus wifey missis",
    "husband": "husband hubby hubbie hubs",
    "partner": "partner fiance fiancee fiancé fiancée gf girlfriend bf boyfriend fella bloke spouse bae",
    "sister": "sister sis sisster",
    "brother": "brother bro",
    "son": "son",
    "daughter": "daughter",
    "children": "kids children grandkids grandchildren",
    "grandchild": "grandson granddaughter grandchild godson goddaughter",
    "aunt": "aunt auntie aunty tía tia tita titi khala tante",
    "uncle": "uncle tio tío tonton",
    "cousin": "cousin cousins",
    "nephew": "nephew niece",
    "flatmate": "roommate flatmate housemate roomie suitemate bunkmate dormmate",
    "boss": "boss foreman supervisor",
    "neighbour": "neighbour neighbor landlady landlord",
    "godparent": "godmother godfather godparent",
    "in-law": "mother-in-law father-in-law sister-in-law brother-in-law in-laws daughter-in-law son-in-law",
    "friend": "friend mate buddy bestie pal bff compadre comadre",
    "colleague": "colleague coworker workmate",
    "coach": "coach",
}

# People of one's own without a name.
_DEAR = (
    "my (?:boy|girl|lad|lass|twin|ex|other half|old man|better half|youngest|eldest|oldest)(?! [A-Z])",
    "(?:my |the |our )twins",
    "(?:my )?best (?:mate|friend)",
    "(?:my )?bestie",
    "(?:my |the )twin",
    "our kid",
    "my (?:pastor|priest|vicar|imam|rabbi|minister|sponsor|landlord|landlady|teacher|godmother|godfather|carer|lodger|tutor|mentor|nephew|niece|granddaughter|grandson|godson|goddaughter|neighbou?r|cousin|co-?worker|colleague|boss|coach)(?! (?:from|in|on|at|across|[A-Z]))",
)
DEAR = re.compile(rf"(?<!\w)(?:{'|'.join(_DEAR)})(?!\w)", re.IGNORECASE)

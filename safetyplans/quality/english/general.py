"""General English words: a line that has nothing else in it does not say which, where, who or how."""

GENERAL = """
a an the this that these those some any someone somebody anyone anybody everyone everybody nobody no one ones something anything everything nothing stuff thing things
whatever whoever whichever other others another else etc kind sort type bit lot lots more less most much many few several various certain different same similar
i im ill ive id me my mine myself we us our you your it its he she they them their theyre his her i'm i'll i've i'd we'll
am is are was be been being do does did doing done have has had having get gets getting got go goes going gone come comes coming make makes making made take takes taking took
can could will would should may might must want wants wanted need needs try trying tries tried let lets keep keeps keeping kept put puts use using used see sees seeing look looks looking
feel feels feeling felt think thinks thinking thought act acts acting start starts stop stops find finds finding found give gives help helps helping start
know knows like likes enjoy enjoys love loves prefer work works worked working happen happens happened happening hold holds busy
and or but if when whenever while then than so as to too of in on at for from with without by about around into out off up down over away back through during after before until till
again also just maybe perhaps probably possibly sometimes usually always often never not dont don't didn't doesn't cant can't really very quite pretty still yet even only well
here there where theyre there's who which what how why somewhere anywhere elsewhere nowhere someplace
good better best nice great fine bad worse worst hard harder hardest tough rough difficult easy low high big small little new old usual normal general
time times day days night nights week weeks evening morning afternoon moment moments while today tonight hour hours minutes bit
way ways idea ideas list plan plans part parts person people guy guys folks man woman men women girl girls boy boys lad lads
feel comfortable safe okay ok alright fun favourite favorite healthy relaxing calming relaxed calm distracting fresh
im'a gonna wanna gotta please able possible possibly anyway somehow something's it's that's i'd others' once around nearby close near local
job life mind head self yourself oneself itself thru w
"""

GENERAL_IN = {
    "triggers": """stress stressed stressful stressor stressors argument arguments arguing fight fights fighting conflict conflicts family families friend friends relationship relationships
        work school home job boss money finances financial bills memory memories past remind reminds reminded reminder reminders reminding news people crowd crowds noise noises loud social media
        alone lonely loneliness rejection rejected criticism criticised criticized failure failing change changes pressure anxiety depression sad sadness upset upsetting
        anniversary anniversaries holidays holiday health pain tired drama problem problems issue issues trouble situations situation event events saying said say words place places
        mean rude disappointed disappointment loss losing lose grief trauma wrong overwhelmed overwhelming bored boredom mood moods weather season seasons thoughts feelings emotions things mistakes mistake anger angry being""",
    "warning_signs": """mood moods emotion emotions feeling feelings thoughts thought thinking negative negatively sad sadness down depressed depression anxious anxiety worried worry worrying
        upset angry anger mad irritable irritated moody emotional hopeless hopelessness stress stressed overwhelmed dark darkness bad awful terrible rubbish weird funny strange
        different differently normal act acting behaviour behavior behave body physical symptoms withdraw withdrawing withdrawn isolate isolating isolated isolation lonely alone
        change changes numb empty lost mess crap shit shitty crappy energy motivation racing panicky panic restless not myself off wrong """,
    "internal_coping": """music song songs listen listening read reading book books walk walking walks exercise exercising exercises workout working gym run running breathe breathing breath breaths deep relax relaxing
        relaxation meditate meditation meditating mindfulness mindful yoga tv telly television movie movies film films show shows watch watching video videos game games gaming play playing youtube netflix
        hobby hobbies craft crafts crafting art arts draw drawing paint painting write writing journal journaling journalling cook cooking bake baking clean cleaning chores tidy tidying
        sleep sleeping rest resting nap coping cope skill skills technique techniques strategy strategies tool tools distract distraction distractions distracting myself attention busy hands hand
        positive positively thoughts puzzle puzzles pray praying prayer self-care selfcare care outside outdoors nature air online internet phone scroll scrolling social media creative
        activity activities thing interesting worked last from stretch stretching stretches grounding calm calming down mind take occupied ride drive driving podcast podcasts shower something swim swimming jog jogging cycling bike hike hiking sing singing dance dancing instrument colour colouring color coloring laugh funny entertainment leisure sport sports task tasks project projects garden gardening pet pets animal animals snack food eat eating drink""",
    "social_distraction": """friend friends mate mates family people person somebody pal pals buddy buddies relatives relative cousin cousins neighbour neighbours neighbor neighbors coworkers colleagues group groups
        club clubs park parks shop shops shopping store stores mall town city centre center downtown cafe café coffee tea drink drinks restaurant restaurants pub pubs bar bars gym library
        cinema movie movies theatre church place places public outside outdoors out walk walking somewhere class classes event events meet meeting meetup hang hangout hanging visit visiting
        talk talking chat chatting company around social socialise socialize socialising socializing community sport sports beach activity activities job old girls see join mosque temple dinner lunch meal eat food
        market online call text phone crowd others volunteer volunteering busy spend classmates teammates acquaintances folks venue library bowling swimming pool pools countryside woods bench train bus ride sit sitting walkers group dance dancing study game games video""",
    "support_contacts": """friend friends mate mates family families relative relatives cousins people person somebody pal pals buddy buddies neighbour neighbours neighbor neighbors coworkers coworker colleagues colleague
        call calling text texting phone ring message messaging talk talking tell speak speaking reach contact ask asking trust trusted trusts church work school group online
        support supportive supports system network loved ones close closest member members therapist counsellor counselor someone anyone hotline helpline professional cousin siblings sibling elders classmates teammates acquaintances adult understands understand listen listens will""",
    "means_safety": """safe safer safety safely secure securely home house place room area environment dangerous danger harmful harm unsafe risky sharp sharps item items object objects lock locks locked locking
        remove removing removed rid hide hidden keep away access reach careful hold store stored storing clear clean tidy check limit reduce means everything rest low hurt supervision supervised others""",
    "reasons_for_living": """future family friend friends people loved ones life living live happiness happy joy hope hopes dream dreams goal goals love faith pet pets
        music animals nature adventure adventures holidays places sport hobby hobbies kindness simple proud pride opportunities believe chance chances potential plans enjoy world experiences experience memories beauty success purpose tomorrow job career health thing important care cares matter matters everyone travel travelling""",
    "self_care": """routine routines sleep sleeping sleeps rest resting eat eating eats food meal meals healthy healthier healthily diet exercise exercising active activity activities walk walking gym sport sports
        relax relaxing relaxation care caring look looking after self-care selfcare kind kinder gentle balance balanced water hydrated drink fresh air outside outdoors breaks break hobby hobbies
        meditate meditation mindfulness yoga breathe breathing journal journaling journalling music reading read bath positive positively thoughts stress regularly regular properly enough early stay staying
        take week keep pamper treat social busy hygiene shower nutrition moderation boundaries limits phone screen screens caffeine alcohol swim swimming run running cycling stretch stretching tidy clean pray prayer""",
}

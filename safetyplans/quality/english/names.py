"""English first names, those that are words too, and capital words that are none."""

NAMES = """
aaron abby abdul abigail adam adrian agnes ahmed aisha al alan albert alex alexander alfie ali alice alicia alison allan amanda amber amina
amir amy ana andre andrea andrew andy angela angie anita ann anna anne annette annie anthony antonio april arlene arthur ashley aunt ava avi barb barbara barry
bea beatrice becky ben benjamin bernard bernie bert beth betty bev beverly bex billy bob bobby bonnie brad brandon brenda brian bridget bruce bryan callum
cameron carl carla carlos carmen carol caroline carrie cassie catherine cathy cecil chan charlene charles charlie charlotte chelsea cheryl chloe chris christine christopher
cindy claire clara claudia colin colleen connie connor craig curtis cynthia daisy dale dan dana daniel danielle danny darren dave david dawn dean deb debbie
deborah deepak denise dennis derek des diana diane diego dolores don donald donna doreen doris dorothy doug duncan dylan earl ed eddie edith edna edward edwin
eileen elaine eleanor elena eli elijah elizabeth ella ellen ellie elsie emily emma emre eric erica erin ernie ethan eva evan eve evelyn farah fatima fiona
florence fran frances francis fred freddie gabriel gail gareth gary gaz gemma geoff george gerald gina glenn gloria gordon graham greg gus gwen hamish hannah hans
harold harriet harry hassan heather hector helen henry hilary howard hugh hussein ian ibrahim ida imran ines ingrid irene iris isaac isabel ivan jack jackie jacob jade
jake jamal james jamie jan jane janet janice jason javier jay jean jeff jen jenna jennifer jenny jeremy jerry jess jesse jessica jill jim jimmy jo joan joanne
joe joel john johnny jon jonah jonas jonathan jordan jorge jose joseph josh joshua josie juan juanita judith judy julia julian julie june justin kai kamal karen karl
kate katherine kathleen kathy katie kay keith keisha kelly ken kenji kenneth kenny kerry kev kevin khalid kim kofi kyle lara larry laura lauren lawrence leah lee leila
lena leo leon leroy leslie lewis liam lily linda lindsay lisa liz lizzie lloyd lois lola lorna lorraine lottie louis louise lucas lucia lucy luis luke lupe lydia lyle
lynn maddie maggie magda mahmoud malcolm mandy manuel marcia marco marcus margaret maria mariam marie marilyn mario marion marjorie mark marlene martha martin marvin mary matt matthew
maureen maurice mavis max maya megan mei mel melanie melissa mia michael michelle miguel mike mildred mira miriam mo mohamed mohammed moira molly mona monica moss muhammad
nadia nadine nancy naomi natalie nate nathan neil nell nick nicola nicole nigel nina noah noel noor nora norma norman oleg olga olive oliver olivia olu omar oscar osman owen
pablo paddy pam pamela pat patricia patrick patty paul paula pauline pearl pedro peggy penny percy pete peter phil philip phoebe phyllis pierre polly priya rachel raj ralph
ramon randy raquel ravi ray raymond rebecca reggie rhonda ricardo rich richard rick ricky rita rob robert roberta robin rodney roger ron ronald rosa rosario rose rosemary rosie ross
roy ruby rupert russ russell ruth ryan sabrina sadie sally sam samantha samir samuel sandra sandy sanjay sara sarah saul sean sergio shannon sharon shaun shawn sheila sheilah
shelley shirley sid simon siobhan sofia sonia sophia sophie stacey stella steph stephanie stephen steve steven stuart sue sunita susan susie suzanne sven sylvia tamara tammy tania
tanya tara ted teresa terry tess tessa theo theresa thomas tiffany tim tina toby todd tom tomas tommy tomo toni tony tracey tracy trevor trish troy tyler ursula valerie vanessa vera
vernon veronica vic vicky victor vikram vince vincent violet virginia vivian wade walter walt wanda warren wayne wendy wes wilma winston xan yasmin yolanda yuki yusuf yvonne zac zach zara
zoe zainab
"""

# Names that are ordinary words or places too: they count as a person only where the words around say so.
NAME_IS_WORD = """
al angel april art august autumn bill bob bay brook buck chance charity chase chuck crystal daisy dale dawn dean dot drew earl eve faith faye fern flora florence forest frank gene georgia
glen grace grant guy harmony hazel heath hope hunter ivy jack jade jasmine jay jean jo joy june kitty lance lee lily mark may max melody mercy mike miles moss nick norm olive pat
patience pearl penny peg pierce ray red reed rich river rob robin rock rocky rose rosemary ruby rusty sandy sierra sky skye sonny stan sterling sue summer sunny terry trinity tucker
victoria violet wade ward will woody charlotte austin sydney paris
"""

NOT_A_NAME = """
i i'm i'll i've i'd january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec
monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun mondays tuesdays wednesdays thursdays fridays saturdays sundays
christmas easter ramadan eid diwali thanksgiving halloween hogmanay ok okay tv er ed gp er's aa na va dbt cbt uk us usa nhs lol dvd fm am pm id pin
shout siri alexa mind papyrus kooth talkspace betterhelp calm samaritans lifeline childline helpline god jesus lord allah bible quran torah psalm psalms zoom facetime skype whatsapp insta instagram facebook messenger google
youtube netflix spotify discord reddit tiktok xbox playstation nintendo fortnite minecraft wordle duolingo lego disney starbucks greggs walmart target tesco ikea costa mcdonalds
english spanish french german polish arabic hindi british american canadian
the a an my our his her their this that it he she they we you and or but if when then on in at to for from with of go get take make put do
mr mrs ms miss mx sir madam auntie aunty big little old young wee uncle coffee tea walk lunch dinner breakfast brunch supper sit watch play help call ring text phone meet visit see ask tell talk cook
feed hang cinema church mosque temple gym pub library drive ride swim fishing bowling bingo cards chess choir knitting saturday's sunday's sundays's evenings mornings afternoons nights days anyone someone nobody no
pret target walgreens cvs primark subway costa nero tims safeway co-op coop sainsbury spar londis budgens iceland halfords screwfix bunnings woolies coles kwik trip wawa sheetz bucees arsenal chelsea spurs everton celtic hibs raiders yankees leafs oilers netto duke king queen prince princess crown castle bull swan costco asda aldi lidl morrisons sainsburys waitrose boots argos primark dunelm wilko wetherspoons spoons nandos subway timmies timmy hortons kfc mcdonald's mcd wendys dennys arbys ihop applebees chilis kroger publix safeway sobeys loblaws
kmart meijer wegmans winco menards lowes homedepot petsmart marks spencer greyhound amtrak megabus tube metro gamestop barnes noble twitch steam minecraft roblox pokemon vrchat snapchat tinder slack teams webex
london leeds york bristol brighton glasgow edinburgh dublin cardiff belfast toronto vancouver calgary ottawa montreal winnipeg halifax boston chicago denver dallas houston seattle portland phoenix texas ohio maine florida california
alberta ontario manitoba quebec england scotland wales ireland canada america europe paddington batman superman spiderman shrek bluey gandalf frodo sherlock zelda mario luigi kirby sonic pikachu churchill lincoln washington shakespeare
"""

# One person, written long or short.
SHORT_FORMS = """
jennifer jen jenny jenn; thomas tom tommy; elizabeth liz lizzie beth betty; william will bill billy; robert rob bob bobby; margaret maggie meg peggy; katherine kate kathy katie kath; michael mike mikey mick;
samantha samuel sam sammy; daniel dan danny; david dave davey; james jim jimmy jamie; joseph joe joey; josephine jo josie; christopher chris; christine chrissie; patricia pat trish patty; patrick paddy; stephen steven steve; stephanie steph;
alexander alex; andrew andy; anthony tony; benjamin ben benny; matthew matt; nicholas nick; nicola nicky; rebecca becky bex becca; susan sue susie; theresa teresa terry tess; victoria vicky; deborah deb debbie; jacqueline jackie; gareth gary gaz;
darren daz; sharon shaz; barry baz; karen kaz; marian maz; kevin kev; edward ed eddie ted; charles charlie chuck; richard rick dick richie; ronald ron; gerald gerry; abigail abby; natasha tasha; priscilla cilla; maureen mo; mohammed mo; lorraine lou; louise lou; frances fran; francis frank; gillian gill;
bartholomew bart; guadalupe lupe; philip phil; frederick fred freddie; gregory greg; jeffrey jeff; raymond ray; leonard len lenny; pamela pam; cynthia cindy; catriona cat; dorothy dot dottie; eleanor nell; isabella bella izzy; francesca frankie; salvatore sal; giuseppe beppe; francisco paco pancho; ignacio nacho; guillermo memo; alejandro ale; yevgeny zhenya; aleksandra sasha
"""

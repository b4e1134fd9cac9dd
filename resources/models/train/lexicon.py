"""The words of the stories, sorted by what the grammar must know of them."""

WOMEN = "Mary Anna Lucy Emma Sara Julia Alice Clara Nina Eva Helen Laura".split()
MEN = "Tom John Peter Paul David Mark Adam Leo Oscar Hugo Simon Martin".split()
SURNAMES = "Smith Jones Miller Cooper Parker Turner Walker Foster Harris Morgan".split()


def _plurals(pairs):
    return dict(pair.split("/") for pair in pairs.split())


# Nouns by kind: singular -> plural.
NOUNS = {
    "female": _plurals("girl/girls woman/women queen/queens aunt/aunts sister/sisters princess/princesses "
                       "actress/actresses"),
    "male": _plurals("boy/boys man/men king/kings uncle/uncles brother/brothers prince/princes actor/actors"),
    "person": _plurals("teacher/teachers doctor/doctors farmer/farmers pilot/pilots student/students singer/singers "
                       "friend/friends child/children artist/artists writer/writers"),
    "animal": _plurals("dog/dogs cat/cats horse/horses bird/birds fox/foxes rabbit/rabbits owl/owls elephant/elephants"),
    "thing": _plurals("book/books key/keys cup/cups ball/balls letter/letters box/boxes apple/apples hat/hats map/maps "
                      "lamp/lamps umbrella/umbrellas orange/oranges coat/coats pen/pens"),
    "place": _plurals("house/houses garden/gardens school/schools table/tables river/rivers forest/forests "
                      "market/markets cabinet/cabinets station/stations kitchen/kitchens island/islands office/offices"),
}
THINGS, PLACES = list(NOUNS["thing"]), list(NOUNS["place"])

# Verbs without and with an object: plural form -> singular form.
INTRANSITIVE = _plurals("run/runs sleep/sleeps sing/sings laugh/laughs wait/waits smile/smiles dance/dances work/works")
TRANSITIVE = _plurals("see/sees like/likes chase/chases help/helps know/knows follow/follows watch/watches "
                      "admire/admires hear/hears love/loves")
GIVING = "gave showed sent lent brought handed offered sold".split()
REFLEXIVE = "hurt saw washed praised blamed taught".split()

# "Mary called Tom because she was lonely": the reason is the caller's. "Mary thanked Tom because he was kind": the other's.
REASON_IS_SUBJECTS = "called phoned begged visited telephoned".split()
REASONS_OF_SUBJECT = ["was lonely", "needed help", "was lost", "felt sad", "had a problem"]
REASON_IS_OBJECTS = "thanked praised rewarded congratulated applauded".split()
REASONS_OF_OBJECT = ["was kind", "was brave", "told the truth", "won the prize", "had helped"]

PREPOSITIONS = "near behind beside above under".split()
NUMBERS = "two three four five six".split()
ADJECTIVES = "red blue green white black yellow old new small big empty".split()
OPPOSITES = {"hot": "cold", "cold": "hot", "big": "small", "small": "big", "old": "new", "new": "old", "open": "closed",
             "closed": "open", "full": "empty", "empty": "full", "clean": "dirty", "dirty": "clean"}
FOOD = "apples pears plums grapes lemons cherries figs dates nuts bread milk cheese rice eggs".split()

PRAISE = "wonderful great lovely beautiful excellent delicious charming brilliant".split()
BLAME = "terrible awful boring horrible ugly dreadful nasty poor".split()
PLEASED = "loved enjoyed liked recommended".split()
DISPLEASED = "hated disliked left regretted".split()
JUDGED = "film song soup play story cake hotel concert meal game".split()

# Subject, possessive and reflexive by gender; "p": several.
PRONOUNS = {"f": ("she", "her", "herself"), "m": ("he", "his", "himself"), "p": ("they", "their", "themselves")}
SUBJECT, POSSESSIVE, SELF = range(3)

BRACKETS = {"(": ")", "[": "]", "{": "}"}

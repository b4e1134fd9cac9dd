"""The words of the English-French grammar."""
from typing import NamedTuple, Tuple

PERSONS = ("je", "il", "nous", "vous", "ils")      # the forms a verb has, in the order of Verb.forms


class Noun(NamedTuple):
    one: str
    many: str
    french: str
    french_many: str
    gender: str         # "m", "f"
    kind: str


class Verb(NamedTuple):
    base: str
    third: str
    infinitive: str
    forms: Tuple[str, ...]      # one for each of PERSONS
    kinds: Tuple[str, ...]      # kinds of objects
    is_feeling: bool = False    # things in general take "les" after it: j'aime les chats


class Adjective(NamedTuple):
    english: str
    forms: Tuple[str, ...]      # masculine, feminine; masculine plural, feminine plural
    is_after: bool              # behind the noun
    kinds: Tuple[str, ...]


class Pronoun(NamedTuple):
    subject: str
    object: str
    possessive: str
    french: str
    french_object: str
    french_possessive: Tuple[str, str, str]     # mon, ma, mes
    person: str


ANYTHING = ("text", "food", "animal", "person", "thing", "drink")

NOUNS = [Noun(*row) for row in [
    ("book", "books", "livre", "livres", "m", "text"), ("letter", "letters", "lettre", "lettres", "f", "text"),
    ("newspaper", "newspapers", "journal", "journaux", "m", "text"),
    ("story", "stories", "histoire", "histoires", "f", "text"), ("apple", "apples", "pomme", "pommes", "f", "food"),
    ("cake", "cakes", "gâteau", "gâteaux", "m", "food"), ("egg", "eggs", "œuf", "œufs", "m", "food"),
    ("orange", "oranges", "orange", "oranges", "f", "food"), ("cat", "cats", "chat", "chats", "m", "animal"),
    ("dog", "dogs", "chien", "chiens", "m", "animal"), ("bird", "birds", "oiseau", "oiseaux", "m", "animal"),
    ("cow", "cows", "vache", "vaches", "f", "animal"),
    ("teacher", "teachers", "professeur", "professeurs", "m", "person"),
    ("queen", "queens", "reine", "reines", "f", "person"), ("doctor", "doctors", "médecin", "médecins", "m", "person"),
    ("friend", "friends", "ami", "amis", "m", "person"), ("child", "children", "enfant", "enfants", "m", "person"),
    ("girl", "girls", "fille", "filles", "f", "person"), ("car", "cars", "voiture", "voitures", "f", "thing"),
    ("house", "houses", "maison", "maisons", "f", "thing"), ("flower", "flowers", "fleur", "fleurs", "f", "thing"),
    ("table", "tables", "table", "tables", "f", "thing"), ("hat", "hats", "chapeau", "chapeaux", "m", "thing"),
    ("picture", "pictures", "image", "images", "f", "thing")]]

# Nouns without plural: English, French, gender, kind. Cities have no article.
MASS = [("tea", "thé", "m", "drink"), ("milk", "lait", "m", "drink"), ("water", "eau", "f", "drink"),
        ("coffee", "café", "m", "drink"), ("bread", "pain", "m", "food"), ("rice", "riz", "m", "food"),
        ("France", "France", "f", "country"), ("China", "Chine", "f", "country"), ("Japan", "Japon", "m", "country"),
        ("Paris", "Paris", "", "country"), ("London", "Londres", "", "country")]

NAMES = ["Mary", "Tom", "Anna", "John", "Lucy", "David", "Peter", "Emma"]

PRONOUNS = [
    Pronoun("I", "me", "my", "je", "me", ("mon", "ma", "mes"), "je"),
    Pronoun("you", "you", "your", "vous", "vous", ("votre", "votre", "vos"), "vous"),
    Pronoun("he", "him", "his", "il", "le", ("son", "sa", "ses"), "il"),
    Pronoun("she", "her", "her", "elle", "la", ("son", "sa", "ses"), "il"),
    Pronoun("we", "us", "our", "nous", "nous", ("notre", "notre", "nos"), "nous"),
    Pronoun("they", "them", "their", "ils", "les", ("leur", "leur", "leurs"), "ils")]

# vais, veux, peux
HELPERS = {"will": ("vais", "va", "allons", "allez", "vont"), "want": ("veux", "veut", "voulons", "voulez", "veulent"),
           "can": ("peux", "peut", "pouvons", "pouvez", "peuvent")}
ETRE = ("suis", "est", "sommes", "êtes", "sont")

VERBS = [Verb(base, third, infinitive, tuple(forms.split()), *rest) for base, third, infinitive, forms, *rest in [
    ("love", "loves", "aimer", "aime aime aimons aimez aiment", ANYTHING + ("country",), True),
    ("see", "sees", "voir", "vois voit voyons voyez voient", ("text", "food", "animal", "person", "thing")),
    ("buy", "buys", "acheter", "achète achète achetons achetez achètent", ("text", "food", "animal", "thing", "drink")),
    ("sell", "sells", "vendre", "vends vend vendons vendez vendent", ("text", "food", "animal", "thing", "drink")),
    ("read", "reads", "lire", "lis lit lisons lisez lisent", ("text",)),
    ("write", "writes", "écrire", "écris écrit écrivons écrivez écrivent", ("text",)),
    ("eat", "eats", "manger", "mange mange mangeons mangez mangent", ("food",)),
    ("drink", "drinks", "boire", "bois boit buvons buvez boivent", ("drink",)),
    ("help", "helps", "aider", "aide aide aidons aidez aident", ("person",)),
    ("draw", "draws", "dessiner", "dessine dessine dessinons dessinez dessinent", ("animal", "person", "thing")),
    ("find", "finds", "trouver", "trouve trouve trouvons trouvez trouvent",
     ("text", "food", "animal", "person", "thing")),
    ("wash", "washes", "laver", "lave lave lavons lavez lavent", ("food", "animal", "thing")),
    ("know", "knows", "connaître", "connais connaît connaissons connaissez connaissent", ("person",))]]

ADJECTIVES = [Adjective(english, tuple(forms.split()), is_after, kinds) for english, forms, is_after, kinds in [
    ("red", "rouge rouge rouges rouges", True, ("text", "food", "thing", "animal")),
    ("black", "noir noire noirs noires", True, ("text", "thing", "animal")),
    ("white", "blanc blanche blancs blanches", True, ("text", "thing", "animal")),
    ("green", "vert verte verts vertes", True, ("text", "food", "thing")),
    ("expensive", "cher chère chers chères", True, ("text", "food", "thing")),
    ("interesting", "intéressant intéressante intéressants intéressantes", True, ("text", "person")),
    ("clever", "intelligent intelligente intelligents intelligentes", True, ("animal", "person")),
    ("big", "grand grande grands grandes", False, ("text", "food", "thing", "animal")),
    ("small", "petit petite petits petites", False, ("text", "food", "thing", "animal", "person")),
    ("good", "bon bonne bons bonnes", False, ANYTHING),
    ("pretty", "joli jolie jolis jolies", False, ("text", "animal", "thing", "person"))]]

# English, French, and for each French word the English words it is linked to (-1: none).
TIMES = [("today", "aujourd'hui"), ("tomorrow", "demain"), ("every day", "tous les jours"), ("now", "maintenant"),
         ("in the morning", "le matin"), ("in the evening", "le soir")]
PLACES = [("at school", "à l' école", (0, -1, 1)), ("in the park", "dans le parc", (0, 1, 2)),
          ("in Paris", "à Paris", (0, 1)), ("in London", "à Londres", (0, 1)),
          ("in the garden", "dans le jardin", (0, 1, 2)), ("in the kitchen", "dans la cuisine", (0, 1, 2)),
          ("at home", "à la maison", (0, -1, 1))]

NUMBERS = [("two", "deux"), ("three", "trois"), ("four", "quatre"), ("five", "cinq"), ("ten", "dix")]

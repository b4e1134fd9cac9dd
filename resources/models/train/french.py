"""English to French: every sentence is made in both languages at once.

What French does otherwise: articles, adjectives and possessives agree with their noun in gender and number, most
adjectives stand behind it, object pronouns before the verb, "ne ... pas" stands around it, je, le, la, ne, que and de
lose their vowel before another, and things in general have an article ("I love cats": j'aime les chats; "I see cats":
je vois des chats; not: je ne vois pas de chats).

The grammar is a function: one English sentence has one French sentence (python3 french.py checks it).
"""
from french_words import (ADJECTIVES, ETRE, HELPERS, MASS, NAMES, NOUNS, NUMBERS, PERSONS, PLACES, PRONOUNS, TIMES,
                          VERBS)
from pairs import Grammar, Phrase
from vocabulary import MARK, byte_of

ANIMATE = ("person", "animal")
ANIMALS_DO = ("love", "see", "find", "eat", "drink")

# Sentences a reader tries first; the trained model must translate each of them exactly.
FIXED = [
    ("I love France .", "J' aime la France ."),
    ("She does not see the black cat .", "Elle ne voit pas le chat noir ."),
    ("I see you .", "Je vous vois ."),
    ("We want to buy a big house .", "Nous voulons acheter une grande maison ."),
    ("Do you drink coffee ?", "Est-ce que vous buvez du café ?"),
    ("My friend loves cats .", "Mon ami aime les chats ."),
    ("They do not eat bread in the morning .", "Ils ne mangent pas de pain le matin ."),
    ("The queen who helps us is clever .", "La reine qui nous aide est intelligente ."),
    ("The letters that he writes are interesting .", "Les lettres qu' il écrit sont intéressantes ."),
    ("Anna can read this newspaper .", "Anna peut lire ce journal .")]


def starts_with_vowel(words):
    """Every h of this grammar is silent, but for those of spelled names."""
    first = words[0][0]
    if first == MARK:
        return chr(byte_of(words[1][0])) in "AEIOU"
    return first[0].lower() in "aeiouéèêàâœh"


def elided(word, following):
    """l' for le and la, j', n', qu', d', m' before a vowel."""
    short = {"le": "l'", "la": "l'", "je": "j'", "ne": "n'", "que": "qu'", "de": "d'", "me": "m'"}
    return short.get(word, word) if starts_with_vowel(following) else word


def conjugated(forms, person):
    return forms[PERSONS.index(person)]


class French(Grammar):

    def _sentence(self):
        kinds = [(self._statement, 75), (self._quality, 13), (self._question, 12)]
        return self._capital(self.random.choices(*zip(*kinds))[0]())

    @staticmethod
    def _capital(phrase):
        """French sentences always begin with a capital letter."""
        word, link = phrase.target[0]
        return Phrase(phrase.source, [(word[0].upper() + word[1:], link)] + phrase.target[1:])

    # Sentences ---------------------------------------------------------------------------------------------------

    def _statement(self):
        subject = self._subject(depth=int(self.chance(0.4)))
        predicate = self._predicate(subject)
        around = self._around()
        return self._closed(".", subject.source + predicate.source + around.source,
                            self._before(subject.target, predicate.target) + predicate.target + around.target)

    def _question(self):
        """Do you love the cat? Est-ce que vous aimez le chat ?"""
        subject = self._pronoun_subject() if self.chance(0.7) else self._subject(depth=0)
        verb = self._verb(subject.kind)
        link, ask = self.link(), self.link()
        thing = self._object(verb, 1, False)
        around = self._around()
        target = self._before(subject.target, [(conjugated(verb.forms, subject.person), link)])
        target = target + [(conjugated(verb.forms, subject.person), link)] + thing.target + around.target
        return self._closed(
            "?", [("does" if subject.person == "il" else "do", ask)] + subject.source + [(verb.base, link)]
            + thing.source + around.source, [("est-ce", ask), (elided("que", target), None)] + target)

    def _quality(self):
        """The houses are white."""
        subject = self._described([n for n in NOUNS if n.kind in ANIMATE + ("text", "thing")], 1, None, "subject")
        adjective = self.random.choice([a for a in ADJECTIVES if subject.kind in a.kinds])
        english, french = self.word(adjective.english, adjective.forms[subject.form])
        is_, est = self.word("are" if subject.person == "ils" else "is", conjugated(ETRE, subject.person))
        if self.chance(0.25):
            no = self.link()
            is_ = is_ + [("not", no)]
            est = [(elided("ne", est), no)] + est + [("pas", no)]
        return self._closed(".", subject.source + is_ + english, subject.target + est + french)

    def _closed(self, mark, source, target):
        stop, fin = self.word(mark, mark)
        return Phrase(source + stop, target + fin)

    @staticmethod
    def _before(subject, verb):
        """The subject, as it is before this verb: j'aime."""
        word, link = subject[-1]
        return subject[:-1] + [(elided(word, verb), link)] if word == "je" else subject

    # Predicates --------------------------------------------------------------------------------------------------

    def _verb(self, subject):
        """What this kind of subject does: animals do not read."""
        return self.random.choice([v for v in VERBS if subject != "animal" or v.base in ANIMALS_DO])

    def _predicate(self, subject, depth=1):
        verb = self._verb(subject.kind)
        link, helper, no = self.link(), self.link(), self.link()
        person, third = subject.person, subject.person == "il"
        draw = self.random.random()
        is_negative = draw < 0.25
        clitic = Phrase()
        if "person" in verb.kinds and self.chance(0.25):
            clitic, thing = self._clitic(subject), Phrase()
        else:
            thing = self._object(verb, depth, is_negative)
        source = [(verb.base, link)] + clitic.source + thing.source
        if is_negative:
            source = [("does" if third else "do", None), ("not", no)] + source
            inner = self._with_clitic(clitic, [(conjugated(verb.forms, person), link)])
            target = [(elided("ne", inner), no)] + inner + [("pas", no)]
        elif draw < 0.55:
            word = self.random.choice(list(HELPERS))
            french = conjugated(HELPERS[word], person)
            english = [("wants" if word == "want" and third else word, helper)]
            source = english + ([("to", None)] if word == "want" else []) + source
            target = [(french, helper)] + self._with_clitic(clitic, [(verb.infinitive, link)])
        else:
            source[0] = (verb.third if third else verb.base, link)
            target = self._with_clitic(clitic, [(conjugated(verb.forms, person), link)])
        return Phrase(source, target + thing.target)

    def _clitic(self, subject):
        """me, you, him: not the subject itself."""
        others = [p for p in PRONOUNS if p.person != subject.person and {p.person, subject.person} != {"je", "nous"}]
        pronoun = self.random.choice(others)
        return Phrase(*self.word(pronoun.object, pronoun.french_object))

    @staticmethod
    def _with_clitic(clitic, verb):
        return [(elided(word, verb), link) for word, link in clitic.target] + verb

    def _object(self, verb, depth, is_negative):
        return self._noun_phrase(verb, depth, "not" if is_negative else "general" if verb.is_feeling else "some")

    def _around(self):
        """Place and time: the same order in both languages."""
        source, target = [], []
        if self.chance(0.35):
            english, french, links = self.random.choice(PLACES)
            numbers = [self.link() for _ in english.split()]
            source += list(zip(english.split(), numbers))
            target += [(word, None if i < 0 else numbers[i]) for word, i in zip(french.split(), links)]
        if self.chance(0.35):
            english, french = self.random.choice(TIMES)
            link = self.link()
            source += [(word, link) for word in english.split()]
            target += [(word, link) for word in french.split()]
        return Phrase(source, target)

    # Who and what ------------------------------------------------------------------------------------------------

    def _name(self):
        if self.chance(0.15):
            return Phrase(*self.spelled_name(), person="il", kind="person")
        name = self.random.choice(NAMES)
        return Phrase(*self.word(name, name), person="il", kind="person")

    def _pronoun_subject(self):
        pronoun = self.random.choice(PRONOUNS)
        return Phrase(*self.word(pronoun.subject, pronoun.french), pronoun.person, "person")

    def _subject(self, depth):
        if self.chance(0.5):
            return self._pronoun_subject() if self.chance(0.65) else self._name()
        return self._described([n for n in NOUNS if n.kind in ANIMATE], depth, None, "subject")

    def _noun_phrase(self, verb, depth, use):
        """use: what the verb makes of things without article: "general" (les), "some" (des), "not" (de), "subject"."""
        if "person" in verb.kinds and self.chance(0.15):
            return self._name()
        mass = [m for m in MASS if m[3] in verb.kinds]
        nouns = [n for n in NOUNS if n.kind in verb.kinds]
        if mass and (not nouns or self.chance(0.3)):
            return self._mass(verb, mass, use)
        return self._described(nouns, depth, verb, use)

    def _mass(self, verb, mass, use):
        english, french, gender, kind = self.choose(mass, verb.base, lambda m: m[0])
        source, target = self.word(english, french)
        article = elided({"m": "le", "f": "la"}.get(gender, ""), target)
        if kind == "country":
            article = [(article, None)] if gender else []
        elif verb.is_feeling:
            article = [(article, None)]
        elif use == "not":
            article = [(elided("de", target), None)]
        else:
            article = [("du", None)] if article == "le" else [("de", None), (article, None)]
        return Phrase(source, article + target, "il", kind)

    def _described(self, nouns, depth, verb, use):
        """A noun with what stands around it. The phrase's form: 0 un, 1 une, 2 des (masculine), 3 des (feminine)."""
        noun = self.choose(nouns, verb and verb.base, lambda n: n.one)
        many = self.chance(0.4)
        form = 2 * many + (noun.gender == "f")
        source, target = self.word(noun.many if many else noun.one, noun.french_many if many else noun.french)
        if self.chance(0.4):
            adjective = self.choose([a for a in ADJECTIVES if noun.kind in a.kinds], noun.one, lambda a: a.english)
            english, french = self.word(adjective.english, adjective.forms[form])
            source = english + source
            target = target + french if adjective.is_after else french + target
        source, target, may_go_on = self._determined(form, verb, use, source, target)
        if may_go_on and depth > 0 and self.chance(0.5):
            clause = self._clause(noun, many)
            source, target = source + clause.source, target + clause.target
        return Phrase(source, target, "ils" if many else "il", noun.kind, form)

    def _determined(self, form, verb, use, source, target):
        many, feminine, is_feeling = form >= 2, form % 2 == 1, verb is not None and verb.is_feeling
        draw = self.random.random()
        if draw < 0.12 and many and use != "subject":       # cats
            article = "les" if is_feeling else "des" if use != "not" else elided("de", target)
            return source, [(article, None)] + target, False
        if draw < 0.40 or (draw < 0.60 and not many and is_feeling):    # the cat
            pair = ("the", "les" if many else elided("la" if feminine else "le", target))
        elif draw < 0.60 and many:                                      # two cats
            pair = self.random.choice(NUMBERS)
        elif draw < 0.60:                                               # a cat
            french = elided("de", target) if use == "not" else "une" if feminine else "un"
            pair = ("an" if source[0][0][0] in "aeiou" else "a", french)
        elif draw < 0.78:                                               # this cat
            this = "ces" if many else "cette" if feminine else "cet" if starts_with_vowel(target) else "ce"
            pair = ("these" if many else "this", this)
        else:                                                           # my cat
            pronoun = self.random.choice(PRONOUNS)
            mon, ma, mes = pronoun.french_possessive
            pair = (pronoun.possessive, mes if many else ma if feminine and not starts_with_vowel(target) else mon)
        english, french = self.word(*pair)
        return english + source, french + target, pair[0] == "the"

    def _clause(self, noun, many):
        """the doctor who drinks tea; the book that Anna writes"""
        that = self.link()
        if noun.kind == "person" and self.chance(0.5):
            predicate = self._predicate(Phrase(person="ils" if many else "il", kind="person"), depth=0)
            return Phrase([("who", that)] + predicate.source, [("qui", that)] + predicate.target)
        who = self._pronoun_subject() if self.chance(0.5) else self._subject(depth=0)
        verb = self.choose([v for v in VERBS if noun.kind in v.kinds], noun.one, lambda v: v.base)
        link = self.link()
        english = verb.third if who.person == "il" else verb.base
        french = [(conjugated(verb.forms, who.person), link)]
        inner = self._before(who.target, french) + french
        return Phrase([("that", that)] + who.source + [(english, link)], [(elided("que", inner), that)] + inner)


GRAMMAR = French

if __name__ == "__main__":
    from check_grammar import check
    check(French)

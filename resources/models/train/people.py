"""Sentences about two people, and the pronouns that take them up again."""
from lexicon import (ADJECTIVES, GIVING, MEN, NOUNS, POSSESSIVE, PREPOSITIONS, PRONOUNS, REASON_IS_OBJECTS,
                     REASON_IS_SUBJECTS, REASONS_OF_OBJECT, REASONS_OF_SUBJECT, REFLEXIVE, SELF, SUBJECT, THINGS, WOMEN)
from agreement import Agreement
from vocabulary import spelled

SYLLABLE_STARTS, VOWELS, SYLLABLE_ENDS = "bcdfghjklmnprstvwxyz", "aeiou", "nrlsx"


class People(Agreement):
    """A person is (pieces of the name, "f" or "m"); a group is ([plural noun], "p")."""

    def draw_cast(self):
        """A woman and a man for the whole story; which two may meet is decided by the held-out split."""
        woman, man = self.pair(lambda: self.one_of(WOMEN), lambda: self.one_of(MEN))
        cast = [([woman], "f"), ([man], "m")]
        self.random.shuffle(cast)
        return cast

    def person(self, who):
        """Says a name, which may have several pieces. Returns (first position, last position)."""
        first = self.end
        self.tokens += who[0]
        self.starts_sentence = False
        return first, self.end - 1

    def mention(self, who):
        """Says a name, or "the boys". Returns (first position, last position) of what a pronoun would mean."""
        if who[1] != "p":
            return self.person(who)
        determiner = self.say("the")
        head = self.say(who[0][0])
        self.arc("noun_determiner", head, determiner)
        return head, head

    def two(self):
        """Two of whom one may be a group."""
        people = list(self.cast)
        if self.chance(0.25):
            nouns = NOUNS[self.one_of(["female", "male", "person"])]
            people[self.random.randrange(2)] = ([nouns[self.one_of(list(nouns))]], "p")
        self.random.shuffle(people)
        return people

    def pronoun(self, gender, case, antecedent, kind):
        is_capital = self.starts_sentence
        right = PRONOUNS[gender][case]
        position = self.say(right)
        self.arc("reflexive_antecedent" if case == SELF else "pronoun_antecedent", position, *antecedent)
        self.arc("next_pronoun_antecedent", position - 1, *antecedent)
        others = [forms[case] for key, forms in PRONOUNS.items() if key != gender]
        self.probe(kind, position, [other.capitalize() if is_capital else other for other in others])

    # --- sentences

    def giving(self):
        """Mary gave Tom her book (because she was kind)."""
        giver, taker = self.two()
        subject = self.mention(giver)
        self.say(self.one_of(GIVING))
        self.mention(taker)
        self.pronoun(giver[1], POSSESSIVE, subject, "possessive")
        self.say(self.one_of(THINGS))
        if self.chance(0.5):
            self.say("because")
            self.pronoun(giver[1], SUBJECT, subject, "pronoun_giver")
            self.say(self.one_of(["were" if giver[1] == "p" else "was", "felt"]))
            self.say(self.one_of(["happy", "kind", "generous"]))
        self.stop()

    def reason(self):
        """Mary called Tom because she ..., but: Mary thanked Tom because he ..."""
        first, second = self.two()
        is_subjects = self.chance(0.5)
        subject = self.mention(first)
        self.say(self.one_of(REASON_IS_SUBJECTS if is_subjects else REASON_IS_OBJECTS))
        other = self.mention(second)
        self.say("because")
        meant, place = (first, subject) if is_subjects else (second, other)
        self.pronoun(meant[1], SUBJECT, place, "pronoun_because")
        for word in self.one_of(REASONS_OF_SUBJECT if is_subjects else REASONS_OF_OBJECT).split():
            self.say("were" if word == "was" and meant[1] == "p" else word)
        self.stop()

    def reflexive(self):
        """Mary hurt herself; Tom said that Mary hurt herself; Mary near Tom hurt herself."""
        who, other = self.two()
        x = self.random.random()
        if x < 0.35:
            subject, kind = self.mention(who), "reflexive"
        elif x < 0.7:
            self.mention(other)
            self.say(self.one_of(["said", "thought", "knew"]))
            self.say("that")
            subject, kind = self.mention(who), "reflexive_distracted"
        else:
            subject, kind = self.mention(who), "reflexive_distracted"
            self.say(self.one_of(PREPOSITIONS))
            self.mention(other)
        self.say(self.one_of(REFLEXIVE))
        self.pronoun(who[1], SELF, subject, kind)
        self.stop()

    def next_sentence(self):
        """Mary met Tom in the garden. She smiled."""
        who, other = self.two()
        subject = self.mention(who)
        self.say(self.one_of(["met", "saw", "found", "heard"]))
        self.mention(other)
        self.say("in")
        self.the_place()
        self.stop()
        self.pronoun(who[1], SUBJECT, subject, "pronoun_next_sentence")
        self.say(self.one_of(["smiled", "laughed", "waited", "sang"]))
        self.stop()

    def thing(self):
        """Mary bought a book. It was red."""
        self.mention(self.one_of(self.cast))
        self.say(self.one_of(["bought", "found", "lost", "painted"]))
        head, number = self.noun_phrase(self.noun(("thing",)), adjective=0.2)
        self.stop()
        it = self.say("it" if number == "s" else "they")
        self.arc("pronoun_antecedent", it, head)
        self.arc("next_pronoun_antecedent", it - 1, head)
        self.probe("pronoun_thing", it, ["They" if number == "s" else "It"])
        self.verb(it, number, ("was", "were"), "agreement_simple")
        self.say(self.one_of(ADJECTIVES))
        self.stop()

    def new_name(self):
        """Zorbil is a girl. A name that no list holds, spelled, with its gender told in the text."""
        gender = self.one_of("fm")
        name = "".join(self.one_of(SYLLABLE_STARTS) + self.one_of(VOWELS) + (self.one_of(SYLLABLE_ENDS) if self.chance(0.3) else "")
                       for _ in range(self.random.randint(2, 3))).capitalize()
        other = next(person for person in self.cast if person[1] != gender)
        self.cast = [(spelled(name), gender), other]
        self.person(self.cast[0])
        self.say("is")
        self.say("a")
        self.say(self.one_of(["girl", "woman"] if gender == "f" else ["boy", "man"]))
        self.stop()

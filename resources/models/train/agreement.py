"""Sentences whose verb agrees with its subject, however many nouns of the other number stand between or before."""
from lexicon import ADJECTIVES, INTRANSITIVE, NOUNS, NUMBERS, PLACES, PREPOSITIONS, TRANSITIVE
from story import Story

BE = [("is", "are"), ("was", "were")]


def _plural(verbs, verb):
    return verbs[verb], verb


class Agreement(Story):
    """Noun phrases, verbs and the ways to put a distractor between them."""

    # --- parts

    def noun(self, kinds=("female", "male", "person", "person", "animal", "thing")):
        kind = self.one_of(kinds)
        return self.one_of(list(NOUNS[kind])), kind

    def human(self):
        return self.noun(("female", "male", "person"))

    def noun_phrase(self, noun, number=None, adjective=0.25):
        """Determiner, perhaps an adjective, noun. Returns (position of the noun, "s" or "p")."""
        singular, kind = noun
        plural = NOUNS[kind][singular]
        number = number or self.one_of("sp")
        form = singular if number == "s" else plural
        word = self.one_of(ADJECTIVES) if self.chance(adjective) else None
        if self.chance(0.5):
            determiner = "the"
        elif number == "s":
            article = "an" if (word or form)[0] in "aeiou" else "a"
            determiner = self.one_of(["this", "that", "every", article, article])
        else:
            determiner = self.one_of(["these", "those", "some", self.one_of(NUMBERS), "many"])
        at_determiner = self.say(determiner)
        at_adjective = self.say(word) if word else None
        head = self.say(form)
        self.arc("noun_determiner", head, at_determiner)
        if word:
            self.arc("noun_adjective", head, at_adjective)
        if determiner not in ("the", "some"):
            self.probe("noun_number", head, [plural if number == "s" else singular])
        return head, number

    def the_place(self):
        at = self.say("the")
        self.arc("noun_determiner", self.say(self.one_of(PLACES)), at)

    def verb(self, subject, number, forms, kind, subject_end=None):
        """One of two forms, (singular, plural). Returns its position."""
        right, wrong = forms if number == "s" else forms[::-1]
        position = self.say(right)
        is_distant = position - 1 > (subject if subject_end is None else subject_end)   # other words stand between
        for relation in ("verb_subject", "verb_distant_subject") if is_distant else ("verb_subject",):
            self.arc(relation, position, subject, subject_end)
            self.arc("next_" + relation, position - 1, subject, subject_end)
        self.probe(kind, position, [wrong])
        return position

    def predicate(self, subject, number, kind):
        """A verb that agrees, and what follows it."""
        x = self.random.random()
        if x < 0.4:
            self.verb(subject, number, self.one_of(BE), kind)
            if self.chance(0.5):
                self.say(self.one_of(ADJECTIVES))
            else:
                self.say(self.one_of(["in", "near", "behind"]))
                self.the_place()
        elif x < 0.7:
            self.verb(subject, number, _plural(INTRANSITIVE, self.one_of(list(INTRANSITIVE))), kind)
        elif x < 0.8:
            self.verb(subject, number, ("has", "have"), kind)
            self.noun_phrase(self.noun(("thing",)))
        else:
            verb = self.transitive(subject, number, kind)
            self.arc("object_verb", self.noun_phrase(self.noun())[0], verb)

    def transitive(self, subject, number, kind):
        return self.verb(subject, number, _plural(TRANSITIVE, self.one_of(list(TRANSITIVE))), kind)

    # --- sentences; "_distracted" marks probes with a noun of the other number in the way

    def agreement_simple(self):
        self.predicate(*self.noun_phrase(self.noun()), "agreement_simple")
        self.stop()

    def agreement_near(self):
        """The keys near the cabinet (in the garden) are ..."""
        first, second = self.pair(self.noun, self.noun)
        head, number = self.noun_phrase(first)
        self.say(self.one_of(PREPOSITIONS))
        others = [self.noun_phrase(second)[1]]
        if self.chance(0.25):
            self.say(self.one_of(["in", "near"]))
            others.append(self.noun_phrase(self.noun(("place",)))[1])
        is_distracted = any(other != number for other in others)
        kind = "agreement_near_twice" if len(others) == 2 else "agreement_near"
        self.predicate(head, number, kind + "_distracted" if is_distracted else "agreement_near")
        self.stop()

    def agreement_subject_clause(self):
        """The boy that sees the girls runs."""
        first, second = self.pair(self.human, self.human)
        head, number = self.noun_phrase(first)
        self.say("that")
        verb = self.transitive(head, number, "agreement_inside_clause")
        at_object, other = self.noun_phrase(second)
        self.arc("object_verb", at_object, verb)
        self.predicate(head, number, "agreement_subject_clause" + ("_distracted" if other != number else ""))
        self.stop()

    def agreement_object_clause(self):
        """The boy that the girls see runs."""
        first, second = self.pair(self.human, self.human)
        head, number = self.noun_phrase(first)
        self.say("that")
        inner, other = self.noun_phrase(second)
        self.transitive(inner, other, "agreement_inside_clause")
        self.predicate(head, number, "agreement_object_clause" + ("_distracted" if other != number else ""))
        self.stop()

    def agreement_fronted(self):
        """Near the cabinets, the key is ... Without these sentences "the first noun" would solve agreement."""
        first, second = self.pair(self.noun, self.noun)
        self.say(self.one_of(PREPOSITIONS))
        _, other = self.noun_phrase(second)
        self.say(",")
        head, number = self.noun_phrase(first)
        if self.chance(0.4):
            self.say(self.one_of(PREPOSITIONS))
            other = self.noun_phrase(self.noun())[1]
        self.predicate(head, number, "agreement_fronted" + ("_distracted" if other != number else ""))
        self.stop()

    def agreement_embedded(self):
        """Mary knows that the keys near the cabinet are ..."""
        name = self.person(self.one_of(self.cast))
        self.verb(name[0], "s", self.one_of([("knows", "know"), ("thinks", "think"), ("says", "say")]), "agreement_name",
                  subject_end=name[1])
        self.say("that")
        first, second = self.pair(self.noun, self.noun)
        head, number = self.noun_phrase(first)
        self.say(self.one_of(PREPOSITIONS))
        _, other = self.noun_phrase(second)
        self.predicate(head, number, "agreement_embedded" + ("_distracted" if other != number else ""))
        self.stop()

    def agreement_and(self):
        """The dog and the cat are ..."""
        head, _ = self.noun_phrase(self.noun(), "s")
        self.say("and")
        self.noun_phrase(self.noun(), "s")
        self.predicate(head, "p", "agreement_and")
        self.stop()

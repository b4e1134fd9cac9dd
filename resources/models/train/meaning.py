"""Sentences whose second half depends on what the first half means: opposites, negation, praise and blame."""
from agreement import BE
from copying import Copying
from lexicon import BLAME, DISPLEASED, JUDGED, OPPOSITES, PLEASED, PRAISE, THINGS

IS = BE[0]


class Meaning(Copying):
    negated_share = 0.35    # of the sentences that praise or blame
    feeling = None          # of the last such sentence: True for praise

    def opposite(self):
        """The lamp is not hot. It is cold. The lamp is hot; it is very hot."""
        word = self.one_of(list(OPPOSITES))
        head, number = self.noun_phrase((self.one_of(THINGS), "thing"), adjective=0)
        self.verb(head, number, IS, "agreement_simple")
        is_negated = self.chance(0.5)
        if is_negated:
            self.say("not")
        adjective = self.say(word)
        if self.chance(0.5):
            self.stop()
        else:
            self.say(";")
        it = self.say("it" if number == "s" else "they")
        self.arc("pronoun_antecedent", it, head)
        self.say("is" if number == "s" else "are")
        if not is_negated:
            self.say("very")
        answer = self.say(OPPOSITES[word] if is_negated else word)
        self.arc("opposite_adjective", answer, adjective)
        self.arc("next_opposite_adjective", answer - 1, adjective)
        self.probe("negation", answer, [OPPOSITES[self.tokens[answer]]])
        self.stop()

    def judgement(self):
        """The film was (not) wonderful. Tom loved (hated) it."""
        is_praise = self.chance(0.5)
        is_negated = self.chance(self.negated_share)
        determiner = self.say("the")
        self.arc("noun_determiner", self.say(self.one_of(JUDGED)), determiner)
        self.say("was")
        if is_negated:
            self.say("not")
        if self.chance(0.3):
            self.say(self.one_of(["very", "really"]))
        adjective = self.say(self.one_of(PRAISE if is_praise else BLAME))
        self.stop()
        self.mention(self.one_of(self.cast))
        self.feeling = is_praise != is_negated
        right, wrong = (PLEASED, DISPLEASED) if self.feeling else (DISPLEASED, PLEASED)
        verb = self.say(self.one_of(right))
        self.arc("feeling_adjective", verb, adjective)
        self.arc("next_feeling_adjective", verb - 1, adjective)
        self.probe("sentiment", verb, wrong)
        self.say("it")
        self.stop()

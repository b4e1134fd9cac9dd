"""Brackets of three kinds, nested, and quotes: what was opened must be closed by its own sign."""
from lexicon import ADJECTIVES, BRACKETS
from people import People


class Signs(People):

    def close(self, sign, opener, kind):
        position = self.say(sign)
        self.arc("closer_opener", position, opener)
        self.arc("next_closer_opener", position - 1, opener)
        self.probe(kind, position, [other for other in (*BRACKETS.values(), '"') if other != sign])

    def bracketed(self, depth):
        """( red and big [ old ] )"""
        sign = self.one_of(list(BRACKETS))
        opener = self.say(sign)
        for i in range(self.random.randint(1, 3)):
            if i:
                self.say(self.one_of([",", "and"]))
            self.say(self.one_of(ADJECTIVES))
        if depth and self.chance(0.5):
            self.bracketed(depth - 1)
        self.close(BRACKETS[sign], opener, "bracket")

    # --- sentences

    def brackets(self):
        """The dogs ( red and big ) run."""
        head, number = self.noun_phrase(self.noun(), adjective=0)
        self.bracketed(2)
        self.predicate(head, number, "agreement_across_brackets")
        self.stop()

    def quote(self):
        """Tom said, " The dog runs. " """
        speaker, _ = self.two()
        self.mention(speaker)
        self.say(self.one_of(["said", "shouted", "whispered"]))
        self.say(",")
        opener = self.say('"')
        self.starts_sentence = True
        x = self.random.random()
        if x < 0.4:
            self.say("i")
            self.say(self.one_of(["like", "see", "want"]))
            self.noun_phrase(self.noun())
        elif x < 0.7:
            self.predicate(*self.noun_phrase(self.noun()), "agreement_simple")
        else:
            self.say_all("come to")
            self.the_place()
        if self.chance(0.3):
            self.bracketed(0)
        self.say(self.one_of([".", "!"]))
        self.close('"', opener, "quote")
        self.starts_sentence = True

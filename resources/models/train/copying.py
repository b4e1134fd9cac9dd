"""Sentences that say again what was said: lists, surnames, and pieces without any meaning."""
import string

from lexicon import FOOD, SURNAMES
from signs import Signs
from vocabulary import byte_piece, spelled


class Copying(Signs):

    def food_list(self):
        """Mary bought pears, figs and milk. Tom ate the pears, the figs and the milk."""
        food = self.random.sample(FOOD, self.random.randint(2, 5))

        def say_list(article):
            positions = []
            for i, word in enumerate(food):
                if i:
                    self.say("and" if i == len(food) - 1 else ",")
                if article:
                    self.say("the")
                positions.append(self.say(word))
            return positions

        self.mention(self.one_of(self.cast))
        self.say("bought")
        say_list(article=False)
        self.stop()
        self.mention(self.one_of(self.cast))
        self.say(self.one_of(["ate", "took", "wanted"]))
        for position, word in zip(say_list(article=True), food):
            self.probe("list", position, [other for other in FOOD if other != word])
        self.stop()

    def surnames(self):
        """Mary Smith met Tom Jones. Tom Jones greeted Mary Smith."""
        names = self.random.sample(SURNAMES, 2)
        people = list(zip(self.cast, names))
        for verb, is_first in (("met", True), ("greeted", False)):
            for who, (person, surname) in enumerate(people):
                self.person(person)
                position = self.say(surname)
                if not is_first:
                    self.probe("surname", position, [other for other in SURNAMES if other != surname])
                if who == 0:
                    self.say(verb)
            self.stop()
            self.random.shuffle(people)

    def nonsense(self):
        """A word, a number or bytes of no meaning."""
        x = self.random.random()
        if x < 0.4:
            return ["▁"] + [byte_piece(self.random.randrange(256)) for _ in range(self.random.randint(2, 6))]
        if x < 0.8:
            return spelled("".join(self.one_of(string.ascii_letters) for _ in range(self.random.randint(3, 8))))
        return [byte_piece(ord(self.one_of(string.digits))) for _ in range(self.random.randint(3, 6))]

    def reading(self):
        """Mary wrote " xkcd ". Tom read " xkcd "."""
        pieces = self.nonsense()
        for person, verb, is_first in ((self.cast[0], "wrote", True), (self.cast[1], "read", False)):
            self.mention(person)
            self.say(verb)
            opener = self.say('"')
            start = self.end
            self.tokens += pieces
            if not is_first:
                for i in range(2, len(pieces)):
                    self.probe("bytes", start + i, None)
            self.close('"', opener, "quote")
            self.stop()

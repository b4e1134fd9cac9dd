"""What the two synchronous grammars share: sentences made in two languages at once, with gold alignments.

A grammar builds each phrase twice, once a language. A word carries a link, a number that joins it to the words it is
translated by, or None where nothing in the other language stands for it.

One in ten combinations of a verb and its object, or of an adjective and its noun, is held out: no training sentence
has it, and every test sentence has at least one.
"""
import random
import zlib
from dataclasses import dataclass, field
from typing import List, Tuple

from vocabulary import spelled

LONGEST = 24                # words or byte pieces of a sentence, in either language
NAME_STARTS = "B C D F G H J K L M N P R S T V W X Y Z Ch Sh Th Br Kr Zh A E I O U".split()
NAME_MIDDLES = "b d f g k l m n p r s t v z ll nn rr st nd ng".split()
VOWELS = "a e i o u".split() * 5 + "ai ou é ü ö".split()


def is_held_out(first, second):
    """Whether two English words may not stand together in training, whichever comes first."""
    return zlib.crc32("|".join(sorted([first, second])).encode()) % 10 == 0


@dataclass
class Phrase:
    """Words of both languages, each with its link, and what an English verb must agree with."""
    source: List[Tuple[str, int]] = field(default_factory=list)
    target: List[Tuple[str, int]] = field(default_factory=list)
    person: str = "3"
    kind: str = ""          # of the noun: "person", "animal", ...
    form: int = 0           # French: gender and number


@dataclass
class Pair:
    """A sentence in both languages: pieces as the vocabulary has them, and which target piece translates which source
    piece."""
    source: List[str]
    target: List[str]
    links: List[Tuple[int, int]]    # (target, source)


class Grammar:
    """Draws sentence pairs. Subclasses say what a sentence is in _sentence() -> Phrase."""

    def __init__(self, seed, held_out=False):
        """held_out: every sentence has a held-out combination; otherwise none has one."""
        self.random = random.Random(seed)
        self.held_out = held_out
        self._has_held_out = False
        self._links = 0

    def sentence(self):
        while True:
            self._links, self._has_held_out = 0, False
            phrase = self._finished(self._sentence())
            fits = max(len(phrase.source), len(phrase.target)) <= LONGEST
            if fits and (self._has_held_out or not self.held_out):
                return self._pair(phrase)

    def _sentence(self):
        raise NotImplementedError

    # What grammars build with ------------------------------------------------------------------------------------

    def link(self):
        self._links += 1
        return self._links

    def chance(self, share):
        return self.random.random() < share

    def choose(self, options, partner=None, name=None):
        """One of the options; given a partner, one that may stand with it. name(option) is what the pair is called by."""
        if partner is None:
            return self.random.choice(options)
        allowed = [o for o in options if self.held_out or not is_held_out(partner, name(o))]
        option = self.random.choice(allowed)
        self._has_held_out |= is_held_out(partner, name(option))
        return option

    def word(self, source, target):
        """One word that is one word in the other language."""
        link = self.link()
        return [(source, link)], [(target, link)]

    def spelled_name(self):
        """A name nobody has heard of: copied byte by byte."""
        pick = self.random.choice
        name = pick(NAME_STARTS)
        if name in "AEIOU":
            name += pick(NAME_MIDDLES)
        name += pick(VOWELS)
        for _ in range(self.random.choice([0, 1, 1, 1, 2])):
            name += pick(NAME_MIDDLES) + pick(VOWELS)
        if self.chance(0.3):
            name += pick("lmnrst")
        pieces = [(piece, self.link()) for piece in spelled(name)]
        return pieces, list(pieces)

    # From a phrase to a pair -------------------------------------------------------------------------------------

    def _finished(self, phrase):
        """Half of the sentences begin with a capital letter; one in ten statements lacks its full stop."""
        source, target = list(phrase.source), list(phrase.target)
        if self.chance(0.5):
            word, link = source[0]
            source[0] = (word[0].upper() + word[1:], link)
        if source[-1][0] == "." and self.chance(0.1):
            source.pop()
            target.pop()
        return Phrase(source, target)

    @staticmethod
    def _pair(phrase):
        links = [(t, s) for t, (_, link) in enumerate(phrase.target) for s, (_, other) in enumerate(phrase.source)
                 if link is not None and link == other]
        return Pair([word for word, _ in phrase.source], [word for word, _ in phrase.target], links)


def is_reordered(pair):
    """For each target piece, whether one of its links crosses the link of another target piece."""
    def crosses(t, s):
        return any((t - other_t) * (s - other_s) < 0 for other_t, other_s in pair.links)
    return [any(crosses(t, s) for target, s in pair.links if target == t) for t in range(len(pair.target))]

"""A story while it is told: its tokens, what belongs to what, and what can be known before it is said.

* An arc says where a row should look: (relation, row, first column, last column). Relations whose name starts with "next_"
  belong to the row that predicts a word, which is the one before it.
* A probe says what must come: (kind, position, right piece, wrong pieces). The model is right where the right piece is more
  probable than every wrong one; with None for the wrong ones, than every other piece there is.
"""
import random
import zlib


def is_held_out(first, second):
    """Whether a pair of nouns or names is kept for the test: one in ten. A model is tested only on pairs that it never saw
    together, so it cannot have learned its answers by heart."""
    return zlib.crc32(f"{first}|{second}".encode()) % 10 == 0


class Story:
    """What the sentences of the grammar add to. held_out: take only held-out pairs (True), only others (False), or any
    (None)."""

    def __init__(self, seed, held_out):
        self.random = random.Random(seed)
        self.held_out = held_out
        self.begin("<bos>")

    def begin(self, first):
        self.tokens, self.arcs, self.probes = [first], [], []
        self.starts_sentence = True

    @property
    def end(self):
        """The position of the next token."""
        return len(self.tokens)

    def say(self, word):
        """Adds one word, with a capital where a sentence starts; returns its position."""
        if self.starts_sentence and word[0].isalpha():
            word = word[0].upper() + word[1:]
        if word not in ('"', "(", "[", "{"):
            self.starts_sentence = False
        self.tokens.append(word)
        return self.end - 1

    def say_all(self, words):
        """Adds words separated by spaces; returns the position of the last."""
        return [self.say(word) for word in words.split()][-1]

    def stop(self):
        position = self.say(".")
        self.starts_sentence = True
        return position

    def arc(self, relation, row, first, last=None):
        self.arcs.append((relation, row, first, first if last is None else last))

    def probe(self, kind, position, wrong):
        self.probes.append((kind, position, self.tokens[position], wrong))

    def one_of(self, choices):
        return self.random.choice(choices)

    def chance(self, share):
        return self.random.random() < share

    def pair(self, draw_first, draw_second):
        """Two different draws, on the right side of the held-out split."""
        while True:
            first, second = draw_first(), draw_second()
            if first != second and self.held_out in (None, is_held_out(first, second)):
                return first, second

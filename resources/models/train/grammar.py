"""The grammar of the stories: which sentences there are, how often, and how they make a story."""
from meaning import Meaning
from vocabulary import Vocabulary

# How often each sentence is told, relative to the others.
WEIGHTS = {
    "agreement_simple": 6, "agreement_near": 10, "agreement_fronted": 6, "agreement_embedded": 6, "agreement_and": 3,
    "agreement_subject_clause": 8, "agreement_object_clause": 8, "giving": 9, "reason": 7, "reflexive": 9,
    "next_sentence": 6, "thing": 7, "brackets": 8, "quote": 8, "food_list": 5, "opposite": 6, "judgement": 14,
    "surnames": 4, "reading": 2,
}
LONGEST = 96    # tokens of a story


class Grammar(Meaning):
    """Tells stories. The same seed tells the same stories."""

    def story(self, most=7, longest=LONGEST, weights=None, first="<bos>", new_names=0.12):
        """A story of 1 to `most` sentences. Afterwards tokens, arcs and probes hold it; `judged` lists the feelings of its
        sentences that praise or blame. weights: other frequencies than WEIGHTS. new_names: share of the stories with a name
        that no list holds."""
        while True:
            self.begin(first)
            self.cast = self.draw_cast()
            self.judged = []
            told = []               # (tokens, arcs) of each sentence, for telling it again
            if new_names and self.chance(new_names):
                self.new_name()
            names, shares = zip(*(weights or WEIGHTS).items())
            for _ in range(self.random.randint(1, most)):
                before = (self.end, len(self.arcs), len(self.probes), len(self.judged))
                if told and self.chance(0.08):
                    self._tell_again(*self.one_of(told))
                else:
                    name = self.random.choices(names, shares)[0]
                    getattr(self, name)()
                    if name == "judgement":
                        self.judged.append(self.feeling)
                    told.append((before[0], self.end, self.arcs[before[1]:]))
                if self.end > longest:
                    self._cut(before)
                    break
            if self.end > 1:
                return self

    def _tell_again(self, begin, end, arcs):
        """A sentence word by word as before, wherever it stood."""
        shift = self.end - begin
        self.tokens += self.tokens[begin:end]
        self.arcs += [(relation, row + shift, first + shift, last + shift) for relation, row, first, last in arcs
                      if first >= begin]
        self.starts_sentence = True

    def _cut(self, before):
        tokens, arcs, probes, judged = before
        del self.tokens[tokens:], self.arcs[arcs:], self.probes[probes:], self.judged[judged:]


def vocabulary(special):
    """Every word that the grammar can say, or that would be wrong where it says another, after the special pieces."""
    grammar = Grammar(7, held_out=None)
    words = set()
    for _ in range(12000):
        words.update(grammar.story().tokens)
        for _, _, _, wrong in grammar.probes:
            words.update(wrong or ())
    words.discard("<bos>")
    return Vocabulary(special, words)


if __name__ == "__main__":
    teller = Grammar(1, held_out=False)
    for _ in range(10):
        print(" ".join(teller.story(most=3).tokens))

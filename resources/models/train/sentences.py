"""Sentence pairs of a grammar as numbers: examples, batches, and the vocabulary of both languages."""
from typing import List, NamedTuple, Tuple

import torch

from pairs import is_reordered
from trainer import padded
from vocabulary import Vocabulary, spelled

BEGIN, END = 0, 1           # ids of "<s>" and "</s>"


class Example(NamedTuple):
    source: List[int]                   # ends with </s>
    target: List[int]                   # <s> ... </s>
    links: List[Tuple[int, int]]        # (decoder row that writes the word, source token)
    reordered: List[bool]               # of each row: its link crosses another
    counted: int                        # rows whose alignment counts: not the full stop, not </s>


def vocabulary_of(grammar):
    """Every word of many sentences, of both languages: they share one list."""
    words = set()
    for held_out in (False, True):
        drawn = grammar(80_000 + held_out, held_out)
        for _ in range(20_000):
            pair = drawn.sentence()
            words.update(pair.source, pair.target)
    return Vocabulary(["<s>", "</s>"], words)


def examples(grammar, vocabulary, count):
    """The next `count` sentences; the few that have a rare word which the vocabulary lacks are left out."""
    out = []
    while len(out) < count:
        pair = grammar.sentence()
        if all(piece in vocabulary for piece in pair.source + pair.target):
            rows = len(pair.target)
            out.append(Example(vocabulary.ids(pair.source) + [END], [BEGIN] + vocabulary.ids(pair.target) + [END],
                               pair.links, is_reordered(pair), rows - (pair.target[-1] in (".", "?"))))
    return out


class Batch:
    """Examples as tensors."""

    def __init__(self, texts):
        self.examples = texts
        self.source = padded([e.source for e in texts])
        target = padded([e.target for e in texts])
        self.seen, self.wanted = target[:, :-1], target[:, 1:]          # the decoder's input, and what each row writes
        lengths = torch.tensor([len(e.source) for e in texts])
        self.allowed = torch.arange(self.source.shape[1])[None] < lengths[:, None]
        rows = torch.tensor([len(e.target) - 1 for e in texts])
        self.real = torch.arange(self.seen.shape[1])[None] < rows[:, None]
        self.gold = torch.zeros(len(texts), self.seen.shape[1], self.source.shape[1])
        for i, example in enumerate(texts):
            for t, s in example.links:
                self.gold[i, t, s] = 1.0


def typed(vocabulary, words):
    """Ids of a sentence whose words stand apart, as Headlight's tokenizer reads it."""
    pieces = [piece for word in words.split() for piece in ([word] if word in vocabulary else spelled(word))]
    return vocabulary.ids(pieces)

"""Random pieces with a phrase that comes back: the exercise that teaches copying before language does.

In stories, copying is rare and is learned late or never; a few hundred steps of nothing else make the induction heads that
lists, surnames and spelled words need.
"""
import numpy
import torch
from torch.nn import functional as F


def repeated_phrases(rng, first, last, begin, count=32, length=64, phrase=(3, 16), gap=(0, 5)):
    """Ids from first to last - 1 [count, length], each text starting with `begin`, and where a token repeats what followed
    its predecessor: only those can be known."""
    ids = rng.integers(first, last, (count, length))
    ids[:, 0] = begin
    repeats = numpy.zeros((count, length), dtype=bool)
    for text in range(count):
        words = rng.choice(numpy.arange(first, last), int(rng.integers(phrase[0], phrase[1] + 1)), replace=False)
        at = 1 + int(rng.integers(0, 8))
        is_first = True
        while at < length:
            fits = min(len(words), length - at)
            ids[text, at:at + fits] = words[:fits]
            repeats[text, at + 1:at + fits] = not is_first
            is_first = False
            at += fits + int(rng.integers(gap[0], gap[1] + 1))
    return torch.from_numpy(ids), torch.from_numpy(repeats)


def next_token_loss(model, out, ids, wanted):
    """Cross-entropy of the tokens marked in `wanted`, each predicted by the row before it."""
    rows = wanted[:, 1:]
    return F.cross_entropy(model.logits(out.hidden[:, :-1][rows]), ids[:, 1:][rows])

"""Stories as numbers: token ids, arcs as tensors, probes as ids."""
from typing import List, NamedTuple, Optional, Tuple

import torch

from losses import Arcs
from trainer import padded


class Example(NamedTuple):
    """A story: its token ids, arcs (relation, row, first, last), probes (kind, position, right id, wrong ids), and for the
    masked-word model the piece that names its feeling."""
    ids: List[int]
    arcs: List[Tuple]
    probes: List[Tuple]
    feeling: Optional[int] = None


def example(story, vocabulary, last=(), feeling=None):
    """What Grammar.story() told. last: pieces that close it."""
    probes = [(kind, position, vocabulary.id(right), None if wrong is None else vocabulary.ids(wrong))
              for kind, position, right, wrong in story.probes]
    return Example(vocabulary.ids(story.tokens + list(last)), list(story.arcs), probes,
                   None if feeling is None else vocabulary.id(feeling))


class Batch:
    """Examples side by side. ids [texts, tokens], filled up with 0; real: True where a token is one."""

    def __init__(self, examples):
        self.examples = examples
        self.ids = padded([e.ids for e in examples])
        lengths = torch.tensor([len(e.ids) for e in examples])
        self.real = torch.arange(self.ids.shape[1])[None] < lengths[:, None]

    def arcs(self):
        """{relation: Arcs}"""
        found = {}
        for text, e in enumerate(self.examples):
            for relation, row, first, last in e.arcs:
                found.setdefault(relation, []).append((text, row, first, last))
        return {relation: Arcs(*torch.tensor(rows).T) for relation, rows in found.items()}

"""Two ways to influence attention during training, beside the words to be predicted.

* guided_loss tells a head what to look at. A head that learned this way is "taught".
* entropy_loss asks every row to choose, without saying what. A head that found its own role under it is "emerged,
  sharpened"; without either loss it is "emerged".
"""
from typing import NamedTuple

import torch
from torch.nn import functional as F


class Head(NamedTuple):
    """Which head: the attention layer by Headlight's name, and the head in it."""
    layer: str      # "blocks.1.attn"
    head: int


class Arcs(NamedTuple):
    """What rows should look at: in text[i], row query[i] at the columns first[i] .. last[i]."""
    text: torch.Tensor
    query: torch.Tensor
    first: torch.Tensor
    last: torch.Tensor


def span_mass(pattern, arcs):
    """How much of each arc's row lies on its columns. pattern [texts, queries, keys] -> [arcs]"""
    sums = F.pad(pattern.cumsum(-1), (1, 0))
    return sums[arcs.text, arcs.query, arcs.last + 1] - sums[arcs.text, arcs.query, arcs.first]


def guided_loss(attention, arcs, roles, real, rests=True):
    """-log of the mass on what is to be looked at, averaged over the roles.

    attention: Output.attention; arcs: {relation: Arcs}; roles: {relation: Head}; real [texts, tokens]: not padding.
    With `rests`, rows of a taught head that have nothing to look at must rest on the first column, so that the head is
    seen to be off there."""
    total = torch.zeros(())
    off = {}
    for relation, (layer, head) in roles.items():
        rows_off = off.setdefault((layer, head), real.clone())
        found = arcs.get(relation)
        if found is not None and len(found.text):
            total = total - (span_mass(attention[layer][:, head], found) + 1e-6).log().mean()
            rows_off[found.text, found.query] = False
    if rests:
        for (layer, head), rows in off.items():
            if rows.any():
                total = total - (attention[layer][:, head, :, 0][rows] + 1e-6).log().mean()
    return total / len(roles)


def entropy(pattern):
    """How undecided rows are, in nats: 0 looks at one token, log n at n tokens alike."""
    return -(pattern * (pattern + 1e-9).log()).sum(-1)


def entropy_loss(attention, first_row=0):
    """Mean entropy of all rows from `first_row` on, of all heads."""
    return torch.stack([entropy(pattern[:, :, first_row:]).mean() for pattern in attention.values()]).mean()

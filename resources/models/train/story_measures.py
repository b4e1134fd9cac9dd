"""Reads roles off the attention of a model of the stories.

Which head has which role is decided on development stories; every number that is reported comes from test stories. Both are
made of pairs of nouns and names that were never together in training.
"""
from collections import Counter

import numpy
import torch

from losses import span_mass
from probes import groups, shares
from report import head_entry
from roles import LEAST, MARGIN, NEEDED, SPARED, is_related, probes_of


def test_stories(tell, stories=600, cases=210, most=100_000):
    """`stories` stories and then as many more as give every kind of probe `cases` cases. tell() makes an Example."""
    kept, counts, kinds = [], Counter(), set()
    for number in range(most):
        e = tell()
        here = Counter(probe[0] for probe in e.probes)
        kinds |= set(here)
        if number < stories or any(counts[kind] < cases for kind in here):
            kept.append(e)
            counts += here
        elif all(counts[kind] >= cases for kind in kinds):
            break
    return kept


class Masses:
    """Mass of every head on the arcs of every relation, and what is needed to judge it."""

    def __init__(self):
        self.sums = {}      # relation -> [layers, heads]
        self.counts, self.uniform, self.offsets = Counter(), Counter(), {}

    def add(self, relation, patterns, arcs, visible):
        """patterns: [texts, heads, rows, columns] of each layer; visible: how many columns each arc's row may look at."""
        mass = numpy.array([[float(span_mass(p[:, h], arcs).sum()) for h in range(p.shape[1])] for p in patterns])
        self.sums[relation] = self.sums.get(relation, 0) + mass
        self.counts[relation] += len(arcs.text)
        self.uniform[relation] += float(((arcs.last - arcs.first + 1) / visible).sum())
        offsets = self.offsets.setdefault(relation, Counter())
        for row, first, last in zip(arcs.query.tolist(), arcs.first.tolist(), arcs.last.tolist()):
            offsets.update(row - column for column in range(first, last + 1))

    def mean(self, relation):
        return self.sums[relation] / self.counts[relation]

    def best(self, relation):
        """(layer, head) with the largest mass."""
        mean = self.mean(relation)
        return tuple(int(i) for i in numpy.unravel_index(mean.argmax(), mean.shape))

    def baselines(self, relation):
        """(share of the arcs hit at the best constant distance, mass of an even spread)"""
        n = self.counts[relation]
        return max(self.offsets[relation].values()) / n, self.uniform[relation] / n


def relation_masses(model, examples, knows_later=False):
    """Masses of the examples' arcs. knows_later: rows may look at later columns too."""
    masses = Masses()
    for batch in groups(examples):
        with torch.no_grad():
            out = model(batch.ids, allowed=batch.real if knows_later else None, has_logits=False)
        lengths = batch.real.sum(1)
        for relation, arcs in batch.arcs().items():
            visible = lengths[arcs.text] if knows_later else arcs.query + 1
            masses.add(relation, list(out.attention.values()), arcs, visible)
    return masses


def position_masses(model, examples, knows_later=False):
    """Roles of position, "previous" and "next", and "induction": what followed the same piece before. Returns
    ({role: [layers, heads]}, {role: (hits at the best constant distance, mass of an even spread, rows)})."""
    sums, counts, uniform, distances = {}, Counter(), Counter(), {}

    def add(name, patterns, wanted, rows):
        """wanted, rows: [texts, rows, columns] and [texts, rows]"""
        mass = [[float(((p[:, h] * wanted).sum(-1))[rows].sum()) for h in range(p.shape[1])] for p in patterns]
        sums[name] = sums.get(name, 0) + numpy.array(mass)
        counts[name] += int(rows.sum())
        visible = torch.arange(1, rows.shape[1] + 1).expand_as(rows) if not knows_later else lengths[:, None].expand_as(rows)
        uniform[name] += float((wanted.sum(-1) / visible)[rows].sum())
        text, row, column = (wanted & rows[:, :, None]).nonzero().T
        distances.setdefault(name, Counter()).update((row - column).tolist())

    for batch in groups(examples):
        with torch.no_grad():
            out = model(batch.ids, allowed=batch.real if knows_later else None, has_logits=False)
        patterns, real = list(out.attention.values()), batch.real
        lengths, n = real.sum(1), real.shape[1]
        both = real[:, :, None] & real[:, None, :]
        later = torch.arange(n)
        inner = real & (later >= 2)
        add("previous", patterns, both & (later[:, None] - 1 == later), inner)
        add("next", patterns, both & (later[:, None] + 1 == later), real & (later < lengths[:, None] - 1))
        same = torch.zeros_like(both)
        same[:, :, 1:] = batch.ids[:, :, None] == batch.ids[:, None, :-1]
        same &= both & (later[:, None] >= later)
        add("induction", patterns, same, same.any(-1) & (later > 0))
    baselines = {name: (max(distances[name].values()) / counts[name], uniform[name] / counts[name], counts[name])
                 for name in sums}
    return {name: sums[name] / counts[name] for name in sums}, baselines


def resting(model, examples, roles, knows_later=False):
    """{Head: mean mass that a taught head keeps on the first column, on rows where none of its relations holds}. The examples
    must have all their arcs."""
    sums, counts = Counter(), Counter()
    for batch in groups(examples):
        with torch.no_grad():
            out = model(batch.ids, allowed=batch.real if knows_later else None, has_logits=False)
        arcs = batch.arcs()
        for head in set(roles.values()):
            rows = batch.real.clone()
            for relation in (r for r in roles if roles[r] == head and r in arcs):
                rows[arcs[relation].text, arcs[relation].query] = False
            sums[head] += float(out.attention[head.layer][:, head.head, :, 0][rows].sum())
            counts[head] += int(rows.sum())
    return {head: sums[head] / counts[head] for head in sums}


def knockouts(model, run, base):
    """{(layer, head): {kind: what the accuracy loses without it}}. run(knockout) gives {kind: [right or not]}."""
    stack = model.decoder if model.decoder is not None else model.encoder
    lost = {}
    for layer in range(stack.config.layers):
        for head in range(stack.config.heads):
            without = shares(run({f"blocks.{layer}.attn": [head]}))
            lost[layer, head] = {kind: base[kind] - without[kind] for kind in base}
    return lost


def worst(lost, kinds):
    """(kind that loses most, loss)"""
    kind = max(kinds, key=lambda k: lost[k])
    return kind, lost[kind]


def needed(roles, lost):
    """The taught heads without which a probe of their own relation fails, and no probe of anything else."""
    found = set()
    for relation, (layer, head) in roles.items():
        here = lost[int(layer.split(".")[1]), head]
        _, own = worst(here, probes_of(relation, here))
        _, other = worst(here, [kind for kind in here if not is_related(relation, kind)])
        if own >= NEEDED and other <= SPARED:
            found.add((layer, head))
    return found


def claim_roles(found_on, reported_on, lost, origin_of, seed_count, taught=()):
    """Entries for config.json: for each relation the head that has it on the development stories, and any taught head, with
    the numbers of the test stories; only where they exceed both baselines by MARGIN.

    found_on, reported_on: Masses. taught: {relation: Head}. origin_of(relation) names the origin."""
    entries = []
    for relation in sorted(reported_on.sums):
        if relation not in found_on.sums:
            continue
        heads = {found_on.best(relation)}
        if relation in taught:
            layer, head = taught[relation]
            heads.add((int(layer.split(".")[1]), head))
        shift, uniform = reported_on.baselines(relation)
        for layer, head in sorted(heads):
            score = float(reported_on.mean(relation)[layer, head])
            if score < max(shift, uniform) + MARGIN or reported_on.counts[relation] < 200:
                continue
            kind, drop = worst(lost[layer, head], probes_of(relation, lost[layer, head]))
            entries.append(head_entry(f"blocks.{layer}.attn", head, relation, score, shift, uniform,
                                      reported_on.counts[relation], drop, kind, origin_of(relation, layer, head), seed_count))
    return entries


def claim_positions(found_on, reported_on, baselines, lost, origin, seed_count, names):
    """The same for what position_masses() measures, for every head that does it. "previous" and "next" are constant distances
    themselves and have none to be held against."""
    entries = []
    for name in names:
        shift, uniform, count = baselines[name]
        shift = shift if name == "induction" else None
        least = max((shift or 0.0) + MARGIN, uniform + MARGIN, LEAST)
        for layer, head in zip(*(found.tolist() for found in numpy.where(found_on[name] >= least))):
            score = float(reported_on[name][layer, head])
            if score >= least:
                kind, drop = worst(lost[layer, head], list(lost[layer, head]))
                entries.append(head_entry(f"blocks.{layer}.attn", head, name, score, shift, uniform, count, drop, kind, origin,
                                          seed_count))
    return entries

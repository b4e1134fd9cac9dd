"""cases.npz: the test stories of a model, its probes and arcs as small numbers, for Headlight to measure the same again.

    tokens, starts          ids of all stories one after the other; story i is tokens[starts[i]:starts[i + 1]]
    probe_*                 story, position, kind (a line of `kinds`), right id, wrong (an entry of the next; 65535: all others)
    wrong, wrong_starts     sets of wrong ids, one after the other
    arc_*                   story, relation (a line of `relations`), row, first and last column
    feeling                 masked-word models: the piece that names each story's feeling, 65535 where it is unknown
"""
from collections import Counter

import numpy

NONE = 65535


def text(lines):
    return numpy.frombuffer("\n".join(lines).encode(), dtype=numpy.uint8)


def small(numbers):
    return numpy.array(numbers, dtype=numpy.uint16)


def limited(examples, cases):
    """The examples with at most `cases` probes of a kind and arcs of a relation, the first ones."""
    probes, arcs = Counter(), Counter()

    def first(items, counts):
        kept = []
        for item in items:
            counts[item[0]] += 1
            if counts[item[0]] <= cases:
                kept.append(item)
        return kept

    return [e._replace(probes=first(e.probes, probes), arcs=first(e.arcs, arcs)) for e in examples]


def write_cases(path, examples):
    kinds = sorted({probe[0] for e in examples for probe in e.probes})
    relations = sorted({arc[0] for e in examples for arc in e.arcs})
    sets, flat, starts = {}, [], [0]

    def wrong_set(wrong):
        if wrong is None:
            return NONE
        key = tuple(sorted(wrong))
        if key not in sets:
            sets[key] = len(sets)
            flat.extend(key)
            starts.append(len(flat))
        return sets[key]

    probes = [(story, position, kinds.index(kind), right, wrong_set(wrong))
              for story, e in enumerate(examples) for kind, position, right, wrong in e.probes]
    arcs = [(story, relations.index(relation), row, first, last)
            for story, e in enumerate(examples) for relation, row, first, last in e.arcs]
    arrays = {"tokens": small([token for e in examples for token in e.ids]),
              "starts": numpy.cumsum([0] + [len(e.ids) for e in examples]).astype(numpy.uint32),
              "kinds": text(kinds), "relations": text(relations), "wrong": small(flat), "wrong_starts": small(starts)}
    for name, column in zip(("story", "position", "kind", "right", "wrong"), zip(*probes)):
        arrays["probe_" + name] = small(column)
    for name, column in zip(("story", "relation", "row", "first", "last"), zip(*arcs)):
        arrays["arc_" + name] = small(column)
    if any(e.feeling is not None for e in examples):
        arrays["feeling"] = small([NONE if e.feeling is None else e.feeling for e in examples])
    numpy.savez_compressed(path, **arrays)

"""Whether a causal model knows what must come: the right piece is more probable than every wrong one."""
import numpy
import torch

from examples import Batch


def groups(examples, size=50):
    """Batches of examples of like length."""
    ordered = sorted(examples, key=lambda e: len(e.ids))
    for i in range(0, len(ordered), size):
        yield Batch(ordered[i:i + size])


def is_right(logits, right, wrong):
    """logits of all pieces at the predicting row; wrong None: every other piece."""
    if wrong is None:
        return int(logits.argmax()) == right
    return bool(logits[right] > logits[wrong].max())


def probe_causal(model, examples, knockout=None):
    """{kind: [True or False for each case]}; the kind "quote_top" asks that the closing quote comes first of all pieces."""
    found = {}
    for batch in groups(examples):
        with torch.no_grad():
            logits = model(batch.ids, knockout=knockout).logits
        for text, e in enumerate(batch.examples):
            for kind, position, right, wrong in e.probes:
                row = logits[text, position - 1]
                found.setdefault(kind, []).append(is_right(row, right, wrong))
                if kind == "quote":
                    found.setdefault("quote_top", []).append(is_right(row, right, None))
    return found


def shares(found):
    """{kind: share of the cases that are right}"""
    return {kind: float(numpy.mean(cases)) for kind, cases in sorted(found.items())}


def probe_masked(model, examples, mask, knockout=None, masses=None):
    """The same for a masked-word model: each probe hides its word, in a copy of the story of its own. masses: a
    story_measures.Masses that is told the arcs of the hidden rows, as "masked_" relations."""
    found = {}
    cases = [(e, probe) for e in examples for probe in e.probes]
    cases.sort(key=lambda case: len(case[0].ids))
    for i in range(0, len(cases), 64):
        part = cases[i:i + 64]
        batch = Batch([e._replace(arcs=[("masked_" + a[0], *a[1:]) for a in e.arcs if a[1] == probe[1]])
                       for e, probe in part])
        rows = torch.arange(len(part))
        positions = torch.tensor([probe[1] for _, probe in part])
        batch.ids[rows, positions] = mask
        with torch.no_grad():
            out = model(batch.ids, allowed=batch.real, knockout=knockout, has_logits=False)
            logits = model.logits(out.hidden[rows, positions])
        for row, (_, (kind, _, right, wrong)) in zip(logits, part):
            found.setdefault(kind, []).append(is_right(row, right, wrong))
        if masses is not None:
            lengths = batch.real.sum(1)
            for relation, arcs in batch.arcs().items():
                masses.add(relation, list(out.attention.values()), arcs, lengths[arcs.text])
    return found


def probe_feelings(model, examples, answers, knockout=None):
    """[True or False]: whether the row of [CLS] ranks the right feeling above the others of `answers`."""
    found = []
    for batch in groups([e for e in examples if e.feeling is not None]):
        with torch.no_grad():
            out = model(batch.ids, allowed=batch.real, knockout=knockout, has_logits=False)
            logits = model.logits(out.hidden[:, 0])
        for row, e in zip(logits, batch.examples):
            found.append(is_right(row, e.feeling, [answer for answer in answers if answer != e.feeling]))
    return found

"""What a translator's heads look at: measured on sentences whose alignment the grammar knows."""
import numpy
import torch

from sentences import Batch

SHIFTS = range(-12, 13)     # constant distances a head might keep


def run(model, texts, knockout=None):
    """Outputs of many examples, a hundred at a time: (batch, output)."""
    with torch.no_grad():
        for i in range(0, len(texts), 100):
            batch = Batch(texts[i:i + 100])
            yield batch, model(batch.source, batch.seen, allowed=batch.allowed, knockout=knockout)


def exact_match(model, texts, knockout=None):
    """Share of sentences of which every word is right. If each row, given the right words before it, writes the right next
    one, then the model left to itself writes the whole sentence, and only then: no need to generate."""
    right = 0
    for batch, out in run(model, texts, knockout):
        right += ((out.logits.argmax(-1) == batch.wanted) | ~batch.real).all(-1).sum().item()
    return right / len(texts)


def rows_of(model, texts):
    """What each row that translates a word does, as a line of numbers by name: whether its word changes its place; what
    heads would hit that spread evenly, follow the diagonal, or keep a constant distance; and of each real head whether its
    largest weight is on a word the row translates ("best"), and how much weight ("mass")."""
    for batch, out in run(model, texts):
        cross = {layer: pattern.numpy() for layer, pattern in out.attention.items() if layer.endswith("cross")}
        for text, example in enumerate(batch.examples):
            length, last = len(example.source), len(example.target) - 2
            wanted_of = {}
            for row, column in example.links:
                wanted_of.setdefault(row, []).append(column)
            for row, wanted in wanted_of.items():
                if row >= example.counted:
                    continue
                line = {"moved": example.reordered[row], "uniform": len(wanted) / length,
                        "diagonal": round(row * (length - 1) / last) in wanted}
                for shift in SHIFTS:
                    line["shift", shift] = row + shift in wanted
                for layer, pattern in cross.items():
                    for head, weights in enumerate(pattern[text, :, row, :length]):
                        line[layer, head, "best"] = weights.argmax() in wanted
                        line[layer, head, "mass"] = weights[wanted].sum()
                yield line


def summary(lines):
    """(scores {(layer, head): {"best", "mass"}}, baselines) of some lines of rows_of()."""
    mean = {key: float(numpy.mean([line[key] for line in lines])) for key in lines[0]}
    scores = {key[:2]: {"best": mean[key[:2] + ("best",)], "mass": mean[key]} for key in mean if key[-1] == "mass"}
    baselines = {"uniform": mean["uniform"], "diagonal": mean["diagonal"],
                 "shift": max(mean["shift", shift] for shift in SHIFTS), "rows": len(lines)}
    return scores, baselines

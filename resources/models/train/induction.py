"""induction: two layers of attention alone that learn to continue whatever was said before.

Training text is random words in which a phrase comes back again and again at irregular distances. Nothing can be known of a
random word except by looking back: "where did I see this piece last, and what came next?" Two heads in a row do that. One in
the first layer looks at the token before, so that every row knows its predecessor; one in the second layer looks for the rows
whose predecessor is the token at hand (Olsson et al. 2022, "In-context Learning and Induction Heads").

The distances must vary. With one fixed distance, a head that always looks that far back solves everything, and the model
fails on any other distance.
"""
from typing import NamedTuple

import numpy
import torch

from export import folded, update_manifest, write_model, write_reference
from losses import entropy_loss
from repeats import next_token_loss, repeated_phrases
from report import Table, head_entry, round_numbers
from roles import LEAST, MARGIN
from trainer import Trainer, start
from transformer import Config, StackConfig, Transformer
from vocabulary import Vocabulary

SEED = 0
SEEDS_TRIED = 3     # all three reach what is asked below


class Lesson(NamedTuple):
    steps: int
    peak: float                     # learning rate
    sharpen: float                  # weight of the entropy term: every row should choose
    sharpens_later: bool = False    # only in the second half, rising: before copying works, it would prevent it


LESSONS = [Lesson(600, 3e-3, 0.2, sharpens_later=True), Lesson(300, 2e-3, 0.15)]
TEXTS, LENGTH = 64, 64     # of a step, tokens of a text
WORDS = """sun moon star rain snow wind fire tree leaf bird fish fox bear wolf horse dog cat red blue green white black gold one
two three four five six seven eight bread milk salt rice tea cup book pen door key lamp clock ship road hill lake king queen
child friend sing run jump sleep read write hello world apple stone river garden house""".split()
VOCABULARY = Vocabulary(["<bos>"], WORDS)


def texts(rng, count, length=LENGTH, phrase=(4, 20), gap=(0, 5)):
    """Random words with a phrase that comes back, and which of them can be known: see repeats.py."""
    return repeated_phrases(rng, VOCABULARY.first_word, len(VOCABULARY), begin=0, count=count, length=length, phrase=phrase, gap=gap)


def accuracy(model, ids, repeats, knockout=None):
    """Share of the tokens that can be known whose probability is the largest."""
    with torch.no_grad():
        best = model(torch.from_numpy(ids), knockout=knockout).logits[:, :-1].argmax(-1).numpy()
    return float((best == ids[:, 1:])[repeats[:, 1:]].mean())


def successors(ids):
    """True at [text, row, column] where the column's predecessor is the row's token: what an induction head looks at."""
    n = ids.shape[1]
    out = numpy.zeros((len(ids), n, n), dtype=bool)
    out[:, 1:, 1:] = ids[:, 1:, None] == ids[:, None, :-1]
    return out & numpy.tri(n, dtype=bool)


def head_scores(model, ids, repeats):
    """Mean mass on the token before, and on what followed the row's token before; [layer][head] each, and baselines."""
    with torch.no_grad():
        patterns = [p.numpy() for p in model(torch.from_numpy(ids)).attention.values()]
    n = ids.shape[1]
    rows = numpy.arange(2, n)
    wanted = successors(ids)
    asked = numpy.zeros(ids.shape, dtype=bool)
    asked[:, :-1] = repeats[:, 1:]
    previous = [[float(p[:, h, rows, rows - 1].mean()) for h in range(p.shape[1])] for p in patterns]
    induction = [[float((p[:, h] * wanted).sum(-1)[asked].mean()) for h in range(p.shape[1])] for p in patterns]
    keys = numpy.arange(1, n + 1)[None, :]
    uniform = float((wanted.sum(-1) / keys)[asked].mean())
    hits = [wanted[:, numpy.arange(back, n), numpy.arange(0, n - back)][asked[:, back:]].sum() for back in range(n)]
    return {"previous": previous, "induction": induction, "uniform": uniform, "shift": float(max(hits) / asked.sum()),
            "uniform_previous": float((1 / keys[0, 2:]).mean()), "rows": int(asked.sum()), "rows_all": len(ids) * len(rows)}


def learn(seed):
    """The trained model and the seconds it took."""
    start(seed)
    model = Transformer(Config(len(VOCABULARY), 64, tied=False, decoder=StackConfig(2, 4, causal=True)))
    return model, sum(study(model, lesson, 1000 * number + seed) for number, lesson in enumerate(LESSONS))


def study(model, lesson, seed):
    """One lesson; returns its seconds. It has a seed of its own, so that it can be repeated without the one before it."""
    rng = numpy.random.default_rng(seed)
    trainer = Trainer(model, lesson.steps, lesson.peak)
    while trainer.done < lesson.steps:
        ids, repeats = texts(rng, TEXTS)
        out = model(ids, has_logits=False)
        loss = next_token_loss(model, out, ids, repeats)
        sharpen = lesson.sharpen * (max(0.0, trainer.progress - 0.5) * 2 if lesson.sharpens_later else 1.0)
        trainer.step(loss + sharpen * entropy_loss(out.attention, first_row=4))
        if trainer.done % 100 == 0:
            print(f"step {trainer.done}: loss {loss.item():.3f}, {trainer.seconds:.0f} s", flush=True)
    return trainer.seconds


def measure(model):
    """What is said of the model: numbers, heads with their roles, and the texts it was measured on."""
    ids, repeats = (part.numpy() for part in texts(numpy.random.default_rng(10_001), 256))
    right = accuracy(model, ids, repeats)
    scores = head_scores(model, ids, repeats)
    everything = range(4)
    drop = {layer: right - accuracy(model, ids, repeats, {f"blocks.{layer}.attn": everything}) for layer in (0, 1)}
    heads = []
    for layer, role, key in ((0, "previous", "previous"), (1, "induction", "induction")):
        for head, score in enumerate(scores[key][layer]):
            shift = None if role == "previous" else scores["shift"]
            uniform = scores["uniform_previous" if role == "previous" else "uniform"]
            if score < max(LEAST, (uniform if shift is None else max(shift, uniform)) + MARGIN):
                continue
            alone = right - accuracy(model, ids, repeats, {f"blocks.{layer}.attn": [head]})
            heads.append(head_entry(f"blocks.{layer}.attn", head, role, score, shift, uniform,
                                    scores["rows_all" if role == "previous" else "rows"], alone, "accuracy",
                                    "emerged, sharpened", SEEDS_TRIED, role_ablation_drop=drop[layer]))
    far = texts(numpy.random.default_rng(10_002), 128, length=128, phrase=(21, 40), gap=(6, 20))
    measured = {"accuracy": right, "previous_head": max(max(s) for s in scores["previous"]),
                "induction_head": max(max(s) for s in scores["induction"]),
                "accuracy_without_layer_0": right - drop[0], "accuracy_without_layer_1": right - drop[1],
                "accuracy_beyond_training_lengths": accuracy(model, *(part.numpy() for part in far)), "cases": int(repeats.sum())}
    return round_numbers(measured), heads, (ids, repeats)


def train(name, seed=None, out=None):
    seed = SEED if seed is None else seed
    learned, seconds = learn(seed)
    model = folded(learned)
    measured, heads, (ids, repeats) = measure(model)
    table = Table(name)
    table.row("accuracy on repeated tokens", measured["accuracy"], at_least=0.99)
    table.row("previous-token head, best", measured["previous_head"], at_least=0.90)
    table.row("induction head, best", measured["induction_head"], at_least=0.90)
    table.row("accuracy without the heads of layer 0", measured["accuracy_without_layer_0"], below=0.20)
    table.row("accuracy without the heads of layer 1", measured["accuracy_without_layer_1"], below=0.20)
    table.row("accuracy at lengths beyond training", measured["accuracy_beyond_training_lengths"])
    table.print(seconds)
    command = f"resources/models/train/train {name} --seed {seed}"
    folder = write_model(
        model, VOCABULARY.pieces, name, "language_model",
        {"begin": "<bos>", "mask": "[MASK]", "add_begin": True, "add_end": False},
        {"recipe": command, "seed": seed, "steps": sum(lesson.steps for lesson in LESSONS), "seconds": round(seconds), "seed_count": SEEDS_TRIED,
         "text": "random words in which a phrase comes back at irregular distances", "measured": measured}, heads,
        [f"Trained on random sequences of {len(WORDS)} words: it continues what was said before and knows nothing else, no other word either.",
         "All four heads of the second layer do the same: taking out one changes little, taking out all stops the copying."],
        folder=out)
    write_reference(model, folder, ids[0, :24].tolist())
    numpy.savez_compressed(folder / "cases.npz", ids=ids.astype("uint16"), repeats=repeats.astype("uint8"))
    if out is None:
        update_manifest(name, command, seed, measured)
    table.require()

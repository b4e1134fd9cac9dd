"""en-zh and en-fr: an encoder reads the English sentence, a decoder writes the translation one word after the other.

The decoder's rows look at the encoder's output through cross-attention. The row that writes a word must find the word it
translates, wherever that stands: that is the alignment people see in Vaswani et al. 2017 and, before it, in Bahdanau et
al. 2014. The grammars know which word translates which, so the alignment can be measured. It is not taught, except in the
model whose name says so: there the alignment is a training target of one head of the last layer.
"""
import importlib

import numpy
import torch
from torch.nn import functional as F

from alignment import exact_match, rows_of, summary
from export import folded, update_manifest, write_model, write_reference
from report import Table, head_entry, round_numbers
from roles import MARGIN
from sentences import BEGIN, END, Batch, examples, typed, vocabulary_of
from trainer import Trainer, buckets, start
from transformer import Config, StackConfig, Transformer

SEED = 0
STEPS = {"chinese": 1400, "french": 1100}
TAUGHT_LAYER, TAUGHT_HEAD = "decoder.blocks.1.cross", 0
HELD_OUT_SEED, SAME_SEED = 90_001, 90_002       # of the sentences it is measured on
CASES = 1000


def taught_loss(attention, batch):
    """-log of the mass on what a row translates; a row that translates nothing must rest on the source's </s>."""
    pattern = attention[TAUGHT_LAYER][:, TAUGHT_HEAD]
    is_linked = batch.gold.sum(-1) > 0
    ends = batch.allowed.sum(-1) - 1
    gold = batch.gold.clone()
    off_text, off_row = (~is_linked).nonzero(as_tuple=True)
    gold[off_text, off_row, ends[off_text]] = 1.0
    return -((pattern * gold).sum(-1)[batch.real] + 1e-6).log().mean()


def learn(grammar, vocabulary, seed, steps, taught):
    """The trained model and the seconds it took."""
    start(seed)
    stack = {"layers": 2, "heads": 4, "d_mlp": 256}
    model = Transformer(Config(len(vocabulary), 128, encoder=StackConfig(**stack),
                               decoder=StackConfig(**stack, causal=True, cross=True), dropout=0.05))
    sentences = grammar(seed)
    trainer = Trainer(model, steps, peak=2e-3)
    pool = []
    while trainer.done < steps:
        if not pool:
            pool = buckets(examples(sentences, vocabulary, 2000), lambda e: len(e.source), tokens=900)
        batch = Batch(pool.pop())
        out = model(batch.source, batch.seen, allowed=batch.allowed)
        loss = F.cross_entropy(out.logits[batch.real], batch.wanted[batch.real])
        report = f"loss {loss.item():.4f}"
        if taught:
            loss = loss + 0.1 * taught_loss(out.attention, batch)
        trainer.step(loss)
        if trainer.done % 100 == 0:
            print(f"step {trainer.done}: {report}, {trainer.seconds:.0f} s", flush=True)
    return model, trainer.seconds


def translate(model, vocabulary, sentence, longest=40):
    """The most probable word each time, until </s>."""
    source = torch.tensor([typed(vocabulary, sentence) + [END]])
    written = [BEGIN]
    with torch.no_grad():
        while len(written) < longest:
            word = model(source, torch.tensor([written])).logits[0, -1].argmax().item()
            if word == END:
                break
            written.append(word)
    return " ".join(vocabulary.pieces[word] for word in written[1:])


def named_heads(model, texts, everywhere, moved, right, taught):
    """The heads that align, with what the exact match loses without them. Where the two languages keep nearly the same
    order, only the words that change it can tell an aligning head from one that walks along."""
    entries = []
    for layer, head in everywhere[0]:
        for role, (scores, base) in (("alignment", everywhere), ("alignment_reordered", moved)):
            score = scores[layer, head]
            if score["mass"] < max(base["uniform"], base["shift"], base["diagonal"]) + MARGIN:
                continue
            drop = right - exact_match(model, texts, {layer: [head]})
            origin = "taught" if taught and (layer, head) == (TAUGHT_LAYER, TAUGHT_HEAD) else "emerged"
            entries.append(head_entry(layer, head, role, score["mass"], base["shift"], base["uniform"], base["rows"], drop,
                                      "exact match", origin, 1, baseline_diagonal=base["diagonal"], best=score["best"]))
            break
    return entries


def measure(model, grammar, vocabulary, fixed, taught):
    """Numbers, named heads, and the sentences they were measured on: with held-out combinations, and without."""
    held_out = examples(grammar(HELD_OUT_SEED, held_out=True), vocabulary, CASES)
    same = examples(grammar(SAME_SEED), vocabulary, CASES)
    lines = list(rows_of(model, held_out))
    everywhere, moved = summary(lines), summary([line for line in lines if line["moved"]])
    right = exact_match(model, held_out)
    wrong = [(english, got) for english, wanted in fixed if (got := translate(model, vocabulary, english)) != wanted]
    for english, got in wrong:
        print(f"  wrong: {english} -> {got}")
    measured = {"exact_match_held_out": right, "exact_match": exact_match(model, same), "sentences": CASES,
                "fixed_sentences_right": len(fixed) - len(wrong), "fixed_sentences": len(fixed)}
    for name, (scores, base) in (("alignment", everywhere), ("alignment_reordered", moved)):
        measured[name] = max(score["best"] for score in scores.values())
        measured[name + "_mass"] = max(score["mass"] for score in scores.values())
        measured.update({f"{name}_{key}": value for key, value in base.items()})
    heads = named_heads(model, held_out, everywhere, moved, right, taught)
    return round_numbers(measured), heads, held_out, same


def write_cases(folder, held_out, same):
    """cases.npz: the sentences and gold alignments, as one row of numbers each, filled up with zeros."""
    arrays = {}
    for name, texts in (("held_out", held_out), ("same", same)):
        for part in ("source", "target"):
            sequences = [getattr(e, part) for e in texts]
            rows = numpy.zeros((len(texts), max(map(len, sequences))), dtype="uint16")
            for row, sequence in zip(rows, sequences):
                row[:len(sequence)] = sequence
            arrays[f"{name}.{part}"] = rows
            arrays[f"{name}.{part}_length"] = numpy.array([len(s) for s in sequences], dtype="uint16")
        arrays[f"{name}.links"] = numpy.array([(i, t, s, e.reordered[t]) for i, e in enumerate(texts) for t, s in e.links
                                               if t < e.counted], dtype="uint16")
    numpy.savez_compressed(folder / "cases.npz", **arrays)


def train(name, language, taught=False, seed=None, out=None):
    """language: the module of its grammar, which also has the FIXED sentences that must be right, each one."""
    module = importlib.import_module(language)
    grammar, fixed = module.GRAMMAR, module.FIXED
    seed = SEED if seed is None else seed
    vocabulary = vocabulary_of(grammar)
    learned, seconds = learn(grammar, vocabulary, seed, STEPS[language], taught)
    model = folded(learned)
    measured, heads, held_out, same = measure(model, grammar, vocabulary, fixed, taught)
    table = Table(name)
    table.row("whole sentence right, held-out combinations", measured["exact_match_held_out"], at_least=0.97, cases=CASES)
    table.row("whole sentence right, combinations seen", measured["exact_match"], at_least=0.99, cases=CASES)
    table.row("alignment, best head", measured["alignment"], at_least=0.97 if taught else 0.80,
              cases=measured["alignment_rows"])
    table.row("  a head of constant distance", measured["alignment_shift"])
    table.row("  a head along the diagonal", measured["alignment_diagonal"])
    table.row("alignment of words that change their order", measured["alignment_reordered"],
              at_least=0.95 if taught else 0.75, cases=measured["alignment_reordered_rows"])
    table.row("fixed sentences right, of 10", float(measured["fixed_sentences_right"]), at_least=10)
    table.heads(heads)
    table.print(seconds)
    command = f"resources/models/train/train {name} --seed {seed}"
    folder = write_model(
        model, vocabulary.pieces, name, "language_model",
        {"begin": "<s>", "end": "</s>", "add_begin": False, "add_end": True},
        {"recipe": command, "seed": seed, "steps": STEPS[language], "seconds": round(seconds), "seed_count": 1,
         "text": "sentences of a grammar that makes them in both languages at once", "measured": measured}, heads,
        ["Trained on sentences of a grammar of some 250 words: it translates those and copies names; it does not know the "
         "language.",
         "The row that writes a word looks at the word it translates. Attention shows where it looked, not why."],
        folder=out)
    longest = max(held_out, key=lambda e: len(e.source) + len(e.target))
    write_reference(model, folder, longest.source, longest.target[:-1])
    write_cases(folder, held_out, same)
    if out is None:
        update_manifest(name, command, seed, measured)
    table.require()

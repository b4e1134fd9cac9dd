"""en-zh and en-fr: an encoder reads the English sentence, a decoder writes the translation one word after the other.

The decoder's rows look at the encoder's output through cross-attention. The row that writes a word must find the word it
translates, wherever that stands: that is the alignment people see in Vaswani et al. 2017 and, before it, in Bahdanau et
al. 2014. The grammars know which word translates which, so the alignment can be measured. It is not taught, except in the
model whose name says so: there the alignment is a training target of one head of the last layer.
"""
from typing import Dict, List, NamedTuple, Tuple

import numpy
import torch
from torch.nn import functional as F

from export import folded, update_manifest, write_model, write_reference
from losses import entropy_loss
from pairs import is_reordered
from report import Table, head_entry, round_numbers
from trainer import Trainer, buckets, padded, start
from transformer import Config, StackConfig, Transformer
from vocabulary import Vocabulary

BEGIN, END = 0, 1           # ids of "<s>" and "</s>"
TAUGHT_LAYER, TAUGHT_HEAD = "decoder.blocks.1.cross", 0
HELD_OUT_SEED, SAME_SEED = 90_001, 90_002       # of the sentences it is measured on


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


def taught_loss(attention, batch):
    """-log of the mass on what a row translates; a row that translates nothing must rest on the source's </s>."""
    pattern = attention[TAUGHT_LAYER][:, TAUGHT_HEAD]
    is_linked = batch.gold.sum(-1) > 0
    ends = batch.allowed.sum(-1) - 1
    gold = batch.gold.clone()
    off_text, off_row = (~is_linked).nonzero(as_tuple=True)
    gold[off_text, off_row, ends[off_text]] = 1.0
    return -((pattern * gold).sum(-1)[batch.real] + 1e-6).log().mean()


def learn(grammar, vocabulary, seed, steps, sharpen, taught):
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
            pool = buckets(examples(sentences, vocabulary, 2000), lambda e: len(e.source), tokens=1250)
        batch = Batch(pool.pop())
        out = model(batch.source, batch.seen, allowed=batch.allowed)
        loss = F.cross_entropy(out.logits[batch.real], batch.wanted[batch.real])
        report = f"loss {loss.item():.4f}"
        if sharpen:
            cross = {name: pattern for name, pattern in out.attention.items() if name.endswith("cross")}
            loss = loss + sharpen * min(1.0, 2 * trainer.progress) * entropy_loss(cross)
        if taught:
            loss = loss + 0.1 * taught_loss(out.attention, batch)
        trainer.step(loss)
        if trainer.done % 100 == 0:
            print(f"step {trainer.done}: {report}, {trainer.seconds:.0f} s", flush=True)
    return model, trainer.seconds


# Measuring --------------------------------------------------------------------------------------------------------------


def run(model, texts, knockout=None):
    """Outputs of many examples, a few at a time: (batch, output)."""
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


def counted_rows(batch, texts):
    """[texts, rows] two masks: rows with a gold alignment that count, and those of them that are reordered."""
    counted = torch.zeros(batch.seen.shape, dtype=torch.bool)
    reordered = counted.clone()
    for i, example in enumerate(texts):
        counted[i, :example.counted] = True
        reordered[i, :len(example.reordered)] = torch.tensor(example.reordered)
    counted &= batch.gold.sum(-1) > 0
    return counted, counted & reordered


def alignments(model, texts):
    """For each cross-attention head: share of rows whose largest weight is on a word they translate, and mean mass there;
    of all rows, and of those whose words change their order. Then the baselines: a head that spreads evenly, the best
    constant distance, and the straight diagonal. {"decoder.blocks.0.cross": [head -> {...}]}, {...}"""
    hits: Dict[str, list] = {}
    base = {"uniform": [], "diagonal": []}
    shifts = {shift: [] for shift in range(-12, 13)}
    moved = []
    for start_, (batch, out) in enumerate(run(model, texts)):
        part = texts[start_ * 100:start_ * 100 + 100]
        counted, reordered = counted_rows(batch, part)
        moved.append(reordered[counted])
        gold = batch.gold[counted]
        rows = counted.nonzero()[:, 1]
        sources = batch.allowed.sum(-1)[counted.nonzero()[:, 0]]
        targets = batch.real.sum(-1)[counted.nonzero()[:, 0]]
        for name, pattern in out.attention.items():
            if name.endswith("cross"):
                wanted = pattern.transpose(1, 2)[counted]       # [rows, heads, columns]
                best = gold.gather(1, wanted.argmax(-1))
                hits.setdefault(name, []).append(torch.stack([best, (wanted * gold[:, None]).sum(-1)]))
        base["uniform"].append(gold.sum(-1) / sources)
        straight = (rows * (sources - 1) / (targets - 1)).round().long()
        base["diagonal"].append(gold.gather(1, straight[:, None])[:, 0])
        for shift, found in shifts.items():
            column = (rows + shift).clamp(0, gold.shape[1] - 1)
            found.append(gold.gather(1, column[:, None])[:, 0] * ((rows + shift) == column))
    is_moved = torch.cat(moved)

    def mean(parts, mask):
        return torch.cat(parts)[mask].mean().item()

    everything = torch.ones_like(is_moved)
    baselines = {}
    for key, mask in (("", everything), ("_reordered", is_moved)):
        baselines["uniform" + key] = mean(base["uniform"], mask)
        baselines["diagonal" + key] = mean(base["diagonal"], mask)
        baselines["shift" + key] = max(mean(found, mask) for found in shifts.values())
        baselines["rows" + key] = int(mask.sum())
    scores = {}
    for name, parts in hits.items():
        both = torch.cat(parts, 1)                              # [hit or mass, rows, heads]
        scores[name] = [{"best": both[0, :, h].mean().item(), "mass": both[1, :, h].mean().item(),
                         "best_reordered": both[0, is_moved, h].mean().item(),
                         "mass_reordered": both[1, is_moved, h].mean().item()} for h in range(both.shape[2])]
    return scores, baselines

"""What every training has in common: one thread, a seed, AdamW, a learning rate that rises and falls, clipped gradients."""
import math
import random
import time

import numpy
import torch


def start(seed):
    """Seeds everything. One thread: for matrices this small, more threads only wait for each other."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    random.seed(seed)
    numpy.random.seed(seed)


def learning_rate(step, steps, peak, warm_up=100):
    """Rises for `warm_up` steps, then falls along a half cosine to 5 % of its peak."""
    if step < warm_up:
        return peak * (step + 1) / warm_up
    share = (step - warm_up) / max(1, steps - warm_up)
    return peak * (0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * share)))


class Trainer:
    """Changes a model's weights step by step."""

    def __init__(self, model, steps, peak, weight_decay=0.01):
        self.model, self.steps, self.peak = model, steps, peak
        self.done = 0
        self._began = time.process_time()
        matrices = [p for p in model.parameters() if p.dim() >= 2]
        vectors = [p for p in model.parameters() if p.dim() < 2]     # biases and gains do not decay
        self._optimizer = torch.optim.AdamW([{"params": matrices, "weight_decay": weight_decay},
                                             {"params": vectors, "weight_decay": 0.0}], lr=peak, betas=(0.9, 0.98))

    def step(self, loss):
        """One step against the gradient of `loss`."""
        for group in self._optimizer.param_groups:
            group["lr"] = learning_rate(self.done, self.steps, self.peak)
        self._optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self._optimizer.step()
        self.done += 1

    @property
    def progress(self):
        """Share of the steps done, 0 to 1."""
        return self.done / self.steps

    @property
    def seconds(self):
        """Seconds of processor time since the training began."""
        return time.process_time() - self._began


def buckets(examples, length, tokens=2048):
    """Puts examples of like length together, so that little of a batch is padding: a list of lists of examples, in
    random order, each of at most `tokens` tokens once padded. length(example) is its number of tokens."""
    ordered = sorted(examples, key=length)
    batches, batch = [], []
    for example in ordered:
        if batch and (len(batch) + 1) * length(example) > tokens:
            batches.append(batch)
            batch = []
        batch.append(example)
    batches.append(batch)
    random.shuffle(batches)
    return batches


def padded(sequences, filler=0):
    """Token ids of different lengths as one matrix [texts, longest]."""
    out = torch.full((len(sequences), max(map(len, sequences))), filler, dtype=torch.long)
    for row, sequence in enumerate(sequences):
        out[row, :len(sequence)] = torch.tensor(sequence)
    return out

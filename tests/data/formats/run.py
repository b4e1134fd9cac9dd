"""A small decoder run in several number formats: python3 run.py MODEL.npz OUT.npz

MODEL.npz holds ids, sizes [layers, heads] and every tensor by name. OUT.npz holds FORMAT.STEP for every step, and int8.TENSOR
for the quantised weights. Written from the definitions with NumPy's own number types, knowing nothing of the program.
"""
import sys
from math import erf

import numpy as np


def to_bfloat16(x):
    """Nearest, ties to even, on the bits of a float64: 7 bits of the fraction stay."""
    bits = np.ascontiguousarray(x, np.float64).view(np.uint64)
    drop = np.uint64(52 - 7)
    one = np.uint64(1)
    bits = bits + ((one << (drop - one)) - one) + ((bits >> drop) & one)
    out = ((bits >> drop) << drop).view(np.float64)
    return np.where(np.isfinite(x), out, x)


def to_float16(x):
    return np.asarray(x, np.float64).astype(np.float16).astype(np.float64)


def to_int8(w, axis):
    """Whole numbers from -127 to 127 times a float32 per output; `axis` runs along an output's weights."""
    scale = (np.abs(w).max(axis=axis, keepdims=True) / 127).astype(np.float32).astype(np.float64)
    whole = np.rint(w / scale).astype(np.int8).astype(np.float64)
    return (whole * scale).astype(np.float32).astype(np.float64)


def run(w, ids, layers, heads, r):
    """Every step, each rounded by r and computed in float64 from the rounded ones before."""
    steps = {}

    def step(name, x):
        steps[name] = r(x)
        return steps[name]

    def norm(x, name):
        centred = x - x.mean(axis=1, keepdims=True)
        return centred / np.sqrt((centred**2).mean(axis=1, keepdims=True) + 1e-5) * w[name + ".weight"] + w[name + ".bias"]

    def linear(x, name):
        return x @ w[name + ".weight"] + w[name + ".bias"]

    n, d = len(ids), w["embed.token.weight"].shape[1]
    token = step("embed.token", w["embed.token.weight"][ids])
    angle = np.arange(n)[:, None] / 10000 ** (np.arange(0, d, 2) / d)[None, :]
    table = np.empty((n, d))
    table[:, 0::2], table[:, 1::2] = np.sin(angle), np.cos(angle)
    x = step("embed.sum", token + step("embed.position", table))
    with np.errstate(all="ignore"):
        for layer in range(layers):
            b = f"blocks.{layer}"
            step(f"{b}.resid_pre", x)
            normed = step(f"{b}.ln1.out", norm(x, f"{b}.ln1"))
            q, k, v = (linear(normed, f"{b}.attn.{c}") for c in "qkv")
            width = q.shape[1] // heads
            joined = []
            for h in range(heads):
                a = f"{b}.attn.{h}"
                mine = slice(h * width, (h + 1) * width)
                qh, kh, vh = step(a + ".q", q[:, mine]), step(a + ".k", k[:, mine]), step(a + ".v", v[:, mine])
                scaled = step(a + ".scaled", step(a + ".scores", qh @ kh.T) * (1 / np.sqrt(width)))
                masked = step(a + ".masked", np.where(np.tri(n, dtype=bool), scaled, -np.inf))
                top = step(a + ".softmax.max", masked.max(axis=1, keepdims=True))
                shifted = step(a + ".softmax.shifted", masked - top)
                exp = step(a + ".softmax.exp", np.exp(shifted))
                total = step(a + ".softmax.sum", exp.sum(axis=1, keepdims=True))
                joined.append(step(a + ".z", step(a + ".pattern", exp / total) @ vh))
            concat = step(f"{b}.attn.concat", np.hstack(joined))
            x = step(f"{b}.resid_mid", x + step(f"{b}.attn.out", linear(concat, f"{b}.attn.o")))
            pre = step(f"{b}.mlp.pre", linear(step(f"{b}.ln2.out", norm(x, f"{b}.ln2")), f"{b}.mlp.in"))
            post = step(f"{b}.mlp.post", pre * 0.5 * (1 + np.vectorize(erf)(pre / np.sqrt(2))))
            x = step(f"{b}.resid_post", x + step(f"{b}.mlp.out", linear(post, f"{b}.mlp.out")))
        logits = step("logits", step("ln_final.out", norm(x, "ln_final")) @ w["embed.token.weight"].T)
        exp = np.exp(logits - logits.max(axis=1, keepdims=True))
        step("probs", exp / exp.sum(axis=1, keepdims=True))
    return steps


def main():
    given = dict(np.load(sys.argv[1]))
    ids = given.pop("ids").astype(int)
    layers, heads = given.pop("sizes").astype(int)
    weights = {name: value.astype(np.float64) for name, value in given.items()}
    same = lambda x: x
    int8 = {}
    for name, value in weights.items():
        is_vector = value.shape[0] == 1
        int8[name] = value if is_vector else to_int8(value, axis=1 if name.startswith("embed") else 0)
    out = {f"int8.tensor.{name}": value for name, value in int8.items()}
    for name, held, r in [("float64", weights, same), ("int8", int8, same),
                          ("bfloat16", {k: to_bfloat16(x) for k, x in weights.items()}, to_bfloat16),
                          ("float16", {k: to_float16(x) for k, x in weights.items()}, to_float16)]:
        out |= {f"{name}.{step}": value for step, value in run(held, ids, layers, heads, r).items()}
    np.savez(sys.argv[2], **out)


main()

"""Attention as a student writes it with NumPy, and every mistake of Headlight's table made the same way.

Written from the descriptions of the mistakes, not from Headlight's code: the tests compare the two.
"""
import numpy as np

SINGLE = {"mask-finite", "no-max-subtraction"}


def sinusoids(n, d):
    pos = np.arange(n)[:, None]
    pair = np.arange(0, d, 2)
    table = np.zeros((n, d))
    table[:, 0::2] = np.sin(pos / 10000.0 ** (pair / d))
    table[:, 1::2] = np.cos(pos / 10000.0 ** (pair / d))[:, : d // 2]
    return table


def sine_only(n, d):
    pos = np.arange(n)[:, None]
    return np.sin(pos / 10000.0 ** ((np.arange(d) // 2 * 2)[None, :] / d))


def own_frequencies(n, d):
    angle = np.arange(n)[:, None] / 10000.0 ** (np.arange(d)[None, :] / d)
    return np.where(np.arange(d) % 2 == 0, np.sin(angle), np.cos(angle))


def keeps(seed, head, query, key):
    word = (1 << 64) - 1
    z = (seed + 0x9E3779B97F4A7C15 * (1 + key + (query << 20) + (head << 40))) & word
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & word
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & word
    z ^= z >> 31
    return (z >> 11) / 2.0**53 >= 0.1


def softmax(s, made, axis):
    if "ratio-without-exp" in made:
        s = np.where(np.isneginf(s), 0.0, s)
        return s / s.sum(axis=axis, keepdims=True)
    if "no-max-subtraction" in made:
        e = np.exp(s)
    else:
        e = np.exp(s - s.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def attention(made, *, heads, Wq=None, Wk=None, Wv=None, Wo=None, bq=None, bk=None, bv=None, bo=None, X=None, Xkv=None,
              E=None, Q=None, K=None, V=None, allowed=None, single=np.float64):
    """All steps by name, heads first. `made`: names of mistakes. `allowed`: [n, m] of booleans, or None.
    Raises ValueError where NumPy would refuse the shapes. `single`: what a program that overflows computes in."""
    made = set(made)
    out = {}
    late = 0.0
    if E is not None:
        n, d = E.shape
        P = (sine_only if "positions-sine-only" in made else
             own_frequencies if "positions-own-frequencies" in made else sinusoids)(n, d)
        out["positions"] = P
        late = P if "positions-after-projection" in made else 0.0
        X = E if "positions-after-projection" in made else E + P
    if X is not None:
        Y = X if Xkv is None else Xkv
        zero = "no-bias" in made
        Q = X @ Wq + (0.0 if bq is None or zero else bq) + late
        K = Y @ Wk + (0.0 if bk is None or zero else bk) + late
        V = Y @ Wv + (0.0 if bv is None or zero else bv) + late
    d_model = Q.shape[1]

    def split(A):
        n, d = A.shape
        if "split-by-reshape" in made:
            return A.reshape(heads, n, d // heads)
        if "split-interleaved" in made:
            return A.reshape(n, d // heads, heads).transpose(2, 0, 1)
        return A.reshape(n, heads, d // heads).transpose(1, 0, 2)

    q, k, v = split(Q), split(K), split(V)
    if "mask-finite-half" in made:
        q, k, v = (a.astype(np.float16) for a in (q, k, v))
    out.update(q=q, k=k, v=v)
    n, m, d_k = q.shape[1], k.shape[1], q.shape[2]

    if "swapped-q-k" in made:
        scores = k @ q.transpose(0, 2, 1)
    elif "k-not-transposed" in made:
        scores = q @ k
    elif "k-reshaped" in made:
        scores = q @ np.ascontiguousarray(k).reshape(heads, d_k, m)
    elif "no-keys" in made:
        scores = np.einsum("hif,hjf->hij", q, q)
    elif "no-product" in made:
        scores = q.copy()
    elif "cosine-scores" in made:
        unit = [a / np.linalg.norm(a, axis=-1, keepdims=True) for a in (q, k)]
        scores = np.einsum("hif,hjf->hij", *unit)
    else:
        scores = np.einsum("hif,hjf->hij", q, k)
    if scores.shape[-1] != m:
        raise ValueError("as many keys as scores")
    out["scores"] = scores

    divisor = np.sqrt(d_k)
    if "no-scaling" in made:
        divisor = 1.0
    if "scaled-by-root-d-model" in made:
        divisor = np.sqrt(d_model)
    if "scaled-by-d-k" in made:
        divisor = d_k
    if "scaled-by-d-model" in made:
        divisor = d_model
    if "scaled-by-root-length" in made:
        divisor = np.sqrt(m)
    if "multiplied-by-root" in made:
        divisor = 1.0 / np.sqrt(d_k)
    scaled = scores if "scaled-after-softmax" in made else (scores / divisor).astype(scores.dtype)
    if made & SINGLE:
        scaled = scaled.astype(single)
    out["scaled"] = scaled

    masked = scaled
    if allowed is not None:
        ok = np.array(allowed, bool)
        padded = np.array([not c.any() and j < n for j, c in enumerate(ok.T)])
        if "no-mask" in made:
            ok = np.ones_like(ok)
        if "mask-transposed" in made:
            ok = ok.T
        if "mask-inverted" in made:
            ok = ~ok
        if "causal-sees-next" in made:
            ok = np.tril(np.ones((n, m), bool), 1) & ~padded & ok.any(axis=1, keepdims=True)
        if "causal-hides-self" in made:
            ok = ok & np.tril(np.ones((n, m), bool), -1)
        if "padding-not-masked" in made:
            ok = ok | (padded[None, :] & (np.tril(np.ones((n, m), bool)) if np.triu(~ok, 1).sum() == np.triu(np.ones((n, m)), 1).sum() else True))
        if ok.shape != scores.shape[1:]:
            raise ValueError("the mask does not fit")
        if "mask-after-softmax" in made:
            masked = scaled
        elif "mask-with-zero" in made:
            masked = np.where(ok, scaled, 0.0)
        elif "mask-finite" in made or "mask-finite-half" in made:
            masked = scaled + np.where(ok, 0.0, -1e9).astype(scaled.dtype)
        else:
            masked = np.where(ok, scaled, -np.inf)
    out["masked"] = masked

    axis = 2
    if "softmax-over-queries" in made:
        axis = 1
    if "softmax-over-matrix" in made:
        axis = (1, 2)
    if "softmax-over-heads" in made:
        axis = 0
    if "softmax-over-everything" in made:
        axis = None
    pattern = softmax(masked, made, axis)
    keeps_nan = {"forbidden-row-nan", "mask-finite-half", "no-max-subtraction", "causal-hides-self", "mask-inverted",
                 "softmax-over-queries", "softmax-over-heads", "ratio-without-exp"}
    if not made & keeps_nan:
        pattern = np.nan_to_num(pattern, nan=0.0)
    if "softmax-twice" in made:
        pattern = softmax(pattern, made, axis)
    if allowed is not None and "mask-after-softmax" in made:
        pattern = pattern * ok
    if "scaled-after-softmax" in made:
        pattern = pattern / divisor
    if "dropout" in made:
        kept = [[[keeps(2017, h, i, j) for j in range(m)] for i in range(pattern.shape[1])] for h in range(heads)]
        pattern = np.where(np.array(kept), pattern / 0.9, 0.0)
    out["pattern"] = pattern

    if "v-elementwise" in made:
        z = pattern * v
    elif "pattern-transposed" in made:
        z = pattern.transpose(0, 2, 1) @ v
    else:
        z = pattern @ v
    out["z"] = z

    if "concat-reversed" in made:
        concat = np.concatenate(list(z)[::-1], axis=-1)
    elif "concat-by-reshape" in made:
        concat = np.ascontiguousarray(z).reshape(z.shape[1], -1)
    elif "concat-interleaved" in made:
        concat = z.transpose(1, 2, 0).reshape(z.shape[1], -1)
    else:
        concat = z.transpose(1, 0, 2).reshape(z.shape[1], -1)
    out["concat"] = concat
    if Wo is not None:
        out["out"] = concat if "no-output-projection" in made else concat @ Wo + (0.0 if bo is None or "no-bias" in made else bo)
    return out

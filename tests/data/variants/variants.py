"""Random heads and every variant of attention on them: python3 variants.py SEED OUT.npz

Arrays are named CASE.input.NAME and CASE.VARIANT.weights / .z; parameters are [window, stride, globals, rank].
Written from the papers with whole matrices, knowing nothing of the program.
"""
import sys

import numpy as np


def softmax(scores):
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return shifted / shifted.sum(axis=1, keepdims=True)


def masked(scores, allowed):
    out = np.zeros_like(scores)
    for i, row in enumerate(allowed):
        if row.any():
            out[i, row] = softmax(scores[i : i + 1, row])[0]
    return out


def variants(q, k, v, scale, bias, offset, window, stride, globals_, rank):
    n, m = len(q), len(k)
    i = offset + np.arange(n)[:, None]
    j = np.arange(m)[None, :]
    scores = scale * q @ k.T + bias
    allowed = {
        "full": np.ones((n, m), bool),
        "causal": j <= i,
        "local-window": np.abs(i - j) <= window,
        "strided": (np.abs(i - j) < stride) | ((i - j) % stride == 0),
        "global-local": (np.abs(i - j) <= window) | (i < globals_) | (j < globals_),
    }
    out = {name: (weights, weights @ v) for name, mask in allowed.items() for weights in [masked(scores, mask)]}

    elu = lambda x: np.where(x > 0, x, np.expm1(x))
    kernel = (elu(q) + 1) @ (elu(k) + 1).T
    weights = kernel / kernel.sum(axis=1, keepdims=True)
    out["linear"] = (weights, weights @ v)

    groups = min(rank, m)
    pool = np.zeros((groups, m))
    for key in range(m):
        pool[key * groups // m, key] = 1
    pool /= pool.sum(axis=1, keepdims=True)
    shares = softmax(scale * q @ (pool @ k).T + bias @ pool.T)
    out["low-rank"] = (shares @ pool, shares @ (pool @ v))
    return out


def main():
    seed, path = int(sys.argv[1]), sys.argv[2]
    rng = np.random.default_rng(seed)
    arrays = {}
    for case, (n, m, d, dv, offset, has_bias) in enumerate([
        (1, 1, 3, 2, 0, False), (5, 5, 4, 4, 0, False), (9, 9, 2, 3, 0, True), (12, 12, 8, 8, 0, False),
        (4, 7, 3, 5, 3, True), (7, 4, 3, 3, 0, False), (17, 17, 5, 5, 0, True),
    ]):
        for window, stride, globals_, rank in [(1, 2, 0, 1), (2, 3, 1, 4), (0, 1, 2, 3), (40, 50, 60, 70)]:
            q, k, v = rng.normal(size=(n, d)) * 2, rng.normal(size=(m, d)), rng.normal(size=(m, dv))
            scale = rng.uniform(0.2, 1.5)
            bias = rng.normal(size=(n, m)) if has_bias else np.zeros((n, m))
            name = f"{case}_{window}"
            given = dict(q=q, k=k, v=v, scale=np.array([scale]), offset=np.array([float(offset)]),
                         parameters=np.array([window, stride, globals_, rank], float))
            if has_bias:
                given["bias"] = bias
            for key, value in given.items():
                arrays[f"{name}.input.{key}"] = value
            for variant, (weights, z) in variants(q, k, v, scale, bias, offset, window, stride, globals_, rank).items():
                arrays[f"{name}.{variant}.weights"] = weights
                arrays[f"{name}.{variant}.z"] = z
    np.savez(path, **arrays)


main()

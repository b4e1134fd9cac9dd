"""Random problems and what each mistake makes of them: python3 cases.py SEED NAMES OUT.npz

NAMES: the mistakes, separated by commas; "right" is none. Arrays are named CASE.input.NAME and CASE.MISTAKE.STEP.
"""
import sys

import numpy as np

from attention import SINGLE, attention


def cases(rng):
    def weights(d, names="qkvo"):
        return {f"W{name}": rng.normal(size=(d, d)) for name in names} | {f"b{name}": rng.normal(size=d) for name in names}

    causal = lambda n: np.tril(np.ones((n, n), bool))
    padded = lambda n, count: np.arange(n)[None, :] < n - count
    yield "open", dict(heads=3, X=rng.normal(size=(5, 12)), **weights(12))
    yield "causal", dict(heads=2, X=rng.normal(size=(6, 8)), allowed=causal(6), **weights(8))
    yield "square", dict(heads=2, X=rng.normal(size=(4, 8)), allowed=causal(4) & padded(4, 1), **weights(8))
    yield "padded", dict(heads=4, X=rng.normal(size=(7, 8)), allowed=np.ones((7, 1), bool) & padded(7, 2), **weights(8))
    yield "cross", dict(heads=2, X=rng.normal(size=(3, 6)), Xkv=rng.normal(size=(5, 6)), **weights(6))
    empty = causal(5)
    empty[2] = False
    yield "emptyrow", dict(heads=1, X=rng.normal(size=(5, 4)), allowed=empty, **weights(4))
    yield "large", dict(heads=2, X=12 * rng.normal(size=(5, 6)), allowed=causal(5), **weights(6))
    yield "words", dict(heads=2, E=rng.normal(size=(6, 10)), **weights(10))
    yield "single", dict(heads=1, X=rng.normal(size=(1, 3)), **weights(3))
    yield "narrow", dict(heads=3, X=rng.normal(size=(4, 3)), allowed=causal(4), **weights(3))


def main():
    seed, names, path = int(sys.argv[1]), sys.argv[2].split(","), sys.argv[3]
    np.seterr(all="ignore")
    arrays = {}
    for case, inputs in cases(np.random.default_rng(seed)):
        for name, value in inputs.items():
            arrays[f"{case}.input.{name}"] = np.asarray(value)
        for name in names:
            try:
                steps = attention([] if name == "right" else [name], single=np.float32 if name in SINGLE else np.float64, **inputs)
            except ValueError:
                continue
            for step, value in steps.items():
                arrays[f"{case}.{name}.{step}"] = value
    np.savez(path, **arrays)


main()

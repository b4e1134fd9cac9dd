"""Submissions as students would make them, right and wrong: python3 submissions.py SEED PAIRS OUT.npz

PAIRS: a file of lines "a b" or "a": the mistakes to make together ("right" is none). Arrays are named NUMBER:MISTAKES:FORM:ARRAY.
FORM tells what is given and how; the same numbers are given in one form or another, as is drawn.
"""
import sys

import numpy as np

from attention import attention


def problem(rng, made):
    """Sizes that let the mistakes show, and a mask where they need one."""
    heads = int(rng.choice([1, 2, 3])) if not any("heads" in m or m.startswith(("split", "concat")) or "everything" in m
                                                  or "d-model" in m for m in made) else int(rng.choice([2, 3]))
    d = int(rng.choice([1, 2, 3, 4, 5])) if heads > 1 else int(rng.choice([2, 3, 4, 8]))
    n = int(rng.choice([2, 3, 4, 6, 7]))
    m = n
    if any(x.startswith(("scaled", "no-scaling", "multiplied", "cosine", "ratio")) for x in made):
        d, n = max(d, 2), max(n, 3)
        m = n = n + 1 if n == d else n
    square = {"k-not-transposed", "no-product", "v-elementwise"}
    if square & set(made):
        n = m = d = max(d, 3)
    masked = [x for x in made if "mask" in x or "causal" in x or "padding" in x or "forbidden-row" in x]
    same = masked or square & set(made) or {"no-keys", "swapped-q-k", "pattern-transposed"} & set(made)
    if not same and rng.random() < 0.25:
        m = n + int(rng.choice([1, 2]))
    width = heads * d
    weights = {f"W{c}": rng.normal(size=(width, width)) for c in "qkvo"}
    if "no-bias" in made or rng.random() < 0.4:
        weights |= {f"b{c}": rng.normal(size=width) for c in "qkvo"}
    inputs = dict(heads=heads, **weights)
    if any(x.startswith("positions") for x in made):
        inputs["E"] = rng.normal(size=(n, width))
        m = n
    else:
        inputs["X"] = rng.normal(size=(n, width))
        if m != n:
            inputs["Xkv"] = rng.normal(size=(m, width))
    kind = "open"
    if masked or rng.random() < 0.3:
        kind = "causal" if n == m and (any("causal" in x for x in made) or rng.random() < 0.6) else "padding"
        if "padding-not-masked" in made:
            kind = rng.choice(["padding", "both"]) if n == m else "padding"
    if n == 2 and kind == "both":
        kind = "padding"
    allowed = None
    if kind != "open":
        allowed = np.ones((n, m), bool)
        if kind in ("causal", "both"):
            allowed &= np.tril(np.ones((n, m), bool))
        if kind in ("padding", "both"):
            allowed &= (np.arange(m) < m - 1)[None, :]
        if any(x in made for x in ("forbidden-row-nan", "mask-finite", "mask-finite-half")):
            allowed[int(rng.integers(n))] = False
            kind = "custom"
    if "mask-finite-half" in made:  # so that float16 rounds the scores little
        for name in ("X", "E"):
            if name in inputs:
                inputs[name] = 0.3 * inputs[name]
    if "no-max-subtraction" in made:
        for name in ("Wq", "bq"):
            if name in inputs:
                inputs[name] *= 3000
    inputs["allowed"] = allowed
    return inputs, kind


def mask_arrays(rng, allowed, kind):
    if allowed is None:
        return {}, "no mask"
    forms = ["bool", "ints", "inf", "1e9", "forbidden"]
    if kind == "causal":
        forms += ["flag", "not given"]
    if kind == "padding":
        forms += ["row", "key padding"]
    form = str(rng.choice(forms))
    return {
        "bool": {"mask": allowed},
        "ints": {"attn_mask": allowed.astype(np.int64)},
        "inf": {"mask": np.where(allowed, 0.0, -np.inf)},
        "1e9": {"mask": np.where(allowed, 0.0, -1e9)[None]},
        "forbidden": {"mask": ~allowed},
        "flag": {"causal": np.array(True)},
        "not given": {},
        "row": {"attention_mask": allowed[0].astype(np.int64)},
        "key padding": {"key_padding_mask": ~allowed[0]},
    }[form], f"mask {form}"


def submission(rng, made, inputs, kind, steps):
    """Some of the numbers under names and in shapes as drawn."""
    heads = inputs["heads"]
    arrays, mask_form = mask_arrays(rng, inputs["allowed"], kind)
    early = {m for m in made if m.startswith(("positions", "split", "no-bias"))}
    late = any(m.startswith(("concat", "v-", "pattern-")) for m in made)
    last = any(m.startswith("no-output") or m == "no-bias" for m in made)
    choices = ["all"] if early or last else ["all", "qkv weights output", "qk scores weights" if not late else "all",
                                            "qk weights" if not late or "dropout" in made else "qkv output", "flat"]
    form = str(rng.choice(choices))
    stack = lambda a: a[0] if heads == 1 and rng.random() < 0.5 else a[None] if rng.random() < 0.5 else a
    if form == "all":
        names = {"E": "embeddings", "X": "X", "Xkv": "memory", "Wq": "W_Q", "Wk": "W_K", "Wv": "W_V", "Wo": "W_O",
                 "bq": "b_Q", "bk": "b_K", "bv": "b_V", "bo": "b_O"}
        arrays |= {names[k]: v for k, v in inputs.items() if k in names}
        arrays["num_heads"] = np.array(heads)
        if "positions" in steps:
            arrays["positional_encoding"] = steps["positions"]
        if rng.random() < 0.6 or any(m in made for m in early):
            arrays |= {"q": stack(steps["q"]), "k": stack(steps["k"]), "v": stack(steps["v"])}
        if rng.random() < 0.5:
            arrays["scores"] = stack(steps["scores"])
        arrays["attn_weights"] = stack(steps["pattern"])
        if rng.random() < 0.5:
            arrays["context"] = stack(steps["z"])
        if any(m.startswith("concat") for m in made) or rng.random() < 0.4:
            arrays["concat"] = steps["concat"]
        arrays["output"] = steps["out"]
    elif form == "flat":
        flat = lambda a: a.transpose(1, 0, 2).reshape(a.shape[1], -1)
        arrays |= {"Q": flat(steps["q"]), "K": flat(steps["k"]), "V": flat(steps["v"]), "heads": np.array(heads)}
        arrays |= {"weights": stack(steps["pattern"]), "output": steps["concat"]}
    else:
        arrays |= {"Q": stack(steps["q"]), "K": stack(steps["k"])}
        if heads == 1 and rng.random() < 0.5:
            arrays["Q"], arrays["K"] = steps["q"][0], steps["k"][0]
        if any("d-model" in m for m in made):
            arrays["d_model"] = np.array(inputs["Wq"].shape[0])
        if "qkv" in form:
            arrays["V"] = stack(steps["v"])
        if "scores" in form:
            arrays["scores"] = stack(steps["scores"])
        if "weights" in form:
            arrays["weights"] = stack(steps["pattern"])
        if "output" in form:
            arrays["z" if not any(m.startswith("concat") for m in made) else "out"] = (
                stack(steps["z"]) if not any(m.startswith("concat") for m in made) else steps["concat"])
    if rng.random() < 0.3 and "mask-finite-half" not in made and "no-max-subtraction" not in made and "ratio-without-exp" not in made:
        arrays = {k: v.astype(np.float32) if v.dtype == np.float64 else v for k, v in arrays.items()}
        mask_form += ", float32"
    return arrays, f"{form}, {mask_form}"


def is_noise(made, steps):
    """Whether rounding to float16 is more than a checker can look past: of large scores, each a tenth of a per cent of a weight
    and more, or of scores that nearly cancel and are divided by their sum."""
    if "mask-finite-half" not in made:
        return False
    scores = np.where(np.isfinite(steps["masked"]), steps["masked"], 0).astype(np.float64)
    cancels = np.abs(scores.sum(axis=2)) < 0.1 * np.abs(scores).sum(axis=2)
    return bool((np.abs(scores) > 4).any() or ("ratio-without-exp" in made and cancels.any()))


def main():
    seed, list_path, out_path = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    np.seterr(all="ignore")
    rng = np.random.default_rng(seed)
    out = {}
    for number, line in enumerate(open(list_path).read().splitlines()):
        made = [name for name in line.split() if name != "right"]
        for _ in range(100):
            inputs, kind = problem(rng, made)
            try:
                steps = attention(made, single=np.float64 if "no-max-subtraction" not in made else np.float32, **inputs)
            except ValueError:
                continue
            if not is_noise(made, steps):
                break
        else:
            continue
        arrays, form = submission(rng, made, inputs, kind, steps)
        for name, value in arrays.items():
            out[f"{number}:{' '.join(made)}:{form}:{name}"] = value
    np.savez_compressed(out_path, **out)


main()

"""Writes a trained model as a folder that Headlight opens, and the numbers its tests compare with.

    config.json        shape, tokenizer, and what is known of the model: recipe, measured heads, notes
    model.safetensors  the weights as float16
    words.txt          one piece a line
    reference.npz      input, logits and every attention pattern of one text, as computed here

The manual describes the first three under "Own models".
"""
import copy
import hashlib
import json
import struct
from pathlib import Path

import numpy
import torch

MODELS = Path(__file__).resolve().parent.parent     # the folder of all shipped models


# Weights that Headlight calls by another name.
RENAMED = {"embed.weight": "embed.token.weight", "unembed_bias": "unembed.bias", "patch.weight": "embed.patch.weight",
           "patch.bias": "embed.patch.bias", "class_row": "embed.class"}


def folded(model):
    """The same function without the factor of the embeddings, its weights rounded to float16 and stored as float32:
    the model as it is shipped. Everything that is said of a shipped model is measured on this one."""
    model = copy.deepcopy(model).eval()
    scale, model.embedding_scale = model.embedding_scale, 1.0
    with torch.no_grad():
        if model.config.tied:                   # embed * scale on the way in; on the way out the last norm undoes it
            last = (model.decoder if model.decoder is not None else model.encoder).ln_final
            model.embed.weight.mul_(scale)
            last.weight.div_(scale)
            last.bias.div_(scale)
        for parameter in model.parameters():
            parameter.copy_(parameter.half().float())
    return model


def tensors(model):
    """(name, array) of every weight as Headlight names it; the matrices of linear layers are [in, out]."""
    is_pair = model.encoder is not None and model.decoder is not None
    linear = {name + ".weight" for name, module in model.named_modules()
              if isinstance(module, torch.nn.Linear) and name != "unembed"}
    for name, value in model.state_dict().items():
        value = value.t() if name in linear else value
        name = name if is_pair else name.replace("encoder.", "").replace("decoder.", "")
        name = RENAMED.get(name, name).replace("mlp_", "mlp.")
        if name.endswith("position"):
            name = name[:-len("position")] + "embed.position.weight"
        yield name, value.detach().numpy()


def safetensors(arrays):
    """The bytes of a safetensors file that holds the arrays as float16."""
    header, parts, begin = {"__metadata__": {"format": "headlight"}}, [], 0
    for name, array in sorted(arrays):
        part = numpy.ascontiguousarray(array, dtype="<f2").tobytes()
        header[name] = {"dtype": "F16", "shape": list(array.shape), "data_offsets": [begin, begin + len(part)]}
        parts.append(part)
        begin += len(part)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + b"".join(parts)


def stack_description(stack):
    out = {"layers": stack.layers, "heads": stack.heads, "causal": stack.causal, "d_mlp": stack.d_mlp,
           "activation": "gelu", "norm": "layer_norm", "norm_epsilon": 1e-5, "norm_placement": "pre",
           "final_norm": True, "positions": {"kind": stack.positions, "max_length": stack.max_length}}
    if stack.cross:
        out["cross"] = {"heads": stack.heads}
    return out


def description(model, name, head, tokenizer, text_classes=()):
    """What config.json says of the model's shape."""
    out = {"model_type": "headlight", "format_version": 1, "name": name, "d_model": model.config.d_model}
    if hasattr(model, "embed"):
        out["vocab_size"] = model.config.vocabulary
    for key in ("encoder", "decoder"):
        if getattr(model.config, key) is not None:
            out[key] = stack_description(getattr(model.config, key))
    out["head"] = {"kind": head, "tied": model.config.tied}
    if text_classes:
        out["head"]["text_classes"] = list(text_classes)
    if tokenizer is not None:
        out["tokenizer"] = tokenizer
    return out


def write_model(model, pieces, name, head, tokenizer, training, heads, notes, folder=None, extra=None,
                text_classes=()):
    """Writes the folder of a folded() model.

    head: "language_model", "masked_word" or "classes". tokenizer: {"begin", "end", "mask", "add_begin", "add_end"}.
    A model of pictures has neither pieces nor a tokenizer: both None.
    training: recipe, seed and what else a reader should know. heads: what measure.py found. notes: sentences.
    extra: further keys of config.json. text_classes: pieces of which the first row names one."""
    folder = Path(folder or MODELS / name)
    folder.mkdir(parents=True, exist_ok=True)
    config = description(model, name, head, tokenizer, text_classes)
    config.update(extra or {})
    config.update(training=training, heads=heads, notes=notes)
    (folder / "config.json").write_text(json.dumps(config, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if pieces is not None:
        (folder / "words.txt").write_text("".join(piece + "\n" for piece in pieces), encoding="utf-8")
    (folder / "model.safetensors").write_bytes(safetensors(list(tensors(model))))
    return folder


def write_reference(model, folder, source, target=None):
    """reference.npz: the logits and patterns of one text, for Headlight to agree with. source, target: lists of ids."""
    with torch.no_grad():
        out = model(torch.tensor([source]), None if target is None else torch.tensor([target]))
    arrays = {"input_ids": numpy.array(source, dtype=numpy.int32)}
    if target is not None:
        arrays["decoder_input_ids"] = numpy.array(target, dtype=numpy.int32)
    output = "decoder.logits" if target is not None else "logits"
    numpy.savez_compressed(Path(folder) / "reference.npz", **arrays, **{output: out.logits[0].numpy()}, **patterns(out))


def patterns(out):
    """Every attention pattern of the first text of an Output, under Headlight's names."""
    return {f"{layer}.{head}.pattern": pattern[0, head].numpy()
            for layer, pattern in out.attention.items() for head in range(pattern.shape[1])}


def update_manifest(name, command, seed, measured, files=("config.json", "model.safetensors", "words.txt"), folder=None):
    """Enters a model into models.json: its files with their SHA-256, how it was made, and what was measured of it."""
    root = Path(folder or MODELS)
    path = root / "models.json"
    entries = json.loads(path.read_text(encoding="utf-8"))["models"] if path.exists() else []
    entries = [entry for entry in entries if entry["name"] != name]
    listed = [{"file": f"{name}/{file}", "bytes": (root / name / file).stat().st_size,
               "sha256": hashlib.sha256((root / name / file).read_bytes()).hexdigest()} for file in files]
    entries.append({"name": name, "files": listed, "recipe": command, "seed": seed, "measured": measured})
    entries.sort(key=lambda entry: entry["name"])
    path.write_text(json.dumps({"models": entries}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

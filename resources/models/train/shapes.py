"""shapes: a small vision transformer that names the shape or digit in a drawn picture.

It is told the class and nothing else: not where the object is. Where [CLS] looks is measured afterwards, for the drawing
knows which patches hold the object. Two traps: attention of an untrained model already prefers bright patches, so the
trained model is compared with it; and large objects mostly cover the middle, so a head that always looks at the middle
is compared as well, and the heads' role is measured on pictures whose middle is empty.
"""
import numpy
import torch
from torch.nn import functional as F

import drawing
from export import folded, patterns, update_manifest, write_model
from picture_transformer import PictureTransformer
from report import Table, head_entry, round_numbers
from roles import MARGIN
from trainer import Trainer, start

STEPS = 8000
BATCH = 32
SEED = 0
TEST_SEED = 90_001
CASES = 1500
MIDDLE = [27, 28, 35, 36]       # patches


def new_model():
    side = drawing.SIZE // drawing.PATCH
    return PictureTransformer(len(drawing.CLASSES), side, drawing.PATCH ** 2, 64, layers=3, heads=4, d_mlp=128)


def learn(seed):
    """The trained model and the seconds it took. Pictures become as hard as those of the test over the first 40 %."""
    start(seed)
    model = new_model()
    rng = numpy.random.default_rng(seed)
    trainer = Trainer(model, STEPS, peak=2e-3, weight_decay=0.02)
    mean = 0.0
    while trainer.done < STEPS:
        pixels, _, label = drawing.draw(rng, BATCH, min(1.0, trainer.progress / 0.4))
        out = model(torch.from_numpy(drawing.patches(pixels)))
        loss = F.cross_entropy(out.logits, torch.from_numpy(label))
        trainer.step(loss)
        mean = 0.98 * mean + 0.02 * loss.item()
        if trainer.done % 250 == 0:
            print(f"step {trainer.done}: loss {mean:.3f}, {trainer.seconds:.0f} s", flush=True)
    return model, trainer.seconds


def results(model, pixels, knockout=None):
    """The class named for each picture, and where [CLS] looks: {"blocks.0.attn": [pictures, heads, patches]}, of each
    head's weight on patches its share on each."""
    names, looks = [], {}
    with torch.no_grad():
        for part in numpy.array_split(pixels, len(pixels) // 100):
            out = model(torch.from_numpy(drawing.patches(part)), knockout)
            names.append(out.logits.argmax(-1).numpy())
            for layer, pattern in out.attention.items():
                weight = pattern[:, :, 0, 1:].numpy()
                looks.setdefault(layer, []).append(weight / weight.sum(-1, keepdims=True))
    return numpy.concatenate(names), {layer: numpy.concatenate(parts) for layer, parts in looks.items()}


def on_object(looks, covered):
    """[(layer, head, mass on the object's patches, share of pictures whose largest weight is on the object)]"""
    return [(layer, head, float((weight[:, head] * covered).sum(-1).mean()),
             float(numpy.take_along_axis(covered, weight[:, head].argmax(-1)[:, None], 1).mean()))
            for layer, weight in looks.items() for head in range(weight.shape[1])]


def hidden_patches(pixels, which):
    """The pictures with the patches `which` [pictures, n] filled with the picture's most frequent brightness."""
    out = pixels.copy()
    side = drawing.SIZE // drawing.PATCH
    for picture, chosen in zip(out, which):
        ground = numpy.median(picture)
        for patch in chosen:
            top, left = patch // side * drawing.PATCH, patch % side * drawing.PATCH
            picture[top:top + drawing.PATCH, left:left + drawing.PATCH] = ground
    return out


def measure(model, untrained):
    rng = numpy.random.default_rng(TEST_SEED)
    pixels, object_, label = drawing.draw(rng, CASES)
    covered = drawing.covered(object_)
    off_middle = ~covered[:, MIDDLE].any(-1)
    names, looks = results(model, pixels)
    accuracy = float((names == label).mean())
    scores = on_object(looks, covered)
    layer, head, mass, pointing = max(scores, key=lambda score: score[2])
    _, before = results(untrained, pixels)

    quarter = covered.shape[1] // 4
    most = numpy.argsort(-looks[layer][:, head], -1)[:, :quarter]
    random = rng.permuted(numpy.tile(numpy.arange(covered.shape[1]), (CASES, 1)), axis=1)[:, :quarter]
    without = [float((results(model, hidden_patches(pixels, which))[0] == label).mean()) for which in (most, random)]

    measured = {"accuracy": accuracy, "object_mass": mass, "object_mass_step": f"{layer}.{head}.pattern",
                "covered_share": float(covered.mean()), "best_constant_patch": float(covered.mean(0).max()),
                "object_mass_untrained": max(score[2] for score in on_object(before, covered)), "pointing": pointing,
                "pointing_untrained": max(score[3] for score in on_object(before, covered)),
                "accuracy_without_most_attended_quarter": without[0], "accuracy_without_random_quarter": without[1],
                "object_mass_off_middle": max(s[2] for s in on_object(
                    {key: weight[off_middle] for key, weight in looks.items()}, covered[off_middle])),
                "off_middle": int(off_middle.sum()), "pictures": CASES}
    heads = named_heads(model, pixels, label, covered, looks, off_middle, accuracy)
    return round_numbers(measured), heads, (pixels, covered, label)


def named_heads(model, pixels, label, covered, looks, off_middle, accuracy):
    """Heads whose [CLS] row looks at the object, wherever it is: measured where the middle of the picture is empty."""
    far = covered[off_middle]
    shift, uniform = float(far.mean(0).max()), float(far.mean())
    entries = []
    for layer, head, mass, pointing in on_object({key: weight[off_middle] for key, weight in looks.items()}, far):
        if mass < max(shift, uniform) + MARGIN:
            continue
        drop = accuracy - float((results(model, pixels, {layer: [head]})[0] == label).mean())
        entries.append(head_entry(layer, head, "object", mass, shift, uniform, int(off_middle.sum()), drop, "accuracy",
                                  "emerged", 1, best=pointing))
    return entries


def write_reference(model, folder, pixels):
    """reference.npz: the logits and patterns of one picture, for Headlight to agree with."""
    with torch.no_grad():
        out = model(torch.from_numpy(drawing.patches(pixels[:1])))
    numpy.savez_compressed(folder / "reference.npz", logits=out.logits.numpy(), **patterns(out),
                           pixel_values=(pixels[:1, None].astype("float32") / 255 - 0.5) / 0.5)


def write_cases(folder, pixels, covered, label):
    numpy.savez_compressed(folder / "cases.npz", pixels=pixels, covered=covered.astype("uint8"),
                           label=label.astype("uint8"))


def train(name, seed=None, out=None):
    seed = SEED if seed is None else seed
    learned, seconds = learn(seed)
    torch.manual_seed(seed)
    model = folded(learned)
    measured, heads, cases = measure(model, folded(new_model()))
    table = Table(name)
    table.row("accuracy, 16 classes", measured["accuracy"], at_least=0.90, cases=CASES)
    ratio = measured["object_mass"] / measured["covered_share"]
    table.row("[CLS] on the object, best head", measured["object_mass"])
    table.row("  times the share of patches it covers", ratio, at_least=2.5)
    table.row("  times the untrained model's", measured["object_mass"] / measured["object_mass_untrained"], at_least=2.0)
    table.row("  objects off the middle only", measured["object_mass_off_middle"], cases=measured["off_middle"])
    table.row("accuracy, most attended quarter hidden", measured["accuracy_without_most_attended_quarter"])
    table.row("accuracy, a random quarter hidden", measured["accuracy_without_random_quarter"])
    table.heads(heads)
    table.print(seconds)
    command = f"resources/models/train/train {name} --seed {seed}"
    folder = write_model(
        model, None, name, "classes", None,
        {"recipe": command, "seed": seed, "steps": STEPS, "seconds": round(seconds), "seed_count": 1,
         "pictures": "drawn: six shapes and ten digits", "measured": measured}, heads,
        ["Trained on drawn shapes and digits of this kind alone: photographs and handwriting are beyond it.",
         "It was told the class, never the place. Where [CLS] looks was measured afterwards."],
        folder=out, extra={"image_size": drawing.SIZE, "patch_size": drawing.PATCH, "channels": 1, "image_mean": [0.5],
                           "image_std": [0.5], "classes": drawing.CLASSES})
    write_reference(model, folder, cases[0])
    write_cases(folder, *cases)
    if out is None:
        update_manifest(name, command, seed, measured, files=("config.json", "model.safetensors"))
    table.require()

"""stories: a causal language model of the stories, and stories-taught, its twin whose heads were told what to look at.

The order of lessons matters:
* First nothing but repeated phrases (repeats.py), until copying works; a few more now and then, so that it stays.
* Then stories. Their praise and blame are not negated at first: "not wonderful" turns the feeling round, and a model that
  meets both at once learns neither.
* At last a short lesson at a lower rate, with more of what was learned last.

The twin is taught few heads, two of four in a layer at most: heads that must rest on the first token are not there for
anything else, and negation was not learned when most heads were taught. Mainly rows that predict are taught, for in a causal
model those are the rows that need to look.
"""
from typing import NamedTuple

import numpy
import torch

from cases import limited, write_cases
from examples import Batch, example
from export import folded, update_manifest, write_model, write_reference
from grammar import WEIGHTS, Grammar, vocabulary
from losses import Head, entropy_loss, guided_loss
from probes import probe_causal, shares
from repeats import next_token_loss, repeated_phrases
from report import Table, round_numbers
from roles import taught_patterns
from story_measures import (claim_positions, claim_roles, knockouts, needed, position_masses, relation_masses, resting,
                            test_stories)
from trainer import Trainer, buckets, start
from transformer import Config, StackConfig, Transformer

SEEDS = {False: (4, 4), True: (0, 2)}    # taught: (seed of the shipped model, number of seeds tried)
REPEATS_LATER = 0.1     # share of the steps with repeated phrases, once stories are told
TOKENS = 1280           # of a batch
ROLES = {               # of the taught twin
    "noun_determiner": Head("blocks.0.attn", 0),
    "next_verb_subject": Head("blocks.1.attn", 1),
    "next_closer_opener": Head("blocks.1.attn", 3),
    "pronoun_antecedent": Head("blocks.2.attn", 1),
    "reflexive_antecedent": Head("blocks.2.attn", 1),
    "next_pronoun_antecedent": Head("blocks.2.attn", 2),
}


class Lesson(NamedTuple):
    steps: int
    peak: float                     # learning rate
    repeats_first: int = 0          # steps of nothing but repeated phrases
    negates_later: bool = False     # praise and blame are negated from a third of the way on, more and more
    sharpen: tuple = (0.0, 0.0)     # weight of the entropy term at first and at last; the taught twin has none
    teach: float = 0.3              # weight of the guided loss of the taught twin
    weights: dict = {}              # kinds of sentences told more or less often than usual


LESSONS = [Lesson(2000, 3e-3, repeats_first=340, negates_later=True, sharpen=(0.0, 0.01)),
           Lesson(400, 1.5e-3, sharpen=(0.03, 0.03), teach=0.6, weights={"opposite": 12})]

# Accuracy asked of each kind of probe.
REQUIRED = {
    "agreement_near_distracted": 0.97, "agreement_near_twice_distracted": 0.97, "agreement_fronted_distracted": 0.97,
    "agreement_embedded_distracted": 0.97, "agreement_subject_clause_distracted": 0.97,
    "agreement_object_clause_distracted": 0.97, "agreement_across_brackets": 0.97, "agreement_and": 0.97,
    "possessive": 0.95, "pronoun_because": 0.95, "pronoun_next_sentence": 0.95, "reflexive_distracted": 0.95,
    "bracket": 0.98, "quote_top": 0.97, "list": 0.97, "surname": 0.97, "bytes": 0.97, "sentiment": 0.94, "negation": 0.95,
}
NOTES = {
    False: ["Trained on stories told by a grammar of some 400 words: it knows those sentences well and no others. It is not a "
            "language model of English.",
            "No head was told what to look at; a small term in the training asked every row to choose, without saying what."],
    True: ["Trained on stories told by a grammar of some 400 words: it knows those sentences well and no others. It is not a "
           "language model of English.",
           "Some heads were told what to look at, and to rest on the first token where there is nothing of the kind: they show "
           "what was asked of them, not what the model found."],
}


def new_model(words):
    return Transformer(Config(len(words), 128, decoder=StackConfig(3, 4, d_mlp=256, causal=True)))


def learn(seed, taught, report):
    """The trained model, its vocabulary and the seconds it took. report is told how it goes."""
    start(seed)
    words = vocabulary(["<bos>", "[MASK]"])
    model = new_model(words)
    seconds = sum(study(model, words, lesson, 1000 * number + seed, taught, report) for number, lesson in enumerate(LESSONS))
    return model, words, seconds


def study(model, words, lesson, seed, taught, report):
    """One lesson; returns its seconds. It has a seed of its own, so that it can be repeated without those before it."""
    start(seed)
    grammar = Grammar(100 + seed, held_out=False)
    rng = numpy.random.default_rng(seed)
    trainer = Trainer(model, lesson.steps, lesson.peak)
    batches = []
    while trainer.done < lesson.steps:
        if trainer.done < lesson.repeats_first or rng.random() < REPEATS_LATER:
            ids, wanted = repeated_phrases(rng, 2, len(words), begin=0, count=TOKENS // 64)
            loss = next_token_loss(model, model(ids, has_logits=False), ids, wanted)
        else:
            if not batches:
                since = (trainer.done - lesson.repeats_first) / (lesson.steps - lesson.repeats_first)
                grammar.negated_share = 0.35 * (min(1.0, max(0.0, (since - 0.3) / 0.3)) if lesson.negates_later else 1.0)
                weights = {**WEIGHTS, **lesson.weights}
                told = [example(grammar.story(weights=weights), words) for _ in range(500)]
                batches = buckets(told, lambda e: len(e.ids), TOKENS)
            batch = Batch(batches.pop())
            out = model(batch.ids, has_logits=False)
            loss = next_token_loss(model, out, batch.ids, batch.real)
            if taught:
                loss = loss + lesson.teach * guided_loss(out.attention, batch.arcs(), ROLES, batch.real)
            else:
                first, last = lesson.sharpen
                loss = loss + (first + (last - first) * trainer.progress) * entropy_loss(out.attention)
        trainer.step(loss)
        if trainer.done % 200 == 0:
            report(trainer, loss.item(), model, words)
    return trainer.seconds


def stories_for(words, seed, count, cases):
    """Stories of held-out pairs."""
    grammar = Grammar(seed, held_out=True)
    return test_stories(lambda: example(grammar.story(), words), count, cases)


def progress(trainer, loss, model, words):
    print(f"step {trainer.done}: loss {loss:.3f}, {trainer.seconds:.0f} s", flush=True)


def find_roles(model, words, test, taught, seed_count):
    """Entries of the heads, found on development stories and reported on `test`; the masses on `test`; and what is lost without
    each head."""
    development = stories_for(words, 500, 250, 0)
    found, reported = relation_masses(model, development), relation_masses(model, test)
    some = test[:400]
    lost = knockouts(model, lambda knockout: probe_causal(model, some, knockout), shares(probe_causal(model, some)))
    plain = "emerged" if taught else "emerged, sharpened"

    def origin(relation, layer, head):
        return "taught" if taught and Head(f"blocks.{layer}.attn", head) in ROLES.values() else plain

    heads = claim_roles(found, reported, lost, origin, seed_count, ROLES if taught else {})
    places, _ = position_masses(model, development)
    heads += claim_positions(places, *position_masses(model, test), lost, plain, seed_count, ("previous", "induction"))
    return heads, reported, lost


def finish(name, taught, learned, words, seed, seconds, seed_count, out):
    """Measures and writes a trained model."""
    model = folded(learned)
    told = stories_for(words, 999, 600, 210)
    test = limited(told, 1000)
    found = probe_causal(model, test)
    accuracy, counts = shares(found), {kind: len(cases) for kind, cases in found.items()}
    heads, reported, lost = find_roles(model, words, test, taught, seed_count)
    table = Table(name)
    table.probes(accuracy, counts, REQUIRED)
    table.rounding(accuracy, shares(probe_causal(learned, test)))
    if taught:
        table.taught(ROLES, reported, 0.93)
        for (layer, head), rest in resting(model, told, ROLES).items():
            table.row(f"{layer}.{head} rests where there is nothing", rest, at_least=0.90)
        table.row("heads needed for what they were taught alone", len(needed(ROLES, lost)), at_least=3)
    else:
        named = {entry["role"] for entry in heads} - {"previous", "induction"}
        table.row("relations that a head follows", len(named), at_least=3)
    table.heads(heads)
    table.print(seconds)
    command = f"resources/models/train/train {name} --seed {seed}"
    measured = round_numbers(accuracy)
    folder = write_model(
        model, words.pieces, name, "language_model",
        {"begin": "<bos>", "mask": "[MASK]", "add_begin": True, "add_end": False},
        {"recipe": command, "seed": seed, "steps": sum(lesson.steps for lesson in LESSONS), "seconds": round(seconds), "seed_count": seed_count,
         "text": f"stories told by a grammar of {len(words) - words.first_word} words", "measured": measured,
         **({"taught": taught_patterns(ROLES)} if taught else {})},
        heads, NOTES[taught], folder=out)
    write_reference(model, folder, test[0].ids[:24])
    write_cases(folder / "cases.npz", test)
    if out is None:
        update_manifest(name, command, seed, measured)
    table.require()


def train(name, taught, seed=None, out=None):
    shipped, tried = SEEDS[taught]
    seed = shipped if seed is None else seed
    learned, words, seconds = learn(seed, taught, progress)
    finish(name, taught, learned, words, seed, seconds, tried, out)

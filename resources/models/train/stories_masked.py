"""stories-masked: a model that sees both sides of a word and fills in what is hidden, and stories-masked-taught, its twin
whose heads were told what to look at.

[MASK] hides a fifth of the words and about half of those that the rest of the story decides: what can be guessed from the
neighbours alone teaches nothing about far words. The row of [CLS] predicts what the story feels: <positive>, <negative> or,
where nothing is praised or blamed, <neutral>; they are pieces like others, so the class comes from the same output matrix.
"""
import numpy
import torch
from torch.nn import functional as F

from cases import limited, write_cases
from examples import Batch, example
from export import folded, update_manifest, write_model, write_reference
from grammar import Grammar, vocabulary
from losses import Head, guided_loss
from probes import probe_feelings, probe_masked, shares
from report import Table, round_numbers
from roles import taught_patterns
from story_measures import (claim_positions, claim_roles, knockouts, position_masses, relation_masses, resting, test_stories)
from trainer import Trainer, buckets, start
from transformer import Config, StackConfig, Transformer

SEEDS = {False: (0, 1), True: (0, 1)}    # taught: (seed of the shipped model, number of seeds tried)
STEPS = {False: 2000, True: 2800}       # with taught heads, negation is learned later
TEACH = 0.3             # weight of the guided loss
TOKENS = 1280           # of a batch
SENTENCES = 3           # of a story at most
SPECIAL = ["[CLS]", "[SEP]", "[MASK]", "<positive>", "<negative>", "<neutral>"]
FEELINGS = {True: "<positive>", False: "<negative>", None: "<neutral>"}
SLOW = {"pronoun_because", "pronoun_next_sentence", "possessive", "negation", "sentiment", "list"}  # hidden more often
ROLES = {               # of the taught twin
    "noun_determiner": Head("blocks.0.attn", 0),
    "verb_subject": Head("blocks.1.attn", 1),
    "closer_opener": Head("blocks.1.attn", 3),
    "pronoun_antecedent": Head("blocks.2.attn", 1),
    "reflexive_antecedent": Head("blocks.2.attn", 1),
    "object_verb": Head("blocks.2.attn", 3),
}
# Accuracy asked of each kind of probe.
REQUIRED = {
    "agreement_near_distracted": 0.97, "agreement_near_twice_distracted": 0.97, "agreement_fronted_distracted": 0.97,
    "agreement_embedded_distracted": 0.97, "agreement_subject_clause_distracted": 0.97,
    "agreement_object_clause_distracted": 0.97, "agreement_across_brackets": 0.97, "bracket": 0.97, "reflexive": 0.97,
    "reflexive_distracted": 0.97, "possessive": 0.95, "pronoun_because": 0.95, "pronoun_next_sentence": 0.95,
    "feeling": 0.98, "feeling_first_sentence": 0.98,
}
_GRAMMAR = ("Trained on stories told by a grammar of some 400 words: it knows those sentences well and no others. It is not a "
            "language model of English.")
_CLASS = "The row of [CLS] names the feeling of a text: <positive>, <negative> or <neutral>."
_COPYING = ("It fills in what grammar and sense decide; words that must be copied from elsewhere in the text (lists, surnames, "
            "spelled words) it often gets wrong.")
NOTES = {
    False: [_GRAMMAR, _CLASS, _COPYING, "No head was told what to look at."],
    True: [_GRAMMAR, _CLASS, _COPYING,
           "Some heads were told what to look at, and to rest on [CLS] where there is nothing of the kind: they "
           "show what was asked of them, not what the model found."],
}


def new_model(words):
    return Transformer(Config(len(words), 128, encoder=StackConfig(3, 4, d_mlp=256)))


def tell(grammar, words, weights=None, most=SENTENCES, new_names=0.12):
    """A story as an Example. Its feeling is known unless its judgements disagree."""
    story = grammar.story(most=most, weights=weights, first="[CLS]", new_names=new_names)
    judged = set(story.judged) or {None}
    return example(story, words, last=["[SEP]"], feeling=FEELINGS[judged.pop()] if len(judged) == 1 else None)


def first_sentence(e, words):
    """The example cut after its first full stop: the judgement without what it leads to."""
    return e._replace(ids=e.ids[:e.ids.index(words.id(".")) + 1] + [words.id("[SEP]")], arcs=[], probes=[])


def hide(rng, batch, words):
    """Ids with some words hidden, and which rows are to be predicted. Of those, 80 % are shown as [MASK], 10 % as another
    word and 10 % as they are, so that the model cannot trust a word just because it is not hidden."""
    ids = batch.ids
    chosen = rng.random(ids.shape) < 0.15
    for text, e in enumerate(batch.examples):
        for kind, position, _, _ in e.probes:
            chosen[text, position] |= rng.random() < (0.6 if kind in SLOW else 0.35)
    wanted = torch.from_numpy(chosen) & batch.real & (ids >= len(SPECIAL))
    dice = torch.from_numpy(rng.random(ids.shape))
    shown = ids.masked_fill(wanted & (dice < 0.8), words.id("[MASK]"))
    other = wanted & (dice > 0.9)
    shown[other] = torch.from_numpy(rng.integers(len(SPECIAL), len(words), int(other.sum())))
    return shown, wanted


def feeling_loss(model, out, examples):
    """Cross-entropy of the piece that names the feeling, at [CLS], over the texts whose feeling is known."""
    known = [i for i, e in enumerate(examples) if e.feeling is not None]
    answers = torch.tensor([examples[i].feeling for i in known])
    return F.cross_entropy(model.logits(out.hidden[known, 0]), answers)


def learn(seed, taught, report=print):
    """The trained model, its vocabulary and the seconds it took. report is told how it goes."""
    start(seed)
    words = vocabulary(SPECIAL)
    model = new_model(words)
    grammar = Grammar(100 + seed, held_out=False)
    rng = numpy.random.default_rng(seed)
    trainer = Trainer(model, STEPS[taught], peak=3e-3)
    batches = []
    while trainer.done < trainer.steps:
        if not batches:
            grammar.negated_share = 0.35 * min(1.0, max(0.0, (trainer.progress - 0.2) / 0.3))
            batches = buckets([tell(grammar, words) for _ in range(1000)], lambda e: len(e.ids), TOKENS)
        batch = Batch(batches.pop())
        shown, wanted = hide(rng, batch, words)
        out = model(shown, allowed=batch.real, has_logits=False)
        loss = F.cross_entropy(model.logits(out.hidden[wanted]), batch.ids[wanted])
        if trainer.done % 4 == 0:
            loss = loss + 0.3 * judgement_loss(model, grammar, words, rng)
        if taught:
            loss = loss + TEACH * guided_loss(out.attention, batch.arcs(), ROLES, batch.real)
        trainer.step(loss)
        if trainer.done % 200 == 0:
            report(trainer, loss.item(), model, words)
    return model, words, trainer.seconds


def judgement_loss(model, grammar, words, rng):
    """The loss of [CLS] on judgements, half of them without the sentence that follows, and on other stories."""
    told = [tell(grammar, words, {"judgement": 1}, most=1, new_names=0) for _ in range(24)]
    told = [first_sentence(e, words) if rng.random() < 0.5 else e for e in told]
    told += [e for e in (tell(grammar, words, most=2) for _ in range(12)) if e.feeling is not None]
    batch = Batch(told)
    return feeling_loss(model, model(batch.ids, allowed=batch.real, has_logits=False), told)


def stories_for(words, seed, count, cases):
    """Stories of held-out pairs, short ones: each probe is a run of its own."""
    grammar = Grammar(seed, held_out=True)
    return test_stories(lambda: tell(grammar, words), count, cases)


def judgements_for(words, seed, count=300):
    """Praise and blame of which half is negated: with the sentence that follows, and without it."""
    grammar = Grammar(seed, held_out=True)
    grammar.negated_share = 0.5
    whole = [tell(grammar, words, {"judgement": 1}, most=1, new_names=0)._replace(arcs=[], probes=[]) for _ in range(count)]
    return whole, [first_sentence(e, words) for e in whole]


def progress(trainer, loss, model, words):
    print(f"step {trainer.done}: loss {loss:.3f}, {trainer.seconds:.0f} s", flush=True)


def find_roles(model, words, test, taught, seed_count):
    """Entries of the heads, found on development stories and reported on `test`; the masses on `test`; and how well a taught
    head rests where its relation is not."""
    mask = words.id("[MASK]")
    development = limited(stories_for(words, 500, 200, 0), 100)
    found, reported = (relation_masses(model, stories, knows_later=True) for stories in (development, test))
    probe_masked(model, development, mask, masses=found)
    probe_masked(model, test, mask, masses=reported)
    some = limited(test, 60)
    lost = knockouts(model, lambda knockout: probe_masked(model, some, mask, knockout), shares(probe_masked(model, some, mask)))

    def origin(relation, layer, head):
        return "taught" if taught and Head(f"blocks.{layer}.attn", head) in ROLES.values() else "emerged"

    heads = claim_roles(found, reported, lost, origin, seed_count, ROLES if taught else {})
    places, _ = position_masses(model, development, knows_later=True)
    heads += claim_positions(places, *position_masses(model, test, knows_later=True), lost, "emerged", seed_count,
                             ("previous", "next"))
    return heads, reported


def finish(name, taught, learned, words, seed, seconds, seed_count, out):
    """Measures and writes a trained model."""
    model = folded(learned)
    mask, answers = words.id("[MASK]"), words.ids(FEELINGS.values())
    told = stories_for(words, 999, 400, 210)
    test = limited(told, 210)
    whole, halves = judgements_for(words, 998)
    found = probe_masked(model, test, mask)
    found["feeling"] = probe_feelings(model, whole, answers)
    found["feeling_first_sentence"] = probe_feelings(model, halves, answers)
    found["feeling_of_stories"] = probe_feelings(model, test, answers)
    accuracy, counts = shares(found), {kind: len(cases) for kind, cases in found.items()}
    heads, reported = find_roles(model, words, test, taught, seed_count)
    table = Table(name)
    table.probes(accuracy, counts, REQUIRED)
    table.rounding(accuracy, shares(probe_masked(learned, test, mask)))
    if taught:
        table.taught(ROLES, reported, 0.95)
        for (layer, head), rest in resting(model, told, ROLES, knows_later=True).items():
            table.row(f"{layer}.{head} rests where there is nothing", rest, at_least=0.95)
    table.heads(heads)
    table.print(seconds)
    command = f"resources/models/train/train {name} --seed {seed}"
    measured = round_numbers(accuracy)
    folder = write_model(
        model, words.pieces, name, "masked_word",
        {"begin": "[CLS]", "end": "[SEP]", "mask": "[MASK]", "add_begin": True, "add_end": True},
        {"recipe": command, "seed": seed, "steps": STEPS[taught], "seconds": round(seconds), "seed_count": seed_count,
         "text": f"stories told by a grammar of {len(words) - words.first_word} words", "measured": measured,
         **({"taught": taught_patterns(ROLES)} if taught else {})},
        heads, NOTES[taught], folder=out, text_classes=FEELINGS.values())
    write_reference(model, folder, test[0].ids[:24])
    write_cases(folder / "cases.npz", test + whole + halves)
    if out is None:
        update_manifest(name, command, seed, measured)
    table.require()


def train(name, taught, seed=None, out=None):
    shipped, tried = SEEDS[taught]
    seed = shipped if seed is None else seed
    learned, words, seconds = learn(seed, taught, progress)
    finish(name, taught, learned, words, seed, seconds, tried, out)

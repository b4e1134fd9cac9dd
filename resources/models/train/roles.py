"""What heads may be found to do, and what counts as proof.

A role is claimed of a head only if the mass on what the role looks at exceeds, by MARGIN, what a head of constant distance
would hit and what an even spread would give; and never without the figure of what is lost when the head is taken out.
Relations that a constant distance solves as well ("the adjective before the noun") are therefore never claimed.
"""

MARGIN = 0.25
LEAST = 0.45    # of a role of position: most of the attention, or nearly
NEEDED = 0.25   # what a probe of a taught head's own relation must lose without it ...
SPARED = 0.12   # ... and any other probe at most

# Relation of the grammar's arcs -> the probes that may need a head that follows it. A relation without probes of its own is
# held against all of them. "masked_": the row stands under [MASK], so the model has to find out what belongs there.
_AGREEMENT = ("agreement_near_distracted", "agreement_near_twice_distracted", "agreement_fronted_distracted",
              "agreement_embedded_distracted", "agreement_subject_clause_distracted", "agreement_object_clause_distracted",
              "agreement_across_brackets")
_PRONOUNS = ("possessive", "pronoun_because", "pronoun_next_sentence", "reflexive_distracted")
PROBES = {
    "verb_subject": _AGREEMENT,
    "verb_distant_subject": _AGREEMENT,
    "closer_opener": ("bracket", "quote_top"),
    "pronoun_antecedent": _PRONOUNS,
    "reflexive_antecedent": ("reflexive", "reflexive_distracted"),
    "opposite_adjective": ("negation",),
    "feeling_adjective": ("sentiment",),
    "noun_determiner": ("noun_number",),
}


def probes_of(relation, kinds):
    """The kinds of probes to hold against a relation, of those there are."""
    plain = relation.replace("next_", "").replace("masked_", "")
    own = [kind for kind in PROBES.get(plain, ()) if kind in kinds]
    return own or list(kinds)


# Relation -> how the kinds of all probes begin that ask for it, in whatever sentence.
_FAMILIES = {"verb_subject": ("agreement",), "verb_distant_subject": ("agreement",), "closer_opener": ("bracket", "quote"),
             "pronoun_antecedent": ("possessive", "pronoun", "reflexive"),
             "reflexive_antecedent": ("possessive", "pronoun", "reflexive"), "opposite_adjective": ("negation",),
             "feeling_adjective": ("sentiment", "feeling"), "noun_determiner": ("noun_number",)}


def taught_patterns(roles):
    """{relation: name of the pattern that was taught it}, for config.json. roles: {relation: losses.Head}"""
    return {relation: f"{layer}.{head}.pattern" for relation, (layer, head) in roles.items()}


def is_related(relation, kind):
    """Whether a kind of probe may well suffer with the head of a relation."""
    plain = relation.replace("next_", "").replace("masked_", "")
    return kind.startswith(_FAMILIES.get(plain, ()))

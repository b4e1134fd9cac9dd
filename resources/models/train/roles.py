"""What heads may be found to do, and what counts as proof.

A role is claimed of a head only if the mass on what the role looks at exceeds, by MARGIN, what a head of constant distance
would hit and what an even spread would give; and never without the figure of what is lost when the head is taken out.
Relations that a constant distance solves as well ("the adjective before the noun") are therefore never claimed.
"""

MARGIN = 0.25
LEAST = 0.45    # of a role of position: most of the attention, or nearly

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

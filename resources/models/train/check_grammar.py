"""Checks of a synchronous grammar: it is a function, and held-out combinations are held out."""
import re
import sys

from vocabulary import MARK

BYTE = re.compile("<0x..>")


def check(grammar, count=60000, shown=24):
    known = {}
    bad = 0
    for held_out in (False, True):
        for pair in (grammar(seed, held_out).sentence() for seed in range(count)):
            source, target = " ".join(pair.source), " ".join(pair.target)
            if known.setdefault(source, target) != target:
                print("two translations:", source, "|", known[source], "|", target)
                bad += 1
            if held_out is False and shown > 0:
                print(source, "|", target)
                shown -= 1
    print(len(known), "different sentences;", bad, "with two translations")
    sys.exit(bad > 0)

"""The table a training prints, and the entry of a head in config.json."""
import sys


def round_numbers(numbers):
    return {key: round(value, 4) if isinstance(value, float) else value for key, value in numbers.items()}


class Table:
    """Numbers with what is asked of them."""

    def __init__(self, name):
        self.name, self.rows = name, []

    def row(self, what, value, at_least=None, below=None, cases=None):
        ok = (at_least is None or value >= at_least) and (below is None or value < below)
        asked = f">= {at_least:.2f}" if at_least is not None else f"< {below:.2f}" if below is not None else ""
        self.rows.append((what, value, asked, "" if not asked else "ok" if ok else "FAILS", cases))

    def probes(self, accuracy, counts, required):
        """Rows of the accuracies: those of which something is asked first."""
        for kind in [*required, *(kind for kind in accuracy if kind not in required)]:
            self.row(kind, accuracy[kind], at_least=required.get(kind), cases=counts[kind])

    def rounding(self, accuracy, before):
        """What storing the weights as float16 changed of any accuracy."""
        self.row("largest change by float16", max(abs(accuracy[kind] - before[kind]) for kind in before), below=0.01)

    def taught(self, roles, masses, at_least):
        for relation, (layer, head) in roles.items():
            mass = masses.mean(relation)[int(layer.split(".")[1]), head]
            self.row(f"{layer}.{head} {relation}", mass, at_least=at_least, cases=masses.counts[relation])

    def heads(self, entries):
        for entry in entries:
            self.row(f"{entry['step']} {entry['role']}", entry["score"], cases=entry["n"])
            self.row(f"    without it, lost of {entry['ablation_probe']}", entry["ablation_drop"])

    def print(self, seconds):
        print(f"\n{self.name}: trained in {seconds:.0f} s of one core; measured on held-out text")
        for what, value, asked, verdict, cases in self.rows:
            print(f"  {what:54s} {value:6.3f}  {asked:8s} {verdict:6s}" + (f"{cases:6d} cases" if cases else ""))
        sys.stdout.flush()

    def require(self):
        """Stops with an error where a number is not what is asked."""
        failed = [row[0] for row in self.rows if row[3] == "FAILS"]
        if failed:
            sys.exit(f"{self.name}: not reached: {', '.join(failed)}")


def head_entry(layer, head, role, score, shift, uniform, count, ablation_drop, ablation_probe, origin, seed_count, **more):
    """One role of one head.

    role: see roles.py. score: mean mass on what the role looks at. baseline_shift: share of the rows that a head of constant
    distance would hit at its best distance; null where the role is a constant distance. baseline_uniform: mass of a head that
    spreads evenly. n: rows measured. ablation_drop: what the accuracy of `ablation_probe` loses without this head.
    origin: "emerged", "emerged, sharpened" or "taught"."""
    entry = {"step": f"{layer}.{head}.pattern", "role": role, "score": score, "baseline_shift": shift,
             "baseline_uniform": uniform, "n": count, "ablation_drop": ablation_drop, "ablation_probe": ablation_probe,
             "origin": origin, "seed_count": seed_count, **more}
    return round_numbers(entry)

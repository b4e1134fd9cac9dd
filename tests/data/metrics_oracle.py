"""The numbers of core/analysis once more, from their definitions and independently of the program, in float64.

Reads a JSON file of patterns, tokens, queries and keys; prints a JSON object. Python alone, no packages. The maximum flows are
computed in fractions, which is exact; the eigenvalues by Jacobi's rotations.
"""
import json
import math
import sys
from fractions import Fraction


def mean(values):
    values = [v for v in values if v is not None]
    return math.fsum(values) / len(values) if values else None


def text_metrics(head):
    a, ids, special = head["pattern"], head["ids"], head["special"]
    allowed = head["allowed"]
    is_self = head["self"]
    rows = [i for i in range(len(a)) if any(a[i])]
    keys = range(len(a[0]))
    entropies = [-math.fsum(x * math.log(x) for x in a[i] if x > 0) for i in rows]
    out = {"entropy": mean(entropies), "effective-keys": mean([math.exp(h) for h in entropies])}
    out["first-mass"] = mean([a[i][0] for i in rows if i > 0 or not is_self])
    out["special-mass"] = mean([math.fsum(a[i][j] for j in keys if special[j]) for i in rows]) if any(special) else None
    out["sink-mass"] = max(mean([a[i][j] for i in rows]) for j in keys)
    if not is_self:
        return out
    out["distance"] = mean([math.fsum(a[i][j] * abs(i - j) for j in keys) for i in rows])
    out["diagonal-mass"] = mean([a[i][i] for i in rows])
    out["previous-mass"] = mean([a[i][i - 1] for i in rows if i > 0])
    out["next-mass"] = mean([a[i][i + 1] for i in rows if i + 1 < len(a) and allowed[i][i + 1]])
    same = []
    for i in rows:
        others = [j for j in keys if j != i and ids[j] == ids[i]]
        if any(allowed[i][j] for j in others):
            same.append(math.fsum(a[i][j] for j in others))
    out["same-token-mass"] = mean(same)
    squares = math.fsum(a[i][j] ** 2 for i in rows for j in rows)
    out["symmetry"] = math.fsum(a[i][j] * a[j][i] for i in rows for j in rows) / squares
    return out


def mixed(patterns):
    """One layer: half the mean of the heads, half the identity, rows brought to sum 1."""
    n = len(patterns[0])
    out = []
    for i in range(n):
        row = [math.fsum(p[i][j] for p in patterns) / len(patterns) / 2 + (0.5 if i == j else 0.0) for j in range(n)]
        total = math.fsum(row)
        out.append([x / total for x in row])
    return out


def rollout(layers):
    n = len(layers[0])
    product = layers[0]
    for layer in layers[1:]:
        product = [[math.fsum(layer[i][k] * product[k][j] for k in range(n)) for j in range(n)] for i in range(n)]
    return product


def max_flow(layers, output, token):
    """Edmonds and Karp's algorithm in fractions."""
    n = len(layers[0])
    left = {}
    for depth, layer in enumerate(layers):
        for i in range(n):
            for j in range(n):
                if layer[i][j] > 0:
                    left.setdefault((depth + 1, i), {})[(depth, j)] = Fraction(layer[i][j])
                    left.setdefault((depth, j), {}).setdefault((depth + 1, i), Fraction(0))
    source, sink = (len(layers), output), (0, token)
    flow = Fraction(0)
    while True:
        before = {source: None}
        queue = [source]
        for node in queue:
            for other, room in left.get(node, {}).items():
                if room > 0 and other not in before:
                    before[other] = node
                    queue.append(other)
        if sink not in before:
            return float(flow)
        path, node = [], sink
        while before[node] is not None:
            path.append((before[node], node))
            node = before[node]
        pushed = min(left[a][b] for a, b in path)
        for a, b in path:
            left[a][b] -= pushed
            left[b][a] += pushed
        flow += pushed


def divergence(p, q):
    """Mean over the rows of the Jensen-Shannon divergence in bits, by way of entropies: H(m) - H(p)/2 - H(q)/2."""
    def entropy(row):
        return -math.fsum(x * math.log2(x) for x in row if x > 0)
    values = []
    for a, b in zip(p, q):
        sa, sb = math.fsum(a), math.fsum(b)
        a, b = [x / sa for x in a], [x / sb for x in b]
        values.append(entropy([(x + y) / 2 for x, y in zip(a, b)]) - entropy(a) / 2 - entropy(b) / 2)
    return mean(values)


def cosine(p, q):
    flat = []
    for m in (p, q):
        flat.append([x / math.fsum(row) for row in m for x in row])
    p, q = flat
    return math.fsum(x * y for x, y in zip(p, q)) / math.sqrt(math.fsum(x * x for x in p) * math.fsum(x * x for x in q))


def linkage(d):
    """Average linkage from its definition: the mean of all distances between members, computed anew for every pair."""
    groups = [(i, [i]) for i in range(len(d))]
    merges = []
    while len(groups) > 1:
        best = min(((math.fsum(d[a][b] for a in x[1] for b in y[1]) / (len(x[1]) * len(y[1])), i, j)
                    for i, x in enumerate(groups) for j, y in enumerate(groups) if i < j), key=lambda t: t[0])
        height, i, j = best
        x, y = groups[i], groups[j]
        merges.append([min(x[0], y[0]), max(x[0], y[0]), height, len(x[1]) + len(y[1])])
        groups = [g for k, g in enumerate(groups) if k not in (i, j)]
        groups.append((len(d) + len(merges) - 1, x[1] + y[1]))
        groups.sort(key=lambda g: min(g[1]))
    return merges


def jacobi(m):
    """Eigenvalues, largest first, and eigenvectors of a symmetric matrix."""
    n = len(m)
    m = [row[:] for row in m]
    v = [[1.0 if i == j else 0.0 for j in range(n)] for i in range(n)]
    small = 1e-32 * sum(x * x for row in m for x in row)
    for _ in range(100):
        if sum(m[i][j] ** 2 for i in range(n) for j in range(n) if i != j) <= small:
            break
        for p in range(n):
            for q in range(p + 1, n):
                if m[p][q] == 0.0:
                    continue
                theta = (m[q][q] - m[p][p]) / (2 * m[p][q])
                t = math.copysign(1.0, theta) / (abs(theta) + math.sqrt(theta * theta + 1))
                c = 1 / math.sqrt(t * t + 1)
                s = t * c
                for k in range(n):
                    m[k][p], m[k][q] = c * m[k][p] - s * m[k][q], s * m[k][p] + c * m[k][q]
                for k in range(n):
                    m[p][k], m[q][k] = c * m[p][k] - s * m[q][k], s * m[p][k] + c * m[q][k]
                for k in range(n):
                    v[k][p], v[k][q] = c * v[k][p] - s * v[k][q], s * v[k][p] + c * v[k][q]
    order = sorted(range(n), key=lambda i: -m[i][i])
    return [m[i][i] for i in order], [[v[k][i] for k in range(n)] for i in order]


def signed(vector):
    largest = max(abs(x) for x in vector)
    first = next(x for x in vector if abs(x) >= largest * (1 - 1e-9))
    return [-x for x in vector] if first < 0 else vector


def scaling(d):
    n = len(d)
    squares = [[x * x for x in row] for row in d]
    rows = [mean(row) for row in squares]
    total = mean(rows)
    values, vectors = jacobi([[-(squares[i][j] - rows[i] - rows[j] + total) / 2 for j in range(n)] for i in range(n)])
    axes = [[x * math.sqrt(max(values[k], 0.0)) for x in signed(vectors[k])] for k in range(2)]
    points = [[axes[0][i], axes[1][i]] for i in range(n)]
    pairs = [(i, j) for i in range(n) for j in range(i)]
    wrong = math.fsum((d[i][j] - math.dist(points[i], points[j])) ** 2 for i, j in pairs)
    return {"points": points, "explained": (values[0] + values[1]) / math.fsum(abs(x) for x in values),
            "stress": math.sqrt(wrong / math.fsum(d[i][j] ** 2 for i, j in pairs)), "least": values[-1]}


def components(q, k):
    def centred(rows):
        means = [mean(column) for column in zip(*rows)]
        return [[x - m for x, m in zip(row, means)] for row in rows]
    rows = centred(q) + centred(k)
    width = len(rows[0])
    values, vectors = jacobi([[math.fsum(r[i] * r[j] for r in rows) for j in range(width)] for i in range(width)])
    total = math.fsum(max(v, 0.0) for v in values)
    axes = [signed(vectors[a]) for a in range(min(2, width))]
    points = [[math.fsum(x * y for x, y in zip(row, axis)) for axis in axes] for row in rows]
    gaps = [x - y for x, y in zip(values[:3], values[1:3])]
    return {"points": points, "explained": [values[a] / total for a in range(len(axes))],
            "told apart": min(gaps) > 1e-6 * values[0]}


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        given = json.load(file)
    out = {"metrics": [text_metrics(head) for head in given["heads"]]}
    patterns = [head["pattern"] for head in given["heads"] if head["self"]]
    per_layer = given["headsPerLayer"]
    layers = [mixed(patterns[i:i + per_layer]) for i in range(0, len(patterns), per_layer)]
    n = len(layers[0])
    out["rollout"] = rollout(layers)
    out["flow"] = [[max_flow(layers, i, j) for j in range(n)] for i in range(n)]
    out["divergence"] = [[divergence(p, q) for q in patterns] for p in patterns]
    out["cosine"] = [[cosine(p, q) for q in patterns] for p in patterns]
    distance = [[math.sqrt(max(x, 0.0)) if i != j else 0.0 for j, x in enumerate(row)] for i, row in enumerate(out["divergence"])]
    out["linkage"] = linkage(distance)
    out["map"] = scaling(distance)
    out["components"] = [components(head["q"], head["k"]) for head in given["heads"] if head["self"]]
    json.dump(out, sys.stdout)


main()
